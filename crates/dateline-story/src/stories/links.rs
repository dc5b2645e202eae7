//! Why reports tell one story, and why a story stands beside another: in words, with the passages.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::Document;
use dateline_lang::mention::MentionForm;
use dateline_lang::token::Upos;
use dateline_report::{Evidence, Interval, Precision, Report, ReportIx};
use jiff::civil::Date;

use super::Signature;
use super::likeness::{Days, WHOLE, days, elsewhere, likeness};
use super::signature::{number, words};
use crate::analysis::{Episode, Published, StoryLink};
use crate::digest::plain_letters;

/// Names, and words, that a reason gives at most.
const SHOWN: usize = 4;
/// Sentences whose deeds are what a report is about.
const ABOUT: usize = 6;

/// What is read to explain.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'a> {
    pub(crate) reports: &'a [Report],
    pub(crate) docs: &'a [Document],
    pub(crate) signatures: &'a BTreeMap<ReportIx, Signature>,
}

/// For each report of a story but one, the report of it that it is most like, with the reasons: a tree.
pub(crate) fn explain(story: &[ReportIx], texts: Texts<'_>) -> Vec<StoryLink> {
    let mut out = Vec::new();
    let Some((first, rest)) = story.split_first() else { return out };
    let like = |a: &ReportIx, b: &ReportIx| match (texts.signatures.get(a), texts.signatures.get(b)) {
        (Some(x), Some(y)) => likeness(x, y),
        _ => 0,
    };
    // The strongest tree that spans the story (Prim); ties go to the report that stands first.
    let mut open: Vec<(ReportIx, u32, ReportIx)> = rest.iter().map(|m| (*m, like(first, m), *first)).collect();
    while let Some(at) = (0..open.len()).max_by_key(|n| (open[*n].1, std::cmp::Reverse(open[*n].0))) {
        let (to, likeness, from) = open.remove(at);
        for o in &mut open {
            let l = like(&to, &o.0);
            if l > o.1 {
                (o.1, o.2) = (l, to);
            }
        }
        let (why, evidence) = reasons(from, to, texts);
        out.push(StoryLink { reports: [from, to], likeness: (likeness / (WHOLE / 1000)) as u16, why, evidence });
    }
    out
}

/// What two stories of one thread have in common, by their two reports that are most alike, and what their days say.
pub(crate) fn related(a: &[ReportIx], b: &[ReportIx], texts: Texts<'_>) -> StoryLink {
    let mut best: Option<(u32, ReportIx, ReportIx)> = None;
    for x in a {
        for y in b {
            let l = likeness(&texts.signatures[x], &texts.signatures[y]);
            if best.is_none_or(|o| l > o.0) {
                best = Some((l, *x, *y));
            }
        }
    }
    let (l, x, y) = best.unwrap_or((0, ReportIx(0), ReportIx(0)));
    let (why, evidence) = reasons(x, y, texts);
    StoryLink { reports: [x, y], likeness: (l / (WHOLE / 1000)) as u16, why, evidence }
}

/// Why two reports are alike: one line, and the sentence of each that says most of what both say.
fn reasons(a: ReportIx, b: ReportIx, texts: Texts<'_>) -> (String, Vec<Evidence>) {
    let (ra, rb) = (&texts.reports[a.0 as usize], &texts.reports[b.0 as usize]);
    let (da, db) = (&texts.docs[a.0 as usize], &texts.docs[b.0 as usize]);
    let (sa, sb) = (&texts.signatures[&a], &texts.signatures[&b]);
    // Shared words and what they add.
    let shared: BTreeMap<u32, u32> = sa
        .terms
        .iter()
        .enumerate()
        .filter_map(|(n, t)| {
            let m = sb.terms.binary_search(t).ok()?;
            Some((*t, (sa.weight(n) * sb.weight(m)) >> 10))
        })
        .collect();
    let mut parts = Vec::new();
    if let Some(deed) = same_deed(ra, da, rb, db) {
        parts.push(deed);
    }
    let day = same_day(ra, da, db);
    match (days(sa, sb), day) {
        (Days::Same, Some(day)) => parts.push(format!("the same day ({day})")),
        (Days::Apart, _) => parts.push("their days lie apart".into()),
        (Days::Later, _) => parts.push("written weeks apart".into()),
        (Days::FarApart, _) => parts.push("written months apart".into()),
        _ => {}
    }
    if elsewhere(sa, sb) {
        parts.push("each opens in a state that the other does not name".into());
    }
    let (names, common) = shown(ra, da, &shared);
    if !names.is_empty() {
        parts.push(format!("both name {}", names.join(", ")));
    }
    if !common.is_empty() {
        parts.push(format!("rare words of both: {}", common.join(", ")));
    }
    let weightiest = |ix: ReportIx, report: &Report, doc: &Document| {
        let mut weights: BTreeMap<usize, BTreeMap<u32, u32>> = BTreeMap::new();
        for (letters, _, sentence, _) in words(report, doc) {
            let term = number(&letters);
            if let Some(w) = shared.get(&term) {
                weights.entry(sentence).or_default().insert(term, *w);
            }
        }
        let best = weights.iter().max_by_key(|(n, w)| (w.values().sum::<u32>(), std::cmp::Reverse(**n)))?;
        Some(Evidence { report: ix, span: doc.sentences[*best.0].span })
    };
    let evidence = [weightiest(a, ra, da), weightiest(b, rb, db)].into_iter().flatten().collect();
    if parts.is_empty() {
        parts.push("nothing in particular".into());
    }
    (parts.join("; "), evidence)
}

/// Runs of shared names, and shared words, as the report prints them; those that add most first.
fn shown(report: &Report, doc: &Document, shared: &BTreeMap<u32, u32>) -> (Vec<String>, Vec<String>) {
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    let mut common: BTreeMap<String, u32> = BTreeMap::new();
    let mut run: Option<(String, u32, usize)> = None;
    let mut close = |run: &mut Option<(String, u32, usize)>| {
        if let Some((text, weight, _)) = run.take() {
            names.insert(text, weight);
        }
    };
    for (letters, name, _, token) in words(report, doc) {
        let Some(weight) = shared.get(&number(&letters)) else { continue };
        if !name {
            common.insert(letters.trim_start_matches('#').to_string(), *weight);
            continue;
        }
        let form = report.slice(doc.tokens[token].span);
        match &mut run {
            Some((text, sum, last)) if *last + 1 == token => {
                text.push(' ');
                text.push_str(form);
                *sum += weight;
                *last = token;
            }
            _ => {
                close(&mut run);
                run = Some((form.to_string(), *weight, token));
            }
        }
    }
    close(&mut run);
    let best = |all: BTreeMap<String, u32>| {
        let mut all: Vec<(String, u32)> = all.into_iter().filter(|x| x.1 > 0).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut out: Vec<String> = Vec::new();
        for (text, _) in all {
            // "Brandt" says no more where "Ada Brandt" stands.
            let part = |o: &String| o.split(' ').any(|w| text.split(' ').any(|t| t == w));
            if out.len() < SHOWN && !out.iter().any(part) {
                out.push(text);
            }
        }
        out
    };
    (best(names), best(common))
}

/// A day that both print, in the words of the first.
fn same_day(report: &Report, a: &Document, b: &Document) -> Option<String> {
    let day = |expr: &dateline_lang::time::TimeExpr| {
        let mut days = Vec::new();
        super::signature::printed_days(expr, &mut days);
        days
    };
    let theirs: Vec<u16> = b.times.iter().flat_map(|t| day(&t.expr)).collect();
    let near =
        |t: &&dateline_lang::time::TimeMention| day(&t.expr).iter().any(|d| theirs.iter().any(|e| d.abs_diff(*e) <= 3));
    a.times.iter().find(near).map(|t| report.slice(t.span).to_string())
}

/// A deed that both tell near their beginning with a participant in common: "the same meeting of Lee and Xi".
fn same_deed(ra: &Report, da: &Document, rb: &Report, db: &Document) -> Option<String> {
    let deeds = |report: &Report, doc: &Document| -> BTreeMap<String, BTreeMap<String, String>> {
        let end = doc.sentences.iter().take(ABOUT).next_back().map_or(0, |s| s.span.end);
        let mut out: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for event in doc.events.iter().filter(|e| e.span.start < end && !e.negated) {
            let slot = out.entry(event.frame.to_string()).or_default();
            for m in event.source.iter().chain(&event.target).chain(event.place.iter()) {
                // What a pronoun or a description stands for, where that is settled.
                let mut at = m.0 as usize;
                for _ in 0..4 {
                    match doc.mentions.get(at) {
                        Some(m) if m.form != MentionForm::Name => match m.settled() {
                            Some(next) => at = next.0 as usize,
                            None => break,
                        },
                        _ => break,
                    }
                }
                let Some(m) = doc.mentions.get(at).filter(|m| m.form == MentionForm::Name) else { continue };
                let head = doc.tokens.get(m.head.0 as usize).filter(|t| t.upos == Upos::Propn);
                let head = head.map_or_else(|| report.slice(m.span), |t| report.slice(t.span));
                let key = m.state.as_ref().map_or_else(|| plain_letters(head), ToString::to_string);
                slot.insert(key, report.slice(m.span).split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
        out
    };
    let (mine, theirs) = (deeds(ra, da), deeds(rb, db));
    let mut best: Option<(usize, String, BTreeSet<&String>)> = None;
    for (frame, who) in &mine {
        let Some(others) = theirs.get(frame) else { continue };
        let both: BTreeSet<&String> = who.iter().filter(|(k, _)| others.contains_key(*k)).map(|(_, t)| t).collect();
        if !both.is_empty() && best.as_ref().is_none_or(|o| both.len() > o.0) {
            best = Some((both.len(), frame.replace('-', " "), both));
        }
    }
    let (_, frame, both) = best?;
    let names: Vec<&str> = both.into_iter().take(SHOWN).map(String::as_str).collect();
    Some(format!("the same deed ({frame}) with {}", names.join(" and ")))
}

/// Cuts a story where a day or more passes without a report. Reports without a day go to the first episode.
pub(crate) fn episodes(story: &[ReportIx], published: &[Option<Published>]) -> Vec<Episode> {
    let day = |r: &ReportIx| published.get(r.0 as usize).and_then(Option::as_ref).map(|p| p.best);
    let mut order: Vec<(Option<Date>, ReportIx)> = story.iter().map(|r| (day(r), *r)).collect();
    order.sort();
    let mut out: Vec<(Option<Date>, Episode)> = Vec::new();
    for (day, report) in order {
        match out.last_mut() {
            Some((last, episode))
                if last.is_none() || day.is_none_or(|d| last.is_some_and(|l| (d - l).get_days() <= 1)) =>
            {
                *last = day.or(*last);
                episode.reports.push(report);
                let from = episode.interval.from.or(day);
                episode.interval = Interval::new(from, *last, Precision::Day);
            }
            _ => {
                let episode = Episode { interval: Interval::new(day, day, Precision::Day), reports: vec![report] };
                out.push((day, episode));
            }
        }
    }
    for (_, episode) in &mut out {
        episode.reports.sort_unstable();
    }
    out.into_iter().map(|e| e.1).collect()
}
