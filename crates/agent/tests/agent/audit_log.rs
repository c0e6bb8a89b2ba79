use std::fs;
use std::os::unix::fs::symlink;

use agent::audit::{Follower, Verdict};
use agent_protocol::{Answer, Question};

use crate::fixture::{Host, question};

#[test]
fn every_answer_has_its_line_before_it_is_given() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let client = host.client();
    let token = host.token("jane");
    for attempt in 1..=50 {
        let user: &[u8] = if attempt % 2 == 0 { b"jane" } else { b"bob" };
        let answer = client.ask(&question(user, token.as_bytes())).unwrap();
        let entries = host.entries();
        assert_eq!(entries.len(), attempt);
        let allowed = entries[attempt - 1].decision == Verdict::Allow;
        assert_eq!(allowed, answer == Answer::Allow);
    }
    let mut attempts: Vec<_> = host
        .entries()
        .into_iter()
        .map(|entry| entry.attempt)
        .collect();
    attempts.dedup();
    assert_eq!(attempts.len(), 50, "attempts have ids of their own");
}

#[test]
fn an_attempt_that_cannot_be_written_down_is_denied() {
    let host = Host::new();
    symlink("/dev/full", host.state("audit.jsonl")).unwrap();
    let (_agent, _feed) = host.start_serving();
    assert_eq!(host.login("jane").unwrap(), Answer::Deny);
    fs::remove_file(host.state("audit.jsonl")).unwrap();
    assert_eq!(
        host.login("jane").unwrap(),
        Answer::Deny,
        "the log is still the full one"
    );
}

#[test]
fn the_token_is_nowhere_in_the_log() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let good = host.token("jane");
    let altered = good.replace("X-Amz-Signature=", "X-Amz-Signature=0");
    let client = host.client();
    for token in [good.as_str(), &altered, "S3cretPassword", "S3cret?Password"] {
        let _ = client.ask(&question(b"jane", token.as_bytes())).unwrap();
    }
    let signature = good.split("X-Amz-Signature=").nth(1).unwrap();
    let log = fs::read_to_string(host.state("audit.jsonl")).unwrap();
    assert_eq!(log.lines().count(), 4);
    assert!(
        !log.contains(signature) && !log.contains("X-Amz-Credential"),
        "{log}"
    );
    assert!(!log.contains("S3cretPassword"), "{log}");
}

#[test]
fn the_line_says_who_from_where_and_over_what() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let token = host.token("jane");
    let asked = Question {
        account: b"decoy",
        ..question(b"nobody", token.as_bytes())
    };
    assert_eq!(host.client().ask(&asked).unwrap(), Answer::Deny);
    let entry = host.entries().pop().unwrap();
    assert_eq!(
        (entry.db_user.as_str(), entry.account.as_deref()),
        ("nobody", Some("decoy"))
    );
    assert_eq!(entry.client, Some([10, 0, 0, 7].into()));
    assert_eq!(entry.channel, "tls");
    assert_eq!(entry.time, "2025-01-15T12:00:00.000Z");
    assert_eq!(entry.reason, "wrong_user");
    assert!(
        entry
            .amazon_line
            .unwrap()
            .starts_with("[ERROR] Failed to authenticate")
    );
}

#[test]
fn a_full_log_is_rotated_and_the_oldest_goes() {
    let mut host = Host::new();
    host.config.audit_max_bytes = 2000;
    host.config.audit_keep_files = 2;
    let (_agent, _feed) = host.start_serving();
    let mut follower = Follower::from_end(&host.config.state_dir).unwrap();
    let mut followed = 0;
    for _ in 0..40 {
        assert_eq!(host.login("jane").unwrap(), Answer::Allow);
        followed += follower.read_new().unwrap().len();
    }
    assert_eq!(followed, 40, "the follower saw each, across rotations");
    let size = |name: &str| fs::metadata(host.state(name)).map(|metadata| metadata.len());
    for name in ["audit.jsonl", "audit.jsonl.1", "audit.jsonl.2"] {
        assert!(size(name).unwrap() <= 2000, "{name}");
    }
    assert!(size("audit.jsonl.3").is_err());
    let entries = host.entries();
    assert!(entries.len() < 40);
    let numbers: Vec<u64> = entries
        .iter()
        .map(|entry| entry.attempt.rsplit('-').next().unwrap().parse().unwrap())
        .collect();
    let expected: Vec<u64> = (40 - entries.len() as u64..40).collect();
    assert_eq!(numbers, expected, "the oldest first, none missing");
}

#[test]
fn a_line_that_a_crash_cut_off_spoils_no_other() {
    let host = Host::new();
    fs::write(host.state("audit.jsonl"), "{\"attempt\":\"cut").unwrap();
    crate::fixture::chmod(&host.state("audit.jsonl"), 0o600);
    let (_agent, _feed) = host.start_serving();
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
    assert_eq!(host.entries().len(), 1);
}

#[test]
fn a_follower_waits_for_a_log_that_is_not_there_yet() {
    let host = Host::new();
    let mut follower = Follower::from_end(&host.config.state_dir).unwrap();
    assert_eq!(follower.read_new().unwrap(), []);
    let (_agent, _feed) = host.start_serving();
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
    assert_eq!(follower.read_new().unwrap().len(), 1);
    assert_eq!(follower.read_new().unwrap(), []);
}
