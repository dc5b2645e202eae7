//! Sentences and tokens with their tags and the dependency tree (Universal Dependencies, version 2).

use dateline_report::{Byte, Span, Tok};
use smol_str::SmolStr;

/// Number of a token in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenIx(pub u32);

impl TokenIx {
    /// For indexing.
    #[must_use]
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// Universal part of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[expect(missing_docs, reason = "the names are those of Universal Dependencies")]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

/// Dependency relation: the universal ones, and the subtypes that later stages tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[expect(missing_docs, reason = "the names are those of Universal Dependencies")]
pub enum Rel {
    Acl,
    AclRelcl,
    Advcl,
    Advmod,
    Amod,
    Appos,
    Aux,
    AuxPass,
    Case,
    Cc,
    Ccomp,
    Compound,
    CompoundPrt,
    Conj,
    Cop,
    Csubj,
    CsubjPass,
    #[default]
    Dep,
    Det,
    Discourse,
    Dislocated,
    Expl,
    Fixed,
    Flat,
    Goeswith,
    Iobj,
    List,
    Mark,
    Nmod,
    NmodPoss,
    /// `nmod:unmarked`, `nmod:npmod`, `nmod:tmod`
    NmodUnmarked,
    Nsubj,
    NsubjPass,
    Nummod,
    Obj,
    Obl,
    OblAgent,
    /// `obl:unmarked`, `obl:npmod`, `obl:tmod`
    OblUnmarked,
    Orphan,
    Parataxis,
    Punct,
    Reparandum,
    Root,
    Vocative,
    Xcomp,
}

/// Penn tags as far as English morphology needs them (tense and form of verbs, number of nouns).
pub type Xpos = SmolStr;

/// One syntactic word. `don't` is two tokens, `Korea's` is two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span<Byte>,
    /// Dictionary form, lower case except for names.
    pub lemma: SmolStr,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn tag (`VBD`, `NNS` ...).
    pub xpos: Xpos,
    /// Morphological features as in CoNLL-U, in its order (`Number=Plur|Person=3`); empty for none.
    pub features: SmolStr,
    /// Governor; `None` for the root of a sentence.
    pub head: Option<TokenIx>,
    /// Relation to the governor.
    pub rel: Rel,
    /// How sure the tags are: the share of such decisions that are right, in thousandths.
    pub tag_sure: u16,
    /// How sure governor and relation are together, in thousandths.
    pub arc_sure: u16,
}

/// What kind of line a sentence stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SentenceKind {
    /// Running text.
    Prose,
    /// The report's headline.
    Title,
    /// A headline-like line further down.
    Heading,
    /// A summary line between headline and body.
    Standfirst,
    /// An item of a list.
    Item,
    /// Place, day and agency before the first sentence ("OSLO, May 6 (Nordvik) -"): no part of what the sentence says.
    Dateline,
}

/// One sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, without surrounding white space.
    pub span: Span<Byte>,
    /// Its tokens.
    pub tokens: Span<Tok>,
    /// What kind of line it stands in.
    pub kind: SentenceKind,
    /// Number of its paragraph (line of the clean text).
    pub paragraph: u32,
}
