//! `cargo xtask events PATH...`: the event mentions of reports, one a line, to read while working on the ontology.

use std::path::Path;
use std::process::ExitCode;

use dateline_data::DataSet;
use dateline_lang::event::EventReader;

/// Prints the events of every text named.
pub(crate) fn run(args: &[String]) -> ExitCode {
    if args.is_empty() {
        eprintln!("usage: cargo xtask events PATH... (plain text; the first line is taken for the headline)");
        return ExitCode::from(2);
    }
    let reader = match EventReader::load(&DataSet::built_in()) {
        Ok(reader) => reader,
        Err(e) => {
            eprintln!("{e}");
            return ExitCode::FAILURE;
        }
    };
    for path in args {
        let text = match std::fs::read_to_string(Path::new(path)) {
            Ok(text) => text,
            Err(e) => {
                eprintln!("{path}: {e}");
                return ExitCode::FAILURE;
            }
        };
        let mut report = dateline_lang::plain::Plain::new(&text).report;
        if let Some(end) = text.find('\n') {
            report.title = Some(dateline_report::Span::from_usize(0, end));
        }
        let reading = reader.report(report);
        println!("{path}: {} events", reading.events.len());
        for event in &reading.events {
            let mark = if event.headline { "headline " } else { "" };
            println!("  {mark}{} ({}, {})", reading.line(event), event.frame, event.confidence);
            println!("      {}", reading.report.slice(event.span).replace('\n', " "));
        }
    }
    ExitCode::SUCCESS
}
