//! What a pronoun may stand for: the mentions and the other noun phrases of a report in text order, and what is joined so far.

use dateline_report::{Span, Tok};

use super::super::find::Finder;
use super::super::rules::MentionRules;
use super::super::{EntityKind, MentionForm};
use super::features::{self, Class};
use crate::engine::hash;
use crate::statement::stretches;
use crate::syntax::Syntax;
use crate::token::{Rel, TokenIx, Upos};

/// A mention or noun phrase.
#[derive(Debug, Clone)]
pub(in super::super) struct Node {
    /// Head.
    pub(super) head: TokenIx,
    /// Its words without trailing modifiers.
    pub(super) span: Span<Tok>,
    /// The draft it is, if it is one.
    pub(super) draft: Option<usize>,
    /// Number of its sentence.
    pub(super) sentence: usize,
    /// Role in the clause, a number of [`features`].
    pub(super) role: u32,
    /// Kind of thing, a number of [`features`].
    pub(super) sort: u32,
    /// Name, definite, indefinite, owned or bare, a number of [`features`].
    pub(super) form: u32,
    /// Plural by its noun.
    pub(super) plural: bool,
    /// Several phrases joined by "and".
    pub(super) coordination: bool,
    /// Female (true), male (false) or not known.
    pub(super) sex: Option<bool>,
    /// Class of a pronoun.
    pub(super) pronoun: Option<Class>,
    /// Number of the quotation it stands in.
    pub(super) quote: Option<u32>,
    /// Hash of the lemma of a common noun, else nought.
    pub(super) lemma: u32,
}

/// The nodes and what is known to be one.
#[derive(Debug, Default)]
pub(in super::super) struct Scene {
    pub(super) nodes: Vec<Node>,
    parent: Vec<usize>,
    /// By root: nodes joined so far, the last of them, sex.
    count: Vec<u32>,
    last: Vec<usize>,
    sex: Vec<Option<bool>>,
    of_draft: Vec<Option<usize>>,
    /// By quotation: the node of its speaker, and whether that was taken over from the quotation before.
    speakers: Vec<Option<(usize, bool)>>,
    /// By quotation: the byte after it.
    ends: Vec<u32>,
}

impl Scene {
    /// First node of what a node is joined to.
    pub(super) fn root(&self, mut n: usize) -> usize {
        for _ in 0..self.parent.len() {
            match self.parent.get(n) {
                Some(p) if *p != n => n = *p,
                _ => break,
            }
        }
        n
    }

    /// Says that node `n` is what node `m` is.
    pub(super) fn join(&mut self, n: usize, m: usize) {
        let (a, b) = (self.root(n), self.root(m));
        if a == b {
            return;
        }
        self.parent[a] = b;
        self.count[b] += self.count[a];
        self.last[b] = self.last[b].max(self.last[a]).max(n);
        self.sex[b] = self.sex[b].or(self.sex[a]);
    }

    /// As [`Scene::join`] for drafts.
    pub(in super::super) fn join_drafts(&mut self, n: usize, m: usize) {
        let node = |d: usize| self.of_draft.get(d).copied().flatten();
        if let (Some(a), Some(b)) = (node(n), node(m)) {
            self.join(a, b);
        }
    }

    pub(super) fn node_of(&self, draft: usize) -> Option<usize> {
        self.of_draft.get(draft).copied().flatten()
    }

    pub(super) fn count(&self, root: usize) -> u32 {
        self.count.get(root).copied().unwrap_or(1)
    }

    pub(super) fn last(&self, root: usize) -> usize {
        self.last.get(root).copied().unwrap_or(root)
    }

    pub(super) fn sex(&self, root: usize) -> Option<bool> {
        self.sex.get(root).copied().flatten()
    }

    /// Who tells a quotation, and whether that is only taken over from the one before.
    pub(super) fn speaker(&self, quote: u32) -> Option<(usize, bool)> {
        self.speakers.get(quote as usize).copied().flatten()
    }

    /// Who told the last quotation that ends before a sentence does.
    pub(super) fn last_speaker(&self, before: u32) -> Option<usize> {
        let at = self.ends.partition_point(|e| *e <= before);
        at.checked_sub(1).and_then(|q| self.speaker(q as u32)).map(|(n, _)| n)
    }

    /// What governs a node: for a joined phrase, what governs the first of them.
    pub(super) fn governor(&self, syntax: &Syntax<'_>, n: usize) -> Option<TokenIx> {
        self.nodes.get(n).and_then(|node| governor(syntax, node.head))
    }
}

/// What governs a token; for a later member of a co-ordination what governs the first.
pub(super) fn governor(syntax: &Syntax<'_>, token: TokenIx) -> Option<TokenIx> {
    let head = syntax.head(token)?;
    if syntax.rel(token) == Rel::Conj { syntax.head(head) } else { Some(head) }
}

/// Number of the role of a token.
pub(super) fn role(syntax: &Syntax<'_>, token: TokenIx) -> u32 {
    let rel = match syntax.rel(token) {
        Rel::Conj => syntax.head(token).map_or(Rel::Conj, |h| syntax.rel(h)),
        rel => rel,
    };
    match rel {
        Rel::Nsubj | Rel::NsubjPass | Rel::Csubj | Rel::CsubjPass => features::SUBJECT,
        Rel::Obj => 1,
        Rel::Iobj => 2,
        Rel::Obl | Rel::OblAgent => 3,
        Rel::Nmod => 4,
        Rel::NmodPoss => 5,
        Rel::Appos => 6,
        Rel::Root | Rel::Parataxis => 7,
        Rel::Compound => 8,
        _ => 9,
    }
}

impl Finder<'_, '_> {
    /// All nodes of the report, with the drafts that there are.
    pub(in super::super) fn scene(&self) -> Scene {
        let mut scene = Scene { of_draft: vec![None; self.drafts.len()], ..Scene::default() };
        let quotes = stretches(self.syntax.text(), &self.rules.coref.marks);
        let quote = |t: TokenIx| {
            let start = self.syntax.token(t)?.span.start;
            let at = quotes.partition_point(|q| q.outer.end <= start);
            quotes.get(at).filter(|q| q.outer.has(start)).map(|_| at as u32)
        };
        // By token: the name that covers it with title and all, or the description whose head it is.
        let count = self.syntax.tokens.len();
        let mut covered: Vec<Option<usize>> = vec![None; count];
        let mut heads: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut spans: Vec<Span<Tok>> = vec![Span::new(0, 0); self.drafts.len()];
        for (n, d) in self.drafts.iter().enumerate().filter(|(_, d)| !d.name.is_empty()) {
            let bytes = match (d.exact, d.form) {
                (Some(exact), _) => exact,
                (None, MentionForm::Name) => self.bytes(&d.full).hull(self.bytes(&d.name)),
                (None, _) => self.bytes(&d.name),
            };
            let tokens = super::super::words::tokens_of(self.syntax, bytes);
            spans[n] = tokens;
            if let Some(head) = self.topmost(tokens).and_then(|h| heads.get_mut(h.at())) {
                head.push(n);
            }
            if d.form == MentionForm::Name {
                for t in tokens.range() {
                    if let Some(slot) = covered.get_mut(t) {
                        *slot = Some(n);
                    }
                }
            }
        }
        for t in 0..count {
            let token = TokenIx(t as u32);
            // A name before a description with the same head; of several the larger.
            let draft = heads[t].iter().copied().max_by_key(|d| {
                let form = self.drafts[*d].form;
                (form == MentionForm::Pronoun, form == MentionForm::Name, spans[*d].len(), *d)
            });
            for d in &heads[t] {
                scene.of_draft[*d] = Some(scene.nodes.len());
            }
            if let Some(d) = draft {
                if self.drafts[d].form == MentionForm::Pronoun
                    && self.rules.pronouns.relative.contains(&self.drafts[d].noun)
                {
                    scene.of_draft[d] = None;
                    continue;
                }
                let mut node = self.node(token, spans[d], quote(token));
                node.draft = Some(d);
                self.describe(&mut node, d);
                scene.nodes.push(node);
            } else if matches!(self.syntax.upos(token), Upos::Noun | Upos::Propn)
                && covered[t].is_none()
                && !matches!(
                    self.syntax.rel(token),
                    Rel::Compound | Rel::Flat | Rel::Fixed | Rel::Goeswith | Rel::NmodUnmarked | Rel::OblUnmarked
                )
            {
                let span = self.phrase_of(token);
                scene.nodes.push(self.node(token, span, quote(token)));
            }
            self.coordination(token, &mut scene, &quote);
        }
        scene.parent = (0..scene.nodes.len()).collect();
        scene.last = scene.parent.clone();
        scene.count = vec![1; scene.nodes.len()];
        scene.sex = scene.nodes.iter().map(|n| n.sex).collect();
        scene.ends = quotes.iter().map(|q| q.outer.end).collect();
        self.find_speakers(&mut scene, &quotes.iter().map(|q| q.outer).collect::<Vec<_>>());
        // What is already linked: descriptions in apposition to names.
        for n in 0..self.drafts.len() {
            if let Some(m) = self.drafts[n].antecedent {
                scene.join_drafts(n, m);
            }
        }
        scene
    }

    /// A noun phrase without what trails behind its head.
    fn phrase_of(&self, head: TokenIx) -> Span<Tok> {
        let mut span = Span::new(head.0, head.0 + 1);
        for child in self.syntax.children_by(
            head,
            &[Rel::Det, Rel::Amod, Rel::Nummod, Rel::Compound, Rel::NmodPoss, Rel::Flat, Rel::Advmod],
        ) {
            if child.0 < head.0 || self.syntax.rel(child) == Rel::Flat {
                span = span.hull(self.syntax.subtree(child));
            }
        }
        span
    }

    fn node(&self, head: TokenIx, span: Span<Tok>, quote: Option<u32>) -> Node {
        let lemma = self.syntax.lemma(head).to_lowercase();
        let xpos = self.syntax.token(head).map_or("", |t| t.xpos.as_str());
        let opens = self.syntax.form(TokenIx(span.start)).to_lowercase();
        let c = &self.rules.coref;
        let named = self.syntax.upos(head) == Upos::Propn;
        Node {
            head,
            span,
            draft: None,
            sentence: self.syntax.sentence_of(head),
            role: role(self.syntax, head),
            sort: if named { features::NAMED } else { self.sort_of(&lemma) },
            form: if named {
                0
            } else if c.owners.contains(&opens) || self.syntax.child(head, &[Rel::NmodPoss]).is_some() {
                3
            } else if c.introducing.contains(&opens) {
                2
            } else if c.known.contains(&opens) || c.determiners.contains(&opens) {
                1
            } else {
                4
            },
            plural: matches!(xpos, "NNS" | "NNPS"),
            coordination: false,
            sex: c.word_sex(&lemma),
            pronoun: None,
            quote,
            lemma: if named { 0 } else { hash::text(lemma.bytes()) },
        }
    }

    /// Kind of thing by its noun.
    fn sort_of(&self, lemma: &str) -> u32 {
        let (r, c) = (self.rules, &self.rules.coref);
        let (one, _) = MentionRules::singular(lemma);
        let any = |list: &std::collections::BTreeSet<String>| list.contains(lemma) || list.contains(&one);
        if any(&c.times) {
            features::TIME
        } else if r.role_noun(lemma).is_some() || any(&c.animate) || c.word_sex(lemma).is_some() {
            features::PERSON
        } else if r.country_nouns.contains(lemma) || r.state_nouns.contains(lemma) {
            features::STATE
        } else if any(&r.groups) {
            features::GROUP
        } else if any(&c.happenings) {
            features::EVENT
        } else if any(&r.product_heads) {
            features::PRODUCT
        } else if any(&r.org_heads) {
            features::GROUP
        } else if any(&r.facility_heads) || any(&r.place_heads) {
            features::PLACE
        } else {
            features::THING
        }
    }

    /// What the draft knows beyond the noun.
    fn describe(&self, node: &mut Node, d: usize) {
        let draft = &self.drafts[d];
        let c = &self.rules.coref;
        match draft.form {
            MentionForm::Pronoun => {
                node.pronoun = Class::of(self.rules, &draft.noun);
                node.plural = matches!(node.pronoun, Some(Class::They | Class::We));
                node.sex = match node.pronoun {
                    Some(Class::He) => Some(false),
                    Some(Class::She) => Some(true),
                    _ => None,
                };
                node.form = 5;
                node.sort = features::PRONOUN;
                node.lemma = 0;
                return;
            }
            MentionForm::Name => {
                node.form = 0;
                node.lemma = 0;
            }
            MentionForm::Nominal => {}
        }
        node.plural |= draft.plural;
        node.sort = match draft.kind {
            EntityKind::Person => features::PERSON,
            EntityKind::Organisation | EntityKind::Group => features::GROUP,
            EntityKind::State => features::STATE,
            EntityKind::Place | EntityKind::Facility => features::PLACE,
            EntityKind::Product => features::PRODUCT,
            EntityKind::Event => features::EVENT,
            EntityKind::Demonym => features::DEMONYM,
            EntityKind::Other => features::NAMED,
        };
        if draft.kind == EntityKind::Person {
            let titles = draft.full.clone().chain(draft.roles.iter().flat_map(|r| r.title.clone()));
            let told = titles.filter(|w| !draft.name.contains(w)).find_map(|w| c.word_sex(self.folded(w)));
            node.sex = match draft.form {
                MentionForm::Name => told.or_else(|| {
                    let first = self.folded(draft.name.start);
                    // A family name alone tells nothing, unless it is a given name only by chance.
                    (draft.name.len() > 1 && !self.rules.names.family_first(first)).then(|| c.name_sex(first)).flatten()
                }),
                _ => c.word_sex(&draft.noun),
            };
        } else {
            node.sex = None;
        }
    }

    /// "Berg and Vrba": one node for all of them, behind the last.
    fn coordination(&self, token: TokenIx, scene: &mut Scene, quote: &dyn Fn(TokenIx) -> Option<u32>) {
        if self.syntax.rel(token) != Rel::Conj {
            return;
        }
        let Some(first) = self.syntax.head(token).filter(|h| h.0 < token.0) else { return };
        let all: Vec<TokenIx> = self.syntax.with_conjuncts(first);
        let noun = |t: &TokenIx| matches!(self.syntax.upos(*t), Upos::Noun | Upos::Propn | Upos::Pron);
        if all.last() != Some(&token) || !all.iter().all(noun) {
            return;
        }
        let sorts: Vec<u32> = all
            .iter()
            .filter_map(|t| scene.nodes.iter().rev().take(40).find(|n| n.head == *t && !n.coordination))
            .map(|n| n.sort)
            .collect();
        let Some(sort) = sorts.first().copied() else { return };
        let (from, to) = (self.phrase_of(first), self.phrase_of(token));
        let mut node = self.node(first, from.hull(to), quote(first));
        node.sort = if sorts.iter().all(|s| *s == sort) { sort } else { features::THING };
        node.form = 6;
        node.plural = true;
        node.coordination = true;
        node.sex = None;
        node.lemma = 0;
        scene.nodes.push(node);
    }

    /// By quotation: the subject of the verb of saying next to it.
    fn find_speakers(&self, scene: &mut Scene, quotes: &[Span<dateline_report::Byte>]) {
        let mut node_at: Vec<Option<usize>> = vec![None; self.syntax.tokens.len()];
        for (n, node) in scene.nodes.iter().enumerate().filter(|(_, n)| !n.coordination) {
            if let Some(slot) = node_at.get_mut(node.head.at()) {
                *slot = Some(n);
            }
        }
        let mut before: Option<(usize, u32)> = None;
        for outer in quotes {
            let (a, b) = (
                self.syntax.tokens.partition_point(|t| t.span.end <= outer.start),
                self.syntax.tokens.partition_point(|t| t.span.start < outer.end),
            );
            let (first, last) = (TokenIx(a as u32), TokenIx(b.saturating_sub(1) as u32));
            let (from, to) = (self.syntax.sentence_of(first), self.syntax.sentence_of(last));
            let paragraph = self.syntax.sentences.get(from).map_or(0, |s| s.paragraph);
            let reach = |s: usize| self.syntax.sentences.get(s).map_or(Span::new(0, 0), |s| s.tokens);
            // What is said after the quotation in its last sentence, then what is said before it in its first.
            let behind = b..reach(to).end as usize;
            let ahead = reach(from).start as usize..a;
            let found = behind
                .map(|t| (t, t - b.min(t)))
                .chain(ahead.map(|t| (t, a - t)))
                .filter(|(t, _)| {
                    self.rules.saying.contains(self.syntax.lemma(TokenIx(*t as u32)))
                        || self.rules.coref.according.contains(self.syntax.lemma(TokenIx(*t as u32)))
                })
                .filter(|(t, _)| {
                    let start = self.syntax.tokens[*t].span.start;
                    let at = quotes.partition_point(|q| q.end <= start);
                    !quotes.get(at).is_some_and(|q| q.has(start))
                })
                .filter_map(|(t, far)| {
                    let verb = TokenIx(t as u32);
                    let own = self.syntax.child(verb, &[Rel::Nsubj]).or_else(|| {
                        let according = self.rules.coref.according.contains(self.syntax.lemma(verb));
                        let rels: &[Rel] = if according { &[Rel::Obl, Rel::Nmod] } else { &[Rel::NsubjPass] };
                        self.syntax.child(verb, rels)
                    });
                    // "..., adding": the subject of the verb above.
                    let subject =
                        own.or_else(|| self.syntax.head(verb).and_then(|h| self.syntax.child(h, &[Rel::Nsubj])))?;
                    node_at.get(subject.at()).copied().flatten().map(|n| (far, n))
                })
                .min();
            let speaker = match (found, before) {
                (Some((_, n)), _) => Some((n, false)),
                (None, Some((n, p))) if paragraph <= p + 1 => Some((n, true)),
                _ => None,
            };
            scene.speakers.push(speaker);
            if let Some((n, _)) = speaker {
                before = Some((n, paragraph));
            }
        }
    }
}
