//! The relations that make a clause: `relation(governor, dependent)`, in text order.

use std::sync::OnceLock;

use dateline_data::DataSet;
use dateline_lang::Engine;
use dateline_lang::token::Rel;

static ENGINE: OnceLock<Engine> = OnceLock::new();

pub(crate) fn check(input: &str) -> String {
    let engine = ENGINE.get_or_init(|| Engine::load(&DataSet::built_in()).expect("the built-in data load"));
    let parsed = engine.parse_text(input);
    let shown = [Rel::Nsubj, Rel::NsubjPass, Rel::Obj, Rel::OblAgent, Rel::Ccomp, Rel::Xcomp, Rel::AclRelcl];
    let mut out = Vec::new();
    for t in &parsed.tokens {
        if let Some(head) = t.head.and_then(|h| parsed.tokens.get(h.at())).filter(|_| shown.contains(&t.rel)) {
            out.push(format!("{}({}, {})", t.rel.name(), head.span.of(input), t.span.of(input)));
        }
    }
    out.join(" ")
}
