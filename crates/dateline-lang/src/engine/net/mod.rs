//! The syntax of a sentence by one shared encoder: tags, heads and relations from the same reading of the words.
//!
//! Words come in as a sum of what is known of them (form, ends, shape, letter triples: [`input`]), go through bidirectional
//! simple recurrent units ([`layer`]; Lei et al. 2018), and are read off by a linear tagger and a biaffine parser ([`tree`];
//! Dozat and Manning 2017) whose heads are made a tree by the algorithm of Chu, Liu and Edmonds.
//!
//! **Same result everywhere.** Weights are bytes, activations are rounded to 16 bits, and all sums of products are integers, so
//! their order is free ([`matrix`]). What is left (gates, rounding) is arithmetic that IEEE 754 fixes bit by bit, one value at a
//! time: no function of a mathematics library, no fused operation, no sum of floats whose order a compiler may choose.

pub mod input;
pub mod layer;
pub mod math;
pub mod matrix;
mod read;
pub mod tree;

use input::{Embedding, Inputs};
use layer::Layer;
use matrix::Matrix;

/// First bytes of the part of the weights that holds a network.
pub const MAGIC: &[u8; 8] = b"DLNET001";

/// Longest line of nothing but marks ("((((") whose best tree is looked for; in longer ones all hang on the first.
const MARKS: usize = 20;

/// Sizes of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Units of one direction of a layer; a word is seen as twice as many numbers.
    pub half: usize,
    /// Number of recurrent layers.
    pub layers: usize,
    /// Width of the vectors that choose the head.
    pub arc: usize,
    /// Width of the vectors that choose the relation.
    pub rel: usize,
    /// Number of tags.
    pub tags: usize,
    /// Number of relations.
    pub rels: usize,
}

/// A trained network.
#[derive(Debug, Clone)]
pub struct Net {
    sizes: Sizes,
    /// Hashes of the known words, rising; the row of a word is one more than its place.
    vocabulary: Vec<u32>,
    tables: Vec<Embedding>,
    project: Matrix,
    layers: Vec<Layer>,
    tags: Matrix,
    /// Vectors of a word as dependent and as head of an arc, then the same for relations.
    roles: Matrix,
    biaffine: Matrix,
    /// How readily a word is a head; one weight for each number of its arc vector.
    readiness: Vec<f32>,
    root_arc: Vec<f32>,
    relation: Matrix,
}

/// What the network finds in a sentence. All lists are as long as the sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Number of each word's tag.
    pub tags: Vec<u8>,
    /// Governor of each word; the number of words stands for the root.
    pub heads: Vec<u16>,
    /// Number of each word's relation.
    pub rels: Vec<u8>,
    /// How sure the tag is, in thousandths, before calibration.
    pub tag_sure: Vec<u16>,
    /// How sure head and relation are, in thousandths, before calibration.
    pub arc_sure: Vec<u16>,
}

impl Net {
    /// Sizes of the network.
    #[must_use]
    pub fn sizes(&self) -> Sizes {
        self.sizes
    }

    /// The rows of the tables for a sentence.
    #[must_use]
    pub fn inputs(&self, forms: &[&str]) -> Inputs {
        Inputs::of(forms, &self.vocabulary)
    }

    /// Tags, heads and relations of a sentence. Time grows with the square of its length (100 words and fewer: linearly, as far
    /// as one can measure).
    #[must_use]
    pub fn find(&self, forms: &[&str]) -> Found {
        if forms.is_empty() {
            return Found::default();
        }
        let words = self.inputs(forms).gather(&self.tables);
        let mut x = self.project.apply(&words);
        for layer in &self.layers {
            x = layer.apply(&x);
        }
        let (tags, tag_sure) = self.tags(&x);
        let mut roles = self.roles.apply(&x);
        for v in &mut roles {
            *v = math::leaky(*v);
        }
        let scores = self.arcs(&roles, forms.len());
        let heads = if forms.len() > MARKS && !forms.iter().any(|f| f.contains(char::is_alphanumeric)) {
            (0..forms.len()).map(|n| if n == 0 { forms.len() as u16 } else { 0 }).collect()
        } else {
            tree::heads(&scores, forms.len())
        };
        let (rels, arc_sure) = self.rels(&roles, &heads, &scores);
        Found { tags, heads, rels, tag_sure, arc_sure }
    }

    fn tags(&self, x: &[f32]) -> (Vec<u8>, Vec<u16>) {
        let scores = self.tags.apply(x);
        scores
            .chunks_exact(self.sizes.tags.max(1))
            .map(|s| {
                let best = math::best(s);
                (best as u8, math::thousandths(math::share(s, best)))
            })
            .unzip()
    }

    /// Scores of the arcs, in 256ths: for each word, one for each possible head; the last one is the root.
    fn arcs(&self, roles: &[f32], words: usize) -> Vec<i32> {
        let (arc, wide) = (self.sizes.arc, 2 * self.sizes.arc + 2 * self.sizes.rel);
        let mut dependents = Vec::with_capacity(words * arc);
        let mut governors = Vec::with_capacity((words + 1) * arc);
        for r in roles.chunks_exact(wide) {
            dependents.extend_from_slice(&r[..arc]);
            governors.extend_from_slice(&r[arc..2 * arc]);
        }
        governors.extend_from_slice(&self.root_arc);
        let seen = self.biaffine.apply(&dependents);
        let bias: Vec<f32> = governors
            .chunks_exact(arc)
            .map(|g| g.iter().zip(&self.readiness).fold(0.0, |sum, (a, b)| sum + a * b))
            .collect();
        let mut scores = matrix::products(&seen, &governors, arc);
        for row in scores.chunks_exact_mut(words + 1) {
            for (s, b) in row.iter_mut().zip(&bias) {
                *s += b;
            }
        }
        scores.iter().map(|s| (s * 256.0) as i32).collect()
    }

    fn rels(&self, roles: &[f32], heads: &[u16], scores: &[i32]) -> (Vec<u8>, Vec<u16>) {
        let (arc, rel) = (self.sizes.arc, self.sizes.rel);
        let wide = 2 * arc + 2 * rel;
        let words = heads.len();
        let mut pairs = Vec::with_capacity(words * 3 * rel);
        for (r, head) in roles.chunks_exact(wide).zip(heads) {
            let own = &r[2 * arc..2 * arc + rel];
            let from = usize::from(*head) * wide + 2 * arc + rel;
            // what hangs on the root has its relation from there
            let governor = roles.get(from..from + rel).unwrap_or(own);
            pairs.extend(own.iter().zip(governor).map(|(a, b)| a * b));
            pairs.extend_from_slice(own);
            pairs.extend_from_slice(governor);
        }
        let found = self.relation.apply(&pairs);
        let root = usize::from(crate::token::Rel::Root.number());
        let mut rels = Vec::with_capacity(words);
        let mut sure = Vec::with_capacity(words);
        for (i, s) in found.chunks_exact(self.sizes.rels.max(1)).enumerate() {
            let head = usize::from(heads[i]);
            // exactly the word that hangs on the root is `root`
            let best = if head == words { root } else { math::best_but(s, root) };
            let row: Vec<f32> =
                scores[i * (words + 1)..(i + 1) * (words + 1)].iter().map(|v| *v as f32 / 256.0).collect();
            let arc = math::share_but(&row, head, i);
            rels.push(best as u8);
            sure.push(math::thousandths(if head == words { arc } else { arc * math::share(s, best) }));
        }
        (rels, sure)
    }
}
