//! The answer: one word.

use crate::frame::{DecodeError, HEADER_BYTES, Kind, PREFIX_BYTES, QuestionId, Reader, VERSION};

/// Octets of an answer on the wire, length prefix included.
pub const ANSWER_BYTES: usize = PREFIX_BYTES + HEADER_BYTES + 1;

const BODY_BYTES: u32 = (HEADER_BYTES + 1) as u32;

/// What the agent says. The reason is in the agent's log, where only the operator sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Answer {
    /// The login may go on as the user that was asked for.
    Allow = 0xA5,
    /// It may not.
    Deny = 0x5A,
    /// IAM authentication is switched off on this instance: refused, and told apart so that the
    /// caller reads what RDS says then (`Plugin 'AWSAuthenticationPlugin' is not loaded`).
    Disabled = 0x3C,
}

impl Answer {
    /// The frame that answers question `id`.
    #[must_use]
    pub fn encode(self, id: QuestionId) -> [u8; ANSWER_BYTES] {
        let mut frame = [0; ANSWER_BYTES];
        let parts = BODY_BYTES
            .to_be_bytes()
            .into_iter()
            .chain([VERSION, Kind::Answer as u8])
            .chain(id.to_be_bytes())
            .chain([self as u8]);
        for (octet, value) in frame.iter_mut().zip(parts) {
            *octet = value;
        }
        frame
    }

    /// Reads a frame without its length prefix: which question it answers, and how.
    ///
    /// # Errors
    /// Everything that is not exactly one well-formed answer.
    pub fn decode(frame: &[u8]) -> Result<(QuestionId, Self), DecodeError> {
        let (id, mut reader) = Reader::open(frame, Kind::Answer)?;
        let answer = Self::from_octet(reader.byte()?)?;
        reader.end()?;
        Ok((id, answer))
    }

    fn from_octet(octet: u8) -> Result<Self, DecodeError> {
        [Self::Allow, Self::Deny, Self::Disabled]
            .into_iter()
            .find(|answer| *answer as u8 == octet)
            .ok_or(DecodeError::Answer(octet))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::body_length;
    use proptest::prelude::*;

    const ALL: [Answer; 3] = [Answer::Allow, Answer::Deny, Answer::Disabled];
    const ID: QuestionId = QuestionId::new(0x0102_0304_0506_0708);

    fn split(frame: &[u8; ANSWER_BYTES]) -> (usize, &[u8]) {
        let (prefix, body) = frame.split_first_chunk::<PREFIX_BYTES>().unwrap();
        (body_length(*prefix).unwrap(), body)
    }

    #[test]
    fn an_answer_looks_as_documented() {
        let frame = Answer::Allow.encode(ID);
        assert_eq!(frame, [0, 0, 0, 11, 1, 2, 1, 2, 3, 4, 5, 6, 7, 8, 0xA5]);
    }

    #[test]
    fn every_answer_survives_the_wire() {
        for answer in ALL {
            let frame = answer.encode(ID);
            let (length, body) = split(&frame);
            assert_eq!(length, body.len());
            assert_eq!(Answer::decode(body), Ok((ID, answer)));
        }
    }

    #[test]
    fn no_single_flipped_bit_turns_one_answer_into_another() {
        for answer in ALL {
            let frame = answer.encode(ID);
            let (_, body) = split(&frame);
            for bit in 0..8 {
                let mut flipped = body.to_vec();
                *flipped.last_mut().unwrap() ^= 1 << bit;
                assert!(matches!(
                    Answer::decode(&flipped),
                    Err(DecodeError::Answer(_))
                ));
            }
        }
    }

    #[test]
    fn an_answer_with_something_behind_it_is_refused() {
        let frame = Answer::Allow.encode(ID);
        let (_, body) = split(&frame);
        let longer = [body, &[0]].concat();
        assert_eq!(Answer::decode(&longer), Err(DecodeError::TrailingBytes));
    }

    #[test]
    fn an_answer_cut_anywhere_is_refused() {
        let frame = Answer::Allow.encode(ID);
        let (_, body) = split(&frame);
        for end in 0..body.len() {
            assert_eq!(
                Answer::decode(&body[..end]),
                Err(DecodeError::Truncated),
                "{end}"
            );
        }
    }

    proptest! {
        #[test]
        fn only_the_three_answers_decode(bytes in proptest::collection::vec(any::<u8>(), 0..32)) {
            if let Ok((id, answer)) = Answer::decode(&bytes) {
                let frame = answer.encode(id);
                prop_assert_eq!(split(&frame).1, &bytes[..]);
            }
        }
    }
}
