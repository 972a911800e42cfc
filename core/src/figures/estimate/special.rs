//! Distribution functions and their quantiles: the gamma function, the Beta and Student's t distributions.
//!
//! `exp`, `ln` and `powf` are the platform's: the last bits may differ between platforms, far below the precision of an
//! estimate.

/// The 0.975 quantile of the normal distribution, which leaves 2.5 % on either side of a 95 % interval.
pub const Z: f64 = 1.959_963_984_540_054;

/// The 0.95 quantile of χ² with one degree of freedom, [`Z`]².
pub(super) const CHI2: f64 = 3.841_458_820_694_124;

/// Returns ln Γ(x) for x > 0, by Lanczos' approximation with g = 7 and nine terms (relative error below 10⁻¹³).
pub(super) fn ln_gamma(x: f64) -> f64 {
    const FIRST: f64 = 0.999_999_999_999_809_9;
    const TERMS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    // Γ(x) = Γ(x + 1) ÷ x keeps the approximation where it is accurate.
    if x < 0.5 {
        return ln_gamma(x + 1.0) - x.ln();
    }
    let x = x - 1.0;
    let sum = TERMS.iter().zip(1u8..).fold(FIRST, |sum, (term, i)| sum + term / (x + f64::from(i)));
    let base = x + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * base.ln() - base + sum.ln()
}

/// Returns the distribution function of Beta(a, b) at x, the regularised incomplete beta function Iₓ(a, b); a, b > 0.
///
/// The continued fraction of DLMF 8.17.22, evaluated by Lentz' method on the side where it converges fast.
pub(super) fn beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_fraction(1.0 - x, b, a);
    }
    beta_fraction(x, a, b)
}

fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let keep = |v: f64| if v.abs() < TINY { TINY } else { v };
    let front = (a * x.ln() + b * (-x).ln_1p() + ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b)).exp() / a;
    let mut c = 1.0;
    let mut d = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..10_000u16 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / keep(1.0 + term * d);
            c = keep(1.0 + term / c);
            change = c * d;
            value *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * value
}

/// Returns the x at which [`beta`] is `p`, by bisection.
pub(super) fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut lower, mut upper) = (0.0, 1.0);
    for _ in 0..200 {
        let middle = 0.5 * (lower + upper);
        if beta(middle, a, b) < p {
            lower = middle;
        } else {
            upper = middle;
        }
    }
    0.5 * (lower + upper)
}

/// Returns the 0.975 quantile of Student's t with `df` degrees of freedom: if T has that distribution, df ÷ (df + T²)
/// is Beta(df/2, 1/2).
pub(super) fn t_quantile(df: f64) -> f64 {
    let x = beta_quantile(0.05, 0.5 * df, 0.5);
    (df * (1.0 - x) / x).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() <= 1e-11 * expected.abs().max(1.0), "{value} {expected}");
    }

    #[test]
    fn gamma_is_the_factorial_and_the_root_of_pi() {
        let mut factorial = 0.0;
        for n in 1..60u8 {
            close(ln_gamma(f64::from(n)), factorial);
            factorial += f64::from(n).ln();
        }
        close(ln_gamma(0.5), 0.5 * std::f64::consts::PI.ln());
        close(ln_gamma(0.25), 3.625_609_908_221_908_f64.ln());
    }

    #[test]
    fn beta_of_whole_numbers_is_the_tail_of_a_binomial() {
        // P(X ≥ 3) of 10 trials at 0.2 is 1 − 0.107374182 − 0.268435456 − 0.301989888.
        close(beta(0.2, 3.0, 8.0), 0.322_200_473_6);
        close(beta(0.3, 1.0, 1.0), 0.3);
        close(beta(0.9, 8.0, 1.0), 0.9_f64.powi(8));
    }

    #[test]
    fn the_quantile_of_beta_undoes_its_distribution() {
        for (a, b) in [(0.5, 0.5), (1.0, 20.0), (81.0, 183.0), (900.0, 3.5), (40_000.0, 1e6)] {
            for p in [0.001, 0.025, 0.5, 0.975] {
                assert!((beta(beta_quantile(p, a, b), a, b) - p).abs() < 1e-9, "{a} {b} {p}");
            }
        }
    }

    #[test]
    fn the_quantiles_of_t_are_those_of_the_tables() {
        for (df, table) in
            [(1.0, 12.706_204_736), (2.0, 4.302_652_730), (14.0, 2.144_786_688), (197.0, 1.972_079_034)]
        {
            assert!((t_quantile(df) - table).abs() < 5e-9, "{df} {}", t_quantile(df));
        }
        assert!((t_quantile(1e7) - Z).abs() < 1e-6);
    }
}
