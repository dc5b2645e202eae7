//! One row an event with everything in it: for spreadsheets and data frames.

use super::Codes;
use super::happening::{days, disagreements, number, polarity, spans};
use super::table::Table;
use crate::contract::{Analysis, Event};

// not language: the names of our columns.
const COLUMNS: &[&str] = &[
    "event",
    "story",
    "summary",
    "status",
    "polarity",
    "undecided",
    "type",
    "announced_as",
    "mode",
    "contexts",
    "cameo",
    "cameo_label",
    "goldstein",
    "quad",
    "date_from",
    "date_to",
    "date_precision",
    "source_ids",
    "source_names",
    "source_states",
    "target_ids",
    "target_names",
    "target_states",
    "place",
    "place_state",
    "origins_min",
    "origins_max",
    "witnesses",
    "disagreements",
    "reports",
    "history",
    "spans",
    "passages",
];

/// All events, also those without a type; several values in one cell are separated by semicolons.
pub(super) fn table(analysis: &Analysis, codes: &Codes) -> Table {
    let mut table = Table::new(&[COLUMNS]);
    for event in &analysis.events {
        table.push(row(analysis, codes, event));
    }
    table
}

fn row(analysis: &Analysis, codes: &Codes, e: &Event) -> Vec<String> {
    let names = |ids: &[String]| {
        let all: Vec<&str> = ids.iter().filter_map(|i| analysis.actor(i)).map(|a| a.name.as_str()).collect();
        all.join("; ")
    };
    let states = |ids: &[String]| {
        let mut all: Vec<&str> =
            ids.iter().filter_map(|i| analysis.actor(i)).filter_map(|a| a.state.as_deref()).collect();
        all.sort_unstable();
        all.dedup();
        all.join("; ")
    };
    let place = e.place.as_deref().and_then(|p| analysis.actor(p));
    let cameo = codes.cameo(e).unwrap_or_default();
    let mut row = vec![
        e.id.clone(),
        e.story.clone().unwrap_or_default(),
        e.summary.clone(),
        e.status.word().into(),
        polarity(e.status).into(),
        u8::from(e.undecided).to_string(),
        e.kind.map_or("", |k| k.word()).into(),
        e.plan_type.map_or("", |k| k.word()).into(),
        e.mode.clone().unwrap_or_default(),
        e.context.join("; "),
        cameo.clone(),
        codes.label(&cameo).to_string(),
        codes.goldstein(&cameo).map(number).unwrap_or_default(),
        e.kind.map(|k| codes.quad(k).to_string()).unwrap_or_default(),
    ];
    row.extend(days(e.time.as_ref()));
    row.extend([e.source.join("; "), names(&e.source), states(&e.source)]);
    row.extend([e.target.join("; "), names(&e.target), states(&e.target)]);
    row.push(place.map(|p| p.name.clone()).unwrap_or_default());
    row.push(place.and_then(|p| p.state.clone()).unwrap_or_default());
    row.push(e.origins.min.to_string());
    row.push(e.origins.max.to_string());
    row.push(names(&e.origins.witnesses));
    row.push(disagreements(analysis, e).join("; "));
    let mut reports: Vec<&str> = e.evidence.iter().map(|p| p.report.as_str()).collect();
    reports.sort_unstable();
    reports.dedup();
    row.push(reports.join("; "));
    row.push(e.history.iter().map(|h| format!("{} {}", h.report, h.status.word())).collect::<Vec<_>>().join("; "));
    row.push(spans(&e.evidence));
    row.push(e.evidence.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" | "));
    row
}
