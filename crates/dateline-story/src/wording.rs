//! What happened, in the program's own words: one plain sentence an event, from the phrases in `data/en/brief/phrases.toml`.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use dateline_lang::event::{EventMention, Plover, Status};
use dateline_lang::mention::{EntityKind, MentionForm, MentionIx};
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
    /// Past tense of verbs that do not take "-ed".
    irregular: BTreeMap<String, String>,
    /// Verbs of more than one syllable that double their last letter all the same ("admit").
    doubling: BTreeSet<String>,
    /// What may stand before an irregular verb ("under" of "undergo").
    prefixes: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Past {
    prefixes: Vec<String>,
    doubling: BTreeSet<String>,
    irregular: BTreeMap<String, String>,
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

impl Phrase {
    /// Says the phrase nothing but the kind of deed, with no other side and perhaps without what it is about?
    fn is_bare(&self, done: bool, theme: Option<&str>) -> bool {
        let template = if done { &self.alone } else { &self.ahead_alone };
        theme.is_none() || !template.contains("{theme}")
    }
}

impl Wording {
    /// Reads the phrases.
    ///
    /// # Errors
    /// If the file is malformed.
    pub(crate) fn load(data: &DataSet) -> Result<Self, DataError> {
        let file: File = data.toml("en/brief/phrases.toml")?;
        let past: Past = data.toml("en/lexicon/past.toml")?;
        Ok(Self {
            phrases: file.phrase.into_iter().map(|p| (p.key.clone(), p)).collect(),
            irregular: past.irregular,
            doubling: past.doubling,
            prefixes: past.prefixes,
        })
    }

    /// The past tense of a verb by its lemma.
    fn past(&self, lemma: &str) -> String {
        if let Some(known) = self.irregular.get(lemma) {
            return known.clone();
        }
        // "withdraw" as "draw", "re-elect" needs none
        for prefix in &self.prefixes {
            if let Some(known) = lemma.strip_prefix(prefix.as_str()).and_then(|rest| self.irregular.get(rest)) {
                return format!("{prefix}{known}");
            }
        }
        let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
        let letters: Vec<char> = lemma.chars().collect();
        match letters.as_slice() {
            [.., 'e'] => format!("{lemma}d"),
            [init @ .., c, 'y'] if !vowel(*c) => format!("{}{c}ied", init.iter().collect::<String>()),
            [start @ .., a, b, c]
                if !vowel(*a)
                    && vowel(*b)
                    && !vowel(*c)
                    && !matches!(c, 'w' | 'x' | 'y')
                    && (!start.iter().any(|s| vowel(*s)) || self.doubling.contains(lemma)) =>
            {
                format!("{lemma}{c}ed")
            }
            _ => format!("{lemma}ed"),
        }
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

/// The verb group of a clause and what follows it, as printed, cut at the end of the clause: "agreed on Friday to restore relations". Of what has
/// happened, a participle or an infinitive is told in the past: "urging both sides to talk" as "urged both sides to talk". `None` where the
/// words do not make a whole, or another clause would have to be told along.
fn predicate(
    view: &View<'_>,
    report: ReportIx,
    mention: &EventMention,
    words: &Wording,
) -> Option<(String, std::ops::Range<usize>)> {
    let doc = view.doc(report);
    let token = doc.tokens.get(mention.predicate.at())?;
    let sentence = doc.sentences.iter().find(|s| s.tokens.has(mention.predicate.0))?;
    let children: Vec<usize> =
        sentence.tokens.range().filter(|t| doc.tokens[*t].head == Some(mention.predicate)).collect();
    let passive = children.iter().any(|c| matches!(doc.tokens[*c].rel, Rel::NsubjPass | Rel::AuxPass));
    let helped = children.iter().any(|c| doc.tokens[*c].rel == Rel::Aux && doc.tokens[*c].lemma != "to");
    let finite = matches!(token.xpos.as_str(), "VBD" | "VBZ" | "VBP")
        || (token.upos == Upos::Verb && helped && token.xpos != "TO");
    let told_as_done = !helped && mention.status == Status::Happened && matches!(token.xpos.as_str(), "VBG" | "VB");
    // Passives have what was done as subject: their words do not follow the doer's name.
    if token.upos != Upos::Verb || !(finite || told_as_done) || passive || token.xpos == "VBN" && !helped {
        return None;
    }
    let first = children
        .iter()
        .copied()
        .filter(|c| {
            matches!(doc.tokens[*c].rel, Rel::Aux) || doc.tokens[*c].upos == Upos::Adv && *c < mention.predicate.at()
        })
        .chain([mention.predicate.at()])
        .filter(|c| *c <= mention.predicate.at() && (finite || *c == mention.predicate.at()))
        // "where", "when" of a relative clause stand before its subject
        .filter(|c| !matches!(doc.tokens[*c].xpos.as_str(), "WRB" | "WDT" | "WP"))
        .min()?;
    // "has he warned", "said the envoy": the words would name the doer a second time.
    if children.iter().any(|c| doc.tokens[*c].rel == Rel::Nsubj && *c > first) {
        return None;
    }
    let limit = doc.tokens.partition_point(|t| t.span.end <= mention.span.end).min(sentence.tokens.end as usize);
    let end = whole(view, report, mention.predicate, first, limit, sentence.tokens.end as usize)?;
    if end <= first || end - first > 30 {
        return None;
    }
    let slice = |from: usize| view.report(report).slice(doc.tokens[from].span.hull(doc.tokens[end - 1].span));
    // "meets" of what is over is told in the past; of what lies ahead ("before she meets him") it is no telling of its own.
    let present = matches!(token.xpos.as_str(), "VBZ" | "VBP") && !helped;
    if present && matches!(mention.status, Status::Planned | Status::Expected | Status::Conditional) {
        return None;
    }
    let retell = present && mention.status == Status::Happened && first == mention.predicate.at();
    let text = if finite && !retell {
        slice(first).to_string()
    } else {
        let rest = if end > first + 1 { slice(first + 1) } else { "" };
        format!("{} {rest}", words.past(&token.lemma))
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_end_matches([',', '.', ' ']).to_string();
    (text.split(' ').count() >= 2).then_some((text, first..end))
}

/// Where the words that begin at `first` may end so that they make a whole: before another finite clause or an aside, not inside a quotation, with
/// no word left behind that belongs to one further on.
fn whole(
    view: &View<'_>,
    report: ReportIx,
    verb: TokenIx,
    first: usize,
    limit: usize,
    sentence_end: usize,
) -> Option<usize> {
    let doc = view.doc(report);
    let text = |at: usize| view.report(report).slice(doc.tokens[at].span);
    let mut end = limit;
    let mut at = verb.at() + 1;
    while at < end {
        match text(at) {
            "“" | "\"" | "«" => {
                // a quotation belongs to what is told as long as it is short
                match (at + 1..sentence_end.min(at + 20)).find(|n| matches!(text(*n), "”" | "\"" | "»")) {
                    Some(close) => {
                        end = end.max(close + 1);
                        at = close;
                    }
                    None => end = at,
                }
            }
            "”" | "»" | ";" | ":" | "—" | "–" | "(" => end = at,
            "," if at > verb.at() + 3 => end = at,
            _ => {}
        }
        at += 1;
    }
    // words that lean on a later one are not left alone
    let leans = |n: usize| {
        let t = &doc.tokens[n];
        let small = matches!(
            t.rel,
            Rel::Case | Rel::Det | Rel::Mark | Rel::Cc | Rel::Amod | Rel::Nummod | Rel::Compound | Rel::NmodPoss
        );
        (small || matches!(t.rel, Rel::Aux | Rel::AuxPass | Rel::Cop))
            && t.head.is_some_and(|h| h.at() >= end && h.at() < sentence_end)
    };
    if let Some(left) = (first..end).find(|n| leans(*n)) {
        // after a comma or an aside nothing can be added; else what is missing is only further on than the clause was thought to reach
        if end < limit || left <= verb.at() {
            return None;
        }
        let to = (left..end).filter(|n| leans(*n)).filter_map(|n| doc.tokens[n].head).map(TokenIx::at).max()? + 1;
        if (end..to).any(|n| matches!(text(n), ";" | ":" | "—" | "–" | "(" | ",")) {
            return None;
        }
        end = to;
    }
    let dangling = |n: usize| {
        let t = &doc.tokens[n];
        matches!(t.upos, Upos::Adp | Upos::Det | Upos::Cconj | Upos::Sconj | Upos::Part | Upos::Aux)
            && t.rel != Rel::CompoundPrt
    };
    (end > first && !dangling(end - 1)).then_some(end)
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
pub(crate) fn told(
    view: &View<'_>,
    words: &Wording,
    event: &Event,
    mentions: &[(ReportIx, &EventMention)],
) -> Option<String> {
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
        // Words with another day than the one the reports settle on would contradict the line they stand in.
        let other_day = m.time.and_then(|t| view.interval(*report, t)).is_some_and(|own| {
            event.time.is_some_and(|t| {
                t.to.zip(own.from).is_some_and(|(a, b)| a < b) || t.from.zip(own.to).is_some_and(|(a, b)| a > b)
            })
        });
        if other_day {
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
        let Some((text, tokens)) = predicate(view, *report, m, words) else { continue };
        // "hosting the troops" has another doer than the troops.
        let named_again = |a: &ActorIx| {
            view.doc(*report).mentions.iter().enumerate().any(|(n, x)| {
                x.form != MentionForm::Pronoun
                    && tokens.contains(&x.head.at())
                    && view.actor(*report, MentionIx(n as u32)) == Some(*a)
            })
        };
        if own.iter().all(named_again) {
            continue;
        }
        let length = text.split(' ').count() as i64;
        // Words that date the deed tell more of it.
        let dated = m.time.is_some_and(|t| view.interval(*report, t) == event.time && event.time.is_some());
        let score = -(length - 11).abs() + i64::from(m.confidence) / 100 + if dated { 4 } else { 0 };
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
    let denied = if event.status == Status::Denied { "Denied: " } else { "" };
    Some(finish(view, &placeless, capital(&format!("{denied}{} {text}", list(&who)))))
}

/// The words of a clause as they can stand alone.
#[derive(Debug, Default)]
pub(crate) struct Clause {
    text: String,
    /// It holds the word that tells the event, and names a doer.
    whole: bool,
}

/// The clause of a mention: without the conjunction that ties it to another, with its subject by name where it is a pronoun or another name, cut
/// where it grows long.
pub(crate) fn clause(view: &View<'_>, event: &Event, report: ReportIx, mention: &EventMention) -> Clause {
    let doc = view.doc(report);
    let tokens = &doc.tokens;
    let from = tokens.partition_point(|t| t.span.start < mention.span.start).min(tokens.len());
    let to = tokens.partition_point(|t| t.span.end <= mention.span.end).max(from);
    let loose = |t: &&dateline_lang::token::Token| {
        matches!(t.upos, Upos::Cconj | Upos::Sconj | Upos::Punct) || matches!(t.rel, Rel::Mark | Rel::Cc)
    };
    let start = (from + tokens[from..to].iter().take_while(loose).count()).min(to);
    let slice = |a: usize, b: usize| {
        if a < b { view.report(report).slice(tokens[a].span.hull(tokens[b - 1].span)) } else { "" }
    };
    // (first token, token after, who, is it a name or one pronoun) of those who take part and are named in it
    let mut inside: Vec<(usize, usize, ActorIx, bool)> = doc
        .mentions
        .iter()
        .enumerate()
        .filter(|(_, m)| (start..to).contains(&m.head.at()))
        .filter_map(|(n, m)| {
            let who = view.actor(report, MentionIx(n as u32))?;
            let short = m.form == MentionForm::Name || m.form == MentionForm::Pronoun && m.tokens.range().len() == 1;
            Some((m.tokens.start as usize, m.tokens.end as usize, who, short))
        })
        .filter(|(_, _, who, _)| event.source.contains(who))
        // "In Norway 40 people", "Norwegian troops": what names the place or the kind is no subject.
        .filter(|(a, b, _, _)| {
            let head = tokens[*a..*b].iter().find(|t| t.head.is_none_or(|h| !(*a..*b).contains(&h.at())));
            head.is_some_and(|h| h.upos != Upos::Adj && !matches!(h.rel, Rel::Obl | Rel::Amod | Rel::Compound))
        })
        .collect();
    inside.sort_unstable();
    let text = match inside.first() {
        Some((a, b, who, true))
            if *a == start && *b < to && tokens[*b..to].first().is_some_and(|t| t.xpos != "POS") =>
        {
            let possessive = tokens.get(*a).is_some_and(|t| t.xpos == "PRP$");
            format!("{}{} {}", name(view, *who), if possessive { "’s" } else { "" }, slice(*b, to))
        }
        _ => slice(start, to).to_string(),
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = if words.len() > 26 { format!("{} …", words[..24].join(" ")) } else { words.join(" ") };
    // "The next summit" names it and tells nothing.
    let tells = tokens.get(mention.predicate.at()).is_some_and(|t| !matches!(t.upos, Upos::Noun | Upos::Propn))
        || matches!(mention.status, Status::Happened | Status::Ongoing);
    let whole = (start..to).contains(&mention.predicate.at()) && !inside.is_empty() && tells;
    Clause { text, whole }
}

/// The sentence. `theme` is what it is about, as a report has it.
pub(crate) fn sentence(
    view: &View<'_>,
    words: &Wording,
    event: &Event,
    theme: Option<&str>,
    clause: &Clause,
) -> String {
    let fallback = clause.text.as_str();
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
    // A deed of which neither the other side nor the matter is known is told by its type alone; the reader wants the words.
    let bare = target.is_none()
        && phrase.is_bare(matches!(event.status, Status::Happened | Status::Ongoing), theme.as_deref());
    let long = fallback.split(' ').count();
    if bare && clause.whole && (4..=26).contains(&long) {
        return finish(view, event, capital(&clause.text));
    }
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
    fn verbs_are_put_into_the_past() {
        let words = Wording::load(&DataSet::built_in()).unwrap();
        for (lemma, past) in [
            ("urge", "urged"),
            ("deny", "denied"),
            ("plan", "planned"),
            ("admit", "admitted"),
            ("visit", "visited"),
            ("withdraw", "withdrew"),
            ("rebuild", "rebuilt"),
            ("deploy", "deployed"),
            ("press", "pressed"),
            ("meet", "met"),
            ("fix", "fixed"),
            ("show", "showed"),
        ] {
            assert_eq!(words.past(lemma), past);
        }
    }
}
