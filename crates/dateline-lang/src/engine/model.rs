//! The trained weights and what is done with them sentence by sentence.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::engine::features::Features;
use crate::engine::hash;
use crate::engine::lemma::Lemmas;
use crate::engine::lists::Lists;
use crate::engine::names::{self, Context, LABELS};
use crate::engine::net::Net;
use crate::engine::table::Table;
use crate::engine::word::{Caps, Word};
use crate::token::Upos;

/// Path of the weights below the data folder.
pub const FILE: &str = "models/weights/english.bin";
/// First bytes of the weights.
pub const MAGIC: &[u8; 8] = b"DLWGHT03";
static BUILT_IN: &[u8] = include_bytes!("../../../../data/models/weights/english.bin");

/// The pairs of universal and Penn tag that the model tells apart; their numbers are its classes.
#[derive(Debug, Clone, Default)]
pub struct TagSet {
    /// The pairs.
    pub tags: Vec<(Upos, SmolStr)>,
}

/// Tags, lemmas and the weights.
#[derive(Debug, Clone)]
pub struct Model {
    /// The pairs of tags.
    pub tags: TagSet,
    /// Tagger and parser.
    pub net: Net,
    /// Lemmas.
    pub lemmas: Lemmas,
    /// Morphological features.
    pub features: Features,
    /// How sure tags and arcs are in truth: calibration of what the network says.
    pub sure: Calibration,
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
    /// How sure each tag is, in thousandths, calibrated.
    pub tag_sure: Vec<u16>,
    /// How sure each head with its relation is, in thousandths, calibrated.
    pub arc_sure: Vec<u16>,
}

/// What a confidence of the network is worth: the share that was right on texts it had not seen, for tags and for arcs. Each list
/// holds (what the network says, share right), rising, both in thousandths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calibration {
    /// For tags.
    pub tags: Vec<(u16, u16)>,
    /// For arcs.
    pub arcs: Vec<(u16, u16)>,
}

impl Calibration {
    /// One line an entry: `tag` or `arc`, what the network says, share right.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut out = Self::default();
        for line in text.lines() {
            let mut cells = line.split('\t');
            let list = match cells.next() {
                Some("tag") => &mut out.tags,
                Some("arc") => &mut out.arcs,
                _ => continue,
            };
            if let (Some(Ok(said)), Some(Ok(right))) = (cells.next().map(str::parse), cells.next().map(str::parse)) {
                list.push((said, right));
            }
        }
        out
    }

    /// The share between the entries below and above, on a straight line; what was said, where there are none.
    #[must_use]
    pub fn of(list: &[(u16, u16)], said: u16) -> u16 {
        let above = list.partition_point(|(s, _)| *s < said);
        match (above.checked_sub(1).and_then(|n| list.get(n)), list.get(above)) {
            (Some(&(a, low)), Some(&(b, high))) => {
                let (a, b, low, high) = (u32::from(a), u32::from(b), u32::from(low), u32::from(high));
                (low + (high.max(low) - low) * (u32::from(said) - a) / (b - a).max(1)) as u16
            }
            (Some((_, share)), None) | (None, Some((_, share))) => *share,
            (None, None) => said,
        }
    }
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

    /// Reads a file of weights: magic, then parts, each with its length (u32). Parts: tag pairs, network, lemmas, features,
    /// calibration, names, confidence of names. `None` if the bytes do not have that form.
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
        let net = Net::read(part()?)?;
        let lemmas = Lemmas::read(std::str::from_utf8(part()?).ok()?)?;
        let features = Features::read(std::str::from_utf8(part()?).ok()?)?;
        // weights half made, in training, end here
        let sure = Calibration::read(part().map_or(Some(""), |p| std::str::from_utf8(p).ok())?);
        let names = part().map_or(Some(Table::default()), Table::read)?;
        let confidence = part().map_or(Some(""), |p| std::str::from_utf8(p).ok())?;
        let confidence = confidence
            .lines()
            .filter_map(|l| l.split_once('\t'))
            .filter_map(|(m, c)| Some((m.parse().ok()?, c.parse().ok()?)))
            .collect();
        Some(Self { tags: TagSet { tags }, net, lemmas, features, sure, names, confidence })
    }

    /// The tags of a number.
    #[must_use]
    pub fn tag(&self, number: u8) -> (Upos, SmolStr) {
        self.tags.tags.get(usize::from(number)).cloned().unwrap_or((Upos::X, SmolStr::new_static("FW")))
    }

    /// Tags and tree of a sentence.
    #[must_use]
    pub fn syntax(&self, forms: &[&str]) -> Line {
        let words = Word::sentence(forms);
        let found = self.net.find(forms);
        let upos =
            found.tags.iter().map(|t| self.tags.tags.get(usize::from(*t)).map_or(0, |(u, _)| *u as u8)).collect();
        let sure = |list: &[(u16, u16)], said: &[u16]| said.iter().map(|s| Calibration::of(list, *s)).collect();
        Line {
            words,
            upos,
            heads: found.heads,
            rels: found.rels,
            tag_sure: sure(&self.sure.tags, &found.tag_sure),
            arc_sure: sure(&self.sure.arcs, &found.arc_sure),
            tags: found.tags,
        }
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
        let lattices: Vec<_> = all.iter().map(|(line, con)| names::lattice(&self.names, &line.words, con)).collect();
        let first: Vec<Vec<usize>> =
            lattices.iter().map(|scores| names::decode(scores, &bridges, None, false).labels).collect();
        remember(&mut all, &first);
        all.iter()
            .zip(&lattices)
            .map(|((line, con), earlier)| {
                let scores = names::lattice_again(&self.names, &line.words, con, earlier);
                let path = names::decode(&scores, &bridges, None, true);
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
