//! Time expressions in a parsed report: [`find_times`].

use dateline_report::{Byte, Report, Span, Tok};

use super::build::{self, Built, Piece};
use super::expr::{Direction, Tense, TimeExpr, TimeMention, TimeUnit};
use super::pattern::Here;
use super::rules::{Make, TimeRules};
use super::tense;
use crate::document::FurnitureTime;
use crate::quantity::{Atom, AtomKind, atoms};
use crate::syntax::Syntax;
use crate::token::{Rel, TokenIx, Upos};

/// Finds the time expressions of a report, in text order. Of a range the whole comes first, then its two ends.
///
/// Works on the characters of each sentence; tags and tree only help with tense, governor and numbers that may be years.
#[must_use]
pub fn find_times(syntax: &Syntax, rules: &TimeRules) -> Vec<TimeMention> {
    let text = syntax.text();
    let quotes = quoted(text);
    let mut found = Vec::new();
    for sentence in syntax.sentences {
        let atoms = atoms(sentence.span.of(text), sentence.span.start);
        let here = rules.classes(&atoms);
        let all = pieces(rules, &atoms, &here, Some(syntax));
        let starts: Vec<usize> = all.iter().map(|p| p.start).collect();
        for piece in all {
            let (Some(first), Some(last)) = (atoms.get(piece.start), atoms.get(piece.end.saturating_sub(1))) else {
                continue;
            };
            let span = first.span.hull(last.span);
            let tokens = tokens_of(syntax, span);
            let tense =
                piece.tense.unwrap_or_else(|| tense::tense(rules, syntax, tokens, &atoms, piece.start, piece.end));
            let mut expr = ahead(rules, &atoms, piece.start, tense, piece.expr);
            let named_next = starts.contains(&(piece.end + 1)) || starts.contains(&(piece.end + 2));
            if let (TimeExpr::Duration { milli, unit }, true) = (&expr, named_next)
                && rules.member("FROMTIME", &atoms, piece.end).is_some()
                && milli % 1000 == 0
                && let Ok(count @ 1..) = i32::try_from(milli / 1000)
            {
                let to = atoms.get(piece.end + 1).and_then(|a| syntax.token_at(a.span.start));
                expr = TimeExpr::Relative { unit: *unit, count, to };
            }
            if let TimeExpr::Relative { to, .. } = &mut expr
                && piece.follows
            {
                // A time told there is found by its first word, a happening by what governs the preposition.
                let next = if named_next { atoms.get(piece.end + 1) } else { None };
                *to = next
                    .and_then(|a| syntax.token_at(a.span.start))
                    .or_else(|| atoms.get(piece.end).and_then(|after| target(syntax, after.span.start)));
            }
            found.push(TimeMention {
                span,
                tokens,
                expr,
                tense,
                of: tense::governor(syntax, tokens),
                quoted: quotes.iter().any(|q| q.contains(span)),
            });
        }
    }
    found
}

/// "in two weeks", "within two weeks" of what lies ahead count from the day of writing; of what is over they tell how long it took.
fn ahead(rules: &TimeRules, atoms: &[Atom], start: usize, tense: Tense, expr: TimeExpr) -> TimeExpr {
    let TimeExpr::Duration { milli, unit } = expr else { return expr };
    let before = start.checked_sub(1).and_then(|at| rules.member("AHEAD", atoms, at));
    match (tense, before, i32::try_from(milli / 1000)) {
        (Tense::Future, Some(word), Ok(count @ 1..)) if milli % 1000 == 0 => {
            if word.value == "within" {
                TimeExpr::Stretch { unit, count, past: false }
            } else {
                TimeExpr::Offset { unit, count, calendar: false, part: None, day_part: None }
            }
        }
        _ => expr,
    }
}

/// Dates in the lines of the page that may carry one: when it was published or updated, by its own words.
#[must_use]
pub fn furniture_times(report: &Report, rules: &TimeRules) -> Vec<FurnitureTime> {
    use dateline_report::FurnitureKind as Kind;
    let mut found = Vec::new();
    for (n, line) in report.furniture.iter().enumerate() {
        if !matches!(line.kind, Kind::Byline | Kind::Date | Kind::Masthead | Kind::Credit | Kind::Other) {
            continue;
        }
        found.extend(line_times(&line.text, rules).into_iter().map(|expr| FurnitureTime { furniture: n, expr }));
    }
    found
}

/// The days printed in a line of furniture, without clock times.
///
/// ```
/// let rules = dateline_lang::time::TimeRules::load(&dateline_data::DataSet::built_in()).unwrap();
/// assert_eq!(dateline_lang::time::line_times("Updated: 06.02.2023 - 21:40", &rules).len(), 1);
/// ```
#[must_use]
pub fn line_times(line: &str, rules: &TimeRules) -> Vec<TimeExpr> {
    let atoms = atoms(line, 0);
    let here = rules.classes(&atoms);
    let all = pieces(rules, &atoms, &here, None);
    let dated = |e: &TimeExpr| {
        matches!(e, TimeExpr::Date { month: Some(_), day: Some(_), .. } | TimeExpr::OtherCalendar { day: Some(_), .. })
    };
    let exact: Vec<TimeExpr> = all.iter().filter(|p| dated(&p.expr)).map(|p| p.expr.clone()).collect();
    if !exact.is_empty() {
        return exact;
    }
    all.into_iter()
        .map(|p| p.expr)
        .filter(|e| {
            matches!(
                e,
                TimeExpr::Date { month: Some(_), .. }
                    | TimeExpr::Weekday { .. }
                    | TimeExpr::Offset { unit: TimeUnit::Day, .. }
            )
        })
        .collect()
}

/// The tokens that share a byte with a span.
pub(crate) fn tokens_of(syntax: &Syntax, span: Span<Byte>) -> Span<Tok> {
    let a = syntax.tokens.partition_point(|t| t.span.end <= span.start);
    let b = syntax.tokens.partition_point(|t| t.span.start < span.end);
    Span::from_usize(a, b.max(a))
}

/// Stretches inside double quotation marks, line by line.
fn quoted(text: &str) -> Vec<Span<Byte>> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match c {
            '\u{201c}' | '\u{ab}' | '\u{201e}' => open = Some(at),
            '\u{201d}' | '\u{bb}' => {
                if let Some(start) = open.take() {
                    found.push(Span::from_usize(start, at));
                }
            }
            '"' => match open.take() {
                Some(start) => found.push(Span::from_usize(start, at)),
                None => open = Some(at),
            },
            '\n' => {
                if let Some(start) = open.take() {
                    found.push(Span::from_usize(start, at));
                }
            }
            _ => {}
        }
    }
    found
}

/// The happening named after "after" or "before": what governs the preposition or conjunction, by the tree.
fn target(syntax: &Syntax, byte: u32) -> Option<TokenIx> {
    let marker = syntax.token_at(byte)?;
    let head = syntax.head(marker)?;
    (matches!(syntax.rel(marker), Rel::Case | Rel::Mark) && head > marker).then_some(head)
}

/// All expressions of a sentence.
fn pieces(rules: &TimeRules, atoms: &[Atom], here: &[Here], syntax: Option<&Syntax>) -> Vec<Piece> {
    let mut chosen: Vec<Piece> = Vec::new();
    let mut outer: Vec<usize> = Vec::new();
    let mut taken = 0;
    for m in rules.matches(atoms, here) {
        if m.start < taken {
            continue;
        }
        let Some(rule) = rules.rules.get(m.rule) else {
            continue;
        };
        if rule.make == Make::Year && !year_fits(rules, atoms, m.end - 1, syntax) {
            continue;
        }
        if rule.make == Make::DayAlone && !day_fits(rules, atoms, m.end, syntax) {
            continue;
        }
        if rule.make == Make::YearRange && !year_fits(rules, atoms, m.start, syntax) {
            continue;
        }
        match build::build(rules, atoms, &m) {
            Built::Reject => {}
            Built::Consume => taken = m.end,
            Built::Times(mut list) => {
                taken = m.end;
                for piece in &mut list {
                    follow(atoms, piece);
                }
                outer.push(chosen.len());
                chosen.append(&mut list);
            }
        }
    }
    let (chosen, outer) = parts(atoms, chosen, &outer);
    let chosen = lasting(rules, atoms, chosen, &outer);
    join(rules, atoms, chosen, &outer)
}

/// "the 3rd" stands alone as a day where no noun follows of which it is the third.
fn day_fits(rules: &TimeRules, atoms: &[Atom], end: usize, syntax: Option<&Syntax>) -> bool {
    let Some(next) = atoms.get(end).filter(|a| a.kind != AtomKind::Mark) else {
        return atoms
            .get(end)
            .is_none_or(|a| !matches!(a.text.as_str(), "\u{201c}" | "\"" | "%") && (a.text != "-" || !a.glued));
    };
    let tag = syntax.and_then(|s| s.token(s.token_at(next.span.start)?)).map(|t| t.upos).filter(|t| *t != Upos::X);
    match tag {
        Some(tag) => !next.is_numeric() && !matches!(tag, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num),
        None => rules.member("AFTERDAY", atoms, end).is_some(),
    }
}

/// Puts "the first week" and "of March" together; what is part of no time that is told is no time.
fn parts(atoms: &[Atom], chosen: Vec<Piece>, outer: &[usize]) -> (Vec<Piece>, Vec<usize>) {
    let mut all: Vec<Piece> = Vec::new();
    let mut tops: Vec<usize> = Vec::new();
    let mut open: Option<Piece> = None;
    for (n, mut piece) in chosen.into_iter().enumerate() {
        let top = outer.contains(&n);
        if let Some(whole) = open.take_if(|_| top) {
            let glue = whole.end..piece.start;
            if glue.len() <= 2 && glue.clone().all(|at| atoms.get(at).is_some_and(|a| a.kind == AtomKind::Word)) {
                let of = Box::new(piece.expr);
                let expr = match whole.expr {
                    TimeExpr::NthIn { n, count, unit, .. } => TimeExpr::NthIn { n, count, unit, of },
                    TimeExpr::NthWeekday { n, day, .. } => TimeExpr::NthWeekday { n, day, of },
                    TimeExpr::UnitOf { unit, .. } => TimeExpr::UnitOf { unit, at: of },
                    TimeExpr::WeekendOf(_) => TimeExpr::WeekendOf(of),
                    other => other,
                };
                piece = Piece { start: whole.start, end: piece.end, expr, tense: piece.tense, follows: false };
            }
        }
        let near = TimeExpr::Vague(Direction::Near);
        let waits = match &piece.expr {
            TimeExpr::NthIn { of: e, .. }
            | TimeExpr::NthWeekday { of: e, .. }
            | TimeExpr::UnitOf { at: e, .. }
            | TimeExpr::WeekendOf(e) => **e == near,
            _ => false,
        };
        if waits {
            open = Some(piece);
        } else {
            if top {
                tops.push(all.len());
            }
            all.push(piece);
        }
    }
    (all, tops)
}

/// "three days starting on Monday": the length gets its first day.
fn lasting(rules: &TimeRules, atoms: &[Atom], mut chosen: Vec<Piece>, outer: &[usize]) -> Vec<Piece> {
    for pair in outer.windows(2) {
        let (Some(a), Some(b)) = (chosen.get(pair[0]), chosen.get(pair[1])) else { continue };
        let TimeExpr::Duration { milli, unit } = a.expr else { continue };
        let begins = (a.end..=a.end + 1)
            .find_map(|at| rules.member("BEGINS", atoms, at).filter(|m| at + m.len == b.start))
            .filter(|m| m.value == "x" || atoms.get(a.end).is_some_and(|c| c.text == ","));
        if begins.is_some()
            && unit >= TimeUnit::Day
            && milli % 1000 == 0
            && let Ok(count @ 1..) = i32::try_from(milli / 1000)
            && pair[1] == pair[0] + 1
            && bounded(&b.expr)
        {
            let expr = TimeExpr::Lasting { unit, count, at: Box::new(b.expr.clone()) };
            let tense = b.tense;
            if let Some(a) = chosen.get_mut(pair[0]) {
                (a.expr, a.tense) = (expr, tense);
            }
        }
    }
    chosen
}

/// "a day after the vote": the expression ends before "after" where something follows it that it is counted from.
fn follow(atoms: &[Atom], piece: &mut Piece) {
    if !piece.follows {
        return;
    }
    let next = atoms.get(piece.end);
    let ends = next
        .is_none_or(|a| matches!(a.kind, AtomKind::Mark) && !matches!(a.text.as_str(), "\u{201c}" | "\"" | "$" | "€"));
    if ends || piece.end - piece.start < 2 {
        piece.follows = false;
    } else {
        piece.end -= 1;
    }
}

fn bounded(expr: &TimeExpr) -> bool {
    matches!(
        expr,
        TimeExpr::Date { .. }
            | TimeExpr::Weekday { .. }
            | TimeExpr::WeekdayInWeek { .. }
            | TimeExpr::Season { .. }
            | TimeExpr::OtherCalendar { .. }
            | TimeExpr::DateIn { .. }
            | TimeExpr::Fiscal(_)
            | TimeExpr::Years(..)
            | TimeExpr::Offset { .. }
            | TimeExpr::NthIn { .. }
            | TimeExpr::NthWeekday { .. }
            | TimeExpr::Feast { .. }
    )
}

/// Joins "A to B" and "between A and B" to ranges, and makes bounds of what follows "since", "until", "by".
fn join(rules: &TimeRules, atoms: &[Atom], chosen: Vec<Piece>, outer: &[usize]) -> Vec<Piece> {
    let word = |n: usize| atoms.get(n).map_or("", |a| a.text.as_str());
    let mut out: Vec<Piece> = Vec::new();
    let mut wrapped: Vec<(usize, Piece)> = Vec::new();
    let mut in_range = vec![false; chosen.len()];
    // First ends whose year is told with the second.
    let mut told: Vec<(usize, TimeExpr)> = Vec::new();
    for pair in outer.windows(2) {
        let (Some(a), Some(b)) = (chosen.get(pair[0]), chosen.get(pair[1])) else {
            continue;
        };
        // "between May and now": one end is the day of writing.
        let now = |e: &TimeExpr| *e == TimeExpr::Vague(Direction::Near);
        let (now_a, now_b) = (now(&a.expr), now(&b.expr));
        if !(bounded(&a.expr) || now_a && bounded(&b.expr))
            || !(bounded(&b.expr) || now_b)
            || pair[1] != pair[0] + 1
            || in_range.get(pair[0]) == Some(&true)
        {
            continue;
        }
        let between: Vec<&str> = (a.end..b.start).map(word).collect();
        let before = a.start.checked_sub(1).map_or("", word);
        let alike = std::mem::discriminant(&a.expr) == std::mem::discriminant(&b.expr);
        let joined = match between.as_slice() {
            ["to" | "until" | "till" | "through"] | [",", "to" | "until" | "through"] => {
                alike || matches!(before, "from" | "between")
            }
            ["-" | "–" | "—"] => alike,
            ["and"] => before == "between",
            // "from March to date"
            [] => now_b && word(b.start) == "to",
            _ => false,
        };
        if joined {
            in_range[pair[0]] = true;
            in_range[pair[1]] = true;
            let today =
                || TimeExpr::Offset { unit: TimeUnit::Day, count: 0, calendar: true, part: None, day_part: None };
            let end = |e: &TimeExpr| Box::new(if now(e) { today() } else { e.clone() });
            let first = build::with_year_of(&a.expr, &b.expr);
            let expr = TimeExpr::Range(first.clone().map_or_else(|| end(&a.expr), Box::new), end(&b.expr));
            if let Some(first) = first {
                told.push((pair[0], first));
            }
            wrapped.push((pair[0], Piece { start: a.start, end: b.end, expr, tense: None, follows: false }));
        }
    }
    let mut wrapped = wrapped.into_iter().peekable();
    for (n, mut piece) in chosen.into_iter().enumerate() {
        if wrapped.peek().is_some_and(|(at, _)| *at == n)
            && let Some((_, range)) = wrapped.next()
        {
            out.push(range);
        }
        if let Some((_, expr)) = told.iter().find(|(at, _)| *at == n) {
            piece.expr = expr.clone();
        }
        let possessive = word(piece.end) == "'s";
        if outer.contains(&n) && !in_range[n] && bounded(&piece.expr) && !possessive {
            let bound =
                (1..=3).rev().filter_map(|len| piece.start.checked_sub(len).map(|s| (s, len))).find_map(|(s, len)| {
                    let member = rules.member("SINCE", atoms, s)?;
                    (member.len == len).then_some(member.value)
                });
            // "2018 or later"
            let bound = bound.or_else(|| rules.member("ONWARDS", atoms, piece.end).map(|m| m.value));
            if let Some(value) = bound {
                let (from, outside) = match value.as_str() {
                    "from" => (true, false),
                    "after" => (true, true),
                    "before" => (false, true),
                    _ => (false, false),
                };
                piece.expr = TimeExpr::Bound { at: Box::new(piece.expr), from, outside };
            }
        }
        out.push(piece);
    }
    out
}

/// May the four digits at `at` be a year? "in 2016", "the 2016 deployment", but not "2016 troops" or "Resolution 1701".
fn year_fits(rules: &TimeRules, atoms: &[Atom], at: usize, syntax: Option<&Syntax>) -> bool {
    let Some(atom) = atoms.get(at) else {
        return false;
    };
    let Some(year) = atom.plain() else {
        return false;
    };
    let previous = at.checked_sub(1).and_then(|n| atoms.get(n));
    let next = atoms.get(at + 1);
    let before = previous.map_or("", |a| a.text.as_str());
    let after = next.map_or("", |a| a.text.as_str());
    let back_to = |class: &str| {
        (1..=2)
            .any(|len| at.checked_sub(len).is_some_and(|s| rules.member(class, atoms, s).is_some_and(|m| m.len == len)))
    };
    if back_to("NOTYEARBEFORE") && !back_to("SINCE")
        || rules.member("NOTYEARAFTER", atoms, at + 1).is_some_and(|_| after != "of" || before != "in")
    {
        return false;
    }
    if previous.is_some_and(|p| {
        p.kind == AtomKind::Mark
            && atom.glued
            && !matches!(p.text.as_str(), "(" | "[" | "\u{201c}" | "\u{2018}" | "\"" | "–" | "—" | "-" | "/")
    }) {
        return false;
    }
    // "F-2016", "10-2016"
    if atom.glued && before == "-" && at >= 2 && atoms.get(at - 1).is_some_and(|p| p.glued) {
        return false;
    }
    if next.is_some_and(|n| n.glued && (n.kind == AtomKind::Word && n.text != "'s" || n.is_numeric() || n.text == "%"))
    {
        return false;
    }
    let strong = matches!(
        before,
        "in" | "since"
            | "until"
            | "till"
            | "during"
            | "early"
            | "late"
            | "mid"
            | "year"
            | "before"
            | "after"
            | "of"
            | "by"
            | "from"
            | "summer"
            | "winter"
            | "spring"
            | "autumn"
            | "election"
    );
    if strong && matches!(before, "in" | "since" | "year") {
        return (1000..2200).contains(&year);
    }
    if !(1800..=2100).contains(&year) {
        return false;
    }
    if let Some(n) = next
        && n.kind == AtomKind::Word
        && !n.capital
        && n.text != "'s"
    {
        let tag = syntax
            .and_then(|s| s.token(s.token_at(n.span.start)?))
            .filter(|t| t.upos != Upos::X)
            .map(|t| t.xpos.clone());
        let plural = tag.map_or_else(
            || {
                n.text.ends_with('s')
                    && n.text.len() > 3
                    && !matches!(n.text.as_str(), "was" | "has" | "is" | "as" | "this" | "his" | "its" | "that's")
            },
            |t| t == "NNS",
        );
        if plural && rules.member("YEARNOUN", atoms, at + 1).is_none() && before != "the" && before != "'s" {
            return false;
        }
    }
    // A number that ends a name: "Agenda 2030", "Expo 2030". A month or weekday before it has taken it long since.
    let in_name =
        previous.is_some_and(|p| p.kind == AtomKind::Word && p.capital && at > 1 && !strong && before != "the");
    !in_name
}
