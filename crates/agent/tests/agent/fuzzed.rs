//! Questions that no module of ours asks: nobody gets in by one, and the agent answers on.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use agent_protocol::{
    ANSWER_BYTES, Answer, Channel, PREFIX_BYTES, Question, QuestionId, body_length,
};

use crate::fixture::{Host, eventually, question};

const JANE: &[u8] = b"jane";

/// So many are drawn by lot.
const BY_LOT: u64 = 2_000;

#[test]
fn no_question_that_was_changed_on_its_way_gets_anybody_in_or_the_agent_down() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let token = host.token("jane");
    let asked = question(JANE, token.as_bytes()).encode(QuestionId::new(7));
    let asked = asked.unwrap();
    let asked = asked.as_bytes();
    assert_eq!(yeses(&answers(&host, asked)), 1, "unchanged it is a yes");

    let flipped = (0..asked.len() * 8).map(|bit| flipped(asked, bit));
    let cut = (0..asked.len()).map(|length| asked[..length].to_vec());
    let by_lot = (1..=BY_LOT).map(|seed| by_lot(asked, seed));
    for changed in flipped.chain(cut).chain(by_lot) {
        let answers = answers(&host, &changed);
        let allowed = yeses(&answers);
        assert!(allowed <= same_login(&changed, &token), "{changed:?}");
    }

    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
    eventually("all connections are gone", || {
        let report = crate::faults::metrics(&host);
        report.connections == 0 && report.questions_malformed > 0
    });
    let entries = host.entries();
    assert!(!entries.is_empty(), "what was a question is on record");
}

/// Everything that comes back to these octets, and nothing after them.
fn answers(host: &Host, octets: &[u8]) -> Vec<u8> {
    let mut stream = UnixStream::connect(host.socket()).unwrap();
    let patience = Some(Duration::from_secs(10));
    stream.set_read_timeout(patience).unwrap();
    // It may have hung up already.
    let _ = stream.write_all(octets);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answers = Vec::new();
    match stream.read_to_end(&mut answers) {
        Ok(_) => answers,
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => answers,
        Err(error) => panic!("{error} after {octets:?}"),
    }
}

fn yeses(answers: &[u8]) -> usize {
    let frames = answers.chunks(ANSWER_BYTES);
    let decoded = frames.map(|frame| Answer::decode(&frame[PREFIX_BYTES..]).unwrap());
    decoded
        .filter(|(_, answer)| *answer == Answer::Allow)
        .count()
}

/// How many yeses there may be: one when the first question is still the same login, whatever it is called
/// and whatever follows. The case of the host's letters means nothing in a token.
fn same_login(octets: &[u8], token: &str) -> usize {
    let same = first_question(octets).is_some_and(|question| {
        question.db_user == JANE
            && question.channel == Channel::Tls
            && question.token.eq_ignore_ascii_case(token.as_bytes())
    });
    usize::from(same)
}

fn first_question(octets: &[u8]) -> Option<Question<'_>> {
    let (prefix, rest) = octets.split_first_chunk::<PREFIX_BYTES>()?;
    let body = rest.get(..body_length(*prefix).ok()?)?;
    Question::decode(body).ok().map(|(_, question)| question)
}

fn flipped(octets: &[u8], bit: usize) -> Vec<u8> {
    let mut octets = octets.to_vec();
    octets[bit / 8] ^= 1 << (bit % 8);
    octets
}

/// Some octets replaced, a piece doubled or left out, and then whatever the length says.
fn by_lot(octets: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut draw = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let mut changed = octets.to_vec();
    for _ in 0..draw(4) {
        let place = draw(changed.len());
        changed[place] = u8::try_from(draw(256)).unwrap();
    }
    let (from, length) = (draw(changed.len()), draw(40));
    let piece = from..(from + length).min(changed.len());
    match draw(3) {
        0 => drop(changed.drain(piece)),
        1 => {
            let piece = changed[piece].to_vec();
            changed.splice(from..from, piece);
        }
        _ => {}
    }
    if draw(2) == 0
        && let Some(body) = changed.len().checked_sub(PREFIX_BYTES)
    {
        let length = u32::try_from(body).unwrap().to_be_bytes();
        changed[..PREFIX_BYTES].copy_from_slice(&length);
    }
    changed
}
