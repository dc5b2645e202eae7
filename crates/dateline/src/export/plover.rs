//! PLOVER records, one JSON object a line: the fields of its manual, and behind them our own under `dateline`.

use serde_json::{Map, Value, json};

use super::Codes;
use super::happening::{days, disagreements, polarity};
use crate::contract::{Actor, ActorKind, Analysis, Event, Status};

/// All events that have a type. What did not happen is marked as the manual asks: `future`, `hypothetical`, `negation` among its modes.
pub(super) fn jsonl(analysis: &Analysis, codes: &Codes) -> String {
    let mut out = String::new();
    for event in &analysis.events {
        let Some(record) = record(analysis, codes, event) else { continue };
        out.push_str(&record.to_string());
        out.push('\n');
    }
    out
}

fn record(analysis: &Analysis, codes: &Codes, event: &Event) -> Option<Value> {
    let deed = event.kind?;
    let kind = if event.status == Status::Planned { event.plan_type.unwrap_or(deed) } else { deed };
    let [from, to, precision] = days(event.time.as_ref());
    let parties = |ids: &[String]| -> Vec<Value> {
        ids.iter().filter_map(|id| analysis.actor(id)).map(|a| party(a, codes)).collect()
    };
    let marker = match event.status {
        Status::Planned => Some("future"),
        Status::Expected | Status::Conditional | Status::Alleged => Some("hypothetical"),
        Status::Denied => Some("negation"),
        Status::Happened | Status::Ongoing => None,
    };
    let mut modes: Vec<&str> = event.mode.as_deref().filter(|_| kind == deed).into_iter().collect();
    modes.extend(marker);
    let first = event.evidence.first();
    let report = first.and_then(|e| analysis.report(&e.report));
    let place = event.place.as_deref().and_then(|p| analysis.actor(p));
    let mut record = Map::new();
    let mut put = |name: &str, value: Value| {
        record.insert(name.to_string(), value);
    };
    put("id", json!(event.id));
    put("has_event", json!(true));
    put("date", if from.is_empty() { Value::Null } else { json!(from) });
    if !to.is_empty() && to != from {
        put("enddate", json!(to));
    }
    put("actor", json!(parties(&event.source)));
    put("recipient", json!(parties(&event.target)));
    put("event", json!(kind.word()));
    put("event_loc", place.map_or(Value::Null, |p| json!({"name": p.name, "country": p.state})));
    put("event_text", first.map_or(Value::Null, |e| json!(e.text)));
    put("quad_code", json!(codes.quad(kind)));
    put("event_scale", json!(codes.intensity(kind)));
    put("mode", json!(modes));
    put("context", json!(event.context));
    put("link", report.and_then(|r| r.url.clone()).map_or(Value::Null, Value::String));
    put("text", json!(event.summary));
    put("text_info", json!({"date_precision": precision, "language": report.map(|r| r.language.clone())}));
    put(
        "cite_info",
        json!({"publisher": report.and_then(|r| r.outlet.clone()), "title": report.and_then(|r| r.title.clone())}),
    );
    put("coder", json!(format!("Dateline {}", analysis.engine.version)));
    put("comment", json!(event.note));
    let deed_cameo = codes.cameo(event);
    put(
        "dateline",
        json!({
            "deed": deed.word(),
            "status": event.status.word(),
            "polarity": polarity(event.status),
            "undecided": event.undecided,
            "cameo": deed_cameo,
            "goldstein": deed_cameo.as_deref().and_then(|c| codes.goldstein(c)),
            "origins": {"min": event.origins.min, "max": event.origins.max},
            "disagreements": disagreements(analysis, event),
            "passages": event.evidence,
        }),
    );
    Some(Value::Object(record))
}

/// State and sector joined as in gold records: `HUN/GOV`.
fn party(a: &Actor, codes: &Codes) -> Value {
    let sector = codes.sector(a).map(|s| s.0);
    let code = match (a.state.as_deref(), sector) {
        (Some(s), Some(c)) => format!("{s}/{c}"),
        (Some(s), None) => s.to_string(),
        (None, Some(c)) => c.to_string(),
        (None, None) if a.kind == ActorKind::Organisation => "IGO".into(),
        (None, None) => String::new(),
    };
    json!({"actor": a.name, "code": code, "country": a.state, "sector": sector, "actor_id": a.id})
}
