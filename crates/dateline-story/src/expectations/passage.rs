//! What a later report tells of something foreseen where no event carries the tie: by its day and its words.

use std::collections::BTreeSet;

use dateline_lang::Document;
use dateline_lang::event::{EventMention, Plover, Status};
use dateline_lang::mention::{EntityKind, MentionIx};
use dateline_lang::token::{Rel, Sentence, Upos};
use dateline_lang::{TokenIx, token::Token};
use dateline_report::{Byte, Evidence, Interval, Precision, ReportIx, Span};

use super::{Foreseen, Verdict};
use crate::digest::{Bag, Vocabulary, terms_of};
use crate::events::{Kin, effective};
use crate::said::names_at;
use crate::view::View;
use crate::{ActorIx, Outcome};

/// Share of the content foreseen that a sentence about the very day must have to tell it as done.
const DONE: f32 = 0.45;
/// The same where the sentence tells a deed of the same type.
const SAME_TYPE: f32 = 0.12;
/// What a sentence that calls something off, or the one before it, must have of it.
const CALLED_OFF: f32 = 0.35;

/// A sentence of the text that names a day.
struct Dated {
    report: ReportIx,
    sentence: usize,
    days: Vec<Interval>,
    /// Its words, and those of the sentence before it.
    own: Bag,
    before: Bag,
}

/// The sentences of a story that name a day, read once.
pub(super) struct DatedSentences(Vec<Dated>);

impl DatedSentences {
    pub(super) fn of(view: &View<'_>, vocabulary: &mut Vocabulary) -> Self {
        let mut out = Vec::new();
        for report in view.members.iter().copied() {
            let doc = view.doc(report);
            let named = names_at(view, report);
            let mut bag = |n: usize| {
                let terms = terms_of(view.report(report), doc, doc.sentences[n].tokens, view.terms, &|b| {
                    named.get(&b).copied()
                });
                Bag::new(terms.into_iter().map(|(t, w)| (vocabulary.id(&t), w)).collect())
            };
            for (n, sentence) in doc.sentences.iter().enumerate() {
                let times = doc.times.iter().enumerate().filter(|(_, t)| sentence.span.contains(t.span));
                let days: Vec<Interval> = times
                    .filter_map(|(n, _)| view.interval(report, n as u32))
                    .filter(|i| i.precision == Precision::Day && i.from.is_some() && i.to.is_some())
                    .collect();
                if days.is_empty() || view.is_headline(report, sentence.span) {
                    continue;
                }
                let before = n.checked_sub(1).map_or_else(Bag::default, &mut bag);
                out.push(Dated { report, sentence: n, days, own: bag(n), before });
            }
        }
        Self(out)
    }
}

/// What the later reports say of the day that was named: done, called off, or not done. Nothing without a day.
pub(super) fn of_the_day(
    view: &View<'_>,
    kin: &Kin,
    group: &[&Foreseen<'_>],
    dated: &DatedSentences,
    said: usize,
    due: Option<Interval>,
) -> Option<Verdict> {
    let due = due.filter(|d| d.precision == Precision::Day && d.from.is_some() && d.to.is_some())?;
    let (mut done, mut off): (Vec<Evidence>, Vec<Evidence>) = (Vec::new(), Vec::new());
    let share = |bag: &Bag| {
        let of = |f: &&Foreseen<'_>| if f.bag.mass() > 0.0 { f.bag.common(bag) / f.bag.mass() } else { 0.0 };
        group.iter().map(of).fold(0.0, f32::max)
    };
    for d in dated.0.iter().filter(|d| d.days.iter().any(|i| i.touches(&due))) {
        // A report printed before the day tells nothing of it.
        let early = view.published.get(&d.report).and_then(|p| p.interval.to).zip(due.from).is_none_or(|(p, d)| p < d);
        if early || view.rank(d.report) <= said {
            continue;
        }
        let doc = view.doc(d.report);
        let sentence = &doc.sentences[d.sentence];
        let tokens = sentence.tokens.range();
        let Some(root) = root(doc, tokens.start, tokens.end) else { continue };
        let has = share(&d.own);
        let at = Evidence { report: d.report, span: sentence.span };
        if calls_off(doc, root, kin) && has.max(share(&d.before)) >= CALLED_OFF {
            off.push(at);
        } else if told_as_done(doc, root, sentence, kin)
            && (has >= DONE
                || same_deed(view, d.report, sentence, group, has >= SAME_TYPE)
                || same_table(view, d.report, sentence, group))
        {
            done.push(at);
        }
    }
    if !off.is_empty() {
        return Some((Outcome::Contradicted, Some("a later report says that it was called off".into()), off));
    }
    (!done.is_empty())
        .then(|| (Outcome::Confirmed, Some("a later report tells it of the day that was named".into()), done))
}

/// The word that tells: the root, or, where that is a bare noun, the first past tense, which was read as hanging on it.
fn root(doc: &Document, from: usize, to: usize) -> Option<TokenIx> {
    let tokens = doc.tokens.get(from..to)?;
    let at = tokens.iter().position(|t| t.head.is_none())?;
    let ix = |n: usize| u32::try_from(from + n).ok().map(TokenIx);
    let bare = matches!(tokens[at].upos, Upos::Noun | Upos::Propn)
        && !below(doc, ix(at)?).any(|t| matches!(t.rel, Rel::Cop | Rel::Aux));
    let past = tokens.iter().position(|t| matches!(t.xpos.as_str(), "VBD" | "VBN")).filter(|_| bare);
    ix(past.unwrap_or(at))
}

fn below(doc: &Document, of: TokenIx) -> impl Iterator<Item = &Token> {
    doc.tokens.iter().filter(move |t| t.head == Some(of))
}

/// "was called off", "have put off": a verb of cancelling, with its particle.
fn calls_off(doc: &Document, root: TokenIx, kin: &Kin) -> bool {
    let Some(verb) = doc.tokens.get(root.at()) else { return false };
    let particle = below(doc, root).find(|t| t.rel == Rel::CompoundPrt);
    let words = match particle {
        Some(p) => smol_str::format_smolstr!("{} {}", verb.lemma, p.lemma),
        None => verb.lemma.clone(),
    };
    verb.xpos.starts_with("VB") && kin.cancelled.contains(&words) && !negated(doc, root, kin)
}

fn negated(doc: &Document, root: TokenIx, kin: &Kin) -> bool {
    below(doc, root).any(|t| kin.negation.contains(&t.lemma))
}

/// A past tense or a perfect, affirmed, and nothing that lies ahead.
fn told_as_done(doc: &Document, root: TokenIx, sentence: &Sentence, kin: &Kin) -> bool {
    let Some(verb) = doc.tokens.get(root.at()) else { return false };
    let helpers = || below(doc, root).filter(|t| matches!(t.rel, Rel::Aux | Rel::AuxPass | Rel::Cop));
    // "has opened", "was opened", "were in Lima"
    let told = verb.xpos == "VBD" || (verb.xpos == "VBN" && verb.head.is_some());
    let past = told || helpers().any(|t| t.lemma == "have" || (t.lemma == "be" && t.xpos == "VBD"));
    let modal = helpers().any(|t| t.xpos == "MD");
    let ahead = doc.expectations.iter().any(|x| sentence.span.contains(x.span) && x.predicate == root);
    past && !modal && !ahead && !negated(doc, root, kin)
}

/// Does a sentence tell a deed of the type of the one foreseen, as done? Talks and words are too common for their type and day to say that they are
/// the same; they must also share `words`.
fn same_deed(view: &View<'_>, report: ReportIx, sentence: &Sentence, group: &[&Foreseen<'_>], words: bool) -> bool {
    let foreseen = group.iter().filter_map(|f| {
        let doc = view.doc(f.report);
        doc.events.iter().find(|e| e.predicate == f.mention.predicate || f.mention.span.contains(e.span))
    });
    let types: Vec<Plover> = foreseen.filter_map(|e| e.plover).collect();
    let material = |p: Plover| matches!(p, Plover::Protest | Plover::Assault | Plover::Mobilize | Plover::Retreat);
    view.doc(report).events.iter().any(|e| {
        sentence.span.contains(e.span)
            && e.plover.is_some_and(|p| types.contains(&p) && (words || material(p)))
            && matches!(effective(e), Status::Happened | Status::Ongoing)
    })
}

/// Talks were to be held in a town on that day, and on that day something was settled in that town.
fn same_table(view: &View<'_>, report: ReportIx, sentence: &Sentence, group: &[&Foreseen<'_>]) -> bool {
    let places = |of: ReportIx, span: Span<Byte>| -> BTreeSet<ActorIx> {
        let all = view.doc(of).mentions.iter().enumerate();
        let towns =
            all.filter(|(_, m)| matches!(m.kind, EntityKind::Place | EntityKind::Facility) && span.contains(m.span));
        towns.filter_map(|(n, _)| view.actor(of, MentionIx(n as u32))).collect()
    };
    let talks = |e: &&EventMention| matches!(e.plover, Some(Plover::Consult | Plover::Agree));
    let settled = |e: &&EventMention| {
        matches!(e.plover, Some(Plover::Consult | Plover::Agree | Plover::Retreat | Plover::Support))
            && effective(e) == Status::Happened
            && sentence.span.contains(e.span)
    };
    let here = places(report, sentence.span);
    !here.is_empty()
        && view.doc(report).events.iter().any(|e| settled(&e))
        && group.iter().any(|f| {
            let doc = view.doc(f.report);
            let planned = doc.events.iter().any(|e| talks(&e) && f.mention.span.shared(e.span) > 0);
            planned && !places(f.report, f.mention.span).is_disjoint(&here)
        })
}
