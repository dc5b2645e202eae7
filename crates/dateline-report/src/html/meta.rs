//! What a page says of itself: Open Graph, `meta` names in use among news sites, JSON-LD (schema.org), `time`, `h1`, `title`.

use serde_json::Value;

use super::letters;
use super::scan::{Scanned, decoded};
use crate::format::{day, moment};
use crate::report::GivenMeta;

/// Names of `meta` elements for each part, best first.
const OUTLET: &[&str] = &["og:site_name", "application-name", "dc.publisher", "publisher", "citation_journal_title"];
const URL: &[&str] = &["og:url", "dc.identifier"];
const PUBLISHED: &[&str] = &[
    // not language: names of metadata in web pages
    "article:published_time",
    "shareaholic:article_published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
    "cxenseparse:recs:publishtime",
    "og:published_time",
    "article.published",
    "citation_publication_date",
];
const MODIFIED: &[&str] = &[
    // not language: names of metadata in web pages
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
    "article.updated",
    "parsely-modified-date",
];
const TITLE: &[&str] = &["og:title", "twitter:title", "dc.title", "headline"];
const AUTHOR: &[&str] = &[
    "author",
    // not language: names of metadata in web pages
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "citation_author",
];

/// Metadata of a page.
pub(crate) fn given(page: &Scanned) -> GivenMeta {
    let linked = page
        .json_ld
        .iter()
        .filter_map(|t| serde_json::from_str::<Value>(t.trim()).ok())
        .find_map(|v| article(&v, 0).map(from_json_ld))
        .unwrap_or_default();
    let first =
        |names: &[&str]| names.iter().find_map(|n| page.metas.iter().find(|(k, _)| k == n)).map(|(_, v)| decoded(v));
    let outlet = linked.outlet.or_else(|| first(OUTLET));
    // not language: a name of schema.org
    let marked = |names: &[&str]| names.iter().find_map(|n| page.marked.iter().find(|(k, _)| k == n)).map(|(_, v)| v);
    let published = linked
        .published
        .or_else(|| PUBLISHED.iter().find_map(|n| page.metas.iter().filter(|(k, _)| k == n).find_map(|(_, v)| day(v))));
    let found = |names: &[&str]| {
        names.iter().find_map(|n| page.metas.iter().filter(|(k, _)| k == n).find_map(|(_, v)| moment(v)))
    };
    let in_head = first(TITLE).or_else(|| page.title.clone()).map(|t| without_outlet(&t, outlet.as_deref()));
    let title = headline(page, in_head.as_deref(), outlet.as_deref());
    GivenMeta {
        title: title.or(linked.title).or(in_head).filter(|t| !t.is_empty()),
        published: published
            .or_else(|| marked(&["datepublished"]).and_then(|v| day(v)))
            .or_else(|| page.times.iter().find_map(|t| day(t))),
        published_at: linked
            .published_at
            .or_else(|| found(PUBLISHED))
            .or_else(|| marked(&["datepublished"]).and_then(|v| moment(v)))
            .or_else(|| page.times.iter().find_map(|t| moment(t))),
        modified_at: linked.modified_at.or_else(|| found(MODIFIED)),
        id: None,
        url: linked.url.or_else(|| page.canonical.clone()).or_else(|| first(URL)),
        authors: if linked.authors.is_empty() {
            let names = first(AUTHOR).filter(|a| !a.contains("://"));
            names
                .map(|a| {
                    a.split([',', ';'])
                        .map(|p| p.trim().trim_start_matches("By ").to_string())
                        .filter(|p| !p.is_empty())
                        .collect()
                })
                .unwrap_or_default()
        } else {
            linked.authors
        },
        outlet,
        form: crate::unpack::Form::Guess,
    }
}

/// The headline among the `h1` elements: the one that says what the head of the page says, or else the only one, unless it is the site's name.
fn headline(page: &Scanned, in_head: Option<&str>, outlet: Option<&str>) -> Option<String> {
    let head = letters(in_head.unwrap_or(""));
    let whole = letters(page.title.as_deref().unwrap_or(""));
    let outlet = letters(outlet.unwrap_or(""));
    let found: Vec<(&String, String)> =
        page.headings.iter().map(|h| (h, letters(h))).filter(|(_, l)| l.chars().count() > 2 && *l != outlet).collect();
    let meets =
        |l: &str| !head.is_empty() && (head == l || l.contains(&head) || head.contains(l) && l.len() * 2 > head.len());
    if let Some((h, _)) = found.iter().find(|(_, l)| meets(l)) {
        return Some((*h).clone());
    }
    match found.as_slice() {
        // The part of the head's title that was cut off names the site.
        [(h, l)] if h.split_whitespace().count() >= 3 && !(whole.ends_with(l.as_str()) && whole != *l) => {
            Some((*h).clone())
        }
        _ => None,
    }
}

/// "Headline - Outlet" without the outlet: the last part after a free-standing bar or dash, if it is the outlet or much the shorter part.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((before, after)) = title.rsplit_once(mark) {
            let is_outlet = outlet.is_some_and(|o| o.eq_ignore_ascii_case(after.trim()));
            if is_outlet || after.split_whitespace().count() <= 3 && before.split_whitespace().count() >= 4 {
                return before.trim().to_string();
            }
        }
    }
    title.trim().to_string()
}

/// The first object of an article type. Nesting is bounded by the parser; `depth` only keeps to the usual places.
fn article(value: &Value, depth: usize) -> Option<&Value> {
    if depth > 6 {
        return None;
    }
    match value {
        Value::Array(all) => all.iter().find_map(|v| article(v, depth + 1)),
        Value::Object(object) => {
            let is_type = |t: &Value| {
                t.as_str().is_some_and(|t| t.ends_with("Article") || t.ends_with("Posting") || t == "Report")
            };
            let yes =
                object.get("@type").is_some_and(|t| is_type(t) || t.as_array().is_some_and(|a| a.iter().any(is_type)));
            if yes {
                return Some(value);
            }
            ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"]
                .iter()
                .filter_map(|k| object.get(*k))
                .find_map(|v| article(v, depth + 1))
        }
        _ => None,
    }
}

fn from_json_ld(value: &Value) -> GivenMeta {
    let text = |v: Option<&Value>| v.and_then(Value::as_str).map(decoded).filter(|t| !t.is_empty());
    let names = |v: Option<&Value>| -> Vec<String> {
        let one = |v: &Value| text(Some(v)).filter(|t| !t.contains("://")).or_else(|| text(v.get("name")));
        match v {
            Some(Value::Array(all)) => all.iter().filter_map(one).collect(),
            Some(v) => one(v).into_iter().collect(),
            None => Vec::new(),
        }
    };
    GivenMeta {
        outlet: names(value.get("publisher")).into_iter().next(),
        url: text(value.get("url")).or_else(|| {
            text(value.get("mainEntityOfPage"))
                .or_else(|| text(value.get("mainEntityOfPage").and_then(|m| m.get("@id"))))
        }),
        published: text(value.get("datePublished")).or_else(|| text(value.get("dateCreated"))).and_then(|d| day(&d)),
        published_at: text(value.get("datePublished"))
            .or_else(|| text(value.get("dateCreated")))
            .and_then(|d| moment(&d)),
        modified_at: text(value.get("dateModified")).and_then(|d| moment(&d)),
        id: None,
        title: text(value.get("headline")).or_else(|| text(value.get("name"))),
        authors: names(value.get("author")),
        form: crate::unpack::Form::Guess,
    }
}
