//! `dateline brief --since` as a user calls it: yesterday's analysis is a file, and the new reports lie in a folder.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn dateline(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).args(args).output().expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn yesterday_and_today() {
    let dir = std::env::temp_dir().join(format!("dateline-since-{}", std::process::id()));
    let (old, new) = (dir.join("old"), dir.join("new"));
    fs::create_dir_all(&old).expect("a temporary folder");
    fs::create_dir_all(&new).expect("a temporary folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/trade-visit/reports");
    for (name, to) in [("01-pacifico-wire.txt", &old), ("04-vien-dong.txt", &old), ("05-cordillera-times.txt", &new)] {
        fs::copy(from.join(name), to.join(name)).expect("a copy");
    }
    fs::write(new.join("watch.toml"), "pairs = [[\"CHL\", \"VNM\"]]\n").expect("a file");
    let saved = dir.join("yesterday.json").display().to_string();
    let out = dateline(&["brief", &old.display().to_string(), "--format", "json", "-o", &saved, "-q"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let new = new.display().to_string();
    let out = dateline(&["brief", &new, "--since", &saved]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let told = text(&out.stdout);
    assert!(told.starts_with("Watched  between CHL – VNM: "), "{told}");
    assert!(told.contains("1 new report, ") && told.contains("3 reports, "), "{told}");
    // The reports of yesterday are gone, and their text is taken from the analysis.
    fs::remove_dir_all(&old).expect("removed");
    let out = dateline(&["brief", &new, "--since", &saved, "--format", "json"]);
    assert!(text(&out.stderr).contains("its text is taken from the earlier analysis"), "{}", text(&out.stderr));
    let found: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(found["reports"].as_array().map(Vec::len), Some(3));
    assert_eq!(found["since"]["added"], serde_json::json!(["05-cordillera-times"]));
    assert_eq!(found["since"]["gone"], serde_json::json!([]));
    let out = dateline(&["brief", &new, "--since", &dir.join("nothing.json").display().to_string()]);
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("cannot be read"), "{}", text(&out.stderr));
    fs::remove_dir_all(&dir).expect("removed");
}
