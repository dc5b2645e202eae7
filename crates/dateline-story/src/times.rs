//! Times of one report, resolved against its day, what was narrated before, or the day of the statement in which they stand.

use dateline_lang::Document;
use dateline_lang::time::{Anchor, Resolved, TimeExpr, TimeMention, TimeUnit, counted_from, resolve, resolve_counted};
use dateline_report::{Interval, Precision};
use jiff::civil::Date;

/// The value of each time expression of a document, in its order; `None` where nothing can be said.
pub(crate) fn resolve_document(doc: &Document, day: Option<Date>) -> Vec<Option<Resolved>> {
    let Some(day) = day else {
        // Without a day of its own only what is printed in full has a value.
        let far = Anchor { day: jiff::civil::date(1, 1, 1), narrated: None };
        return doc.times.iter().map(|t| resolve(&t.expr, t.tense, &far).filter(|r| r.anchor.is_none())).collect();
    };
    let mut values: Vec<Option<Resolved>> = Vec::with_capacity(doc.times.len());
    let mut narrated: Option<Interval> = None;
    for (n, time) in doc.times.iter().enumerate() {
        let mut anchor = Anchor { day, narrated };
        if let Some(then) = statement_day(doc, n, day) {
            anchor.day = then;
        }
        let base = counted_from(&doc.times, n)
            .map(|base| &doc.times[base])
            .and_then(|base| resolve(&base.expr, base.tense, &anchor))
            .map(|r| r.named);
        if base.is_none()
            && let TimeExpr::Relative { to: Some(of), .. } = &time.expr
            && let Some(interval) = time_of_predicate(doc, *of, &values)
        {
            anchor.narrated = Some(interval);
        }
        let value = match base {
            Some(base) => resolve_counted(time, &base, &anchor),
            None => resolve(&time.expr, time.tense, &anchor),
        };
        if let Some(v) = &value
            && v.named.from.is_some()
            && matches!(v.named.precision, Precision::Day | Precision::Week | Precision::Month)
            && !matches!(time.expr, TimeExpr::Duration { .. } | TimeExpr::Clock { .. })
        {
            narrated = Some(v.named);
        }
        values.push(value);
    }
    values
}

/// The time of what happened at `of`: of the time expression that modifies it, or of one in its clause.
fn time_of_predicate(doc: &Document, of: dateline_lang::TokenIx, values: &[Option<Resolved>]) -> Option<Interval> {
    let by_time = doc.times.iter().zip(values).find(|(t, _)| t.of == Some(of)).and_then(|(_, v)| v.as_ref());
    let by_event = doc.events.iter().find(|e| e.predicate == of).and_then(|e| values.get(e.time? as usize)?.as_ref());
    by_time.or(by_event).map(|v| v.interval).filter(|i| i.from.is_some())
}

/// Calendar units in a statement that was made earlier count from the day of the statement: "he said last month that it will open next year".
fn statement_day(doc: &Document, n: usize, day: Date) -> Option<Date> {
    let time = &doc.times[n];
    if !matches!(
        time.expr,
        TimeExpr::Offset { unit: TimeUnit::Month | TimeUnit::Year | TimeUnit::Quarter, calendar: true, .. }
    ) {
        return None;
    }
    let said = doc.statements.iter().find(|s| s.content.contains(time.span))?;
    let sentence = doc.sentences.iter().find(|s| s.span.contains(time.span))?.span;
    let in_cue = |t: &&TimeMention| sentence.contains(t.span) && !said.content.contains(t.span);
    let cue = doc.times.iter().find(in_cue)?;
    resolve(&cue.expr, cue.tense, &Anchor { day, narrated: None })?.interval.to
}
