//! What developers of Dateline run: `cargo xtask train|eval|score|data|tidy`.
//!
//! Training and evaluation need the data sets, which are no part of the project; a command that lacks its set says so.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line")]

mod actors;
mod bench;
mod data;

mod eval;
mod events;
mod facts;
mod frequencies;
mod furniture;
mod fuzz;
mod fuzz_readers;
mod parse;
mod score;
mod tidy;
mod train;

fn main() -> std::process::ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("actors") => actors::run(&args[1..]),
        Some("bench") => bench::run(&args[1..]),

        Some("data") => data::run(&args[1..]),
        Some("eval") => eval::run(&args[1..]),
        Some("facts") => facts::run(
            &data_folder(&args),
            std::path::Path::new("data/en/factual/weights.tsv"),
            args.iter().position(|a| a == "--dump").and_then(|at| args.get(at + 1)),
        ),
        Some("frequencies") => {
            frequencies::run(&data_folder(&args), std::path::Path::new("data/en/lexicon/frequencies.tsv"))
        }
        Some("parse") => parse::run(&args[1..]),
        Some("score") => score::run(&args[1..]),
        Some("train") => train::run(&args[1..]),
        Some("tidy") => tidy::run(&args[1..]),
        Some("furniture") => furniture::run(&args[1..]),
        Some("fuzz") => fuzz::run(&args[1..]),
        Some("events") => events::run(&args[1..]),
        _ => {
            eprintln!(
                "usage: cargo xtask eval TASK --set PATH [--json] [--worst N]\n       cargo xtask data gazetteer --from PATH\n       cargo xtask actors [--mentions] [--json] PATH...\n       cargo xtask events PATH...\n       cargo xtask score [--write]\n       cargo xtask train [--data DIR]\n       cargo xtask facts [--data DIR]\n       cargo xtask tidy [--licences]\n       cargo xtask fuzz [--minutes N] [--seed N]\n       cargo xtask bench [--set FILE]\n       cargo xtask bench stories [--reports N,N] [--a-day N] [--rivals PYTHON]\n       cargo xtask parse TEXT..."
            );
            std::process::ExitCode::from(2)
        }
    }
}

/// The folder of the data sets: `--data DIR`, else `../shared/data` beside the project.
fn data_folder(args: &[String]) -> std::path::PathBuf {
    let given = args.iter().position(|a| a == "--data").and_then(|at| args.get(at + 1));
    given.map_or_else(|| std::path::PathBuf::from("../shared/data"), std::path::PathBuf::from)
}
