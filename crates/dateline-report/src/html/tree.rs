//! A page's elements and texts in one row, in the order of the page: what lies below an element is the stretch after it.

use std::collections::BTreeMap;

use dom_query::{Document, NodeRef};

use super::names::{Meaning, PageNames};

/// What an element does to the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A piece of text.
    Text,
    /// Runs on within a line.
    Inline,
    /// A link.
    Link,
    /// Ends a line.
    Break,
    /// Begins and ends a line.
    Block,
    /// An article, or what calls itself one: a block.
    Article,
    /// A paragraph.
    Paragraph,
    /// A heading.
    Heading,
    /// What is said of a picture.
    Caption,
    /// No text for a reader.
    Skip,
}

/// An element or a text.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) kind: Kind,
    /// Number of the item after the last one below this.
    pub(crate) end: usize,
    /// Item above; its own number for the first.
    pub(crate) parent: usize,
    /// The text, for [`Kind::Text`].
    pub(crate) text: String,
    /// Groups of names that the text of an article stands in: a bit each.
    pub(crate) bodies: u32,
    /// Does its name say that it is what stands between headline and text?
    pub(crate) lead: bool,
    /// Does its name say that it is no part of an article?
    pub(crate) drop: bool,
    /// Does its name say so, and is it one that no article has?
    pub(crate) never: bool,
    /// Does its name say that a date stands in it?
    pub(crate) dated: bool,
    /// Does its name say that readers comment here?
    pub(crate) comments: bool,
    /// Characters of text in it.
    pub(crate) chars: usize,
    /// Characters of text in links in it.
    pub(crate) linked: usize,
    /// Characters of running text in it: pieces outside links that are longer than a label.
    pub(crate) running: usize,
}

/// Reads the body of a document.
pub(crate) fn tree(document: &Document, names: &PageNames) -> Vec<Item> {
    enum Step<'a> {
        Enter(NodeRef<'a>, usize, bool),
        Leave(usize),
    }
    let mut out: Vec<Item> = Vec::new();
    let Some(body) = document.body() else {
        return out;
    };
    let mut seen = BTreeMap::new();
    let mut steps = vec![Step::Enter(body, 0, false)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(n) => {
                let end = out.len();
                let Some(item) = out.get_mut(n) else { continue };
                item.end = end;
                let (parent, chars, linked, running) = (item.parent, item.chars, item.linked, item.running);
                if parent != n
                    && let Some(above) = out.get_mut(parent)
                {
                    above.chars += chars;
                    above.linked += linked;
                    above.running += running;
                }
            }
            Step::Enter(node, parent, in_link) => {
                let n = out.len();
                if node.is_text() {
                    let text = node.text().to_string();
                    let chars = text.split_whitespace().map(|w| w.chars().count() + 1).sum();
                    let linked = if in_link { chars } else { 0 };
                    let running = if !in_link && chars >= names.limits.piece { chars } else { 0 };
                    out.push(Item { kind: Kind::Text, end: n + 1, text, chars, linked, running, ..empty(parent) });
                    if let Some(above) = out.get_mut(parent) {
                        above.chars += chars;
                        above.linked += linked;
                        above.running += running;
                    }
                    continue;
                }
                if !node.is_element() {
                    continue;
                }
                let item = element(&node, parent, names, &mut seen);
                let link = in_link || item.kind == Kind::Link;
                if item.kind == Kind::Skip {
                    continue;
                }
                out.push(item);
                steps.push(Step::Leave(n));
                steps.extend(node.children_it(true).map(|child| Step::Enter(child, n, link)));
            }
        }
    }
    out
}

fn empty(parent: usize) -> Item {
    Item {
        kind: Kind::Inline,
        end: 0,
        parent,
        text: String::new(),
        bodies: 0,
        lead: false,
        drop: false,
        never: false,
        dated: false,
        comments: false,
        chars: 0,
        linked: 0,
        running: 0,
    }
}

fn element(node: &NodeRef<'_>, parent: usize, names: &PageNames, seen: &mut BTreeMap<String, Vec<Meaning>>) -> Item {
    let mut item = empty(parent);
    let name = node.node_name().unwrap_or_default();
    item.kind = kind(&name);
    let mut mark = |m: Meaning| match m {
        Meaning::Body(n) => item.bodies |= 1_u32.checked_shl(u32::try_from(n).unwrap_or(u32::MAX)).unwrap_or(0),
        Meaning::Lead => item.lead = true,
        Meaning::Drop => item.drop = true,
        Meaning::Never => item.never = true,
        Meaning::Dated => item.dated = true,
        Meaning::Comments => item.comments = true,
    };
    if let Some(m) = names.element(&name) {
        mark(m);
    }
    let mut hidden = false;
    for attribute in node.attrs() {
        match attribute.name.local.as_ref() {
            // not language: names of HTML
            "class" | "id" | "itemprop" | "role" | "data-testid" | "data-component" => {
                // A page says the same names again and again.
                if let Some(found) = seen.get(&*attribute.value) {
                    found.iter().for_each(|m| mark(*m));
                } else {
                    let mut found = Vec::new();
                    names.each(&attribute.value, &mut |m| found.push(m));
                    found.iter().for_each(|m| mark(*m));
                    seen.insert(attribute.value.to_string(), found);
                }
            }
            "hidden" => hidden = true,
            "style" => {
                let style = attribute.value.to_ascii_lowercase().replace(' ', "");
                hidden |= style.contains("display:none") || style.contains("visibility:hidden");
            }
            _ => {}
        }
    }
    item.drop |= hidden;
    item
}

fn kind(name: &str) -> Kind {
    match name {
        // not language: elements of HTML
        "script" | "style" | "noscript" | "template" | "svg" | "iframe" | "select" | "textarea" | "head" | "object" => {
            Kind::Skip
        }
        "a" => Kind::Link,
        "article" => Kind::Article,
        "br" | "hr" => Kind::Break,
        "p" | "blockquote" | "pre" => Kind::Paragraph,
        // not language: names of HTML
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
        "figcaption" => Kind::Caption,
        // not language: elements of HTML
        "b" | "strong" | "i" | "em" | "u" | "span" | "font" | "small" | "big" | "sub" | "sup" | "mark" | "abbr"
        | "acronym" | "cite" | "q" | "code" | "kbd" | "samp" | "var" | "time" | "data" | "del" | "ins" | "s"
        | "strike" | "tt" | "bdi" | "bdo" | "ruby" | "rb" | "rt" | "rp" | "wbr" | "img" | "picture" | "dfn"
        | "label" | "nobr" => Kind::Inline,
        _ => Kind::Block,
    }
}
