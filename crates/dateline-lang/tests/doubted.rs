//! What is told as uncertain, as not so or only as wished for, word by word.

use dateline_data::DataSet;
use dateline_lang::engine::Engine;
use dateline_lang::event::{Ontology, doubted};
use dateline_lang::mention::{MentionRules, find_mentions};
use dateline_lang::plain::Plain;
use dateline_lang::syntax::Syntax;
use dateline_lang::time::{TimeRules, find_times};
use dateline_lang::token::TokenIx;

#[test]
fn a_view_is_told_from_a_deed() {
    let data = DataSet::built_in();
    let engine = Engine::load(&data).unwrap();
    let (mentions, times) = (MentionRules::load(&data).unwrap(), TimeRules::load(&data).unwrap());
    let ontology = Ontology::load(&data).unwrap();
    // text, word, is it doubted?
    for (text, word, wanted) in [
        ("Norway signed the pact on Monday.", "signed", false),
        ("Norway did not sign the pact.", "sign", true),
        ("Norway might sign the pact.", "sign", true),
        ("Norway will sign the pact on Monday.", "sign", false),
        ("If Norway signs the pact, the port opens.", "signs", true),
        ("Norway wants to sign the pact.", "sign", true),
        ("The envoy denied that Norway had signed the pact.", "signed", true),
        // FIXME settled plans count as certain in MEANTIME
        ("Norway plans to sign the pact.", "sign", true),
    ] {
        let report = Plain::new(text).report;
        let parsed = engine.parse(&report);
        let syntax = Syntax::new(&report, &parsed.sentences, &parsed.tokens);
        let entities: Vec<_> = parsed.entities.iter().map(|e| (e.tokens, e.kind, e.confidence)).collect();
        let found = find_mentions(&syntax, &entities, &mentions);
        let dates = find_times(&syntax, &times);
        let at = (0..parsed.tokens.len()).map(|n| TokenIx(n as u32)).find(|t| syntax.form(*t) == word).unwrap();
        assert_eq!(doubted(&syntax, &found, &dates, &ontology, &[at]), [wanted], "{text}");
    }
}
