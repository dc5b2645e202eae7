//! Runs the tables in `tests/cases/<stage>/*.md`: prose for people, and tables whose rows are cases.
//!
//! A table begins with the header `| input | expected | why |`. In cells `\n` is a line break and `\|` a bar; a cell may stand in
//! backticks, which keep its outer spaces. Each stage has one function from input to a line that says what came out. A `why` that begins with
//! `FIXME` marks an output that is known to be wrong: it is asserted so that a change shows.

use std::fmt::Write as _;
use std::path::Path;

mod stages;

/// One row of a table.
struct Case {
    place: String,
    input: String,
    expected: String,
}

fn cells(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut chars = line.trim().trim_start_matches('|').chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('n')) => {
                chars.next();
                out.last_mut().expect("never empty").push('\n');
            }
            ('\\', Some('|')) => {
                chars.next();
                out.last_mut().expect("never empty").push('|');
            }
            ('|', _) => out.push(String::new()),
            (c, _) => out.last_mut().expect("never empty").push(c),
        }
    }
    out.iter()
        .map(|c| {
            let c = c.trim_matches(' ');
            c.strip_prefix('`').and_then(|c| c.strip_suffix('`')).unwrap_or(c).to_string()
        })
        .collect()
}

fn read(path: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(path).expect("the case file was just listed");
    let mut inside = false;
    let mut found = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if !line.starts_with('|') {
            inside = false;
        } else if line.starts_with("| input |") {
            inside = true;
        } else if inside && !line.starts_with("|--") && !line.starts_with("| --") {
            let cells = cells(line);
            assert!(cells.len() >= 2, "{}:{}: a case has an input and an expected cell", path.display(), n + 1);
            found.push(Case {
                place: format!("{}:{}", path.display(), n + 1),
                input: cells[0].clone(),
                expected: cells[1].clone(),
            });
        }
    }
    found
}

#[test]
fn tables() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let mut stages: Vec<_> = std::fs::read_dir(&root)
        .expect("tests/cases is there")
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.is_dir())
        .collect();
    stages.sort();
    let (mut report, mut count, mut wrong) = (String::new(), 0, 0);
    for stage in stages {
        let name = stage.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        let check = stages::stage(&name)
            .unwrap_or_else(|| panic!("tests/cases/{name}: no function for this stage in tests/stages"));
        let mut files: Vec<_> = std::fs::read_dir(&stage)
            .expect("just listed")
            .flatten()
            .map(|e| e.path())
            .filter(|p| p.extension().is_some_and(|e| e == "md"))
            .collect();
        files.sort();
        for case in files.iter().flat_map(|f| read(f)) {
            count += 1;
            let got = check(&case.input);
            if got != case.expected {
                wrong += 1;
                let _ = writeln!(
                    report,
                    "{}\n   input    {:?}\n   expected {:?}\n   got      {:?}",
                    case.place, case.input, case.expected, got
                );
            }
        }
    }
    assert!(wrong == 0, "{wrong} of {count} cases differ:\n{report}");
}
