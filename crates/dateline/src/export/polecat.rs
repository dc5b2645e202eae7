//! The columns of POLECAT.

use super::happening::{OWN, coded, number, published};
use super::table::Table;
use super::{Codes, ExportOptions};
use crate::contract::{Actor, ActorKind, Analysis};

// not language: the columns of the data set.
const COLUMNS: &[&str] = &[
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// One row for each event; several actors stand in one cell, separated by semicolons.
pub(super) fn table(analysis: &Analysis, codes: &Codes, options: ExportOptions) -> Table {
    let mut table = Table::new(&[COLUMNS, OWN]);
    for h in coded(analysis, codes, options) {
        let (source, target) = (h.actors(&h.event.source), h.actors(&h.event.target));
        // Equals act upon each other: POLECAT has them on both sides.
        let target = if target.is_empty() && source.len() > 1 { source.clone() } else { target };
        let (city, state) = h.city_and_state();
        let place = h.place();
        let report = h.first_report();
        let quad = codes.quad(h.kind);
        let announced = h.event.plan_type.is_some_and(|p| p == h.kind && Some(p) != h.event.kind);
        let mode = if announced { None } else { h.event.mode.clone() };
        let mut row = vec![
            h.event.id.clone(),
            h.day.map(|d| d.0.to_string()).unwrap_or_default(),
            h.kind.word().into(),
            mode.unwrap_or_default(),
            number(codes.intensity(h.kind)),
            Codes::quad_name(quad).into(),
            h.event.context.join("; "),
        ];
        row.extend(party(&source, codes));
        row.extend(party(&target, codes));
        row.push(place.map(|p| p.name.clone()).unwrap_or_default());
        row.push(city);
        row.extend([String::new(), String::new()]);
        row.push(state.unwrap_or_default().to_string());
        row.extend([String::new(), String::new(), String::new()]);
        row.push(place.map(|p| p.name.clone()).unwrap_or_default());
        row.push(String::new());
        row.push(report.and_then(|r| r.outlet.clone()).unwrap_or_default());
        row.push(report.and_then(published).map(|d| d.0.to_string()).unwrap_or_default());
        for kinds in [
            &[ActorKind::Person][..],
            &[ActorKind::Organisation, ActorKind::Group],
            &[ActorKind::State, ActorKind::Place, ActorKind::Facility],
        ] {
            row.push(told(analysis, report.map(|r| r.id.as_str()), kinds));
        }
        row.push(report.map(|r| r.language.clone()).unwrap_or_default());
        row.push(format!("Dateline {}", analysis.engine.version));
        row.extend(h.own());
        table.push(row);
    }
    table
}

/// Name, country, COW, primary sector, sectors, title, name as printed, Wikipedia ID. COW numbers and Wikipedia IDs are not known here.
fn party(actors: &[&Actor], codes: &Codes) -> Vec<String> {
    let each = |f: &dyn Fn(&Actor) -> String| {
        let mut cells: Vec<String> = actors.iter().map(|a| f(a)).filter(|c| !c.is_empty()).collect();
        cells.dedup();
        cells.join("; ")
    };
    let sectors = each(&|a| codes.sector(a).map(|s| s.0.to_string()).unwrap_or_default());
    vec![
        each(&|a| a.name.clone()),
        each(&|a| a.state.clone().unwrap_or_default()),
        String::new(),
        sectors.split("; ").next().unwrap_or_default().to_string(),
        sectors,
        each(&|a| a.roles.first().map(|r| r.title.clone()).unwrap_or_default()),
        each(&|a| a.names.first().map(|n| n.text.clone()).unwrap_or_default()),
        String::new(),
    ]
}

/// Names of some kinds in a report.
fn told(analysis: &Analysis, report: Option<&str>, kinds: &[ActorKind]) -> String {
    let Some(report) = report else { return String::new() };
    let here = |a: &&Actor| kinds.contains(&a.kind) && a.names.iter().any(|n| n.reports.iter().any(|r| r == report));
    analysis.actors.iter().filter(here).map(|a| a.name.as_str()).collect::<Vec<_>>().join("; ")
}
