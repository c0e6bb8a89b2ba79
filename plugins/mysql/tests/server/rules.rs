//! The five hard rules, and what an installed plugin looks like.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use testkit::{LoginClient, MariaDbOptions, Password, Resumption, Script, ScriptedAgent};

use crate::{NOT_LOADED, Stage, USER};

#[test]
fn rule_1_being_uninstalled_while_a_login_is_inside_does_not_take_the_server_down() {
    let mut stage = Stage::new(Script::Slow(Duration::from_millis(300)));
    let client = LoginClient::over_tls(stage.server.port(), stage.server.ca(), Resumption::Off);
    for _ in 0..5 {
        thread::scope(|scope| {
            let inside: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| client.log_in(USER, &Password::Clear(b"token".to_vec()))))
                .collect();
            stage.wait_for_question();
            stage.server.sql("UNINSTALL SONAME 'aws_auth'");
            for login in inside {
                let _ = login.join().unwrap();
            }
        });
        stage.server.sql("INSTALL SONAME 'aws_auth'");
        assert_eq!(
            stage.server.cli(USER, "token", &["-e", "SELECT 1"]).ok(),
            "1\n"
        );
        let _ = stage.agent.take_questions();
    }
    assert!(stage.server.is_alive(), "{}", stage.server.error_log());
}

/// A storm of these, unhindered, crashes MariaDB 10.11 in its own bookkeeping of a plugin's system
/// variables (`mysql_install_plugin`, `plugin_shutdown`), library mapped or not. So it is hindered.
#[test]
fn rule_2_a_server_that_is_told_so_never_uninstalls_it_and_outlives_a_storm() {
    let permanent = "loose-awsauthenticationplugin=FORCE_PLUS_PERMANENT";
    let mut stage = Stage::with(Script::Allow, MariaDbOptions::new().line(permanent));
    stage
        .server
        .sql("CREATE USER admin IDENTIFIED BY 'secret'; GRANT ALL ON *.* TO admin");
    let client = LoginClient::in_clear(stage.server.port());
    let mut admin = client
        .log_in("admin", &Password::Native(b"secret".to_vec()))
        .unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let token = Password::ClearAtOnce(b"token".to_vec());
                    assert_eq!(client.log_in(USER, &token).unwrap_err().code(), Some(1045));
                }
            });
        }
        let refused: Vec<_> = (0..1_000)
            .map(|_| {
                let _ = admin.query("INSTALL SONAME 'aws_auth'");
                admin
                    .query("UNINSTALL SONAME 'aws_auth'")
                    .err()
                    .and_then(|error| error.code())
            })
            .collect();
        done.store(true, Ordering::Relaxed);
        assert!(
            refused.iter().all(|code| *code == Some(1702)),
            "{:?}",
            refused.first()
        );
    });
    assert!(stage.server.is_alive(), "{}", stage.server.error_log());
    assert_eq!(
        stage.server.cli(USER, "token", &["-e", "SELECT 1"]).ok(),
        "1\n"
    );
}

#[test]
fn rule_3_status_variables_are_there_and_go_with_the_plugin() {
    let stage = Stage::new(Script::Allow);
    let like = "SHOW GLOBAL STATUS LIKE 'awsauthenticationplugin%'";
    let expected = "Awsauthenticationplugin_allowed\t0\n\
                    Awsauthenticationplugin_denied\t0\n\
                    Awsauthenticationplugin_errors\t0\n";
    assert_eq!(stage.server.sql(like), expected);
    for _ in 0..10 {
        stage.server.sql("UNINSTALL SONAME 'aws_auth'");
        assert_eq!(stage.server.sql(like), "");
        stage.server.sql("INSTALL SONAME 'aws_auth'");
        assert_eq!(stage.server.sql(like), expected);
    }
}

#[test]
fn rule_4_the_server_takes_the_library_as_stable_and_reports_through_its_own_log() {
    let stage = Stage::new(Script::Allow);
    let row = stage.server.sql(
        "SELECT plugin_status, plugin_type, plugin_auth_version, plugin_maturity, load_option
         FROM information_schema.all_plugins WHERE plugin_name = 'AWSAuthenticationPlugin'",
    );
    let expected = format!(
        "ACTIVE\tAUTHENTICATION\t{}\tStable\tON\n",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(row, expected);
    let log = stage.server.error_log();
    let ready = "[Note] AWSAuthenticationPlugin: ready, agent at `";
    assert!(log.contains(ready), "{log}");
}

#[test]
fn rule_5_no_refusal_is_a_success_and_none_hangs_the_client() {
    // -2 would hang, every other negative value would log in: the codes themselves are in `login`.
    let stage = Stage::new(Script::Deny);
    let client = LoginClient::over_tls(stage.server.port(), stage.server.ca(), Resumption::Off);
    for (script, code) in [
        (Script::Deny, 1045),
        (Script::Disabled, 1524),
        (Script::Close, 1045),
        (Script::Garbage(vec![0xff; 15]), 1045),
    ] {
        stage.agent.set(script.clone());
        for token in [&b""[..], b"token", &[b't'; 20_000]] {
            let refused = client
                .log_in(USER, &Password::Clear(token.to_vec()))
                .unwrap_err();
            assert_eq!(refused.code(), Some(code), "{script:?}: {refused}");
        }
    }
}

#[test]
fn a_restart_of_the_server_keeps_the_plugin_and_its_socket() {
    let mut stage = Stage::new(Script::Allow);
    stage.server.restart();
    assert_eq!(
        stage.server.cli(USER, "token", &["-e", "SELECT 1"]).ok(),
        "1\n"
    );
    let value = stage
        .server
        .sql("SELECT @@awsauthenticationplugin_agent_socket");
    assert_eq!(value.trim_end(), stage.agent.path().to_str().unwrap());
}

#[test]
fn without_the_plugin_the_server_itself_says_what_we_say_when_the_feature_is_off() {
    let stage = Stage::new(Script::Allow);
    stage.server.sql("UNINSTALL SONAME 'aws_auth'");
    assert_eq!(
        stage.server.cli(USER, "token", &["-e", "SELECT 1"]).stderr,
        NOT_LOADED
    );
}

#[test]
fn the_agents_socket_can_be_moved_while_the_server_runs() {
    let stage = Stage::new(Script::Deny);
    let other = ScriptedAgent::start(Script::Allow);
    let set = |path: &str| {
        stage.server.sql(&format!(
            "SET GLOBAL awsauthenticationplugin_agent_socket = {path}"
        ));
        stage
            .server
            .sql("SELECT @@awsauthenticationplugin_agent_socket")
            .trim_end()
            .to_owned()
    };
    let log_in = || stage.server.cli(USER, "token", &["-e", "SELECT 1"]).code;
    assert_eq!(log_in(), Some(1));
    let path = other.path().display().to_string();
    for _ in 0..3 {
        assert_eq!(set(&format!("'{path}'")), path);
        assert_eq!(log_in(), Some(0));
    }
    assert_eq!(set("DEFAULT"), "/run/sekisho/agent.sock");
    assert_eq!(set(&format!("'{}'", "x".repeat(300))).len(), 300);
    assert_eq!(log_in(), Some(1));
    assert!(
        stage
            .server
            .error_log()
            .contains("longer than the 107 bytes")
    );
    set(&format!("'{path}'"));
    assert_eq!(log_in(), Some(0));
}
