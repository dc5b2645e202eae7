//! Which format a file has; plain text and light Markdown.

use encoding_rs::Encoding;
use jiff::civil::Date;

use crate::mapped::{Mapped, lines};
use crate::report::GivenMeta;

/// Formats of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Plain,
    Markdown,
    Html,
}

/// The format, by the ending of the name and by the first bytes.
pub(crate) fn format_of(path: &str, bytes: &[u8]) -> Format {
    let name = path.rsplit(['/', '\\', '!']).next().unwrap_or(path).to_ascii_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, e)| e);
    match ending {
        "html" | "htm" | "xhtml" => Format::Html,
        "md" | "markdown" | "mdown" => Format::Markdown,
        _ if looks_like_html(bytes) => Format::Html,
        _ => Format::Plain,
    }
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let start: String =
        bytes.iter().take(1024).filter(|b| **b != 0).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let start = start.trim_start_matches(|c: char| !c.is_ascii_graphic());
    start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || start.starts_with("<?xml") && start.contains("<html")
        || start.starts_with("<!--") && start.contains("<html")
        || start.starts_with("<head")
}

impl Format {
    /// The encoding a page names itself.
    pub(crate) fn charset(self, bytes: &[u8]) -> Option<&'static Encoding> {
        if self != Self::Html {
            return None;
        }
        let start: Vec<u8> = bytes.iter().take(4096).map(u8::to_ascii_lowercase).collect();
        let at = start.windows(8).position(|w| w == b"charset=")?;
        let label: Vec<u8> = start
            .iter()
            .skip(at + 8)
            .copied()
            .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            .collect();
        Encoding::for_label(&label)
    }
}

/// Plain text, front matter read if there is one.
pub(crate) fn plain(text: Mapped) -> (Mapped, GivenMeta) {
    let (start, meta) = front_matter(text.text());
    if start == 0 {
        return (text, meta);
    }
    let mut out = Mapped::default();
    out.push_from(&text, start, text.len());
    (out, meta)
}

/// A block of `key: value` (YAML) or `key = value` (TOML) between fences at the very start: where the text begins, and what it says.
fn front_matter(text: &str) -> (usize, GivenMeta) {
    let mut meta = GivenMeta::default();
    let all = lines(text);
    let fence = all.first().map_or("", |l| l.of(text));
    if !matches!(fence, "---" | "+++") {
        return (0, meta);
    }
    let Some(end) = all.iter().skip(1).take(60).position(|l| l.of(text) == fence) else {
        return (0, meta);
    };
    let inside = all.get(1..=end).unwrap_or_default();
    let pair = |line: &str| -> Option<(String, String)> {
        let (key, value) = line.split_once(if fence == "---" { ':' } else { '=' })?;
        Some((key.trim().to_ascii_lowercase(), unquoted(value).to_string()))
    };
    // Two rules that frame a text are no front matter: some line must be a pair, and none prose.
    if !inside.iter().any(|l| pair(l.of(text)).is_some_and(|(k, _)| !k.is_empty() && !k.contains(' '))) {
        return (0, meta);
    }
    let mut listing = false;
    for line in inside {
        let line = line.of(text);
        if let Some(item) = line.strip_prefix("- ").filter(|_| listing) {
            meta.authors.push(unquoted(item).to_string());
            continue;
        }
        let Some((key, value)) = pair(line) else {
            continue;
        };
        listing = matches!(key.as_str(), "author" | "authors" | "byline") && value.is_empty();
        if value.is_empty() {
            continue;
        }
        match key.as_str() {
            // not language: keys of front matter
            "outlet" | "source" | "publisher" | "site" | "site_name" | "publication" => meta.outlet = Some(value),
            "url" | "link" | "address" | "canonical" => meta.url = Some(value),
            "published" | "date" | "publish_date" | "published_at" | "published_time" => {
                meta.published = day(&value);
                meta.published_at = moment(&value);
            }
            "modified" | "updated" | "lastmod" => meta.modified_at = moment(&value),
            "title" | "headline" => meta.title = Some(value),
            "author" | "authors" | "byline" => {
                let list = value.trim_start_matches('[').trim_end_matches(']');
                meta.authors.extend(list.split(',').map(|a| unquoted(a).to_string()).filter(|a| !a.is_empty()));
            }
            _ => {}
        }
    }
    let start = all.get(end + 2).map_or(text.len(), |l| l.start);
    (start, meta)
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let inner = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
    inner.or_else(|| value.strip_prefix('\'').and_then(|v| v.strip_suffix('\''))).unwrap_or(value)
}

/// The day of an ISO 8601 date or moment (`2031-04-02`, `2031-04-02T10:15:00Z`, `20310402`) or of a date in a mail or feed
/// (`Wed, 02 Apr 2031 10:15:00 GMT`).
pub(crate) fn day(value: &str) -> Option<Date> {
    let value = value.trim();
    let iso = || {
        let start = value.get(..10).or(value.get(..8))?;
        start.parse().ok().or_else(|| value.get(..8)?.parse().ok())
    };
    iso().or_else(|| jiff::fmt::rfc2822::parse(value).ok().map(|z| z.date()))
}

/// A moment as ISO 8601 has it, with the zone if one is named; a day alone is a day alone.
pub(crate) fn moment(value: &str) -> Option<String> {
    let value = value.trim();
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(value) {
        return Some(with_zone(zoned.datetime(), Some(zoned.offset())));
    }
    let pieces = jiff::fmt::temporal::Pieces::parse(value).ok();
    match pieces.and_then(|p| Some((p.date(), p.time()?, p.to_numeric_offset()))) {
        Some((date, time, offset)) => Some(with_zone(date.to_datetime(time), offset)),
        None => day(value).map(|d| d.to_string()),
    }
}

fn with_zone(at: jiff::civil::DateTime, offset: Option<jiff::tz::Offset>) -> String {
    let seconds = offset.map(jiff::tz::Offset::seconds);
    let zone = match seconds {
        None => String::new(),
        Some(0) => "Z".into(),
        Some(s) => format!("{}{:02}:{:02}", if s < 0 { '-' } else { '+' }, s.abs() / 3600, s.abs() / 60 % 60),
    };
    format!("{}{zone}", at.strftime("%Y-%m-%dT%H:%M:%S"))
}

/// Light Markdown: marks of headings, lists of links, emphasis and images go where they are markup; the words stay.
pub(crate) fn markdown(text: Mapped) -> (Mapped, GivenMeta) {
    let (text, meta) = plain(text);
    let mut out = Mapped::default();
    let mut fenced = false;
    for line in lines(text.text()) {
        let mut start = line.start;
        let words = line.of(text.text());
        if words.starts_with("```") || words.starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        let rule = words.len() >= 3
            && (words.chars().all(|c| matches!(c, '-' | ' '))
                || words.chars().all(|c| matches!(c, '*' | ' '))
                || words.chars().all(|c| matches!(c, '=' | ' ')));
        if rule {
            out.push_new("\n");
            continue;
        }
        if !fenced {
            let marks = words.len() - words.trim_start_matches('#').len();
            if (1..=6).contains(&marks) && words.get(marks..).is_some_and(|r| r.starts_with(' ')) {
                start += marks + 1;
            }
            while text.text().get(start..line.end).is_some_and(|l| l.starts_with("> ")) {
                start += 2;
            }
        }
        inline(&text, start, line.end, fenced, &mut out);
        let feed = text.text().get(line.end..=line.end) == Some("\n");
        if feed { out.push_from(&text, line.end, line.end + 1) } else { out.push_new("\n") }
    }
    (out, meta)
}

/// Emphasis, links and images within a line. Linear: every link is looked for once.
fn inline(text: &Mapped, start: usize, end: usize, raw: bool, out: &mut Mapped) {
    let Some(line) = text.text().get(start..end) else {
        return;
    };
    if raw {
        out.push_from(text, start, end);
        return;
    }
    let bytes = line.as_bytes();
    let at_word = |n: usize| bytes.get(n).is_some_and(|b| !b.is_ascii_whitespace());
    let mut kept = 0;
    let mut n = 0;
    while n < bytes.len() {
        let here = bytes.get(n).copied().unwrap_or(0);
        let skip = match here {
            b'\\' if bytes.get(n + 1).is_some_and(u8::is_ascii_punctuation) => {
                out.push_from(text, start + kept, start + n);
                kept = n + 1;
                n += 2;
                continue;
            }
            b'*' | b'_' => {
                let run = bytes.get(n..).unwrap_or_default().iter().take_while(|b| **b == here).count();
                let before = n > 0 && at_word(n - 1);
                let after = at_word(n + run);
                let inside_word = before
                    && after
                    && bytes.get(n - 1).is_some_and(u8::is_ascii_alphanumeric)
                    && bytes.get(n + run).is_some_and(u8::is_ascii_alphanumeric);
                // A bullet or a sign of multiplication stands free; an underscore inside a word belongs to it.
                if run <= 3 && before != after || run <= 3 && before && after && !(here == b'_' && inside_word) {
                    run
                } else {
                    0
                }
            }
            b'`' => 1,
            b'!' if bytes.get(n + 1) == Some(&b'[') => 1,
            b'[' => usize::from(link_end(line, n).is_some()),
            b']' if bytes.get(n + 1) == Some(&b'(') => {
                line.get(n..).and_then(|l| l.find(')')).filter(|l| *l < 2000).map_or(0, |l| l + 1)
            }
            _ => 0,
        };
        if skip == 0 {
            n += 1;
        } else {
            out.push_from(text, start + kept, start + n);
            n += skip;
            kept = n;
        }
    }
    out.push_from(text, start + kept, end);
}

/// Is there a `](...)` soon after the bracket at `n`?
fn link_end(line: &str, n: usize) -> Option<usize> {
    let near = line.get(n..)?;
    let cut = near.char_indices().nth(400).map_or(near.len(), |(at, _)| at);
    let close = near.get(..cut)?.find("](")?;
    (!near.get(1..close)?.contains('[')).then_some(n + close)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn md(text: &str) -> (String, GivenMeta) {
        let mut mapped = Mapped::default();
        mapped.push_source(text, 0);
        let (out, meta) = markdown(mapped);
        (out.text().to_string(), meta)
    }

    #[test]
    fn markup_goes_words_stay() {
        let (text, _) = md(
            "# A *short* headline\n\nThe **minister** met [Ada Noor](https://x.example/a_b) at 5 * 3.\n- one\n![a cat](cat.png)\nsnake_case stays\n",
        );
        assert_eq!(text, "A short headline\n\nThe minister met Ada Noor at 5 * 3.\n- one\na cat\nsnake_case stays\n");
    }

    #[test]
    fn front_matter_is_metadata() {
        let (text, meta) =
            md("---\noutlet: \"Kotka Post\"\ndate: 2031-04-02T10:00:00Z\nauthors: [Ada Noor, Piet Maas]\n---\nText.\n");
        assert_eq!(text, "Text.\n");
        assert_eq!(meta.outlet.as_deref(), Some("Kotka Post"));
        assert_eq!(meta.published.map(|d| d.to_string()).as_deref(), Some("2031-04-02"));
        assert_eq!(meta.authors, ["Ada Noor", "Piet Maas"]);
    }
}
