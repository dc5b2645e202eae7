//! Statements, expectations and dependencies: from a text to one line that says what was found.

use dateline_data::DataSet;
use dateline_lang::Syntax;
use dateline_lang::ahead::{AheadRules, find_expectations};
use dateline_lang::dependency::{DependencyRules, find_dependencies};
use dateline_lang::engine::Engine;
use dateline_lang::mention::{Mention, MentionIx, MentionRules, find_mentions};
use dateline_lang::plain::Plain;
use dateline_lang::statement::{SpeechRules, Statement, find_statements};
use dateline_lang::time::{TimeMention, TimeRules, find_times};
use std::sync::LazyLock;

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
        engine: Engine::load(&data).expect("built-in data loads"),
        mentions: MentionRules::load(&data).expect("built-in data loads"),
        speech: SpeechRules::load(&data).expect("built-in data loads"),
        times: TimeRules::load(&data).expect("built-in data loads"),
        ahead: AheadRules::load(&data).expect("built-in data loads"),
        dependency: DependencyRules::load(&data).expect("built-in data loads"),
    }
});

fn with<T>(text: &str, work: impl FnOnce(&Syntax<'_>, &[Mention], &[TimeMention], &[Statement]) -> T) -> T {
    let tools = &*TOOLS;
    let report = Plain::new(text).report;
    let parsed = tools.engine.parse(&report);
    let syntax = Syntax::new(&report, &parsed.sentences, &parsed.tokens);
    let entities: Vec<_> = parsed.entities.iter().map(|e| (e.tokens, e.kind, e.confidence)).collect();
    let mentions = find_mentions(&syntax, &entities, &tools.mentions);
    let times = find_times(&syntax, &tools.times);
    let said = find_statements(&syntax, &mentions, &tools.speech);
    work(&syntax, &mentions, &times, &said)
}

/// Each statement as `speaker: direct "content" [cue] via channel`, joined by `; `. `-` where there is none.
pub(crate) fn statements(input: &str) -> String {
    with(input, |syntax, _, _, said| {
        let text = syntax.text();
        let lines: Vec<String> = said
            .iter()
            .map(|s| {
                let kind = if s.direct { "direct" } else { "indirect" };
                let cue = s.cue.map_or(String::new(), |c| format!(" [{}]", c.of(text)));
                let channel: Vec<&str> = s.channel.iter().map(|c| c.of(text)).collect();
                let channel = if channel.is_empty() { String::new() } else { format!(" via {}", channel.join(", ")) };
                format!(
                    "{}: {kind} \"{}\"{cue}{channel}",
                    s.speaker_span.map_or("?", |w| w.of(text)),
                    s.content.of(text)
                )
            })
            .collect();
        if lines.is_empty() { "-".into() } else { lines.join("; ") }
    })
}

/// Each expectation as `status "clause" (time) of holder`, joined by `; `. `-` where there is none.
pub(crate) fn ahead(input: &str) -> String {
    with(input, |syntax, mentions, times, said| {
        let text = syntax.text();
        let lines: Vec<String> = find_expectations(syntax, mentions, times, said, &[], &TOOLS.ahead)
            .iter()
            .map(|x| {
                let time = x
                    .time
                    .and_then(|n| times.get(n as usize))
                    .map_or(String::new(), |t| format!(" ({})", t.span.of(text)));
                let holder = x
                    .holder
                    .and_then(|m| mentions.get(m.at()))
                    .map_or(String::new(), |m| format!(" of {}", m.full.of(text)));
                format!("{} \"{}\"{time}{holder}", format!("{:?}", x.status).to_lowercase(), x.span.of(text))
            })
            .collect();
        if lines.is_empty() { "-".into() } else { lines.join("; ") }
    })
}

/// Each dependency as `X on Y for "Z"`, joined by `; `. `-` where there is none.
pub(crate) fn dependency(input: &str) -> String {
    with(input, |syntax, mentions, _, _| {
        let text = syntax.text();
        let name = |m: MentionIx| mentions.get(m.at()).map_or("?", |m| m.span.of(text));
        let lines: Vec<String> = find_dependencies(syntax, mentions, &[], &TOOLS.dependency)
            .iter()
            .map(|d| format!("{} on {} for \"{}\"", name(d.dependent), name(d.on), d.what.of(text)))
            .collect();
        if lines.is_empty() { "-".into() } else { lines.join("; ") }
    })
}
