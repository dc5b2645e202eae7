//! Who is who: mentions of several reports brought together to actors.
//!
//! First within each report, by the antecedents that the report itself gives; then over the story, by names (compared in
//! [`dateline_lang::names`] alone), offices and states. Works on the distinct names of a story, not on its mentions.

mod bodies;
mod joins;
mod local;
mod people;
mod union;

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use dateline_lang::Document;
use dateline_lang::mention::{EntityKind, MentionForm, MentionIx, MentionRules};
use dateline_report::{Evidence, Report, ReportIx};
use smol_str::SmolStr;

use crate::corrections::Lookup;
use crate::{Actor, ActorIx, ActorRole, Corrections};
use local::Local;
use union::Union;

/// What [`resolve`] knows of names and the world.
#[derive(Debug)]
pub struct ActorData {
    /// Tables and rules of names.
    pub rules: MentionRules,
}

impl ActorData {
    /// Reads the tables.
    ///
    /// # Errors
    /// If a table is missing or not of its form.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        Ok(Self { rules: MentionRules::load(data)? })
    }
}

/// The actors of a story, and who each mention is.
#[derive(Debug, Clone, Default)]
pub struct Cast {
    /// Actors in the order of their first mention.
    pub actors: Vec<Actor>,
    /// By report, by mention: its actor.
    pub of: Vec<Vec<Option<ActorIx>>>,
    /// By correction: positions of its names that the reports print.
    pub corrected: Vec<BTreeSet<usize>>,
}

impl Cast {
    /// The actor of a mention; `None` where it stands for nobody told of (an unresolved pronoun, "the two countries").
    #[must_use]
    pub fn actor_of(&self, report: usize, mention: MentionIx) -> Option<ActorIx> {
        self.of.get(report)?.get(mention.at()).copied().flatten()
    }
}

/// Brings the mentions of a story's reports together. `reports` and `docs` run in parallel; report numbers in the result are
/// positions in them. The order of the reports does not change who is joined with whom, only the numbers.
#[must_use]
pub fn resolve(reports: &[&Report], docs: &[&Document], data: &ActorData) -> Cast {
    resolve_corrected(reports, docs, data, &Corrections::default(), &[])
}

/// As [`resolve`], with what a user says of names. `shas`: for each report its sha256, and those of its copies.
#[must_use]
pub fn resolve_corrected(
    reports: &[&Report],
    docs: &[&Document],
    data: &ActorData,
    corrections: &Corrections,
    shas: &[Vec<&str>],
) -> Cast {
    let rules = &data.rules;
    let lookup = Lookup::new(corrections, shas);
    let mut locals: Vec<Local> = Vec::new();
    let mut of_local: Vec<Vec<Option<usize>>> = Vec::new();
    for (n, (report, doc)) in reports.iter().zip(docs).enumerate() {
        of_local.push(local::gather(n, report, doc, rules, &lookup, &mut locals));
    }
    // Whose office: by mention, for people and bodies to agree on.
    for local in &mut locals {
        let report = local.report;
        for role in &mut local.roles {
            role.of = role.of_mention.and_then(|m| of_local[report].get(m.at()).copied().flatten());
        }
    }
    let mut union = Union::new(locals.len());
    let corrected = correct(&locals, corrections, &mut union);
    states(&locals, &mut union);
    bodies::join(&locals, rules, &mut union);
    people::join(&locals, rules, &mut union);
    bodies::join_translations(&locals, rules, &mut union);
    let mut cast = build(reports, docs, &locals, &of_local, &mut union, rules, corrections);
    cast.corrected = corrected;
    cast
}

/// Does what the user says before anything else is concluded. Gives for each correction which of its names are printed.
fn correct(locals: &[Local], corrections: &Corrections, union: &mut Union) -> Vec<BTreeSet<usize>> {
    let mut found = vec![BTreeSet::new(); corrections.names.len()];
    for (n, local) in locals.iter().enumerate() {
        for side in &local.sides {
            found[side.0].insert(side.1);
            if !corrections.names[side.0].same {
                union.side(n, *side);
            }
        }
    }
    for (n, correction) in corrections.names.iter().enumerate().filter(|(_, c)| c.same) {
        let meant: Vec<usize> = (0..locals.len()).filter(|l| locals[*l].sides.iter().any(|s| s.0 == n)).collect();
        let alike = |a: &usize, b: &usize| locals[*a].kind == locals[*b].kind;
        let first = |l: usize| locals[l].sides.iter().find(|s| s.0 == n).map_or(0, |s| s.1);
        for (i, a) in meant.iter().enumerate() {
            // Of the same kind, where there is one: a town is not the man of its name.
            let rest = &meant[i + 1..];
            let some = meant.iter().any(|b| first(*b) != first(*a) && alike(a, b));
            for b in rest.iter().filter(|b| !some || alike(a, b)) {
                union.join(*a, *b, joins::by_user("taken for one", correction));
            }
        }
    }
    found
}

/// One actor a state.
fn states(locals: &[Local], union: &mut Union) {
    let mut first: BTreeMap<SmolStr, usize> = BTreeMap::new();
    for (n, l) in locals.iter().enumerate().filter(|(_, l)| l.kind == EntityKind::State) {
        if let Some(code) = &l.state {
            match first.get(code) {
                Some(f) => {
                    union.join(*f, n, "both stand for this state");
                }
                None => {
                    first.insert(code.clone(), n);
                }
            }
        }
    }
}

/// Actors from the joined entities of the reports.
fn build(
    reports: &[&Report],
    docs: &[&Document],
    locals: &[Local],
    of_local: &[Vec<Option<usize>>],
    union: &mut Union,
    rules: &MentionRules,
    corrections: &Corrections,
) -> Cast {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for n in 0..locals.len() {
        groups.entry(union.root(n)).or_default().push(n);
    }
    // In the order of the first mention.
    let mut order: Vec<(usize, Vec<usize>)> = groups.into_iter().collect();
    order.sort_by_key(|(_, members)| members.iter().map(|m| (locals[*m].report, locals[*m].first)).min());
    let mut actor_of_local = vec![None; locals.len()];
    for (n, (_, members)) in order.iter().enumerate() {
        for m in members {
            actor_of_local[*m] = u32::try_from(n).ok().map(ActorIx);
        }
    }
    let mut actors = Vec::with_capacity(order.len());
    for (root, members) in &order {
        let mut actor = actor(members, locals, &actor_of_local, rules);
        actor.joins = joins::of(&actor.name, actor.kind, members, locals, union.joins(*root), rules);
        // Joins within one report are its own affair; told are those between names that differ.
        let between = |j: &&union::Join| joins::fullest(&locals[j.a]) != joins::fullest(&locals[j.b]);
        actor.reasons = union
            .joins(*root)
            .iter()
            .filter(between)
            .map(|j| format!("{} and {}: {}", joins::fullest(&locals[j.a]), joins::fullest(&locals[j.b]), j.why))
            .collect();
        actor.joins.extend(joins::kept_apart(union.sides(*root).iter().copied(), corrections));
        actor.reasons.sort();
        actor.reasons.dedup();
        actors.push(actor);
    }
    let mut of: Vec<Vec<Option<ActorIx>>> =
        of_local.iter().map(|r| r.iter().map(|l| l.and_then(|l| actor_of_local[l])).collect()).collect();
    // Demonyms stand for their state, where the state is an actor.
    let by_code: BTreeMap<SmolStr, ActorIx> = actors
        .iter()
        .enumerate()
        .filter(|(_, a)| a.kind == EntityKind::State)
        .filter_map(|(n, a)| Some((a.state.clone()?, ActorIx(u32::try_from(n).ok()?))))
        .collect();
    for (r, doc) in docs.iter().enumerate() {
        for (m, mention) in doc.mentions.iter().enumerate() {
            if mention.kind == EntityKind::Demonym {
                of[r][m] = mention.state.as_ref().and_then(|s| by_code.get(s)).copied();
            }
        }
    }
    // Passages.
    for (r, doc) in docs.iter().enumerate().take(reports.len()) {
        for (m, mention) in doc.mentions.iter().enumerate() {
            if let Some(a) = of[r][m] {
                if mention.kind != EntityKind::Demonym {
                    let report = ReportIx(u32::try_from(r).unwrap_or(u32::MAX));
                    actors[a.at()].mentions.push(Evidence {
                        report,
                        span: if mention.form == MentionForm::Name { mention.span } else { mention.full },
                    });
                }
            }
        }
    }
    for a in &mut actors {
        a.mentions.sort();
        a.mentions.dedup();
    }
    Cast { actors, of, corrected: Vec::new() }
}

/// One actor from the entities of the reports that were joined.
fn actor(members: &[usize], locals: &[Local], actor_of_local: &[Option<ActorIx>], rules: &MentionRules) -> Actor {
    let mut kinds: BTreeMap<EntityKind, u32> = BTreeMap::new();
    let mut states: BTreeMap<SmolStr, u32> = BTreeMap::new();
    let mut names: BTreeMap<String, Vec<ReportIx>> = BTreeMap::new();
    // For the best name: full forms and how often each is printed.
    let mut printed: BTreeMap<&str, u32> = BTreeMap::new();
    for m in members {
        let l = &locals[*m];
        *kinds.entry(l.kind).or_default() += l.weight;
        if let Some(s) = &l.state {
            *states.entry(s.clone()).or_default() += 1;
        }
        let report = ReportIx(u32::try_from(l.report).unwrap_or(u32::MAX));
        for (text, count) in &l.names {
            let seen = names.entry(text.clone()).or_default();
            if !seen.contains(&report) {
                seen.push(report);
            }
            *printed.entry(text).or_default() += count;
        }
    }
    let top = |a: &(&EntityKind, &u32), b: &(&EntityKind, &u32)| a.1.cmp(b.1).then(b.0.cmp(a.0));
    let kind = kinds.iter().max_by(top).map_or(EntityKind::Other, |(k, _)| *k);
    let state = states.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(s, _)| s.clone());
    let bare: Vec<&str> = members.iter().flat_map(|m| locals[*m].bare.iter().map(String::as_str)).collect();
    let name = match (kind, &state) {
        (EntityKind::State, Some(code)) => {
            rules.gazetteer.state(code).map_or_else(|| code.to_string(), |f| f.short.to_string())
        }
        _ => best_name(kind, &bare, &printed),
    };
    let mut roles: Vec<ActorRole> = Vec::new();
    for m in members {
        for role in &locals[*m].roles {
            let of = role.of.and_then(|l| actor_of_local.get(l).copied().flatten());
            let evidence =
                Evidence { report: ReportIx(u32::try_from(locals[*m].report).unwrap_or(u32::MAX)), span: role.span };
            match roles.iter_mut().find(|r| r.title == role.title && r.of == of) {
                Some(known) => known.evidence.push(evidence),
                None => roles.push(ActorRole { title: role.title.clone(), of, evidence: vec![evidence] }),
            }
        }
    }
    let offices: Vec<&str> = roles.iter().map(|r| r.title.as_str()).collect();
    let forms: Vec<&str> = names.keys().map(String::as_str).collect();
    let sectors = rules.sectors.of_actor(kind, &forms, &offices);
    Actor {
        kind,
        sectors,
        name,
        state,
        names: names.into_iter().collect(),
        roles,
        mentions: Vec::new(),
        reasons: Vec::new(),
        joins: Vec::new(),
    }
}

/// The fullest form, in the commonest spelling.
fn best_name(kind: EntityKind, bare: &[&str], printed: &BTreeMap<&str, u32>) -> String {
    let count = |n: &str| printed.get(n).copied().unwrap_or(0);
    let words = |n: &str| n.split_whitespace().count();
    let full = bare.iter().map(|n| words(n)).max().unwrap_or(0).min(if kind == EntityKind::Person { 2 } else { 9 });
    let candidates = bare.iter().filter(|n| kind != EntityKind::Person || words(n) >= full);
    candidates
        .max_by(|a, b| {
            count(a)
                .cmp(&count(b))
                .then(a.chars().any(char::is_lowercase).cmp(&b.chars().any(char::is_lowercase)))
                .then(a.len().cmp(&b.len()))
                .then(b.cmp(a))
        })
        .map_or_else(String::new, ToString::to_string)
}
