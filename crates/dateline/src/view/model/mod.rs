//! What a brief shows, chosen and put in order once; the text, Markdown and HTML views only differ in how they write it.

use std::collections::{BTreeMap, BTreeSet};

mod cards;
mod quotes;
mod since;
mod when;

use cards::cards;
use quotes::quotes;
pub(crate) use since::{Changes, SinceView};
pub(crate) use when::meet;
use when::{conflicts, moments};

use super::words;
use crate::contract::{
    Analysis, BriefLine, Day, Dependency, DisagreementKind, Event, Evidence, Expectation, Outcome, Relation, Report,
    Severity, Stance, Status, Story,
};

/// How much to show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Depth {
    /// Passages cited for one line.
    pub(crate) passages: usize,
    /// Lines of one section.
    pub(crate) lines: usize,
    /// Disagreements shown as cards.
    pub(crate) cards: usize,
    /// Quotations.
    pub(crate) quotes: usize,
    /// Entries of the timeline.
    pub(crate) timeline: usize,
    /// Rows of the claim × report matrix.
    pub(crate) claims: usize,
    /// Stories shown in full; of the others only the title.
    pub(crate) stories: usize,
    /// Changes of one kind.
    pub(crate) changes: usize,
}

impl Depth {
    /// For a reader in a hurry.
    pub(crate) const BRIEF: Self =
        Self { passages: 3, lines: 6, cards: 5, quotes: 6, timeline: 14, claims: 0, stories: 20, changes: 8 };
    /// For a page one can wander in.
    pub(crate) const PAGE: Self =
        Self { passages: 8, lines: 12, cards: 5, quotes: 24, timeline: 40, claims: 40, stories: 40, changes: 60 };
}

impl Depth {
    /// A page has room for what is folded elsewhere.
    pub(crate) fn is_page(self) -> bool {
        self.claims > 0
    }
}

/// Numbers the passages in the order in which they are first cited.
#[derive(Debug, Default)]
pub(crate) struct Passages<'a> {
    index: BTreeMap<(&'a str, [u32; 2]), usize>,
    /// Number 1 is the first.
    pub(crate) list: Vec<&'a Evidence>,
}

impl<'a> Passages<'a> {
    fn cite(&mut self, evidence: &'a Evidence) -> usize {
        let [start, end] = evidence.span;
        // A passage inside one that is cited already, or hardly longer, leads to the same words.
        let near = self.index.range((evidence.report.as_str(), [0, 0])..(evidence.report.as_str(), [end, 0]));
        let near = near.rev().take(12).find(|((_, [s, e]), _)| {
            (*s <= start && end <= *e) || (start <= *s && *e <= end && (e - s) * 10 >= (end - start) * 7)
        });
        if let Some((_, number)) = near {
            return *number;
        }
        *self.index.entry((&evidence.report, evidence.span)).or_insert_with(|| {
            self.list.push(evidence);
            self.list.len()
        })
    }

    /// At most `most` passages: first one of each report, then further ones.
    fn cite_some(&mut self, evidence: impl IntoIterator<Item = &'a Evidence>, most: usize) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        let (mut first, mut later) = (Vec::new(), Vec::new());
        for e in evidence {
            if seen.insert(e.report.as_str()) { first.push(e) } else { later.push(e) }
        }
        first.extend(later);
        first.truncate(most);
        let mut marks: Vec<usize> = Vec::new();
        for e in first {
            let mark = self.cite(e);
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        marks
    }
}

/// A sentence with what stands behind it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// "2 independent origins", "expected by Ana Brandt".
    pub(crate) note: Option<String>,
    pub(crate) marks: Vec<usize>,
}

/// Lines under one heading.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(crate) title: &'static str,
    pub(crate) status: Status,
    pub(crate) lines: Vec<Line>,
    /// How many more there are.
    pub(crate) more: usize,
}

/// One side of a card.
#[derive(Debug, Clone)]
pub(crate) struct CardSide {
    pub(crate) value: String,
    pub(crate) reports: Vec<String>,
    /// "000 and 001 share one origin".
    pub(crate) descent: Option<String>,
    pub(crate) marks: Vec<usize>,
}

/// One disagreement.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) about: String,
    pub(crate) kind: DisagreementKind,
    pub(crate) severity: Severity,
    pub(crate) within: bool,
    pub(crate) sides: Vec<CardSide>,
    /// How the sides hang together.
    pub(crate) between: Option<String>,
    pub(crate) reading: Option<(String, String)>,
}

/// One wording of a quotation.
#[derive(Debug, Clone)]
pub(crate) struct Wording<'a> {
    pub(crate) text: String,
    /// Where it is printed: its first stretch in each report.
    pub(crate) places: Vec<&'a Evidence>,
    /// Markers, on a page only: elsewhere the quotation itself is the passage.
    pub(crate) marks: Vec<usize>,
}

/// One utterance.
#[derive(Debug, Clone)]
pub(crate) struct Quote<'a> {
    pub(crate) speaker: String,
    pub(crate) wordings: Vec<Wording<'a>>,
}

/// An entry of the timeline.
#[derive(Debug, Clone)]
pub(crate) struct Moment<'a> {
    pub(crate) event: &'a Event,
    pub(crate) when: String,
    /// Reports whose passage on it stands against another.
    pub(crate) conflict: Vec<&'a str>,
    pub(crate) marks: Vec<usize>,
}

/// A row of the claim × report matrix.
#[derive(Debug, Clone)]
pub(crate) struct ClaimRow {
    pub(crate) text: String,
    /// Report, stance, first passage.
    pub(crate) cells: Vec<(String, Stance, Option<usize>)>,
}

/// One story, ready to be written.
#[derive(Debug)]
pub(crate) struct StoryView<'a> {
    pub(crate) story: &'a Story,
    pub(crate) reports: Vec<&'a Report>,
    pub(crate) headline: Line,
    /// "5 reports, 2 to 3 independent origins".
    pub(crate) count: String,
    pub(crate) sections: Vec<Section>,
    pub(crate) cards: Vec<Card>,
    /// The other disagreements: how many of each severity, gravest first.
    pub(crate) folded: Vec<(Severity, usize)>,
    /// The other disagreements themselves.
    pub(crate) folded_cards: Vec<Card>,
    pub(crate) quotes: Vec<Quote<'a>>,
    pub(crate) more_quotes: usize,
    pub(crate) moments: Vec<Moment<'a>>,
    pub(crate) more_moments: usize,
    /// The claim × report matrix, on a page only.
    pub(crate) claims: Vec<ClaimRow>,
    pub(crate) more_claims: usize,
    pub(crate) dependencies: Vec<(&'a Dependency, Vec<usize>)>,
    pub(crate) relations: Vec<(&'a Relation, Vec<usize>)>,
}

/// The whole brief.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) analysis: &'a Analysis,
    /// What changed since an earlier analysis.
    pub(crate) since: Option<SinceView>,
    /// What is watched and how much is told of it, one line each.
    pub(crate) watched: Vec<String>,
    pub(crate) stories: Vec<StoryView<'a>>,
    /// Stories of which only the title is shown.
    pub(crate) rest: Vec<&'a Story>,
    pub(crate) passages: Passages<'a>,
}

impl<'a> View<'a> {
    pub(crate) fn new(analysis: &'a Analysis, depth: Depth) -> Self {
        let mut passages = Passages::default();
        let since = since::since(analysis, depth, &mut passages);
        let mut order: Vec<&Story> = analysis.stories.iter().collect();
        // What is watched, then the largest story first: the reader's own, unless a folder of many was given.
        let watched = |s: &Story| {
            let of_story = |e: &&Event| of(analysis, e.story.as_deref(), s);
            analysis.events.iter().filter(of_story).map(|e| rank(analysis, &e.id)).min()
        };
        order.sort_by_key(|s| (watched(s).unwrap_or(usize::MAX), std::cmp::Reverse(s.reports.len())));
        let rest = order.split_off(depth.stories.min(order.len()));
        let stories = order.into_iter().map(|s| build(analysis, s, depth, &mut passages)).collect();
        Self { analysis, since, watched: since::watched(analysis), stories, rest, passages }
    }
}

/// Place of a conclusion among what the user watches; the same for all that is not watched.
fn rank(analysis: &Analysis, id: &str) -> usize {
    analysis.watched.iter().position(|w| w.items.iter().any(|i| i == id)).unwrap_or(usize::MAX)
}

/// Passages that tell of something but were read too unsurely to say what: their own words, nothing made of them.
fn unread<'a>(undecided: &[&'a Event], depth: Depth, passages: &mut Passages<'a>) -> Option<Section> {
    let most = depth.lines.div_ceil(2);
    let lines: Vec<Line> = undecided
        .iter()
        .filter_map(|e| Some((e, e.evidence.first()?)))
        .take(most)
        .map(|(e, first)| Line {
            text: format!("“{}”", first.text.trim()),
            note: None,
            marks: passages.cite_some(&e.evidence, depth.passages),
        })
        .collect();
    let more = undecided.len().saturating_sub(lines.len());
    (!lines.is_empty()).then_some(Section {
        title: "Read too unsurely to tell as a fact",
        status: Status::Alleged,
        lines,
        more,
    })
}

/// Does a conclusion belong to this story? One without a mark belongs to the only story there is.
fn of(analysis: &Analysis, mark: Option<&str>, story: &Story) -> bool {
    mark.map_or(analysis.stories.len() <= 1, |m| m == story.id)
}

fn build<'a>(analysis: &'a Analysis, story: &'a Story, depth: Depth, passages: &mut Passages<'a>) -> StoryView<'a> {
    let reports: Vec<&Report> = story.reports.iter().filter_map(|id| analysis.report(id)).collect();
    let mut brief: Vec<&BriefLine> =
        analysis.brief.iter().filter(|b| of(analysis, b.story.as_deref(), story)).collect();
    let (undecided, events): (Vec<&Event>, Vec<&Event>) =
        analysis.events.iter().filter(|e| of(analysis, e.story.as_deref(), story)).partition(|e| e.undecided);
    let headline = if brief.is_empty() {
        Line { text: story.title.clone(), ..Line::default() }
    } else {
        let first = brief.remove(0);
        Line { text: first.text.clone(), note: None, marks: passages.cite_some(&first.evidence, depth.passages) }
    };
    let (min, max) = story_origins(analysis, story);
    let count = format!("{}, {}", words::count(reports.len(), "report", "reports"), words::origin_count(min, max));
    let mut sections = sections(analysis, story, &brief, &events, depth, passages);
    sections.extend(unread(&undecided, depth, passages));
    let (cards, folded_cards, folded) = cards(analysis, story, depth, passages);
    let (quotes, more_quotes) = quotes(analysis, story, depth, passages);
    let conflicts = conflicts(analysis, story);
    let (moments, more_moments) = moments(&events, &conflicts, depth, passages);
    let (claims, more_claims) = when::claims(analysis, story, depth, passages);
    let dependencies = when::dependencies(analysis, story, depth, passages);
    let relations = when::relations(analysis, &events, depth, passages);
    StoryView {
        story,
        reports,
        headline,
        count,
        sections,
        cards,
        folded,
        folded_cards,
        quotes,
        more_quotes,
        moments,
        more_moments,
        claims,
        more_claims,
        dependencies,
        relations,
    }
}

/// Independent origins of the reports of a story: lineage groups; one whose every report only draws on others is not counted in the
/// lower bound.
pub(crate) fn story_origins(analysis: &Analysis, story: &Story) -> (u32, u32) {
    let draws = |report: &String| {
        analysis.lineage.edges.iter().any(|e| {
            // A declared list of sources; a single statement had through an agency makes no compilation.
            &e.to == report && e.kind == crate::contract::EdgeKind::Aggregation && e.confidence >= 0.8
        }) && !analysis.lineage.edges.iter().any(|e| {
            &e.to == report
                && !matches!(e.kind, crate::contract::EdgeKind::Aggregation | crate::contract::EdgeKind::CommonParent)
        })
    };
    let (mut min, mut max) = (0, 0);
    for group in &analysis.lineage.groups {
        let mut here = group.iter().filter(|r| story.reports.contains(r)).peekable();
        if here.peek().is_none() {
            continue;
        }
        max += 1;
        // A group of several reports has a text of its own behind it, even where one of them names further sources.
        let here: Vec<_> = here.collect();
        if !(here.len() == 1 && draws(here[0])) {
            min += 1;
        }
    }
    if max == 0 {
        return (1, u32::try_from(story.reports.len().max(1)).unwrap_or(1));
    }
    (min.max(1), max)
}

fn sections<'a>(
    analysis: &'a Analysis,
    story: &'a Story,
    brief: &[&'a BriefLine],
    events: &[&'a Event],
    depth: Depth,
    passages: &mut Passages<'a>,
) -> Vec<Section> {
    let by_id: BTreeMap<&str, &Event> = events.iter().map(|e| (e.id.as_str(), *e)).collect();
    let told: BTreeSet<&str> = analysis.brief.iter().flat_map(|b| &b.events).map(String::as_str).collect();
    let mut out = Vec::new();
    let heads = [
        ("Happened", Status::Happened, &[Status::Happened][..]),
        ("Under way", Status::Ongoing, &[Status::Ongoing][..]),
        ("Announced", Status::Planned, &[Status::Planned, Status::Expected, Status::Conditional][..]),
        ("Claimed or denied", Status::Alleged, &[Status::Alleged, Status::Denied][..]),
    ];
    for (title, status, statuses) in heads {
        let mut lines = Vec::new();
        let mut brief: Vec<&&BriefLine> = brief.iter().collect();
        brief.sort_by_key(|l| l.events.iter().map(|id| rank(analysis, id)).min().unwrap_or(usize::MAX));
        for line in brief {
            let first = line.events.iter().find_map(|id| by_id.get(id.as_str()));
            if first.is_some_and(|e| statuses.contains(&e.status)) {
                let marks = passages.cite_some(&line.evidence, depth.passages);
                lines.push(Line { text: line.text.clone(), note: words::origins(analysis, &line.origins), marks });
            }
        }
        // The brief may have nothing to say here although reports tell something: the best told of the rest.
        let mut others: Vec<&&Event> = events
            .iter()
            .filter(|e| statuses.contains(&e.status) && !told.contains(e.id.as_str()) && !e.summary.is_empty())
            .collect();
        others.sort_by_key(|e| (rank(analysis, &e.id), std::cmp::Reverse((e.origins.min, tellers(e)))));
        let mut left = others.len();
        for event in others {
            if lines.len() >= depth.lines.min(if lines.is_empty() { depth.lines } else { depth.lines / 2 }) {
                break;
            }
            let marks = passages.cite_some(&event.evidence, depth.passages);
            let mut note = words::origins(analysis, &event.origins);
            if matches!(event.status, Status::Denied | Status::Conditional | Status::Expected) {
                let word = match event.status {
                    Status::Conditional => "only if its condition comes true",
                    other => words::status(other),
                };
                note = Some(note.map_or_else(|| word.to_string(), |n| format!("{word}; {n}")));
            }
            lines.push(Line { text: event.summary.clone(), note, marks });
            left -= 1;
        }
        if !lines.is_empty() {
            out.push(Section { title, status, lines, more: left });
        }
    }
    // Lines without an event of their own; those that only tell of a disagreement, an expectation, somebody's words or the family of the reports have
    // their place further down.
    let standing: Vec<Line> = brief
        .iter()
        .filter(|l| !l.events.iter().any(|id| by_id.contains_key(id.as_str())) && !told_elsewhere(analysis, l))
        .map(|l| Line {
            text: l.text.clone(),
            note: words::origins(analysis, &l.origins),
            marks: passages.cite_some(&l.evidence, depth.passages),
        })
        .collect();
    if !standing.is_empty() {
        out.push(Section { title: "Background", status: Status::Happened, lines: standing, more: 0 });
    }
    for settled in [false, true] {
        out.extend(foreseen(analysis, story, settled, depth, passages));
    }
    out
}

/// Does a line rest on nothing but the sides of one disagreement, one expectation and its outcome, words quoted, or the signs of who descends from
/// whom?
fn told_elsewhere(analysis: &Analysis, line: &BriefLine) -> bool {
    let within = |all: &dyn Fn(&Evidence) -> bool| !line.evidence.is_empty() && line.evidence.iter().all(all);
    let disagreement = analysis.disagreements.iter().any(|d| {
        let in_side = |side: &crate::contract::Side| line.evidence.iter().any(|e| side.evidence.contains(e));
        let in_any = |e: &Evidence| d.sides.iter().any(|s| s.evidence.contains(e));
        d.sides.iter().filter(|s| in_side(s)).count() > 1 && within(&in_any)
    });
    let foreseen = analysis
        .expectations
        .iter()
        .any(|x| x.outcome != Outcome::Open && within(&|e| x.evidence.contains(e) || x.outcome_evidence.contains(e)));
    let family = within(&|e| analysis.lineage.edges.iter().any(|edge| edge.evidence.contains(e)));
    let words = within(&|e| analysis.statements.iter().any(|s| s.content == *e));
    // a story whose reports show no sign of descent has a line without any passage
    disagreement || foreseen || words || family || line.evidence.is_empty()
}

fn tellers(event: &Event) -> usize {
    event.evidence.iter().map(|e| e.report.as_str()).collect::<BTreeSet<_>>().len()
}

/// How something foreseen stands on a day; what matters first comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// Its day has passed, and no report tells its end.
    Overdue,
    /// Its day has come.
    Due,
    /// Its day lies ahead.
    Ahead,
    /// It has no day.
    Undated,
}

/// How something that is still open stands on the day as of which the analysis tells.
fn standing(x: &Expectation, as_of: Option<Day>) -> Standing {
    let Some((due, day)) = x.due.as_ref().zip(as_of) else {
        return if x.due.is_some() { Standing::Ahead } else { Standing::Undated };
    };
    match (due.from, due.to) {
        (_, Some(to)) if to < day => Standing::Overdue,
        (Some(from), _) if from <= day => Standing::Due,
        _ => Standing::Ahead,
    }
}

/// What was foreseen: what a later report settles, or (`settled` false) what no report tells the end of.
fn foreseen<'a>(
    analysis: &'a Analysis,
    story: &Story,
    settled: bool,
    depth: Depth,
    passages: &mut Passages<'a>,
) -> Option<Section> {
    let mut all: Vec<&Expectation> = analysis
        .expectations
        .iter()
        .filter(|x| of(analysis, x.story.as_deref(), story))
        .filter(|x| (x.outcome != Outcome::Open) == settled)
        .collect();
    let spread = |x: &Expectation| x.evidence.iter().map(|e| e.report.as_str()).collect::<BTreeSet<_>>().len();
    // What is watched; what turned out otherwise before what came true, what is overdue before what lies ahead; then what most reports foresaw.
    let standing = |x: &Expectation| if settled { Standing::Undated } else { standing(x, analysis.as_of) };
    all.sort_by_key(|x| {
        (rank(analysis, &x.id), x.outcome == Outcome::Confirmed, standing(x), std::cmp::Reverse(spread(x)))
    });
    let total = all.len();
    let mut lines = Vec::new();
    for x in all.iter().take(depth.lines).copied() {
        let mut notes = Vec::new();
        match x.outcome {
            Outcome::Contradicted => notes.push("did not come true".to_string()),
            Outcome::Confirmed => notes.push("came true".to_string()),
            Outcome::Open => {}
        }
        if let Some(holder) = x.holder.as_deref().and_then(|h| analysis.actor(h)) {
            notes.push(format!("foreseen by {}", holder.name));
        }
        if let Some(due) = x.due.as_ref().and_then(words::interval) {
            notes.push(match standing(x) {
                Standing::Overdue => format!("overdue since {due}"),
                Standing::Due => format!("due now, {due}"),
                _ => format!("due {due}"),
            });
        }
        let marks = passages.cite_some(
            x.evidence.iter().take(depth.passages.saturating_sub(1).max(1)).chain(&x.outcome_evidence),
            depth.passages,
        );
        lines.push(Line { text: x.expected.clone(), note: (!notes.is_empty()).then(|| notes.join("; ")), marks });
    }
    let shown = lines.len();
    (shown > 0).then(|| Section {
        title: if settled { "Foreseen, and what came of it" } else { "Open" },
        status: Status::Expected,
        lines,
        more: total.saturating_sub(shown),
    })
}
