//! Stories as a user sees them: why reports belong together, and what corrections do.

use dateline::read::Input;
use dateline::{Options, analyse, corrections, why};

const FERRY: &str = "Ferry sinks off Norland\nKOTKA, May 4 (Wire) - A ferry carrying 84 people sank off the island of Brenn on Tuesday, the Norland coast guard said.\nDivers pulled 61 passengers from the water, said its commander, Ada Brandt.\n";
const WRECK: &str = "Divers search wreck off Brenn\nDivers searched the wreck of the ferry that sank off Brenn in Norland on May 4.\nThe coast guard commander, Ada Brandt, said 61 passengers had been rescued.\n";
const CHESS: &str = "Chess champion retires\nThe chess champion Mira Toth retired on Friday after losing the final of the Danube Cup to a student.\nToth said she would open a school for young players.\n";

fn inputs() -> Vec<Input> {
    [("ferry", FERRY), ("wreck", WRECK), ("chess", CHESS)]
        .map(|(id, text)| Input {
            id: id.into(),
            path: format!("{id}.txt"),
            bytes: text.as_bytes().to_vec(),
            given: Default::default(),
        })
        .to_vec()
}

fn run(written: &str) -> (Vec<Vec<String>>, dateline::contract::Analysis, Vec<String>) {
    let corrections = corrections::parse("corrections.toml", written).expect("a sound file");
    let outcome = analyse(&inputs(), &Options { corrections, ..Options::default() }).expect("built-in data");
    let stories = outcome.analysis.stories.iter().map(|s| s.reports.clone()).collect();
    let problems = outcome.problems.iter().map(|p| format!("{p:?}")).collect();
    (stories, outcome.analysis, problems)
}

/// The beginning of the sha256 of a report.
fn sha(id: &str) -> String {
    let (_, analysis, _) = run("");
    analysis.reports.iter().find(|r| r.id == id).expect("a report of that id").sha256[..12].to_string()
}

#[test]
fn links_say_why() {
    let (stories, analysis, _) = run("");
    assert_eq!(stories, [vec!["chess"], vec!["ferry", "wreck"]]);
    let link = &analysis.stories[1].links[0];
    assert!(link.why.contains("the same day (May 4)") && link.why.contains("Ada Brandt"), "{}", link.why);
    assert_eq!(link.evidence.len(), 2);
    let told = why::why(&analysis, "s2").expect("a story");
    assert!(told.contains("one story: ferry and wreck"), "{told}");
}

#[test]
fn a_user_joins_and_parts_stories() {
    let (stories, analysis, _) = run(&format!(
        "[[not_same_story]]\nreports = [\"{}\", \"{}\"]\nwhy = \"two ferries\"\n",
        sha("ferry"),
        sha("wreck")
    ));
    assert_eq!(stories.len(), 3);
    assert!(analysis.notes.iter().any(|n| n.contains("not one story by your correction") && n.contains("two ferries")));
    let (stories, analysis, _) =
        run(&format!("[[same_story]]\nreports = [\"{}\", \"{}\"]\n", sha("chess"), sha("wreck")));
    assert_eq!(stories, [vec!["chess", "ferry", "wreck"]]);
    assert!(analysis.notes.iter().any(|n| n.contains("one story by your correction")));
}

#[test]
fn what_names_no_report_is_told() {
    let (stories, _, problems) = run("[[same_story]]\nreports = [\"00000000\", \"11111111\"]\n");
    assert_eq!(stories.len(), 2);
    assert!(problems.iter().any(|p| p.contains("00000000")), "{problems:?}");
}
