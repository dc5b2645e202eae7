//! What the lines of the page and the opening of the text say about the report: outlet, authors, declared sources, dateline.

use super::classify::{Marked, is_label};
use super::rules::{Begins, FurnitureRules};
use super::token::{Token, tokens};
use crate::report::{FurnitureKind, SourceMark};

/// A dateline in bytes of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DatelineParts {
    /// Byte after the dash, colon or stop that ends it.
    pub(crate) end: usize,
    /// The place.
    pub(crate) place: Option<(usize, usize)>,
    /// The agency.
    pub(crate) agency: Option<(usize, usize)>,
}

/// What the furniture says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    /// Name of the outlet, from its masthead or a line "Outlet | date".
    pub(crate) outlet: Option<String>,
    /// Name in a copyright line with a year: the page's own, most often.
    pub(crate) owner: Option<String>,
    /// Names in bylines.
    pub(crate) authors: Vec<String>,
    /// Declared sources: number of the line, name, how.
    pub(crate) sources: Vec<(usize, String, SourceMark)>,
}

/// The dateline with which a line opens. Many tokens are never needed: a dateline is short.
pub(crate) fn dateline_of(rules: &FurnitureRules, line: &str) -> Option<DatelineParts> {
    let from = line.char_indices().nth(160).map_or(line.len(), |(at, _)| at);
    let (found, _) = tokens(line.get(..from)?);
    for pattern in &rules.datelines {
        let Some(to) = rules.classes.longest_opening(pattern, &found) else {
            continue;
        };
        let line_tokens = found.get(..to)?;
        let end = line_tokens.last()?.end;
        // A row of dashes belongs to the dateline whole.
        let end = found
            .get(to..)
            .unwrap_or_default()
            .iter()
            .take_while(|t| t.form == "-" && !t.spaced)
            .last()
            .map_or(end, |t| t.end);
        let rest = line.get(end..).unwrap_or("");
        if !rest.starts_with(char::is_whitespace) && !rest.is_empty() || rest.trim().is_empty() {
            continue;
        }
        let caught = rules.classes.catch(pattern, line_tokens);
        let bytes = |class: &[&str]| {
            let c = caught.iter().find(|c| class.contains(&c.class.as_str()))?;
            Some((line_tokens.get(c.from)?.start, line_tokens.get(c.to.checked_sub(1)?)?.end))
        };
        return Some(DatelineParts { end, place: bytes(&["place", "plain"]), agency: bytes(&["wire"]) });
    }
    None
}

/// Reads the marked lines.
pub(crate) fn parts(lines: &[&str], marked: &[Marked], rules: &FurnitureRules) -> Parts {
    let mut out = Parts::default();
    for (n, (line, mark)) in lines.iter().zip(marked).enumerate() {
        let Some(kind) = mark.kind else { continue };
        let text = |from: usize, to: usize| words(line, &mark.tokens, from, to);
        if mark.listed {
            out.sources.push((n, unbulleted(line, &mark.tokens).to_string(), SourceMark::List));
            continue;
        }
        let caught = mark.rule.map(|r| rules.caught(r, &mark.tokens)).unwrap_or_default();
        let begins = mark.rule.and_then(|r| rules.rules.get(r)).and_then(|r| r.begins);
        if !mark.segments.is_empty() {
            for (place, &(from, to)) in mark.segments.iter().enumerate() {
                let part = mark.tokens.get(from..to).unwrap_or_default();
                let rule = rules.best(part, true).filter(|h| h.score >= rules.scoring.threshold);
                let kind = rule.and_then(|h| rules.rules.get(h.rule)).map(|r| r.kind);
                match kind {
                    None | Some(FurnitureKind::Masthead) if out.outlet.is_none() && place == 0 => {
                        out.outlet = text(from, to)
                    }
                    Some(FurnitureKind::Byline)
                        if out.outlet.is_none()
                            && rule.is_some_and(|h| rules.caught(h.rule, part).iter().any(|c| c.class == "outlet")) =>
                    {
                        let caught = rule.map(|h| rules.caught(h.rule, part)).unwrap_or_default();
                        out.outlet =
                            caught.iter().find(|c| c.class == "outlet").and_then(|c| text(from + c.from, from + c.to));
                    }
                    Some(FurnitureKind::Byline) => {
                        out.authors.extend(authors(line, part, rules, rule.map_or(0, |h| h.rule)))
                    }
                    Some(FurnitureKind::Credit) => {
                        let caught = rule.map(|h| rules.caught(h.rule, part)).unwrap_or_default();
                        let named = caught.iter().filter(|c| matches!(c.class.as_str(), "label" | "outlet" | "agency"));
                        for name in named.filter_map(|c| text(from + c.from, from + c.to)) {
                            out.sources.push((n, name, SourceMark::Credit));
                        }
                    }
                    _ => {}
                }
            }
            continue;
        }
        match kind {
            FurnitureKind::Masthead if out.outlet.is_none() => out.outlet = text(0, mark.tokens.len()),
            FurnitureKind::Byline => match mark.rule {
                // The outlet's own desk: "Compiled by the X Brief desk".
                Some(_)
                    if out.outlet.is_none()
                        && caught.iter().any(|c| c.class == "outlet")
                        && !caught.iter().any(|c| c.class == "people") =>
                {
                    out.outlet = caught.iter().find(|c| c.class == "outlet").and_then(|c| text(c.from, c.to));
                }
                Some(rule) => out.authors.extend(authors(line, &mark.tokens, rules, rule)),
                None => out.authors.push((*line).to_string()),
            },
            FurnitureKind::Sources if begins == Some(Begins::Declares) => {
                out.sources.extend(after_colon(line).map(|name| (n, name, SourceMark::List)));
            }
            FurnitureKind::Credit => {
                let dated =
                    mark.tokens.iter().any(|t| t.form.len() == 4 && t.form.starts_with(|c: char| c.is_ascii_digit()));
                let before = out.sources.len();
                for c in caught.iter().filter(|c| matches!(c.class.as_str(), "label" | "outlet" | "agency")) {
                    if let Some(name) = text(c.from, c.to) {
                        if dated && out.owner.is_none() {
                            out.owner = Some(name.clone());
                        }
                        out.sources.push((n, name, SourceMark::Credit));
                    }
                }
                if out.sources.len() == before && is_label(&mark.tokens, 5) {
                    out.sources.push((n, (*line).to_string(), SourceMark::Credit));
                }
            }
            _ => {}
        }
    }
    out.authors.dedup();
    out
}

fn words(line: &str, found: &[Token], from: usize, to: usize) -> Option<String> {
    let start = found.get(from)?.start;
    let end = found.get(to.checked_sub(1)?)?.end;
    let words = line.get(start..end)?;
    // An article in running text is no part of a name; in a masthead it is, and has its capital.
    Some(words.strip_prefix("the ").unwrap_or(words).to_string())
}

fn unbulleted<'a>(line: &'a str, found: &[Token]) -> &'a str {
    let first = found.iter().find(|t| !matches!(t.form.as_str(), "-" | "•" | "*" | "·" | "●" | "▪" | ">"));
    first.and_then(|t| line.get(t.start..)).unwrap_or(line)
}

/// Names after the colon of "Sources: A, B and C" (or after its verb, where there is no colon).
fn after_colon(line: &str) -> impl Iterator<Item = String> {
    let list = line.split_once(':').map_or("", |(_, l)| l);
    list.split([',', ';', '|', '/'])
        .flat_map(|part| part.split(" and "))
        .map(|name| name.trim().trim_end_matches('.').trim_start_matches("and ").trim().to_string())
        .filter(|name| !name.is_empty() && name.chars().any(char::is_alphabetic) && name.len() <= 80)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Names in a byline.
fn authors(line: &str, found: &[Token], rules: &FurnitureRules, rule: usize) -> Vec<String> {
    let mut out = Vec::new();
    for c in rules.caught(rule, found).iter().filter(|c| matches!(c.class.as_str(), "people" | "name" | "person")) {
        let mut start = c.from;
        let mut cut = false;
        for n in c.from..=c.to {
            let form = found.get(n).map_or("", |t| t.form.as_str());
            let over = n == c.to || matches!(form, "," | "and" | "&");
            let place = matches!(form, "in" | "from" | "at" | "(");
            if (over || place)
                && !cut
                && let Some(name) = words(line, found, start, n).filter(|_| n > start + 1)
            {
                out.push(name);
            }
            cut = place || cut && !over;
            if over {
                start = n + 1;
            }
        }
    }
    out
}
