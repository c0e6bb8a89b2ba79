//! What the operator reads in the server's error log: one line, never a token.

use std::fmt;
use std::path::Path;

use agent_protocol::ClientError;

/// Something worth a line.
#[derive(Clone, Copy)]
pub(crate) enum Event<'a> {
    /// The plugin is ready, and this is where it asks.
    Ready(&'a Path),
    /// Somebody set the path of the agent's socket.
    SocketChanged(&'a Path),
    /// Nobody could say whether a user may log in.
    NoAnswer {
        user: &'a [u8],
        error: &'a ClientError,
    },
    /// An account says something else than `RDS`.
    AuthString {
        user: &'a [u8],
        account: &'a [u8],
        auth_string: &'a [u8],
    },
    /// A bug in this plugin, caught; the file and line of it.
    Panicked { file: &'a str, line: u32 },
}

/// How loud a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// As it should be.
    Note,
    /// Somebody should look at it some time.
    Warning,
    /// Users cannot log in.
    Error,
}

impl Event<'_> {
    /// How loud it is.
    pub(crate) fn level(&self) -> Level {
        match self {
            Self::Ready(_) | Self::SocketChanged(_) => Level::Note,
            Self::AuthString { .. } => Level::Warning,
            Self::NoAnswer { .. } | Self::Panicked { .. } => Level::Error,
        }
    }
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ready(path) => write!(f, "ready, agent at {}", Quoted::path(path)),
            Self::SocketChanged(path) => write!(f, "agent now at {}", Quoted::path(path)),
            Self::NoAnswer { user, error } => {
                write!(
                    f,
                    "{} is refused without an answer from the agent: {error}",
                    Quoted(user)
                )
            }
            Self::AuthString {
                user,
                account,
                auth_string,
            } => write!(
                f,
                "{} is refused: the account {} is identified AS {}, it must be AS `RDS`",
                Quoted(user),
                Quoted(account),
                Quoted(auth_string),
            ),
            Self::Panicked { file, line } => {
                write!(
                    f,
                    "a login is refused because of a bug in this plugin ({file}:{line})"
                )
            }
        }
    }
}

/// Bytes from outside, cut to a length that fits into a line and without anything that could end it.
struct Quoted<'a>(&'a [u8]);

/// Long enough for every name and path that a server or a socket accepts.
const MAX_QUOTED_BYTES: usize = 128;

impl<'a> Quoted<'a> {
    fn path(path: &'a Path) -> Self {
        Self(path.as_os_str().as_encoded_bytes())
    }
}

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

    /// The account of this user is identified AS `abc`.
    fn abc(user: &[u8]) -> Event<'_> {
        Event::AuthString {
            user,
            account: b"iam",
            auth_string: b"abc",
        }
    }

    #[test]
    fn a_failure_names_the_user_and_the_cause() {
        let event = Event::NoAnswer {
            user: b"iamuser01",
            error: &ClientError::TimedOut,
        };
        let expected = "`iamuser01` is refused without an answer from the agent: \
                        no answer within 1000 ms";
        assert_eq!(event.to_string(), expected);
        assert_eq!(event.level(), Level::Error);
    }

    #[test]
    fn whatever_a_client_sends_stays_on_one_line_and_in_bounds() {
        let user = [
            b"a\n2026-01-01 [ERROR] forged\0\xff\x1b[31m".as_slice(),
            &[b'x'; 500],
        ]
        .concat();
        let line = abc(&user).to_string();
        assert!(
            line.chars().all(|character| !character.is_control()),
            "{line}"
        );
        assert!(line.len() < 1024, "{line}");
    }

    #[test]
    fn a_wrong_authentication_string_is_named() {
        let line = abc(b"iamuser01").to_string();
        let expected = "`iamuser01` is refused: the account `iam` is identified AS `abc`, \
                        it must be AS `RDS`";
        assert_eq!(line, expected);
    }
}
