//! `sekisho policy lint`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use iam::lint::{Finding, Severity, lint};
use iam::policy::PolicyKind;
use serde_json::json;

use super::input;
use crate::failure::{Outcome, code};
use crate::ui::{bad, dim, good, say, strong};

#[derive(Debug, Args)]
pub struct Lint {
    /// The documents; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the documents are
    #[arg(long, value_enum, default_value_t = Kind::Managed)]
    kind: Kind,
    /// For machines: a JSON object per finding
    #[arg(long)]
    json: bool,
}

/// The kinds of policy, as the command line names them.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Managed,
    UserInline,
    GroupInline,
    RoleInline,
    Trust,
    Session,
    Scp,
    Resource,
}

impl From<Kind> for PolicyKind {
    fn from(kind: Kind) -> PolicyKind {
        match kind {
            Kind::Managed => PolicyKind::Managed,
            Kind::UserInline => PolicyKind::UserInline,
            Kind::GroupInline => PolicyKind::GroupInline,
            Kind::RoleInline => PolicyKind::RoleInline,
            Kind::Trust => PolicyKind::Trust,
            Kind::Session => PolicyKind::Session,
            Kind::Scp => PolicyKind::Scp,
            Kind::Resource => PolicyKind::Resource,
        }
    }
}

pub fn run(args: &Lint) -> Outcome {
    let mut worst = None;
    for file in &args.files {
        let name = file.display().to_string();
        for finding in lint(&input::text(file)?, args.kind.into()) {
            worst = worst.max(Some(finding.severity));
            say(if args.json {
                record(&name, &finding)
            } else {
                line(&name, &finding)
            });
        }
    }
    if worst.is_none() && !args.json {
        say(good("nothing found"));
    }
    Ok(match worst {
        Some(Severity::Error) => ExitCode::from(code::USAGE),
        Some(Severity::Warning) => ExitCode::from(code::NO),
        Some(Severity::Note) | None => ExitCode::SUCCESS,
    })
}

/// `connect.json:4:17: warning: … [rds-connect]`
fn line(name: &str, finding: &Finding) -> String {
    let place = format!(
        "{name}:{}:{}",
        finding.position.line, finding.position.column
    );
    let severity = match finding.severity {
        Severity::Note => strong("note"),
        Severity::Warning | Severity::Error => bad(&finding.severity.to_string()),
    };
    let code = dim(&format!("[{}]", finding.code));
    format!("{place}: {severity}: {} {code}", finding.message)
}

fn record(name: &str, finding: &Finding) -> String {
    json!({
        "file": name,
        "line": finding.position.line,
        "column": finding.position.column,
        "severity": finding.severity.to_string(),
        "code": finding.code,
        "message": finding.message,
    })
    .to_string()
}
