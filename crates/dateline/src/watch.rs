//! What the user watches: `watch.toml`. This module reads its text; the caller reads the file.
//!
//! ```toml
//! actors = ["NOR", "Ada Berg"]            # codes of states, or names as the reports print them
//! pairs = [["NOR", "CHL"]]                # what happens between the two
//! topics = ["rare earths", "fishing"]     # words of a summary or of a passage
//! expectations = ["visit to Santiago"]    # words of something foreseen
//! ```
//!
//! What is watched comes first in every list, in the order of the file.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::contract::{Analysis, Event, Evidence, WatchKind, Watched};

/// What the user watches, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Watch {
    /// Codes of states, or names.
    pub actors: Vec<String>,
    /// Two of them.
    pub pairs: Vec<[String; 2]>,
    /// Words.
    pub topics: Vec<String>,
    /// Words of something foreseen.
    pub expectations: Vec<String>,
}

/// Reads the text of a watch file; `path` is named in messages.
///
/// # Errors
/// One line that names file, line, reason and remedy.
///
/// ```
/// let watch = dateline::watch::parse("watch.toml", "actors = [\"NOR\"]\npairs = [[\"NOR\", \"CHL\"]]\n").unwrap();
/// assert_eq!(watch.pairs.len(), 1);
/// let wrong = dateline::watch::parse("watch.toml", "pairs = [[\"NOR\"]]\n").unwrap_err();
/// assert!(wrong.starts_with("watch.toml, line 1: "), "{wrong}");
/// ```
pub fn parse(path: &str, text: &str) -> Result<Watch, String> {
    let watch: Watch = toml::from_str(text).map_err(|e| {
        let line = |at: usize| text.get(..at).map_or(1, |t| t.matches('\n').count() + 1);
        let place = e.span().map(|s| format!(", line {}", line(s.start))).unwrap_or_default();
        let said = e.message().lines().collect::<Vec<_>>().join(" ");
        format!("{path}{place}: {said}; write lists: actors = [\"NOR\"], pairs = [[\"NOR\", \"CHL\"]], topics = [\"fishing\"], expectations = [\"visit\"]")
    })?;
    let empty = |s: &String| s.trim().is_empty();
    let lists = watch.actors.iter().chain(&watch.topics).chain(&watch.expectations).chain(watch.pairs.iter().flatten());
    if lists.clone().any(empty) {
        return Err(format!("{path}: an entry is empty; write a name, a code or words, or take it out"));
    }
    Ok(watch)
}

/// What an analysis tells of each thing that is watched.
pub(crate) fn look(watch: &Watch, analysis: &Analysis) -> Vec<Watched> {
    let seen = |kind, name: String, items: Vec<&str>| Watched {
        kind,
        name,
        items: items.into_iter().map(ToString::to_string).collect(),
    };
    let mut out = Vec::new();
    for name in &watch.actors {
        let who = meant(analysis, name);
        out.push(seen(WatchKind::Actor, name.clone(), told(analysis, &[who], name)));
    }
    for [a, b] in &watch.pairs {
        let sides = [meant(analysis, a), meant(analysis, b)];
        out.push(seen(WatchKind::Pair, format!("{a} – {b}"), told(analysis, &sides, "")));
    }
    for topic in &watch.topics {
        let about = |text: &str, evidence: &[Evidence]| {
            has_words(text, topic) || evidence.iter().any(|e| has_words(&e.text, topic))
        };
        let events = analysis.events.iter().filter(|e| about(&e.summary, &e.evidence)).map(|e| e.id.as_str());
        let foreseen = analysis.expectations.iter();
        let foreseen = foreseen.filter(|x| about(&x.expected, &x.evidence) || about("", &x.outcome_evidence));
        let foreseen = foreseen.map(|x| x.id.as_str());
        let differ = |d: &&crate::contract::Disagreement| {
            has_words(&d.about, topic) || d.sides.iter().any(|s| about(&s.value, &s.evidence))
        };
        let differ = analysis.disagreements.iter().filter(differ).map(|d| d.id.as_str());
        let ties = analysis.ties.iter().filter(|t| about(&t.about.join(" "), &t.evidence)).map(|t| t.id.as_str());
        let counted = analysis.quantities.iter().filter(|q| about(&q.what, &q.evidence)).map(|q| q.id.as_str());
        let items = events.chain(foreseen).chain(differ).chain(ties).chain(counted).collect();
        out.push(seen(WatchKind::Topic, topic.clone(), items));
    }
    for words in &watch.expectations {
        let fits = |x: &&crate::contract::Expectation| words.split_whitespace().all(|w| has_words(&x.expected, w));
        let items = analysis.expectations.iter().filter(fits).map(|x| x.id.as_str()).collect();
        out.push(seen(WatchKind::Expectation, words.clone(), items));
    }
    out
}

/// Ids of the actors that a code or a name means: of a code the state and all of that state.
fn meant<'a>(analysis: &'a Analysis, name: &str) -> BTreeSet<&'a str> {
    let code = |a: &crate::contract::Actor| a.state.as_deref().is_some_and(|s| s.eq_ignore_ascii_case(name));
    let named = |a: &crate::contract::Actor| {
        has_words(&a.name, name) || a.names.iter().any(|n| n.text.eq_ignore_ascii_case(name))
    };
    let mut found: BTreeSet<&str> =
        analysis.actors.iter().filter(|a| code(a) || named(a)).map(|a| a.id.as_str()).collect();
    // A state's name means its people too.
    let states: BTreeSet<&str> = analysis
        .actors
        .iter()
        .filter(|a| a.kind == crate::contract::ActorKind::State && found.contains(a.id.as_str()))
        .filter_map(|a| a.state.as_deref())
        .collect();
    found.extend(
        analysis
            .actors
            .iter()
            .filter(|a| a.state.as_deref().is_some_and(|s| states.contains(s)))
            .map(|a| a.id.as_str()),
    );
    found
}

/// Ids of what involves one of each side; `words` also in what is foreseen and disputed.
fn told<'a>(analysis: &'a Analysis, sides: &[BTreeSet<&str>], words: &str) -> Vec<&'a str> {
    let all = |ids: &[&String]| sides.iter().all(|side| ids.iter().any(|id| side.contains(id.as_str())));
    let involved = |e: &Event| all(&e.source.iter().chain(&e.target).collect::<Vec<_>>());
    let events: Vec<&Event> = analysis.events.iter().filter(|e| involved(e)).collect();
    let near = |e: &Evidence| events.iter().any(|v| v.evidence.iter().any(|q| crate::view::meet(e, q)));
    let spoken = |text: &str| !words.is_empty() && has_words(text, words);
    let foreseen = analysis.expectations.iter().filter(|x| {
        let holder: Vec<&String> = x.holder.iter().collect();
        all(&holder) || spoken(&x.expected) || x.evidence.iter().chain(&x.outcome_evidence).any(near)
    });
    let differ = analysis
        .disagreements
        .iter()
        .filter(|d| spoken(&d.about) || d.sides.iter().flat_map(|s| &s.evidence).any(near));
    let codes: Vec<BTreeSet<&str>> = sides
        .iter()
        .map(|side| analysis.actors.iter().filter(|a| side.contains(a.id.as_str())).filter_map(|a| a.state.as_deref()))
        .map(Iterator::collect)
        .collect();
    let ties = analysis.ties.iter().filter(|t| {
        sides
            .iter()
            .zip(&codes)
            .all(|(side, codes)| t.between.iter().any(|b| side.contains(b.as_str()) || codes.contains(b.as_str())))
    });
    let ids = events.iter().map(|e| e.id.as_str()).chain(foreseen.map(|x| x.id.as_str()));
    ids.chain(differ.map(|d| d.id.as_str())).chain(ties.map(|t| t.id.as_str())).collect()
}

/// Does a text have these words, whole and one after the other, in any case?
fn has_words(text: &str, words: &str) -> bool {
    let (text, words) = (text.to_lowercase(), words.trim().to_lowercase());
    let part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !words.is_empty()
        && text
            .match_indices(&words)
            .any(|(at, _)| !part(text[..at].chars().next_back()) && !part(text[at + words.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{Actor, ActorKind, Expectation};

    #[test]
    fn words_are_found_whole() {
        assert!(has_words("Talks on rare earths, again", "Rare Earths"));
        assert!(!has_words("an unfair earthshaking rarity", "rare"));
        assert!(!has_words("anything", " "));
    }

    #[test]
    fn a_pair_is_what_both_take_part_in() {
        let state = |id: &str, name: &str, code: &str| Actor {
            id: id.into(),
            kind: ActorKind::State,
            name: name.into(),
            state: Some(code.into()),
            ..Actor::default()
        };
        let event = |id: &str, source: &str, target: &str| Event {
            id: id.into(),
            source: vec![source.into()],
            target: vec![target.into()],
            ..Event::default()
        };
        let analysis = Analysis {
            actors: vec![state("a1", "Norland", "NOR"), state("a2", "Sudland", "SUD"), state("a3", "Westland", "WES")],
            events: vec![event("e1", "a1", "a2"), event("e2", "a1", "a3")],
            expectations: vec![Expectation {
                id: "x1".into(),
                expected: "a visit to the coast".into(),
                ..Expectation::default()
            }],
            ..Analysis::default()
        };
        let watch = Watch {
            pairs: vec![["nor".into(), "Sudland".into()]],
            expectations: vec!["coast visit".into(), "treaty".into()],
            ..Watch::default()
        };
        let seen = look(&watch, &analysis);
        assert_eq!(seen[0].items, ["e1"]);
        assert_eq!(seen[1].items, ["x1"]);
        assert!(seen[2].items.is_empty());
    }
}
