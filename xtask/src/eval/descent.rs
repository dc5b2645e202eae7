//! `descent`: does one of two reports descend from the other, or both from one text? `--set FILE.jsonl`: reports as for `stories`; `--labels FILE.tsv`:
//! pairs with a label by a reader (`eval/labels/ecbplus-descent.tsv`, whose rules stand beside it). Each pair is analysed by itself, as two reports
//! of a user.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use dateline_data::DataSet;
use dateline_lang::Language;
use dateline_report::{FurnitureRules, GivenMeta, read_report};
use dateline_story::{Derivation, StoryData, analyse};
use serde_json::Value;

use super::{Figures, Options};

/// Labels of pairs of one origin, with the kinds of edge that say the same; the others are of two.
const ONE_ORIGIN: [(&str, &[Derivation]); 4] = [
    ("copy", &[Derivation::Copy]),
    ("cut", &[Derivation::Trim, Derivation::Copy]),
    ("rewrite", &[Derivation::Rewrite, Derivation::Translation]),
    ("common", &[Derivation::CommonParent]),
];

/// Measures.
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let named = options.more.iter().find(|(n, _)| n == "labels").map(|(_, v)| v.clone());
    let labels = named.unwrap_or_else(|| format!("{}/../eval/labels/ecbplus-descent.tsv", env!("CARGO_MANIFEST_DIR")));
    let labels = fs::read_to_string(&labels).map_err(|e| format!("{labels}: {e}"))?;
    let set = fs::read_to_string(&options.set).map_err(|e| e.to_string())?;
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for line in set.lines().filter(|l| !l.trim().is_empty()) {
        let v: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        if let (Some(id), Some(text)) = (v["id"].as_str(), v["text"].as_str()) {
            texts.insert(id.to_string(), super::stories::joined(text));
        }
    }
    let data = DataSet::built_in();
    let furniture = FurnitureRules::load(&data).map_err(|e| e.to_string())?;
    let language = Language::load(&data).map_err(|e| e.to_string())?;
    let story = StoryData::load(&data).map_err(|e| e.to_string())?;
    let mut out = Figures::default();
    let (mut right, mut found, mut wanted, mut kinds, mut plain) = (0, 0, 0, 0, [0; 3]);
    for row in labels.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [a, b, label, sure, ..] = cells.as_slice() else { continue };
        let (Some(one), Some(other)) = (texts.get(*a), texts.get(*b)) else {
            out.left_out.push(format!("pairs: {a} {b} is not in the set"));
            continue;
        };
        #[expect(clippy::disallowed_methods, reason = "speed is measured here")]
        let begin = Instant::now();
        let reports: Vec<_> = [one, other]
            .iter()
            .enumerate()
            .filter_map(|(n, t)| {
                read_report(&format!("report{n}.txt"), t.as_bytes(), &GivenMeta::default(), &furniture).ok()
            })
            .collect();
        let documents: Vec<_> = reports.iter().map(|r| language.read(r)).collect();
        let analysis = analyse(&reports, &documents, &story);
        out.spent += begin.elapsed();
        out.words += one.split(' ').count() + other.split(' ').count();
        let together = analysis.lineage.groups.iter().any(|g| g.len() > 1);
        let kind =
            analysis.lineage.edges.iter().find(|e| matches!(e.from, dateline_story::Parent::Report(_))).map(|e| e.kind);
        let gold = ONE_ORIGIN.iter().find(|(l, _)| l == label);
        found += usize::from(together);
        wanted += usize::from(gold.is_some());
        right += usize::from(together && gold.is_some());
        let fits = gold.is_some_and(|(_, accepted)| kind.is_some_and(|k| accepted.contains(&k)));
        kinds += usize::from(together && fits);
        // the plain way: a fifth of the shorter text's runs of five words
        let runs = dateline_story::reuse::Reuse::of(one, other).runs[3]
            .max(dateline_story::reuse::Reuse::of(other, one).runs[3]);
        plain[0] += usize::from(runs >= 0.2 && gold.is_some());
        plain[1] += usize::from(runs >= 0.2);
        out.items += 1;
        if together != gold.is_some() {
            let how = if together { "joined" } else { "parted" };
            out.worst.push((
                if *sure == "1" { -2.0 } else { -1.0 },
                format!("{a} {b}: {how}, read as {label}, sure {sure}"),
            ));
        }
    }
    out.worst.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    let percent = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    out.figures = vec![
        ("origin_f1".into(), percent(2 * right, found + wanted)),
        ("origin_precision".into(), percent(right, found)),
        ("origin_recall".into(), percent(right, wanted)),
        ("agreement".into(), percent(out.items + 2 * right - found - wanted, out.items)),
        ("kind_of_joined".into(), percent(kinds, right)),
        ("baseline_origin_f1".into(), percent(2 * plain[0], plain[1] + wanted)),
    ];
    if out.spent == Duration::ZERO {
        return Err("no pair of the labels is in the set".into());
    }
    Ok(out)
}
