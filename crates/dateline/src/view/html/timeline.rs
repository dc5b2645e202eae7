//! The timeline: a lane for each report, a column for each time; hollow planned, filled happened, red in conflict.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::contract::{Report, Status};
use crate::view::model::{Moment, StoryView};
use crate::view::safe::html as esc;
use crate::view::text::clip;
use crate::view::words;

const GUTTER: usize = 148;
const TOP: usize = 84;
const DOT: usize = 18;
/// Days before the story's first from which happenings get columns of their own.
const BEFORE: i64 = 45;
const EARLIER: &str = "earlier";
/// Lanes; more do not fit a page.
const MOST: usize = 24;

pub(super) fn write(out: &mut String, story: &StoryView<'_>) {
    let mut lanes: Vec<&Report> = story.reports.clone();
    lanes.sort_by_key(|r| (r.published.as_ref().and_then(|p| p.from.or(p.to)), r.id.clone()));
    lanes.truncate(MOST);
    // What lies well before the story shares one column, so that the story's own days have room.
    let horizon = story.story.from.and_then(|d| d.0.checked_sub(jiff::Span::new().days(BEFORE)).ok());
    let early = |m: &Moment<'_>| {
        let time = m.event.time.unwrap_or_default();
        horizon.is_some_and(|h| time.from.or(time.to).is_some_and(|f| f.0 < h))
    };
    let label = |m: &Moment<'_>| {
        if early(m) { EARLIER.to_string() } else { m.when.clone() }
    };
    let mut columns: Vec<String> = Vec::new();
    // A column of one kind only needs no such name.
    let early_times: BTreeSet<&str> = story.moments.iter().filter(|m| early(m)).map(|m| m.when.as_str()).collect();
    let label = |m: &Moment<'_>| {
        if early_times.len() == 1 { m.when.clone() } else { label(m) }
    };
    for m in &story.moments {
        let label = label(m);
        if !columns.contains(&label) {
            columns.push(label);
        }
    }
    let mut cells: BTreeMap<(usize, usize), Vec<(&Moment<'_>, Status)>> = BTreeMap::new();
    for m in &story.moments {
        let label = label(m);
        let Some(column) = columns.iter().position(|c| *c == label) else {
            continue;
        };
        for (lane, report) in lanes.iter().enumerate() {
            if m.event.evidence.iter().any(|e| e.report == report.id) {
                let told =
                    m.event.history.iter().rev().find(|h| h.report == report.id).map_or(m.event.status, |h| h.status);
                cells.entry((lane, column)).or_default().push((m, told));
            }
        }
    }
    // As wide as the fullest cell asks for, at most three dots abreast.
    let abreast: Vec<usize> = (0..columns.len())
        .map(|c| (0..lanes.len()).filter_map(|l| cells.get(&(l, c)).map(Vec::len)).max().unwrap_or(1).clamp(1, 3))
        .collect();
    let mut x = GUTTER + 10;
    let left: Vec<usize> = abreast
        .iter()
        .map(|n| {
            let at = x;
            x += (n * DOT).max(26) + 12;
            at
        })
        .collect();
    let width = x + 70;
    let mut y = TOP;
    let tops: Vec<usize> = (0..lanes.len())
        .map(|l| {
            let rows = (0..columns.len())
                .filter_map(|c| cells.get(&(l, c)).map(|v| v.len().div_ceil(abreast[c])))
                .max()
                .unwrap_or(1)
                .max(1);
            let at = y;
            y += (rows * DOT + 16).max(38);
            at
        })
        .collect();
    let height = y + 4;
    let _ = writeln!(
        out,
        "<div class=\"figure\"><svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Timeline, a lane for each report\">"
    );
    for (c, label) in columns.iter().enumerate() {
        let at = left[c] + DOT / 2;
        let _ = writeln!(out, "<line class=\"grid\" x1=\"{at}\" y1=\"{}\" x2=\"{at}\" y2=\"{height}\"/>", TOP - 8);
        let _ = writeln!(
            out,
            "<text class=\"soft\" transform=\"translate({},{}) rotate(-38)\">{}</text>",
            at + 1,
            TOP - 13,
            esc(label)
        );
    }
    for (l, report) in lanes.iter().enumerate() {
        let top = tops[l];
        let _ = writeln!(out, "<line class=\"rail\" x1=\"0\" y1=\"{}\" x2=\"{width}\" y2=\"{}\"/>", top - 6, top - 6);
        let _ = writeln!(
            out,
            "<text class=\"strong\" x=\"0\" y=\"{}\">{}</text>",
            top + 12,
            esc(&clip(&words::report(report), 20))
        );
        if let Some(day) = words::published(report) {
            let _ = writeln!(
                out,
                "<text class=\"soft\" x=\"0\" y=\"{}\">{}</text>",
                top + 26,
                esc(day.trim_end_matches(" (inferred)"))
            );
        }
    }
    for ((lane, column), found) in &cells {
        for (n, (moment, told)) in found.iter().enumerate() {
            let (row, place) = (n / abreast[*column], n % abreast[*column]);
            let (cx, cy) = (left[*column] + place * DOT + DOT / 2, tops[*lane] + row * DOT + DOT / 2);
            let clash = lanes.get(*lane).is_some_and(|r| moment.conflict.contains(&r.id.as_str()));
            dot(out, cx, cy, moment, *told, clash);
        }
    }
    out.push_str("</svg></div>\n<p class=\"legend\"><i>● told as happened</i><i>◐ under way</i><i>○ lies ahead</i><i class=\"r\">● the reports differ</i></p>\n");
}

fn dot(out: &mut String, cx: usize, cy: usize, moment: &Moment<'_>, told: Status, clash: bool) {
    let clash_class = if clash { " clash" } else { "" };
    let class = match told {
        Status::Happened => " full",
        Status::Denied | Status::Alleged => " doubt",
        _ => "",
    };
    let _ = write!(
        out,
        "<a href=\"#{}\"><title>{}: {} ({})</title>",
        esc(&moment.event.id),
        esc(&moment.when),
        esc(&moment.event.summary),
        words::status(told)
    );
    let _ = write!(out, "<circle class=\"dot{class}{clash_class}\" cx=\"{cx}\" cy=\"{cy}\" r=\"5.5\"/>");
    if told == Status::Ongoing {
        let _ =
            write!(out, "<path class=\"half{clash_class}\" d=\"M{cx} {} a5.5 5.5 0 0 0 0 11 z\"/>", cy as f64 - 5.5);
    }
    out.push_str("</a>\n");
}
