//! The family of reports as a picture: lost parents on the left, reports to the right of what they come from.

use std::fmt::Write as _;

use crate::contract::Analysis;
use crate::view::family::{Block, Member, blocks};
use crate::view::safe::html as esc;
use crate::view::text::clip;
use crate::view::words;

const WIDE: usize = 214;
const GAP: usize = 66;
const ROW: usize = 64;
const TALL: usize = 48;
/// Blocks and children drawn; the rest is counted.
const MOST: usize = 24;

struct Drawing<'a> {
    analysis: &'a Analysis,
    back: String,
    front: String,
    y: usize,
    columns: usize,
    /// Some family has a parent column: reports without a parent stand in line with the others.
    shift: bool,
}

/// A box: its middle, and what stands in it.
struct Node<'a> {
    column: usize,
    y: usize,
    title: &'a str,
    lines: &'a [String],
    class: &'a str,
    link: Option<usize>,
}

pub(super) fn write(out: &mut String, analysis: &Analysis, reports: &[String]) {
    let blocks = blocks(analysis, reports);
    let mut drawing = Drawing {
        analysis,
        back: String::new(),
        front: String::new(),
        y: 8,
        columns: 1,
        shift: blocks.iter().take(MOST).any(|b| b.lost.is_some() || !b.draws_on.is_empty()),
    };
    for block in blocks.iter().take(MOST) {
        drawing.block(block);
    }
    let width = drawing.columns * (WIDE + GAP) - GAP + 12;
    let height = drawing.y + 2;
    let _ = writeln!(
        out,
        "<div class=\"figure\"><svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Which report comes from which text\">\n{}{}</svg></div>",
        drawing.back, drawing.front
    );
    out.push_str("<p class=\"legend\"><i>Dashed box: a text that is not at hand</i><i>Dashed line: draws on it and counts as no origin of its own for that</i></p>\n");
    if blocks.len() > MOST {
        let _ = writeln!(out, "<p class=\"more\">and {} more reports or families</p>", blocks.len() - MOST);
    }
    signs(out, &blocks);
}

/// What speaks for the picture, in words.
fn signs(out: &mut String, blocks: &[Block]) {
    fn walk(out: &mut String, m: &Member) {
        if !m.signs.is_empty() {
            let _ = writeln!(out, "<tr><td>{}</td><td>{}</td></tr>", esc(&m.report), esc(&m.signs.join("; ")));
        }
        for child in m.children.iter().take(MOST) {
            walk(out, child);
        }
    }
    let mut rows = String::new();
    for m in blocks.iter().take(MOST).flat_map(|b| b.members.iter().take(MOST)) {
        walk(&mut rows, m);
    }
    if !rows.is_empty() {
        let _ = writeln!(
            out,
            "<details><summary>The signs that speak for it</summary><table><tbody>\n{rows}</tbody></table></details>"
        );
    }
}

impl Drawing<'_> {
    fn block(&mut self, block: &Block) {
        let top = self.y;
        let parent = block.lost.is_some() || !block.draws_on.is_empty();
        let column = usize::from(parent || self.shift);
        let mut middles = Vec::new();
        for m in block.members.iter().take(MOST) {
            middles.push(self.member(m, column));
        }
        let middle = (middles.first().copied().unwrap_or(self.y) + middles.last().copied().unwrap_or(self.y)) / 2;
        if let Some(lost) = &block.lost {
            let title = if lost.is_empty() { "One text" } else { lost };
            let below = [if lost.is_empty() { "that none of them names" } else { "a text not at hand" }.to_string()];
            self.node(&Node { column: 0, y: middle, title, lines: &below, class: " lost", link: None });
            for m in &middles {
                self.edge(0, middle, *m, "");
            }
        } else if !block.draws_on.is_empty() {
            let title = words::count(block.draws_on.len(), "named outlet", "named outlets");
            let mut names: Vec<String> = block.draws_on.iter().take(4).cloned().collect();
            if block.draws_on.len() > 4 {
                names.push(format!("and {} more", block.draws_on.len() - 4));
            }
            let needed = 30 + names.len() * 14;
            let middle = middle.max(top + needed / 2);
            self.node(&Node { column: 0, y: middle, title: &title, lines: &names, class: " lost", link: None });
            for m in &middles {
                self.edge(0, middle, *m, " draws");
            }
            self.y = self.y.max(middle + needed / 2 + 10);
        }
        let several = block.members.len() + block.members.iter().map(|m| m.children.len()).sum::<usize>() > 1;
        if several {
            let right = self.columns * (WIDE + GAP) - GAP + 10;
            let _ = writeln!(
                self.back,
                "<rect class=\"clan\" x=\"0\" y=\"{}\" width=\"{right}\" height=\"{}\" rx=\"8\"/>",
                top.saturating_sub(4),
                self.y - top
            );
        }
        self.y += 8;
    }

    /// Draws a report and what comes from it; gives its middle.
    fn member(&mut self, m: &Member, column: usize) -> usize {
        self.columns = self.columns.max(column + 1);
        let mut below = Vec::new();
        if column < 6 {
            for child in m.children.iter().take(MOST) {
                below.push(self.member(child, column + 1));
            }
        }
        let middle = match (below.first(), below.last()) {
            (Some(a), Some(b)) => (a + b) / 2,
            _ => {
                let tall = if m.how.is_some() && !m.also.is_empty() { TALL + 14 } else { TALL };
                let at = self.y + tall / 2;
                self.y += tall + ROW - TALL;
                at
            }
        };
        for child in &below {
            self.edge(column, middle, *child, "");
        }
        let report = self.analysis.reports.iter().position(|r| r.id == m.report);
        let title = report.and_then(|n| self.analysis.reports.get(n)).map_or_else(|| m.report.clone(), words::report);
        let mut facts = Vec::new();
        facts.extend(m.how.map(|how| words::descent(how).to_string()));
        if m.how.is_none() && m.also.is_empty() && m.children.is_empty() {
            facts.push("on its own".into());
        }
        facts.extend(
            report
                .and_then(|n| self.analysis.reports.get(n))
                .and_then(words::published)
                .map(|d| d.trim_end_matches(" (inferred)").to_string()),
        );
        let mut lines = vec![facts.join(" · ")];
        if m.how.is_some() && !m.also.is_empty() {
            let names: Vec<&str> = m.also.iter().map(|a| a.0.as_str()).collect();
            lines.push(format!("also {}", words::and_some(&names, 2)));
        }
        self.node(&Node { column, y: middle, title: &title, lines: &lines, class: "", link: report.map(|n| n + 1) });
        middle
    }

    fn node(&mut self, node: &Node<'_>) {
        let tall = (TALL + 14 * node.lines.len().saturating_sub(1)).max(TALL);
        let (x, y) = (6 + node.column * (WIDE + GAP), node.y.saturating_sub(tall / 2));
        let mut text = format!(
            "<rect class=\"box{}\" x=\"{x}\" y=\"{y}\" width=\"{WIDE}\" height=\"{tall}\" rx=\"6\"/>",
            node.class
        );
        let _ = write!(
            text,
            "<text class=\"strong\" x=\"{}\" y=\"{}\">{}</text>",
            x + 12,
            y + 20,
            esc(&clip(node.title, 30))
        );
        for (n, line) in node.lines.iter().enumerate() {
            let _ = write!(
                text,
                "<text class=\"soft\" x=\"{}\" y=\"{}\">{}</text>",
                x + 12,
                y + 37 + n * 14,
                esc(&clip(line, 36))
            );
        }
        let _ = match node.link {
            Some(n) => writeln!(self.front, "<a href=\"#r{n}\"><title>{}</title>{text}</a>", esc(node.title)),
            None => writeln!(self.front, "<g>{text}</g>"),
        };
    }

    fn edge(&mut self, column: usize, from: usize, to: usize, class: &str) {
        let x = 6 + column * (WIDE + GAP) + WIDE;
        let (mid, end) = (x + GAP / 2, x + GAP);
        let _ =
            writeln!(self.front, "<path class=\"kin{class}\" d=\"M{x} {from} C{mid} {from} {mid} {to} {end} {to}\"/>");
    }
}
