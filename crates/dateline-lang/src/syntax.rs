//! The parsed text as the later stages see it: tokens, sentences, and ways to walk the dependency tree.

use dateline_report::{Byte, Report, Span, Tok};

use crate::token::{Rel, Sentence, Token, TokenIx, Upos};

/// A report's text with its sentences and tokens, and the children of each token. Cheap to build, borrowed by all stages after the parse.
///
/// Positions out of range give empty answers, never a panic.
#[derive(Debug)]
pub struct Syntax<'a> {
    /// The report.
    pub report: &'a Report,
    /// Sentences in text order.
    pub sentences: &'a [Sentence],
    /// Tokens in text order.
    pub tokens: &'a [Token],
    first_child: Vec<u32>,
    children: Vec<TokenIx>,
    sentence: Vec<u32>,
}

impl<'a> Syntax<'a> {
    /// Indexes the tree.
    #[must_use]
    pub fn new(report: &'a Report, sentences: &'a [Sentence], tokens: &'a [Token]) -> Self {
        let mut count = vec![0u32; tokens.len() + 1];
        for head in tokens.iter().filter_map(|t| t.head).filter(|h| h.at() < tokens.len()) {
            count[head.at() + 1] += 1;
        }
        for n in 1..count.len() {
            count[n] += count[n - 1];
        }
        let mut next = count.clone();
        let mut children = vec![TokenIx(0); count.last().copied().unwrap_or(0) as usize];
        for (n, head) in
            tokens.iter().enumerate().filter_map(|(n, t)| Some((n, t.head?))).filter(|(_, h)| h.at() < tokens.len())
        {
            children[next[head.at()] as usize] = TokenIx(n as u32);
            next[head.at()] += 1;
        }
        let mut sentence = vec![0u32; tokens.len()];
        for (n, s) in sentences.iter().enumerate() {
            for t in s.tokens.range() {
                if let Some(slot) = sentence.get_mut(t) {
                    *slot = n as u32;
                }
            }
        }
        Self { report, sentences, tokens, first_child: count, children, sentence }
    }

    /// The clean text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        &self.report.text
    }

    /// A token, if there is one of that number.
    #[must_use]
    pub fn token(&self, ix: TokenIx) -> Option<&'a Token> {
        self.tokens.get(ix.at())
    }

    /// A token as printed; `""` out of range.
    #[must_use]
    pub fn form(&self, ix: TokenIx) -> &'a str {
        self.token(ix).map_or("", |t| t.span.of(&self.report.text))
    }

    /// A token's lemma; `""` out of range.
    #[must_use]
    pub fn lemma(&self, ix: TokenIx) -> &'a str {
        self.token(ix).map_or("", |t| t.lemma.as_str())
    }

    /// A token's part of speech.
    #[must_use]
    pub fn upos(&self, ix: TokenIx) -> Upos {
        self.token(ix).map_or(Upos::X, |t| t.upos)
    }

    /// A token's relation to its governor.
    #[must_use]
    pub fn rel(&self, ix: TokenIx) -> Rel {
        self.token(ix).map_or(Rel::Dep, |t| t.rel)
    }

    /// A token's governor.
    #[must_use]
    pub fn head(&self, ix: TokenIx) -> Option<TokenIx> {
        self.token(ix)?.head
    }

    /// Children of a token, left to right.
    #[must_use]
    pub fn children(&self, ix: TokenIx) -> &[TokenIx] {
        let (Some(a), Some(b)) = (self.first_child.get(ix.at()), self.first_child.get(ix.at() + 1)) else { return &[] };
        self.children.get(*a as usize..*b as usize).unwrap_or(&[])
    }

    /// The first child with one of these relations.
    #[must_use]
    pub fn child(&self, ix: TokenIx, rels: &[Rel]) -> Option<TokenIx> {
        self.children(ix).iter().copied().find(|c| rels.contains(&self.rel(*c)))
    }

    /// All children with one of these relations.
    pub fn children_by<'s>(&'s self, ix: TokenIx, rels: &'s [Rel]) -> impl Iterator<Item = TokenIx> + 's {
        self.children(ix).iter().copied().filter(move |c| rels.contains(&self.rel(*c)))
    }

    /// Number of the sentence a token stands in.
    #[must_use]
    pub fn sentence_of(&self, ix: TokenIx) -> usize {
        self.sentence.get(ix.at()).copied().unwrap_or(0) as usize
    }

    /// First to last token of the subtree below a token, the token included.
    #[must_use]
    pub fn subtree(&self, ix: TokenIx) -> Span<Tok> {
        let mut span = Span::new(ix.0, ix.0 + 1);
        let mut stack = vec![ix];
        let mut steps = 0;
        while let Some(at) = stack.pop() {
            steps += 1;
            if steps > self.tokens.len() {
                break; // a cycle, which the parser rules out
            }
            span = span.hull(Span::new(at.0, at.0 + 1));
            stack.extend_from_slice(self.children(at));
        }
        span
    }

    /// As [`Syntax::subtree`], without the children that have one of these relations (and what is below them).
    #[must_use]
    pub fn subtree_without(&self, ix: TokenIx, rels: &[Rel]) -> Span<Tok> {
        let mut span = Span::new(ix.0, ix.0 + 1);
        for child in self.children(ix).iter().filter(|c| !rels.contains(&self.rel(**c))) {
            span = span.hull(self.subtree(*child));
        }
        span
    }

    /// The bytes from the first to the last token of a span.
    #[must_use]
    pub fn bytes(&self, tokens: Span<Tok>) -> Span<Byte> {
        if tokens.is_empty() {
            return Span::new(0, 0);
        }
        match (self.tokens.get(tokens.start as usize), self.tokens.get(tokens.end as usize - 1)) {
            (Some(a), Some(b)) => a.span.hull(b.span),
            _ => Span::new(0, 0),
        }
    }

    /// The tokens that lie wholly in a span of bytes.
    #[must_use]
    pub fn tokens_in(&self, bytes: Span<Byte>) -> Span<Tok> {
        let a = self.tokens.partition_point(|t| t.span.start < bytes.start);
        let b = self.tokens.partition_point(|t| t.span.end <= bytes.end);
        Span::from_usize(a, b.max(a))
    }

    /// The token that begins at or contains a byte.
    #[must_use]
    pub fn token_at(&self, byte: u32) -> Option<TokenIx> {
        let at = self.tokens.partition_point(|t| t.span.end <= byte);
        self.tokens.get(at).filter(|t| t.span.has(byte)).map(|_| TokenIx(at as u32))
    }

    /// The governors of a token, nearest first.
    pub fn ancestors(&self, ix: TokenIx) -> impl Iterator<Item = TokenIx> + '_ {
        let mut at = ix;
        let mut left = self.tokens.len();
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            at = self.head(at)?;
            Some(at)
        })
    }

    /// The token and what is joined to it by `conj` below it, left to right.
    #[must_use]
    pub fn with_conjuncts(&self, ix: TokenIx) -> Vec<TokenIx> {
        let mut all = vec![ix];
        all.extend(self.children_by(ix, &[Rel::Conj]));
        all
    }
}
