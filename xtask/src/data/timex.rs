//! `cargo xtask data time --from PATH`: MEANTIME or WikiWars as the JSON lines that `eval time` reads, below `target/`.
//!
//! The lines hold text of the sets and are never part of the project.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value, json};

/// Runs it.
pub(super) fn run(from: Option<&Path>) -> ExitCode {
    let Some(from) = from else {
        eprintln!("usage: cargo xtask data time --from PATH (a folder of MEANTIME or WikiWars)");
        return ExitCode::from(2);
    };
    match convert(from) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{}: {problem}", from.display());
            ExitCode::from(2)
        }
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut all: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    all.sort();
    for path in all {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "xml") {
            found.push(path);
        }
    }
}

/// The documents of a folder of MEANTIME or WikiWars as `eval time` reads them, and the name of the set.
pub(crate) fn documents(from: &Path) -> Result<(&'static str, Vec<Value>), String> {
    let mut all = Vec::new();
    files(from, &mut all);
    let mut lines = Vec::new();
    let mut name = "wikiwars";
    for path in &all {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let id = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        if text.contains("<TIMEX2") {
            lines.extend(timex2(&id, &text));
        } else if text.contains("<token ") {
            name = "meantime";
            lines.extend(meantime(&id, &text));
        }
    }
    if lines.is_empty() {
        return Err("no file of MEANTIME or WikiWars in it".into());
    }
    Ok((name, lines))
}

fn convert(from: &Path) -> Result<String, String> {
    let (name, lines) = documents(from)?;
    fs::create_dir_all("target/eval").map_err(|e| e.to_string())?;
    let out = format!("target/eval/{name}.jsonl");
    let text: String = lines.iter().map(|l| format!("{l}\n")).collect();
    fs::write(&out, text).map_err(|e| e.to_string())?;
    Ok(format!("{out}: {} documents", lines.len()))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

pub(crate) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
    tag.get(start..)?.split('"').next()
}

/// Text with TIMEX2 tags in it.
fn timex2(id: &str, source: &str) -> Option<Value> {
    let dct = attribute(source.get(source.find("<DATETIME>")?..)?, "val")?.get(..10)?;
    let body = source.get(source.find("<TEXT>")? + 6..source.find("</TEXT>")?)?;
    let (mut text, mut count) = (String::new(), 0usize);
    let mut open: Vec<(usize, String, String)> = Vec::new();
    let mut timex = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        let plain = unescape(&rest[..at]);
        count += plain.chars().count();
        text.push_str(&plain);
        let end = rest[at..].find('>').map_or(rest.len(), |e| at + e + 1);
        let tag = &rest[at..end];
        if tag.starts_with("<TIMEX2") {
            let value = attribute(tag, "val").unwrap_or("").to_string();
            let kind = if attribute(tag, "set") == Some("YES") {
                "SET"
            } else if value.starts_with('P') && !value.ends_with("_REF") {
                "DURATION"
            } else if value.contains('T') && !value.ends_with("_REF") {
                "TIME"
            } else {
                "DATE"
            };
            open.push((count, kind.to_string(), value));
        } else if tag.starts_with("</TIMEX2")
            && let Some((start, kind, value)) = open.pop()
        {
            let words: String = text.chars().skip(start).collect();
            timex.push(json!({"start": start, "end": count, "text": words, "type": kind, "value": value}));
        }
        rest = &rest[end..];
    }
    text.push_str(&unescape(rest));
    timex.sort_by_key(|t| t["start"].as_u64());
    Some(json!({"id": id, "dct": dct, "text": text, "timex": timex}))
}

/// Where each token stands, in characters, by its number.
pub(crate) type Places = BTreeMap<String, (usize, usize)>;

/// Tokens of an article of MEANTIME as a text, with the characters of each by its number. Spaces are put back as printed text has them.
pub(crate) fn meantime_text(source: &str) -> Option<(String, Places)> {
    let (mut text, mut count) = (String::new(), 0usize);
    let mut places: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut sentence, mut open_quote, mut stuck) = (String::new(), false, true);
    for part in source.split("<token ").skip(1) {
        let (tag, after) = part.split_once('>')?;
        let form = unescape(after.split("</token>").next()?);
        let now = attribute(tag, "sentence")?.to_string();
        // Only title, date and the first sentences are annotated.
        if now.parse::<u32>().is_ok_and(|n| n > 5) {
            break;
        }
        let quote = form == "\"";
        if now != sentence {
            if !text.is_empty() {
                text.push('\n');
                count += 1;
            }
            sentence = now;
            (open_quote, stuck) = (false, true);
        }
        let closes = matches!(form.as_str(), "." | "," | ";" | ":" | "!" | "?" | ")" | "%" | "n't" | "'" | "''")
            || form.starts_with('\'')
            || (quote && open_quote);
        if !stuck && !closes {
            text.push(' ');
            count += 1;
        }
        stuck = matches!(form.as_str(), "(" | "$" | "``" | "£" | "€") || (quote && !open_quote);
        if quote {
            open_quote = !open_quote;
        }
        let start = count;
        text.push_str(&form);
        count += form.chars().count();
        places.insert(attribute(tag, "t_id")?.to_string(), (start, count));
    }
    Some((text, places))
}

/// Tokens with TIMEX3 on them.
fn meantime(id: &str, source: &str) -> Option<Value> {
    let (text, places) = meantime_text(source)?;
    let mut dct = String::new();
    let mut timex = Vec::new();
    for part in source.split("<TIMEX3 ").skip(1) {
        let (tag, after) = part.split_once('>')?;
        let value = attribute(tag, "value").unwrap_or("");
        if attribute(tag, "functionInDocument") == Some("CREATION_TIME")
            && value.len() >= 10
            && value.starts_with(['1', '2'])
            && dct.is_empty()
        {
            dct = value.get(..10)?.to_string();
        }
        if tag.ends_with('/') {
            continue;
        }
        let inside = after.split("</TIMEX3>").next()?;
        let spans: Vec<(usize, usize)> =
            inside.split("t_id=\"").skip(1).filter_map(|t| places.get(t.split('"').next()?).copied()).collect();
        let (Some(start), Some(end)) = (spans.iter().map(|s| s.0).min(), spans.iter().map(|s| s.1).max()) else {
            continue;
        };
        let words: String = text.chars().skip(start).take(end - start).collect();
        timex.push(json!({"start": start, "end": end, "text": words, "type": attribute(tag, "type").unwrap_or("DATE"), "value": value}));
    }
    timex.sort_by_key(|t| t["start"].as_u64());
    (dct.len() == 10 && !dct.starts_with("0")).then(|| json!({"id": id, "dct": dct, "text": text, "timex": timex}))
}
