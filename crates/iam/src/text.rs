//! Texts that are spelled alike.

/// The longest texts compared; names of actions and keys are shorter.
const LONGEST: usize = 128;

/// Levenshtein distance over bytes; far apart where the lengths are.
pub(crate) fn edit_distance(a: &str, b: &str) -> usize {
    if a.len() > LONGEST || b.len() > LONGEST || a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    if a == b {
        return 0;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (above, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let cost = (diagonal + usize::from(x != y))
                .min(left + 1)
                .min(*above + 1);
            diagonal = std::mem::replace(above, cost);
            left = cost;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_letters_changed_added_and_left_out() {
        for (a, b, expected) in [
            ("", "", 0),
            ("connect", "connect", 0),
            ("connect", "conect", 1),
            ("connect", "konnekt", 2),
            ("ab", "ba", 2),
            ("abc", "ca", 3),
            ("", "ab", 2),
        ] {
            assert_eq!(edit_distance(a, b), expected, "{a} {b}");
            assert_eq!(edit_distance(b, a), expected, "{b} {a}");
        }
        assert_eq!(
            edit_distance("", "abc"),
            usize::MAX,
            "told apart by length alone"
        );
    }

    #[test]
    fn texts_of_the_longest_length_are_compared_and_longer_ones_are_not() {
        let (longest, longer) = ("a".repeat(LONGEST), "a".repeat(LONGEST + 1));
        let changed = |text: &str| text.replacen('a', "b", 1);
        assert_eq!(edit_distance(&longest, &changed(&longest)), 1);
        assert_eq!(edit_distance(&longer, &changed(&longer)), usize::MAX);
        assert_eq!(edit_distance(&longest, &longer), usize::MAX);
        assert_eq!(edit_distance(&longer, &longest), usize::MAX);
    }
}
