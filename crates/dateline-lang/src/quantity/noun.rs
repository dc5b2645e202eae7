//! The noun that a number counts, and the whole of a share: by the tags where there are any, else by the forms.

use dateline_report::{Byte, Span};
use smol_str::SmolStr;

use super::atoms::{Atom, AtomKind};
use super::rules::QuantityRules;
use crate::syntax::Syntax;
use crate::token::{TokenIx, Upos};

/// A noun phrase after a number.
#[derive(Debug, Clone)]
pub(super) struct Noun {
    /// The phrase.
    pub(super) span: Span<Byte>,
    /// Piece after it.
    pub(super) end: usize,
    /// Lemma of its head, or its singular by rule.
    pub(super) lemma: SmolStr,
    /// Its head as a token.
    pub(super) head: Option<TokenIx>,
    /// Begins with a capital and is all the phrase has.
    pub(super) capital: bool,
    /// The head is a plural.
    pub(super) plural: bool,
}

/// How many words a noun phrase may have.
const LONGEST: usize = 7;

fn upos(syntax: &Syntax, atom: &Atom) -> Upos {
    syntax.token_at(atom.span.start).map_or(Upos::X, |t| syntax.upos(t))
}

fn singular(text: &str) -> SmolStr {
    let irregular = match text {
        "people" => Some("person"),
        "men" => Some("man"),
        "women" => Some("woman"),
        "children" => Some("child"),
        _ => None,
    };
    if let Some(word) = irregular {
        return word.into();
    }
    if let Some(stem) = text.strip_suffix("ies").filter(|s| s.len() > 2) {
        return format!("{stem}y").into();
    }
    for (ending, keep) in [("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")] {
        if let Some(stem) = text.strip_suffix(ending) {
            return format!("{stem}{keep}").into();
        }
    }
    match text.strip_suffix('s') {
        Some(stem) if !text.ends_with("ss") && stem.len() > 2 => stem.into(),
        _ => text.into(),
    }
}

fn is_plural(rules: &QuantityRules, text: &str) -> bool {
    rules.context.plurals.contains(text)
        || (text.len() > 3
            && text.ends_with('s')
            && !text.ends_with("ss")
            && !text.ends_with("us")
            && !text.ends_with("is"))
}

fn made(syntax: &Syntax, rules: &QuantityRules, atoms: &[Atom], start: usize, head: usize) -> Option<Noun> {
    let (first, last) = (atoms.get(start)?, atoms.get(head)?);
    let token = syntax.token_at(last.span.start);
    let tagged = token.filter(|t| syntax.upos(*t) != Upos::X);
    let lemma = match tagged {
        Some(t) if !syntax.lemma(t).is_empty() => SmolStr::from(syntax.lemma(t)),
        _ => singular(&last.text),
    };
    let tag = tagged.and_then(|t| syntax.token(t)).map(|t| t.xpos.clone());
    let plural = tag.as_deref().map_or_else(
        || is_plural(rules, &last.text),
        |t| matches!(t, "NNS" | "NNPS") || rules.context.plurals.contains(&last.text),
    );
    Some(Noun {
        span: first.span.hull(last.span),
        end: head + 1,
        lemma,
        head: token,
        capital: start == head && last.capital,
        plural,
    })
}

/// The noun phrase that begins at `start`, up to its head: "US troops", "Turkish rescue workers".
pub(super) fn phrase(syntax: &Syntax, rules: &QuantityRules, atoms: &[Atom], start: usize) -> Option<Noun> {
    let first = atoms.get(start)?;
    // A possessive or article before the noun belongs to it: "of its people".
    let mut at = start;
    if matches!(first.text.as_str(), "the" | "its" | "their" | "his" | "her" | "our" | "these" | "those") {
        at += 1;
    }
    let tagged =
        syntax.sentences.first().is_some_and(|_| atoms[start..].iter().take(3).any(|a| upos(syntax, a) != Upos::X));
    let mut head = None;
    let mut n = at;
    while n < atoms.len() && n < at + LONGEST {
        let atom = &atoms[n];
        let joins =
            atom.kind == AtomKind::Mark && atom.text == "-" && atom.glued && atoms.get(n + 1).is_some_and(|a| a.glued);
        // Abbreviated states: "U . S ."
        let dotted = atom.text == "." && atom.glued && n > at && atoms[n - 1].capital && atoms[n - 1].span.len() == 1;
        if joins || dotted {
            n += 1;
            continue;
        }
        if atom.kind != AtomKind::Word || rules.context.stop.contains(&atom.text) || atom.text == "'s" {
            break;
        }
        if rules.numbers.is_number_word(atom) || rules.glued_sign(atom).is_some() {
            break;
        }
        if tagged {
            match upos(syntax, atom) {
                Upos::Noun | Upos::Propn => {
                    head = Some(n);
                    if rules.context.plurals.contains(&atom.text) {
                        break;
                    }
                }
                Upos::Adj if rules.context.plurals.contains(&atom.text) => {
                    let nominal = atoms
                        .get(n + 1)
                        .is_none_or(|a| !matches!(upos(syntax, a), Upos::Noun | Upos::Propn | Upos::Adj));
                    if nominal {
                        head = Some(n);
                        break;
                    }
                }
                Upos::Verb if head.is_none() && rules.context.plurals.contains(&atom.text) => {
                    head = Some(n);
                    break;
                }
                Upos::Adj | Upos::Num | Upos::Adv if head.is_none_or(|h| h + 1 == n) => {}
                Upos::X if atom.capital || head.is_none() => head = Some(n),
                Upos::Verb
                    if head.is_none() && n == at && (atom.text.ends_with("ed") || atom.text.ends_with("ing")) => {}
                _ => break,
            }
        } else {
            if is_plural(rules, &atom.text) {
                head = Some(n);
                break;
            }
            if n == at + 4 {
                break;
            }
        }
        n += 1;
    }
    if !tagged && head.is_none() {
        // No plural: a single word that ends the clause or stands before a function word.
        let ends = |k: usize| {
            atoms
                .get(k)
                .is_none_or(|a| a.kind == AtomKind::Mark && a.text != "-" || rules.context.stop.contains(&a.text))
        };
        head = (at..n)
            .find(|k| ends(k + 1))
            .filter(|k| atoms[*k].kind == AtomKind::Word && !atoms[*k].text.ends_with("ed") && *k < at + 3);
    }
    made(syntax, rules, atoms, start, head?)
}

/// The whole of a share: a noun phrase with what is joined to it by "of" ("its supply of rare earth minerals").
pub(super) fn whole(syntax: &Syntax, rules: &QuantityRules, atoms: &[Atom], start: usize) -> Option<Noun> {
    let determiner = |a: &Atom| {
        matches!(
            a.text.as_str(),
            "the" | "its" | "their" | "his" | "her" | "our" | "all" | "these" | "those" | "this" | "that" | "a" | "an"
        )
    };
    let tagged = atoms.get(start..)?.iter().take(4).any(|a| upos(syntax, a) != Upos::X);
    let mut n = start;
    let mut head: Option<usize> = None;
    let mut end: Option<usize> = None;
    while n < atoms.len() && n < start + 14 {
        let atom = &atoms[n];
        let nominal = match upos(syntax, atom) {
            Upos::Noun | Upos::Propn | Upos::Num => true,
            Upos::Adj => true,
            Upos::X => {
                atom.kind == AtomKind::Word
                    && !rules.context.stop.contains(&atom.text)
                    && !(!tagged
                        && end.is_some()
                        && (atom.text.ends_with("ed") || atom.text.ends_with("es") && is_verb_like(&atom.text)))
            }
            _ => false,
        };
        let glue = determiner(atom)
            || atom.text == "'s"
            || (matches!(atom.text.as_str(), "-" | "'") && atom.glued)
            || (atom.text == "." && atom.glued && n > start && atoms[n - 1].span.len() == 1 && atoms[n - 1].capital);
        if (atom.text == "of" || atom.text == "and") && end == Some(n) {
            if atom.text == "and"
                && !atoms.get(n + 1).is_some_and(|a| matches!(upos(syntax, a), Upos::Noun | Upos::Adj))
            {
                break;
            }
        } else if atom.kind == AtomKind::Word
            && nominal
            && !matches!(atom.text.as_str(), "comes" | "come" | "goes" | "go")
        {
            let noun_like = !matches!(upos(syntax, atom), Upos::Adj);
            if noun_like || !tagged {
                if head.is_none_or(|h| {
                    h + 1 == n
                        || atoms[h + 1..n]
                            .iter()
                            .all(|a| a.text == "-" || a.text == "'s" || upos(syntax, a) == Upos::Adj)
                }) {
                    head = Some(n);
                }
                end = Some(n + 1);
            }
        } else if !glue {
            break;
        }
        n += 1;
    }
    let (head, end) = (head?, end?);
    let mut noun = made(syntax, rules, atoms, start, head)?;
    noun.span = noun.span.hull(atoms.get(end - 1)?.span);
    noun.end = end;
    Some(noun)
}

fn is_verb_like(text: &str) -> bool {
    matches!(text, "comes" | "goes" | "does" | "passes" | "reaches")
}
