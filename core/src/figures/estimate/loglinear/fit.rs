//! Fitting a Poisson log-linear model by Newton's method, and the profile likelihood of the number of persons.

use super::Fit;
use crate::figures::estimate::Interval;
use crate::figures::estimate::special::{CHI2, ln_gamma};

/// Most steps of Newton's method. It converges in fewer than ten where there is a maximum.
const STEPS: usize = 100;

/// Most halvings of one step.
const HALVINGS: usize = 30;

/// A fitted count below this, in a table that does not determine all coefficients by its cells with persons, goes to zero.
const VANISHING: f64 = 1e-7;

/// The cells of a table with persons seen: a design row, a count and an offset for each. The first column is 1.
#[derive(Clone, Debug)]
pub struct Cells {
    pub rows: Vec<Vec<f64>>,
    pub counts: Vec<f64>,
    pub offsets: Vec<f64>,
}

#[derive(Clone, Debug)]
pub struct Fitted {
    pub coefficients: Vec<f64>,
    deviance: f64,
    log_likelihood: f64,
    cells: usize,
    /// The variance of the first coefficient.
    variance: f64,
}

impl Fitted {
    /// Returns the number of persons and its standard error, of `seen` persons.
    pub fn fit(&self, seen: u64) -> Fit {
        let unseen = self.unseen();
        let parameters = self.coefficients.len();
        Fit {
            total: seen as f64 + unseen,
            standard_error: (unseen + unseen * unseen * self.variance).sqrt(),
            deviance: self.deviance,
            degrees_of_freedom: self.cells - parameters,
            aic: 2.0 * (parameters as f64 - self.log_likelihood),
        }
    }

    fn unseen(&self) -> f64 {
        self.coefficients.first().copied().unwrap_or_default().exp()
    }
}

/// Returns the maximum likelihood fit; none if the likelihood has no finite maximum or the table does not determine it.
///
/// There is one if the cells with persons alone determine every coefficient. Otherwise it exists exactly if there are
/// positive counts with the same marginal totals (Fienberg & Rinaldo 2012): those that Newton's method finds, unless one of
/// them goes to zero.
pub fn fit(cells: &Cells) -> Option<Fitted> {
    let parameters = cells.rows.first()?.len();
    if parameters > cells.rows.len() {
        return None;
    }
    let with_persons: Vec<f64> = cells.counts.iter().map(|&y| f64::from(u8::from(y > 0.0))).collect();
    let determined = factor(&information(cells, &with_persons)).is_some();
    // The first step is weighted least squares on the logarithms of the counts.
    let mut means: Vec<f64> = cells.counts.iter().map(|y| y + 0.5).collect();
    let mut coefficients = vec![0.0; parameters];
    let mut deviance = f64::INFINITY;
    for step in 0..STEPS {
        let root = factor(&information(cells, &means))?;
        let working = cells.counts.iter().zip(&means).zip(&cells.offsets);
        let working: Vec<f64> =
            working.map(|((y, mean), offset)| mean * (mean.ln() - offset) + y - mean).collect();
        let target = solve(&root, &transposed(cells, &working));
        let before = coefficients.clone();
        let mut part = 1.0;
        let mut next = f64::INFINITY;
        let mut grows = false;
        // Newton's method may overshoot: halve the step until the likelihood grows. If it does not, only rounding is left.
        for _ in 0..HALVINGS {
            coefficients = before.iter().zip(&target).map(|(from, to)| from + part * (to - from)).collect();
            means = expected(cells, &coefficients);
            next = deviance_of(&cells.counts, &means);
            if step == 0 || next <= deviance + 1e-9 * (1.0 + deviance.abs()) {
                grows = true;
                break;
            }
            part *= 0.5;
        }
        if !next.is_finite() {
            return None;
        }
        let moved = before.iter().zip(&coefficients).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        deviance = next;
        if moved < 1e-9 || !grows {
            break;
        }
    }
    if !determined && means.iter().any(|&mean| mean < VANISHING) {
        return None;
    }
    let root = factor(&information(cells, &means))?;
    let mut first = vec![0.0; parameters];
    *first.first_mut()? = 1.0;
    let variance = solve(&root, &first).first().copied()?;
    let terms = cells.counts.iter().zip(&means);
    let log_likelihood = terms.map(|(&y, &mean)| times_ln(y, mean) - mean - ln_gamma(y + 1.0)).sum();
    Some(Fitted { coefficients, deviance, log_likelihood, cells: cells.rows.len(), variance })
}

/// Returns the maximum of the profile likelihood of the number of persons, and the 95 % interval within which twice its
/// logarithm is at most [`CHI2`] lower (Cormack 1992; Rivest & Baillargeon 2007).
///
/// With n₀ unseen and N = n₀ + those seen, the counts are multinomial: ln N! − ln n₀! + Σ y ln(μ/N) over all cells,
/// including the unseen one, with μ fitted to the table with n₀ in it. `near` is where the search starts.
pub fn profile(cells: &Cells, seen: u64, near: f64) -> Option<(f64, Interval)> {
    let seen = seen as f64;
    let mut table = cells.clone();
    let mut unseen_row = vec![0.0; cells.rows.first()?.len()];
    *unseen_row.first_mut()? = 1.0;
    table.rows.push(unseen_row);
    table.counts.push(0.0);
    table.offsets.push(0.0);
    let mut likelihood = |unseen: f64| -> Option<f64> {
        *table.counts.last_mut()? = unseen;
        let fitted = fit(&table)?;
        // −deviance/2 is Σ y ln μ − Σ y ln y, as μ and y have the same sum.
        let total = seen + unseen;
        Some(
            ln_gamma(total + 1.0) - ln_gamma(unseen + 1.0) + times_ln(unseen, unseen)
                - times_ln(total, total)
                - 0.5 * fitted.deviance,
        )
    };
    let start = (near - seen).max(1.0);
    let (mut lower, mut upper) = (0.25 * start, 4.0 * start);
    // Golden section on a function with one maximum.
    let golden = 0.5 * (5.0_f64.sqrt() - 1.0);
    let (mut left, mut right) = (upper - golden * (upper - lower), lower + golden * (upper - lower));
    let (mut at_left, mut at_right) = (likelihood(left)?, likelihood(right)?);
    while upper - lower > 1e-6 * start {
        if at_left > at_right {
            (upper, right, at_right) = (right, left, at_left);
            left = upper - golden * (upper - lower);
            at_left = likelihood(left)?;
        } else {
            (lower, left, at_left) = (left, right, at_right);
            right = lower + golden * (upper - lower);
            at_right = likelihood(right)?;
        }
    }
    let greatest = 0.5 * (lower + upper);
    let least = likelihood(greatest)? - 0.5 * CHI2;
    let from = crossing(&mut likelihood, least, greatest, 0.0)?;
    let mut beyond = 2.0 * greatest + 1.0;
    for _ in 0..20 {
        if likelihood(beyond)? < least {
            let to = crossing(&mut likelihood, least, greatest, beyond)?;
            return Some((seen + greatest, Interval { lower: seen + from, upper: seen + to }));
        }
        beyond *= 2.0;
    }
    None
}

/// Returns where the likelihood falls to `least` between a number at which it is greater and one at which it is not.
fn crossing(
    likelihood: &mut impl FnMut(f64) -> Option<f64>,
    least: f64,
    mut inside: f64,
    mut outside: f64,
) -> Option<f64> {
    while (outside - inside).abs() > 1e-3_f64.max(1e-9 * inside) {
        let middle = 0.5 * (inside + outside);
        if likelihood(middle)? > least {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    Some(0.5 * (inside + outside))
}

fn expected(cells: &Cells, coefficients: &[f64]) -> Vec<f64> {
    let linear = cells.rows.iter().map(|row| row.iter().zip(coefficients).map(|(x, b)| x * b).sum::<f64>());
    linear.zip(&cells.offsets).map(|(linear, offset)| (linear + offset).exp()).collect()
}

fn deviance_of(counts: &[f64], means: &[f64]) -> f64 {
    2.0 * counts.iter().zip(means).map(|(&y, &mean)| times_ln(y, y / mean) - y + mean).sum::<f64>()
}

/// y ln x; 0 if y is 0.
fn times_ln(y: f64, x: f64) -> f64 {
    if y > 0.0 { y * x.ln() } else { 0.0 }
}

/// Xᵀ v.
fn transposed(cells: &Cells, values: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; cells.rows.first().map_or(0, Vec::len)];
    for (row, value) in cells.rows.iter().zip(values) {
        for (sum, x) in sums.iter_mut().zip(row) {
            *sum += x * value;
        }
    }
    sums
}

/// Xᵀ W X.
fn information(cells: &Cells, weights: &[f64]) -> Vec<Vec<f64>> {
    let size = cells.rows.first().map_or(0, Vec::len);
    let mut sums = vec![vec![0.0; size]; size];
    for (row, weight) in cells.rows.iter().zip(weights) {
        for (line, x) in sums.iter_mut().zip(row) {
            for (sum, y) in line.iter_mut().zip(row) {
                *sum += weight * x * y;
            }
        }
    }
    sums
}

/// The lower triangle L of a symmetric matrix L Lᵀ (Cholesky); none if it is singular or not positive.
fn factor(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut root: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (i, line) in matrix.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(i + 1);
        for (j, earlier) in root.iter().enumerate() {
            let dot: f64 = earlier.iter().take(j).zip(&row).map(|(a, b)| a * b).sum();
            row.push((line[j] - dot) / earlier[j]);
        }
        let rest = line[i] - row.iter().map(|x| x * x).sum::<f64>();
        if rest.is_nan() || rest <= 1e-12 * line[i] {
            return None;
        }
        row.push(rest.sqrt());
        root.push(row);
    }
    Some(root)
}

/// x of L Lᵀ x = b.
fn solve(root: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut x: Vec<f64> = Vec::with_capacity(b.len());
    for (row, value) in root.iter().zip(b) {
        let dot: f64 = row.iter().zip(&x).map(|(a, b)| a * b).sum();
        x.push((value - dot) / row[x.len()]);
    }
    for i in (0..x.len()).rev() {
        let dot: f64 = (i + 1..x.len()).map(|j| root[j][i] * x[j]).sum();
        x[i] = (x[i] - dot) / root[i][i];
    }
    x
}
