//! Bodies, places and other things that are no people and no states.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::mention::{EntityKind, Gazetteer, Listed, MentionRules};

use super::local::Local;
use super::union::Union;

/// Names as tables look them up.
fn key(name: &str) -> String {
    let plain: String = name
        .replace(['‑', '‐'], "-")
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '-' || c == '&' { c } else { ' ' })
        .collect();
    any_ascii::any_ascii(&plain.replace(['’', '\''], ""))
        .to_lowercase()
        .split_whitespace()
        .filter(|w| *w != "the")
        .collect::<Vec<_>>()
        .join(" ")
}

/// The thing of the tables that a name stands for.
fn listed(gazetteer: &Gazetteer, name: &str, kind: EntityKind) -> Option<u32> {
    let looked = key(&name.replace(['.', '\'', '’'], ""));
    gazetteer
        .readings(&looked, true)
        .into_iter()
        .find(|e| match kind {
            EntityKind::Organisation | EntityKind::Group => {
                matches!(e.listed, Listed::Organisation | Listed::Outlet | Listed::Firm | Listed::Group | Listed::Seat)
            }
            EntityKind::Place => matches!(e.listed, Listed::Capital | Listed::Region),
            _ => false,
        })
        .map(|e| e.thing)
}

/// Joins what bears the same name, a listed other name, or a name whose words agree.
pub(super) fn join(locals: &[Local], rules: &MentionRules, union: &mut Union) {
    let mut by_key: BTreeMap<(EntityKind, String), usize> = BTreeMap::new();
    let mut by_thing: BTreeMap<u32, usize> = BTreeMap::new();
    let mut capitals: BTreeMap<String, usize> = BTreeMap::new();
    let mut distinct: BTreeMap<String, usize> = BTreeMap::new();
    for (n, l) in locals
        .iter()
        .enumerate()
        .filter(|(_, l)| !matches!(l.kind, EntityKind::Person | EntityKind::State) && !l.unnamed)
    {
        // "the Lee administration", "its Defense Ministry": generic bodies are one only within a state.
        for name in &l.bare {
            let mut k = key(name);
            if generic(&k) {
                k = format!("{k} of {}", l.state.as_deref().unwrap_or("?"));
                if l.state.is_none() {
                    k = format!("{k} {n}");
                }
            }
            match by_key.get(&(group(l.kind), k.clone())) {
                Some(first) => {
                    union.join(*first, n, "same words");
                }
                None => {
                    by_key.insert((group(l.kind), k), n);
                }
            }
            if let Some(thing) = listed(&rules.gazetteer, name, l.kind) {
                match by_thing.get(&thing) {
                    Some(first) if locals[*first].kind == l.kind => {
                        union.join(*first, n, "names of one thing in the tables");
                    }
                    Some(_) => {}
                    None => {
                        by_thing.insert(thing, n);
                    }
                }
            }
            if matches!(l.kind, EntityKind::Organisation | EntityKind::Group | EntityKind::Facility | EntityKind::Place)
            {
                distinct.entry(name.clone()).or_insert(n);
            }
        }
        // "the Chinese capital" and "Beijing" as a place, by state.
        let is_capital = l.kind == EntityKind::Place
            && l.bare.iter().any(|b| {
                b.to_lowercase().ends_with(" capital")
                    || rules
                        .gazetteer
                        .readings(&key(b), true)
                        .iter()
                        .any(|e| e.listed == Listed::Capital && e.state == l.state)
            });
        if let Some(state) = l.state.as_ref().filter(|_| is_capital) {
            match capitals.get(state.as_str()) {
                Some(first) => {
                    union.join(*first, n, "the capital of the same state");
                }
                None => {
                    capitals.insert(state.to_string(), n);
                }
            }
        }
    }
    spellings(locals, rules, union, &distinct);
}

/// Kinds that reports mix up are one for the joining of equal names.
fn group(kind: EntityKind) -> EntityKind {
    match kind {
        EntityKind::Facility | EntityKind::Group => EntityKind::Organisation,
        k => k,
    }
}

/// A name that many bodies bear.
fn generic(key: &str) -> bool {
    let last = key.rsplit(' ').next().unwrap_or("");
    key.split(' ').count() <= 2
        && matches!(
            last,
            "ministry"
                | "parliament"
                | "government"
                | "army"
                | "navy"
                | "police"
                | "cabinet"
                | "embassy"
                | "senate"
                | "court"
                | "council"
                | "secretariat"
                | "assembly"
                | "congress"
        )
}

/// Other spellings and translations: compared within blocks of names that share a word's beginning.
fn spellings(locals: &[Local], rules: &MentionRules, union: &mut Union, distinct: &BTreeMap<String, usize>) {
    let mut blocks: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for name in distinct.keys() {
        for word in key(name).split(' ').filter(|w| w.len() > 2) {
            blocks.entry(word.chars().take(3).collect()).or_default().push(name);
        }
    }
    let mut seen: BTreeSet<(&String, &String)> = BTreeSet::new();
    for block in blocks.values() {
        for (i, a) in block.iter().enumerate() {
            for b in &block[i + 1..] {
                let (la, lb) = (distinct[*a], distinct[*b]);
                if a == b
                    || union.root(la) == union.root(lb)
                    || !seen.insert((a, b))
                    || group(locals[la].kind) != group(locals[lb].kind)
                {
                    continue;
                }
                if generic(&key(a)) || generic(&key(b)) || conflict(locals, union, la, lb) {
                    continue;
                }
                let found = rules.names.match_bodies(a, b);
                // A firm is called by the first word of its name.
                let short = found.reason == "one name is part of the other"
                    && begins(a, b)
                    && locals[la].kind == EntityKind::Organisation
                    && locals[la].report == locals[lb].report;
                let place = locals[la].kind == EntityKind::Place && found.score < 900;
                // A letter that differs may be another firm's name: a shared state must speak for it.
                let state = locals[la].state.is_some() && locals[la].state == locals[lb].state;
                if (found.same() && (found.sure() || state) && !place) || short {
                    let state = if found.sure() || !state { "" } else { ", same state" };
                    union.join(la, lb, format!("{}{state}", found.told()));
                }
            }
        }
    }
}

fn begins(a: &str, b: &str) -> bool {
    let (a, b) = (key(a), key(b));
    a.starts_with(&format!("{b} ")) || b.starts_with(&format!("{a} "))
}

/// Both are told of a state, and none is shared: the societies of two states are two.
fn conflict(locals: &[Local], union: &Union, a: usize, b: usize) -> bool {
    let all = |n: usize| union.members(n).iter().filter_map(|m| locals[*m].state.as_deref()).collect::<BTreeSet<_>>();
    let (a, b) = (all(a), all(b));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

/// Names of bodies that are translated differently: the same person has the same office in both, and the words for what it is agree.
pub(super) fn join_translations(locals: &[Local], rules: &MentionRules, union: &mut Union) {
    // Person to the bodies of his offices.
    let mut bodies: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (n, l) in locals.iter().enumerate().filter(|(_, l)| l.kind == EntityKind::Person) {
        for of in l.roles.iter().filter_map(|r| r.of).filter(|o| locals[*o].kind == EntityKind::Organisation) {
            bodies.entry(union.root(n)).or_default().insert(of);
        }
    }
    for set in bodies.values() {
        let all: Vec<usize> = set.iter().copied().collect();
        for (i, a) in all.iter().enumerate() {
            for b in &all[i + 1..] {
                if union.root(*a) == union.root(*b)
                    || locals[*a].report == locals[*b].report
                    || conflict(locals, union, *a, *b)
                {
                    continue;
                }
                let (Some(x), Some(y)) = (locals[*a].bare.first(), locals[*b].bare.first()) else {
                    continue;
                };
                let words =
                    |n: &str| key(n).split(' ').filter(|w| w.len() > 2).map(str::to_string).collect::<BTreeSet<_>>();
                let (wx, wy) = (words(x), words(y));
                let shared = wx.intersection(&wy).count();
                if rules.names.match_bodies(x, y).same() || (shared >= 2 && shared * 2 >= wx.len().min(wy.len())) {
                    union.join(*a, *b, "office of the same person, words in common");
                }
            }
        }
    }
}
