//! `sekisho policy who-can` and `what-can`: asked of the snapshot that the agent of this machine decides
//! by, as it is on its disk.

use std::path::Path;
use std::process::ExitCode;

use agent::Config;
use clap::{Args, ValueEnum};
use iam::Decision;
use iam::login::Snapshot;
use iam::reach::Reach;
use serde_json::{Value, json};

use crate::clock::now;
use crate::failure::{Failure, Outcome, code};
use crate::place::{AgentPlace, Place};
use crate::ui::{dim, say, strong};

#[derive(Debug, Args)]
pub struct WhoCan {
    /// What they may do
    #[arg(value_enum)]
    action: Action,
    /// The cluster's name or resource id
    #[arg(long, value_name = "CLUSTER")]
    cluster: String,
    /// The database user
    #[arg(long, value_name = "USER")]
    db_user: String,
    /// Show also who may not, and why
    #[arg(long)]
    explain: bool,
    /// For machines: one JSON object per line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    agent: AgentPlace,
}

/// What `who-can` knows to ask about.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Action {
    /// Log in to a database (`rds-db:connect`)
    Connect,
}

#[derive(Debug, Args)]
pub struct WhatCan {
    /// A user or role, by name or ARN
    principal: String,
    /// As which database user; may be repeated
    #[arg(long = "db-user", value_name = "USER", required = true)]
    db_users: Vec<String>,
    /// Show also where it may not, and why
    #[arg(long)]
    explain: bool,
    /// For machines: one JSON object per line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    agent: AgentPlace,
}

pub fn who_can(place: &Place, args: &WhoCan) -> Outcome {
    let Action::Connect = args.action;
    let snapshot = snapshot(&args.agent.find(place)?)?;
    let reach = snapshot
        .who_can_connect(&args.cluster, &args.db_user, now())
        .ok_or_else(|| {
            let known: Vec<&str> = snapshot
                .instances()
                .map(|one| one.identifier.as_str())
                .collect();
            Failure::usage(format!(
                "there is no cluster `{}` here; there is: {}",
                args.cluster,
                known.join(", ")
            ))
        })?;
    show(&reach, About::Principals, args.explain, args.json)
}

pub fn what_can(place: &Place, args: &WhatCan) -> Outcome {
    let snapshot = snapshot(&args.agent.find(place)?)?;
    let reach = snapshot.what_can_connect(&args.principal, &args.db_users, now());
    let reach = reach.ok_or_else(|| {
        Failure::usage(format!(
            "there is no role `{0}` here, and no user `{0}` with a policy or an access key",
            args.principal
        ))
    })?;
    show(&reach, About::Resources, args.explain, args.json)
}

/// Believed only when the control plane signed it, as the agent does.
fn snapshot(agent_dir: &Path) -> Result<Snapshot, Failure> {
    Ok(agent::stored_snapshot(&Config::new(agent_dir))?)
}

/// What a list of decisions is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// Which principals can: a line per principal.
    Principals,
    /// Which resources can be reached: a line per resource.
    Resources,
}

/// Prints who or what can and why, and with `explain` also who or what cannot. Exit code 1 when
/// nobody and nothing can.
fn show(reach: &[Reach], about: About, explain: bool, json: bool) -> Outcome {
    let shown = reach
        .iter()
        .filter(|one| explain || one.decision.is_allow());
    for one in shown {
        say(if json {
            record(one).to_string()
        } else {
            line(one, about)
        });
    }
    let any = reach.iter().any(|one| one.decision.is_allow());
    if !any && !json {
        say(match about {
            About::Principals => "nobody can",
            About::Resources => "it can reach nothing",
        });
    }
    Ok(if any {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(code::NO)
    })
}

fn line(one: &Reach, about: About) -> String {
    let subject = match about {
        About::Principals => &one.principal,
        About::Resources => &one.resource,
    };
    format!("{}  {}", strong(subject), dim(&one.decision.to_string()))
}

fn record(one: &Reach) -> Value {
    let mut record = json!({
        "principal": one.principal,
        "resource": one.resource,
        "decision": one.decision.word().as_str(),
        "why": one.decision.to_string(),
    });
    if let (Decision::Allow(allowed), Value::Object(record)) = (&one.decision, &mut record) {
        let statements: Vec<String> = allowed
            .statements()
            .iter()
            .map(ToString::to_string)
            .collect();
        record.insert("statements".to_owned(), json!(statements));
    }
    record
}
