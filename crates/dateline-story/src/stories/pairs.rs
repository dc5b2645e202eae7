//! Which pairs of many reports are alike, without comparing all with all.
//!
//! Reports stand in the order of their days of publication, those without one first, and each looks up the earlier ones that share its words: those of
//! the weeks before it, those of the quarter before that, and those without a day. What lies farther back is unlike anyhow, so that the length of what
//! is looked through depends on how many reports a day brings and not on how many years there are. In each of the three it takes the words that fewest
//! share first, until the others cannot matter or it has looked at [`LOOKS`] reports. A pair is compared in full only if what is found and what can
//! still come would be enough; where words are passed over for their number, most of it must be found. So each report costs at most so much; where
//! fewer share its words no pair is lost.

use rayon::prelude::*;

#[cfg(test)]
use super::likeness::likeness;
use super::likeness::{LATER, MOST, MUCH_LATER, WHOLE, days, weigh, whole, words};
use super::linkage::Edge;
use super::signature::{Signature, UNIT};

/// Likeness in millionths below which a pair counts as wholly unlike. Up to here the figures on ECB+ do not change.
pub(super) const LINK: u32 = 165_000;
/// So many entries of the index a report looks at, in each of the stretches of time. A run in which the words of a report occur less often is
/// compared in full.
pub(super) const LOOKS: usize = 20_000;
/// Where there are more reports than this it looks at a quarter in the weeks before it and a tenth in the quarter before: 0.01 points of B3 F1 are
/// lost on 100,000 invented reports.
const SMALL: usize = 5_000;
/// Words are passed over without loss once all that are left add no more than this share of what a pair needs.
const SPARE: f64 = 0.4;
/// Reports that one thread works on at a time, at most.
const CHUNK: usize = 4096;
/// Partial sums are kept in 32 bits: products are cut by so many.
const CUT: u32 = 6;

/// Words and the places of the reports that have them, in their order.
struct Index {
    /// Word numbers, sorted.
    terms: Vec<u32>,
    /// Where the list of each begins in `entries`; one more at the end.
    starts: Vec<u32>,
    /// Places and weights.
    entries: Vec<(u32, u16)>,
    /// For the highest bits of a word number, where to begin to look in `terms`.
    shelves: Vec<u32>,
}

/// Bits of a word number that choose a shelf.
const SHELF: u32 = 16;

impl Index {
    fn new(all: &[&Signature]) -> Self {
        // In parts by the highest bits of the word number, so that the unsorted lists need not all be there at once.
        const PARTS: u32 = 16;
        let mut index = Self { terms: Vec::new(), starts: Vec::new(), entries: Vec::new(), shelves: Vec::new() };
        for part in 0..PARTS {
            let of_part = |(n, s): (usize, &&Signature)| {
                let (terms, weights) = (&s.terms, &s.weights);
                let from = terms.partition_point(|t| (t >> 28) < part);
                let to = from + terms[from..].partition_point(|t| (t >> 28) <= part);
                let own: Vec<(u32, u32, u16)> = (from..to).map(|k| (terms[k], n as u32, weights[k] >> 1)).collect();
                own
            };
            let mut list: Vec<(u32, u32, u16)> = all.par_iter().enumerate().flat_map_iter(of_part).collect();
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

    /// Number of a word in the index.
    fn number(&self, term: u32) -> Option<u32> {
        let shelf = (term >> (32 - SHELF)) as usize;
        let (from, to) = (self.shelves[shelf] as usize, self.shelves[shelf + 1] as usize);
        self.terms[from..to].binary_search(&term).ok().map(|at| (from + at) as u32)
    }

    /// How many reports have the word.
    fn count(&self, number: u32) -> u32 {
        self.starts[number as usize + 1] - self.starts[number as usize]
    }
}

/// Where stretches of time begin in the list of each word, for a report and those after it: these only move on.
struct Cursors(Vec<Cursor>);

#[derive(Clone, Copy)]
struct Cursor {
    /// Where the list begins and ends in the index.
    list: (u32, u32),
    /// The run of reports to which the ends belong.
    run: u32,
    /// Ends of the reports without a day, of those too long ago, of those of the quarter, of those before the report.
    ends: [u32; 4],
}

impl Cursors {
    fn new(index: &Index) -> Self {
        Self(index.starts.windows(2).map(|w| Cursor { list: (w[0], w[1]), run: u32::MAX, ends: [0; 4] }).collect())
    }

    /// The stretches of the list of a word that end before `places`.
    fn split<'a>(&mut self, run: u32, number: u32, index: &'a Index, places: [u32; 4]) -> [&'a [(u32, u16)]; 3] {
        let cursor = &mut self.0[number as usize];
        let list = &index.entries[cursor.list.0 as usize..cursor.list.1 as usize];
        let ends = &mut cursor.ends;
        if cursor.run == run {
            for (end, place) in ends.iter_mut().zip(places) {
                while list.get(*end as usize).is_some_and(|e| e.0 < place) {
                    *end += 1;
                }
            }
        } else {
            cursor.run = run;
            let mut from = 0;
            for (end, place) in ends.iter_mut().zip(places) {
                from += list[from..].partition_point(|e| e.0 < place);
                *end = from as u32;
            }
        }
        let [undated, gone, quarter, before] = ends.map(|e| e as usize);
        [&list[..undated], &list[quarter..before], &list[gone..quarter]]
    }
}

/// A stretch of the reports that have a word, and how much the word weighs in the report that looks.
type Span<'a> = (&'a [(u32, u16)], u32);

/// Sums for the reports that share words with one.
pub(super) struct Tally {
    sums: Vec<u32>,
    touched: Vec<u32>,
}

/// The least words in common that can make two reports alike, as a share.
pub(super) fn least_words(most: (u32, u32)) -> f64 {
    f64::from(LINK) / f64::from(WHOLE) * f64::from(most.1) / f64::from(most.0) - 1e-4
}

impl Tally {
    pub(super) fn new(reports: usize) -> Self {
        Self { sums: vec![0; reports], touched: Vec::new() }
    }

    pub(super) fn grow(&mut self, reports: usize) {
        self.sums.resize(reports, 0);
    }

    /// Reports that may have `least` of their words in common with one, and the most that they may have, in millionths, in no order. `spans`: for
    /// each word of the one the reports that have it, which are looked through from the shortest. `passed`: sum of the squared weights of words that
    /// are left out.
    pub(super) fn find(
        &mut self,
        spans: &mut [Span<'_>],
        passed: u64,
        (least, looks): (f64, usize),
        found: &mut Vec<(u32, u32)>,
    ) {
        if spans.is_empty() {
            return;
        }
        spans.sort_unstable_by_key(|(list, weight)| (list.len(), std::cmp::Reverse(*weight)));
        let one = f64::from(UNIT) * f64::from(UNIT);
        let spare = (least * SPARE).powi(2) * one;
        let mut looked = 0;
        let mut whole = true;
        let mut left: u64 = passed + spans.iter().map(|(_, w)| u64::from(w * w)).sum::<u64>();
        for (list, weight) in spans.iter() {
            if (left as f64) < spare {
                break;
            }
            if looked + list.len() > looks {
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
        // What words not looked at could add (Cauchy and Schwarz), and what was cut or rounded.
        let cut = f64::from(1u32 << CUT);
        let rest = ((left as f64).sqrt() * f64::from(UNIT) + spans.len() as f64 * cut) / one + 1e-3;
        // Where words were passed over for their number, most must come from those that were looked at, which are the rarer ones.
        let asked = if whole { least - rest } else { (least - rest).max(least * 0.85) };
        let enough = (asked * one / cut).max(0.0) as u32;
        for report in self.touched.drain(..) {
            let sum = std::mem::take(&mut self.sums[report as usize]);
            if sum >= enough {
                let most = ((f64::from(sum) * cut / one + rest) * f64::from(WHOLE)) as u32;
                found.push((report, most.min(WHOLE)));
            }
        }
    }
}

/// Likeness of two reports that have at most so many words in common; none if that is too little for [`LINK`].
pub(super) fn linked(a: &Signature, b: &Signature, most: u32) -> Option<u64> {
    let days = days(a, b);
    if weigh(most, days) < LINK {
        return None;
    }
    Some(whole(words(a, b), days, a, b)).filter(|l| *l >= LINK).map(u64::from)
}

/// All pairs that are alike, with their likeness; the one with the greater number first.
pub(super) fn alike(all: &[Signature]) -> Vec<Edge> {
    let mut order: Vec<u32> = (0..all.len() as u32).collect();
    order.par_sort_unstable_by_key(|n| (all[*n as usize].published, *n));
    let sorted: Vec<&Signature> = order.iter().map(|n| &all[*n as usize]).collect();
    let undated = sorted.partition_point(|s| s.published.is_none());
    let index = Index::new(&sorted);
    let least = least_words(MOST);
    // Reports of other weeks have no day in common that would count.
    let least_later = least_words((3, 4));
    let looks = |share: usize| if all.len() > SMALL { LOOKS / share } else { LOOKS };
    let asked = [(least, LOOKS), (least, looks(4)), (least_later, looks(10))];
    // Of the commonest words so many are passed over.
    let spare = (least * SPARE * f64::from(UNIT)).powi(2) as u64 / 2;
    let chunk = (all.len() / 64).clamp(256, CHUNK);
    let starts: Vec<usize> = (0..all.len()).step_by(chunk).collect();
    let parts: Vec<Vec<Edge>> = starts
        .par_iter()
        .map_init(
            || (Tally::new(all.len()), Cursors::new(&index)),
            |(tally, cursors), start| {
                let mut edges = Vec::new();
                let mut spans: [Vec<Span<'_>>; 3] = [Vec::new(), Vec::new(), Vec::new()];
                let mut found = Vec::new();
                let mut terms: Vec<(u32, u32, u32)> = Vec::new();
                for (at, own) in sorted.iter().enumerate().skip(*start).take(chunk) {
                    let first = undated.min(at);
                    let since = |days: u16| {
                        let day = own.published.map(|d| d - i32::from(days));
                        (first + sorted[first..at].partition_point(|s| s.published < day)) as u32
                    };
                    let places = [first as u32, since(MUCH_LATER), since(LATER), at as u32];
                    terms.clear();
                    terms.extend(own.terms.iter().enumerate().filter_map(|(k, term)| {
                        let number = index.number(*term)?;
                        Some((index.count(number), number, own.weight(k)))
                    }));
                    terms.sort_unstable();
                    let mut passed = 0;
                    while let Some((_, _, weight)) = terms.last()
                        && passed + u64::from(weight * weight) < spare
                    {
                        passed += u64::from(weight * weight);
                        terms.pop();
                    }
                    for s in &mut spans {
                        s.clear();
                    }
                    for (_, number, weight) in &terms {
                        let parts = cursors.split(*start as u32, *number, &index, places);
                        for (s, part) in spans.iter_mut().zip(parts) {
                            if !part.is_empty() {
                                s.push((part, *weight));
                            }
                        }
                    }
                    found.clear();
                    for (s, asked) in spans.iter_mut().zip(asked) {
                        tally.find(s, passed, asked, &mut found);
                    }
                    let n = order[at];
                    for (place, most) in &found {
                        if let Some(l) = linked(own, sorted[*place as usize], *most) {
                            let other = order[*place as usize];
                            edges.push((n.max(other), n.min(other), l));
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
