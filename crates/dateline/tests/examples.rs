//! The example stories as a reader sees them: snapshots that people review. A change of behaviour shows here on whole stories.

use std::path::Path;

use dateline::read::{ReadOptions, gather};
use dateline::view::{self, TextOptions};
use dateline::{Options, analyse};

fn brief(story: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(story);
    // Paths from the project's root, so that they are the same on every machine.
    let gathered = gather(&[folder.display().to_string()], &ReadOptions::default());
    let outcome = analyse(&gathered.inputs, &Options::default()).expect("the built-in data loads");
    view::text(&outcome.analysis, &TextOptions { width: 100, colour: false })
}

#[test]
fn trade_visit() {
    insta::assert_snapshot!(brief("trade-visit"));
}

#[test]
fn river_border() {
    insta::assert_snapshot!(brief("river-border"));
}

#[test]
fn cyclone() {
    insta::assert_snapshot!(brief("cyclone"));
}
