//! The byte form of a network.

use super::input::{Embedding, TABLES};
use super::layer::Layer;
use super::matrix::Matrix;
use super::{MAGIC, Net, Sizes};

/// What is still to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(n)?;
        self.0 = tail;
        Some(head)
    }

    fn number(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize)
    }

    fn floats(&mut self, n: usize) -> Option<Vec<f32>> {
        let bytes = self.take(n.checked_mul(4)?)?;
        Some(bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    fn matrix(&mut self, rows: usize, columns: usize) -> Option<Matrix> {
        let scale = self.floats(rows)?;
        let bias = self.floats(rows)?;
        Matrix::new(columns, self.take(rows.checked_mul(columns)?)?, scale, bias)
    }
}

impl Net {
    /// Reads the form that `dateline-train` writes: sizes (u32 each), hashes of the known words, tables, then the matrices in the
    /// order in which the network uses them, each as scales, biases and bytes. `None` if the bytes do not have that form.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = Bytes(bytes.strip_prefix(MAGIC)?);
        let sizes = Sizes {
            half: rest.number()?,
            layers: rest.number()?,
            arc: rest.number()?,
            rel: rest.number()?,
            tags: rest.number()?,
            rels: rest.number()?,
        };
        let known = rest.number()?;
        let vocabulary =
            rest.take(known.checked_mul(4)?)?.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let vocabulary = vocabulary.collect();
        let mut tables = Vec::new();
        for table in TABLES {
            let rows = if table.rows == 0 { known + 1 } else { table.rows as usize };
            let unit = rest.floats(1)?[0];
            let bytes = rest.take(rows * table.width)?.iter().map(|b| *b as i8).collect();
            tables.push(Embedding { width: table.width, bytes, unit });
        }
        let wide = 2 * sizes.half;
        let project = rest.matrix(wide, super::input::width())?;
        let mut layers = Vec::new();
        for _ in 0..sizes.layers {
            let matrix = rest.matrix(3 * wide, wide)?;
            layers.push(Layer { matrix, forget: rest.floats(wide)?, reset: rest.floats(wide)? });
        }
        let net = Self {
            sizes,
            vocabulary,
            tables,
            project,
            layers,
            tags: rest.matrix(sizes.tags, wide)?,
            roles: rest.matrix(2 * sizes.arc + 2 * sizes.rel, wide)?,
            biaffine: rest.matrix(sizes.arc, sizes.arc)?,
            readiness: rest.floats(sizes.arc)?,
            root_arc: rest.floats(sizes.arc)?,
            relation: rest.matrix(sizes.rels, 3 * sizes.rel)?,
        };
        rest.0.is_empty().then_some(net)
    }
}
