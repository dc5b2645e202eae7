//! The brief for a terminal.

use super::family::{self, Block, Member};
use super::model::{Card, Changes, Depth, Line, Quote, Section, StoryView, View};
use super::rich::{Rich, Style};
use super::{safe, words};
use crate::contract::{Analysis, EdgeKind, Severity, Status};

/// How the terminal is.
#[derive(Debug, Clone, Copy)]
pub struct TextOptions {
    /// Columns. Below 40 it is taken as 40.
    pub width: usize,
    /// Write colour codes.
    pub colour: bool,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self { width: 80, colour: false }
    }
}

/// The brief as text for a terminal: headline, what happened, where the reports disagree, quotations, the family of reports, the
/// timeline, and the passages that the markers lead to.
#[must_use]
pub fn text(analysis: &Analysis, options: &TextOptions) -> String {
    let view = View::new(analysis, Depth::BRIEF);
    let mut page = Page { out: String::new(), width: options.width.clamp(40, 200), colour: options.colour };
    page.since(&view);
    for (n, story) in view.stories.iter().enumerate() {
        if n > 0 || !page.out.is_empty() {
            page.out.push('\n');
        }
        if view.stories.len() + view.rest.len() > 1 {
            page.rule(&format!(
                "Story {} of {}: {}",
                n + 1,
                view.stories.len() + view.rest.len(),
                safe::line(&story.story.title)
            ));
        }
        page.story(analysis, story);
    }
    if !view.rest.is_empty() {
        page.head("Further stories");
        for story in view.rest.iter().take(40) {
            let note = format!(" · {}", words::count(story.reports.len(), "report", "reports"));
            page.item("•", &Rich::new().plain(&safe::line(&story.title)).add(&note, Style::Dim));
        }
        if view.rest.len() > 40 {
            page.more(view.rest.len() - 40, "more; use --format json for all");
        }
    }
    page.passages(&view);
    page.notes(analysis);
    page.out
}

struct Page {
    out: String,
    width: usize,
    colour: bool,
}

impl Page {
    fn put(&mut self, rich: &Rich, first: &str, rest: &str) {
        rich.wrap(&mut self.out, self.width, first, rest, self.colour);
    }

    fn head(&mut self, title: &str) {
        self.out.push('\n');
        self.put(&Rich::new().add(title, Style::Bold), "", "");
    }

    fn rule(&mut self, title: &str) {
        self.put(&Rich::new().add(title, Style::Bold), "━━ ", "   ");
        self.out.push('\n');
    }

    fn item(&mut self, bullet: &str, rich: &Rich) {
        self.put(rich, &format!("  {bullet} "), "    ");
    }

    fn more(&mut self, n: usize, what: &str) {
        self.put(&Rich::new().add(&format!("and {n} {what}"), Style::Dim), "    ", "    ");
    }

    fn since(&mut self, view: &View<'_>) {
        for (n, line) in view.watched.iter().enumerate() {
            let first = if n == 0 { "Watched  " } else { "         " };
            self.put(&Rich::new().plain(&safe::line(line)), first, "           ");
        }
        let Some(since) = &view.since else { return };
        if !view.watched.is_empty() {
            self.out.push('\n');
        }
        self.put(&Rich::new().add(&since.head, Style::Bold), "", "");
        for Changes { title, sign, lines, more } in &since.kinds {
            self.head(title);
            for line in lines {
                self.item(sign, &sentence(line));
            }
            if *more > 0 {
                self.more(*more, "more (--format json has them all)");
            }
        }
    }

    fn story(&mut self, analysis: &Analysis, story: &StoryView<'_>) {
        let head = Rich::new()
            .add(safe::line(&story.headline.text).trim_end_matches('.'), Style::Bold)
            .plain(&format!(" — {}.", story.count));
        self.put(&marks(head, &story.headline.marks), "", "");
        for section in &story.sections {
            self.section(section);
        }
        self.cards(story);
        self.quotes(analysis, &story.quotes, story.more_quotes);
        self.family(analysis, story);
        self.timeline(story);
    }

    fn section(&mut self, section: &Section) {
        self.head(section.title);
        for line in &section.lines {
            self.item(words::sign(section.status), &sentence(line));
        }
        if section.more > 0 {
            self.more(section.more, "more");
        }
    }

    fn cards(&mut self, story: &StoryView<'_>) {
        if story.cards.is_empty() {
            return;
        }
        self.head("They disagree");
        for (n, card) in story.cards.iter().enumerate() {
            if n > 0 {
                self.out.push('\n');
            }
            self.card(card);
        }
        if !story.folded.is_empty() {
            let total: usize = story.folded.iter().map(|f| f.1).sum();
            let parts: Vec<String> = story.folded.iter().map(|(s, n)| format!("{n} {}", words::folded(*s))).collect();
            self.out.push('\n');
            self.more(total, &format!("more: {} (all of them in the page: --format html)", words::and(&parts)));
        }
    }

    fn card(&mut self, card: &Card) {
        let colour = if card.severity == Severity::Material { Style::Red } else { Style::Yellow };
        let kind = format!(
            " · {}{} · {} · {}",
            card.kind.word(),
            if card.within { " inside one report" } else { "" },
            words::severity(card.severity),
            card.id
        );
        self.item("≠", &Rich::new().add(&capital(&safe::line(&card.about)), colour).add(&kind, Style::Dim));
        for side in &card.sides {
            let mut rich = Rich::new()
                .add(&safe::line(&side.value), Style::Bold)
                .plain(&format!(" — {}", words::and_some(&side.reports, 6)));
            if let Some(descent) = &side.descent {
                rich = rich.add(&format!(" ({})", safe::line(descent)), Style::Dim);
            }
            self.put(&marks(rich, &side.marks), "      ", "        ");
        }
        if let Some(between) = &card.between {
            self.put(&Rich::new().add(&format!("{}.", safe::line(between)), Style::Dim), "      ", "      ");
        }
        if let Some((value, rule)) = &card.reading {
            let rich = Rich::new()
                .add("Fits best: ", Style::Green)
                .plain(&safe::line(value))
                .add(&format!(" — {}", safe::line(rule)), Style::Dim);
            self.put(&rich, "      ", "        ");
        }
    }

    fn quotes(&mut self, analysis: &Analysis, quotes: &[Quote<'_>], more: usize) {
        if quotes.is_empty() {
            return;
        }
        self.head("In their words");
        for quote in quotes {
            let differ = if quote.wordings.len() > 1 { ", worded differently" } else { "" };
            self.item("“", &Rich::new().add(&safe::line(&quote.speaker), Style::Bold).add(differ, Style::Yellow));
            for wording in &quote.wordings {
                let places: Vec<String> = wording
                    .places
                    .iter()
                    .filter_map(|e| {
                        Some(format!(
                            "{} line {}",
                            e.report,
                            words::line_number(analysis.report(&e.report)?, e.span[0])
                        ))
                    })
                    .collect();
                let rich = Rich::new()
                    .plain(&format!("“{}”", clip(&safe::line(&wording.text), 320)))
                    .add(&format!(" — {}", safe::line(&words::and_some(&places, 4))), Style::Dim);
                self.put(&rich, "      ", "        ");
            }
        }
        if more > 0 {
            self.more(more, "more");
        }
    }

    fn family(&mut self, analysis: &Analysis, story: &StoryView<'_>) {
        if story.reports.len() < 2 {
            return;
        }
        self.head("Where the reports come from");
        let blocks = family::blocks(analysis, &story.story.reports);
        let shown = 14;
        for block in blocks.iter().take(shown) {
            self.block(analysis, block);
        }
        if blocks.len() > shown {
            self.more(blocks.len() - shown, "more, each on its own or alike");
        }
    }

    fn block(&mut self, analysis: &Analysis, block: &Block) {
        if let Some(lost) = &block.lost {
            let name = if lost.is_empty() { "One text that none of them names".to_string() } else { safe::line(lost) };
            self.item("◌", &Rich::new().add(&name, Style::Bold).add(" · a text not at hand", Style::Dim));
            let n = block.members.len().min(12);
            for (i, m) in block.members.iter().take(n).enumerate() {
                self.member(analysis, m, "    ", i + 1 == n, true);
            }
            if block.members.len() > n {
                self.more(block.members.len() - n, "more reports of this text");
            }
        } else {
            for m in &block.members {
                let note = if !block.draws_on.is_empty() {
                    let names: Vec<String> = block.draws_on.iter().map(|s| safe::line(s)).collect();
                    format!(
                        " · put together from {}; counts as no origin of its own for what they have",
                        words::and_some(&names, 4)
                    )
                } else if m.children.is_empty() {
                    " · on its own".to_string()
                } else {
                    String::new()
                };
                self.item("●", &self.label(analysis, &m.report).add(&note, Style::Dim));
                self.children(analysis, m, "    ");
            }
        }
    }

    fn label(&self, analysis: &Analysis, id: &str) -> Rich {
        let Some(report) = analysis.report(id) else {
            return Rich::new().plain(&safe::line(id));
        };
        let mut rich = Rich::new().add(&safe::line(&words::report(report)), Style::Bold);
        if let Some(day) = words::published(report) {
            rich = rich.add(&format!(" · {day}"), Style::Dim);
        }
        rich
    }

    fn children(&mut self, analysis: &Analysis, member: &Member, indent: &str) {
        let n = member.children.len().min(12);
        for (i, child) in member.children.iter().take(n).enumerate() {
            self.member(analysis, child, indent, i + 1 == n, true);
        }
        if member.children.len() > n {
            self.put(&Rich::new().add(&format!("and {} more", member.children.len() - n), Style::Dim), indent, indent);
        }
    }

    fn member(&mut self, analysis: &Analysis, member: &Member, indent: &str, last: bool, signs: bool) {
        let mut rich = self.label(analysis, &member.report);
        let how = member.how.map(words::descent).unwrap_or_default();
        if !how.is_empty() {
            rich = rich.plain(&format!(" · {how}"));
        }
        let also: Vec<String> = member
            .also
            .iter()
            .map(|(name, kind)| match kind {
                EdgeKind::Aggregation => safe::line(name),
                kind => format!("{} ({})", safe::line(name), words::descent(*kind)),
            })
            .collect();
        if signs && !member.signs.is_empty() {
            let signs: Vec<String> = member.signs.iter().take(3).map(|s| safe::line(s)).collect();
            rich = rich.add(&format!(": {}", signs.join("; ")), Style::Dim);
        }
        if !also.is_empty() {
            rich = rich.add(&format!("; draws also on {}", words::and_some(&also, 3)), Style::Dim);
        }
        let first = format!("{indent}{} ", if last { "└─" } else { "├─" });
        let below = format!("{indent}{}  ", if last { "  " } else { "│ " });
        self.put(&rich, &first, &format!("{below}  "));
        if indent.chars().count() < 40 {
            self.children(analysis, member, &below);
        }
    }

    fn timeline(&mut self, story: &StoryView<'_>) {
        if story.moments.is_empty() {
            return;
        }
        self.head("When");
        let widest = story.moments.iter().map(|m| m.when.chars().count()).max().unwrap_or(0).min(24);
        let mut last = "";
        for moment in &story.moments {
            let when = if moment.when == last { "" } else { moment.when.as_str() };
            last = &moment.when;
            let pad = " ".repeat(widest.saturating_sub(when.chars().count()));
            let (sign, colour) = if !moment.conflict.is_empty() {
                ("≠", Style::Red)
            } else {
                (words::sign(moment.event.status), Style::Cyan)
            };
            let mut rich = Rich::new().add(sign, colour).plain(&format!(" {}", safe::line(&moment.event.summary)));
            if moment.event.status != Status::Happened {
                rich = rich.add(&format!(" ({})", words::status(moment.event.status)), Style::Dim);
            }
            self.put(&marks(rich, &moment.marks), &format!("  {when}{pad}  "), &" ".repeat(widest + 6));
        }
        if story.more_moments > 0 {
            self.more(story.more_moments, "more dated happenings");
        }
        let conflict = story.moments.iter().any(|m| !m.conflict.is_empty());
        let key =
            format!("● happened · ◐ under way · ○ lies ahead{}", if conflict { " · ≠ the reports differ" } else { "" });
        self.put(&Rich::new().add(&key, Style::Dim), "    ", "    ");
    }

    fn passages(&mut self, view: &View<'_>) {
        if view.passages.list.is_empty() {
            return;
        }
        self.head("Passages");
        let digits = view.passages.list.len().to_string().len();
        for (n, passage) in view.passages.list.iter().enumerate() {
            let Some(report) = view.analysis.report(&passage.report) else {
                continue;
            };
            let place = format!(
                "{}, line {}: ",
                safe::line(&words::report(report)),
                words::line_number(report, passage.span[0])
            );
            let rich = Rich::new().add(&place, Style::Dim).plain(&clip(&safe::line(&passage.text), 400));
            let number = format!("[{}]", n + 1);
            self.put(&rich, &format!("{number:>w$} ", w = digits + 2), &" ".repeat(digits + 3));
        }
    }

    fn notes(&mut self, analysis: &Analysis) {
        if analysis.notes.is_empty() {
            return;
        }
        self.head("Noted on the way");
        for note in analysis.notes.iter().take(10) {
            self.item("!", &Rich::new().plain(&safe::line(note)));
        }
        if analysis.notes.len() > 10 {
            self.more(analysis.notes.len() - 10, "more (--format json has them all)");
        }
    }
}

/// The sentence, its note and its markers.
fn sentence(line: &Line) -> Rich {
    let mut rich = Rich::new().plain(&safe::line(&line.text));
    if let Some(note) = &line.note {
        rich = rich.add(&format!(" ({})", safe::line(note)), Style::Dim);
    }
    marks(rich, &line.marks)
}

fn marks(rich: Rich, marks: &[usize]) -> Rich {
    if marks.is_empty() {
        return rich;
    }
    let text: String = marks.iter().map(|m| format!("[{m}]")).collect();
    rich.plain(" ").add(&text, Style::Cyan)
}

/// With a capital letter at the beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// At most `most` characters, cut between words, with an ellipsis.
pub(crate) fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_string(),
        Some((end, _)) => {
            let cut = text[..end].rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
            format!("{} …", text[..cut].trim_end())
        }
    }
}
