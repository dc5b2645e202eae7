//! Sentences as bags of weighted terms: what `align` and the grouping into stories compare.

use std::collections::BTreeMap;

use dateline_lang::Document;
use dateline_lang::token::{Sentence, Upos};
use dateline_report::{Report, Span, Tok};
use smol_str::SmolStr;

use crate::ActorIx;
use crate::terms::Terms;

/// Numbers of terms, given out in order of first use.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    ids: BTreeMap<SmolStr, u32>,
}

impl Vocabulary {
    /// Number of a term.
    pub(crate) fn id(&mut self, term: &str) -> u32 {
        if let Some(id) = self.ids.get(term) {
            return *id;
        }
        let id = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.insert(SmolStr::new(term), id);
        id
    }
}

/// A bag of terms with weights, sorted by term, each term once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bag {
    pub(crate) terms: Vec<(u32, f32)>,
}

impl Bag {
    /// From terms in any order; of a term that occurs twice the larger weight counts.
    pub(crate) fn new(mut terms: Vec<(u32, f32)>) -> Self {
        terms.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        terms.dedup_by_key(|t| t.0);
        Self { terms }
    }

    /// Sum of weights.
    pub(crate) fn mass(&self) -> f32 {
        self.terms.iter().map(|t| t.1).sum()
    }

    /// Sum of the weights of shared terms (the smaller of the two weights).
    pub(crate) fn common(&self, other: &Self) -> f32 {
        let (mut a, mut b, mut sum) = (0, 0, 0.0);
        while a < self.terms.len() && b < other.terms.len() {
            match self.terms[a].0.cmp(&other.terms[b].0) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => {
                    sum += self.terms[a].1.min(other.terms[b].1);
                    a += 1;
                    b += 1;
                }
            }
        }
        sum
    }

    /// Overlap as a share of the two masses (Dice), 0 to 1.
    pub(crate) fn dice(&self, other: &Self) -> f32 {
        let mass = self.mass() + other.mass();
        if mass > 0.0 { 2.0 * self.common(other) / mass } else { 0.0 }
    }
}

/// Does a word carry content that another report would keep?
pub(crate) fn is_content(upos: Upos) -> bool {
    matches!(upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Adv | Upos::Num | Upos::X | Upos::Sym)
}

/// A name's letters without case, marks and hyphens, so that spelling conventions matter less.
pub(crate) fn plain_letters(word: &str) -> String {
    any_ascii::any_ascii(word).chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// Terms of a run of tokens: lemmas (canonical), numbers by value, and names: the actors they stand for where `actor_at` knows them,
/// else their letters.
pub(crate) fn terms_of(
    report: &Report,
    doc: &Document,
    tokens: Span<Tok>,
    terms: &Terms,
    actor_at: &dyn Fn(u32) -> Option<ActorIx>,
) -> Vec<(SmolStr, f32)> {
    let mut out = Vec::new();
    for at in tokens.range() {
        let Some(token) = doc.tokens.get(at) else { break };
        if let Some(actor) = actor_at(token.span.start) {
            out.push((smol_str::format_smolstr!("@{}", actor.0), 1.5));
            continue;
        }
        if !is_content(token.upos) {
            continue;
        }
        let form = report.slice(token.span);
        match token.upos {
            Upos::Propn => {
                let letters = plain_letters(form);
                if letters.len() > 1 {
                    out.push((SmolStr::new(letters), 1.7));
                }
            }
            Upos::Num => out.push((smol_str::format_smolstr!("#{}", form.replace(',', "").to_lowercase()), 1.5)),
            _ => {
                let lemma = token.lemma.to_lowercase();
                let word = terms.canonical(&lemma);
                let weight = terms.weight(word);
                if weight > 0.0 {
                    out.push((SmolStr::new(word), weight));
                }
            }
        }
    }
    out
}

/// The bag of one sentence.
pub(crate) fn sentence_bag(
    report: &Report,
    doc: &Document,
    sentence: &Sentence,
    terms: &Terms,
    vocabulary: &mut Vocabulary,
    actor_at: &dyn Fn(u32) -> Option<ActorIx>,
) -> Bag {
    Bag::new(
        terms_of(report, doc, sentence.tokens, terms, actor_at)
            .into_iter()
            .map(|(t, w)| (vocabulary.id(&t), w))
            .collect(),
    )
}
