//! One story as the later stages see it.

use std::collections::BTreeMap;

use dateline_lang::Document;
use dateline_lang::mention::MentionIx;
use dateline_lang::time::Resolved;
use dateline_lang::token::SentenceKind;
use dateline_report::{Byte, Evidence, Interval, Report, ReportIx, Span};

use crate::align::Alignment;
use crate::terms::Terms;
use crate::{Actor, ActorIx, Lineage, Published, StoryIx};

/// The reports of one story with everything that is already known of them.
pub(crate) struct View<'a> {
    pub(crate) story: StoryIx,
    /// Reports of the story in the order of publication (undated first), one for each distinct text.
    pub(crate) members: Vec<ReportIx>,
    pub(crate) reports: &'a [Report],
    pub(crate) docs: &'a [Document],
    pub(crate) published: &'a BTreeMap<ReportIx, Published>,
    /// Values of the times of each document.
    pub(crate) times: &'a BTreeMap<ReportIx, Vec<Option<Resolved>>>,
    pub(crate) actors: &'a [Actor],
    /// Who each mention of each document is.
    pub(crate) cast: &'a BTreeMap<ReportIx, Vec<Option<ActorIx>>>,
    pub(crate) align: &'a Alignment,
    pub(crate) lineage: &'a Lineage,
    pub(crate) terms: &'a Terms,
}

impl<'a> View<'a> {
    /// A report.
    pub(crate) fn report(&self, ix: ReportIx) -> &'a Report {
        &self.reports[ix.0 as usize]
    }

    /// A document.
    pub(crate) fn doc(&self, ix: ReportIx) -> &'a Document {
        &self.docs[ix.0 as usize]
    }

    /// The words of a passage.
    pub(crate) fn words(&self, e: Evidence) -> &'a str {
        self.report(e.report).slice(e.span)
    }

    /// Who a mention is.
    pub(crate) fn actor(&self, report: ReportIx, mention: MentionIx) -> Option<ActorIx> {
        *self.cast.get(&report)?.get(mention.at())?
    }

    /// The value of a document's time.
    pub(crate) fn time(&self, report: ReportIx, time: u32) -> Option<&'a Resolved> {
        self.times.get(&report)?.get(time as usize)?.as_ref()
    }

    /// The days of a document's time, if it has any.
    pub(crate) fn interval(&self, report: ReportIx, time: u32) -> Option<Interval> {
        self.time(report, time).map(|r| r.interval).filter(|i| i.from.is_some() || i.to.is_some())
    }

    /// Number of the sentence that contains most of a span.
    pub(crate) fn sentence(&self, report: ReportIx, span: Span<Byte>) -> Option<usize> {
        let sentences = &self.doc(report).sentences;
        let at = sentences.partition_point(|s| s.span.end <= span.start);
        (at..sentences.len())
            .take_while(|n| sentences[*n].span.start < span.end)
            .max_by_key(|n| (sentences[*n].span.shared(span), std::cmp::Reverse(*n)))
    }

    /// The aligned passage of the sentence of a span.
    pub(crate) fn passage(&self, report: ReportIx, span: Span<Byte>) -> Option<u32> {
        self.align.passage(report, self.sentence(report, span)? as u32)
    }

    /// Does a span stand in a headline, standfirst or heading?
    pub(crate) fn is_headline(&self, report: ReportIx, span: Span<Byte>) -> bool {
        self.sentence(report, span).is_some_and(|n| {
            matches!(
                self.doc(report).sentences[n].kind,
                SentenceKind::Title | SentenceKind::Heading | SentenceKind::Standfirst
            )
        })
    }

    /// Place of a report in the order of publication.
    pub(crate) fn rank(&self, report: ReportIx) -> usize {
        self.members.iter().position(|m| *m == report).unwrap_or(0)
    }

    /// State code of an actor: its own if it is a state, else the state it belongs to.
    pub(crate) fn state(&self, actor: ActorIx) -> Option<&'a str> {
        self.actors.get(actor.at())?.state.as_deref()
    }
}
