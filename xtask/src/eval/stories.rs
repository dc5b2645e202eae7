//! `stories`: which reports tell one story (B³), at the shipped thresholds.
//!
//! `--set FILE.jsonl`: a line a report with `id`, `topic`, `subtopic`, `text`, and `published` where it is known, as `stories/ecbplus`; a sub-topic is a
//! story, a topic a thread. With `--cross-validate on` the thresholds are also chosen by cross-validation over topics, and what should be shipped is
//! printed. `--set FILE.tsv`: pairs of reports, same story or not, as `stories/tgcontest`. `--set FOLDER`: each folder in it with `reports` (or
//! reports of its own) is a story; in a folder `others` each report is one, or all whose names are equal up to `_`. `--also FOLDER`
//! mixes further stories in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use dateline_data::DataSet;
use dateline_lang::Language;
use dateline_report::{FurnitureRules, GivenMeta, read_report};
use dateline_story::stories::{ONE_STORY, ONE_THREAD, Rarity, Signature, group_with, likeness_of, threads_with};
use rayon::prelude::*;
use serde_json::Value;

use super::{Figures, Options};

/// One report of the set.
struct Item {
    id: String,
    topic: String,
    story: String,
    text: String,
    given: GivenMeta,
    name: String,
}

struct Tools {
    furniture: FurnitureRules,
    language: Language,
    rarity: Rarity,
}

impl Tools {
    fn load() -> Result<Self, String> {
        let data = DataSet::built_in();
        Ok(Self {
            furniture: FurnitureRules::load(&data).map_err(|e| e.to_string())?,
            language: Language::load(&data).map_err(|e| e.to_string())?,
            rarity: Rarity::load(&data).map_err(|e| e.to_string())?,
        })
    }

    fn signature(&self, item: &Item) -> Signature {
        match read_report(&item.name, item.text.as_bytes(), &item.given, &self.furniture) {
            Ok(report) => Signature::of(&report, &self.language.read(&report), &self.rarity),
            Err(_) => Signature::default(),
        }
    }
}

/// Precision and recall of each item.
fn b_cubed(found: &[Vec<u32>], gold: &[String]) -> Vec<(f64, f64)> {
    let mut of_gold: BTreeMap<&String, BTreeSet<u32>> = BTreeMap::new();
    for (n, g) in gold.iter().enumerate() {
        of_gold.entry(g).or_default().insert(n as u32);
    }
    let mut out = vec![(0.0, 0.0); gold.len()];
    for group in found {
        for n in group {
            let mates = &of_gold[&gold[*n as usize]];
            let both = group.iter().filter(|m| mates.contains(m)).count() as f64;
            out[*n as usize] = (both / group.len() as f64, both / mates.len() as f64);
        }
    }
    out
}

/// F1, precision, recall in percent over the items that are wanted.
fn figures(items: &[(f64, f64)], wanted: &dyn Fn(usize) -> bool) -> (f64, f64, f64) {
    let own: Vec<&(f64, f64)> = items.iter().enumerate().filter(|(n, _)| wanted(*n)).map(|(_, i)| i).collect();
    let count = own.len().max(1) as f64;
    let (p, r) = (own.iter().map(|i| i.0).sum::<f64>() / count, own.iter().map(|i| i.1).sum::<f64>() / count);
    (if p + r > 0.0 { 200.0 * p * r / (p + r) } else { 0.0 }, 100.0 * p, 100.0 * r)
}

/// Words that stand apart as tokens, as a reader would see them.
pub(crate) fn joined(text: &str) -> String {
    let mut text = text.replace("``", "\u{201c}").replace("''", "\u{201d}");
    for mark in [",", ".", "!", "?", ";", ":", "'s", "n't", "'re", "'ve", "'ll", "'m", "'d", ")", "%", "\u{201d}"] {
        text = text.replace(&format!(" {mark}"), mark);
    }
    text.replace("( ", "(").replace("\u{201c} ", "\u{201c}").replace("$ ", "$")
}

fn lines(path: &Path) -> Result<Vec<Item>, String> {
    let text = fs::read_to_string(path).map_err(|e| e.to_string())?;
    let word = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_string);
    text.lines()
        .filter(|l| !l.trim().is_empty())
        .map(|line| {
            let v: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
            let published = v["published"].as_str().and_then(|d| d.parse().ok());
            Ok(Item {
                id: word(&v["id"]),
                topic: word(&v["topic"]),
                story: word(&v["subtopic"]),
                text: joined(v["text"].as_str().ok_or("a line has no text")?),
                given: GivenMeta { published, ..GivenMeta::default() },
                name: "report.txt".into(),
            })
        })
        .collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    all.sort();
    all
}

fn folder(path: &Path, out: &mut Vec<Item>) {
    for story in entries(path).into_iter().filter(|p| p.is_dir()) {
        let name = story.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let place = if story.join("reports").is_dir() { story.join("reports") } else { story.clone() };
        for file in entries(&place) {
            let ending = file.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
            let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            if !matches!(ending.as_str(), "txt" | "md" | "html") || stem.chars().all(|c| c.is_uppercase()) {
                continue;
            }
            let Ok(text) = fs::read_to_string(&file) else { continue };
            let story = if name == "others" {
                format!("others/{}", stem.split('_').next().unwrap_or(&stem))
            } else {
                name.clone()
            };
            // Metadata beside the file, as the binary takes it.
            let beside = fs::read_to_string(file.with_file_name(format!("{stem}.{ending}.meta.toml"))).ok();
            let published = beside
                .and_then(|t| t.parse::<toml::Table>().ok())
                .and_then(|t| t.get("published").map(|d| d.to_string().trim_matches('"').to_string()))
                .and_then(|d| d.parse().ok());
            out.push(Item {
                id: format!("{name}/{stem}"),
                topic: story.clone(),
                story,
                text,
                given: GivenMeta { published, ..GivenMeta::default() },
                name: format!("report.{ending}"),
            });
        }
    }
}

/// Runs the task.
pub(super) fn run(options: &Options) -> Result<Figures, String> {
    let tools = Tools::load()?;
    if options.set.extension().is_some_and(|e| e == "tsv") {
        return pairs(options, &tools);
    }
    let mut items = Vec::new();
    if options.set.is_dir() {
        folder(&options.set, &mut items);
    } else {
        items = lines(&options.set)?;
    }
    for (_, path) in options.more.iter().filter(|(n, _)| n == "also") {
        folder(Path::new(path), &mut items);
    }
    if items.is_empty() {
        return Err("the set holds no reports".into());
    }
    let mut found = Figures { items: items.len(), ..Figures::default() };
    found.words = items.iter().map(|i| i.text.split_whitespace().count()).sum();
    #[expect(clippy::disallowed_methods, reason = "the speed is part of the result")]
    let begin = Instant::now();
    let all: Vec<Signature> = items.par_iter().map(|i| tools.signature(i)).collect();
    let stories: Vec<String> = items.iter().map(|i| i.story.clone()).collect();
    let topics: Vec<String> = items.iter().map(|i| i.topic.clone()).collect();
    let groups = group_with(&all, &[], ONE_STORY);
    let by_thread = |least: u32| -> Vec<Vec<u32>> {
        let join = |t: Vec<u32>| t.into_iter().flat_map(|s| groups[s as usize].clone()).collect();
        threads_with(&all, &groups, least).into_iter().map(join).collect()
    };
    found.spent = begin.elapsed();
    let measured = b_cubed(&groups, &stories);
    let mut put = |key: &str, (f, p, r): (f64, f64, f64)| {
        found.figures.push((format!("{key}_b3_f1"), f));
        found.figures.push((format!("{key}_b3_precision"), p));
        found.figures.push((format!("{key}_b3_recall"), r));
    };
    put("subtopic", figures(&measured, &|_| true));
    let by_topic = b_cubed(&by_thread(ONE_THREAD), &topics);
    if topics != stories {
        put("topic", figures(&by_topic, &|_| true));
    }
    for story in stories.iter().collect::<BTreeSet<_>>() {
        let (f, p, r) = figures(&measured, &|n| stories[n] == *story);
        let parts = groups.iter().filter(|g| g.iter().any(|n| stories[*n as usize] == *story));
        let with: BTreeSet<&str> = parts
            .clone()
            .flatten()
            .filter(|n| stories[**n as usize] != *story)
            .map(|n| items[*n as usize].id.as_str())
            .take(6)
            .collect();
        let told = format!("{story}: precision {p:.0}, recall {r:.0}, in {} groups, with {with:?}", parts.count());
        found.worst.push((f, told));
    }
    found.worst.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    if options.more.iter().any(|(n, _)| n == "cross-validate") {
        let steps: Vec<u32> = (24..=76).map(|n| n * 5000).collect();
        let swept: Vec<_> = steps.par_iter().map(|t| b_cubed(&group_with(&all, &[], *t), &stories)).collect();
        validate("subtopic", ONE_STORY, &steps, &swept, &topics, &mut found);
        let steps: Vec<u32> = (16..=64).map(|n| n * 2500).collect();
        let swept: Vec<_> = steps.par_iter().map(|t| b_cubed(&by_thread(*t), &topics)).collect();
        validate("topic", ONE_THREAD, &steps, &swept, &topics, &mut found);
    }
    Ok(found)
}

/// The threshold that does best on the other topics, for each part of the topics; and on all. A threshold is judged with its neighbours, so that
/// one that is good by chance is not chosen.
fn validate(key: &str, shipped: u32, steps: &[u32], swept: &[Vec<(f64, f64)>], topics: &[String], found: &mut Figures) {
    let names: Vec<&String> = topics.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let choose = |wanted: &dyn Fn(usize) -> bool| -> usize {
        let scores: Vec<f64> = swept.iter().map(|s| figures(s, wanted).0).collect();
        let at = |n: isize| scores[n.clamp(0, scores.len() as isize - 1) as usize];
        let smooth = |n: usize| {
            let n = n as isize;
            at(n - 2) + 2.0 * at(n - 1) + 3.0 * at(n) + 2.0 * at(n + 1) + at(n + 2)
        };
        (0..scores.len()).fold(0, |best, n| if smooth(n) > smooth(best) + 1e-9 { n } else { best })
    };
    for folds in [names.len(), 5, 3] {
        let mut pooled = vec![(0.0, 0.0); topics.len()];
        for fold in 0..folds {
            let held: Vec<bool> =
                topics.iter().map(|t| names.iter().position(|n| *n == t).is_some_and(|p| p % folds == fold)).collect();
            let best = choose(&|n| !held[n]);
            for n in (0..topics.len()).filter(|n| held[*n]) {
                pooled[n] = swept[best][n];
            }
        }
        let label = if folds == names.len() { "one_out".to_string() } else { format!("{folds}_fold") };
        found.figures.push((format!("{key}_cv_{label}"), figures(&pooled, &|_| true).0));
    }
    let best = choose(&|_| true);
    found.figures.push((format!("{key}_threshold_best"), f64::from(steps[best]) / 10_000.0));
    found.figures.push((format!("{key}_threshold_shipped"), f64::from(shipped) / 10_000.0));
}

/// Pairs of reports: the area under the curve, and the share that the shipped threshold gets right.
fn pairs(options: &Options, tools: &Tools) -> Result<Figures, String> {
    let text = fs::read_to_string(&options.set).map_err(|e| e.to_string())?;
    let rows = quoted_rows(&text);
    let header = rows.first().ok_or("the file is empty")?;
    let column = |names: &[&str]| {
        header.iter().position(|c| names.contains(&c.as_str())).ok_or(format!("no column {}", names.join(" or ")))
    };
    let [t1, t2] = [column(&["INPUT:first_title", "first_title"])?, column(&["INPUT:second_title", "second_title"])?];
    let [x1, x2] = [column(&["INPUT:first_text", "first_text"])?, column(&["INPUT:second_text", "second_text"])?];
    let truth = column(&["GOLDEN:quality", "quality"])?;
    let mut found = Figures::default();
    let mut scores: Vec<(u32, bool)> = Vec::new();
    for row in rows.iter().skip(1).filter(|r| r.len() == header.len() && matches!(r[truth].as_str(), "OK" | "BAD")) {
        let one = |title: &str, text: &str| {
            tools.signature(&Item {
                id: String::new(),
                topic: String::new(),
                story: String::new(),
                text: format!("{title}\n{text}"),
                given: GivenMeta::default(),
                name: "report.txt".into(),
            })
        };
        let likeness = likeness_of(&one(&row[t1], &row[x1]), &one(&row[t2], &row[x2]));
        let same = row[truth] == "OK";
        scores.push((likeness, same));
        let wrong = (likeness >= ONE_STORY) != same;
        if wrong {
            found.worst.push((f64::from(likeness) / 10_000.0, format!("{} | {} is {}", row[t1], row[t2], row[truth])));
        }
    }
    let right: Vec<u32> = scores.iter().filter(|s| s.1).map(|s| s.0).collect();
    let wrong: Vec<u32> = scores.iter().filter(|s| !s.1).map(|s| s.0).collect();
    let won: f64 = right
        .iter()
        .flat_map(|r| {
            wrong.iter().map(move |w| {
                if r > w {
                    1.0
                } else if r == w {
                    0.5
                } else {
                    0.0
                }
            })
        })
        .sum();
    let all = (right.len() * wrong.len()).max(1) as f64;
    found.items = scores.len();
    found.figures.push(("pair_auc".into(), 100.0 * won / all));
    let hits = scores.iter().filter(|(l, s)| (*l >= ONE_STORY) == *s).count();
    found.figures.push(("pair_accuracy".into(), 100.0 * hits as f64 / scores.len().max(1) as f64));
    Ok(found)
}

/// Rows of a tab-separated text whose cells may stand in quotation marks and hold line ends.
fn quoted_rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.len() - 1;
        let cell = rows[row].len() - 1;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                rows[row][cell].push('"');
            }
            '"' if quoted || rows[row][cell].is_empty() => quoted = !quoted,
            '\t' if !quoted => rows[row].push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            '\r' if !quoted => {}
            _ => rows[row][cell].push(c),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b_cubed_of_a_merge_and_a_split() {
        let gold: Vec<String> = ["a", "a", "b"].map(str::to_string).to_vec();
        let (f, p, r) = figures(&b_cubed(&[vec![0, 1, 2]], &gold), &|_| true);
        assert!((p - 100.0 * 5.0 / 9.0).abs() < 1e-9 && (r - 100.0).abs() < 1e-9 && f < 100.0);
        let (_, p, r) = figures(&b_cubed(&[vec![0], vec![1], vec![2]], &gold), &|_| true);
        assert!((p - 100.0).abs() < 1e-9 && (r - 200.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn cells_may_hold_tabs_and_lines() {
        assert_eq!(quoted_rows("a\t\"b\n\"\"c\"\n"), vec![vec!["a", "b\n\"c"], vec![""]]);
    }
}
