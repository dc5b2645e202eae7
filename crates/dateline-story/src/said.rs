//! Statements of a story, and which of them are one utterance.

use std::collections::BTreeMap;

use dateline_lang::mention::{MentionForm, MentionIx};
use dateline_lang::statement::Statement;
use dateline_report::{Evidence, ReportIx};
use rapidfuzz::fuzz;

use crate::digest::{Bag, Vocabulary, terms_of};
use crate::view::View;
use crate::{ActorIx, GroupIx, Said};

/// Content two statements of one speaker share when they are one utterance in other words.
const SAME_WORDS: f32 = 0.5;

/// Content that two quotations share when they are one in two translations, if the sentences before them say the same as well.
const SAME_QUOTE: f32 = 0.3;
/// Content that two quotations at the same place of a report and of its parent share at least, and what they, their sentences and the sentences before
/// share together.
const LEAST_WORDS: f32 = 0.15;
const IN_PLACE: f32 = 0.4;
/// What the sentences before them share then.
const SAME_PLACE: f32 = 0.4;

/// One statement with what comparing needs.
pub(crate) struct Utterance<'a> {
    pub(crate) report: ReportIx,
    pub(crate) statement: &'a Statement,
    pub(crate) speaker: Option<ActorIx>,
    pub(crate) bag: Bag,
    /// Number of the utterance over the whole story.
    pub(crate) group: usize,
}

/// Statements of the story's reports, grouped. `next_group` is the first free group number.
pub(crate) fn collect<'a>(view: &View<'a>) -> Vec<Utterance<'a>> {
    let mut vocabulary = Vocabulary::default();
    let mut all: Vec<Utterance<'a>> = Vec::new();
    for report in &view.members {
        let doc = view.doc(*report);
        for statement in &doc.statements {
            let from = doc.tokens.partition_point(|k| k.span.start < statement.content.start);
            let to = doc.tokens.partition_point(|k| k.span.end <= statement.content.end).max(from);
            let named = names_at(view, *report);
            let terms =
                terms_of(view.report(*report), doc, dateline_report::Span::from_usize(from, to), view.terms, &|b| {
                    named.get(&b).copied()
                });
            all.push(Utterance {
                report: *report,
                statement,
                speaker: statement.speaker.and_then(|m| speaker(view, *report, m)),
                bag: Bag::new(terms.into_iter().map(|(t, w)| (vocabulary.id(&t), w)).collect()),
                group: all.len(),
            });
        }
    }
    join(view, &mut all);
    settle_speakers(view, &mut all);
    all
}

/// First bytes of named mentions and who they are.
pub(crate) fn names_at(view: &View<'_>, report: ReportIx) -> BTreeMap<u32, ActorIx> {
    let doc = view.doc(report);
    let mut out = BTreeMap::new();
    for (n, m) in doc.mentions.iter().enumerate().filter(|(_, m)| m.form == MentionForm::Name) {
        if let Some(actor) = view.actor(report, MentionIx(n as u32)) {
            for token in m.tokens.range() {
                if let Some(t) = doc.tokens.get(token) {
                    out.insert(t.span.start, actor);
                }
            }
        }
    }
    out
}

/// Who speaks; an unresolved pronoun is nobody.
fn speaker(view: &View<'_>, report: ReportIx, mention: MentionIx) -> Option<ActorIx> {
    let m = view.doc(report).mentions.get(mention.at())?;
    if m.form == MentionForm::Pronoun && m.settled().is_none() {
        return None;
    }
    view.actor(report, mention)
}

fn join(view: &View<'_>, all: &mut [Utterance<'_>]) {
    let mut links: Vec<(usize, usize)> = Vec::new();
    // Within a report: a clause of speech and the first quoted stretch in it. Further stretches of one utterance are different words and find their own
    // counterparts.
    for (n, u) in all.iter().enumerate().filter(|(_, u)| !u.statement.direct) {
        let inside = all.iter().position(|d| {
            d.statement.direct
                && d.report == u.report
                && d.statement.utterance == u.statement.utterance
                && u.statement.content.contains(d.statement.content)
        });
        links.extend(inside.map(|d| (n, d)));
    }
    // Across reports: one speaker (or one of them unknown), direct speech with direct, indirect with indirect or direct.
    let mut by_term: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (n, u) in all.iter().enumerate() {
        for (t, _) in &u.bag.terms {
            by_term.entry(*t).or_default().push(n);
        }
    }
    let mut tried = std::collections::BTreeSet::new();
    for list in by_term.values().filter(|l| l.len() <= 400) {
        for (k, a) in list.iter().enumerate() {
            for b in &list[k + 1..] {
                if all[*a].report != all[*b].report && tried.insert((*a, *b)) && same(view, &all[*a], &all[*b]) {
                    links.push((*a, *b));
                }
            }
        }
    }
    links.extend(in_place(view, all));
    for (a, b) in links {
        let (ga, gb) = (all[a].group, all[b].group);
        if ga != gb {
            let (keep, gone) = (ga.min(gb), ga.max(gb));
            for u in all.iter_mut().filter(|u| u.group == gone) {
                u.group = keep;
            }
        }
    }
}

/// Are two statements of different reports one utterance?
fn same(view: &View<'_>, a: &Utterance<'_>, b: &Utterance<'_>) -> bool {
    if a.statement.direct != b.statement.direct {
        return false;
    }
    let dice = a.bag.dice(&b.bag);
    let speakers = match (a.speaker, b.speaker) {
        (Some(x), Some(y)) if x != y => return false,
        (Some(_), Some(_)) => true,
        _ => false,
    };
    let (ta, tb) = (
        view.report(a.report).slice(a.statement.content).to_lowercase(),
        view.report(b.report).slice(b.statement.content).to_lowercase(),
    );
    let letters = fuzz::ratio(ta.chars(), tb.chars()) as f32;
    if a.statement.direct {
        let words = ta.split_whitespace().count().min(tb.split_whitespace().count());
        // Single quoted words recur by chance; whole sentences do not.
        if words < 3 {
            return speakers && dice > 0.8;
        }
        let near = if speakers { dice > 0.4 || letters > 0.7 } else { dice > 0.6 || letters > 0.8 };
        // Translated twice, a quotation keeps fewer of its words, but it stands behind the same sentence.
        return near || (dice > SAME_QUOTE && before(view, a, b) > SAME_PLACE);
    }
    let aligned = match (view.passage(a.report, a.statement.content), view.passage(b.report, b.statement.content)) {
        (Some(x), Some(y)) => view.align.score(x, y),
        _ => 0.0,
    };
    speakers && dice > SAME_WORDS && (aligned > 0.3 || dice > 0.65)
}

/// Quotations of a report and of the one that it descends from, paired in order (Needleman and Wunsch 1970): what a translation keeps of a quotation is
/// its place.
fn in_place(view: &View<'_>, all: &[Utterance<'_>]) -> Vec<(usize, usize)> {
    let quoted = |r: ReportIx| -> Vec<usize> {
        let long = |u: &Utterance<'_>| view.report(u.report).slice(u.statement.content).split_whitespace().count() >= 4;
        let mut found: Vec<usize> =
            (0..all.len()).filter(|n| all[*n].report == r && all[*n].statement.direct && long(&all[*n])).collect();
        found.sort_by_key(|n| all[*n].statement.content.start);
        found
    };
    let mut out = Vec::new();
    for edge in view.lineage.edges.iter().filter(|e| e.kind != crate::Derivation::Aggregation) {
        let crate::Parent::Report(parent) = edge.from else { continue };
        let (a, b) = (quoted(parent), quoted(edge.to));
        let like = |x: usize, y: usize| {
            let (u, v) = (&all[x], &all[y]);
            let own = match (view.passage(u.report, u.statement.content), view.passage(v.report, v.statement.content)) {
                (Some(p), Some(q)) => view.align.score(p, q),
                _ => 0.0,
            };
            let words = u.bag.dice(&v.bag);
            let score = words + 0.5 * own + 0.5 * before(view, u, v);
            if words >= LEAST_WORDS && score >= IN_PLACE { score } else { 0.0 }
        };
        let mut best = vec![vec![0.0f32; b.len() + 1]; a.len() + 1];
        for i in 0..a.len() {
            for j in 0..b.len() {
                let paired = match like(a[i], b[j]) {
                    0.0 => 0.0,
                    score => best[i][j] + score,
                };
                best[i + 1][j + 1] = paired.max(best[i][j + 1]).max(best[i + 1][j]);
            }
        }
        let (mut i, mut j) = (a.len(), b.len());
        while i > 0 && j > 0 {
            if best[i][j] == best[i - 1][j] {
                i -= 1;
            } else if best[i][j] == best[i][j - 1] {
                j -= 1;
            } else {
                out.push((a[i - 1], b[j - 1]));
                (i, j) = (i - 1, j - 1);
            }
        }
    }
    out
}

/// One utterance has one speaker: who is only described in one report ("the economist") is the one whom another names.
fn settle_speakers(view: &View<'_>, all: &mut [Utterance<'_>]) {
    let named: std::collections::BTreeSet<ActorIx> = view
        .members
        .iter()
        .flat_map(|r| {
            let doc = view.doc(*r);
            doc.mentions
                .iter()
                .enumerate()
                .filter(|(_, m)| m.form == MentionForm::Name)
                .filter_map(|(n, _)| view.actor(*r, MentionIx(n as u32)))
        })
        .collect();
    let mut speakers: BTreeMap<usize, Vec<ActorIx>> = BTreeMap::new();
    for u in all.iter().filter(|u| u.statement.direct) {
        if let Some(who) = u.speaker.filter(|s| named.contains(s)) {
            let slot = speakers.entry(u.group).or_default();
            if !slot.contains(&who) {
                slot.push(who);
            }
        }
    }
    for u in all.iter_mut() {
        if let Some([one]) = speakers.get(&u.group).map(Vec::as_slice)
            && u.speaker.is_none_or(|s| !named.contains(&s))
        {
            u.speaker = Some(*one);
        }
    }
}

/// How much the sentences before two statements have in common.
fn before(view: &View<'_>, a: &Utterance<'_>, b: &Utterance<'_>) -> f32 {
    let previous = |u: &Utterance<'_>| {
        let at = view.passage(u.report, u.statement.content)?.checked_sub(1)?;
        view.align.passages.get(at as usize).filter(|p| p.report == u.report).map(|_| at)
    };
    match (previous(a), previous(b)) {
        (Some(x), Some(y)) => view.align.score(x, y),
        _ => 0.0,
    }
}

/// As conclusions; groups with one member get no number.
pub(crate) fn conclude(view: &View<'_>, all: &[Utterance<'_>], first_group: u32) -> Vec<Said> {
    let mut size: BTreeMap<usize, u32> = BTreeMap::new();
    for u in all {
        *size.entry(u.group).or_default() += 1;
    }
    let numbers: BTreeMap<usize, u32> =
        size.iter().filter(|(_, n)| **n > 1).enumerate().map(|(k, (g, _))| (*g, first_group + k as u32)).collect();
    all.iter()
        .map(|u| {
            let report = view.report(u.report);
            let evidence = |span| Evidence { report: u.report, span };
            let speaker_text = u.statement.speaker_span.map(|s| report.slice(s).to_string());
            Said {
                story: view.story,
                speaker: u.speaker,
                speaker_text,
                channel: u.statement.channel.iter().map(|c| report.slice(*c).to_string()).collect(),
                direct: u.statement.direct,
                group: numbers.get(&u.group).map(|n| GroupIx(*n)),
                content: evidence(u.statement.content),
                cue: u.statement.cue.map(evidence),
            }
        })
        .collect()
}
