//! `sekisho token` against `aws rds generate-db-auth-token`, the whole process.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::figures::{Bar, median};
use crate::people::Key;
use crate::stand_in::{REGION, StandIn, run};
use crate::{aws_cli, product};

/// Runs of ours for one of the other, which is slow.
const OURS_PER_OTHER: usize = 10;

/// One round for so many rounds of logins, for the same reason.
const ROUNDS_OF_LOGINS: usize = 2;

/// Prints the peak of the memory that a program had resident, in KiB (GNU time(1)).
const TIME: &str = "/usr/bin/time";

pub fn compare(stand_in: &StandIn, key: &Key, rounds: usize) {
    let rounds = rounds.div_ceil(ROUNDS_OF_LOGINS);
    let aws = aws_cli::folder().join("aws");
    let command = |program: &Path, words: &[&str]| {
        let mut command = stand_in.command(program);
        command
            .args(words)
            .args([
                "--hostname",
                "mydb.123456789012.us-west-2.rds.amazonaws.com",
            ])
            .args(["--port", "3306", "--username", "app", "--region", REGION])
            .envs(key.environment());
        command
    };
    let ours = || command(product::sekisho(), &["token"]);
    let other = || command(&aws, &["rds", "generate-db-auth-token"]);
    // Python compiles itself in its first run.
    seconds(other());
    let (mut our_times, mut ratios, mut other_times) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let other = seconds(other());
        let own = median((0..OURS_PER_OTHER).map(|_| seconds(ours())));
        our_times.push(own);
        other_times.push(other);
        ratios.push(other / own);
    }
    let ratio = median(ratios);
    println!("\nA token on the command line, the whole process, {rounds} rounds");
    println!(
        "  aws rds generate-db-auth-token {:.0} ms, sekisho token {:.2} ms: {ratio:.0} times faster  \
         bar {}",
        median(other_times) * 1e3,
        median(our_times) * 1e3,
        Bar::AtLeast(100.0).verdict(ratio),
    );
    let measured = |command: Command| peak_kib(command, stand_in).map(|kib| kib / 1024.0);
    match (measured(other()), measured(ours())) {
        (Some(other), Some(own)) => println!(
            "  peak resident memory {other:.1} MiB, {own:.1} MiB: {:.1} times less",
            other / own
        ),
        _ => println!("  memory is not measured: there is no {TIME} (apt install time)"),
    }
}

fn seconds(mut command: Command) -> f64 {
    let begin = Instant::now();
    let output = run(&mut command);
    let took = begin.elapsed();
    assert!(output.ok().contains("X-Amz-Signature="));
    took.as_secs_f64()
}

fn peak_kib(command: Command, stand_in: &StandIn) -> Option<f64> {
    if !Path::new(TIME).exists() {
        return None;
    }
    let report = stand_in.folder().join("peak");
    let mut timed = stand_in.command(TIME);
    timed.args(["--format", "%M", "--output"]).arg(&report);
    timed.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        timed.env(name, value.unwrap_or_default());
    }
    run(&mut timed).ok();
    fs::read_to_string(report).ok()?.trim().parse().ok()
}
