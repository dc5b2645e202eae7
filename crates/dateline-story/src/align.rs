//! The one place where passages of different reports are compared.
//!
//! Passages are bags of weighted terms (see `digest`); candidates come from an inverted index, so that a story of hundreds of reports costs far
//! less than all pairs. Lineage, merging of events, disagreements and the claim matrix all ask here.

use std::collections::BTreeMap;

use dateline_report::{Byte, ReportIx, Span};

use crate::digest::Bag;

/// One passage to compare.
#[derive(Debug, Clone)]
pub(crate) struct Passage {
    /// Which report.
    pub(crate) report: ReportIx,
    /// Number of its sentence in the report.
    pub(crate) sentence: u32,
    /// Where it stands.
    pub(crate) span: Span<Byte>,
    /// What it says.
    pub(crate) bag: Bag,
}

/// Two passages that may say the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    /// Index of the first passage.
    pub(crate) a: u32,
    /// Index of the second, in a later report.
    pub(crate) b: u32,
    /// Overlap of content, 0 to 1 (Dice over weighted terms).
    pub(crate) score: f32,
    /// Share of the shorter passage's content that the other has, 0 to 1.
    pub(crate) cover: f32,
}

/// Passages of all reports of a story and the pairs among them.
#[derive(Debug, Default)]
pub(crate) struct Alignment {
    /// Passages, by report, then in text order.
    pub(crate) passages: Vec<Passage>,
    /// Pairs of passages of different reports, sorted by `a`, then `b`.
    pub(crate) pairs: Vec<Pair>,
    first: BTreeMap<ReportIx, u32>,
}

/// A term in more passages than this finds no candidates: it is the story's own vocabulary.
const COMMON: usize = 600;

impl Alignment {
    /// Pairs all passages of different reports whose score or cover reaches the floor.
    pub(crate) fn new(passages: Vec<Passage>, floor: f32) -> Self {
        let mut postings: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (n, p) in passages.iter().enumerate() {
            for (term, _) in &p.bag.terms {
                postings.entry(*term).or_default().push(n as u32);
            }
        }
        let masses: Vec<f32> = passages.iter().map(|p| p.bag.mass()).collect();
        let mut pairs = Vec::new();
        let mut overlap = vec![0.0f32; passages.len()];
        let mut touched: Vec<u32> = Vec::new();
        for (a, p) in passages.iter().enumerate() {
            for (term, weight) in &p.bag.terms {
                let list = &postings[term];
                if list.len() > COMMON {
                    continue;
                }
                let from = list.partition_point(|b| *b as usize <= a);
                for b in &list[from..] {
                    let other = &passages[*b as usize];
                    if other.report == p.report {
                        continue;
                    }
                    if overlap[*b as usize] == 0.0 {
                        touched.push(*b);
                    }
                    let theirs =
                        other.bag.terms.binary_search_by_key(term, |t| t.0).map_or(0.0, |at| other.bag.terms[at].1);
                    overlap[*b as usize] += weight.min(theirs);
                }
            }
            touched.sort_unstable();
            for b in touched.drain(..) {
                let common = std::mem::take(&mut overlap[b as usize]);
                let (ma, mb) = (masses[a], masses[b as usize]);
                let (score, cover) = (2.0 * common / (ma + mb), common / ma.min(mb));
                if score >= floor || (cover >= 0.8 && ma.min(mb) >= 3.0) {
                    pairs.push(Pair { a: a as u32, b, score, cover });
                }
            }
        }
        let mut first = BTreeMap::new();
        for (n, p) in passages.iter().enumerate() {
            first.entry(p.report).or_insert(n as u32);
        }
        Self { passages, pairs, first }
    }

    /// The passage of a report's sentence.
    pub(crate) fn passage(&self, report: ReportIx, sentence: u32) -> Option<u32> {
        let first = *self.first.get(&report)?;
        let mut at = first as usize;
        while let Some(p) = self.passages.get(at) {
            if p.report != report || p.sentence > sentence {
                return None;
            }
            if p.sentence == sentence {
                return Some(at as u32);
            }
            at += 1;
        }
        None
    }

    /// Score of two passages; 0 if they are no pair.
    pub(crate) fn score(&self, a: u32, b: u32) -> f32 {
        let (a, b) = (a.min(b), a.max(b));
        self.pairs
            .binary_search_by(|p| p.a.cmp(&a).then(p.b.cmp(&b)))
            .map_or(0.0, |at| self.pairs[at].score.max(0.7 * self.pairs[at].cover))
    }

    /// Best partners between two reports: pairs that are each other's best, in the order of `x`'s text. `(passage of x, passage of y, pair)`.
    pub(crate) fn mutual(&self, x: ReportIx, y: ReportIx) -> Vec<(u32, u32, Pair)> {
        let (lo, hi) = (x.min(y), x.max(y));
        let mut best_a: BTreeMap<u32, Pair> = BTreeMap::new();
        let mut best_b: BTreeMap<u32, Pair> = BTreeMap::new();
        let start = self.first.get(&lo).map_or(0, |f| self.pairs.partition_point(|p| p.a < *f));
        for pair in self.pairs[start..].iter().take_while(|p| self.passages[p.a as usize].report == lo) {
            if self.passages[pair.b as usize].report != hi {
                continue;
            }
            let better = |old: Option<&Pair>| old.is_none_or(|o| pair.score > o.score);
            if better(best_a.get(&pair.a)) {
                best_a.insert(pair.a, *pair);
            }
            if better(best_b.get(&pair.b)) {
                best_b.insert(pair.b, *pair);
            }
        }
        let mut out: Vec<(u32, u32, Pair)> = best_a
            .values()
            .filter(|p| best_b.get(&p.b).is_some_and(|q| q.a == p.a))
            .map(|p| if x <= y { (p.a, p.b, *p) } else { (p.b, p.a, *p) })
            .collect();
        out.sort_by_key(|m| m.0);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(report: u32, sentence: u32, terms: &[u32]) -> Passage {
        Passage {
            report: ReportIx(report),
            sentence,
            span: Span::new(0, 1),
            bag: Bag::new(terms.iter().map(|t| (*t, 1.0)).collect()),
        }
    }

    #[test]
    fn pairs_cross_reports_only_and_mutual_best_is_symmetrical() {
        let all = vec![
            passage(0, 0, &[1, 2, 3]),
            passage(0, 1, &[1, 2, 3, 4]),
            passage(1, 0, &[1, 2, 3, 4]),
            passage(1, 1, &[9]),
        ];
        let found = Alignment::new(all, 0.3);
        assert_eq!(found.pairs.len(), 2);
        let forth: Vec<_> = found.mutual(ReportIx(0), ReportIx(1)).iter().map(|m| (m.0, m.1)).collect();
        let back: Vec<_> = found.mutual(ReportIx(1), ReportIx(0)).iter().map(|m| (m.1, m.0)).collect();
        assert_eq!(forth, vec![(1, 2)]);
        assert_eq!(forth, back);
        assert_eq!(found.passage(ReportIx(1), 1), Some(3));
    }
}
