//! `sekisho policy who-can` and `what-can`: shown here, asked of the snapshot by whoever has one.

use std::process::ExitCode;

use iam::Decision;
use iam::reach::Reach;
use serde_json::{Value, json};

use crate::failure::{Outcome, code};
use crate::ui::{dim, say, strong};

/// What a list of decisions is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Which principals can: a line per principal.
    Principals,
    /// Which resources can be reached: a line per resource.
    Resources,
}

/// Prints who or what can and why, and with `explain` also who or what cannot. Exit code 1 when
/// nobody and nothing can.
pub fn show(reach: &[Reach], about: About, explain: bool, json: bool) -> Outcome {
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
