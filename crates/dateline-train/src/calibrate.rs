//! Calibration of the network's confidence on texts that it has not learnt from (isotonic regression by pooling adjacent
//! violators; Zadrozny and Elkan 2002).

use dateline_lang::engine::Model;

use crate::conllu::Tree;

/// Groups of equal size into which decisions are put before pooling.
const GROUPS: usize = 24;

/// The table of `dateline_lang::engine::model::Calibration` for tags and arcs, from trees that were not trained on.
pub(crate) fn syntax(model: &Model, trees: &[Tree]) -> String {
    let (mut tags, mut arcs) = (Vec::new(), Vec::new());
    for tree in trees {
        let line = model.syntax(&tree.forms());
        for (n, w) in tree.words.iter().enumerate() {
            let tag = line.tags.get(n).map(|t| model.tag(*t));
            tags.push((line.tag_sure[n], tag.is_some_and(|(u, x)| u == w.upos && x == w.xpos)));
            let head = w.head.unwrap_or(tree.words.len());
            arcs.push((line.arc_sure[n], usize::from(line.heads[n]) == head && line.rels[n] == w.rel.number()));
        }
    }
    let mut out = String::new();
    for (name, decisions) in [("tag", tags), ("arc", arcs)] {
        for (said, right) in pooled(decisions) {
            out.push_str(&format!("{name}\t{said}\t{right}\n"));
        }
    }
    out
}

/// (mean of what was said, share right) of groups, made to rise; both in thousandths.
fn pooled(mut decisions: Vec<(u16, bool)>) -> Vec<(u16, u16)> {
    decisions.sort_unstable();
    // sum of what was said, number right, number
    let mut groups: Vec<(usize, usize, usize)> = Vec::new();
    for part in decisions.chunks(decisions.len().div_ceil(GROUPS).max(1)) {
        let said = part.iter().map(|(s, _)| usize::from(*s)).sum();
        groups.push((said, part.iter().filter(|(_, r)| *r).count(), part.len()));
        while let [.., a, b] = groups[..] {
            if a.1 * b.2 < b.1 * a.2 && a.0 * b.2 < b.0 * a.2 {
                break;
            }
            groups.pop();
            groups.pop();
            groups.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    groups.into_iter().map(|(said, right, n)| ((said / n) as u16, (right * 1000 / n) as u16)).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn rises() {
        let decisions = (0..1000u16).map(|n| (n, n % 10 < n / 100)).collect();
        let found = super::pooled(decisions);
        assert!(found.len() > 5 && found.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 < w[1].1), "{found:?}");
    }
}
