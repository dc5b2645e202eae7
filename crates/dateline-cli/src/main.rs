//! The binary `dateline`: arguments, printing, progress. What it knows of reports it has from the library.

mod args;
mod beside;
mod brief;
mod corrections;
mod output;
mod overlay;
mod progress;
mod read;
mod source;
mod world;

use std::io::{self, Read};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use dateline::contract::{Analysis, Severity, json_schema};
use dateline::why::why;

use args::{Cli, Command, Data, exit};

/// Says something on standard error.
fn say(text: &str) {
    use io::Write as _;
    // There is nobody to tell if standard error is closed.
    let _ = writeln!(io::stderr(), "{text}");
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Brief(brief) => brief::run(&brief),
        Command::Check(check) => beside::check(&check),
        Command::Compare(compare) => beside::compare(&compare),
        Command::Read(options) => read::run(&options),
        Command::Why { id, file } => explain(&id, &file),
        Command::Show { file, look } => match saved(&file) {
            Ok(analysis) => brief::write(&analysis, &look),
            Err(code) => code,
        },
        Command::State(args) => world::state(&args),
        Command::Export(args) => world::export(&args),
        Command::Schema { of: args::SchemaOf::Analysis } => printed(&json_schema()),
        Command::Schema { of: args::SchemaOf::State } => printed(&dateline::state::json_schema()),
        Command::Data { command: Data::Check { dir } } => brief::check_data(&dir),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "dateline", &mut text);
            printed(&String::from_utf8_lossy(&text))
        }
    };
    ExitCode::from(done)
}

/// Prints and says with what code to exit.
fn printed(text: &str) -> u8 {
    match output::print(text) {
        Ok(()) => exit::DONE,
        Err(e) => {
            say(&format!("standard output: cannot be written ({e}); check the disk"));
            exit::NOTHING
        }
    }
}

/// A saved analysis, or the code to exit with after saying why not.
fn saved(file: &str) -> Result<Analysis, u8> {
    let text = if file == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    let text = text.map_err(|e| {
        say(&format!("{file}: cannot be read ({e}); give a file written by `dateline brief --format json`"));
        exit::USAGE
    })?;
    Analysis::from_json(&text).map_err(|e| {
        say(&format!("{file}: {e}"));
        exit::USAGE
    })
}

fn explain(id: &str, file: &str) -> u8 {
    let analysis = match saved(file) {
        Ok(analysis) => analysis,
        Err(code) => return code,
    };
    match why(&analysis, id) {
        Some(text) => printed(&text),
        None => {
            let firsts: Vec<&str> = [
                analysis.events.first().map(|x| x.id.as_str()),
                analysis.disagreements.first().map(|x| x.id.as_str()),
                analysis.actors.first().map(|x| x.id.as_str()),
                analysis.statements.first().map(|x| x.id.as_str()),
            ]
            .into_iter()
            .flatten()
            .collect();
            let like = if firsts.is_empty() {
                "it is empty".into()
            } else {
                format!("ids in it look like {}", firsts.join(", "))
            };
            say(&format!("{file}: has no '{}'; {like}", dateline::view::safe::line(id)));
            exit::USAGE
        }
    }
}

/// Do the reports disagree at least so much?
fn disagree(analysis: &Analysis, wanted: args::FailOn) -> bool {
    match wanted {
        args::FailOn::Any => !analysis.disagreements.is_empty(),
        args::FailOn::Material => analysis.disagreements.iter().any(|d| d.severity == Severity::Material),
    }
}
