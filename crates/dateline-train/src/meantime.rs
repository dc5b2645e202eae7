//! Names of MEANTIME (Wikinews; one XML file an article, the first sentences annotated).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dateline_lang::engine::lists::{Lists, PEOPLE, TITLE};
use dateline_lang::engine::names::label;
use dateline_lang::engine::tokens::Lexicon;

use crate::TrainError;
use crate::names_data::{ANY, FAC, LOC, NORP, ORG, OTHER, PER, PRODUCT, Sentence, Text, name, retokenise};

/// Value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, key: &str) -> Option<&'a str> {
    let at = tag.find(&format!(" {key}=\""))? + key.len() + 3;
    tag.get(at..)?.split('"').next()
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&apos;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Reads all articles, in the order of their paths.
pub(crate) fn load(data: &Path, lexicon: &Lexicon, lists: &Lists) -> Result<Vec<Text>, TrainError> {
    let mut files: Vec<PathBuf> = Vec::new();
    for corpus in ["corpus_airbus", "corpus_apple", "corpus_gm", "corpus_stock"] {
        let dir = data.join("meantime").join(corpus);
        let entries = std::fs::read_dir(&dir).map_err(|problem| TrainError::Missing { path: dir.clone(), problem })?;
        files.extend(entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "xml")));
    }
    files.sort();
    files.iter().map(|f| Ok(article(&crate::read(f)?, lexicon, lists))).collect()
}

fn article(xml: &str, lexicon: &Lexicon, lists: &Lists) -> Text {
    let mut tokens: BTreeMap<u32, (u32, String)> = BTreeMap::new();
    // mention: type of mention, tokens
    let mut mentions: BTreeMap<u32, (String, Vec<u32>)> = BTreeMap::new();
    let mut kinds: BTreeMap<u32, String> = BTreeMap::new();
    let mut refers: BTreeMap<u32, u32> = BTreeMap::new();
    let (mut mention, mut sources) = (None, Vec::new());
    let number = |tag: &str, key: &str| attribute(tag, key).and_then(|n| n.parse::<u32>().ok());
    for piece in xml.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').unwrap_or((piece, ""));
        let kind = tag.split([' ', '/']).next().unwrap_or("");
        match kind {
            "token" => {
                if let (Some(id), Some(sentence)) = (number(tag, "t_id"), number(tag, "sentence")) {
                    tokens.insert(id, (sentence, unescape(after)));
                }
            }
            "ENTITY_MENTION" => {
                mention = number(tag, "m_id").inspect(|m| {
                    mentions.insert(*m, (attribute(tag, "syntactic_type").unwrap_or("").to_string(), Vec::new()));
                })
            }
            "token_anchor" => {
                if let (Some(m), Some(t)) = (mention.and_then(|m| mentions.get_mut(&m)), number(tag, "t_id")) {
                    m.1.push(t);
                }
            }
            "ENTITY" => {
                if let (Some(m), Some(kind)) = (number(tag, "m_id"), attribute(tag, "ent_type")) {
                    kinds.insert(m, kind.to_string());
                }
            }
            "REFERS_TO" => sources.clear(),
            "source" => sources.extend(number(tag, "m_id")),
            "target" => {
                if let Some(t) = number(tag, "m_id") {
                    refers.extend(sources.iter().map(|s| (*s, t)));
                }
            }
            _ if piece.starts_with('/') && !piece.starts_with("/token") => mention = None,
            _ => {}
        }
    }
    let annotated =
        mentions.values().flat_map(|(_, t)| t).filter_map(|t| tokens.get(t)).map(|(s, _)| *s).max().unwrap_or(0);
    let mut sentences: BTreeMap<u32, Vec<(u32, &str)>> = BTreeMap::new();
    for (id, (sentence, form)) in tokens.iter().filter(|(_, (s, _))| *s <= annotated) {
        sentences.entry(*sentence).or_default().push((*id, form));
    }
    let capital = |f: &str| f.chars().next().is_some_and(char::is_uppercase);
    let mut text = Text::default();
    for words in sentences.values() {
        let forms: Vec<&str> = words.iter().map(|w| w.1).collect();
        let listed = lists.mark(&forms);
        // the set leaves nationalities unmarked
        let nationality = |l: &u32| if l & PEOPLE != 0 { 1 << label(NORP, 3) } else { 1 };
        let mut allowed: Vec<u64> = listed.iter().map(nationality).collect();
        let mut spans: Vec<(usize, usize, &'static [usize])> = Vec::new();
        for (m, (form, anchors)) in &mentions {
            let inside: Vec<usize> =
                words.iter().enumerate().filter(|(_, w)| anchors.contains(&w.0)).map(|(n, _)| n).collect();
            let (Some(a), Some(b)) = (inside.first(), inside.last()) else {
                continue;
            };
            let (mut a, mut b) = (*a, *b + 1);
            let kind = refers.get(m).and_then(|t| kinds.get(t)).map_or("", String::as_str);
            let found: &'static [usize] = match kind {
                "PER" => &[PER],
                "ORG" => &[ORG],
                "LOC" => &[LOC, FAC],
                "PRO" => &[PRODUCT, OTHER],
                _ => &[],
            };
            if !matches!(form.as_str(), "NAM" | "PRE.NAM") || found.is_empty() {
                for i in inside {
                    if capital(forms[i]) && i > 0 && allowed[i] == 1 {
                        allowed[i] = ANY; // a name may hide in it
                    }
                }
                continue;
            }
            while a < b
                && (!capital(forms[a]) && !forms[a].chars().any(char::is_uppercase)
                    || forms[a] == "The"
                    || kind == "PER" && a + 1 < b && listed[a] & (TITLE | TITLE << 1) != 0)
            {
                a += 1;
            }
            while b > a && !forms[b - 1].chars().any(|c| c.is_uppercase() || c.is_numeric()) {
                b -= 1;
            }
            if a < b {
                spans.push((a, b, found));
            }
        }
        // shorter names inside longer ones do not count
        spans.sort_by_key(|s| (s.0, std::cmp::Reverse(s.1)));
        let mut last = 0;
        let mut out = Sentence::default();
        let mut at = 0;
        for (a, b, kinds) in spans {
            if a < last {
                continue;
            }
            last = b;
            for i in at..a {
                push(&mut out, lexicon, &forms[i..=i], None, allowed[i]);
            }
            push(&mut out, lexicon, &forms[a..b], Some(kinds), 1);
            at = b;
        }
        for i in at..forms.len() {
            push(&mut out, lexicon, &forms[i..=i], None, allowed[i]);
        }
        text.sentences.push(out);
    }
    text
}

fn push(out: &mut Sentence, lexicon: &Lexicon, forms: &[&str], kinds: Option<&[usize]>, mask: u64) {
    let parts: Vec<String> = forms.iter().flat_map(|f| retokenise(lexicon, f)).collect();
    match kinds {
        Some(kinds) => out.allowed.extend(name(kinds, parts.len())),
        None => out.allowed.extend(vec![mask; parts.len()]),
    }
    out.forms.extend(parts);
}
