//! Stories that belong together: another meeting of the same two, the same kind of happening elsewhere. A story is in one thread.

use std::collections::BTreeMap;

use super::likeness::WHOLE;
use super::linkage::{Edge, Rule, agglomerate};
use super::signature::{Signature, UNIT};

/// Mean likeness, names weighing no more than other words, from which two stories are of one thread, in millionths. Chosen as
/// [`ONE_STORY`](super::ONE_STORY) is.
pub const ONE_THREAD: u32 = 100_000;
/// Mean likeness below which two stories count as wholly unlike.
const NOTHING: u64 = 15_000;
/// A word of more stories than this finds no pair: it tells nothing of any of them.
const COMMON: usize = 20_000;

/// Groups stories by thread: numbers of stories, sorted. `groups`: the reports of each story.
#[must_use]
pub fn threads(all: &[Signature], groups: &[Vec<u32>]) -> Vec<Vec<u32>> {
    threads_with(all, groups, ONE_THREAD)
}

/// As [`threads`]; `least` stands for [`ONE_THREAD`].
#[must_use]
pub fn threads_with(all: &[Signature], groups: &[Vec<u32>], least: u32) -> Vec<Vec<u32>> {
    let sizes: Vec<u32> = groups.iter().map(|g| g.len() as u32).collect();
    let edges = between(all, groups);
    agglomerate(&sizes, &edges, &[], Rule { least, relative: false })
}

/// Sums of the likenesses of all pairs of reports of two stories: the product of the sums of their vectors.
fn between(all: &[Signature], groups: &[Vec<u32>]) -> Vec<Edge> {
    let mut lists: BTreeMap<u32, Vec<(u32, u64)>> = BTreeMap::new();
    let mut sums: Vec<Vec<(u32, u64)>> = Vec::with_capacity(groups.len());
    for (n, group) in groups.iter().enumerate() {
        let mut sum: BTreeMap<u32, u64> = BTreeMap::new();
        for member in group {
            for (term, weight) in all[*member as usize].plain() {
                *sum.entry(term).or_default() += u64::from(weight);
            }
        }
        for (term, weight) in &sum {
            lists.entry(*term).or_default().push((n as u32, *weight));
        }
        sums.push(sum.into_iter().collect());
    }
    let mut edges = Vec::new();
    let mut common = vec![0u64; groups.len()];
    let mut touched: Vec<u32> = Vec::new();
    let one = u64::from(UNIT) * u64::from(UNIT) / u64::from(WHOLE);
    for (n, sum) in sums.iter().enumerate() {
        for (term, weight) in sum {
            let Some(list) = lists.get(term).filter(|l| l.len() <= COMMON) else { continue };
            for (other, theirs) in &list[..list.partition_point(|e| (e.0 as usize) < n)] {
                if common[*other as usize] == 0 {
                    touched.push(*other);
                }
                common[*other as usize] += weight * theirs;
            }
        }
        touched.sort_unstable();
        for other in touched.drain(..) {
            let total = std::mem::take(&mut common[other as usize]) / one;
            if total >= NOTHING * (groups[n].len() * groups[other as usize].len()) as u64 {
                edges.push((other, n as u32, total));
            }
        }
    }
    edges
}
