//! Sentences joined by ` / `; for inputs that begin with `tokens:`, tokens joined by `·`.

use dateline_data::DataSet;
use dateline_lang::engine::tokens::Lexicon;

pub(crate) fn check(input: &str) -> String {
    let lexicon = Lexicon::load(&DataSet::built_in()).expect("the built-in data load");
    match input.strip_prefix("tokens:") {
        Some(line) => lexicon.tokens(line).into_iter().map(|(a, b)| &line[a..b]).collect::<Vec<_>>().join("·"),
        None => lexicon.segment(input, None, None).iter().map(|s| s.span.of(input)).collect::<Vec<_>>().join(" / "),
    }
}
