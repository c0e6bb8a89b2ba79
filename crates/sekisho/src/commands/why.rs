//! `sekisho why`

use std::io::Read as _;
use std::process::ExitCode;

use agent::admin::{self, Command, Explanation, Reply};
use agent::audit::Verdict;
use sigv4::token::{MAX_TOKEN_BYTES, Token};

use crate::cli::Why;
use crate::clock::now;
use crate::failure::{Failure, Outcome, code};
use crate::place::Place;
use crate::rds_host;
use crate::ui::{bad, dim, good, say, strong};

pub fn run(place: &Place, args: &Why) -> Outcome {
    let token = read_token(&args.token)?;
    match ask_agent(place, args, &token) {
        Some(explanation) => show(&explanation, args.json),
        None => explain_alone(&token, args.json),
    }
}

fn read_token(given: &str) -> Result<String, Failure> {
    if given != "-" {
        return Ok(given.trim().to_owned());
    }
    let mut token = String::new();
    let limit = u64::try_from(MAX_TOKEN_BYTES).unwrap_or(u64::MAX) + 2;
    std::io::stdin().take(limit).read_to_string(&mut token)?;
    Ok(token.trim().to_owned())
}

/// The agent's word, where there is an agent on this machine and the token is for one of its
/// databases.
fn ask_agent(place: &Place, args: &Why, token: &str) -> Option<Explanation> {
    let foreign =
        Token::parse(token.as_bytes()).is_ok_and(|token| rds_host::is_amazons(token.host()));
    if foreign && args.cluster.is_none() {
        return None;
    }
    let state_dir = args.agent.find(place).ok()?;
    let socket = agent::Config::new(state_dir).admin_socket();
    let question = Command::Explain {
        token: token.to_owned(),
        user: args.user.clone(),
        instance: args.cluster.clone(),
        client: Some(std::net::Ipv4Addr::LOCALHOST.into()),
    };
    match admin::ask(&socket, &question) {
        Ok(Reply::Explanation(explanation)) => Some(*explanation),
        _ => None,
    }
}

fn show(explanation: &Explanation, json: bool) -> Outcome {
    let allowed = explanation.decision == Verdict::Allow;
    if json {
        say(serde_json::to_string(explanation)?);
        return Ok(verdict_code(allowed));
    }
    if let Some(claims) = &explanation.claims {
        let port = claims
            .port
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        say(format!(
            "{} {}{port} as {}",
            dim("token for   "),
            claims.host,
            strong(&claims.db_user)
        ));
        say(format!(
            "{} {}, service {}",
            dim("region      "),
            claims.region,
            claims.service
        ));
        say(format!("{} {}", dim("access key  "), claims.access_key_id));
        say(format!(
            "{} {} to {}",
            dim("valid       "),
            claims.signed_at,
            claims.expires_at
        ));
    }
    if let Some(principal) = &explanation.principal_arn {
        say(format!("{} {principal}", dim("signed by   ")));
    }
    let verdict = if allowed {
        good("would be let in")
    } else {
        bad("would be refused")
    };
    let database = explanation
        .identifier
        .as_deref()
        .unwrap_or("no database here");
    say(format!(
        "{} {verdict} at {database} [{}]",
        dim("verdict     "),
        explanation.reason
    ));
    for line in [&explanation.detail, &explanation.advice]
        .into_iter()
        .flatten()
    {
        say(format!("             {line}"));
    }
    for statement in &explanation.statements {
        say(format!("{} {statement}", dim("decided by  ")));
    }
    Ok(verdict_code(allowed))
}

/// What can be said of a token without the database's side: for real RDS, or with no agent here.
fn explain_alone(text: &str, json: bool) -> Outcome {
    let token = Token::parse(text.as_bytes())
        .map_err(|error| Failure::usage(format!("this is no token: {}", chain(&error))))?;
    let now = now();
    let left = token.expires_at().as_unix() - now.as_unix();
    let future = token.signed_at().as_unix() - now.as_unix();
    let problems = problems(&token, left, future);
    if json {
        let object = serde_json::json!({
            "host": token.host(),
            "port": token.port(),
            "db_user": token.db_user(),
            "region": token.scope().region,
            "access_key_id": token.access_key_id(),
            "signed_at": token.signed_at().to_string(),
            "expires_at": token.expires_at().to_string(),
            "problems": problems,
        });
        say(object.to_string());
        return Ok(verdict_code(problems.is_empty()));
    }
    let port = token
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    say(format!(
        "{} {}{port} as {}",
        dim("token for   "),
        token.host(),
        strong(token.db_user())
    ));
    say(format!("{} {}", dim("region      "), token.scope().region));
    say(format!("{} {}", dim("access key  "), token.access_key_id()));
    say(format!(
        "{} {} to {}",
        dim("valid       "),
        token.signed_at(),
        token.expires_at()
    ));
    for problem in &problems {
        say(format!("{} {problem}", bad("problem     ")));
    }
    if problems.is_empty() {
        say(format!(
            "{} {left} s left; nothing is wrong with the token itself",
            good("form        ")
        ));
        say(dim(
            "Whether the signature matches and a policy allows it, only the database's side knows.",
        ));
    }
    Ok(verdict_code(problems.is_empty()))
}

fn problems(token: &Token, left: i64, future: i64) -> Vec<String> {
    let mut problems = Vec::new();
    if left < 0 {
        problems.push(format!(
            "expired {} s ago (signed {}, valid {} s): mint a new one for each login",
            -left,
            token.signed_at(),
            token.expires_seconds()
        ));
    }
    if future > 0 {
        problems.push(format!("signed {future} s in the future: a clock is wrong"));
    }
    if let Some(region) = rds_host::region(token.host())
        && region != token.scope().region
    {
        problems.push(format!(
            "signed for region {}, but the host is in {region}: mint it with --region {region}",
            token.scope().region
        ));
    }
    problems
}

fn chain(error: &dyn std::error::Error) -> String {
    let cause = error
        .source()
        .map(|cause| format!(": {cause}"))
        .unwrap_or_default();
    format!("{error}{cause}")
}

fn verdict_code(yes: bool) -> ExitCode {
    if yes {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(code::NO)
    }
}
