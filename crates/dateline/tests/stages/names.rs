//! `names`: two names (`body: ` before those of bodies) with `~` between, to `same`, `short` (part of the other: open) or `different`.

use std::sync::OnceLock;

use dateline_data::DataSet;
use dateline_lang::names::NameRules;

pub(crate) fn check(input: &str) -> String {
    static RULES: OnceLock<NameRules> = OnceLock::new();
    let rules = RULES.get_or_init(|| NameRules::load(&DataSet::built_in()).expect("the built-in data loads"));
    let (body, pair) = input.strip_prefix("body: ").map_or((false, input), |p| (true, p));
    let (a, b) = pair.split_once(" ~ ").expect("two names with a tilde between");
    let found = if body { rules.match_bodies(a, b) } else { rules.match_names(a, b) };
    let back = if body { rules.match_bodies(b, a) } else { rules.match_names(b, a) };
    assert_eq!(found.score, back.score, "{input}: the order of the names must not matter");
    match found.score {
        700.. => "same",
        600..=699 => "short",
        _ => "different",
    }
    .into()
}
