//! The table of the README: a line per engine, and one for who sends the token at once.

use crate::logins::{Compared, ECDSA, Kind, Outcome, RESUMED, RSA};

/// Says once more what matters, in Markdown.
pub fn print(engines: &[(String, Vec<Outcome>)]) {
    if engines.is_empty() {
        return;
    }
    println!(
        "\nIAM ÷ password, logins per second: a token, and one of a session; in brackets by the processor \
         time of server, agent and client, which minds less what else is going on. At once: the token is \
         sent unasked. µs of the server's processor per login: IAM, password\n\n\
         | | ECDSA P-256 | RSA-2048 | resumed | µs, ECDSA | µs, RSA |\n|---|---|---|---|---|---|"
    );
    for (engine, outcomes) in engines {
        print_line(engine, outcomes, |outcome| &outcome.asked);
        if outcomes.iter().any(|outcome| !outcome.at_once.is_empty()) {
            let label = format!("{engine}, at once");
            print_line(&label, outcomes, |outcome| &outcome.at_once);
        }
    }
}

fn print_line(label: &str, outcomes: &[Outcome], those: fn(&Outcome) -> &[Compared]) {
    let outcome = |kind: Kind| outcomes.iter().find(|outcome| outcome.kind == kind);
    let ratios = |kind| cell(outcome(kind).map(|outcome| ratios(those(outcome))));
    let micros = |kind| {
        cell(outcome(kind).and_then(|outcome| {
            let iam = those(outcome).first()?.server_micros;
            Some(format!("{iam:.0}, {:.0}", outcome.local_micros))
        }))
    };
    println!(
        "| {label} | {} | {} | {} | {} | {} |",
        ratios(ECDSA),
        ratios(RSA),
        ratios(RESUMED),
        micros(ECDSA),
        micros(RSA)
    );
}

fn ratios(those: &[Compared]) -> String {
    let ratios = those
        .iter()
        .map(|one| format!("{:.2} ({:.2})", one.rate, one.cost));
    ratios.collect::<Vec<_>>().join(", ")
}

fn cell(text: Option<String>) -> String {
    text.unwrap_or_else(|| "–".to_owned())
}
