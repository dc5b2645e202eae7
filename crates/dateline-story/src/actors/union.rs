//! Sets that grow together, with the reasons for each join, and what may never be joined.

use std::collections::BTreeSet;

/// Why two members were joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Join {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) why: String,
}

/// A side of a correction: sets that hold two sides of one correction are not joined.
pub(super) type Side = (usize, usize);

/// Union-find over `0..n`; the root of a set is its smallest member, so that the order of joins leaves no trace.
#[derive(Debug, Clone)]
pub(super) struct Union {
    parent: Vec<usize>,
    members: Vec<Vec<usize>>,
    joins: Vec<Vec<Join>>,
    sides: Vec<BTreeSet<Side>>,
}

impl Union {
    pub(super) fn new(n: usize) -> Self {
        Self {
            parent: (0..n).collect(),
            members: (0..n).map(|x| vec![x]).collect(),
            joins: vec![Vec::new(); n],
            sides: vec![BTreeSet::new(); n],
        }
    }

    pub(super) fn root(&self, mut n: usize) -> usize {
        while self.parent[n] != n {
            n = self.parent[n];
        }
        n
    }

    /// Members of the set of `n`.
    pub(super) fn members(&self, n: usize) -> &[usize] {
        &self.members[self.root(n)]
    }

    /// Puts a set on a side of a correction.
    pub(super) fn side(&mut self, n: usize, side: Side) {
        let root = self.root(n);
        self.sides[root].insert(side);
    }

    /// Sides of the set of `n`.
    pub(super) fn sides(&self, n: usize) -> &BTreeSet<Side> {
        &self.sides[self.root(n)]
    }

    /// Does a correction keep these two apart?
    pub(super) fn apart(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.sides(a), self.sides(b));
        !a.is_empty() && a.iter().any(|x| b.iter().any(|y| x.0 == y.0 && x.1 != y.1))
    }

    /// Joins two sets unless a correction keeps them apart; says whether they are one now.
    pub(super) fn join(&mut self, a: usize, b: usize, why: impl Into<String>) -> bool {
        let join = Join { a, b, why: why.into() };
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        if low != high {
            if self.apart(low, high) {
                return false;
            }
            self.parent[high] = low;
            let moved = std::mem::take(&mut self.members[high]);
            self.members[low].extend(moved);
            let told = std::mem::take(&mut self.joins[high]);
            self.joins[low].extend(told);
            let sides = std::mem::take(&mut self.sides[high]);
            self.sides[low].extend(sides);
        }
        if !self.joins[low].contains(&join) {
            self.joins[low].push(join);
        }
        true
    }

    /// What made one set of the members of `root`.
    pub(super) fn joins(&self, root: usize) -> &[Join] {
        &self.joins[root]
    }
}
