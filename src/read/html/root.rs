//! Which part of a page is the paper, and which parts of it are not.

use super::tree::{Id, Tree};

/// Words in the class or identifier of elements that belong to the site, not to the paper.
const SITE: [&str; 34] = [
    "ad",
    "ads",
    "advertisement",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "cookie",
    "cookies",
    "cookie-banner",
    "footer",
    "header-nav",
    "language-switcher",
    "menu",
    "metrics",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "pagination",
    "popup",
    "recommendations",
    "related",
    "related-articles",
    "share",
    "sharing",
    "sidebar",
    "site-footer",
    "site-header",
    "skip-link",
    "social",
    "toc",
    "toolbar",
];

/// Elements that are never read.
const NEVER: [&str; 18] = [
    "head",
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "canvas",
    "audio",
    "video",
    "button",
    "select",
    "textarea",
    "input",
    "annotation",
    "annotation-xml",
    "rt",
];

/// The element that holds the paper: `main`, else an article with at least half of the page's text,
/// else the body; widened until the bibliography is in it.
pub(super) fn of(tree: &Tree) -> Id {
    let body = tree.body();
    let half = tree.size(body) / 2;
    let is_main = |id: &Id| tree.name(*id) == "main" || tree.attribute(*id, "role") == Some("main");
    let is_article = |id: &Id| {
        tree.name(*id) == "article"
            || tree.attribute(*id, "itemprop") == Some("articleBody")
            || tree.attribute(*id, "role") == Some("doc-article")
    };
    let large = |id: &Id| tree.size(*id) > half;
    let mut root = tree
        .below(body)
        .find(|id| is_main(id) && large(id))
        .or_else(|| tree.below(body).find(|id| is_article(id) && large(id)))
        .unwrap_or(body);
    if tree.holds_references(body) {
        while root != body && root != 0 && !tree.holds_references(root) {
            root = tree.parent(root);
        }
    }
    root
}

/// The first heading of the first level, where it stands before `root` and outside of it.
pub(super) fn heading_above(tree: &Tree, root: Id) -> Option<Id> {
    let first = tree.below(tree.body()).find(|&id| tree.name(id) == "h1")?;
    (first < root).then_some(first)
}

/// Whether an element is no part of the paper.
pub(super) fn is_left_out(tree: &Tree, id: Id) -> bool {
    let name = tree.name(id);
    if NEVER.contains(&name) {
        return true;
    }
    let half = tree.size(tree.body()) / 2;
    belongs_to_site(tree, id) && tree.size(id) <= half && !is_of_paper(tree, id)
}

fn belongs_to_site(tree: &Tree, id: Id) -> bool {
    let attribute = |name: &str| tree.attribute(id, name).unwrap_or_default();
    let in_list = |value: &str| {
        value.split_whitespace().any(|word| SITE.contains(&word.to_lowercase().as_str()))
    };
    let style = || attribute("style").replace(' ', "");
    matches!(tree.name(id), "nav" | "aside" | "footer" | "form" | "dialog" | "menu")
        || matches!(
            attribute("role"),
            "navigation"
                | "banner"
                | "complementary"
                | "contentinfo"
                | "search"
                | "menu"
                | "dialog"
                | "doc-toc"
        )
        || tree.attribute(id, "hidden").is_some()
        || attribute("aria-hidden") == "true"
        || style().contains("display:none")
        || in_list(attribute("class"))
        || in_list(attribute("id"))
}

/// Whether an element that looks like one of the site holds notes or the bibliography.
fn is_of_paper(tree: &Tree, id: Id) -> bool {
    let notes = ["footnote", "endnote", "rearnote", "biblio", "noteref"];
    let own = [tree.attribute(id, "role"), tree.attribute(id, "epub:type")];
    let is_note = own.iter().flatten().any(|value| notes.iter().any(|note| value.contains(note)));
    let is_menu = tree.name(id) == "nav" || tree.attribute(id, "role") == Some("navigation");
    is_note || !is_menu && tree.holds_references(id)
}
