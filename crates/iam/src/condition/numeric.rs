//! Numbers of any length, compared exactly.

use std::cmp::Ordering;

/// A decimal number: `12`, `-0.5`, `1e3`.
///
/// Amazon documents *integer or decimal*. Floating point would call 9007199254740993 and
/// 9007199254740992 equal, so numbers keep their digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    /// Without leading and trailing zeros; empty for zero.
    digits: Box<[u8]>,
    /// The value is `0.digits × 10^exponent`.
    exponent: i64,
}

impl Decimal {
    /// Reads a number; blanks around it are ignored.
    pub(crate) fn parse(text: &str) -> Option<Decimal> {
        let text = text.trim();
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, power) = match text.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, i64::from(power.parse::<i32>().ok()?)),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = || whole.bytes().chain(fraction.bytes());
        if all().next().is_none() || !all().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let leading = all().take_while(|digit| *digit == b'0').count();
        let mut digits: Vec<u8> = all().skip(leading).collect();
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        let zero = digits.is_empty();
        let point = i64::try_from(whole.len()).ok()? - i64::try_from(leading).ok()?;
        Some(Decimal {
            negative: negative && !zero,
            digits: digits.into(),
            exponent: if zero { 0 } else { point + power },
        })
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.digits.len()
    }

    fn compare_size(&self, other: &Decimal) -> Ordering {
        let zero = |number: &Decimal| number.digits.is_empty();
        match (zero(self), zero(other)) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self
                .exponent
                .cmp(&other.exponent)
                .then_with(|| self.digits.cmp(&other.digits)),
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.compare_size(other),
            (true, true) => other.compare_size(self),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_value_not_by_spelling() {
        let in_order = [
            "-1e3",
            "-10.5",
            "-10",
            "-0.001",
            "0",
            "0.0009",
            "0.001",
            "9.5",
            "10",
            "10.01",
            "11",
            "99",
            "100",
            "9007199254740992",
            "9007199254740993",
            "1e400",
        ];
        for (i, a) in in_order.iter().enumerate() {
            for (j, b) in in_order.iter().enumerate() {
                let (a, b) = (Decimal::parse(a).unwrap(), Decimal::parse(b).unwrap());
                assert_eq!(a.cmp(&b), i.cmp(&j));
                assert_eq!(a < b, i < j);
            }
        }
    }

    #[test]
    fn the_same_number_may_be_spelled_in_many_ways() {
        for text in [
            "300", "+300", "0300", "300.", "300.00", "3e2", "0.03E4", " 300 ", "3000e-1",
        ] {
            assert_eq!(Decimal::parse(text), Decimal::parse("300"), "{text}");
        }
        assert_eq!(Decimal::parse("-0"), Decimal::parse("0.0"));
        assert_eq!(Decimal::parse(".5"), Decimal::parse("0.5"));
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for text in [
            "", " ", ".", "-", "1,5", "0x10", "1e", "e5", "1.2.3", "NaN", "inf", "--1", "１",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
