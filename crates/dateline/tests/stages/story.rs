//! Layers over several reports. The reports of a cell stand between lines `===`; a first line `@2027-03-04 Outlet` gives day and outlet.

use std::fmt::Write as _;
use std::sync::OnceLock;

use dateline_data::DataSet;
use dateline_lang::{Document, Language};
use dateline_report::{FurnitureRules, GivenMeta, Report, ReportIx, read_report};
use dateline_story::{ActorIx, Analysis, Meanings, Parent, StoryData};

struct Tools {
    furniture: FurnitureRules,
    language: Language,
    story: StoryData,
    meanings: Meanings,
}

fn tools() -> &'static Tools {
    static TOOLS: OnceLock<Tools> = OnceLock::new();
    TOOLS.get_or_init(|| {
        let data = DataSet::built_in();
        Tools {
            furniture: FurnitureRules::load(&data).expect("built-in data loads"),
            language: Language::load(&data).expect("built-in data loads"),
            story: StoryData::load(&data).expect("built-in data loads"),
            meanings: Meanings::load(&data).expect("built-in data loads"),
        }
    })
}

fn one(n: usize, text: &str) -> Report {
    let mut given = GivenMeta::default();
    let mut body = text.trim();
    if let Some(rest) = body.strip_prefix('@') {
        let (head, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let (day, outlet) = head.split_once(' ').unwrap_or((head, ""));
        given.published = (day != "-").then(|| day.parse().expect("a cell gives a day as 2027-03-04, or -"));
        given.outlet = (!outlet.is_empty()).then(|| outlet.to_string());
        body = after;
    }
    let name = format!("report{}.txt", n + 1);
    read_report(&name, body.as_bytes(), &given, &tools().furniture).expect("a cell holds readable reports")
}

fn read(input: &str) -> (Vec<Report>, Analysis) {
    let (reports, _, analysis) = read_all(input);
    (reports, analysis)
}

fn read_all(input: &str) -> (Vec<Report>, Vec<Document>, Analysis) {
    let reports: Vec<Report> = input.split("\n===\n").enumerate().map(|(n, t)| one(n, t)).collect();
    let documents: Vec<Document> = reports.iter().map(|r| tools().language.read(r)).collect();
    let analysis = dateline_story::analyse(&reports, &documents, &tools().story);
    (reports, documents, analysis)
}

/// Of each sentence of the first text what the others bear.
pub(crate) fn check(input: &str) -> String {
    let reports: Vec<Report> = input.split("\n===\n").enumerate().map(|(n, t)| one(n, t)).collect();
    let documents: Vec<Document> = reports.iter().map(|r| tools().language.read(r)).collect();
    let one_story = dateline_story::same_story(&reports);
    let analysis = dateline_story::analyse_corrected(&reports, &documents, &tools().story, &one_story);
    let (story, meanings) = (&tools().story, &tools().meanings);
    let found = dateline_story::check::check(ReportIx(0), &reports, &documents, &analysis, story, meanings);
    let line = |c: &dateline_story::check::Checked| {
        let kinds: Vec<String> = c.faults.iter().map(|f| format!("{:?}", f.kind).to_lowercase()).collect();
        match c.verdict {
            dateline_story::check::Verdict::Borne => "borne".to_string(),
            dateline_story::check::Verdict::NotBorne => format!("not borne: {}", kinds.join(", ")),
            dateline_story::check::Verdict::CannotTell if c.doubts.is_empty() => "cannot tell".to_string(),
            dateline_story::check::Verdict::CannotTell => {
                let words = |e: dateline_report::Evidence| reports[e.report.0 as usize].slice(e.span).to_string();
                let doubts: Vec<String> = c.doubts.iter().map(|d| words(d.words)).collect();
                format!("cannot tell: {}", doubts.join(", "))
            }
        }
    };
    or_dash(&found.iter().map(line).collect::<Vec<_>>(), "; ")
}

/// Pairs of passages of the first two reports, by the numbers of their sentences, with what they have in common: `1=2 event+quantity; 3=3 fact`;
/// after a bar the words that only one of them has, if a pair is alone.
pub(crate) fn align(input: &str) -> String {
    let (reports, documents, analysis) = read_all(input);
    let (a, b) = (ReportIx(0), ReportIx(1));
    let found = dateline_story::compare::compare((a, b), &reports, &documents, &analysis, &tools().story);
    if found.identical {
        return "the same text".into();
    }
    let number = |e: &dateline_report::Evidence| {
        1 + documents[e.report.0 as usize].sentences.iter().filter(|s| s.span.end <= e.span.start).count()
    };
    let mut lines: Vec<String> = found
        .pairs
        .iter()
        .map(|p| {
            let matter: Vec<String> = p.matter.iter().map(|m| format!("{m:?}").to_lowercase()).collect();
            let told = p.stance.filter(|s| *s != dateline_story::Stance::Stated);
            let told = told.map(|s| format!(" {}", format!("{s:?}").to_lowercase())).unwrap_or_default();
            format!("{}={} {}{told}", number(&p.a), number(&p.b), matter.join("+"))
        })
        .collect();
    if let [pair] = found.pairs.as_slice() {
        let words = |r: ReportIx, spans: &[dateline_report::Span<dateline_report::Byte>]| {
            spans.iter().map(|s| reports[r.0 as usize].slice(*s)).collect::<Vec<_>>().join(" ")
        };
        lines.push(format!("only {} / {}", words(a, &pair.only_a), words(b, &pair.only_b)));
    }
    or_dash(&lines, "; ")
}

fn numbers(reports: &[ReportIx]) -> String {
    reports.iter().map(|r| (r.0 + 1).to_string()).collect::<Vec<_>>().join(" ")
}

fn or_dash(lines: &[String], between: &str) -> String {
    if lines.is_empty() { "-".into() } else { lines.join(between) }
}

/// The lines of the brief.
pub(crate) fn brief(input: &str) -> String {
    let (_, analysis) = read(input);
    or_dash(&analysis.brief.iter().map(|l| l.text.clone()).collect::<Vec<_>>(), " / ")
}

/// Reports of one origin together, then the edges: `1 2 | 3; copy 1>2`.
pub(crate) fn lineage(input: &str) -> String {
    let (_, analysis) = read(input);
    let mut groups = analysis.lineage.groups.clone();
    groups.sort();
    let mut out = groups.iter().map(|g| numbers(g)).collect::<Vec<_>>().join(" | ");
    for edge in &analysis.lineage.edges {
        let from = match &edge.from {
            Parent::Report(r) => (r.0 + 1).to_string(),
            Parent::Lost(name) => name.clone(),
        };
        let _ = write!(out, "; {} {from}>{}", format!("{:?}", edge.kind).to_lowercase(), edge.to.0 + 1);
    }
    out
}

/// Each disagreement as `kind severity: side (its reports) | side (its reports)`.
pub(crate) fn disagreements(input: &str) -> String {
    let (_, analysis) = read(input);
    let lines: Vec<String> = analysis
        .disagreements
        .iter()
        .map(|d| {
            let sides: Vec<String> = d
                .sides
                .iter()
                .map(|s| {
                    let mut at: Vec<ReportIx> = s.evidence.iter().map(|e| e.report).collect();
                    at.sort_unstable();
                    at.dedup();
                    format!("{} ({})", s.value, numbers(&at))
                })
                .collect();
            let (kind, severity) = (format!("{:?}", d.kind).to_lowercase(), format!("{:?}", d.severity).to_lowercase());
            format!("{kind} {severity}: {}", sides.join(" / "))
        })
        .collect();
    or_dash(&lines, "; ")
}

/// The reports of each story: `1 2 | 3`.
pub(crate) fn stories(input: &str) -> String {
    let (_, analysis) = read(input);
    let mut all: Vec<String> = analysis.stories.iter().map(|s| numbers(&s.reports)).collect();
    all.sort();
    or_dash(&all, " | ")
}

/// Each event with the reports that tell it: `CONSULT 1 2; CONSULT 2`.
pub(crate) fn told(input: &str) -> String {
    let (_, analysis) = read(input);
    let mut all: Vec<String> = analysis
        .events
        .iter()
        .map(|e| {
            let mut at: Vec<ReportIx> = e.evidence.iter().map(|e| e.report).collect();
            at.sort_unstable();
            at.dedup();
            let kind = e.plover.map_or_else(|| e.frame.to_string(), |p| format!("{p:?}").to_uppercase());
            format!("{kind} {}", numbers(&at))
        })
        .collect();
    all.sort();
    or_dash(&all, "; ")
}

/// Each event with those who take part and its first and last day: `SANCTION Peru>Chile 2027-05-02`.
pub(crate) fn parties(input: &str) -> String {
    let (_, analysis) = read(input);
    let names =
        |list: &[ActorIx]| list.iter().map(|a| analysis.actors[a.at()].name.as_str()).collect::<Vec<_>>().join("+");
    let mut all: Vec<String> = analysis
        .events
        .iter()
        .map(|e| {
            let kind = e.plover.map_or_else(|| e.frame.to_string(), |p| format!("{p:?}").to_uppercase());
            let mut days: Vec<String> =
                e.time.iter().flat_map(|t| [t.from, t.to]).flatten().map(|d| d.to_string()).collect();
            days.dedup();
            format!("{kind} {}>{} {}", names(&e.source), names(&e.target), days.join("..")).trim_end().to_string()
        })
        .collect();
    all.sort();
    or_dash(&all, "; ")
}

/// What was foreseen, and what became of it: `confirmed: Peru and Chile will sign (2)`, with the reports that settle it.
pub(crate) fn foreseen(input: &str) -> String {
    let (_, analysis) = read(input);
    let lines: Vec<String> = analysis
        .expectations
        .iter()
        .map(|x| {
            let mut by: Vec<ReportIx> = x.outcome_evidence.iter().map(|e| e.report).collect();
            by.sort_unstable();
            by.dedup();
            let by = if by.is_empty() { String::new() } else { format!(" ({})", numbers(&by)) };
            format!("{}: {}{by}", format!("{:?}", x.outcome).to_lowercase(), x.expected)
        })
        .collect();
    or_dash(&lines, "; ")
}

/// The day of each report and how it is known: `1 2027-03-04 given; 2 2027-03-05..2027-03-06 inferred; 3 ?`.
pub(crate) fn published(input: &str) -> String {
    let (reports, analysis) = read(input);
    let lines: Vec<String> = (0..reports.len())
        .map(|n| match analysis.published.get(n).and_then(Option::as_ref) {
            None => format!("{} ?", n + 1),
            Some(p) => {
                let basis = format!("{:?}", p.basis).to_lowercase();
                let days = match (p.interval.from, p.interval.to) {
                    (Some(from), Some(to)) if from == to => from.to_string(),
                    (from, to) => format!(
                        "{}..{}",
                        from.map_or(String::new(), |d| d.to_string()),
                        to.map_or(String::new(), |d| d.to_string())
                    ),
                };
                format!("{} {days} {basis}", n + 1)
            }
        })
        .collect();
    lines.join("; ")
}

/// Standing ties: kind, parties, how it stands, numbers, and what no report says.
pub(crate) fn ties(input: &str) -> String {
    use dateline_lang::tie::Standing;
    use dateline_story::RelationEnd;
    let (_, analysis) = read(input);
    let end = |e: &RelationEnd| match e {
        RelationEnd::State(code) => code.to_string(),
        RelationEnd::Body(actor) => analysis.actors[actor.at()].name.clone(),
    };
    let lines: Vec<String> = analysis
        .ties
        .iter()
        .map(|t| {
            let between = format!("{}{}{}", end(&t.between[0]), if t.mutual { "+" } else { ">" }, end(&t.between[1]));
            let mut line = format!("{} {between}", t.kind);
            line.push_str(match t.standing {
                Standing::Stands => "",
                Standing::Ended => " ended",
                Standing::Denied => " denied",
                Standing::Ahead => " ahead",
                Standing::Alleged => " alleged",
            });
            if !t.amounts.is_empty() {
                let numbers: Vec<String> = t.amounts.iter().map(|a| a.value.to_string()).collect();
                let _ = write!(line, " [{}]", numbers.join(", "));
            }
            for open in &t.open {
                let _ = write!(line, " ?{open}");
            }
            line
        })
        .collect();
    or_dash(&lines, "; ")
}
