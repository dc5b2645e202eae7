//! Stories from signatures: of all reports at once, or report by report.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::likeness::{MOST, once_dated};
use super::linkage::{Edge, Rule, Sets, agglomerate};
use super::pairs::{LINK, LOOKS, Tally, alike, least_words, linked};
use super::signature::Signature;

/// Mean likeness from which two groups of usual closeness tell one story, in millionths. Chosen on ECB+, topics 1 to 35, by cross-validation over
/// topics (`cargo xtask eval stories --cross-validate on`).
pub const ONE_STORY: u32 = 235_000;

/// A report that is left alone joins the story of the report that it is most like, if it is so much alike, and not wholly unlike more than half
/// of the story: a short or one-sided report is far from most reports of its story.
const STRAY: u64 = 330_000;

/// Groups reports by story: groups of their numbers, sorted. The result depends on the reports, and on their order only where
/// a report shares its words with very many (see the module `pairs`); whoever needs it independent even there sorts them first.
#[must_use]
pub fn group(all: &[Signature]) -> Vec<Vec<u32>> {
    group_with(all, &[], ONE_STORY)
}

/// As [`group`]; pairs in `apart` never tell one story, and `least` stands for [`ONE_STORY`].
#[must_use]
pub fn group_with(all: &[Signature], apart: &[(u32, u32)], least: u32) -> Vec<Vec<u32>> {
    let mut edges = alike(all);
    let mut sets = Sets::new(all.len());
    for (a, b, _) in &edges {
        sets.join(*a, *b);
    }
    // By connected reports: a group never reaches beyond them.
    let root: Vec<u32> = (0..all.len() as u32).map(|n| sets.find(n)).collect();
    edges.par_sort_unstable_by_key(|e| (root[e.0 as usize], e.0, e.1));
    let mut members: Vec<(u32, u32)> = root.iter().enumerate().map(|(n, r)| (*r, n as u32)).collect();
    members.sort_unstable();
    let mut apart_by: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    for (a, b) in apart.iter().filter(|(a, b)| root[*a as usize] == root[*b as usize]) {
        apart_by.entry(root[*a as usize]).or_default().push((*a, *b));
    }
    let parts: Vec<&[(u32, u32)]> = members.chunk_by(|a, b| a.0 == b.0).collect();
    let mut out: Vec<Vec<u32>> = parts
        .par_iter()
        .flat_map_iter(|part| {
            let own = part[0].0;
            let from = edges.partition_point(|e| root[e.0 as usize] < own);
            let to = from + edges[from..].partition_point(|e| root[e.0 as usize] == own);
            let nodes: Vec<u32> = part.iter().map(|p| p.1).collect();
            let opened: Vec<Option<u16>> = nodes.iter().map(|n| all[*n as usize].opened).collect();
            link(&nodes, &opened, &edges[from..to], apart_by.get(&own).map_or(&[], Vec::as_slice), least)
        })
        .collect();
    out.sort_unstable();
    out
}

/// A report without a date, so much like one that has one, was written when that was.
const COPY: u64 = 500_000;

/// Edges once reports without a date have taken that of the report which they are most like, if they are nearly its copy: else the undated copy of
/// a report draws in what its dated twin keeps off.
fn dated(opened: &[Option<u16>], edges: Vec<Edge>) -> Vec<Edge> {
    let mut lent: BTreeMap<u32, (u64, std::cmp::Reverse<u32>)> = BTreeMap::new();
    for (a, b, likeness) in edges.iter().filter(|e| e.2 >= COPY) {
        for (own, other) in [(*a, *b), (*b, *a)] {
            if opened[own as usize].is_none() && opened[other as usize].is_some() {
                let found = (*likeness, std::cmp::Reverse(other));
                let slot = lent.entry(own).or_insert(found);
                *slot = (*slot).max(found);
            }
        }
    }
    if lent.is_empty() {
        return edges;
    }
    let day = |n: u32| opened[n as usize].or_else(|| opened[lent.get(&n)?.1.0 as usize]);
    edges
        .into_iter()
        .map(|(a, b, likeness)| match (day(a), day(b)) {
            (Some(x), Some(y)) if opened[a as usize].is_none() || opened[b as usize].is_none() => {
                (a, b, once_dated(likeness, (x, y)))
            }
            _ => (a, b, likeness),
        })
        .filter(|e| e.2 >= u64::from(LINK))
        .collect()
}

/// Links the reports `nodes`, which are sorted and open on the days `opened`, by edges among them.
fn link(nodes: &[u32], opened: &[Option<u16>], edges: &[Edge], apart: &[(u32, u32)], least: u32) -> Vec<Vec<u32>> {
    if edges.is_empty() {
        return nodes.iter().map(|n| vec![*n]).collect();
    }
    let at = |n: u32| nodes.partition_point(|m| *m < n) as u32;
    let own = dated(opened, edges.iter().map(|(a, b, l)| (at(*a), at(*b), *l)).collect());
    let kept: Vec<(u32, u32)> = apart.iter().map(|(a, b)| (at(*a), at(*b))).collect();
    let mut found = agglomerate(&vec![1; nodes.len()], &own, &kept, Rule { least, relative: true });
    gather(&mut found, nodes.len(), &own, &kept);
    found.into_iter().map(|g| g.into_iter().map(|n| nodes[n as usize]).collect()).collect()
}

/// Takes reports that are alone into the group of the report that each is most like; see [`STRAY`].
fn gather(groups: &mut Vec<Vec<u32>>, nodes: usize, edges: &[Edge], apart: &[(u32, u32)]) {
    let alone: BTreeSet<u32> = groups.iter().filter(|g| g.len() == 1).map(|g| g[0]).collect();
    let mut best: BTreeMap<u32, (u64, std::cmp::Reverse<u32>)> = BTreeMap::new();
    for (a, b, likeness) in edges.iter().filter(|e| e.2 >= STRAY) {
        for (own, other) in [(*a, *b), (*b, *a)] {
            if alone.contains(&own) && !alone.contains(&other) {
                let found = (*likeness, std::cmp::Reverse(other));
                let slot = best.entry(own).or_insert(found);
                *slot = (*slot).max(found);
            }
        }
    }
    if best.is_empty() {
        return;
    }
    let mut of = vec![0; nodes];
    for (at, group) in groups.iter().enumerate() {
        for n in group {
            of[*n as usize] = at;
        }
    }
    // By report that is alone, how many of the story it is not wholly unlike.
    let mut alike: BTreeMap<u32, usize> = BTreeMap::new();
    for (a, b, _) in edges {
        for (own, other) in [(a, b), (b, a)] {
            if best.get(own).is_some_and(|(_, to)| of[to.0 as usize] == of[*other as usize]) {
                *alike.entry(*own).or_default() += 1;
            }
        }
    }
    let mut joined: BTreeMap<u32, usize> = BTreeMap::new();
    for (own, (_, std::cmp::Reverse(other))) in best {
        let at = of[other as usize];
        let kept = |m: &u32| apart.contains(&(own.min(*m), own.max(*m)));
        let near = alike.get(&own).copied().unwrap_or(0);
        if near * 2 >= groups[at].len() && (apart.is_empty() || !groups[at].iter().any(kept)) {
            joined.insert(own, at);
        }
    }
    for (own, at) in &joined {
        groups[*at].push(*own);
        groups[*at].sort_unstable();
    }
    groups.retain(|g| g.len() > 1 || !joined.contains_key(&g[0]));
    groups.sort();
}

/// Stories of reports that arrive one by one. Each report joins a story or opens one; a new report may also join two stories or part one.
///
/// What [`Grouping::stories`] gives is what [`group`] gives for all reports at once, in whichever order they came. The exception: reports that
/// share their words with so many that not all are compared; then it matters how many were there when a report came.
///
/// ```
/// use dateline_data::DataSet;
/// use dateline_story::stories::{Grouping, Rarity, Signature, Word};
///
/// let rarity = Rarity::load(&DataSet::built_in()).unwrap();
/// let report = |text: &str| {
///     let words = text.split(' ').map(|w| Word { letters: w, name: false, sentence: 0 });
///     Signature::new(words, [], None, &rarity)
/// };
/// let mut grouping = Grouping::default();
/// grouping.add("a", report("ferry sinks brenn norland"));
/// grouping.add("b", report("chess champion toth retires"));
/// grouping.add("c", report("brenn ferry wreck norland"));
/// assert_eq!(grouping.stories(), vec![vec!["a", "c"], vec!["b"]]);
/// ```
#[derive(Default)]
pub struct Grouping {
    keys: Vec<String>,
    signatures: Vec<Signature>,
    known: BTreeSet<String>,
    lists: BTreeMap<u32, Vec<(u32, u16)>>,
    tally: Option<Tally>,
    /// Parent of each report, as in [`Sets`]; members and edges stand with the root.
    sets: Vec<u32>,
    members: BTreeMap<u32, (Vec<u32>, Vec<Edge>)>,
    /// Groups by root, where nothing has changed since.
    settled: BTreeMap<u32, Vec<Vec<u32>>>,
}

impl std::fmt::Debug for Grouping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Grouping of {} reports", self.keys.len())
    }
}

impl Grouping {
    /// Adds a report. `key` names it whatever the order of arrival, as its sha256 does; a key that is known already is passed over.
    pub fn add(&mut self, key: &str, signature: Signature) {
        if !self.known.insert(key.to_string()) {
            return;
        }
        let n = self.keys.len() as u32;
        self.keys.push(key.to_string());
        let mut sets = Sets(std::mem::take(&mut self.sets));
        sets.0.push(n);
        let mut own = (vec![n], Vec::new());
        let mut root = n;
        let tally = self.tally.get_or_insert_with(|| Tally::new(0));
        tally.grow(n as usize);
        let lists = &self.lists;
        let weighed = signature.terms.iter().enumerate();
        let mut spans: Vec<_> =
            weighed.filter_map(|(at, t)| lists.get(t).map(|l| (l.as_slice(), signature.weight(at)))).collect();
        let mut found = Vec::new();
        tally.find(&mut spans, 0, (least_words(MOST), LOOKS), &mut found);
        found.sort_unstable();
        for (other, most) in found {
            let Some(l) = linked(&signature, &self.signatures[other as usize], most) else { continue };
            own.1.push((n, other, l));
            let there = sets.find(other);
            if there != root {
                let theirs = self.members.remove(&there).unwrap_or_default();
                self.settled.remove(&there);
                own.0.extend(theirs.0);
                own.1.extend(theirs.1);
                root = sets.join(root, there).0;
            }
        }
        self.members.insert(root, own);
        self.sets = sets.0;
        for (at, term) in signature.terms.iter().enumerate() {
            self.lists.entry(*term).or_default().push((n, signature.weights[at] >> 1));
        }
        self.signatures.push(signature);
    }

    /// The stories, as keys; each sorted, and sorted among themselves. Only what has changed since the last call is grouped anew.
    pub fn stories(&mut self) -> Vec<Vec<&str>> {
        for (root, (members, edges)) in &self.members {
            if self.settled.contains_key(root) {
                continue;
            }
            // In the order of keys, which does not depend on the order of arrival.
            let mut order = members.clone();
            order.sort_by(|a, b| self.keys[*a as usize].cmp(&self.keys[*b as usize]));
            let mut place: Vec<(u32, u32)> = order.iter().enumerate().map(|(at, n)| (*n, at as u32)).collect();
            place.sort_unstable();
            let at = |n: u32| place[place.partition_point(|p| p.0 < n)].1;
            let own: Vec<Edge> = edges.iter().map(|(a, b, l)| (at(*a), at(*b), *l)).collect();
            let nodes: Vec<u32> = (0..order.len() as u32).collect();
            let opened: Vec<Option<u16>> = order.iter().map(|n| self.signatures[*n as usize].opened).collect();
            let found = link(&nodes, &opened, &own, &[], ONE_STORY);
            let groups = found.into_iter().map(|g| g.into_iter().map(|k| order[k as usize]).collect()).collect();
            self.settled.insert(*root, groups);
        }
        let keys = |g: &Vec<u32>| g.iter().map(|n| self.keys[*n as usize].as_str()).collect::<Vec<&str>>();
        let mut out: Vec<Vec<&str>> = self.settled.values().flatten().map(keys).collect();
        out.sort_unstable();
        out
    }

    /// How many reports there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Is there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use dateline_data::DataSet;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::pairs::alike_by_all_pairs;
    use super::super::rarity::Rarity;
    use super::super::signature::Word;
    use super::*;

    fn signatures() -> impl Strategy<Value = Vec<Signature>> {
        let rarity = Rarity::load(&DataSet::built_in()).unwrap();
        // Few words, so that many reports share some.
        let report = (
            prop::collection::vec((0u8..40, any::<bool>()), 1..14),
            prop::collection::vec(0u16..365, 0..3),
            prop::option::of(0i64..500),
        );
        prop::collection::vec(report, 1..40).prop_map(move |all| {
            let one = |(words, days, day): (Vec<(u8, bool)>, Vec<u16>, Option<i64>)| {
                let published = day.and_then(|d| date(2027, 1, 1).checked_add(jiff::Span::new().days(d)).ok());
                let texts: Vec<(String, bool)> = words.into_iter().map(|(w, n)| (format!("wort{w}"), n)).collect();
                let words = texts.iter().enumerate().map(|(k, (t, n))| Word { letters: t, name: *n, sentence: k / 3 });
                Signature::new(words, days, published, &rarity)
            };
            all.into_iter().map(one).collect()
        })
    }

    fn named(groups: Vec<Vec<&str>>) -> Vec<Vec<String>> {
        groups.into_iter().map(|g| g.into_iter().map(str::to_string).collect()).collect()
    }

    proptest! {
        #[test]
        fn no_pair_is_lost_among_few_reports(all in signatures()) {
            let mut quick = alike(&all);
            quick.sort_unstable();
            prop_assert_eq!(quick, alike_by_all_pairs(&all));
        }

        #[test]
        fn the_order_of_arrival_does_not_matter(all in signatures(), order in any::<prop::sample::Index>(), ask in any::<bool>()) {
            let key = |n: usize| format!("{n:03}");
            let at_once: Vec<Vec<String>> =
                group(&all).into_iter().map(|g| g.into_iter().map(|n| key(n as usize)).collect()).collect();
            let turn = order.index(all.len());
            let mut forth = Grouping::default();
            let mut back = Grouping::default();
            for n in 0..all.len() {
                let k = (n + turn) % all.len();
                forth.add(&key(k), all[k].clone());
                if ask {
                    // Asking in between changes nothing.
                    forth.stories();
                }
                let k = all.len() - 1 - n;
                back.add(&key(k), all[k].clone());
            }
            prop_assert_eq!(named(forth.stories()), at_once.clone());
            prop_assert_eq!(named(back.stories()), at_once);
        }
    }
}
