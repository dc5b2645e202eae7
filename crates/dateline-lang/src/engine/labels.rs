//! Names of tags and relations in Universal Dependencies.

use crate::token::{Rel, Upos};

const UPOS: [(Upos, &str); 17] = [
    (Upos::Adj, "ADJ"),
    (Upos::Adp, "ADP"),
    (Upos::Adv, "ADV"),
    (Upos::Aux, "AUX"),
    (Upos::Cconj, "CCONJ"),
    (Upos::Det, "DET"),
    (Upos::Intj, "INTJ"),
    (Upos::Noun, "NOUN"),
    (Upos::Num, "NUM"),
    (Upos::Part, "PART"),
    (Upos::Pron, "PRON"),
    (Upos::Propn, "PROPN"),
    (Upos::Punct, "PUNCT"),
    (Upos::Sconj, "SCONJ"),
    (Upos::Sym, "SYM"),
    (Upos::Verb, "VERB"),
    (Upos::X, "X"),
];

/// Relations in the order of their numbers in the weights.
const RELS: [(Rel, &str); 45] = [
    (Rel::Acl, "acl"),
    (Rel::AclRelcl, "acl:relcl"),
    (Rel::Advcl, "advcl"),
    (Rel::Advmod, "advmod"),
    (Rel::Amod, "amod"),
    (Rel::Appos, "appos"),
    (Rel::Aux, "aux"),
    (Rel::AuxPass, "aux:pass"),
    (Rel::Case, "case"),
    (Rel::Cc, "cc"),
    (Rel::Ccomp, "ccomp"),
    (Rel::Compound, "compound"),
    (Rel::CompoundPrt, "compound:prt"),
    (Rel::Conj, "conj"),
    (Rel::Cop, "cop"),
    (Rel::Csubj, "csubj"),
    (Rel::CsubjPass, "csubj:pass"),
    (Rel::Dep, "dep"),
    (Rel::Det, "det"),
    (Rel::Discourse, "discourse"),
    (Rel::Dislocated, "dislocated"),
    (Rel::Expl, "expl"),
    (Rel::Fixed, "fixed"),
    (Rel::Flat, "flat"),
    (Rel::Goeswith, "goeswith"),
    (Rel::Iobj, "iobj"),
    (Rel::List, "list"),
    (Rel::Mark, "mark"),
    (Rel::Nmod, "nmod"),
    (Rel::NmodPoss, "nmod:poss"),
    (Rel::NmodUnmarked, "nmod:unmarked"),
    (Rel::Nsubj, "nsubj"),
    (Rel::NsubjPass, "nsubj:pass"),
    (Rel::Nummod, "nummod"),
    (Rel::Obj, "obj"),
    (Rel::Obl, "obl"),
    (Rel::OblAgent, "obl:agent"),
    (Rel::OblUnmarked, "obl:unmarked"),
    (Rel::Orphan, "orphan"),
    (Rel::Parataxis, "parataxis"),
    (Rel::Punct, "punct"),
    (Rel::Reparandum, "reparandum"),
    (Rel::Root, "root"),
    (Rel::Vocative, "vocative"),
    (Rel::Xcomp, "xcomp"),
];

/// Number of relations.
pub const REL_COUNT: usize = RELS.len();

impl Upos {
    /// The tag of that name (`NOUN`); `X` if there is none.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        UPOS.iter().find(|(_, n)| *n == name).map_or(Self::X, |(u, _)| *u)
    }

    /// Name in Universal Dependencies (`NOUN`).
    #[must_use]
    pub fn name(self) -> &'static str {
        UPOS.iter().find(|(u, _)| *u == self).map_or("X", |(_, n)| n)
    }
}

impl Rel {
    /// The relation of that name; subtypes that have no place of their own are cut, unknown names give `dep`.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let name = match name {
            "nmod:tmod" | "nmod:npmod" => "nmod:unmarked",
            "obl:tmod" | "obl:npmod" => "obl:unmarked",
            n => n,
        };
        let find = |name: &str| RELS.iter().find(|(_, n)| *n == name).map(|(r, _)| *r);
        find(name).or_else(|| find(name.split(':').next()?)).unwrap_or(Self::Dep)
    }

    /// Name in Universal Dependencies (`nsubj:pass`).
    #[must_use]
    pub fn name(self) -> &'static str {
        RELS.iter().find(|(r, _)| *r == self).map_or("dep", |(_, n)| n)
    }

    /// Name without its subtype (`nsubj`).
    #[must_use]
    pub fn universal(self) -> &'static str {
        let name = self.name();
        name.split(':').next().unwrap_or(name)
    }

    /// Number in the weights.
    #[must_use]
    pub fn number(self) -> u8 {
        RELS.iter().position(|(r, _)| *r == self).unwrap_or(0) as u8
    }

    /// The relation of a number; `dep` if there is none.
    #[must_use]
    pub fn from_number(number: u8) -> Self {
        RELS.get(usize::from(number)).map_or(Self::Dep, |(r, _)| *r)
    }
}
