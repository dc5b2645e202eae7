//! What kind of file it is, by its first bytes and, where they leave a doubt, by its name.

use super::fields::{FieldMap, Part};

/// Kinds of files that can hold several reports, and the one that cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Gzip,
    Zip,
    Tar,
    Warc,
    JsonLines,
    Json,
    Feed,
    News,
    Sitemap,
    Mail,
    /// A table, with the sign between its cells.
    Table(u8),
    Single,
}

pub(super) fn kind(name: &str, head: &[u8], fields: &FieldMap) -> Kind {
    let ending = name.rsplit(['.', '/', '!']).next().unwrap_or("").to_ascii_lowercase();
    if head.starts_with(b"\x1f\x8b") {
        return Kind::Gzip;
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        // Office documents are zips too; they hold no reports.
        let office = head.windows(19).any(|w| w == b"[Content_Types].xml") || head.windows(8).any(|w| w == b"mimetype");
        return if office { Kind::Single } else { Kind::Zip };
    }
    if head.get(257..262) == Some(b"ustar".as_slice()) {
        return Kind::Tar;
    }
    // Behind a lost member an archive goes on with the blank lines that end its record.
    if head.trim_ascii_start().starts_with(b"WARC/") {
        return Kind::Warc;
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.chars().next() {
        Some('{' | '[') => json(text, &ending),
        Some('<') => xml(text),
        _ if mail(text) => Kind::Mail,
        _ => table(text, &ending, fields),
    }
}

/// Objects one a line, or one value.
fn json(text: &str, ending: &str) -> Kind {
    if matches!(ending, "jsonl" | "ndjson" | "jl") {
        return Kind::JsonLines;
    }
    if matches!(ending, "md" | "markdown") {
        return Kind::Single;
    }
    let second = text.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    let first = text.lines().next().unwrap_or("");
    let whole_line = serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok();
    match (text.starts_with('{'), whole_line) {
        (true, true) if second.starts_with('{') => Kind::JsonLines,
        // "[Related] ..." is a line of a page.
        (false, _) if !text.trim_start_matches('[').trim_start().starts_with(['{', ']']) => Kind::Single,
        (true, _) if !text.trim_start_matches('{').trim_start().starts_with(['"', '}']) => Kind::Single,
        _ => Kind::Json,
    }
}

/// By the first element.
fn xml(text: &str) -> Kind {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let end = match () {
            () if rest.starts_with("<!--") => rest.find("-->").map(|n| n + 3),
            () if rest.starts_with("<?") => rest.find("?>").map(|n| n + 2),
            () if rest.starts_with("<!") => doctype(rest),
            () => break,
        };
        let Some(after) = end.and_then(|n| rest.get(n..)) else { return Kind::Single };
        rest = after;
    }
    let name: String =
        rest.chars().skip(1).take_while(|c| c.is_alphanumeric() || matches!(c, ':' | '_' | '-')).collect();
    match name.rsplit(':').next().unwrap_or("") {
        "rss" | "feed" | "RDF" => Kind::Feed,
        "newsItem" | "newsMessage" | "packageItem" | "NewsML" | "nitf" => Kind::News,
        "urlset" | "sitemapindex" => Kind::Sitemap,
        _ => Kind::Single,
    }
}

/// Length of a document type with what stands in its brackets.
fn doctype(text: &str) -> Option<usize> {
    let close = text.find('>')?;
    match text.find('[') {
        Some(open) if open < close => text.find("]>").map(|n| n + 2),
        _ => Some(close + 1),
    }
}

/// Headers of a mail: nothing but headers up to the first blank line, and three that a mail has.
fn mail(text: &str) -> bool {
    let mut known = 0;
    for line in text.lines().take(200) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && known > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            return false;
        }
        let is = |n: &str| name.eq_ignore_ascii_case(n);
        // not language: names of headers of mail
        known += usize::from(
            [
                // not language: names of headers of mail
                "From",
                "Subject",
                "Date",
                "MIME-Version",
                "Message-ID",
                "Received",
                "Content-Type",
                "Return-Path",
                "Delivered-To",
            ]
            .into_iter()
            .any(is),
        );
    }
    known >= 3
}

/// A table has names of parts of a report in its first line, the text among them; or its name says that it is one.
fn table(text: &str, ending: &str, fields: &FieldMap) -> Kind {
    let first = text.lines().next().unwrap_or("");
    let most =
        [b',', b'\t', b';', b'|'].into_iter().max_by_key(|d| (first.bytes().filter(|b| b == d).count(), *d == b','));
    let Some(delimiter) = most.filter(|d| first.bytes().any(|b| b == *d)) else { return Kind::Single };
    let parts: Vec<Part> =
        first.split(char::from(delimiter)).filter_map(|c| fields.part(c.trim().trim_matches('"'))).collect();
    let text = parts.iter().any(|p| matches!(p, Part::Text | Part::Html | Part::Summary));
    let named = matches!(ending, "csv" | "tsv" | "tab");
    if named || text && parts.len() >= 2 && first.len() < 2000 && !first.ends_with('.') {
        Kind::Table(delimiter)
    } else {
        Kind::Single
    }
}
