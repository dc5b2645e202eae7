//! A sentence held word by word against the passages nearest to it: which of its words they have, in these words or others, which they lack, and
//! what they have in their place.
//!
//! Two words stand in one place if what stands around them is the same: their governors, their dependents, their neighbours. The relation between
//! the two then tells much more than each of them does.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::Document;
use dateline_lang::mention::MentionForm;
use dateline_lang::quantity::Quantity;
use dateline_lang::token::{Rel, Sentence, TokenIx, Upos};
use dateline_report::{Byte, Evidence, Report, ReportIx, Span};
use smol_str::{SmolStr, format_smolstr};

use crate::Analysis;
use crate::amounts::agree;
use crate::digest::{Vocabulary, plain_letters};
use crate::meaning::{Meanings, WordIx};
use crate::terms::Terms;

/// Passages that a sentence is held against.
const PASSAGES: usize = 3;
/// A passage counts if it has at least this share of what the nearest one has, in percent.
const BESIDE_NEAREST: i32 = 35;
/// Words of a sentence that are looked at; what has more of them is a table.
const WORDS: usize = 200;
/// Words of one kind that count; more of them say little more.
const OF_A_KIND: i32 = 3;
/// Share of a sentence that one passage must have before a word in it contradicts the passage's, in percent; and how many of its words.
const HELD: usize = 60;
const HELD_WORDS: usize = 3;

/// What kind of word it is for doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WordKind {
    Name,
    Number,
    Thing,
    Notion,
    Verb,
    Manner,
}

/// What is odd about a word of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Oddity {
    /// The passages lack it.
    Lacking(WordKind),
    /// They have it by other words.
    Elsewhere(WordKind),
    /// They have its opposite in its place.
    Opposite,
    /// It turns what the passages do not.
    Negation,
}

/// An odd word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Odd {
    /// The word.
    pub(crate) at: Span<Byte>,
    pub(crate) what: Oddity,
    /// What a passage has in its place, where the place is held from two sides or the words are opposites.
    pub(crate) instead: Option<Evidence>,
    /// The passage has so much of the sentence that the word contradicts it.
    pub(crate) contradicts: bool,
}

/// What came of a sentence.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Retold {
    /// Share of its words that the passages have, in thousandths.
    pub(crate) covered: u16,
    /// Points for doubt; above zero the passages are not held to say it.
    pub(crate) doubt: i32,
    /// It denies a word that a passage does not, or the other way round, or has an opposite: only then can it say the contrary.
    pub(crate) turned: bool,
    /// Words that no passage has in any words, in text order.
    pub(crate) lacking: Vec<Span<Byte>>,
    /// Odd words that speak for doubt, in text order.
    pub(crate) odd: Vec<Odd>,
    /// The passages, the nearest first.
    pub(crate) passages: Vec<Evidence>,
}

/// A word with content. Numbers of words count within their sentence.
struct Word<'a> {
    at: Span<Byte>,
    upos: Upos,
    kind: WordKind,
    lemma: SmolStr,
    /// What it can be recognised by: letters, lemma, whom it names, which number it is.
    keys: Vec<u32>,
    meaning: Option<WordIx>,
    /// The quantity that a number belongs to.
    amount: Option<&'a Quantity>,
    /// Wanted, expected or possible rather than told: "to leave", "would leave", "for leaving". Its contrary can be true as well.
    open: bool,
    /// Words that join it to the sentence, in lower case.
    joins: Vec<(SmolStr, Span<Byte>)>,
    head: Option<usize>,
    rel: Rel,
    left: Option<usize>,
    right: Option<usize>,
    /// Governor, dependents and neighbours.
    near: BTreeSet<usize>,
}

/// A sentence as a row of words.
pub(crate) struct Passage<'a> {
    pub(crate) at: Evidence,
    words: Vec<Word<'a>>,
    /// Words that negate, with the word that each stands by.
    negations: Vec<(Span<Byte>, Option<usize>)>,
}

/// A word's counterpart.
#[derive(Clone, Copy)]
struct Hit {
    to: usize,
    /// The same word and not only one that can stand for it.
    same: bool,
    /// How much of what stands around it stands around its counterpart.
    near: usize,
}

/// Makes passages out of sentences.
pub(crate) struct Reader<'a> {
    reports: &'a [Report],
    docs: &'a [Document],
    terms: &'a Terms,
    meanings: &'a Meanings,
    vocabulary: Vocabulary,
    /// Whom the names of each report name, by where a word begins.
    who: Vec<BTreeMap<u32, SmolStr>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        reports: &'a [Report],
        docs: &'a [Document],
        analysis: &Analysis,
        terms: &'a Terms,
        meanings: &'a Meanings,
    ) -> Self {
        let mut who: Vec<BTreeMap<u32, SmolStr>> = vec![BTreeMap::new(); reports.len()];
        for (doc, who) in docs.iter().zip(&mut who) {
            for m in doc.mentions.iter().filter(|m| m.form == MentionForm::Name) {
                if let Some(state) = &m.state {
                    who.insert(m.span.start, format_smolstr!("~{state}"));
                }
            }
        }
        for (n, actor) in analysis.actors.iter().enumerate() {
            for m in &actor.mentions {
                let (Some(doc), Some(who)) = (docs.get(m.report.0 as usize), who.get_mut(m.report.0 as usize)) else {
                    continue;
                };
                let from = doc.tokens.partition_point(|t| t.span.start < m.span.start);
                let inside = doc.tokens.iter().skip(from).take_while(|t| t.span.end <= m.span.end);
                for token in inside.filter(|t| t.upos == Upos::Propn) {
                    who.insert(token.span.start, format_smolstr!("@{n}"));
                }
            }
        }
        Self { reports, docs, terms, meanings, vocabulary: Vocabulary::default(), who }
    }

    /// All sentences of a report.
    pub(crate) fn passages(&mut self, report: ReportIx) -> Vec<Passage<'a>> {
        let Some(doc) = self.docs.get(report.0 as usize) else { return Vec::new() };
        doc.sentences.iter().map(|s| self.passage(report, s)).collect()
    }

    /// One sentence.
    pub(crate) fn passage(&mut self, report: ReportIx, sentence: &Sentence) -> Passage<'a> {
        let mut out =
            Passage { at: Evidence { report, span: sentence.span }, words: Vec::new(), negations: Vec::new() };
        let n = report.0 as usize;
        let (Some(own), Some(doc)) = (self.reports.get(n), self.docs.get(n)) else { return out };
        // Which word a token is; function words are none.
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        let mut negating = Vec::new();
        for at in sentence.tokens.range() {
            let Some(token) = doc.tokens.get(at) else { break };
            let lower = own.slice(token.span).to_lowercase();
            if self.meanings.negates(&lower) {
                // "never-before-seen" describes and turns nothing.
                let compound = own.text.get(token.span.end as usize..).is_some_and(|rest| rest.starts_with('-'));
                if !compound {
                    negating.push((token.span, token.head));
                }
                continue;
            }
            let meaning = self.meanings.word(&token.lemma.to_lowercase(), token.upos);
            let Some(kind) = kind_of(token.upos, meaning, self.meanings) else { continue };
            if out.words.len() == WORDS {
                break;
            }
            let letters = plain_letters(&lower);
            let amount = doc.quantities.iter().find(|q| q.span.contains(token.span));
            // "about" and "nearly" are weighed with their number.
            if letters.is_empty() || (kind == WordKind::Manner && amount.is_some()) {
                continue;
            }
            let lemma = plain_letters(&token.lemma);
            let mut keys = vec![self.vocabulary.id(&letters), self.vocabulary.id(&lemma)];
            keys.push(self.vocabulary.id(self.terms.canonical(&token.lemma)));
            if let Some(who) = self.who.get(n).and_then(|w| w.get(&token.span.start)) {
                keys.push(self.vocabulary.id(who));
            }
            keys.sort_unstable();
            keys.dedup();
            places.insert(at, out.words.len());
            out.words.push(Word {
                at: token.span,
                upos: token.upos,
                kind,
                lemma: SmolStr::new(lemma),
                keys,
                meaning,
                amount: amount.filter(|_| kind == WordKind::Number),
                open: false,
                joins: Vec::new(),
                head: None,
                rel: token.rel,
                left: None,
                right: None,
                near: BTreeSet::new(),
            });
        }
        let last = out.words.len().saturating_sub(1);
        for (at, own) in &places {
            let head = doc.tokens.get(*at).and_then(|t| t.head).and_then(|h| places.get(&h.at())).copied();
            if let Some(head) = head.and_then(|h| out.words.get_mut(h)) {
                head.near.insert(*own);
            }
            let Some(word) = out.words.get_mut(*own) else { continue };
            word.head = head;
            word.left = own.checked_sub(1);
            word.right = (*own < last).then_some(own + 1);
            word.near.extend(head);
            word.near.extend(word.left);
            word.near.extend(word.right);
        }
        let mut finite: BTreeSet<TokenIx> = BTreeSet::new();
        for at in sentence.tokens.range() {
            let Some(token) = doc.tokens.get(at) else { break };
            let word = token.head.and_then(|h| places.get(&h.at())).and_then(|n| out.words.get_mut(*n));
            let Some(word) = word else { continue };
            word.open |= matches!(token.xpos.as_str(), "TO" | "MD");
            if token.upos == Upos::Aux {
                finite.extend(token.head);
            }
            if matches!(token.upos, Upos::Adp | Upos::Sconj) {
                word.joins.push((SmolStr::new(own.slice(token.span).to_lowercase()), token.span));
            }
        }
        for (at, n) in &places {
            let gerund = doc.tokens.get(*at).is_some_and(|t| t.xpos == "VBG") && !finite.contains(&TokenIx(*at as u32));
            if let Some(word) = out.words.get_mut(*n).filter(|_| gerund) {
                word.open = true;
            }
        }
        // What a negation stands by, unless a mark parts them: "Then we don't," said the baker.
        let by = |at: Span<Byte>, head: Option<TokenIx>| {
            let n = head.and_then(|h| places.get(&h.at())).copied()?;
            let word = out.words.get(n)?;
            let between = own.text.get(at.end as usize..word.at.start as usize).unwrap_or_default();
            let parted =
                between.chars().any(|c| !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '-' | '\'' | '’'));
            (!parted).then_some(n)
        };
        let negations = negating.into_iter().map(|(at, head)| (at, by(at, head))).collect();
        out.negations = negations;
        out
    }
}

fn kind_of(upos: Upos, meaning: Option<WordIx>, meanings: &Meanings) -> Option<WordKind> {
    let thing = meaning.is_some_and(|m| meanings.is_thing(m));
    Some(match upos {
        Upos::Propn => WordKind::Name,
        Upos::Num => WordKind::Number,
        Upos::Noun | Upos::Adj if thing => WordKind::Thing,
        Upos::Noun | Upos::Adj => WordKind::Notion,
        Upos::Verb => WordKind::Verb,
        Upos::Adv => WordKind::Manner,
        _ => return None,
    })
}

/// How much a shared word tells, in tenths.
fn weight(upos: Upos) -> i32 {
    match upos {
        Upos::Propn | Upos::Num => 12,
        Upos::Noun => 10,
        Upos::Adj => 9,
        Upos::Verb => 8,
        _ => 4,
    }
}

fn same(a: &Word<'_>, b: &Word<'_>) -> bool {
    let number = || matches!((a.amount, b.amount), (Some(x), Some(y)) if x.kind == y.kind && agree(x, y));
    a.keys.iter().any(|k| b.keys.contains(k)) || number()
}

fn akin(a: &Word<'_>, b: &Word<'_>, meanings: &Meanings) -> bool {
    let (Some(x), Some(y)) = (a.meaning, b.meaning) else { return false };
    // A name stands for no other name; "Chinese" may stand for "China".
    let names = usize::from(a.upos == Upos::Propn) + usize::from(b.upos == Upos::Propn);
    match names {
        0 => meanings.akin(x, y),
        1 => a.upos != Upos::Noun && b.upos != Upos::Noun && meanings.akin(x, y),
        _ => false,
    }
}

fn opposite(a: &Word<'_>, b: &Word<'_>, meanings: &Meanings) -> bool {
    let plain = |w: &Word<'_>| !matches!(w.kind, WordKind::Name | WordKind::Number);
    let joined = || matches!((a.meaning, b.meaning), (Some(x), Some(y)) if meanings.opposite(x, y));
    plain(a) && plain(b) && (joined() || (a.upos == b.upos && meanings.turned(&a.lemma, &b.lemma)))
}

/// The counterpart of each word of `a` in `b`: the same words, else those that can stand for them; of several the one with most of its surroundings.
fn matched(a: &Passage<'_>, b: &Passage<'_>, meanings: &Meanings) -> Vec<Option<Hit>> {
    let candidates: Vec<(Vec<usize>, bool)> = a
        .words
        .iter()
        .map(|w| {
            let those = |fits: &dyn Fn(&Word<'_>) -> bool| -> Vec<usize> {
                b.words.iter().enumerate().filter(|(_, o)| fits(o)).map(|(n, _)| n).collect()
            };
            let exact = those(&|o| same(w, o));
            if exact.is_empty() { (those(&|o| akin(w, o, meanings)), false) } else { (exact, true) }
        })
        .collect();
    let around = |w: &Word<'_>, to: usize| {
        let there = b.words.get(to).map(|o| &o.near);
        let kept = |n: &&usize| {
            candidates.get(**n).is_some_and(|(c, _)| c.iter().any(|j| there.is_some_and(|t| t.contains(j))))
        };
        w.near.iter().filter(kept).count()
    };
    a.words
        .iter()
        .zip(&candidates)
        .map(|(w, (to, same))| {
            let hits = to.iter().map(|to| Hit { to: *to, same: *same, near: around(w, *to) });
            hits.reduce(|best, next| if next.near > best.near { next } else { best })
        })
        .collect()
}

/// Words of `b` that stand where word `n` of `a` does, and from how many sides that is known.
fn places(a: &Passage<'_>, b: &Passage<'_>, hits: &[Option<Hit>], n: usize) -> BTreeMap<usize, usize> {
    let mut out: BTreeMap<usize, usize> = BTreeMap::new();
    let Some(word) = a.words.get(n) else { return out };
    let counterpart = |n: usize| hits.get(n).copied().flatten().map(|h| h.to);
    let taken: BTreeSet<usize> = hits.iter().flatten().map(|h| h.to).collect();
    let mut put = |place: usize| {
        if !taken.contains(&place) {
            *out.entry(place).or_default() += 1;
        }
    };
    if let Some(head) = word.head.and_then(counterpart) {
        b.words.iter().enumerate().filter(|(_, o)| o.head == Some(head) && o.rel == word.rel).for_each(|(m, _)| put(m));
    }
    for (m, other) in a.words.iter().enumerate().filter(|(_, o)| o.head == Some(n)) {
        let there = counterpart(m).and_then(|m| b.words.get(m)).filter(|o| o.rel == other.rel);
        there.and_then(|o| o.head).into_iter().for_each(&mut put);
    }
    word.left.and_then(counterpart).and_then(|m| b.words.get(m)?.right).into_iter().for_each(&mut put);
    word.right.and_then(counterpart).and_then(|m| b.words.get(m)?.left).into_iter().for_each(&mut put);
    out
}

/// Holds a sentence against passages.
pub(crate) fn retold(own: &Passage<'_>, passages: &[Passage<'_>], meanings: &Meanings) -> Retold {
    let mut out = Retold::default();
    let mut ranked: Vec<(i32, &Passage<'_>, Vec<Option<Hit>>)> = passages
        .iter()
        .map(|p| {
            let hits = matched(own, p, meanings);
            let found = own.words.iter().zip(&hits).filter_map(|(w, h)| {
                let h = (*h)?;
                Some(weight(w.upos) * if h.same { 10 } else { 6 } * (10 + 3 * h.near.min(2) as i32))
            });
            (found.sum(), p, hits)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.at.cmp(&b.1.at)));
    let most = ranked.first().map_or(0, |r| r.0);
    ranked.truncate(PASSAGES);
    ranked.retain(|r| r.0 > 0 && r.0 * 100 >= most * BESIDE_NEAREST);
    out.passages = ranked.iter().map(|r| r.1.at).collect();
    let mut counted: BTreeMap<Count, i32> = BTreeMap::new();
    let mut count = |what: Count, n: usize| *counted.entry(what).or_default() += n as i32;
    let mut covered = 0;
    for (n, word) in own.words.iter().enumerate() {
        let hits = ranked.iter().filter_map(|r| r.2.get(n).copied().flatten());
        let best = hits.max_by_key(|h| (h.same, h.near > 0));
        covered += usize::from(best.is_some());
        let mut odd = |what, instead, contradicts| out.odd.push(Odd { at: word.at, what, instead, contradicts });
        match best {
            Some(hit) if hit.same && hit.near > 0 => {}
            Some(hit) if hit.same => match word.kind {
                WordKind::Name => count(Count::NameElsewhere, 1),
                WordKind::Number => {
                    count(Count::Elsewhere, 1);
                    odd(Oddity::Elsewhere(word.kind), None, false);
                }
                _ => {}
            },
            Some(_) => count(Count::Retold, 1),
            None => {
                out.lacking.push(word.at);
                let (instead, sides) = in_place(own, &ranked, n);
                let turned = opposed(own, &ranked, n, meanings);
                if let Some((there, contradicts)) = turned {
                    count(Count::Opposite, 1);
                    odd(Oddity::Opposite, Some(there), contradicts);
                }
                let replaced = sides >= 2 && !matches!(word.kind, WordKind::Name | WordKind::Verb | WordKind::Manner);
                count(Count::Replaced, usize::from(replaced));
                count(Count::Lacking(word.kind), 1);
                if turned.is_none() && !matches!(word.kind, WordKind::Verb | WordKind::Notion) || replaced {
                    odd(Oddity::Lacking(word.kind), instead.filter(|_| sides >= 2), false);
                }
            }
        }
    }
    joined_otherwise(own, &ranked, meanings, &mut out);
    negations(own, &ranked, &mut counted, &mut out);
    let points = meanings.points();
    out.doubt = counted.iter().map(|(what, n)| points_of(*what, points) * (*n).min(OF_A_KIND)).sum();
    out.covered = if own.words.is_empty() { 0 } else { (1000 * covered / own.words.len()) as u16 };
    out.odd.sort_by_key(|o| o.at);
    out.turned =
        out.odd.iter().any(|o| o.what == Oddity::Opposite) || ranked.iter().any(|r| denied_in_one(own, r.1, &r.2));
    out
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Count {
    Lacking(WordKind),
    NameElsewhere,
    Elsewhere,
    Retold,
    Opposite,
    Replaced,
    Negation,
    NegationNearest,
}

fn points_of(what: Count, points: &crate::meaning::Points) -> i32 {
    match what {
        Count::Lacking(WordKind::Name) => points.name,
        Count::Lacking(WordKind::Number) => points.number,
        Count::Lacking(WordKind::Thing) => points.thing,
        Count::Lacking(WordKind::Notion) => 0,
        Count::Lacking(WordKind::Verb) => points.verb,
        Count::Lacking(WordKind::Manner) => points.manner,
        Count::NameElsewhere => points.name_elsewhere,
        Count::Elsewhere => points.elsewhere,
        Count::Retold => points.retold,
        Count::Opposite => points.opposite,
        Count::Replaced => points.replaced,
        Count::Negation => points.negation,
        Count::NegationNearest => points.negation_nearest,
    }
}

type Ranked<'a> = [(i32, &'a Passage<'a>, Vec<Option<Hit>>)];

/// The word that a passage has in the place of a word, and from how many sides that is known.
fn in_place(own: &Passage<'_>, ranked: &Ranked<'_>, n: usize) -> (Option<Evidence>, usize) {
    let mut best = (None, 0);
    let upos = own.words.get(n).map(|w| w.upos);
    let nominal = |u: Option<Upos>| matches!(u, Some(Upos::Noun | Upos::Propn));
    for (_, passage, hits) in ranked.iter().filter(|r| r.2.get(n).is_some_and(Option::is_none)) {
        for (place, sides) in places(own, passage, hits, n) {
            let Some(there) = passage.words.get(place) else { continue };
            let alike = Some(there.upos) == upos || (nominal(Some(there.upos)) && nominal(upos));
            if alike && sides > best.1 {
                best = (Some(Evidence { report: passage.at.report, span: there.at }), sides);
            }
        }
    }
    best
}

/// A word's opposite that stands in its place or by what it stands by, and whether so much of the sentence is in the passage that it contradicts it.
fn opposed(own: &Passage<'_>, ranked: &Ranked<'_>, n: usize, meanings: &Meanings) -> Option<(Evidence, bool)> {
    let word = own.words.get(n)?;
    for (_, passage, hits) in ranked {
        let here = places(own, passage, hits, n);
        let beside = |o: &Word<'_>| {
            word.near.iter().any(|a| hits.get(*a).copied().flatten().is_some_and(|h| o.near.contains(&h.to)))
        };
        let found = passage
            .words
            .iter()
            .enumerate()
            .find(|(m, o)| opposite(word, o, meanings) && (here.contains_key(m) || beside(o)));
        if let Some((m, there)) = found {
            let in_place = here.get(&m).is_some_and(|sides| *sides >= 2);
            let contradicts = in_place && there.open == word.open && held(own, hits);
            return Some((Evidence { report: passage.at.report, span: there.at }, contradicts));
        }
    }
    None
}

/// Has a passage most of the sentence?
fn held(own: &Passage<'_>, hits: &[Option<Hit>]) -> bool {
    let found = hits.iter().flatten().count();
    found >= HELD_WORDS && 100 * found >= HELD * own.words.len()
}

/// Words that join as the opposite of what a passage joins the same two words with, where no passage joins them alike.
fn joined_otherwise(own: &Passage<'_>, ranked: &Ranked<'_>, meanings: &Meanings, out: &mut Retold) {
    for (n, word) in own.words.iter().enumerate() {
        for (join, at) in &word.joins {
            let mut otherwise = None;
            let mut alike = false;
            for (_, passage, hits) in ranked.iter().filter(|r| held(own, &r.2)) {
                let Some(there) = hits.get(n).copied().flatten().and_then(|h| passage.words.get(h.to)) else {
                    continue;
                };
                let head = |n: Option<usize>| n.and_then(|n| hits.get(n).copied().flatten()).map(|h| h.to);
                // Of the same governor, or the two words are joined to different things.
                if word.head.is_none() || head(word.head) != there.head {
                    continue;
                }
                alike |= there.joins.iter().any(|o| o.0 == *join);
                let contrary = there.joins.iter().find(|o| meanings.joins_otherwise(join, &o.0));
                otherwise = otherwise.or(contrary.map(|o| Evidence { report: passage.at.report, span: o.1 }));
            }
            if let Some(there) = otherwise.filter(|_| !alike) {
                out.odd.push(Odd { at: *at, what: Oddity::Opposite, instead: Some(there), contradicts: true });
            }
        }
    }
}

/// Does only one of the two deny a word that both have?
fn denied_in_one(own: &Passage<'_>, passage: &Passage<'_>, hits: &[Option<Hit>]) -> bool {
    let denied = |p: &Passage<'_>| -> BTreeSet<usize> { p.negations.iter().filter_map(|n| n.1).collect() };
    let (here, there) = (denied(own), denied(passage));
    hits.iter().enumerate().any(|(n, h)| h.is_some_and(|h| h.near > 0 && here.contains(&n) != there.contains(&h.to)))
}

/// Negations that the passages do not have.
fn negations(own: &Passage<'_>, ranked: &Ranked<'_>, counted: &mut BTreeMap<Count, i32>, out: &mut Retold) {
    let theirs: usize = ranked.iter().map(|r| r.1.negations.len()).sum();
    let nearest = ranked.first().map_or(0, |r| r.1.negations.len());
    let more = |than: usize| own.negations.len().saturating_sub(than) as i32;
    counted.insert(Count::Negation, more(theirs));
    counted.insert(Count::NegationNearest, more(nearest));
    if more(theirs) == 0 {
        return;
    }
    for (at, by) in &own.negations {
        // What is denied must be told by a passage that has most of the sentence.
        let told = ranked.iter().find_map(|(_, passage, hits)| {
            let hit = by.and_then(|n| hits.get(n).copied().flatten()).filter(|h| h.near > 0)?;
            let here = by.and_then(|n| own.words.get(n))?;
            let there = passage.words.get(hit.to).filter(|o| o.open == here.open && held(own, hits))?;
            Some(Evidence { report: passage.at.report, span: there.at })
        });
        out.odd.push(Odd { at: *at, what: Oddity::Negation, instead: told, contradicts: told.is_some() });
    }
}
