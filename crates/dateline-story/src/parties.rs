//! Who stands behind a description that takes part in a happening: "both sides" are the two states that a report tells of, "the Lao side" is Laos, and a
//! place acts for nobody.
//!
//! A counterpart that the clause leaves out is filled in only where one is left: "Lima broke off relations", told in a report of Peru and Chile. The
//! PLOVER manual asks for a recipient of AID and SANCTION in the same way.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::event::{EventMention, Plover};
use dateline_lang::mention::{EntityKind, Mention, MentionForm, MentionIx};
use dateline_report::ReportIx;

use crate::ActorIx;
use crate::events::Kin;
use crate::view::View;

/// What the descriptions of a story stand for.
pub(crate) struct Parties {
    /// Codes of states to the actors that are these states.
    states: BTreeMap<String, ActorIx>,
    /// The two states between which most happenings of a report are told.
    two: BTreeMap<ReportIx, [ActorIx; 2]>,
}

impl Parties {
    pub(crate) fn new(view: &View<'_>) -> Self {
        let mut states: BTreeMap<String, ActorIx> = BTreeMap::new();
        for (n, actor) in view.actors.iter().enumerate().filter(|(_, a)| a.kind == EntityKind::State) {
            if let Some(code) = &actor.state {
                states.entry(code.to_string()).or_insert(ActorIx(n as u32));
            }
        }
        let mut all: BTreeMap<[&str; 2], usize> = BTreeMap::new();
        let mut by_report: Vec<(ReportIx, BTreeMap<[&str; 2], usize>)> = Vec::new();
        for report in &view.members {
            let mut own: BTreeMap<[&str; 2], usize> = BTreeMap::new();
            for event in &view.doc(*report).events {
                let who = event.source.iter().chain(&event.target).filter_map(|m| view.actor(*report, *m));
                let codes: BTreeSet<&str> = who.filter_map(|a| view.state(a)).collect();
                let codes: Vec<&str> = codes.into_iter().collect();
                if let [a, b] = codes[..] {
                    *own.entry([a, b]).or_default() += 1;
                    *all.entry([a, b]).or_default() += 1;
                }
            }
            by_report.push((*report, own));
        }
        // Which two is plain only where no other two are told of as often.
        let plain = |count: &BTreeMap<[&str; 2], usize>| {
            let most = count.values().copied().max()?;
            let mut first = count.iter().filter(|(_, n)| **n == most).map(|(pair, _)| *pair);
            let pair = first.next()?;
            if first.next().is_some() {
                return None;
            }
            Some([*states.get(pair[0])?, *states.get(pair[1])?])
        };
        let whole = plain(&all);
        let two = by_report.iter().filter_map(|(r, own)| Some((*r, plain(own).or(whole)?))).collect();
        Self { states, two }
    }

    /// Those for whom a mention stands that takes part in a happening.
    pub(crate) fn of(&self, view: &View<'_>, report: ReportIx, mention: MentionIx, kin: &Kin) -> Vec<ActorIx> {
        let Some(actor) = view.actor(report, mention) else { return Vec::new() };
        let doc = view.doc(report);
        let Some(m) = doc.mentions.get(mention.at()).filter(|m| m.form == MentionForm::Nominal) else {
            return vec![actor];
        };
        let words = &doc.tokens[m.tokens.start as usize..(m.tokens.end as usize).min(doc.tokens.len())];
        let both = words
            .iter()
            .enumerate()
            .any(|(n, w)| kin.sides.contains(&w.lemma) && words[..n].iter().any(|b| kin.both.contains(&b.lemma)));
        if both && let Some(two) = self.two.get(&report) {
            return two.to_vec();
        }
        let head = doc.tokens.get(m.head.at()).map(|t| &t.lemma);
        if let Some(state) = self.own_country(view, report, m, kin) {
            return vec![state];
        }
        if head.is_some_and(|h| kin.stands_for.contains(h)) {
            // "the Chilean side": the state is told by a word of its own.
            let inside = doc.mentions.iter().find(|x| x.state.is_some() && m.tokens.range().contains(&x.head.at()));
            let named = inside.and_then(|x| self.states.get(x.state.as_ref()?.as_str()).copied());
            if let Some(state) = self.state(view, actor).or(named) {
                return vec![state];
            }
        }
        vec![actor]
    }

    /// "his country", told by somebody or of somebody whose state is known.
    fn own_country(&self, view: &View<'_>, report: ReportIx, m: &Mention, kin: &Kin) -> Option<ActorIx> {
        let doc = view.doc(report);
        let head = doc.tokens.get(m.head.at())?;
        let owner = doc.tokens.iter().position(|t| t.head == Some(m.head) && t.xpos == "PRP$")?;
        if !kin.sides.contains(&head.lemma) || m.plural {
            return None;
        }
        let pronoun = doc.mentions.iter().position(|x| x.head.at() == owner);
        let spoken = doc.statements.iter().find(|s| s.content.contains(m.span)).and_then(|s| s.speaker);
        let who = spoken.or(pronoun.map(|n| MentionIx(n as u32)));
        self.state(view, view.actor(report, who?)?)
    }

    /// The actor that is the state of an actor.
    fn state(&self, view: &View<'_>, actor: ActorIx) -> Option<ActorIx> {
        self.states.get(view.state(actor)?).copied()
    }

    /// The other of the two states of a report, where all of one side belong to one of them.
    pub(crate) fn other(&self, view: &View<'_>, report: ReportIx, side: &[ActorIx]) -> Option<ActorIx> {
        let [a, b] = *self.two.get(&report)?;
        let of = |state: ActorIx| side.iter().all(|x| view.state(*x) == view.state(state));
        match (side.is_empty(), of(a), of(b)) {
            (false, true, false) => Some(b),
            (false, false, true) => Some(a),
            _ => None,
        }
    }

    /// A place takes part for its state, or for nobody. Gives the first place that was taken out.
    pub(crate) fn without_places(
        &self,
        view: &View<'_>,
        source: &[ActorIx],
        target: &mut Vec<ActorIx>,
    ) -> Option<ActorIx> {
        let is_place = |a: ActorIx| {
            view.actors.get(a.at()).is_some_and(|a| matches!(a.kind, EntityKind::Place | EntityKind::Facility))
        };
        let mut place = None;
        let mut out: Vec<ActorIx> = Vec::new();
        for actor in target.iter().copied() {
            if !is_place(actor) {
                out.push(actor);
                continue;
            }
            place = place.or(Some(actor));
            let own = source.iter().any(|s| view.state(*s).is_some() && view.state(*s) == view.state(actor));
            if !own && let Some(state) = self.state(view, actor) {
                out.push(state);
            }
        }
        let mut seen = BTreeSet::new();
        out.retain(|a| seen.insert(*a));
        *target = out;
        place
    }

    /// The state that a disaster of the same report struck: whom help reaches that names nobody.
    pub(crate) fn struck(&self, view: &View<'_>, report: ReportIx, kin: &Kin) -> Option<ActorIx> {
        let disasters = view.doc(report).events.iter().filter(|e| kin.disasters.contains(&e.frame));
        let hit = |e: &EventMention| {
            let who = e.target.iter().chain(&e.place).chain(&e.source).filter_map(|m| view.actor(report, *m));
            who.filter_map(|a| self.state(view, a)).collect::<Vec<_>>()
        };
        let all: BTreeSet<ActorIx> = disasters.flat_map(hit).collect();
        let mut all = all.into_iter();
        all.next().filter(|_| all.next().is_none())
    }

    /// Whose words are denied by "she denied it": who spoke last before.
    pub(crate) fn contradicted(&self, view: &View<'_>, report: ReportIx, mention: &EventMention) -> Option<ActorIx> {
        /// Sentences over which "it" points back.
        const REACH: usize = 2;
        if mention.plover != Some(Plover::Reject) {
            return None;
        }
        let here = view.sentence(report, mention.span)?;
        let doc = view.doc(report);
        let own = speakers(view, report, mention);
        doc.statements
            .iter()
            .filter(|s| s.cue_token != Some(mention.predicate))
            .filter_map(|s| Some((view.sentence(report, s.content)?, view.actor(report, s.speaker?)?)))
            .filter(|(n, who)| *n <= here && *n + REACH >= here && !own.contains(who))
            .filter(|(_, who)| own.iter().all(|o| view.state(*o).is_none() || view.state(*o) != view.state(*who)))
            .max_by_key(|(n, _)| *n)
            .map(|(_, who)| who)
    }
}

/// Those who do a deed of words, also by the name that the statement has for them: "the minister, Ada Berg, denied it".
pub(crate) fn speakers(view: &View<'_>, report: ReportIx, mention: &EventMention) -> BTreeSet<ActorIx> {
    let statements = view.doc(report).statements.iter().filter(|s| s.cue_token == Some(mention.predicate));
    let named = statements.filter_map(|s| s.speaker);
    mention.source.iter().copied().chain(named).filter_map(|m| view.actor(report, m)).collect()
}
