use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;

use agent::admin::{Command, Explanation, MAX_COMMAND_BYTES, Reply, Status, ask};
use agent::audit::Verdict;
use agent_protocol::Answer;

use crate::fixture::{CLUSTER, HOST, Host, JANE, KEY_ID, PORT, own_uid, snapshot};

fn status(host: &Host) -> Status {
    match ask(&host.config.admin_socket(), &Command::Status).unwrap() {
        Reply::Status(status) => status,
        other => panic!("{other:?}"),
    }
}

fn explain(host: &Host, token: &str, user: Option<&str>, instance: Option<&str>) -> Explanation {
    let command = Command::Explain {
        token: token.into(),
        user: user.map(Into::into),
        instance: instance.map(Into::into),
        client: None,
    };
    match ask(&host.config.admin_socket(), &command).unwrap() {
        Reply::Explanation(explanation) => *explanation,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_status_says_what_is_in_force_and_what_is_served() {
    let host = Host::new();
    let (_agent, feed) = host.start_serving();
    let told = status(&host);
    let snapshot = told.snapshot.unwrap();
    assert_eq!(
        (snapshot.revision, snapshot.principals, snapshot.in_force),
        (1, 1, true)
    );
    assert_eq!(snapshot.valid_until, "2025-01-16T12:00:00Z");
    assert_eq!(snapshot.instances[0].endpoints, [format!("{HOST}:{PORT}")]);
    assert_eq!(told.sockets[0].path, host.socket());
    assert_eq!(told.sockets[0].peer_uid, own_uid());
    assert!(told.feed_connected);
    drop(feed);
    host.clock.advance_seconds(86_401);
    crate::fixture::eventually(
        "the status says that the feed is lost and the end has come",
        || {
            let told = status(&host);
            !told.feed_connected && !told.snapshot.unwrap().in_force
        },
    );
}

#[test]
fn an_explanation_is_the_decision_without_a_login() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let token = host.token("jane");
    let allowed = explain(&host, &token, None, None);
    assert_eq!(allowed.decision, Verdict::Allow);
    assert_eq!(allowed.principal_arn.as_deref(), Some(JANE));
    assert_eq!(allowed.resource_id.as_deref(), Some(CLUSTER));
    let claims = allowed.claims.unwrap();
    assert_eq!(
        (claims.access_key_id.as_str(), claims.db_user.as_str()),
        (KEY_ID, "jane")
    );
    assert_eq!(claims.expires_at, "2025-01-15T12:15:00Z");
    let other_user = explain(&host, &token, Some("bob"), Some("mycluster"));
    assert_eq!(other_user.reason, "wrong_user");
    assert!(host.entries().is_empty(), "it is no login");
}

#[test]
fn a_token_for_another_host_is_explained_with_what_it_should_be_for() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let token = host.token("jane").replace(HOST, "localhost");
    let explained = explain(&host, &token, None, None);
    assert_eq!(explained.reason, "wrong_host");
    let advice = explained.advice.unwrap();
    assert!(
        advice.contains(&format!("--hostname {HOST} --port {PORT}")),
        "{advice}"
    );
    assert_eq!(
        explain(&host, "password", None, None).reason,
        "malformed_token"
    );
    assert_eq!(
        explain(&host, &token, None, Some("nosuch")).reason,
        "unknown_instance"
    );
}

#[test]
fn the_counters_are_told_as_json_and_for_prometheus() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    feed.apply(&snapshot(2));
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
    assert_eq!(host.login("bob").unwrap(), Answer::Deny);
    let Reply::Metrics(report) = ask(&host.config.admin_socket(), &Command::Metrics).unwrap()
    else {
        panic!()
    };
    assert_eq!(report.attempts["allowed"], 1);
    assert_eq!(report.attempts["no_policy_allows"], 1);
    assert_eq!(report.snapshot_lag_ms, Some(250));
    assert_eq!(report.snapshot_revision, Some(2));
    assert_eq!(report.snapshot_remaining_seconds, Some(86_400));
    let Reply::Prometheus { text } =
        ask(&host.config.admin_socket(), &Command::Prometheus).unwrap()
    else {
        panic!()
    };
    for line in [
        "sekisho_agent_login_attempts_total{reason=\"no_policy_allows\"} 1",
        "sekisho_agent_snapshot_lag_milliseconds 250",
        "sekisho_agent_decision_seconds_count 2",
    ] {
        assert!(
            text.lines().any(|each| each == line),
            "{line} not in\n{text}"
        );
    }
}

#[test]
fn nonsense_and_endless_commands_are_answered_with_an_error() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let mut endless = vec![b'a'; usize::try_from(MAX_COMMAND_BYTES).unwrap()];
    endless.push(b'\n');
    for line in [
        b"{\"command\":\"shutdown\"}\n".as_slice(),
        b"\n",
        b"\xFF\n",
        &endless,
    ] {
        let mut stream = UnixStream::connect(host.config.admin_socket()).unwrap();
        stream.write_all(line).unwrap();
        let mut reply = String::new();
        let _ = stream.read_to_string(&mut reply);
        assert!(reply.starts_with("{\"reply\":\"error\""), "{reply}");
    }
    assert_eq!(status(&host).pid, std::process::id());
}

#[test]
fn a_command_does_not_print_its_token() {
    let command = Command::Explain {
        token: "X-Amz-Signature".into(),
        user: None,
        instance: None,
        client: None,
    };
    assert!(!format!("{command:?}").contains("X-Amz"));
}
