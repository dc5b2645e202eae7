//! What must hold of reading whatever the bytes are.

use dateline_data::DataSet;
use dateline_report::{FurnitureRules, GivenMeta, Report, read_report};
use proptest::prelude::*;

fn rules() -> &'static FurnitureRules {
    static RULES: std::sync::OnceLock<FurnitureRules> = std::sync::OnceLock::new();
    RULES.get_or_init(|| FurnitureRules::load(&DataSet::built_in()).expect("the built-in rules load"))
}

fn sound(report: &Report, bytes: &[u8]) {
    for line in &report.furniture {
        assert!(report.text.is_char_boundary(line.before as usize));
        if let Some(source) = line.source {
            assert_eq!(&bytes[source.range()], line.text.as_bytes());
        }
    }
    for &(clean, source, len) in &report.source_map.runs {
        let (clean, source, len) = (clean as usize, source as usize, len as usize);
        assert_eq!(&report.text.as_bytes()[clean..clean + len], &bytes[source..source + len]);
    }
    let dateline = report.dateline.iter().flat_map(|d| [Some(d.span), d.place, d.agency]).flatten();
    for span in report.title.into_iter().chain(dateline) {
        assert!(report.text.get(span.range()).is_some_and(|t| !t.is_empty()));
    }
    for source in &report.declared_sources {
        assert!(source.furniture.is_none_or(|f| f < report.furniture.len()));
    }
}

/// Pieces that reading looks for, so that random texts come near its rules.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "By Ada Noor",
        "OSLO, March 3 (Corvane) - ",
        "Sources:",
        "Sources",
        "Read more:",
        "list of 2 items",
        "| ",
        "© ",
        "---\n",
        "<p>",
        "</p>",
        "<div>",
        "<script>",
        "</script>",
        "<h1>",
        "<!--",
        "**",
        "](",
        "[",
        "_",
        "10.03.2031",
        "Comments (3)",
        "The port was shut on Friday after ice broke two of its cranes, the mayor said.",
        "“",
        "\u{202e}",
        "\u{feff}",
        "\u{7}",
        "É",
        "İ",
        "北京",
        "👍",
        "’",
        "İstanbul'da",
        "Ada’",
        "/ Reuters",
        "@",
        "bbc.in/x",
    ]);
    prop_oneof![3 => known.prop_map(str::to_string), 1 => ".{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400), name in prop::sample::select(vec!["a.txt", "a.md", "a.html"])) {
        if let Ok(report) = read_report(name, &bytes, &GivenMeta::default(), rules()) {
            sound(&report, &bytes);
        }
    }

    #[test]
    fn any_text(pieces in prop::collection::vec(piece(), 0..40), name in prop::sample::select(vec!["a.txt", "a.md", "a.html"])) {
        let text = pieces.concat();
        if let Ok(report) = read_report(name, text.as_bytes(), &GivenMeta::default(), rules()) {
            sound(&report, text.as_bytes());
        }
    }
}

#[test]
fn large_inputs_are_linear() {
    // A line of 10 MB, and a page of 10,000 open tags: each done in a moment, or this test is noticed.
    let long = "ice broke the cranes of Kotka and ".repeat(300_000);
    let report = read_report("a.txt", long.as_bytes(), &GivenMeta::default(), rules()).unwrap();
    assert!(report.text.len() > 10_000_000);
    let line = format!("{}\n", "Ice ".repeat(40)).repeat(2000);
    assert!(read_report("a.txt", line.as_bytes(), &GivenMeta::default(), rules()).is_ok());
    for open in ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<a href='x'>", "<p>", "<", "<a b='", "<!--"] {
        let page = format!("<html><body>{}The port was shut on Friday.", open.repeat(10_000));
        let _ = read_report("a.html", page.as_bytes(), &GivenMeta::default(), rules());
    }
}

#[test]
fn too_large_is_said_at_once() {
    let bytes = vec![b'a'; (64 << 20) + 1];
    let problem = read_report("a.txt", &bytes, &GivenMeta::default(), rules()).unwrap_err();
    assert_eq!(problem.to_string(), "is 65 MB: larger than the limit of 64 MB; split it or raise --max-size");
}
