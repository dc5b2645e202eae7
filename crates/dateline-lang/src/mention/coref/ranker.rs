//! The weights of the ranking model, and how a choice is made.

use dateline_report::{Span, Tok};

use crate::engine::table::{Table, Weights};
use crate::token::TokenIx;

/// First bytes of the weights.
pub const MAGIC: &[u8; 8] = b"DLCORF01";
static BUILT_IN: &[u8] = include_bytes!("../../../../../data/models/weights/coref.bin");

/// A candidate of a pronoun.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The phrase it leads to: the first mention of what it is known to stand for.
    pub tokens: Span<Tok>,
    /// Head of that phrase.
    pub head: TokenIx,
    /// Number of that phrase: two candidates with the same one are the same thing.
    pub root: usize,
    /// Features of the pair.
    pub keys: Vec<u32>,
}

/// A pronoun with what it may stand for.
#[derive(Debug)]
pub struct Case<'a> {
    /// The pronoun.
    pub pronoun: TokenIx,
    /// The same as a span.
    pub tokens: Span<Tok>,
    /// Kind of pronoun, for the calibration: 0 "he" and "she", 1 "it", 2 "they", 3 the first person.
    pub sort: u8,
    /// Features of standing for none of them.
    pub none: Vec<u32>,
    /// The candidates.
    pub offers: &'a [Offer],
}

/// Chooses the antecedent of a pronoun: number of the candidate and how sure, 0 to 1000.
pub trait Choose {
    /// The choice; `None` leaves the pronoun open.
    fn choose(&mut self, case: &Case<'_>) -> Option<(usize, u16)>;
}

/// Sum of the weights of some features.
pub fn score(weights: &dyn Weights, keys: &[u32]) -> i32 {
    let mut sum = [0i32];
    for key in keys {
        weights.add(*key, &mut sum);
    }
    sum[0]
}

/// The finished model.
#[derive(Debug, Clone, Default)]
pub struct Ranker {
    table: Table,
    /// By sort of pronoun: margins at which the confidence reaches each of the thousandths, rising; below the first no link is made.
    confidence: Vec<(u8, i32, u16)>,
}

impl Ranker {
    /// The weights that are part of the program; damaged ones give a model that leaves everything open.
    #[must_use]
    pub fn built_in() -> Self {
        Self::read(BUILT_IN).unwrap_or_default()
    }

    /// Reads magic, length of the table (u32), table, lines of sort, margin and thousandths.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (len, rest) = rest.split_at_checked(4)?;
        let (table, text) = rest.split_at_checked(u32::from_le_bytes(len.try_into().ok()?) as usize)?;
        let confidence = std::str::from_utf8(text)
            .ok()?
            .lines()
            .filter_map(|l| {
                let mut cells = l.split('\t');
                Some((cells.next()?.parse().ok()?, cells.next()?.parse().ok()?, cells.next()?.parse().ok()?))
            })
            .collect();
        Some(Self { table: Table::read(table)?, confidence })
    }

    /// [`Ranker::best`] with the own weights.
    #[must_use]
    pub fn rank(&self, case: &Case<'_>) -> Option<(usize, i32)> {
        Self::best(&self.table, case)
    }

    /// How sure a link with this margin over the next best is; `None` if it is not to be made.
    #[must_use]
    pub fn sure(&self, sort: u8, margin: i32) -> Option<u16> {
        self.confidence.iter().rev().find(|(s, m, _)| *s == sort && *m <= margin).map(|(_, _, c)| *c)
    }

    /// The best candidate and its margin over the best that leads elsewhere (or over none, where it may be negative).
    pub fn best(weights: &dyn Weights, case: &Case<'_>) -> Option<(usize, i32)> {
        let none = score(weights, &case.none);
        let scores: Vec<i32> = case.offers.iter().map(|o| score(weights, &o.keys)).collect();
        let best = (0..scores.len()).max_by_key(|n| (scores[*n], std::cmp::Reverse(*n)))?;
        let next = (0..scores.len())
            .filter(|n| case.offers[*n].root != case.offers[best].root)
            .map(|n| scores[n])
            .chain([none])
            .max()
            .unwrap_or(none);
        Some((best, scores[best] - next))
    }
}

impl Choose for &Ranker {
    fn choose(&mut self, case: &Case<'_>) -> Option<(usize, u16)> {
        let (n, margin) = self.rank(case)?;
        Some((n, self.sure(case.sort, margin)?))
    }
}
