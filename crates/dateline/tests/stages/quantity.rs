//! `They sent about 28,500 soldiers.` gives `about 28,500 soldiers=count about 28500 soldier`; a share names its whole after `of`.

use std::fmt::Write as _;
use std::sync::OnceLock;

use dateline_data::DataSet;
use dateline_lang::plain::Plain;
use dateline_lang::quantity::{Hedge, NumberKind, QuantityRules, find_quantities};
use dateline_lang::time::{TimeRules, find_times};

fn rules() -> &'static (TimeRules, QuantityRules) {
    static RULES: OnceLock<(TimeRules, QuantityRules)> = OnceLock::new();
    RULES.get_or_init(|| {
        let data = DataSet::built_in();
        (
            TimeRules::load(&data).expect("the built-in rules load"),
            QuantityRules::load(&data).expect("the built-in rules load"),
        )
    })
}

pub(crate) fn check(input: &str) -> String {
    let text = Plain::new(input);
    let times = find_times(&text.syntax(), &rules().0);
    let mut out = String::new();
    for q in find_quantities(&text.syntax(), &times, &rules().1) {
        let kind = match q.kind {
            NumberKind::Count => "count",
            NumberKind::Ordinal => "ordinal",
            NumberKind::Share => "share",
            NumberKind::Points => "points",
            NumberKind::Money => "money",
            NumberKind::Measure => "measure",
            NumberKind::Duration => "duration",
            NumberKind::Factor => "factor",
            NumberKind::Score => "score",
        };
        let hedge = match q.hedge {
            Hedge::Exact => "",
            Hedge::About => "about ",
            Hedge::Nearly => "nearly ",
            Hedge::MoreThan => "more than ",
            Hedge::LessThan => "less than ",
            Hedge::AtLeast => "at least ",
            Hedge::AtMost => "at most ",
        };
        let round = |v: f64| (v * 1e6).round() / 1e6;
        let to = q.value_to.map_or(String::new(), |v| format!("..{}", round(v)));
        let whole = q.whole.map_or(String::new(), |w| format!(" of {}", w.of(input)));
        let unit = if q.unit.is_empty() { String::new() } else { format!(" {}", q.unit) };
        let _ = write!(
            out,
            "{}{}={kind} {hedge}{}{to}{unit}{whole}",
            if out.is_empty() { "" } else { "; " },
            q.span.of(input),
            round(q.value)
        );
    }
    out
}
