//! `sekisho completions`

use std::process::ExitCode;

use clap::CommandFactory as _;

use crate::cli::Cli;
use crate::failure::Outcome;

pub fn run(shell: clap_complete::Shell) -> Outcome {
    let mut command = Cli::command();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "sekisho", &mut script);
    crate::ui::say(String::from_utf8_lossy(&script));
    Ok(ExitCode::SUCCESS)
}
