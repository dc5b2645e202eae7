//! The examples of the ontology, and properties that hold for any text.

use dateline_data::DataSet;
use proptest::prelude::*;

use super::{EventReader, Status};

fn reader() -> EventReader {
    EventReader::load(&DataSet::built_in()).expect("the built-in data loads")
}

/// Does a line of the reading say what the example expects? `TYPE source>target status`, each part as far as written.
fn meets(line: &str, expected: &str) -> bool {
    let (kind, rest) = expected.split_once(' ').unwrap_or((expected, ""));
    let (who, status) = match rest.rsplit_once(' ') {
        Some((who, status))
            if ["planned", "expected", "conditional", "ongoing", "denied", "alleged"].contains(&status) =>
        {
            (who, Some(status))
        }
        _ if ["planned", "expected"].contains(&rest) => ("", Some(rest)),
        _ => (rest, None),
    };
    let (got_kind, got) = line.split_once(' ').unwrap_or((line, ""));
    let kind_right = got_kind == kind || (kind == "-" && got_kind.starts_with('-'));
    let status_right = status.is_none_or(|s| got.contains(s));
    let who_right = match who.split_once('>') {
        Some((source, target)) => {
            let got_who = got.split(" @").next().unwrap_or(got);
            let (s, t) = got_who.split_once('>').unwrap_or((got_who, ""));
            source.split('+').all(|x| s.contains(x)) && target.split('+').all(|x| t.contains(x))
        }
        None => got.contains(who),
    };
    kind_right && status_right && who_right
}

/// Examples of the data run through the whole chain. The parse errs on some; the floor may only rise.
#[test]
fn examples_of_the_ontology() {
    let reader = reader();
    let (mut right, mut all, mut wrong) = (0, 0, String::new());
    for frame in reader.ontology().frames() {
        for example in &frame.examples {
            let (text, expected) = example
                .split_once(" => ")
                .unwrap_or_else(|| panic!("{}: an example is `text => TYPE source>target`: {example}", frame.name));
            let reading = reader.text(text);
            let lines: Vec<String> = reading.events.iter().map(|e| reading.line(e)).collect();
            let hit = if expected.trim() == "-" && frame.plover.is_some() {
                !reading.events.iter().any(|e| e.frame == frame.name)
            } else {
                lines.iter().any(|l| meets(l, expected.trim()))
            };
            all += 1;
            if hit {
                right += 1;
            } else {
                wrong.push_str(&format!("{}: {example}\n    got {}\n", frame.name, lines.join("; ")));
            }
        }
    }
    println!("{right} of {all} examples\n{wrong}");
    assert!(right * 100 >= all * 90, "{right} of {all} examples are met:\n{wrong}");
}

#[test]
fn a_headline_settles_nothing() {
    let reader = reader();
    let text = "Kenya signs a trade deal with Uganda\nThe two states met on Monday in Kampala. The ministers smiled.\n";
    let mut report = crate::plain::Plain::new(text).report;
    report.title = Some(dateline_report::Span::from_usize(0, 36));
    let reading = reader.report(report);
    assert!(reading.events.iter().filter(|e| e.span.start < 36).all(|e| e.headline));
    assert!(reading.events.iter().filter(|e| e.span.start > 36).all(|e| !e.headline));
}

#[test]
fn negation_and_status_are_read() {
    let reader = reader();
    let reading = reader.text("Kenya has not reopened its embassy in Somalia.");
    assert!(reading.events.iter().any(|e| e.negated), "{}", reading.lines());
    let reading = reader.text("Kenya will send troops to Somalia if the attacks continue.");
    assert!(reading.events.iter().any(|e| e.status == Status::Conditional), "{}", reading.lines());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, .. ProptestConfig::default() })]

    /// Spans lie in the text on character boundaries, contain the predicate, and indices are in range, whatever the text.
    #[test]
    fn any_text_gives_sound_events(parts in proptest::collection::vec(prop_oneof![
        Just("Kenya ".to_string()), Just("met ".to_string()), Just("agreed to ".to_string()), Just("the attack on ".to_string()), Just("“Norway” ".to_string()),
        Just("was condemned by ".to_string()), Just("which ".to_string()), Just(". ".to_string()), Just("\n".to_string()), Just("President Ödegård ".to_string()),
        Just("will visit ".to_string()), Just("launch ".to_string()), Just("and ".to_string()), Just("talks between ".to_string()), "\\PC{0,6}",
    ], 0..30)) {
        let text: String = parts.concat();
        use std::sync::OnceLock;
        static READER: OnceLock<EventReader> = OnceLock::new();
        let reading = READER.get_or_init(reader).text(&text);
        for event in &reading.events {
            prop_assert!(text.get(event.span.range()).is_some_and(|t| !t.is_empty()));
            let predicate = &reading.parsed.tokens[event.predicate.at()];
            prop_assert!(event.span.contains(predicate.span));
            prop_assert!(event.source.iter().chain(&event.target).chain(&event.place).all(|m| m.at() < reading.mentions.len()));
            prop_assert!(event.time.is_none_or(|t| (t as usize) < reading.times.len()));
            prop_assert!(event.theme.is_none_or(|t| text.get(t.range()).is_some()));
            prop_assert!(!event.source.iter().any(|m| event.target.contains(m)));
            prop_assert!(event.confidence <= 1000);
        }
    }
}
