//! Times of one report, resolved against its day, what was narrated before, or the day of the statement in which they stand.

use dateline_lang::Document;
use dateline_lang::time::{
    Anchor, Resolved, TimeExpr, TimeMention, TimeUnit, beside_clock, counted_from, resolve, resolve_counted,
};
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
        } else if base.is_none()
            && let Some(then) = told_beside(doc, n, &values)
        {
            values.push(Some(then));
            continue;
        }
        let beside = beside_clock(&doc.times, n).and_then(|k| doc.times.get(k));
        let told = beside.and_then(|t| resolve(&t.expr, t.tense, &anchor)).and_then(|r| r.named.single_day());
        if let Some(told) = told {
            anchor = Anchor { day: told, narrated: Some(Interval::day(told)) };
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

/// "broke off relations on 3 January, a day after it expelled the envoys": where only the deed before has a day, that of the other is counted from it.
fn told_beside(doc: &Document, n: usize, values: &[Option<Resolved>]) -> Option<Resolved> {
    let time = &doc.times[n];
    let TimeExpr::Relative { unit, count, to: Some(_) } = time.expr else { return None };
    let before = n.checked_sub(1)?;
    doc.times.get(before).filter(|t| time.tokens.start.saturating_sub(t.tokens.end) <= 1)?;
    let day = values.get(before)?.as_ref()?.named.single_day()?;
    let count = count.checked_neg()?;
    resolve(
        &TimeExpr::Relative { unit, count, to: None },
        time.tense,
        &Anchor { day, narrated: Some(Interval::day(day)) },
    )
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
