//! What is new since an earlier analysis, on an example story that comes in two days, and on invented reports.

use std::path::Path;

use dateline::contract::{Analysis, Change, ChangeKind};
use dateline::read::{Gathered, Input, ReadOptions, again, gather};
use dateline::watch::{Watch, parse};
use dateline::{Options, analyse};

fn example() -> Gathered {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/trade-visit/reports");
    gather(&[folder.display().to_string()], &ReadOptions::default())
}

fn analysed(inputs: &[Input], since: Option<&Analysis>, watch: Watch) -> Analysis {
    let options = Options { since: since.cloned().map(Box::new), watch, ..Options::default() };
    analyse(inputs, &options).expect("the built-in data loads").analysis
}

fn report(id: &str, text: &str) -> Input {
    Input { id: id.into(), path: format!("{id}.txt"), bytes: text.as_bytes().to_vec(), given: Default::default() }
}

fn changes(analysis: &Analysis, kind: ChangeKind) -> Vec<&Change> {
    analysis.since.iter().flat_map(|s| &s.changes).filter(|c| c.kind == kind).collect()
}

#[test]
fn nothing_is_new_where_no_report_is() {
    let inputs = example().inputs;
    let before = analysed(&inputs, None, Watch::default());
    let after = analysed(&inputs, Some(&before), Watch::default());
    let since = after.since.as_ref().expect("an earlier analysis was given");
    assert!(since.changes.is_empty(), "{:?}", since.changes);
    assert!(since.added.is_empty() && since.gone.is_empty());
    let ids = |a: &Analysis| a.events.iter().map(|e| e.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&before), ids(&after));
}

#[test]
fn a_new_report_brings_only_what_it_tells_and_ids_stay() {
    let all = example().inputs;
    let (today, yesterday): (Vec<Input>, Vec<Input>) =
        all.into_iter().partition(|i| i.id.starts_with("05") || i.id.starts_with("06"));
    let before = analysed(&yesterday, None, Watch::default());
    let mut gathered = Gathered { inputs: today.clone(), problems: Vec::new() };
    again(&before, &mut gathered, &ReadOptions::default());
    assert_eq!(gathered.inputs.len(), 6, "{:?}", gathered.problems);
    let after = analysed(&gathered.inputs, Some(&before), Watch::default());
    let since = after.since.as_ref().expect("an earlier analysis was given");
    assert_eq!(since.added, ["05-cordillera-times", "06-lantern-digest"]);
    // Nothing old is called new.
    for change in changes(&after, ChangeKind::New) {
        assert!(change.evidence.iter().all(|e| since.added.contains(&e.report)), "{change:?}");
    }
    // The forum was foreseen, and called off.
    let contradicted = changes(&after, ChangeKind::Contradicted);
    assert!(contradicted.iter().any(|c| c.item.starts_with('x') && c.text.contains("forum")), "{contradicted:?}");
    // Whoever was there keeps his id, and what is new has one that nobody had.
    for actor in &before.actors {
        if let Some(same) = after.actor(&actor.id) {
            let shared = actor.names.iter().any(|n| same.names.iter().any(|m| m.text == n.text));
            assert!(shared, "{} was {}, is {}", actor.id, actor.name, same.name);
        }
    }
    let highest = |a: &Analysis| a.events.iter().filter_map(|e| e.id[1..].parse::<u32>().ok()).max().unwrap_or(0);
    for change in changes(&after, ChangeKind::New).iter().filter(|c| c.item.starts_with('e')) {
        assert!(change.item[1..].parse::<u32>().is_ok_and(|n| n > highest(&before)), "{change:?}");
    }
}

const FIRST: &str = "Norland Post\n6 February 2027\n\nPeru and Chile to meet\n\nPeru and Chile will sign a treaty on fishing in Lima on 9 February, the Peruvian foreign ministry said. Chile's president, Ana Brandt, visited Lima in January.\n";
const SECOND: &str = "Harbour Daily\n12 February 2027\n\nPeru arrests a smuggler\n\nPeru arrested a smuggler of fish in Lima on Thursday. Peru and Chile were to sign a treaty on fishing this week. Chile's president, Ana Brandt, visited Lima in January.\n";

#[test]
fn what_is_due_and_what_is_gone_are_told() {
    let before = analysed(&[report("one", FIRST)], None, Watch::default());
    let after = analysed(&[report("one", FIRST), report("two", SECOND)], Some(&before), Watch::default());
    let due = changes(&after, ChangeKind::Due);
    assert!(due.iter().any(|c| c.text.contains("treaty")), "{:?}", after.since);
    // What the second report only repeats is no news.
    assert!(changes(&after, ChangeKind::New).iter().all(|c| !c.text.contains("January")), "{:?}", after.since);
    let gone = analysed(&[report("two", SECOND)], Some(&before), Watch::default());
    assert_eq!(gone.since.as_ref().map(|s| s.gone.clone()), Some(vec!["one.txt".to_string()]));
}

#[test]
fn what_is_watched_comes_first() {
    let all = example().inputs;
    let (today, yesterday): (Vec<Input>, Vec<Input>) = all.iter().cloned().partition(|i| i.id.starts_with("05"));
    let before = analysed(&yesterday, None, Watch::default());
    let watch = parse("watch.toml", "topics = [\"dock workers\"]\nactors = [\"Atlantis\"]\n").expect("sound");
    let mut inputs = yesterday;
    inputs.extend(today);
    let after = analysed(&inputs, Some(&before), watch);
    assert!(after.watched.iter().any(|w| w.name == "dock workers" && !w.items.is_empty()), "{:?}", after.watched);
    assert!(after.watched.iter().any(|w| w.name == "Atlantis" && w.items.is_empty()));
    let text = dateline::view::text(&after, &dateline::view::TextOptions { width: 100, colour: false });
    assert!(text.contains("Atlantis: nothing is told of it"), "{text}");
    let seen = |c: &&Change| after.watched.iter().any(|w| w.items.contains(&c.item));
    let new = changes(&after, ChangeKind::New);
    let watched = new.iter().filter(|c| seen(c)).count();
    assert!(watched < new.len() && new.iter().take(watched).all(&seen), "{new:?}");
    let all: Vec<&Change> = after.since.iter().flat_map(|s| &s.changes).collect();
    assert!(all.iter().any(seen), "{all:?}");
}
