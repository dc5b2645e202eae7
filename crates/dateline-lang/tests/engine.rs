//! What holds of the engine's output on any text.

use std::sync::OnceLock;

use dateline_data::DataSet;
use dateline_lang::engine::segment::LONGEST;
use dateline_lang::engine::{Engine, Parsed};
use dateline_lang::token::{Rel, SentenceKind};
use dateline_report::Span;
use proptest::prelude::*;

static ENGINE: OnceLock<Engine> = OnceLock::new();

fn engine() -> &'static Engine {
    ENGINE.get_or_init(|| Engine::load(&DataSet::built_in()).expect("the built-in data load"))
}

fn sound(text: &str, parsed: &Parsed) {
    let mut end = 0;
    for t in &parsed.tokens {
        assert!(t.span.start >= end && !t.span.is_empty(), "tokens in order, not empty, not overlapping: {:?}", t.span);
        assert!(text.get(t.span.range()).is_some(), "on character boundaries: {:?}", t.span);
        assert!(!t.span.of(text).contains(char::is_whitespace));
        end = t.span.end;
    }
    let mut next = 0;
    for s in &parsed.sentences {
        assert_eq!(s.tokens.start, next, "every token stands in one sentence");
        next = s.tokens.end;
        let tokens = &parsed.tokens[s.tokens.range()];
        assert!(!tokens.is_empty() && tokens.len() <= LONGEST);
        assert_eq!((s.span.start, s.span.end), (tokens[0].span.start, tokens[tokens.len() - 1].span.end));
        assert_eq!(tokens.iter().filter(|t| t.head.is_none()).count(), 1, "one root: {:?}", s.span.of(text));
        for (n, t) in tokens.iter().enumerate() {
            assert_eq!(t.head.is_none(), t.rel == Rel::Root);
            let (mut at, mut steps) = (n, 0);
            while let Some(head) = tokens[at].head {
                assert!(s.tokens.has(head.0), "the governor stands in the sentence");
                at = head.at() - s.tokens.start as usize;
                steps += 1;
                assert!(steps <= tokens.len(), "no cycle");
            }
        }
    }
    assert_eq!(next as usize, parsed.tokens.len());
    let mut last = 0;
    for e in &parsed.entities {
        assert!(e.tokens.start >= last && !e.tokens.is_empty() && e.confidence <= 1000);
        assert!(parsed.sentences.iter().any(|s| s.tokens.contains(e.tokens)), "a name lies in one sentence");
        last = e.tokens.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        sound(&text, &engine().parse_text(&text));
    }

    #[test]
    fn news_like_text(text in "([A-Z]?[a-zé]{1,7}|[0-9.,:%$€]{1,5}|[“”‘’\"'«»().!?…—–‑-]|U\\.S\\.|Mr\\.|\\u{200b}|\t|\n| ){0,80}") {
        sound(&text, &engine().parse_text(&text));
    }
}

#[test]
fn odd_texts() {
    for text in [
        "",
        " ",
        "\n\n",
        ".",
        "\u{feff}",
        "'",
        "’s",
        "...",
        "-",
        "a-",
        "-a",
        "\u{202e}abc",
        "$",
        "ﷺ",
        "e\u{301}",
        "1.",
        "A.B.",
        "“",
        "�",
    ] {
        sound(text, &engine().parse_text(text));
    }
}

#[test]
fn one_very_long_line() {
    let text = "word ".repeat(3000) + &"x".repeat(5000);
    sound(&text, &engine().parse_text(&text));
}

#[test]
fn hard_inputs_are_cut_at_a_bound() {
    for text in [
        "x".repeat(1_000_000),
        "(".repeat(100_000),
        "( ".repeat(100_000),
        "word and ".repeat(50_000),
        "\"a ".repeat(50_000),
        "a,".repeat(50_000),
        "a-".repeat(50_000),
        ":) ".repeat(50_000),
        "Abc.\n".repeat(20_000),
    ] {
        let found = engine().lexicon().segment(&text, None, None);
        assert!(found.iter().all(|s| !s.tokens.is_empty() && s.tokens.len() <= LONGEST));
        let letters: usize = found.iter().flat_map(|s| &s.tokens).map(|(a, b)| b - a).sum();
        assert_eq!(letters, text.chars().filter(|c| !c.is_whitespace()).count(), "nothing is lost");
    }
}

#[test]
fn same_text_same_analysis() {
    let text = "BEIJIA, March 3 (Wire) - The two sides agreed on Friday. \"We will wait,\" Orla Venn said.";
    assert_eq!(engine().parse_text(text), engine().parse_text(text));
}

#[test]
fn the_lists_hold_their_examples() {
    for example in &engine().lexicon().examples {
        let found: Vec<&str> =
            engine().lexicon().segment(&example.text, None, None).iter().map(|s| s.span.of(&example.text)).collect();
        assert_eq!(found, example.sentences);
    }
}

#[test]
fn kinds_of_lines() {
    let text = "Envoys meet in port\nTwo states agree to talk after a year of silence.\nARDEN: Envoys of two states met on Friday.\nWhat comes next\nThey will meet again in May.\n• the fleet";
    let title = Span::new(0, 19);
    let dateline = text.find("ARDEN").expect("it stands there");
    let kinds: Vec<SentenceKind> = engine()
        .lexicon()
        .segment(text, Some(title), Some(Span::from_usize(dateline, dateline + 6)))
        .iter()
        .map(|s| s.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            SentenceKind::Title,
            SentenceKind::Standfirst,
            SentenceKind::Dateline,
            SentenceKind::Prose,
            SentenceKind::Heading,
            SentenceKind::Prose,
            SentenceKind::Item
        ]
    );
}
