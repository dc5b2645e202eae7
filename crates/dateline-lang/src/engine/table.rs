//! Sparse table of integer weights: from the key of a feature to a short list of (class, weight).
//!
//! Weights are stored in one byte `c` and stand for `c * |c|`, which is fine near nought and reaches far. All sums are
//! integers, so that every processor gives the same analysis.

/// Something that adds the weights of a feature to the scores of the classes: a table of finished weights, or one in training.
pub trait Weights {
    /// Adds the weights of the feature `key`; `scores` has one place a class.
    fn add(&self, key: u32, scores: &mut [i32]);
}

/// Finished weights, read from their byte form.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Open addressing: (key, 1 + offset into `blob`), nought where free. The number of places is a power of two.
    slots: Vec<(u32, u32)>,
    blob: Vec<u8>,
}

/// What a stored byte stands for.
#[must_use]
pub fn decode(code: i8) -> i32 {
    let c = i32::from(code);
    c * c.abs()
}

impl Table {
    /// Reads the form that `dateline-train` writes: number of features (u32), their keys in rising order (u32 each), then for
    /// each feature the number of entries (u8) and the entries (class u8, weight i8). `None` if the bytes do not have that form.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let count = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
        let keys = bytes.get(4..4 + count * 4)?;
        let blob = bytes.get(4 + count * 4..)?.to_vec();
        let size = (count * 2).next_power_of_two().max(2);
        let mut slots = vec![(0u32, 0u32); size];
        let mut offset = 0usize;
        for key in keys.chunks_exact(4) {
            let key = u32::from_le_bytes(key.try_into().ok()?);
            let mut at = key as usize & (size - 1);
            while slots[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (key, offset as u32 + 1);
            offset += 1 + 2 * usize::from(*blob.get(offset)?);
        }
        (offset == blob.len()).then_some(Self { slots, blob })
    }

    fn entries(&self, key: u32) -> &[u8] {
        let Some(mask) = self.slots.len().checked_sub(1) else {
            return &[];
        };
        let mut at = key as usize & mask;
        loop {
            let (found, place) = self.slots[at];
            if place == 0 {
                return &[];
            }
            if found == key {
                let from = place as usize;
                let len = 2 * usize::from(self.blob[from - 1]);
                return &self.blob[from..from + len];
            }
            at = (at + 1) & mask;
        }
    }
}

impl Weights for Table {
    #[inline]
    fn add(&self, key: u32, scores: &mut [i32]) {
        for entry in self.entries(key).chunks_exact(2) {
            if let Some(score) = scores.get_mut(usize::from(entry[0])) {
                *score += decode(entry[1] as i8);
            }
        }
    }
}
