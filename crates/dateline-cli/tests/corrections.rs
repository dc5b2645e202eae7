//! Corrections by the user, through the binary: they are found beside the reports, hold on every run, and are shown.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const ONE: &str = "Ministers meet in Oslo\nOSLO, May 6 - Trade Minister Viktor Orlin of Norway met his colleagues in Oslo on Tuesday.\nOrlin said that \
                   the talks on fishing rights would go on.\n";
const OTHER: &str = "Talks on fish go on\nOSLO, May 7 - The ministers agreed on Wednesday to go on with talks on fishing rights.\nViktor Orlan, a \
                     fisherman from Bergen, said that the talks were too slow.\n";

/// A folder of its own for each test, removed at its end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("dateline-corrections-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).expect("a temporary folder");
        let place = Self(dir);
        place.write("one.txt", ONE);
        place.write("other.txt", OTHER);
        place
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).expect("a file");
        path.display().to_string()
    }

    fn brief(&self, more: &[&str]) -> (i32, String, String) {
        let dir = self.0.display().to_string();
        let mut args = vec!["brief", dir.as_str()];
        args.extend(more);
        run(&args)
    }

    /// Names of the actors, each with slashes between, of an analysis as JSON.
    fn actors(&self, more: &[&str]) -> (Vec<String>, serde_json::Value) {
        let mut args = vec!["--format", "json"];
        args.extend(more);
        let (code, out, err) = self.brief(&args);
        assert_eq!(code, 0, "{err}");
        let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_string();
        let names = |a: &serde_json::Value| {
            a["names"].as_array().expect("names").iter().map(|n| text(&n["text"])).collect::<Vec<_>>().join("/")
        };
        (value["actors"].as_array().expect("actors").iter().map(names).collect(), value)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn run(args: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_dateline")).args(args).stdin(Stdio::null()).output().expect("the binary runs");
    let text = |b| String::from_utf8(b).expect("UTF-8");
    (status.code().expect("not killed"), text(stdout), text(stderr))
}

const SAME: &str = "[[same]]\nnames = [\"Viktor Orlin\", \"Viktor Orlan\"]\nwhy = \"a slip of the second paper\"\n";

#[test]
fn names_that_are_the_same_become_one_on_every_run() {
    let place = Place::new("same");
    let (before, _) = place.actors(&[]);
    assert!(!before.iter().any(|a| a.contains("Orlin") && a.contains("Orlan")), "{before:?}");
    place.write("corrections.toml", SAME);
    for _ in 0..2 {
        let (after, value) = place.actors(&[]);
        assert!(after.iter().any(|a| a.contains("Viktor Orlin") && a.contains("Viktor Orlan")), "{after:?}");
        let notes = value["notes"].to_string();
        assert!(notes.contains("taken for one by your correction") && notes.contains("line 1"), "{notes}");
        assert!(notes.contains("a slip of the second paper"), "{notes}");
    }
    let (_, text, _) = place.brief(&["--width", "200"]);
    assert!(text.contains("taken for one by your correction"), "{text}");
    let (_, page, _) = place.brief(&["--format", "html"]);
    assert!(page.contains("taken for one by your correction"));
}

#[test]
fn names_that_are_not_the_same_are_kept_apart() {
    let place = Place::new("apart");
    // A report that calls the minister by both spellings and by his family name: one man, unless the user knows better.
    place.write("other.txt", &OTHER.replace("Viktor Orlan", "Viktor Orlin"));
    let (before, _) = place.actors(&[]);
    let holders = |all: &[String]| all.iter().filter(|a| a.contains("Orlin")).count();
    assert_eq!(holders(&before), 1, "{before:?}");
    let file = place.write("mine.toml", "[[not_same]]\nnames = [\"Trade Minister Viktor Orlin\", \"Orlin\"]\n");
    let (after, value) = place.actors(&["--corrections", &file]);
    assert_eq!(holders(&after), 2, "{after:?}");
    assert!(value["notes"].to_string().contains("kept apart by your correction"), "{}", value["notes"]);
    // And `why` tells it of the actor.
    let json = place.write("saved.json", &value.to_string());
    let id = value["actors"]
        .as_array()
        .expect("actors")
        .iter()
        .find(|a| a["joins"].to_string().contains("kept apart"))
        .and_then(|a| a["id"].as_str())
        .expect("an actor that tells it");
    let (_, why, _) = run(&["why", id, &json]);
    assert!(why.contains("kept apart by your correction"), "{why}");
}

#[test]
fn an_entry_can_be_limited_to_a_report() {
    let place = Place::new("limited");
    let (_, value) = place.actors(&[]);
    let sha = value["reports"][0]["sha256"].as_str().expect("a hash").to_string();
    place.write("corrections.toml", &format!("{SAME}reports = [\"{}\"]\n", &sha[..12]));
    // Only one of the names stands in that report.
    let (after, _) = place.actors(&[]);
    assert!(!after.iter().any(|a| a.contains("Orlin") && a.contains("Orlan")), "{after:?}");
}

#[test]
fn an_entry_that_matches_nothing_is_told() {
    let place = Place::new("nothing");
    place.write("corrections.toml", "[[same]]\nnames = [\"Viktor Orlin\", \"Ada Nobody\"]\n");
    let (code, text, err) = place.brief(&["--width", "200"]);
    assert_eq!(code, 0);
    assert!(
        err.contains("corrections.toml, line 1: ") && err.contains("matched nothing") && err.contains("Ada Nobody"),
        "{err}"
    );
    assert!(text.contains("matched nothing"), "{text}");
}

#[test]
fn faults_name_file_line_and_remedy() {
    let place = Place::new("faults");
    place.write("corrections.toml", "# mine\n[[same]]\nnames = [\"Viktor Orlin\"]\n");
    let (code, _, err) = place.brief(&[]);
    assert_eq!(code, 2);
    assert!(err.contains("corrections.toml, line 2: ") && err.contains("write names ="), "{err}");
    let (code, _, err) = place.brief(&["--corrections", "/nowhere/at-all.toml"]);
    assert_eq!(code, 2);
    assert!(err.contains("/nowhere/at-all.toml: cannot be read") && err.contains("leave out --corrections"), "{err}");
}
