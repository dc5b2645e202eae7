//! The lines of a brief that are not happenings, in words: what reports differ on, what was said, how many origins a story has.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::quantity::Hedge;
use dateline_report::{Evidence, ReportIx};

use crate::origins::{self, list};
use crate::view::View;
use crate::{ActorIx, BriefLine, ConflictKind, Dependency, Disagreement, Expectation, GroupIx, Outcome, Said};

/// Most words of a quotation that a brief repeats.
const QUOTED: usize = 24;
/// Fewest words of a quotation that says something by itself.
const SAYS: usize = 4;

/// The reports that some passages stand in, by name; only their number where they are many.
fn tellers(view: &View<'_>, evidence: &[Evidence]) -> String {
    let reports: BTreeSet<ReportIx> = evidence.iter().map(|e| e.report).collect();
    let names: Vec<String> = reports.iter().map(|r| origins::name(view.reports, *r)).collect();
    if names.len() > 3 { format!("{} reports", names.len()) } else { list(&names) }
}

/// A disagreement: what it is about, and who has what.
pub(super) fn differ(view: &View<'_>, d: &Disagreement) -> String {
    let about = d.about.trim_end_matches('.');
    let quote = |value: &str| if d.kind == ConflictKind::Quote { format!("“{value}”") } else { value.to_string() };
    let sides: Vec<String> =
        d.sides.iter().map(|s| format!("{}: {}", tellers(view, &s.evidence), quote(&s.value))).collect();
    let sides = sides.join("; ");
    let fits = d.reading.as_ref().map_or(String::new(), |(value, _)| format!(" (the reading that fits: {value})"));
    match d.kind {
        // One report's own weekday and date: there are no two sides to choose from.
        ConflictKind::Weekday if d.within_one_report => {
            let printed: Vec<&str> = d.sides.iter().map(|s| s.value.as_str()).collect();
            let all: Vec<Evidence> = d.sides.iter().flat_map(|s| s.evidence.iter().copied()).collect();
            let right = about.split_once(": ").map_or(about, |(_, right)| right);
            format!("{} prints {}, but {right}{fits}.", tellers(view, &all), printed.join(" with "))
        }
        ConflictKind::Polarity => {
            let claim = about.strip_prefix("Denied: ").unwrap_or(about);
            format!("Reports contradict each other — “{claim}” — {sides}{fits}.")
        }
        ConflictKind::Date => {
            let what = about.strip_prefix("when: ").unwrap_or(about);
            format!("Reports differ on when “{what}” — {sides}{fits}.")
        }
        _ => format!("Reports differ on {about} — {sides}{fits}."),
    }
}

/// Those disagreements that come first in a brief: a contradiction before a number, a number before a day, words last; of two about the weekday of one
/// day only one.
pub(super) fn gravest(all: &[Disagreement]) -> Vec<&Disagreement> {
    let rank = |k: ConflictKind| match k {
        ConflictKind::Polarity | ConflictKind::Meaning => 0,
        ConflictKind::Number | ConflictKind::Status => 1,
        ConflictKind::Date | ConflictKind::Place => 2,
        ConflictKind::Weekday | ConflictKind::Duration => 3,
        _ => 4,
    };
    let spread = |d: &Disagreement| -> usize {
        d.sides.iter().flat_map(|s| &s.evidence).map(|e| e.report).collect::<BTreeSet<_>>().len()
    };
    let mut out: Vec<&Disagreement> =
        all.iter().filter(|d| d.severity == crate::Severity::Material && d.kind != ConflictKind::Attribution).collect();
    out.sort_by_key(|d| (rank(d.kind), std::cmp::Reverse(spread(d))));
    // A weekday that is wrong by the calendar is also another than the sisters': both rest on one passage.
    let mut told: BTreeSet<Evidence> = BTreeSet::new();
    out.retain(|d| {
        let passages = || d.sides.iter().flat_map(|s| s.evidence.iter().copied());
        let known = d.kind == ConflictKind::Weekday && passages().any(|e| told.contains(&e));
        if d.kind == ConflictKind::Weekday {
            told.extend(passages());
        }
        !known
    });
    out
}

/// How exactly a number is given, before it.
fn hedge(hedge: Hedge) -> &'static str {
    match hedge {
        Hedge::Exact => "",
        Hedge::About => "about ",
        Hedge::Nearly => "nearly ",
        Hedge::MoreThan => "more than ",
        Hedge::LessThan => "less than ",
        Hedge::AtLeast => "at least ",
        Hedge::AtMost => "at most ",
    }
}

/// Dependencies with a share, as one line.
pub(super) fn dependence(view: &View<'_>, all: &[Dependency], most: usize) -> Option<BriefLine> {
    let name = |a: ActorIx| view.actors.get(a.at()).map_or("", |a| a.name.as_str());
    let told: Vec<&Dependency> = all.iter().filter(|d| d.share.is_some()).take(most).collect();
    let parts: Vec<String> = told
        .iter()
        .map(|d| {
            let share = d.share.map_or(String::new(), |s| format!("{}{:.0} %", hedge(d.hedge), s * 100.0));
            format!("{} depends on {} for {share} of {}", name(d.dependent), name(d.on), d.what)
        })
        .collect();
    (!parts.is_empty()).then(|| {
        let text = format!("{}.", parts.join("; "));
        super::line(view, text, told.iter().flat_map(|d| d.evidence.iter().copied()))
    })
}

/// What an expectation came to.
pub(super) fn outcome(view: &View<'_>, x: &Expectation) -> BriefLine {
    let word = if x.outcome == Outcome::Confirmed { "came true" } else { "did not come true as announced" };
    let text =
        format!("Announced beforehand and {word}: “{}”.", x.expected.trim_matches(['.', ',', ' ', '“', '”', '"']));
    super::line(view, text, x.evidence.iter().chain(&x.outcome_evidence).copied())
}

/// The words that most reports quote of those who are named most.
pub(super) fn said(view: &View<'_>, all: &[Said], most: usize) -> Vec<BriefLine> {
    let mut groups: BTreeMap<(Option<GroupIx>, usize), Vec<&Said>> = BTreeMap::new();
    for (n, s) in all.iter().enumerate() {
        groups.entry((s.group, if s.group.is_some() { 0 } else { n + 1 })).or_default().push(s);
    }
    // How often somebody is named: whose words carry a story.
    let weight = |a: ActorIx| view.actors.get(a.at()).map_or(0.0, |a| (1.0 + a.mentions.len() as f32).ln());
    let mut ranked: Vec<(f32, ActorIx, &Said, Vec<Evidence>)> = groups
        .values()
        .filter_map(|group| {
            let fits = |s: &&&Said| {
                let words = view.words(s.content).split_whitespace().count();
                s.direct && (SAYS..=QUOTED).contains(&words)
            };
            let lead = group.iter().find(fits)?;
            let speaker = group.iter().find_map(|s| s.speaker)?;
            let evidence: Vec<Evidence> = group.iter().map(|s| s.content).collect();
            let reports = evidence.iter().map(|e| e.report).collect::<BTreeSet<_>>().len();
            Some((reports as f32 * weight(speaker), speaker, *lead, evidence))
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut out = Vec::new();
    let mut heard: BTreeSet<ActorIx> = BTreeSet::new();
    for (_, speaker, lead, evidence) in ranked {
        if out.len() == most {
            break;
        }
        let Some(actor) = view.actors.get(speaker.at()).filter(|_| heard.insert(speaker)) else { continue };
        let words = view.words(lead.content).split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.trim_matches(['“', '”', '"', ',', ' ']);
        out.push(super::line(view, format!("{}: “{words}”", actor.name), evidence.into_iter()));
    }
    out
}

/// How many origins the story has, and which reports go back to which.
pub(super) fn family(view: &View<'_>) -> Option<BriefLine> {
    let all: BTreeSet<ReportIx> = view.members.iter().copied().collect();
    if all.len() < 2 {
        return None;
    }
    let mut origins = origins::count(view.lineage, view.reports, &all, &BTreeSet::new());
    // What compiles others may also have a source that is not at hand.
    origins.max = origins.max.max(origins.lineages.len() as u32);
    let number = origins::origin_count(origins.min, origins.max);
    let text = format!("{} reports, {number}: {}.", all.len(), origins.why);
    let evidence = view.lineage.edges.iter().flat_map(|e| e.evidence.iter().copied());
    Some(BriefLine { story: view.story, text, events: Vec::new(), origins, evidence: crate::events::unique(evidence) })
}
