//! Training of the parser with a dynamic oracle and exploration (Goldberg and Nivre 2013).

use dateline_lang::engine::arcs::{self, MOVES, Move, State};
use dateline_lang::engine::table::Weights;
use dateline_lang::engine::tag::TagSet;
use dateline_lang::engine::word::Word;

use crate::conllu::Tree;
use crate::perceptron::{Perceptron, Sequence};

/// Governor of each word (the number of words stands for the root) and number of its relation.
struct Gold {
    heads: Vec<usize>,
    rels: Vec<u8>,
}

/// How many gold arcs a move makes impossible, for shift, left and right; `None` where it may not be made.
fn costs(s: &State, gold: &Gold) -> [Option<usize>; 3] {
    let n = s.len;
    let buffer = s.next..n;
    let head = |w: usize| gold.heads.get(w).copied().unwrap_or(n);
    let shift = (s.next < n).then(|| {
        let b = s.next;
        let deeper = s.stack.len().saturating_sub(1);
        let lost = s.stack.iter().take(deeper).filter(|w| head(b) == usize::from(**w)).count();
        lost + s.stack.iter().filter(|w| head(usize::from(**w)) == b).count()
    });
    let Some(top) = s.stack.last().map(|t| usize::from(*t)) else {
        return [shift, None, None];
    };
    let children = buffer.clone().filter(|w| head(*w) == top).count();
    let below = s.stack.len().checked_sub(2).map(|at| usize::from(s.stack[at]));
    let ahead = |from: usize| head(top) >= from && head(top) <= n; // the root stands after the last word
    let left = (s.next < n || s.stack.len() == 1)
        .then(|| children + usize::from(ahead(s.next + 1)) + usize::from(below == Some(head(top))));
    let right = below.map(|_| children + usize::from(ahead(s.next)));
    [shift, left, right]
}

/// The moves that lose least.
fn right_moves(s: &State, gold: &Gold) -> Vec<bool> {
    let costs = costs(s, gold);
    let least = costs.iter().flatten().min().copied().unwrap_or(0);
    let mut right = vec![false; MOVES];
    let Some(top) = s.stack.last().map(|t| usize::from(*t)) else {
        right[0] = true;
        return right;
    };
    let below = s.stack.len().checked_sub(2).map(|at| usize::from(s.stack[at]));
    for (class, slot) in right.iter_mut().enumerate() {
        let m = Move::of(class);
        if !s.legal(m) {
            continue;
        }
        *slot = match m {
            Move::Shift => costs[0] == Some(least),
            Move::Left(r) => costs[1] == Some(least) && (gold.heads[top] != s.next || gold.rels[top] == r),
            Move::Right(r) => costs[2] == Some(least) && (Some(gold.heads[top]) != below || gold.rels[top] == r),
        };
    }
    if !right.contains(&true) {
        // a root relation where the text's own root is lost: any legal move
        for (class, slot) in right.iter_mut().enumerate() {
            *slot = s.legal(Move::of(class));
        }
    }
    right
}

/// Trains on trees with the given tags.
pub(crate) fn train(
    tags: &TagSet,
    trees: &[Tree],
    found: &[Vec<u8>],
    passes: usize,
    say: &(dyn Fn(&str) + Sync),
) -> Perceptron {
    let mut model = Perceptron::new();
    let mut sequence = Sequence(11);
    let mut keys = Vec::new();
    let mut scores = vec![0i32; MOVES];
    for pass in 0..passes {
        let (mut moves, mut wrong) = (0u64, 0u64);
        for n in sequence.order(trees.len()) {
            let (Some(tree), Some(tags_found)) = (trees.get(n), found.get(n)) else {
                continue;
            };
            let len = tree.words.len();
            if len > 250 {
                continue;
            }
            let gold = Gold {
                heads: tree.words.iter().map(|w| w.head.unwrap_or(len)).collect(),
                rels: tree.words.iter().map(|w| w.rel.number()).collect(),
            };
            let upos: Vec<u8> =
                tags_found.iter().map(|t| tags.tags.get(usize::from(*t)).map_or(0, |(u, _)| *u as u8)).collect();
            let nodes = arcs::nodes(&Word::sentence(&tree.forms()), tags_found, &upos);
            let mut state = State::new(len);
            while !state.done() {
                arcs::features(&nodes, &state, &mut keys);
                scores.fill(0);
                for k in &keys {
                    model.add(*k, &mut scores);
                }
                let guess = arcs::best(&state, &scores);
                let right = right_moves(&state, &gold);
                let best_right =
                    (0..MOVES).filter(|c| right[*c]).max_by_key(|c| (scores[*c], std::cmp::Reverse(*c))).unwrap_or(0);
                model.tick();
                moves += 1;
                let mistaken = !right[guess.class()];
                if mistaken {
                    wrong += 1;
                    model.learn(&keys, best_right, guess.class());
                }
                // explore: after the first pass, mostly follow the mistake
                let follow = mistaken && pass > 0 && sequence.below(10) < 9;
                state.make(if mistaken && !follow { Move::of(best_right) } else { guess });
            }
        }
        say(&format!(
            "parser, pass {}: {:.2} % of {moves} moves wrong",
            pass + 1,
            100.0 * wrong as f64 / moves.max(1) as f64
        ));
    }
    model
}
