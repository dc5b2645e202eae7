//! `consistency`: is a summary true to its text? `--set FILE.jsonl`: `doc`, `summary`, `label` (1: true to it), as `consistency/summedits-news`.
//!
//! The text is one report, the summary is checked against it as `dateline check` does. A summary counts as true if every sentence of it is
//! borne; what the check cannot tell is no yes (`--doubt on`: what it cannot tell counts as true). Of those called not borne, and of each kind of fault,
//! it is told how many are untrue. Beside it the plain way: all capitalised words and numbers are in the text.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use dateline_data::DataSet;
use dateline_lang::{Document, Language};
use dateline_report::{FurnitureRules, GivenMeta, Report, ReportIx, read_report};
use dateline_story::check::{Verdict, check};
use dateline_story::{Meanings, StoryData, analyse_corrected, same_story};
use serde_json::Value;

use super::{Figures, Options};

/// Mean of the shares right of the two classes, in percent.
fn balanced(pairs: &[(bool, bool)]) -> f64 {
    let share = |class: bool| {
        let own: Vec<_> = pairs.iter().filter(|(_, gold)| *gold == class).collect();
        own.iter().filter(|(found, _)| *found == class).count() as f64 / own.len().max(1) as f64
    };
    50.0 * (share(true) + share(false))
}

/// Are all capitalised words and numbers of the summary in the text?
fn plain(doc: &str, summary: &str) -> bool {
    let words = |t: &str| -> Vec<String> {
        t.split(|c: char| !c.is_alphanumeric() && c != '.' && c != ',')
            .map(|w| w.trim_matches(['.', ',']).to_string())
            .filter(|w| !w.is_empty())
            .collect()
    };
    let known = words(doc);
    words(summary)
        .iter()
        .filter(|w| w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit()))
        .all(|w| known.contains(w))
}

/// Measures.
pub(super) fn run(options: &Options) -> Result<Figures, String> {
    let text = std::fs::read_to_string(&options.set).map_err(|e| e.to_string())?;
    let lenient = options.more.iter().any(|(n, _)| n == "doubt");
    let data = DataSet::built_in();
    let furniture = FurnitureRules::load(&data).map_err(|e| e.to_string())?;
    let language = Language::load(&data).map_err(|e| e.to_string())?;
    let story = StoryData::load(&data).map_err(|e| e.to_string())?;
    let meanings = Meanings::load(&data).map_err(|e| e.to_string())?;
    let mut out = Figures::default();
    // Many summaries are of one text, which is read once.
    let mut read: BTreeMap<String, (Report, Document)> = BTreeMap::new();
    let (mut ours, mut theirs, mut told) = (Vec::new(), Vec::new(), Vec::new());
    let mut spent = Duration::ZERO;
    let mut said: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let v: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let (Some(doc), Some(summary)) = (v["doc"].as_str(), v["summary"].as_str()) else { continue };
        let gold = v["label"].as_u64().or_else(|| v["label"].as_str()?.parse().ok()) == Some(1);
        let parse = |name: &str, text: &str| {
            read_report(name, text.as_bytes(), &GivenMeta::default(), &furniture).map(|r| {
                let d = language.read(&r);
                (r, d)
            })
        };
        #[expect(clippy::disallowed_methods, reason = "speed is measured here")]
        let begin = Instant::now();
        if !read.contains_key(doc) {
            let Ok(one) = parse("report.txt", doc) else { continue };
            read.insert(doc.to_string(), one);
        }
        let Ok((brief, brief_doc)) = parse("brief.txt", summary) else { continue };
        let (report, document) = &read[doc];
        let (reports, docs) = (vec![report.clone(), brief], vec![document.clone(), brief_doc]);
        let analysis = analyse_corrected(&reports, &docs, &story, &same_story(&reports));
        let checked = check(ReportIx(1), &reports, &docs, &analysis, &story, &meanings);
        spent += begin.elapsed();
        let blamed = checked.iter().any(|c| c.verdict == Verdict::NotBorne);
        let borne = checked.iter().all(|c| c.verdict == Verdict::Borne);
        ours.push((if lenient { !blamed } else { borne }, gold));
        if blamed {
            told.push(gold);
        }
        theirs.push((plain(doc, summary), gold));
        for fault in checked.iter().flat_map(|c| &c.faults) {
            let slot = said.entry(format!("{:?}", fault.kind).to_lowercase()).or_default();
            slot.0 += 1;
            slot.1 += usize::from(!gold);
            if gold {
                let words = reports[1].slice(fault.words.span);
                out.worst.push((0.0, format!("{:?}: '{words}', {}: {summary}", fault.kind, fault.text)));
            }
        }
        out.items += 1;
        out.words += summary.split(' ').count();
    }
    out.spent = spent;
    out.figures.push(("balanced_accuracy".into(), balanced(&ours)));
    out.figures.push(("plain_balanced_accuracy".into(), balanced(&theirs)));
    let right = told.iter().filter(|gold| !**gold).count();
    out.figures.push(("not_borne".into(), told.len() as f64));
    out.figures.push(("not_borne_right".into(), 100.0 * right as f64 / told.len().max(1) as f64));
    let untold = ours.iter().filter(|(borne, _)| *borne).count();
    out.figures.push(("borne".into(), untold as f64));
    for (kind, (all, right)) in said {
        out.figures.push((format!("{kind}_faults"), all as f64));
        out.figures.push((format!("{kind}_right"), 100.0 * right as f64 / all as f64));
    }
    Ok(out)
}
