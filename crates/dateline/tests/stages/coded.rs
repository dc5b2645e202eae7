//! Events in codes: `TYPE source>target CAMEO`, joined by `; `; the type is the manual's, actors are states and sectors, words in quotation marks where
//! a place is filled by a phrase that names nobody, and `?` stands for somebody without a code.

use std::sync::OnceLock;

use dateline_data::DataSet;
use dateline_lang::event::{EventReader, manual_type};
use dateline_lang::mention::{MentionIx, SectorRules};

/// The events of a text in codes.
pub(crate) fn check(input: &str) -> String {
    static DATA: OnceLock<(EventReader, SectorRules)> = OnceLock::new();
    let (reader, sectors) = DATA.get_or_init(|| {
        let data = DataSet::built_in();
        (
            EventReader::load(&data).expect("the built-in data loads"),
            SectorRules::load(&data).expect("the built-in data loads"),
        )
    });
    let reading = reader.text(input);
    let text = &reading.report.text;
    let side = |list: &[MentionIx], words: Option<dateline_report::Span<dateline_report::Byte>>| -> String {
        if let Some(words) = words.filter(|_| list.is_empty()) {
            let words = words.of(text);
            return format!("\"{words}\"{}", sectors.code_of_words(words));
        }
        let codes = list.iter().filter_map(|m| reading.mentions.get(m.at())).map(|m| {
            let code = sectors.code(m, text, true).to_string();
            if code.is_empty() { "?".to_string() } else { code }
        });
        codes.collect::<Vec<_>>().join("+")
    };
    let lines: Vec<String> = reading
        .events
        .iter()
        .filter_map(|e| {
            let toward = if e.target.is_empty() { &e.addressed } else { &e.target };
            Some(format!(
                "{} {}>{} {}",
                manual_type(e)?.name(),
                side(&e.source, e.source_words),
                side(toward, e.target_words),
                e.cameo.as_deref().unwrap_or("-")
            ))
        })
        .collect();
    if lines.is_empty() { "-".into() } else { lines.join("; ") }
}
