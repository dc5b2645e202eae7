//! How surely the words were read on which an event rests. What is read unsurely is kept apart, not told as a fact.

use crate::event::UNDECIDED;
use crate::event::view::View;
use crate::mention::MentionIx;
use crate::syntax::Syntax;
use crate::token::{Rel, TokenIx, Upos};

/// Most arcs between a participant and the deed that are looked at.
const FAR: usize = 4;

/// The least confidence of the arcs from a word up to the predicate; of its own arc, where the way does not lead there.
fn way(s: &Syntax<'_>, from: TokenIx, predicate: TokenIx) -> u16 {
    let arc = |t: TokenIx| s.token(t).map_or(0, |t| t.arc_sure);
    // Which word of a name stands for it is often unsure ("Ada Brandt") and does not matter: if one of its parts is not below its first
    // word, it is most likely the part that hangs where the name does.
    let sure = |t: TokenIx| {
        let parts = s.children_by(t, &[Rel::Flat, Rel::Compound, Rel::Nmod]).filter(|c| s.upos(*c) == Upos::Propn);
        (arc(t) + parts.map(|c| 1000 - arc(c).min(1000)).max().unwrap_or(0)).min(1000)
    };
    let (mut at, mut least) = (from, 1000);
    for _ in 0..FAR {
        if at == predicate {
            return least;
        }
        least = least.min(sure(at));
        let Some(head) = s.head(at) else { break };
        at = head;
    }
    if at == predicate { least } else { sure(from) }
}

/// How surely an event was read, 0 to 1000.
pub(super) fn reading(
    s: &Syntax<'_>,
    view: &View<'_>,
    predicate: TokenIx,
    source: &[MentionIx],
    target: &[MentionIx],
) -> u16 {
    let tag = s.token(predicate).map_or(0, |t| t.tag_sure);
    let ways = source.iter().chain(target).filter_map(|m| view.mention(*m)).map(|m| way(s, m.head, predicate));
    ways.fold(tag, u16::min)
}

/// Takes out the participants whose tie to the deed is below [`UNDECIDED`], unless nobody would be left; gives them back.
pub(super) fn part(
    s: &Syntax<'_>,
    view: &View<'_>,
    predicate: TokenIx,
    source: &mut Vec<MentionIx>,
    target: &mut Vec<MentionIx>,
) -> Vec<MentionIx> {
    let sure = |m: &MentionIx| view.mention(*m).is_none_or(|m| way(s, m.head, predicate) >= UNDECIDED);
    if !source.iter().chain(target.iter()).any(sure) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for side in [source, target] {
        out.extend(side.iter().filter(|m| !sure(m)));
        side.retain(|m| sure(m));
    }
    out
}
