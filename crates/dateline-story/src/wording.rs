//! What happened, in the program's own words: one plain sentence an event, from the phrases in `data/en/brief/phrases.toml`.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};
use dateline_lang::event::{EventMention, Plover, Status};
use dateline_lang::mention::{EntityKind, MentionIx};
use dateline_lang::token::{Rel, TokenIx, Upos};
use dateline_report::ReportIx;
use serde::Deserialize;

use crate::disagreements::show_interval;
use crate::origins::list;
use crate::view::View;
use crate::{Actor, ActorIx, Event};

/// The phrases.
#[derive(Debug, Clone)]
pub(crate) struct Wording {
    phrases: BTreeMap<String, Phrase>,
}

#[derive(Debug, Clone, Deserialize)]
struct File {
    phrase: Vec<Phrase>,
}

#[derive(Debug, Clone, Deserialize)]
struct Phrase {
    key: String,
    done: String,
    ahead: String,
    alone: String,
    ahead_alone: String,
    /// For what has no doer: "An earthquake".
    #[serde(default)]
    happening: Option<String>,
}

impl Wording {
    /// Reads the phrases.
    ///
    /// # Errors
    /// If the file is malformed.
    pub(crate) fn load(data: &DataSet) -> Result<Self, DataError> {
        let file: File = data.toml("en/brief/phrases.toml")?;
        Ok(Self { phrases: file.phrase.into_iter().map(|p| (p.key.clone(), p)).collect() })
    }

    fn phrase(&self, event: &Event) -> Option<&Phrase> {
        self.phrases.get(event.frame.as_str()).or_else(|| self.phrases.get(plover_name(event.plover?)))
    }
}

/// The type's name in the codebook.
#[must_use]
pub fn plover_name(p: Plover) -> &'static str {
    match p {
        Plover::Agree => "AGREE",
        Plover::Consult => "CONSULT",
        Plover::Support => "SUPPORT",
        Plover::Concede => "CONCEDE",
        Plover::Cooperate => "COOPERATE",
        Plover::Aid => "AID",
        Plover::Retreat => "RETREAT",
        Plover::Request => "REQUEST",
        Plover::Accuse => "ACCUSE",
        Plover::Reject => "REJECT",
        Plover::Threaten => "THREATEN",
        Plover::Protest => "PROTEST",
        Plover::Sanction => "SANCTION",
        Plover::Mobilize => "MOBILIZE",
        Plover::Coerce => "COERCE",
        Plover::Assault => "ASSAULT",
    }
}

/// A name as it stands in the middle of a sentence.
fn name(view: &View<'_>, a: ActorIx) -> String {
    let Some(actor) = view.actors.get(a.at()) else { return "somebody".into() };
    let lower = |n: &str| {
        let mut chars = n.chars();
        chars.next().map_or(String::new(), |c| c.to_lowercase().chain(chars).collect())
    };
    // An article or a description opens with a small letter, a name keeps its own.
    match actor.name.split(' ').next() {
        Some("A" | "An" | "The" | "Some" | "Several" | "Two" | "Their" | "His" | "Her" | "Its") => lower(&actor.name),
        _ => actor.name.clone(),
    }
}

/// "{target}" and "{theme}" filled in; a part in brackets falls away where its filler is missing.
fn fill(template: &str, target: Option<&str>, theme: Option<&str>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('[') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find(']') else { break };
        let part = &rest[open + 1..open + close];
        if !(part.contains("{theme}") && theme.is_none() || part.contains("{target}") && target.is_none()) {
            out.push_str(part);
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out.replace("{target}", target.unwrap_or("others")).replace("{theme}", theme.unwrap_or("it"))
}

/// The verb group of a finite clause and what follows it, as printed, cut at the end of the clause: "agreed on Friday to restore relations".
/// `None` where the predicate is no finite verb, or another clause would have to be told along.
fn predicate(view: &View<'_>, report: ReportIx, mention: &EventMention) -> Option<String> {
    let doc = view.doc(report);
    let token = doc.tokens.get(mention.predicate.at())?;
    let sentence = doc.sentences.iter().find(|s| s.tokens.has(mention.predicate.0))?;
    let children: Vec<usize> =
        sentence.tokens.range().filter(|t| doc.tokens[*t].head == Some(mention.predicate)).collect();
    let passive = children.iter().any(|c| matches!(doc.tokens[*c].rel, Rel::NsubjPass | Rel::AuxPass));
    let helped = children.iter().any(|c| doc.tokens[*c].rel == Rel::Aux && doc.tokens[*c].lemma != "to");
    let finite = matches!(token.xpos.as_str(), "VBD" | "VBZ" | "VBP")
        || (token.upos == Upos::Verb && helped && token.xpos != "TO");
    // Passives have what was done as subject, and relative clauses a pronoun: their words do not follow the doer's name.
    if token.upos != Upos::Verb || !finite || passive || matches!(token.rel, Rel::AclRelcl | Rel::Acl) {
        return None;
    }
    let first = children
        .iter()
        .copied()
        .filter(|c| {
            matches!(doc.tokens[*c].rel, Rel::Aux) || doc.tokens[*c].upos == Upos::Adv && *c < mention.predicate.at()
        })
        .chain([mention.predicate.at()])
        .filter(|c| *c <= mention.predicate.at())
        .min()?;
    // "has he warned", "said the envoy": the words would name the doer a second time.
    if children.iter().any(|c| doc.tokens[*c].rel == Rel::Nsubj && *c > first) {
        return None;
    }
    let mut end = doc.tokens.partition_point(|t| t.span.end <= mention.span.end).min(sentence.tokens.end as usize);
    // Another finite clause, an aside or a quotation ends what is told.
    for at in mention.predicate.at() + 1..end {
        let t = &doc.tokens[at];
        let text = view.report(report).slice(t.span);
        let aside = matches!(text, ";" | ":" | "—" | "–" | "(" | "“" | "\"" | "«");
        let clause = text == "," && at > mention.predicate.at() + 3;
        if aside || clause {
            end = at;
            break;
        }
    }
    if end <= first || end - first > 30 {
        return None;
    }
    let span = doc.tokens[first].span.hull(doc.tokens[end - 1].span);
    let text = view.report(report).slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_end_matches([',', '.', ' ', '”', '"', '’']).to_string();
    (text.split(' ').count() >= 2).then_some(text)
}

/// The actors that the grammatical subject of a mention's clause names; of the verb that it is joined to or depends on, if it has none.
fn subject(view: &View<'_>, report: ReportIx, mention: &EventMention) -> Vec<ActorIx> {
    let doc = view.doc(report);
    let below = |of: TokenIx, rels: &'static [Rel]| {
        doc.tokens.iter().enumerate().filter(move |(_, t)| t.head == Some(of) && rels.contains(&t.rel))
    };
    let mut verb = mention.predicate;
    for _ in 0..3 {
        if let Some((first, _)) = below(verb, &[Rel::Nsubj]).next() {
            let first = TokenIx(first as u32);
            let joined = below(first, &[Rel::Conj]).map(|(n, _)| TokenIx(n as u32));
            return [first]
                .into_iter()
                .chain(joined)
                .filter_map(|head| {
                    let n = doc.mentions.iter().position(|m| m.head == head)?;
                    view.actor(report, MentionIx(n as u32))
                })
                .collect();
        }
        match doc.tokens.get(verb.at()) {
            Some(t) if matches!(t.rel, Rel::Conj | Rel::Xcomp) => match t.head {
                Some(head) => verb = head,
                None => break,
            },
            _ => break,
        }
    }
    Vec::new()
}

/// The sentence in the words of the report that tells it most plainly, with the doers by name; `None` where no telling has a form that allows it.
pub(crate) fn told(view: &View<'_>, event: &Event, mentions: &[(ReportIx, &EventMention)]) -> Option<String> {
    if event.source.is_empty() {
        return None;
    }
    let ahead = matches!(event.status, Status::Planned | Status::Expected | Status::Conditional);
    let mut best: Option<(i64, Vec<ActorIx>, String)> = None;
    for (report, m) in mentions {
        let tells = if ahead {
            matches!(m.status, Status::Planned | Status::Expected | Status::Conditional)
        } else {
            m.status == event.status
        };
        if m.headline || m.negated || !tells || m.source.is_empty() {
            continue;
        }
        // Only the words of the event's people: a clause about others says something else. The subject of the clause need not be the
        // doer: who is received visits.
        let mut own = subject(view, *report, m);
        let doers: Vec<ActorIx> = m.source.iter().filter_map(|s| view.actor(*report, *s)).collect();
        if own.iter().all(|a| doers.contains(a)) {
            own = doers;
        }
        if !own.iter().any(|a| event.source.contains(a) || event.target.contains(a)) {
            continue;
        }
        let Some(text) = predicate(view, *report, m) else { continue };
        let words = text.split(' ').count() as i64;
        let score = -(words - 11).abs() + i64::from(m.confidence) / 100;
        if best.as_ref().is_none_or(|b| score > b.0) {
            best = Some((score, own, text));
        }
    }
    // The doers of the very clause, so that verb and number fit.
    let (_, mut own, text) = best?;
    let mut seen = std::collections::BTreeSet::new();
    own.retain(|a| seen.insert(*a));
    let who: Vec<String> = own.iter().take(4).map(|a| name(view, *a)).collect();
    // The clause names its place itself, if it has one.
    let placeless = Event { place: None, ..event.clone() };
    Some(finish(view, &placeless, capital(&format!("{} {text}", list(&who)))))
}

/// The sentence. `theme` is what it is about, as a report has it.
pub(crate) fn sentence(view: &View<'_>, words: &Wording, event: &Event, theme: Option<&str>, fallback: &str) -> String {
    let theme =
        theme.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| (3..90).contains(&t.len()));
    let source: Vec<String> = event.source.iter().take(4).map(|a| name(view, *a)).collect();
    let target: Vec<String> = event.target.iter().take(4).map(|a| name(view, *a)).collect();
    let Some(phrase) = words.phrase(event) else { return finish(view, event, capital(fallback)) };
    let target = (!target.is_empty()).then(|| list(&target));
    let plural = |a: &Actor| {
        let last = a.name.split(' ').next_back().unwrap_or("");
        let described = a.name.split(' ').next().is_some_and(|w| {
            matches!(w, "The" | "Their" | "Some" | "Several" | "Two" | "Both") || w.chars().all(char::is_lowercase)
        });
        described && last.ends_with('s')
    };
    let many = event.source.len() > 1
        || event.source.first().and_then(|a| view.actors.get(a.at())).is_some_and(plural)
        || event.source.first().and_then(|a| view.actors.get(a.at())).is_some_and(|a| {
            a.kind == EntityKind::Group
                || a.kind == EntityKind::Person
                    && a.name.ends_with('s')
                    && a.name.chars().next().is_some_and(char::is_lowercase)
        });
    let be = if many { "are" } else { "is" };
    let body = |done: bool| {
        let template = match (done, target.is_some()) {
            (true, true) => &phrase.done,
            (true, false) => &phrase.alone,
            (false, true) => &phrase.ahead,
            (false, false) => &phrase.ahead_alone,
        };
        fill(template, target.as_deref(), theme.as_deref())
    };
    if source.is_empty() {
        if let Some(happening) = &phrase.happening {
            return finish(view, event, capital(&fill(happening, target.as_deref(), theme.as_deref())));
        }
        return finish(view, event, capital(fallback));
    }
    let who = list(&source);
    let sentence = match event.status {
        Status::Happened => format!("{who} {}", body(true)),
        Status::Ongoing => format!("Under way: {who} {}", body(true)),
        Status::Planned => format!("{who} {be} {}", body(false)),
        Status::Expected => format!("{who} {be} expected {}", body(false)),
        Status::Conditional => format!("{who} may go on, under a condition, {}", body(false)),
        Status::Denied => format!("Denied: {who} {}", body(true)),
        Status::Alleged => format!("Alleged: {who} {}", body(true)),
    };
    finish(view, event, capital(&sentence))
}

/// Place and time behind the sentence, and its stop.
fn finish(view: &View<'_>, event: &Event, mut sentence: String) -> String {
    sentence = sentence.trim_end_matches(['.', ',', ';', ' ']).to_string();
    if let Some(place) = event.place.map(|p| name(view, p))
        && !sentence.contains(&place)
    {
        sentence.push_str(&format!(" ({place})"));
    }
    if let Some(time) = event.time.filter(|t| t.from.is_some() || t.to.is_some()) {
        let when = show_interval(time);
        // Not where the sentence already has it.
        if !sentence.contains(&when) {
            sentence.push_str(&format!(" ({when})"));
        }
    }
    sentence.push('.');
    sentence
}

fn capital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_without_its_filler_falls_away() {
        assert_eq!(fill("agreed with {target}[ on {theme}]", Some("Peru"), None), "agreed with Peru");
        assert_eq!(
            fill("agreed with {target}[ on {theme}]", Some("Peru"), Some("copper")),
            "agreed with Peru on copper"
        );
    }

    #[test]
    fn the_built_in_phrases_load() {
        assert!(Wording::load(&DataSet::built_in()).is_ok());
    }
}
