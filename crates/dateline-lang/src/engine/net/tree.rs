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

/// Best head of each node for `costs[node][head]`, where the last head is the root. All cycles are contracted at once, so that
/// there are few rounds, even where every word hangs on its neighbour.
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
    let Some(groups) = groups(&best) else { return best };
    // the nodes of the smaller graph are the groups; its root follows them
    let merged = groups.iter().max().map_or(0, |g| g + 1);
    let group = |h: usize| groups.get(h).copied().unwrap_or(merged);
    let mut sizes = vec![0usize; merged];
    for g in &groups {
        sizes[*g] += 1;
    }
    let mut small = vec![vec![i64::MIN / 4; merged + 1]; merged];
    // the arc that stands for one between groups: dependent and head
    let mut arcs = vec![vec![(0usize, 0usize); merged + 1]; merged];
    for (n, row) in costs.iter().enumerate() {
        let a = groups[n];
        // what enters a cycle takes the place of an arc of the cycle
        let given_up = if sizes[a] > 1 { row[best[n]] } else { 0 };
        for (h, cost) in row.iter().enumerate() {
            let b = group(h);
            if a != b && cost - given_up > small[a][b] {
                small[a][b] = cost - given_up;
                arcs[a][b] = (n, h);
            }
        }
    }
    let found = best_tree(small);
    let mut out = best;
    for (a, b) in found.into_iter().enumerate() {
        let (n, h) = arcs[a][b];
        out[n] = h;
    }
    out
}

/// A number for each node, the same for the nodes of one cycle and for no others; `None` if there is no cycle. Numbers rise in
/// the order of the nodes, without gaps.
fn groups(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; heads.len()];
    // the first node of the cycle that each belongs to, or itself
    let mut first: Vec<usize> = (0..heads.len()).collect();
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
            let least = cycle.iter().copied().min().unwrap_or(at);
            for n in cycle {
                first[n] = least;
            }
        }
    }
    let mut number = vec![0; heads.len()];
    let mut count = 0;
    for n in 0..heads.len() {
        if first[n] == n {
            number[n] = count;
            count += 1;
        } else {
            number[n] = number[first[n]];
        }
    }
    (count < heads.len()).then_some(number)
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
