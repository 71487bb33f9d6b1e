//! GraphML (U. Brandes et al. 2002, <http://graphml.graphdrawing.org>), with typed attributes.

use std::io::{self, Write};

use super::{STRENGTHS, strengths};
use crate::export::markup::escaped;
use crate::model::network::Network;

/// Writes the network; what it was made from stands in its description.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
         <desc>{}. {}</desc>\n",
        escaped(&network.title),
        escaped(&network.provenance.to_string())
    )?;
    for (name, kind) in [("label", "string"), ("year", "int"), ("count", "long")] {
        key(out, "node", name, kind)?;
    }
    key(out, "edge", "weight", "long")?;
    if !network.directed {
        STRENGTHS.iter().try_for_each(|name| key(out, "edge", name, "double"))?;
    }
    let direction = if network.directed { "directed" } else { "undirected" };
    writeln!(out, "<graph id=\"{}\" edgedefault=\"{direction}\">", escaped(&network.name))?;
    for node in &network.nodes {
        write!(
            out,
            "<node id=\"{}\"><data key=\"label\">{}</data>",
            escaped(&node.id),
            escaped(&node.label)
        )?;
        if let Some(year) = node.year {
            write!(out, "<data key=\"year\">{year}</data>")?;
        }
        writeln!(out, "<data key=\"count\">{}</data></node>", node.count)?;
    }
    for edge in &network.edges {
        let (Some(source), Some(target)) =
            (network.nodes.get(edge.source), network.nodes.get(edge.target))
        else {
            continue;
        };
        write!(
            out,
            "<edge source=\"{}\" target=\"{}\"><data key=\"weight\">{}</data>",
            escaped(&source.id),
            escaped(&target.id),
            edge.weight
        )?;
        for (name, value) in strengths(edge) {
            write!(out, "<data key=\"{name}\">{value}</data>")?;
        }
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "</graph>\n</graphml>")
}

fn key(out: &mut dyn Write, of: &str, name: &str, kind: &str) -> io::Result<()> {
    writeln!(out, "<key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")
}
