//! The columns of ICEWS.

use super::happening::{Happening, OWN, coded, number};
use super::table::Table;
use super::{Codes, ExportOptions};
use crate::contract::{Actor, ActorKind, Analysis};

// not language: the columns of the data set.
const COLUMNS: &[&str] = &[
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// One row for each directed pair. The ID is ours: the event's number times a thousand and the number of the pair.
pub(super) fn table(analysis: &Analysis, codes: &Codes, options: ExportOptions) -> Table {
    let mut table = Table::new(&[COLUMNS, OWN]);
    for h in coded(analysis, codes, options) {
        for (n, (source, target)) in h.dyads().into_iter().enumerate() {
            table.push(row(&h, codes, n, source, target));
        }
    }
    table
}

fn row(h: &Happening<'_>, codes: &Codes, n: usize, source: Option<&Actor>, target: Option<&Actor>) -> Vec<String> {
    let (city, state) = h.city_and_state();
    let story = h.event.story.as_deref().map(|s| s.trim_start_matches('s').to_string()).unwrap_or_default();
    let publisher = h.first_report().and_then(|r| r.outlet.clone()).unwrap_or_default();
    let mut row = vec![(h.number * 1000 + n + 1).to_string(), h.day.map(|d| d.0.to_string()).unwrap_or_default()];
    row.extend(party(source, codes));
    row.push(codes.label(&h.cameo).to_string());
    row.push(h.cameo.clone());
    row.push(codes.goldstein(&h.cameo).map(number).unwrap_or_default());
    row.extend(party(target, codes));
    row.push(story);
    row.push(h.sentence().map(|s| s.to_string()).unwrap_or_default());
    row.push(publisher);
    row.push(city);
    row.extend([String::new(), String::new()]);
    row.push(state.map(|s| codes.country(s).to_string()).unwrap_or_default());
    row.extend([String::new(), String::new()]);
    row.extend(h.own());
    row
}

/// Name, sectors, country. ICEWS gives a state itself no sector.
fn party(actor: Option<&Actor>, codes: &Codes) -> [String; 3] {
    let Some(a) = actor else { return Default::default() };
    let country = a.state.as_deref().map(|s| codes.country(s).to_string()).unwrap_or_default();
    if a.kind == ActorKind::State {
        let name = if country.is_empty() { a.name.clone() } else { country.clone() };
        return [name, String::new(), country];
    }
    [a.name.clone(), codes.sector(a).map(|s| s.1.to_string()).unwrap_or_default(), country]
}
