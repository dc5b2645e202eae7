//! What developers of Dateline run: `cargo xtask train|eval|score|data|tidy`.
//!
//! Training and evaluation need the data sets, which are no part of the project; a command that lacks its set says so.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line")]

mod data;
mod eval;
mod events;
mod furniture;
mod score;
mod tidy;
mod train;

fn main() -> std::process::ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("data") => data::run(&args[1..]),
        Some("eval") => eval::run(&args[1..]),
        Some("events") => events::run(&args[1..]),
        Some("furniture") => furniture::run(&args[1..]),
        Some("score") => score::run(&args[1..]),
        Some("train") => train::run(&args[1..]),
        Some("tidy") => tidy::run(&args[1..]),
        _ => {
            eprintln!(
                "usage: cargo xtask eval TASK --set PATH [--json] [--worst N]\n       cargo xtask data gazetteer --from PATH\n       cargo xtask events PATH...\n       cargo xtask score [--write]\n       cargo xtask train [--data DIR]\n       cargo xtask tidy [--licences]"
            );
            std::process::ExitCode::from(2)
        }
    }
}
