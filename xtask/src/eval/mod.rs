//! `cargo xtask eval TASK --set PATH [--json] [--worst N]`: every accuracy figure of the project comes from here.
//!
//! One module a task. A task gets the options and gives back a table of figures; printing is done here.

mod align;
pub(crate) mod analysis;
mod consistency;
mod coreference;
mod descent;
mod entities;
mod events;
pub(crate) mod html;
mod language;
mod names;
mod numbers;
mod quotes;
mod reuse;
pub(crate) mod status;
mod stories;
mod time;
mod variants;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// What was asked for on the command line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    /// The set to measure on.
    pub(crate) set: PathBuf,
    /// JSON instead of a table.
    pub(crate) json: bool,
    /// How many of the worst items to list.
    pub(crate) worst: usize,
    /// Further options of a task (`--map 4`), as given.
    pub(crate) more: Vec<(String, String)>,
}

/// What a task found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figures {
    /// Key of `evaluation.md` and value.
    pub(crate) figures: Vec<(String, f64)>,
    /// Number of items measured.
    pub(crate) items: usize,
    /// Words read, for the speed.
    pub(crate) words: usize,
    /// Time spent in the program under test alone.
    pub(crate) spent: Duration,
    /// Worst items: (score, what to show), worst first.
    pub(crate) worst: Vec<(f64, String)>,
    /// What was not measured, with the reason.
    pub(crate) left_out: Vec<String>,
    /// Reliability: (confidence 0..1, right) of each decision.
    pub(crate) reliability: Vec<(f64, bool)>,
    /// As `reliability`, for tasks whose decisions are of several kinds: name of the kind, decisions.
    pub(crate) kinds: Vec<(&'static str, Vec<(f64, bool)>)>,
}

type Task = fn(&Options) -> Result<Figures, String>;

/// Name and function of every task.
const TASKS: &[(&str, Task)] = &[
    ("align", align::run),
    ("analysis", analysis::run),
    ("consistency", consistency::run),
    ("coreference", coreference::run),
    ("language", language::run),
    ("descent", descent::run),
    ("entities", entities::run),
    ("events", events::run),
    ("html", html::run),
    ("quotes", quotes::run),
    ("reuse", reuse::run),
    ("names", names::eval),
    ("numbers", numbers::run),
    ("status", status::run),
    ("stories", stories::run),
    ("time", time::run),
    ("variants", variants::eval),
];

/// Runs `eval` with the arguments after it.
pub(crate) fn run(args: &[String]) -> ExitCode {
    let mut options = Options::default();
    let mut task = None;
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--json" => options.json = true,
            "--set" => options.set = rest.next().map(PathBuf::from).unwrap_or_default(),
            "--worst" => options.worst = rest.next().and_then(|n| n.parse().ok()).unwrap_or(10),
            other => match other.strip_prefix("--") {
                Some(name) => options.more.push((name.to_string(), rest.next().cloned().unwrap_or_default())),
                None => task = Some(other.to_string()),
            },
        }
    }
    let names: Vec<&str> = TASKS.iter().map(|(n, _)| *n).collect();
    let Some((_, work)) = task.as_deref().and_then(|t| TASKS.iter().find(|(n, _)| *n == t)) else {
        eprintln!("usage: cargo xtask eval TASK --set PATH [--json] [--worst N]; tasks: {}", names.join(", "));
        return ExitCode::from(2);
    };
    if !options.set.exists() {
        eprintln!(
            "{}: there is no such set; the evaluation sets are no part of the project, name yours with --set",
            options.set.display()
        );
        return ExitCode::from(2);
    }
    match work(&options) {
        Ok(found) => {
            print(&options, &found);
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{}: {problem}", options.set.display());
            ExitCode::from(2)
        }
    }
}

fn print(options: &Options, found: &Figures) {
    let seconds = found.spent.as_secs_f64();
    let speed = if seconds > 0.0 { found.words as f64 / seconds } else { 0.0 };
    if options.json {
        let mut object = serde_json::Map::new();
        for (key, value) in &found.figures {
            object.insert(key.clone(), serde_json::json!((value * 100.0).round() / 100.0));
        }
        object.insert("items".into(), found.items.into());
        if !found.left_out.is_empty() {
            object.insert("left_out".into(), serde_json::json!(found.left_out));
        }
        object.insert("seconds".into(), serde_json::json!((seconds * 1000.0).round() / 1000.0));
        object.insert("words_per_second".into(), serde_json::json!(speed.round()));
        println!("{}", serde_json::Value::Object(object));
        return;
    }
    for (key, value) in &found.figures {
        println!("{key:24} {value:8.2}");
    }
    println!("{:24} {:8}", "items", found.items);
    println!("{:24} {seconds:8.2}", "seconds");
    println!("{:24} {speed:8.0}", "words_per_second");
    for text in &found.left_out {
        println!("left out of {text}");
    }
    for (score, text) in found.worst.iter().take(options.worst) {
        println!("{score:6.2}  {text}");
    }
    let one = [("decisions", found.reliability.clone())];
    for (kind, decisions) in one.iter().chain(&found.kinds).filter(|(_, d)| !d.is_empty()) {
        println!("confidence {kind:>11}  right %");
        for tenth in 0..10 {
            let low = f64::from(tenth) / 10.0;
            let inside: Vec<bool> = decisions
                .iter()
                .filter(|(c, _)| (*c >= low && *c < low + 0.1) || (tenth == 9 && *c >= 1.0))
                .map(|(_, r)| *r)
                .collect();
            if !inside.is_empty() {
                let right = inside.iter().filter(|r| **r).count() as f64 / inside.len() as f64;
                println!("{low:.1} to {:.1}  {:10}  {:6.1}", low + 0.1, inside.len(), 100.0 * right);
            }
        }
    }
}
