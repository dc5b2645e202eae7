//! Typed half-open spans. A span of bytes and a span of tokens are different types, so that one is never taken for the other.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// Unit of a span that counts UTF-8 bytes of the clean text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Byte {}

/// Unit of a span that counts tokens of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tok {}

/// Unit of a span that counts bytes of the input file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceByte {}

/// A half-open range `start..end` counted in the unit `U`.
///
/// ```
/// use dateline_report::{Byte, Span};
/// let s: Span<Byte> = Span::new(2, 5);
/// assert_eq!((s.len(), s.of("abcdefg")), (3, "cde"));
/// ```
#[derive(PartialOrd, Ord)]
pub struct Span<U> {
    /// First position.
    pub start: u32,
    /// Position after the last.
    pub end: u32,
    unit: PhantomData<fn() -> U>,
}

impl<U> Clone for Span<U> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<U> Copy for Span<U> {}
impl<U> PartialEq for Span<U> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<U> Eq for Span<U> {}
impl<U> std::hash::Hash for Span<U> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<U> fmt::Debug for Span<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl<U> Span<U> {
    /// `start..end`; an end before the start gives an empty span at `start`.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start), unit: PhantomData }
    }

    /// As [`Span::new`], from positions as Rust counts them. Texts beyond 4 GiB are refused long before.
    #[must_use]
    pub fn from_usize(start: usize, end: usize) -> Self {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self::new(clip(start), clip(end))
    }

    /// Number of units.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Is there nothing in it?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range of `usize`, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Does it contain the whole of `other`?
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Does it contain position `at`?
    #[must_use]
    pub fn has(self, at: u32) -> bool {
        self.start <= at && at < self.end
    }

    /// Do the two share a unit?
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Number of units the two share.
    #[must_use]
    pub fn shared(self, other: Self) -> u32 {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// The smallest span that contains both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl Span<Byte> {
    /// The text of this span, or `""` if it does not lie in `text` on character boundaries.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}
