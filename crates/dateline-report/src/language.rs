//! Which language a text is in, well enough to keep other languages out of the analysis of English.

use crate::furniture::{FurnitureRules, Shape, tokens};

/// How much of a text is looked at.
const SAMPLE: usize = 6000;

/// ISO 639-1 code of the text's language; `"und"` where it is none of those known and not English.
///
/// English is known by its function words, other languages by whichlang. A text of a few words counts as English
/// unless its script says otherwise.
#[must_use]
pub fn language(text: &str, rules: &FurnitureRules) -> &'static str {
    let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(at, _)| at);
    let sample = text.get(..end).unwrap_or(text);
    let (mut words, mut function) = (0_usize, 0_usize);
    for line in sample.lines().flat_map(chunks) {
        for token in tokens(line).0.iter().filter(|t| !matches!(t.shape, Shape::Sign | Shape::Digits)) {
            words += 1;
            function += usize::from(rules.function.contains(&token.form));
        }
    }
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let latin = sample
        .chars()
        .filter(|c| {
            c.is_alphabetic()
                && (c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(c) || ('\u{1e00}'..='\u{1eff}').contains(c))
        })
        .count();
    let is_latin = latin * 2 >= letters;
    // English prose has more than a third of such words, telegraphic lists a tenth; other languages share only a few of them.
    if is_latin && (words < 20 || function * 5 >= words) {
        return "en";
    }
    match code(sample) {
        "en" if is_latin && function * 12 >= words => "en",
        "en" => "und",
        other => other,
    }
}

/// A long line in pieces, so that none has more tokens than are looked at.
fn chunks(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = line;
    while let Some((at, _)) = rest.char_indices().nth(200) {
        let cut = rest.get(at..).and_then(|r| r.find(' ')).map_or(rest.len(), |n| at + n);
        out.push(rest.get(..cut).unwrap_or(""));
        rest = rest.get(cut..).unwrap_or("");
    }
    out.push(rest);
    out
}

fn code(text: &str) -> &'static str {
    use whichlang::Lang;
    match whichlang::detect_language(text) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}
