//! The state of the world and the exports of a small analysis made by hand.

use dateline::DataSet;
use dateline::contract::{
    Analysis, Day, Dependency, Event, EventType, Evidence, Hedge, Origins, Standing, Status, Tie, TieAmount, TieClass,
    TimeValue,
};
use dateline::export::{Codes, ExportOptions, Form, export};
use dateline::state::{State, StateOptions, state};
use dateline::view::TextOptions;
use dateline::view::state as views;

fn codes() -> Codes {
    Codes::load(&DataSet::built_in()).expect("the built-in data loads")
}

/// Norway and Chile: an agreement signed, forces, a dispute, a dependency.
fn accord() -> Analysis {
    let mut a = Analysis::from_json(include_str!("data/accord.analysis.json")).expect("the fixture is an analysis");
    let passage = |report: &str| {
        let r = a.report(report).expect("a report of the fixture");
        let text: String = r.text.chars().take(20).collect();
        Evidence { report: report.into(), span: [0, u32::try_from(text.len()).expect("short")], text }
    };
    let (first, second) = (passage("alpha"), passage("gamma"));
    let tie = |id: &str, kind: &str, label: &str, class, mutual, between: [&str; 2]| Tie {
        id: id.into(),
        kind: kind.into(),
        label: label.into(),
        class,
        mutual,
        conflict: class == TieClass::Dispute,
        between: between.map(String::from),
        origins: Origins { min: 1, max: 1, lineages: vec![vec!["alpha".into()]], ..Origins::default() },
        evidence: vec![first.clone()],
        ..Tie::default()
    };
    let mut troops = tie("k1", "troops", "has forces or a base in", TieClass::Tie, false, ["NOR", "CHL"]);
    troops.open = vec!["how many: no report says".into()];
    let mut dispute = tie("k2", "dispute", "in dispute", TieClass::Dispute, true, ["CHL", "NOR"]);
    dispute.about = vec!["the Frost Bank".into()];
    let mut trade = tie("k3", "trade", "trade", TieClass::Tie, true, ["CHL", "NOR"]);
    trade.standing = Standing::Ahead;
    trade.amounts = vec![TieAmount {
        value: 4.2e9,
        unit: "USD".into(),
        hedge: Hedge::About,
        evidence: vec![second.clone()],
        ..TieAmount::default()
    }];
    trade.evidence = vec![second.clone()];
    a.ties = vec![troops, dispute, trade];
    a.dependencies = vec![Dependency {
        dependent: "a2".into(),
        on: "a1".into(),
        what: "cod".into(),
        share: Some(0.25),
        evidence: vec![first.clone()],
        ..Dependency::default()
    }];
    a
}

/// As [`accord`], with five events that happened, one that was only planned and one that was denied.
fn eventful() -> Analysis {
    let mut a = accord();
    let evidence: Vec<Evidence> = a.ties.iter().flat_map(|t| t.evidence.clone()).collect();
    a.events.clear();
    let happened = Status::Happened;
    let cases = [
        (EventType::Consult, "042", happened),
        (EventType::Consult, "042", Status::Planned),
        (EventType::Assault, "190", Status::Denied),
        (EventType::Aid, "073", happened),
        (EventType::Accuse, "112", happened),
        (EventType::Consult, "040", happened),
        (EventType::Sanction, "163", happened),
    ];
    for (n, (kind, cameo, status)) in cases.into_iter().enumerate() {
        let day = Day(format!("2031-05-0{}", n + 1).parse().expect("a day"));
        a.events.push(Event {
            id: format!("e{}", n + 1),
            story: Some("s1".into()),
            kind: Some(kind),
            plan_type: (status == Status::Planned).then_some(EventType::Agree),
            cameo: Some(cameo.into()),
            summary: format!("Deed\tno. {} with a \"quote\"\nand a break", n + 1),
            source: vec!["a1".into()],
            target: vec!["a2".into()],
            time: Some(TimeValue { from: Some(day), to: Some(day), ..TimeValue::default() }),
            status,
            origins: Origins { min: 2, max: 2, ..Origins::default() },
            evidence: evidence.clone(),
            ..Event::default()
        });
    }
    a
}

fn shown(a: &Analysis, options: &StateOptions) -> State {
    state(a, &codes(), options).expect("the pair is there")
}

fn table(a: &Analysis, form: Form, options: ExportOptions) -> Vec<Vec<String>> {
    let bytes = export(a, &codes(), form, options).expect("it can be written");
    String::from_utf8(bytes).expect("text").lines().map(|l| l.split('\t').map(String::from).collect()).collect()
}

#[test]
fn the_state_as_text() {
    let text = views::text(&shown(&accord(), &StateOptions::default()), &TextOptions { width: 80, colour: false });
    assert!(text.lines().all(|l| l.chars().count() <= 80));
    insta::assert_snapshot!(text);
}

#[test]
fn few_events_are_not_scored_and_many_are() {
    let few = shown(&accord(), &StateOptions::default());
    assert_eq!((few.pairs[0].score.cooperation, few.pairs[0].score.quads), (None, None));
    assert!(few.pairs[0].score.note.contains("too few to score"));
    let many = shown(&eventful(), &StateOptions::default());
    let score = &many.pairs[0].score;
    // 1.9 + 7.4 + 1.0 and -2.0 - 8.0; what was planned or denied counts for nothing.
    assert_eq!((score.events, score.cooperation, score.conflict), (5, Some(10.3), Some(-10.0)));
    assert_eq!(score.quads, Some([2, 1, 1, 1]));
}

#[test]
fn a_pair_is_found_by_code_or_name_and_a_wrong_one_is_named() {
    let pair = |a: &str, b: &str| StateOptions { pair: Some([a.into(), b.into()]), as_of: None };
    assert_eq!(shown(&accord(), &pair("nor", "Chile")).pairs.len(), 1);
    let error = state(&accord(), &codes(), &pair("NOR", "Atlantis")).expect_err("no such state").to_string();
    assert!(error.contains("'Atlantis'") && error.contains("CHL, NOR"), "{error}");
}

#[test]
fn what_was_published_later_is_not_known_before() {
    let day = Day("2031-05-06".parse().expect("a day"));
    let early = shown(&accord(), &StateOptions { as_of: Some(day), pair: None });
    assert_eq!(early.reports.len(), 1);
    let ties: Vec<&str> = early.pairs[0].ties.iter().filter_map(|t| t.id.as_deref()).collect();
    assert_eq!(ties, ["k1"], "gamma tells k3 and is not out");
}

#[test]
fn the_picture_is_the_same_twice_and_trusts_no_name() {
    let mut a = accord();
    a.actors[0].name = "<b>Norway</b>".into();
    let web = shown(&a, &StateOptions::default());
    let picture = views::svg(&web);
    assert_eq!(picture, views::svg(&web));
    assert!(picture.contains("&lt;b&gt;Norway") && !picture.contains("<b>"));
    assert!(!picture.contains("NaN") && !picture.contains("inf"));
    assert!(views::html(&web).contains("&lt;b&gt;Norway") && !views::html(&web).contains("http:"));
    assert!(views::graphml(&web).contains("attr.name=\"share\""));
}

#[test]
fn the_series_has_a_row_a_day_and_its_sums() {
    let series = views::csv(&shown(&eventful(), &StateOptions::default()));
    let rows: Vec<&str> = series.lines().collect();
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[1], "CHL,NOR,2031-05-01,1,1.9,0.0,1.9,1,0,0,0,2,2,e1,1,1");
}

#[test]
fn tables_have_the_columns_of_their_data_sets_and_ours() {
    let (a, plain) = (eventful(), ExportOptions::default());
    for (form, columns) in [(Form::Icews, 20), (Form::Polecat, 40), (Form::Gdelt, 61)] {
        let rows = table(&a, form, plain);
        assert!(rows.iter().all(|r| r.len() == columns + 10), "{form:?}");
        // Six of seven: the denied one is left out; GDELT has no header.
        assert_eq!(rows.len(), if form == Form::Gdelt { 6 } else { 7 }, "{form:?}");
        let all = table(&a, form, ExportOptions { all_status: true, header: false });
        assert_eq!(all.len(), rows.len() + 1, "{form:?}");
        assert!(all.iter().any(|r| r[columns + 1] == "denied" && r[columns + 2] == "negative"), "{form:?}");
    }
}

#[test]
fn what_was_announced_has_the_code_of_an_announcement() {
    let rows = table(&eventful(), Form::Gdelt, ExportOptions::default());
    assert_eq!((rows[0][26].as_str(), rows[0][29].as_str(), rows[0][30].as_str()), ("042", "1", "1.9"));
    // The visit that lies ahead: intent to meet, on the day of the report, not of the visit.
    assert_eq!((rows[1][26].as_str(), rows[1][1].as_str(), rows[1][62].as_str()), ("036", "20310506", "planned"));
    let polecat = table(&eventful(), Form::Polecat, ExportOptions::default());
    assert_eq!((polecat[2][2].as_str(), polecat[1][2].as_str()), ("AGREE", "CONSULT"));
}

#[test]
fn the_flat_table_quotes_what_must_be_quoted() {
    let bytes = export(&eventful(), &codes(), Form::Csv, ExportOptions::default()).expect("it can be written");
    let text = String::from_utf8(bytes).expect("text");
    assert!(text.contains("\"Deed\tno. 1 with a \"\"quote\"\"\nand a break\""));
}

#[test]
fn records_and_rdf_say_what_did_not_happen() {
    let jsonl = export(&eventful(), &codes(), Form::PloverJsonl, ExportOptions::default()).expect("written");
    let records: Vec<serde_json::Value> =
        String::from_utf8(jsonl).expect("text").lines().map(|l| serde_json::from_str(l).expect("an object")).collect();
    assert_eq!(records.len(), 7);
    assert_eq!(records[1]["event"], "AGREE");
    assert_eq!(records[1]["mode"][0], "future");
    assert_eq!(records[2]["mode"][0], "negation");
    assert_eq!(records[0]["actor"][0]["code"], "NOR/GOV");
    let rdf = export(&eventful(), &codes(), Form::Jsonld, ExportOptions::default()).expect("written");
    let graph: serde_json::Value = serde_json::from_slice(&rdf).expect("JSON");
    let of =
        |id: &str| graph["@graph"].as_array().expect("nodes").iter().find(|n| n["@id"] == id).expect("a node").clone();
    assert_eq!(of("urn:dateline:event:e1")["@type"], "sem:Event");
    assert_eq!(of("urn:dateline:event:e3")["@type"], "dl:ReportedEvent");
    assert!(of("urn:dateline:event:e3").get("hasActor").is_none());
}

#[test]
fn nothing_gives_nothing() {
    let empty = Analysis::default();
    let web = shown(&empty, &StateOptions::default());
    assert!(views::text(&web, &TextOptions::default()).contains("nothing between two"));
    assert!(views::svg(&web).ends_with("</svg>\n"));
    for form in [Form::PloverJsonl, Form::Icews, Form::Csv, Form::Parquet, Form::Graphml, Form::Jsonld] {
        export(&empty, &codes(), form, ExportOptions::default()).expect("an empty file");
    }
}
