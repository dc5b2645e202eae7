//! `cargo xtask data WHAT --from PATH`: (re)builds tables below `data/` from public sets that are no part of the project.

mod gazetteer;
mod meanings;
mod name_lists;
pub(crate) mod names;
pub(crate) mod timex;

pub(crate) use gazetteer::csv;

use std::path::PathBuf;
use std::process::ExitCode;

/// Runs `data` with the arguments after it.
pub(crate) fn run(args: &[String]) -> ExitCode {
    let from = args.iter().position(|a| a == "--from").and_then(|n| args.get(n + 1)).map(PathBuf::from);
    if args.first().map(String::as_str) == Some("time") {
        return timex::run(from.as_deref());
    }
    let (Some(what @ ("gazetteer" | "meanings" | "names")), Some(from)) = (args.first().map(String::as_str), from)
    else {
        eprintln!(
            "usage: cargo xtask data gazetteer|names --from PATH (the folder that holds gazetteer/ and names/)\n       cargo xtask data meanings --from PATH (the folder of WordNet 3.0's files)\n       cargo xtask data time --from PATH (MEANTIME or WikiWars; writes JSON lines below target/)"
        );
        return ExitCode::from(2);
    };
    let built = match what {
        "names" => names::build(&from),
        "meanings" => meanings::build(&from),
        _ => gazetteer::build(&from),
    };
    match built {
        Ok(lines) => {
            println!("{lines}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}
