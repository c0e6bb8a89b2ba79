//! `sekisho policy test`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use iam::evaluate::{Simulation, simulate};
use iam::policy::PolicyKind;
use iam::{Context, Decision, Layers, NamedPolicy, Principal, Request};
use serde_json::{Value, json};

use super::input::{self, OneOrMany, RequestDocument};
use crate::failure::{Failure, Outcome, code};
use crate::ui::{bad, dim, good, say};

const CONNECT: &str = "rds-db:connect";

#[derive(Debug, Args)]
pub struct Test {
    /// A policy of the principal; may be repeated
    #[arg(long = "policy", value_name = "FILE")]
    policies: Vec<PathBuf>,
    /// The principal's permissions boundary
    #[arg(long, value_name = "FILE")]
    boundary: Option<PathBuf>,
    /// A session policy; may be repeated
    #[arg(long = "session-policy", value_name = "FILE")]
    session_policies: Vec<PathBuf>,
    /// A level of service control policies, its files separated by commas; may be repeated
    #[arg(long = "scp", value_name = "FILES")]
    scps: Vec<String>,
    /// The trust policy of the role that is to be assumed
    #[arg(long, value_name = "FILE", conflicts_with = "resource_policy")]
    trust_policy: Option<PathBuf>,
    /// The policy of the resource
    #[arg(long, value_name = "FILE")]
    resource_policy: Option<PathBuf>,
    /// Who asks: the ARN of a user, of the root user, or of a session
    #[arg(long, value_name = "ARN", required_unless_present = "request")]
    principal: Option<String>,
    /// The role behind a session, where the role has a path
    #[arg(long, value_name = "ARN")]
    role: Option<String>,
    /// The action [default: rds-db:connect]
    #[arg(long)]
    action: Option<String>,
    /// The resource: arn:aws:rds-db:REGION:ACCOUNT:dbuser:RESOURCE-ID/USER [default: *]
    #[arg(long, value_name = "ARN")]
    resource: Option<String>,
    /// A context key, besides those that the principal's ARN says; KEY=[A,B] for a multi-valued one;
    /// may be repeated
    #[arg(long = "context", value_name = "KEY=VALUE", value_parser = input::context_entry)]
    context: Vec<(String, OneOrMany)>,
    /// The request as JSON: principal, role, action, resource, context; `-` reads standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["principal", "role", "action", "resource", "context"])]
    request: Option<PathBuf>,
    /// Leave out the context keys that Amazon does not honour for database logins
    #[arg(long)]
    strict_aws: bool,
    /// Say why: the statements that decided, and those that came near
    #[arg(long)]
    explain: bool,
    /// For machines
    #[arg(long)]
    json: bool,
}

/// The policies of all layers, read.
struct Policies {
    identity: Vec<NamedPolicy>,
    boundary: Option<NamedPolicy>,
    session: Option<Vec<NamedPolicy>>,
    scps: Vec<Vec<NamedPolicy>>,
    resource: Option<NamedPolicy>,
}

/// The request, read.
struct Question {
    principal: Principal,
    action: String,
    resource: String,
    context: Context,
}

pub fn run(args: &Test) -> Outcome {
    let policies = Policies::read(args)?;
    let question = Question::read(args)?;
    let scps: Vec<&[NamedPolicy]> = policies.scps.iter().map(Vec::as_slice).collect();
    let layers = Layers {
        scps: &scps,
        resource: policies.resource.as_ref(),
        identity: &policies.identity,
        boundary: policies.boundary.as_ref(),
        session: policies.session.as_deref(),
    };
    let request = Request {
        principal: &question.principal,
        action: &question.action,
        resource: &question.resource,
        context: &question.context,
    };
    let simulation = simulate(None, &request, &layers);
    if args.json {
        say(report(&simulation).to_string());
    } else {
        show(&simulation, args.explain);
    }
    Ok(match simulation.decision {
        Decision::Allow(_) => ExitCode::SUCCESS,
        Decision::Deny(_) => ExitCode::from(code::NO),
    })
}

impl Policies {
    fn read(args: &Test) -> Result<Policies, Failure> {
        let one = |path: &Option<PathBuf>, kind| {
            path.as_ref()
                .map(|path| input::policy(path, kind))
                .transpose()
        };
        let level = |files: &String| {
            let files: Vec<&str> = files.split(',').collect();
            input::policies(&files, PolicyKind::Scp)
        };
        let session = &args.session_policies;
        let trust = one(&args.trust_policy, PolicyKind::Trust)?;
        Ok(Policies {
            // The inline policies of roles are the kind with the most room.
            identity: input::policies(&args.policies, PolicyKind::RoleInline)?,
            boundary: one(&args.boundary, PolicyKind::Managed)?,
            session: (!session.is_empty())
                .then(|| input::policies(session, PolicyKind::Session))
                .transpose()?,
            scps: args.scps.iter().map(level).collect::<Result<_, _>>()?,
            resource: one(&args.resource_policy, PolicyKind::Resource)?.or(trust),
        })
    }
}

impl Question {
    fn read(args: &Test) -> Result<Question, Failure> {
        let Some(path) = &args.request else {
            let principal = args.principal.as_deref().unwrap_or_default();
            let principal = input::principal(principal, args.role.as_deref())?;
            let entries = args.context.iter().map(|(key, value)| (key, value));
            return Ok(Question {
                context: input::context(&principal, entries, args.strict_aws),
                principal,
                action: args.action.clone().unwrap_or_else(|| CONNECT.to_owned()),
                resource: args.resource.clone().unwrap_or_else(|| "*".to_owned()),
            });
        };
        let document: RequestDocument = serde_json::from_str(&input::text(path)?)
            .map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
        let principal = input::principal(&document.principal, document.role.as_deref())?;
        Ok(Question {
            context: input::context(&principal, &document.context, args.strict_aws),
            principal,
            action: document.action.unwrap_or_else(|| CONNECT.to_owned()),
            resource: document.resource.unwrap_or_else(|| "*".to_owned()),
        })
    }
}

fn show(simulation: &Simulation, explain: bool) {
    let word = simulation.word.as_str();
    say(if simulation.decision.is_allow() {
        good(word)
    } else {
        bad(word)
    });
    if !explain {
        return;
    }
    say(simulation.decision.to_string());
    if !simulation.missing_context.is_empty() {
        let keys = simulation.missing_context.join(", ");
        say(dim(&format!(
            "the policies ask for keys that the request does not have: {keys}"
        )));
    }
}

fn report(simulation: &Simulation) -> Value {
    let statements: Vec<Value> = simulation
        .matched
        .iter()
        .map(|one| {
            json!({
                "layer": one.layer.to_string(),
                "policy": one.policy.as_str(),
                "statement": one.index + 1,
                "line": one.span.start.line,
                "column": one.span.start.column,
            })
        })
        .collect();
    let mut report = json!({
        "decision": simulation.word.as_str(),
        "matchedStatements": statements,
        "missingContextKeys": simulation.missing_context,
    });
    if let (Decision::Deny(denied), Value::Object(report)) = (&simulation.decision, &mut report) {
        let near: Vec<String> = denied
            .near_misses()
            .iter()
            .map(ToString::to_string)
            .collect();
        report.insert("layer".to_owned(), json!(denied.layer().to_string()));
        report.insert("nearMisses".to_owned(), json!(near));
        report.insert("callerText".to_owned(), json!(denied.caller_text()));
    }
    report
}
