//! Which pairs of many reports are alike, without comparing all with all.
//!
//! A report looks up the reports that share its words, rarest words first, until it has looked at [`LOOKS`] of them; a pair counts if the one later
//! in order finds the other. A pair is compared in full only if what is found and what can still come would be enough; where words are passed over,
//! most of it must be found. So each report costs at most so much, however many there are; where fewer share its words no pair is lost.

use rayon::prelude::*;

use super::likeness::{MOST, WHOLE, likeness};
use super::linkage::Edge;
use super::signature::{Signature, UNIT};

/// Likeness in millionths below which a pair counts as wholly unlike. Up to here the figures on ECB+ do not change.
pub(super) const LINK: u32 = 165_000;
/// So many entries of the index a report looks at. A run in which the words of a report occur less often is compared in full.
pub(super) const LOOKS: usize = 20_000;
/// Reports that one thread works on at a time.
const CHUNK: usize = 2048;
/// Partial sums are kept in 32 bits: products are cut by so many.
const CUT: u32 = 6;

/// Words and the reports that have them, in order of reports.
struct Index {
    /// Word numbers, sorted.
    terms: Vec<u32>,
    /// Where the list of each begins in `entries`; one more at the end.
    starts: Vec<u32>,
    /// Reports and weights.
    entries: Vec<(u32, u16)>,
    /// For the highest bits of a word number, where to begin to look in `terms`.
    shelves: Vec<u32>,
}

/// Bits of a word number that choose a shelf.
const SHELF: u32 = 16;

impl Index {
    fn new(all: &[Signature]) -> Self {
        // In parts by the highest bits of the word number, so that the unsorted lists need not all be there at once.
        const PARTS: u32 = 16;
        let mut index = Self { terms: Vec::new(), starts: Vec::new(), entries: Vec::new(), shelves: Vec::new() };
        for part in 0..PARTS {
            let mut list: Vec<(u32, u32, u16)> = Vec::new();
            for (n, s) in all.iter().enumerate() {
                let from = s.terms.partition_point(|t| (t >> 28) < part);
                let to = s.terms.partition_point(|t| (t >> 28) <= part);
                list.extend((from..to).map(|k| (s.terms[k], n as u32, s.weights[k] >> 1)));
            }
            list.par_sort_unstable();
            let mut at = 0;
            while at < list.len() {
                let term = list[at].0;
                let end = at + list[at..].partition_point(|e| e.0 == term);
                // A word of one report alone finds nobody.
                if end - at > 1 {
                    index.terms.push(term);
                    index.starts.push(index.entries.len() as u32);
                    index.entries.extend(list[at..end].iter().map(|e| (e.1, e.2)));
                }
                at = end;
            }
        }
        index.starts.push(index.entries.len() as u32);
        let mut at = 0;
        for shelf in 0..=(1u32 << SHELF) {
            while at < index.terms.len() && (index.terms[at] >> (32 - SHELF)) < shelf {
                at += 1;
            }
            index.shelves.push(at as u32);
        }
        index
    }

    fn list(&self, term: u32) -> &[(u32, u16)] {
        let shelf = (term >> (32 - SHELF)) as usize;
        let (from, to) = (self.shelves[shelf] as usize, self.shelves[shelf + 1] as usize);
        match self.terms[from..to].binary_search(&term) {
            Ok(at) => &self.entries[self.starts[from + at] as usize..self.starts[from + at + 1] as usize],
            Err(_) => &[],
        }
    }
}

/// Sums for the reports that share words with one.
pub(super) struct Tally {
    sums: Vec<u32>,
    touched: Vec<u32>,
}

impl Tally {
    pub(super) fn new(reports: usize) -> Self {
        Self { sums: vec![0; reports], touched: Vec::new() }
    }

    pub(super) fn grow(&mut self, reports: usize) {
        self.sums.resize(reports, 0);
    }

    /// Reports that may be alike to `own`. `lists`: for each word of it the reports that have it, which are looked through from the shortest.
    pub(super) fn find<'a>(&mut self, own: &Signature, lists: impl Fn(u32) -> &'a [(u32, u16)]) -> Vec<u32> {
        let mut open: Vec<(&[(u32, u16)], u32)> = Vec::with_capacity(own.terms.len());
        for (at, term) in own.terms.iter().enumerate() {
            let list = lists(*term);
            if !list.is_empty() {
                open.push((list, own.weight(at)));
            }
        }
        open.sort_by_key(|(list, weight)| (list.len(), std::cmp::Reverse(*weight)));
        let mut looked = 0;
        let mut whole = true;
        let mut left: u64 = open.iter().map(|(_, w)| u64::from(w * w)).sum();
        for (list, weight) in &open {
            if looked + list.len() > LOOKS {
                whole = false;
                break;
            }
            looked += list.len();
            left -= u64::from(weight * weight);
            for (report, theirs) in *list {
                let sum = &mut self.sums[*report as usize];
                if *sum == 0 {
                    self.touched.push(*report);
                }
                *sum += ((weight * u32::from(*theirs)) >> CUT).max(1);
            }
        }
        // What words not looked at could add (Cauchy and Schwarz), and what was cut.
        let one = f64::from(UNIT) * f64::from(UNIT);
        let rest = ((left as f64).sqrt() * f64::from(UNIT) + open.len() as f64 * f64::from(1u32 << CUT)) / one;
        let least = f64::from(LINK) / f64::from(WHOLE) * f64::from(MOST.1) / f64::from(MOST.0) - 1e-4;
        // Where words were passed over, most must come from those that were looked at, which are the rarer ones.
        let least = if whole { least - rest } else { (least - rest).max(least * 0.85) };
        let enough = (least * one / f64::from(1u32 << CUT)).max(0.0) as u32;
        let mut found: Vec<u32> = Vec::new();
        for report in self.touched.drain(..) {
            if std::mem::take(&mut self.sums[report as usize]) >= enough {
                found.push(report);
            }
        }
        found.sort_unstable();
        found
    }
}

/// All pairs that are alike, with their likeness; the later of each pair first.
pub(super) fn alike(all: &[Signature]) -> Vec<Edge> {
    let index = Index::new(all);
    let starts: Vec<usize> = (0..all.len()).step_by(CHUNK).collect();
    let parts: Vec<Vec<Edge>> = starts
        .par_iter()
        .map_init(
            || Tally::new(all.len()),
            |tally, start| {
                let mut edges = Vec::new();
                for (n, own) in all.iter().enumerate().skip(*start).take(CHUNK) {
                    let before = |term: u32| -> &[(u32, u16)] {
                        let list = index.list(term);
                        &list[..list.partition_point(|e| (e.0 as usize) < n)]
                    };
                    for other in tally.find(own, before) {
                        let l = likeness(own, &all[other as usize]);
                        if l >= LINK {
                            edges.push((n as u32, other, u64::from(l)));
                        }
                    }
                }
                edges
            },
        )
        .collect();
    parts.concat()
}

#[cfg(test)]
pub(super) fn alike_by_all_pairs(all: &[Signature]) -> Vec<Edge> {
    let mut out = Vec::new();
    for (n, own) in all.iter().enumerate() {
        for (m, other) in all[..n].iter().enumerate() {
            let l = likeness(own, other);
            if l >= LINK {
                out.push((n as u32, m as u32, u64::from(l)));
            }
        }
    }
    out
}
