//! Named entities: a linear chain over BILOU labels, decoded by Viterbi (structured perceptron; Collins 2002, Ratinov and
//! Roth 2009 for labels and features).

use crate::engine::hash::key;
use crate::engine::lists::{NAMES, TITLE};
use crate::engine::table::Weights;
use crate::engine::word::Word;
use crate::mention::EntityKind;

/// Kinds of names the model tells apart, in the order of their numbers.
pub const KINDS: [EntityKind; 8] = [
    EntityKind::Person,
    EntityKind::Organisation,
    EntityKind::Place,
    EntityKind::Facility,
    EntityKind::Product,
    EntityKind::Demonym,
    EntityKind::Event,
    EntityKind::Other,
];
/// Number of labels: outside, and begin, inside, last, unit of each kind.
pub const LABELS: usize = 1 + 4 * KINDS.len();
/// Begin, inside, last, unit.
pub const PARTS: [char; 4] = ['B', 'I', 'L', 'U'];
/// Number of classes that weights speak of: the labels, then the kinds whatever the part, then the parts whatever the kind. A
/// label's score is the sum of the three, so that what tells a person from a place need not be learnt four times over.
pub const CLASSES: usize = LABELS + KINDS.len() + PARTS.len();

/// Label of a part (0 begin, 1 inside, 2 last, 3 unit) of a kind.
#[must_use]
pub fn label(kind: usize, part: usize) -> usize {
    1 + kind * 4 + part
}

/// Kind and part of a label; `None` outside.
#[must_use]
pub fn split(label: usize) -> Option<(usize, usize)> {
    label.checked_sub(1).map(|n| (n / 4, n % 4))
}

/// May `next` follow `last`? `None` stands for the edge of the sentence.
#[must_use]
pub fn follows(last: Option<usize>, next: Option<usize>) -> bool {
    let open = match last.and_then(split) {
        Some((kind, 0 | 1)) => Some(kind),
        _ => None,
    };
    match (open, next.and_then(split)) {
        (Some(a), Some((b, 1 | 2))) => a == b,
        (Some(_), _) | (None, Some((_, 1 | 2))) => false,
        (None, _) => true,
    }
}

/// A word as the model of names sees it, beyond its form.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// Number of its tag.
    pub tag: u32,
    /// Universal tag.
    pub upos: u32,
    /// Position of its governor.
    pub head: Option<u32>,
    /// Number of its relation.
    pub rel: u32,
    /// Which name lists hold it (see [`crate::engine::lists`]).
    pub lists: u32,
    /// What is known of the same word elsewhere in the document.
    pub memory: u32,
    /// How the document's running text writes the same word elsewhere: 1 in lower case, 2 with a capital inside a sentence, 3 both.
    pub case: u32,
}

/// Places in the list of features of those that the word itself gives (its form, its ends, pairs with its neighbours); training
/// leaves them out now and then, so that its surroundings and the lists are learnt as well.
pub const OF_THE_WORD: &[usize] = &[1, 2, 4, 5, 6, 7, 8, 10, 12, 44];

/// Places in the list of features of plain ones, in which sets of texts differ most.
pub const PLAIN: &[usize] = &[0, 1, 3, 9, 11, 19, 27, 51, 52];

/// Longest run of capitalised words that is looked through to either side of a word.
const RUN: usize = 8;

/// Features of word `i`.
pub fn features(words: &[Word], context: &[Context], i: usize, out: &mut Vec<u32>) {
    out.clear();
    let (none, blank) = (Word::default(), Context::default());
    let word = |by: isize| usize::try_from(i as isize + by).ok().and_then(|n| words.get(n)).unwrap_or(&none);
    let con = |by: isize| usize::try_from(i as isize + by).ok().and_then(|n| context.get(n)).unwrap_or(&blank);
    let (w, p1, p2, n1, n2) = (word(0), word(-1), word(-2), word(1), word(2));
    let (c, cp, cp2, cn, cn2) = (con(0), con(-1), con(-2), con(1), con(2));
    let first = u32::from(i == 0);
    let head = c.head.and_then(|h| words.get(h as usize)).unwrap_or(&none);
    let head_tag = c.head.and_then(|h| context.get(h as usize)).map_or(999, |h| h.upos);
    // the run of capitalised words around this one
    let runs = |n: usize| words.get(n).is_some_and(|w| w.capital);
    let (mut from, mut to) = (i, i);
    if w.capital {
        while from > 0 && i - from < RUN && runs(from - 1) {
            from -= 1;
        }
        while to - i < RUN && runs(to + 1) {
            to += 1;
        }
    }
    let at = |n: Option<usize>| n.and_then(|n| words.get(n)).unwrap_or(&none);
    let con_at = |n: Option<usize>| n.and_then(|n| context.get(n)).unwrap_or(&blank);
    let (head_of_run, before, after) = (at(Some(to)), at(from.checked_sub(1)), at(Some(to + 1)));
    let place = ((i - from).min(3) * 4 + (to - i).min(3)) as u32;
    let caps = w.caps as u32;
    let [list_p2, list_p1, list, list_n1] = [cp2, cp, c, cn].map(|c| c.lists & NAMES);
    out.extend([
        key(100, 0, 0, 0),
        key(101, w.lower, 0, 0),
        key(102, w.form, 0, 0),
        key(103, w.shape, first, 0),
        key(104, w.suffix[1], 0, 0),
        key(105, w.suffix[2], 0, 0),
        key(106, w.suffix[3], 0, 0),
        key(107, w.prefix[1], 0, 0),
        key(108, w.prefix[2], 0, 0),
        key(109, p1.lower, 0, 0),
        key(110, p1.lower, w.lower, 0),
        key(111, n1.lower, 0, 0),
        key(112, w.lower, n1.lower, 0),
        key(113, p2.lower, p1.lower, 0),
        key(114, n1.lower, n2.lower, 0),
        key(115, p2.lower, 0, 0),
        key(116, n2.lower, 0, 0),
        key(117, p1.shape, w.shape, n1.shape),
        key(118, w.shape, n1.shape, n2.shape),
        key(119, c.tag, 0, 0),
        key(120, cp.tag, c.tag, cn.tag),
        key(121, c.tag, w.shape, first),
        key(122, cn.tag, cn2.tag, c.tag),
        key(123, cp2.tag, cp.tag, c.tag),
        key(124, c.rel, head.lower, u32::from(w.capital)),
        key(125, c.rel, head_tag, c.tag),
        key(126, c.rel, head.suffix[2], u32::from(w.capital)),
        key(127, list, 0, 0),
        key(128, list, w.shape, first),
        key(129, list_p1, list, list_n1),
        key(130, list, list_n1, c.tag),
        key(131, list_p1, list, c.tag),
        key(132, p1.lower, w.shape, list),
        key(133, n1.lower, w.shape, list),
        key(134, p1.suffix[2], w.shape, 0),
        key(135, n1.suffix[2], w.shape, 0),
        key(136, c.memory, w.shape, 0),
        key(137, c.memory, c.tag, 0),
        key(138, c.memory, list, first),
        key(139, con(-1).memory, c.memory, con(1).memory),
        key(140, list_p1, p1.lower, w.shape),
        key(141, list_p2, list_p1, list),
        key(142, list_n1, n1.lower, w.shape),
        key(143, list, c.rel, head_tag),
        key(144, w.suffix[2], w.shape, n1.shape),
        key(145, p2.lower, p1.lower, w.shape),
        key(146, n1.lower, n2.lower, w.shape),
        key(147, p1.form, n1.form, w.shape),
        key(148, c.case, w.shape, first),
        key(149, c.case, c.tag, c.memory),
        key(151, con(1).case, w.shape, n1.shape),
    ]);
    if w.capital {
        out.extend([
            key(170, head_of_run.lower, caps, u32::from(to == i)),
            key(171, at(Some(from)).lower, caps, u32::from(from == i)),
            key(172, place, caps, u32::from(from == 0)),
            key(173, before.lower, caps, 0),
            key(174, after.lower, caps, 0),
            key(175, head_of_run.suffix[2], caps, 0),
            key(176, con_at(from.checked_sub(1)).tag, con_at(Some(to + 1)).tag, place),
            key(177, before.lower, after.lower, caps),
            key(178, con_at(Some(to)).lists & NAMES, con_at(Some(from)).lists & NAMES, place),
            key(
                179,
                con_at(Some(to)).rel,
                con_at(Some(to)).head.and_then(|h| words.get(h as usize)).unwrap_or(&none).lower,
                0,
            ),
        ]);
        let (mut all, mut known) = (0, 0);
        for n in from..=to {
            let c = con_at(Some(n));
            all |= c.lists;
            known |= if c.memory == 0 { 0 } else { 2 << ((c.memory - 1) / 4) };
        }
        out.push(key(190, known, place, 0));
        for bit in bits(all) {
            out.push(key(180, bit, place, caps));
        }
        for bit in bits(con_at(Some(to)).lists) {
            out.push(key(181, bit, u32::from(to == i), caps));
        }
        for bit in bits(con_at(from.checked_sub(1)).lists) {
            out.push(key(182, bit, place, 0));
        }
        for bit in bits(con_at(Some(to + 1)).lists) {
            out.push(key(183, bit, place, 0));
        }
    }
    let common = c.lists & !NAMES;
    for bit in bits(c.lists) {
        out.extend([key(184, bit, w.shape, first), key(185, bit, c.tag, 0), key(188, bit, common, c.case)]);
    }
    for bit in bits(cp.lists) {
        out.push(key(186, bit, w.shape, 0));
    }
    for bit in bits(cn.lists) {
        out.push(key(187, bit, w.shape, 0));
    }
}

/// Numbers of the bits that are set.
fn bits(set: u32) -> impl Iterator<Item = u32> {
    (0..32).filter(move |n| set >> n & 1 == 1)
}

/// A person's name without the titles before it, of which `lists` tells: first word of the name.
#[must_use]
pub fn without_title(context_lists: &[u32], start: usize, end: usize) -> usize {
    let title = |n: usize| context_lists.get(n).is_some_and(|l| l & (TITLE | TITLE << 1) != 0);
    let mut from = start;
    while from + 1 < end && title(from) {
        from += 1;
    }
    from
}

/// The keys of the weight between two labels.
#[must_use]
pub fn bridge(last: usize) -> u32 {
    key(150, last as u32, 0, 0)
}

/// Best path through a lattice of scores. `allowed` narrows the labels of each word (all bits set: any).
#[derive(Debug, Clone, Default)]
pub struct Path {
    /// A label for each word.
    pub labels: Vec<usize>,
    /// How far the best path is above the best one that gives a word another label.
    pub margin: Vec<i32>,
}

const LOW: i32 = i32::MIN / 4;

/// Scores of all labels of all words.
pub fn lattice(weights: &impl Weights, words: &[Word], context: &[Context]) -> Vec<[i32; LABELS]> {
    let mut keys = Vec::with_capacity(96);
    (0..words.len()).map(|i| scores(weights, words, context, i, &mut keys)).collect()
}

/// As [`lattice`], from the scores of an earlier pass in which no word had a memory: words that see no memory keep theirs.
#[must_use]
pub fn lattice_again(
    weights: &impl Weights,
    words: &[Word],
    context: &[Context],
    earlier: &[[i32; LABELS]],
) -> Vec<[i32; LABELS]> {
    if context.iter().all(|c| c.memory == 0) {
        return earlier.to_vec();
    }
    let mut keys = Vec::with_capacity(96);
    (0..words.len())
        .map(|i| {
            // what `features` looks at: the neighbours, and the run of capitalised words around a capitalised one
            let far = if words[i].capital { RUN } else { 1 };
            let seen = context.get(i.saturating_sub(far)..(i + far + 1).min(context.len()));
            match earlier.get(i).filter(|_| seen.into_iter().flatten().all(|c| c.memory == 0)) {
                Some(scores) => *scores,
                None => scores(weights, words, context, i, &mut keys),
            }
        })
        .collect()
}

fn scores(weights: &impl Weights, words: &[Word], context: &[Context], i: usize, keys: &mut Vec<u32>) -> [i32; LABELS] {
    let mut classes = [0; CLASSES];
    features(words, context, i, keys);
    for k in keys.iter() {
        weights.add(*k, &mut classes);
    }
    fold(&classes)
}

/// Scores of the labels out of those of the classes.
#[must_use]
pub fn fold(classes: &[i32; CLASSES]) -> [i32; LABELS] {
    std::array::from_fn(|l| {
        classes[l] + split(l).map_or(0, |(kind, part)| classes[LABELS + kind] + classes[LABELS + KINDS.len() + part])
    })
}

/// Scores of label pairs; forbidden pairs score very low.
#[must_use]
pub fn bridges(weights: &impl Weights) -> Vec<[i32; LABELS]> {
    (0..LABELS)
        .map(|last| {
            let mut scores = [0; LABELS];
            weights.add(bridge(last), &mut scores);
            for (next, score) in scores.iter_mut().enumerate() {
                if !follows(Some(last), Some(next)) {
                    *score = LOW;
                }
            }
            scores
        })
        .collect()
}

fn bit(mask: u64, label: usize) -> bool {
    mask >> label & 1 == 1
}

/// Viterbi, forward and (for the margins) backward. Labels that `allowed` rules out are avoided.
#[must_use]
pub fn decode(lattice: &[[i32; LABELS]], bridges: &[[i32; LABELS]], allowed: Option<&[u64]>, margins: bool) -> Path {
    let n = lattice.len();
    if n == 0 {
        return Path::default();
    }
    let mask = |i: usize| allowed.and_then(|a| a.get(i)).copied().unwrap_or(u64::MAX);
    // labels after which a word outside names or the first of a name may stand
    let ends: Vec<usize> = (0..LABELS).filter(|p| matches!(split(*p), None | Some((_, 2 | 3)))).collect();
    let mut forward = vec![[LOW; LABELS]; n];
    let mut back = vec![[0u8; LABELS]; n];
    for l in 0..LABELS {
        if follows(None, Some(l)) && bit(mask(0), l) {
            forward[0][l] = lattice[0][l];
        }
    }
    for i in 1..n {
        for l in (0..LABELS).filter(|l| bit(mask(i), *l)) {
            let (mut top, mut from) = (LOW, 0);
            // labels that may stand before `l`
            let inner =
                split(l).filter(|(_, part)| matches!(part, 1 | 2)).map(|(kind, _)| [label(kind, 0), label(kind, 1)]);
            for p in inner.as_ref().map_or(ends.as_slice(), |i| i) {
                let score = forward[i - 1][*p].saturating_add(bridges[*p][l]);
                if forward[i - 1][*p] > LOW && score > top {
                    (top, from) = (score, *p);
                }
            }
            if top > LOW {
                forward[i][l] = top + lattice[i][l];
                back[i][l] = from as u8;
            }
        }
    }
    let mut last = (0..LABELS)
        .filter(|l| follows(Some(*l), None))
        .max_by_key(|l| (forward[n - 1][*l], std::cmp::Reverse(*l)))
        .unwrap_or(0);
    let total = forward[n - 1][last];
    let mut labels = vec![last; n];
    for i in (1..n).rev() {
        last = usize::from(back[i][last]);
        labels[i - 1] = last;
    }
    let mut margin = Vec::new();
    if margins {
        let mut backward = vec![[LOW; LABELS]; n];
        for (l, score) in backward[n - 1].iter_mut().enumerate() {
            if follows(Some(l), None) {
                *score = 0;
            }
        }
        for i in (0..n - 1).rev() {
            for l in 0..LABELS {
                let mut top = LOW;
                for (next, bridge) in bridges[l].iter().enumerate() {
                    if *bridge > LOW && backward[i + 1][next] > LOW {
                        top = top.max(bridge + lattice[i + 1][next] + backward[i + 1][next]);
                    }
                }
                backward[i][l] = top;
            }
        }
        margin = (0..n)
            .map(|i| {
                let other = (0..LABELS)
                    .filter(|l| *l != labels[i] && forward[i][*l] > LOW && backward[i][*l] > LOW)
                    .map(|l| forward[i][l] + backward[i][l])
                    .max();
                total - other.unwrap_or(total)
            })
            .collect();
    }
    Path { labels, margin }
}

/// The names of a path: first token, token after the last, kind.
#[must_use]
pub fn spans(labels: &[usize]) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (i, l) in labels.iter().enumerate() {
        match split(*l) {
            Some((_, 0)) => start = Some(i),
            Some((kind, 2)) => {
                if let Some(s) = start.take() {
                    found.push((s, i + 1, kind));
                }
            }
            Some((kind, 3)) => found.push((i, i + 1, kind)),
            Some(_) => {}
            None => start = None,
        }
    }
    found
}
