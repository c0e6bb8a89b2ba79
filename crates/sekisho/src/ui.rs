//! What people see: colours on a terminal only, progress on long work.

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

/// Text in the colour of success.
pub fn good(text: &str) -> String {
    painted(text, AnsiColor::Green.on_default().bold())
}

/// Text in the colour of failure.
pub fn bad(text: &str) -> String {
    painted(text, AnsiColor::Red.on_default().bold())
}

/// Text that stands back.
pub fn dim(text: &str) -> String {
    painted(text, Style::new().dimmed())
}

/// Text that stands out.
pub fn strong(text: &str) -> String {
    painted(text, Style::new().bold())
}

/// The streams strip the codes where they do not belong.
fn painted(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}

/// A line on standard output. A reader that went away, as `head` does, is no error.
pub fn say(text: impl AsRef<str>) {
    let _ = writeln!(anstream::stdout(), "{}", text.as_ref());
}

/// A line on standard error.
pub fn note(text: impl AsRef<str>) {
    let _ = writeln!(anstream::stderr(), "{}", text.as_ref());
}

/// Progress of long work: a spinner on a terminal, else a line per step.
#[derive(Debug, Clone)]
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// Begins.
    pub fn begin() -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed:.dim}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(Some(bar))
    }

    /// What is being done now.
    pub fn step(&self, message: &str) {
        match &self.0 {
            Some(bar) if !bar.is_finished() => bar.set_message(message.to_owned()),
            _ => note(dim(&format!("· {message}"))),
        }
    }

    /// Takes the spinner away.
    pub fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

impl engine::Progress for Progress {
    fn report(&self, message: &str) {
        self.step(message);
    }
}
