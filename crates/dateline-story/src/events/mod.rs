//! One happening told once: event mentions within and across reports, merged.
//!
//! Agglomerative, best pair first, with vetoes: two mentions whose days exclude one another, or whose places do, never end up in one event, whatever joins them.
//! So two meetings of the same two stay two.

mod kin;
mod status;
mod when;
mod who;

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::event::{EventMention, Plover, Status, UNDECIDED};
use dateline_lang::mention::EntityKind;
use dateline_lang::token::Upos;
use dateline_report::{Evidence, Interval, Precision, ReportIx};

use crate::digest::{Bag, Vocabulary, terms_of};
use crate::parties::Parties;
use crate::view::View;
use crate::{ActorIx, Event, origins};

pub(crate) use kin::Kin;
pub(crate) use status::{Manner, ahead, effective, manner};
use status::{settle, told_status};
use when::{attended, best_time, counted_back, narrated, said_when, span_of_time};
pub(crate) use who::is_nameless;
use who::participants;

/// From this score on two mentions tell the same happening.
const SAME: f32 = 1.6;

/// A mention with what is known of it across reports.
pub(crate) struct Told<'a> {
    pub(crate) report: ReportIx,
    /// Its number in the report.
    number: u32,
    pub(crate) mention: &'a EventMention,
    pub(crate) source: Vec<ActorIx>,
    pub(crate) target: Vec<ActorIx>,
    pub(crate) place: Option<ActorIx>,
    pub(crate) time: Option<Interval>,
    passage: Option<u32>,
    sentence: usize,
    theme: Bag,
    manner: Manner,
}

impl Told<'_> {
    /// Its status, with what is said not to be so as denied.
    fn status(&self) -> Status {
        effective(self.mention)
    }

    /// Nobody takes part by its own words.
    fn is_bare(&self) -> bool {
        self.source.is_empty() && self.target.is_empty()
    }

    fn is_ahead(&self) -> bool {
        !self.mention.headline && ahead(self.status())
    }

    fn is_done(&self) -> bool {
        !self.mention.headline && self.status() == Status::Happened && self.manner != Manner::Loose
    }
}

/// Events of a story, and for each mention of each report the event it belongs to.
pub(crate) struct Merged {
    pub(crate) events: Vec<Event>,
    /// When each mention tells that it is, with what its clause lends it.
    pub(crate) when: BTreeMap<(ReportIx, u32), Interval>,
    /// (report, index of the mention) → index into `events`.
    pub(crate) of: BTreeMap<(ReportIx, u32), usize>,
}

/// Merges the event mentions of a story.
pub(crate) fn merge(view: &View<'_>, kin: &Kin) -> Merged {
    let mut vocabulary = Vocabulary::default();
    let parties = Parties::new(view);
    let mut told: Vec<Told<'_>> = Vec::new();
    for report in &view.members {
        let doc = view.doc(*report);
        for (n, mention) in doc.events.iter().enumerate() {
            let who = |list: &[dateline_lang::mention::MentionIx]| -> Vec<ActorIx> {
                let mut out: Vec<ActorIx> = Vec::new();
                for actor in list.iter().flat_map(|m| parties.of(view, *report, *m, kin)) {
                    if !out.contains(&actor) {
                        out.push(actor);
                    }
                }
                out
            };
            let theme = mention.theme.map(|t| {
                let from = doc.tokens.partition_point(|k| k.span.start < t.start);
                let to = doc.tokens.partition_point(|k| k.span.end <= t.end);
                let terms = terms_of(
                    view.report(*report),
                    doc,
                    dateline_report::Span::from_usize(from, to),
                    view.terms,
                    &|_| None,
                );
                Bag::new(terms.into_iter().map(|(t, w)| (vocabulary.id(&t), w)).collect())
            });
            let source = who(&mention.source);
            let mut target = who(&mention.target);
            target.retain(|a| !source.contains(a));
            let taken_out = parties.without_places(view, &source, &mut target);
            if target.is_empty() {
                target.extend(parties.contradicted(view, *report, mention));
            }
            told.push(Told {
                report: *report,
                number: n as u32,
                mention,
                source,
                target,
                place: mention.place.and_then(|p| view.actor(*report, p)).or(taken_out),
                time: counted_back(view, *report, mention)
                    .or_else(|| mention.time.and_then(|t| span_of_time(view, *report, t)))
                    .or_else(|| narrated(view, *report, n))
                    .or_else(|| said_when(view, *report, mention)),
                passage: view.passage(*report, mention.span),
                sentence: view.sentence(*report, mention.span).unwrap_or(usize::MAX),
                theme: theme.unwrap_or_default(),
                manner: manner(doc, mention, kin),
            });
        }
    }
    attended(view, &mut told, kin);
    let clusters = cluster(view, &told, kin);
    let mut events: Vec<(Event, Vec<usize>)> =
        clusters.into_iter().map(|c| (build(view, &told, &c, &parties, kin), c)).collect();
    // In the order in which the story tells them: by time, then by first mention.
    events.sort_by_key(|(e, c)| (e.time.and_then(|t| t.from.or(t.to)), c.first().copied()));
    let mut of = BTreeMap::new();
    for (n, (_, cluster)) in events.iter().enumerate() {
        for m in cluster {
            of.insert((told[*m].report, told[*m].number), n);
        }
    }
    let when = told.iter().filter_map(|t| Some(((t.report, t.number), t.time?))).collect();
    Merged { events: events.into_iter().map(|e| e.0).collect(), when, of }
}

fn cluster(view: &View<'_>, told: &[Told<'_>], kin: &Kin) -> Vec<Vec<usize>> {
    // Candidates share a type, or stand in aligned sentences.
    let mut blocks: BTreeMap<(Option<Plover>, String), Vec<usize>> = BTreeMap::new();
    for (n, t) in told.iter().enumerate() {
        let key = if t.mention.plover.is_some() {
            (t.mention.plover, String::new())
        } else {
            (None, t.mention.frame.to_string())
        };
        blocks.entry(key).or_default().push(n);
        for set in kin.of(&t.mention.frame) {
            blocks.entry((None, format!("kin {set}"))).or_default().push(n);
        }
    }
    let mut links: Vec<(f32, usize, usize)> = Vec::new();
    for block in blocks.values() {
        for (k, a) in block.iter().enumerate() {
            for b in &block[k + 1..] {
                if let Some(score) = likeness(view, &told[*a], &told[*b], kin)
                    && score >= SAME
                {
                    links.push((score, *a, *b));
                }
            }
        }
    }
    // Different types: one deed told by two verbs ("agreed to restore", "put an end to the rupture") only where the sentences say nearly the same.
    for pair in view.align.pairs.iter().filter(|p| p.score >= 0.5) {
        let inside = |p: u32| told.iter().enumerate().filter(move |(_, t)| t.passage == Some(p)).map(|(n, _)| n);
        for a in inside(pair.a) {
            for b in inside(pair.b) {
                let (x, y) = (&told[a], &told[b]);
                if x.mention.plover != y.mention.plover
                    && x.mention.plover.is_some() == y.mention.plover.is_some()
                    && !x.source.is_empty()
                    && x.source == y.source
                    && alone(told, a)
                    && alone(told, b)
                    && !apart(view, x, y)
                {
                    links.push((SAME + pair.score - 0.5, a, b));
                }
            }
        }
    }
    links.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    links.dedup();
    let mut owner: Vec<usize> = (0..told.len()).collect();
    let mut groups: BTreeMap<usize, Vec<usize>> = (0..told.len()).map(|n| (n, vec![n])).collect();
    for (_, a, b) in links {
        let (ga, gb) = (owner[a], owner[b]);
        if ga == gb {
            continue;
        }
        let clash = groups[&ga].iter().any(|x| groups[&gb].iter().any(|y| apart(view, &told[*x], &told[*y])));
        if clash {
            continue;
        }
        let (keep, gone) = (ga.min(gb), ga.max(gb));
        let moved = groups.remove(&gone).unwrap_or_default();
        for m in &moved {
            owner[*m] = keep;
        }
        let group = groups.entry(keep).or_default();
        group.extend(moved);
        group.sort_unstable();
    }
    attach(view, told, kin, groups.into_values().collect())
}

/// "The talks", "no such request": a deed named without anybody belongs to the one of its kind that the same report tells nearby. What finds none and has
/// no time and no place of its own says nothing.
fn attach(view: &View<'_>, told: &[Told<'_>], kin: &Kin, groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    /// Sentences over which "the talks" still point back.
    const REACH: usize = 5;
    let is_bare = |g: &Vec<usize>| g.iter().all(|n| told[*n].is_bare() && told[*n].mention.plover.is_some());
    let (bare, mut full): (Vec<Vec<usize>>, Vec<Vec<usize>>) = groups.into_iter().partition(is_bare);
    let mut out: Vec<Vec<usize>> = Vec::new();
    for group in bare {
        let mut best: Option<(usize, bool, usize)> = None;
        for (k, other) in full.iter().enumerate() {
            // What is over when the report names it is not what that report still expects.
            if group.iter().any(|a| {
                told[*a].is_done() && other.iter().any(|b| told[*b].report == told[*a].report && told[*b].is_ahead())
            }) {
                continue;
            }
            if group.iter().any(|a| {
                other
                    .iter()
                    .any(|b| at_other_times(view, &told[*a], &told[*b]) || elsewhere(view, &told[*a], &told[*b]))
            }) {
                continue;
            }
            for a in &group {
                for b in other.iter().filter(|b| told[**b].report == told[*a].report && !told[**b].mention.headline) {
                    let (x, y) = (&told[*a], &told[*b]);
                    let alike = x.mention.frame == y.mention.frame
                        || (x.mention.plover == y.mention.plover && kin.are(&x.mention.frame, &y.mention.frame));
                    let far = x.sentence.abs_diff(y.sentence);
                    let ahead_of_it = x.is_done() && y.is_ahead();
                    let key = (far, y.sentence > x.sentence, k);
                    if alike && !ahead_of_it && far <= REACH && best.is_none_or(|old| key < old) {
                        best = Some(key);
                    }
                }
            }
        }
        let silent = group.iter().all(|n| {
            let t = &told[*n];
            let nominal = view
                .doc(t.report)
                .tokens
                .get(t.mention.predicate.at())
                .is_some_and(|k| matches!(k.upos, Upos::Noun | Upos::Propn));
            t.time.is_none()
                && t.place.is_none()
                && (nominal || t.mention.negated || !t.mention.plover.is_some_and(Plover::is_conflict))
        });
        match best {
            Some((_, _, k)) => {
                full[k].extend(group);
                full[k].sort_unstable();
            }
            None if silent => {}
            None => out.push(group),
        }
    }
    out.append(&mut full);
    out.sort();
    out
}

/// Do their places exclude one another?
fn elsewhere(view: &View<'_>, x: &Told<'_>, y: &Told<'_>) -> bool {
    matches!((x.place, y.place), (Some(a), Some(b)) if a != b && view.state(a) != view.state(b))
}

/// Is it the only event mention of its sentence?
fn alone(told: &[Told<'_>], n: usize) -> bool {
    told.iter().filter(|t| t.passage == told[n].passage && t.report == told[n].report).count() == 1
}

/// Can the two not be one happening?
fn apart(view: &View<'_>, x: &Told<'_>, y: &Told<'_>) -> bool {
    at_other_times(view, x, y)
        || (x.mention.negated != y.mention.negated && x.report == y.report)
        || two_doers(view, x, y)
        || other_partner(view, x, y)
}

/// Meetings and deals of two states each that share only one: "Chad met Niger", "Chad met Kenya".
fn other_partner(view: &View<'_>, x: &Told<'_>, y: &Told<'_>) -> bool {
    let mutual = |t: &Told<'_>| matches!(t.mention.plover, Some(Plover::Consult | Plover::Agree));
    let states =
        |t: &Told<'_>| -> BTreeSet<&str> { t.source.iter().chain(&t.target).filter_map(|a| view.state(*a)).collect() };
    let (a, b) = (states(x), states(y));
    mutual(x) && mutual(y) && a.len() == 2 && b.len() == 2 && a != b
}

/// One-sided deeds of two states in one report are two: "Peru has reopened its embassy. Chile has not yet reopened its own."
fn two_doers(view: &View<'_>, x: &Told<'_>, y: &Told<'_>) -> bool {
    let mutual = x.mention.plover.is_none_or(|p| matches!(p, Plover::Consult | Plover::Agree | Plover::Cooperate));
    let states = |t: &Told<'_>| -> Option<BTreeSet<String>> {
        t.source.iter().map(|a| view.state(*a).map(str::to_string)).collect()
    };
    !mutual
        && x.report == y.report
        // A headline leaves out too much to tell doer from sufferer ("Chad attacked").
        && !x.mention.headline
        && !y.mention.headline
        && x.mention.frame == y.mention.frame
        && matches!((states(x), states(y)), (Some(a), Some(b)) if !a.is_empty() && !b.is_empty() && a.is_disjoint(&b))
}

/// Does one tell as done what still lies ahead when the other is printed, or their days exclude one another?
fn at_other_times(view: &View<'_>, x: &Told<'_>, y: &Told<'_>) -> bool {
    if still_ahead(view, x, y) || still_ahead(view, y, x) || fulfils(view, x, y) || fulfils(view, y, x) {
        return true;
    }
    if let (Some(a), Some(b)) = (x.time, y.time)
        && !a.touches(&b)
    {
        // Reports of one happening differ by a day or two (time zones, slips); the same sentence retold may differ by more. Months apart are two happenings.
        let gap = |a: Interval, b: Interval| match (a.to, b.from) {
            (Some(e), Some(s)) if e < s => (s - e).get_days(),
            _ => 0,
        };
        let days = gap(a, b).max(gap(b, a));
        let fine = a.precision == Precision::Day && b.precision == Precision::Day;
        if (!fine || days > 2 || x.report == y.report) && !retold(view, x, y) {
            return true;
        }
    }
    false
}

/// Days by which reports of one thing may lag behind one another.
const LAG: i32 = 2;

/// `x` lies ahead of a report that is printed days after `y` was done: another deed of the kind.
fn still_ahead(view: &View<'_>, x: &Told<'_>, y: &Told<'_>) -> bool {
    if x.report == y.report || !x.is_ahead() || !y.is_done() {
        return false;
    }
    let printed = view.published.get(&x.report).and_then(|p| p.interval.from);
    let done = y.time.and_then(|t| t.to).or_else(|| view.published.get(&y.report).and_then(|p| p.interval.to));
    let past = x.time.and_then(|t| t.to).zip(printed).is_some_and(|(t, p)| t < p);
    !past && printed.zip(done).is_some_and(|(p, d)| p > d && (p - d).get_days() > LAG)
}

/// `x` is news, weeks after `y` was agreed: what was agreed comes about, and is not the agreement.
fn fulfils(view: &View<'_>, x: &Told<'_>, y: &Told<'_>) -> bool {
    const WEEKS: i32 = 14;
    let agreed = y.mention.plover == Some(Plover::Agree) && !ahead(y.status());
    let printed = view.published.get(&x.report).and_then(|p| p.interval.from);
    agreed
        && x.mention.plover != Some(Plover::Agree)
        && x.manner == Manner::Fresh
        && x.time.is_none()
        && !ahead(x.status())
        && printed.zip(y.time.and_then(|t| t.to)).is_some_and(|(p, d)| p > d && (p - d).get_days() > WEEKS)
}

/// Do two reports of one family tell it in the same sentence? Then a date that differs is a slip of one of them, not another happening.
fn retold(view: &View<'_>, x: &Told<'_>, y: &Told<'_>) -> bool {
    let family =
        x.report != y.report && view.lineage.groups.iter().any(|g| g.contains(&x.report) && g.contains(&y.report));
    family
        && x.mention.frame == y.mention.frame
        && matches!((x.passage, y.passage), (Some(a), Some(b)) if view.align.score(a, b) >= 0.45)
}

/// How much speaks for two mentions of one type being one happening; `None` if something excludes it.
fn likeness(view: &View<'_>, x: &Told<'_>, y: &Told<'_>, kin: &Kin) -> Option<f32> {
    if apart(view, x, y) {
        return None;
    }
    let mut score: f32 = if x.mention.frame == y.mention.frame {
        0.7
    } else if kin.are(&x.mention.frame, &y.mention.frame) {
        0.5
    } else {
        0.35
    };
    let aligned = match (x.passage, y.passage) {
        (Some(a), Some(b)) if x.report != y.report => view.align.score(a, b),
        (Some(a), Some(b)) if a == b => 0.0,
        _ => 0.0,
    };
    score += 1.6 * aligned;
    // Participants, each side by itself; a person counts half for the state, and the reverse.
    let sides = [(&x.source, &y.source), (&x.target, &y.target)];
    let both = |t: &Told<'_>| -> Vec<ActorIx> { t.source.iter().chain(&t.target).copied().collect() };
    let all = overlap(view, &both(x), &both(y));
    match all {
        Some(o) if o <= 0.0 => return (aligned > 0.55).then_some(score - 0.3),
        Some(o) => score += 0.8 * o,
        // Two reports that name a deed of the same kind in the same place, neither saying whose.
        None if x.is_bare()
            && y.is_bare()
            && x.report != y.report
            && x.mention.frame == y.mention.frame
            && (x.place.is_some() && x.place == y.place || aligned > 0.3) =>
        {
            score += 0.7
        }
        None => score += 0.1,
    }
    // A plan, and a later report that tells it as done.
    let came_true = |p: &Told<'_>, d: &Told<'_>| {
        p.is_ahead()
            && d.is_done()
            && view.rank(d.report) > view.rank(p.report)
            && p.mention.frame == d.mention.frame
            && (x.theme.terms.is_empty() || y.theme.terms.is_empty() || x.theme.dice(&y.theme) > 0.0)
    };
    if came_true(x, y) || came_true(y, x) {
        score += 0.2;
    }
    for (a, b) in sides {
        if let Some(o) = overlap(view, a, b) {
            score += 0.3 * (o - 0.5);
        }
    }
    match (x.time, y.time) {
        (Some(a), Some(b)) if a == b => score += if a.precision == Precision::Day { 0.6 } else { 0.5 },
        (Some(a), Some(b)) if a.touches(&b) => score += 0.2,
        (Some(_), Some(_)) => score -= 0.6,
        _ => {}
    }
    match (x.place, y.place) {
        (Some(a), Some(b)) if a == b => score += 0.3,
        (Some(a), Some(b)) if view.state(a) != view.state(b) => score -= 0.8,
        (Some(_), Some(_)) => score -= 0.3,
        _ => {}
    }
    if !x.theme.terms.is_empty() && !y.theme.terms.is_empty() {
        let d = x.theme.dice(&y.theme);
        score += if d > 0.0 { 0.7 * d } else { -0.35 };
    }
    if x.report == y.report {
        // A report that names a deed twice in one sentence mostly means two deeds.
        score -= if x.passage == y.passage { 0.5 } else { 0.15 };
    }
    Some(score)
}

/// Overlap of two lists of actors, 0 to 1; `None` if one is empty.
fn overlap(view: &View<'_>, a: &[ActorIx], b: &[ActorIx]) -> Option<f32> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let one_way = |from: &[ActorIx], to: &[ActorIx]| -> f32 {
        from.iter()
            .map(|x| {
                if to.contains(x) {
                    1.0
                } else if to.iter().any(|y| {
                    view.state(*x).is_some()
                        && view.state(*x) == view.state(*y)
                        && (is_state(view, *x) || is_state(view, *y))
                }) {
                    0.6
                } else if to.iter().any(|y| same_description(view, *x, *y)) {
                    0.7
                } else {
                    0.0
                }
            })
            .sum::<f32>()
            / from.len() as f32
    };
    Some(one_way(a, b).max(one_way(b, a)))
}

/// "Their foreign ministers" here and "the ministers of foreign affairs" there, or the two ministers by name.
fn same_description(view: &View<'_>, x: ActorIx, y: ActorIx) -> bool {
    let states = (view.state(x), view.state(y));
    if states.0.is_some() && states.1.is_some() && states.0 != states.1 {
        return false;
    }
    let words = |text: &str| -> BTreeSet<String> {
        text.split_whitespace().filter(|w| w.chars().count() > 3).map(|w| singular(&w.to_lowercase())).collect()
    };
    let described = |a: ActorIx| -> Option<BTreeSet<String>> {
        let name = &view.actors.get(a.at())?.name;
        let (_, rest) = name.split_once(' ')?;
        Some(words(rest)).filter(|w| is_nameless(view, a) && !w.is_empty())
    };
    // An office is told by two words or more; "officials" and "the leaders" are too many people.
    let office =
        |a: &BTreeSet<String>, b: &BTreeSet<String>| a.len().min(b.len()) > 1 && (a.is_subset(b) || b.is_subset(a));
    let held = |a: ActorIx, by: ActorIx| {
        let Some(own) = described(a) else { return false };
        let roles = view.actors.get(by.at()).into_iter().flat_map(|p| &p.roles);
        roles.map(|r| words(&r.title)).any(|title| title.len() > 1 && office(&own, &title))
    };
    match (described(x), described(y)) {
        (Some(a), Some(b)) => a == b || office(&a, &b),
        (Some(_), None) => held(x, y),
        (None, Some(_)) => held(y, x),
        (None, None) => false,
    }
}

/// Without the plural's ending: two forms of one word are the same afterwards.
fn singular(word: &str) -> String {
    word.strip_suffix('s').unwrap_or(word).to_string()
}

fn is_state(view: &View<'_>, a: ActorIx) -> bool {
    view.actors.get(a.at()).is_some_and(|a| a.kind == EntityKind::State)
}

fn build(view: &View<'_>, told: &[Told<'_>], cluster: &[usize], parties: &Parties, kin: &Kin) -> Event {
    let all: Vec<&Told<'_>> = cluster.iter().map(|n| &told[*n]).collect();
    let settled = settle(view, &all);
    let named = |t: &Told<'_>| t.source.iter().chain(&t.target).filter(|a| !is_nameless(view, **a)).count().min(3);
    let fits = |t: &Told<'_>| ahead(t.status()) == ahead(settled);
    let lead = all
        .iter()
        .max_by_key(|t| {
            (
                !t.mention.headline,
                fits(t) && !t.is_bare(),
                named(t),
                t.manner != Manner::Loose,
                t.source.len().min(2) + t.target.len().min(2),
                t.mention.confidence,
                std::cmp::Reverse(view.rank(t.report)),
            )
        })
        .expect("a cluster is never empty");
    let mut history: Vec<(Status, ReportIx)> = Vec::new();
    for report in &view.members {
        let here: Vec<&&Told<'_>> = all.iter().filter(|t| t.report == *report).collect();
        if let Some((status, _)) = told_status(&here) {
            history.push((status, *report));
        }
    }
    let evidence: Vec<Evidence> = unique(all.iter().map(|t| Evidence { report: t.report, span: t.mention.span }));
    let tellers: BTreeSet<ReportIx> = evidence.iter().map(|e| e.report).collect();
    let mut witnesses = BTreeSet::new();
    if all.iter().all(|t| t.mention.holder.is_some()) {
        for t in &all {
            let doc = view.doc(t.report);
            let speaker = t.mention.holder.and_then(|h| doc.statements.get(h.0 as usize)).and_then(|s| s.speaker);
            witnesses.extend(speaker.and_then(|m| view.actor(t.report, m)));
        }
    }
    let time = best_time(view, &all);
    let ahead = matches!(settled, Status::Planned | Status::Expected | Status::Conditional);
    let (source, mut target) = participants(view, &all, lead);
    if target.is_empty() {
        // What the clause leaves out, where only one can be meant.
        let two_sided = kin.two_sided.contains(&lead.mention.frame);
        let left = if two_sided { parties.other(view, lead.report, &source) } else { None };
        let aid = lead.mention.plover == Some(Plover::Aid);
        let struck = || if aid { parties.struck(view, lead.report, kin) } else { None };
        target.extend(left.or_else(struck).filter(|a| !source.contains(a)));
    }
    let perhaps = all.iter().flat_map(|t| t.mention.unsure.iter().filter_map(|m| view.actor(t.report, *m)));
    let perhaps: BTreeSet<ActorIx> = perhaps.filter(|a| !source.contains(a) && !target.contains(a)).collect();
    Event {
        story: view.story,
        frame: lead.mention.frame.clone(),
        plover: lead.mention.plover,
        plan_type: plan_type(lead.mention.plover, ahead),
        mode: lead.mention.mode.clone(),
        context: lead.mention.context.clone(),
        cameo: lead.mention.cameo.clone(),
        summary: String::new(),
        source,
        target,
        place: majority(all.iter().filter_map(|t| t.place)),
        time,
        status: settled,
        history,
        origins: origins::count(view.lineage, view.reports, &tellers, &witnesses),
        evidence,
        undecided: all.iter().all(|t| t.mention.reading < UNDECIDED),
        unsure: perhaps.into_iter().collect(),
        confidence: all.iter().map(|t| t.mention.confidence).max().unwrap_or(0),
    }
}

/// The manual codes what is announced as AGREE where the deed is cooperative (PLOVER manual, "future and promised events").
fn plan_type(deed: Option<Plover>, ahead: bool) -> Option<Plover> {
    let cooperative =
        matches!(deed, Some(Plover::Consult | Plover::Cooperate | Plover::Aid | Plover::Support | Plover::Agree));
    (ahead && cooperative).then_some(Plover::Agree)
}

fn majority(items: impl Iterator<Item = ActorIx>) -> Option<ActorIx> {
    let mut count: BTreeMap<ActorIx, usize> = BTreeMap::new();
    for i in items {
        *count.entry(i).or_default() += 1;
    }
    count.into_iter().max_by_key(|(a, n)| (*n, std::cmp::Reverse(*a))).map(|c| c.0)
}

/// Evidence without repetition, in order.
pub(crate) fn unique(items: impl Iterator<Item = Evidence>) -> Vec<Evidence> {
    let all: BTreeSet<Evidence> = items.collect();
    all.into_iter().collect()
}
