//! The table of the README: a line per engine.

use crate::logins::{ECDSA, Kind, Outcome, RESUMED, RSA, Ratio};

/// Says once more what matters, in Markdown.
pub fn print(engines: &[(String, Vec<Outcome>)]) {
    if engines.is_empty() {
        return;
    }
    println!(
        "\nIAM ÷ password, logins per second: a token, and one of a session; in brackets by the processor \
         time of server, agent and client, which minds less what else is going on. µs of the server's \
         processor per login: IAM, password\n\n\
         | | ECDSA P-256 | RSA-2048 | resumed | µs, ECDSA | µs, RSA |\n|---|---|---|---|---|---|"
    );
    for (engine, outcomes) in engines {
        let outcome = |kind: Kind| outcomes.iter().find(|outcome| outcome.kind == kind);
        let ratios = |kind| cell(outcome(kind).map(|outcome| listed(&outcome.ratios)));
        let micros = |kind| {
            cell(outcome(kind).map(|outcome| {
                let [local, iam] = outcome.server_micros;
                format!("{iam:.0}, {local:.0}")
            }))
        };
        println!(
            "| {engine} | {} | {} | {} | {} | {} |",
            ratios(ECDSA),
            ratios(RSA),
            ratios(RESUMED),
            micros(ECDSA),
            micros(RSA)
        );
    }
}

fn listed(ratios: &[Ratio]) -> String {
    let ratios = ratios
        .iter()
        .map(|ratio| format!("{:.2} ({:.2})", ratio.rate, ratio.cost));
    ratios.collect::<Vec<_>>().join(", ")
}

fn cell(text: Option<String>) -> String {
    text.unwrap_or_else(|| "–".to_owned())
}
