//! `mentions`: a text to its mentions; the form is told in the case file.

use std::sync::OnceLock;

use dateline_data::DataSet;
use dateline_lang::mention::{Mention, MentionForm, MentionRules, find_mentions};
use dateline_lang::plain::Plain;
use dateline_lang::{Engine, Syntax};
use dateline_report::Report;

pub(crate) fn read(report: &Report) -> Vec<Mention> {
    static TOOLS: OnceLock<(Engine, MentionRules)> = OnceLock::new();
    let (engine, rules) = TOOLS.get_or_init(|| {
        let data = DataSet::built_in();
        (Engine::load(&data).expect("the weights load"), MentionRules::load(&data).expect("the built-in data loads"))
    });
    let parsed = engine.parse(report);
    let syntax = Syntax::new(report, &parsed.sentences, &parsed.tokens);
    let entities: Vec<_> = parsed.entities.iter().map(|e| (e.tokens, e.kind, e.confidence)).collect();
    let mentions = find_mentions(&syntax, &entities, rules);
    for m in &mentions {
        assert!(!report.slice(m.span).is_empty() && m.full.contains(m.span), "{}: {m:?}", report.text);
    }
    mentions
}

pub(crate) fn check(input: &str) -> String {
    let report = Plain::new(input).report;
    let mentions = read(&report);
    let shown: Vec<String> = mentions
        .iter()
        .filter(|m| m.form != MentionForm::Pronoun || m.settled().is_some())
        .map(|m| show(&report, &mentions, m))
        .collect();
    shown.join("; ")
}

fn show(report: &Report, all: &[Mention], m: &Mention) -> String {
    let form = match m.form {
        MentionForm::Name => "",
        MentionForm::Nominal => "noun ",
        MentionForm::Pronoun => "pron ",
    };
    let mut out = format!("{form}{} {}", format!("{:?}", m.kind).to_lowercase(), report.slice(m.span));
    if let Some(state) = &m.state {
        out += &format!(" ={state}");
    }
    if m.metonym {
        out += " metonym";
    }
    for role in &m.roles {
        out += &format!(" as {}", role.title);
    }
    if let Some(a) = m.settled().and_then(|a| all.get(a.at())) {
        out += &format!(" <- {}", report.slice(a.span));
    }
    out
}
