//! Runs the binary on bad input: each with a clear line that names file, reason and remedy, the other reports analysed all the same.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const GOOD: &str = "Envoys of Norway and Chile met in Oslo\nOSLO, May 6 - Foreign Minister Ada Brekke of Norway met her Chilean colleague \
                    Tomas Olivar in Oslo on Tuesday, her office said.\nThey agreed to reopen talks on fishing rights next month.\n";

/// A folder of its own for each test, removed at its end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("dateline-bad-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).expect("a temporary folder");
        Self(dir)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        fs::write(&path, bytes).expect("a file");
        path
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

fn brief(paths: &[&Path]) -> (i32, String, String) {
    let mut args = vec!["brief", "--format", "json"];
    args.extend(paths.iter().map(|p| p.to_str().expect("a plain path")));
    let out = dateline(&args);
    (
        out.status.code().expect("not killed"),
        String::from_utf8(out.stdout).expect("UTF-8"),
        String::from_utf8(out.stderr).expect("UTF-8"),
    )
}

/// Ids of the reports in a JSON output.
fn ids(json: &str) -> Vec<String> {
    let value: serde_json::Value = serde_json::from_str(json).unwrap_or_else(|e| panic!("{e}: {json:.200}"));
    value["reports"].as_array().expect("reports").iter().map(|r| r["id"].as_str().expect("an id").to_string()).collect()
}

/// A bad file beside a good report: the line names the file, the reason and the remedy; the good report is analysed; exit code 4. Alone: 1.
#[track_caller]
fn bad(name: &str, file: &str, bytes: impl AsRef<[u8]>, reason: &str, remedy: &str) {
    let place = Place::new(name);
    let bad = place.write(file, bytes);
    let good = place.write("good.txt", GOOD);
    let (code, json, said) = brief(&[&bad, &good]);
    assert_eq!(code, 4, "{said}");
    assert_eq!(ids(&json), ["good"]);
    let line = said.lines().find(|l| l.contains(file)).unwrap_or_else(|| panic!("no line names {file}: {said}"));
    assert!(line.contains(reason) && line.contains(remedy), "{line}");
    let (code, json, said) = brief(&[&bad]);
    assert_eq!((code, json.as_str()), (1, ""), "{said}");
    assert!(said.contains("nothing to analyse"), "{said}");
}

/// An odd file beside a good report: both are analysed, exit code 0.
#[track_caller]
fn odd(name: &str, file: &str, bytes: impl AsRef<[u8]>) -> (serde_json::Value, String) {
    let place = Place::new(name);
    let odd = place.write(file, bytes);
    let good = place.write("good.txt", GOOD);
    let (code, json, said) = brief(&[&odd, &good]);
    assert_eq!(code, 0, "{said}");
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(ids(&json).len(), 2, "{said}");
    let report =
        value["reports"].as_array().and_then(|r| r.iter().find(|r| r["id"] != "good")).cloned().expect("the odd one");
    (report, said)
}

#[test]
fn an_empty_file() {
    bad("empty", "empty.txt", "", "is empty", "leave it out");
    bad("blank", "blank.txt", " \n\n\t\n", "holds no text", "save the report's text");
}

#[test]
fn a_binary_file() {
    bad(
        "binary",
        "photo.txt",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0".repeat(40),
        "is no text",
        "save the report as",
    );
}

#[test]
fn a_report_of_one_word() {
    bad("word", "word.txt", "Earthquake\n", "only 1 word", "save the whole report");
}

#[test]
fn text_in_another_language() {
    let text = "Die Außenministerin reiste am Dienstag nach Oslo und traf dort ihren Amtskollegen aus Chile. Beide vereinbarten, im nächsten Monat \
                wieder über Fischereirechte zu sprechen, wie ihr Büro am Abend mitteilte.\n";
    bad("german", "german.txt", text, "not in English", "give a translation");
}

#[test]
fn a_text_of_100_mb_is_refused_by_its_size() {
    let place = Place::new("huge");
    let huge = place.0.join("huge.txt");
    let file = fs::File::create(&huge).expect("a file");
    // Sparse: it takes no room on the disk.
    file.set_len(100 << 20).expect("a length");
    let good = place.write("good.txt", GOOD);
    let (code, json, said) = brief(&[&huge, &good]);
    assert_eq!((code, ids(&json)), (4, vec!["good".to_string()]), "{said}");
    assert!(
        said.contains("huge.txt: is 100 MB, larger than the limit of 5 MB") && said.contains("--max-size"),
        "{said}"
    );
}

#[test]
fn a_line_of_10_mb() {
    bad(
        "line",
        "line.txt",
        "The minister said so again. ".repeat((10 << 20) / 28),
        "larger than the limit",
        "--max-size",
    );
    // Let in by its size, it is still no report.
    let place = Place::new("line2");
    let line = place.write("line.txt", "The minister said so again. ".repeat((10 << 20) / 28));
    let good = place.write("good.txt", GOOD);
    let out =
        dateline(&["brief", "--format", "json", "--max-size", "64M", line.to_str().unwrap(), good.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(4), "{said}");
    assert!(said.contains("MB of text") && said.contains("split it"), "{said}");
}

#[test]
fn a_missing_path_and_a_folder_without_reports() {
    let place = Place::new("missing");
    let good = place.write("good.txt", GOOD);
    place.write("bare/picture.png", "x");
    let (code, json, said) = brief(&[&place.0.join("nowhere.txt"), &place.0.join("bare"), &good]);
    assert_eq!((code, ids(&json)), (4, vec!["good".to_string()]));
    assert!(said.contains("nowhere.txt: does not exist; check the path"), "{said}");
    assert!(said.contains("bare: has no report in it; reports are files that end in .txt"), "{said}");
    let (code, _, said) = brief(&[&place.0.join("bare")]);
    assert_eq!(code, 1, "{said}");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new("permission");
    let closed = place.write("closed.txt", GOOD);
    let good = place.write("good.txt", format!("{GOOD}More follows.\n"));
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::read(&closed).is_ok() {
        // The superuser may read everything: nothing to see.
        return;
    }
    let (code, json, said) = brief(&[&closed, &good]);
    assert_eq!((code, ids(&json)), (4, vec!["good".to_string()]));
    assert!(said.contains("closed.txt: may not be read by you; change its permissions"), "{said}");
}

#[test]
fn other_encodings_are_read() {
    let text = "Envoys met in Málaga\nMÁLAGA, May 6 - The mayor of Málaga received envoys of Chile on Tuesday, his office said in the evening.\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let (report, _) = odd("utf16", "wide.txt", utf16);
    assert!(report["text"].as_str().is_some_and(|t| t.contains("Málaga")), "{report}");
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let (report, said) = odd("latin", "latin.txt", latin);
    assert!(report["text"].as_str().is_some_and(|t| t.contains("Málaga")), "{report}");
    assert!(said.contains("latin.txt: "), "says how it was read: {said}");
    let mut broken = text.as_bytes().to_vec();
    broken.extend(b"A broken \xE2\x82 sign stands here, the mayor said on Tuesday.\n");
    let (report, said) = odd("broken", "broken.txt", broken);
    assert!(report["text"].as_str().is_some_and(|t| t.contains("Málaga")), "{report}");
    assert!(said.contains("broken.txt: "), "says what was broken: {said}");
}

#[test]
fn the_same_file_twice_is_read_once() {
    let place = Place::new("twice");
    let one = place.write("one.txt", GOOD);
    let copy = place.write("copy.txt", GOOD);
    let (code, json, said) = brief(&[&one, &one, &copy]);
    assert_eq!((code, ids(&json)), (0, vec!["copy".to_string()]), "{said}");
    assert!(said.contains("was given twice; read once") && said.contains("is the same, byte for byte, as"), "{said}");
}

#[test]
fn two_files_with_one_id() {
    let place = Place::new("ids");
    let a = place.write("a/wire.txt", GOOD);
    let b = place.write("b/wire.txt", format!("{GOOD}More follows on Wednesday.\n"));
    let (code, json, said) = brief(&[&b, &a]);
    assert_eq!((code, ids(&json)), (0, vec!["a~wire".to_string(), "b~wire".to_string()]), "{said}");
}

#[cfg(unix)]
#[test]
fn a_loop_of_links() {
    let place = Place::new("loop");
    place.write("folder/good.txt", GOOD);
    std::os::unix::fs::symlink(place.0.join("folder"), place.0.join("folder/again")).expect("a link");
    std::os::unix::fs::symlink("self.txt", place.0.join("folder/self.txt")).expect("a link");
    let (code, json, said) = brief(&[&place.0.join("folder")]);
    assert_eq!((code, ids(&json)), (0, vec!["good".to_string()]), "{said}");
    assert!(said.contains("again: is a link back to a folder above it; not followed"), "{said}");
    assert!(said.contains("self.txt: is a link that leads back to itself; not followed"), "{said}");
}

#[test]
fn hostile_html_does_no_harm() {
    let mut page =
        String::from("<html><head><title>Envoys met in Oslo</title><script>alert('no')</script></head><body>");
    page.push_str(&"<div>".repeat(10_000));
    page.push_str("<p>Foreign Minister Ada Brekke met envoys of Chile in Oslo on Tuesday &lt;script&gt;alert(1)&lt;/script&gt;, her office said in the evening.</p>");
    page.push_str(&"</div>".repeat(10_000));
    page.push_str("<script>document.write('not article text')</script></body></html>");
    let place = Place::new("html");
    let file = place.write("page.html", page);
    let (code, json, said) = brief(&[&file]);
    assert_eq!(code, 0, "{said}");
    assert!(
        json.contains("Ada Brekke") && !json.contains("not article text") && !json.contains("alert('no')"),
        "{json:.400}"
    );
    let out = dateline(&["brief", "--format", "html", file.to_str().unwrap()]);
    let shown = String::from_utf8(out.stdout).expect("UTF-8");
    assert!(!shown.contains("<script"), "a script of the report is in the page");
    assert!(shown.contains("&lt;script&gt;alert"), "the printed words are kept as text");
}

#[test]
fn control_characters_and_overrides_are_shown() {
    let text = "Envoys met in Oslo\nMinister \u{202E}adA\u{202C} Brekke\x1b[2J met envoys of Chile in Oslo on Tuesday, her office said in the evening.\x07\n";
    let place = Place::new("control");
    let file = place.write("control.txt", text);
    for format in ["text", "html", "markdown"] {
        let out = dateline(&["brief", "--format", format, file.to_str().unwrap()]);
        let shown = String::from_utf8(out.stdout).expect("UTF-8");
        assert_eq!(out.status.code(), Some(0), "{format}");
        assert!(!shown.contains(['\u{202E}', '\x1b', '\x07']), "{format}: {shown}");
    }
    let out = dateline(&["brief", "--format", "html", file.to_str().unwrap()]);
    assert!(String::from_utf8_lossy(&out.stdout).contains("‹U+202E›"));
}

#[test]
fn a_file_name_with_an_escape_is_shown_safely() {
    let place = Place::new("name");
    let (code, _, said) = brief(&[&place.0.join("x\x1b[31m.txt")]);
    assert_eq!(code, 1);
    assert!(!said.contains('\x1b') && said.contains("‹U+001B›"), "{said}");
}

#[test]
fn standard_input_is_a_report() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["brief", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().expect("piped").write_all(GOOD.as_bytes()).expect("written");
    let out = child.wait_with_output().expect("it ends");
    assert_eq!(ids(&String::from_utf8(out.stdout).expect("UTF-8")), ["stdin"]);
}

#[test]
fn order_and_threads_change_nothing() {
    let place = Place::new("order");
    let files: Vec<PathBuf> = (0..6)
        .map(|n| {
            place.write(&format!("{n}_x.txt"), format!("{GOOD}Item {n} of the agenda was put off until Friday.\n"))
        })
        .collect();
    let run = |threads: &str, order: Vec<&PathBuf>| {
        let mut args = vec!["brief", "--format", "json", "--threads", threads];
        args.extend(order.into_iter().map(|p| p.to_str().unwrap()));
        dateline(&args).stdout
    };
    let one = run("1", files.iter().collect());
    assert!(!one.is_empty());
    assert_eq!(one, run("4", files.iter().rev().collect()));
}

#[test]
fn a_bad_sidecar_is_named_and_the_report_is_read() {
    let place = Place::new("sidecar");
    let file = place.write("wire.txt", GOOD);
    place.write("wire.txt.meta.toml", "publised = 2031-05-06\n");
    let (code, json, said) = brief(&[&file]);
    assert_eq!((code, ids(&json)), (4, vec!["wire".to_string()]), "{said}");
    assert!(
        said.contains("wire.txt.meta.toml: ") && said.contains("publised") && said.contains("known are outlet"),
        "{said}"
    );
    place.write("wire.txt.meta.toml", "outlet = 'Fjord Wire'\npublished = 2031-05-06\n");
    let (code, json, said) = brief(&[&file]);
    assert_eq!(code, 0, "{said}");
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(value["reports"][0]["outlet"], "Fjord Wire");
}

#[test]
fn usage_and_saved_analyses() {
    assert_eq!(dateline(&["brief"]).status.code(), Some(2));
    assert_eq!(dateline(&["brief", "x.txt", "--published", "yesterday"]).status.code(), Some(2));
    assert_eq!(dateline(&["why", "e1", "/nowhere.json"]).status.code(), Some(2));
    assert_eq!(dateline(&["brief", "x.txt", "--data", "/nowhere"]).status.code(), Some(2));
    let place = Place::new("saved");
    let odd = place.write("odd.json", "{\"schema\": \"dateline.analysis/9\"}");
    let out = dateline(&["why", "e1", odd.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("dateline.analysis/9"));
    for (args, word) in [
        (vec!["schema"], "dateline"),
        (vec!["completions", "bash"], "complete"),
        (vec!["--help"], "Exit codes"),
        (vec!["brief", "--help"], "Examples"),
    ] {
        let out = dateline(&args);
        assert_eq!(out.status.code(), Some(0), "{args:?}");
        assert!(String::from_utf8_lossy(&out.stdout).contains(word), "{args:?}");
    }
}

#[test]
fn an_output_file_appears_whole() {
    let place = Place::new("output");
    let file = place.write("wire.txt", GOOD);
    let target = place.0.join("brief.html");
    let out = dateline(&["brief", file.to_str().unwrap(), "--format", "html", "-o", target.to_str().unwrap()]);
    assert_eq!((out.status.code(), out.stdout.len()), (Some(0), 0));
    assert!(fs::read_to_string(&target).expect("written").ends_with("</html>\n"));
    let out = dateline(&["brief", file.to_str().unwrap(), "-o", place.0.join("no/such/brief.txt").to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("cannot be written"));
}

#[test]
fn user_data_is_checked() {
    let place = Place::new("data");
    place.write("data/en/broken.toml", "words = [\n");
    let dir = place.0.join("data");
    let out = dateline(&["data", "check", dir.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("en/broken.toml"));
    place.write("data/en/broken.toml", "words = []\n");
    assert_eq!(dateline(&["data", "check", dir.to_str().unwrap()]).status.code(), Some(0));
}

#[test]
fn what_is_cut_is_said() {
    let long = format!("{GOOD}{} The talks went on.\n", "and the envoy of Chile ".repeat(100));
    let (_, said) = odd("long", "long.txt", long);
    assert!(said.contains("long.txt: ") && said.contains("cut after 250 words"), "{said}");
    let word = format!("{GOOD}{} was printed on the flag.\n", "x".repeat(1_000_000));
    let (_, said) = odd("word", "word.txt", word);
    assert!(said.contains("words were cut after 240 bytes"), "{said}");
    let brackets = format!("{GOOD}{}\n", "[".repeat(100_000));
    let (_, said) = odd("brackets", "brackets.txt", brackets);
    assert!(said.contains("cut after 250 words"), "{said}");
}
