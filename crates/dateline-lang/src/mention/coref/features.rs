//! Features of a pronoun and a candidate. Part of the weights' meaning: a change here needs new weights.

use super::super::find::Finder;
use super::super::rules::MentionRules;
use super::nodes::{Scene, governor, role};
use crate::engine::hash::{self, key};
use crate::token::{Rel, TokenIx, Upos};

pub(super) const SUBJECT: u32 = 0;

pub(super) const PERSON: u32 = 0;
pub(super) const GROUP: u32 = 1;
pub(super) const STATE: u32 = 2;
pub(super) const PLACE: u32 = 3;
pub(super) const PRODUCT: u32 = 4;
pub(super) const EVENT: u32 = 5;
pub(super) const TIME: u32 = 6;
pub(super) const THING: u32 = 7;
pub(super) const NAMED: u32 = 8;
pub(super) const DEMONYM: u32 = 9;
pub(super) const PRONOUN: u32 = 10;

/// What a pronoun agrees with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Class {
    He,
    She,
    It,
    They,
    I,
    We,
}

impl Class {
    /// Class of a form in lower case.
    pub(in super::super) fn of(rules: &MentionRules, form: &str) -> Option<Self> {
        let (p, f) = (&rules.pronouns, &rules.coref.pronouns);
        let table = [
            (&p.male, Self::He),
            (&p.female, Self::She),
            (&p.neuter, Self::It),
            (&p.plural, Self::They),
            (&f.first, Self::I),
            (&f.first_plural, Self::We),
        ];
        table.into_iter().find(|(list, _)| list.contains(form)).map(|(_, class)| class)
    }

    pub(in super::super) fn first_person(self) -> bool {
        matches!(self, Self::I | Self::We)
    }

    fn number(self) -> u32 {
        self as u32
    }

    /// Kind of pronoun of the calibration.
    pub(super) fn sort(self) -> u8 {
        match self {
            Self::He | Self::She => 0,
            Self::It => 1,
            Self::They => 2,
            Self::I | Self::We => 3,
        }
    }

    /// "he" and "she" behave alike.
    fn group(self) -> u32 {
        match self {
            Self::He | Self::She => 10,
            other => other as u32,
        }
    }
}

/// A pronoun to be resolved.
#[derive(Debug, Clone)]
pub(super) struct Pronoun {
    pub(super) node: usize,
    pub(super) token: TokenIx,
    pub(super) class: Class,
    pub(super) possessive: bool,
    pub(super) reflexive: bool,
    pub(super) sentence: usize,
    pub(super) paragraph: u32,
    pub(super) governor: Option<TokenIx>,
    pub(super) quote: Option<u32>,
    role: u32,
    /// The verb (or other word) of its clause.
    verb: Option<TokenIx>,
}

impl Pronoun {
    pub(super) fn of(finder: &Finder<'_, '_>, scene: &Scene, draft: usize) -> Option<Self> {
        let node = scene.node_of(draft)?;
        let n = scene.nodes.get(node)?;
        let form = &finder.drafts[draft].noun;
        let (syntax, words) = (finder.syntax, &finder.rules.coref.pronouns);
        let possessive = syntax.rel(n.head) == Rel::NmodPoss
            || syntax.token(n.head).is_some_and(|t| t.xpos == "PRP$") && words.possessive.contains(form);
        let verb = syntax.ancestors(n.head).find(|a| matches!(syntax.upos(*a), Upos::Verb | Upos::Aux));
        Some(Self {
            node,
            token: n.head,
            class: n.pronoun?,
            possessive,
            reflexive: words.reflexive.contains(form),
            sentence: n.sentence,
            paragraph: syntax.sentences.get(n.sentence).map_or(0, |s| s.paragraph),
            governor: governor(syntax, n.head),
            quote: n.quote,
            role: role(syntax, n.head),
            verb,
        })
    }

    fn case(&self) -> u32 {
        if self.reflexive {
            3
        } else if self.possessive {
            2
        } else if self.role == SUBJECT {
            0
        } else {
            1
        }
    }
}

/// May a pronoun of this class stand for the node at all?
pub(super) fn may_agree(class: Class, scene: &Scene, c: usize, root: usize) -> bool {
    let (n, r) = (&scene.nodes[c], &scene.nodes[root]);
    if r.sort == DEMONYM || r.sort == TIME {
        return false;
    }
    let one = !r.plural && !r.coordination && !n.plural;
    let person = r.sort == PERSON && (r.form == 0 || scene.sex(root).is_some());
    let contrary = |female: bool| scene.sex(root) == Some(!female) || n.sex == Some(!female);
    match class {
        Class::He => one && r.sort != STATE && !contrary(false),
        Class::She => one && r.sort != STATE && !contrary(true),
        Class::It => one && !person,
        Class::They => !one || (!person && !matches!(r.sort, THING | EVENT | PRODUCT)),
        Class::I => one && !matches!(r.sort, STATE | EVENT),
        Class::We => matches!(r.sort, PERSON | GROUP | STATE | NAMED),
    }
}

fn far(n: usize) -> u32 {
    match n {
        0..=4 => n as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        _ => 9,
    }
}

impl Finder<'_, '_> {
    /// Does the candidate agree well with the pronoun?
    pub(super) fn agrees(&self, p: &Pronoun, scene: &Scene, c: usize) -> bool {
        let root = scene.root(c);
        let r = &scene.nodes[root];
        let one = !r.plural && !r.coordination;
        match p.class {
            Class::He | Class::She | Class::I => one && r.sort == PERSON,
            Class::It => one && r.sort != PERSON,
            Class::They => !one || r.sort == GROUP,
            Class::We => matches!(r.sort, PERSON | GROUP | STATE),
        }
    }

    /// Features of a pair. `rank`: how many agreeing candidates stand nearer.
    pub(super) fn keys(&self, p: &Pronoun, scene: &Scene, c: usize, rank: usize) -> Vec<u32> {
        let syntax = self.syntax;
        let root = scene.root(c);
        let (n, r) = (&scene.nodes[c], &scene.nodes[root]);
        let (class, group) = (p.class.number(), p.class.group());
        let case = p.case();
        let pc = group * 8 + case;
        let behind = c > p.node;
        let sentences = if behind { 7 } else { far(p.sentence - n.sentence.min(p.sentence)) };
        let near = sentences.min(3);
        let number = if r.coordination { 2 } else { u32::from(r.plural) };
        let sex = match (scene.sex(root), p.class) {
            (None, _) => 0,
            (Some(female), Class::She) => 1 + u32::from(female),
            (Some(female), Class::He) => 1 + u32::from(!female),
            (Some(_), _) => 3,
        };
        let count = match scene.count(root) {
            0 | 1 => 1,
            2 => 2,
            3..=4 => 3,
            5..=8 => 4,
            _ => 5,
        };
        let quotes = match (p.quote, n.quote) {
            (None, None) => 0,
            (None, Some(_)) => 1,
            (Some(_), None) => 2,
            (Some(a), Some(b)) if a == b => 3,
            (Some(_), Some(_)) => 4,
        };
        let command = self.command(p, scene, c);
        let between = p.token.0.abs_diff(n.head.0) as usize;
        let recent = far(p.node.saturating_sub(scene.last(root)));
        let paragraph = syntax.sentences.get(n.sentence).map_or(0, |s| s.paragraph);
        let same_paragraph = u32::from(paragraph == p.paragraph);
        let leads = u32::from(self.leads(scene, c));
        let title = u32::from(n.sentence == 0);
        let agreement = (r.sort * 3 + number) * 4 + sex;
        let as_pronoun = n.pronoun.map_or(9, |k| if k == p.class { 1 } else { 2 });
        let speaker = match p.quote.and_then(|q| scene.speaker(q)) {
            Some((s, weak)) if scene.root(s) == root => 1 + u32::from(weak),
            Some(_) => 3,
            None => 0,
        };
        let rank = far(rank);
        let verbs = match (p.governor, scene.governor(syntax, c)) {
            (Some(a), Some(b)) if a != b && syntax.lemma(a) == syntax.lemma(b) => 1 + u32::from(p.role == n.role),
            _ => 0,
        };
        let says = |t: Option<TokenIx>| t.is_some_and(|t| self.rules.saying.contains(syntax.lemma(t)));
        let speaks = u32::from(p.role == SUBJECT && says(p.governor));
        let spoke = u32::from(n.role == SUBJECT && says(scene.governor(syntax, c)));
        let start = syntax.token(p.token).map_or(0, |t| t.span.start);
        let told_last = u32::from(scene.last_speaker(start).is_some_and(|s| scene.root(s) == root));
        vec![
            key(229, group, speaks * 2 + spoke, near),
            key(230, group, speaks * 2 + told_last, near),
            key(231, pc, speaks, r.sort * 3 + number),
            key(200, class, agreement, 0),
            key(201, class, agreement, rank),
            key(202, pc, sentences, n.form),
            key(203, pc, sentences, n.role),
            key(204, pc, near * 16 + n.role, p.role),
            key(205, pc, rank, n.role),
            key(206, group, rank, near),
            key(207, group, far(between / 2), near),
            key(208, group, count, n.form),
            key(209, group, count, recent),
            key(210, pc, as_pronoun, near * 16 + n.role),
            key(211, group, as_pronoun, recent),
            key(212, pc, command, n.role),
            key(213, pc, command, rank),
            key(214, group, quotes, speaker),
            key(215, group, quotes * 8 + speaker, near),
            key(216, group, leads, sentences),
            key(217, group, same_paragraph, near),
            key(218, group, title, count),
            key(219, class, n.lemma, 0),
            key(220, class, r.lemma, 1),
            key(221, group, verbs, near),
            key(222, class, r.sort * 16 + n.role, sentences),
            key(223, group, r.form, count),
            key(224, group, r.sort * 3 + number, rank),
            key(225, pc, r.sort * 3 + number, command),
            key(226, group, u32::from(behind), case),
            key(227, group, agreement, count),
            key(228, pc, rank * 16 + recent, count),
        ]
    }

    /// Features of standing for none of the candidates.
    pub(super) fn none_keys(&self, p: &Pronoun, scene: &Scene, options: usize) -> Vec<u32> {
        let syntax = self.syntax;
        let class = p.class.number();
        let lemma = |t: Option<TokenIx>| t.map_or(0, |t| hash::text(syntax.lemma(t).bytes()));
        let rel = syntax.rel(p.token);
        let clause = p.governor.is_some_and(|g| {
            syntax.child(g, &[Rel::Csubj, Rel::Ccomp, Rel::Xcomp, Rel::Advcl, Rel::AclRelcl]).is_some()
        });
        let copula = p.governor.is_some_and(|g| syntax.child(g, &[Rel::Cop]).is_some());
        let speaker = match p.quote.and_then(|q| scene.speaker(q)) {
            Some((_, weak)) => 1 + u32::from(weak),
            None => 0,
        };
        let next = TokenIx(p.token.0 + 1);
        let gov_tag = p.governor.map_or(Upos::X, |g| syntax.upos(g)) as u32;
        vec![
            key(240, class, p.case(), 0),
            key(241, class, rel as u32, 0),
            key(242, class, lemma(p.governor), p.role),
            key(243, class, u32::from(clause) * 2 + u32::from(copula), p.role),
            key(244, class, u32::from(p.quote.is_some()), speaker),
            key(245, class, lemma(Some(next)), 0),
            key(246, class, far(options), 0),
            key(247, class, gov_tag, u32::from(clause) * 2 + u32::from(copula)),
            key(248, class, lemma(p.verb), 1),
            key(249, class, u32::from(p.sentence == 0), far(p.sentence)),
        ]
    }

    /// How the candidate stands above the pronoun in the tree.
    fn command(&self, p: &Pronoun, scene: &Scene, c: usize) -> u32 {
        let syntax = self.syntax;
        let n = &scene.nodes[c];
        if n.sentence != p.sentence {
            return 0;
        }
        let Some(above) = scene.governor(syntax, c) else { return 1 };
        if p.governor == Some(above) {
            return 2;
        }
        let mut verbs = 0;
        for a in syntax.ancestors(p.token) {
            if a == n.head {
                return 9; // the pronoun stands in a clause that hangs on the candidate
            }
            if a == above {
                return 3 + verbs.min(3);
            }
            verbs += u32::from(matches!(syntax.upos(a), Upos::Verb | Upos::Aux));
        }
        if p.governor.is_some_and(|g| syntax.ancestors(n.head).any(|a| a == g)) { 7 } else { 8 }
    }

    /// The first subject of its sentence.
    pub(super) fn leads(&self, scene: &Scene, c: usize) -> bool {
        let n = &scene.nodes[c];
        n.role == SUBJECT
            && !scene.nodes[..c].iter().rev().take_while(|x| x.sentence == n.sentence).any(|x| x.role == SUBJECT)
    }
}
