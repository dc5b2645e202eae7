//! From the analysis inside the program to the contract. The only place that knows both.
//!
//! Ids are given by position: `a1`, `e1`, `t1`, `n1`, `d1`, `x1`, `c1`, `s1`; groups `g1`... are numbered in the order in which they are
//! first met, statements before quantities.

mod tie;

use std::collections::BTreeMap;

use dateline_lang::event::{Plover, Status};
use dateline_lang::mention::EntityKind;
use dateline_lang::quantity::Hedge;
use dateline_report::{Byte, FurnitureKind, Interval, Precision, Report, ReportIx, Span};
use dateline_story as story;

use crate::contract as out;
use crate::contract::Day;

/// What the conversion needs beside the analysis.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The reports, in the order of the analysis.
    pub reports: &'a [Report],
    /// Their ids.
    pub ids: &'a [String],
    /// For each report, lines of the clean text to lines of the file; see [`crate::contract::Report::lines`].
    pub lines: &'a [Vec<u32>],
    /// Version of the language data.
    pub data_version: &'a str,
}

/// The contract's form of an analysis. A passage whose span does not lie in its report is brought back to the nearest character
/// boundaries, or left out if nothing remains.
#[must_use]
pub fn to_contract(analysis: &story::Analysis, source: &Source<'_>) -> out::Analysis {
    Converter { source, groups: BTreeMap::new() }.convert(analysis)
}

/// The kinds of thing that are grouped, so that their numbers do not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grouped {
    Statement,
    Quantity,
}

struct Converter<'a> {
    source: &'a Source<'a>,
    groups: BTreeMap<(Grouped, u32), usize>,
}

fn thousandth(n: u16) -> f64 {
    f64::from(n.min(1000)) / 1000.0
}

impl Converter<'_> {
    fn convert(mut self, a: &story::Analysis) -> out::Analysis {
        let reports: Vec<out::Report> =
            self.source.reports.iter().enumerate().map(|(n, r)| self.report(n, r, a.published.get(n))).collect();
        let as_of = reports.iter().filter_map(|r| r.published.as_ref()?.from).max();
        let stories = a.stories.iter().enumerate().map(|(n, s)| self.story(n, s)).collect();
        let actors = a.actors.iter().enumerate().map(|(n, x)| self.actor(n, x)).collect();
        let events = a.events.iter().enumerate().map(|(n, e)| self.event(n, e)).collect();
        let statements = a.statements.iter().enumerate().map(|(n, s)| self.statement(n, s)).collect();
        let quantities = a.quantities.iter().enumerate().map(|(n, q)| self.quantity(n, q)).collect();
        out::Analysis {
            schema: out::SCHEMA.into(),
            engine: out::Engine { version: env!("CARGO_PKG_VERSION").into(), data: self.source.data_version.into() },
            reports,
            stories,
            actors,
            events,
            statements,
            quantities,
            dependencies: a.dependencies.iter().map(|d| self.dependency(d)).collect(),
            disagreements: a.disagreements.iter().enumerate().map(|(n, d)| self.disagreement(n, d)).collect(),
            lineage: self.lineage(&a.lineage),
            expectations: a.expectations.iter().enumerate().map(|(n, x)| self.expectation(n, x)).collect(),
            relations: a.relations.iter().map(|r| self.relation(r)).collect(),
            ties: a.ties.iter().enumerate().map(|(n, t)| self.tie(n, t)).collect(),
            times: a.times.iter().filter_map(|t| self.time(t)).collect(),
            claims: a.claims.iter().enumerate().map(|(n, c)| self.claim(n, c)).collect(),
            brief: a.brief.iter().map(|b| self.brief(b)).collect(),
            as_of,
            since: None,
            watched: Vec::new(),
            notes: a.notes.iter().cloned().chain(a.corrected.iter().map(|c| c.text.clone())).collect(),
        }
    }

    fn id(&self, report: ReportIx) -> String {
        self.source.ids.get(report.0 as usize).cloned().unwrap_or_else(|| format!("report-{}", report.0))
    }

    fn ids(&self, reports: &[ReportIx]) -> Vec<String> {
        let mut ids: Vec<String> = reports.iter().map(|r| self.id(*r)).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    fn passage(&self, evidence: &dateline_report::Evidence) -> Option<out::Evidence> {
        let text = &self.source.reports.get(evidence.report.0 as usize)?.text;
        let span = snap(text, evidence.span)?;
        Some(out::Evidence {
            report: self.id(evidence.report),
            span: [span.start, span.end],
            text: span.of(text).into(),
        })
    }

    fn passages(&self, evidence: &[dateline_report::Evidence]) -> Vec<out::Evidence> {
        let mut found: Vec<out::Evidence> = Vec::new();
        for e in evidence.iter().filter_map(|e| self.passage(e)) {
            if !found.contains(&e) {
                found.push(e);
            }
        }
        found
    }

    fn report(&self, n: usize, r: &Report, published: Option<&Option<story::Published>>) -> out::Report {
        let mut declared: Vec<String> = Vec::new();
        for source in &r.declared_sources {
            if !declared.contains(&source.name) {
                declared.push(source.name.clone());
            }
        }
        out::Report {
            id: self.id(ReportIx(u32::try_from(n).unwrap_or(u32::MAX))),
            path: r.path.clone(),
            sha256: r.sha256.clone(),
            text: r.text.clone(),
            title: r.given.title.clone().or_else(|| r.title.map(|t| r.slice(t).to_string()).filter(|t| !t.is_empty())),
            outlet: r.outlet.clone(),
            authors: r.authors.clone(),
            language: r.language.clone(),
            published: published.and_then(Option::as_ref).map(published_of),
            furniture: r
                .furniture
                .iter()
                .map(|f| out::Furniture {
                    text: f.text.clone(),
                    source_span: f.source.map(|s| [s.start, s.end]),
                    kind: furniture_kind(f.kind),
                })
                .collect(),
            declared_sources: declared,
            url: r.given.url.clone(),
            lines: self.source.lines.get(n).cloned().unwrap_or_default(),
            source_map: r.source_map.runs.iter().map(|(a, b, c)| [*a, *b, *c]).collect(),
            notes: r.notes.iter().map(|n| n.text.clone()).collect(),
        }
    }

    fn story(&self, n: usize, s: &story::Story) -> out::Story {
        out::Story {
            id: numbered('s', n),
            title: s.title.clone(),
            reports: self.ids(&s.reports),
            from: s.interval.from.map(Day),
            to: s.interval.to.map(Day),
            links: s
                .links
                .iter()
                .map(|l| out::Link {
                    reports: l.reports.map(|r| self.id(r)),
                    likeness: thousandth(l.likeness),
                    why: l.why.clone(),
                    evidence: self.passages(&l.evidence),
                })
                .collect(),
            related: s
                .related
                .iter()
                .map(|(other, l)| out::Related {
                    story: story_id(*other),
                    why: l.why.clone(),
                    evidence: self.passages(&l.evidence),
                })
                .collect(),
            episodes: s
                .episodes
                .iter()
                .filter(|_| s.episodes.len() > 1)
                .map(|e| out::Episode {
                    from: e.interval.from.map(Day),
                    to: e.interval.to.map(Day),
                    reports: self.ids(&e.reports),
                })
                .collect(),
        }
    }

    fn actor(&self, n: usize, a: &story::Actor) -> out::Actor {
        out::Actor {
            id: numbered('a', n),
            kind: actor_kind(a.kind),
            name: a.name.clone(),
            state: a.state.as_ref().map(ToString::to_string),
            sectors: a.sectors.iter().map(ToString::to_string).collect(),
            names: a
                .names
                .iter()
                .map(|(text, reports)| out::ActorName { text: text.clone(), reports: self.ids(reports) })
                .collect(),
            roles: a
                .roles
                .iter()
                .map(|r| out::Role {
                    title: r.title.clone(),
                    of: r.of.map(actor_id),
                    evidence: self.passages(&r.evidence),
                })
                .collect(),
            mentions: self.passages(&a.mentions),
            reasons: a.reasons.clone(),
            joins: a
                .joins
                .iter()
                .map(|j| out::NameJoin { name: j.name.clone(), with: j.with.clone(), why: j.why.clone() })
                .collect(),
        }
    }

    fn origins(&self, o: &story::Origins) -> out::Origins {
        out::Origins {
            min: o.min,
            max: o.max.max(o.min),
            lineages: o.lineages.iter().map(|g| self.ids(g)).collect(),
            witnesses: o.witnesses.iter().map(|a| actor_id(*a)).collect(),
            why: o.why.clone(),
        }
    }

    fn event(&self, n: usize, e: &story::Event) -> out::Event {
        let strings = |list: &[smol_str::SmolStr]| list.iter().map(ToString::to_string).collect();
        out::Event {
            id: numbered('e', n),
            story: Some(story_id(e.story)),
            kind: e.plover.map(event_type),
            plan_type: e.plan_type.map(event_type),
            mode: e.mode.as_ref().map(ToString::to_string),
            context: strings(&e.context),
            cameo: e.cameo.as_ref().map(ToString::to_string),
            summary: e.summary.clone(),
            source: e.source.iter().map(|a| actor_id(*a)).collect(),
            target: e.target.iter().map(|a| actor_id(*a)).collect(),
            place: e.place.map(actor_id),
            time: e.time.as_ref().map(time_value),
            status: status(e.status),
            history: e.history.iter().map(|(s, r)| out::History { status: status(*s), report: self.id(*r) }).collect(),
            origins: self.origins(&e.origins),
            evidence: self.passages(&e.evidence),
            frame: Some(e.frame.to_string()),
            // The contract wants calibrated figures or none, and nothing calibrates these yet.
            confidence: None,
            undecided: e.undecided,
            perhaps: e.unsure.iter().map(|a| actor_id(*a)).collect(),
            note: None,
        }
    }

    fn group(&mut self, kind: Grouped, group: Option<story::GroupIx>) -> Option<String> {
        let next = self.groups.len();
        group.map(|g| numbered('g', *self.groups.entry((kind, g.0)).or_insert(next)))
    }

    fn statement(&mut self, n: usize, s: &story::Said) -> out::Statement {
        out::Statement {
            id: numbered('t', n),
            story: Some(story_id(s.story)),
            speaker: s.speaker.map(actor_id),
            speaker_text: s.speaker_text.clone(),
            channel: s.channel.clone(),
            direct: s.direct,
            group: self.group(Grouped::Statement, s.group),
            content: self
                .passage(&s.content)
                .unwrap_or_else(|| out::Evidence { report: self.id(s.content.report), ..out::Evidence::default() }),
            cue: s.cue.as_ref().and_then(|c| self.passage(c)),
        }
    }

    fn quantity(&mut self, n: usize, q: &story::Amount) -> out::Quantity {
        out::Quantity {
            id: numbered('n', n),
            story: Some(story_id(q.story)),
            what: q.what.clone(),
            value: finite(q.value),
            value_to: q.value_to.map(finite),
            unit: q.unit.clone(),
            hedge: hedge(q.hedge),
            group: self.group(Grouped::Quantity, q.group),
            evidence: self.passages(&q.evidence),
        }
    }

    fn dependency(&self, d: &story::Dependency) -> out::Dependency {
        out::Dependency {
            story: Some(story_id(d.story)),
            dependent: actor_id(d.dependent),
            on: actor_id(d.on),
            what: d.what.clone(),
            share: d.share.map(finite),
            hedge: hedge(d.hedge),
            evidence: self.passages(&d.evidence),
        }
    }

    fn disagreement(&self, n: usize, d: &story::Disagreement) -> out::Disagreement {
        out::Disagreement {
            id: numbered('d', n),
            story: Some(story_id(d.story)),
            kind: disagreement_kind(d.kind),
            about: d.about.clone(),
            within_one_report: d.within_one_report,
            subkind: d.subkind.as_ref().map(ToString::to_string),
            severity: severity(d.severity),
            sides: d
                .sides
                .iter()
                .map(|s| out::Side {
                    value: s.value.clone(),
                    evidence: self.passages(&s.evidence),
                    origins: self.origins(&s.origins),
                })
                .collect(),
            reading: d.reading.as_ref().map(|(value, rule)| out::Reading { value: value.clone(), rule: rule.clone() }),
        }
    }

    fn lineage(&self, l: &story::Lineage) -> out::Lineage {
        let furniture = |(report, at): &(ReportIx, usize)| {
            let f = self.source.reports.get(report.0 as usize)?.furniture.get(*at)?;
            Some(out::FurnitureEvidence {
                report: self.id(*report),
                source_span: f.source.map(|s| [s.start, s.end]),
                text: f.text.clone(),
            })
        };
        out::Lineage {
            groups: l.groups.iter().map(|g| self.ids(g)).collect(),
            edges: l
                .edges
                .iter()
                .map(|e| out::Edge {
                    from: match &e.from {
                        story::Parent::Report(r) => self.id(*r),
                        story::Parent::Lost(name) => format!("lost:{name}"),
                    },
                    to: self.id(e.to),
                    kind: edge_kind(e.kind),
                    confidence: thousandth(e.confidence),
                    signs: e.signs.clone(),
                    evidence: self.passages(&e.evidence),
                    furniture_evidence: e.furniture.iter().filter_map(furniture).collect(),
                })
                .collect(),
        }
    }

    fn expectation(&self, n: usize, x: &story::Expectation) -> out::Expectation {
        out::Expectation {
            id: numbered('x', n),
            story: Some(story_id(x.story)),
            expected: x.expected.clone(),
            holder: x.holder.map(actor_id),
            due: x.due.as_ref().map(time_value),
            evidence: self.passages(&x.evidence),
            outcome: match x.outcome {
                story::Outcome::Confirmed => out::Outcome::Confirmed,
                story::Outcome::Contradicted => out::Outcome::Contradicted,
                story::Outcome::Open => out::Outcome::Open,
            },
            why: x.why.clone(),
            outcome_evidence: self.passages(&x.outcome_evidence),
        }
    }

    fn relation(&self, r: &story::Relation) -> out::Relation {
        out::Relation {
            story: None,
            between: [tie::end(&r.between[0]), tie::end(&r.between[1])],
            events: r.events.iter().map(|e| numbered('e', e.at())).collect(),
            cooperation: r.cooperation,
            conflict: r.conflict,
            sentiments: self.passages(&r.sentiments),
        }
    }

    fn time(&self, t: &story::TimeValue) -> Option<out::Time> {
        Some(out::Time {
            evidence: self.passage(&t.evidence)?,
            from: t.interval.from.map(Day),
            to: t.interval.to.map(Day),
            precision: precision(t.interval.precision),
            timex3: t.timex3.clone(),
            valid: t.valid,
        })
    }

    fn claim(&self, n: usize, c: &story::Claim) -> out::Claim {
        out::Claim {
            id: numbered('c', n),
            story: Some(story_id(c.story)),
            text: c.text.clone(),
            events: c.events.iter().map(|e| numbered('e', e.at())).collect(),
            cells: c
                .cells
                .iter()
                .map(|(report, stance, evidence)| out::Cell {
                    report: self.id(*report),
                    stance: self::stance(*stance),
                    evidence: self.passages(evidence),
                })
                .collect(),
            origins: self.origins(&c.origins),
        }
    }

    fn brief(&self, b: &story::BriefLine) -> out::BriefLine {
        out::BriefLine {
            story: Some(story_id(b.story)),
            text: b.text.clone(),
            events: b.events.iter().map(|e| numbered('e', e.at())).collect(),
            origins: self.origins(&b.origins),
            evidence: self.passages(&b.evidence),
        }
    }
}

fn numbered(letter: char, n: usize) -> String {
    format!("{letter}{}", n + 1)
}

fn actor_id(a: story::ActorIx) -> String {
    numbered('a', a.at())
}

fn story_id(s: story::StoryIx) -> String {
    numbered('s', s.at())
}

/// JSON knows no infinity and no NaN.
fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

/// The span inside `text` and on character boundaries, or `None` if nothing remains.
fn snap(text: &str, span: Span<Byte>) -> Option<Span<Byte>> {
    let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let (mut start, mut end) = (span.start.min(len), span.end.min(len));
    while start < end && !text.is_char_boundary(start as usize) {
        start += 1;
    }
    while end > start && !text.is_char_boundary(end as usize) {
        end -= 1;
    }
    (start < end).then(|| Span::new(start, end))
}

fn published_of(p: &story::Published) -> out::Published {
    out::Published {
        from: p.interval.from.map(Day),
        to: p.interval.to.map(Day),
        basis: match p.basis {
            story::PublishedBasis::Given => out::PublishedBasis::Given,
            story::PublishedBasis::Stated => out::PublishedBasis::Stated,
            story::PublishedBasis::Inferred => out::PublishedBasis::Inferred,
        },
        why: p.why.clone(),
    }
}

fn time_value(i: &Interval) -> out::TimeValue {
    out::TimeValue { from: i.from.map(Day), to: i.to.map(Day), precision: precision(i.precision) }
}

macro_rules! same {
    ($($(#[$doc:meta])* $name:ident: $from:ty => $to:ident { $($a:ident => $b:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        pub(crate) fn $name(value: $from) -> out::$to {
            match value { $(<$from>::$a => out::$to::$b,)* }
        }
    )*};
}
same! {
    precision: Precision => Precision { Day => Day, Week => Week, Month => Month, Year => Year, Unknown => Unknown }
    status: Status => Status {
        Happened => Happened, Ongoing => Ongoing, Planned => Planned, Expected => Expected, Conditional => Conditional, Denied => Denied,
        Alleged => Alleged,
    }
    hedge: Hedge => Hedge {
        Exact => Exact, About => About, Nearly => Nearly, MoreThan => MoreThan, LessThan => LessThan, AtLeast => AtLeast, AtMost => AtMost,
    }
    event_type: Plover => EventType {
        Agree => Agree, Consult => Consult, Support => Support, Concede => Concede, Cooperate => Cooperate, Aid => Aid, Retreat => Retreat,
        Request => Request, Accuse => Accuse, Reject => Reject, Threaten => Threaten, Protest => Protest, Sanction => Sanction,
        Mobilize => Mobilize, Coerce => Coerce, Assault => Assault,
    }
    furniture_kind: FurnitureKind => FurnitureKind {
        Byline => Byline, Credit => Credit, Date => Date, Related => Related, Counter => Counter, Sources => Sources, Teaser => Teaser,
        Feedback => Feedback, Share => Share, Caption => Caption, Navigation => Navigation, Masthead => Masthead, Correction => Correction,
        Paywall => Paywall, Advert => Advert, Other => Other,
    }
    disagreement_kind: story::ConflictKind => DisagreementKind {
        Date => Date, Weekday => Weekday, Number => Number, Duration => Duration, Name => Name, Role => Role, Place => Place,
        Status => Status, Quote => Quote, Attribution => Attribution, Polarity => Polarity, Meaning => Meaning,
    }
    stance: story::Stance => Stance {
        Stated => Stated, Weaker => Weaker, Stronger => Stronger, Contradicted => Contradicted, Silent => Silent,
    }
    severity: story::Severity => Severity { Material => Material, Garble => Garble, Wording => Wording, Spelling => Spelling }
    edge_kind: story::Derivation => EdgeKind {
        Copy => Copy, Trim => Trim, Rewrite => Rewrite, Translation => Translation, Aggregation => Aggregation, CommonParent => CommonParent,
    }
    /// A demonym stands for a state, a named happening is none of the contract's kinds.
    actor_kind: EntityKind => ActorKind {
        Person => Person, State => State, Organisation => Organisation, Place => Place, Facility => Facility, Product => Product,
        Group => Group, Demonym => State, Event => Other, Other => Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_brought_back_into_the_text() {
        assert_eq!(snap("añb", Span::new(2, 9)), Some(Span::new(3, 4)));
        assert_eq!(snap("añb", Span::new(0, 2)), Some(Span::new(0, 1)));
        assert_eq!(snap("añb", Span::new(7, 9)), None);
    }

    #[test]
    fn groups_of_statements_and_quantities_do_not_meet() {
        let source = Source { reports: &[], ids: &[], lines: &[], data_version: "" };
        let mut converter = Converter { source: &source, groups: BTreeMap::new() };
        assert_eq!(converter.group(Grouped::Statement, Some(story::GroupIx(7))).as_deref(), Some("g1"));
        assert_eq!(converter.group(Grouped::Quantity, Some(story::GroupIx(7))).as_deref(), Some("g2"));
        assert_eq!(converter.group(Grouped::Statement, Some(story::GroupIx(7))).as_deref(), Some("g1"));
    }
}
