use dateline_data::DataSet;
use jiff::civil::{Date, date};

use super::*;
use crate::plain;

fn rules() -> &'static TimeRules {
    static RULES: std::sync::OnceLock<TimeRules> = std::sync::OnceLock::new();
    RULES.get_or_init(|| TimeRules::load(&DataSet::built_in()).unwrap())
}

fn shown(rules: &TimeRules, day: Date, text: &str) -> String {
    let text = plain::Plain::new(text);
    let found = find_times(&text.syntax(), rules);
    let resolved = resolve_in_order(&found, day);
    let all: Vec<String> = found
        .iter()
        .zip(&resolved)
        .map(|(t, r)| {
            format!("{}={}", t.span.of(&text.report.text), r.as_ref().map_or("?".to_string(), |r| r.timex3.clone()))
        })
        .collect();
    all.join("; ")
}

#[test]
fn examples_of_the_rules() {
    let rules = rules();
    let mut wrong = String::new();
    for example in rules.examples() {
        let (input, want) = example.split_once("=>").expect("an example has `=>`");
        let (day, text) = input.trim().trim_start_matches('@').split_once(' ').expect("an example begins with `@day`");
        let got = shown(rules, day.parse().expect("a day"), text);
        if got != want.trim() {
            wrong += &format!("{text}\n  expected {}\n  got      {got}\n", want.trim());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn an_impossible_weekday_is_kept_and_marked() {
    let rules = rules();
    let text = plain::Plain::new("It struck on Tuesday, February 6, 2023.");
    let found = find_times(&text.syntax(), rules);
    let resolved = resolve(&found[0].expr, found[0].tense, &Anchor { day: date(2023, 2, 10), narrated: None }).unwrap();
    assert!(!resolved.valid);
    assert_eq!(resolved.timex3, "2023-02-06");
}

#[test]
fn furniture_lines() {
    let rules = rules();
    for (line, want) in [
        ("06.02.2023 - 21:15", "2023-02-06"),
        ("10 Mar 2023, 21:14 Makkah time", "2023-03-10"),
        ("Sunday 12 March 2023", "2023-03-12"),
        ("20 Esfand 1401", "2023-03-11"),
        ("Friday, February 10, 2023 | 6 min read", "2023-02-10"),
        ("Last updated: 2023-06-06T19:40Z", "2023-06-06"),
        ("Published 4:10 PM EST, Mon January 5, 2026", "2026-01-05"),
    ] {
        let found = line_times(line, rules);
        let got: Vec<String> = found
            .iter()
            .filter_map(|e| resolve(e, Tense::Unknown, &Anchor { day: date(2000, 1, 1), narrated: None }))
            .map(|r| r.timex3)
            .collect();
        assert_eq!(got, [want], "{line}");
    }
}

proptest::proptest! {
    #[test]
    fn never_panics_and_spans_fit(text in "([A-Za-z0-9 ,.:/–’'\"“”$€-]|January|Friday| March| last | week| 2016| two | days | after | to |\\PC){0,60}") {
        let rules = rules();
        let text = plain::Plain::new(&text);
        let found = find_times(&text.syntax(), rules);
        for t in &found {
            proptest::prop_assert!(!t.span.of(&text.report.text).is_empty());
            proptest::prop_assert!(t.tokens.end as usize <= text.tokens.len());
            for tense in [Tense::Past, Tense::Future, Tense::Unknown] {
                for day in [date(2026, 1, 20), Date::MIN, Date::MAX] {
                    let _ = resolve(&t.expr, tense, &Anchor { day, narrated: None });
                }
            }
        }
        let _ = resolve_in_order(&found, date(2026, 1, 20));
        let _ = line_times(&text.report.text, rules);
    }
}
