//! `cargo xtask furniture [--json] PATH...`: shows what is read of the files: each line of furniture, the title, and the clean text. A tool for
//! those who write rules.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dateline_report::{FurnitureRules, GivenMeta, Report, read_report};

/// Runs `furniture` with the arguments after it.
pub(crate) fn run(args: &[String]) -> ExitCode {
    let rules = match FurnitureRules::load(&dateline_data::DataSet::built_in()) {
        Ok(rules) => rules,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    let json = args.iter().any(|a| a == "--json");
    let mut files = Vec::new();
    for path in args.iter().filter(|a| !a.starts_with("--")) {
        collect(Path::new(path), &mut files);
    }
    let mut rows = Vec::new();
    for file in files {
        let bytes = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(problem) => {
                eprintln!("{}: {problem}", file.display());
                continue;
            }
        };
        let name = file.to_string_lossy();
        match read_report(&name, &bytes, &GivenMeta::default(), &rules) {
            Ok(report) if json => rows.push(object(&file, &report)),
            Ok(report) => print(&name, &report),
            Err(problem) => eprintln!("{name}: {problem}"),
        }
    }
    if json {
        println!("{}", serde_json::json!({ "reports": rows }));
    }
    ExitCode::SUCCESS
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(path) else {
        files.push(path.to_path_buf());
        return;
    };
    let mut inside: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    inside.sort();
    for path in inside.into_iter().filter(|p| p.is_file()) {
        files.push(path);
    }
}

fn print(name: &str, report: &Report) {
    println!(
        "=== {name}: {} [{}] outlet {:?} authors {:?}",
        report.title.map_or("", |t| report.slice(t)),
        report.language,
        report.outlet,
        report.authors
    );
    if let Some(d) = &report.dateline {
        println!(
            "dateline {:?} place {:?} agency {:?}",
            report.slice(d.span),
            d.place.map(|p| report.slice(p)),
            d.agency.map(|p| report.slice(p))
        );
    }
    for source in &report.declared_sources {
        println!("source {:?} {}", source.how, source.name);
    }
    for line in &report.furniture {
        println!("- {:10} {:5} {:?} {}", line.kind.name(), line.before, line.source, line.text);
    }
    for note in &report.notes {
        println!("note: {}", note.text);
    }
    for line in report.text.lines() {
        let cut: String = line.chars().take(100).collect();
        println!("  | {cut}");
    }
}

fn object(file: &Path, report: &Report) -> serde_json::Value {
    let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    serde_json::json!({
        "id": stem, "path": report.path, "sha256": report.sha256, "text": report.text, "title": report.title.map(|t| report.slice(t)),
        "outlet": report.outlet, "authors": report.authors, "language": report.language, "published": null,
        "furniture": report.furniture.iter().map(|f| serde_json::json!({"text": f.text, "kind": f.kind.name(), "source_span": f.source.map(|s| [s.start, s.end])})).collect::<Vec<_>>(),
        "declared_sources": report.declared_sources.iter().map(|d| d.name.clone()).collect::<Vec<_>>(),
    })
}
