//! How a count of dead rose from report to report: different times of counting, and no disagreement.

use std::collections::BTreeMap;

use dateline_lang::quantity::{NumberKind, Quantity};
use dateline_lang::token::Rel;
use dateline_lang::{Document, TokenIx};
use dateline_report::{Evidence, ReportIx};
use jiff::civil::Date;

use super::BriefWords;
use crate::disagreements::{show_day, show_number};
use crate::view::View;
use crate::{BriefLine, origins};

/// A rise that is worth a line, as a multiple of the first count.
const RISE: f64 = 1.3;
/// Fewest counts that make a series.
const FEWEST: f64 = 10.0;

/// The highest count of each report, by day, from the first to the last; nothing where the last is not higher by a good part.
pub(super) fn rising(view: &View<'_>, words: &BriefWords) -> Option<BriefLine> {
    // For each day the highest count, and who has it first.
    let mut by_day: BTreeMap<Date, (f64, ReportIx, Evidence)> = BTreeMap::new();
    for report in &view.members {
        let Some(day) = view.published.get(report).and_then(|p| p.interval.to) else { continue };
        let doc = view.doc(*report);
        let counts = doc.quantities.iter().filter(|q| counts_dead(doc, q, words));
        let Some(most) = counts.max_by(|a, b| a.value.total_cmp(&b.value)) else { continue };
        let told = (most.value, *report, Evidence { report: *report, span: most.span });
        by_day
            .entry(day)
            .and_modify(|known| {
                if told.0 > known.0 {
                    *known = told
                }
            })
            .or_insert(told);
    }
    let (first, last) = (by_day.first_key_value()?, by_day.last_key_value()?);
    let (from, to) = (first.1.0, last.1.0);
    if from < FEWEST || to < from * RISE || by_day.values().any(|(v, _, _)| *v < from || *v > to) {
        return None;
    }
    let told = |(day, (value, report, _)): (&Date, &(f64, ReportIx, Evidence))| {
        format!("{} ({}, {})", show_number(*value), origins::name(view.reports, *report), show_day(*day))
    };
    let text = format!("The count of the dead rose from {} to {}.", told(first), told(last));
    Some(super::line(view, text, by_day.values().map(|v| v.2)))
}

/// Does a plain number count the dead? Its noun says so, or a word above it, or the subject of one.
fn counts_dead(doc: &Document, q: &Quantity, words: &BriefWords) -> bool {
    if !matches!(q.kind, NumberKind::Count) {
        return false;
    }
    let is = |t: TokenIx| doc.tokens.get(t.at()).is_some_and(|t| words.toll.contains(&t.lemma));
    let subject = |of: TokenIx| {
        let mut below = doc.tokens.iter().enumerate().filter(|(_, t)| t.head == Some(of));
        below.any(|(n, t)| t.rel == Rel::Nsubj && is(TokenIx(n as u32)))
    };
    let mut at = q.counted.unwrap_or(TokenIx(q.tokens.start));
    for _ in 0..4 {
        if is(at) || subject(at) {
            return true;
        }
        // "1,541 dead and 9,733 injured": the second hangs on the first, and counts something else.
        match doc.tokens.get(at.at()).filter(|t| t.rel != Rel::Conj).and_then(|t| t.head) {
            Some(head) => at = head,
            None => return false,
        }
    }
    false
}
