//! What changed between two analyses whose conclusions are paired.

use std::collections::BTreeSet;

use super::same::{SameReports, overlap};
use super::{Paired, Retold};
use crate::contract::{
    Actor, ActorKind, Analysis, Change, ChangeKind, Day, Disagreement, Event, Evidence, Expectation, Hedge, Outcome,
    Quantity, Status,
};
use crate::view::words;

/// Two analyses. Today's ids are those that stay.
pub(super) struct Changes<'a> {
    pub(super) earlier: &'a Analysis,
    pub(super) today: &'a Analysis,
    pub(super) paired: &'a Paired,
    pub(super) reports: &'a SameReports,
    pub(super) retold: &'a [Retold],
    /// Ids of the new reports.
    pub(super) new: BTreeSet<&'a str>,
}

/// Nothing, a change, or told as before.
enum Found {
    Nothing,
    Unchanged,
    Change(Change),
}

impl Changes<'_> {
    /// All changes, sorted by kind, and ids of what is as it was.
    pub(super) fn all(&self) -> (Vec<Change>, Vec<String>) {
        let mut changes: Vec<Change> = Vec::new();
        let mut unchanged: Vec<String> = Vec::new();
        let mut take = |id: &str, found: Found| match found {
            Found::Nothing => {}
            Found::Unchanged => unchanged.push(id.to_string()),
            Found::Change(c) => changes.push(c),
        };
        let p = self.paired;
        for (x, old) in self.today.stories.iter().zip(&p.stories) {
            take(&x.id, self.story(x, *old));
        }
        for (x, old) in self.today.events.iter().zip(&p.events) {
            take(&x.id, self.event(x, old.and_then(|m| self.earlier.events.get(m))));
        }
        for (x, old) in self.today.expectations.iter().zip(&p.expectations) {
            take(&x.id, self.expectation(x, old.and_then(|m| self.earlier.expectations.get(m))));
        }
        for (x, old) in self.today.disagreements.iter().zip(&p.disagreements) {
            take(&x.id, self.disagreement(x, old.is_some()));
        }
        for (x, old) in self.today.ties.iter().zip(&p.ties) {
            take(&x.id, self.tie(x, old.and_then(|m| self.earlier.ties.get(m))));
        }
        for x in &self.today.quantities {
            take(&x.id, self.quantity(x));
        }
        changes.extend(self.withdrawn());
        changes.sort_by_key(|c| c.kind);
        (changes, unchanged)
    }

    fn is_new(&self, e: &Evidence) -> bool {
        self.new.contains(e.report.as_str())
    }

    /// Passages of new reports; all where there are none.
    fn fresh<'b>(&self, evidence: impl IntoIterator<Item = &'b Evidence>) -> Vec<Evidence> {
        let all: Vec<&Evidence> = evidence.into_iter().collect();
        let fresh: Vec<Evidence> = all.iter().filter(|e| self.is_new(e)).map(|e| (*e).clone()).collect();
        if fresh.is_empty() { all.into_iter().cloned().collect() } else { fresh }
    }

    /// Does every passage stand in a new report, and does no earlier report have it in other words?
    fn unheard(&self, evidence: &[&Evidence]) -> bool {
        !evidence.is_empty() && evidence.iter().all(|e| self.is_new(e) && !self.retold.iter().any(|r| r.covers(e)))
    }

    fn told_new(&self, id: &str, story: Option<&String>, text: String, evidence: &[&Evidence]) -> Found {
        if self.unheard(evidence) {
            Found::Change(Change {
                kind: ChangeKind::New,
                item: id.to_string(),
                story: story.cloned(),
                text,
                evidence: evidence.iter().map(|e| (*e).clone()).collect(),
                ..Change::default()
            })
        } else {
            // Also what an earlier report told and what was taken for something else then.
            Found::Unchanged
        }
    }

    fn story(&self, x: &crate::contract::Story, old: Option<usize>) -> Found {
        if old.is_some() || !x.reports.iter().all(|r| self.new.contains(r.as_str())) {
            return Found::Unchanged;
        }
        let first = self.today.brief.iter().find(|b| b.story.as_ref() == Some(&x.id));
        Found::Change(Change {
            kind: ChangeKind::New,
            item: x.id.clone(),
            story: Some(x.id.clone()),
            text: format!("A story that was not told before: {}", x.title),
            evidence: first.map(|b| b.evidence.clone()).unwrap_or_default(),
            ..Change::default()
        })
    }

    fn event(&self, x: &Event, old: Option<&Event>) -> Found {
        if x.undecided || x.summary.is_empty() {
            return Found::Nothing;
        }
        let Some(old) = old else {
            let passages: Vec<&Evidence> = x.evidence.iter().collect();
            return self.told_new(&x.id, x.story.as_ref(), x.summary.clone(), &passages);
        };
        let change = |kind, before: String, after: String| {
            Found::Change(Change {
                kind,
                item: x.id.clone(),
                story: x.story.clone(),
                text: x.summary.clone(),
                before: Some(before),
                after: Some(after),
                evidence: self.fresh(&x.evidence),
            })
        };
        // Only a new report changes anything: the rest is the program's reading.
        if !x.evidence.iter().any(|e| self.is_new(e)) {
            return Found::Unchanged;
        }
        let done = |s: Status| matches!(s, Status::Happened | Status::Ongoing);
        if x.status != old.status {
            let kind = match (old.status, x.status) {
                (_, Status::Denied) => ChangeKind::Contradicted,
                (Status::Alleged | Status::Expected | Status::Conditional, now) if done(now) => ChangeKind::Confirmed,
                _ => ChangeKind::Status,
            };
            return change(kind, words::status(old.status).into(), words::status(x.status).into());
        }
        if let (Some(a), Some(b)) = (&old.time, &x.time)
            && let (Some(a_to), Some(b_from), Some(a_from), Some(b_to)) = (a.to, b.from, a.from, b.to)
            && (b_from > a_to || a_from > b_to)
            && let (Some(before), Some(after)) = (words::interval(a), words::interval(b))
        {
            return change(ChangeKind::Status, before, after);
        }
        if done(x.status) && old.origins.min < 2 && x.origins.min >= 2 {
            let told = |o: &crate::contract::Origins| words::origin_count(o.min, o.max);
            return change(ChangeKind::Confirmed, told(&old.origins), told(&x.origins));
        }
        Found::Unchanged
    }

    fn expectation(&self, x: &Expectation, old: Option<&Expectation>) -> Found {
        let change = |kind, before: Option<&str>, after: String, evidence: Vec<Evidence>| {
            Found::Change(Change {
                kind,
                item: x.id.clone(),
                story: x.story.clone(),
                text: x.expected.clone(),
                before: before.map(ToString::to_string),
                after: Some(after),
                evidence,
            })
        };
        let known = old.is_some() || !self.unheard(&x.evidence.iter().collect::<Vec<_>>());
        let was = old.map_or(Outcome::Open, |o| o.outcome);
        if known && x.outcome != was && x.outcome != Outcome::Open && x.outcome_evidence.iter().any(|e| self.is_new(e))
        {
            let (kind, now) = match x.outcome {
                Outcome::Contradicted => (ChangeKind::Contradicted, "did not come true"),
                _ => (ChangeKind::Confirmed, "came true"),
            };
            return change(kind, Some("open"), now.into(), self.fresh(&x.outcome_evidence));
        }
        if known && x.outcome == Outcome::Open {
            let due = x.due.as_ref().and_then(|d| d.to);
            let passed = |as_of: Option<Day>| due.zip(as_of).is_some_and(|(due, day)| due <= day);
            if passed(self.today.as_of) && !passed(self.earlier.as_of) {
                let when = x.due.as_ref().and_then(words::interval).unwrap_or_default();
                return change(
                    ChangeKind::Due,
                    None,
                    format!("due {when}, and no report tells its end"),
                    x.evidence.clone(),
                );
            }
        }
        if known {
            return Found::Unchanged;
        }
        self.told_new(
            &x.id,
            x.story.as_ref(),
            format!("Foreseen: {}", x.expected),
            &x.evidence.iter().collect::<Vec<_>>(),
        )
    }

    fn disagreement(&self, x: &Disagreement, known: bool) -> Found {
        let passages: Vec<&Evidence> = x.sides.iter().flat_map(|s| &s.evidence).collect();
        // What the earlier reports alone differ in was there to be seen before.
        if known || !passages.iter().any(|e| self.is_new(e)) {
            return Found::Unchanged;
        }
        let old = |side: &crate::contract::Side| side.evidence.iter().any(|e| !self.is_new(e));
        let against = x.sides.iter().any(old) && x.sides.iter().any(|s| !old(s));
        let values = |told_before: bool| -> Option<String> {
            let found: Vec<&str> = x.sides.iter().filter(|s| old(s) == told_before).map(|s| s.value.as_str()).collect();
            (!found.is_empty()).then(|| found.join("; "))
        };
        Found::Change(Change {
            kind: if against { ChangeKind::Contradicted } else { ChangeKind::New },
            item: x.id.clone(),
            story: x.story.clone(),
            text: format!("They disagree: {}", x.about),
            before: values(true),
            after: values(false),
            evidence: self.fresh(passages),
        })
    }

    fn tie(&self, x: &crate::contract::Tie, old: Option<&crate::contract::Tie>) -> Found {
        let state = |b: &String| {
            let of_code = |a: &&Actor| a.kind == ActorKind::State && a.state.as_ref() == Some(b);
            self.today.actor(b).or_else(|| self.today.actors.iter().find(of_code))
        };
        let name = |b: &String| state(b).map_or_else(|| b.clone(), |a| a.name.clone());
        let text = format!("{} {} {}", name(&x.between[0]), x.label, name(&x.between[1]));
        match old {
            None => self.told_new(&x.id, x.story.as_ref(), text, &x.evidence.iter().collect::<Vec<_>>()),
            Some(old) if old.standing != x.standing && x.evidence.iter().any(|e| self.is_new(e)) => {
                Found::Change(Change {
                    kind: ChangeKind::Status,
                    item: x.id.clone(),
                    story: x.story.clone(),
                    text,
                    before: Some(old.standing.word().into()),
                    after: Some(x.standing.word().into()),
                    evidence: self.fresh(&x.evidence),
                })
            }
            Some(_) => Found::Unchanged,
        }
    }

    /// A number that a new report gives otherwise than every earlier one: a toll that rose.
    fn quantity(&self, x: &Quantity) -> Found {
        if !x.evidence.iter().any(|e| self.is_new(e)) || x.hedge != Hedge::Exact || x.value_to.is_some() {
            return Found::Nothing;
        }
        let Some(group) = &x.group else { return Found::Nothing };
        let others = || self.today.quantities.iter().filter(|q| q.group.as_ref() == Some(group) && q.id != x.id);
        let before: Vec<&Quantity> =
            others().filter(|q| q.evidence.iter().any(|e| !self.is_new(e)) && q.unit == x.unit).collect();
        let first_of_its_value = others()
            .filter(|q| q.id < x.id && (q.value - x.value).abs() < f64::EPSILON)
            .all(|q| !q.evidence.iter().any(|e| self.is_new(e)));
        let other = |q: &&Quantity| {
            let top = q.value_to.unwrap_or(q.value);
            let near = (x.value.abs() * ROUNDING).max(f64::EPSILON);
            x.value < q.value - near || x.value > top + near
        };
        if before.is_empty() || !first_of_its_value || !before.iter().all(other) {
            return Found::Nothing;
        }
        let told: BTreeSet<String> = before.iter().map(|q| amount(q)).collect();
        Found::Change(Change {
            kind: ChangeKind::Status,
            item: x.id.clone(),
            story: x.story.clone(),
            text: x.what.clone(),
            before: Some(told.into_iter().collect::<Vec<_>>().join("; ")),
            after: Some(amount(x)),
            evidence: self.fresh(&x.evidence),
        })
    }

    /// Events whose reports are all gone, and that no report of today tells.
    fn withdrawn(&self) -> Vec<Change> {
        let paired: BTreeSet<usize> = self.paired.events.iter().flatten().copied().collect();
        let gone = |e: &Evidence| !self.reports.contains_key(&e.report);
        let told = |e: &Evidence| {
            let Some(report) = self.reports.get(&e.report) else { return false };
            self.today.events.iter().flat_map(|t| &t.evidence).any(|t| &t.report == report && overlap(t.span, e.span))
        };
        let old = self.earlier.events.iter().enumerate().filter(|(m, e)| !paired.contains(m) && !e.undecided);
        old.filter(|(_, e)| e.evidence.iter().any(gone) && !e.evidence.iter().any(told))
            .map(|(_, e)| Change {
                kind: ChangeKind::Withdrawn,
                item: e.id.clone(),
                text: e.summary.clone(),
                before: Some(words::status(e.status).into()),
                ..Change::default()
            })
            .collect()
    }
}

/// Numbers nearer than this share are one number, rounded.
const ROUNDING: f64 = 0.03;

fn amount(q: &Quantity) -> String {
    let hedge = if q.hedge == Hedge::Exact { String::new() } else { format!("{} ", q.hedge.word()) };
    let top = q.value_to.map_or(String::new(), |t| format!(" to {t}"));
    format!("{hedge}{}{top} {}", q.value, q.unit).trim_end().to_string()
}
