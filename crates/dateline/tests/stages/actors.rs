//! `actors`: reports with ` ### ` between, to their actors: names with slashes between, kind and state; sorted, demonyms left out.

use std::sync::OnceLock;

use dateline_data::DataSet;
use dateline_lang::Document;
use dateline_lang::plain::Plain;
use dateline_report::Report;
use dateline_story::actors::{ActorData, resolve};

pub(crate) fn check(input: &str) -> String {
    static DATA: OnceLock<ActorData> = OnceLock::new();
    let data = DATA.get_or_init(|| ActorData::load(&DataSet::built_in()).expect("the built-in data loads"));
    let reports: Vec<Report> = input.split(" ### ").map(|t| Plain::new(t).report).collect();
    let docs: Vec<Document> =
        reports.iter().map(|r| Document { mentions: super::mentions::read(r), ..Document::default() }).collect();
    let there = show(&reports, &docs, data);
    // The order of the reports changes nothing but the numbers.
    let (mut reports, mut docs) = (reports, docs);
    reports.reverse();
    docs.reverse();
    assert_eq!(there, show(&reports, &docs, data), "{input}: reversed");
    there
}

fn show(reports: &[Report], docs: &[Document], data: &ActorData) -> String {
    let cast = resolve(&reports.iter().collect::<Vec<_>>(), &docs.iter().collect::<Vec<_>>(), data);
    let mut all: Vec<String> = cast
        .actors
        .iter()
        .map(|a| {
            let names: Vec<&str> = a.names.iter().map(|n| n.0.as_str()).collect();
            format!(
                "{} ({}{})",
                names.join("/"),
                format!("{:?}", a.kind).to_lowercase(),
                a.state.as_ref().map_or(String::new(), |s| format!(" {s}"))
            )
        })
        .collect();
    all.sort();
    all.join("; ")
}
