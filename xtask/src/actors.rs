//! `cargo xtask actors [--mentions] [--json] PATH...`: who is who in some texts, for people who work on the rules.
//!
//! Takes text files (or a folder of them) as they are, page furniture included.

use std::path::PathBuf;
use std::process::ExitCode;

use dateline_data::DataSet;
use dateline_lang::mention::{Mention, MentionForm, find_mentions};
use dateline_lang::plain::Plain;
use dateline_lang::{Document, Engine, Syntax};
use dateline_report::{Report, Span, Tok};
use dateline_story::actors::{ActorData, resolve};

/// Prints the actors of the files named.
pub(crate) fn run(args: &[String]) -> ExitCode {
    let mut paths: Vec<PathBuf> = Vec::new();
    for arg in args.iter().filter(|a| !a.starts_with("--")) {
        let path = PathBuf::from(arg);
        match std::fs::read_dir(&path) {
            Ok(folder) => {
                paths.extend(folder.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "txt")))
            }
            Err(_) => paths.push(path),
        }
    }
    paths.sort();
    let data = DataSet::built_in();
    let (engine, actors) = match (Engine::load(&data), ActorData::load(&data)) {
        (Ok(e), Ok(a)) => (e, a),
        (Err(e), _) | (_, Err(e)) => {
            eprintln!("{e}");
            return ExitCode::from(2);
        }
    };
    let mut reports: Vec<Report> = Vec::new();
    let mut docs: Vec<Document> = Vec::new();
    for path in &paths {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) => {
                eprintln!("{}: {e}", path.display());
                return ExitCode::from(2);
            }
        };
        let report = Plain::new(&text).report;
        let mentions = mentions(&report, &engine, &actors);
        if args.iter().any(|a| a == "--mentions") {
            println!("== {}", path.display());
            for m in &mentions {
                println!("{}", line(&report, &mentions, m));
            }
        }
        docs.push(Document { mentions, ..Document::default() });
        reports.push(report);
    }
    let cast = resolve(&reports.iter().collect::<Vec<_>>(), &docs.iter().collect::<Vec<_>>(), &actors);
    let stem = |n: u32| {
        paths.get(n as usize).and_then(|p| p.file_stem()).map_or(String::new(), |s| s.to_string_lossy().into_owned())
    };
    if args.iter().any(|a| a == "--json") {
        let all: Vec<serde_json::Value> = cast
            .actors
            .iter()
            .map(|a| {
                let names: Vec<serde_json::Value> = a.names.iter().map(|(t, r)| serde_json::json!({"text": t, "reports": r.iter().map(|r| stem(r.0)).collect::<Vec<_>>()})).collect();
                serde_json::json!({"kind": format!("{:?}", a.kind).to_lowercase(), "name": a.name, "state": a.state, "names": names, "roles": a.roles.iter().map(|r| r.title.clone()).collect::<Vec<_>>()})
            })
            .collect();
        println!("{}", serde_json::Value::Array(all));
        return ExitCode::SUCCESS;
    }
    for a in &cast.actors {
        println!("{:?} {} [{}]", a.kind, a.name, a.state.as_deref().unwrap_or("-"));
        for (text, seen) in &a.names {
            println!("    {text}   {}", seen.iter().map(|r| r.0.to_string()).collect::<Vec<_>>().join(" "));
        }
        for role in &a.roles {
            println!("    as {} of {}", role.title, role.of.map_or("-", |o| &cast.actors[o.at()].name));
        }
        for reason in &a.reasons {
            println!("    because {reason}");
        }
    }
    ExitCode::SUCCESS
}

fn mentions(report: &Report, engine: &Engine, actors: &ActorData) -> Vec<Mention> {
    let parsed = engine.parse(report);
    let syntax = Syntax::new(report, &parsed.sentences, &parsed.tokens);
    let entities: Vec<(Span<Tok>, _, u16)> = parsed.entities.iter().map(|e| (e.tokens, e.kind, e.confidence)).collect();
    find_mentions(&syntax, &entities, &actors.rules)
}

fn line(report: &Report, all: &[Mention], m: &Mention) -> String {
    let form = match m.form {
        MentionForm::Name => "name",
        MentionForm::Nominal => "noun",
        MentionForm::Pronoun => "pron",
    };
    let roles: Vec<String> = m
        .roles
        .iter()
        .map(|r| format!("{} of {}", r.title, r.of.and_then(|o| all.get(o.at())).map_or("-", |o| report.slice(o.span))))
        .collect();
    let antecedent = m
        .antecedent
        .and_then(|a| all.get(a.at()))
        .map_or(String::new(), |a| format!(" <- {}@{}", report.slice(a.span), a.span.start));
    format!(
        "{:5} {form} {:?}{}{} {:?} full {:?} [{}]{antecedent}{}",
        m.span.start,
        m.kind,
        if m.metonym { " metonym" } else { "" },
        if m.plural { " plural" } else { "" },
        report.slice(m.span),
        report.slice(m.full),
        m.state.as_deref().unwrap_or("-"),
        if roles.is_empty() { String::new() } else { format!(" roles {roles:?}") }
    )
}
