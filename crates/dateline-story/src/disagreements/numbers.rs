//! Numbers for one thing that cannot both be right, and sums that do not add up.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::mention::EntityKind;
use dateline_lang::quantity::{Hedge, NumberKind};
use dateline_lang::time::TimeExpr;
use dateline_report::{Evidence, ReportIx};

use super::Scene;
use crate::amounts::{Measured, agree, candidates, measures_same};
use crate::said::names_at;
use crate::{ActorIx, ConflictKind, Derivation, Disagreement, Parent, Severity};

/// Likeness of two sentences from which they tell the same, by their alignment, and by all their words with what is counted.
const SAME_SENTENCE: f32 = 0.45;
const MUCH_THE_SAME: f32 = 0.6;

pub(super) fn find(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let mut out = differing(scene);
    let slips = slips(scene, &out);
    out.extend(slips);
    out.extend(sums(scene));
    out
}

fn differing(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let all = scene.amounts;
    // Quantities of a report that may answer another: those that count the same noun, and those of one group.
    let mut by_noun: BTreeMap<(ReportIx, &str), Vec<usize>> = BTreeMap::new();
    let mut by_group: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, m) in all.iter().enumerate().filter(|(_, m)| m.compared) {
        by_noun.entry((m.report, &m.counted)).or_default().push(n);
        by_group.entry(m.group).or_default().push(n);
    }
    // The partner's report has a number that does agree: then that one is the counterpart.
    let answered = |m: &Measured<'_>, other: &Measured<'_>| {
        let nouns = by_noun.get(&(other.report, m.counted.as_str())).into_iter().flatten();
        let group = by_group.get(&m.group).into_iter().flatten();
        nouns.chain(group).any(|n| {
            let o = &all[*n];
            o.report == other.report
                && o.quantity.kind == m.quantity.kind
                && (o.group == m.group || same_unit(o, m))
                && agree(o.quantity, m.quantity)
        })
    };
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (a, b) in candidates(scene.view, all) {
        let (x, y) = (&all[a], &all[b]);
        if x.quantity.kind != y.quantity.kind
            || agree(x.quantity, y.quantity)
            || !measures_same(scene.view, x, y)
            || answered(x, y)
            || answered(y, x)
            || !comparable(scene, x, y)
        {
            continue;
        }
        pairs.push((likeness(scene, x, y), a, b));
    }
    pairs.sort_by(|p, q| q.0.total_cmp(&p.0).then((p.1, p.2).cmp(&(q.1, q.2))));
    let mut used: Vec<usize> = Vec::new();
    let mut out = Vec::new();
    for (_, a, b) in pairs {
        if used.contains(&a) || used.contains(&b) {
            continue;
        }
        let side = |lead: usize, against: usize| -> Vec<usize> {
            let group = by_group.get(&all[lead].group).into_iter().flatten();
            let mut near: Vec<usize> = scene
                .view
                .members
                .iter()
                .filter_map(|r| by_noun.get(&(*r, all[lead].counted.as_str())))
                .flatten()
                .chain(group)
                .copied()
                .chain([lead])
                .collect();
            near.sort_unstable();
            near.dedup();
            near.into_iter()
                .filter(|n| {
                    *n == lead
                        || (all[*n].group == all[lead].group
                            || agree(all[*n].quantity, all[lead].quantity)
                                && same_unit(&all[*n], &all[lead])
                                && measures_same(scene.view, &all[*n], &all[lead]))
                            && !agree(all[*n].quantity, all[against].quantity)
                })
                .collect()
        };
        let (left, right) = (side(a, b), side(b, a));
        used.extend(left.iter().chain(&right));
        let evidence = |list: &[usize]| {
            list.iter().map(|n| Evidence { report: all[*n].report, span: all[*n].quantity.span }).collect::<Vec<_>>()
        };
        let reports = |list: &[usize]| list.iter().map(|n| all[*n].report).collect::<BTreeSet<_>>();
        let (ours, theirs) = (reports(&left), reports(&right));
        let slip = ours.iter().all(|x| theirs.iter().all(|y| scene.derived(*x, *y).is_some()));
        let kind =
            if all[a].quantity.kind == NumberKind::Duration { ConflictKind::Duration } else { ConflictKind::Number };
        let severity = if slip {
            Severity::Garble
        } else if plain(scene, &all[a], &all[b]) {
            Severity::Material
        } else {
            // Like words about a like number: worth a look, and not a red mark.
            Severity::Wording
        };
        let about = about(scene, &all[a]);
        let sides =
            vec![scene.side(show(all, &left), evidence(&left)), scene.side(show(all, &right), evidence(&right))];
        if let Some(mut d) = scene.conflict(kind, severity, about, sides) {
            if let Some(child) = scene.derived(all[a].report, all[b].report) {
                let (parent, _) = if child == all[a].report { (b, a) } else { (a, b) };
                d.reading = Some((show(all, &[parent]), "the text from which the other report descends".into()));
            }
            out.push(d);
        }
    }
    out
}

/// What is measured, in the report's words; of a measure its dimension ("depth").
fn about(scene: &Scene<'_, '_>, m: &Measured<'_>) -> String {
    let words =
        m.quantity.what.map(|w| scene.view.report(m.report).slice(w).split_whitespace().collect::<Vec<_>>().join(" "));
    match (m.quantity.kind, words) {
        (NumberKind::Measure, _) => m.counted.clone(),
        (NumberKind::Duration, _) => super::about::lasting(scene.view, m),
        (_, Some(w)) => w,
        (_, None) => m.counted.clone(),
    }
}

fn same_unit(a: &Measured<'_>, b: &Measured<'_>) -> bool {
    a.quantity.unit == b.quantity.unit || a.counted == b.counted
}

fn likeness(scene: &Scene<'_, '_>, x: &Measured<'_>, y: &Measured<'_>) -> f32 {
    let aligned = match (x.passage, y.passage) {
        (Some(p), Some(q)) => scene.view.align.score(p, q),
        _ => 0.0,
    };
    x.about.dice(&y.about).max(aligned) + if x.counted == y.counted { 0.1 } else { 0.0 }
}

/// Is it plain that the two measure one thing? Their sentences say the same, what is measured has a name of its own, one text stands behind both, or
/// they are tolls of one hour.
fn plain(scene: &Scene<'_, '_>, x: &Measured<'_>, y: &Measured<'_>) -> bool {
    let aligned = x.passage.zip(y.passage).map_or(0.0, |(p, q)| scene.view.align.score(p, q));
    aligned >= SAME_SENTENCE
        || likeness(scene, x, y) >= MUCH_THE_SAME
        || (x.counted == y.counted && is_dimension(scene, x))
        || scene.one_family(x.report, y.report)
        || same_hour(scene, x, y)
}

/// Must the two be the same number? Tallies grow: they are compared only within one family of texts, or where both are of the same hour.
fn comparable(scene: &Scene<'_, '_>, x: &Measured<'_>, y: &Measured<'_>) -> bool {
    let family = scene.one_family(x.report, y.report);
    let strength = likeness(scene, x, y);
    let dimension = x.counted == y.counted && is_dimension(scene, x);
    if !family && !dimension && others(scene, x, y) {
        return false;
    }
    match x.quantity.kind {
        // "the second meeting", "the first visit": different series of counting.
        NumberKind::Ordinal | NumberKind::Factor => false,
        NumberKind::Count | NumberKind::Score => {
            let tally = scene.contrast.tallies.contains(x.counted.as_str())
                || scene.contrast.tallies.contains(y.counted.as_str())
                || x.quantity.value >= 100.0;
            // A number of which nobody says what it counts is another's only where the sentences are nearly the same.
            let named = !x.counted.is_empty() && !y.counted.is_empty();
            let near = if named { 0.5 } else { 0.65 };
            if family {
                let verbatim = strength > near && plausible_slip(x.quantity.value, y.quantity.value);
                verbatim && x.quantity.value.min(y.quantity.value) >= 3.0
            } else if tally {
                same_hour(scene, x, y) && strength > 0.3
            } else {
                strength > near + 0.1 && x.counted == y.counted
            }
        }
        // "depth", "magnitude" say what is measured; a unit alone ("yards") measures anything.
        NumberKind::Measure => strength > if dimension { 0.12 } else { 0.5 },
        NumberKind::Duration => strength > 0.4 && x.counted == y.counted,
        NumberKind::Share | NumberKind::Points => strength > 0.45,
        NumberKind::Money => strength > 0.6,
    }
}

/// Do the two sentences name people or bodies, and none in common? Then they count for somebody else.
fn others(scene: &Scene<'_, '_>, x: &Measured<'_>, y: &Measured<'_>) -> bool {
    let named = |m: &Measured<'_>| -> BTreeSet<ActorIx> {
        let view = scene.view;
        let Some(s) = view.sentence(m.report, m.quantity.span) else { return BTreeSet::new() };
        let span = view.doc(m.report).sentences[s].span;
        let kind = |a: &ActorIx| view.actors.get(a.at()).map(|a| a.kind);
        // Whose count it is tells nothing of what is counted.
        let speakers = view.doc(m.report).statements.iter().filter(|s| span.overlaps(s.cue.unwrap_or(s.content)));
        let speakers: BTreeSet<ActorIx> = speakers.filter_map(|s| view.actor(m.report, s.speaker?)).collect();
        let who = names_at(view, m.report).range(span.start..span.end).map(|n| *n.1).collect::<BTreeSet<_>>();
        who.into_iter()
            .filter(|a| !speakers.contains(a))
            .filter(|a| matches!(kind(a), Some(EntityKind::Person | EntityKind::Organisation)))
            .collect()
    };
    let (a, b) = (named(x), named(y));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

/// Is what is measured told by the name of a dimension that the language data have, and not by a thing or a unit?
fn is_dimension(scene: &Scene<'_, '_>, m: &Measured<'_>) -> bool {
    scene.contrast.dimensions.contains(m.counted.as_str())
}

/// Two numbers of one text of which one may be a slip: same number of digits, few of them changed.
fn plausible_slip(a: f64, b: f64) -> bool {
    let digits = |x: f64| format!("{x:.0}").into_bytes();
    let (da, db) = (digits(a), digits(b));
    if da.len() == db.len() {
        let changed = da.iter().zip(&db).filter(|(p, q)| p != q).count();
        return changed <= 2;
    }
    // A zero too many or too few.
    let ratio = a.max(b) / a.min(b).max(1.0);
    ratio == 10.0 || ratio == 1000.0
}

/// Were both counted at the same hour of the same day, as the reports print it?
fn same_hour(scene: &Scene<'_, '_>, x: &Measured<'_>, y: &Measured<'_>) -> bool {
    let marks = |m: &Measured<'_>| {
        let view = scene.view;
        let doc = view.doc(m.report);
        let s = view.sentence(m.report, m.quantity.span);
        let mut clock = None;
        let mut days = Vec::new();
        for (n, t) in doc.times.iter().enumerate().filter(|(_, t)| view.sentence(m.report, t.span) == s) {
            if let TimeExpr::Clock { minute, .. } = t.expr {
                // Spoken hours leave open which half of the day: compare on the dial.
                clock = Some(minute % 720);
            }
            days.extend(view.interval(m.report, n as u32).and_then(|i| i.single_day()));
        }
        (clock, days)
    };
    let ((cx, dx), (cy, dy)) = (marks(x), marks(y));
    cx.is_some() && cx == cy && (dx.iter().any(|d| dy.contains(d)) || dx.is_empty() || dy.is_empty())
}

/// A number of the parent text that its descendant has with one digit changed, and nowhere as it was.
fn slips(scene: &Scene<'_, '_>, known: &[Disagreement]) -> Vec<Disagreement> {
    let all = scene.amounts;
    let mut out: Vec<Disagreement> = Vec::new();
    let told = |list: &[Disagreement], m: &Measured<'_>| {
        list.iter()
            .flat_map(|d| &d.sides)
            .flat_map(|s| &s.evidence)
            .any(|e| e.report == m.report && e.span == m.quantity.span)
    };
    // The first place of each number of three figures and more, by report.
    let mut first: BTreeMap<ReportIx, BTreeMap<String, usize>> = BTreeMap::new();
    for (n, m) in all.iter().enumerate().filter(|(_, m)| m.compared && m.quantity.value >= 100.0) {
        first.entry(m.report).or_default().entry(format!("{:.0}", m.quantity.value)).or_insert(n);
    }
    let holds = |r: ReportIx, value: f64| first.get(&r).is_some_and(|f| f.contains_key(&format!("{value:.0}")));
    for edge in scene.view.lineage.edges.iter().filter(|e| e.kind != Derivation::CommonParent) {
        let Parent::Report(from) = edge.from else { continue };
        let (Some(theirs), Some(own)) = (first.get(&from), first.get(&edge.to)) else { continue };
        // Numbers that are alike but for one figure have a pattern with that figure left open in common.
        let open = |digits: &str| -> Vec<String> {
            (0..digits.len()).map(|n| format!("{}?{}", &digits[..n], digits.get(n + 1..).unwrap_or(""))).collect()
        };
        let mut patterns: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (digits, n) in theirs {
            for p in open(digits) {
                patterns.entry(p).or_default().push(*n);
            }
        }
        let mut found: Vec<(usize, usize)> = own
            .iter()
            .flat_map(|(digits, c)| open(digits).into_iter().map(|p| (p, *c)))
            .flat_map(|(p, c)| patterns.get(&p).into_iter().flatten().map(move |n| (*n, c)).collect::<Vec<_>>())
            .filter(|(p, c)| one_digit(all[*p].quantity.value, all[*c].quantity.value))
            .collect();
        found.sort_unstable();
        for (parent, derived) in found {
            let (parent, derived) = (&all[parent], &all[derived]);
            if told(known, parent) || told(known, derived) || told(&out, parent) || told(&out, derived) {
                continue;
            }
            if holds(derived.report, parent.quantity.value) || holds(parent.report, derived.quantity.value) {
                continue;
            }
            // Others of the family that still have the parent's number stand with it.
            let with: Vec<Evidence> = all
                .iter()
                .filter(|m| {
                    m.quantity.value == parent.quantity.value
                        && (m.report == parent.report || scene.one_family(m.report, parent.report))
                })
                .map(|m| Evidence { report: m.report, span: m.quantity.span })
                .collect();
            let sides = vec![
                scene.side(number(parent.quantity.value), with),
                scene.side(
                    number(derived.quantity.value),
                    [Evidence { report: derived.report, span: derived.quantity.span }],
                ),
            ];
            let about = about(scene, parent);
            if let Some(mut d) = scene.conflict(ConflictKind::Number, Severity::Garble, about, sides) {
                d.reading =
                    Some((number(parent.quantity.value), "the text from which the other report descends".into()));
                out.push(d);
            }
        }
    }
    out
}

/// Same number of digits, one of them changed.
fn one_digit(a: f64, b: f64) -> bool {
    let (da, db) = (format!("{a:.0}").into_bytes(), format!("{b:.0}").into_bytes());
    da.len() == db.len() && da.iter().zip(&db).filter(|(p, q)| p != q).count() == 1
}

/// A total and its parts in one report, where a sister report has the same parts and the total they add up to.
fn sums(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let mut by_report: BTreeMap<_, Vec<&Measured<'_>>> = BTreeMap::new();
    for m in scene.amounts.iter().filter(|m| {
        m.compared
            && m.quantity.kind == NumberKind::Count
            && m.quantity.value >= 20.0
            && m.quantity.hedge == Hedge::Exact
    }) {
        by_report.entry(m.report).or_default().push(m);
    }
    let values: BTreeMap<ReportIx, BTreeSet<u64>> =
        by_report.iter().map(|(r, list)| (*r, list.iter().map(|m| m.quantity.value.to_bits()).collect())).collect();
    let mut out = Vec::new();
    for (report, list) in &by_report {
        for total in list {
            let near = |m: &&&Measured<'_>| {
                m.passage.zip(total.passage).is_some_and(|(a, b)| a.abs_diff(b) <= 3)
                    && m.quantity.value < total.quantity.value
            };
            let parts: Vec<&&Measured<'_>> = list.iter().filter(near).collect();
            for (n, p) in parts.iter().enumerate() {
                for q in &parts[n + 1..] {
                    let sum = p.quantity.value + q.quantity.value;
                    let off = (sum - total.quantity.value).abs();
                    if off == 0.0 || off > 0.15 * total.quantity.value || sum < 0.5 * total.quantity.value {
                        continue;
                    }
                    let confirmed = values.iter().any(|(r, theirs)| {
                        r != report
                            && [sum, p.quantity.value, q.quantity.value].iter().all(|v| theirs.contains(&v.to_bits()))
                    });
                    if !confirmed {
                        continue;
                    }
                    let at = |m: &Measured<'_>| [Evidence { report: m.report, span: m.quantity.span }];
                    let sides = vec![
                        scene.side(number(total.quantity.value), at(total)),
                        scene.side(number(p.quantity.value), at(p)),
                        scene.side(number(q.quantity.value), at(q)),
                    ];
                    let about = format!("the parts add up to {}, not to {}", number(sum), number(total.quantity.value));
                    if let Some(mut d) = scene.conflict(ConflictKind::Number, Severity::Garble, about, sides) {
                        d.subkind = Some("arithmetic".into());
                        d.reading =
                            Some((number(sum), "the sum of the parts, which another report gives as the total".into()));
                        out.push(d);
                    }
                }
            }
        }
    }
    out
}

/// A number with separators for thousands.
pub(crate) fn number(x: f64) -> String {
    if x.fract() != 0.0 {
        return format!("{x}");
    }
    let digits = format!("{:.0}", x.abs());
    let mut out = String::new();
    for (n, c) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if x < 0.0 { format!("-{out}") } else { out }
}

fn show(all: &[Measured<'_>], list: &[usize]) -> String {
    let q = list.first().map(|n| all[*n].quantity);
    q.map_or_else(String::new, |q| match q.kind {
        NumberKind::Share => format!("{:.0} %", 100.0 * q.value),
        // Units of time are words, those of measures and money are signs.
        NumberKind::Duration if (q.value - 1.0).abs() > f64::EPSILON => format!("{} {}s", number(q.value), q.unit),
        NumberKind::Measure | NumberKind::Duration | NumberKind::Money => format!("{} {}", number(q.value), q.unit),
        _ => number(q.value),
    })
}
