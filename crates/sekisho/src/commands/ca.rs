//! `sekisho ca`

use std::process::ExitCode;

use crate::cli::Ca;
use crate::failure::Outcome;
use crate::place::Place;
use crate::ui::say;

pub fn run(place: &Place, args: &Ca) -> Outcome {
    let bundle = place.open()?.bundle();
    let pem = std::fs::read_to_string(&bundle)?;
    if args.path {
        say(bundle.display().to_string());
    } else {
        say(pem.trim_end());
    }
    Ok(ExitCode::SUCCESS)
}
