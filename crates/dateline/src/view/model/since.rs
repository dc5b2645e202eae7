//! What changed since an earlier analysis, and what is watched, in words.

use super::{Depth, Line, Passages};
use crate::contract::{Analysis, ChangeKind, WatchKind};
use crate::view::words;

/// Changes of one kind.
#[derive(Debug, Clone)]
pub(crate) struct Changes {
    pub(crate) title: &'static str,
    pub(crate) sign: &'static str,
    pub(crate) lines: Vec<Line>,
    /// How many more there are.
    pub(crate) more: usize,
}

/// All that changed since an earlier analysis.
#[derive(Debug, Clone)]
pub(crate) struct SinceView {
    /// "Since 4 Jan 2026: 1 new report, 3 changes; 40 conclusions as before."
    pub(crate) head: String,
    pub(crate) kinds: Vec<Changes>,
}

pub(super) fn since<'a>(analysis: &'a Analysis, depth: Depth, passages: &mut Passages<'a>) -> Option<SinceView> {
    let since = analysis.since.as_ref()?;
    let watched = |id: &str| analysis.watched.iter().any(|w| w.items.iter().any(|i| i == id));
    let kinds = [
        (ChangeKind::New, "New", "+"),
        (ChangeKind::Contradicted, "Contradicted", "≠"),
        (ChangeKind::Status, "Told otherwise now", "→"),
        (ChangeKind::Confirmed, "Confirmed", "✓"),
        (ChangeKind::Due, "Due now", "!"),
        (ChangeKind::Withdrawn, "No longer told", "−"),
    ];
    let kinds = kinds.into_iter().filter_map(|(kind, title, sign)| {
        let of_kind = || since.changes.iter().filter(|c| c.kind == kind);
        let lines: Vec<Line> = of_kind()
            .take(depth.changes)
            .map(|c| {
                let moved = match (&c.before, &c.after) {
                    (Some(a), Some(b)) => Some(format!("before: {a}; now: {b}")),
                    (Some(a), None) => Some(format!("before: {a}")),
                    (None, Some(b)) => Some(b.clone()),
                    (None, None) => None,
                };
                let id = if watched(&c.item) { format!("watched · {}", c.item) } else { c.item.clone() };
                Line {
                    text: c.text.clone(),
                    note: Some(moved.map_or_else(|| id.clone(), |m| format!("{m} · {id}"))),
                    marks: passages.cite_some(&c.evidence, depth.passages.min(2)),
                }
            })
            .collect();
        let more = of_kind().count() - lines.len();
        (!lines.is_empty()).then_some(Changes { title, sign, lines, more })
    });
    let when = since.as_of.map_or_else(|| "the earlier analysis".to_string(), words::day);
    let changes = since.changes.len();
    let gone = match since.gone.len() {
        0 => String::new(),
        n => format!(", {} gone", words::count(n, "report", "reports")),
    };
    let head = format!(
        "Since {when}: {}{gone}, {}; {} as before.",
        words::count(since.added.len(), "new report", "new reports"),
        if changes == 0 { "nothing changed".to_string() } else { words::count(changes, "change", "changes") },
        words::count(since.unchanged.len(), "conclusion", "conclusions"),
    );
    Some(SinceView { head, kinds: kinds.collect() })
}

/// What is watched and how much is told of it, one line each.
pub(crate) fn watched(analysis: &Analysis) -> Vec<String> {
    let line = |w: &crate::contract::Watched| {
        let kind = match w.kind {
            WatchKind::Actor => "",
            WatchKind::Pair => "between ",
            WatchKind::Topic => "topic ",
            WatchKind::Expectation => "expected ",
        };
        let told = |letter: char| w.items.iter().filter(|i| i.starts_with(letter)).count();
        let parts: Vec<String> = [
            (told('e'), "happening", "happenings"),
            (told('x'), "expectation", "expectations"),
            (told('d'), "disagreement", "disagreements"),
            (told('k'), "tie", "ties"),
            (told('n'), "number", "numbers"),
        ]
        .into_iter()
        .filter(|p| p.0 > 0)
        .map(|(n, one, many)| words::count(n, one, many))
        .collect();
        let parts = if parts.is_empty() { "nothing is told of it".to_string() } else { parts.join(", ") };
        format!("{kind}{}: {parts}", w.name)
    };
    analysis.watched.iter().map(line).collect()
}
