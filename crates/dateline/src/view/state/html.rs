//! The state as a section of a page.

use std::fmt::Write as _;

use super::{groups, network, notes, sign};
use crate::contract::Evidence;
use crate::state::{Deed, Pair, State};
use crate::view::safe::html as esc;
use crate::view::text::clip;
use crate::view::words;

/// Pairs written out.
const PAIRS: usize = 24;
const EVENTS: usize = 12;
const SAID: usize = 4;

/// Picture and pairs. `heading` is the rank of the section's heading.
pub(crate) fn section(state: &State, heading: u8) -> String {
    let mut out = String::new();
    if state.pairs.is_empty() {
        return out;
    }
    let _ = writeln!(out, "<section class=\"web\">\n<h{heading}>What holds between them</h{heading}>");
    // One line between two names shows nothing that the words do not.
    if state.actors.len() > 2 {
        let _ = writeln!(out, "<div class=\"figure\">\n{}</div>", network::inline(state));
    }
    for pair in state.pairs.iter().take(PAIRS) {
        self::pair(&mut out, pair);
    }
    if state.pairs.len() > PAIRS {
        let rest: Vec<String> = state.pairs.iter().skip(PAIRS).map(|p| p.names.join(" – ")).collect();
        let _ = writeln!(out, "<p class=\"note\">Further pairs: {}</p>", esc(&words::and_some(&rest, 40)));
    }
    out.push_str("</section>\n");
    out
}

fn pair(out: &mut String, p: &Pair) {
    let links: usize = groups(p).iter().map(|g| g.1.len()).sum();
    let _ = writeln!(
        out,
        "<details{}>\n<summary><b>{}</b> <span class=\"note\">{}</span></summary>",
        if links > 0 { " open" } else { "" },
        esc(&p.names.join(" – ")),
        esc(&if p.events.is_empty() { words::count(links, "link", "links") } else { p.score.note.clone() })
    );
    for (name, list) in groups(p) {
        if list.is_empty() {
            continue;
        }
        let _ = writeln!(out, "<p class=\"note\">{name}</p>\n<ul class=\"web-links\">");
        for l in list {
            let _ = writeln!(
                out,
                "<li>{} {} <span class=\"note\">{}</span>{}</li>",
                sign(l),
                esc(&l.text),
                esc(&notes(l)),
                passages(&l.evidence)
            );
        }
        out.push_str("</ul>\n");
    }
    if !p.said.is_empty() {
        out.push_str("<p class=\"note\">In the reports’ words</p>\n<ul class=\"web-links\">\n");
        for s in p.said.iter().take(SAID) {
            let _ =
                writeln!(out, "<li>“{}” <span class=\"note\">{}</span></li>", esc(&clip(&s.text, 200)), esc(&s.report));
        }
        out.push_str("</ul>\n");
    }
    if !p.events.is_empty() {
        out.push_str("<p class=\"note\">Events, latest first</p>\n<ul class=\"web-links\">\n");
        // Undated ones stand last in either order.
        let (dated, undated): (Vec<&Deed>, Vec<&Deed>) = p.events.iter().partition(|d| d.from.or(d.to).is_some());
        for d in dated.into_iter().rev().chain(undated).take(EVENTS) {
            let when = d.from.or(d.to).map_or_else(|| "undated".to_string(), words::day);
            let _ = writeln!(
                out,
                "<li>{} {}: {} <span class=\"note\">{} · {}</span>{}</li>",
                words::sign(d.status),
                esc(&when),
                esc(&d.text),
                words::status(d.status),
                esc(&d.id),
                passages(&d.evidence)
            );
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</details>\n");
}

/// Up to three passages, folded.
fn passages(evidence: &[Evidence]) -> String {
    let mut out = String::from("<details class=\"why\"><summary>passages</summary>");
    for e in evidence.iter().take(3) {
        let _ = write!(out, "<q>{}</q> <span class=\"note\">{}</span> ", esc(&clip(&e.text, 240)), esc(&e.report));
    }
    if evidence.len() > 3 {
        let _ = write!(out, "<span class=\"note\">and {} more</span>", evidence.len() - 3);
    }
    out.push_str("</details>");
    out
}
