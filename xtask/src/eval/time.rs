//! Time expressions: spans, types and values against TIMEX annotation.
//!
//! The set is JSON lines, or a folder of MEANTIME or WikiWars. `--part tune` or `--part report` takes one half of the documents, by a hash of
//! their ids: rules are tuned on the first alone.

use std::time::{Duration, Instant};

use dateline_data::DataSet;
use dateline_lang::plain::Plain;
use dateline_lang::time::{Resolved, TimeExpr, TimeMention, TimeRules, find_times, resolve_in_order};
use jiff::civil::Date;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Figures, Options};

#[derive(Deserialize)]
struct Item {
    id: String,
    dct: String,
    text: String,
    timex: Vec<Timex>,
}

#[derive(Deserialize, Clone)]
struct Timex {
    start: usize,
    end: usize,
    #[serde(default)]
    text: String,
    #[serde(rename = "type")]
    kind: String,
    value: String,
}

/// The built-in language data, under the files of `--data DIR` where it is given: rules are tried without a build.
pub(super) fn data(options: &Options) -> Result<DataSet, String> {
    let Some((_, root)) = options.more.iter().find(|(name, _)| name == "data") else {
        return Ok(DataSet::built_in());
    };
    let mut files = Vec::new();
    for folder in ["en/time", "en/number", "en/factual"] {
        let path = std::path::Path::new(root).join(folder);
        for entry in std::fs::read_dir(&path).map_err(|e| format!("{}: {e}", path.display()))?.flatten() {
            let text = std::fs::read_to_string(entry.path()).map_err(|e| e.to_string())?;
            files.push((format!("{folder}/{}", entry.file_name().to_string_lossy()), text));
        }
    }
    Ok(DataSet::with_overlay(files))
}

/// A text parsed by the engine.
pub(super) fn parsed(engine: &dateline_lang::Engine, text: &str) -> Plain {
    let parsed = engine.parse_text(text);
    Plain::parsed(text, parsed.sentences, parsed.tokens)
}

fn kind(expr: &TimeExpr, value: &str) -> &'static str {
    match expr {
        TimeExpr::Bound { at, .. } => kind(at, value),
        TimeExpr::Set(_) => "SET",
        TimeExpr::Duration { .. } | TimeExpr::Stretch { .. } => "DURATION",
        TimeExpr::Clock { .. } => "TIME",
        _ if value.starts_with('P') && !value.ends_with("REF") => "DURATION",
        _ if value.contains('T') && !value.ends_with("REF") => "TIME",
        _ => "DATE",
    }
}

fn predicted(text: &str, found: &[TimeMention], values: &[Option<Resolved>]) -> Vec<Timex> {
    let at = |byte: u32| text.get(..byte as usize).map_or(0, |t| t.chars().count());
    found
        .iter()
        .zip(values)
        .filter(|(t, _)| !matches!(t.expr, TimeExpr::Range(..)))
        .map(|(t, r)| {
            let value = r.as_ref().map_or_else(String::new, |r| r.timex3.clone());
            Timex {
                start: at(t.span.start),
                end: at(t.span.end),
                text: t.span.of(text).to_string(),
                kind: kind(&t.expr, &value).into(),
                value,
            }
        })
        .collect()
}

/// Percent F1.
fn f1(right: usize, gold: usize, found: usize) -> f64 {
    if gold + found == 0 { 100.0 } else { 200.0 * right as f64 / (gold + found) as f64 }
}

/// Values are compared without a clock's seconds.
fn same(a: &str, b: &str) -> bool {
    let plain = |v: &str| v.trim_end_matches(":00").to_string();
    a == b || (a.len() > 11 && plain(a) == plain(b))
}

/// The documents of the set, or of one half of it.
fn items(options: &Options) -> Result<Vec<Item>, String> {
    let wrong = |e: serde_json::Error| e.to_string();
    let mut all: Vec<Item> = if options.set.is_dir() {
        let (_, found) = crate::data::timex::documents(&options.set)?;
        found.into_iter().map(serde_json::from_value).collect::<Result<_, _>>().map_err(wrong)?
    } else {
        let source = std::fs::read_to_string(&options.set).map_err(|e| e.to_string())?;
        let lines = source.lines().filter(|l| !l.trim().is_empty());
        lines.map(serde_json::from_str).collect::<Result<_, _>>().map_err(wrong)?
    };
    let even = |item: &Item| Sha256::digest(item.id.as_bytes())[1].is_multiple_of(2);
    match options.more.iter().find(|(name, _)| name == "part").map(|(_, part)| part.as_str()) {
        None => {}
        Some("tune") => all.retain(even),
        Some("report") => all.retain(|item| !even(item)),
        Some(other) => return Err(format!("--part {other}: there are the parts tune and report")),
    }
    Ok(all)
}

/// Measures.
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let items = items(options)?;
    let data = data(options)?;
    let rules = TimeRules::load(&data).map_err(|e| e.to_string())?;
    let engine = super::language::engine(options)?;
    let (mut gold, mut found, mut strict, mut relaxed, mut value, mut types) = (0, 0, 0, 0, 0, 0);
    let mut figures = Figures::default();
    let mut spent = Duration::ZERO;
    for item in items {
        let day: Date = item
            .dct
            .get(..10)
            .and_then(|d| d.parse().ok())
            .ok_or_else(|| format!("{}: dct {:?} is no day", item.id, item.dct))?;
        let text = parsed(&engine, &item.text);
        #[expect(clippy::disallowed_methods, reason = "an evaluation measures time")]
        let start = Instant::now();
        let mentions = find_times(&text.syntax(), &rules);
        let values = resolve_in_order(&mentions, day);
        spent += start.elapsed();
        let guesses = predicted(&item.text, &mentions, &values);
        figures.words += item.text.split_whitespace().count();
        gold += item.timex.len();
        found += guesses.len();
        let mut used = vec![false; guesses.len()];
        for t in &item.timex {
            let best =
                guesses.iter().enumerate().filter(|(k, g)| !used[*k] && g.start < t.end && t.start < g.end).max_by_key(
                    |(k, g)| {
                        ((g.start, g.end) == (t.start, t.end), g.end.min(t.end) - g.start.max(t.start), usize::MAX - k)
                    },
                );
            match best {
                None => figures.worst.push((0.0, format!("missed   {:?} {} in {}", t.text, t.value, item.id))),
                Some((k, g)) => {
                    used[k] = true;
                    relaxed += 1;
                    strict += usize::from((g.start, g.end) == (t.start, t.end));
                    types += usize::from(g.kind == t.kind);
                    if same(&g.value, &t.value) {
                        value += 1;
                    } else {
                        figures.worst.push((
                            0.5,
                            format!(
                                "value    {:?} {} as {:?} {} on {} in {}",
                                t.text, t.value, g.text, g.value, item.dct, item.id
                            ),
                        ));
                    }
                }
            }
        }
        for (g, _) in guesses.iter().zip(&used).filter(|(_, u)| !**u) {
            figures.worst.push((0.25, format!("spurious {:?} {} in {}", g.text, g.value, item.id)));
        }
        figures.items += 1;
    }
    figures.worst.sort_by(|a, b| a.0.total_cmp(&b.0));
    figures.spent = spent;
    for (key, right) in [("strict_f1", strict), ("relaxed_f1", relaxed), ("value_f1", value), ("type_f1", types)] {
        figures.figures.push((key.into(), f1(right, gold, found)));
    }
    Ok(figures)
}
