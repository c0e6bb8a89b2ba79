//! The table of the README: a line per engine.

use crate::logins::{ECDSA, Kind, Outcome, RESUMED, RSA};

/// Says once more what matters, in Markdown.
pub fn print(engines: &[(String, Vec<Outcome>)]) {
    println!(
        "\nIAM ÷ password, logins per second: a token, and one of a session; µs of the server's \
         processor per login: IAM, password\n\n\
         | | {ECDSA} | {RSA} | {RESUMED} | µs, {ECDSA} | µs, {RSA} |\n|---|---|---|---|---|---|"
    );
    for (engine, outcomes) in engines {
        let outcome = |kind: Kind| outcomes.iter().find(|outcome| outcome.kind == kind);
        let ratios = |kind| cell(outcome(kind).map(|outcome| listed(&outcome.ratios, 2)));
        let micros = |kind| {
            cell(outcome(kind).map(|outcome| {
                let [local, iam] = outcome.server_micros;
                listed(&[iam, local], 0)
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

fn listed(figures: &[f64], decimals: usize) -> String {
    let figures = figures.iter().map(|figure| format!("{figure:.decimals$}"));
    figures.collect::<Vec<_>>().join(", ")
}

fn cell(text: Option<String>) -> String {
    text.unwrap_or_else(|| "–".to_owned())
}
