//! `cargo xtask fuzz [--minutes N] [--seed N] [--out DIR]`: hostile texts through all layers, looking for panics and for time that grows
//! faster than the text.
//!
//! Texts are pieces of the example reports, changed: cut, doubled, shuffled, with odd characters put in, repeated to great length, or made
//! of one token. With `--readers`, see `fuzz_readers`. The same seed gives the same texts. A text that panics, or takes much longer than its length allows, is kept in the folder
//! of `--out`, and the exit code is 1.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use dateline_data::DataSet;
use dateline_lang::{Document, Language};
use dateline_report::{FurnitureRules, GivenMeta, Report, ReportIx, read_report_limited};
use dateline_story::{Meanings, StoryData};

/// Numbers that look random (splitmix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
    pub(crate) fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What is put between the words.
const ODD: &[&str] = &[
    "\u{201c}",
    "\u{201d}",
    "\"",
    "'",
    "\u{2019}",
    "((((",
    "]",
    "{{",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{200b}",
    "e\u{301}",
    "\u{1f1f3}\u{1f1f4}",
    "\u{ad}",
    "\u{a0}",
    "\r",
    "\t",
    "...",
    "\u{2026}",
    "--",
    "\u{2014}",
    "$",
    "%",
    "1,234,567.89",
    "99999999999999999999999999",
    "-0",
    "1/0",
    "0/0",
    "31 February",
    "Feb 30, 0000",
    "9999-99-99",
    "24:61",
    "U.S.",
    "Gen.",
    "a.m.",
    "http://",
    "@",
    "#",
    "&amp;",
    "<script>",
    "<b",
    "said",
    "\u{4e2d}\u{56fd}",
    "\u{661}\u{662}",
    "\u{130}",
    "\u{df}",
    "\u{fb01}",
    "Q9 20255",
    "the 0s",
    "1990s-1890s",
    "minus zero",
    "XIV",
];

fn change(text: &str, dice: &mut Dice) -> String {
    let mut words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    for _ in 0..=dice.below(30) {
        if words.is_empty() {
            break;
        }
        let at = dice.below(words.len());
        match dice.below(8) {
            0 => words.insert(at, *dice.of(ODD)),
            1 => drop(words.remove(at)),
            2 => {
                let other = dice.below(words.len());
                words.swap(at, other);
            }
            3 => {
                let piece: Vec<&str> = words[at..(at + 12).min(words.len())].to_vec();
                words.splice(at..at, piece);
            }
            4 => {
                let cut = words[at].char_indices().next_back().map_or(0, |(n, _)| n);
                words[at] = &words[at][..cut];
            }
            5 => words.truncate(at + 1),
            6 => words[at] = *dice.of(ODD),
            _ => words.insert(at, "\n\n"),
        }
    }
    words.concat()
}

/// A text of one hard form, up to the longest that is let in.
fn hard(text: &str, dice: &mut Dice) -> String {
    let most = 1 << (8 + dice.below(13));
    let unit: String = match dice.below(12) {
        0 => "a".into(),
        1 => "(".into(),
        2 => "[]".into(),
        3 => "\u{201c}".into(),
        4 => "said that ".into(),
        5 => "and Mr. Lee of Norway, ".into(),
        6 => "1,".into(),
        7 => "of the ".into(),
        8 => "Lee ".into(),
        9 => "\"I said,\" he said. ".into(),
        10 => text.split_whitespace().take(1 + dice.below(40)).collect::<Vec<_>>().join(" ") + " ",
        _ => (*dice.of(ODD)).into(),
    };
    let mut out = String::from("Envoys of Norway and Chile met in Oslo on Tuesday, officials said.\n\n");
    out.push_str(&unit.repeat(most / unit.len()));
    out.push_str("\n\nThey signed nothing.");
    out
}

/// The texts of the reports in a folder and below.
pub(crate) fn examples(folder: &Path, out: &mut Vec<String>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            examples(&path, out);
        } else if path.extension().is_some_and(|e| e == "txt" || e == "html" || e == "md") {
            out.extend(std::fs::read_to_string(&path));
        }
    }
}

struct Layers {
    furniture: FurnitureRules,
    language: Language,
    story: StoryData,
    meanings: Meanings,
}

impl Layers {
    fn run(&self, texts: &[String], name: &str) {
        let reports: Vec<Report> = texts
            .iter()
            .filter_map(|t| {
                read_report_limited(name, t.as_bytes(), &GivenMeta::default(), &self.furniture, 1 << 22).ok()
            })
            .collect();
        let documents: Vec<Document> = reports.iter().map(|r| self.language.read(r)).collect();
        let analysis = dateline_story::analyse(&reports, &documents, &self.story);
        if reports.len() > 1 {
            let first = ReportIx(0);
            let _ = dateline_story::check::check(first, &reports, &documents, &analysis, &self.story, &self.meanings);
        }
    }
}

/// Time that the program has been at work; the time that has gone by, where the system does not tell.
pub(crate) fn worked(begin: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanos = told.and_then(|t| t.split_whitespace().next().and_then(|n| n.parse().ok()));
    nanos.map_or_else(|| begin.elapsed(), Duration::from_nanos)
}

/// A text may take this long, and so long for each of its bytes: some twice what one number or mark after the other takes.
const START: Duration = Duration::from_millis(200);
const BYTE: Duration = Duration::from_micros(250);

/// Runs `fuzz` with the arguments after it.
pub(crate) fn run(args: &[String]) -> ExitCode {
    if args.iter().any(|a| a == "--readers") {
        return crate::fuzz_readers::run(args);
    }
    let value = |name: &str| args.iter().position(|a| a == name).and_then(|at| args.get(at + 1));
    let number = |name: &str, usual: u64| value(name).and_then(|v| v.parse().ok()).unwrap_or(usual);
    let length = Duration::from_secs(60 * number("--minutes", 10));
    let out = value("--out").map_or_else(|| PathBuf::from("target/fuzz"), PathBuf::from);
    let mut dice = Dice(number("--seed", 1));
    let data = DataSet::built_in();
    let loaded = (FurnitureRules::load(&data), Language::load(&data), StoryData::load(&data), Meanings::load(&data));
    let layers = match loaded {
        (Ok(furniture), Ok(language), Ok(story), Ok(meanings)) => Layers { furniture, language, story, meanings },
        _ => {
            eprintln!("the built-in data do not load; run the tests");
            return ExitCode::from(2);
        }
    };
    let mut seeds = Vec::new();
    examples(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples"), &mut seeds);
    if seeds.is_empty() {
        eprintln!("examples: no report found; run it from a checkout");
        return ExitCode::from(2);
    }
    #[expect(clippy::disallowed_methods, reason = "how long to go on, and how long a text takes")]
    let now = Instant::now;
    let begin = now();
    let (mut runs, mut bytes, mut faults, mut slowest) = (0usize, 0usize, 0usize, (0f64, 0usize));
    while begin.elapsed() < length {
        let texts: Vec<String> = if dice.below(4) == 0 {
            let seed = dice.of(&seeds).clone();
            vec![hard(&seed, &mut dice)]
        } else {
            let seed = dice.of(&seeds).clone();
            (0..1 + dice.below(3)).map(|_| change(&seed, &mut dice)).collect()
        };
        let name = if dice.below(5) == 0 { "a.html" } else { "a.txt" };
        let size: usize = texts.iter().map(String::len).sum();
        let start = worked(begin);
        let fine = catch_unwind(AssertUnwindSafe(|| layers.run(&texts, name))).is_ok();
        let took = worked(begin) - start;
        runs += 1;
        bytes += size;
        let share = took.as_secs_f64() / (START + BYTE * size as u32).as_secs_f64();
        if share > slowest.0 {
            slowest = (share, size);
        }
        if !fine || share > 1.0 {
            faults += 1;
            let what = if fine { "slow" } else { "panic" };
            let kept = out.join(format!("{what}-{runs}-{name}"));
            let saved = std::fs::create_dir_all(&out).and_then(|()| std::fs::write(&kept, texts.join("\n\u{c}\n")));
            println!("{what}: {size} bytes in {took:.1?}, kept as {} ({saved:?})", kept.display());
        }
    }
    println!(
        "{runs} runs, {bytes} bytes in {:.0?}: {faults} faults; the slowest took {:.0} % of the time allowed ({} bytes)",
        begin.elapsed(),
        100.0 * slowest.0,
        slowest.1
    );
    if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
