//! Training of the weights that `dateline-lang` reads.
