//! Tense of the clause a time expression stands in: by the parse where there is one, else by the nearest verb form.

use dateline_report::{Span, Tok};

use super::expr::Tense;
use super::rules::TimeRules;
use crate::quantity::{Atom, AtomKind};
use crate::syntax::Syntax;
use crate::token::{Rel, TokenIx, Upos};

/// Where an expression hangs in the tree: the word it modifies.
pub(super) fn governor(syntax: &Syntax, tokens: Span<Tok>) -> Option<TokenIx> {
    tokens.range().map(|n| TokenIx(n as u32)).find_map(|t| syntax.head(t).filter(|h| !tokens.has(h.0)))
}

fn has_cue(rules: &TimeRules, syntax: &Syntax, token: TokenIx) -> bool {
    let form = syntax.form(token).to_lowercase();
    rules.future_words.iter().any(|w| *w == form)
}

/// Tense by the tree: the nearest governor that shows one.
fn by_tree(rules: &TimeRules, syntax: &Syntax, start: TokenIx) -> Tense {
    let mut at = Some(start);
    let mut steps = 0;
    while let Some(token) = at {
        steps += 1;
        if steps > 12 {
            break;
        }
        let verbal = matches!(syntax.upos(token), Upos::Verb | Upos::Aux);
        let auxiliaries: Vec<TokenIx> = syntax.children_by(token, &[Rel::Aux, Rel::AuxPass, Rel::Cop]).collect();
        if auxiliaries.iter().any(|a| has_cue(rules, syntax, *a)) {
            return Tense::Future;
        }
        let tag = syntax.token(token).map_or("", |t| t.xpos.as_str());
        if verbal || !auxiliaries.is_empty() {
            let form = |a: &TokenIx| syntax.token(*a).map_or("", |t| t.xpos.as_str());
            let past_aux = auxiliaries.iter().any(|a| form(a) == "VBD" || syntax.lemma(*a) == "have");
            let present_aux = auxiliaries.iter().any(|a| matches!(form(a), "VBZ" | "VBP"));
            if present_aux && !past_aux && has_cue(rules, syntax, token) {
                return Tense::Future; // "is expected", "are due"
            }
            match tag {
                "VBD" => return Tense::Past,
                _ if past_aux => return Tense::Past,
                "VBZ" | "VBP" => return Tense::Present,
                _ if present_aux => return Tense::Present,
                "VB" if syntax.children_by(token, &[Rel::Mark]).any(|m| syntax.form(m).eq_ignore_ascii_case("to"))
                    // What somebody agreed, plans or is set to do lies ahead; so does the infinitive of a headline.
                    && syntax.head(token).is_none_or(|h| has_cue(rules, syntax, h)) =>
                {
                    return Tense::Future;
                }
                _ => {}
            }
        }
        at = syntax.head(token);
    }
    Tense::Unknown
}

fn cue_ends_at(rules: &TimeRules, atoms: &[Atom], at: usize) -> bool {
    rules.future.iter().any(|cue| {
        let Some(start) = (at + 1).checked_sub(cue.len()) else {
            return false;
        };
        cue.iter().enumerate().all(|(n, w)| atoms.get(start + n).is_some_and(|a| a.text == *w))
    })
}

fn verb(rules: &TimeRules, atoms: &[Atom], at: usize) -> Option<Tense> {
    let atom = atoms.get(at).filter(|a| a.kind == AtomKind::Word)?;
    if atom.capital && matches!(atom.text.as_str(), "may" | "will") {
        return None;
    }
    if cue_ends_at(rules, atoms, at) {
        return Some(Tense::Future);
    }
    let text = atom.text.as_str();
    // "to be named", "are closed": the auxiliary tells.
    if text.ends_with("ed") && at > 0 {
        match atoms[at - 1].text.as_str() {
            "be" | "being" => return None,
            "is" | "are" => return Some(Tense::Present),
            _ => {}
        }
    }
    if rules.past.iter().any(|p| p == text)
        || (text.len() > 4 && text.ends_with("ed") && !rules.not_past.iter().any(|p| p == text))
    {
        return Some(Tense::Past);
    }
    match text {
        "has" | "have" => Some(Tense::Past),
        "is" | "are" | "says" | "say" | "meets" | "begins" => Some(Tense::Present),
        _ => None,
    }
}

/// Tense by the nearest verb form: to the left first, then to the right.
fn by_words(rules: &TimeRules, atoms: &[Atom], start: usize, end: usize) -> Tense {
    let stop = |a: &Atom| matches!(a.text.as_str(), ";" | "\u{201c}" | "\u{201d}" | "\"" | "•");
    for at in (start.saturating_sub(30)..start).rev() {
        if atoms.get(at).is_some_and(stop) {
            break;
        }
        if let Some(tense) = verb(rules, atoms, at) {
            return tense;
        }
    }
    for at in end..(end + 20).min(atoms.len()) {
        if atoms.get(at).is_some_and(stop) {
            break;
        }
        if let Some(tense) = verb(rules, atoms, at) {
            return tense;
        }
    }
    Tense::Unknown
}

/// Does what was done look ahead to the time? "offered talks on Wednesday", "offered talks, possibly on Wednesday", "was closed until Friday";
/// but "offered on Wednesday to talk" tells when it was offered.
fn looks_ahead(rules: &TimeRules, syntax: &Syntax, governor: TokenIx, atoms: &[Atom], start: usize) -> bool {
    let of = |list: &[smol_str::SmolStr], token: TokenIx| list.iter().any(|w| *w == syntax.lemma(token));
    let word = |back: usize| start.checked_sub(back).and_then(|at| atoms.get(at)).map_or("", |a| a.text.as_str());
    let until = [1, 2].iter().any(|n| matches!(word(*n), "until" | "till") || *n == 1 && word(*n) == "to");
    if until && of(&rules.deferring, governor) {
        return true;
    }
    let object = syntax.upos(governor) == Upos::Noun
        && matches!(syntax.rel(governor), Rel::Obj | Rel::Obl)
        && syntax.head(governor).is_some_and(|verb| verb < governor && of(&rules.proposing, verb));
    let perhaps = [2, 3].iter().any(|n| rules.perhaps.iter().any(|w| w == word(*n)));
    object || perhaps && of(&rules.proposing, governor)
}

/// Tense of the clause of an expression: its tokens, and its pieces `start..end` of the sentence.
pub(super) fn tense(
    rules: &TimeRules,
    syntax: &Syntax,
    tokens: Span<Tok>,
    atoms: &[Atom],
    start: usize,
    end: usize,
) -> Tense {
    if let Some(g) = governor(syntax, tokens)
        && looks_ahead(rules, syntax, g, atoms, start)
    {
        return Tense::Future;
    }
    let by_tree = governor(syntax, tokens).map_or(Tense::Unknown, |g| by_tree(rules, syntax, g));
    if by_tree == Tense::Unknown { by_words(rules, atoms, start, end) } else { by_tree }
}
