//! GEXF 1.2 (<https://gexf.net>), the format of Gephi: the version that every reader knows.

use std::io::{self, Write};

use super::{STRENGTHS, strengths};
use crate::export::markup::escaped;
use crate::model::network::Network;

/// Writes the network; what it was made from stands in its description.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let direction = if network.directed { "directed" } else { "undirected" };
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n\
         <meta><creator>leitmotif {}</creator><description>{}. {}</description></meta>\n\
         <graph defaultedgetype=\"{direction}\" mode=\"static\">\n\
         <attributes class=\"node\"><attribute id=\"year\" title=\"year\" type=\"integer\"/>\
         <attribute id=\"count\" title=\"count\" type=\"long\"/></attributes>\n",
        escaped(&network.provenance.version),
        escaped(&network.title),
        escaped(&network.provenance.to_string())
    )?;
    if !network.directed {
        write!(out, "<attributes class=\"edge\">")?;
        for name in STRENGTHS {
            write!(out, "<attribute id=\"{name}\" title=\"{name}\" type=\"double\"/>")?;
        }
        writeln!(out, "</attributes>")?;
    }
    writeln!(out, "<nodes>")?;
    for node in &network.nodes {
        write!(
            out,
            "<node id=\"{}\" label=\"{}\"><attvalues>",
            escaped(&node.id),
            escaped(&node.label)
        )?;
        if let Some(year) = node.year {
            write!(out, "<attvalue for=\"year\" value=\"{year}\"/>")?;
        }
        writeln!(out, "<attvalue for=\"count\" value=\"{}\"/></attvalues></node>", node.count)?;
    }
    writeln!(out, "</nodes>\n<edges>")?;
    for (number, edge) in network.edges.iter().enumerate() {
        let (Some(source), Some(target)) =
            (network.nodes.get(edge.source), network.nodes.get(edge.target))
        else {
            continue;
        };
        write!(
            out,
            "<edge id=\"{number}\" source=\"{}\" target=\"{}\" weight=\"{}\">",
            escaped(&source.id),
            escaped(&target.id),
            edge.weight
        )?;
        if !network.directed {
            write!(out, "<attvalues>")?;
            for (name, value) in strengths(edge) {
                write!(out, "<attvalue for=\"{name}\" value=\"{value}\"/>")?;
            }
            write!(out, "</attvalues>")?;
        }
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "</edges>\n</graph>\n</gexf>")
}
