//! `dateline brief`.

use std::io::IsTerminal;
use std::path::Path;

use dateline::contract::Analysis;
use dateline::read::{Problem, ReadOptions, gather};
use dateline::view::{self, TextOptions};
use dateline::{DataSet, Options, analyse_with, check};

use crate::args::{Brief, Colour, Format, Look, exit};
use crate::progress::Progress;
use crate::{corrections, disagree, output, overlay, printed, say};

/// Problems shown one by one; the rest is counted.
const SHOWN: usize = 20;

pub(crate) fn run(brief: &Brief) -> u8 {
    let data = match brief.data.as_deref().map(overlay::load).transpose() {
        Ok(loaded) => loaded.map_or_else(DataSet::built_in, |(data, _)| data),
        Err(problem) => {
            say(&problem);
            return exit::USAGE;
        }
    };
    let corrections = match corrections::load(brief.corrections.as_deref(), &brief.paths) {
        Ok(corrections) => corrections,
        Err(problem) => {
            say(&problem);
            return exit::USAGE;
        }
    };
    let gathered = gather(
        &brief.paths,
        &ReadOptions { published: brief.published, max_size: brief.max_size, ..ReadOptions::default() },
    );
    let progress = Progress::new(brief.quiet);
    let options = Options { data, threads: brief.threads, as_of: brief.as_of, corrections };
    let outcome = analyse_with(&gathered.inputs, &options, &|step| progress.step(step));
    progress.end();
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(e) => {
            say(&format!(
                "language data: {e}; mend the file (`dateline data check DIR` tells more), or leave out --data"
            ));
            return exit::USAGE;
        }
    };
    let mut problems = gathered.problems;
    problems.extend(outcome.problems);
    problems.sort();
    tell(&problems, brief.quiet);
    let mut analysis = outcome.analysis;
    if analysis.reports.is_empty() {
        say("nothing to analyse: no report could be read");
        return exit::NOTHING;
    }
    analysis.notes.extend(problems.iter().filter(|p| p.left_out).map(ToString::to_string));
    analysis.notes.sort();
    analysis.notes.dedup();
    let written = write(&analysis, &brief.look);
    if written != exit::DONE {
        written
    } else if brief.fail_on.is_some_and(|wanted| disagree(&analysis, wanted)) {
        exit::FOUND
    } else if problems.iter().any(|p| p.left_out) {
        exit::PARTLY
    } else {
        exit::DONE
    }
}

/// One clear line each; remarks only where the user wants to hear them.
fn tell(problems: &[Problem], quiet: bool) {
    let wanted: Vec<&Problem> = problems.iter().filter(|p| p.left_out || !quiet).collect();
    for problem in wanted.iter().take(SHOWN) {
        say(&format!("{}{problem}", if problem.left_out { "" } else { "note: " }));
    }
    if wanted.len() > SHOWN {
        say(&format!("and {} more like these", wanted.len() - SHOWN));
    }
}

/// Writes an analysis as it is wanted; gives the exit code.
pub(crate) fn write(analysis: &Analysis, look: &Look) -> u8 {
    let text = match look.format {
        Format::Text => view::text(analysis, &text_options(look)),
        Format::Markdown => view::markdown(analysis),
        Format::Html => view::html(analysis),
        Format::Json => match analysis.to_json() {
            Ok(json) => json,
            Err(e) => {
                say(&format!("the analysis cannot be written as JSON: {e}; please report this as a bug"));
                return exit::NOTHING;
            }
        },
    };
    let Some(path) = &look.output else {
        return printed(&text);
    };
    match output::save(path, &text) {
        Ok(()) => exit::DONE,
        Err(e) => {
            say(&format!("{}: cannot be written ({e}); check the folder and its permissions", path.display()));
            exit::NOTHING
        }
    }
}

fn text_options(look: &Look) -> TextOptions {
    let to_terminal = look.output.is_none() && std::io::stdout().is_terminal();
    let colour = match look.color {
        Colour::Always => true,
        Colour::Never => false,
        // Knows NO_COLOR, CLICOLOR and dumb terminals.
        Colour::Auto => to_terminal && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
    };
    let width = look.width.unwrap_or_else(|| {
        let terminal = if to_terminal { terminal_size::terminal_size().map(|(w, _)| usize::from(w.0)) } else { None };
        // Long lines are hard to read, however wide the window is.
        terminal.unwrap_or(80).min(110)
    });
    TextOptions { width, colour }
}

/// `dateline data check DIR`
pub(crate) fn check_data(dir: &Path) -> u8 {
    let (data, count) = match overlay::load(dir) {
        Ok(loaded) => loaded,
        Err(problem) => {
            say(&problem);
            return exit::USAGE;
        }
    };
    let faults = check(&data);
    for fault in &faults {
        say(&fault.to_string());
    }
    if faults.is_empty() { printed(&format!("{count} data files are sound\n")) } else { exit::NOTHING }
}
