//! Byte forms: the finished network, and a run that is not finished.

use std::path::Path;

use super::plan::{Plan, Slot, Values};
use super::{Adam, Course};
use crate::TrainError;

fn number(n: usize, out: &mut Vec<u8>) {
    out.extend((n as u32).to_le_bytes());
}

fn floats(values: &[f32], out: &mut Vec<u8>) {
    for v in values {
        out.extend(v.to_le_bytes());
    }
}

fn byte(v: f32, unit: f32) -> u8 {
    let q = if unit > 0.0 { (v / unit).round().clamp(-127.0, 127.0) } else { 0.0 };
    q as i8 as u8
}

fn matrix(values: &[f32], slot: Slot, bias: &[f32], out: &mut Vec<u8>) {
    let rows: Vec<&[f32]> = slot.of(values).chunks_exact(slot.columns).collect();
    let units: Vec<f32> = rows.iter().map(|r| r.iter().fold(0.0f32, |m, v| m.max(v.abs())) / 127.0).collect();
    floats(&units, out);
    floats(bias, out);
    for (row, unit) in rows.iter().zip(&units) {
        out.extend(row.iter().map(|v| byte(*v, *unit)));
    }
}

/// The form that `dateline_lang::engine::net::Net::read` reads, after its first bytes.
pub(super) fn network(plan: &Plan, known: &[u32], values: &Values, out: &mut Vec<u8>) {
    let s = plan.sizes;
    for n in [s.half, s.layers, s.arc, s.rel, s.tags, s.rels, known.len()] {
        number(n, out);
    }
    for k in known {
        out.extend(k.to_le_bytes());
    }
    for table in &values.tables {
        // a few numbers far out must not make the rest coarse
        let mut sizes: Vec<f32> = table.iter().map(|v| v.abs()).collect();
        sizes.sort_by(f32::total_cmp);
        let unit = sizes.get(sizes.len() * 9_999 / 10_000).copied().unwrap_or(0.0) / 127.0;
        floats(&[unit], out);
        out.extend(table.iter().map(|v| byte(*v, unit)));
    }
    let v = &values.dense;
    matrix(v, plan.project, plan.project_bias.of(v), out);
    for layer in &plan.layers {
        matrix(v, layer.weights, layer.bias.of(v), out);
        floats(layer.forget.of(v), out);
        floats(layer.reset.of(v), out);
    }
    matrix(v, plan.tags, plan.tags_bias.of(v), out);
    matrix(v, plan.roles, plan.roles_bias.of(v), out);
    matrix(v, plan.biaffine, &vec![0.0; plan.biaffine.rows], out);
    floats(plan.readiness.of(v), out);
    floats(plan.root_arc.of(v), out);
    matrix(v, plan.relation, plan.relation_bias.of(v), out);
}

/// What tells one run from another: a run is taken up only where all of it is the same.
fn mark(plan: &Plan, course: &Course) -> String {
    format!("{course:?} {:?} {}\n", plan.tables, plan.len)
}

fn all(values: &mut Values) -> Vec<&mut Vec<f32>> {
    let Values { dense, tables } = values;
    std::iter::once(dense).chain(tables.iter_mut()).collect()
}

/// Keeps an unfinished run.
pub(super) fn keep(
    path: &Path,
    pass: usize,
    plan: &Plan,
    course: &Course,
    values: &Values,
    adam: &Adam,
) -> Result<(), TrainError> {
    let mut out = mark(plan, course).into_bytes();
    number(pass, &mut out);
    number(adam.steps as usize, &mut out);
    for v in [values, &adam.first, &adam.second] {
        floats(&v.dense, &mut out);
        for t in &v.tables {
            floats(t, &mut out);
        }
    }
    // written beside and renamed, so that a stop in between leaves the old one whole
    let beside = path.with_extension("new");
    let failed = |problem| TrainError::Kept { path: path.into(), problem };
    std::fs::write(&beside, out).map_err(failed)?;
    std::fs::rename(&beside, path).map_err(failed)
}

/// An unfinished run of the same kind, if there is one: passes done, values, running means.
pub(super) fn unfinished(path: &Path, plan: &Plan, course: &Course) -> Option<(usize, Values, Adam)> {
    let bytes = std::fs::read(path).ok()?;
    let mut rest = bytes.strip_prefix(mark(plan, course).as_bytes())?;
    let mut take = |n: usize| {
        let (head, tail) = rest.split_at_checked(n)?;
        rest = tail;
        Some(head)
    };
    let pass = u32::from_le_bytes(take(4)?.try_into().ok()?) as usize;
    let steps = u32::from_le_bytes(take(4)?.try_into().ok()?) as i32;
    let empty =
        Values { dense: vec![0.0; plan.len], tables: plan.tables.iter().map(|(r, w)| vec![0.0; r * w]).collect() };
    let mut read = [empty.clone(), empty.clone(), empty];
    for values in &mut read {
        for list in all(values) {
            let bytes = take(list.len() * 4)?;
            for (v, b) in list.iter_mut().zip(bytes.chunks_exact(4)) {
                *v = f32::from_le_bytes([b[0], b[1], b[2], b[3]]);
            }
        }
    }
    let [values, first, second] = read;
    Some((pass, values, Adam { first, second, steps }))
}
