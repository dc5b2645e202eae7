//! Sets that grow together, with the reasons for each join.

/// Union-find over `0..n`; the root of a set is its smallest member, so that the order of joins leaves no trace.
#[derive(Debug, Clone)]
pub(super) struct Union {
    parent: Vec<usize>,
    members: Vec<Vec<usize>>,
    reasons: Vec<Vec<String>>,
}

impl Union {
    pub(super) fn new(n: usize) -> Self {
        Self { parent: (0..n).collect(), members: (0..n).map(|x| vec![x]).collect(), reasons: vec![Vec::new(); n] }
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

    pub(super) fn join(&mut self, a: usize, b: usize, reason: Option<String>) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        if low != high {
            self.parent[high] = low;
            let moved = std::mem::take(&mut self.members[high]);
            self.members[low].extend(moved);
            let told = std::mem::take(&mut self.reasons[high]);
            self.reasons[low].extend(told);
        }
        if let Some(reason) = reason {
            if !self.reasons[low].contains(&reason) {
                self.reasons[low].push(reason);
            }
        }
    }

    pub(super) fn reasons(&self, root: usize) -> Vec<String> {
        let mut all = self.reasons[root].clone();
        all.sort();
        all
    }
}
