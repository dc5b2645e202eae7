//! Heads that make a tree with one root, with the greatest sum of scores (Chu and Liu 1965, Edmonds 1967).

/// More than any sum of scores: taken off every arc from the root, so that the best tree has just one.
const ROOT_COST: i64 = 1 << 40;

/// The head of each word; the number of words stands for the root. `scores` holds, for each word, a score for each word as its
/// head and one for the root.
#[must_use]
pub fn heads(scores: &[i32], words: usize) -> Vec<u16> {
    let wide = words + 1;
    let mut greedy: Vec<usize> = Vec::with_capacity(words);
    for (i, row) in scores.chunks_exact(wide).take(words).enumerate() {
        let mut best = words;
        for (h, s) in row.iter().enumerate() {
            if h != i && *s > row[best] {
                best = h;
            }
        }
        greedy.push(best);
    }
    if greedy.len() == words && is_tree(&greedy) {
        return greedy.into_iter().map(|h| h as u16).collect();
    }
    let mut costs = vec![vec![i64::MIN / 4; wide]; words];
    for (i, row) in scores.chunks_exact(wide).take(words).enumerate() {
        for (h, s) in row.iter().enumerate() {
            if h != i {
                costs[i][h] = i64::from(*s) - if h == words { ROOT_COST } else { 0 };
            }
        }
    }
    best_tree(costs).into_iter().map(|h| h as u16).collect()
}

/// One root, and every word reaches it.
fn is_tree(heads: &[usize]) -> bool {
    let words = heads.len();
    if heads.iter().filter(|h| **h == words).count() != 1 {
        return false;
    }
    // 0 unknown, 1 on the way, 2 reaches the root
    let mut known = vec![0u8; words];
    for start in 0..words {
        let mut at = start;
        let mut way = Vec::new();
        while at < words && known[at] == 0 {
            known[at] = 1;
            way.push(at);
            at = heads[at];
        }
        if at < words && known[at] == 1 {
            return false;
        }
        for n in way {
            known[n] = 2;
        }
    }
    true
}

/// Best head of each node for `costs[node][head]`, where the last head is the root. Cycles are contracted one at a time.
fn best_tree(costs: Vec<Vec<i64>>) -> Vec<usize> {
    let nodes = costs.len();
    let best: Vec<usize> = costs
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let mut top = nodes;
            for (h, s) in row.iter().enumerate() {
                if h != i && *s > row[top] {
                    top = h;
                }
            }
            top
        })
        .collect();
    let Some(cycle) = cycle(&best) else { return best };
    let mut inside = vec![false; nodes];
    for n in &cycle {
        inside[*n] = true;
    }
    // nodes outside keep their order; the cycle becomes the last node, the root follows it
    let outside: Vec<usize> = (0..nodes).filter(|n| !inside[*n]).collect();
    let merged = outside.len();
    let mut small = vec![vec![i64::MIN / 4; merged + 2]; merged + 1];
    let mut enter = vec![0usize; merged + 2]; // word of the cycle that takes the head
    let mut leave = vec![0usize; merged]; // word of the cycle that governs
    for (a, n) in outside.iter().enumerate() {
        for (b, m) in outside.iter().enumerate() {
            small[a][b] = costs[*n][*m];
        }
        small[a][merged + 1] = costs[*n][nodes];
        for c in &cycle {
            if costs[*n][*c] > small[a][merged] {
                small[a][merged] = costs[*n][*c];
                leave[a] = *c;
            }
        }
    }
    for (b, head) in outside.iter().copied().chain([nodes]).enumerate() {
        let b = if head == nodes { merged + 1 } else { b };
        for c in &cycle {
            let gain = costs[*c][head] - costs[*c][best[*c]];
            if gain > small[merged][b] {
                small[merged][b] = gain;
                enter[b] = *c;
            }
        }
    }
    let found = best_tree(small);
    let mut out = best;
    let old = |h: usize| if h > merged { nodes } else { outside[h] };
    for (a, n) in outside.iter().enumerate() {
        out[*n] = if found[a] == merged { leave[a] } else { old(found[a]) };
    }
    let head = found[merged];
    out[enter[head]] = old(head);
    out
}

fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; heads.len()];
    for start in 0..heads.len() {
        let mut at = start;
        while at < heads.len() && seen[at] == 0 {
            seen[at] = start + 1;
            at = heads[at];
        }
        if at < heads.len() && seen[at] == start + 1 {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(scores: &[i32], heads: &[u16], words: usize) -> i64 {
        heads.iter().enumerate().map(|(i, h)| i64::from(scores[i * (words + 1) + usize::from(*h)])).sum()
    }

    /// The best tree of all assignments, by trying each.
    fn all(scores: &[i32], words: usize) -> i64 {
        let mut best = i64::MIN;
        for n in 0..(words + 1).pow(words as u32) {
            let heads: Vec<usize> = (0..words).map(|i| n / (words + 1).pow(i as u32) % (words + 1)).collect();
            if heads.iter().enumerate().all(|(i, h)| i != *h) && is_tree(&heads) {
                let heads: Vec<u16> = heads.iter().map(|h| *h as u16).collect();
                best = best.max(total(scores, &heads, words));
            }
        }
        best
    }

    proptest! {
        #[test]
        fn no_tree_is_better(words in 1usize..5, scores in prop::collection::vec(-50i32..50, 30)) {
            let scores = &scores[..words * (words + 1)];
            let found = heads(scores, words);
            prop_assert!(is_tree(&found.iter().map(|h| usize::from(*h)).collect::<Vec<_>>()));
            prop_assert_eq!(total(scores, &found, words), all(scores, words));
        }
    }
}
