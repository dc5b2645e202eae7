//! Dateline as a library.
