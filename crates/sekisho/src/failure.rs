//! How a command that cannot do its work ends.

use std::error::Error;
use std::process::ExitCode;

/// Exit codes, the same for every command.
pub mod code {
    /// The answer is no: a login would be refused, a policy denies.
    pub const NO: u8 = 1;
    /// The command line or an input file is wrong.
    pub const USAGE: u8 = 2;
    /// Something that is needed failed: a file, a port, a server.
    pub const FAILED: u8 = 3;
}

/// Why a command ends early, and with which exit code.
#[derive(Debug)]
pub struct Failure {
    error: Box<dyn Error>,
    code: u8,
}

/// What commands return.
pub type Outcome = Result<ExitCode, Failure>;

impl Failure {
    /// Bad input, in a sentence.
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            error: message.into().into(),
            code: code::USAGE,
        }
    }

    /// Something that failed, in a sentence.
    pub fn failed(message: impl Into<String>) -> Self {
        Self {
            error: message.into().into(),
            code: code::FAILED,
        }
    }

    /// Prints the error and its causes on standard error, in one line.
    pub fn tell(&self) -> ExitCode {
        let mut text = self.error.to_string();
        let mut cause = self.error.source();
        while let Some(error) = cause {
            let said = error.to_string();
            if !text.contains(&said) {
                text = format!("{text}: {said}");
            }
            cause = error.source();
        }
        anstream::eprintln!("{}: {text}", crate::ui::bad("sekisho"));
        ExitCode::from(self.code)
    }
}

impl<E: Error + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            code: code::FAILED,
        }
    }
}
