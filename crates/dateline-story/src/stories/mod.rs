//! Which reports tell one story, which stories belong together, and why.
//!
//! Each report becomes a [`Signature`]: its rare words and names, the opening counting more, and the days it speaks of. Reports are joined bottom-up
//! by the mean likeness of their pairs until no two groups are alike enough; loose groups need less, close ones more ([`ONE_STORY`]). Nothing is
//! learnt from the reports of the run, so that a report more or less changes only the stories it touches.

mod corrected;
mod grouping;
mod likeness;
mod linkage;
mod links;
mod pairs;
mod rarity;
mod signature;
mod threads;

pub use grouping::{Grouping, ONE_STORY, group, group_with};
pub use likeness::likeness_of;
pub use rarity::Rarity;
pub use signature::{Signature, Word, day_of_year};
pub use threads::{ONE_THREAD, threads, threads_with};

use std::collections::BTreeMap;

use dateline_lang::Document;
use dateline_report::{Report, ReportIx};

use crate::{Corrected, Corrections};

pub(crate) use links::{Texts, episodes, explain, related};

/// The stories of a run.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Reports of each story, without copies; sorted, in the order of their first report.
    pub(crate) stories: Vec<Vec<ReportIx>>,
    /// Thread of each story.
    pub(crate) threads: Vec<u32>,
    /// What the grouping knows of each report.
    pub(crate) signatures: BTreeMap<ReportIx, Signature>,
    /// What became of the user's corrections of stories, in their order.
    pub(crate) corrected: Vec<Corrected>,
}

/// Groups reports by story. `copies`: reports that are the same text as a member.
pub(crate) fn find(
    members: &[ReportIx],
    copies: &BTreeMap<ReportIx, Vec<ReportIx>>,
    reports: &[Report],
    docs: &[Document],
    rarity: &Rarity,
    corrections: &Corrections,
) -> Found {
    // By their hashes, so that names of files have no say.
    let mut order = members.to_vec();
    order.sort_by(|a, b| reports[a.0 as usize].sha256.cmp(&reports[b.0 as usize].sha256));
    let signatures: Vec<Signature> =
        order.iter().map(|m| Signature::of(&reports[m.0 as usize], &docs[m.0 as usize], rarity)).collect();
    let wishes = corrected::Wishes::new(&order, copies, reports, &corrections.stories);
    let mut groups = group_with(&signatures, &wishes.apart, ONE_STORY);
    let corrected = wishes.join(&mut groups, &corrections.stories, reports);
    let mut stories: Vec<Vec<ReportIx>> =
        groups.iter().map(|g| g.iter().map(|n| order[*n as usize]).collect()).collect();
    for story in &mut stories {
        story.sort_unstable();
    }
    let mut by_first: Vec<usize> = (0..stories.len()).collect();
    by_first.sort_by(|a, b| stories[*a].cmp(&stories[*b]));
    let groups: Vec<Vec<u32>> = by_first.iter().map(|n| std::mem::take(&mut groups[*n])).collect();
    let stories: Vec<Vec<ReportIx>> = by_first.iter().map(|n| std::mem::take(&mut stories[*n])).collect();
    let mut of = vec![0; stories.len()];
    for (n, thread) in threads(&signatures, &groups).iter().enumerate() {
        for story in thread {
            of[*story as usize] = n as u32;
        }
    }
    Found { stories, threads: of, signatures: order.into_iter().zip(signatures).collect(), corrected }
}
