//! Which lines are furniture, and of which kind.

use std::collections::BTreeSet;

use super::rules::{Begins, FurnitureRules, Hit, Where, ends_sentence, word_count};
use super::token::{Shape, Token, tokens};
use crate::report::FurnitureKind;

/// What was found of a line.
#[derive(Debug, Clone)]
pub(crate) struct Marked {
    /// The tokens of the line (its first, if it is long).
    pub(crate) tokens: Vec<Token>,
    /// Its kind, if it is furniture.
    pub(crate) kind: Option<FurnitureKind>,
    /// The rule that says so, if a rule did.
    pub(crate) rule: Option<usize>,
    /// Parts of a line that mixes several things: tokens from and to.
    pub(crate) segments: Vec<(usize, usize)>,
    /// Is it one of a list of sources?
    pub(crate) listed: bool,
    /// Is it a paragraph of the article?
    pub(crate) paragraph: bool,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Head,
    Middle,
    Tail,
}

struct Row {
    number: usize,
    tokens: Vec<Token>,
    complete: bool,
    words: usize,
    sentence: bool,
    hit: Option<Hit>,
    segments: Option<Segmented>,
    kind: Option<FurnitureKind>,
    listed: bool,
    /// Was a blank line before it?
    apart: bool,
}

#[derive(Debug, Clone)]
struct Segmented {
    kind: FurnitureKind,
    any: bool,
    parts: Vec<(usize, usize)>,
}

/// Marks the lines of a text. `known` are names of the outlet that are known from elsewhere (given, or the page's metadata).
pub(crate) fn classify(lines: &[&str], known: &[String], rules: &FurnitureRules) -> Vec<Marked> {
    let mut rows = rows(lines, rules);
    let paragraphs = paragraphs(&rows, rules);
    let zones = zones(&rows, &paragraphs);
    decide(&mut rows, &zones, &paragraphs, rules);
    let content = content(&rows, &paragraphs, rules);
    blocks(&mut rows, &zones, &paragraphs, &content, rules);
    mastheads(&mut rows, &zones, &paragraphs, known);
    leftovers(&mut rows, &zones, &paragraphs, &content, rules);
    let mut out: Vec<Marked> = lines
        .iter()
        .map(|_| Marked {
            tokens: Vec::new(),
            kind: None,
            rule: None,
            segments: Vec::new(),
            listed: false,
            paragraph: false,
        })
        .collect();
    for (row, paragraph) in rows.into_iter().zip(paragraphs) {
        if let Some(slot) = out.get_mut(row.number) {
            let rule = row.kind.and(row.hit).map(|h| h.rule);
            let segments = row.segments.map(|s| s.parts).unwrap_or_default();
            *slot = Marked { tokens: row.tokens, kind: row.kind, rule, segments, listed: row.listed, paragraph };
        }
    }
    out
}

/// The lines that are not blank, with what each looks like by itself.
fn rows(lines: &[&str], rules: &FurnitureRules) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut apart = false;
    for (number, line) in lines.iter().enumerate() {
        if line.is_empty() {
            apart = true;
            continue;
        }
        let (found, complete) = tokens(line);
        let short = line.len() <= rules.scoring.longest;
        let bare = if is_bullet(found.first()) { 1 } else { 0 };
        let whole = if short { rules.best(&found, complete) } else { None };
        let after = if short && bare > 0 { found.get(bare..).and_then(|f| rules.best(f, complete)) } else { None };
        let hit = if after.map(|h| h.score) > whole.map(|h| h.score) { after } else { whole };
        let segments = if short && complete { segments(&found, rules) } else { None };
        rows.push(Row {
            number,
            words: if complete { word_count(&found) } else { line.split_whitespace().take(1000).count() },
            sentence: if complete { ends_sentence(&found) } else { ends_sentence(&tokens(last_part(line)).0) },
            tokens: found,
            complete,
            hit,
            segments,
            kind: None,
            listed: false,
            apart: std::mem::take(&mut apart),
        });
    }
    rows
}

/// The last few characters of a line.
fn last_part(line: &str) -> &str {
    let from = line.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    line.get(from..).unwrap_or("")
}

/// A line of several parts parted by bars, free-standing dashes or wide gaps, each of which is furniture or a name.
fn segments(line: &[Token], rules: &FurnitureRules) -> Option<Segmented> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (n, token) in line.iter().enumerate() {
        let next_spaced = line.get(n + 1).is_none_or(|t| t.spaced);
        let bar = matches!(token.form.as_str(), "|" | "•" | "·" | "●" | "¦")
            || matches!(token.form.as_str(), "-" | "/" | "»" | ">") && token.spaced && next_spaced;
        // "22:18   Source: Nordvik Post   Editor: Ada Noor"
        if token.gap && !bar && n > start {
            parts.push((start, n));
            start = n;
        }
        if bar {
            if n > start {
                parts.push((start, n));
            }
            start = n + 1;
        }
    }
    if start < line.len() {
        parts.push((start, line.len()));
    }
    if parts.len() < 2 || parts.len() > 12 {
        return None;
    }
    let mut kinds = Vec::new();
    let mut strong = 0;
    let mut any = false;
    for &(from, to) in &parts {
        let part = line.get(from..to).unwrap_or_default();
        let rule = rules
            .best(part, true)
            .filter(|h| h.score >= rules.scoring.threshold)
            .and_then(|h| rules.rules.get(h.rule).map(|r| (r, h.score)));
        match rule {
            Some((rule, score)) => {
                strong += usize::from(score > rules.scoring.threshold);
                any |= rule.place == Where::Any;
                kinds.push(Some(rule.kind));
            }
            None if is_label(part, 6) => kinds.push(None),
            None => return None,
        }
    }
    if strong == 0 || strong * 3 < parts.len() {
        return None;
    }
    let first = kinds.first().copied().flatten().unwrap_or(FurnitureKind::Masthead);
    Some(Segmented { kind: first, any, parts })
}

/// Is it a name by its form: few words, all with capitals but for the small words inside names, no punctuation?
pub(super) fn is_label(line: &[Token], most: usize) -> bool {
    let words = word_count(line);
    let capitals = line.iter().filter(|t| matches!(t.shape, Shape::Capital | Shape::Upper)).count();
    let good = |t: &Token| match t.shape {
        Shape::Capital | Shape::Upper | Shape::Digits => true,
        // Small words of names are short in every language: of, the, de, al.
        Shape::Lower => t.form.len() <= 3,
        Shape::Sign => matches!(t.form.as_str(), "-" | "." | "&" | "(" | ")" | "+"),
    };
    (1..=most).contains(&words)
        && capitals * 2 > words
        && line.first().is_some_and(|t| matches!(t.shape, Shape::Capital | Shape::Upper))
        && line.iter().all(good)
}

/// Which rows are paragraphs of the article.
fn paragraphs(rows: &[Row], rules: &FurnitureRules) -> Vec<bool> {
    let scoring = &rules.scoring;
    let furniture = |r: &Row| r.hit.is_some_and(|h| h.score >= scoring.threshold) || r.segments.is_some();
    let of = |least: usize| -> Vec<bool> {
        rows.iter()
            .map(|r| !furniture(r) && (r.words >= scoring.paragraph_words || r.sentence && r.words >= least))
            .collect()
    };
    let found = of(scoring.paragraph_sentence_words);
    // A very short text has no long paragraph: then any sentence will do.
    if found.contains(&true) { found } else { of(3) }
}

fn zones(rows: &[Row], paragraphs: &[bool]) -> Vec<Zone> {
    let first = paragraphs.iter().position(|p| *p);
    let last = paragraphs.iter().rposition(|p| *p);
    (0..rows.len())
        .map(|n| match (first, last) {
            (Some(f), Some(l)) if n >= f && n <= l => Zone::Middle,
            (Some(f), _) if n > f => Zone::Tail,
            _ => Zone::Head,
        })
        .collect()
}

/// The rules' verdict on each line by itself, then on lines that only just fail beside lines that do not.
fn decide(rows: &mut [Row], zones: &[Zone], paragraphs: &[bool], rules: &FurnitureRules) {
    let scoring = &rules.scoring;
    // A first line is doubtful only while no other line could be the headline.
    let other_headline = rows
        .iter()
        .zip(zones)
        .skip(1)
        .any(|(r, z)| *z == Zone::Head && r.words >= 3 && r.hit.is_none() && r.segments.is_none());
    let scores: Vec<i32> = rows
        .iter()
        .enumerate()
        .map(|(n, row)| {
            if paragraphs.get(n) == Some(&true) {
                return i32::MIN / 2;
            }
            let zone = zones.get(n).copied().unwrap_or(Zone::Head);
            let by_rule = row.hit.and_then(|h| rules.rules.get(h.rule).map(|r| (h.score, r))).map(|(score, rule)| {
                let away = match (rule.place, zone) {
                    (Where::Edge, Zone::Middle) => scoring.middle,
                    (Where::Tail, Zone::Middle | Zone::Head) => scoring.middle,
                    _ => 0,
                };
                let first = n == 0 && !other_headline && rule.kind != FurnitureKind::Masthead;
                score + away + if first { scoring.first } else { 0 }
            });
            let by_parts = row
                .segments
                .as_ref()
                .map(|s| scoring.rule + if zone == Zone::Middle && !s.any { scoring.middle } else { 0 });
            by_rule.max(by_parts).unwrap_or(0)
        })
        .collect();
    for (n, row) in rows.iter_mut().enumerate() {
        let score = scores.get(n).copied().unwrap_or(0);
        let beside = |m: Option<usize>| m.and_then(|m| scores.get(m)).is_some_and(|s| *s >= scoring.threshold);
        let bonus = if beside(n.checked_sub(1)) || beside(Some(n + 1)) { scoring.neighbour } else { 0 };
        if score + if score > 0 { bonus } else { 0 } >= scoring.threshold {
            let own = row.hit.filter(|h| {
                row.segments.is_none()
                    || h.score >= scoring.threshold
                        && rules.rules.get(h.rule).is_some_and(|r| r.kind != FurnitureKind::Masthead)
            });
            let by_rule = own.and_then(|h| rules.rules.get(h.rule)).map(|r| r.kind);
            row.kind = match (&row.segments, by_rule) {
                // A line that mixes several takes the kind of its first part.
                (Some(s), _) => Some(s.kind),
                (None, kind) => kind,
            };
        }
    }
}

/// Content words of the article's paragraphs.
fn content(rows: &[Row], paragraphs: &[bool], rules: &FurnitureRules) -> BTreeSet<String> {
    rows.iter()
        .zip(paragraphs)
        .filter(|(_, p)| **p)
        .flat_map(|(r, _)| r.tokens.iter().filter_map(|t| stem(t, rules)))
        .collect()
}

/// The beginning of a content word, so that inflected forms meet; `None` for function words, digits and signs.
fn stem(token: &Token, rules: &FurnitureRules) -> Option<String> {
    let word = matches!(token.shape, Shape::Lower | Shape::Capital | Shape::Upper) && token.form.chars().count() > 2;
    (word && !rules.function.contains(&token.form)).then(|| token.form.chars().take(5).collect())
}

/// Share of a line's content words that also stand in the article.
fn shared(row: &Row, content: &BTreeSet<String>, rules: &FurnitureRules) -> f64 {
    let stems: Vec<String> = row.tokens.iter().filter_map(|t| stem(t, rules)).collect();
    if stems.is_empty() {
        return 0.0;
    }
    stems.iter().filter(|s| content.contains(*s)).count() as f64 / stems.len() as f64
}

fn headline_like(row: &Row) -> bool {
    !row.sentence && (1..=28).contains(&row.words) && row.complete
}

fn bulleted(row: &Row) -> bool {
    is_bullet(row.tokens.first())
}

fn is_bullet(token: Option<&Token>) -> bool {
    token.is_some_and(|t| matches!(t.form.as_str(), "-" | "•" | "*" | "·" | "●" | "»" | ">" | "→" | "►" | "▪"))
}

/// Lines that belong to a heading: names of sources, headlines of other stories.
fn blocks(rows: &mut [Row], zones: &[Zone], paragraphs: &[bool], content: &BTreeSet<String>, rules: &FurnitureRules) {
    let mut n = 0;
    while n < rows.len() {
        let begins = rows
            .get(n)
            .filter(|r| r.kind.is_some() && r.segments.is_none())
            .and_then(|r| r.hit)
            .and_then(|h| rules.rules.get(h.rule))
            .and_then(|r| r.begins);
        let zone = zones.get(n).copied().unwrap_or(Zone::Head);
        n += 1;
        match begins {
            Some(Begins::Sources) => n = list_of_sources(rows, n, paragraphs, rules),
            Some(Begins::Teasers | Begins::List) => {
                let free = |r: &Row, m: usize| {
                    (r.kind.is_none() || r.kind == Some(FurnitureKind::Masthead))
                        && paragraphs.get(m) != Some(&true)
                        && headline_like(r)
                };
                let length = rows.iter().enumerate().skip(n).take_while(|(m, r)| free(r, *m)).count();
                let before_paragraph = paragraphs.get(n + length) == Some(&true);
                for m in n..n + length {
                    let Some(row) = rows.get_mut(m) else { break };
                    let take = match zone {
                        Zone::Tail => true,
                        Zone::Head => bulleted(row),
                        // The last line before a paragraph may be a subhead of the article.
                        Zone::Middle => {
                            bulleted(row)
                                || !(before_paragraph
                                    && m + 1 == n + length
                                    && shared(row, content, rules) >= rules.scoring.shares_part)
                        }
                    };
                    if take {
                        row.kind = Some(FurnitureKind::Teaser);
                        row.hit = None;
                    }
                }
                n += length;
            }
            _ => {}
        }
    }
}

/// Marks names that follow a heading "Sources", and gives back the row after them.
fn list_of_sources(rows: &mut [Row], start: usize, paragraphs: &[bool], rules: &FurnitureRules) -> usize {
    let mut n = start;
    while let Some(row) = rows.get_mut(n) {
        let other = row
            .kind
            .is_some_and(|k| !matches!(k, FurnitureKind::Masthead | FurnitureKind::Credit | FurnitureKind::Sources));
        let named = row.words <= 8 && !row.sentence || row.words <= 2;
        if paragraphs.get(n) == Some(&true) || other || !named || row.apart && n > start && !is_label(&row.tokens, 6) {
            break;
        }
        let heading = row.hit.and_then(|h| rules.rules.get(h.rule)).is_some_and(|r| r.begins.is_some());
        if heading {
            break;
        }
        row.kind = Some(FurnitureKind::Sources);
        row.listed = true;
        row.hit = None;
        n += 1;
    }
    n
}

/// A line that only repeats the outlet's name. A label that could be the headline stays if there is no other headline.
fn mastheads(rows: &mut [Row], zones: &[Zone], paragraphs: &[bool], known: &[String]) {
    let in_head: Vec<usize> = (0..rows.len()).filter(|n| zones.get(*n) == Some(&Zone::Head)).collect();
    let headlines = in_head.iter().filter(|n| rows.get(**n).is_some_and(|r| r.kind.is_none())).count();
    for n in 0..rows.len() {
        let Some(row) = rows.get_mut(n) else { break };
        let zone = zones.get(n).copied().unwrap_or(Zone::Head);
        let name = row.tokens.iter().map(|t| t.form.as_str()).collect::<Vec<_>>().join(" ");
        let is_known =
            known.iter().any(|k| tokens(k).0.iter().map(|t| t.form.as_str()).collect::<Vec<_>>().join(" ") == name);
        if is_known && zone != Zone::Middle && row.kind.is_none() {
            row.kind = Some(FurnitureKind::Masthead);
            row.hit = None;
        }
        if row.kind != Some(FurnitureKind::Masthead) || row.segments.is_some() || is_known {
            continue;
        }
        match zone {
            Zone::Head
                if headlines == 0
                    && paragraphs.contains(&true)
                    && !row.tokens.iter().all(|t| t.shape != Shape::Lower) =>
            {
                row.kind = None
            }
            Zone::Head if headlines == 0 && n == 0 => row.kind = None,
            Zone::Tail => row.kind = Some(FurnitureKind::Credit),
            _ => {}
        }
    }
}

/// What is left after the last paragraph: names alone, and headlines of other stories once the page has begun.
fn leftovers(
    rows: &mut [Row],
    zones: &[Zone],
    paragraphs: &[bool],
    content: &BTreeSet<String>,
    rules: &FurnitureRules,
) {
    let mut begun = false;
    for n in 0..rows.len() {
        if zones.get(n) != Some(&Zone::Tail) {
            continue;
        }
        let opened = n
            .checked_sub(1)
            .and_then(|m| rows.get(m))
            .is_some_and(|r| r.tokens.last().is_some_and(|t| t.form == ":") && r.kind.is_none());
        let free = |m: usize| rows.get(m).is_none_or(|r| r.kind.is_some()) || paragraphs.get(m) == Some(&true);
        let alone = n.checked_sub(1).is_none_or(free) && free(n + 1);
        let Some(row) = rows.get_mut(n) else { break };
        if row.kind.is_some() {
            begun = true;
            continue;
        }
        let bullet = bulleted(row);
        if !opened
            && !bullet
            && alone
            && is_label(&row.tokens, 3)
            && row.tokens.iter().all(|t| t.shape != Shape::Digits)
        {
            // One word or capitals only: an agency; first and last name: who wrote it.
            let agency = row.words == 1 || row.tokens.iter().all(|t| t.shape != Shape::Capital);
            row.kind = Some(if agency { FurnitureKind::Credit } else { FurnitureKind::Byline });
            row.hit = None;
            begun = true;
        } else if begun && headline_like(row) && shared(row, content, rules) < rules.scoring.shares_part {
            row.kind = Some(FurnitureKind::Teaser);
            row.hit = None;
        }
    }
}
