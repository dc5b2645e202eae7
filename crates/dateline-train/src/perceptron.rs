//! The averaged perceptron (Freund and Schapire 1999, Collins 2002) over hashed features, in integers.

use dateline_lang::engine::table::Weights;

#[derive(Debug, Clone, Copy)]
struct Cell {
    class: u8,
    weight: i32,
    /// Sum of the weight over all steps up to `stamp`.
    sum: i64,
    stamp: u32,
}

/// Weights in training.
#[derive(Debug, Default)]
pub struct Perceptron {
    /// (key, 1 + row), nought where free.
    slots: Vec<(u32, u32)>,
    rows: Vec<Vec<Cell>>,
    keys: Vec<u32>,
    updates: Vec<u16>,
    clock: u32,
}

impl Perceptron {
    /// No weights yet.
    #[must_use]
    pub fn new() -> Self {
        Self { slots: vec![(0, 0); 1 << 16], ..Self::default() }
    }

    fn find(&self, key: u32) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        loop {
            match self.slots[at] {
                (_, 0) => return Err(at),
                (k, row) if k == key => return Ok(row as usize - 1),
                _ => at = (at + 1) & mask,
            }
        }
    }

    fn row(&mut self, key: u32) -> usize {
        if self.rows.len() * 2 > self.slots.len() {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![(0, 0); old.len() * 2];
            for slot in old.into_iter().filter(|s| s.1 != 0) {
                if let Err(at) = self.find(slot.0) {
                    self.slots[at] = slot;
                }
            }
        }
        match self.find(key) {
            Ok(row) => row,
            Err(at) => {
                self.rows.push(Vec::new());
                self.keys.push(key);
                self.updates.push(0);
                self.slots[at] = (key, self.rows.len() as u32);
                self.rows.len() - 1
            }
        }
    }

    /// One step of time: call once for each decision, right or wrong.
    pub fn tick(&mut self) {
        self.clock += 1;
    }

    /// Adds `by` to the weight of a feature for a class.
    pub fn update(&mut self, key: u32, class: usize, by: i32) {
        let (row, now) = (self.row(key), self.clock);
        self.updates[row] = self.updates[row].saturating_add(1);
        let cells = &mut self.rows[row];
        let class = class as u8;
        match cells.iter_mut().find(|c| c.class == class) {
            Some(c) => {
                c.sum += i64::from(c.weight) * i64::from(now - c.stamp);
                c.stamp = now;
                c.weight += by;
            }
            None => cells.push(Cell { class, weight: by, sum: 0, stamp: now }),
        }
    }

    /// Moves the weights of these features from one class to another.
    pub fn learn(&mut self, keys: &[u32], right: usize, wrong: usize) {
        for key in keys {
            self.update(*key, right, 1);
            self.update(*key, wrong, -1);
        }
    }

    /// The averaged weights in the form that `Table::read` reads, in at most `most` bytes: features that were touched in fewer
    /// than `least` updates (a mistake makes two) are left out, and so are the smallest weights, as many as must be.
    #[must_use]
    pub fn write(&self, least: u16, most: usize) -> Vec<u8> {
        let now = i64::from(self.clock.max(1));
        let mut order: Vec<usize> = (0..self.rows.len()).filter(|r| self.updates[*r] >= least).collect();
        order.sort_by_key(|r| self.keys[*r]);
        let rows: Vec<(u32, Vec<(u8, i8)>)> = order
            .into_iter()
            .map(|row| {
                let average = |c: &Cell| (c.sum + i64::from(c.weight) * (now - i64::from(c.stamp))) * 256 / now;
                let mut cells: Vec<(u8, i8)> = self.rows[row].iter().map(|c| (c.class, code(average(c)))).collect();
                cells.sort_unstable();
                (self.keys[row], cells)
            })
            .collect();
        for smallest in 4u8..127 {
            let (mut keys, mut blob, mut count) = (Vec::new(), Vec::new(), 0u32);
            for (key, cells) in &rows {
                let kept: Vec<&(u8, i8)> = cells.iter().filter(|c| c.1.unsigned_abs() >= smallest).take(255).collect();
                if kept.is_empty() {
                    continue;
                }
                count += 1;
                keys.extend(key.to_le_bytes());
                blob.push(kept.len() as u8);
                for (class, code) in kept {
                    blob.extend([*class, *code as u8]);
                }
            }
            if 4 + keys.len() + blob.len() <= most {
                let mut out = count.to_le_bytes().to_vec();
                out.append(&mut keys);
                out.append(&mut blob);
                return out;
            }
        }
        0u32.to_le_bytes().to_vec()
    }

    /// A line on the size, for the log.
    #[must_use]
    pub fn size(&self, written: &[u8]) -> String {
        let kept = written.get(..4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes);
        format!("{} features seen in mistakes, {kept} kept, {} kB", self.rows.len(), written.len() / 1000)
    }
}

/// The byte whose square (with its sign) comes next to a weight in 256ths.
pub(crate) fn code(weight: i64) -> i8 {
    let mut c = 0i64;
    while c < 127 && (c + 1) * (c + 1) - weight.abs() <= weight.abs() - c * c {
        c += 1;
    }
    (c * weight.signum()) as i8
}

impl Weights for Perceptron {
    fn add(&self, key: u32, scores: &mut [i32]) {
        if let Ok(row) = self.find(key) {
            for c in &self.rows[row] {
                scores[usize::from(c.class)] += c.weight;
            }
        }
    }
}

/// A small generator of a fixed sequence (SplitMix64), for the order of examples.
#[derive(Debug, Clone)]
pub struct Sequence(pub u64);

impl Sequence {
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.draw() % end.max(1) as u64) as usize
    }

    /// The numbers below `n` in some order.
    pub fn order(&mut self, n: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            all.swap(i, self.below(i + 1));
        }
        all
    }
}
