//! Actors and what is between them as GraphML, for networkx, Gephi, igraph.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::Codes;
use super::happening::{days, number};
use crate::contract::{Actor, Analysis};
use crate::view::safe::html as escape;

/// Attributes of nodes and edges: id, where, name, type.
const KEYS: &[(&str, &str, &str, &str)] = &[
    ("n0", "node", "label", "string"),
    ("n1", "node", "kind", "string"),
    ("n2", "node", "state", "string"),
    ("n3", "node", "sector", "string"),
    ("e0", "edge", "what", "string"),
    ("e1", "edge", "type", "string"),
    ("e2", "edge", "status", "string"),
    ("e3", "edge", "label", "string"),
    ("e4", "edge", "date_from", "string"),
    ("e5", "edge", "date_to", "string"),
    ("e6", "edge", "goldstein", "double"),
    ("e7", "edge", "origins_min", "int"),
    ("e8", "edge", "origins_max", "int"),
    ("e9", "edge", "passages", "string"),
    ("e10", "edge", "conclusion", "string"),
];

/// Every actor that takes part in something, and one edge for each pair of an event, tie or dependency.
pub(super) fn graph(analysis: &Analysis, codes: &Codes) -> String {
    let mut edges: Vec<Edge> = Vec::new();
    for e in &analysis.events {
        let equals = e.target.is_empty();
        let pairs: Vec<(&String, &String)> = if equals {
            let s = &e.source;
            (0..s.len()).flat_map(|n| (n + 1..s.len()).filter_map(move |m| Some((s.get(n)?, s.get(m)?)))).collect()
        } else {
            e.source.iter().flat_map(|a| e.target.iter().map(move |b| (a, b))).collect()
        };
        let [from, to, _] = days(e.time.as_ref());
        for (a, b) in pairs {
            edges.push(Edge {
                ends: [a.clone(), b.clone()],
                what: "event",
                kind: e.kind.map(|k| k.word().to_string()).unwrap_or_default(),
                status: e.status.word().into(),
                label: e.summary.clone(),
                days: [from.clone(), to.clone()],
                goldstein: codes.cameo(e).and_then(|c| codes.goldstein(&c)),
                origins: [e.origins.min, e.origins.max],
                passages: e.evidence.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" | "),
                id: e.id.clone(),
            });
        }
    }
    for t in &analysis.ties {
        edges.push(Edge {
            ends: t.between.clone().map(|end| node_of(analysis, &end)),
            what: "tie",
            kind: t.kind.clone(),
            status: t.standing.word().into(),
            label: t.label.clone(),
            days: Default::default(),
            goldstein: None,
            origins: [t.origins.min, t.origins.max],
            passages: t.evidence.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" | "),
            id: t.id.clone(),
        });
    }
    for d in &analysis.dependencies {
        edges.push(Edge {
            ends: [d.dependent.clone(), d.on.clone()],
            what: "dependency",
            kind: "dependency".into(),
            status: "stands".into(),
            label: d.share.map_or_else(|| d.what.clone(), |s| format!("{} ({})", d.what, crate::view::words::share(s))),
            days: Default::default(),
            goldstein: None,
            origins: [0, 0],
            passages: d.evidence.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" | "),
            id: String::new(),
        });
    }
    let used: BTreeSet<&str> = edges.iter().flat_map(|e| e.ends.iter().map(String::as_str)).collect();
    let mut out = head();
    for a in analysis.actors.iter().filter(|a| used.contains(a.id.as_str())) {
        node(&mut out, a, codes);
    }
    for code in used.iter().filter(|u| analysis.actor(u).is_none()) {
        let _ = writeln!(
            out,
            "    <node id=\"{0}\"><data key=\"n0\">{0}</data><data key=\"n1\">state</data></node>",
            escape(code)
        );
    }
    for (n, e) in edges.iter().enumerate() {
        e.write(&mut out, n + 1);
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

/// The id of the actor that is a state, where the reports name it.
fn node_of(analysis: &Analysis, end: &str) -> String {
    let state = |a: &&Actor| a.kind == crate::contract::ActorKind::State && a.state.as_deref() == Some(end);
    analysis.actors.iter().find(state).map_or_else(|| end.to_string(), |a| a.id.clone())
}

fn head() -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    );
    for (id, on, name, kind) in KEYS {
        let _ = writeln!(out, "  <key id=\"{id}\" for=\"{on}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    out.push_str("  <graph id=\"reports\" edgedefault=\"directed\">\n");
    out
}

fn node(out: &mut String, a: &Actor, codes: &Codes) {
    let _ = write!(
        out,
        "    <node id=\"{}\"><data key=\"n0\">{}</data><data key=\"n1\">{}</data>",
        escape(&a.id),
        escape(&a.name),
        a.kind.word()
    );
    if let Some(state) = &a.state {
        let _ = write!(out, "<data key=\"n2\">{}</data>", escape(state));
    }
    if let Some((sector, _)) = codes.sector(a) {
        let _ = write!(out, "<data key=\"n3\">{}</data>", escape(sector));
    }
    out.push_str("</node>\n");
}

struct Edge {
    ends: [String; 2],
    what: &'static str,
    kind: String,
    status: String,
    label: String,
    days: [String; 2],
    goldstein: Option<f64>,
    origins: [u32; 2],
    passages: String,
    id: String,
}

impl Edge {
    fn write(&self, out: &mut String, n: usize) {
        let _ = write!(
            out,
            "    <edge id=\"x{n}\" source=\"{}\" target=\"{}\">",
            escape(&self.ends[0]),
            escape(&self.ends[1])
        );
        let mut put = |key: &str, value: &str| {
            if !value.is_empty() {
                let _ = write!(out, "<data key=\"{key}\">{}</data>", escape(value));
            }
        };
        put("e0", self.what);
        put("e1", &self.kind);
        put("e2", &self.status);
        put("e3", &self.label);
        put("e4", &self.days[0]);
        put("e5", &self.days[1]);
        put("e6", &self.goldstein.map(number).unwrap_or_default());
        if self.origins != [0, 0] {
            put("e7", &self.origins[0].to_string());
            put("e8", &self.origins[1].to_string());
        }
        put("e9", &self.passages);
        put("e10", &self.id);
        out.push_str("</edge>\n");
    }
}
