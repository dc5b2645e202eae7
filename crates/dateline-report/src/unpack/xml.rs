//! XML: feeds, news exchange (NewsML-G2, NITF) and sitemaps. Entities of a document's own are not followed.

use roxmltree::{Document, Node, ParsingOptions};

use super::fields::{headed, is_markup};
use super::{Ctx, Flow, Form, Found, Record};
use crate::format::{day, moment};
use crate::report::GivenMeta;

/// Elements of one document.
const MOST_NODES: u32 = 5_000_000;

pub(super) fn feed(place: &str, bytes: &[u8], ctx: &mut Ctx<'_>) -> Flow {
    if let Err(e) = decoded(bytes).and_then(|text| shallow(&text)) {
        return ctx.fault(place, e);
    }
    let feed = match feed_rs::parser::parse(bytes) {
        Ok(feed) => feed,
        Err(e) => return ctx.fault(place, format!("is a broken feed ({e}); fetch it again")),
    };
    let outlet = feed.title.map(|t| t.content.trim().to_string()).filter(|t| !t.is_empty());
    for (n, entry) in feed.entries.into_iter().enumerate() {
        let here = format!("{place}#{}", n + 1);
        let title = entry.title.map(|t| crate::html::plain_line(&t.content)).filter(|t| !t.is_empty());
        let full = entry.content.and_then(|c| c.body).filter(|b| !b.trim().is_empty());
        let Some(body) = full.or(entry.summary.map(|s| s.content)).filter(|b| !b.trim().is_empty()) else {
            ctx.fault(&here, "has neither text nor summary; fetch the page it points to")?;
            continue;
        };
        let form = if is_markup(&body) { Form::Page(Some(encoding_rs::UTF_8)) } else { Form::Text };
        let body = if form == Form::Text { html_escape::decode_html_entities(&body).into_owned() } else { body };
        let link =
            entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|r| r == "alternate")).or(entry.links.first());
        let at = entry.published.map(|d| d.to_rfc3339()).and_then(|d| moment(&d));
        let changed = entry.updated.map(|d| d.to_rfc3339()).and_then(|d| moment(&d));
        let at = at.or_else(|| changed.clone());
        let given = GivenMeta {
            outlet: outlet.clone(),
            url: link.map(|l| l.href.clone()),
            published: at.as_deref().and_then(day),
            published_at: at,
            modified_at: changed,
            id: None,
            title: title.clone(),
            authors: entry.authors.into_iter().filter_map(|p| p.name).filter(|n| !n.trim().is_empty()).collect(),
            form,
        };
        let body = headed(title.as_deref(), body, form);
        ctx.record(Record { place: here, bytes: body.into_bytes(), given, offset: None })?;
    }
    Flow::Continue(())
}

/// XML as text: by its declaration where it is no UTF-8.
fn decoded(bytes: &[u8]) -> Result<String, String> {
    let mut notes = Vec::new();
    let start: String = bytes.iter().take(200).map(|b| char::from(*b)).collect();
    let named = start.split_once("encoding=").and_then(|(_, r)| r.split(['"', '\'']).nth(1));
    let hint = named.and_then(|n| encoding_rs::Encoding::for_label(n.as_bytes()));
    crate::decode::decode(bytes, hint, &mut notes).map(|t| t.text().to_string()).map_err(|e| e.to_string())
}

/// The deepest nesting of elements that is read: parsers call themselves for each.
const DEEPEST: usize = 200;

fn shallow(text: &str) -> Result<(), String> {
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or("");
        let skipped = if rest.starts_with("![CDATA[") {
            "]]>"
        } else if rest.starts_with("!--") {
            "-->"
        } else {
            ">"
        };
        let end = rest.find(skipped).unwrap_or(rest.len());
        let tag = rest.get(..end).unwrap_or("");
        match tag.chars().next() {
            Some('!' | '?') | None => {}
            Some('/') => depth = depth.saturating_sub(1),
            Some(_) if tag.ends_with('/') => {}
            Some(_) => depth += 1,
        }
        if depth > DEEPEST {
            return Err(format!("nests its elements deeper than {DEEPEST}; mend it"));
        }
        rest = rest.get(end..).unwrap_or("");
    }
    Ok(())
}

/// Runs `give` with the document, or tells why it cannot be read.
fn with<T>(bytes: &[u8], give: impl FnOnce(&Document<'_>) -> T) -> Result<T, String> {
    let text = decoded(bytes)?;
    shallow(&text)?;
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    match Document::parse_with_options(&text, options) {
        Ok(document) => Ok(give(&document)),
        Err(e) => Err(format!("is broken XML ({e}); mend it there")),
    }
}

pub(super) fn sitemap(place: &str, bytes: &[u8], ctx: &mut Ctx<'_>) -> Flow {
    let listed = with(bytes, |document| {
        let entries = document.root_element().children().filter(|n| matches!(n.tag_name().name(), "url" | "sitemap"));
        entries
            .filter_map(|n| Some((child_text(n, "loc")?, child_text(n, "lastmod"))))
            .enumerate()
            .map(|(n, (url, modified))| Found::Listed { place: format!("{place}#{}", n + 1), url, modified })
            .collect::<Vec<_>>()
    });
    match listed {
        Ok(listed) => listed.into_iter().try_for_each(|found| (ctx.each)(found)),
        Err(text) => ctx.fault(place, text),
    }
}

pub(super) fn news(place: &str, bytes: &[u8], ctx: &mut Ctx<'_>) -> Flow {
    let items = with(bytes, |document| {
        let mut items: Vec<Node<'_, '_>> =
            document.descendants().filter(|n| n.tag_name().name() == "newsItem").collect();
        if items.is_empty() {
            items = document.descendants().filter(|n| n.tag_name().name() == "nitf").take(1).collect();
        }
        items
            .into_iter()
            .enumerate()
            .map(|(n, item)| (n + 1, news_item(format!("{place}#{}", n + 1), item)))
            .collect::<Vec<_>>()
    });
    let items = match items {
        Ok(items) => items,
        Err(text) => return ctx.fault(place, text),
    };
    if items.is_empty() {
        return ctx.fault(place, "holds no news item with a text; give the items themselves");
    }
    for (n, item) in items {
        match item {
            Some(record) => ctx.record(record)?,
            // Pictures and films come in the same packages.
            None => {
                ctx.fault(&format!("{place}#{n}"), "is a news item without a text; give the items that have one")?
            }
        }
    }
    Flow::Continue(())
}

fn news_item(place: String, item: Node<'_, '_>) -> Option<Record> {
    let find = |name: &str| item.descendants().find(|n| n.tag_name().name() == name);
    let value = |name: &str| find(name).map(joined).filter(|t| !t.is_empty());
    let title = value("headline").or_else(|| value("hl1")).or_else(|| value("title"));
    let content = find("inlineXML").or_else(|| find("body.content")).or_else(|| find("inlineData"))?;
    let lines: Vec<String> = content
        .descendants()
        // not language: elements of news exchange formats
        .filter(|n| matches!(n.tag_name().name(), "p" | "h1" | "h2" | "h3" | "h4" | "li" | "hl2" | "blockquote" | "td"))
        .filter(|n| n.parent().is_none_or(|p| !matches!(p.tag_name().name(), "p" | "li" | "td")))
        .map(joined)
        .filter(|l| !l.is_empty())
        .collect();
    let body = if lines.is_empty() { content.text().unwrap_or("").trim().to_string() } else { lines.join("\n\n") };
    if body.is_empty() {
        return None;
    }
    let named = |n: Node<'_, '_>| -> Option<String> {
        let own = n.children().find(|c| c.tag_name().name() == "name").map(joined);
        own.or_else(|| n.attribute("literal").map(str::to_string)).or_else(|| Some(joined(n))).filter(|t| !t.is_empty())
    };
    let first = |names: &[&str]| names.iter().find_map(|n| value(n)).and_then(|d| moment(&d));
    let at = first(&["contentCreated", "firstCreated", "date.issue", "embargoed", "versionCreated"])
        .or_else(|| find("date.issue").and_then(|n| n.attribute("norm")).and_then(moment));
    let by = value("by").or_else(|| value("byline"));
    let given = GivenMeta {
        outlet: find("provider").and_then(named),
        url: None,
        published: at.as_deref().and_then(day),
        published_at: at,
        modified_at: first(&["contentModified", "versionCreated"]),
        id: item.attribute("guid").map(str::to_string),
        title: title.clone(),
        authors: by
            .map(|b| b.trim_start_matches("By ").to_string())
            .or_else(|| find("creator").and_then(named))
            .into_iter()
            .collect(),
        form: Form::Text,
    };
    let body = headed(title.as_deref(), body, Form::Text);
    Some(Record { place, bytes: body.into_bytes(), given, offset: None })
}

fn child_text(node: Node<'_, '_>, name: &str) -> Option<String> {
    node.children().find(|c| c.tag_name().name() == name).map(joined).filter(|t| !t.is_empty())
}

/// All text of an element in one line.
fn joined(node: Node<'_, '_>) -> String {
    let text: String = node.descendants().filter(Node::is_text).filter_map(|n| n.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
