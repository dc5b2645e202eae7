//! Invented reports for measuring speed: stories of 1 to 200 reports, copies, edits, drift over weeks. The same numbers give the same reports.

use dateline_data::DataSet;
use dateline_story::stories::{Rarity, Signature, Word, day_of_year};
use jiff::civil::date;
use rayon::prelude::*;

/// One invented report.
pub(super) struct Invented {
    /// Number of its story.
    pub(super) story: u32,
    /// Words, and whether each is a name.
    pub(super) words: Vec<(String, bool)>,
    /// Days since 1 January 2027.
    pub(super) day: u32,
}

/// Numbers that look like chance and are not (xorshift).
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        let mut own = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..4 {
            own.next();
        }
        own
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// Words of the language with their sums of frequency, for drawing as a text would.
pub(super) struct Language {
    words: Vec<(f64, String)>,
    total: f64,
}

impl Language {
    pub(super) fn load() -> Self {
        let data = DataSet::built_in();
        let mut words = Vec::new();
        let mut total = 0.0;
        for row in data.tsv("en/lexicon/rarity.tsv").unwrap_or_default() {
            total += 10f64.powf(row[1].parse::<f64>().unwrap_or(30.0) / 10.0);
            words.push((total, row[0].to_string()));
        }
        Self { words, total }
    }

    fn draw(&self, dice: &mut Dice) -> &str {
        let at = dice.share() * self.total;
        let n = self.words.partition_point(|w| w.0 < at).min(self.words.len() - 1);
        &self.words[n].1
    }

    /// A word of the subject: any is as likely, so that most are rare.
    fn draw_rare(&self, dice: &mut Dice) -> &str {
        &self.words[dice.below(self.words.len())].1
    }
}

fn name(dice: &mut Dice) -> String {
    const PARTS: [&str; 24] = [
        "ka", "ro", "mi", "ten", "bal", "su", "ver", "no", "li", "dra", "po", "gan", "she", "tu", "wil", "ar", "jo",
        "zen", "fa", "ki", "ost", "em", "hu", "ric",
    ];
    (0..3).map(|_| PARTS[dice.below(PARTS.len())]).collect()
}

/// Sizes of stories until so many reports are there: many small ones, few of up to 200.
fn sizes(reports: usize) -> Vec<usize> {
    let mut dice = Dice::new(7);
    let mut left = reports;
    let mut out = Vec::new();
    while left > 0 {
        let size = ((1.0 / (1.0 - dice.share())).powf(0.85) as usize).clamp(1, 200).min(left);
        out.push(size);
        left -= size;
    }
    out
}

/// Reports of one story.
fn story(number: u32, size: usize, days: usize, language: &Language, known: &[String]) -> Vec<Invented> {
    let mut dice = Dice::new(u64::from(number) + 1000);
    let subject: Vec<String> = (0..40).map(|_| language.draw_rare(&mut dice).to_string()).collect();
    // Some who are in the news every day, and some who are not.
    let mut cast: Vec<String> = (0..3).map(|_| known[dice.below(known.len())].clone()).collect();
    cast.extend((0..5).map(|_| name(&mut dice)));
    let first = dice.below(days) as u32;
    let mut out: Vec<Invented> = Vec::with_capacity(size);
    let mut later: Vec<String> = Vec::new();
    for n in 0..size {
        let day = first + (n * (3 + size / 6) / size.max(1)) as u32;
        // News moves on: every few reports another word.
        if n % 4 == 3 {
            later.push(language.draw_rare(&mut dice).to_string());
        }
        if n > 0 && dice.share() < 0.3 {
            // A copy with edits.
            let mut words = out[dice.below(n)].words.clone();
            let keep = words.len() * (60 + dice.below(41)) / 100;
            words.truncate(keep.max(20));
            for w in &mut words {
                if dice.share() < 0.06 {
                    *w = (language.draw(&mut dice).to_string(), false);
                }
            }
            out.push(Invented { story: number, words, day });
            continue;
        }
        let length = 90 + dice.below(160);
        let words = (0..length)
            .map(|_| {
                let kind = dice.share();
                if kind < 0.66 {
                    (language.draw(&mut dice).to_string(), false)
                } else if kind < 0.82 {
                    (subject[dice.below(subject.len())].clone(), false)
                } else if kind < 0.88 && !later.is_empty() {
                    let recent = later.len().saturating_sub(6);
                    (later[recent + dice.below(later.len() - recent)].clone(), false)
                } else {
                    (cast[dice.below(cast.len())].clone(), true)
                }
            })
            .collect();
        out.push(Invented { story: number, words, day });
    }
    out
}

/// Days over which stories begin, unless told otherwise.
pub(super) const DAYS: usize = 330;

/// So many reports, of stories that begin within so many days.
fn each<T: Send>(reports: usize, days: usize, make: impl Fn(Invented) -> T + Sync) -> Vec<T> {
    let language = Language::load();
    let mut dice = Dice::new(3);
    let known: Vec<String> = (0..2000).map(|_| name(&mut dice)).collect();
    let sizes: Vec<(u32, usize)> = sizes(reports).into_iter().enumerate().map(|(n, s)| (n as u32, s)).collect();
    let made: Vec<T> = sizes
        .par_iter()
        .flat_map_iter(|(n, s)| story(*n, *s, days, &language, &known).into_iter().map(&make))
        .collect();
    // Mixed, as they would arrive: by a step that has no divisor in common with their number.
    let mut step = made.len() * 61 / 100 + 1;
    let common = |mut a: usize, mut b: usize| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    while common(step, made.len()) != 1 {
        step += 1;
    }
    let mut slots: Vec<Option<T>> = made.into_iter().map(Some).collect();
    let count = slots.len();
    (0..count).filter_map(|n| slots[n * step % count].take()).collect()
}

/// Reports as texts.
pub(super) fn texts(reports: usize) -> Vec<Invented> {
    each(reports, DAYS, |r| r)
}

/// Stories and signatures of reports, of stories that begin within so many days.
pub(super) fn signatures(reports: usize, days: usize, rarity: &Rarity) -> Vec<(u32, Signature)> {
    each(reports, days, |r| {
        let words = r.words.iter().enumerate().map(|(n, (w, name))| Word { letters: w, name: *name, sentence: n / 20 });
        let day = date(2027, 1, 1).checked_add(jiff::Span::new().days(i64::from(r.day))).ok();
        let printed = day.map(|d| day_of_year(d.month().unsigned_abs(), d.day().unsigned_abs()));
        (r.story, Signature::new(words, printed, day, rarity))
    })
}
