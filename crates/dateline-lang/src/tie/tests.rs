//! The examples of the frames, through the whole chain.

use dateline_data::DataSet;

use super::{Standing, TieMention};
use crate::Language;
use crate::document::Document;
use crate::plain::Plain;

fn line(text: &str, doc: &Document, tie: &TieMention) -> String {
    let names = |side: &[crate::mention::MentionIx]| {
        side.iter().filter_map(|m| doc.mentions.get(m.at())).map(|m| m.span.of(text)).collect::<Vec<_>>().join("+")
    };
    let standing = match tie.standing {
        Standing::Stands => "",
        Standing::Ended => " ended",
        Standing::Denied => " denied",
        Standing::Ahead => " ahead",
        Standing::Alleged => " alleged",
    };
    format!("{} {}>{}{standing}", tie.kind, names(&tie.source), names(&tie.target))
}

/// The parse errs on some; the floor may only rise.
#[test]
fn examples_of_the_ties() {
    let language = Language::load(&DataSet::built_in()).expect("the built-in data loads");
    let (mut right, mut all, mut wrong) = (0, 0, String::new());
    for (frame, example) in language.ties().examples() {
        let (text, expected) = example
            .split_once(" => ")
            .unwrap_or_else(|| panic!("{frame}: an example is `text => kind A>B standing`: {example}"));
        let report = Plain::new(text).report;
        let doc = language.read(&report);
        let lines: Vec<String> = doc.ties.iter().map(|t| line(&report.text, &doc, t)).collect();
        let hit = if expected == "-" { lines.is_empty() } else { lines.iter().any(|l| l == expected) };
        all += 1;
        if hit {
            right += 1;
        } else {
            wrong.push_str(&format!("{frame}: {example}\n    got {}\n", lines.join("; ")));
        }
    }
    assert!(right * 100 >= all * FLOOR, "{right} of {all} examples of ties are right:\n{wrong}");
}

/// Per cent of the examples that must be right.
const FLOOR: usize = 90;
