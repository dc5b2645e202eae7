//! The state as GraphML: nodes are states and bodies, edges what holds between them, and one edge for the events of each pair.

use std::fmt::Write as _;

use crate::contract::Standing;
use crate::state::{Link, Pair, State};
use crate::view::safe::html as esc;

const KEYS: &[(&str, &str, &str, &str)] = &[
    ("label", "node", "label", "string"),
    ("kind", "node", "kind", "string"),
    ("group", "edge", "group", "string"),
    ("type", "edge", "type", "string"),
    ("text", "edge", "label", "string"),
    ("standing", "edge", "standing", "string"),
    ("mutual", "edge", "mutual", "boolean"),
    ("share", "edge", "share", "double"),
    ("unknown", "edge", "unknown", "string"),
    ("origins_min", "edge", "origins_min", "int"),
    ("origins_max", "edge", "origins_max", "int"),
    ("last_told", "edge", "last_told", "string"),
    ("events", "edge", "events", "int"),
    ("cooperation", "edge", "cooperation", "double"),
    ("conflict", "edge", "conflict", "double"),
    ("note", "edge", "note", "string"),
    ("passages", "edge", "passages", "string"),
];

/// The state as a GraphML document.
#[must_use]
pub fn graphml(state: &State) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (id, on, name, kind) in KEYS {
        let _ = writeln!(out, "  <key id=\"{id}\" for=\"{on}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    out.push_str("  <graph id=\"state\" edgedefault=\"directed\">\n");
    for a in &state.actors {
        let _ = writeln!(
            out,
            "    <node id=\"{}\"><data key=\"label\">{}</data><data key=\"kind\">{}</data></node>",
            esc(&a.id),
            esc(&a.name),
            a.kind.word()
        );
    }
    let mut number = 0;
    for pair in &state.pairs {
        for (group, links) in [
            ("tie", &pair.ties),
            ("dependency", &pair.dependencies),
            ("agreement", &pair.agreements),
            ("dispute", &pair.disputes),
        ] {
            for link in links {
                number += 1;
                self::link(&mut out, number, group, link);
            }
        }
        if !pair.events.is_empty() {
            number += 1;
            events(&mut out, number, pair);
        }
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

fn put(out: &mut String, key: &str, value: &str) {
    if !value.is_empty() {
        let _ = write!(out, "<data key=\"{key}\">{}</data>", esc(value));
    }
}

fn link(out: &mut String, number: usize, group: &str, l: &Link) {
    let _ = write!(out, "    <edge id=\"x{number}\" source=\"{}\" target=\"{}\">", esc(&l.from), esc(&l.to));
    put(out, "group", group);
    put(out, "type", &l.kind);
    put(out, "text", &l.text);
    put(out, "standing", l.standing.word());
    put(out, "mutual", if l.mutual { "true" } else { "false" });
    put(out, "share", &l.share.map(|s| format!("{s}")).unwrap_or_default());
    put(out, "unknown", &l.unknown.join("; "));
    put(out, "origins_min", &l.origins.min.to_string());
    put(out, "origins_max", &l.origins.max.to_string());
    put(out, "last_told", &l.last_told.map(|d| d.0.to_string()).unwrap_or_default());
    put(out, "passages", &l.evidence.iter().map(|e| e.text.as_str()).collect::<Vec<_>>().join(" | "));
    out.push_str("</edge>\n");
}

fn events(out: &mut String, number: usize, p: &Pair) {
    let [a, b] = &p.between;
    let _ = write!(out, "    <edge id=\"x{number}\" source=\"{}\" target=\"{}\">", esc(a), esc(b));
    put(out, "group", "events");
    put(out, "standing", Standing::Stands.word());
    put(out, "mutual", "true");
    put(out, "events", &p.score.events.to_string());
    put(out, "cooperation", &p.score.cooperation.map(|v| format!("{v}")).unwrap_or_default());
    put(out, "conflict", &p.score.conflict.map(|v| format!("{v}")).unwrap_or_default());
    put(out, "note", &p.score.note);
    out.push_str("</edge>\n");
}
