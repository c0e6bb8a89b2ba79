//! Items 4 to 9 of the walk: policies, keys, tokens, certificates, `connect`, sessions.

use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::api::Api;
use crate::people::{Key, Person, policy};
use crate::processes::{self, wait_for};
use crate::stand_in::{
    ACCOUNT, REGION, StandIn, access_denied, assert_refused, json as read_json, run, shared,
};

const CONNECT: &str = "rds-db:connect";

/// A database user and an IAM user, who so far may nothing.
struct Traveller {
    stand_in: &'static StandIn,
    db_user: String,
    person: Person,
}

impl Traveller {
    fn new(name: &str) -> Self {
        let stand_in = shared();
        stand_in.create_db_user(name);
        Self {
            stand_in,
            db_user: name.to_owned(),
            person: Person::new(&stand_in.root(), name),
        }
    }

    /// With the right to log in.
    fn allowed(name: &str) -> Self {
        let traveller = Self::new(name);
        traveller.person.put_policy("connect", &traveller.allow());
        traveller
    }

    fn allow(&self) -> Value {
        policy("Allow", CONNECT, &self.stand_in.db_user_arn(&self.db_user))
    }

    /// Runs the AWS CLI as the account's root.
    #[track_caller]
    fn aws(&self, arguments: &[&str]) {
        self.stand_in.aws(arguments).ok();
    }

    #[track_caller]
    fn assert_admitted(&self) {
        self.assert_admitted_with(&self.person.key);
    }

    #[track_caller]
    fn assert_admitted_with(&self, key: &Key) {
        let token = self.stand_in.purpose(&self.db_user).token(key);
        let who = "SELECT CURRENT_USER()";
        let output = self.stand_in.login(&self.db_user, &token, who);
        assert_eq!(output.ok(), format!("{}@%\n", self.db_user));
    }

    /// Refused with MariaDB's own words, and for the operator with this reason.
    #[track_caller]
    fn assert_refused_for(&self, reason: &str) -> Value {
        self.assert_refused_with(&self.person.key, reason)
    }

    #[track_caller]
    fn assert_refused_with(&self, key: &Key, reason: &str) -> Value {
        let token = self.stand_in.purpose(&self.db_user).token(key);
        let output = self.stand_in.login(&self.db_user, &token, "SELECT 1");
        assert_refused(&output, &access_denied(&self.db_user));
        let entry = self.stand_in.last_login(&self.db_user);
        assert_eq!(entry["reason"], reason, "{entry}");
        entry
    }
}

#[test]
fn an_inline_policy_admits_and_its_deletion_refuses_at_once() {
    let t = Traveller::new("inline");
    t.assert_refused_for("no_policy_allows");
    let document = t.allow().to_string();
    let named = ["--user-name", "inline", "--policy-name", "connect"];
    let put = ["iam", "put-user-policy", "--policy-document", &document];
    t.aws(&[&put[..], &named].concat());
    t.assert_admitted();
    t.aws(&[&["iam", "delete-user-policy"][..], &named].concat());
    t.assert_refused_for("no_policy_allows");
}

#[test]
fn a_managed_policy_admits_while_it_is_attached() {
    let t = Traveller::new("managed");
    let document = t.allow().to_string();
    let create = ["iam", "create-policy", "--policy-name", "connect-managed"];
    let created = t
        .stand_in
        .aws_json(&[&create[..], &["--policy-document", &document]].concat());
    let arn = created["Policy"]["Arn"].as_str().unwrap();
    assert_eq!(
        arn,
        format!("arn:aws:iam::{ACCOUNT}:policy/connect-managed")
    );
    t.assert_refused_for("no_policy_allows");
    let named = ["--user-name", "managed", "--policy-arn", arn];
    t.aws(&[&["iam", "attach-user-policy"][..], &named].concat());
    t.assert_admitted();
    t.aws(&[&["iam", "detach-user-policy"][..], &named].concat());
    t.assert_refused_for("no_policy_allows");
}

#[test]
fn a_groups_policy_admits_its_members_only() {
    let t = Traveller::new("member");
    let document = t.allow().to_string();
    let group = ["--group-name", "travellers"];
    t.aws(&[&["iam", "create-group"][..], &group].concat());
    let put = ["iam", "put-group-policy", "--policy-name", "connect"];
    t.aws(&[&put[..], &group, &["--policy-document", &document]].concat());
    t.assert_refused_for("no_policy_allows");
    let member = [&group[..], &["--user-name", "member"]].concat();
    t.aws(&[&["iam", "add-user-to-group"][..], &member].concat());
    t.assert_admitted();
    t.aws(&[&["iam", "remove-user-from-group"][..], &member].concat());
    t.assert_refused_for("no_policy_allows");
}

#[test]
fn an_explicit_deny_wins_and_the_operator_sees_the_statement() {
    let t = Traveller::allowed("denied");
    t.assert_admitted();
    let deny = policy("Deny", "rds-db:*", "*");
    t.person.put_policy("not-on-this-road", &deny);
    let entry = t.assert_refused_for("explicit_deny");
    let statements = entry["statements"].to_string();
    assert!(
        statements.contains("statement 1 of inline policy `not-on-this-road` of user `denied`"),
        "{entry}"
    );
    assert_eq!(
        entry["principal_arn"],
        format!("arn:aws:iam::{ACCOUNT}:user/denied")
    );
    t.person.delete_policy("not-on-this-road");
    t.assert_admitted();
}

#[test]
fn a_policy_for_one_database_user_admits_no_other() {
    let t = Traveller::allowed("first_of_two");
    t.stand_in.create_db_user("second_of_two");
    t.assert_admitted();
    let token = t.stand_in.purpose("second_of_two").token(&t.person.key);
    let output = t.stand_in.login("second_of_two", &token, "SELECT 1");
    assert_refused(&output, &access_denied("second_of_two"));
    let entry = t.stand_in.last_login("second_of_two");
    assert_eq!(entry["reason"], "no_policy_allows", "{entry}");
}

#[test]
fn an_access_key_admits_while_it_is_active() {
    let t = Traveller::allowed("keyholder");
    let named = [
        "--user-name",
        "keyholder",
        "--access-key-id",
        &t.person.key.id,
    ];
    let update = |status| {
        let update = ["iam", "update-access-key", "--status", status];
        t.aws(&[&update[..], &named].concat());
    };
    t.assert_admitted();
    update("Inactive");
    t.assert_refused_for("inactive_key");
    update("Active");
    t.assert_admitted();
    t.aws(&[&["iam", "delete-access-key"][..], &named].concat());
    t.assert_refused_for("unknown_key");
}

#[test]
fn the_sample_is_read_with_a_token_of_the_aws_cli() {
    let t = Traveller::allowed("reader");
    let port = t.stand_in.db_port().to_string();
    let token = t.stand_in.aws_as(
        &t.person.key,
        &[
            "rds",
            "generate-db-auth-token",
            "--hostname",
            "127.0.0.1",
            "--port",
            &port,
            "--username",
            "reader",
        ],
    );
    let bundle = t.stand_in.folder().join("reader.pem");
    let url = format!(
        "http://127.0.0.1:{}/truststore/global/global-bundle.pem",
        t.stand_in.api_port()
    );
    let mut curl = t.stand_in.command("curl");
    run(curl
        .args(["--silent", "--show-error", "--fail", "-o"])
        .arg(&bundle)
        .arg(url))
    .ok();
    let output = t.stand_in.login_with(
        "reader",
        token.ok().trim(),
        &[
            &format!("--ssl-ca={}", bundle.display()),
            "--ssl-verify-server-cert",
            // MariaDB's client needs no such option, and says so; MySQL's does.
            "--enable-cleartext-plugin",
            "-e",
            "SELECT * FROM sugi01.sample; SELECT CURRENT_USER(), USER()",
        ],
    );
    let printed = output.ok();
    assert_eq!(
        printed
            .strip_prefix("WARNING: option '--enable-cleartext-plugin' is obsolete.\n")
            .unwrap_or(&printed),
        "1\tsugi\t38.5\n2\thinoki\t30.0\n3\tmatsu\t24.2\nreader@%\treader@127.0.0.1\n"
    );
}

#[test]
fn the_certificates_are_the_same_wherever_they_come_from() {
    let stand_in = shared();
    let url = format!(
        "http://127.0.0.1:{}/truststore/global/global-bundle.pem",
        stand_in.api_port()
    );
    let mut curl = stand_in.command("curl");
    let downloaded = run(curl.args(["--silent", "--show-error", "--fail"]).arg(url)).ok();
    assert!(
        downloaded.starts_with("-----BEGIN CERTIFICATE-----"),
        "{downloaded}"
    );
    assert_eq!(downloaded, stand_in.sekisho(["ca"]).ok());
    let path = stand_in.sekisho(["ca", "--path"]).ok();
    assert_eq!(downloaded, fs::read_to_string(path.trim_end()).unwrap());
}

#[test]
fn a_server_with_another_certificate_is_not_trusted() {
    let t = Traveller::allowed("careful");
    let folder = t.stand_in.folder().join("another-ca");
    fs::create_dir(&folder).unwrap();
    let stranger = testkit::Certificates::write_into(&folder);
    let token = t.stand_in.purpose("careful").token(&t.person.key);
    let ca = format!("--ssl-ca={}", stranger.ca.display());
    let arguments = [ca.as_str(), "--ssl-verify-server-cert", "-e", "SELECT 1"];
    let output = t.stand_in.login_with("careful", &token, &arguments);
    assert_eq!(output.code, Some(1));
    assert!(output.stderr.contains("ERROR 2026"), "{output:?}");
    assert!(
        t.stand_in.logins("careful").is_empty(),
        "the token was sent"
    );
}

#[test]
fn our_tokens_are_the_aws_clis_byte_for_byte() {
    let t = Traveller::new("twin");
    let session = session_of(t.stand_in, &t.person.key);
    for (key, host, port, user) in [
        (&t.person.key, "127.0.0.1", "3306", "twin"),
        (&t.person.key, "db.example.com", "443", "a user@+%é"),
        (
            &session,
            "MyDb.c1.us-west-2.rds.amazonaws.com",
            "65535",
            "x",
        ),
    ] {
        let flags = ["--hostname", host, "--port", port, "--username", user];
        let verb = ["rds", "generate-db-auth-token"];
        let arguments = [&verb[..], &flags].concat();
        // The AWS CLI takes its time. Whichever second it signs in, one of ours is of it too.
        let (theirs, ours) = wait_for("tokens of one second", || {
            let over = AtomicBool::new(false);
            let (theirs, ours) = thread::scope(|scope| {
                let theirs = scope.spawn(|| {
                    let theirs = t.stand_in.aws_as(key, &arguments).ok();
                    over.store(true, Ordering::Relaxed);
                    theirs
                });
                let mut ours = Vec::new();
                while !over.load(Ordering::Relaxed) {
                    let token = [&["token"][..], &flags].concat();
                    ours.push(
                        [token, arguments.clone()]
                            .map(|arguments| t.stand_in.sekisho_as(key, arguments).ok()),
                    );
                    thread::sleep(Duration::from_millis(200));
                }
                (theirs.join().unwrap(), ours)
            });
            let second = |token: &str| {
                token
                    .split('&')
                    .find(|part| part.starts_with("X-Amz-Date="))
                    .map(str::to_owned)
            };
            let same = ours
                .into_iter()
                .find(|pair| pair.iter().all(|token| second(token) == second(&theirs)));
            same.map(|same| (theirs, same))
        });
        assert_eq!(ours, [theirs.clone(), theirs]);
    }
}

/// Credentials of `sts get-session-token`.
fn session_of(stand_in: &StandIn, key: &Key) -> Key {
    let answer = stand_in.aws_json_as(key, &["sts", "get-session-token"]);
    Key::from_sts(&answer["Credentials"])
}

#[test]
fn a_session_of_a_user_logs_in_as_far_as_the_user_may() {
    let t = Traveller::allowed("sessionuser");
    let session = session_of(t.stand_in, &t.person.key);
    assert!(session.id.starts_with("ASIA"));
    t.assert_admitted_with(&session);
    let without = Key {
        session_token: None,
        ..session.clone()
    };
    t.assert_refused_with(&without, "session_token_missing");
    let mixed = Key {
        session_token: session.session_token.clone(),
        ..t.person.key.clone()
    };
    t.assert_refused_with(&mixed, "session_token_unexpected");
    let other = Key {
        session_token: session_of(t.stand_in, &t.person.key).session_token,
        ..session.clone()
    };
    t.assert_refused_with(&other, "session_of_another_key");
    t.person.delete_policy("connect");
    t.assert_refused_with(&session, "no_policy_allows");
}

#[test]
fn an_assumed_role_logs_in_by_the_roles_policies() {
    let t = Traveller::new("roletaker");
    let caller = &t.person.key;
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:user/roletaker") },
            "Action": "sts:AssumeRole",
        }],
    });
    let create = ["iam", "create-role", "--role-name", "porter"];
    let document = ["--assume-role-policy-document", &trust.to_string()];
    t.aws(&[&create[..], &document].concat());
    let role = format!("arn:aws:iam::{ACCOUNT}:role/porter");
    let assume = [
        "sts",
        "assume-role",
        "--role-arn",
        &role,
        "--role-session-name",
        "night",
    ];
    let answer = t.stand_in.aws_json_as(caller, &assume);
    let session = Key::from_sts(&answer["Credentials"]);
    let who = format!("arn:aws:sts::{ACCOUNT}:assumed-role/porter/night");
    assert_eq!(answer["AssumedRoleUser"]["Arn"], who);
    let identity = t
        .stand_in
        .aws_json_as(&session, &["sts", "get-caller-identity"]);
    assert_eq!(identity["Arn"], who);

    t.assert_refused_with(&session, "no_policy_allows");
    let allow = t.allow().to_string();
    let named = ["--role-name", "porter", "--policy-name", "connect"];
    let put = ["iam", "put-role-policy", "--policy-document", &allow];
    t.aws(&[&put[..], &named].concat());
    t.assert_admitted_with(&session);
    let entry = t.stand_in.last_login("roletaker");
    assert_eq!(entry["principal_arn"], who);
    assert_eq!(entry["session_name"], "night");

    let minted = Api {
        key: session.clone(),
        ..t.stand_in.root()
    };
    assert!(
        minted.call("iam", "ListUsers", &[]).is_err(),
        "a role that may only log in"
    );
    t.aws(&[&["iam", "delete-role-policy"][..], &named].concat());
    t.assert_refused_with(&session, "no_policy_allows");
}

#[test]
fn connect_becomes_the_client_and_shows_the_token_to_nobody() {
    let t = Traveller::allowed("passenger");
    let statement = "SELECT CURRENT_USER(), USER(), SLEEP(1)";
    let arguments = [
        "connect",
        "mycluster",
        "--user",
        "passenger",
        "--",
        "-N",
        "-e",
    ];
    let mut command = t.stand_in.command(crate::product::sekisho());
    let child = command
        .envs(t.stand_in.variables())
        .envs(t.person.key.environment())
        .args(arguments)
        .arg(statement)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // As soon as the client runs the statement, everything that it was given is there to be seen.
    wait_for("the client's statement", || {
        let running =
            "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'passenger'";
        (t.stand_in.admin(running).ok() == "1\n").then_some(())
    });
    let everywhere = processes::all();
    let mine = everywhere
        .iter()
        .find(|process| process.pid == child.id())
        .unwrap();
    assert!(
        !mine.command_line.contains("sekisho connect"),
        "still us: {mine:?}"
    );
    let shown = |text: &str| text.contains("X-Amz-Signature");
    let told = everywhere
        .iter()
        .find(|process| shown(&process.command_line) && process.command_line.contains("passenger"));
    assert!(told.is_none(), "{told:?}");
    let environment = fs::read(format!("/proc/{}/environ", child.id())).unwrap();
    assert!(!shown(&String::from_utf8_lossy(&environment)));
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(told, "passenger@%\tpassenger@127.0.0.1\t0\n");
}

#[test]
fn connect_says_which_clusters_there_are() {
    let stand_in = shared();
    let output = stand_in.sekisho(["connect", "nowhere", "--user", "x"]);
    assert_eq!(output.code, Some(2));
    assert_eq!(
        output.stderr,
        "sekisho: there is no cluster `nowhere` here; there is: mycluster\n"
    );
}

#[test]
fn why_explains_a_token_without_a_login() {
    let t = Traveller::new("curious");
    let token = t.stand_in.purpose("curious").token(&t.person.key);
    let why = |code| {
        let output = t.stand_in.sekisho(["why", "--json", &token]);
        assert_eq!(output.code, Some(code), "{output:?}");
        read_json(testkit::CliOutput {
            code: Some(0),
            ..output
        })
    };
    let before = why(1);
    assert_eq!(before["reason"], "no_policy_allows", "{before}");
    assert_eq!(before["claims"]["region"], REGION);
    t.person.put_policy("connect", &t.allow());
    let after = why(0);
    assert_eq!(
        (&after["decision"], &after["reason"]),
        (&json!("allow"), &json!("allowed"))
    );
    assert!(
        t.stand_in.logins("curious").is_empty(),
        "asking is no attempt"
    );
}
