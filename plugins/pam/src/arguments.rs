//! What stands behind the module's name in the service file.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// A module's arguments, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Where the agent listens.
    pub(crate) socket: PathBuf,
}

/// What is wrong with the arguments. Nobody is let in before it is put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArgumentsError<'a> {
    /// None of them is `socket=…`.
    NoSocket,
    /// Two of them are.
    TwoSockets,
    /// It is not a path from the root.
    Relative(&'a [u8]),
    /// Nothing that this version knows; a misspelt argument must not go unnoticed.
    Unknown(&'a [u8]),
}

impl Arguments {
    pub(crate) fn parse<'a>(
        arguments: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Self, ArgumentsError<'a>> {
        let mut socket = None;
        for argument in arguments {
            let path = argument
                .strip_prefix(b"socket=")
                .ok_or(ArgumentsError::Unknown(argument))?;
            if !path.starts_with(b"/") {
                return Err(ArgumentsError::Relative(path));
            }
            if socket.replace(path).is_some() {
                return Err(ArgumentsError::TwoSockets);
            }
        }
        let socket = socket.ok_or(ArgumentsError::NoSocket)?;
        Ok(Self {
            socket: Path::new(OsStr::from_bytes(socket)).to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse<'a>(arguments: &[&'a str]) -> Result<Arguments, ArgumentsError<'a>> {
        Arguments::parse(arguments.iter().map(|argument| argument.as_bytes()))
    }

    #[test]
    fn the_socket_is_all_that_can_be_said() {
        let socket = PathBuf::from("/run/sekisho/agent.sock");
        assert_eq!(
            parse(&["socket=/run/sekisho/agent.sock"]),
            Ok(Arguments { socket })
        );
    }

    #[test]
    fn anything_else_lets_nobody_in() {
        assert_eq!(parse(&[]), Err(ArgumentsError::NoSocket));
        assert_eq!(
            parse(&["socket=/a", "socket=/b"]),
            Err(ArgumentsError::TwoSockets)
        );
        assert_eq!(
            parse(&["socket=run/a"]),
            Err(ArgumentsError::Relative(b"run/a"))
        );
        assert_eq!(parse(&["socket="]), Err(ArgumentsError::Relative(b"")));
        assert_eq!(
            parse(&["socket=/a", "debug"]),
            Err(ArgumentsError::Unknown(b"debug"))
        );
    }
}
