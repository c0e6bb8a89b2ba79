//! Only over TLS.

use agent_protocol::Channel;
use testkit::{LoginClient, Password, Script, mysql_cli};

use crate::{ACCESS_DENIED, Stage, USER};

/// The one attempt that the agent heard of.
fn only_attempt(stage: &Stage) -> (Channel, Vec<u8>, u32) {
    let asked = stage.agent.take_questions();
    assert_eq!(asked.len(), 1, "{asked:?}");
    let asked = asked.into_iter().next().unwrap();
    (asked.channel, asked.token, asked.presented_bytes)
}

#[test]
fn over_plain_tcp_the_agent_hears_of_the_attempt_and_not_the_token() {
    let stage = Stage::new(Script::Allow);
    let output = stage
        .server
        .cli_with(USER, "token", &["--skip-ssl", "-e", "SELECT 1"]);
    assert_eq!(
        (output.code, output.stderr.as_str()),
        (Some(1), ACCESS_DENIED)
    );
    assert_eq!(only_attempt(&stage), (Channel::Plain, Vec::new(), 5));
}

#[test]
fn a_client_that_starts_with_the_token_over_plain_tcp_is_refused_too() {
    let stage = Stage::new(Script::Allow);
    let client = LoginClient::in_clear(stage.server.port());
    let refused = client
        .log_in(USER, &Password::ClearAtOnce(b"token".to_vec()))
        .unwrap_err();
    assert_eq!(refused.code(), Some(1045));
    assert_eq!(only_attempt(&stage), (Channel::Plain, Vec::new(), 5));
}

#[test]
fn over_the_unix_socket_a_token_is_refused_with_tls_and_without() {
    let stage = Stage::new(Script::Allow);
    let socket = format!("--socket={}", stage.server.socket().display());
    for tls in ["--ssl", "--skip-ssl"] {
        let output = mysql_cli([
            &socket,
            "--user=iamuser01",
            "--password=token",
            tls,
            "-e",
            "SELECT 1",
        ]);
        assert_eq!(output.code, Some(1), "{output:?}");
        assert!(
            output
                .stderr
                .starts_with("ERROR 1045 (28000): Access denied"),
            "{output:?}"
        );
        assert_eq!(only_attempt(&stage), (Channel::UnixSocket, Vec::new(), 5));
    }
}

#[test]
fn the_one_packet_that_looks_like_tls_is_too_long_for_a_token() {
    let stage = Stage::new(Script::Allow);
    // 0x17 0x03 0x03 read as the length of a packet, less the NUL at its end.
    let length = 0x03_0317 - 1;
    let client = LoginClient::in_clear(stage.server.port());
    let refused = client
        .log_in(USER, &Password::Clear(vec![b't'; length]))
        .unwrap_err();
    assert_eq!(refused.code(), Some(1045));
    assert_eq!(
        only_attempt(&stage),
        (Channel::Tls, Vec::new(), length as u32)
    );
}

#[test]
fn changing_the_user_over_plain_tcp_is_refused() {
    let stage = Stage::new(Script::Allow);
    stage.server.sql("CREATE USER local IDENTIFIED BY 'secret'");
    let client = LoginClient::in_clear(stage.server.port());
    let mut session = client
        .log_in("local", &Password::Native(b"secret".to_vec()))
        .unwrap();
    let refused = session
        .change_user(USER, &Password::Clear(b"token".to_vec()))
        .unwrap_err();
    assert_eq!(refused.code(), Some(1045));
    assert_eq!(only_attempt(&stage), (Channel::Plain, Vec::new(), 5));
}
