//! How much of one text stands in another: runs of words in common, and the pieces that were taken over whole.
//!
//! Measures of the kind that Clough and Stevenson (2011) and the METER project found to tell copying from rewriting and both from independent writing:
//! containment of runs of words (Broder 1997), the longest common subsequence, and greedy tiles (Wise 1993).

use std::collections::{BTreeMap, BTreeSet};

/// Fewest words of a tile.
const TILE: usize = 3;
/// Most words of a text that are compared for the longest common subsequence, whose cost is their product.
const LONGEST: usize = 4000;

/// What one text (the child) has of another.
///
/// ```
/// use dateline_story::reuse::Reuse;
/// let parent = "The two ministers signed the accord on fishing in the port of Brenn on Monday morning.";
/// let same = Reuse::of("The two ministers signed the accord on fishing on Monday.", parent);
/// assert!(same.runs[0] == 1.0 && same.longest >= 8);
/// assert_eq!(Reuse::of("Nothing of this kind.", parent).longest, 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reuse {
    /// Share of the child's different runs of 1, 2, 3 and 5 words that the parent has.
    pub runs: [f32; 4],
    /// Length of the longest common subsequence as a share of the child's words.
    pub subsequence: f32,
    /// Number of tiles: runs of three words and more that the child took over, without overlap, from left to right.
    pub tiles: usize,
    /// Words in tiles.
    pub tiled: usize,
    /// Words of the longest tile.
    pub longest: usize,
    /// Words of the child.
    pub words: usize,
}

/// Words in small letters; marks count for nothing.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Words by number, the same in both texts.
fn numbered(child: &str, parent: &str) -> (Vec<u32>, Vec<u32>) {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut read = |text: &str| -> Vec<u32> {
        words(text)
            .into_iter()
            .map(|w| {
                let next = numbers.len() as u32;
                *numbers.entry(w).or_insert(next)
            })
            .collect()
    };
    let child = read(child);
    let parent = read(parent);
    (child, parent)
}

impl Reuse {
    /// Measures two texts. The cost is the product of their lengths, up to 4,000 words each for the subsequence.
    #[must_use]
    pub fn of(child: &str, parent: &str) -> Self {
        let (a, b) = numbered(child, parent);
        if a.is_empty() {
            return Self::default();
        }
        let share = |n: usize| {
            let own: BTreeSet<&[u32]> = a.windows(n).collect();
            let theirs: BTreeSet<&[u32]> = b.windows(n).collect();
            own.intersection(&theirs).count() as f32 / own.len().max(1) as f32
        };
        let mut out = Self { runs: [1, 2, 3, 5].map(share), words: a.len(), ..Self::default() };
        let (short_a, short_b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
        out.subsequence = common(short_a, short_b) as f32 / short_a.len() as f32;
        let mut places: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (n, w) in b.iter().enumerate() {
            places.entry(*w).or_default().push(n);
        }
        let mut at = 0;
        while let Some(word) = a.get(at) {
            let run = |from: usize| a[at..].iter().zip(&b[from..]).take_while(|(x, y)| x == y).count();
            let length = places.get(word).into_iter().flatten().map(|p| run(*p)).max().unwrap_or(0);
            if length >= TILE {
                out.tiles += 1;
                out.tiled += length;
                out.longest = out.longest.max(length);
                at += length;
            } else {
                at += 1;
            }
        }
        out
    }

    /// The measures as numbers of like size, for a classifier.
    #[must_use]
    pub fn features(&self) -> [f32; 8] {
        let [one, two, three, five] = self.runs;
        let mean = self.tiled as f32 / self.tiles.max(1) as f32;
        let log = |n: f32| n.ln_1p();
        [one, two, three, five, self.subsequence, log(mean), log(self.longest as f32), log(self.tiles as f32)]
    }
}

/// Length of the longest common subsequence, in memory of one row.
fn common(a: &[u32], b: &[u32]) -> usize {
    let mut row = vec![0usize; b.len() + 1];
    for x in a {
        let mut corner = 0;
        for (n, y) in b.iter().enumerate() {
            let above = row[n + 1];
            row[n + 1] = if x == y { corner + 1 } else { above.max(row[n]) };
            corner = above;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_everything_and_an_empty_text_nothing() {
        let text = "Norway and Denmark signed a pact in Oslo.";
        let copy = Reuse::of(text, text);
        assert_eq!((copy.runs, copy.subsequence, copy.tiles, copy.longest), ([1.0; 4], 1.0, 1, 8));
        assert_eq!(Reuse::of("", text), Reuse::default());
        assert_eq!(Reuse::of(text, "").longest, 0);
    }

    #[test]
    fn words_put_in_another_order_make_several_tiles() {
        let found = Reuse::of(
            "in the old port of Brenn they signed the long accord",
            "they signed the long accord in the old port of Brenn",
        );
        assert_eq!((found.tiles, found.longest), (2, 6));
        assert!(found.subsequence < 0.6);
    }
}
