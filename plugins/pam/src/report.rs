//! What the operator reads in the system's log: one line, never a token.

use std::fmt;

use agent_protocol::ClientError;

use crate::arguments::ArgumentsError;

/// Something worth a line. A refusal is not: the agent writes down why, and it knows.
#[derive(Clone, Copy)]
pub(crate) enum Event<'a> {
    /// Nobody could say whether a user may log in.
    NoAnswer {
        user: &'a [u8],
        error: &'a ClientError,
    },
    /// The service file is wrong.
    Arguments(ArgumentsError<'a>),
    /// A bug in this module, caught; the file and line of it.
    Panicked { file: &'a str, line: u32 },
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAnswer { user, error } => write!(
                f,
                "{} is refused without an answer from the agent: {error}",
                Quoted(user)
            ),
            Self::Arguments(error) => write!(
                f,
                "everybody is refused: {error}; the module's line in the service file must end in \
                 `socket=/path/of/the/agent`"
            ),
            Self::Panicked { file, line } => write!(
                f,
                "a login is refused because of a bug in this module ({file}:{line})"
            ),
        }
    }
}

impl fmt::Display for ArgumentsError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSocket => f.write_str("no argument says where the agent's socket is"),
            Self::TwoSockets => f.write_str("two arguments say where the agent's socket is"),
            Self::Relative(path) => write!(f, "the socket {} is not a path from `/`", Quoted(path)),
            Self::Unknown(argument) => write!(f, "the argument {} is unknown", Quoted(argument)),
        }
    }
}

/// Bytes from outside, cut to a length that fits into a line and without anything that could end it.
struct Quoted<'a>(&'a [u8]);

/// Longer than every name and path that PostgreSQL or a socket accepts.
const MAX_QUOTED_BYTES: usize = 128;

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_at_checked(MAX_QUOTED_BYTES) {
            Some((head, rest)) if !rest.is_empty() => write!(f, "`{}…`", head.escape_ascii()),
            _ => write!(f, "`{}`", self.0.escape_ascii()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_user_and_the_cause() {
        let event = Event::NoAnswer {
            user: b"iamuser01",
            error: &ClientError::TimedOut,
        };
        let expected = "`iamuser01` is refused without an answer from the agent: \
                        no answer within 1000 ms";
        assert_eq!(event.to_string(), expected);
    }

    #[test]
    fn whatever_a_client_sends_stays_on_one_line_and_in_bounds() {
        let user = [b"a\nforged\0\xff\x1b[31m".as_slice(), &[b'x'; 500]].concat();
        let event = Event::NoAnswer {
            user: &user,
            error: &ClientError::Closed,
        };
        let line = event.to_string();
        assert!(!line.chars().any(char::is_control), "{line}");
        assert!(line.len() < 512, "{line}");
    }

    #[test]
    fn a_misspelt_argument_is_named() {
        let line = Event::Arguments(ArgumentsError::Unknown(b"sokket=/a")).to_string();
        assert!(line.contains("`sokket=/a` is unknown"), "{line}");
    }
}
