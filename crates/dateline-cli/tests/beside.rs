//! `dateline check` and `dateline compare` as a user calls them.

use std::path::Path;
use std::process::{Command, Output};

fn dateline(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).args(args).output().expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn example() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/trade-visit/reports").display().to_string()
}

#[test]
fn a_check_names_what_no_report_has() {
    let dir = std::env::temp_dir().join(format!("dateline-check-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a temporary folder");
    let draft = dir.join("draft.txt");
    std::fs::write(
        &draft,
        "Chile sells copper, wood pulp and fruit to Vietnam.\nThe agreement would cut tariffs on 47,300 goods over five years.\nOlga Zwintscher signed it.\n",
    )
    .expect("a file");
    let draft = draft.display().to_string();
    let out = dateline(&["check", &draft, "--against", &example(), "--json"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let found: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let verdicts: Vec<(&str, &str)> = found["sentences"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|s| (s["verdict"].as_str().unwrap_or(""), s["faults"][0]["kind"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(verdicts, [("borne", ""), ("not_borne", "number"), ("not_borne", "name")]);
    let out = dateline(&["check", &draft, "--against", &example(), "--fail", "--quiet"]);
    assert_eq!(out.status.code(), Some(3));
    assert!(text(&out.stdout).contains("1 borne, 2 not borne"), "{}", text(&out.stdout));
    std::fs::remove_dir_all(&dir).expect("removed");
}

#[test]
fn two_reports_or_outlets_are_laid_side_by_side() {
    let (one, other) =
        (format!("{}/01-pacifico-wire.txt", example()), format!("{}/05-cordillera-times.txt", example()));
    let by_file = dateline(&["compare", &one, &other, "--json"]);
    assert_eq!(by_file.status.code(), Some(0), "{}", text(&by_file.stderr));
    let found: serde_json::Value = serde_json::from_slice(&by_file.stdout).expect("JSON");
    assert!(found["pairs"].as_array().is_some_and(|p| !p.is_empty()));
    assert!(found["only_b"].as_array().is_some_and(|p| !p.is_empty()));
    let by_id = dateline(&["compare", "01-pacifico-wire", "05-cordillera-times", "--in", &example()]);
    assert!(text(&by_id.stdout).contains("Only in 05-cordillera-times"), "{}", text(&by_id.stderr));
    let nobody = dateline(&["compare", "nobody", "05-cordillera-times", "--in", &example()]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(text(&nobody.stderr).contains("nobody: is neither the id nor the outlet"), "{}", text(&nobody.stderr));
}
