//! The views of a small analysis made by hand (invented people and outlets), and what must hold of them.

use dateline::contract::{Analysis, Evidence};
use dateline::view::{TextOptions, html, markdown, text};
use dateline::why::why;

fn accord() -> Analysis {
    Analysis::from_json(include_str!("data/accord.analysis.json")).expect("the fixture is an analysis")
}

#[test]
fn brief_as_text() {
    insta::assert_snapshot!(text(&accord(), &TextOptions { width: 90, colour: false }));
}

#[test]
fn brief_as_markdown() {
    insta::assert_snapshot!(markdown(&accord()));
}

#[test]
fn brief_as_a_page() {
    let page = html(&accord());
    // The style is long and says nothing here.
    let (head, rest) = page.split_once("<style>").expect("a style");
    let body = rest.split_once("</style>").expect("its end").1;
    insta::assert_snapshot!(format!("{head}{body}"));
}

#[test]
fn reasons() {
    let all: Vec<String> = ["d2", "e1", "t1", "a3", "n1", "x1", "c1", "g1", "s1", "beta"]
        .into_iter()
        .map(|id| why(&accord(), id).expect("known"))
        .collect();
    insta::assert_snapshot!(all.join("\n"));
    assert_eq!(why(&accord(), "e99"), None);
}

#[test]
fn every_passage_of_the_fixture_is_its_slice() {
    fn check(a: &Analysis, e: &Evidence) {
        let report = a.report(&e.report).expect("a report");
        assert_eq!(report.text.get(e.span[0] as usize..e.span[1] as usize), Some(e.text.as_str()));
    }
    let a = accord();
    a.events
        .iter()
        .flat_map(|e| &e.evidence)
        .chain(a.brief.iter().flat_map(|b| &b.evidence))
        .for_each(|e| check(&a, e));
}

#[test]
fn the_page_needs_nothing_and_trusts_nothing() {
    let page = html(&accord());
    for word in ["<script", "http://", "https://", "@import", "url(", "<b>open</b>", "\u{202e}"] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("‹U+202E›It is &lt;b&gt;open&lt;/b&gt;"));
}

#[test]
fn every_link_of_the_page_leads_somewhere() {
    let page = html(&accord());
    let mut links = 0;
    for target in page.split("href=\"#").skip(1).filter_map(|s| s.split('"').next()) {
        links += 1;
        assert!(page.contains(&format!("id=\"{target}\"")), "#{target} leads nowhere");
    }
    assert!(links > 20, "{links}");
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an id stands twice");
}

#[test]
fn every_marker_of_the_text_has_its_passage() {
    let shown = text(&accord(), &TextOptions::default());
    let passages = shown.split("\nPassages\n").nth(1).expect("passages");
    for marker in shown.split('[').skip(1).filter_map(|s| s.split(']').next()).filter(|m| m.parse::<u32>().is_ok()) {
        assert!(passages.contains(&format!("[{marker}]")), "[{marker}]");
    }
    let notes = markdown(&accord());
    for marker in notes.split("[^").skip(1).filter_map(|s| s.split(']').next()) {
        assert!(notes.contains(&format!("\n[^{marker}]: ")), "[^{marker}]");
    }
}

#[test]
fn colour_codes_only_where_they_are_wanted() {
    assert!(!text(&accord(), &TextOptions { width: 80, colour: false }).contains('\x1b'));
    assert!(text(&accord(), &TextOptions { width: 80, colour: true }).contains("\x1b[1m"));
}

#[test]
fn an_empty_analysis_has_no_empty_headings() {
    let shown = text(&Analysis::default(), &TextOptions::default());
    assert!(shown.trim().is_empty(), "{shown}");
    assert!(html(&Analysis::default()).contains("</html>"));
}
