//! Documents of GUM with their entities, and how well our mentions agree with them.
//!
//! What is measured, and how:
//!
//! - Our mentions are aligned to the annotated ones by overlap: of the annotated mentions whose head stands in our words and which
//!   hold our head, the one with the greatest overlap (Dice) counts, the shorter on ties.
//! - A pronoun counts if it is a personal or possessive one (Penn `PRP`, `PRP$`: all persons, reflexives too) annotated as a mention of
//!   an entity that has at least one mention which is no pronoun, anywhere in the document. Expletives and pronouns whose entity is
//!   only ever a pronoun do not count. It is right if, following our antecedents, the first mention that is no pronoun is aligned to
//!   a mention of the same entity. Not found, not linked, or linked to what is aligned to nothing: wrong.
//! - Names are the annotated mentions of persons, bodies and places whose head is a proper noun (co-ordinations of them are none; "the
//!   President" is one, so that our descriptions count where they are aligned to one). B-cubed (Bagga and Baldwin 1998) over them:
//!   recall of a name is the share of its entity's names that stand in our cluster with it, 0 if we do not have it; precision the
//!   share of our cluster's names that are of its entity. Names of ours that are no annotated name (GUM leaves many that stand before
//!   a noun) cannot be judged and are left out, and so are links from or to what is aligned to nothing.

use std::collections::BTreeMap;
use std::path::Path;

use dateline_lang::mention::{Mention, MentionForm};
use dateline_report::{Byte, Span};
use smol_str::SmolStr;

use crate::TrainError;
use crate::conllu;

/// An annotated mention.
#[derive(Debug, Clone)]
pub struct Gold {
    /// Number of its entity in the document.
    pub entity: u32,
    /// Its words.
    pub span: Span<Byte>,
    /// Its head words ("minimal span").
    pub heads: Vec<Span<Byte>>,
    /// Any pronoun.
    pub pronoun: bool,
    /// Personal or possessive pronoun.
    pub personal: bool,
    /// A person, body or place with a proper noun as head; no co-ordination.
    pub name: bool,
    /// Type of entity ("person").
    pub kind: SmolStr,
}

/// A document.
#[derive(Debug, Clone, Default)]
pub struct GoldDocument {
    /// Name ("GUM_news_flag").
    pub id: String,
    /// Its text: paragraphs with an empty line between them.
    pub text: String,
    /// Its mentions.
    pub mentions: Vec<Gold>,
}

/// A row of `documents.tsv`: name, genre, part ("train", "dev", "test").
pub type Row = (String, String, String);

/// Reads `documents.tsv` of the set.
///
/// # Errors
/// If it is not there.
pub fn table(dir: &Path) -> Result<Vec<Row>, TrainError> {
    let text = crate::read(&dir.join("documents.tsv"))?;
    Ok(text
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| {
            let mut cells = l.split('\t');
            Some((cells.next()?.to_string(), cells.next()?.to_string(), cells.next()?.to_string()))
        })
        .filter(|(_, _, part)| matches!(part.as_str(), "train" | "dev" | "test"))
        .collect())
}

/// Reads one document.
///
/// # Errors
/// If the file is not there.
pub fn read(path: &Path) -> Result<GoldDocument, TrainError> {
    let id = path.file_stem().map(|s| s.to_string_lossy().to_string()).unwrap_or_default();
    Ok(parse(&id, &crate::read(path)?))
}

struct Word {
    span: Span<Byte>,
    upos: dateline_lang::token::Upos,
    xpos: SmolStr,
}

/// An open mention: name of the entity, its type, minimal span as printed, first word.
type Open = (String, String, String, usize);

/// Reads the text of one document.
#[must_use]
pub fn parse(id: &str, conllu: &str) -> GoldDocument {
    let mut doc = GoldDocument { id: id.into(), ..GoldDocument::default() };
    let mut entities: BTreeMap<String, u32> = BTreeMap::new();
    let mut open: Vec<Open> = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    for tree in conllu::parse(conllu) {
        if !doc.text.is_empty() {
            doc.text.push_str(if tree.new_paragraph { "\n\n" } else { " " });
        }
        let mut at = doc.text.len();
        doc.text.push_str(&tree.text);
        for w in &tree.words {
            let found = doc.text[at..].find(w.form.as_str()).filter(|n| doc.text[at..at + n].trim().is_empty());
            let (a, b) = found.map_or((at, at), |n| (at + n, at + n + w.form.len()));
            at = b;
            words.push(Word { span: Span::from_usize(a, b), upos: w.upos, xpos: w.xpos.clone() });
            let here = words.len() - 1;
            let Some(marks) = w.misc.split('|').find_map(|m| m.strip_prefix("Entity=")) else { continue };
            for (opened, closed) in brackets(marks) {
                if let Some(text) = opened {
                    let fields: Vec<&str> = text.split('-').collect();
                    let field = |n: usize| fields.get(n).copied().unwrap_or("").to_string();
                    open.push((field(0), field(1), field(5), here));
                }
                let Some(name) = closed else { continue };
                let Some(n) = open.iter().rposition(|o| name.is_empty() || o.0 == name) else { continue };
                let (name, kind, minimal, from) = open.remove(n);
                let next = entities.len() as u32;
                let entity = *entities.entry(name).or_insert(next);
                doc.mentions.push(gold(entity, &kind, &minimal, &words[from..=here]));
            }
        }
    }
    doc
}

fn gold(entity: u32, kind: &str, minimal: &str, words: &[Word]) -> Gold {
    let mut heads: Vec<usize> = minimal
        .split(',')
        .filter_map(|n| n.parse::<usize>().ok()?.checked_sub(1))
        .filter(|n| *n < words.len())
        .collect();
    if heads.is_empty() {
        heads = (0..words.len()).collect();
    }
    let first = &words[heads[0]];
    let pronoun = words.len() == 1 && first.upos == dateline_lang::token::Upos::Pron;
    Gold {
        entity,
        span: words[0].span.hull(words[words.len() - 1].span),
        heads: heads.iter().map(|h| words[*h].span).collect(),
        pronoun,
        personal: words.len() == 1 && matches!(first.xpos.as_str(), "PRP" | "PRP$"),
        name: first.upos == dateline_lang::token::Upos::Propn
            && matches!(kind, "person" | "organization" | "place")
            && heads.windows(2).all(|h| h[1] == h[0] + 1),
        kind: kind.into(),
    }
}

/// The brackets of an `Entity` value: what is opened, and the name of what is closed (empty for what was just opened).
fn brackets(marks: &str) -> Vec<(Option<&str>, Option<&str>)> {
    let mut out = Vec::new();
    let mut rest = marks;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('(') {
            let end = after.find(['(', ')']).unwrap_or(after.len());
            let closed = after[end..].starts_with(')');
            out.push((Some(&after[..end]), closed.then_some("")));
            rest = &after[end + usize::from(closed)..];
        } else {
            let end = rest.find(')').unwrap_or(rest.len());
            out.push((None, Some(&rest[..end])));
            rest = rest.get(end + 1..).unwrap_or("");
        }
    }
    out
}

impl GoldDocument {
    /// The annotated mention that a span with this head is.
    #[must_use]
    pub fn align(&self, span: Span<Byte>, head: Span<Byte>) -> Option<usize> {
        (0..self.mentions.len())
            .filter(|n| {
                let g = &self.mentions[*n];
                g.span.overlaps(head) && g.heads.iter().any(|h| span.overlaps(*h))
            })
            .max_by_key(|n| {
                let g = self.mentions[*n].span;
                (2000 * g.shared(span) / (g.len() + span.len()).max(1), std::cmp::Reverse(g.len()))
            })
    }

    /// Entities with a mention that is no pronoun.
    #[must_use]
    pub fn told(&self) -> Vec<bool> {
        let mut told = vec![false; self.mentions.iter().map(|g| g.entity as usize + 1).max().unwrap_or(0)];
        for g in self.mentions.iter().filter(|g| !g.pronoun) {
            told[g.entity as usize] = true;
        }
        told
    }
}

/// One pronoun.
#[derive(Debug, Clone)]
pub struct PronounItem {
    /// Where it stands.
    pub at: Span<Byte>,
    /// Right; `None` if it was not linked.
    pub right: Option<bool>,
    /// How sure the link was, 0 to 1000.
    pub sure: u16,
    /// What we linked it to.
    pub linked: Option<Span<Byte>>,
}

/// A name of gold with its recall below one: where, recall, how many names its entity has.
pub type Lost = (Span<Byte>, f64, usize);

/// How well one document's mentions agree with gold.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// The pronouns that count.
    pub pronouns: Vec<PronounItem>,
    /// Linked pronouns that do not count (expletives and the like): false links.
    pub spurious: Vec<PronounItem>,
    /// Links of descriptions and of names: how sure, right.
    pub nominals: Vec<(u16, bool, Span<Byte>, Span<Byte>)>,
    /// As `nominals`.
    pub names: Vec<(u16, bool, Span<Byte>, Span<Byte>)>,
    /// Names of gold with their recall below one: where, recall, how many names its entity has.
    pub lost: Vec<Lost>,
    /// B-cubed of names: sum of recall, names of gold, sum of precision, names of ours.
    pub b3: [f64; 4],
}

/// Compares.
#[must_use]
pub fn measure(gold: &GoldDocument, mentions: &[Mention], head: &dyn Fn(&Mention) -> Span<Byte>) -> Measured {
    let mut out = Measured::default();
    let aligned: Vec<Option<usize>> = mentions.iter().map(|m| gold.align(m.full, head(m))).collect();
    let entity = |m: usize| aligned[m].map(|g| gold.mentions[g].entity);
    let told = gold.told();
    let real = |mut n: usize| {
        for _ in 0..mentions.len() {
            if mentions[n].form != MentionForm::Pronoun {
                break;
            }
            n = mentions[n].antecedent?.at();
        }
        Some(n)
    };
    for g in gold.mentions.iter().filter(|g| g.personal) {
        let ours = mentions.iter().position(|m| m.form == MentionForm::Pronoun && m.span.overlaps(g.span));
        let to = ours.and_then(|n| mentions[n].antecedent).and_then(|a| real(a.at()));
        let item = PronounItem {
            at: g.span,
            right: to.map(|t| entity(t) == Some(g.entity)),
            sure: ours.map_or(0, |n| mentions[n].link),
            linked: to.map(|t| mentions[t].full),
        };
        if told[g.entity as usize] {
            out.pronouns.push(item);
        } else if to.is_some() {
            out.spurious.push(item);
        }
    }
    for m in mentions.iter().filter(|m| m.form == MentionForm::Pronoun) {
        let Some(a) = m.antecedent.filter(|_| !gold.mentions.iter().any(|g| g.pronoun && g.span.overlaps(m.span)))
        else {
            continue;
        };
        // Relative pronouns are no mentions of GUM.
        if !m.span.of(&gold.text).to_lowercase().starts_with("wh") {
            out.spurious.push(PronounItem {
                at: m.span,
                right: Some(false),
                sure: m.link,
                linked: Some(mentions[a.at()].full),
            });
        }
    }
    for (n, m) in mentions.iter().enumerate() {
        let Some(a) = m.antecedent else { continue };
        if entity(n).is_none() || entity(a.at()).is_none() {
            continue;
        }
        let right = entity(n) == entity(a.at());
        let row = (m.link, right, m.full, mentions[a.at()].full);
        match m.form {
            MentionForm::Nominal => out.nominals.push(row),
            MentionForm::Name => out.names.push(row),
            MentionForm::Pronoun => {}
        }
    }
    (out.b3, out.lost) = b3(gold, mentions, &aligned);
    out
}

fn b3(gold: &GoldDocument, mentions: &[Mention], aligned: &[Option<usize>]) -> ([f64; 4], Vec<Lost>) {
    let mut parent: Vec<usize> = (0..mentions.len()).collect();
    fn root(parent: &[usize], mut n: usize) -> usize {
        while parent[n] != n {
            n = parent[n];
        }
        n
    }
    for (n, m) in mentions.iter().enumerate().filter(|(_, m)| m.form != MentionForm::Pronoun) {
        if let Some(a) = m.antecedent {
            let (a, b) = (root(&parent, n), root(&parent, a.at()));
            parent[a] = b;
        }
    }
    // Names of ours: cluster and the name of gold it is.
    let mut taken = vec![false; gold.mentions.len()];
    let ours: Vec<(usize, Option<usize>)> = (0..mentions.len())
        .filter(|n| mentions[*n].form != MentionForm::Pronoun)
        .filter_map(|n| {
            let g = aligned[n].filter(|g| gold.mentions[*g].name);
            if let Some(g) = g {
                if std::mem::replace(&mut taken[g], true) {
                    return None; // two of ours for one of gold
                }
            }
            Some((root(&parent, n), g))
        })
        .collect();
    let (mut sums, mut lost) = ([0.0; 4], Vec::new());
    for (n, g) in gold.mentions.iter().enumerate().filter(|(_, g)| g.name) {
        sums[1] += 1.0;
        let all = gold.mentions.iter().filter(|x| x.name && x.entity == g.entity).count();
        let mut recall = 0.0;
        if let Some((cluster, _)) = ours.iter().find(|(_, x)| *x == Some(n)) {
            let with = ours
                .iter()
                .filter(|(c, x)| c == cluster && x.is_some_and(|x| gold.mentions[x].entity == g.entity))
                .count();
            recall = with as f64 / all as f64;
        }
        sums[0] += recall;
        if recall < 1.0 {
            lost.push((g.span, recall, all));
        }
    }
    for (cluster, g) in &ours {
        let size = ours.iter().filter(|(c, x)| c == cluster && x.is_some()).count();
        if let Some(g) = g {
            let entity = gold.mentions[*g].entity;
            let with = ours
                .iter()
                .filter(|(c, x)| c == cluster && x.is_some_and(|x| gold.mentions[x].entity == entity))
                .count();
            sums[2] += with as f64 / size as f64;
            sums[3] += 1.0;
        }
    }
    (sums, lost)
}
