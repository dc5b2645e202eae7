//! `@2026-01-03 The minister arrived on Friday.` gives `Friday=2026-01-02`; `!` after a value that cannot be.

use std::fmt::Write as _;
use std::sync::OnceLock;

use dateline_data::DataSet;
use dateline_lang::plain::Plain;
use dateline_lang::time::{TimeRules, find_times, resolve_in_order};

fn rules() -> &'static TimeRules {
    static RULES: OnceLock<TimeRules> = OnceLock::new();
    RULES.get_or_init(|| TimeRules::load(&DataSet::built_in()).expect("the built-in rules load"))
}

pub(crate) fn check(input: &str) -> String {
    let (day, text) = input.strip_prefix('@').and_then(|i| i.split_once(' ')).expect("a case begins with `@day`");
    let text = Plain::new(text);
    let found = find_times(&text.syntax(), rules());
    let values = resolve_in_order(&found, day.parse().expect("a day"));
    let mut out = String::new();
    for (t, r) in found.iter().zip(&values) {
        let value = r.as_ref().map_or("?", |r| r.timex3.as_str());
        let mark = if r.as_ref().is_some_and(|r| !r.valid) { "!" } else { "" };
        let _ = write!(out, "{}{}={value}{mark}", if out.is_empty() { "" } else { "; " }, t.span.of(&text.report.text));
    }
    out
}
