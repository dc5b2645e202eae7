//! The order in which everything is concluded.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use dateline_lang::Document;
use dateline_lang::time::Resolved;
use dateline_report::{Evidence, Interval, Precision, Report, ReportIx};

use crate::align::{Alignment, Passage};
use crate::digest::{Vocabulary, sentence_bag};
use crate::disagreements::{self, Contrast, Scene};
use crate::relations::RelationWords;
use crate::view::View;
use crate::wording::{self, Wording};
use crate::{
    Actor, ActorIx, Analysis, Corrections, Derivation, Lineage, LineageEdge, Parent, Published, Story, StoryIx,
    StoryLink, Terms, TimeValue, actors, amounts, brief, claims, corrections, events, expectations, lineage, published,
    relations, said, stories, times,
};

/// Likeness from which two sentences are kept as a pair at all.
const PAIR_FLOOR: f32 = 0.22;

/// The data that this crate needs, read once.
#[derive(Debug)]
pub struct StoryData {
    terms: Terms,
    rarity: stories::Rarity,
    contrast: Contrast,
    relations: RelationWords,
    wording: Wording,
    kin: events::Kin,
    actors: actors::ActorData,
    brief: brief::BriefWords,
}

impl StoryData {
    /// Rarity and equivalence of words.
    pub(crate) fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Reads the data files.
    ///
    /// # Errors
    /// If one is malformed; the message names it.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        Ok(Self {
            terms: Terms::load(data)?,
            rarity: stories::Rarity::load(data)?,
            contrast: Contrast::load(data)?,
            relations: RelationWords::load(data)?,
            wording: Wording::load(data)?,
            kin: events::Kin::load(data)?,
            actors: actors::ActorData::load(data)?,
            brief: brief::BriefWords::load(data)?,
        })
    }
}

/// What the stories of a run share of their actors.
struct Numbers<'a> {
    corrections: &'a Corrections,
    /// Kind, name and state to the actor.
    by_name: BTreeMap<String, ActorIx>,
    /// By correction, by story: which of its names are printed.
    found: Vec<Vec<BTreeSet<usize>>>,
}

/// Everything that follows from the reports. `reports` and `docs` run in parallel, in the order of report ids; the result does not depend on how
/// the reports were named or read.
///
/// Reports of identical text are folded first: the first one stands for all, the others appear in its lineage as copies.
#[must_use]
pub fn analyse(reports: &[Report], docs: &[Document], data: &StoryData) -> Analysis {
    analyse_corrected(reports, docs, data, &Corrections::default())
}

/// As [`analyse`], with what a user says of names. What became of each correction stands in [`Analysis::corrected`].
#[must_use]
pub fn analyse_corrected(
    reports: &[Report],
    docs: &[Document],
    data: &StoryData,
    corrections: &Corrections,
) -> Analysis {
    let mut out = Analysis { published: vec![None; reports.len()], ..Analysis::default() };
    let copies = fold(reports);
    let leads: Vec<ReportIx> = copies.keys().copied().collect();
    let mut numbers =
        Numbers { corrections, by_name: BTreeMap::new(), found: vec![Vec::new(); corrections.names.len()] };
    let found = stories::find(&leads, &copies, reports, docs, &data.rarity, corrections);
    for (n, members) in found.stories.iter().enumerate() {
        one_story(StoryIx(n as u32), members, &copies, reports, docs, data, &mut out, &mut numbers);
    }
    connect(&found, &copies, stories::Texts { reports, docs, signatures: &found.signatures }, &mut out);
    let shas = reports.iter().map(|r| r.sha256.as_str()).collect();
    out.corrected = corrections::told(corrections, &numbers.found, &shas);
    out.corrected.extend(found.corrected);
    out
}

/// How the reports of each story, and the stories of each thread, hang together.
fn connect(
    found: &stories::Found,
    copies: &BTreeMap<ReportIx, Vec<ReportIx>>,
    texts: stories::Texts<'_>,
    out: &mut Analysis,
) {
    for (n, members) in found.stories.iter().enumerate() {
        let mut links = stories::explain(members, texts);
        for (lead, copy) in members.iter().flat_map(|m| copies.get(m).into_iter().flatten().map(move |c| (*m, *c))) {
            let whole = |r: ReportIx| {
                let first = texts.docs[lead.0 as usize].sentences.first()?.span;
                Some(Evidence { report: r, span: first })
            };
            let evidence = [whole(lead), whole(copy)].into_iter().flatten().collect();
            links.push(StoryLink { reports: [lead, copy], likeness: 1000, why: "the same text".into(), evidence });
        }
        let related = (0..found.stories.len())
            .filter(|other| *other != n && found.threads[*other] == found.threads[n])
            .map(|other| (StoryIx(other as u32), stories::related(members, &found.stories[other], texts)))
            .collect();
        let episodes = stories::episodes(&out.stories[n].reports, &out.published);
        let story = &mut out.stories[n];
        (story.links, story.related, story.episodes) = (links, related, episodes);
    }
}

/// Reports by identical text: the first of each, and its copies.
fn fold(reports: &[Report]) -> BTreeMap<ReportIx, Vec<ReportIx>> {
    let mut first: BTreeMap<&str, ReportIx> = BTreeMap::new();
    let mut out: BTreeMap<ReportIx, Vec<ReportIx>> = BTreeMap::new();
    for (n, report) in reports.iter().enumerate() {
        let ix = ReportIx(n as u32);
        let lead = *first.entry(report.text.as_str()).or_insert(ix);
        let list = out.entry(lead).or_default();
        if lead != ix {
            list.push(ix);
        }
    }
    out
}

fn passages(
    members: &[ReportIx],
    reports: &[Report],
    docs: &[Document],
    terms: &Terms,
    names: &BTreeMap<ReportIx, BTreeMap<u32, ActorIx>>,
) -> Vec<Passage> {
    let mut vocabulary = Vocabulary::default();
    let mut out = Vec::new();
    let mut sorted = members.to_vec();
    sorted.sort_unstable();
    for m in sorted {
        let doc = &docs[m.0 as usize];
        for (n, sentence) in doc.sentences.iter().enumerate() {
            let known = names.get(&m);
            let bag = sentence_bag(&reports[m.0 as usize], doc, sentence, terms, &mut vocabulary, &|b| {
                known?.get(&b).copied()
            });
            if bag.terms.len() >= 2 {
                out.push(Passage { report: m, sentence: n as u32, span: sentence.span, bag });
            }
        }
    }
    out
}

#[expect(clippy::too_many_arguments, reason = "the one place where all layers meet")]
fn one_story(
    story: StoryIx,
    members: &[ReportIx],
    copies: &BTreeMap<ReportIx, Vec<ReportIx>>,
    reports: &[Report],
    docs: &[Document],
    data: &StoryData,
    out: &mut Analysis,
    numbers: &mut Numbers<'_>,
) {
    let terms = &data.terms;
    // By words alone, before anybody is known: enough to infer days of publication.
    let rough = Alignment::new(passages(members, reports, docs, terms, &BTreeMap::new()), PAIR_FLOOR);
    let dates = published::published(members, reports, docs, &rough);
    let known: BTreeMap<ReportIx, Published> =
        members.iter().copied().zip(dates).filter_map(|(m, p)| Some((m, p?))).collect();
    drop(rough);
    let values: BTreeMap<ReportIx, Vec<Option<Resolved>>> = members
        .iter()
        .map(|m| (*m, times::resolve_document(&docs[m.0 as usize], known.get(m).map(|p| p.best))))
        .collect();

    let cast = cast(members, copies, reports, docs, data, out, numbers);
    let mut order = members.to_vec();
    order.sort_by_key(|m| (known.get(m).map(|p| (p.interval.to, p.best)), *m));

    let names: BTreeMap<ReportIx, BTreeMap<u32, ActorIx>> = {
        let (empty_align, empty_lineage) = (Alignment::default(), Lineage::default());
        let view = View {
            story,
            members: order.clone(),
            reports,
            docs,
            published: &known,
            times: &values,
            actors: &out.actors,
            cast: &cast,
            align: &empty_align,
            lineage: &empty_lineage,
            terms,
        };
        members.iter().map(|m| (*m, said::names_at(&view, *m))).collect()
    };
    let align = Alignment::new(passages(members, reports, docs, terms, &names), PAIR_FLOOR);
    let family = lineage::lineage(members, reports, docs, &align, &known);
    let actors_now = std::mem::take(&mut out.actors);
    let view = View {
        story,
        members: order,
        reports,
        docs,
        published: &known,
        times: &values,
        actors: &actors_now,
        cast: &cast,
        align: &align,
        lineage: &family,
        terms,
    };

    let mut merged = events::merge(&view, &data.kin);
    word(&view, &data.wording, &mut merged);
    let utterances = said::collect(&view);
    let measured = amounts::collect(&view);
    let scene = Scene {
        view: &view,
        merged: &merged,
        said: &utterances,
        amounts: &measured,
        contrast: &data.contrast,
        kin: &data.kin,
    };
    let conflicts = disagreements::conclude(&scene);
    let foreseen = expectations::conclude(&view, &merged, &data.kin);
    let depends = amounts::dependencies(&view);

    let first_event = out.events.len() as u32;
    let groups = |a: &Analysis| {
        a.statements
            .iter()
            .filter_map(|s| s.group)
            .chain(a.quantities.iter().filter_map(|q| q.group))
            .map(|g| g.0 + 1)
            .max()
            .unwrap_or(0)
    };
    let statements = said::conclude(&view, &utterances, groups(out));
    let rest = brief::Rest {
        statements: &statements,
        disagreements: &conflicts,
        dependencies: &depends,
        expectations: &foreseen,
        words: &data.brief,
    };
    out.brief.extend(brief::conclude(&view, &merged.events, first_event, &rest));
    out.statements.extend(statements);
    out.quantities.extend(amounts::conclude(&view, &measured, groups(out)));
    out.relations.extend(relations::conclude(&view, &merged.events, first_event, &data.relations));
    out.ties.extend(relations::ties::conclude(&view, &merged.events, first_event, &data.relations));
    out.claims.extend(claims::conclude(&view, &merged, first_event));
    for m in members {
        for (n, value) in values[m].iter().enumerate() {
            let Some(v) = value else { continue };
            let span = docs[m.0 as usize].times[n].span;
            out.times.push(TimeValue {
                evidence: Evidence { report: *m, span },
                interval: v.named,
                timex3: v.timex3.clone(),
                valid: v.valid,
            });
        }
    }
    let title = title(&view, &merged);
    let days: Vec<_> = known.values().flat_map(|p| [p.interval.from, p.interval.to]).flatten().collect();
    let interval = Interval::new(days.iter().min().copied(), days.iter().max().copied(), Precision::Day);
    drop(view);
    out.actors = actors_now;
    out.events.extend(merged.events);
    out.disagreements.extend(conflicts);
    out.expectations.extend(foreseen);
    out.dependencies.extend(depends);

    let mut all: Vec<ReportIx> =
        members.iter().flat_map(|m| std::iter::once(*m).chain(copies.get(m).into_iter().flatten().copied())).collect();
    all.sort_unstable();
    out.stories.push(Story {
        title,
        reports: all,
        interval,
        links: Vec::new(),
        related: Vec::new(),
        episodes: Vec::new(),
    });
    for (m, p) in known {
        for c in copies.get(&m).into_iter().flatten() {
            out.published[c.0 as usize] = own_date(&reports[c.0 as usize]).or_else(|| Some(p.clone()));
        }
        out.published[m.0 as usize] = Some(p);
    }
    add_lineage(out, family, copies);
}

/// The date given with a copy, which may differ from its twin's.
fn own_date(report: &Report) -> Option<Published> {
    let day = report.given.published?;
    Some(Published {
        interval: Interval::day(day),
        basis: crate::PublishedBasis::Given,
        best: day,
        why: "given with the report".into(),
    })
}

/// Who is who in one story, numbered over all stories: a state or body of the same name is the same actor everywhere.
fn cast(
    members: &[ReportIx],
    copies: &BTreeMap<ReportIx, Vec<ReportIx>>,
    reports: &[Report],
    docs: &[Document],
    data: &StoryData,
    out: &mut Analysis,
    numbers: &mut Numbers<'_>,
) -> BTreeMap<ReportIx, Vec<Option<ActorIx>>> {
    let own: Vec<&Report> = members.iter().map(|m| &reports[m.0 as usize]).collect();
    let papers: Vec<&Document> = members.iter().map(|m| &docs[m.0 as usize]).collect();
    let shas: Vec<Vec<&str>> = members
        .iter()
        .map(|m| {
            let all = std::iter::once(m).chain(copies.get(m).into_iter().flatten());
            all.map(|r| reports[r.0 as usize].sha256.as_str()).collect()
        })
        .collect();
    let found = actors::resolve_corrected(&own, &papers, &data.actors, numbers.corrections, &shas);
    for (n, sides) in found.corrected.iter().enumerate() {
        numbers.found[n].push(sides.clone());
    }
    // Report numbers of the story become those of the run; copies print the same names.
    let widen = |r: ReportIx| -> Vec<ReportIx> {
        let m = members[r.0 as usize];
        std::iter::once(m).chain(copies.get(&m).into_iter().flatten().copied()).collect()
    };
    let global = |e: Evidence| Evidence { report: members[e.report.0 as usize], span: e.span };
    let mut renumbered: Vec<ActorIx> = Vec::new();
    for actor in &found.actors {
        let unnamed = actor.name.chars().next().is_none_or(|c| !c.is_uppercase());
        let key = if unnamed {
            format!("{}\u{1}{}", out.actors.len(), actor.name)
        } else {
            format!("{:?}\u{1}{}\u{1}{}", actor.kind, actor.name.to_lowercase(), actor.state.as_deref().unwrap_or(""))
        };
        let ix = *numbers.by_name.entry(key).or_insert_with(|| {
            out.actors.push(Actor {
                names: Vec::new(),
                roles: Vec::new(),
                mentions: Vec::new(),
                reasons: Vec::new(),
                joins: Vec::new(),
                ..actor.clone()
            });
            ActorIx(out.actors.len() as u32 - 1)
        });
        renumbered.push(ix);
    }
    for (n, actor) in found.actors.into_iter().enumerate() {
        let target = &mut out.actors[renumbered[n].at()];
        for (text, here) in actor.names {
            let here = here.into_iter().flat_map(&widen);
            match target.names.iter_mut().find(|x| x.0 == text) {
                Some(known) => known.1.extend(here),
                None => target.names.push((text, here.collect())),
            }
        }
        for name in &mut target.names {
            name.1.sort_unstable();
            name.1.dedup();
        }
        target.names.sort();
        for mut role in actor.roles {
            role.of = role.of.map(|o| renumbered[o.at()]);
            role.evidence = role.evidence.into_iter().map(global).collect();
            target.roles.push(role);
        }
        target.mentions.extend(actor.mentions.into_iter().map(global));
        target.mentions.sort();
        target.mentions.dedup();
        target.reasons.extend(actor.reasons);
        target.joins.extend(actor.joins);
        target.joins.sort();
        target.joins.dedup();
    }
    members
        .iter()
        .enumerate()
        .map(|(n, m)| (*m, found.of[n].iter().map(|a| a.map(|a| renumbered[a.at()])).collect()))
        .collect()
}

/// Summaries of all events.
fn word(view: &View<'_>, words: &Wording, merged: &mut events::Merged) {
    for n in 0..merged.events.len() {
        let all: Vec<_> = merged
            .of
            .iter()
            .filter(|(_, owner)| **owner == n)
            .filter_map(|((report, m), _)| Some((*report, view.doc(*report).events.get(*m as usize)?)))
            .collect();
        if let Some(told) = wording::told(view, words, &merged.events[n], &all) {
            merged.events[n].summary = told;
            continue;
        }
        let lead = merged
            .of
            .iter()
            .filter(|(_, owner)| **owner == n)
            .filter_map(|((report, m), _)| Some((*report, view.doc(*report).events.get(*m as usize)?)))
            .max_by_key(|(r, m)| {
                let fits = events::effective(m) == merged.events[n].status;
                (!m.headline, fits, m.theme.is_some(), m.confidence, std::cmp::Reverse(*r))
            });
        // Only a noun phrase can stand where a phrase wants what it is about.
        let theme = lead.and_then(|(r, m)| {
            let span = m.theme?;
            let first = view.doc(r).tokens.iter().find(|t| t.span.start >= span.start)?;
            use dateline_lang::token::Upos;
            matches!(first.upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Pron)
                .then(|| view.report(r).slice(span))
        });
        let clause = lead.map(|(r, m)| wording::clause(view, &merged.events[n], r, m)).unwrap_or_default();
        merged.events[n].summary = wording::sentence(view, words, &merged.events[n], theme, &clause);
    }
}

/// What a story is about: the headline of its earliest headed report, else its most told event.
fn title(view: &View<'_>, merged: &events::Merged) -> String {
    let headline = view.members.iter().find_map(|m| {
        view.report(*m).title.map(|t| view.report(*m).slice(t).split_whitespace().collect::<Vec<_>>().join(" "))
    });
    headline
        .or_else(|| merged.events.iter().max_by_key(|e| e.evidence.len()).map(|e| e.summary.clone()))
        .or_else(|| {
            view.members.first().map(|m| view.report(*m).text.split_whitespace().take(12).collect::<Vec<_>>().join(" "))
        })
        .unwrap_or_default()
}

/// The family of a story, with the copies that were folded away.
fn add_lineage(out: &mut Analysis, family: Lineage, copies: &BTreeMap<ReportIx, Vec<ReportIx>>) {
    for group in family.groups {
        let mut all: Vec<ReportIx> = group
            .iter()
            .flat_map(|m| std::iter::once(*m).chain(copies.get(m).into_iter().flatten().copied()))
            .collect();
        all.sort_unstable();
        for m in &group {
            for c in copies.get(m).into_iter().flatten() {
                out.lineage.edges.push(LineageEdge {
                    from: Parent::Report(*m),
                    to: *c,
                    kind: Derivation::Copy,
                    confidence: 990,
                    signs: vec!["the same text, byte for byte".into()],
                    evidence: Vec::new(),
                    furniture: Vec::new(),
                });
            }
        }
        out.lineage.groups.push(all);
    }
    out.lineage.edges.extend(family.edges);
}
