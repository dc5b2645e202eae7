//! Which reports descend from one text, and how.
//!
//! Word overlap sees copies and cuts. A rewritten or translated report has hardly a run of words in common with its parent; what stays is the order of its
//! statements, their number, the quotations and what is named as source. So each pair of reports is judged by how much of the shorter one has a counterpart
//! in the other (`align`), by whether the counterparts stand in the same order (Kendall 1938), by shared quotations and by credits.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::Document;
use dateline_report::{Evidence, Report, ReportIx, SourceMark};
use rapidfuzz::fuzz;

use crate::align::Alignment;
use crate::digest::plain_letters;
use crate::{Derivation, Lineage, LineageEdge, Parent, Published};

/// Kinship from which two reports count as one family.
const FAMILY: f32 = 0.34;
/// Share of the shorter text's runs of five words that the other has, from which the words themselves were copied.
const VERBATIM: f32 = 0.35;

/// Weight of ordered pairs that chance may give. Independent reports of one event show up to 7, families 16 and more (example and gold stories, thirty-nine reports).
const CHANCE: f32 = 6.0;

/// Share of the shorter text's runs of five words outside quotations from which two reports have one text behind them: who quotes the same speech shares
/// its words, who reports by himself does not write the same sentences around it.
const PROSE: f32 = 0.2;
/// Weight of a credit in the question who is the parent: more than all other signs together can have (3, 1 and 1).
const SETTLED: f32 = 8.0;
/// Runs that must be shared for that: in a very short text a share is chance.
const RUNS: usize = 12;

/// What was measured of two reports.
#[derive(Debug, Clone, Default)]
struct Kin {
    /// Share of the first report's sentences that have a counterpart in the second, and the reverse.
    cover: (f32, f32),
    /// Order of the counterparts, -1 to 1.
    order: f32,
    /// Weight of the pairs of counterparts that stand in the same order: how much there is to go by.
    concordant: f32,
    /// Number of counterparts.
    pairs: usize,
    /// Share of the runs of five words of the shorter text that the other has.
    verbatim: f32,
    /// The same without what stands in quotation marks, and how many runs that are.
    prose: (f32, usize),
    /// Quotations that both have: word for word, and reworded inside the marks.
    quotes: (usize, usize),
    /// Evidence: the clearest counterparts.
    shown: Vec<Evidence>,
}

impl Kin {
    fn score(&self) -> f32 {
        if self.pairs < 3 {
            return self.verbatim;
        }
        let cover = self.cover.0.max(self.cover.1);
        // A few counterparts in order are chance: two independent reports of one event put first things first too.
        let ordered = cover * self.order.max(0.0) * self.concordant / (self.concordant + CHANCE);
        let quotes = 0.05 * (self.quotes.0 + self.quotes.1).min(4) as f32;
        ordered.max(0.0).max(self.verbatim) + if ordered > 0.2 { quotes } else { 0.0 }
    }
}

/// The family of the reports of one story.
pub(crate) fn lineage(
    members: &[ReportIx],
    reports: &[Report],
    docs: &[Document],
    align: &Alignment,
    published: &BTreeMap<ReportIx, Published>,
) -> Lineage {
    let shingles: BTreeMap<ReportIx, [BTreeSet<u64>; 2]> = members
        .iter()
        .map(|m| {
            let report = &reports[m.0 as usize];
            (*m, [runs(&report.text), runs(&unquoted(report, &docs[m.0 as usize]))])
        })
        .collect();
    let lists: BTreeSet<ReportIx> = members
        .iter()
        .copied()
        .filter(|m| reports[m.0 as usize].declared_sources.iter().any(|s| s.how == SourceMark::List))
        .collect();
    let mut kin: BTreeMap<(ReportIx, ReportIx), Kin> = BTreeMap::new();
    let mut family: BTreeMap<ReportIx, ReportIx> = members.iter().map(|m| (*m, *m)).collect();
    for (n, x) in members.iter().enumerate() {
        for y in &members[n + 1..] {
            let k = measure(*x, *y, reports, docs, align, &shingles);
            let aggregates = (lists.contains(x) || lists.contains(y)) && k.verbatim < VERBATIM;
            let written = k.prose.0 >= PROSE && k.prose.1 >= RUNS;
            if (k.score() >= FAMILY || written) && !aggregates {
                join(&mut family, *x, *y);
                kin.insert((*x, *y), k);
            }
        }
    }
    let mut groups: BTreeMap<ReportIx, Vec<ReportIx>> = BTreeMap::new();
    for m in members {
        groups.entry(root(&family, *m)).or_default().push(*m);
    }
    let groups: Vec<Vec<ReportIx>> = groups.into_values().collect();
    let mut edges: Vec<(LineageEdge, f32)> = Vec::new();
    for ((x, y), k) in &kin {
        edges.push(derivation(*x, *y, k, reports, docs, published));
    }
    let mut edges = thin(edges);
    for m in members {
        edges.extend(named_sources(*m, members, reports, docs));
    }
    edges.sort_by(|a, b| a.to.cmp(&b.to).then(a.from.cmp(&b.from)).then(a.kind.cmp(&b.kind)));
    edges.dedup_by(|a, b| a.to == b.to && a.from == b.from);
    Lineage { groups, edges }
}

fn root(family: &BTreeMap<ReportIx, ReportIx>, mut at: ReportIx) -> ReportIx {
    while family[&at] != at {
        at = family[&at];
    }
    at
}

fn join(family: &mut BTreeMap<ReportIx, ReportIx>, x: ReportIx, y: ReportIx) {
    let (a, b) = (root(family, x), root(family, y));
    family.insert(a.max(b), a.min(b));
}

/// The text without what it quotes; a mark keeps the words before and after apart.
fn unquoted(report: &Report, doc: &Document) -> String {
    let mut quoted: Vec<_> = doc.statements.iter().filter(|s| s.direct).map(|s| s.content).collect();
    quoted.sort_unstable_by_key(|s| (s.start, s.end));
    let (mut out, mut at) = (String::with_capacity(report.text.len()), 0);
    for span in quoted {
        if span.start >= at {
            out.push_str(report.slice(dateline_report::Span::new(at, span.start)));
            // a word of its own for each gap, so that no run goes over it
            out.push_str(&format!(" {}§ ", span.start));
        }
        at = at.max(span.end);
    }
    out.push_str(report.text.get(at as usize..).unwrap_or(""));
    out
}

/// Hashes of all runs of five words.
fn runs(text: &str) -> BTreeSet<u64> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    words
        .windows(5)
        .map(|w| {
            w.iter()
                .flat_map(|w| w.bytes().chain([0]))
                .fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
        })
        .collect()
}

fn measure(
    x: ReportIx,
    y: ReportIx,
    reports: &[Report],
    docs: &[Document],
    align: &Alignment,
    shingles: &BTreeMap<ReportIx, [BTreeSet<u64>; 2]>,
) -> Kin {
    let shared = |kind: usize| {
        let (sx, sy) = (&shingles[&x][kind], &shingles[&y][kind]);
        let both = sx.intersection(sy).count();
        (both as f32 / sx.len().min(sy.len()).max(1) as f32, both)
    };
    let (verbatim, prose) = (shared(0).0, shared(1));
    let pairs = align.mutual(x, y);
    let strength = |score: f32| ((score - 0.2) / 0.4).clamp(0.0, 1.0);
    let matched: f32 = pairs.iter().map(|p| strength(p.2.score.max(0.75 * p.2.cover))).sum();
    let count = |r: ReportIx| align.passages.iter().filter(|p| p.report == r).count().max(1) as f32;
    let (mut concordant, mut discordant) = (0.0f32, 0.0f32);
    for (n, a) in pairs.iter().enumerate() {
        for b in &pairs[n + 1..] {
            let w = strength(a.2.score) * strength(b.2.score);
            if a.1 < b.1 {
                concordant += w;
            } else if a.1 > b.1 {
                discordant += w;
            }
        }
    }
    let order = if concordant + discordant > 0.0 { (concordant - discordant) / (concordant + discordant) } else { 0.0 };
    let mut shown: Vec<_> = pairs.iter().filter(|p| p.2.score > 0.45).collect();
    shown.sort_by(|a, b| b.2.score.total_cmp(&a.2.score).then(a.0.cmp(&b.0)));
    let shown = shown
        .into_iter()
        .take(3)
        .flat_map(|p| {
            [p.0, p.1]
                .map(|i| Evidence { report: align.passages[i as usize].report, span: align.passages[i as usize].span })
        })
        .collect();
    Kin {
        cover: (matched / count(x), matched / count(y)),
        order,
        concordant,
        pairs: pairs.len(),
        verbatim,
        prose,
        quotes: quotes(x, y, reports, docs),
        shown,
    }
}

/// Quotations of five words and more that both reports have: word for word, and reworded.
fn quotes(x: ReportIx, y: ReportIx, reports: &[Report], docs: &[Document]) -> (usize, usize) {
    let of = |r: ReportIx| -> Vec<String> {
        docs[r.0 as usize]
            .statements
            .iter()
            .filter(|s| s.direct)
            .map(|s| reports[r.0 as usize].slice(s.content).to_lowercase())
            .filter(|t| t.split_whitespace().count() >= 5)
            .collect()
    };
    let (mut same, mut reworded) = (0, 0);
    let theirs = of(y);
    for q in of(x) {
        let best = theirs.iter().map(|t| fuzz::ratio(q.chars(), t.chars())).fold(0.0, f64::max);
        if best > 0.95 {
            same += 1;
        } else if best > 0.6 {
            reworded += 1;
        }
    }
    (same, reworded)
}

/// Signs that a text was translated by machine or by hand from another language.
fn foreignness(report: &Report, doc: &Document) -> f32 {
    let text = &report.text;
    let guillemets = text.matches('«').count() as f32;
    let dashes = text.matches("», —").count() as f32 + text.matches("” —").count() as f32;
    // English prose has about nine articles in a hundred words; calques from languages without articles have fewer or far more.
    let words = doc.tokens.iter().filter(|t| t.upos != dateline_lang::token::Upos::Punct).count().max(1) as f32;
    let articles = doc.tokens.iter().filter(|t| matches!(t.lemma.as_str(), "the" | "a" | "an")).count() as f32 / words;
    guillemets.min(2.0) + dashes.min(2.0) + if articles > 0.12 { 1.0 } else { 0.0 }
}

fn derivation(
    x: ReportIx,
    y: ReportIx,
    k: &Kin,
    reports: &[Report],
    docs: &[Document],
    published: &BTreeMap<ReportIx, Published>,
) -> (LineageEdge, f32) {
    let (rx, ry) = (&reports[x.0 as usize], &reports[y.0 as usize]);
    let (dx, dy) = (&docs[x.0 as usize], &docs[y.0 as usize]);
    let mut signs = Vec::new();
    let mut furniture = Vec::new();
    let mut evidence = k.shown.clone();
    signs.push(format!("{} statements have a counterpart", k.pairs));
    if k.order > 0.8 {
        signs.push("in the same order".to_string());
    }
    if k.verbatim > 0.05 {
        signs.push(format!("{:.0} % of the shorter text's runs of five words", 100.0 * k.verbatim));
    }
    match k.quotes {
        (0, 0) => {}
        (same, 0) => signs.push(format!("{same} quotations word for word")),
        (same, reworded) => {
            signs.push(format!("{same} quotations word for word, {reworded} reworded inside the marks"))
        }
    }
    // Who names whom settles the direction before anything else.
    let mut lean = 0.0f32; // positive: x is the parent
    let mut credited = false;
    for (child, parent, sign) in [(y, x, 1.0), (x, y, -1.0)] {
        if let Some((source, text)) = credits(&reports[child.0 as usize], &reports[parent.0 as usize]) {
            lean += SETTLED * sign;
            credited = true;
            signs.push(format!("credits {text}"));
            furniture.extend(source.furniture.map(|f| (child, f)));
            evidence.extend(source.span.map(|span| Evidence { report: child, span }));
        }
    }
    let (fx, fy) = (foreignness(rx, dx), foreignness(ry, dy));
    lean += (fy - fx).clamp(-3.0, 3.0);
    let (lx, ly) = (rx.text.len() as f32, ry.text.len() as f32);
    lean += (lx / ly).ln().clamp(-1.0, 1.0);
    if let (Some(a), Some(b)) = (published.get(&x), published.get(&y)) {
        if a.interval.to < b.interval.from {
            lean += 1.0;
        } else if b.interval.to < a.interval.from {
            lean -= 1.0;
        }
    }
    let (parent, child, cover_child, cover_parent, foreign) =
        if lean >= 0.0 { (x, y, k.cover.1, k.cover.0, fy - fx) } else { (y, x, k.cover.0, k.cover.1, fx - fy) };
    let (long, short) = if lean >= 0.0 { (lx, ly) } else { (ly, lx) };
    let kind = if k.verbatim > 0.85 && short > 0.85 * long {
        Derivation::Copy
    } else if k.verbatim >= VERBATIM {
        if short < 0.9 * long { Derivation::Trim } else { Derivation::Rewrite }
    } else if foreign >= 1.0 && cover_child > 0.5 && k.order > 0.7 {
        signs.push("wording and marks of a translation".into());
        Derivation::Translation
    } else if !credited && (cover_child < 0.75 || cover_parent < 0.5) {
        signs.push("each has what the other lacks".into());
        Derivation::CommonParent
    } else {
        Derivation::Rewrite
    };
    let confidence = (400.0 + 600.0 * k.score().min(1.0)) as u16;
    (LineageEdge { from: Parent::Report(parent), to: child, kind, confidence, signs, evidence, furniture }, cover_child)
}

/// The credit by which `child` names the outlet of `parent` as the source of its text.
fn credits<'a>(child: &'a Report, parent: &Report) -> Option<(&'a dateline_report::DeclaredSource, &'a str)> {
    let outlet = parent.outlet.as_deref()?;
    let own = child.outlet.as_deref().unwrap_or("");
    child
        .declared_sources
        .iter()
        .find(|s| s.how != SourceMark::List && same_outlet(&s.name, outlet) && !same_outlet(own, outlet))
        .map(|s| (s, s.name.as_str()))
}

/// Two names of one outlet: equal letters, or one contains the other as whole words ("Yonhap", "Yonhap News Agency").
pub(crate) fn same_outlet(a: &str, b: &str) -> bool {
    let words = |s: &str| -> Vec<String> {
        s.split_whitespace().map(plain_letters).filter(|w| !w.is_empty() && w != "the").collect()
    };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    !short.is_empty() && long.windows(short.len()).any(|w| w == short.as_slice())
}

/// One parent a child: of several reports at hand that it may descend from, the one that explains most of it (a text cut down from the same parent has less
/// of what the child has), then the surest; siblings keep all their ties. `edges` come with the share of the child that each explains.
fn thin(edges: Vec<(LineageEdge, f32)>) -> Vec<LineageEdge> {
    // A surer tie makes up for a little less that it explains.
    let weight = |(e, explains): &(LineageEdge, f32)| (1000.0 * explains) as i32 + i32::from(e.confidence) / 4;
    let mut best: BTreeMap<ReportIx, i32> = BTreeMap::new();
    for e in edges.iter().filter(|e| e.0.kind != Derivation::CommonParent) {
        let b = best.entry(e.0.to).or_insert(i32::MIN);
        *b = (*b).max(weight(e));
    }
    edges
        .into_iter()
        .filter(|e| match best.get(&e.0.to) {
            Some(b) => e.0.kind != Derivation::CommonParent && weight(e) == *b,
            None => true,
        })
        .map(|e| e.0)
        .collect()
}

/// Edges from the sources that a report names itself: reports at hand where one is of that outlet, else lost texts.
fn named_sources(child: ReportIx, members: &[ReportIx], reports: &[Report], docs: &[Document]) -> Vec<LineageEdge> {
    let report = &reports[child.0 as usize];
    let own = report.outlet.as_deref().unwrap_or("");
    let mut edges = Vec::new();
    for source in &report.declared_sources {
        if same_outlet(own, &source.name) {
            continue;
        }
        let at_hand: Vec<ReportIx> = members
            .iter()
            .copied()
            .filter(|m| {
                *m != child && reports[m.0 as usize].outlet.as_deref().is_some_and(|o| same_outlet(o, &source.name))
            })
            .collect();
        let kind = match source.how {
            SourceMark::List => Derivation::Aggregation,
            // The text itself says whose it is; how it was changed cannot be seen without the original.
            SourceMark::Credit | SourceMark::Dateline => Derivation::Rewrite,
        };
        if source.how != SourceMark::List && !at_hand.is_empty() {
            continue; // told by the edge between the two reports
        }
        let parents: Vec<Parent> = if at_hand.is_empty() {
            vec![Parent::Lost(source.name.clone())]
        } else {
            at_hand.into_iter().map(Parent::Report).collect()
        };
        for from in parents {
            edges.push(LineageEdge {
                from,
                to: child,
                kind,
                confidence: 850,
                signs: vec![format!("names {} as its source", source.name)],
                evidence: source.span.map(|span| Evidence { report: child, span }).into_iter().collect(),
                furniture: source.furniture.map(|f| (child, f)).into_iter().collect(),
            });
        }
    }
    for statement in &docs[child.0 as usize].statements {
        for span in &statement.channel {
            let name = report.slice(*span);
            // Only outlets and agencies by name, not "local media".
            if !name.chars().next().is_some_and(char::is_uppercase) || same_outlet(own, name) {
                continue;
            }
            if members.iter().any(|m| reports[m.0 as usize].outlet.as_deref().is_some_and(|o| same_outlet(o, name))) {
                continue;
            }
            edges.push(LineageEdge {
                from: Parent::Lost(name.to_string()),
                to: child,
                kind: Derivation::Aggregation,
                confidence: 600,
                signs: vec![format!("has a statement through {name}")],
                evidence: vec![Evidence { report: child, span: *span }],
                furniture: Vec::new(),
            });
        }
    }
    edges
}
