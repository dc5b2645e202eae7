//! Where each matrix of the network lies in one long list of numbers, and the list of gradients beside it.

use dateline_lang::engine::net::Sizes;
use dateline_lang::engine::net::input::{TABLES, width};
use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2};

/// A matrix, or a vector of one row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) at: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

impl Slot {
    pub(crate) fn len(self) -> usize {
        self.rows * self.columns
    }
    pub(crate) fn of(self, all: &[f32]) -> &[f32] {
        &all[self.at..self.at + self.len()]
    }
    pub(crate) fn of_mut(self, all: &mut [f32]) -> &mut [f32] {
        &mut all[self.at..self.at + self.len()]
    }
}

/// Slots of a recurrent layer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LayerPlan {
    pub(crate) weights: Slot,
    pub(crate) bias: Slot,
    pub(crate) forget: Slot,
    pub(crate) reset: Slot,
}

/// Slots of the network.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) sizes: Sizes,
    pub(crate) project: Slot,
    pub(crate) project_bias: Slot,
    pub(crate) layers: Vec<LayerPlan>,
    pub(crate) tags: Slot,
    pub(crate) tags_bias: Slot,
    pub(crate) roles: Slot,
    pub(crate) roles_bias: Slot,
    pub(crate) biaffine: Slot,
    pub(crate) readiness: Slot,
    pub(crate) root_arc: Slot,
    pub(crate) relation: Slot,
    pub(crate) relation_bias: Slot,
    pub(crate) len: usize,
    pub(crate) tables: [(usize, usize); TABLES.len()], // rows, width
}

impl Plan {
    pub(crate) fn new(sizes: Sizes, known: usize) -> Self {
        let mut len = 0;
        let mut slot = |rows: usize, columns: usize| {
            let s = Slot { at: len, rows, columns };
            len += rows * columns;
            s
        };
        let wide = 2 * sizes.half;
        let roles = 2 * sizes.arc + 2 * sizes.rel;
        let project = slot(wide, width());
        let project_bias = slot(1, wide);
        let layers = (0..sizes.layers)
            .map(|_| LayerPlan {
                weights: slot(3 * wide, wide),
                bias: slot(1, 3 * wide),
                forget: slot(1, wide),
                reset: slot(1, wide),
            })
            .collect();
        let (tags, tags_bias) = (slot(sizes.tags, wide), slot(1, sizes.tags));
        let (roles, roles_bias) = (slot(roles, wide), slot(1, roles));
        let biaffine = slot(sizes.arc, sizes.arc);
        let (readiness, root_arc) = (slot(1, sizes.arc), slot(1, sizes.arc));
        let (relation, relation_bias) = (slot(sizes.rels, 3 * sizes.rel), slot(1, sizes.rels));
        Self {
            sizes,
            project,
            project_bias,
            layers,
            tags,
            tags_bias,
            roles,
            roles_bias,
            biaffine,
            readiness,
            root_arc,
            relation,
            relation_bias,
            len,
            tables: TABLES.map(|t| (if t.rows == 0 { known + 1 } else { t.rows as usize }, t.width)),
        }
    }

    /// The matrices that begin at random.
    pub(crate) fn random(&self) -> Vec<Slot> {
        let mut out = vec![self.project, self.tags, self.roles, self.biaffine, self.relation];
        out.extend(self.layers.iter().map(|l| l.weights));
        out
    }
}

/// What is learnt: the matrices in one list, and the tables.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Values {
    pub(crate) dense: Vec<f32>,
    pub(crate) tables: Vec<Vec<f32>>,
}

/// Gradients; of the tables only the rows that were touched.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gradient {
    pub(crate) dense: Vec<f32>,
    pub(crate) tables: Vec<Vec<f32>>,
    pub(crate) touched: Vec<Vec<u32>>,
    marked: Vec<Vec<bool>>,
}

impl Gradient {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            dense: vec![0.0; plan.len],
            tables: plan.tables.iter().map(|(r, w)| vec![0.0; r * w]).collect(),
            touched: vec![Vec::new(); plan.tables.len()],
            marked: plan.tables.iter().map(|(r, _)| vec![false; *r]).collect(),
        }
    }

    pub(crate) fn add_row(&mut self, table: usize, row: u32, values: &[f32], factor: f32) {
        let r = row as usize;
        if !self.marked[table][r] {
            self.marked[table][r] = true;
            self.touched[table].push(row);
        }
        let width = values.len();
        for (g, v) in self.tables[table][r * width..(r + 1) * width].iter_mut().zip(values) {
            *g += v * factor;
        }
    }

    /// Adds another one, in the order of its rows.
    pub(crate) fn add(&mut self, other: &Self, plan: &Plan) {
        for (g, o) in self.dense.iter_mut().zip(&other.dense) {
            *g += o;
        }
        for (t, rows) in other.touched.iter().enumerate() {
            let width = plan.tables[t].1;
            for r in rows {
                let at = *r as usize * width;
                self.add_row(t, *r, &other.tables[t][at..at + width], 1.0);
            }
        }
    }

    pub(crate) fn clear(&mut self, plan: &Plan) {
        self.dense.fill(0.0);
        for (t, rows) in self.touched.iter_mut().enumerate() {
            let width = plan.tables[t].1;
            for r in rows.drain(..) {
                let r = r as usize;
                self.tables[t][r * width..(r + 1) * width].fill(0.0);
                self.marked[t][r] = false;
            }
        }
    }
}

fn view(x: &[f32], columns: usize) -> ArrayView2<'_, f32> {
    let rows = x.len() / columns.max(1);
    #[expect(clippy::expect_used, reason = "rows times columns is the length by the line above")]
    ArrayView2::from_shape((rows, columns), &x[..rows * columns]).expect("a matrix")
}

fn view_mut(x: &mut [f32], columns: usize) -> ArrayViewMut2<'_, f32> {
    let rows = x.len() / columns.max(1);
    #[expect(clippy::expect_used, reason = "rows times columns is the length by the line above")]
    ArrayViewMut2::from_shape((rows, columns), &mut x[..rows * columns]).expect("a matrix")
}

/// `x w^T`: vectors of width `k` times rows of width `k`.
pub(crate) fn times_rows(x: &[f32], w: &[f32], k: usize) -> Vec<f32> {
    let (t, r) = (x.len() / k, w.len() / k);
    let mut out = vec![0.0; t * r];
    general_mat_mul(1.0, &view(x, k), &view(w, k).t(), 0.0, &mut view_mut(&mut out, r));
    out
}

/// `y w`: vectors of width `r` times a matrix of `r` rows of width `k`, times `beta` of `out` and put there.
pub(crate) fn times_columns(y: &[f32], w: &[f32], k: usize, beta: f32, out: &mut [f32]) {
    let r = w.len() / k;
    general_mat_mul(1.0, &view(y, r), &view(w, k), beta, &mut view_mut(out, k));
}

/// Adds `y^T x` to `out`: the gradient of a matrix of `r` rows of width `k`.
pub(crate) fn outer(y: &[f32], x: &[f32], r: usize, k: usize, out: &mut [f32]) {
    general_mat_mul(1.0, &view(y, r).t(), &view(x, k), 1.0, &mut view_mut(out, k));
}

/// Adds the vectors of width `r` in `y` to `out`.
pub(crate) fn add_up(y: &[f32], r: usize, out: &mut [f32]) {
    for row in y.chunks_exact(r) {
        for (o, v) in out.iter_mut().zip(row) {
            *o += v;
        }
    }
}

/// Adds a bias to each of the vectors.
pub(crate) fn add_bias(y: &mut [f32], bias: &[f32]) {
    for row in y.chunks_exact_mut(bias.len()) {
        for (o, v) in row.iter_mut().zip(bias) {
            *o += v;
        }
    }
}
