//! The pattern language of `data/en/time/rules.toml`: flat sequences of words and word classes over [`Atom`]s.
//!
//! Optional elements are unfolded when the rules are read, so that matching is a walk along each sequence without going back.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::quantity::{Atom, AtomKind};

/// One step of an unfolded pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// One of these words or marks.
    Words(Vec<SmolStr>),
    /// A member of a class.
    Class(SmolStr),
    /// None of these words may stand here; takes nothing.
    Not(Vec<SmolStr>),
    /// The expression begins here.
    Begin,
    /// The expression ends here.
    End,
    /// The clause ends here: the sentence does, or a mark follows that is no part of a word or amount.
    Stop,
}

/// Pattern elements before unfolding.
enum Piece {
    Step(Step),
    Optional(Vec<Piece>),
}

fn parse(words: &mut std::iter::Peekable<std::slice::Iter<'_, &str>>, inside: bool) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    while let Some(word) = words.next() {
        match *word {
            "(" => {
                let inner = parse(words, true)?;
                pieces.push(Piece::Optional(inner));
            }
            ")?" if inside => return Ok(pieces),
            ")?" | ")" => return Err(format!("unexpected `{word}`")),
            "<" => pieces.push(Piece::Step(Step::Begin)),
            ">" => pieces.push(Piece::Step(Step::End)),
            "~" => pieces.push(Piece::Step(Step::Stop)),
            word => {
                let (word, optional) = match word.strip_suffix('?') {
                    Some(w) if !w.is_empty() => (w, true),
                    _ => (word, false),
                };
                let all = |w: &str| w.split('|').map(SmolStr::from).collect::<Vec<_>>();
                let step = match word.strip_prefix('!') {
                    Some(w) if !w.is_empty() => Step::Not(all(w)),
                    _ if word.chars().all(|c| c.is_ascii_uppercase()) => Step::Class(word.into()),
                    _ => Step::Words(all(word)),
                };
                pieces.push(if optional { Piece::Optional(vec![Piece::Step(step)]) } else { Piece::Step(step) });
            }
        }
    }
    if inside { Err("a group is not closed by `)?`".into()) } else { Ok(pieces) }
}

fn unfold(pieces: &[Piece]) -> Vec<Vec<Step>> {
    let mut all: Vec<Vec<Step>> = vec![Vec::new()];
    for piece in pieces {
        match piece {
            Piece::Step(step) => all.iter_mut().for_each(|p| p.push(step.clone())),
            Piece::Optional(inner) => {
                let inner = unfold(inner);
                let mut with = Vec::new();
                for start in &all {
                    for tail in &inner {
                        with.push(start.iter().chain(tail).cloned().collect());
                    }
                }
                all.extend(with);
            }
        }
    }
    all
}

/// Reads a pattern into its unfolded sequences.
///
/// # Errors
/// If brackets do not fit or nothing must be matched.
pub(super) fn sequences(pattern: &str) -> Result<Vec<Vec<Step>>, String> {
    let words: Vec<&str> = pattern.split_whitespace().collect();
    let pieces = parse(&mut words.iter().peekable(), false)?;
    let all = unfold(&pieces);
    if all.iter().any(|p| !p.iter().any(|s| matches!(s, Step::Words(_) | Step::Class(_)))) {
        return Err(format!("`{pattern}` can match nothing at all"));
    }
    Ok(all)
}

/// A member of a class found at some piece.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member {
    /// How many pieces it takes.
    pub(super) len: usize,
    /// Value as the table has it.
    pub(super) value: SmolStr,
    /// Value as a number, where it is one.
    pub(super) number: f64,
}

/// Classes at one piece.
pub(super) type Here = BTreeMap<SmolStr, Member>;

/// What a pattern took for a class.
#[derive(Debug, Clone)]
pub(super) struct Capture {
    pub(super) class: SmolStr,
    pub(super) value: SmolStr,
    pub(super) number: f64,
    pub(super) at: usize,
    pub(super) len: usize,
}

/// A pattern found in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Match {
    /// First piece of the expression, and the one after it.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Number of the rule.
    pub(super) rule: usize,
    pub(super) captures: Vec<Capture>,
    /// Literal words taken, as printed in lower case, with their place.
    pub(super) words: Vec<(usize, SmolStr)>,
}

/// Walks one sequence from `at`.
pub(super) fn walk(steps: &[Step], rule: usize, atoms: &[Atom], here: &[Here], at: usize) -> Option<Match> {
    let mut pos = at;
    let (mut start, mut end) = (at, None);
    let (mut captures, mut words) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Begin => start = pos,
            Step::End => end = Some(pos),
            Step::Stop => {
                let goes_on = |a: &Atom| {
                    a.kind != AtomKind::Mark
                        || matches!(a.text.as_str(), "\u{201c}" | "\"" | "$" | "€" | "£" | "%" | "(")
                        || matches!(a.text.as_str(), "-" | "/" | "&") && a.glued
                };
                if atoms.get(pos).is_some_and(goes_on) {
                    return None;
                }
            }
            Step::Not(list) => {
                if atoms.get(pos).is_some_and(|a| list.contains(&a.text)) {
                    return None;
                }
            }
            Step::Words(list) => {
                let atom = atoms.get(pos)?;
                if !list.contains(&atom.text) {
                    return None;
                }
                words.push((pos, atom.text.clone()));
                pos += 1;
            }
            Step::Class(name) => {
                let member = here.get(pos)?.get(name)?;
                captures.push(Capture {
                    class: name.clone(),
                    value: member.value.clone(),
                    number: member.number,
                    at: pos,
                    len: member.len,
                });
                pos += member.len;
            }
        }
    }
    let end = end.unwrap_or(pos);
    (start < end).then_some(Match { start, end, rule, captures, words })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn optional_parts_unfold() {
        assert_eq!(sequences("a b? ( c d? )? e").unwrap().len(), 6);
        assert!(sequences("a?").is_err());
        assert!(sequences("( a").is_err());
    }
}
