//! Groups from likenesses, bottom up.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use rayon::prelude::*;

use super::likeness::WHOLE;

/// When two groups become one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    /// Least mean likeness between their members, in millionths.
    pub(super) least: u32,
    /// Ask more of groups whose own members are much alike, and less of loose ones.
    pub(super) relative: bool,
}

/// Mean likeness within a story of usual closeness; half of the pairs of ECB+ are above it.
const USUAL: f64 = 0.45;
/// So many imagined pairs of usual likeness are in each group, so that small ones are judged as usual ones.
const IMAGINED: f64 = 5.0;
/// The least and the most that closeness may change of what is asked: copies of one text must not shut out what others write.
const CHANGE: (f64, f64) = (0.7, 1.4);

/// Sum of the likenesses of the members of two groups, by pairs of groups.
pub(super) type Edge = (u32, u32, u64);

/// Score, the two groups, the one that looked for its best, and the versions of this and of the other when it was reckoned.
type Candidate = (u64, Reverse<(u32, u32)>, u32, u32, u32);

struct Group {
    members: Vec<u32>,
    size: u64,
    /// Sum of likenesses of pairs inside.
    within: u64,
    /// Groups that it was near, and sums of likenesses; those that have since been joined are looked up when this one is joined.
    near: Vec<(u32, u64)>,
    apart: BTreeSet<u32>,
    version: u32,
}

impl Group {
    /// Looks up what has become of the groups that it was near.
    fn resolve(&mut self, into: &mut Sets) {
        for near in &mut self.near {
            near.0 = into.find(near.0);
        }
        self.near.sort_by_key(|n| n.0);
        self.near.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
    }

    /// How close its members are, as a share of what is usual.
    fn closeness(&self) -> f64 {
        let pairs = (self.size * (self.size - 1) / 2) as f64;
        (self.within as f64 / f64::from(WHOLE) + IMAGINED * USUAL) / (pairs + IMAGINED) / USUAL
    }
}

/// Sets that are joined (union and find).
pub(super) struct Sets(pub(super) Vec<u32>);

impl Sets {
    pub(super) fn new(count: usize) -> Self {
        Self((0..count as u32).collect())
    }

    pub(super) fn find(&mut self, mut n: u32) -> u32 {
        while self.0[n as usize] != n {
            self.0[n as usize] = self.0[self.0[n as usize] as usize];
            n = self.0[n as usize];
        }
        n
    }

    /// The smaller number stands for both.
    pub(super) fn join(&mut self, a: u32, b: u32) -> (u32, u32) {
        let (a, b) = (self.find(a), self.find(b));
        let (keep, gone) = (a.min(b), a.max(b));
        self.0[gone as usize] = keep;
        (keep, gone)
    }
}

/// Joins groups until no two are alike enough; the most alike first, on ties those with the smallest numbers. Pairs without an edge count as
/// wholly unlike. `sizes`: members of each at the start, all of them taken to be as close as usual. Groups in `apart` never end up together.
pub(super) fn agglomerate(sizes: &[u32], edges: &[Edge], apart: &[(u32, u32)], rule: Rule) -> Vec<Vec<u32>> {
    let mut groups: Vec<Option<Group>> = sizes
        .iter()
        .enumerate()
        .map(|(n, size)| {
            Some(Group {
                members: vec![n as u32],
                size: u64::from((*size).max(1)),
                within: 0,
                near: Vec::new(),
                apart: BTreeSet::new(),
                version: 0,
            })
        })
        .collect();
    for (a, b, sum) in edges {
        for (x, y) in [(a, b), (b, a)] {
            if let Some(g) = &mut groups[*x as usize] {
                g.near.push((*y, *sum));
            }
        }
    }
    for (a, b) in apart {
        for (x, y) in [(a, b), (b, a)] {
            if let Some(g) = &mut groups[*x as usize] {
                g.apart.insert(*y);
            }
        }
    }
    let score = |a: &Group, b: &Group, sum: u64| -> u64 {
        let mean = sum as f64 / (a.size * b.size) as f64;
        let change = if rule.relative { (a.closeness() * b.closeness()).sqrt().clamp(CHANGE.0, CHANGE.1) } else { 1.0 };
        (mean / change) as u64
    };
    let least = u64::from(rule.least);
    // Pairs that have not been joined with others yet, the most alike at the end.
    let mut first: Vec<(u64, Reverse<(u32, u32)>)> = Vec::new();
    for (a, b, sum) in edges {
        let (a, b) = (*a.min(b), *a.max(b));
        if let (Some(x), Some(y)) = (&groups[a as usize], &groups[b as usize]) {
            let s = score(x, y, *sum);
            if s >= least && !x.apart.contains(&b) {
                first.push((s, Reverse((a, b))));
            }
        }
    }
    first.par_sort_unstable();
    // The best partner of each group that has been joined. A pair with such a group is covered by the one that was joined last.
    let mut queue: BinaryHeap<Candidate> = BinaryHeap::new();
    let best = |groups: &[Option<Group>], x: &Group, a: u32| -> Option<Candidate> {
        let mut best: Option<Candidate> = None;
        for (other, sum) in &x.near {
            let Some(g) = &groups[*other as usize] else { continue };
            let s = score(x, g, *sum);
            let pair = Reverse((a.min(*other), a.max(*other)));
            if s >= least && best.is_none_or(|b| (s, pair) > (b.0, b.1)) && !x.apart.contains(other) {
                best = Some((s, pair, a, x.version, g.version));
            }
        }
        best
    };
    let mut into = Sets::new(groups.len());
    loop {
        let version = |n: u32| groups[n as usize].as_ref().map(|g| g.version);
        let (a, b) = match (first.last(), queue.peek()) {
            (Some(f), q) if q.is_none_or(|q| (f.0, f.1) >= (q.0, q.1)) => {
                let (a, b) = f.1.0;
                first.pop();
                if version(a) != Some(0) || version(b) != Some(0) {
                    continue;
                }
                (a, b)
            }
            (_, Some(q)) => {
                let (_, Reverse((a, b)), owner, own, theirs) = *q;
                queue.pop();
                if version(owner) != Some(own) {
                    continue;
                }
                let other = if owner == a { b } else { a };
                if version(other) != Some(theirs) {
                    // It was joined with another.
                    if let Some(mut x) = groups[owner as usize].take() {
                        x.resolve(&mut into);
                        queue.extend(best(&groups, &x, owner));
                        groups[owner as usize] = Some(x);
                    }
                    continue;
                }
                (a, b)
            }
            _ => break,
        };
        let (Some(mut x), Some(y)) = (groups[a as usize].take(), groups[b as usize].take()) else { continue };
        into.join(a, b);
        x.near.extend(y.near);
        x.resolve(&mut into);
        // What lay between the two is there twice, from either side.
        let mut between = 0;
        x.near.retain(|n| {
            between += if n.0 == a { n.1 } else { 0 };
            n.0 != a
        });
        x.within += y.within + between / 2;
        x.size += y.size;
        x.members.extend(y.members);
        x.version += 1;
        x.apart.extend(y.apart.iter().copied());
        for other in y.apart {
            if let Some(g) = &mut groups[other as usize] {
                g.apart.insert(a);
            }
        }
        queue.extend(best(&groups, &x, a));
        groups[a as usize] = Some(x);
    }
    let mut out: Vec<Vec<u32>> = groups.into_iter().flatten().map(|g| g.members).collect();
    for members in &mut out {
        members.sort_unstable();
    }
    out.sort();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { least: 240_000, relative: true };

    #[test]
    fn a_chain_does_not_join_strangers() {
        let edges = [(0, 1, 500_000), (1, 2, 250_000), (2, 3, 500_000)];
        assert_eq!(agglomerate(&[1; 4], &edges, &[], RULE), vec![vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn what_is_kept_apart_stays_apart_through_others() {
        let edges = [(0, 1, 500_000), (0, 2, 500_000), (1, 2, 600_000)];
        assert_eq!(agglomerate(&[1; 3], &edges, &[], RULE), vec![vec![0, 1, 2]]);
        assert_eq!(agglomerate(&[1; 3], &edges, &[(0, 2)], RULE), vec![vec![0], vec![1, 2]]);
    }

    #[test]
    fn copies_do_not_shut_out_another_hand() {
        let mut edges = vec![(0, 1, 990_000), (0, 2, 990_000), (1, 2, 990_000)];
        edges.extend([(0, 3, 400_000), (1, 3, 400_000), (2, 3, 400_000)]);
        assert_eq!(agglomerate(&[1; 4], &edges, &[], RULE), vec![vec![0, 1, 2, 3]]);
    }
}
