//! The frames of `data/ontology/*.toml`, compiled.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};
use serde::Deserialize;
use smol_str::SmolStr;

use super::Plover;
use super::pattern::Pattern;

const FOLDER: &str = "ontology";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    plover: Option<String>,
    /// `suppress`: what stands below the trigger is its content, no event of its own.
    content: Option<String>,
    #[serde(default)]
    needs_recipient: bool,
    #[serde(default)]
    frame: Vec<FrameText>,
    #[serde(default)]
    class: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameText {
    name: SmolStr,
    mode: Option<SmolStr>,
    cameo: Option<SmolStr>,
    #[serde(default)]
    context: Vec<SmolStr>,
    content: Option<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    /// Classes of things that stand for the deed in a list ("Norway: 40 rescuers").
    #[serde(default)]
    labels: Vec<String>,
    /// Status where the words around the trigger tell none: a deed that lies ahead by its meaning ("are preparing an agreement").
    status: Option<String>,
    /// The frame of "X says Y must ...": found from statements, not from triggers.
    #[serde(default)]
    from_obligation: bool,
    #[serde(default)]
    examples: Vec<String>,
}

/// Word lists of `status.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusWords {
    pub(crate) future: Vec<SmolStr>,
    pub(crate) possible: Vec<SmolStr>,
    pub(crate) obliged: Vec<SmolStr>,
    pub(crate) negation: Vec<SmolStr>,
    pub(crate) conditional_marks: Vec<SmolStr>,
    pub(crate) planned: Vec<SmolStr>,
    pub(crate) expected: Vec<SmolStr>,
    pub(crate) alleged: Vec<SmolStr>,
    pub(crate) undone: Vec<SmolStr>,
    pub(crate) denied: Vec<SmolStr>,
    pub(crate) asked: Vec<SmolStr>,
    pub(crate) aspect: Vec<SmolStr>,
    pub(crate) noun_planned: Vec<SmolStr>,
    pub(crate) noun_expected: Vec<SmolStr>,
    pub(crate) noun_conditional: Vec<SmolStr>,
    pub(crate) noun_alleged: Vec<SmolStr>,
    pub(crate) noun_done: Vec<SmolStr>,
    pub(crate) before: Vec<SmolStr>,
    pub(crate) after: Vec<SmolStr>,
    pub(crate) plan_nouns: Vec<SmolStr>,
    pub(crate) habit: Vec<SmolStr>,
    pub(crate) claim_adverbs: Vec<SmolStr>,
    pub(crate) circumstance: Vec<SmolStr>,
    pub(crate) announcing: Vec<SmolStr>,
    pub(crate) subject_control: Vec<SmolStr>,
    pub(crate) noun_doers: Vec<SmolStr>,
    pub(crate) beside: Vec<SmolStr>,
    pub(crate) locative: Vec<SmolStr>,
    pub(crate) movable: Vec<SmolStr>,
    pub(crate) noun_objects_planned: Vec<SmolStr>,
    pub(crate) noun_objects_expected: Vec<SmolStr>,
}

/// A class of words: heads alone, and heads with the modifier they need.
#[derive(Debug, Clone, Default)]
pub(crate) struct Class {
    pub(crate) heads: Vec<SmolStr>,
    /// (modifier, head)
    pub(crate) pairs: Vec<(SmolStr, SmolStr)>,
}

/// One frame: a kind of happening with its codes.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Name, unique in the ontology.
    pub name: SmolStr,
    /// PLOVER type; `None` where PLOVER has no code.
    pub plover: Option<Plover>,
    /// PLOVER mode.
    pub mode: Option<SmolStr>,
    /// PLOVER contexts.
    pub context: Vec<SmolStr>,
    /// CAMEO code.
    pub cameo: Option<SmolStr>,
    /// What stands below the trigger is what was asked, promised, refused, and no event of its own.
    pub content_suppressed: bool,
    /// The manual asks for a recipient.
    pub needs_recipient: bool,
    /// Lies ahead by its meaning.
    pub ahead: bool,
    /// Classes of things that stand for the deed in a list: "Norway: 40 rescuers".
    pub(crate) labels: Vec<usize>,
    /// `text => TYPE source>target status`, as the file has them.
    pub examples: Vec<String>,
}

/// The frames, their triggers and word classes.
#[derive(Debug, Clone)]
pub struct Ontology {
    pub(crate) frames: Vec<Frame>,
    pub(crate) classes: Vec<Class>,
    pub(crate) verbs: Vec<Pattern>,
    pub(crate) nouns: Vec<Pattern>,
    pub(crate) adjectives: Vec<Pattern>,
    pub(crate) verb_index: BTreeMap<SmolStr, Vec<usize>>,
    pub(crate) noun_index: BTreeMap<SmolStr, Vec<usize>>,
    pub(crate) adjective_index: BTreeMap<SmolStr, Vec<usize>>,
    pub(crate) status: StatusWords,
    pub(crate) transparent: usize,
    pub(crate) actor_noun: usize,
    /// The frame of "X says Y must ...".
    pub(crate) obligation: Option<usize>,
}

impl Plover {
    /// The type of that name in PLOVER's manual ("CONSULT").
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|p| p.name() == name)
    }

    /// All sixteen, from verbal cooperation to material conflict.
    pub const ALL: [Self; 16] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Concede,
        Self::Cooperate,
        Self::Aid,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
    ];

    /// The name in PLOVER's manual.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Agree => "AGREE",
            Self::Consult => "CONSULT",
            Self::Support => "SUPPORT",
            Self::Concede => "CONCEDE",
            Self::Cooperate => "COOPERATE",
            Self::Aid => "AID",
            Self::Retreat => "RETREAT",
            Self::Request => "REQUEST",
            Self::Accuse => "ACCUSE",
            Self::Reject => "REJECT",
            Self::Threaten => "THREATEN",
            Self::Protest => "PROTEST",
            Self::Sanction => "SANCTION",
            Self::Mobilize => "MOBILIZE",
            Self::Coerce => "COERCE",
            Self::Assault => "ASSAULT",
        }
    }

    /// Conflict, verbal or material, by PLOVER's four quadrants.
    #[must_use]
    pub fn is_conflict(self) -> bool {
        self >= Self::Request
    }
}

impl Ontology {
    /// Compiles the ontology.
    ///
    /// # Errors
    /// If a file is not TOML of the expected shape, names an unknown PLOVER type or class, or has a trigger that cannot be read.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        Self::load_from(data, FOLDER)
    }

    /// Compiles frames of another folder that are written in the same way; word classes and words of status are those of the ontology.
    ///
    /// # Errors
    /// As [`Ontology::load`].
    pub(crate) fn load_from(data: &DataSet, folder: &str) -> Result<Self, DataError> {
        let mut files: Vec<(String, File)> = Vec::new();
        for (path, _) in data.folder(folder).filter(|(p, _)| p.ends_with(".toml") && !p.ends_with("/status.toml")) {
            files.push((path.to_string(), data.toml(path)?));
        }
        if folder != FOLDER {
            let path = format!("{FOLDER}/classes.toml");
            files.push((path.clone(), data.toml(&path)?));
        }
        let mut classes: Vec<Class> = Vec::new();
        let mut names: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (path, file) in &files {
            // Classes of `classes.toml` are known everywhere, those of another file in that file only.
            let scope = if path.ends_with("/classes.toml") { String::new() } else { path.clone() };
            for (name, words) in &file.class {
                names.insert((scope.clone(), name.clone()), classes.len());
                classes.push(Class::new(words));
            }
        }
        let class = |scope: &str, name: &str| {
            names
                .get(&(scope.to_string(), name.to_string()))
                .or_else(|| names.get(&(String::new(), name.to_string())))
                .copied()
        };
        let missing = |name: &str| DataError {
            file: format!("{FOLDER}/classes.toml"),
            problem: format!("the class `{name}` is missing"),
        };
        let transparent = class("", "transparent").ok_or_else(|| missing("transparent"))?;
        let actor_noun = class("", "actor_noun").ok_or_else(|| missing("actor_noun"))?;
        let status: StatusWords = data.toml(&format!("{FOLDER}/status.toml"))?;
        let mut out = Self {
            frames: Vec::new(),
            classes: Vec::new(),
            verbs: Vec::new(),
            nouns: Vec::new(),
            adjectives: Vec::new(),
            verb_index: BTreeMap::new(),
            noun_index: BTreeMap::new(),
            adjective_index: BTreeMap::new(),
            status,
            transparent,
            actor_noun,
            obligation: None,
        };
        for (path, file) in &files {
            let wrong = |problem: String| DataError { file: path.clone(), problem };
            let plover = match &file.plover {
                Some(name) => Some(
                    Plover::from_name(name)
                        .ok_or_else(|| wrong(format!("`{name}` is none of PLOVER's sixteen types")))?,
                ),
                None => None,
            };
            for frame in &file.frame {
                let number = out.frames.len();
                if out.frames.iter().any(|f| f.name == frame.name) {
                    return Err(wrong(format!("frame `{}` is there twice", frame.name)));
                }
                if frame.from_obligation {
                    out.obligation = Some(number);
                }
                let content = frame.content.as_ref().or(file.content.as_ref());
                let labels = frame
                    .labels
                    .iter()
                    .map(|name| {
                        class(path, name).ok_or_else(|| wrong(format!("frame `{}`: no class `{name}`", frame.name)))
                    })
                    .collect::<Result<Vec<usize>, DataError>>()?;
                out.frames.push(Frame {
                    name: frame.name.clone(),
                    plover,
                    mode: frame.mode.clone(),
                    context: frame.context.clone(),
                    cameo: frame.cameo.clone(),
                    content_suppressed: content.is_some_and(|c| c == "suppress"),
                    needs_recipient: file.needs_recipient,
                    ahead: frame.status.as_deref() == Some("planned"),
                    labels,
                    examples: frame.examples.clone(),
                });
                let read = |text: &String| {
                    Pattern::read(text, number, &|name| class(path, name))
                        .map_err(|p| wrong(format!("frame `{}`, trigger \"{text}\": {p}", frame.name)))
                };
                for text in &frame.verbs {
                    out.verbs.push(read(text)?);
                }
                for text in &frame.nouns {
                    out.nouns.push(read(text)?);
                }
                for text in &frame.adjectives {
                    out.adjectives.push(read(text)?);
                }
            }
        }
        out.classes = classes;
        out.verb_index = index(&out.verbs);
        out.noun_index = index(&out.nouns);
        out.adjective_index = index(&out.adjectives);
        Ok(out)
    }

    /// All frames, in the order of their files.
    #[must_use]
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }
}

fn index(patterns: &[Pattern]) -> BTreeMap<SmolStr, Vec<usize>> {
    let mut out: BTreeMap<SmolStr, Vec<usize>> = BTreeMap::new();
    for (n, pattern) in patterns.iter().enumerate() {
        for lemma in &pattern.lemmas {
            out.entry(lemma.clone()).or_default().push(n);
        }
    }
    out
}

impl Class {
    fn new(words: &[String]) -> Self {
        let mut class = Self::default();
        for word in words {
            match word.rsplit_once(' ') {
                Some((first, head)) => {
                    let modifier = first.rsplit(' ').next().unwrap_or(first);
                    class.pairs.push((modifier.into(), head.into()));
                }
                None => class.heads.push(word.into()),
            }
        }
        class.heads.sort_unstable();
        class
    }

    pub(crate) fn has_head(&self, lemma: &str) -> bool {
        self.heads.binary_search_by(|h| h.as_str().cmp(lemma)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_ontology_loads() {
        let ontology = Ontology::load(&DataSet::built_in()).unwrap();
        for plover in Plover::ALL {
            assert!(ontology.frames().iter().any(|f| f.plover == Some(plover)), "{} has no frame", plover.name());
        }
        assert!(ontology.frames().iter().all(|f| !f.examples.is_empty()), "every frame has an example");
    }

    #[test]
    fn names_go_both_ways() {
        for plover in Plover::ALL {
            assert_eq!(Plover::from_name(plover.name()), Some(plover));
        }
        assert!(Plover::Assault.is_conflict() && !Plover::Aid.is_conflict());
    }
}
