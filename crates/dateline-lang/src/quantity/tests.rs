use dateline_data::DataSet;

use super::*;
use crate::plain::Plain;
use crate::time::{TimeRules, find_times};

fn rules() -> &'static (TimeRules, QuantityRules) {
    static RULES: std::sync::OnceLock<(TimeRules, QuantityRules)> = std::sync::OnceLock::new();
    RULES.get_or_init(|| {
        let data = DataSet::built_in();
        (TimeRules::load(&data).unwrap(), QuantityRules::load(&data).unwrap())
    })
}

fn found(text: &str) -> Vec<(String, f64, Hedge, NumberKind, String)> {
    let plain = Plain::new(text);
    let times = find_times(&plain.syntax(), &rules().0);
    find_quantities(&plain.syntax(), &times, &rules().1)
        .into_iter()
        .map(|q| (q.span.of(text).to_string(), q.value, q.hedge, q.kind, q.unit.to_string()))
        .collect()
}

#[test]
fn a_hedged_count() {
    let q = found("They sent about 28,500 soldiers to the border.");
    assert_eq!(
        q,
        [("about 28,500 soldiers".to_string(), 28500.0, Hedge::About, NumberKind::Count, "soldier".to_string())]
    );
}

#[test]
fn shares_have_a_whole() {
    let plain = Plain::new("The island buys nearly half of its imported crude from its neighbour.");
    let q = find_quantities(&plain.syntax(), &[], &rules().1);
    assert_eq!(q.len(), 1);
    assert_eq!((q[0].value, q[0].hedge), (0.5, Hedge::Nearly));
    assert_eq!(q[0].whole.map(|w| w.of(&plain.report.text)), Some("its imported crude"));
}

proptest::proptest! {
    #[test]
    fn never_panics_and_spans_fit(text in "([A-Za-z0-9 ,.:/–’'\"$€%-]|one|two| half| of |million |third | about |per cent|\\PC){0,60}") {
        let plain = Plain::new(&text);
        let times = find_times(&plain.syntax(), &rules().0);
        for q in find_quantities(&plain.syntax(), &times, &rules().1) {
            proptest::prop_assert!(!q.span.of(&plain.report.text).is_empty());
            proptest::prop_assert!(q.tokens.end as usize <= plain.tokens.len());
            proptest::prop_assert!(q.value.is_finite());
            for part in [q.what, q.whole].into_iter().flatten() {
                proptest::prop_assert!(!part.of(&plain.report.text).is_empty());
            }
        }
        let _ = numbers_in(&plain.report.text, &rules().1);
    }
}
