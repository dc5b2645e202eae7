//! An analysis held against an earlier one: what is new, what changed, what came true, what fell due; and ids that stay.
//!
//! Nothing old is called new: a conclusion is new only if every passage of it stands in a new report, and no earlier report has a passage that says the
//! same in other words.

mod changes;
mod ids;
mod same;

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::{Analysis, Evidence, Since, Watched};
use same::{Key, SameReports};

/// A passage of a new report that an earlier report has in other words.
#[derive(Debug, Clone)]
pub(crate) struct Retold {
    /// Id of the new report.
    pub(crate) report: String,
    /// Its words that the earlier passage has too, in bytes of its clean text.
    pub(crate) common: Vec<[u32; 2]>,
    /// Its words with content that the earlier passage lacks.
    pub(crate) only: Vec<[u32; 2]>,
}

/// Content of a passage that an earlier report must have for it to be no news, as one part in so many.
const NEWS: usize = 2;

impl Retold {
    /// Is so much of a passage told before?
    fn covers(&self, e: &Evidence) -> bool {
        let inside = |list: &[[u32; 2]]| list.iter().filter(|s| s[0] >= e.span[0] && s[1] <= e.span[1]).count();
        let common = inside(&self.common);
        self.report == e.report && common > 0 && common * NEWS >= common + inside(&self.only)
    }
}

/// Ids of the reports of today that an earlier analysis did not have.
pub(crate) fn added(earlier: &Analysis, today: &Analysis) -> Vec<String> {
    let known: BTreeSet<String> = same::reports(earlier, today).into_values().collect();
    today.reports.iter().map(|r| r.id.clone()).filter(|id| !known.contains(id)).collect()
}

/// Gives today's conclusions the ids that they had, and says what changed. `retold`: passages of new reports that earlier ones have in other words.
pub(crate) fn hold(earlier: &Analysis, today: &mut Analysis, retold: &[Retold]) {
    let reports = same::reports(earlier, today);
    let paired = Paired::new(earlier, today, &reports);
    let used = ids::used(earlier);
    let to = paired.renamed(earlier, today, &used);
    ids::rename(today, &to);
    let added = added(earlier, today);
    let gone: Vec<String> =
        earlier.reports.iter().filter(|r| !reports.contains_key(&r.id)).map(|r| r.path.clone()).collect();
    let found = changes::Changes {
        earlier,
        today,
        paired: &paired,
        reports: &reports,
        retold,
        new: added.iter().map(String::as_str).collect(),
    };
    let (changes, unchanged) = found.all();
    let mut used = used;
    for (letter, number) in ids::used(today) {
        let most = used.entry(letter).or_default();
        *most = (*most).max(number);
    }
    today.since = Some(Since { as_of: earlier.as_of, added, gone, changes, unchanged, used });
}

/// What is watched comes first among changes of one kind.
pub(crate) fn order(since: &mut Since, watched: &[Watched]) {
    let rank = |id: &str| watched.iter().position(|w| w.items.iter().any(|i| i == id)).unwrap_or(watched.len());
    since.changes.sort_by_key(|c| (c.kind, rank(&c.item)));
}

/// For each of today's conclusions its place in the earlier analysis.
struct Paired {
    stories: Vec<Option<usize>>,
    actors: Vec<Option<usize>>,
    events: Vec<Option<usize>>,
    statements: Vec<Option<usize>>,
    quantities: Vec<Option<usize>>,
    disagreements: Vec<Option<usize>>,
    expectations: Vec<Option<usize>>,
    ties: Vec<Option<usize>>,
    claims: Vec<Option<usize>>,
}

/// Labels of some actors, by name: their ids are not yet the same.
fn names<'a>(analysis: &'a Analysis, ids: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    ids.into_iter().filter_map(|id| Some(format!("who {}", analysis.actor(id)?.name))).collect()
}

impl Paired {
    fn new(earlier: &Analysis, today: &Analysis, reports: &SameReports) -> Self {
        let known = Some(reports);
        macro_rules! pair {
            ($member:ident, $key:expr) => {{
                let key = $key;
                let old: Vec<Key<'_>> = earlier.$member.iter().map(|x| key(earlier, x, known)).collect();
                let new: Vec<Key<'_>> = today.$member.iter().map(|x| key(today, x, None)).collect();
                same::pairs(&old, &new)
            }};
        }
        Self {
            stories: Self::stories(earlier, today, reports),
            actors: pair!(actors, actor),
            events: pair!(events, event),
            statements: pair!(statements, statement),
            quantities: pair!(quantities, quantity),
            disagreements: pair!(disagreements, disagreement),
            expectations: pair!(expectations, expectation),
            ties: pair!(ties, tie),
            claims: pair!(claims, claim),
        }
    }

    /// A story is the one with which it has most reports in common.
    fn stories(earlier: &Analysis, today: &Analysis, reports: &SameReports) -> Vec<Option<usize>> {
        let mut ranked = Vec::new();
        for (m, old) in earlier.stories.iter().enumerate() {
            for (n, new) in today.stories.iter().enumerate() {
                let common =
                    old.reports.iter().filter_map(|r| reports.get(r)).filter(|r| new.reports.contains(r)).count();
                if common > 0 {
                    ranked.push((std::cmp::Reverse(common), m, n));
                }
            }
        }
        ranked.sort_unstable();
        let mut taken = BTreeSet::new();
        let mut found = vec![None; today.stories.len()];
        for (_, m, n) in ranked {
            if found[n].is_none() && taken.insert(m) {
                found[n] = Some(m);
            }
        }
        found
    }

    /// Today's ids to those that they are to have: the earlier one's, or numbers that none ever had.
    fn renamed(&self, earlier: &Analysis, today: &Analysis, used: &BTreeMap<String, u32>) -> ids::Renamed {
        let mut to = ids::Renamed::new();
        let mut used = used.clone();
        let mut fresh = |id: &str| {
            let (letter, _) = ids::parts(id)?;
            let next = used.entry(letter.to_string()).or_default();
            *next += 1;
            Some(format!("{letter}{next}"))
        };
        macro_rules! give {
            ($($member:ident)*) => {$(
                for (x, old) in today.$member.iter().zip(&self.$member) {
                    let id = old.and_then(|m| earlier.$member.get(m)).map(|o| o.id.clone()).or_else(|| fresh(&x.id));
                    to.extend(id.map(|id| (x.id.clone(), id)));
                }
            )*};
        }
        give!(stories actors events statements quantities disagreements expectations ties claims);
        // A group has the number that the first of its members had, where no other has taken it.
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let said = today.statements.iter().zip(&self.statements);
        let said = said.map(|(x, old)| (&x.group, old.and_then(|m| earlier.statements.get(m)?.group.clone())));
        let counted = today.quantities.iter().zip(&self.quantities);
        let counted = counted.map(|(x, old)| (&x.group, old.and_then(|m| earlier.quantities.get(m)?.group.clone())));
        let groups: Vec<(&String, Option<String>)> =
            said.chain(counted).filter_map(|(new, old)| Some((new.as_ref()?, old))).collect();
        for (new, old) in &groups {
            if let Some(old) = old
                && !to.contains_key(*new)
                && taken.insert(old.clone())
            {
                to.insert((*new).clone(), old.clone());
            }
        }
        for (new, _) in &groups {
            if !to.contains_key(*new)
                && let Some(id) = fresh(new)
            {
                to.insert((*new).clone(), id);
            }
        }
        to
    }
}

type Known<'a> = Option<&'a SameReports>;

fn actor<'a>(_: &'a Analysis, x: &'a crate::contract::Actor, known: Known<'a>) -> Key<'a> {
    Key::new("", x.names.iter().map(|n| n.text.clone()).chain([x.name.clone()])).at(&x.mentions, known)
}

fn event<'a>(all: &'a Analysis, x: &'a crate::contract::Event, known: Known<'a>) -> Key<'a> {
    let kind = x.kind.map_or(String::new(), |k| k.word().to_string());
    let labels = names(all, x.source.iter().chain(&x.target));
    Key::new(kind, labels.into_iter().chain(x.frame.clone()).chain([x.summary.clone()])).at(&x.evidence, known)
}

fn statement<'a>(all: &'a Analysis, x: &'a crate::contract::Statement, known: Known<'a>) -> Key<'a> {
    Key::new(if x.direct { "direct" } else { "" }, names(all, &x.speaker)).at([&x.content], known)
}

fn quantity<'a>(_: &'a Analysis, x: &'a crate::contract::Quantity, known: Known<'a>) -> Key<'a> {
    Key::new("", [x.what.clone(), format!("{} {}", x.value, x.unit)]).at(&x.evidence, known)
}

fn disagreement<'a>(_: &'a Analysis, x: &'a crate::contract::Disagreement, known: Known<'a>) -> Key<'a> {
    let labels = x.sides.iter().map(|s| s.value.clone()).chain([x.about.clone()]).chain(x.subkind.clone());
    Key::new(x.kind.word(), labels).at(x.sides.iter().flat_map(|s| &s.evidence), known)
}

fn expectation<'a>(all: &'a Analysis, x: &'a crate::contract::Expectation, known: Known<'a>) -> Key<'a> {
    Key::new("", names(all, &x.holder).into_iter().chain([x.expected.clone()])).at(&x.evidence, known)
}

fn tie<'a>(all: &'a Analysis, x: &'a crate::contract::Tie, known: Known<'a>) -> Key<'a> {
    let ends = x.between.iter().map(|b| all.actor(b).map_or_else(|| b.clone(), |a| a.name.clone()));
    Key::new(x.kind.clone(), ends.chain(x.about.iter().cloned())).at(&x.evidence, known)
}

fn claim<'a>(_: &'a Analysis, x: &'a crate::contract::Claim, known: Known<'a>) -> Key<'a> {
    Key::new("", [x.text.clone()]).at(x.cells.iter().flat_map(|c| &c.evidence), known)
}
