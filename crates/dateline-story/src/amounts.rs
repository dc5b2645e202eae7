//! Quantities of a story, and which of them measure the same thing; dependencies told by several reports once.

use std::collections::BTreeMap;

use dateline_lang::Document;
use dateline_lang::quantity::{Hedge, NumberKind, Quantity};
use dateline_lang::token::Upos;
use dateline_report::{Byte, Evidence, Report, ReportIx, Span};

use crate::digest::{Bag, Vocabulary, terms_of};
use crate::said::names_at;
use crate::view::View;
use crate::{Amount, Dependency, GroupIx};

/// One quantity with what comparing needs.
pub(crate) struct Measured<'a> {
    pub(crate) report: ReportIx,
    pub(crate) quantity: &'a Quantity,
    /// Words of what is counted and of the sentence around it, without the number.
    pub(crate) about: Bag,
    pub(crate) counted: String,
    pub(crate) passage: Option<u32>,
    /// Number of the group of quantities that measure the same.
    pub(crate) group: usize,
    /// Does it take part in comparisons? Not what stands behind dozens of numbers in one sentence: that is a table.
    pub(crate) compared: bool,
}

/// Numbers of one sentence that are compared.
const OF_A_SENTENCE: usize = 40;
/// Quantities of one noun over a story among which all pairs are looked at; of more, only those in passages that say the same.
const OF_A_NOUN: usize = 300;

/// Pairs of quantities of different reports that may measure the same: those that count one noun, and those in passages that say the same. Rising.
pub(crate) fn candidates(view: &View<'_>, all: &[Measured<'_>]) -> Vec<(usize, usize)> {
    let mut by_noun: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    let mut by_passage: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (n, m) in all.iter().enumerate().filter(|(_, m)| m.compared) {
        let unit = if matches!(m.quantity.kind, NumberKind::Measure | NumberKind::Money | NumberKind::Duration) {
            m.quantity.unit.as_str()
        } else {
            ""
        };
        by_noun.entry((&m.counted, unit)).or_default().push(n);
        if let Some(p) = m.passage {
            by_passage.entry(p).or_default().push(n);
        }
    }
    let mut out = Vec::new();
    for list in by_noun.values().filter(|l| l.len() <= OF_A_NOUN) {
        for (k, a) in list.iter().enumerate() {
            out.extend(list[k + 1..].iter().map(|b| (*a, *b)));
        }
    }
    for pair in &view.align.pairs {
        let (Some(left), Some(right)) = (by_passage.get(&pair.a), by_passage.get(&pair.b)) else { continue };
        for a in left {
            out.extend(right.iter().map(|b| (*a.min(b), *a.max(b))));
        }
    }
    out.retain(|(a, b)| all[*a].report != all[*b].report);
    out.sort_unstable();
    out.dedup();
    out
}

/// Quantities of the story's reports, grouped by what they measure.
pub(crate) fn collect<'a>(view: &View<'a>) -> Vec<Measured<'a>> {
    let mut vocabulary = Vocabulary::default();
    let mut all: Vec<Measured<'a>> = Vec::new();
    for report in &view.members {
        let doc = view.doc(*report);
        let named = names_at(view, *report);
        let mut last = (None, 0);
        for quantity in &doc.quantities {
            let mut terms = Vec::new();
            if let Some(n) = view.sentence(*report, quantity.span) {
                terms = terms_of(view.report(*report), doc, doc.sentences[n].tokens, view.terms, &|b| {
                    named.get(&b).copied()
                });
                terms.retain(|t| !t.0.starts_with('#'));
            }
            let lemma = |t: &dateline_lang::token::Token| view.terms.canonical(&t.lemma.to_lowercase()).to_string();
            // A measure is of something: "a depth of 7 kilometres" is about depth, whatever its unit.
            let dimension = || {
                let at = quantity.tokens.start as usize;
                let from = view
                    .sentence(*report, quantity.span)
                    .map_or(at, |s| doc.sentences[s].tokens.start as usize)
                    .max(at.saturating_sub(5));
                doc.tokens.get(from..at)?.iter().rev().find(|t| t.upos == Upos::Noun).map(lemma)
            };
            let counted = match quantity.kind {
                NumberKind::Measure => dimension(),
                _ => quantity.counted.and_then(|t| doc.tokens.get(t.at())).map(lemma),
            };
            all.push(Measured {
                report: *report,
                quantity,
                about: Bag::new(terms.into_iter().map(|(t, w)| (vocabulary.id(&t), w)).collect()),
                counted: counted.unwrap_or_else(|| quantity.unit.to_string()),
                passage: view.passage(*report, quantity.span),
                group: all.len(),
                compared: {
                    let here = view.sentence(*report, quantity.span);
                    if here == last.0 {
                        last.1 += 1
                    } else {
                        last = (here, 1)
                    }
                    // "9 : 05", taken apart by whoever stored the text: no count of anything.
                    let (first, end) = (quantity.tokens.start as usize, quantity.tokens.end as usize);
                    let colon =
                        |at: usize| doc.tokens.get(at).is_some_and(|t| view.report(*report).slice(t.span) == ":");
                    let clock = quantity.kind == NumberKind::Count && (colon(end) || first > 0 && colon(first - 1));
                    last.1 <= OF_A_SENTENCE && !clock
                },
            });
        }
    }
    for (a, b) in candidates(view, &all) {
        if all[a].group != all[b].group
            && agree(all[a].quantity, all[b].quantity)
            && measures_same(view, &all[a], &all[b])
        {
            let (keep, gone) = (all[a].group.min(all[b].group), all[a].group.max(all[b].group));
            for m in all.iter_mut().filter(|m| m.group == gone) {
                m.group = keep;
            }
        }
    }
    all
}

/// Do two quantities of different reports measure the same thing (whatever their values)?
pub(crate) fn measures_same(view: &View<'_>, a: &Measured<'_>, b: &Measured<'_>) -> bool {
    let kinds = (a.quantity.kind, b.quantity.kind);
    if a.quantity.kind != b.quantity.kind
        || (a.quantity.unit != b.quantity.unit
            && matches!(kinds.0, NumberKind::Measure | NumberKind::Money | NumberKind::Duration))
    {
        return false;
    }
    let aligned = match (a.passage, b.passage) {
        (Some(x), Some(y)) => view.align.score(x, y),
        _ => 0.0,
    };
    let context = a.about.dice(&b.about).max(aligned);
    let counted = a.counted == b.counted;
    let enough = if a.quantity.kind == NumberKind::Measure { 0.12 } else { 0.25 };
    if counted { context > enough } else { context > 0.5 }
}

/// Could two values be the same number? Rounding and hedges are no difference.
pub(crate) fn agree(a: &Quantity, b: &Quantity) -> bool {
    let close = |tolerance: f64| (a.value - b.value).abs() <= tolerance * a.value.abs().max(b.value.abs());
    if a.value == b.value
        || (a.value_to.is_some_and(|t| b.value >= a.value && b.value <= t))
        || (b.value_to.is_some_and(|t| a.value >= b.value && a.value <= t))
    {
        return true;
    }
    let above = |h: Hedge| matches!(h, Hedge::MoreThan | Hedge::AtLeast);
    let below = |h: Hedge| matches!(h, Hedge::LessThan | Hedge::AtMost | Hedge::Nearly);
    if (above(a.hedge) && b.value > a.value && close(0.15)) || (above(b.hedge) && a.value > b.value && close(0.15)) {
        return true;
    }
    if (below(a.hedge) && b.value < a.value && close(0.15)) || (below(b.hedge) && a.value < b.value && close(0.15)) {
        return true;
    }
    // "more than 100" leaves 120 open, unless it is a count that would be told more finely.
    let open = matches!(a.kind, NumberKind::Measure | NumberKind::Duration)
        && ((above(a.hedge) && b.value > a.value && b.value < a.value * 2.0)
            || (above(b.hedge) && a.value > b.value && a.value < b.value * 2.0));
    if open {
        return true;
    }
    // Distances and weights are measured and converted; a scale is read off.
    if a.kind == NumberKind::Measure && a.unit != "magnitude" && close(0.05) {
        return true;
    }
    let vague = a.hedge != Hedge::Exact || b.hedge != Hedge::Exact || matches!(a.kind, NumberKind::Share);
    if vague { close(0.06) } else { is_rounding(a.value, b.value) }
}

/// Is one number the other one rounded to fewer figures ("nearly 160" aside: 158 and 160, 28,500 and 28,523)?
fn is_rounding(a: f64, b: f64) -> bool {
    let (fine, coarse) = if figures(a) >= figures(b) { (a, b) } else { (b, a) };
    if figures(fine) == figures(coarse) || coarse == 0.0 {
        return false;
    }
    let unit = 10f64.powi((coarse.abs().log10().floor() as i32) + 1 - figures(coarse) as i32);
    (fine / unit).round() * unit == coarse && figures(coarse) >= 2
}

/// Number of significant figures.
fn figures(x: f64) -> u32 {
    let digits: String =
        format!("{:e}", x.abs()).split('e').next().unwrap_or("").chars().filter(char::is_ascii_digit).collect();
    digits.trim_end_matches('0').len().max(1) as u32
}

/// As conclusions: one entry a passage, groups of two and more numbered.
pub(crate) fn conclude(view: &View<'_>, all: &[Measured<'_>], first_group: u32) -> Vec<Amount> {
    let mut size: BTreeMap<usize, u32> = BTreeMap::new();
    for m in all {
        *size.entry(m.group).or_default() += 1;
    }
    let numbers: BTreeMap<usize, u32> =
        size.iter().filter(|(_, n)| **n > 1).enumerate().map(|(k, (g, _))| (*g, first_group + k as u32)).collect();
    all.iter()
        .map(|m| {
            let report = view.report(m.report);
            let what = m.quantity.what.map_or_else(|| m.counted.clone(), |w| report.slice(w).to_string());
            Amount {
                story: view.story,
                what: what.split_whitespace().collect::<Vec<_>>().join(" "),
                value: m.quantity.value,
                value_to: m.quantity.value_to,
                unit: m.quantity.unit.to_string(),
                hedge: m.quantity.hedge,
                group: numbers.get(&m.group).map(|n| GroupIx(*n)),
                evidence: vec![Evidence { report: m.report, span: m.quantity.span }],
            }
        })
        .collect()
}

/// Dependencies of the story, one entry for the same two parties and the same good.
pub(crate) fn dependencies(view: &View<'_>) -> Vec<Dependency> {
    let mut out: Vec<(Dependency, Bag)> = Vec::new();
    let mut vocabulary = Vocabulary::default();
    for report in &view.members {
        let doc = view.doc(*report);
        for d in &doc.dependencies {
            let (Some(dependent), Some(on)) = (view.actor(*report, d.dependent), view.actor(*report, d.on)) else {
                continue;
            };
            if dependent == on {
                continue;
            }
            let quantity = d.share.and_then(|s| doc.quantities.get(s as usize));
            let what = without_share(view.report(*report), doc, d.what, quantity);
            let from = doc.tokens.partition_point(|k| k.span.start < what.start);
            let to = doc.tokens.partition_point(|k| k.span.end <= what.end).max(from);
            let terms =
                terms_of(view.report(*report), doc, dateline_report::Span::from_usize(from, to), view.terms, &|_| None);
            let bag = Bag::new(terms.into_iter().map(|(t, w)| (vocabulary.id(&t), w)).collect());
            let share = quantity.filter(|q| q.kind == NumberKind::Share).map(|q| q.value);
            let evidence = Evidence { report: *report, span: d.span };
            let known = out.iter_mut().find(|(k, b)| {
                k.dependent == dependent
                    && k.on == on
                    && match (k.share, share) {
                        (Some(a), Some(c)) => (a - c).abs() < 0.05 && (b.dice(&bag) > 0.2 || b.terms.is_empty()),
                        (None, None) => b.dice(&bag) > 0.4,
                        _ => false,
                    }
            });
            if let Some((k, _)) = known {
                k.evidence.push(evidence);
            } else {
                out.push((
                    Dependency {
                        story: view.story,
                        dependent,
                        on,
                        what: view.report(*report).slice(what).split_whitespace().collect::<Vec<_>>().join(" "),
                        share,
                        hedge: quantity.map_or(Hedge::Exact, |q| q.hedge),
                        evidence: vec![evidence],
                    },
                    bag,
                ));
            }
        }
    }
    for (d, _) in &mut out {
        d.evidence.sort();
        d.evidence.dedup();
    }
    out.into_iter().map(|d| d.0).collect()
}

/// "its imported crude" of "roughly 18 per cent of its imported crude": the good alone, without the share and the owner's pronoun.
fn without_share(report: &Report, doc: &Document, what: Span<Byte>, share: Option<&Quantity>) -> Span<Byte> {
    let mut start = match share {
        Some(q) if q.tokens.range().any(|t| doc.tokens.get(t).is_some_and(|t| what.contains(t.span))) => {
            doc.tokens.get(q.tokens.end.saturating_sub(1) as usize).map_or(what.start, |t| t.span.end)
        }
        _ => what.start,
    };
    while let Some(token) = doc.tokens.iter().find(|t| t.span.start >= start && t.span.end <= what.end) {
        let small = matches!(token.upos, Upos::Adp | Upos::Det | Upos::Pron | Upos::Punct | Upos::Part);
        let unit = share.is_some_and(|q| q.unit.as_str() == token.lemma.to_lowercase())
            || matches!(report.slice(token.span), "%");
        let percent = start > what.start && matches!(token.lemma.as_str(), "per" | "cent" | "percent");
        if !(small || unit || percent) {
            // Up to the first aside: "rare earths, which are needed for ..." is about rare earths.
            let end = doc
                .tokens
                .iter()
                .skip_while(|t| t.span.start < token.span.start)
                .find(|t| t.upos == Upos::Punct && report.slice(t.span) == ",");
            return Span::new(token.span.start, end.map_or(what.end, |t| t.span.start.min(what.end)));
        }
        start = token.span.end;
    }
    what
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_no_difference_and_slips_are() {
        assert!(is_rounding(28_523.0, 28_500.0));
        assert!(is_rounding(158.0, 160.0));
        assert!(!is_rounding(4_372.0, 4_472.0));
        assert!(!is_rounding(7.7, 7.8));
        assert!(!is_rounding(18.0, 7.0));
    }
}
