//! Which reports tell one story.
//!
//! Each report is a bag of rare words and names, the opening counting double; reports are joined bottom-up by average linkage (the way that does best on
//! ECB+ among the simple ones) until no two groups are alike enough.

use std::collections::BTreeMap;

use dateline_lang::Document;
use dateline_report::{Report, ReportIx};

use crate::digest::{Vocabulary, terms_of};
use crate::terms::Terms;

/// Mean likeness from which two groups of reports tell one story.
const ONE_STORY: f32 = 0.14;

/// A report's vector: term and weight, length one.
type Vector = Vec<(u32, f32)>;

/// Groups reports by story; each group sorted, groups in the order of their first report.
pub(crate) fn group(members: &[ReportIx], reports: &[Report], docs: &[Document], terms: &Terms) -> Vec<Vec<ReportIx>> {
    let vectors = vectors(members, reports, docs, terms);
    // Likeness of pairs that share a term, by an inverted index.
    let mut postings: BTreeMap<u32, Vec<(u32, f32)>> = BTreeMap::new();
    for (n, v) in vectors.iter().enumerate() {
        for (term, weight) in v {
            postings.entry(*term).or_default().push((n as u32, *weight));
        }
    }
    let mut like: BTreeMap<(u32, u32), f32> = BTreeMap::new();
    for list in postings.values() {
        for (k, (a, wa)) in list.iter().enumerate() {
            for (b, wb) in &list[k + 1..] {
                *like.entry((*a, *b)).or_default() += wa * wb;
            }
        }
    }
    like.retain(|_, l| *l >= ONE_STORY * 0.3);
    agglomerate(members.len(), like).into_iter().map(|g| g.into_iter().map(|n| members[n as usize]).collect()).collect()
}

fn vectors(members: &[ReportIx], reports: &[Report], docs: &[Document], terms: &Terms) -> Vec<Vector> {
    let mut vocabulary = Vocabulary::default();
    let mut counts: Vec<BTreeMap<u32, (f32, f32)>> = Vec::with_capacity(members.len());
    let mut seen_in: BTreeMap<u32, u32> = BTreeMap::new();
    for m in members {
        let doc = &docs[m.0 as usize];
        let mut count: BTreeMap<u32, (f32, f32)> = BTreeMap::new();
        for (n, sentence) in doc.sentences.iter().enumerate() {
            let lead = if n < 4 { 2.0 } else { 1.0 };
            for (term, weight) in terms_of(&reports[m.0 as usize], doc, sentence.tokens, terms, &|_| None) {
                let slot = count.entry(vocabulary.id(&term)).or_insert((0.0, weight));
                slot.0 += lead;
            }
        }
        for term in count.keys() {
            *seen_in.entry(*term).or_default() += 1;
        }
        counts.push(count);
    }
    // Rarity in the language, and in the run where it is large enough to tell.
    let total = members.len() as f32;
    let rarity = |term: u32| if total >= 20.0 { (total / seen_in[&term] as f32).ln().max(0.0) / 2.0 } else { 1.0 };
    counts
        .into_iter()
        .map(|count| {
            let mut v: Vector = count
                .into_iter()
                .map(|(t, (n, w))| (t, (1.0 + n.ln()) * w * rarity(t)))
                .filter(|x| x.1 > 0.0)
                .collect();
            let length = v.iter().map(|x| x.1 * x.1).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            for x in &mut v {
                x.1 /= length;
            }
            v
        })
        .collect()
}

/// Average linkage on a sparse graph; pairs that are not in it count as unlike.
fn agglomerate(count: usize, mut like: BTreeMap<(u32, u32), f32>) -> Vec<Vec<u32>> {
    // `like` holds sums over pairs of members; divided by the product of sizes it is the mean.
    let mut groups: BTreeMap<u32, Vec<u32>> = (0..count as u32).map(|n| (n, vec![n])).collect();
    let mut near: BTreeMap<u32, BTreeMap<u32, f32>> = BTreeMap::new();
    for ((a, b), l) in std::mem::take(&mut like) {
        near.entry(a).or_default().insert(b, l);
        near.entry(b).or_default().insert(a, l);
    }
    let mut queue: std::collections::BTreeSet<(Reverse, u32, u32)> = std::collections::BTreeSet::new();
    let key = |sum: f32, a: usize, b: usize| Reverse((sum / (a * b) as f32 * 1e6) as i64);
    for (a, row) in &near {
        for (b, l) in row.range(a + 1..) {
            queue.insert((key(*l, 1, 1), *a, *b));
        }
    }
    while let Some((best, a, b)) = queue.pop_first() {
        if best.0 < (ONE_STORY * 1e6) as i64 {
            break;
        }
        // Merge b into a.
        let gone = groups.remove(&b).unwrap_or_default();
        let sizes = |g: &BTreeMap<u32, Vec<u32>>, n: u32| g.get(&n).map_or(1, Vec::len);
        let (size_a, size_b) = (sizes(&groups, a), gone.len());
        let row_a = near.remove(&a).unwrap_or_default();
        let row_b = near.remove(&b).unwrap_or_default();
        for (row, own, size) in [(&row_a, a, size_a), (&row_b, b, size_b)] {
            for (other, l) in row {
                if *other != a && *other != b {
                    queue.remove(&(key(*l, size, sizes(&groups, *other)), own.min(*other), own.max(*other)));
                    if let Some(r) = near.get_mut(other) {
                        r.remove(&own);
                    }
                }
            }
        }
        groups.entry(a).or_default().extend(gone);
        let mut merged: BTreeMap<u32, f32> = BTreeMap::new();
        for (other, l) in row_a.into_iter().chain(row_b) {
            if other != a && other != b {
                *merged.entry(other).or_default() += l;
            }
        }
        for (other, l) in &merged {
            near.entry(*other).or_default().insert(a, *l);
            queue.insert((key(*l, size_a + size_b, sizes(&groups, *other)), a.min(*other), a.max(*other)));
        }
        near.insert(a, merged);
    }
    let mut out: Vec<Vec<u32>> = groups.into_values().collect();
    for g in &mut out {
        g.sort_unstable();
    }
    out.sort();
    out
}

/// Orders a queue from the largest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reverse(i64);

impl Ord for Reverse {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.0.cmp(&self.0)
    }
}

impl PartialOrd for Reverse {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn average_linkage_keeps_a_chain_from_joining_strangers() {
        let like = BTreeMap::from([((0, 1), 0.5), ((1, 2), 0.15), ((2, 3), 0.5)]);
        assert_eq!(agglomerate(4, like), vec![vec![0, 1], vec![2, 3]]);
    }
}
