//! A signature: 32 bytes that are only ever compared in constant time.

use std::fmt;

use subtle::{Choice, ConstantTimeEq};

/// An HMAC-SHA256 over a string to sign. Prints as 64 lower-case hex digits; its `Debug` does not
/// print it, for a signature is what a token's bearer needs.
#[derive(Clone, Copy)]
pub struct Signature([u8; 32]);

/// A text that is not 64 lower-case hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 64 lower-case hex digits")]
pub struct SignatureError;

impl Signature {
    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 64 lower-case hex digits. Upper case is refused: no signer prints it, and accepting
    /// it would give one signature several spellings.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn parse(text: &str) -> Result<Self, SignatureError> {
        let (pairs, odd) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !odd.is_empty() {
            return Err(SignatureError);
        }
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = nibble(*high)? << 4 | nibble(*low)?;
        }
        Ok(Self(bytes))
    }
}

const fn nibble(digit: u8) -> Result<u8, SignatureError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(SignatureError),
    }
}

impl ConstantTimeEq for Signature {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

/// Constant time.
impl PartialEq for Signature {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for Signature {}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::encode::hex(&self.0))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "3f60ca074716859a10bb1b1c806ea0067bc1fed5516cb162735ad782452ad987";

    #[test]
    fn a_signature_reads_back_as_printed() {
        let signature = Signature::parse(TEXT).unwrap();
        assert_eq!(signature.to_string(), TEXT);
        assert_eq!(signature, Signature::parse(TEXT).unwrap());
    }

    #[test]
    fn signatures_of_another_length_case_or_alphabet_are_refused() {
        let longer = format!("{TEXT}0");
        let shorter = TEXT.trim_start_matches("3");
        let upper = TEXT.to_uppercase();
        let foreign = TEXT.replace('f', "g");
        for text in ["", shorter, &longer, &upper, &foreign] {
            assert_eq!(Signature::parse(text).err(), Some(SignatureError), "{text}");
        }
    }

    #[test]
    fn debug_shows_nothing_of_a_signature() {
        assert_eq!(
            format!("{:?}", Signature::parse(TEXT).unwrap()),
            "Signature(..)"
        );
    }
}
