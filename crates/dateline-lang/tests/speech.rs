//! The examples of the data for statements, expectations and dependencies, and their spans on odd texts.

use std::sync::LazyLock;

use dateline_data::DataSet;
use dateline_lang::ahead::{AheadRules, find_expectations};
use dateline_lang::dependency::{DependencyRules, find_dependencies};
use dateline_lang::engine::Engine;
use dateline_lang::event::ExpectationMention;
use dateline_lang::mention::{MentionRules, find_mentions};
use dateline_lang::plain::Plain;
use dateline_lang::statement::{SpeechRules, Statement, find_statements};
use dateline_lang::time::{TimeRules, find_times};
use dateline_lang::{Syntax, document::DependencyMention};
use proptest::prelude::*;

struct Tools {
    engine: Engine,
    mentions: MentionRules,
    speech: SpeechRules,
    times: TimeRules,
    ahead: AheadRules,
    dependency: DependencyRules,
}

static TOOLS: LazyLock<Tools> = LazyLock::new(|| {
    let data = DataSet::built_in();
    Tools {
        engine: Engine::load(&data).expect("the built-in data loads"),
        mentions: MentionRules::load(&data).expect("the built-in data loads"),
        speech: SpeechRules::load(&data).expect("the built-in data loads"),
        times: TimeRules::load(&data).expect("the built-in data loads"),
        ahead: AheadRules::load(&data).expect("the built-in data loads"),
        dependency: DependencyRules::load(&data).expect("the built-in data loads"),
    }
});

struct Read {
    said: Vec<Statement>,
    /// Lemma and form of the cue of each statement.
    cues: Vec<(String, String)>,
    ahead: Vec<ExpectationMention>,
    dependencies: Vec<DependencyMention>,
}

fn read(text: &str) -> Read {
    let report = Plain::new(text).report;
    let parsed = TOOLS.engine.parse(&report);
    let syntax = Syntax::new(&report, &parsed.sentences, &parsed.tokens);
    let entities: Vec<_> = parsed.entities.iter().map(|e| (e.tokens, e.kind, e.confidence)).collect();
    let mentions = find_mentions(&syntax, &entities, &TOOLS.mentions);
    let times = find_times(&syntax, &TOOLS.times);
    let said = find_statements(&syntax, &mentions, &TOOLS.speech);
    let cues = said
        .iter()
        .filter_map(|s| s.cue_token)
        .map(|c| (syntax.lemma(c).to_lowercase(), syntax.form(c).to_lowercase()))
        .collect();
    let ahead = find_expectations(&syntax, &mentions, &times, &said, &[], &TOOLS.ahead);
    let dependencies = find_dependencies(&syntax, &mentions, &[], &TOOLS.dependency);
    Read { said, cues, ahead, dependencies }
}

#[test]
fn examples_of_speech() {
    let wrong: Vec<_> = TOOLS
        .speech
        .examples()
        .iter()
        .filter(|e| {
            let cues = read(&e.text).cues;
            let hit = cues.iter().any(|(lemma, form)| {
                e.cues.iter().any(|c| c == lemma || c == form || lemma.strip_suffix('l') == Some(c.as_str()))
            });
            hit != e.found
        })
        .collect();
    let wrong: Vec<&str> = wrong.iter().map(|e| e.text.as_str()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn examples_of_what_lies_ahead() {
    let wrong: Vec<_> = TOOLS
        .ahead
        .examples()
        .iter()
        .filter(|(text, yes)| read(text).ahead.is_empty() == *yes)
        .map(|(text, _)| text.as_str())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn examples_of_dependence() {
    let wrong: Vec<_> =
        TOOLS.dependency.examples().iter().filter(|(text, yes)| read(text).dependencies.is_empty() == *yes).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn spans_lie_in_the_text(parts in prop::collection::vec(prop_oneof![
        "[“”„«»\"'‘’]",
        "(said|told|according to|will|is expected to|depends on|called|that|, |\\. |: |\n|— |by the count of|, adding that|who|asked|if|due to)",
        "(Norway|Ada Brandt|China's|half|Reuters|he|officials|the talks|Łódź|한국|Mr\\.|\\$5|🙂)",
        "\\PC{0,6}",
    ], 0..40)) {
        let text = parts.join(" ");
        let got = read(&text);
        let inside = |s: dateline_report::Span<dateline_report::Byte>| text.get(s.range()).is_some();
        for s in &got.said {
            prop_assert!(inside(s.content) && !s.content.is_empty());
            prop_assert!(s.cue.is_none_or(inside) && s.speaker_span.is_none_or(inside) && s.channel.iter().all(|c| inside(*c)));
            prop_assert!(s.within.is_none_or(|w| (w.0 as usize) < got.said.len()));
            prop_assert!(s.confidence <= 1000);
        }
        for x in &got.ahead {
            prop_assert!(inside(x.span) && !x.span.is_empty());
        }
        for d in &got.dependencies {
            prop_assert!(inside(d.span) && inside(d.what));
        }
    }
}
