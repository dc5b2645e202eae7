//! Why a file cannot be read, and what would help.

/// A file that gives no report. The message completes "FILE ..." : reason, then remedy. The other reports are analysed all the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadProblem {
    /// No bytes at all.
    #[error("is empty; leave it out or save the report's text in it")]
    Empty,
    /// Only white space, or markup without text.
    #[error("holds no text, only {what}; save the report's text in it")]
    NoText {
        /// What it holds instead.
        what: String,
    },
    /// Not a text file.
    #[error("is no text (looks like {what}); save the report as plain text, Markdown or HTML")]
    Binary {
        /// What it seems to be, with its article.
        what: String,
    },
    /// Larger than the limit.
    #[error("is {size} MB: larger than the limit of {limit} MB; split it or raise --max-size")]
    TooLarge {
        /// Its size in MB (2^20 bytes), rounded up.
        size: u64,
        /// The limit in MB.
        limit: u64,
    },
}
