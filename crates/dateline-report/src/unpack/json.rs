//! JSON: lines of objects, arrays, and objects around an array (feeds, answers of interfaces).

use std::io::{BufRead, Read};

use serde_json::{Map, Value};

use super::fields::Fields;
use super::{Ctx, Flow, too_large, unreadable};

/// Objects within objects in which a record is looked for.
const DEEPEST: usize = 4;

pub(super) fn lines(place: &str, input: &mut dyn BufRead, ctx: &mut Ctx<'_>) -> Flow {
    let mut line = Vec::new();
    for number in 1_u64.. {
        let here = format!("{place}#{number}");
        line.clear();
        let most = ctx.limits.record;
        let read = match (&mut *input).take(most + 1).read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(read) => read as u64,
            Err(e) => return ctx.fault(&here, unreadable(&e)),
        };
        if read > most {
            ctx.fault(&here, too_large(most))?;
            if let Err(e) = rest_of_line(&mut *input) {
                return ctx.fault(&here, unreadable(&e));
            }
            continue;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Value>(&line) {
            Ok(value) => one(&here, &value, ctx)?,
            Err(e) => ctx.fault(&here, format!("is no JSON ({e}); mend the line"))?,
        }
    }
    Flow::Continue(())
}

/// Passes over a line that is too long.
fn rest_of_line(input: &mut dyn BufRead) -> std::io::Result<()> {
    loop {
        let seen = input.fill_buf()?;
        if seen.is_empty() {
            return Ok(());
        }
        let end = seen.iter().position(|b| *b == b'\n');
        let n = end.map_or(seen.len(), |e| e + 1);
        input.consume(n);
        if end.is_some() {
            return Ok(());
        }
    }
}

/// One object of a row of them.
fn one(place: &str, value: &Value, ctx: &mut Ctx<'_>) -> Flow {
    let found = value.as_object().and_then(|o| inner(o, ctx, 0));
    match found.and_then(|o| Fields::of(o, ctx.fields).record(place.to_string(), None)) {
        Some(record) => ctx.record(record),
        None => ctx.fault(place, "holds no text under a known name; say which field it is with --map text=FIELD"),
    }
}

/// The object itself if it can be read, or the one inside it that can.
fn inner<'a>(object: &'a Map<String, Value>, ctx: &Ctx<'_>, depth: usize) -> Option<&'a Map<String, Value>> {
    if Fields::of(object, ctx.fields).readable() {
        return Some(object);
    }
    if depth >= DEEPEST {
        return None;
    }
    object.values().filter_map(Value::as_object).find_map(|o| inner(o, ctx, depth + 1))
}

pub(super) fn whole(place: &str, bytes: &[u8], ctx: &mut Ctx<'_>) -> Flow {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(e) => return broken(place, bytes, &e, ctx),
    };
    match &value {
        Value::Array(all) => row(place, all, None, ctx),
        Value::Object(object) => {
            if Fields::of(object, ctx.fields).readable()
                && array(object, ctx, 0)
                    .is_none_or(|_| object.contains_key("headline") || object.contains_key("articleBody"))
            {
                return one(&format!("{place}#1"), &value, ctx);
            }
            // JSON Feed names its outlet over the items.
            let feed = object.get("version").and_then(Value::as_str).is_some_and(|v| v.contains("jsonfeed.org"));
            let outlet = object.get("title").and_then(Value::as_str).filter(|_| feed);
            match array(object, ctx, 0) {
                Some(all) => row(place, all, outlet, ctx),
                None => one(place, &value, ctx),
            }
        }
        _ => ctx.fault(place, "holds no object with a text; save the report's text in it"),
    }
}

fn row(place: &str, all: &[Value], outlet: Option<&str>, ctx: &mut Ctx<'_>) -> Flow {
    for (n, value) in all.iter().enumerate() {
        let here = format!("{place}#{}", n + 1);
        let object = value.as_object().and_then(|o| inner(o, ctx, 0));
        match object.and_then(|o| Fields::of(o, ctx.fields).record(here.clone(), outlet)) {
            Some(record) => ctx.record(record)?,
            None => {
                ctx.fault(&here, "holds no text under a known name; say which field it is with --map text=FIELD")?
            }
        }
    }
    Flow::Continue(())
}

/// The first array of objects one of which can be read.
fn array<'a>(object: &'a Map<String, Value>, ctx: &Ctx<'_>, depth: usize) -> Option<&'a [Value]> {
    let readable = |v: &Value| v.as_object().and_then(|o| inner(o, ctx, 0)).is_some();
    let here = object.values().filter_map(Value::as_array).find(|all| all.iter().take(20).any(readable));
    if here.is_some() || depth >= DEEPEST {
        return here.map(Vec::as_slice);
    }
    object.values().filter_map(Value::as_object).find_map(|o| array(o, ctx, depth + 1))
}

/// An array that is broken somewhere: its elements before that place are read.
fn broken(place: &str, bytes: &[u8], e: &serde_json::Error, ctx: &mut Ctx<'_>) -> Flow {
    let inside = bytes.trim_ascii_start().strip_prefix(b"[").unwrap_or_default();
    let mut rest = inside;
    let mut number = 0;
    while !rest.is_empty() {
        let mut stream = serde_json::Deserializer::from_slice(rest).into_iter::<Value>();
        let Some(Ok(value)) = stream.next() else { break };
        number += 1;
        let after = stream.byte_offset();
        one(&format!("{place}#{number}"), &value, ctx)?;
        let next = rest.get(after..).unwrap_or_default().trim_ascii_start();
        rest = next.strip_prefix(b",").unwrap_or_default();
    }
    ctx.fault(place, format!("is broken JSON ({e}); what stood before was read, mend it there"))
}
