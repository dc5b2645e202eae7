//! RDF as JSON-LD: events in the Simple Event Model, reports and descent in PROV-O, passages as Web Annotations.
//!
//! What happened is a `sem:Event`. What was announced, expected, alleged or denied is a `dl:ReportedEvent`, which is none: a query for events
//! finds only what the reports tell as done.

use serde_json::{Map, Value, json};

use super::happening::disagreements;
use crate::contract::{Actor, ActorKind, Analysis, Edge, Event, Evidence, Report, Status};

/// Characters of context in a quotation selector.
const AROUND: usize = 32;

pub(super) fn graph(analysis: &Analysis) -> String {
    let mut nodes: Vec<Value> = analysis.reports.iter().map(|r| report(analysis, r)).collect();
    nodes.extend(analysis.actors.iter().map(actor));
    for e in &analysis.events {
        nodes.push(event(analysis, e));
        for (n, p) in e.evidence.iter().enumerate() {
            nodes.extend(annotation(analysis, &e.id, n, p));
        }
    }
    let document = json!({"@context": context(), "@graph": nodes});
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn context() -> Value {
    let id = |iri: &str| json!({"@id": iri, "@type": "@id"});
    let typed = |iri: &str, kind: &str| json!({"@id": iri, "@type": kind});
    json!({
        "@version": 1.1,
        "@base": "urn:dateline:",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "prov": "http://www.w3.org/ns/prov#",
        "oa": "http://www.w3.org/ns/oa#",
        "dct": "http://purl.org/dc/terms/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "dl": "urn:dateline:terms:",
        "label": "rdfs:label",
        "eventType": id("sem:eventType"),
        "hasActor": id("sem:hasActor"),
        "hasPlace": id("sem:hasPlace"),
        "actor": id("dl:actor"),
        "place": id("dl:place"),
        "accordingTo": id("sem:accordingTo"),
        "begin": typed("sem:hasBeginTimeStamp", "xsd:date"),
        "end": typed("sem:hasEndTimeStamp", "xsd:date"),
        "from": typed("dl:from", "xsd:date"),
        "to": typed("dl:to", "xsd:date"),
        "status": "dl:status",
        "originsMin": typed("dl:originsMin", "xsd:integer"),
        "originsMax": typed("dl:originsMax", "xsd:integer"),
        "disagreement": "dl:disagreement",
        "state": "dl:state",
        "title": "dct:title",
        "publisher": "dct:publisher",
        "issued": typed("dct:issued", "xsd:date"),
        "derivedFrom": id("prov:wasDerivedFrom"),
        "body": id("oa:hasBody"),
        "target": id("oa:hasTarget"),
        "source": id("oa:hasSource"),
        "selector": id("oa:hasSelector"),
        "start": typed("oa:start", "xsd:nonNegativeInteger"),
        "stop": typed("oa:end", "xsd:nonNegativeInteger"),
        "exact": "oa:exact",
        "prefix": "oa:prefix",
        "suffix": "oa:suffix",
    })
}

/// An id inside the base, with what an IRI may not hold as percent signs.
fn iri(kind: &str, id: &str) -> String {
    let mut out = format!("urn:dateline:{kind}:");
    for b in id.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

fn report(analysis: &Analysis, r: &Report) -> Value {
    let mut node = Map::new();
    node.insert("@id".into(), json!(iri("report", &r.id)));
    node.insert("@type".into(), json!("prov:Entity"));
    node.insert("label".into(), json!(r.id));
    if let Some(title) = &r.title {
        node.insert("title".into(), json!(title));
    }
    if let Some(outlet) = &r.outlet {
        node.insert("publisher".into(), json!(outlet));
    }
    if let Some(day) = super::happening::published(r) {
        node.insert("issued".into(), json!(day.0.to_string()));
    }
    let parents: Vec<String> = analysis.lineage.edges.iter().filter(|e| e.to == r.id).map(parent).collect();
    if !parents.is_empty() {
        node.insert("derivedFrom".into(), json!(parents));
    }
    Value::Object(node)
}

fn parent(e: &Edge) -> String {
    match e.from.strip_prefix("lost:") {
        Some(name) => iri("lost", name),
        None => iri("report", &e.from),
    }
}

fn actor(a: &Actor) -> Value {
    let class = match a.kind {
        ActorKind::Place | ActorKind::Facility => "sem:Place",
        ActorKind::Product => "sem:Object",
        _ => "sem:Actor",
    };
    let mut node = Map::new();
    node.insert("@id".into(), json!(iri("actor", &a.id)));
    node.insert("@type".into(), json!([class, format!("dl:{}", a.kind.word())]));
    node.insert("label".into(), json!(a.name));
    if let Some(state) = &a.state {
        node.insert("state".into(), json!(state));
    }
    Value::Object(node)
}

fn event(analysis: &Analysis, e: &Event) -> Value {
    let done = matches!(e.status, Status::Happened | Status::Ongoing) && !e.undecided;
    let (who, place, from, to) =
        if done { ("hasActor", "hasPlace", "begin", "end") } else { ("actor", "place", "from", "to") };
    let mut node = Map::new();
    node.insert("@id".into(), json!(iri("event", &e.id)));
    node.insert("@type".into(), json!(if done { "sem:Event" } else { "dl:ReportedEvent" }));
    node.insert("label".into(), json!(e.summary));
    node.insert("status".into(), json!(e.status.word()));
    if let Some(kind) = e.kind {
        node.insert("eventType".into(), json!(format!("urn:plover:{}", kind.word())));
    }
    let all: Vec<String> = e.source.iter().chain(&e.target).map(|a| iri("actor", a)).collect();
    if !all.is_empty() {
        node.insert(who.into(), json!(all));
    }
    if let Some(p) = &e.place {
        node.insert(place.into(), json!(iri("actor", p)));
    }
    if let Some(time) = &e.time {
        for (name, day) in [(from, time.from), (to, time.to)] {
            if let Some(day) = day {
                node.insert(name.into(), json!(day.0.to_string()));
            }
        }
    }
    if !e.origins.witnesses.is_empty() {
        let all: Vec<String> = e.origins.witnesses.iter().map(|w| iri("actor", w)).collect();
        node.insert("accordingTo".into(), json!(all));
    }
    node.insert("originsMin".into(), json!(e.origins.min));
    node.insert("originsMax".into(), json!(e.origins.max));
    let disputed = disagreements(analysis, e);
    if !disputed.is_empty() {
        node.insert("disagreement".into(), json!(disputed));
    }
    let mut reports: Vec<String> = e.evidence.iter().map(|p| iri("report", &p.report)).collect();
    reports.sort();
    reports.dedup();
    node.insert("derivedFrom".into(), json!(reports));
    Value::Object(node)
}

/// A passage: the body is the event, the target the place in the report's clean text, counted in characters as the recommendation wants it.
fn annotation(analysis: &Analysis, event: &str, n: usize, p: &Evidence) -> Option<Value> {
    let text = analysis.report(&p.report)?.text.as_str();
    let (start, end) = (p.span[0] as usize, p.span[1] as usize);
    let (before, exact, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    let first = before.chars().count();
    let prefix: String = before.chars().skip(first.saturating_sub(AROUND)).collect();
    let suffix: String = after.chars().take(AROUND).collect();
    let id = iri("passage", &format!("{event}-{}", n + 1));
    Some(json!({
        "@id": id,
        "@type": "oa:Annotation",
        "body": iri("event", event),
        "target": {
            "@id": format!("{id}-target"),
            "@type": "oa:SpecificResource",
            "source": iri("report", &p.report),
            "selector": [
                {"@id": format!("{id}-position"), "@type": "oa:TextPositionSelector", "start": first, "stop": first + exact.chars().count()},
                {"@id": format!("{id}-quote"), "@type": "oa:TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
            ],
        },
    }))
}
