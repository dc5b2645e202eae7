//! `align`: which passages of two reports of a story say the same. `--set FOLDER`: a gold story, as for `analysis`.
//!
//! Gold names the passages of each report that tell one event, give one quantity, quote one utterance or state one dependency: each two of them
//! in different reports are a pair. Found pairs are of sentences; a pair of gold is found if a found one holds both passages. Precision counts, of
//! the found pairs whose two sentences both carry evidence, those with a matter of gold in common (sides of a disagreement and passages that only
//! look different are matters too). Beside it the plain way: sentences that are each other's best by the cosine of their words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

use dateline_data::DataSet;
use dateline_lang::{Document, Language};
use dateline_report::{Byte, FurnitureRules, GivenMeta, Report, ReportIx, Span, read_report};
use dateline_story::compare::{Matter, compare};
use dateline_story::{StoryData, analyse};
use serde_json::Value;

use super::{Figures, Options, analysis};

/// One matter of gold: its layer, and its passages by report.
struct Told {
    layer: &'static str,
    passages: Vec<(usize, Span<Byte>)>,
}

/// Passages of an `evidence` object: literal strings, or lists of them, by report.
fn passages(evidence: &Value, ids: &[String], reports: &[Report]) -> Vec<(usize, Span<Byte>)> {
    let mut out = Vec::new();
    for (id, told) in evidence.as_object().into_iter().flatten() {
        let Some(n) = ids.iter().position(|i| i == id) else { continue };
        let texts: Vec<&str> = match told {
            Value::String(s) => vec![s],
            Value::Array(a) => a.iter().filter_map(Value::as_str).collect(),
            _ => continue,
        };
        for text in texts {
            if let Some(at) = reports[n].text.find(text) {
                out.push((n, Span::from_usize(at, at + text.len())));
            }
        }
    }
    out
}

fn gold(value: &Value, ids: &[String], reports: &[Report]) -> Vec<Told> {
    let mut out = Vec::new();
    for (layer, key) in
        [("event", "events"), ("quantity", "quantities"), ("utterance", "quotes"), ("fact", "dependencies")]
    {
        for item in value[key].as_array().into_iter().flatten() {
            if item["same_utterance"] == Value::Bool(false) {
                continue;
            }
            out.push(Told { layer, passages: passages(&item["evidence"], ids, reports) });
        }
    }
    for item in value["disagreements"].as_array().into_iter().flatten() {
        let sides = item["sides"].as_array().into_iter().flatten();
        out.push(Told { layer: "", passages: sides.flat_map(|s| passages(&s["evidence"], ids, reports)).collect() });
    }
    for key in ["not_disagreements", "attributions", "relative_dates"] {
        for item in value[key].as_array().into_iter().flatten() {
            out.push(Told { layer: "", passages: passages(&item["evidence"], ids, reports) });
        }
    }
    out
}

/// Sentences of two reports that are each other's best by the cosine of their words.
fn plain(a: &Report, b: &Report, x: &Document, y: &Document) -> Vec<(Span<Byte>, Span<Byte>)> {
    let bags = |r: &Report, d: &Document| -> Vec<(Span<Byte>, BTreeMap<String, f64>)> {
        let bag = |s: &dateline_lang::token::Sentence| {
            let mut bag = BTreeMap::new();
            for w in r.slice(s.span).split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2) {
                *bag.entry(w.to_lowercase()).or_default() += 1.0;
            }
            (s.span, bag)
        };
        d.sentences.iter().map(bag).collect()
    };
    let cosine = |p: &BTreeMap<String, f64>, q: &BTreeMap<String, f64>| {
        let dot: f64 = p.iter().filter_map(|(w, n)| q.get(w).map(|m| n * m)).sum();
        let length = |v: &BTreeMap<String, f64>| v.values().map(|n| n * n).sum::<f64>().sqrt();
        dot / (length(p) * length(q)).max(1e-9)
    };
    let (p, q) = (bags(a, x), bags(b, y));
    let best = |own: &BTreeMap<String, f64>, others: &[(Span<Byte>, BTreeMap<String, f64>)]| {
        let mut best = (0.3, None);
        for (n, o) in others.iter().enumerate() {
            let c = cosine(own, &o.1);
            if c > best.0 {
                best = (c, Some(n));
            }
        }
        best.1
    };
    let mut out = Vec::new();
    for (n, own) in p.iter().enumerate() {
        if let Some(m) = best(&own.1, &q)
            && best(&q[m].1, &p) == Some(n)
        {
            out.push((own.0, q[m].0));
        }
    }
    out
}

/// Hits, found, wanted.
#[derive(Default, Clone, Copy)]
struct Count {
    recalled: usize,
    wanted: usize,
    right: usize,
    judged: usize,
}

/// Measures.
pub(super) fn run(options: &Options) -> Result<Figures, String> {
    let named = options.more.iter().find(|(n, _)| n == "scorer").map(|(_, v)| v.as_str());
    let given = options.more.iter().find(|(n, _)| n == "gold").map(|(_, v)| PathBuf::from(v));
    let scorer = analysis::scorer(named).unwrap_or_default();
    let story = analysis::Story::find(&options.set, given.as_deref(), &scorer)?;
    let text = std::fs::read_to_string(&story.gold).map_err(|e| e.to_string())?;
    let value: Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    let data = DataSet::built_in();
    let furniture = FurnitureRules::load(&data).map_err(|e| e.to_string())?;
    let language = Language::load(&data).map_err(|e| e.to_string())?;
    let tools = StoryData::load(&data).map_err(|e| e.to_string())?;
    let mut ids = Vec::new();
    let mut reports = Vec::new();
    let keys: Vec<&String> = value["reports"].as_object().map(|o| o.keys().collect()).unwrap_or_default();
    for file in &story.files {
        let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let id = keys
            .iter()
            .find(|k| **k == &stem || stem.split('_').next() == Some(k))
            .map_or(stem.clone(), |k| (*k).clone());
        let bytes = std::fs::read(file).map_err(|e| e.to_string())?;
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if let Ok(report) = read_report(&name, &bytes, &GivenMeta::default(), &furniture) {
            ids.push(id);
            reports.push(report);
        }
    }
    let docs: Vec<Document> = reports.iter().map(|r| language.read(r)).collect();
    let analysed = analyse(&reports, &docs, &tools);
    let told = gold(&value, &ids, &reports);
    let mut out = Figures { items: reports.len(), ..Figures::default() };
    #[expect(clippy::disallowed_methods, reason = "speed is measured here")]
    let begin = Instant::now();
    let mut count = [Count::default(); 2];
    let mut by_layer: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for a in 0..reports.len() {
        for b in a + 1..reports.len() {
            let found = compare((ReportIx(a as u32), ReportIx(b as u32)), &reports, &docs, &analysed, &tools);
            let ours: Vec<(Span<Byte>, Span<Byte>)> = found.pairs.iter().map(|p| (p.a.span, p.b.span)).collect();
            let theirs = plain(&reports[a], &reports[b], &docs[a], &docs[b]);
            let touches = |s: Span<Byte>, t: Span<Byte>| s.start < t.end && t.start < s.end;
            for (way, pairs) in [&ours, &theirs].into_iter().enumerate() {
                let own = &mut count[way];
                for (x, y) in pairs {
                    let at = |r: usize, s: Span<Byte>| -> BTreeSet<usize> {
                        let here = |t: &Told| t.passages.iter().any(|(n, p)| *n == r && touches(s, *p));
                        told.iter().enumerate().filter(|(_, t)| here(t)).map(|(n, _)| n).collect()
                    };
                    let (p, q) = (at(a, *x), at(b, *y));
                    if p.is_empty() || q.is_empty() {
                        continue;
                    }
                    own.judged += 1;
                    own.right += usize::from(!p.is_disjoint(&q));
                    if way == 0 && p.is_disjoint(&q) {
                        let show = |r: usize, s: Span<Byte>| reports[r].slice(s).chars().take(110).collect::<String>();
                        out.worst.push((0.0, format!("wrong: {} | {}", show(a, *x), show(b, *y))));
                    }
                }
                for t in told.iter().filter(|t| !t.layer.is_empty()) {
                    let here = |r: usize| t.passages.iter().filter(move |(n, _)| *n == r).map(|(_, s)| *s);
                    // One pair of passages is enough: a report may tell a thing twice.
                    let (xs, ys): (Vec<_>, Vec<_>) = (here(a).collect(), here(b).collect());
                    if xs.is_empty() || ys.is_empty() {
                        continue;
                    }
                    let hit = pairs
                        .iter()
                        .position(|(x, y)| xs.iter().any(|s| touches(*x, *s)) && ys.iter().any(|s| touches(*y, *s)));
                    own.wanted += 1;
                    own.recalled += usize::from(hit.is_some());
                    if way == 0 {
                        let slot = by_layer.entry(t.layer).or_default();
                        slot.0 += 1;
                        slot.1 += usize::from(hit.is_some());
                        let kind = match t.layer {
                            "event" => Matter::Event,
                            "quantity" => Matter::Quantity,
                            "utterance" => Matter::Utterance,
                            _ => Matter::Fact,
                        };
                        let named = pairs.iter().zip(&found.pairs).any(|((x, y), p)| {
                            xs.iter().any(|s| touches(*x, *s))
                                && ys.iter().any(|s| touches(*y, *s))
                                && p.matter.contains(&kind)
                        });
                        slot.2 += usize::from(named);
                        if hit.is_none() {
                            let show =
                                |r: usize, s: Span<Byte>| reports[r].slice(s).chars().take(110).collect::<String>();
                            out.worst
                                .push((1.0, format!("missed {}: {} | {}", t.layer, show(a, xs[0]), show(b, ys[0]))));
                        }
                    }
                }
            }
        }
    }
    out.spent = begin.elapsed();
    out.words = reports.iter().map(|r| r.text.split_whitespace().count()).sum();
    let share = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    for (c, prefix) in count.iter().zip(["", "plain_"]) {
        let (p, r) = (share(c.right, c.judged), share(c.recalled, c.wanted));
        out.figures.push((format!("{prefix}precision"), p));
        out.figures.push((format!("{prefix}recall"), r));
        out.figures.push((format!("{prefix}f1"), if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }));
    }
    for (layer, (wanted, recalled, named)) in by_layer {
        out.figures.push((format!("{layer}_recall"), share(recalled, wanted)));
        out.figures.push((format!("{layer}_named"), share(named, wanted)));
    }
    Ok(out)
}
