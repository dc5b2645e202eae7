//! The state of the world as the reports describe it: the analysis seen by pairs of states and bodies.

mod asof;
mod links;
mod model;

pub use model::{
    Deed, Link, Pair, SCHEMA, SCORE_EVENTS, SCORE_ORIGINS, Score, State, StateActor, StateReport, json_schema,
};

pub use asof::before;

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::{Actor, ActorKind, Analysis, Day, Event, Evidence, Status};
use crate::export::Codes;
use links::published;
use unicode_segmentation::UnicodeSegmentation;

/// What to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StateOptions {
    /// Only what was published up to this day.
    pub as_of: Option<Day>,
    /// Only this pair: codes of states, or names as the reports have them.
    pub pair: Option<[String; 2]>,
}

/// Why there is no such state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// No state or body of that name.
    #[error("the reports name no state or body '{0}'; {1}")]
    Unknown(String, String),
}

/// The state of the world of an analysis. The same analysis gives the same state.
///
/// # Errors
/// If a name of [`StateOptions::pair`] is none of the analysis; the message lists what there is.
///
/// ```
/// use dateline::state::{StateOptions, state};
/// let codes = dateline::export::Codes::load(&dateline::DataSet::built_in()).unwrap();
/// let empty = dateline::contract::Analysis::default();
/// assert!(state(&empty, &codes, &StateOptions::default()).unwrap().pairs.is_empty());
/// ```
pub fn state(analysis: &Analysis, codes: &Codes, options: &StateOptions) -> Result<State, StateError> {
    let cut;
    let analysis = match options.as_of {
        Some(day) => {
            cut = asof::before(analysis, day);
            &cut
        }
        None => analysis,
    };
    let ends = Ends { analysis, codes };
    let mut found: BTreeMap<[String; 2], Pair> = BTreeMap::new();
    links::collect(&ends, &mut found);
    events(&ends, &mut found);
    for relation in &analysis.relations {
        let [a, b] = &relation.between;
        if !relation.sentiments.is_empty() {
            let said = relation.sentiments.iter().map(|s| sentence(analysis, s));
            slot(&ends, &mut found, a, b).said.extend(said);
        }
    }
    let wanted = match &options.pair {
        Some([a, b]) => Some(sorted(&ends.find(a)?, &ends.find(b)?)),
        None => None,
    };
    let mut pairs: Vec<Pair> = found.into_values().collect();
    for pair in &mut pairs {
        finish(analysis, pair, options.as_of);
    }
    match &wanted {
        Some(key) => {
            pairs.retain(|p| p.between == *key);
            if pairs.is_empty() {
                let names = key.clone().map(|k| ends.name(&k));
                pairs.push(Pair { between: key.clone(), names, score: score(analysis, &[]), ..Pair::default() });
            }
        }
        None => pairs.retain(|p| worth(analysis, p)),
    }
    pairs.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| a.names.cmp(&b.names)));
    Ok(State {
        schema: SCHEMA.into(),
        engine: analysis.engine.clone(),
        as_of: options.as_of,
        reports: analysis
            .reports
            .iter()
            .map(|r| StateReport {
                id: r.id.clone(),
                title: r.title.clone(),
                outlet: r.outlet.clone(),
                published: published(r),
            })
            .collect(),
        actors: actors(&ends, &pairs),
        pairs,
    })
}

/// Is there something to show? A single event with a body (a parliament, an agency) makes no relation between two.
fn worth(analysis: &Analysis, p: &Pair) -> bool {
    let (links, events) = weight(p);
    let body = p.between.iter().any(|id| analysis.actor(id).is_some());
    links > 0 || !p.said.is_empty() || events > usize::from(body)
}

/// The whole sentence around a passage: what is said of a relation is understood from it.
fn sentence(analysis: &Analysis, passage: &Evidence) -> Evidence {
    let Some(report) = analysis.report(&passage.report) else { return passage.clone() };
    let [start, end] = passage.span.map(|x| x as usize);
    let line = report.text.get(..start).map_or(0, |before| before.rfind('\n').map_or(0, |n| n + 1));
    let stop = report.text.get(end..).map_or(end, |after| after.find('\n').map_or(report.text.len(), |n| end + n));
    let Some(text) = report.text.get(line..stop) else { return passage.clone() };
    for (at, sentence) in text.split_sentence_bound_indices() {
        let (from, to) = (line + at, line + at + sentence.trim_end().len());
        if from <= start && end <= to {
            let span = [from, to].map(|x| u32::try_from(x).unwrap_or(u32::MAX));
            return Evidence { report: passage.report.clone(), span, text: sentence.trim_end().to_string() };
        }
    }
    passage.clone()
}

/// Links and events of a pair, for the order.
fn weight(p: &Pair) -> (usize, usize) {
    (p.ties.len() + p.dependencies.len() + p.agreements.len() + p.disputes.len(), p.events.len())
}

fn actors(ends: &Ends<'_>, pairs: &[Pair]) -> Vec<StateActor> {
    let mut count: BTreeMap<&str, u32> = BTreeMap::new();
    for end in pairs.iter().flat_map(|p| &p.between) {
        *count.entry(end).or_default() += 1;
    }
    let mut out: Vec<StateActor> = count
        .into_iter()
        .map(|(id, pairs)| StateActor {
            id: id.to_string(),
            name: ends.name(id),
            kind: ends.analysis.actor(id).map_or(ActorKind::State, |a| a.kind),
            pairs,
        })
        .collect();
    out.sort_by(|a, b| b.pairs.cmp(&a.pairs).then_with(|| a.name.cmp(&b.name)));
    out
}

/// Who stands at the end of a link, and what it is called.
struct Ends<'a> {
    analysis: &'a Analysis,
    codes: &'a Codes,
}

impl Ends<'_> {
    /// A state by its code, also where its people, bodies or seats of government stand for it; a body without a state by its id.
    fn of(&self, actor: &Actor) -> Option<String> {
        match (actor.kind, &actor.state) {
            (
                ActorKind::State | ActorKind::Person | ActorKind::Organisation | ActorKind::Place | ActorKind::Facility,
                Some(code),
            ) => Some(code.clone()),
            (ActorKind::Organisation | ActorKind::Group, None) => Some(actor.id.clone()),
            _ => None,
        }
    }

    fn name(&self, id: &str) -> String {
        if let Some(a) = self.analysis.actor(id) {
            return a.name.clone();
        }
        let named = |a: &&Actor| a.kind == ActorKind::State && a.state.as_deref() == Some(id);
        self.analysis
            .actors
            .iter()
            .filter(named)
            .max_by_key(|a| a.mentions.len())
            .map_or_else(|| self.codes.country(id).to_string(), |a| a.name.clone())
    }

    fn find(&self, wanted: &str) -> Result<String, StateError> {
        let actors = &self.analysis.actors;
        if let Some(a) = actors.iter().find(|a| a.state.as_deref().is_some_and(|s| s.eq_ignore_ascii_case(wanted))) {
            return Ok(a.state.clone().unwrap_or_default());
        }
        let named = |a: &&Actor| {
            a.id == wanted
                || a.name.eq_ignore_ascii_case(wanted)
                || a.names.iter().any(|n| n.text.eq_ignore_ascii_case(wanted))
        };
        if let Some(end) = actors.iter().filter(named).find_map(|a| self.of(a)) {
            return Ok(end);
        }
        let there: BTreeSet<&str> =
            actors.iter().filter(|a| a.kind == ActorKind::State).filter_map(|a| a.state.as_deref()).collect();
        let list = there.into_iter().collect::<Vec<_>>().join(", ");
        let help = if list.is_empty() { "they name no state".into() } else { format!("states in them: {list}") };
        Err(StateError::Unknown(wanted.into(), help))
    }
}

fn sorted(a: &str, b: &str) -> [String; 2] {
    if a <= b { [a.into(), b.into()] } else { [b.into(), a.into()] }
}

fn slot<'p>(ends: &Ends<'_>, found: &'p mut BTreeMap<[String; 2], Pair>, a: &str, b: &str) -> &'p mut Pair {
    let between = sorted(a, b);
    found.entry(between.clone()).or_insert_with(|| Pair {
        names: between.clone().map(|id| ends.name(&id)),
        between,
        ..Pair::default()
    })
}

/// Events by pair: each who acts with each on the other side; those who act together with each other.
fn events(ends: &Ends<'_>, found: &mut BTreeMap<[String; 2], Pair>) {
    for event in &ends.analysis.events {
        let sides = |ids: &[String]| -> BTreeSet<String> {
            ids.iter().filter_map(|id| ends.analysis.actor(id)).filter_map(|a| ends.of(a)).collect()
        };
        let (source, target) = (sides(&event.source), sides(&event.target));
        let mut pairs: BTreeMap<[String; 2], BTreeSet<String>> = BTreeMap::new();
        let together = target.is_empty();
        for a in &source {
            for b in if together { &source } else { &target }.iter().filter(|b| *b != a) {
                pairs.entry(sorted(a, b)).or_default().insert(a.clone());
            }
        }
        for (key, by) in pairs {
            let deed = deed(ends, event, by);
            slot(ends, found, &key[0], &key[1]).events.push(deed);
        }
    }
}

fn deed(ends: &Ends<'_>, e: &Event, by: BTreeSet<String>) -> Deed {
    let codes = ends.codes;
    let cameo = codes.cameo(e);
    // "invited her for 2028": a day after all reports is that of the content, not of the deed.
    let time = e.time.as_ref().filter(|t| !after_reports(ends.analysis, e, t.from));
    Deed {
        id: e.id.clone(),
        from: time.and_then(|t| t.from),
        to: time.and_then(|t| t.to),
        precision: time.map(|t| t.precision).unwrap_or_default(),
        by: by.into_iter().collect(),
        kind: e.kind,
        quad: e.kind.map(|k| codes.quad(k)),
        goldstein: cameo.as_deref().and_then(|c| codes.goldstein(c)),
        cameo,
        status: e.status,
        counted: e.kind.is_some() && !e.undecided && matches!(e.status, Status::Happened | Status::Ongoing),
        text: e.summary.clone(),
        origins: e.origins.clone(),
        evidence: e.evidence.clone(),
    }
}

/// Is a day of what happened later than the last report of it?
pub(crate) fn after_reports(analysis: &Analysis, e: &Event, day: Option<Day>) -> bool {
    let done = matches!(e.status, Status::Happened | Status::Ongoing);
    let last = e.evidence.iter().filter_map(|p| analysis.report(&p.report)).filter_map(published).max();
    done && matches!((day, last), (Some(day), Some(last)) if day > last)
}

fn finish(analysis: &Analysis, pair: &mut Pair, as_of: Option<Day>) {
    let changed = |id: &str| {
        let event = analysis.events.iter().find(|e| e.id == id)?;
        let day = event.time.as_ref().and_then(|t| t.from.or(t.to));
        day.filter(|d| !after_reports(analysis, event, Some(*d)))
    };
    for link in pair.ties.iter_mut().chain(&mut pair.agreements).chain(&mut pair.disputes) {
        link.changed = link.last_change.as_deref().and_then(changed);
    }
    if let Some(day) = as_of {
        // A report that was out by then may be dated by an interval that ends later.
        let all = [&mut pair.ties, &mut pair.dependencies, &mut pair.agreements, &mut pair.disputes];
        for link in all.into_iter().flatten() {
            link.first_told = link.first_told.map(|d| d.min(day));
            link.last_told = link.last_told.map(|d| d.min(day));
        }
    }
    // Undated events stand last, in the order of the analysis.
    pair.events.sort_by_key(|d| (d.from.or(d.to).is_none(), d.from.or(d.to)));
    let done = |d: &&Deed| matches!(d.status, Status::Happened | Status::Ongoing) && d.from.or(d.to).is_some();
    pair.last_change = pair.events.iter().rfind(done).map(|d| d.id.clone());
    pair.said.sort();
    pair.said.dedup();
    pair.score = score(analysis, &pair.events);
}

fn score(analysis: &Analysis, events: &[Deed]) -> Score {
    let counted: Vec<&Deed> = events.iter().filter(|d| d.counted).collect();
    let tellers: BTreeSet<&str> = counted.iter().flat_map(|d| &d.evidence).map(|e| e.report.as_str()).collect();
    let families = analysis.lineage.groups.iter().filter(|g| g.iter().any(|r| tellers.contains(r.as_str()))).count();
    let number = u32::try_from(counted.len()).unwrap_or(u32::MAX);
    let origins = u32::try_from(families).unwrap_or(u32::MAX);
    let told = format!(
        "{} from {}",
        crate::view::words::count(counted.len(), "event", "events"),
        dateline_story::origin_count(origins, origins)
    );
    if number == 0 {
        return Score { note: "nothing that happened between the two is told".into(), ..Score::default() };
    }
    if number < SCORE_EVENTS || origins < SCORE_ORIGINS {
        let note = format!("{told}: too few to score ({SCORE_EVENTS} from {SCORE_ORIGINS} origins are needed)");
        return Score { events: number, origins, note, ..Score::default() };
    }
    let mut quads = [0u32; 4];
    let (mut cooperation, mut conflict) = (0.0f64, 0.0f64);
    for d in &counted {
        if let Some(place) = d.quad.and_then(|q| quads.get_mut(usize::from(q).wrapping_sub(1))) {
            *place += 1;
        }
        let value = d.goldstein.unwrap_or(0.0);
        if value > 0.0 { cooperation += value } else { conflict += value }
    }
    // Values have one decimal; sums keep it.
    let tenth = |x: f64| (x * 10.0).round() / 10.0 + 0.0;
    let note =
        format!("{told}: cooperation +{:.1}, conflict {:.1} on Goldstein’s scale", tenth(cooperation), tenth(conflict));
    Score {
        events: number,
        origins,
        cooperation: Some(tenth(cooperation)),
        conflict: Some(tenth(conflict)),
        quads: Some(quads),
        note,
    }
}
