//! What a disagreement is about, in the words of a report.

use dateline_lang::token::{Rel, Upos};
use dateline_lang::{Document, TokenIx};
use dateline_report::ReportIx;

use crate::amounts::Measured;
use crate::view::View;

/// Most words of a clause that is quoted to say what something is about.
const WORDS: usize = 10;

/// Printed words from one token up to another, the latter not included.
fn printed(view: &View<'_>, report: ReportIx, from: usize, to: usize) -> String {
    let tokens = &view.doc(report).tokens;
    match (tokens.get(from), to.checked_sub(1).and_then(|last| tokens.get(last))) {
        (Some(a), Some(b)) if from < to => {
            view.report(report).slice(a.span.hull(b.span)).split_whitespace().collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}

/// First token of what stands before a noun and belongs to it ("state" of "state visit"), numbers and articles aside.
fn opens(doc: &Document, noun: TokenIx) -> usize {
    (0..noun.at())
        .rev()
        .take_while(|n| {
            let t = &doc.tokens[*n];
            t.head == Some(noun) && matches!(t.rel, Rel::Compound | Rel::Amod | Rel::Flat) && t.upos != Upos::Num
        })
        .last()
        .unwrap_or(noun.at())
}

/// What is so long: the noun that a length belongs to ("state visit" of "a three-day state visit"), else the words of the clause before it.
pub(super) fn lasting(view: &View<'_>, m: &Measured<'_>) -> String {
    let doc = view.doc(m.report);
    let first = m.quantity.tokens.start as usize;
    let within = |t: TokenIx| {
        doc.tokens
            .get(t.at())
            .is_some_and(|k| k.span.start >= m.quantity.span.start && k.span.end <= m.quantity.span.end)
    };
    if let Some(what) = m.quantity.what {
        let words = view.report(m.report).slice(what).split_whitespace().collect::<Vec<_>>().join(" ");
        // not where what is counted is the unit itself
        if !words.is_empty() && !m.quantity.counted.is_some_and(within) {
            return format!("length of the {words}");
        }
    }
    let mut at = TokenIx(m.quantity.tokens.start);
    for _ in 0..4 {
        let Some(head) = doc.tokens.get(at.at()).and_then(|t| t.head) else { break };
        at = head;
        let Some(token) = doc.tokens.get(at.at()) else { break };
        if within(at) {
            continue;
        }
        match token.upos {
            // "state" of "a three-day state visit" is no name of its own
            Upos::Noun | Upos::Propn if token.rel == Rel::Compound => {}
            Upos::Noun | Upos::Propn => {
                let from = opens(doc, at);
                // the number and its unit are no part of the name
                let after = doc.tokens.partition_point(|t| t.span.end <= m.quantity.span.end);
                let from = if from < after && at.at() >= after { after } else { from };
                return format!("length of the {}", printed(view, m.report, from, at.at() + 1));
            }
            Upos::Verb if at.at() < first => {
                let words = printed(view, m.report, at.at(), first);
                return format!("how long (“{}”)", words.split(' ').take(WORDS).collect::<Vec<_>>().join(" "));
            }
            Upos::Verb => break,
            _ => {}
        }
    }
    format!("length of the {}", m.counted)
}

/// The noun that a lone participle describes, before it: "pact" for "the pact signed in May".
pub(super) fn described(view: &View<'_>, report: ReportIx, participle: usize) -> Option<String> {
    let doc = view.doc(report);
    let token = doc.tokens.get(participle)?;
    let noun = token.head.filter(|h| matches!(token.rel, Rel::Acl | Rel::AclRelcl) && h.at() < participle)?;
    Some(printed(view, report, opens(doc, noun), noun.at() + 1))
}
