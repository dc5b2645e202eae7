//! The small language in which the files of `data/ontology/` write their triggers.
//!
//! `invite|ask subj=@actor obj!={offer} !xcomp s:subj t:obj,obj.of m:xcomp`
//!
//! First the lemmas of the trigger, joined by bars. Then, in any order: `+off` a particle that must stand with it; `slot=...` a condition
//! on what fills a slot; `slot!=...` its contrary (an empty slot passes); `!slot` the slot must be empty; `s:`, `t:`, `m:` the slots from which
//! source, target and theme are taken, the first filled one wins. A condition is `*` (filled), `{class}` (head of that class of `classes.toml`
//! or of the file), or `@actor`, `@person`, `@state`, `@place`, `@group`, `@organisation`, `@event` (kind of mention).
//! Slots are `subj` and `obj` (logical ones: a passive is turned round), `iobj`, `xcomp`, `ccomp`, `amod`, `mod` (a name or demonym that modifies
//! the noun), `poss`, `appos` (what the noun stands in apposition with, on either side), `self`, `time`, or a preposition; `obj.with` is the slot `with` of what fills `obj`.

use smol_str::SmolStr;

/// Where an argument stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Slot {
    Subj,
    Obj,
    Iobj,
    Xcomp,
    Ccomp,
    Amod,
    Mod,
    Poss,
    Appos,
    Own,
    Time,
    Prep(SmolStr),
}

impl Slot {
    fn read(word: &str) -> Self {
        match word {
            "subj" => Slot::Subj,
            "obj" => Slot::Obj,
            "iobj" => Slot::Iobj,
            "xcomp" => Slot::Xcomp,
            "ccomp" => Slot::Ccomp,
            "amod" => Slot::Amod,
            "mod" => Slot::Mod,
            "poss" => Slot::Poss,
            "appos" => Slot::Appos,
            "self" => Slot::Own,
            "time" => Slot::Time,
            other => Slot::Prep(other.into()),
        }
    }
}

/// A slot, or a slot of what fills a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) first: Slot,
    pub(crate) then: Option<Slot>,
}

impl Path {
    fn read(text: &str) -> Result<Self, String> {
        let ok = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase());
        let (first, then) = match text.split_once('.') {
            Some((a, b)) => (a, Some(b)),
            None => (text, None),
        };
        if !ok(first) || then.is_some_and(|t| !ok(t)) {
            return Err(format!("`{text}` is no slot: write a lower-case word, or two joined by a full stop"));
        }
        Ok(Path { first: Slot::read(first), then: then.map(Slot::read) })
    }
}

/// What is asked of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Test {
    Filled,
    Class(usize),
    Kind(KindTest),
}

/// Kinds of mention a condition can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KindTest {
    Actor,
    Person,
    State,
    Place,
    Group,
    Organisation,
    Event,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cond {
    pub(crate) path: Path,
    pub(crate) test: Test,
    pub(crate) not: bool,
}

/// One compiled trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) frame: usize,
    pub(crate) lemmas: Vec<SmolStr>,
    pub(crate) particles: Vec<SmolStr>,
    pub(crate) conds: Vec<Cond>,
    pub(crate) source: Vec<Path>,
    pub(crate) target: Vec<Path>,
    pub(crate) theme: Vec<Path>,
}

impl Pattern {
    /// Reads one trigger; `class` gives the number of a class by its name.
    pub(crate) fn read(text: &str, frame: usize, class: &dyn Fn(&str) -> Option<usize>) -> Result<Self, String> {
        let mut words = text.split_whitespace();
        let lemmas: Vec<SmolStr> = words.next().ok_or("an empty trigger")?.split('|').map(SmolStr::from).collect();
        let mut pattern = Pattern {
            frame,
            lemmas,
            particles: Vec::new(),
            conds: Vec::new(),
            source: Vec::new(),
            target: Vec::new(),
            theme: Vec::new(),
        };
        for word in words {
            if let Some(particle) = word.strip_prefix('+') {
                pattern.particles.push(particle.into());
            } else if let Some(slot) = word.strip_prefix('!') {
                pattern.conds.push(Cond { path: Path::read(slot)?, test: Test::Filled, not: true });
            } else if let Some((role, paths)) = word.split_once(':') {
                let into = match role {
                    "s" => &mut pattern.source,
                    "t" => &mut pattern.target,
                    "m" => &mut pattern.theme,
                    _ => return Err(format!("`{word}`: a role is s:, t: or m:")),
                };
                for path in paths.split(',') {
                    into.push(Path::read(path)?);
                }
            } else if let Some((slot, test)) = word.split_once('=') {
                let (slot, not) = slot.strip_suffix('!').map_or((slot, false), |s| (s, true));
                pattern.conds.push(Cond { path: Path::read(slot)?, test: read_test(test, class)?, not });
            } else {
                return Err(format!("`{word}` is neither particle, condition nor role"));
            }
        }
        Ok(pattern)
    }
}

fn read_test(text: &str, class: &dyn Fn(&str) -> Option<usize>) -> Result<Test, String> {
    if text == "*" {
        return Ok(Test::Filled);
    }
    if let Some(name) = text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
        return class(name).map(Test::Class).ok_or_else(|| format!("there is no class `{name}`; add it under [class]"));
    }
    let kind = match text {
        "@actor" => KindTest::Actor,
        "@person" => KindTest::Person,
        "@state" => KindTest::State,
        "@place" => KindTest::Place,
        "@group" => KindTest::Group,
        "@organisation" => KindTest::Organisation,
        "@event" => KindTest::Event,
        _ => {
            return Err(format!("`{text}` is no condition: write *, {{class}} or @kind"));
        }
    };
    Ok(Test::Kind(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_is_read() {
        let p = Pattern::read("cut|sever +off obj={relations} subj=@actor !xcomp s:subj t:with,obj.with", 3, &|n| {
            (n == "relations").then_some(7)
        })
        .unwrap();
        assert_eq!(p.lemmas, ["cut", "sever"]);
        assert_eq!(p.particles, ["off"]);
        assert_eq!(p.conds.len(), 3);
        assert_eq!(p.conds[0].test, Test::Class(7));
        assert!(p.conds[2].not);
        assert_eq!(p.target[1], Path { first: Slot::Obj, then: Some(Slot::Prep("with".into())) });
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(Pattern::read("go obj={nowhere}", 0, &|_| None).unwrap_err().contains("nowhere"));
        assert!(Pattern::read("go home", 0, &|_| None).unwrap_err().contains("home"));
        assert!(Pattern::read("go x:subj", 0, &|_| None).unwrap_err().contains("role"));
        assert!(Pattern::read("", 0, &|_| None).is_err());
    }
}
