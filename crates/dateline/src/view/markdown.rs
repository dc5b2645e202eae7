//! The brief as Markdown, with numbered footnotes that paste into a note.

use std::fmt::Write as _;

use super::family::{self, Block, Member};
use super::model::{Card, Depth, StoryView, View};
use super::safe::markdown as md;
use super::text::{capital, clip};
use super::words;
use crate::contract::{Analysis, EdgeKind, Severity, Status};

/// The brief as Markdown: the same content in the same order as the text, with footnotes `[^1]: outlet, date, “passage”`.
#[must_use]
pub fn markdown(analysis: &Analysis) -> String {
    let view = View::new(analysis, Depth::BRIEF);
    let mut out = String::new();
    for line in &view.watched {
        let _ = writeln!(out, "- *Watched:* {}", md(line));
    }
    if let Some(since) = &view.since {
        let _ = writeln!(out, "# {}\n", md(since.head.trim_end_matches('.')));
        for kind in &since.kinds {
            let _ = writeln!(out, "## {}\n", kind.title);
            for line in &kind.lines {
                let note = line.note.as_ref().map(|n| format!(" *({})*", md(n))).unwrap_or_default();
                let _ = writeln!(out, "- {}{note}{}", md(&line.text), marks(&line.marks));
            }
            more(&mut out, kind.more, "more");
        }
    }
    for story in &view.stories {
        one(&mut out, analysis, story);
    }
    if !view.rest.is_empty() {
        out.push_str("## Further stories\n\n");
        for story in view.rest.iter().take(200) {
            let _ =
                writeln!(out, "- {} ({})", md(&story.title), words::count(story.reports.len(), "report", "reports"));
        }
        out.push('\n');
    }
    if !analysis.notes.is_empty() {
        out.push_str("## Noted on the way\n\n");
        for note in analysis.notes.iter().take(20) {
            let _ = writeln!(out, "- {}", md(note));
        }
        out.push('\n');
    }
    for (n, passage) in view.passages.list.iter().enumerate() {
        let Some(report) = analysis.report(&passage.report) else {
            continue;
        };
        let name = md(&words::report(report));
        let day = words::published(report).map(|d| format!(", {d}")).unwrap_or_default();
        let line = words::line_number(report, passage.span[0]);
        let _ = writeln!(out, "[^{}]: {name}{day}, line {line}, “{}”", n + 1, md(&clip(&passage.text, 400)));
    }
    out
}

fn marks(marks: &[usize]) -> String {
    marks.iter().map(|m| format!("[^{m}]")).collect()
}

fn one(out: &mut String, analysis: &Analysis, story: &StoryView<'_>) {
    let head = story.headline.text.trim_end_matches('.');
    let _ = writeln!(out, "# {}\n", md(&story.story.title));
    let _ = writeln!(out, "**{}** — {}.{}\n", md(head), story.count, marks(&story.headline.marks));
    for section in &story.sections {
        let _ = writeln!(out, "## {}\n", section.title);
        for line in &section.lines {
            let note = line.note.as_ref().map(|n| format!(" *({})*", md(n))).unwrap_or_default();
            let _ = writeln!(out, "- {}{note}{}", md(&line.text), marks(&line.marks));
        }
        more(out, section.more, "more");
    }
    if !story.cards.is_empty() {
        out.push_str("## They disagree\n\n");
        for card in &story.cards {
            self::card(out, card);
        }
        let left: usize = story.folded.iter().map(|f| f.1).sum();
        let parts: Vec<String> = story.folded.iter().map(|(s, n)| format!("{n} {}", words::folded(*s))).collect();
        if left > 0 {
            let _ = writeln!(out, "And {left} more: {}.\n", words::and(&parts));
        }
    }
    if !story.quotes.is_empty() {
        out.push_str("## In their words\n\n");
        for quote in &story.quotes {
            let differ = if quote.wordings.len() > 1 { ", worded differently" } else { "" };
            let _ = writeln!(out, "- **{}**{differ}", md(&quote.speaker));
            for wording in &quote.wordings {
                let places: Vec<String> = wording.places.iter().map(|e| md(&e.report)).collect();
                let _ = writeln!(out, "  - “{}” — {}", md(&clip(&wording.text, 320)), words::and_some(&places, 4));
            }
        }
        more(out, story.more_quotes, "more");
    }
    if story.reports.len() > 1 {
        out.push_str("## Where the reports come from\n\n");
        for block in family::blocks(analysis, &story.story.reports).iter().take(30) {
            self::block(out, analysis, block);
        }
        out.push('\n');
    }
    if !story.moments.is_empty() {
        out.push_str("## When\n\n");
        for moment in &story.moments {
            let mut notes = Vec::new();
            if moment.event.status != Status::Happened {
                notes.push(words::status(moment.event.status));
            }
            if !moment.conflict.is_empty() {
                notes.push("the reports differ");
            }
            let note = if notes.is_empty() { String::new() } else { format!(" *({})*", notes.join("; ")) };
            let _ = writeln!(out, "- **{}** {}{note}{}", moment.when, md(&moment.event.summary), marks(&moment.marks));
        }
        more(out, story.more_moments, "more dated happenings");
    }
}

fn more(out: &mut String, n: usize, what: &str) {
    if n > 0 {
        let _ = writeln!(out, "- *and {n} {what}*");
    }
    out.push('\n');
}

fn card(out: &mut String, card: &Card) {
    let kind = format!("{}{}", card.kind.word(), if card.within { " inside one report" } else { "" });
    let weight = if card.severity == Severity::Material { "matters" } else { words::severity(card.severity) };
    let _ = writeln!(out, "**{}** ({kind}; {weight})\n", md(&capital(&card.about)));
    for side in &card.sides {
        let reports: Vec<String> = side.reports.iter().map(|r| md(r)).collect();
        let descent = side.descent.as_ref().map(|d| format!(" ({})", md(d))).unwrap_or_default();
        let _ = writeln!(
            out,
            "- **{}** — {}{descent}{}",
            md(&side.value),
            words::and_some(&reports, 6),
            marks(&side.marks)
        );
    }
    if let Some(between) = &card.between {
        let _ = writeln!(out, "- {}.", md(between));
    }
    if let Some((value, rule)) = &card.reading {
        let _ = writeln!(out, "- *Fits best:* {} — {}", md(value), md(rule));
    }
    out.push('\n');
}

fn block(out: &mut String, analysis: &Analysis, block: &Block) {
    match &block.lost {
        Some(lost) => {
            let name = if lost.is_empty() { "One text that none of them names".to_string() } else { md(lost) };
            let _ = writeln!(out, "- **{name}** (a text not at hand)");
            for m in block.members.iter().take(30) {
                member(out, analysis, m, 1);
            }
        }
        None => {
            for m in &block.members {
                member(out, analysis, m, 0);
                if !block.draws_on.is_empty() {
                    let names: Vec<String> = block.draws_on.iter().map(|d| md(d)).collect();
                    let _ = writeln!(out, "  - put together from {}", words::and_some(&names, 8));
                }
            }
        }
    }
}

fn member(out: &mut String, analysis: &Analysis, m: &Member, depth: usize) {
    let name = analysis.report(&m.report).map_or_else(|| m.report.clone(), words::report);
    let day = analysis.report(&m.report).and_then(words::published).map(|d| format!(", {d}")).unwrap_or_default();
    let how = match m.how {
        Some(kind) => format!(": {}", words::descent(kind)),
        None if m.children.is_empty() && m.also.is_empty() => ": on its own".into(),
        None => String::new(),
    };
    let signs: Vec<String> = m.signs.iter().take(3).map(|s| md(s)).collect();
    let signs = if signs.is_empty() { String::new() } else { format!(" ({})", signs.join("; ")) };
    let also: Vec<String> = m
        .also
        .iter()
        .filter(|_| depth > 0)
        .map(|(n, k)| if *k == EdgeKind::Aggregation { md(n) } else { format!("{} ({})", md(n), words::descent(*k)) })
        .collect();
    let also = if also.is_empty() { String::new() } else { format!("; draws also on {}", words::and_some(&also, 4)) };
    let _ = writeln!(out, "{}- {}{day}{how}{signs}{also}", "  ".repeat(depth.min(8)), md(&name));
    for child in m.children.iter().take(30) {
        member(out, analysis, child, depth + 1);
    }
}
