//! `cargo xtask bench [--set FILE]`: how long loading takes, how many words a second one core reads, and how much memory that takes.
//!
//! Without a set the example reports are read again and again. Nothing depends on the figures: a test that takes the time would fail on a
//! busy machine.

mod invented;
mod stories;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use dateline_data::DataSet;
use dateline_lang::Language;
use dateline_lang::engine::Engine;
use dateline_report::{FurnitureRules, GivenMeta, Report, read_report_limited};
use dateline_story::StoryData;

/// Times each measure is taken; the least is printed, since whatever else runs only adds to it.
const ROUNDS: usize = 7;

#[expect(clippy::disallowed_methods, reason = "speed is measured here")]
fn least<T>(mut work: impl FnMut() -> T) -> f64 {
    (0..ROUNDS)
        .map(|_| {
            let begin = Instant::now();
            black_box(work());
            begin.elapsed().as_secs_f64()
        })
        .fold(f64::MAX, f64::min)
}

/// Most memory of the process so far, in MB; only where the system tells.
fn memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}

/// Processor time of the process so far, of all its threads; only where the system tells.
fn processor_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // After the name, which may hold anything: hundredths of a second in user mode and in the system.
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |n: usize| fields.get(n)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// Runs `bench` with the arguments after it.
pub(crate) fn run(args: &[String]) -> ExitCode {
    if args.first().is_some_and(|a| a == "stories") {
        return stories::run(&args[1..]);
    }
    let data = DataSet::built_in();
    let (Ok(engine), Ok(furniture)) = (Engine::load(&data), FurnitureRules::load(&data)) else {
        eprintln!("the built-in data do not load; run the tests");
        return ExitCode::from(2);
    };
    let mut texts = Vec::new();
    match args.iter().position(|a| a == "--set").and_then(|at| args.get(at + 1)) {
        Some(path) => match std::fs::read_to_string(path) {
            Ok(text) => texts.push(text),
            Err(problem) => {
                eprintln!("{path}: {problem}");
                return ExitCode::from(2);
            }
        },
        None => {
            crate::fuzz::examples(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples"), &mut texts)
        }
    }
    let reports: Vec<Report> = texts
        .iter()
        .filter_map(|t| read_report_limited("a.txt", t.as_bytes(), &GivenMeta::default(), &furniture, usize::MAX).ok())
        .collect();
    let words: usize = reports.iter().map(|r| r.text.split_whitespace().count()).sum();
    let tokens: usize = reports.iter().map(|r| engine.parse(r).tokens.len()).sum();
    println!("text: {} reports, {words} words between spaces, {tokens} tokens", reports.len());
    println!("load engine       {:8.1} ms", 1000.0 * least(|| Engine::load(&data)));
    println!("most memory       {:8.1} MB (engine and its text)", memory().unwrap_or(f64::NAN));
    println!("load language     {:8.1} ms", 1000.0 * least(|| Language::load(&data)));
    println!("load story        {:8.1} ms", 1000.0 * least(|| StoryData::load(&data)));
    println!("load furniture    {:8.1} ms", 1000.0 * least(|| FurnitureRules::load(&data)));
    let time = least(|| reports.iter().map(|r| engine.parse(r).tokens.len()).sum::<usize>());
    println!("engine            {:8.0} tokens/s, one core", tokens as f64 / time);
    if let Ok(language) = Language::load(&data) {
        let time = least(|| reports.iter().map(|r| language.read(r).tokens.len()).sum::<usize>());
        println!("whole language    {:8.0} tokens/s, one core", tokens as f64 / time);
    }
    println!("most memory       {:8.1} MB (everything)", memory().unwrap_or(f64::NAN));
    ExitCode::SUCCESS
}
