//! Networks for the programs that draw and measure them: one format a file.
//!
//! | format | for |
//! |---|---|
//! | [`graphml`] | networkx, igraph, Gephi, yEd, Cytoscape |
//! | [`gexf`] | Gephi, networkx |
//!
//! Nodes carry their label, year and count, edges their weight and, where the network has no direction, cosine,
//! Jaccard index and association strength. Edge lists are tables, which every format of tables takes.

pub mod gexf;
pub mod graphml;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::model::network::{Edge, Network};

/// The formats that a network can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NetworkFormat {
    /// GraphML.
    Graphml,
    /// GEXF 1.2.
    Gexf,
}

impl NetworkFormat {
    /// The names that [`NetworkFormat::from_str`] knows, in the order of the help.
    pub const NAMES: [&'static str; 2] = ["graphml", "gexf"];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Graphml => "graphml",
            Self::Gexf => "gexf",
        }
    }
}

impl fmt::Display for NetworkFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// A text that names no format of networks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no format of networks; choose one of {known}", known = NetworkFormat::NAMES.join(", "))]
pub struct NotANetworkFormat(pub String);

impl FromStr for NetworkFormat {
    type Err = NotANetworkFormat;

    /// The format of this name.
    ///
    /// ```
    /// use leitmotif::export::network::NetworkFormat;
    /// assert_eq!("gexf".parse(), Ok(NetworkFormat::Gexf));
    /// assert!("pajek".parse::<NetworkFormat>().is_err());
    /// ```
    fn from_str(name: &str) -> Result<Self, NotANetworkFormat> {
        match name {
            "graphml" => Ok(Self::Graphml),
            "gexf" => Ok(Self::Gexf),
            _ => Err(NotANetworkFormat(name.to_owned())),
        }
    }
}

/// Writes `network` to `out`.
///
/// # Errors
/// Where `out` does not take the bytes.
pub fn write(network: &Network, format: NetworkFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        NetworkFormat::Graphml => graphml::write(network, out),
        NetworkFormat::Gexf => gexf::write(network, out),
    }
}

/// The names of the strengths of edges.
const STRENGTHS: [&str; 3] = ["cosine", "jaccard", "association"];

/// The strengths of an edge with their names; none in a directed network.
fn strengths(edge: &Edge) -> impl Iterator<Item = (&'static str, f64)> {
    let strengths = edge.strength.map(|it| [it.cosine, it.jaccard, it.association]);
    STRENGTHS.into_iter().zip(strengths.into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::network::{Node, Strength};
    use quick_xml::Reader;
    use quick_xml::events::Event;

    fn network(directed: bool) -> Network {
        let node = |id: &str, year| Node {
            id: id.to_owned(),
            label: format!("<{id}> & \"co\""),
            year,
            count: 3,
        };
        let strength = Strength { cosine: 0.5, jaccard: 0.25, association: 1.5 };
        Network {
            name: "cocitation".to_owned(),
            title: "Works".to_owned(),
            directed,
            nodes: vec![node("a", Some(2001)), node("b & c", None)],
            edges: vec![Edge {
                source: 0,
                target: 1,
                weight: 2,
                strength: (!directed).then_some(strength),
            }],
            ..Network::default()
        }
    }

    /// How many elements of each name stand in the text, which must be XML.
    fn count(network: &Network, format: NetworkFormat, name: &str) -> usize {
        let mut bytes = Vec::new();
        write(network, format, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let mut reader = Reader::from_str(&text);
        let mut found = 0;
        loop {
            match reader.read_event().expect("XML") {
                Event::Start(start) | Event::Empty(start)
                    if start.name().as_ref() == name.as_bytes() =>
                {
                    found += 1
                }
                Event::Eof => return found,
                _ => {}
            }
        }
    }

    #[test]
    fn every_node_and_edge_is_written_with_its_values() {
        for (format, values, undirected, directed) in [
            (NetworkFormat::Graphml, "data", 2 * 3 - 1 + 4, 2 * 3 - 1 + 1),
            (NetworkFormat::Gexf, "attvalue", 3 + 3, 3),
        ] {
            assert_eq!(count(&network(false), format, "node"), 2, "{format}");
            assert_eq!(count(&network(true), format, "edge"), 1, "{format}");
            // A year that is not known is left out.
            assert_eq!(count(&network(false), format, values), undirected, "{format}");
            assert_eq!(count(&network(true), format, values), directed, "{format}");
        }
    }
}
