//! The smallest record: nothing of it can be left out, and its values are as plain as they can be.

use super::domain::Place;
use super::encode::Encoder;
use super::limit::Limit;
use super::record::Record;
use super::solver::{Found, Lit};
use crate::language::expr::Constant;

/// The cases of each cell.
type Cells = Vec<((Place, u32), Vec<(Constant, Lit)>)>;

/// Returns a record for which `goal` holds, with every part removed that `goal` does not need. Of several values those
/// near the day `start` and those declared first are chosen.
pub(super) fn smallest(encoder: &mut Encoder<'_>, goal: Lit, start: i32) -> Result<Record, Limit> {
    let mut fixed = vec![goal];
    let lists: Vec<((Place, u32), Lit, Vec<Lit>)> =
        encoder.lists.iter().map(|(place, rows)| (*place, rows.missing, rows.present.clone())).collect();
    // Whole lists first, then elements from the last, then fields from the last.
    for (_, missing, _) in &lists {
        prefer(encoder, &mut fixed, *missing)?;
    }
    for (_, _, present) in &lists {
        for lit in present.iter().rev() {
            prefer(encoder, &mut fixed, !*lit)?;
        }
    }
    let cells: Cells =
        encoder.cells.iter().map(|(place, symbol)| (*place, symbol.cases().to_vec())).collect();
    for (_, cases) in cells.iter().rev() {
        let known = encoder.gates.or(cases.iter().map(|(_, lit)| *lit));
        prefer(encoder, &mut fixed, !known)?;
    }
    for (_, cases) in &cells {
        let mut cases: Vec<&(Constant, Lit)> = cases.iter().collect();
        cases.sort_by_key(|(value, _)| distance(value, start));
        for (_, lit) in cases {
            if prefer(encoder, &mut fixed, *lit)? {
                break;
            }
        }
    }
    if encoder.gates.solve(&fixed) != Found::Model {
        return Err(Limit::TooLarge);
    }
    Ok(found(encoder))
}

/// Returns the record that the solver has found.
pub(super) fn found(encoder: &Encoder<'_>) -> Record {
    let mut record = Record::default();
    for (place, symbol) in &encoder.cells {
        let cases = symbol.cases();
        if let Some((value, _)) = cases.iter().find(|(_, lit)| encoder.gates.holds(*lit)) {
            record.cells.insert(*place, value.clone());
        }
    }
    for (place, rows) in &encoder.lists {
        if !encoder.gates.holds(rows.missing) {
            let len = rows.present.iter().take_while(|lit| encoder.gates.holds(**lit)).count();
            record.lists.insert(*place, (rows.first, len as u32));
        }
    }
    record
}

/// Fixes `lit` if there is a record with all that is fixed and it.
fn prefer(encoder: &mut Encoder<'_>, fixed: &mut Vec<Lit>, lit: Lit) -> Result<bool, Limit> {
    if lit == Lit::TRUE || lit == Lit::FALSE {
        return Ok(lit == Lit::TRUE);
    }
    fixed.push(lit);
    match encoder.gates.solve(fixed) {
        Found::Model => Ok(true),
        Found::Nothing => {
            fixed.pop();
            Ok(false)
        }
        Found::Limit => Err(Limit::TooLarge),
    }
}

/// Returns how far a value is from a plain one; values with the same distance keep their order.
fn distance(value: &Constant, start: i32) -> u64 {
    match value {
        Constant::Date(day) => i64::from(day.0).abs_diff(i64::from(start)),
        Constant::Int(number) => number.unsigned_abs(),
        _ => 0,
    }
}
