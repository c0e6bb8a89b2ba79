//! What a user reads, and what the agent hears.

use testkit::{LoginClient, Password, Resumption, Script};

use crate::{ACCESS_DENIED, NOT_LOADED, Stage, USER, token};
use agent_protocol::{Channel, MAX_TOKEN_BYTES};

const WHO: [&str; 2] = ["-e", "SELECT CURRENT_USER(), USER()"];

#[test]
fn a_user_whom_the_agent_admits_is_the_named_user() {
    let stage = Stage::new(Script::Allow);
    let output = stage.server.cli(USER, "token", &WHO);
    assert_eq!(output.ok(), "iamuser01@%\tiamuser01@127.0.0.1\n");
    assert_eq!(stage.counts(), [1, 0, 0]);
}

#[test]
fn the_agent_hears_who_wants_in_from_where_over_what() {
    let stage = Stage::new(Script::Allow);
    let _ = stage.server.cli(USER, "token", &WHO);
    let [asked] = &stage.agent.take_questions()[..] else {
        panic!("one question")
    };
    assert_eq!(asked.db_user, b"iamuser01");
    assert_eq!(asked.account, b"iamuser01");
    assert_eq!(asked.client, Some([127, 0, 0, 1].into()));
    assert_eq!(asked.channel, Channel::Tls);
    assert_eq!(asked.token, b"token");
    assert_eq!(asked.presented_bytes, 5);
}

#[test]
fn a_refused_user_reads_what_rds_says() {
    let stage = Stage::new(Script::Deny);
    let output = stage.server.cli(USER, "token", &WHO);
    assert_eq!(
        (output.code, output.stderr.as_str()),
        (Some(1), ACCESS_DENIED)
    );
    assert_eq!(stage.counts(), [0, 1, 0]);
}

#[test]
fn with_the_feature_off_a_user_reads_what_rds_says() {
    let stage = Stage::new(Script::Disabled);
    let output = stage.server.cli(USER, "token", &WHO);
    assert_eq!((output.code, output.stderr.as_str()), (Some(1), NOT_LOADED));
    assert_eq!(stage.counts(), [0, 1, 0]);
}

#[test]
fn without_a_password_the_refusal_says_so_even_if_the_agent_would_not_mind() {
    let stage = Stage::new(Script::Allow);
    let output = stage.server.cli(USER, "", &WHO);
    let expected = "ERROR 1045 (28000): Access denied for user 'iamuser01'@'127.0.0.1' \
                    (using password: NO)\n";
    assert_eq!(output.stderr, expected);
}

#[test]
fn tokens_up_to_the_limit_arrive_whole_and_longer_ones_do_not_arrive() {
    let stage = Stage::new(Script::Allow);
    for length in [1, 100, 2_500, 8_192, MAX_TOKEN_BYTES] {
        let token = token(length);
        assert_eq!(
            stage.server.cli(USER, &token, &["-e", "SELECT 1"]).ok(),
            "1\n",
            "{length}"
        );
        let [asked] = &stage.agent.take_questions()[..] else {
            panic!("one question")
        };
        assert_eq!(asked.token, token.as_bytes());
    }
    for length in [MAX_TOKEN_BYTES + 1, 100_000] {
        let output = stage.server.cli(USER, &token(length), &["-e", "SELECT 1"]);
        assert_eq!(output.stderr, ACCESS_DENIED);
        let [asked] = &stage.agent.take_questions()[..] else {
            panic!("one question")
        };
        assert!(asked.token.is_empty());
        assert_eq!(asked.presented_bytes as usize, length);
    }
    assert_eq!(stage.counts(), [5, 2, 0]);
}

#[test]
fn any_octets_at_all_are_a_token_for_the_agent_to_judge() {
    let token: Vec<u8> = (1..=255).chain([0]).chain(1..=255).collect();
    let stage = Stage::new(Script::AllowToken(token.clone()));
    let client = LoginClient::over_tls(stage.server.port(), stage.server.ca(), Resumption::Off);
    assert!(client.log_in(USER, &Password::Clear(token)).is_ok());
}

#[test]
fn a_client_that_starts_with_the_token_is_asked_for_nothing_more() {
    let stage = Stage::new(Script::AllowToken(b"token".to_vec()));
    let client = LoginClient::over_tls(stage.server.port(), stage.server.ca(), Resumption::On);
    for _ in 0..3 {
        let mut session = client
            .log_in(USER, &Password::ClearAtOnce(b"token".to_vec()))
            .unwrap();
        assert_eq!(
            session.value("SELECT CURRENT_USER()").unwrap(),
            "iamuser01@%"
        );
        session.quit().unwrap();
    }
    let asked = stage.agent.take_questions();
    assert!(
        asked.iter().all(|asked| asked.channel == Channel::Tls),
        "{asked:?}"
    );
}

#[test]
fn a_connection_may_change_to_an_iam_user_and_lives_on_when_it_may_not() {
    let stage = Stage::new(Script::AllowToken(token(2_500).into_bytes()));
    stage.server.sql("CREATE USER local IDENTIFIED BY 'secret'");
    let local = Password::Native(b"secret".to_vec());
    let client = LoginClient::over_tls(stage.server.port(), stage.server.ca(), Resumption::Off);
    let mut session = client.log_in("local", &local).unwrap();
    session
        .change_user(USER, &Password::Clear(token(2_500).into_bytes()))
        .unwrap();
    assert_eq!(
        session.value("SELECT CURRENT_USER()").unwrap(),
        "iamuser01@%"
    );
    let refused = session
        .change_user(USER, &Password::Clear(b"another".to_vec()))
        .unwrap_err();
    assert_eq!(refused.code(), Some(1045));
    assert_eq!(session.value("SELECT 1").unwrap(), "1");
}

#[test]
fn a_user_that_does_not_exist_is_refused_even_if_the_agent_says_yes() {
    let stage = Stage::new(Script::Allow);
    let output = stage.server.cli("nobody", "token", &WHO);
    assert!(
        output
            .stderr
            .starts_with("ERROR 1045 (28000): Access denied"),
        "{}",
        output.stderr
    );
    // MariaDB goes through the motions with an account that it picks; the agent can tell by the names.
    for asked in stage.agent.take_questions() {
        assert_eq!(
            (&asked.db_user[..], &asked.account[..]),
            (&b"nobody"[..], &b"iamuser01"[..])
        );
    }
}

#[test]
fn accounts_that_say_rds_in_any_case_or_nothing_are_asked_about_and_no_others() {
    let stage = Stage::new(Script::Allow);
    stage.server.sql(
        "CREATE USER lower IDENTIFIED WITH awsauthenticationplugin AS 'rds';
         CREATE USER bare IDENTIFIED WITH AWSAuthenticationPlugin;
         CREATE USER other IDENTIFIED WITH AWSAuthenticationPlugin AS 'LDAP'",
    );
    for user in ["lower", "bare"] {
        assert_eq!(
            stage.server.cli(user, "token", &["-e", "SELECT 1"]).ok(),
            "1\n",
            "{user}"
        );
    }
    let _ = stage.agent.take_questions();
    let output = stage.server.cli("other", "token", &["-e", "SELECT 1"]);
    assert!(
        output.stderr.starts_with("ERROR 1045 (28000)"),
        "{}",
        output.stderr
    );
    assert!(stage.agent.take_questions().is_empty());
    let log = stage.server.error_log();
    assert!(
        log.contains("the account `other` is identified AS `LDAP`"),
        "{log}"
    );
}

#[test]
fn the_walks_statements_show_the_user_as_on_rds() {
    let stage = Stage::new(Script::Allow);
    stage.server.sql("GRANT ALL ON `%`.* TO 'iamuser01'@'%'");
    let listed = stage.server.sql(
        "SELECT user, host, plugin, authentication_string FROM mysql.user WHERE user = 'iamuser01'",
    );
    assert_eq!(listed, "iamuser01\t%\tAWSAuthenticationPlugin\tRDS\n");
    let grants = stage.server.sql("SHOW GRANTS FOR iamuser01");
    assert!(
        grants.contains("GRANT ALL PRIVILEGES ON `%`.* TO `iamuser01`@`%`"),
        "{grants}"
    );
    let refused = stage
        .server
        .try_sql("SET PASSWORD FOR iamuser01 = PASSWORD('x')");
    assert!(refused.stderr.contains("ERROR 1699"), "{}", refused.stderr);
}

#[test]
fn the_token_is_in_no_log_of_the_server() {
    let stage = Stage::new(Script::Deny);
    let secret = token(500);
    let _ = stage.server.cli(USER, &secret, &WHO);
    stage.agent.set(Script::Close);
    let _ = stage.server.cli(USER, &secret, &WHO);
    let log = stage.server.error_log();
    assert!(
        log.contains("AWSAuthenticationPlugin: `iamuser01` is refused"),
        "{log}"
    );
    assert!(!log.contains("X-Amz-Signature"), "{log}");
}
