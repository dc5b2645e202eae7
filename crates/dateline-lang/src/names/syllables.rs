//! Syllables of Korean by their letters, for spellings that no table counts. A spelling may stand for several sounds ("Sung" is 성 or
//! 숭); two spellings agree if in every syllable they share a sound.

/// A table as it stands in the file: spelling and what it may stand for, joined by bars.
type Rows = Vec<(String, String)>;

pub(super) struct SchemeFile {
    pub(super) onsets: Rows,
    pub(super) nuclei: Rows,
    pub(super) codas: Rows,
}

/// A romanisation: spellings of the parts of a syllable, longest first.
#[derive(Debug, Default)]
pub(super) struct Scheme {
    onsets: Vec<(String, Vec<String>)>,
    nuclei: Vec<(String, Vec<String>)>,
    codas: Vec<(String, Vec<String>)>,
}

/// One syllable: the sounds its parts may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Syllable<'a> {
    onset: &'a [String],
    nucleus: &'a [String],
    coda: &'a [String],
}

fn compile(rows: Rows) -> Vec<(String, Vec<String>)> {
    let mut out: Vec<(String, Vec<String>)> =
        rows.into_iter().map(|(spelled, sounds)| (spelled, sounds.split('|').map(str::to_string).collect())).collect();
    out.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    out
}

impl Scheme {
    pub(super) fn new(file: SchemeFile) -> Self {
        Self { onsets: compile(file.onsets), nuclei: compile(file.nuclei), codas: compile(file.codas) }
    }

    /// All ways to cut a word into at most three syllables. Bounded: names are short, and no more than 16 ways are kept.
    pub(super) fn cut<'a>(&'a self, word: &str) -> Vec<Vec<Syllable<'a>>> {
        let mut done = Vec::new();
        if word.len() <= 18 && word.is_ascii() {
            self.step(word, &mut Vec::new(), &mut done);
        }
        done
    }

    fn step<'a>(&'a self, rest: &str, so_far: &mut Vec<Syllable<'a>>, done: &mut Vec<Vec<Syllable<'a>>>) {
        if rest.is_empty() {
            if !so_far.is_empty() {
                done.push(so_far.clone());
            }
            return;
        }
        if so_far.len() == 3 || done.len() >= 16 {
            return;
        }
        for (onset, onset_sounds) in &self.onsets {
            let Some(after) = rest.strip_prefix(onset.as_str()) else {
                continue;
            };
            for (nucleus, nucleus_sounds) in &self.nuclei {
                let Some(after) = after.strip_prefix(nucleus.as_str()) else {
                    continue;
                };
                for (coda, coda_sounds) in &self.codas {
                    let Some(after) = after.strip_prefix(coda.as_str()) else {
                        continue;
                    };
                    so_far.push(Syllable { onset: onset_sounds, nucleus: nucleus_sounds, coda: coda_sounds });
                    self.step(after, so_far, done);
                    so_far.pop();
                }
            }
        }
    }
}

/// Do two cuts share a sound in every syllable?
pub(super) fn agree(a: &[Vec<Syllable<'_>>], b: &[Vec<Syllable<'_>>]) -> bool {
    let shared = |x: &[String], y: &[String]| x.iter().any(|s| y.contains(s));
    a.iter().any(|a| {
        b.iter().any(|b| {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(x, y)| shared(x.onset, y.onset) && shared(x.nucleus, y.nucleus) && shared(x.coda, y.coda))
        })
    })
}
