//! What merging knows of frames and words, from `data/en/merging.toml`.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};
use serde::Deserialize;
use smol_str::SmolStr;

/// Frames that reports use for one and the same happening, from `data/en/merging.toml`.
#[derive(Debug, Clone)]
pub(crate) struct Kin {
    pub(super) sets: BTreeMap<SmolStr, Vec<usize>>,
    pub(super) after: Vec<SmolStr>,
    pub(crate) deadline: Vec<SmolStr>,
    pub(crate) limit: Vec<SmolStr>,
    pub(crate) lapse: Vec<SmolStr>,
    pub(crate) both: Vec<SmolStr>,
    pub(crate) sides: Vec<SmolStr>,
    pub(crate) stands_for: Vec<SmolStr>,
    pub(crate) disasters: Vec<SmolStr>,
    pub(super) two_sided: Vec<SmolStr>,
    pub(super) attending: Vec<SmolStr>,
    pub(crate) cancelled: Vec<SmolStr>,
    pub(crate) negation: Vec<SmolStr>,
    pub(crate) legs: Vec<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KinFile {
    kin: Vec<Vec<SmolStr>>,
    after: Vec<SmolStr>,
    deadline: Vec<SmolStr>,
    limit: Vec<SmolStr>,
    lapse: Vec<SmolStr>,
    both: Vec<SmolStr>,
    sides: Vec<SmolStr>,
    stands_for: Vec<SmolStr>,
    disasters: Vec<SmolStr>,
    two_sided: Vec<SmolStr>,
    attending: Vec<SmolStr>,
    cancelled: Vec<SmolStr>,
    negation: Vec<SmolStr>,
    legs: Vec<SmolStr>,
}

impl Kin {
    /// Reads the sets.
    ///
    /// # Errors
    /// If the file is malformed.
    pub(crate) fn load(data: &DataSet) -> Result<Self, DataError> {
        let file: KinFile = data.toml("en/merging.toml")?;
        let mut sets: BTreeMap<SmolStr, Vec<usize>> = BTreeMap::new();
        for (n, set) in file.kin.iter().enumerate() {
            for frame in set {
                sets.entry(frame.clone()).or_default().push(n);
            }
        }
        let KinFile { kin: _, after, deadline, limit, lapse, both, sides, stands_for, disasters, .. } = file;
        let KinFile { two_sided, attending, cancelled, negation, legs, .. } = file;
        Ok(Self {
            sets,
            after,
            deadline,
            limit,
            lapse,
            both,
            sides,
            stands_for,
            disasters,
            two_sided,
            attending,
            cancelled,
            negation,
            legs,
        })
    }

    pub(super) fn of(&self, frame: &str) -> &[usize] {
        self.sets.get(frame).map_or(&[], Vec::as_slice)
    }

    pub(super) fn are(&self, a: &str, b: &str) -> bool {
        self.of(a).iter().any(|s| self.of(b).contains(s))
    }
}
