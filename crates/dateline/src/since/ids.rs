//! Every id of an analysis in one place, so that they can be given anew.

use std::collections::BTreeMap;

use crate::contract::{Analysis, Origins};

/// Old ids to new ones; those that are not in it stay.
pub(super) type Renamed = BTreeMap<String, String>;

/// Gives ids anew wherever they stand. Ids of reports are not among them.
pub(super) fn rename(analysis: &mut Analysis, to: &Renamed) {
    each(analysis, &mut |id| {
        if let Some(new) = to.get(id.as_str()) {
            id.clone_from(new);
        }
    });
}

/// Hands out each id and each reference to one. Codes of states may be among the references.
fn each(analysis: &mut Analysis, f: &mut dyn FnMut(&mut String)) {
    let Analysis {
        schema: _,
        engine: _,
        reports: _,
        stories,
        actors,
        events,
        statements,
        quantities,
        dependencies,
        disagreements,
        lineage: _,
        expectations,
        relations,
        ties,
        times: _,
        claims,
        brief,
        as_of: _,
        since: _,
        watched: _,
        notes: _,
    } = analysis;
    let origins = |o: &mut Origins, f: &mut dyn FnMut(&mut String)| o.witnesses.iter_mut().for_each(f);
    for x in stories {
        f(&mut x.id);
        x.related.iter_mut().for_each(|r| f(&mut r.story));
    }
    for x in actors {
        f(&mut x.id);
        x.roles.iter_mut().filter_map(|r| r.of.as_mut()).for_each(&mut *f);
    }
    for x in events {
        f(&mut x.id);
        x.story.iter_mut().chain(&mut x.place).for_each(&mut *f);
        x.source.iter_mut().chain(&mut x.target).chain(&mut x.perhaps).for_each(&mut *f);
        origins(&mut x.origins, f);
    }
    for x in statements {
        f(&mut x.id);
        x.story.iter_mut().chain(&mut x.speaker).chain(&mut x.group).for_each(&mut *f);
    }
    for x in quantities {
        f(&mut x.id);
        x.story.iter_mut().chain(&mut x.group).for_each(&mut *f);
    }
    for x in dependencies {
        x.story.iter_mut().for_each(&mut *f);
        f(&mut x.dependent);
        f(&mut x.on);
    }
    for x in disagreements {
        f(&mut x.id);
        x.story.iter_mut().for_each(&mut *f);
        x.sides.iter_mut().for_each(|s| origins(&mut s.origins, f));
    }
    for x in expectations {
        f(&mut x.id);
        x.story.iter_mut().chain(&mut x.holder).for_each(&mut *f);
    }
    for x in relations {
        x.story.iter_mut().chain(&mut x.between).chain(&mut x.events).for_each(&mut *f);
    }
    for x in ties {
        f(&mut x.id);
        x.story.iter_mut().chain(&mut x.between).chain(&mut x.last_change).for_each(&mut *f);
        origins(&mut x.origins, f);
    }
    for x in claims {
        f(&mut x.id);
        x.story.iter_mut().chain(&mut x.events).for_each(&mut *f);
        origins(&mut x.origins, f);
    }
    for x in brief {
        x.story.iter_mut().chain(&mut x.events).for_each(&mut *f);
        origins(&mut x.origins, f);
    }
}

/// The letter and the number of an id.
pub(super) fn parts(id: &str) -> Option<(&str, u32)> {
    let (letter, number) = id.split_at_checked(1)?;
    Some((letter, number.parse().ok()?))
}

/// For each letter the highest number that an analysis has, or that an earlier one had.
pub(super) fn used(analysis: &Analysis) -> BTreeMap<String, u32> {
    let mut used = analysis.since.as_ref().map(|s| s.used.clone()).unwrap_or_default();
    let a = analysis;
    let own = a.stories.iter().map(|x| &x.id);
    let own = own.chain(a.actors.iter().map(|x| &x.id)).chain(a.events.iter().map(|x| &x.id));
    let own = own.chain(a.statements.iter().map(|x| &x.id)).chain(a.quantities.iter().map(|x| &x.id));
    let own = own.chain(a.disagreements.iter().map(|x| &x.id)).chain(a.expectations.iter().map(|x| &x.id));
    let own = own.chain(a.ties.iter().map(|x| &x.id)).chain(a.claims.iter().map(|x| &x.id));
    let own = own.chain(a.statements.iter().filter_map(|x| x.group.as_ref()));
    let own = own.chain(a.quantities.iter().filter_map(|x| x.group.as_ref()));
    for (letter, number) in own.filter_map(|id| parts(id)) {
        let most = used.entry(letter.to_string()).or_default();
        *most = (*most).max(number);
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{Event, Relation};

    #[test]
    fn two_ids_can_change_places_and_codes_of_states_stay() {
        let mut analysis = Analysis {
            events: vec![Event { id: "e1".into(), ..Event::default() }, Event { id: "e2".into(), ..Event::default() }],
            relations: vec![Relation {
                between: ["NOR".into(), "a4".into()],
                events: vec!["e1".into(), "e2".into()],
                ..Relation::default()
            }],
            ..Analysis::default()
        };
        let to = [("e1", "e2"), ("e2", "e1"), ("a4", "a9")].map(|(a, b)| (a.to_string(), b.to_string())).into();
        rename(&mut analysis, &to);
        assert_eq!(analysis.events[0].id, "e2");
        assert_eq!(analysis.relations[0].events, ["e2", "e1"]);
        assert_eq!(analysis.relations[0].between, ["NOR", "a9"]);
        assert_eq!(used(&analysis).get("e"), Some(&2));
    }
}
