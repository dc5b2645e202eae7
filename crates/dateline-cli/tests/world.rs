//! `dateline state` and `dateline export`: reports and a saved analysis give the same; what is wrong is named.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const REPORT: &str = "Norway and Chile sign fishing accord\nOSLO, May 6 2031 - Foreign Minister Ada Brekke of Norway met her Chilean colleague Tomas \
                      Olivar in Oslo on Tuesday.\nNorway has 300 soldiers in Chile. Chile buys half of its cod from Norway.\n";

struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("dateline-world-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).expect("a temporary folder");
        fs::write(dir.join("wire.txt"), REPORT).expect("a file");
        Self(dir)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("a plain path").to_string()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn dateline(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).args(args).stdin(Stdio::null()).output().expect("the binary runs")
}

fn text(out: &Output) -> String {
    String::from_utf8(out.stdout.clone()).expect("UTF-8")
}

#[test]
fn reports_a_saved_analysis_and_standard_input_give_the_same() {
    let place = Place::new("same");
    let (report, saved) = (place.path("wire.txt"), place.path("brief.json"));
    assert!(dateline(&["brief", &report, "--format", "json", "-o", &saved, "--quiet"]).status.success());
    let state = dateline(&["state", &report, "--format", "json", "--quiet"]);
    assert!(state.status.success());
    assert_eq!(text(&state), text(&dateline(&["state", &saved, "--format", "json"])));
    assert!(text(&state).contains("\"kind\":\"troops\"") && text(&state).contains("\"share\":0.5"));
    for form in ["plover-jsonl", "icews", "polecat", "gdelt", "csv", "graphml", "jsonld"] {
        let out = dateline(&["export", &report, "--as", form, "--quiet"]);
        assert!(out.status.success(), "{form}");
        assert_eq!(text(&out), text(&dateline(&["export", &saved, "--as", form])), "{form}");
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["state", "-", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().expect("piped").write_all(REPORT.as_bytes()).expect("it reads");
    let piped = text(&child.wait_with_output().expect("it ends"));
    assert!(piped.contains("Chile – Norway") && piped.contains("300"), "{piped}");
}

#[test]
fn what_is_wrong_is_named() {
    let place = Place::new("wrong");
    let report = place.path("wire.txt");
    let out = dateline(&["state", &report, "--pair", "NOR", "Atlantis", "--quiet"]);
    let said = String::from_utf8(out.stderr).expect("UTF-8");
    assert_eq!(out.status.code(), Some(2));
    assert!(said.contains("'Atlantis'") && said.contains("NOR"), "{said}");
    let out = dateline(&["export", &report, "--as", "parquet", "--quiet"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8(out.stderr).expect("UTF-8").contains("-o"));
    assert!(dateline(&["export", &report, "--as", "parquet", "-o", &place.path(""), "--quiet"]).status.success());
    assert!(fs::read(place.0.join("events.parquet")).expect("written").starts_with(b"PAR1"));
    fs::write(place.0.join("old.json"), "{\"schema\": \"dateline.analysis/9\"}").expect("a file");
    let out = dateline(&["state", &place.path("old.json")]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8(out.stderr).expect("UTF-8").contains("dateline.analysis/9"));
    assert_eq!(dateline(&["state", &place.path("none.txt"), "--quiet"]).status.code(), Some(1));
}

#[test]
fn both_schemas_are_printed() {
    assert!(text(&dateline(&["schema"])).contains("\"title\": \"Analysis\""));
    assert!(text(&dateline(&["schema", "state"])).contains("\"title\": \"State\""));
}
