//! The sets of names, brought to one scheme. Sets differ in what they mark, so that a word is given the *set* of labels that its
//! set allows: where WikiGold says MISC, the model may choose among nationality, product, event and other; where GUM has no named
//! mention it may not choose a name; where a set is silent, anything goes.

use std::collections::BTreeMap;
use std::path::Path;

use dateline_lang::engine::lists::{Lists, NO_NAME, PEOPLE, TITLE};
use dateline_lang::engine::names::{LABELS, label};
use dateline_lang::engine::tokens::Lexicon;
use dateline_lang::token::Upos;

use crate::TrainError;
use crate::conllu::{self, Tree};
use crate::{meantime, names_vary};

pub(crate) const PER: usize = 0;
pub(crate) const ORG: usize = 1;
pub(crate) const LOC: usize = 2;
pub(crate) const FAC: usize = 3;
pub(crate) const PRODUCT: usize = 4;
pub(crate) const NORP: usize = 5;
pub(crate) const EVENT: usize = 6;
pub(crate) const OTHER: usize = 7;
/// Anything goes.
pub(crate) const ANY: u64 = (1 << LABELS) - 1;

/// A sentence with the labels allowed for each word, one bit a label.
#[derive(Debug, Clone, Default)]
pub struct Sentence {
    /// Forms.
    pub forms: Vec<String>,
    /// Allowed labels.
    pub allowed: Vec<u64>,
}

/// Sentences of one text.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// In order.
    pub sentences: Vec<Sentence>,
    /// Number of the set it is from.
    pub source: usize,
    /// Number of the text it was made from by changing names, or its own.
    pub origin: usize,
    /// How much it counts in training.
    pub weight: f32,
}

pub(crate) const WIKIGOLD: usize = 0;
pub(crate) const POLITICS: usize = 1;
const CONFLICT: usize = 2;
const MEANTIME: usize = 3;
const GUM: usize = 4;
pub(crate) const WEB: usize = 5;

/// A list of the file of patterns.
pub(crate) fn patterns(list: &str) -> Vec<String> {
    let all: BTreeMap<String, Vec<String>> = toml::from_str(include_str!("../data/patterns.toml")).unwrap_or_default();
    all.get(list).cloned().unwrap_or_default()
}

/// Masks of a name of one of these kinds over `len` words.
pub(crate) fn name(kinds: &[usize], len: usize) -> Vec<u64> {
    (0..len)
        .map(|i| {
            let part = match (i, len) {
                (_, 1) => 3,
                (0, _) => 0,
                (i, n) if i + 1 == n => 2,
                _ => 1,
            };
            kinds.iter().map(|k| 1 << label(*k, part)).sum()
        })
        .collect()
}

/// Reads token and tag columns; gives sentences as (form, tag) and marks the first of each document.
fn columns(text: &str, form_at: usize, tag_at: usize) -> Vec<(bool, Vec<(String, String)>)> {
    let mut out = Vec::new();
    let (mut sentence, mut new) = (Vec::new(), true);
    for line in text.lines().chain([""]) {
        if line.trim().is_empty() || line.starts_with("-DOCSTART-") || line.starts_with("# ") {
            if !sentence.is_empty() {
                out.push((std::mem::take(&mut new), std::mem::take(&mut sentence)));
            }
            new |= line.starts_with("-DOCSTART-");
            continue;
        }
        let cells: Vec<&str> = if line.contains('\t') { line.split('\t').collect() } else { line.split(' ').collect() };
        if let (Some(form), Some(tag)) = (cells.get(form_at), cells.get(tag_at)) {
            sentence.push(((*form).to_string(), (*tag).to_string()));
        }
    }
    out
}

/// The names of IOB tags: first word, word after the last, type. An `I-` without a beginning opens a name, too.
#[must_use]
pub fn iob(tags: &[&str]) -> Vec<(usize, usize, String)> {
    let mut out: Vec<(usize, usize, String)> = Vec::new();
    let mut open = false;
    for (i, tag) in tags.iter().enumerate() {
        let Some((how, kind)) = tag.split_once('-') else {
            open = false;
            continue;
        };
        match out.last_mut() {
            Some(last) if open && how == "I" && last.2 == kind => last.1 = i + 1,
            _ => out.push((i, i + 1, kind.to_string())),
        }
        open = true;
    }
    out
}

/// A word of a set as the tokeniser cuts it, and quotes as the text has them.
#[must_use]
pub fn retokenise(lexicon: &Lexicon, form: &str) -> Vec<String> {
    let form = match form {
        "``" | "''" => "\"",
        "-LRB-" => "(",
        "-RRB-" => ")",
        f => f,
    };
    let parts: Vec<String> = lexicon.tokens(form).into_iter().map(|(a, b)| form[a..b].to_string()).collect();
    // the full stop of an abbreviation stays where the set has it; only hyphens and slashes cut
    if parts.len() < 2 || !parts.iter().any(|p| matches!(p.as_str(), "-" | "–" | "/" | "—")) {
        vec![form.to_string()]
    } else {
        parts
    }
}

struct Source<'a> {
    lexicon: &'a Lexicon,
    /// Type of the set to kinds; empty: the set's names of this type are unclear, anything goes; absent: no name.
    kinds: BTreeMap<&'static str, &'static [usize]>,
    /// Only mentions that hold a capitalised word are names, and a leading article is none of it.
    strict: bool,
}

impl Source<'_> {
    fn read(&self, text: &str) -> Vec<Text> {
        let inside = patterns("inside");
        let mut texts: Vec<Text> = Vec::new();
        for (new, sentence) in columns(text, 0, 1) {
            let tags: Vec<&str> = sentence.iter().map(|(_, t)| t.as_str()).collect();
            let mut spans = iob(&tags);
            // words of which nothing is known: in mentions of which it is not plain what the name is
            let mut unclear = vec![false; sentence.len()];
            if self.strict {
                spans.retain_mut(|(a, b, _)| {
                    let capital = |n: usize| sentence[n].0.chars().next().is_some_and(char::is_uppercase);
                    let whole = *a..*b;
                    if *a < *b && matches!(sentence[*a].0.as_str(), "the" | "The" | "a" | "A") {
                        *a += 1;
                    }
                    let inner = |f: &str| inside.iter().any(|w| w == f);
                    let name = *a < *b
                        && capital(*a)
                        && sentence[*b - 1].0.chars().any(|c| c.is_uppercase() || c.is_numeric())
                        && (*a..*b).all(|n| {
                            capital(n) || inner(&sentence[n].0) || sentence[n].0.chars().any(|c| c.is_numeric())
                        });
                    if !name {
                        for n in whole {
                            unclear[n] = capital(n);
                        }
                    }
                    name
                });
            }
            let mut out = Sentence::default();
            let mut at = 0;
            while at < sentence.len() {
                let span = spans.iter().find(|s| s.0 == at);
                let end = span.map_or(at + 1, |s| s.1);
                let forms: Vec<String> =
                    sentence[at..end].iter().flat_map(|(f, _)| retokenise(self.lexicon, f)).collect();
                match span.and_then(|s| self.kinds.get(s.2.as_str())) {
                    Some([]) => out.allowed.extend(vec![ANY; forms.len()]),
                    Some(kinds) => out.allowed.extend(name(kinds, forms.len())),
                    None if unclear[at] => out.allowed.extend(vec![ANY; forms.len()]),
                    None => out.allowed.extend(vec![1; forms.len()]),
                }
                out.forms.extend(forms);
                at = end;
            }
            if new || texts.is_empty() {
                texts.push(Text::default());
            }
            if let Some(text) = texts.last_mut() {
                text.sentences.push(out);
            }
        }
        texts
    }
}

/// Named mentions of a GUM sentence out of its `Entity=` annotation.
struct Gum {
    open: Vec<(String, String, usize, String)>,
}

impl Gum {
    /// (first word, word after the last, type, position of the head)
    fn mentions(&mut self, tree: &Tree) -> Vec<(usize, usize, String, usize)> {
        self.open.clear();
        let mut out = Vec::new();
        for (i, w) in tree.words.iter().enumerate() {
            let Some(value) = w.misc.split('|').find_map(|m| m.strip_prefix("Entity=")) else {
                continue;
            };
            let mut rest = value;
            while !rest.is_empty() {
                if let Some(after) = rest.strip_prefix('(') {
                    let end = after.find(['(', ')']).unwrap_or(after.len());
                    let body = &after[..end];
                    let fields: Vec<&str> = body.split('-').collect();
                    let (id, kind) = (fields.first().copied().unwrap_or(""), fields.get(1).copied().unwrap_or(""));
                    let heads = fields.get(5).copied().unwrap_or("1");
                    self.open.push((id.into(), kind.into(), i, heads.into()));
                    rest = &after[end..];
                    if let Some(tail) = rest.strip_prefix(')') {
                        self.close(None, i, &mut out);
                        rest = tail;
                    }
                } else {
                    let end = rest.find(['(', ')']).unwrap_or(rest.len());
                    let id = &rest[..end];
                    self.close(Some(id), i, &mut out);
                    rest = rest[end..].strip_prefix(')').unwrap_or(&rest[end..]);
                }
            }
        }
        out
    }

    fn close(&mut self, id: Option<&str>, i: usize, out: &mut Vec<(usize, usize, String, usize)>) {
        let at = match id {
            None => self.open.len().checked_sub(1),
            Some(id) => self.open.iter().rposition(|o| o.0 == id),
        };
        let Some(at) = at else { return };
        let (_, kind, start, heads) = self.open.remove(at);
        let head = heads.split(',').next().and_then(|h| h.parse::<usize>().ok()).unwrap_or(1);
        out.push((start, i + 1, kind, (start + head).saturating_sub(1)));
    }
}

fn gum(trees: &[Tree], lists: &Lists) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    let joining = patterns("joining");
    let mut reader = Gum { open: Vec::new() };
    for tree in trees {
        let proper = |i: usize| tree.words.get(i).is_some_and(|w| w.upos == Upos::Propn);
        let capital =
            |i: usize| tree.words.get(i).is_some_and(|w| w.form.chars().next().is_some_and(char::is_uppercase));
        let mut names: Vec<(usize, usize, String)> = Vec::new();
        let listed = lists.mark(&tree.forms());
        for (start, end, kind, head) in reader.mentions(tree) {
            if !proper(head) {
                continue;
            }
            let joins = |i: usize| {
                i >= start
                    && i < end
                    && (proper(i) || tree.words[i].form == "-" || joining.contains(&tree.words[i].form) || capital(i))
            };
            let (mut a, mut b) = (head, head + 1);
            while a > start && joins(a - 1) {
                a -= 1;
            }
            while b < end && joins(b) {
                b += 1;
            }
            // a name begins and ends with a capital
            while a < head
                && (!capital(a)
                    || matches!(tree.words[a].form.as_str(), "The" | "A")
                    || kind == "person" && listed[a] & (TITLE | TITLE << 1) != 0)
            {
                a += 1;
            }
            while b > head + 1 && !(capital(b - 1) || tree.words[b - 1].form.chars().all(|c| c.is_ascii_digit())) {
                b -= 1;
            }
            if capital(a) || tree.words[a].form.chars().any(char::is_uppercase) {
                names.push((a, b, kind));
            }
        }
        names.sort_by_key(|n| (n.0, std::cmp::Reverse(n.1)));
        let mut out =
            Sentence { forms: tree.words.iter().map(|w| w.form.clone()).collect(), allowed: vec![1; tree.words.len()] };
        // proper nouns and capitalised adjectives outside named mentions: names inside a common noun's phrase, nationalities
        for (i, w) in tree.words.iter().enumerate() {
            if w.upos == Upos::Propn {
                out.allowed[i] = ANY;
            } else if w.upos == Upos::Adj && capital(i) && listed[i] & PEOPLE != 0 {
                out.allowed[i] = 1 << label(NORP, 3);
            } else if w.upos == Upos::Adj && capital(i) && i > 0 {
                out.allowed[i] = 1 | 1 << label(NORP, 3);
            }
        }
        let mut last = 0;
        for (a, b, kind) in names {
            if a < last {
                continue;
            }
            last = b;
            let plural = b == a + 1 && tree.words[a].xpos == "NNPS";
            let kinds: &[usize] = match kind.as_str() {
                "person" if plural => &[NORP],
                "person" | "animal" => &[PER],
                "organization" => &[ORG],
                "place" => &[LOC, FAC],
                "event" => &[EVENT],
                "object" => &[PRODUCT, FAC],
                "time" => &[],
                _ => &[OTHER, PRODUCT, NORP, EVENT],
            };
            let masks = if kinds.is_empty() { vec![1; b - a] } else { name(kinds, b - a) };
            for (i, m) in (a..b).zip(masks) {
                out.allowed[i] = m;
            }
        }
        if tree.new_document || texts.is_empty() {
            texts.push(Text::default());
        }
        if let Some(text) = texts.last_mut() {
            text.sentences.push(out);
        }
    }
    texts
}

/// All texts with names, in a fixed order.
pub(crate) fn load(data: &Path, lexicon: &Lexicon, lists: &Lists) -> Result<Vec<Text>, TrainError> {
    let coarse = Source {
        lexicon,
        kinds: BTreeMap::from([
            ("PER", &[PER][..]),
            ("ORG", &[ORG]),
            ("LOC", &[LOC, FAC]),
            ("MISC", &[NORP, PRODUCT, EVENT, OTHER]),
        ]),
        strict: false,
    };
    let politics = Source {
        lexicon,
        kinds: BTreeMap::from([
            ("person", &[PER][..]),
            ("politician", &[PER]),
            ("organisation", &[ORG]),
            ("politicalparty", &[ORG]),
            ("location", &[LOC, FAC]),
            ("country", &[LOC]),
            ("event", &[EVENT]),
            ("election", &[EVENT]),
            ("misc", &[NORP, PRODUCT, OTHER]),
        ]),
        strict: false,
    };
    let conflict = Source {
        lexicon,
        kinds: BTreeMap::from([
            ("Person", &[PER][..]),
            ("Organisation", &[ORG]),
            ("Location", &[LOC, FAC]),
            ("MilitaryPlatform", &[]),
            ("Weapon", &[]),
            ("Nationality", &[NORP]),
        ]),
        strict: true,
    };
    let mut texts = Vec::new();
    let mut take = |found: Vec<Text>, source: usize, weight: f32| {
        for text in found {
            texts.push(Text { source, weight, origin: texts.len(), ..text });
        }
    };
    take(learning_part(coarse.read(&crate::read(&data.join("ner/wikigold/wikigold.conll"))?)), WIKIGOLD, 1.0);
    for part in ["train", "dev"] {
        take(politics.read(&crate::read(&data.join(format!("ner/crossner-politics/{part}.conll")))?), POLITICS, 1.0);
    }
    for part in [
        // not language: names of files of a data set
        "Australian_Department_of_Foreign_Affairs",
        "CENTCOM",
        "Delegation_of_the_European_Union_to_Syria",
        "UK_Government",
        "US_State_Department",
        "Wikipedia",
    ] {
        take(conflict.read(&crate::read(&data.join(format!("ner/re3d/{part}.conll")))?), CONFLICT, 0.5);
    }
    take(meantime::load(data, lexicon, lists)?, MEANTIME, 1.0);
    let split = crate::read(&data.join("gum-full/documents.tsv"))?;
    for row in split.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        if cells.get(2) == Some(&"train") {
            let name = cells.first().copied().unwrap_or_default();
            let news = if cells.get(1) == Some(&"news") { 1.0 } else { 0.7 };
            take(gum(&conllu::read(&data.join(format!("gum-full/{name}.conllu")))?, lists), GUM, news);
        }
    }
    take(web(&conllu::read(&data.join("ud-ewt/en_ewt-ud-train.conllu"))?, lists), WEB, 0.4);
    let more = names_vary::vary(&texts, data, lexicon)?;
    texts.extend(more);
    Ok(texts)
}

/// What may be learnt from of a set that has no official parts: the last fifth of its sentences is kept for measuring, and with
/// it the text in which that fifth begins.
fn learning_part(texts: Vec<Text>) -> Vec<Text> {
    let all: usize = texts.iter().map(|t| t.sentences.len()).sum();
    let mut seen = 0;
    texts
        .into_iter()
        .filter(|t| {
            seen += t.sentences.len();
            seen <= all * 4 / 5
        })
        .collect()
}

/// A treebank without entities: proper nouns are parts of names, of whatever kind and length; most other words are no names.
fn web(trees: &[Tree], lists: &Lists) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    for tree in trees {
        let listed = lists.mark(&tree.forms());
        let proper = |i: usize| tree.words.get(i).is_some_and(|w| w.upos == Upos::Propn);
        let allowed = (0..tree.words.len())
            .map(|i| {
                let w = &tree.words[i];
                let capital = w.form.chars().next().is_some_and(char::is_uppercase);
                let between = i > 0 && proper(i - 1) && (proper(i + 1) || proper(i + 2));
                match w.upos {
                    Upos::Propn if listed[i] & TITLE != 0 || w.form.len() < 2 || !capital => ANY,
                    Upos::Propn if listed[i] & NO_NAME != 0 => ANY,
                    Upos::Propn => ANY & !1,
                    Upos::Adj if capital && listed[i] & PEOPLE != 0 => ANY & !1,
                    _ if between => ANY,
                    Upos::Adj | Upos::Noun | Upos::Num | Upos::X if capital => ANY,
                    _ => 1,
                }
            })
            .collect();
        if tree.new_document || texts.is_empty() {
            texts.push(Text::default());
        }
        if let Some(text) = texts.last_mut() {
            text.sentences.push(Sentence { forms: tree.words.iter().map(|w| w.form.clone()).collect(), allowed });
        }
    }
    texts
}
