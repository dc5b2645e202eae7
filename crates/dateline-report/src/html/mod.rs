//! Article text and metadata out of HTML.

mod choose;
mod dates;
mod meta;
mod names;
mod scan;
mod tree;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use jiff::civil::Date;

use crate::mapped::Mapped;
use crate::report::{GivenMeta, Note};
pub(crate) use names::PageNames;
use scan::{Scanned, scan};
use tree::Item;

/// A page with more tags than this is read as text alone: scoring its tree would take too long.
const MOST_TAGS: usize = 200_000;

/// The article of a page, a line a block, and what the page says of itself.
pub(crate) fn article(page: &Mapped, names: &PageNames, notes: &mut Vec<Note>) -> (Mapped, GivenMeta) {
    let scanned = scan(page.text());
    if scanned.flattened {
        notes.push(Note { text: "The page nests its tags absurdly deep; the deepest were read as plain text.".into() });
    }
    let mut said = meta::given(&scanned);
    let (body, printed) = extracted(&scanned, said.title.as_deref().unwrap_or(""), names);
    let body = body.unwrap_or_else(|| {
        notes.push(Note { text: "No article was recognised in the page; all its text was taken.".into() });
        scan::all_text(&scanned.page)
    });
    if said.published.is_none() {
        said.published = printed.or_else(|| dates::of_address(said.url.as_deref().unwrap_or("")));
    }
    let body = lines_of(&body);
    let text = match said.title.as_deref() {
        Some(title) if !body.is_empty() => titled(&body, title),
        _ => body,
    };
    (Mapped::unmapped(text), said)
}

/// The text with its headline first: what stands before it in the page is a label, or a standfirst that follows it.
fn titled(body: &str, title: &str) -> String {
    let wanted = letters(title);
    let at = body.lines().take(6).position(|l| !wanted.is_empty() && letters(l).starts_with(&wanted));
    let Some(at) = at else { return format!("{title}\n{body}") };
    let (before, rest): (Vec<_>, Vec<_>) = body.lines().enumerate().partition(|(n, _)| *n < at);
    let mut out: Vec<&str> = rest.iter().map(|(_, l)| *l).collect();
    // not language: a label is shorter than a sentence
    let kept: Vec<&str> = before.iter().map(|(_, l)| *l).filter(|l| l.split_whitespace().count() > 8).collect();
    out.splice(1..1, kept);
    out.join("\n")
}

/// The article where the names of the elements say it stands, or else as density finds it; and the day printed at it.
fn extracted(scanned: &Scanned, title: &str, names: &PageNames) -> (Option<String>, Option<Date>) {
    if scanned.tags > MOST_TAGS {
        return (None, None);
    }
    // Foreign code over hostile input: a panic in it must cost this page its extraction, not the run its other reports.
    let found = catch_unwind(AssertUnwindSafe(|| {
        let document = Document::from(scanned.page.as_str());
        let items = tree::tree(&document, names);
        let day = dates::printed(&items, names).or_else(|| dates::beside(&items, title, names));
        let text = text(document, &items, scanned, names);
        (text, day)
    }));
    found.unwrap_or((None, None))
}

/// The article as lines: by names where they give enough of the page, else what names and density agree on.
fn text(document: Document, items: &[Item], scanned: &Scanned, names: &PageNames) -> Option<String> {
    let all = choose::running(items);
    let named =
        choose::lines(items, scanned.description(), names).filter(|t: &String| t.split_whitespace().nth(7).is_some());
    if named.as_ref().is_some_and(|t| t.len() as f64 >= names.limits.fallback_share * all as f64) {
        return named;
    }
    let general = agreed(&choose::fullest(items, names), general(document)).filter(|t: &String| enough(t));
    match (named, general) {
        (Some(n), Some(g)) => Some(if (n.len() as f64) < names.limits.fallback_share * g.len() as f64 { g } else { n }),
        (Some(n), None) => Some(n),
        (None, Some(g)) => Some(g),
        // A page of a few words.
        (None, None) => Some(choose::fullest(items, names)).filter(|t| !t.is_empty()),
    }
}

fn enough(text: &str) -> bool {
    text.split_whitespace().nth(24).is_some()
}

/// The article by the density of text, with a stricter and then a laxer reading.
fn general(document: Document) -> Option<String> {
    let config = Config { text_mode: TextMode::Formatted, disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(document, None, Some(config)).ok()?.parse().ok()?;
    Some(article.text_content.to_string())
}

/// Of the lines that our names leave of the page those that the density of text finds as well.
fn agreed(ours: &str, theirs: Option<String>) -> Option<String> {
    let Some(theirs) = theirs.filter(|t| enough(t)) else { return Some(ours.to_string()) };
    let known = letters(&theirs);
    let both: Vec<&str> = ours.lines().filter(|l| known.contains(&letters(l))).collect();
    let both = both.join("\n");
    Some(if both.len() * 2 < theirs.len() { theirs } else { both })
}

/// Letters and digits alone, in lower case.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// White space within lines joined, blank lines left out.
fn lines_of(text: &str) -> String {
    let lines = text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A line that may hold markup and entities, as it is shown.
pub(crate) fn plain_line(text: &str) -> String {
    scan::plain(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> (String, GivenMeta, usize) {
        let names = PageNames::load(&dateline_data::DataSet::built_in()).unwrap();
        let mut notes = Vec::new();
        let (text, meta) = article(&Mapped::unmapped(page.to_string()), &names, &mut notes);
        (text.text().to_string(), meta, notes.len())
    }

    const BODY: &str = "<p>The port of Kotka was shut on Friday after ice had broken two of its cranes, the harbour master Ada Noor said.</p>\
        <p>Ships wait outside, and the mayor asked the fleet for help on Saturday morning, when the wind turned and the ice moved on.</p>";

    #[test]
    fn text_and_metadata() {
        let page = format!(
            "<!doctype html><html><head><title>Ice shuts port - Kotka Post</title><meta property='og:site_name' content='Kotka Post'>\
             <meta property=\"article:published_time\" content=\"2031-02-03T10:00:00Z\"><script>var x = '<p>not text</p>';</script></head>\
             <body><nav>Home</nav><article><h1>Ice shuts the port of Kotka</h1>{BODY}</article><style>p {{ color: red }}</style></body></html>"
        );
        let (text, meta, _) = read(&page);
        assert!(text.starts_with("Ice shuts the port of Kotka\nThe port of Kotka was shut"), "{text}");
        assert!(!text.contains("not text") && !text.contains("color"));
        assert_eq!(meta.outlet.as_deref(), Some("Kotka Post"));
        assert_eq!(meta.published.map(|d| d.to_string()).as_deref(), Some("2031-02-03"));
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let page = format!("<html><body>{}{BODY}{}</body></html>", "<div>".repeat(10_000), "</div>".repeat(10_000));
        let (text, _, notes) = read(&page);
        assert!(text.contains("two of its cranes"));
        assert!(notes >= 1);
    }

    #[test]
    fn json_ld() {
        let page = format!(
            "<html><head><script type=\"application/ld+json\">{{\"@graph\":[{{\"@type\":\"NewsArticle\",\"headline\":\"Ice &amp; wind\",\"datePublished\":\"2031-02-03\",\
             \"author\":[{{\"name\":\"Ada Noor\"}}],\"publisher\":{{\"name\":\"Kotka Post\"}}}}]}}</script></head><body>{BODY}</body></html>"
        );
        let (_, meta, _) = read(&page);
        assert_eq!(meta.title.as_deref(), Some("Ice & wind"));
        assert_eq!(meta.authors, ["Ada Noor"]);
        assert_eq!(meta.outlet.as_deref(), Some("Kotka Post"));
    }
}
