//! What a login asks, and what it answers.

use std::net::Ipv4Addr;

use agent_protocol::{Channel, MAX_TOKEN_BYTES};
use testkit::Script;

use crate::{PERM_DENIED, SUCCESS, Service, stage, token};

#[test]
fn the_agents_yes_lets_in_and_its_no_does_not() {
    let (agent, service) = stage(Script::AllowToken(b"token".to_vec()));
    let right = service.log_in(b"token");
    assert_eq!((right.authenticate, right.account), (SUCCESS, SUCCESS));
    let wrong = service.log_in(b"tokem");
    assert_eq!(
        (wrong.authenticate, wrong.account),
        (PERM_DENIED, PERM_DENIED)
    );
    assert_eq!((right.asked, wrong.asked), (1, 1));

    let questions = agent.take_questions();
    assert_eq!(questions.len(), 2);
    let question = &questions[0];
    assert_eq!(question.db_user, b"iamuser01");
    assert_eq!(question.account, b"iamuser01");
    assert_eq!(question.client, Some(Ipv4Addr::LOCALHOST.into()));
    assert_eq!(question.channel, Channel::Tls);
    assert_eq!(question.token, b"token");
    assert_eq!(question.presented_bytes, 5);
}

#[test]
fn a_feature_that_is_off_reads_like_any_refusal() {
    let (_agent, service) = stage(Script::Disabled);
    assert_eq!(service.log_in(b"token").authenticate, PERM_DENIED);
}

#[test]
fn the_account_is_in_order_only_for_whom_this_module_let_in() {
    let (_agent, service) = stage(Script::Allow);
    let codes = service.log_in(b"token");
    assert_eq!((codes.before, codes.account), (PERM_DENIED, SUCCESS));
}

#[test]
fn there_are_no_credentials_and_nobody_has_an_opinion_on_sessions_and_passwords() {
    let (_agent, service) = stage(Script::Allow);
    let codes = service.log_in(b"token");
    assert_eq!(codes.setcred, SUCCESS);
    // What libpam makes of a stack in which nobody has an opinion.
    assert_eq!(codes.sessions_and_passwords[..2], [PERM_DENIED; 2]);
    assert_ne!(codes.sessions_and_passwords[2], SUCCESS);
}

#[test]
fn a_token_arrives_whole_at_every_length_and_past_the_limit_not_at_all() {
    let (agent, service) = stage(Script::Allow);
    for length in [500, 2_500, 8_192, MAX_TOKEN_BYTES] {
        let token = token(length);
        assert_eq!(service.log_in(&token).authenticate, SUCCESS, "{length}");
        assert_eq!(agent.take_questions()[0].token, token);
    }
    for length in [MAX_TOKEN_BYTES + 1, 65_000, 200_000] {
        assert_eq!(
            service.log_in(&token(length)).authenticate,
            PERM_DENIED,
            "{length}"
        );
        let question = &agent.take_questions()[0];
        assert!(question.token.is_empty());
        assert_eq!(question.presented_bytes, u32::try_from(length).unwrap());
    }
}

#[test]
fn an_empty_password_is_refused_whatever_the_agent_says() {
    let (_agent, service) = stage(Script::Allow);
    assert_eq!(service.log_in(b"").authenticate, PERM_DENIED);
}

#[test]
fn over_the_unix_socket_and_from_nowhere_the_token_stays_here() {
    let (agent, service) = stage(Script::Allow);
    for (remote_host, channel) in [("[local]", Channel::UnixSocket), ("-", Channel::Unknown)] {
        let codes = service.log_in_from(remote_host, b"token");
        assert_eq!(codes.authenticate, PERM_DENIED);
        let question = &agent.take_questions()[0];
        assert_eq!((question.channel, question.token.len()), (channel, 0));
    }
}

#[test]
fn a_service_file_that_is_wrong_lets_nobody_in_and_asks_nobody() {
    let (agent, _service) = stage(Script::Allow);
    let socket = agent.path();
    let socket = socket.display();
    for arguments in [
        String::new(),
        "debug".to_owned(),
        "socket=agent.sock".to_owned(),
        format!("socket={socket} socket={socket}"),
        format!("socket={socket} use_first_pass"),
    ] {
        let codes = Service::with(&arguments).log_in(b"token");
        assert_ne!(codes.authenticate, SUCCESS, "{arguments}");
        assert_eq!(codes.asked, 0, "{arguments}");
    }
    assert!(agent.take_questions().is_empty());
}
