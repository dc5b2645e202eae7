//! Tagger: universal and Penn tag at once, left to right, by a linear model over hashed features (averaged perceptron;
//! Collins 2002).

use smol_str::SmolStr;

use crate::engine::hash::key;
use crate::engine::table::Weights;
use crate::engine::word::Word;
use crate::token::Upos;

/// The pairs of universal and Penn tag that the model tells apart; their numbers are its classes.
#[derive(Debug, Clone, Default)]
pub struct TagSet {
    /// The pairs.
    pub tags: Vec<(Upos, SmolStr)>,
}

/// No tag: before and after the sentence.
pub const EDGE: u8 = u8::MAX;

/// The features of word `i`, given the tags of the words before it.
pub fn features(words: &[Word], tags: &[u8], i: usize, out: &mut Vec<u32>) {
    out.clear();
    let none = Word::default();
    let word = |at: isize| usize::try_from(at).ok().and_then(|n| words.get(n)).unwrap_or(&none);
    let at = i as isize;
    let (w, p1, p2, n1, n2) = (word(at), word(at - 1), word(at - 2), word(at + 1), word(at + 2));
    let tag = |back: usize| i.checked_sub(back).and_then(|n| tags.get(n)).copied().map_or(u32::from(EDGE), u32::from);
    let (t1, t2) = (tag(1), tag(2));
    let first = u32::from(i == 0);
    let caps = w.caps as u32;
    out.extend([
        key(0, 0, 0, 0),
        key(1, w.lower, 0, 0),
        key(2, w.form, 0, 0),
        key(3, w.shape, first, 0),
        key(4, w.suffix[0], 0, 0),
        key(5, w.suffix[1], 0, 0),
        key(6, w.suffix[2], 0, 0),
        key(7, w.suffix[3], 0, 0),
        key(8, w.prefix[0], 0, 0),
        key(9, w.prefix[1], 0, 0),
        key(10, w.prefix[2], 0, 0),
        key(11, w.suffix[2], w.shape, first),
        key(12, t1, 0, 0),
        key(13, t1, t2, 0),
        key(14, t1, w.lower, 0),
        key(15, t1, w.suffix[2], 0),
        key(16, p1.lower, 0, 0),
        key(17, p1.lower, w.lower, 0),
        key(18, p2.lower, 0, 0),
        key(19, n1.lower, 0, 0),
        key(20, w.lower, n1.lower, 0),
        key(21, n2.lower, 0, 0),
        key(22, n1.suffix[2], 0, 0),
        key(23, n1.suffix[1], t1, 0),
        key(24, p1.suffix[2], 0, 0),
        key(25, n1.shape, w.shape, 0),
        key(26, p1.shape, w.shape, n1.shape),
        key(27, t1, n1.lower, 0),
        key(28, t1, t2, w.lower),
        key(
            29,
            u32::from(w.capital) | u32::from(p1.capital) << 1 | u32::from(n1.capital) << 2 | first << 3 | caps << 4,
            t1,
            0,
        ),
        key(30, w.suffix[1], n1.suffix[1], t1),
        key(31, w.lower, n1.suffix[1], 0),
        key(32, n1.lower, n2.lower, 0),
        key(33, p1.lower, n1.lower, 0),
        key(34, w.suffix[3], caps, u32::from(w.capital)),
    ]);
}

/// The best class; the lowest number on ties.
#[must_use]
pub fn best(scores: &[i32]) -> usize {
    let mut best = 0;
    for (n, s) in scores.iter().enumerate() {
        if *s > scores[best] {
            best = n;
        }
    }
    best
}

/// Tags a sentence; gives the number of each word's class.
#[must_use]
pub fn tag(weights: &impl Weights, classes: usize, words: &[Word]) -> Vec<u8> {
    let mut tags = Vec::with_capacity(words.len());
    let mut scores = vec![0i32; classes.max(1)];
    let mut keys = Vec::with_capacity(40);
    for i in 0..words.len() {
        features(words, &tags, i, &mut keys);
        scores.fill(0);
        for k in &keys {
            weights.add(*k, &mut scores);
        }
        tags.push(best(&scores) as u8);
    }
    tags
}
