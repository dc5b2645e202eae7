use std::collections::BTreeMap;
pub(crate) fn run(args: &[String]) -> std::process::ExitCode {
    let trees = dateline_train::conllu::read(std::path::Path::new(&args[0])).unwrap();
    let engine = dateline_lang::engine::Engine::load(&dateline_data::DataSet::built_in()).unwrap();
    let mut c: BTreeMap<String, usize> = BTreeMap::new();
    for t in &trees {
        for (g, f) in t.words.iter().zip(engine.parse_tokens(&t.forms())) {
            if g.lemma != f.lemma && g.lemma != "_" {
                *c.entry(format!("{} {}/{} gold {} found {} tagok={}", g.form, g.upos.name(), g.xpos, g.lemma, f.lemma, g.xpos == f.xpos)).or_default() += 1;
            }
        }
    }
    let mut v: Vec<_> = c.into_iter().collect();
    v.sort_by_key(|(k, n)| (std::cmp::Reverse(*n), k.clone()));
    for (k, n) in v.iter().take(110) { println!("{n} {k}"); }
    println!("{}", v.iter().map(|(_, n)| n).sum::<usize>());
    println!("tagok {}", v.iter().filter(|(k, _)| k.ends_with("true")).map(|(_, n)| n).sum::<usize>());
    std::process::ExitCode::SUCCESS
}
