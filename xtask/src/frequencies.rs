//! `cargo xtask frequencies`: how common each lemma is, from the treebanks marked `train`.
//!
//! Writes `data/en/lexicon/frequencies.tsv`. Rarity is what makes a shared word a sign that two passages say the same, and a handful of
//! reports is too little to count it on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Lemmas below this number of occurrences are left out: for the program they are as rare as words never seen.
const AT_LEAST: u32 = 4;

/// Runs the command. `data` is the folder of the data sets.
pub(crate) fn run(data: &Path, out: &Path) -> ExitCode {
    let files = ["ud-ewt/en_ewt-ud-train.conllu", "ud-gum/en_gum-ud-train.conllu"];
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut total = 0u32;
    for file in files {
        let path = data.join(file);
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!(
                "{}: cannot be read; the treebanks are no part of the project, name their folder with --data",
                path.display()
            );
            return ExitCode::from(2);
        };
        for line in text.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_digit())) {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() < 4
                || cells[0].contains(['-', '.'])
                || matches!(cells[3], "PUNCT" | "SYM" | "NUM" | "X" | "PROPN")
            {
                continue;
            }
            total += 1;
            *counts.entry(cells[2].to_lowercase()).or_default() += 1;
        }
    }
    let mut rows: Vec<(&String, u32)> = counts
        .iter()
        .map(|(l, n)| (l, *n))
        .filter(|(l, n)| *n >= AT_LEAST && l.chars().all(char::is_alphabetic))
        .collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut text = String::from(
        "# Occurrences per million words of each lemma in UD English EWT and GUM (training parts), CC BY-SA 4.0; see SOURCES.toml.\n# Made by `cargo xtask frequencies`.\nlemma\tper_million\n",
    );
    for (lemma, n) in &rows {
        let _ = writeln!(text, "{lemma}\t{}", (f64::from(*n) * 1e6 / f64::from(total)).round());
    }
    match std::fs::write(out, text) {
        Ok(()) => {
            println!("{}: {} lemmas of {total} words", out.display(), rows.len());
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("{}: {e}", out.display());
            ExitCode::from(2)
        }
    }
}
