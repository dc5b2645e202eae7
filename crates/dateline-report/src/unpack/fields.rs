//! Names of fields and columns, and what they mean: those of common crawlers, of schema.org and of news exchange formats, and the user's.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Form, Record};
use crate::format::{day, moment};
use crate::report::GivenMeta;

/// Parts of a report that a field can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Text,
    Html,
    Summary,
    Title,
    Published,
    Modified,
    Url,
    Outlet,
    Authors,
    Id,
}

/// Names of each part, best first.
const NAMES: &[(Part, &[&str])] = &[
    (
        Part::Text,
        &[
            // not language: names of fields in files
            "articlebody",
            "article_body",
            "maintext",
            "main_text",
            "body_text",
            "content_text",
            "full_text",
            "fulltext",
            "article_text",
            "text",
            "raw_text",
            "body",
            "content",
            "article",
            "story",
        ],
    ),
    // not language: names of fields in files
    (Part::Html, &["content_html", "body_html", "body_xhtml", "article_html", "html", "raw_html"]),
    // not language: names of fields in files
    (Part::Summary, &["summary", "description", "abstract", "lead", "excerpt", "standfirst", "description_text"]),
    // not language: names of fields in files
    (Part::Title, &["headline", "title", "article_title", "name", "subject"]),
    (
        Part::Published,
        &[
            // not language: names of fields in files
            "datepublished",
            "date_published",
            "published",
            "publishedat",
            "published_at",
            "publish_date",
            "date_publish",
            "pubdate",
            "pub_date",
            "published_time",
            "publication_date",
            "publicationdate",
            "firstpublished",
            "firstcreated",
            "datecreated",
            "created_at",
            "date",
            "datetime",
            "timestamp",
            "versioncreated",
        ],
    ),
    (
        Part::Modified,
        &[
            // not language: names of fields in files
            "datemodified",
            "date_modified",
            "date_modify",
            "modified",
            "modified_at",
            "modified_time",
            "updated",
            "updated_at",
            "updatedat",
            "lastmod",
            "versioncreated",
        ],
    ),
    (
        Part::Url,
        // not language: names of fields in files
        &["url", "canonical_url", "canonical", "permalink", "link", "article_url", "source_url", "mainentityofpage"],
    ),
    (
        Part::Outlet,
        &[
            // not language: names of fields in files
            "outlet",
            "publisher",
            "site_name",
            "sitename",
            "source_name",
            "publication",
            "newspaper",
            "source",
            "source_domain",
            "provider",
            "hostname",
        ],
    ),
    // not language: names of fields in files
    (Part::Authors, &["authors", "author", "byline", "creator", "by"]),
    // not language: names of fields in files
    (Part::Id, &["guid", "id", "uri", "identifier", "@id", "doc_id", "article_id"]),
];

/// Which fields mean what: the user's say, and behind it the usual names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap {
    own: BTreeMap<String, Part>,
}

impl FieldMap {
    /// Reads `title=headline,text=inhalt`: before the sign the part (`text`, `html`, `summary`, `title`, `published`, `modified`,
    /// `url`, `outlet`, `authors`, `id`), after it the field of the file.
    ///
    /// # Errors
    /// If a part is unknown or a piece is no pair; the message says which.
    ///
    /// ```
    /// assert!(dateline_report::FieldMap::parse("title=Kopf,text=Inhalt").is_ok());
    /// assert!(dateline_report::FieldMap::parse("titel=Kopf").unwrap_err().contains("titel"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut own = BTreeMap::new();
        for pair in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let (part, field) = pair.split_once('=').ok_or_else(|| format!("'{pair}' is no pair; write part=field"))?;
            let part = match part.trim() {
                // not language: parts of a report
                "text" => Part::Text,
                "html" => Part::Html,
                "summary" => Part::Summary,
                "title" => Part::Title,
                "published" => Part::Published,
                "modified" => Part::Modified,
                "url" => Part::Url,
                "outlet" => Part::Outlet,
                "authors" => Part::Authors,
                "id" => Part::Id,
                other => {
                    return Err(format!(
                        "there is no part '{other}'; the parts are text, html, summary, title, published, modified, url, outlet, authors, id"
                    ));
                }
            };
            own.insert(field.trim().to_lowercase(), part);
        }
        Ok(Self { own })
    }

    /// What a field of that name is.
    pub(super) fn part(&self, name: &str) -> Option<Part> {
        self.rank(name).map(|(part, _)| part)
    }

    /// What a field is, and how sure its name is: less is surer.
    fn rank(&self, name: &str) -> Option<(Part, usize)> {
        let name = name.trim().to_lowercase();
        if let Some(part) = self.own.get(&name) {
            return Some((*part, 0));
        }
        NAMES.iter().find_map(|(part, names)| names.iter().position(|n| *n == name).map(|at| (*part, at + 1)))
    }
}

/// Fields of one record, sorted by what they mean.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    best: BTreeMap<Part, (usize, &'a Value)>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(object: &'a serde_json::Map<String, Value>, map: &FieldMap) -> Self {
        let mut out = Self::default();
        for (name, value) in object {
            let Some((part, rank)) = map.rank(name) else { continue };
            if string(value).is_none() && part != Part::Authors {
                continue;
            }
            out.add(part, rank, value);
            // The one stamp that news exchange has for both.
            if name.eq_ignore_ascii_case("versioncreated") {
                out.add(Part::Modified, rank, value);
            }
        }
        out
    }

    fn add(&mut self, part: Part, rank: usize, value: &'a Value) {
        if self.best.get(&part).is_none_or(|(other, _)| rank < *other) {
            self.best.insert(part, (rank, value));
        }
    }

    fn text(&self, part: Part) -> Option<String> {
        self.best.get(&part).and_then(|(_, v)| string(v))
    }

    /// Is there something to read?
    pub(super) fn readable(&self) -> bool {
        [Part::Text, Part::Html, Part::Summary].iter().any(|p| self.best.contains_key(p))
    }

    /// The record. `None` if it has no text.
    pub(super) fn record(&self, place: String, outlet: Option<&str>) -> Option<Record> {
        let (body, form) = match (self.text(Part::Text), self.text(Part::Html), self.text(Part::Summary)) {
            (Some(text), _, _) if !is_markup(&text) => (text, Form::Text),
            (Some(html), _, _) | (None, Some(html), _) => (html, Form::Page(Some(encoding_rs::UTF_8))),
            (None, None, Some(text)) if is_markup(&text) => (text, Form::Page(Some(encoding_rs::UTF_8))),
            (None, None, Some(text)) => (text, Form::Text),
            (None, None, None) => return None,
        };
        let title = self.text(Part::Title).map(|t| crate::html::plain_line(&t));
        let published = self.best.get(&Part::Published).and_then(|(_, v)| stamp(v));
        let given = GivenMeta {
            outlet: self.text(Part::Outlet).or_else(|| outlet.map(str::to_string)),
            url: self.text(Part::Url).filter(|u| u.contains("://")),
            published: published.as_deref().and_then(day),
            published_at: published,
            modified_at: self.best.get(&Part::Modified).and_then(|(_, v)| stamp(v)),
            id: self.text(Part::Id),
            title: title.clone(),
            authors: self.best.get(&Part::Authors).map(|(_, v)| people(v)).unwrap_or_default(),
            form,
        };
        Some(Record { place, bytes: headed(title.as_deref(), body, form).into_bytes(), given, offset: None })
    }
}

/// A text with its headline over it, unless it begins with it. A page shows its headline by its metadata.
pub(super) fn headed(title: Option<&str>, body: String, form: Form) -> String {
    match title {
        Some(title) if form == Form::Text && !title.is_empty() && !body.trim_start().starts_with(title) => {
            format!("{title}\n\n{body}")
        }
        _ => body,
    }
}

/// Does a text hold elements of HTML that make paragraphs?
pub(super) fn is_markup(text: &str) -> bool {
    let start: String = text.chars().take(4000).flat_map(char::to_lowercase).collect();
    // not language: elements of HTML
    ["<p>", "<p ", "<div", "<br", "<html", "<body", "<article", "<h1", "<h2"].iter().any(|tag| start.contains(tag))
}

/// A text, number or named thing as text.
fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()).filter(|s| !s.trim().is_empty()),
        Value::Number(n) => Some(n.to_string()),
        // not language: names of members
        Value::Object(o) => ["name", "title", "literal", "@value", "value", "@id"]
            .iter()
            .find_map(|k| o.get(*k))
            .and_then(Value::as_str)
            .map(str::to_string),
        Value::Array(all) => {
            let lines: Vec<String> =
                all.iter().filter_map(|v| v.as_str().map(str::to_string).or_else(|| string(v))).collect();
            (!lines.is_empty()).then(|| lines.join("\n"))
        }
        _ => None,
    }
}

fn people(value: &Value) -> Vec<String> {
    let split = |s: &str| -> Vec<String> {
        let s = s.trim();
        let inner = s.strip_prefix('[').and_then(|s| s.strip_suffix(']')).unwrap_or(s);
        let name = |p: &str| {
            p.trim().trim_matches(['\'', '"']).trim_start_matches("By ").trim_start_matches("by ").to_string()
        };
        inner.split([',', ';']).map(name).filter(|p| !p.is_empty() && !p.contains("://")).collect()
    };
    match value {
        Value::String(s) => split(s),
        Value::Array(all) => all.iter().flat_map(people).collect(),
        other => string(other).into_iter().collect(),
    }
}

/// A moment in any of the usual forms; numbers are seconds or milliseconds since 1970.
fn stamp(value: &Value) -> Option<String> {
    let seconds = |n: i64| {
        let n = if n.abs() > 100_000_000_000 { n / 1000 } else { n };
        jiff::Timestamp::from_second(n).ok().map(|t| t.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
    };
    match value {
        Value::Number(n) => n.as_i64().or_else(|| n.as_f64().map(|f| f as i64)).and_then(seconds),
        Value::String(s) => {
            let digits = s.trim();
            let number = (digits.len() == 10 || digits.len() == 13) && digits.bytes().all(|b| b.is_ascii_digit());
            if number { digits.parse().ok().and_then(seconds) } else { moment(digits) }
        }
        _ => None,
    }
}
