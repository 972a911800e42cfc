//! A line-by-line difference of two texts.

/// Returns the lines of both texts, marked `-` if only in `expected` and `+` if only in `got`.
pub(crate) fn show(expected: &str, got: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), got.lines().collect());
    // The length of the longest common subsequence of lines from each pair of positions on.
    let mut common = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] =
                if a[i] == b[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut shown = String::new();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            shown.push_str(&format!("  {}\n", a[i]));
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && (j == b.len() || common[i + 1][j] >= common[i][j + 1]) {
            shown.push_str(&format!("- {}\n", a[i]));
            i += 1;
        } else {
            shown.push_str(&format!("+ {}\n", b[j]));
            j += 1;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::show;

    #[test]
    fn lines_of_one_text_only_are_marked() {
        assert_eq!(show("a\nb\nc\n", "a\nx\nc\nd\n"), "  a\n- b\n+ x\n  c\n+ d\n");
    }
}
