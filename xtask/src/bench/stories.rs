//! `cargo xtask bench stories [--reports 10000,100000] [--a-day N] [--rivals PYTHON]`: how long grouping takes and how much memory, on invented reports.
//!
//! All reports lie in 330 days, so that the days grow denser with their number; `--a-day N` keeps so many a day instead, over as many years as that takes.
//!
//! Reports are made beforehand and not timed: what is measured is the grouping once reports are read. With `--rivals`, the Python program that is
//! named runs `bench/grouping.py` (scikit-learn and datasketch) on the same texts, as far as those can hold them.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, ExitCode};
use std::time::Instant;

use dateline_data::DataSet;
use dateline_story::stories::{Rarity, Signature, group};

use super::invented;

/// Sizes up to which the rivals take part.
const RIVALS: usize = 20_000;

/// B³ F1 in percent.
fn b_cubed(groups: &[Vec<u32>], gold: &[u32]) -> f64 {
    let mut sizes: BTreeMap<u32, f64> = BTreeMap::new();
    for g in gold {
        *sizes.entry(*g).or_default() += 1.0;
    }
    let (mut p, mut r) = (0.0, 0.0);
    for group in groups {
        let mut here: BTreeMap<u32, f64> = BTreeMap::new();
        for n in group {
            *here.entry(gold[*n as usize]).or_default() += 1.0;
        }
        for (story, both) in here {
            p += both * both / group.len() as f64;
            r += both * both / sizes[&story];
        }
    }
    let (p, r) = (p / gold.len() as f64, r / gold.len() as f64);
    200.0 * p * r / (p + r)
}

/// Runs `bench stories` with the arguments after it.
pub(super) fn run(args: &[String]) -> ExitCode {
    let option = |name: &str| args.iter().position(|a| a == name).and_then(|at| args.get(at + 1));
    let sizes: Vec<usize> = option("--reports")
        .map_or("10000,30000,100000", String::as_str)
        .split(',')
        .filter_map(|n| n.parse().ok())
        .collect();
    let Ok(rarity) = Rarity::load(&DataSet::built_in()) else {
        eprintln!("the built-in data do not load; run the tests");
        return ExitCode::from(2);
    };
    println!("reports    stories   found     seconds  reports/s  CPU ms/report  B3 F1   bytes/report  most memory MB");
    let a_day: Option<usize> = option("--a-day").and_then(|n| n.parse().ok()).filter(|n| *n > 0);
    for size in sizes {
        let days = a_day.map_or(invented::DAYS, |n| (size / n).max(1));
        let (gold, all): (Vec<u32>, Vec<Signature>) = invented::signatures(size, days, &rarity).into_iter().unzip();
        let bytes = all.iter().map(Signature::bytes).sum::<usize>() / all.len().max(1);
        #[expect(clippy::disallowed_methods, reason = "speed is measured here")]
        let begin = Instant::now();
        let busy = super::processor_seconds();
        let groups = group(&all);
        let seconds = begin.elapsed().as_secs_f64();
        let busy = super::processor_seconds().zip(busy).map_or(f64::NAN, |(now, then)| now - then);
        let stories = gold.iter().max().map_or(0, |m| m + 1);
        println!(
            "{size:<10} {stories:<9} {:<9} {seconds:<8.2} {:<10.0} {:<14.2} {:<7.2} {bytes:<13} {:.0}",
            groups.len(),
            size as f64 / seconds,
            1000.0 * busy / size as f64,
            b_cubed(&groups, &gold),
            super::memory().unwrap_or(f64::NAN)
        );
        drop((all, groups));
        if let Some(python) = option("--rivals").filter(|_| size <= RIVALS)
            && let Err(problem) = rivals(python, size)
        {
            eprintln!("{python}: {problem}; it needs scikit-learn and datasketch");
        }
    }
    ExitCode::SUCCESS
}

fn rivals(python: &str, size: usize) -> Result<(), String> {
    let path = std::env::temp_dir().join(format!("dateline-bench-{size}.tsv"));
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).map_err(|e| e.to_string())?);
    for report in invented::texts(size) {
        let text: Vec<&str> = report.words.iter().map(|w| w.0.as_str()).collect();
        writeln!(file, "{}\t{}", report.story, text.join(" ")).map_err(|e| e.to_string())?;
    }
    file.flush().map_err(|e| e.to_string())?;
    let script = crate::tidy::root().join("bench/grouping.py");
    let done = Command::new(python).arg(script).arg(&path).status();
    let _ = std::fs::remove_file(&path);
    match done {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(status.to_string()),
        Err(e) => Err(e.to_string()),
    }
}
