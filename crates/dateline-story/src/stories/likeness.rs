//! How alike two reports are.

use super::signature::{Signature, UNIT};

/// One whole: likeness is counted in millionths, so that sums do not depend on their order.
pub(super) const WHOLE: u32 = 1_000_000;

/// Days that both reports print, so far apart at most, are one.
const SAME_DAYS: u16 = 3;
/// Reports whose printed days all lie farther apart speak of different happenings.
const OTHER_DAYS: u16 = 25;
/// Days of the circle on which days of the year are compared.
const YEAR: u16 = 365;
/// Published, or opened, farther apart than this reports tell, as a rule, of different happenings, or of a much later episode.
pub(super) const LATER: u16 = 25;
/// Beyond a quarter of a year they count as unlike; the years need not be known.
pub(super) const MUCH_LATER: u16 = 90;

/// What the days of two reports say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Days {
    /// Both print a day that is the same, or nearly.
    Same,
    /// Nothing.
    Silent,
    /// All days that they print lie apart.
    Apart,
    /// The reports themselves lie weeks apart.
    Later,
    /// The reports lie more than a quarter of a year apart.
    FarApart,
}

/// Days between two days of the year.
fn circle(x: u16, y: u16) -> u16 {
    let gap = x.abs_diff(y);
    gap.min(YEAR.saturating_sub(gap))
}

/// What is left of a likeness when it turns out on which days of the year the reports open.
pub(super) fn once_dated(likeness: u64, opened: (u16, u16)) -> u64 {
    match circle(opened.0, opened.1) {
        gap if gap > MUCH_LATER => 0,
        gap if gap > LATER => likeness / 4 * 3,
        _ => likeness,
    }
}

/// Days between the two nearest days of two sorted lists; [`u16::MAX`] if one is empty.
fn least_gap(a: &[u16], b: &[u16]) -> u16 {
    let ([first_a, ..], [first_b, ..], Some(last_a), Some(last_b)) = (a, b, a.last(), b.last()) else {
        return u16::MAX;
    };
    // Around the end of the year the nearest are the first day of the one and the last of the other.
    let mut least = circle(*first_a, *last_b).min(circle(*first_b, *last_a));
    let (mut x, mut y) = (0, 0);
    while let (Some(own), Some(theirs)) = (a.get(x), b.get(y)) {
        least = least.min(own.abs_diff(*theirs));
        x += usize::from(own <= theirs);
        y += usize::from(theirs <= own);
    }
    least
}

/// Compares the days of two reports.
pub(super) fn days(a: &Signature, b: &Signature) -> Days {
    let printed = match least_gap(&a.days, &b.days) {
        u16::MAX => Days::Silent,
        gap if gap <= SAME_DAYS => Days::Same,
        gap if gap > OTHER_DAYS => Days::Apart,
        _ => Days::Silent,
    };
    let between = match ((a.published, b.published), (a.opened, b.opened)) {
        ((Some(x), Some(y)), _) => u16::try_from((x - y).unsigned_abs()).unwrap_or(u16::MAX),
        (_, (Some(x), Some(y))) => circle(x, y),
        _ => 0,
    };
    match between {
        gap if gap > MUCH_LATER => Days::FarApart,
        gap if gap > LATER => Days::Later,
        _ => printed,
    }
}

/// Words in common, in millionths: the cosine of the two vectors.
pub(super) fn words(a: &Signature, b: &Signature) -> u32 {
    let (mut x, mut y, mut sum) = (0, 0, 0u64);
    // Without branches on which is less, which cannot be foreseen.
    while let (Some(own), Some(theirs)) = (a.terms.get(x), b.terms.get(y)) {
        if own == theirs {
            sum += u64::from(a.weight(x) * b.weight(y));
        }
        x += usize::from(own <= theirs);
        y += usize::from(theirs <= own);
    }
    let one = u64::from(UNIT) * u64::from(UNIT);
    u32::try_from(sum * u64::from(WHOLE) / one).unwrap_or(WHOLE).min(WHOLE)
}

/// Likeness of two reports in millionths: words in common, more if both print the same day, less if all their days lie apart, or if each opens in
/// a state of its own.
///
/// Of pairs of reports of one story in ECB+ 28 in 100 print a day in common and 5 only days far apart; of pairs of two stories of one kind it is
/// 1 and 23.
pub(super) fn likeness(a: &Signature, b: &Signature) -> u32 {
    whole(words(a, b), days(a, b), a, b)
}

/// Each of the two opens with a state that the other never names: the same president in another country, the same kind of storm elsewhere.
///
/// Of pairs of ECB+ with 0.35 to 0.5 of their words in common seven in ten tell one story; of those of them to which this applies three in ten do.
pub(super) fn elsewhere(a: &Signature, b: &Signature) -> bool {
    let lacks = |x: &Signature, y: &Signature| {
        x.states.iter().any(|s| s & 1 == 1 && y.states.binary_search_by_key(&(s >> 1), |t| t >> 1).is_err())
    };
    lacks(a, b) && lacks(b, a)
}

/// Likeness from words in common.
pub(super) fn whole(words: u32, days: Days, a: &Signature, b: &Signature) -> u32 {
    let found = weigh(words, days);
    if elsewhere(a, b) { found / 4 * 3 } else { found }
}

/// How alike two reports are, in millionths. Two reports alone tell one story from [`ONE_STORY`](super::ONE_STORY) on.
#[must_use]
pub fn likeness_of(a: &Signature, b: &Signature) -> u32 {
    likeness(a, b)
}

/// The most that [`weigh`] can make of words in common.
pub(super) const MOST: (u32, u32) = (4, 3);

/// Likeness from words in common and what the days say; more words never make it less.
pub(super) fn weigh(words: u32, days: Days) -> u32 {
    match days {
        Days::Same => (words / MOST.1 * MOST.0).min(WHOLE),
        Days::Silent => words,
        Days::Apart => words / 4 * 3,
        Days::Later => words / 4 * 3,
        Days::FarApart => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(states: &[(&str, bool)]) -> Signature {
        Signature::default().with_states(states.iter().copied())
    }

    #[test]
    fn the_least_gap_is_that_of_the_nearest_two_days() {
        let lists: [&[u16]; 7] = [&[], &[3], &[9, 200], &[40, 364], &[0, 180, 371], &[1, 2, 360], &[100, 101, 102]];
        for a in lists {
            for b in lists {
                let of_all = a.iter().flat_map(|x| b.iter().map(|y| circle(*x, *y))).min().unwrap_or(u16::MAX);
                assert_eq!(least_gap(a, b), of_all, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_state_of_its_own_at_the_opening_of_both_makes_two_reports_less_alike() {
        let norway = with(&[("NOR", true), ("VNM", true)]);
        let chile = with(&[("CHL", true), ("VNM", true)]);
        assert_eq!(whole(400_000, Days::Silent, &norway, &chile), 300_000);
        // One of them may know less, or name the other's state further down.
        assert_eq!(whole(400_000, Days::Silent, &norway, &with(&[("VNM", true)])), 400_000);
        assert_eq!(
            whole(400_000, Days::Silent, &norway, &with(&[("CHL", true), ("NOR", false), ("VNM", false)])),
            400_000
        );
        assert_eq!(whole(400_000, Days::Silent, &norway, &Signature::default()), 400_000);
    }
}
