//! The trained weights and what is done with them sentence by sentence.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::engine::arcs::{self, MOVES};
use crate::engine::hash;
use crate::engine::lemma::Lemmas;
use crate::engine::lists::Lists;
use crate::engine::names::{self, Context, LABELS};
use crate::engine::table::{Table, Weights};
use crate::engine::tag::{self, TagSet};
use crate::engine::word::{Caps, Word};
use crate::token::Upos;

/// Path of the weights below the data folder.
pub const FILE: &str = "models/weights/english.bin";
/// First bytes of the weights.
pub const MAGIC: &[u8; 8] = b"DLWGHT01";
static BUILT_IN: &[u8] = include_bytes!("../../../../data/models/weights/english.bin");

/// Tags, relations and lemmas, and the tables of weights.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The pairs of tags.
    pub tags: TagSet,
    /// Weights of the tagger.
    pub tagger: Table,
    /// Lemmas.
    pub lemmas: Lemmas,
    /// Weights of the parser.
    pub parser: Table,
    /// Weights of the model of names.
    pub names: Table,
    /// Margins of the names model at which its confidence reaches each of the thousandths in `confidence`.
    pub confidence: Vec<(i32, u16)>,
}

/// Syntax of one sentence.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// What the models saw of the words.
    pub words: Vec<Word>,
    /// Number of each word's tag pair.
    pub tags: Vec<u8>,
    /// Number of each word's universal tag.
    pub upos: Vec<u8>,
    /// Governor of each word; the number of words stands for the root.
    pub heads: Vec<u16>,
    /// Number of each word's relation.
    pub rels: Vec<u8>,
}

impl Model {
    /// The weights that are part of the program.
    #[must_use]
    pub fn built_in() -> Option<Self> {
        Self::read(BUILT_IN)
    }

    /// The bytes of the weights that are part of the program.
    #[must_use]
    pub fn built_in_bytes() -> &'static [u8] {
        BUILT_IN
    }

    /// Reads a file of weights: magic, then parts, each with its length (u32). Parts: tag pairs, tagger, lemmas, parser, names,
    /// confidence. `None` if the bytes do not have that form.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut part = || {
            let (head, tail) = rest.split_at_checked(4)?;
            let (part, after) = tail.split_at_checked(u32::from_le_bytes(head.try_into().ok()?) as usize)?;
            rest = after;
            Some(part)
        };
        let tags = std::str::from_utf8(part()?).ok()?;
        let tags = tags
            .lines()
            .filter_map(|l| l.split_once('\t'))
            .map(|(u, x)| (Upos::from_name(u), SmolStr::from(x)))
            .collect();
        let tagger = Table::read(part()?)?;
        let lemmas = Lemmas::read(std::str::from_utf8(part()?).ok()?)?;
        let parser = Table::read(part()?)?;
        // weights half made, in training, end here
        let names = part().map_or(Some(Table::default()), Table::read)?;
        let confidence = part().map_or(Some(""), |p| std::str::from_utf8(p).ok())?;
        let confidence = confidence
            .lines()
            .filter_map(|l| l.split_once('\t'))
            .filter_map(|(m, c)| Some((m.parse().ok()?, c.parse().ok()?)))
            .collect();
        Some(Self { tags: TagSet { tags }, tagger, lemmas, parser, names, confidence })
    }

    /// The tags of a number.
    #[must_use]
    pub fn tag(&self, number: u8) -> (Upos, SmolStr) {
        self.tags.tags.get(usize::from(number)).cloned().unwrap_or((Upos::X, SmolStr::new_static("FW")))
    }

    /// Tags and tree of a sentence.
    #[must_use]
    pub fn syntax(&self, forms: &[&str]) -> Line {
        syntax(&self.tags, &self.tagger, &self.parser, forms)
    }

    /// Names in the sentences of a document: (first token, token after the last, number of the kind, confidence). Two passes:
    /// the second knows what the first took each word for in the document's other sentences.
    pub fn names<'a>(
        &self,
        lines: impl Iterator<Item = (&'a [&'a str], &'a Line)>,
        lists: &Lists,
    ) -> Vec<Vec<(usize, usize, usize, u16)>> {
        let mut all: Vec<(&Line, Vec<Context>)> =
            lines.map(|(forms, line)| (line, context(line, &lists.mark(forms)))).collect();
        familiar(&mut all);
        let bridges = names::bridges(&self.names);
        let first: Vec<Vec<usize>> = all
            .iter()
            .map(|(line, con)| {
                names::decode(&names::lattice(&self.names, &line.words, con), &bridges, None, false).labels
            })
            .collect();
        remember(&mut all, &first);
        all.iter()
            .map(|(line, con)| {
                let path = names::decode(&names::lattice(&self.names, &line.words, con), &bridges, None, true);
                names::spans(&path.labels)
                    .into_iter()
                    .map(|(a, b, kind)| {
                        let listed: Vec<u32> = con.iter().map(|c| c.lists).collect();
                        let a = if kind == 0 { names::without_title(&listed, a, b) } else { a };
                        let margin = path.margin.get(a..b).and_then(|m| m.iter().min()).copied().unwrap_or(0);
                        (a, b, kind, self.sure(margin))
                    })
                    .collect()
            })
            .collect()
    }

    fn sure(&self, margin: i32) -> u16 {
        self.confidence.iter().rev().find(|(m, _)| margin >= *m).map_or(500, |(_, c)| *c)
    }
}

/// Tags and tree of a sentence, by any weights.
#[must_use]
pub fn syntax(tags: &TagSet, tagger: &impl Weights, parser: &impl Weights, forms: &[&str]) -> Line {
    let words = Word::sentence(forms);
    let found = tag::tag(tagger, tags.tags.len(), &words);
    let upos: Vec<u8> = found.iter().map(|t| tags.tags.get(usize::from(*t)).map_or(0, |(u, _)| *u as u8)).collect();
    let state = arcs::parse(parser, &arcs::nodes(&words, &found, &upos));
    debug_assert_eq!(MOVES, 1 + 2 * crate::engine::REL_COUNT);
    Line { words, tags: found, upos, heads: state.heads, rels: state.rels }
}

/// What the names model sees of a sentence's words beyond their forms.
#[must_use]
pub fn context(line: &Line, lists: &[u32]) -> Vec<Context> {
    (0..line.words.len())
        .map(|n| Context {
            tag: line.tags.get(n).map_or(0, |t| 1 + u32::from(*t)),
            upos: line.upos.get(n).map_or(0, |t| 1 + u32::from(*t)),
            head: line.heads.get(n).filter(|h| usize::from(**h) < line.words.len()).map(|h| u32::from(*h)),
            rel: line.rels.get(n).map_or(0, |r| 1 + u32::from(*r)),
            lists: lists.get(n).copied().unwrap_or(0),
            memory: 0,
            case: 0,
        })
        .collect()
}

/// Fills in [`Context::case`]: how the running text of a document writes each word in its other places.
pub fn familiar(lines: &mut [(&Line, Vec<Context>)]) {
    // small, capital
    let mut seen: BTreeMap<u32, (u16, u16)> = BTreeMap::new();
    let counts = |w: &Word, n: usize| {
        let plain = w.letter && w.caps == Caps::Normal && n > 0;
        (u16::from(plain && !w.capital), u16::from(plain && w.capital))
    };
    for (line, _) in lines.iter() {
        for (n, w) in line.words.iter().enumerate() {
            let (small, capital) = counts(w, n);
            if small + capital > 0 {
                let slot = seen.entry(w.lower).or_default();
                *slot = (slot.0.saturating_add(small), slot.1.saturating_add(capital));
            }
        }
    }
    for (line, con) in lines.iter_mut() {
        for (n, (w, c)) in line.words.iter().zip(con.iter_mut()).enumerate() {
            let (small, capital) = counts(w, n);
            let (a, b) = seen.get(&w.lower).copied().unwrap_or_default();
            c.case = u32::from(a > small) + 2 * u32::from(b > capital);
        }
    }
}

/// Fills in [`Context::memory`]: what kind of name each capitalised word was most often part of in the document's other places;
/// the initials of a longer name count as one of its places.
pub fn remember(lines: &mut [(&Line, Vec<Context>)], labels: &[Vec<usize>]) {
    let group = |label: usize| names::split(label).map_or(0, |(kind, _)| 1 + kind);
    let letters: Vec<u32> = (b'a'..=b'z').map(|c| hash::text([c])).collect();
    let mut seen: BTreeMap<u32, [u16; 1 + LABELS / 4]> = BTreeMap::new();
    for ((line, _), found) in lines.iter().zip(labels) {
        for (w, l) in line.words.iter().zip(found).filter(|(w, _)| w.capital && w.letter) {
            let slot = &mut seen.entry(w.lower).or_default()[group(*l)];
            *slot = slot.saturating_add(1);
        }
        // "African Union" tells what "AU" is
        for (a, b, kind) in names::spans(found).into_iter().filter(|(a, b, kind)| b - a > 1 && *kind != 0) {
            let initials: Vec<u8> = (line.words.get(a..b).into_iter().flatten())
                .filter(|w| w.capital)
                .filter_map(|w| letters.iter().position(|l| *l == w.prefix[0]))
                .map(|n| b'a' + n as u8)
                .collect();
            if initials.len() > 1 {
                let slot = &mut seen.entry(hash::text(initials)).or_default()[1 + kind];
                *slot = slot.saturating_add(1);
            }
        }
    }
    for ((line, con), found) in lines.iter_mut().zip(labels) {
        for ((w, c), l) in line.words.iter().zip(con.iter_mut()).zip(found) {
            let Some(counts) = seen.get(&w.lower).filter(|_| w.letter) else {
                continue;
            };
            let mut counts = *counts;
            if w.capital {
                counts[group(*l)] = counts[group(*l)].saturating_sub(1);
            }
            let total: u32 = counts.iter().map(|c| u32::from(*c)).sum();
            let (top, most) =
                counts.iter().enumerate().max_by_key(|(n, c)| (**c, std::cmp::Reverse(*n))).unwrap_or((0, &0));
            if total > 0 {
                let clear = u32::from(*most) * 4 >= total * 3;
                c.memory = 1 + 4 * top as u32 + 2 * u32::from(clear) + u32::from(total > 2);
            }
        }
    }
}
