//! Formats, encodings, metadata: from the bytes of a file to what is known of the report.

use dateline_report::{GivenMeta, read_report};

/// The bytes of a case: an optional first line `@ENCODING NAME` says how the rest is encoded and what the file is called; `\\xHH` stands for a byte.
fn bytes(input: &str) -> (String, Vec<u8>) {
    let (head, body) = match input.strip_prefix('@').and_then(|i| i.split_once('\n')) {
        Some((head, body)) => (head, body),
        None => ("utf-8 case.txt", input),
    };
    let (encoding, name) = head.split_once(' ').unwrap_or((head, "case.txt"));
    let raw = |text: &str| {
        let mut out = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find("\\x") {
            out.extend_from_slice(&rest.as_bytes()[..at]);
            match rest.get(at + 2..at + 4).and_then(|h| u8::from_str_radix(h, 16).ok()) {
                Some(byte) => {
                    out.push(byte);
                    rest = &rest[at + 4..];
                }
                None => {
                    out.extend_from_slice(b"\\x");
                    rest = &rest[at + 2..];
                }
            }
        }
        out.extend_from_slice(rest.as_bytes());
        out
    };
    let utf16 =
        |swap: bool| body.encode_utf16().flat_map(|u| if swap { u.to_be_bytes() } else { u.to_le_bytes() }).collect();
    let content = match encoding {
        "utf-16le" => utf16(false),
        "utf-16be" => utf16(true),
        "utf-8-bom" => [b"\xef\xbb\xbf".to_vec(), raw(body)].concat(),
        "crlf" => raw(&body.replace('\n', "\r\n")),
        "repeat" => raw(body).repeat(200_000),
        _ => raw(body),
    };
    (name.to_string(), content)
}

/// Text, then what is known, then the notes; or the problem.
pub(crate) fn check(input: &str) -> String {
    let (name, content) = bytes(input);
    let report = match read_report(&name, &content, &GivenMeta::default(), super::furniture::rules()) {
        Ok(report) => report,
        Err(problem) => return problem.to_string(),
    };
    let mut out = vec![report.text.replace('\n', " / ")];
    let mut add =
        |name: &str, value: Option<String>| out.extend(value.filter(|v| !v.is_empty()).map(|v| format!("{name}: {v}")));
    add("title", report.title.map(|t| report.slice(t).to_string()));
    add("outlet", report.outlet.clone());
    add("authors", Some(report.authors.join(", ")));
    add("published", report.given.published.map(|d| d.to_string()));
    add("url", report.given.url.clone());
    add("language", Some(report.language.clone()).filter(|l| l != "en"));
    add("place", report.dateline.as_ref().and_then(|d| d.place).map(|p| report.slice(p).to_string()));
    add(
        "sources",
        Some(
            report.declared_sources.iter().map(|s| format!("{} ({:?})", s.name, s.how)).collect::<Vec<_>>().join(", "),
        ),
    );
    for note in &report.notes {
        add("note", Some(note.text.clone()));
    }
    out.join("; ")
}
