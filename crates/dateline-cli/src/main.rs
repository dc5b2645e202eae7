//! The binary `dateline`.
fn main() {}
