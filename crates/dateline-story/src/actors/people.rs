//! People over the story: full names first, then names that are part of one.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::mention::{EntityKind, MentionRules};
use dateline_lang::names::{Name, NameMatch};

use super::local::Local;
use super::union::Union;

/// From this score on two full names are one person's if office and state agree.
const WITH_OFFICE: u16 = 450;
/// From this score on, if they are told of the same state.
const SAME: u16 = 700;
/// From this score on without any further sign.
const SURE: u16 = 750;
/// Two full names in one report are two persons' unless they are as good as the same.
const IN_ONE_REPORT: u16 = 930;

struct Person {
    local: usize,
    /// Fullest name of the report, taken apart.
    name: Name,
    text: String,
    full: bool,
}

/// Joins the people of the reports.
pub(super) fn join(locals: &[Local], rules: &MentionRules, union: &mut Union) {
    let people: Vec<Person> = locals
        .iter()
        .enumerate()
        .filter(|(_, l)| l.kind == EntityKind::Person && !l.unnamed)
        .filter_map(|(local, l)| {
            let text = l.bare.iter().max_by(|a, b| {
                a.split_whitespace()
                    .count()
                    .cmp(&b.split_whitespace().count())
                    .then(a.len().cmp(&b.len()))
                    .then(b.cmp(a))
            })?;
            let name = rules.names.parse(text);
            Some(Person { local, full: name.words.len() > 1, name, text: text.clone() })
        })
        .collect();
    // The same words: one pass, no comparing.
    let mut same: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut distinct: Vec<usize> = Vec::new();
    for (n, p) in people.iter().enumerate().filter(|(_, p)| p.full) {
        match same.get(&p.name.parts) {
            Some(first) => {
                if !states_differ(locals, union, people[*first].local, p.local) {
                    union.join(people[*first].local, p.local, "same words");
                }
            }
            None => {
                same.insert(p.name.parts.clone(), n);
                distinct.push(n);
            }
        }
    }
    full_names(&people, &distinct, locals, rules, union);
    short_names(&people, locals, rules, union);
}

fn full_names(people: &[Person], distinct: &[usize], locals: &[Local], rules: &MentionRules, union: &mut Union) {
    // Only names that share a rough sound of a part are compared.
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for n in distinct {
        for key in people[*n].name.parts.iter().map(|p| rough(p)).collect::<BTreeSet<_>>() {
            blocks.entry(key).or_default().push(*n);
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for block in blocks.values() {
        for (i, a) in block.iter().enumerate() {
            pairs.extend(block[i + 1..].iter().map(|b| (*a.min(b), *a.max(b))));
        }
    }
    let mut scored: Vec<(NameMatch, usize, usize)> = pairs
        .into_iter()
        .filter_map(|(a, b)| {
            let found = rules.names.match_parsed(&people[a].name, &people[b].name);
            (found.score >= WITH_OFFICE).then_some((found, a, b))
        })
        .collect();
    scored.sort_by(|x, y| {
        y.0.score
            .cmp(&x.0.score)
            .then(people[x.1].text.cmp(&people[y.1].text))
            .then(people[x.2].text.cmp(&people[y.2].text))
    });
    for (found, a, b) in scored {
        let (la, lb) = (people[a].local, people[b].local);
        if union.root(la) == union.root(lb) || states_differ(locals, union, la, lb) && found.score < 960 {
            continue;
        }
        let together =
            union.members(la).iter().any(|x| union.members(lb).iter().any(|y| locals[*x].report == locals[*y].report));
        let office = same_office(locals, union, la, lb);
        let state = state_of(locals, union, la).filter(|_| states_meet(locals, union, la, lb));
        let needed = if together {
            IN_ONE_REPORT
        } else if office.is_some() {
            WITH_OFFICE
        } else if state.is_some() {
            SAME
        } else {
            // What may be a slip or another person's name wants another sign.
            SURE
        };
        if found.score >= needed {
            let mut why = found.told();
            if !found.sure() {
                match (office, state) {
                    (Some(office), _) => why.push_str(&format!(", same office ({office})")),
                    (None, Some(state)) => why.push_str(&format!(", same state ({state})")),
                    (None, None) => {}
                }
            }
            union.join(la, lb, why);
        }
    }
}

/// A single name joins the one full name of the story that it fits best, if no other fits as well.
fn short_names(people: &[Person], locals: &[Local], rules: &MentionRules, union: &mut Union) {
    let mut full: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, p) in people.iter().enumerate().filter(|(_, p)| p.full) {
        full.entry(union.root(p.local)).or_default().push(n);
    }
    let mut left: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut joins = Vec::new();
    for (n, p) in people.iter().enumerate().filter(|(_, p)| !p.full) {
        let mut fits: Vec<(u32, usize, String)> = Vec::new();
        for (root, names) in &full {
            let best = names
                .iter()
                .map(|f| (rules.names.match_parsed(&p.name, &people[*f].name), *f))
                .filter(|(m, _)| m.score >= 600)
                .max_by_key(|(m, f)| (m.score, std::cmp::Reverse(*f)));
            let Some((found, _)) = best else { continue };
            if states_differ(locals, union, p.local, *root) || union.apart(p.local, *root) {
                continue;
            }
            let here = union.members(*root).iter().any(|m| locals[*m].report == locals[p.local].report);
            let office = same_office(locals, union, p.local, *root).is_some();
            let state =
                locals[p.local].state.is_some() && state_of(locals, union, *root) == locals[p.local].state.as_deref();
            let weight = union.members(*root).len().min(9);
            let mut why = found.told();
            for (sign, there) in [(", same report", here), (", same office", office), (", same state", state)] {
                if there {
                    why.push_str(sign);
                }
            }
            fits.push((
                u32::from(found.score)
                    + u32::from(here) * 40
                    + u32::from(office) * 80
                    + u32::from(state) * 40
                    + u32::try_from(weight).unwrap_or(0) * 3,
                *root,
                why,
            ));
        }
        fits.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        match fits.as_slice() {
            [(score, root, why), rest @ ..] if rest.first().is_none_or(|r| score - r.0 >= 12) => {
                joins.push((p.local, *root, why.clone()));
            }
            _ => left.entry(p.name.parts.join(" ")).or_default().push(n),
        }
    }
    for (a, b, why) in joins {
        union.join(a, b, why);
    }
    // Those that fit nobody are one another, if spelt alike.
    for same in left.values() {
        for n in &same[1..] {
            if !states_differ(locals, union, people[same[0]].local, people[*n].local) {
                union.join(people[same[0]].local, people[*n].local, "same words");
            }
        }
    }
}

fn state_of<'a>(locals: &'a [Local], union: &Union, n: usize) -> Option<&'a str> {
    union.members(n).iter().find_map(|m| locals[*m].state.as_deref())
}

/// Both are told of a state, and none is shared.
fn states_differ(locals: &[Local], union: &Union, a: usize, b: usize) -> bool {
    let all = |n: usize| union.members(n).iter().filter_map(|m| locals[*m].state.as_deref()).collect::<BTreeSet<_>>();
    let (a, b) = (all(a), all(b));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

/// Both are told of one state.
fn states_meet(locals: &[Local], union: &Union, a: usize, b: usize) -> bool {
    let all = |n: usize| union.members(n).iter().filter_map(|m| locals[*m].state.as_deref()).collect::<BTreeSet<_>>();
    !all(a).is_disjoint(&all(b))
}

/// The office that both bear.
fn same_office(locals: &[Local], union: &Union, a: usize, b: usize) -> Option<String> {
    let offices = |n: usize| {
        union
            .members(n)
            .iter()
            .flat_map(|m| locals[*m].roles.iter().map(|r| office(&r.title)))
            .filter(|o| !o.is_empty())
            .collect::<BTreeSet<_>>()
    };
    offices(a).intersection(&offices(b)).next().cloned()
}

/// The words of an office without its state and small words, in order of the alphabet: "adviser national security".
fn office(title: &str) -> String {
    let mut words: Vec<String> = title
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|w| {
            w.len() > 2
                && !matches!(w.as_str(), "the" | "for" | "and" | "former" | "south" | "north" | "senior" | "top")
        })
        .map(|w| w.replace("defence", "defense").replace("advisor", "adviser"))
        .collect();
    words.sort();
    words.dedup();
    if words.len() < 2 { String::new() } else { words.join(" ") }
}

/// First consonant class and last consonant class of a part: what every romanisation leaves alike.
fn rough(part: &str) -> String {
    let class = |c: char| match c {
        'b' | 'p' | 'v' | 'w' | 'f' => Some('b'),
        'd' | 't' => Some('d'),
        'k' | 'g' | 'q' | 'c' | 'j' | 'z' | 's' | 'x' | 'h' => Some('s'),
        'l' | 'r' => Some('l'),
        'm' | 'n' => Some('n'),
        _ => None,
    };
    let first = part.chars().next().and_then(class).unwrap_or('a');
    // The next consonant of another class: romanisations keep consonants better than vowels.
    let next = part.chars().skip(1).filter_map(class).find(|c| *c != first);
    std::iter::once(first).chain(next).collect()
}
