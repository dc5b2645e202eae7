//! Events of each pair by day, as CSV: for time series.

use csv::WriterBuilder;

use crate::contract::Day;
use crate::state::{Deed, State};

// not language: the names of our columns.
const COLUMNS: [&str; 16] = [
    "a",
    "b",
    "date",
    "events",
    "cooperation",
    "conflict",
    "net",
    "verbal_cooperation",
    "material_cooperation",
    "verbal_conflict",
    "material_conflict",
    "origins_min",
    "origins_max",
    "event_ids",
    "cumulative_events",
    "enough_to_score",
];

/// One row for each pair and day with an event that happened; undated ones stand in a last row with an empty date. Sums are Goldstein values of that
/// day. `enough_to_score` says whether the pair has so many events and origins in all that its sums mean something.
#[must_use]
pub fn csv(state: &State) -> String {
    let mut out = WriterBuilder::new().from_writer(Vec::new());
    // Writing to memory fails for no input; what could not be written is not there.
    let _ = out.write_record(COLUMNS);
    for pair in &state.pairs {
        let counted: Vec<&Deed> = pair.events.iter().filter(|d| d.counted).collect();
        let enough = pair.score.cooperation.is_some();
        let mut sum = 0usize;
        let mut at = 0;
        while let Some(first) = counted.get(at) {
            let day = first.from.or(first.to);
            let same: Vec<&&Deed> = counted.iter().skip(at).take_while(|d| d.from.or(d.to) == day).collect();
            at += same.len();
            sum += same.len();
            let _ = out.write_record(row(&pair.between, day, &same, sum, enough));
        }
    }
    out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn row(between: &[String; 2], day: Option<Day>, deeds: &[&&Deed], sum: usize, enough: bool) -> Vec<String> {
    let values = || deeds.iter().filter_map(|d| d.goldstein);
    let cooperation: f64 = values().filter(|v| *v > 0.0).sum();
    let conflict: f64 = values().filter(|v| *v < 0.0).sum();
    let quad = |n: u8| deeds.iter().filter(|d| d.quad == Some(n)).count().to_string();
    let tenth = |v: f64| format!("{:.1}", v + 0.0);
    let mut row = vec![
        between[0].clone(),
        between[1].clone(),
        day.map(|d| d.0.to_string()).unwrap_or_default(),
        deeds.len().to_string(),
        tenth(cooperation),
        tenth(conflict),
        tenth(cooperation + conflict),
    ];
    row.extend((1..=4).map(quad));
    row.push(deeds.iter().map(|d| d.origins.min).min().unwrap_or(0).to_string());
    row.push(deeds.iter().map(|d| d.origins.max).max().unwrap_or(0).to_string());
    row.push(deeds.iter().map(|d| d.id.as_str()).collect::<Vec<_>>().join(";"));
    row.push(sum.to_string());
    row.push(u8::from(enough).to_string());
    row
}
