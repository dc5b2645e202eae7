//! What the network sees of a word: rows of tables of numbers, chosen by its form, its ends, its shape and its letter triples.
//! Part of the weights' meaning: a change here needs new weights.

use crate::engine::hash;
use crate::engine::word::{Word, plain};

/// A table: number of rows (nought: as many as there are known words), numbers a row.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Rows.
    pub rows: u32,
    /// Numbers a row.
    pub width: usize,
}

/// The tables. First the known words, last the letter triples, whose rows are averaged.
pub const TABLES: [Table; 8] = [
    Table { rows: 0, width: 96 },
    Table { rows: 1024, width: 16 },
    Table { rows: 4096, width: 32 },
    Table { rows: 8192, width: 32 },
    Table { rows: 1024, width: 16 },
    Table { rows: 4096, width: 24 },
    Table { rows: 1024, width: 24 },
    Table { rows: 12288, width: 48 },
];
/// Tables between the first and the last: one row a word.
pub const PARTS: usize = TABLES.len() - 2;
/// Most letter triples of a word that are looked at.
const TRIPLES: usize = 24;

/// Width of all tables together.
#[must_use]
pub fn width() -> usize {
    TABLES.iter().map(|t| t.width).sum()
}

/// A table of numbers, one byte each.
#[derive(Debug, Clone, Default)]
pub struct Embedding {
    /// Numbers a row.
    pub width: usize,
    /// Row after row.
    pub bytes: Vec<i8>,
    /// What a unit is worth.
    pub unit: f32,
}

/// The rows for the words of a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Row of each word among the known words; nought for a word that is not known.
    pub words: Vec<u32>,
    /// Rows of the tables between the first and the last.
    pub parts: Vec<[u32; PARTS]>,
    /// Rows of the letter triples of all words.
    pub triples: Vec<u32>,
    /// Where in `triples` each word's end.
    pub ends: Vec<u32>,
}

impl Inputs {
    /// The rows for a sentence; `vocabulary` holds the hashes of the known words, rising.
    #[must_use]
    pub fn of(forms: &[&str], vocabulary: &[u32]) -> Self {
        let mut out = Self::default();
        for (form, w) in forms.iter().zip(Word::sentence(forms)) {
            out.words.push(vocabulary.binary_search(&w.lower).map_or(0, |at| at as u32 + 1));
            let hashes = [w.suffix[1], w.suffix[2], w.suffix[3], w.prefix[1], w.prefix[2], w.shape];
            let mut parts = [0; PARTS];
            for ((p, h), t) in parts.iter_mut().zip(hashes).zip(&TABLES[1..]) {
                *p = h % t.rows;
            }
            out.parts.push(parts);
            let (mut a, mut b) = (' ', ' ');
            let letters = form.chars().take(TRIPLES).map(plain);
            let letters = letters.flat_map(|c| if c.is_numeric() { '0'.to_lowercase() } else { c.to_lowercase() });
            for c in letters.chain([' ']) {
                let triple = hash::key(a as u32, b as u32, c as u32, 0);
                out.triples.push(triple % TABLES[TABLES.len() - 1].rows);
                (a, b) = (b, c);
            }
            out.ends.push(out.triples.len() as u32);
        }
        out
    }

    /// Rows of the letter triples of word `n`.
    #[must_use]
    pub fn triples_of(&self, n: usize) -> &[u32] {
        let start = n.checked_sub(1).and_then(|m| self.ends.get(m)).map_or(0, |e| *e as usize);
        let end = self.ends.get(n).map_or(start, |e| *e as usize);
        self.triples.get(start..end).unwrap_or(&[])
    }

    /// The numbers of all words, one vector after the other.
    #[must_use]
    pub fn gather(&self, tables: &[Embedding]) -> Vec<f32> {
        let mut out = Vec::with_capacity(self.words.len() * width());
        let row = |out: &mut Vec<f32>, table: &Embedding, row: u32| {
            let at = row as usize * table.width;
            let bytes = table.bytes.get(at..at + table.width).unwrap_or(&[]);
            out.extend(bytes.iter().map(|b| f32::from(*b) * table.unit));
        };
        let Some((first, rest)) = tables.split_first() else { return out };
        let Some((last, middle)) = rest.split_last() else { return out };
        let mut sums = vec![0i32; last.width];
        for (n, word) in self.words.iter().enumerate() {
            row(&mut out, first, *word);
            for (table, part) in middle.iter().zip(&self.parts[n]) {
                row(&mut out, table, *part);
            }
            sums.fill(0);
            let triples = self.triples_of(n);
            for t in triples {
                let at = *t as usize * last.width;
                for (s, b) in sums.iter_mut().zip(last.bytes.get(at..at + last.width).unwrap_or(&[])) {
                    *s += i32::from(*b);
                }
            }
            let unit = last.unit / triples.len().max(1) as f32;
            out.extend(sums.iter().map(|s| *s as f32 * unit));
        }
        out
    }
}
