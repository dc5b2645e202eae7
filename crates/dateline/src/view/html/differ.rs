//! Texts side by side: the words of one that the others lack are marked.

use std::collections::BTreeSet;

use super::super::safe::html as esc;

/// Share of the words, as one part in so many, that must be the others' too: of texts that say different things nothing is marked.
const ALIKE: usize = 3;

/// A text as HTML, with a mark on each word that none of the others has.
pub(super) fn marked(text: &str, others: &[&str]) -> String {
    let plain = |w: &str| w.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let known: BTreeSet<String> = others.iter().flat_map(|o| o.split_whitespace()).map(plain).collect();
    let words: Vec<(&str, bool)> = text
        .split_whitespace()
        .map(|w| (w, plain(w)))
        .map(|(w, letters)| (w, letters.is_empty() || known.contains(&letters)))
        .collect();
    let shared = words.iter().filter(|w| w.1).count();
    if shared * ALIKE < words.len() || shared == words.len() {
        return esc(text);
    }
    let shown: Vec<String> =
        words.iter().map(|(w, same)| if *same { esc(w) } else { format!("<mark>{}</mark>", esc(w)) }).collect();
    shown.join(" ").replace("</mark> <mark>", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_others_lack_is_marked() {
        assert_eq!(
            marked("They will meet in Oslo on Monday", &["They may meet in Oslo on Monday"]),
            "They <mark>will</mark> meet in Oslo on Monday"
        );
        assert_eq!(marked("a <b> & two three", &["a two three"]), "a <mark>&lt;b&gt;</mark> &amp; two three");
        assert_eq!(marked("wholly other words", &["nothing like it"]), "wholly other words");
    }
}
