//! `sekisho logins`

use std::collections::VecDeque;
use std::process::ExitCode;
use std::time::Duration;

use agent::audit::{Entry, Follower, Verdict};
use control_plane::data_dir::DataDir;

use crate::cli::Logins;
use crate::failure::{Failure, Outcome};
use crate::login_logs::LoginLog;
use crate::place::Place;
use crate::ui::{bad, dim, good, say, strong};

const POLL: Duration = Duration::from_millis(200);

pub fn run(place: &Place, args: &Logins) -> Outcome {
    let mut sources = Sources::new(place, args)?;
    // From here on, so that nothing falls between the two readings.
    let mut followed = match args.follow {
        true => Some(sources.follow()?),
        false => None,
    };
    let last = sources.last(args)?;
    for (log, entry) in &last {
        show(log, entry, args.json);
    }
    while let Some(followed) = &mut followed {
        followed.extend(sources.follow_new()?);
        for (log, follower) in followed.iter_mut() {
            let new = follower.read_new()?;
            for entry in new.iter().filter(|entry| wanted(entry, args)) {
                show(log, entry, args.json);
            }
        }
        std::thread::sleep(POLL);
    }
    if last.is_empty() && !args.json {
        say(dim("No login was attempted yet."));
    }
    Ok(ExitCode::SUCCESS)
}

/// The logs that there are: the agent's, and where it is the control plane's those of other hosts.
struct Sources {
    control_plane: Option<DataDir>,
    known: Vec<LoginLog>,
}

type Followed = Vec<(LoginLog, Follower)>;

impl Sources {
    fn new(place: &Place, args: &Logins) -> Result<Self, Failure> {
        let state_dir = args.agent.find(place)?;
        let control_plane = place.open().ok().filter(|dir| dir.agent() == state_dir);
        let mut known = vec![LoginLog::own(state_dir)];
        if let Some(dir) = &control_plane {
            known.extend(LoginLog::of_other_hosts(dir)?);
        }
        Ok(Self {
            control_plane,
            known,
        })
    }

    fn follow(&self) -> Result<Followed, Failure> {
        let follow = |log: &LoginLog| Ok((log.clone(), Follower::from_end(&log.folder)?));
        self.known.iter().map(follow).collect()
    }

    /// Of agents that tell of a login for the first time: from the beginning.
    fn follow_new(&mut self) -> Result<Followed, Failure> {
        let mut new = match &self.control_plane {
            Some(dir) => LoginLog::of_other_hosts(dir)?,
            None => Vec::new(),
        };
        new.retain(|log| !self.known.contains(log));
        self.known.extend(new.iter().cloned());
        let follow = |log: LoginLog| Ok((log.clone(), Follower::from_start(&log.folder)?));
        new.into_iter().map(follow).collect()
    }

    /// The last ones of all logs, in the order of their times.
    fn last(&self, args: &Logins) -> Result<Vec<(LoginLog, Entry)>, Failure> {
        let mut all = Vec::new();
        for log in &self.known {
            let mut last = VecDeque::new();
            for entry in log.read()?.filter(|entry| wanted(entry, args)) {
                last.push_back((log.clone(), entry));
                if last.len() > args.last {
                    last.pop_front();
                }
            }
            all.extend(last);
        }
        all.sort_by(|(_, one), (_, other)| one.time.cmp(&other.time));
        Ok(all.split_off(all.len().saturating_sub(args.last)))
    }
}

fn wanted(entry: &Entry, args: &Logins) -> bool {
    !args.refused || entry.decision == Verdict::Deny
}

fn show(log: &LoginLog, entry: &Entry, json: bool) {
    if json {
        if let Ok(mut line) = serde_json::to_value(entry) {
            if let (Some(fields), Some(agent)) = (line.as_object_mut(), &log.agent) {
                fields.insert("agent".to_owned(), agent.as_str().into());
            }
            say(line.to_string());
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
    let host = log.agent.as_ref().map(|agent| format!(" at {agent}"));
    let host = host.unwrap_or_default();
    say(format!(
        "{} {verdict} {} on {database}{host} from {client} {}",
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
