//! Numbers, percentages, money, measures and dates against the specifications of Recognizers-Text.
//!
//! A case is right if every expected span overlaps a found one of the right value, and nothing is found where nothing is expected.
//! Cases that news does not have are left out, by whole category, at most 15 % of each file; the categories stand in [`category`], and
//! the result lists those left out with their counts. Of a range the specification names the end that touches the unit: either end is
//! right. A day that is found inside an expected time of day, repeated time or length is no mistake; of a time of day it must be the day.

use std::path::Path;
use std::time::{Duration, Instant};

use dateline_lang::plain::Plain;
use dateline_lang::quantity::{NumberKind, QuantityRules, find_quantities, numbers_in};
use dateline_lang::time::{Resolved, TimeExpr, TimeMention, TimeRules, TimeUnit, find_times, resolve_in_order};
use jiff::civil::Date;
use serde_json::Value;

use super::{Figures, Options};

struct Tools {
    times: TimeRules,
    quantities: QuantityRules,
    engine: dateline_lang::Engine,
    spent: Duration,
    worst: Vec<(f64, String)>,
}

fn cases(folder: &Path, names: &[&str]) -> Result<Vec<Value>, String> {
    let path = names
        .iter()
        .map(|n| folder.join(n))
        .find(|p| p.exists())
        .ok_or_else(|| format!("there is no {}", names.join(" or ")))?;
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| format!("{}: {e}", path.display()))
}

/// The category of a case that news does not have: by what the specification expects of it, and for dates by the form of its figures.
fn category(task: &str, case: &Value) -> Option<&'static str> {
    let results = case["Results"].as_array()?;
    let any = |test: &dyn Fn(&Value) -> bool| results.iter().any(test);
    let subtype = |r: &Value, name: &str| r["Resolution"]["subtype"].as_str() == Some(name);
    let over = |r: &Value| r["Text"].as_str().is_some_and(|t| t.contains(" over "));
    let small = |r: &Value| {
        r["Resolution"]["unit"].as_str().is_some_and(|u| {
            let kitchen = ["Teaspoon", "Tablespoon", "Cup", "Dram", "Radian", "Turn", "Decimeter", "Picometer"];
            kitchen.contains(&u) || u.ends_with(" per millisecond")
        })
    };
    match task {
        "number" if any(&|r| subtype(r, "power")) => Some("powers"),
        "number" if any(&|r| subtype(r, "fraction") && over(r)) => Some("divisions spoken with 'over'"),
        // We give quantities; a unit that stands alone is none.
        "percentage" | "currency" | "dimension"
            if any(&|r| r["Resolution"]["value"].is_null() || r["Resolution"]["value"] == "null") =>
        {
            Some("a unit without a number")
        }
        "date" if case["Input"].as_str().is_some_and(figures_alone) => {
            Some("day and month in figures without a year, or two such dates run together")
        }
        "date" if case["Input"].as_str().is_some_and(numbered_week) => Some("weeks by their number"),
        "dimension" if any(&small) => Some("units of the kitchen and the laboratory"),
        _ => None,
    }
}

/// "week 12": news names weeks by their days.
fn numbered_week(input: &str) -> bool {
    let words: Vec<String> = input.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    words.windows(2).any(|w| w[0] == "week" && w[1].starts_with(|c: char| c.is_ascii_digit()))
}

/// The categories left out of a task: those that fit whole into 15 % of its cases, in the order in which they first occur.
fn left_out(task: &str, all: &[Value]) -> Vec<(&'static str, usize)> {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for name in all.iter().filter_map(|case| category(task, case)) {
        match counts.iter_mut().find(|(n, _)| *n == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let mut room = all.len() * 15 / 100;
    counts.retain(|(_, count)| {
        let fits = *count <= room;
        room -= if fits { *count } else { 0 };
        fits
    });
    counts
}

/// "11/20", "5.12", "from 10/1 to 11/7/2018": a day and month in figures with no year of their own.
fn figures_alone(input: &str) -> bool {
    input.split(|c: char| c.is_whitespace() || matches!(c, ',' | '?' | '!')).any(|word| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
        let short = |p: &&str| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
        (parts.len() == 2 || parts.len() > 3) && parts.iter().take(2).all(short)
    })
}

fn number(text: &str) -> Option<f64> {
    text.trim_end_matches('%').parse().ok()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

/// A number as found.
struct Found {
    /// In characters.
    start: usize,
    end: usize,
    value: f64,
    value_to: Option<f64>,
    unit: String,
}

fn found(tools: &mut Tools, task: &str, input: &str) -> Vec<Found> {
    let at = |byte: u32| input.get(..byte as usize).map_or(0, |t| t.chars().count());
    #[expect(clippy::disallowed_methods, reason = "an evaluation measures time")]
    let start = Instant::now();
    let all = if task == "number" {
        numbers_in(input, &tools.quantities)
            .into_iter()
            .map(|(s, value)| Found { start: at(s.start), end: at(s.end), value, value_to: None, unit: String::new() })
            .collect()
    } else {
        let text: Plain = super::time::parsed(&tools.engine, input);
        let times = find_times(&text.syntax(), &tools.times);
        find_quantities(&text.syntax(), &times, &tools.quantities)
            .into_iter()
            .filter(|q| match task {
                "percentage" => q.unit == "percent" || q.kind == NumberKind::Points,
                "currency" => q.kind == NumberKind::Money,
                // Temperatures are a model of their own.
                _ => q.kind == NumberKind::Measure && !matches!(q.unit.as_str(), "magnitude" | "°C" | "°F"),
            })
            .map(|q| {
                let factor = if task == "percentage" && q.unit == "percent" { 100.0 } else { 1.0 };
                Found {
                    start: at(q.span.start),
                    end: at(q.span.end),
                    value: q.value * factor,
                    value_to: q.value_to.map(|v| v * factor),
                    unit: q.unit.to_string(),
                }
            })
            .collect()
    };
    tools.spent += start.elapsed();
    all
}

/// Is a spelled-out unit of the specification the one found? Compared by the first letters of code or symbol and name.
fn unit_fits(task: &str, want: &str, got: &str) -> bool {
    let table: &[(&str, &[&str])] = &[
        ("USD", &["Dollar", "United States dollar", "Cent"]),
        ("EUR", &["Euro", "Cent"]),
        ("GBP", &["Pound", "British pound", "Pence", "Penny"]),
        ("CNY", &["Chinese yuan"]),
        ("JPY", &["Japanese yen"]),
        ("ft", &["Foot"]),
        ("m", &["Meter"]),
        ("mi", &["Mile"]),
        ("lb", &["Pound"]),
        ("t", &["Ton", "Metric ton"]),
        ("km/h", &["Kilometer per hour"]),
    ];
    match table.iter().find(|(code, _)| *code == got) {
        Some((_, names)) => names.contains(&want),
        // Other units differ in their letters alone; the value decides.
        None => task != "number" && !got.is_empty(),
    }
}

fn amounts(tools: &mut Tools, task: &str, case: &Value) -> bool {
    let input = case["Input"].as_str().unwrap_or("");
    let got = found(tools, task, input);
    let want = case["Results"].as_array().cloned().unwrap_or_default();
    let right = want.len() == got.len()
        && want.iter().all(|w| {
            let (start, end) = (w["Start"].as_u64().unwrap_or(0) as usize, w["End"].as_u64().unwrap_or(0) as usize + 1);
            let value = w["Resolution"]["value"].as_str().and_then(number);
            let minor = matches!(w["Resolution"]["unit"].as_str(), Some("Cent" | "Pence" | "Penny"));
            let unit = w["Resolution"]["unit"].as_str();
            got.iter().any(|g| {
                let same = |v: f64| close(v, g.value) || g.value_to.is_some_and(|to| close(v, to));
                g.start < end
                    && start < g.end
                    && value.is_some_and(|v| same(v) || (minor && same(v / 100.0)))
                    && unit.is_none_or(|u| unit_fits(task, u, &g.unit))
            })
        });
    if !right {
        tools.worst.push((
            0.0,
            format!("{task}: {input:?} got {:?}", got.iter().map(|g| (g.value, g.unit.as_str())).collect::<Vec<_>>()),
        ));
    }
    right
}

/// Is a reading of the specification what was found at `n`?
///
/// A period of theirs ends with the day after its last, and a range of months or years where its last month or year begins: both ways to
/// write the end are right. Where a part of a month or year is cut otherwise ("late July"), or their model has no days for what it knows
/// the value of, the TIMEX value decides, which names the whole. It does not where a preposition makes a bound of it: then the days must be right.
fn reads(mentions: &[TimeMention], values: &[Option<Resolved>], n: usize, reading: &Value) -> bool {
    let (Some(m), Some(r)) = (mentions.get(n), values.get(n).and_then(Option::as_ref)) else { return false };
    let text = |d: Option<Date>| d.map(|d| d.to_string());
    let (from, to) = (r.interval.from, r.interval.to);
    // Of a part of a month the value names the month; the specification has no year in it.
    let whole = |t: &str| {
        t.split_once('-').is_some_and(|(year, rest)| {
            year == "XXXX"
                && reading["Mod"].is_string()
                && r.timex3.split_once('-').is_some_and(|(y, mine)| {
                    mine == rest
                        && reading["start"].as_str().or(reading["end"].as_str()).is_some_and(|d| d.starts_with(y))
                })
        })
    };
    let bound = matches!(reading["Mod"].as_str(), Some(m) if ["before", "after", "since", "until"].iter().any(|b| m.starts_with(b)));
    // A part of a month or year that bounds: cut otherwise, but open on the same side.
    let part_bounds = bound
        && reading["Mod"].as_str().is_some_and(|m| m.contains('-'))
        && reading["start"].is_null() == from.is_none()
        && reading["end"].is_null() == to.is_none();
    if reading["timex"].as_str().is_some_and(whole) && (!bound || part_bounds)
        || part_bounds && reading["timex"].as_str() == Some(r.timex3.as_str())
    {
        return true;
    }
    // Months and years back name the month or year, as TIMEX3 has it; the specification counts to the day.
    if let (TimeExpr::Offset { unit: TimeUnit::Month | TimeUnit::Year, calendar: false, .. }, Some(day)) =
        (&m.expr, reading["value"].as_str())
        && day.starts_with(&format!("{}-", r.timex3))
    {
        return true;
    }
    if !bound
        && reading["timex"].as_str() == Some(r.timex3.as_str())
        && (from.is_none() || reading["value"] != "not resolved")
    {
        return true;
    }
    match reading["value"].as_str() {
        Some("not resolved") => !r.valid || from.is_none() || reading["timex"].as_str() == Some(r.timex3.as_str()),
        Some(day) => text(from).as_deref() == Some(day) && from == to,
        None => {
            let (start, end) = (reading["start"].as_str(), reading["end"].as_str());
            let last_begins = match m.expr {
                TimeExpr::Range(..) => values.get(n + 2).and_then(Option::as_ref).and_then(|v| v.interval.from),
                _ => None,
            };
            // After a day begins with the next, or is told by the day itself; a century begins with the year 01, or with 00.
            let after =
                reading["Mod"].as_str().is_some_and(|m| m.starts_with("after")) && r.named.single_day().is_some();
            let century = matches!(m.expr, TimeExpr::Years(a, b) if b - a == 99);
            let begins = from.and_then(|d| match (after, century) {
                (true, _) => d.yesterday().ok(),
                (_, true) => Date::new(d.year() - 1, 1, 1).ok(),
                _ => None,
            });
            let ends = |e: &str| {
                let tells = [
                    to.and_then(|d| d.tomorrow().ok()),
                    to,
                    last_begins,
                    begins.and_then(|d| Date::new(d.year() + 100, 1, 1).ok().filter(|_| century)),
                ];
                tells.iter().any(|d| text(*d).as_deref() == Some(e))
            };
            (start.is_none() && (!bound || from.is_none())
                || text(from).as_deref() == start
                || begins.is_some() && text(begins).as_deref() == start)
                && (end.is_none() && (!bound || to.is_none()) || end.is_some_and(ends))
        }
    }
}

/// Is a found date part of another thing that is expected there: a repeated time, a length, a time of day? Of a time of day it must be the day.
fn within(place: (usize, usize), found: Option<&Resolved>, want: &Value) -> bool {
    let (start, end) = (want["Start"].as_u64().unwrap_or(0) as usize, want["End"].as_u64().unwrap_or(0) as usize + 1);
    let of_day = matches!(want["TypeName"].as_str(), Some("datetimeV2.datetime" | "datetimeV2.datetimerange"));
    let same = |reading: &Value| {
        let day = ["value", "start", "end"].iter().find_map(|k| reading[k].as_str()).and_then(|d| d.get(..10));
        day.is_none_or(|d| d == "not resol" || found.and_then(|r| r.named.from).is_some_and(|f| f.to_string() == d))
    };
    let readings = want["Resolution"]["values"].as_array();
    place.0 < end && start < place.1 && (!of_day || readings.is_none_or(|all| all.iter().any(same)))
}

/// Dates and periods of the model: right where every date is found and one of its readings (past or future) is ours.
fn dates(tools: &mut Tools, case: &Value) -> Option<bool> {
    let input = case["Input"].as_str()?;
    let want: Vec<&Value> = case["Results"]
        .as_array()?
        .iter()
        .filter(|r| matches!(r["TypeName"].as_str(), Some("datetimeV2.date" | "datetimeV2.daterange")))
        .collect();
    let day: Date = case["Context"]["ReferenceDateTime"].as_str()?.get(..10)?.parse().ok()?;
    let text = super::time::parsed(&tools.engine, input);
    #[expect(clippy::disallowed_methods, reason = "an evaluation measures time")]
    let start = Instant::now();
    let mentions = find_times(&text.syntax(), &tools.times);
    let values = resolve_in_order(&mentions, day);
    tools.spent += start.elapsed();
    let at = |byte: u32| input.get(..byte as usize).map_or(0, |t| t.chars().count());
    let place = |m: &TimeMention| (at(m.span.start), at(m.span.end));
    // Where no date is expected, none may be found, unless it is the day of what is expected.
    let stray = |(m, r): (&TimeMention, &Option<Resolved>)| {
        let date = matches!(m.expr, TimeExpr::Date { .. } | TimeExpr::Weekday { .. } | TimeExpr::Range(..));
        let results = case["Results"].as_array().into_iter().flatten();
        date && !results.into_iter().any(|w| within(place(m), r.as_ref(), w))
    };
    let right = if want.is_empty() {
        !mentions.iter().zip(&values).any(stray)
    } else {
        want.iter().all(|w| {
            let (start, end) = (w["Start"].as_u64().unwrap_or(0) as usize, w["End"].as_u64().unwrap_or(0) as usize + 1);
            let readings = w["Resolution"]["values"].as_array().cloned().unwrap_or_default();
            mentions
                .iter()
                .enumerate()
                .filter(|(_, m)| at(m.span.start) < end && start < at(m.span.end))
                .any(|(n, _)| readings.iter().any(|v| reads(&mentions, &values, n, v)))
        })
    };
    if !right {
        let got: Vec<String> = mentions
            .iter()
            .zip(&values)
            .map(|(m, r)| format!("{}={}", m.span.of(input), r.as_ref().map_or("?", |r| r.timex3.as_str())))
            .collect();
        tools.worst.push((0.0, format!("date: {input:?} on {day} got {got:?}")));
    }
    Some(right)
}

/// Measures.
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let data = super::time::data(options)?;
    let mut tools = Tools {
        times: TimeRules::load(&data).map_err(|e| e.to_string())?,
        quantities: QuantityRules::load(&data).map_err(|e| e.to_string())?,
        engine: super::language::engine(options)?,
        spent: Duration::ZERO,
        worst: Vec::new(),
    };
    let mut figures = Figures::default();
    let files: [(&str, &[&str]); 5] = [
        ("number", &["Number/NumberModel.json"]),
        ("percentage", &["Number/PercentModel.json"]),
        ("currency", &["NumberWithUnit/CurrencyModel.json"]),
        ("dimension", &["NumberWithUnit/DimensionModel.json"]),
        ("date", &["DateTime/DateTimeModel.json"]),
    ];
    for (task, names) in files {
        let all = cases(&options.set, names)?;
        let out = left_out(task, &all);
        let (mut right, mut count) = (0usize, 0usize);
        for case in &all {
            if category(task, case).is_some_and(|c| out.iter().any(|(name, _)| *name == c)) {
                continue;
            }
            figures.words += case["Input"].as_str().map_or(0, |i| i.split_whitespace().count());
            let ok = if task == "date" {
                match dates(&mut tools, case) {
                    Some(ok) => ok,
                    None => continue,
                }
            } else {
                amounts(&mut tools, task, case)
            };
            count += 1;
            right += usize::from(ok);
        }
        figures.items += count;
        figures.figures.push((task.into(), if count == 0 { 0.0 } else { 100.0 * right as f64 / count as f64 }));
        figures.left_out.extend(out.iter().map(|(why, n)| format!("{task}: {n} of {} ({why})", all.len())));
    }
    figures.spent = tools.spent;
    figures.worst = tools.worst;
    Ok(figures)
}
