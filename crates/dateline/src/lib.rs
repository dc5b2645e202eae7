//! Dateline as a library.

pub mod contract;
pub mod view;
