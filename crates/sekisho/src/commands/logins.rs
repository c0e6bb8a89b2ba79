//! `sekisho logins`

use std::collections::VecDeque;
use std::process::ExitCode;
use std::time::Duration;

use agent::audit::{self, Entry, Follower, Verdict};

use crate::cli::Logins;
use crate::failure::Outcome;
use crate::place::Place;
use crate::ui::{bad, dim, good, say, strong};

const POLL: Duration = Duration::from_millis(200);

pub fn run(place: &Place, args: &Logins) -> Outcome {
    let state_dir = args.agent.find(place)?;
    // From here on, so that nothing falls between the two readings.
    let mut follower = args
        .follow
        .then(|| Follower::from_end(&state_dir))
        .transpose()?;
    let mut last = VecDeque::new();
    for entry in audit::read(&state_dir)?.filter(|entry| wanted(entry, args)) {
        last.push_back(entry);
        if last.len() > args.last {
            last.pop_front();
        }
    }
    last.iter().for_each(|entry| show(entry, args.json));
    while let Some(follower) = &mut follower {
        for entry in follower
            .read_new()?
            .iter()
            .filter(|entry| wanted(entry, args))
        {
            show(entry, args.json);
        }
        std::thread::sleep(POLL);
    }
    if last.is_empty() && !args.json {
        say(dim("No login was attempted yet."));
    }
    Ok(ExitCode::SUCCESS)
}

fn wanted(entry: &Entry, args: &Logins) -> bool {
    !args.refused || entry.decision == Verdict::Deny
}

fn show(entry: &Entry, json: bool) {
    if json {
        if let Ok(line) = serde_json::to_string(entry) {
            say(line);
        }
        return;
    }
    let verdict = match entry.decision {
        Verdict::Allow => good("allowed"),
        Verdict::Deny => bad("refused"),
    };
    let client = entry
        .client
        .map(|client| client.to_string())
        .unwrap_or_default();
    let database = entry.identifier.as_deref().unwrap_or(&entry.instance);
    say(format!(
        "{} {verdict} {} on {database} from {client} {}",
        dim(&entry.time),
        strong(&entry.db_user),
        dim(&format!("[{}] {}", entry.reason, entry.attempt))
    ));
    let lines = [
        entry.detail.clone(),
        entry
            .principal_arn
            .as_ref()
            .map(|principal| format!("as {principal}")),
        entry.advice.as_ref().map(|advice| format!("→ {advice}")),
    ];
    for line in lines.into_iter().flatten() {
        say(format!("    {line}"));
    }
    for statement in &entry.statements {
        say(format!("    {}", dim(&format!("decided by {statement}"))));
    }
}
