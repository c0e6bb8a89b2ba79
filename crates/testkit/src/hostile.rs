//! An agent that is somebody's else: whatever may come in place of an answer, all of it made of the yes
//! that it stands for, and none of it one.

use std::io::{self, Write};
use std::thread::sleep;

use agent_protocol::{ANSWER_BYTES, Answer, DEADLINE, QuestionId};

const BITS: usize = ANSWER_BYTES * 8;

/// So many replies, each of another kind or at another place, come before those that are drawn by lot.
pub const KINDS: usize = BITS + ANSWER_BYTES + 5;

/// What follows a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The next question is waited for.
    Listen,
    /// The connection ends.
    Close,
}

/// Says the reply of this number to question `id`. Every number has one.
///
/// # Errors
/// When the other side has hung up, as it should.
pub fn reply(stream: &mut impl Write, id: QuestionId, number: usize) -> io::Result<Then> {
    let yes = Answer::Allow.encode(id);
    match number {
        bit @ 0..BITS => {
            stream.write_all(&flipped(yes, bit))?;
            Ok(Then::Listen)
        }
        place if place < BITS + ANSWER_BYTES => {
            let (head, _) = yes.split_at(place - BITS);
            stream.write_all(head)?;
            Ok(Then::Close)
        }
        place => match place - BITS - ANSWER_BYTES {
            0 => drip(stream, &yes),
            1 => endless(stream, &[0]),
            2 => endless(stream, &[0, 0, 0, 12]),
            3 => of_another_question(stream, id),
            4 => too_long(stream, &yes),
            seed => by_lot(stream, &yes, seed as u64),
        },
    }
}

fn flipped(mut yes: [u8; ANSWER_BYTES], bit: usize) -> [u8; ANSWER_BYTES] {
    yes[bit / 8] ^= 1 << (bit % 8);
    yes
}

/// The yes itself, an octet at a time, whose last one comes too late.
fn drip(stream: &mut impl Write, yes: &[u8]) -> io::Result<Then> {
    let pause = DEADLINE * 2 / ANSWER_BYTES as u32;
    for octet in yes {
        sleep(pause);
        stream.write_all(&[*octet])?;
    }
    Ok(Then::Close)
}

/// Until the other side has had enough of it.
fn endless(stream: &mut impl Write, octets: &[u8]) -> io::Result<Then> {
    let all = octets.repeat(4096);
    loop {
        stream.write_all(&all)?;
    }
}

fn of_another_question(stream: &mut impl Write, id: QuestionId) -> io::Result<Then> {
    let other = u64::from_be_bytes(id.to_be_bytes()).wrapping_add(1);
    stream.write_all(&Answer::Allow.encode(QuestionId::new(other)))?;
    Ok(Then::Listen)
}

/// A frame with room for one octet more than an answer has.
fn too_long(stream: &mut impl Write, yes: &[u8; ANSWER_BYTES]) -> io::Result<Then> {
    stream.write_all(&flipped(*yes, 3 * 8 + 2))?;
    stream.write_all(&yes[ANSWER_BYTES - 1..])?;
    Ok(Then::Listen)
}

/// Octets by lot, some of them the yes's own; never all of them.
fn by_lot(stream: &mut impl Write, yes: &[u8; ANSWER_BYTES], seed: u64) -> io::Result<Then> {
    let mut lot = Lot(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut said: Vec<u8> = (0..lot.below(64))
        .map(|place| match (lot.below(3), yes.get(place)) {
            (0, _) | (_, None) => lot.below(256) as u8,
            (_, Some(octet)) => *octet,
        })
        .collect();
    if said.starts_with(yes) {
        said[0] ^= 0x80;
    }
    stream.write_all(&said)?;
    Ok(Then::Close)
}

/// Marsaglia's xorshift: the same replies in every run.
struct Lot(u64);

impl Lot {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes a few writes, then hangs up.
    struct Listener(Vec<u8>);

    impl Write for Listener {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            if self.0.len() > 100_000 {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            self.0.extend_from_slice(octets);
            Ok(octets.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn no_reply_but_the_one_that_comes_too_late_begins_with_a_yes() {
        let id = QuestionId::new(7);
        let drip = BITS + ANSWER_BYTES;
        for number in (0..KINDS + 10_000).filter(|number| *number != drip) {
            let mut listener = Listener(Vec::new());
            let _ = reply(&mut listener, id, number);
            assert!(
                !listener.0.starts_with(&Answer::Allow.encode(id)),
                "{number}"
            );
        }
    }
}
