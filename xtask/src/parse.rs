//! `cargo xtask parse TEXT...`: each text as CoNLL-U, with how sure tags and arcs are (thousandths) and the kinds of names in the last
//! column.

use std::process::ExitCode;

use dateline_data::DataSet;
use dateline_lang::engine::Engine;

/// Runs `parse` with the arguments after it.
pub(crate) fn run(args: &[String]) -> ExitCode {
    let engine = match Engine::load(&DataSet::built_in()) {
        Ok(engine) => engine,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    for text in args {
        let parsed = engine.parse_text(text);
        for sentence in &parsed.sentences {
            let base = sentence.tokens.start;
            println!("# text = {}", text.get(sentence.span.start as usize..sentence.span.end as usize).unwrap_or(""));
            for n in sentence.tokens.start..sentence.tokens.end {
                let Some(t) = parsed.tokens.get(n as usize) else { continue };
                let form = text.get(t.span.start as usize..t.span.end as usize).unwrap_or("");
                let head = t.head.map_or(0, |h| h.0 + 1 - base);
                let features = if t.features.is_empty() { "_" } else { &t.features };
                let name = parsed.entities.iter().find(|e| e.tokens.start <= n && n < e.tokens.end);
                let name = name.map_or(String::new(), |e| format!("|Name={:?}:{}", e.kind, e.confidence));
                println!(
                    "{}\t{form}\t{}\t{}\t{}\t{features}\t{head}\t{}\t_\tTag={}|Arc={}{name}",
                    n - base + 1,
                    t.lemma,
                    t.upos.name(),
                    t.xpos,
                    t.rel.name(),
                    t.tag_sure,
                    t.arc_sure
                );
            }
            println!();
        }
    }
    ExitCode::SUCCESS
}
