//! Networks: what is joined to what, and how strongly.

use super::Provenance;

/// A network of works, papers or themes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// Short name in lower case, fit for a file name.
    pub name: String,
    /// What it shows, for its reader.
    pub title: String,
    /// Whether an edge leads from its source to its target; else it has no direction, and its source comes
    /// before its target.
    pub directed: bool,
    /// What is joined, in the order of works, papers or codebook.
    pub nodes: Vec<Node>,
    /// What joins them, in order of source and target, each pair once.
    pub edges: Vec<Edge>,
    /// What it was made from.
    pub provenance: Provenance,
}

/// A work, a paper or a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Unique name: the id of a work, the name of a paper, the path of a theme.
    pub id: String,
    /// As a figure shows it.
    pub label: String,
    /// Year of publication.
    pub year: Option<i32>,
    /// In how many units it occurs: papers that cite a work, works that a paper cites, sentences or papers that
    /// raise a theme.
    pub count: u64,
}

/// Two nodes that are joined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// Place of the first node.
    pub source: usize,
    /// Place of the second node.
    pub target: usize,
    /// In how many units both occur; of a directed network how often the source cites the target.
    pub weight: u64,
    /// The weight in relation to the counts of the nodes; `None` in a directed network.
    pub strength: Option<Strength>,
}

/// Co-occurrence in relation to occurrence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strength {
    /// Salton's cosine.
    pub cosine: f64,
    /// Jaccard index.
    pub jaccard: f64,
    /// Association strength: how many times more often than by chance.
    pub association: f64,
}
