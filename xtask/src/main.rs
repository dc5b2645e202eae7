//! What developers of Dateline run: `cargo xtask train|eval|data|tidy`.
//!
//! Training and evaluation need the data sets, which are no part of the project; a command that lacks its set says so.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line")]

mod eval;
mod frequencies;

fn main() -> std::process::ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("eval") => eval::run(&args[1..]),
        Some("frequencies") => frequencies::run(&data_folder(&args), std::path::Path::new("data/en/lexicon/frequencies.tsv")),
        _ => {
            eprintln!("usage: cargo xtask eval TASK --set PATH [--json] [--worst N]");
            std::process::ExitCode::from(2)
        }
    }
}

/// The folder of the data sets: `--data DIR`, else `../shared/data` beside the project.
fn data_folder(args: &[String]) -> std::path::PathBuf {
    let given = args.iter().position(|a| a == "--data").and_then(|at| args.get(at + 1));
    given.map_or_else(|| std::path::PathBuf::from("../shared/data"), std::path::PathBuf::from)
}
