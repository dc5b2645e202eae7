//! `html`: article text out of pages, by wanted and unwanted passages (`gold.jsonl`) or by 4-gram shingles (`ground-truth.json`).

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

use dateline_report::{FurnitureRules, GivenMeta, read_report};
use serde::Deserialize;

use super::{Figures, Options};

#[derive(Deserialize)]
struct Page {
    file: String,
    with: Vec<String>,
    without: Vec<String>,
}

#[derive(Deserialize)]
struct Truth {
    #[serde(rename = "articleBody")]
    body: String,
}

/// Runs the task.
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let rules = FurnitureRules::load(&dateline_data::DataSet::built_in()).map_err(|e| e.to_string())?;
    if options.set.join("gold.jsonl").exists() { passages(options, &rules) } else { shingles(options, &rules) }
}

/// Clean text of one page, joined to one line, without its headline where the gold has none. A page that gives no report has no text.
fn text(path: &Path, headline: bool, rules: &FurnitureRules, found: &mut Figures) -> Result<String, String> {
    let packed = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut page = Vec::new();
    flate2::read::GzDecoder::new(packed.as_slice())
        .read_to_end(&mut page)
        .map_err(|e| format!("{}: {e}", path.display()))?;
    #[expect(clippy::disallowed_methods, reason = "an evaluation measures time")]
    let start = Instant::now();
    let report = read_report("page.html", &page, &GivenMeta::default(), rules);
    found.spent += start.elapsed();
    let text = report.map_or_else(
        |_| String::new(),
        |r| {
            let from = r.title.filter(|_| !headline).map_or(0, |t| t.end as usize);
            r.text.get(from..).unwrap_or("").to_string()
        },
    );
    found.words += text.split_whitespace().count();
    Ok(joined(&text))
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn passages(options: &Options, rules: &FurnitureRules) -> Result<Figures, String> {
    let gold = std::fs::read_to_string(options.set.join("gold.jsonl")).map_err(|e| e.to_string())?;
    let mut found = Figures::default();
    let (mut right, mut missed, mut extra) = (0_usize, 0_usize, 0_usize);
    for line in gold.lines().filter(|l| !l.trim().is_empty()) {
        let page: Page = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let text = text(&options.set.join("pages").join(&page.file), true, rules, &mut found)?;
        let has = |p: &&String| text.contains(&joined(p));
        let good = page.with.iter().filter(has).count();
        let bad = page.without.iter().filter(has).count();
        right += good;
        missed += page.with.len() - good;
        extra += bad;
        found.items += 1;
        let lost: Vec<&str> = page.with.iter().filter(|p| !has(p)).map(String::as_str).collect();
        let kept: Vec<&str> = page.without.iter().filter(has).map(String::as_str).collect();
        found
            .worst
            .push((good as f64 - (page.with.len() + bad) as f64, format!("{} lost {lost:?} kept {kept:?}", page.file)));
    }
    figures(&mut found, ratio(right, right + extra), ratio(right, right + missed));
    Ok(found)
}

fn shingles(options: &Options, rules: &FurnitureRules) -> Result<Figures, String> {
    let gold = std::fs::read_to_string(options.set.join("ground-truth.json")).map_err(|e| e.to_string())?;
    let gold: BTreeMap<String, Truth> = serde_json::from_str(&gold).map_err(|e| e.to_string())?;
    let mut found = Figures::default();
    let (mut precision, mut recall) = (0.0, 0.0);
    for (name, truth) in &gold {
        // An `articleBody` holds no headline.
        let text = text(&options.set.join("pages").join(format!("{name}.html.gz")), false, rules, &mut found)?;
        let (got, want) = (counts(&text), counts(&truth.body));
        let shared: usize = got.iter().map(|(k, n)| n.min(want.get(k).unwrap_or(&0))).sum();
        let p = ratio(shared, got.values().sum());
        let r = ratio(shared, want.values().sum());
        precision += p;
        recall += r;
        found.items += 1;
        found.worst.push((if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }, name.clone()));
    }
    let n = found.items.max(1) as f64;
    figures(&mut found, precision / n, recall / n);
    Ok(found)
}

/// 4-grams of the tokens of a text, with their counts; one gram of all tokens where there are fewer.
fn counts(text: &str) -> BTreeMap<Vec<String>, usize> {
    let tokens: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).map(str::to_string).collect();
    let mut out = BTreeMap::new();
    if tokens.is_empty() {
        return out;
    }
    for gram in tokens.windows(4.min(tokens.len())) {
        *out.entry(gram.to_vec()).or_insert(0) += 1;
    }
    out
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn figures(found: &mut Figures, precision: f64, recall: f64) {
    let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    found.worst.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.figures =
        vec![("f1".into(), 100.0 * f1), ("precision".into(), 100.0 * precision), ("recall".into(), 100.0 * recall)];
}
