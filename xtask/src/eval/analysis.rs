//! `eval analysis --set FOLDER`: the binary's analysis of one story, measured by the contract's scorer.
//!
//! The reports lie in `FOLDER/reports` or in FOLDER itself. Gold is `--gold FILE`, else `FOLDER/gold.json`, else the file of the folder's name
//! among the scorer's gold files. The scorer, a Python program, is no part of the project: `--scorer FILE`, else
//! `../shared/contract/score.py` beside the project's folder.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Figures, Options};

/// Name of a layer or of the whole (`score`) and its figure, 0-100.
pub(crate) type Layers = Vec<(String, f64)>;

/// One story: where its reports and its gold are.
#[derive(Debug)]
pub(crate) struct Story {
    name: String,
    pub(crate) gold: PathBuf,
    folder: PathBuf,
    pub(crate) files: Vec<PathBuf>,
}

/// What the scorer said of one story.
#[derive(Debug)]
pub(crate) struct Scored {
    /// Layers in the scorer's order, the score of all last.
    pub(crate) layers: Layers,
    /// The scorer's lines on what is missed or wrong.
    pub(crate) listed: Vec<String>,
    /// The scorer's own table.
    pub(crate) table: String,
    /// Time the binary took, start-up included.
    pub(crate) spent: Duration,
    /// Reports read.
    pub(crate) reports: usize,
    /// Words read.
    pub(crate) words: usize,
}

fn option<'a>(options: &'a Options, name: &str) -> Option<&'a str> {
    options.more.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

/// The scorer named, or the one beside the project.
pub(crate) fn scorer(named: Option<&str>) -> Result<PathBuf, String> {
    let path = named.map_or_else(|| crate::tidy::root().join("../shared/contract/score.py"), PathBuf::from);
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!("the scorer {} is not there; name it with --scorer FILE", path.display()))
    }
}

impl Story {
    /// Finds gold and reports of a story's folder.
    pub(crate) fn find(folder: &Path, gold: Option<&Path>, scorer: &Path) -> Result<Self, String> {
        let folder = folder.canonicalize().map_err(|e| e.to_string())?;
        let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let beside = scorer.with_file_name("gold").join(format!("{name}.json"));
        let gold =
            gold.map(Path::to_path_buf).into_iter().chain([folder.join("gold.json"), beside]).find(|p| p.is_file());
        let gold =
            gold.ok_or("no gold.json in the folder and none of its name beside the scorer; name it with --gold FILE")?;
        let text = std::fs::read_to_string(&gold).map_err(|e| format!("{}: {e}", gold.display()))?;
        let value: Value = serde_json::from_str(&text).map_err(|e| format!("{}: {e}", gold.display()))?;
        let ids: Vec<&String> = value["reports"].as_object().map(|o| o.keys().collect()).unwrap_or_default();
        let reports = if folder.join("reports").is_dir() { folder.join("reports") } else { folder };
        let mut files: Vec<PathBuf> = std::fs::read_dir(&reports)
            .map_err(|e| e.to_string())?
            .flatten()
            .map(|e| e.path())
            .filter(|p| is_report(p, &ids))
            .collect();
        files.sort();
        if files.len() < ids.len() {
            return Err(format!(
                "{} of the {} reports of {} are in {}",
                files.len(),
                ids.len(),
                gold.display(),
                reports.display()
            ));
        }
        Ok(Self { name, gold, folder: reports, files })
    }

    /// Runs the binary on the reports, and the scorer on what it wrote.
    pub(crate) fn score(&self, scorer: &Path) -> Result<Scored, String> {
        let root = crate::tidy::root();
        let words = self
            .files
            .iter()
            .filter_map(|f| std::fs::read_to_string(f).ok())
            .map(|t| t.split_whitespace().count())
            .sum();
        let binary = binary(&root)?;
        let out = binary.with_file_name(format!("eval-{}.json", self.name));
        #[expect(clippy::disallowed_methods, reason = "the speed is part of the result")]
        let begin = Instant::now();
        let run = Command::new(&binary)
            .args(["brief", "--format", "json", "--quiet", "-o"])
            .arg(&out)
            .args(&self.files)
            .output()
            .map_err(|e| e.to_string())?;
        let spent = begin.elapsed();
        if !run.status.success() {
            return Err(format!("{} failed: {}", binary.display(), String::from_utf8_lossy(&run.stderr).trim()));
        }
        let python = |more: &[&str]| -> Result<String, String> {
            let run = Command::new("python3")
                .arg(scorer)
                .arg(&self.gold)
                .arg(&out)
                .arg("--reports")
                .arg(&self.folder)
                .args(more)
                .output();
            let run = run.map_err(|e| format!("python3: {e}"))?;
            if run.status.success() {
                Ok(String::from_utf8_lossy(&run.stdout).into_owned())
            } else {
                Err(String::from_utf8_lossy(&run.stderr).trim().to_string())
            }
        };
        let table = python(&[])?;
        let value: Value = serde_json::from_str(&python(&["--json", "--details"])?).map_err(|e| e.to_string())?;
        let (layers, listed) = read(&value)?;
        Ok(Scored { layers, listed, table, spent, reports: self.files.len(), words })
    }
}

/// Is this file one of the reports with these ids? An id is the file's stem, or its stem up to the first `_`.
fn is_report(path: &Path, ids: &[&String]) -> bool {
    let form = path.extension().is_some_and(|e| e == "txt" || e == "md" || e == "html");
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    form && ids.iter().any(|id| **id == stem || stem.split('_').next() == Some(id.as_str()))
}

/// Builds the release binary and says where it is.
fn binary(root: &Path) -> Result<PathBuf, String> {
    let built = Command::new("cargo")
        .args(["build", "--release", "--quiet", "--package", "dateline-cli", "--message-format", "json"])
        .current_dir(root)
        .output();
    let built = built.map_err(|e| format!("cargo: {e}"))?;
    let told = String::from_utf8_lossy(&built.stdout);
    let named = told
        .lines()
        .filter_map(|l| serde_json::from_str::<Value>(l).ok())
        .filter_map(|v| Some(PathBuf::from(v["executable"].as_str()?)))
        .next_back();
    named.ok_or_else(|| format!("the binary does not build: {}", String::from_utf8_lossy(&built.stderr).trim()))
}

fn read(value: &Value) -> Result<(Layers, Vec<String>), String> {
    let block = value["blocks"].get(0).and_then(|b| b["layers"].as_object()).ok_or("the scorer printed no layers")?;
    let mut layers = Layers::new();
    let mut listed = Vec::new();
    for (name, layer) in block {
        if let Some(score) = layer["score"].as_f64() {
            layers.push((name.clone(), 100.0 * score));
        }
        for member in ["listed", "details"] {
            listed.extend(
                layer[member].as_array().into_iter().flatten().filter_map(|l| Some(format!("{name}: {}", l.as_str()?))),
            );
        }
    }
    layers.push(("score".to_string(), value["score"].as_f64().ok_or("the scorer printed no score")?));
    Ok((layers, listed))
}

/// The task.
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let scorer = scorer(option(options, "scorer"))?;
    let story = Story::find(&options.set, option(options, "gold").map(Path::new), &scorer)?;
    let found = story.score(&scorer)?;
    if !options.json {
        println!("{}\n", found.table.trim_end());
    }
    Ok(Figures {
        left_out: Vec::new(),
        figures: found.layers,
        items: found.reports,
        words: found.words,
        spent: found.spent,
        worst: found.listed.into_iter().map(|l| (0.0, l)).collect(),
        reliability: Vec::new(),
        kinds: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_known_by_their_ids() {
        let (a, b) = ("01-x".to_string(), "000".to_string());
        let ids = [&a, &b];
        assert!(is_report(Path::new("r/01-x.txt"), &ids));
        assert!(is_report(Path::new("r/000_ab12.txt"), &ids));
        assert!(!is_report(Path::new("r/README.md"), &ids));
        assert!(!is_report(Path::new("r/01-x.txt.meta.toml"), &ids));
    }

    #[test]
    fn the_scorers_json_is_read() {
        let value = serde_json::json!({"blocks": [{"layers": {"events": {"score": 0.5, "listed": ["a"]}, "brief": {"score": null}}}], "score": 50.0});
        let (layers, listed) = read(&value).unwrap();
        assert_eq!(layers, vec![("events".to_string(), 50.0), ("score".to_string(), 50.0)]);
        assert_eq!(listed, vec!["events: a"]);
    }
}
