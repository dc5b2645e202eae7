//! `reuse`: was a text written from another, and how closely (the set of Clough and Stevenson: near copy, light and heavy revision, independent)?
//! The measures are the product's (`dateline_story::reuse`); what they mean is learnt by logistic regression from all tasks but the one that is
//! judged, since the set is there for measuring only and nothing of it is shipped.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use dateline_story::reuse::Reuse;

use super::{Figures, Options};

/// Grades of the set, from independent to copied.
const GRADES: [&str; 4] = ["non", "heavy", "light", "cut"];
/// Number of measures, and one that is always there.
const SIZE: usize = 9;
/// Weight of the squares of the weights.
const SMALL: f64 = 1.0 / 3.0;
const STEPS: usize = 3000;

type Row = [f64; SIZE];

/// Multinomial logistic regression on measures brought to mean 0 and deviation 1, by gradient descent from zero: no chance in it.
struct Judge {
    mean: Row,
    deviation: Row,
    weights: Vec<Row>,
}

impl Judge {
    fn learn(rows: &[(Row, usize)], classes: usize) -> Self {
        let n = rows.len() as f64;
        let (mut mean, mut deviation) = ([0.0; SIZE], [1.0; SIZE]);
        for k in 0..SIZE - 1 {
            mean[k] = rows.iter().map(|r| r.0[k]).sum::<f64>() / n;
            deviation[k] = (rows.iter().map(|r| (r.0[k] - mean[k]).powi(2)).sum::<f64>() / n).sqrt().max(1e-9);
        }
        let mut judge = Self { mean, deviation, weights: vec![[0.0; SIZE]; classes] };
        let scaled: Vec<(Row, usize)> = rows.iter().map(|(r, c)| (judge.scale(r), *c)).collect();
        for _ in 0..STEPS {
            let mut slope = vec![[0.0; SIZE]; classes];
            for (row, class) in &scaled {
                for (c, p) in judge.shares(row).into_iter().enumerate() {
                    let miss = p - f64::from(u8::from(c == *class));
                    for k in 0..SIZE {
                        slope[c][k] += miss * row[k];
                    }
                }
            }
            for (w, s) in judge.weights.iter_mut().zip(&slope) {
                for k in 0..SIZE {
                    let pull = if k + 1 < SIZE { SMALL * w[k] } else { 0.0 };
                    w[k] -= 0.5 / n * (s[k] + pull);
                }
            }
        }
        judge
    }

    fn scale(&self, row: &Row) -> Row {
        std::array::from_fn(|k| (row[k] - self.mean[k]) / self.deviation[k])
    }

    fn shares(&self, scaled: &Row) -> Vec<f64> {
        let scores: Vec<f64> =
            self.weights.iter().map(|w| w.iter().zip(scaled).map(|(a, b)| a * b).sum::<f64>()).collect();
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let parts: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
        let all: f64 = parts.iter().sum();
        parts.into_iter().map(|p| p / all).collect()
    }

    fn judge(&self, row: &Row) -> (usize, f64) {
        let shares = self.shares(&self.scale(row));
        shares.into_iter().enumerate().fold((0, -1.0), |best, (c, p)| if p > best.1 { (c, p) } else { best })
    }
}

/// Measures.
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let mut path = options.set.clone();
    if path.is_dir() {
        path.push("clough-stevenson.jsonl");
    }
    let text = std::fs::read_to_string(&path).map_err(|e| e.to_string())?;
    let read = |line: &str| -> Option<[String; 4]> {
        let v: serde_json::Value = serde_json::from_str(line).ok()?;
        let field = |k: &str| v.get(k).and_then(serde_json::Value::as_str).map(ToString::to_string);
        Some([field("file")?, field("task")?, field("category")?, field("text")?])
    };
    let texts: Vec<[String; 4]> = text.lines().filter_map(read).collect();
    let mut items: Vec<(Row, usize, &str, &str)> = Vec::new();
    let (mut spent, mut words) = (Duration::ZERO, 0);
    for [file, task, category, answer] in &texts {
        let Some(grade) = GRADES.iter().position(|g| g == category) else { continue };
        let Some([.., original]) = texts.iter().find(|t| t[1] == *task && t[2] == "orig") else {
            return Err(format!("task {task} has no original"));
        };
        #[expect(clippy::disallowed_methods, reason = "speed is measured here")]
        let begin = Instant::now();
        let found = Reuse::of(answer, original);
        spent += begin.elapsed();
        words += found.words;
        let mut row = [1.0; SIZE];
        for (slot, value) in row.iter_mut().zip(found.features()) {
            *slot = f64::from(value);
        }
        items.push((row, grade, task, file));
    }
    let tasks: BTreeSet<&str> = items.iter().map(|i| i.2).collect();
    let (mut grades, mut binary, mut worst, mut reliability) = (0, 0, Vec::new(), Vec::new());
    for task in tasks {
        let others = |map: fn(usize) -> usize| -> Vec<(Row, usize)> {
            items.iter().filter(|i| i.2 != task).map(|i| (i.0, map(i.1))).collect()
        };
        let graded = Judge::learn(&others(|g| g), GRADES.len());
        let reused = Judge::learn(&others(|g| usize::from(g > 0)), 2);
        for (row, grade, _, file) in items.iter().filter(|i| i.2 == task) {
            let (found, sure) = graded.judge(row);
            let (reuse, _) = reused.judge(row);
            grades += usize::from(found == *grade);
            binary += usize::from((reuse == 1) == (*grade > 0));
            reliability.push((sure, found == *grade));
            if found != *grade {
                worst.push((
                    -(found.abs_diff(*grade) as f64),
                    format!("{file}: {} taken for {}", GRADES[*grade], GRADES[found]),
                ));
            }
        }
    }
    worst.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    let percent = |n: usize| 100.0 * n as f64 / items.len().max(1) as f64;
    Ok(Figures {
        figures: vec![("binary_accuracy".into(), percent(binary)), ("grade_accuracy".into(), percent(grades))],
        items: items.len(),
        words,
        spent,
        worst,
        reliability,
        ..Figures::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_told_apart_is_learnt() {
        let row = |x: f64| {
            let mut r = [1.0; SIZE];
            r[0] = x;
            r
        };
        let rows: Vec<(Row, usize)> = (0..10).map(|n| (row(f64::from(n)), usize::from(n > 4))).collect();
        let judge = Judge::learn(&rows, 2);
        assert_eq!((judge.judge(&row(0.0)).0, judge.judge(&row(9.0)).0), (0, 1));
    }
}
