//! The full texts with the cited passages marked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::contract::Report;
use crate::view::model::View;
use crate::view::safe::html as esc;
use crate::view::words;

/// Reports whose full text goes into the page; a page of a thousand would not open.
const MOST: usize = 200;

pub(super) fn write(out: &mut String, view: &View<'_>, cited: &BTreeSet<usize>) {
    let mut by_report: BTreeMap<&str, Vec<(usize, [u32; 2])>> = BTreeMap::new();
    for (n, passage) in view.passages.list.iter().enumerate() {
        by_report.entry(&passage.report).or_default().push((n + 1, passage.span));
    }
    let reports = &view.analysis.reports;
    // Beyond the limit, those that are cited come first.
    let wanted = |r: &Report| reports.len() <= MOST || by_report.contains_key(r.id.as_str());
    out.push_str("<aside class=\"texts\" aria-label=\"Full texts\">\n<h2>The reports</h2>\n<p class=\"shelf\">");
    for (n, report) in reports.iter().enumerate().filter(|(_, r)| wanted(r)).take(MOST) {
        let _ = write!(out, "<a href=\"#r{}\">{}</a>", n + 1, esc(&report.id));
    }
    out.push_str("</p>\n");
    for (n, report) in reports.iter().enumerate().filter(|(_, r)| wanted(r)).take(MOST) {
        let empty = Vec::new();
        one(out, n + 1, report, by_report.get(report.id.as_str()).unwrap_or(&empty), cited);
    }
    out.push_str("</aside>\n");
}

fn one(out: &mut String, number: usize, report: &Report, passages: &[(usize, [u32; 2])], cited: &BTreeSet<usize>) {
    let _ =
        writeln!(out, "<article class=\"report\" id=\"r{number}\">\n<header><h3>{}</h3>", esc(&words::report(report)));
    let mut facts: Vec<String> = Vec::new();
    facts.extend(words::published(report));
    if !report.authors.is_empty() {
        facts.push(words::and_some(&report.authors, 3));
    }
    if !report.declared_sources.is_empty() {
        facts.push(format!("names as its sources {}", words::and_some(&report.declared_sources, 8)));
    }
    facts.push(report.path.clone());
    let _ = writeln!(out, "<p>{}</p></header>\n<div class=\"text\">", esc(&facts.join(" · ")));
    let mut at = 0usize;
    for line in report.text.split('\n') {
        let end = at + line.len();
        if !line.trim().is_empty() {
            let title = report.title.as_deref().is_some_and(|t| t.trim() == line.trim());
            out.push_str(if title { "<p class=\"title\">" } else { "<p>" });
            marked(out, &report.text, at, end, passages, cited);
            out.push_str("</p>\n");
        }
        at = end + 1;
    }
    out.push_str("</div>\n");
    if !report.furniture.is_empty() {
        let lines: Vec<String> = report.furniture.iter().take(40).map(|f| f.text.clone()).collect();
        let _ = writeln!(
            out,
            "<details class=\"furniture\"><summary>{} left out as part of the page</summary><p>{}</p></details>",
            words::count(report.furniture.len(), "line", "lines"),
            esc(&lines.join(" · "))
        );
    }
    out.push_str("</article>\n");
}

/// One line of text, cut where passages begin and end; overlapping passages share their pieces.
fn marked(
    out: &mut String,
    text: &str,
    from: usize,
    to: usize,
    passages: &[(usize, [u32; 2])],
    cited: &BTreeSet<usize>,
) {
    let here: Vec<(usize, usize, usize)> = passages
        .iter()
        .map(|(n, span)| (*n, span[0] as usize, span[1] as usize))
        .filter(|(_, s, e)| *s < to && *e > from && s < e && text.is_char_boundary(*s) && text.is_char_boundary(*e))
        .collect();
    let mut cuts: BTreeSet<usize> = here.iter().flat_map(|(_, s, e)| [(*s).max(from), (*e).min(to)]).collect();
    cuts.extend([from, to]);
    let cuts: Vec<usize> = cuts.into_iter().collect();
    for pair in cuts.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let Some(piece) = text.get(a..b) else {
            continue;
        };
        if here.iter().any(|(_, s, e)| *s <= a && b <= *e) {
            let mut ids = here.iter().filter(|(_, s, _)| *s == a).map(|(n, _, _)| n);
            match ids.next() {
                Some(n) => {
                    let _ = write!(out, "<mark id=\"p{n}\">");
                }
                None => out.push_str("<mark>"),
            }
            for n in ids {
                let _ = write!(out, "<span id=\"p{n}\"></span>");
            }
            let _ = write!(out, "{}</mark>", esc(piece));
        } else {
            out.push_str(&esc(piece));
        }
        for (n, _, _) in here.iter().filter(|(n, _, e)| *e == b && cited.contains(n)) {
            let _ = write!(out, "<a class=\"back\" href=\"#c{n}\" title=\"back to the brief\">{n}</a>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str, passages: &[(usize, [u32; 2])]) -> String {
        let mut out = String::new();
        marked(&mut out, text, 0, text.len(), passages, &BTreeSet::from([1]));
        out
    }

    #[test]
    fn passages_are_marked_and_lead_back() {
        assert_eq!(
            mark("a <b> c", &[(1, [2, 5])]),
            "a <mark id=\"p1\">&lt;b&gt;</mark><a class=\"back\" href=\"#c1\" title=\"back to the brief\">1</a> c"
        );
    }

    #[test]
    fn overlapping_passages_share_their_pieces() {
        let out = mark("abcdef", &[(1, [0, 4]), (2, [2, 6]), (3, [2, 3])]);
        assert_eq!(out.matches("<mark").count(), 4);
        assert!(out.contains("<mark id=\"p2\"><span id=\"p3\"></span>c</mark>"), "{out}");
    }

    #[test]
    fn a_span_off_the_boundaries_does_no_harm() {
        assert_eq!(mark("ñ", &[(1, [1, 9])]), "ñ");
    }
}
