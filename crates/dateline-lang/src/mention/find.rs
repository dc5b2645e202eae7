//! From the parsed text to its mentions: the steps in order.

use std::ops::Range;

use dateline_report::{Byte, Span, Tok};
use smol_str::SmolStr;

use super::coref::Choose;
use super::rules::MentionRules;
use super::words::{Word, tokens_of, words};
use super::{EntityKind, Mention, MentionForm, MentionIx, Role};
use crate::syntax::Syntax;
use crate::token::{SentenceKind, TokenIx, Upos};

/// A mention in the making: positions are words.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) name: Range<usize>,
    pub(super) full: Range<usize>,
    pub(super) kind: EntityKind,
    pub(super) form: MentionForm,
    pub(super) state: Option<SmolStr>,
    pub(super) metonym: bool,
    pub(super) title: Option<Range<usize>>,
    pub(super) roles: Vec<DraftRole>,
    pub(super) antecedent: Option<usize>,
    /// How sure the antecedent is, 0 to 1000.
    pub(super) link: u16,
    /// Where it stands, if that is less than its words ("they" of "they're").
    pub(super) exact: Option<Span<Byte>>,
    pub(super) plural: bool,
    pub(super) confidence: u16,
    /// Common noun of a nominal, singular; pronoun of a pronoun.
    pub(super) noun: String,
}

/// A role in the making.
#[derive(Debug, Clone)]
pub(super) struct DraftRole {
    pub(super) title: Range<usize>,
    pub(super) of: Option<usize>,
    pub(super) span: Range<usize>,
}

impl Draft {
    pub(super) fn new(name: Range<usize>, kind: EntityKind, form: MentionForm, confidence: u16) -> Self {
        Self {
            full: name.clone(),
            name,
            kind,
            form,
            state: None,
            metonym: false,
            title: None,
            roles: Vec::new(),
            antecedent: None,
            link: 0,
            exact: None,
            plural: false,
            confidence,
            noun: String::new(),
        }
    }
}

/// What the steps share.
pub(super) struct Finder<'a, 's> {
    pub(super) syntax: &'a Syntax<'s>,
    pub(super) rules: &'a MentionRules,
    pub(super) words: Vec<Word>,
    /// By word: kind and number of the recogniser's span over it.
    pub(super) ner: Vec<Option<(EntityKind, usize)>>,
    pub(super) drafts: Vec<Draft>,
    /// By word: the name mention that covers it.
    pub(super) taken: Vec<Option<usize>>,
    /// By word: part of a title, so no name of its own.
    pub(super) spent: Vec<bool>,
    /// By sentence: its words.
    pub(super) sentences: Vec<Range<usize>>,
    /// By sentence: most words are capitalised, so capitals say nothing.
    pub(super) titled: Vec<bool>,
}

impl Finder<'_, '_> {
    /// Folded form of a word; `""` out of range.
    pub(super) fn folded(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.folded.as_str())
    }

    /// As printed.
    pub(super) fn form(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.span.of(self.syntax.text()))
    }

    /// The word before, in the same sentence.
    pub(super) fn previous(&self, at: usize) -> Option<usize> {
        let before = at.checked_sub(1)?;
        (self.words.get(before)?.sentence == self.words.get(at)?.sentence).then_some(before)
    }

    /// The word after, in the same sentence.
    pub(super) fn next(&self, at: usize) -> Option<usize> {
        (self.words.get(at + 1)?.sentence == self.words.get(at)?.sentence).then_some(at + 1)
    }

    /// Words joined by single spaces, folded.
    pub(super) fn joined(&self, range: Range<usize>) -> String {
        let parts: Vec<&str> = self.words.get(range).unwrap_or(&[]).iter().map(|w| w.folded.as_str()).collect();
        parts.join(" ")
    }

    pub(super) fn bytes(&self, range: &Range<usize>) -> Span<Byte> {
        match (self.words.get(range.start), range.end.checked_sub(1).and_then(|e| self.words.get(e))) {
            (Some(a), Some(b)) if range.start < range.end => a.span.hull(b.span),
            _ => Span::new(0, 0),
        }
    }

    /// Adds a mention of a name and marks its words.
    pub(super) fn push(&mut self, draft: Draft) -> usize {
        let at = self.drafts.len();
        for n in draft.name.clone() {
            if let Some(slot) = self.taken.get_mut(n) {
                *slot = Some(at);
            }
        }
        self.drafts.push(draft);
        at
    }

    /// Is no noun, name or number by its tag.
    pub(super) fn is_function(&self, at: usize) -> bool {
        matches!(
            self.words.get(at).map(|w| w.upos),
            Some(
                Upos::Adp
                    | Upos::Aux
                    | Upos::Cconj
                    | Upos::Det
                    | Upos::Intj
                    | Upos::Part
                    | Upos::Pron
                    | Upos::Sconj
                    | Upos::Verb
                    | Upos::Adv
                    | Upos::Punct
                    | Upos::Sym
            )
        )
    }
}

/// Finds the mentions of a report: names, descriptions of persons and bodies, pronouns.
///
/// `entities` are the spans of the trained recogniser. They are one sign among several: tables, titles, capitals within the
/// sentence and names told in full earlier correct and extend them. Mentions come in text order; every span lies in the text
/// on character boundaries.
#[must_use]
pub fn find_mentions(
    syntax: &Syntax<'_>,
    entities: &[(Span<Tok>, EntityKind, u16)],
    rules: &MentionRules,
) -> Vec<Mention> {
    find_mentions_with(syntax, entities, rules, &mut &rules.ranker)
}

/// As [`find_mentions`] with another choice of antecedents of pronouns: for training and measuring.
#[must_use]
pub fn find_mentions_with(
    syntax: &Syntax<'_>,
    entities: &[(Span<Tok>, EntityKind, u16)],
    rules: &MentionRules,
    choose: &mut dyn Choose,
) -> Vec<Mention> {
    let abbreviation = |w: &str| {
        w.len() == 1
            || rules.honorifics.contains(w)
            || (w.len() <= 4 && (rules.ranks.contains(w) || matches!(w, "gov" | "sen" | "rep")))
    };
    let splits = |a: &str, b: &str| {
        let whole = super::gazetteer::key(&format!("{a}-{b}"));
        if rules.gazetteer.longest(&whole) > 0 || rules.particles.contains(&super::words::fold(a)) {
            return false;
        }
        let stands = |w: &str| {
            let first = w.split(['-', '‐', '‑']).next().unwrap_or(w);
            let last = w.rsplit(['-', '‐', '‑']).next().unwrap_or(w);
            [first, last, w].iter().any(|p| {
                rules.gazetteer.state_of(&super::words::fold(p), p.chars().all(|c| !c.is_lowercase())).is_some()
            })
        };
        let begins_low = b.chars().next().is_some_and(|c| c.is_lowercase());
        stands(a) && (begins_low || stands(b) || b.chars().next().is_some_and(char::is_uppercase))
    };
    let article = |w: &str| rules.names.is_article(w);
    let words = words(syntax, &abbreviation, &splits, &article);
    let mut finder = Finder {
        syntax,
        rules,
        ner: vec![None; words.len()],
        taken: vec![None; words.len()],
        spent: vec![false; words.len()],
        drafts: Vec::new(),
        sentences: Vec::new(),
        titled: Vec::new(),
        words,
    };
    for (number, (tokens, kind, _)) in entities.iter().enumerate() {
        let bytes = syntax.bytes(*tokens);
        let from = finder.words.partition_point(|w| w.span.end <= bytes.start);
        for n in from..finder.words.len() {
            if finder.words[n].span.start >= bytes.end {
                break;
            }
            finder.ner[n] = Some((*kind, number));
        }
    }
    let mut from = 0;
    for (n, sentence) in syntax.sentences.iter().enumerate() {
        let to = from + finder.words[from..].iter().take_while(|w| w.sentence == n).count();
        finder.sentences.push(from..to);
        let long: Vec<&Word> =
            finder.words[from..to].iter().filter(|w| w.folded.chars().count() > 3 && !w.digit).collect();
        let capitals = long.iter().filter(|w| w.cap).count();
        let heading = matches!(sentence.kind, SentenceKind::Title | SentenceKind::Heading);
        finder.titled.push(
            long.len() >= 3
                && (heading || !sentence.span.of(syntax.text()).trim_end().ends_with(['.', '!', '?', '”', '"', '»']))
                && (capitals * 10 > long.len() * 8 || (heading && capitals * 10 > long.len() * 6)),
        );
        from = to;
    }
    finder.find_names();
    finder.settle_capitals();
    finder.find_nominals();
    finder.find_holders();
    finder.find_roles();
    finder.find_pronouns();
    finder.link(choose);
    finder.finish()
}

impl Finder<'_, '_> {
    /// Drafts in text order as mentions.
    fn finish(self) -> Vec<Mention> {
        let mut order: Vec<usize> = (0..self.drafts.len()).filter(|n| !self.drafts[*n].name.is_empty()).collect();
        order.sort_by_key(|n| {
            (self.bytes(&self.drafts[*n].name).start, std::cmp::Reverse(self.bytes(&self.drafts[*n].name).end), *n)
        });
        let mut place = vec![None; self.drafts.len()];
        for (to, from) in order.iter().enumerate() {
            place[*from] = u32::try_from(to).ok().map(MentionIx);
        }
        let at = |n: Option<usize>| n.and_then(|n| place.get(n).copied().flatten());
        order
            .iter()
            .map(|n| {
                let d = &self.drafts[*n];
                let span = d.exact.unwrap_or_else(|| self.bytes(&d.name));
                let full = d.exact.unwrap_or_else(|| self.bytes(&d.full).hull(span));
                let tokens = tokens_of(self.syntax, span);
                Mention {
                    tokens,
                    span,
                    full,
                    head: self.head(tokens),
                    kind: d.kind,
                    form: d.form,
                    state: d.state.clone(),
                    metonym: d.metonym,
                    title: d.title.as_ref().map(|t| self.bytes(t)).filter(|s| !s.is_empty()),
                    roles: d
                        .roles
                        .iter()
                        .map(|r| Role {
                            title: SmolStr::new(self.bytes(&r.title).of(self.syntax.text())),
                            of: at(r.of),
                            span: self.bytes(&r.span),
                        })
                        .filter(|r| !r.title.is_empty())
                        .collect(),
                    antecedent: at(d.antecedent),
                    link: if d.antecedent.is_some() { d.link } else { 0 },
                    plural: d.plural,
                    confidence: d.confidence,
                }
            })
            .collect()
    }

    /// The token of a span that is governed from outside it; the last one if the parse has none.
    fn head(&self, tokens: Span<Tok>) -> TokenIx {
        tokens
            .range()
            .map(|t| TokenIx(u32::try_from(t).unwrap_or(u32::MAX)))
            .find(|t| self.syntax.head(*t).is_none_or(|h| !tokens.has(h.0)) && self.syntax.upos(*t) != Upos::Punct)
            .unwrap_or(TokenIx(tokens.end.saturating_sub(1)))
    }
}
