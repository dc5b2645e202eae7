//! `eval events`: PLOVER roots of coded sentences, with the actors given and from raw text alone.
//!
//! The set is JSON lines with `text` and `expected` (`source`, `target`, `code`; a PLOVER root or a CAMEO number). Our types go through
//! [`manual_type`], since the sets code an announced meeting as the manual does.

mod codes;
mod overlay;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use dateline_data::DataSet;
use dateline_lang::event::{EventMention, EventReader, EventReading, Plover, manual_type};
use dateline_lang::mention::{MentionIx, SectorRules};
use dateline_report::{Byte, Span};
use serde_json::Value;

use super::{Figures, Options};

/// One coded event of the set.
struct Gold {
    source: String,
    target: String,
    root: String,
}

/// Root of CAMEO by the first two digits, after PLOVER's conversion table (2021).
fn cameo_root(code: &str) -> Option<&'static str> {
    Some(match code.get(..2)? {
        "03" => "AGREE",
        "04" => "CONSULT",
        "05" => "SUPPORT",
        "06" => "COOPERATE",
        "07" => "AID",
        "08" => "YIELD",
        "09" | "11" => "ACCUSE",
        "10" => "REQUEST",
        "12" => "REJECT",
        "13" => "THREATEN",
        "14" => "PROTEST",
        "15" => "MOBILIZE",
        "16" => "SANCTION",
        "17" => "COERCE",
        "18" | "19" | "20" => "ASSAULT",
        _ => return None,
    })
}

fn root_of(code: &str, joined: bool) -> String {
    let name = cameo_root(code).unwrap_or(code);
    join(name, joined).to_string()
}

fn join(name: &str, joined: bool) -> &str {
    if joined && matches!(name, "CONCEDE" | "RETREAT") { "YIELD" } else { name }
}

fn span_of(text: &str, words: &str) -> Option<Span<Byte>> {
    let at = text.find(words).filter(|_| !words.is_empty())?;
    Some(Span::from_usize(at, at + words.len()))
}

/// Does a list of participants meet gold's span? A pronoun counts as what it stands for. Where nobody is named, the phrase in their place counts.
fn meets(reading: &EventReading, list: &[MentionIx], words: Option<Span<Byte>>, gold: Span<Byte>) -> bool {
    let mut all: Vec<Span<Byte>> = Vec::new();
    for ix in list {
        let mut at = Some(*ix);
        // A description or a pronoun stands for the end of its chain.
        for _ in 0..8 {
            let Some(mention) = at.and_then(|m| reading.mentions.get(m.at())) else { break };
            all.push(mention.full);
            at = mention.antecedent;
        }
    }
    all.extend(words.filter(|_| list.is_empty()));
    all.iter().any(|span| span.overlaps(gold))
}

/// How many of the two actors the event has where gold has them. In a deed of equals, where the text gives no direction, all stand in `source`:
/// two different ones of them are then source and target.
fn overlap(
    reading: &EventReading,
    event: &EventMention,
    source: Option<Span<Byte>>,
    target: Option<Span<Byte>>,
) -> usize {
    let hit =
        |list: &[MentionIx], words, gold: Option<Span<Byte>>| gold.is_some_and(|g| meets(reading, list, words, g));
    let toward = if event.target.is_empty() { &event.addressed } else { &event.target };
    let equals = toward.is_empty() && event.target_words.is_none() && event.source.len() > 1;
    let one = hit(&event.source, event.source_words, source);
    let two = if equals {
        event.source.iter().any(|m| {
            let rest: Vec<MentionIx> = event.source.iter().copied().filter(|o| o != m).collect();
            hit(&[*m], None, target) && (source.is_none() || !one || hit(&rest, None, source))
        })
    } else {
        hit(toward, event.target_words, target)
    };
    usize::from(one) + usize::from(two)
}

/// The event that meets gold's actors best, the first in the text on ties.
fn best(
    reading: &EventReading,
    source: Option<Span<Byte>>,
    target: Option<Span<Byte>>,
) -> Option<(&EventMention, usize)> {
    let mut found: Option<(&EventMention, usize)> = None;
    for event in reading.events.iter().filter(|e| e.plover.is_some()) {
        let score = overlap(reading, event, source, target);
        if found.is_none_or(|(_, s)| score > s) {
            found = Some((event, score));
        }
    }
    found
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// The built-in data, with the files of `--data DIR` over it: the ontology can be worked on without a build.
fn data(options: &Options) -> Result<DataSet, String> {
    let mut files = Vec::new();
    if let Some((_, path)) = options.more.iter().find(|(name, _)| name == "actors") {
        let text = fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
        files.push(("gazetteer/actors.tsv".to_string(), overlay::table(&text)));
    }
    let Some(root) = options.more.iter().find(|(name, _)| name == "data").map(|(_, dir)| Path::new(dir)) else {
        return Ok(DataSet::with_overlay(files));
    };
    let mut open = vec![root.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).map_err(|e| format!("{}: {e}", dir.display()))?.flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "toml" || e == "tsv") {
                let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.push((name, text));
            }
        }
    }
    Ok(DataSet::with_overlay(files))
}

/// Runs the task.
pub(super) fn run(options: &Options) -> Result<Figures, String> {
    let text = fs::read_to_string(&options.set).map_err(|e| format!("{}: {e}", options.set.display()))?;
    let data = data(options)?;
    let reader = EventReader::load(&data).map_err(|e| e.to_string())?;
    let sectors = SectorRules::load(&data).map_err(|e| e.to_string())?;
    let rows: Vec<Value> = text
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| serde_json::from_str(l).map_err(|e| format!("{}: {e}", options.set.display())))
        .collect::<Result<_, _>>()?;
    // Sets of the older manual have YIELD in place of CONCEDE and RETREAT.
    let numbers = rows.iter().flat_map(expected).any(|g| g.2.starts_with(|c: char| c.is_ascii_digit()));
    let joined = numbers || rows.iter().flat_map(expected).any(|g| g.2 == "YIELD");
    // They follow CAMEO's roots, in which blockades and taken ground are use of force.
    let force = |event: &EventMention| joined && matches!(event.cameo.as_deref(), Some("191" | "192"));
    let root = |event: &EventMention| match manual_type(event) {
        Some(Plover::Coerce) if force(event) => Plover::Assault.name().to_string(),
        plover => plover.map_or("", |p: Plover| join(p.name(), joined)).to_string(),
    };
    let coded = codes::are_codes(&rows);
    let weis = coded && codes::is_weis(&rows);
    let weis_codes = codes::Weis::load(&data)?;
    let mut tally = codes::Tally::default();
    let mut figures = Figures::default();
    let mut spent = Duration::ZERO;
    let (
        mut raw_right,
        mut given_right,
        mut actors_root,
        mut named_root,
        mut exact,
        mut found_types,
        mut predicted,
        mut right_predicted,
    ) = (0, 0, 0, 0, 0, 0, 0, 0);
    let mut by_root: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let half = options.more.iter().find(|(name, _)| name == "half").map(|(_, half)| half.as_str());
    for row in rows.iter().filter(|row| half.is_none_or(|half| in_half(row, half))) {
        let text = row["text"].as_str().unwrap_or("");
        figures.words += text.split_whitespace().count();
        let golds: Vec<Gold> = expected(row)
            .into_iter()
            .map(|(s, t, c)| Gold { source: s, target: t, root: root_of(&c, joined) })
            .collect();
        #[expect(clippy::disallowed_methods, reason = "the evaluation measures speed")]
        let start = Instant::now();
        let reading = reader.text(text);
        spent += start.elapsed();
        let typed: Vec<&EventMention> = reading.events.iter().filter(|e| e.plover.is_some()).collect();
        if coded {
            let gold = codes::gold(row, &sectors, &|code| match code.get(..2) {
                Some(root) if weis => root.to_string(),
                _ => root_of(code, joined),
            });
            let ours = codes::ours(&reading, &sectors, !numbers, numbers, &|reading, event| {
                if weis {
                    let code = weis_codes.code(reading, event).unwrap_or("");
                    (code.get(..2).unwrap_or("").to_string(), code.to_string())
                } else {
                    (root(event), event.cameo.clone().unwrap_or_default().to_string())
                }
            });
            tally.add(&gold, &ours, numbers);
            if gold != ours {
                let show = |list: &[codes::Coded]| {
                    let all = |c: &std::collections::BTreeSet<_>| {
                        c.iter().map(ToString::to_string).collect::<Vec<String>>().join("+")
                    };
                    list.iter()
                        .map(|e| format!("{}>{} {} {}", all(&e.source), all(&e.target), e.root, e.code))
                        .collect::<Vec<_>>()
                        .join("; ")
                };
                let id = row["id"].as_str().unwrap_or("");
                figures
                    .worst
                    .push((0.0, format!("{id} set: {} | ours: {} | {}", show(&gold), show(&ours), reading.lines())));
            }
            figures.items += gold.len();
            continue;
        }
        predicted += typed.len();
        right_predicted += typed.iter().filter(|e| golds.iter().any(|g| g.root == root(e))).count();
        for gold in &golds {
            figures.items += 1;
            let (source, target) = (span_of(text, &gold.source), span_of(text, &gold.target));
            found_types += usize::from(typed.iter().any(|e| root(e) == gold.root));
            let raw = best(&reading, source, target);
            let raw_hit = raw.is_some_and(|(e, _)| root(e) == gold.root);
            raw_right += usize::from(raw_hit);
            actors_root += usize::from(raw_hit && raw.is_some_and(|(_, s)| s == 2));
            // As strictly as can be: names and descriptions alone, no phrases and no wider reading of the target.
            let bare = raw.map(|(e, _)| EventMention {
                addressed: Vec::new(),
                source_words: None,
                target_words: None,
                ..e.clone()
            });
            named_root += usize::from(raw_hit && bare.is_some_and(|e| overlap(&reading, &e, source, target) == 2));
            if let Some((event, _)) = raw {
                figures.reliability.push((f64::from(event.confidence) / 1000.0, raw_hit));
            }
            let spans: Vec<Span<Byte>> =
                source.into_iter().chain(target.filter(|t| source.is_none_or(|s| !s.overlaps(*t)))).collect();
            let with = if spans.is_empty() { None } else { Some(reader.text_with_actors(text, &spans)) };
            let guess = with
                .as_ref()
                .and_then(|r| best(r, source, target).map(|(e, s)| (root(e), s)))
                .or_else(|| raw.map(|(e, s)| (root(e), s)));
            let hit = guess.as_ref().is_some_and(|(r, _)| *r == gold.root);
            given_right += usize::from(hit);
            exact += usize::from(hit && guess.as_ref().is_some_and(|(_, s)| *s == 2));
            by_root.entry(gold.root.clone()).or_default()[0] += 1;
            if let Some((r, _)) = guess {
                let row = by_root.entry(r).or_default();
                row[1] += 1;
                row[2] += usize::from(hit);
            }
            if !(hit && raw_hit && raw.is_some_and(|(_, s)| s == 2)) {
                let id = row["id"].as_str().unwrap_or("");
                let score = f64::from(u8::from(hit)) * 0.2
                    + f64::from(u8::from(raw_hit)) * 0.3
                    + raw.map_or(0.0, |(_, s)| s as f64 / 10.0);
                let of_given = with.as_ref().map_or(String::new(), EventReading::lines);
                figures.worst.push((
                    score,
                    format!(
                        "{id} {} {} > {} | raw: {} | actors given: {of_given}",
                        gold.root,
                        gold.source,
                        gold.target,
                        reading.lines()
                    ),
                ));
            }
        }
    }
    let f1s: Vec<f64> = by_root
        .values()
        .filter(|r| r[0] > 0)
        .map(|[gold, guessed, right]| percent(2 * right, gold + guessed))
        .collect();
    let items = figures.items;
    figures.spent = spent;
    if coded {
        figures.figures = tally.figures();
        return Ok(figures);
    }
    figures.figures = vec![
        ("root_accuracy".into(), percent(given_right, items)),
        ("root_macro_f1".into(), f1s.iter().sum::<f64>() / f1s.len().max(1) as f64),
        ("raw_root_accuracy".into(), percent(raw_right, items)),
        ("raw_type_recall".into(), percent(found_types, items)),
        ("raw_type_precision".into(), percent(right_predicted, predicted)),
        ("raw_actors_root".into(), percent(actors_root, items)),
        ("raw_named_root".into(), percent(named_root, items)),
        ("exact".into(), percent(exact, items)),
    ];
    Ok(figures)
}

/// Rules are tuned on the rows of one half and checked on those of the other; which is which follows from a row's text alone.
fn in_half(row: &Value, half: &str) -> bool {
    let sum: u32 = row["text"].as_str().unwrap_or("").bytes().map(u32::from).sum();
    (half == "tune") == sum.is_multiple_of(2)
}

/// Source, target and code of each event of a row.
fn expected(row: &Value) -> Vec<(String, String, String)> {
    let word = |v: &Value| v.as_str().unwrap_or("").to_string();
    row["expected"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|e| (word(&e["source"]), word(&e["target"]), word(&e["code"])))
        .collect()
}
