//! The 61 columns of the event table of GDELT 2. What GDELT measures and we do not (tone, religions, ethnic groups, coordinates) stays empty.

use super::happening::{Happening, OWN, coded, number, published};
use super::table::Table;
use super::{Codes, ExportOptions};
use crate::contract::{Actor, ActorKind, Analysis, Day};

// not language: the columns of the data set.
const COLUMNS: &[&str] = &[
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
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
    let reports = h.reports();
    let outlets: std::collections::BTreeSet<&str> = reports
        .iter()
        .filter_map(|r| h.analysis.report(r))
        .map(|r| r.outlet.as_deref().unwrap_or(r.id.as_str()))
        .collect();
    let added = reports.iter().filter_map(|r| h.analysis.report(r)).filter_map(published).max();
    let report = h.first_report();
    let mut row = vec![(h.number * 1000 + n + 1).to_string()];
    row.extend(dates(h.day));
    row.extend(party(source, codes));
    row.extend(party(target, codes));
    row.push(u8::from(leads(h)).to_string());
    row.push(h.cameo.clone());
    row.push(h.cameo.get(..3).unwrap_or(&h.cameo).to_string());
    row.push(h.cameo.get(..2).unwrap_or(&h.cameo).to_string());
    row.push(Codes::quad_of_cameo(&h.cameo).to_string());
    row.push(codes.goldstein(&h.cameo).map(number).unwrap_or_default());
    row.push(h.event.evidence.len().to_string());
    row.push(outlets.len().to_string());
    row.push(reports.len().to_string());
    row.push(String::new());
    row.extend(geo(None, codes));
    row.extend(geo(None, codes));
    row.extend(geo(h.place(), codes));
    row.push(added.map(|d| format!("{}000000", d.0.strftime("%Y%m%d"))).unwrap_or_default());
    row.push(report.map(|r| r.url.clone().unwrap_or_else(|| r.path.clone())).unwrap_or_default());
    row.extend(h.own());
    row
}

/// SQLDATE, MonthYear, Year, FractionDate (the year and the share of it that has passed, a month counting as 30 days).
fn dates(day: Option<Day>) -> [String; 4] {
    let Some(Day(d)) = day else { return Default::default() };
    let passed = (f64::from(d.month()) * 30.0 + f64::from(d.day())) / 365.0;
    [
        d.strftime("%Y%m%d").to_string(),
        d.strftime("%Y%m").to_string(),
        d.year().to_string(),
        format!("{:.4}", f64::from(d.year()) + passed),
    ]
}

/// Code, name, country, known group, ethnic group, two religions, three types. A state itself has no type.
fn party(actor: Option<&Actor>, codes: &Codes) -> [String; 10] {
    let mut out: [String; 10] = Default::default();
    let Some(a) = actor else { return out };
    let state = a.state.clone().unwrap_or_default();
    let kind = if a.kind == ActorKind::State { "" } else { codes.sector(a).map_or("", |s| s.0) };
    out[0] = format!("{state}{kind}");
    out[1] = a.name.to_uppercase();
    out[2] = state;
    out[7] = kind.to_string();
    out
}

/// Type, name, country, two provinces, latitude, longitude, feature. Types: 0 none, 1 a country, 4 a town outside the United States, 3 one within.
fn geo(place: Option<&Actor>, codes: &Codes) -> [String; 8] {
    let mut out: [String; 8] = Default::default();
    let Some(p) = place else {
        out[0] = "0".into();
        return out;
    };
    let state = p.state.as_deref().unwrap_or_default();
    let kind = match (p.kind, state) {
        (ActorKind::State, _) => "1",
        (_, "USA") => "3",
        _ => "4",
    };
    out[0] = kind.into();
    out[1] = p.name.clone();
    out[2] = codes.fips(state).to_string();
    out[3] = out[2].clone();
    out
}

/// Is it told in a headline or in the first paragraph of a report?
fn leads(h: &Happening<'_>) -> bool {
    h.event.evidence.iter().any(|e| {
        h.analysis.report(&e.report).is_some_and(|r| {
            let before = r.text.get(..e.span[0] as usize).unwrap_or_default();
            let lines = before.split('\n').filter(|l| !l.trim().is_empty()).count();
            let inside = !before.is_empty() && !before.ends_with('\n');
            lines.saturating_sub(usize::from(inside)) < if r.title.is_some() { 2 } else { 1 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_sixty_one_columns() {
        assert_eq!(COLUMNS.len(), 61);
    }

    #[test]
    fn the_date_has_four_forms() {
        let day = Day(jiff::civil::date(2027, 3, 11));
        assert_eq!(dates(Some(day)), ["20270311", "202703", "2027", "2027.2767"]);
        assert_eq!(dates(None)[0], "");
    }
}
