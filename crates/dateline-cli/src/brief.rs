//! `dateline brief`.

use std::io::IsTerminal;
use std::path::Path;

use dateline::contract::Analysis;
use dateline::read::{Gathered, Input, Problem, ReadOptions, again, gather};
use dateline::view::{self, TextOptions};
use dateline::{Options, analyse_with, check};

use crate::args::{Brief, Colour, Format, Look, exit};
use crate::progress::Progress;
use crate::{corrections, disagree, output, overlay, printed, saved, say};

/// Problems shown one by one; the rest is counted.
const SHOWN: usize = 20;

pub(crate) fn run(brief: &Brief) -> u8 {
    let data = match overlay::given(brief.data.as_deref(), brief.actors.as_deref()) {
        Ok(data) => data,
        Err(problem) => {
            say(&problem);
            return exit::USAGE;
        }
    };
    let given = Given {
        paths: &brief.paths,
        stdin: None,
        published: brief.published,
        corrections: brief.corrections.as_deref(),
        quiet: brief.quiet,
        max_size: brief.max_size,
    };
    let since = match brief.since.as_deref().map(|f| saved(&f.to_string_lossy())).transpose() {
        Ok(since) => since.map(Box::new),
        Err(code) => return code,
    };
    let watch = match corrections::load_watch(brief.watch.as_deref(), &brief.paths) {
        Ok(watch) => watch,
        Err(problem) => {
            say(&problem);
            return exit::USAGE;
        }
    };
    let options = Options { data, threads: brief.threads, as_of: brief.as_of, since, watch, ..Options::default() };
    let (analysis, left_out) = match analysed(&given, options) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let written = write(&analysis, &brief.look);
    if written != exit::DONE {
        written
    } else if brief.fail_on.is_some_and(|wanted| disagree(&analysis, wanted)) {
        exit::FOUND
    } else if left_out {
        exit::PARTLY
    } else {
        exit::DONE
    }
}

/// Reports, and what is said of them on the command line.
pub(crate) struct Given<'a> {
    pub(crate) paths: &'a [String],
    /// What standard input held, where it has been read already.
    pub(crate) stdin: Option<Vec<u8>>,
    pub(crate) published: Option<jiff::civil::Date>,
    pub(crate) corrections: Option<&'a Path>,
    pub(crate) quiet: bool,
    pub(crate) max_size: u64,
}

/// Reads and analyses reports and says what went wrong. Gives the analysis and whether inputs were left out, or the code to exit with.
pub(crate) fn analysed(given: &Given<'_>, options: Options) -> Result<(Analysis, bool), u8> {
    let corrections = corrections::load(given.corrections, given.paths).map_err(|problem| {
        say(&problem);
        exit::USAGE
    })?;
    let gathered = match &given.stdin {
        Some(bytes) => Gathered {
            inputs: vec![Input {
                id: "stdin".into(),
                path: "-".into(),
                bytes: bytes.clone(),
                given: dateline::GivenMeta { published: given.published, ..dateline::GivenMeta::default() },
            }],
            problems: Vec::new(),
        },
        None => {
            let read = ReadOptions { published: given.published, max_size: given.max_size, ..ReadOptions::default() };
            let mut gathered = gather(given.paths, &read);
            if let Some(earlier) = &options.since {
                again(earlier, &mut gathered, &read);
            }
            gathered
        }
    };
    let progress = Progress::new(given.quiet);
    let options = Options { corrections, ..options };
    let outcome = analyse_with(&gathered.inputs, &options, &|step| progress.step(step));
    progress.end();
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(e) => {
            say(&format!(
                "language data: {e}; mend the file (`dateline data check DIR` tells more), or leave out --data"
            ));
            return Err(exit::USAGE);
        }
    };
    let mut problems = gathered.problems;
    problems.extend(outcome.problems);
    problems.sort();
    tell(&problems, given.quiet);
    let mut analysis = outcome.analysis;
    if analysis.reports.is_empty() {
        say("nothing to analyse: no report could be read");
        return Err(exit::NOTHING);
    }
    analysis.notes.extend(problems.iter().filter(|p| p.left_out).map(ToString::to_string));
    analysis.notes.sort();
    analysis.notes.dedup();
    Ok((analysis, problems.iter().any(|p| p.left_out)))
}

/// One clear line each; remarks only where the user wants to hear them.
pub(crate) fn tell(problems: &[Problem], quiet: bool) {
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
        Format::Text => view::text(analysis, &text_options(look.output.is_some(), look.width, look.color)),
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

/// How a text is written: to a file, or to standard output.
pub(crate) fn text_options(to_file: bool, width: Option<usize>, colour: Colour) -> TextOptions {
    let to_terminal = !to_file && std::io::stdout().is_terminal();
    let colour = match colour {
        Colour::Always => true,
        Colour::Never => false,
        // Knows NO_COLOR, CLICOLOR and dumb terminals.
        Colour::Auto => to_terminal && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
    };
    let width = width.unwrap_or_else(|| {
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
