//! The entities of one report: mentions joined by the antecedents that the report itself gives.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::Document;
use dateline_lang::mention::{EntityKind, Mention, MentionForm, MentionIx, MentionRules};
use dateline_report::{Byte, Report, Span};
use smol_str::SmolStr;

use super::union::{Side, Union};
use crate::corrections::Lookup;

/// An office as one report tells it.
#[derive(Debug, Clone)]
pub(super) struct LocalRole {
    pub(super) title: String,
    pub(super) of_mention: Option<MentionIx>,
    pub(super) of: Option<usize>,
    pub(super) span: Span<Byte>,
}

/// One thing as one report names it.
#[derive(Debug, Clone)]
pub(super) struct Local {
    pub(super) report: usize,
    /// First byte at which it is mentioned.
    pub(super) first: u32,
    pub(super) kind: EntityKind,
    /// Sum of confidence, for the vote on the kind.
    pub(super) weight: u32,
    pub(super) state: Option<SmolStr>,
    /// Surface forms, with title and without, and how often.
    pub(super) names: BTreeMap<String, u32>,
    /// Forms without title.
    pub(super) bare: Vec<String>,
    pub(super) roles: Vec<LocalRole>,
    /// Names of it that corrections speak of.
    pub(super) sides: BTreeSet<Side>,
    /// Never named: a description only.
    pub(super) unnamed: bool,
}

/// Adds the entities of one report; gives for each mention the number of its entity.
pub(super) fn gather(
    number: usize,
    report: &Report,
    doc: &Document,
    rules: &MentionRules,
    lookup: &Lookup,
    out: &mut Vec<Local>,
) -> Vec<Option<usize>> {
    let mentions = &doc.mentions;
    let mut union = Union::new(mentions.len());
    for (n, m) in mentions.iter().enumerate().filter(|(_, m)| is_name(m)) {
        let printed = [m.span, m.full].map(|s| tidy(report.slice(s)));
        for side in printed.iter().flat_map(|t| lookup.sides(number, t)) {
            union.side(n, side);
        }
    }
    for (n, m) in mentions.iter().enumerate() {
        if let Some(a) = m.settled().map(MentionIx::at).filter(|a| *a < mentions.len()) {
            if fits(m, &mentions[a]) {
                union.join(n, a, "");
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for n in 0..mentions.len() {
        groups.entry(union.root(n)).or_default().push(n);
    }
    // Descriptions in the same words are one within a report ("a Saudi official ... the Saudi official").
    let mut described: BTreeMap<String, usize> = BTreeMap::new();
    let mut of = vec![None; mentions.len()];
    for members in groups.values() {
        let named = members.iter().any(|m| is_name(&mentions[*m]));
        let speaker = members.iter().copied().find(|m| {
            mentions[*m].form == MentionForm::Nominal
                && matches!(mentions[*m].kind, EntityKind::Person | EntityKind::Organisation | EntityKind::Group)
        });
        let number = if named {
            let mut local = local(number, report, mentions, members, rules);
            local.sides = union.sides(members[0]).clone();
            out.push(local);
            Some(out.len() - 1)
        } else if let Some(speaker) = speaker {
            let key = description(report.slice(mentions[speaker].full));
            match described.get(&key) {
                Some(known) => Some(*known),
                None => {
                    out.push(unnamed(number, report, mentions, speaker));
                    described.insert(key, out.len() - 1);
                    Some(out.len() - 1)
                }
            }
        } else {
            None
        };
        for m in members {
            of[*m] = number;
        }
    }
    of
}

/// May a mention stand for another of this kind?
fn fits(m: &Mention, a: &Mention) -> bool {
    if m.kind == EntityKind::Demonym {
        return false;
    }
    m.form != MentionForm::Name || m.kind == a.kind
}

/// Does the mention name its entity? State nouns that were resolved ("the kingdom") count as names of the state.
fn is_name(m: &Mention) -> bool {
    m.form == MentionForm::Name && m.kind != EntityKind::Demonym
        || (m.form == MentionForm::Nominal && matches!(m.kind, EntityKind::Place) && m.state.is_some())
        || (m.form == MentionForm::Nominal && m.kind == EntityKind::State && m.settled().is_some() && m.state.is_some())
}

fn description(text: &str) -> String {
    let lower = text.to_lowercase();
    ["the ", "a ", "an "].iter().find_map(|a| lower.strip_prefix(a)).unwrap_or(&lower).to_string()
}

/// White space within a name is one space: a name may run over a line end.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn local(number: usize, report: &Report, mentions: &[Mention], members: &[usize], rules: &MentionRules) -> Local {
    let mut out = Local {
        report: number,
        first: u32::MAX,
        kind: EntityKind::Other,
        weight: 0,
        state: None,
        names: BTreeMap::new(),
        bare: Vec::new(),
        roles: Vec::new(),
        sides: BTreeSet::new(),
        unnamed: false,
    };
    let mut kinds: BTreeMap<EntityKind, u32> = BTreeMap::new();
    let mut states: BTreeMap<SmolStr, u32> = BTreeMap::new();
    for n in members {
        let m = &mentions[*n];
        out.first = out.first.min(m.span.start);
        for r in &m.roles {
            out.roles.push(LocalRole { title: r.title.to_string(), of_mention: r.of, of: None, span: r.span });
        }
        if !is_name(m) {
            continue;
        }
        *kinds.entry(m.kind).or_default() += u32::from(m.confidence);
        if let Some(s) = &m.state {
            *states.entry(s.clone()).or_default() += 1;
        }
        let bare = tidy(report.slice(m.span));
        if bare.is_empty() {
            continue;
        }
        *out.names.entry(bare.clone()).or_default() += 1;
        let full = tidy(report.slice(m.full));
        if full != bare && m.title.is_some() {
            *out.names.entry(full).or_default() += 1;
        }
        if !out.bare.contains(&bare) {
            out.bare.push(bare);
        }
    }
    let best = kinds.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    if let Some((kind, weight)) = best {
        out.kind = *kind;
        out.weight = *weight;
    }
    out.state = states.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(s, _)| s.clone());
    if out.state.is_none() && out.kind == EntityKind::Person {
        out.state = out.bare.iter().filter(|n| n.contains(' ')).find_map(|n| {
            rules
                .gazetteer
                .leaders
                .iter()
                .filter(|l| opens_alike(n, &l.name))
                .find(|l| rules.names.match_names(n, &l.name).score >= 950)
                .map(|l| l.state.clone())
        });
    }
    out
}

/// Have two names a word each that begin with the same letters? Names as like as asked for below do; comparing in full costs far more.
fn opens_alike(a: &str, b: &str) -> bool {
    let opening = |w: &str| w.chars().take(2).map(|c| c.to_ascii_lowercase()).collect::<String>();
    a.split([' ', '-']).any(|x| b.split([' ', '-']).any(|y| opening(x) == opening(y)))
}

/// Somebody who is described and never named.
fn unnamed(number: usize, report: &Report, mentions: &[Mention], n: usize) -> Local {
    let m = &mentions[n];
    let mut names = BTreeMap::from([(tidy(report.slice(m.span)), 1)]);
    let full = tidy(report.slice(m.full));
    names.entry(full).or_insert(1);
    Local {
        report: number,
        first: m.span.start,
        kind: m.kind,
        weight: u32::from(m.confidence),
        state: m.state.clone(),
        bare: names.keys().cloned().collect(),
        names,
        roles: m
            .roles
            .iter()
            .map(|r| LocalRole { title: r.title.to_string(), of_mention: r.of, of: None, span: r.span })
            .collect(),
        sides: BTreeSet::new(),
        unnamed: true,
    }
}
