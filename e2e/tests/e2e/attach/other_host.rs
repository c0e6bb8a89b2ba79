//! Servers of another host: an agent there, joined by a code over mutual TLS, `attach` run beside it, and
//! the control plane's API over TLS. The other host is a folder of this one that knows nothing of the
//! control plane's data directory.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::Signal;
use serde_json::Value;
use testkit::{Certificates, CliOutput};

use super::said;
use crate::api::element;
use crate::clusters::described;
use crate::people::{Key, Person};
use crate::processes::{send, wait_for, wait_until};
use crate::product;
use crate::stand_in::{Own as StandInOwn, REGION, StandIn, free_port, json, run, shared};

const AGENT: &str = "db1";

/// Who comes with a token.
const USER: &str = "traveller";

/// A server of that host, whichever engine.
pub trait Server {
    fn name(&self) -> &str;
    fn url(&self) -> String;
    fn port(&self) -> u16;
    /// What its certificate is verified with.
    fn ca(&self) -> PathBuf;
    /// Everything that is to be in the end as it was.
    fn state(&self) -> String;
    fn make_iam_user(&self, user: &str);
    fn drop_user(&self, user: &str);
    fn log_in_with(&self, user: &str, token: &str) -> CliOutput;
    /// The end of what a client is told who is not let in.
    fn refusal(&self, user: &str) -> String;
    /// Somebody with a password does.
    fn assert_local_user_logs_in(&self);
    fn restart(&mut self);
}

/// Whatever can be had.
fn servers() -> Vec<Box<dyn Server>> {
    let mut servers: Vec<Box<dyn Server>> = vec![super::mariadb::on_another_host()];
    servers.extend(super::mariadb::mysql_on_another_host());
    servers.extend(super::postgresql::on_another_host());
    servers
}

/// The other host, with its agent running.
struct OtherHost {
    folder: PathBuf,
    api: String,
    operator: Key,
    agent: Option<Child>,
}

impl OtherHost {
    fn join(stand_in: &StandIn) -> Self {
        let folder = stand_in.folder().join("other-host");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("ca.pem"), stand_in.sekisho(["ca"]).ok()).unwrap();
        let code = stand_in.sekisho(["agents", "invite", AGENT]).ok();
        fs::write(folder.join("code"), code).unwrap();
        let operator = Person::new(&stand_in.root(), "operator");
        operator.put_policy("attach", &documented_policy());
        let mut host = Self {
            api: format!("https://127.0.0.1:{}", stand_in.api_port()),
            folder,
            operator: operator.key,
            agent: None,
        };
        let mut join = host.command();
        join.args(["agent", "join", "--code-file", "code", "--state-dir"])
            .arg(host.agent_dir())
            .arg("--sockets-dir")
            .arg(host.sockets_dir());
        run(&mut join).ok();
        host.start_agent();
        host.wait_until_connected();
        host
    }

    fn agent_dir(&self) -> PathBuf {
        self.folder.join("agent")
    }

    fn sockets_dir(&self) -> PathBuf {
        self.folder.join("sockets")
    }

    /// With nothing but the operator's key in the environment, as he would have it there.
    fn command(&self) -> Command {
        let mut command = Command::new(product::sekisho());
        command
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("HOME", &self.folder)
            .env("AWS_REGION", REGION)
            .envs(self.operator.environment())
            .current_dir(&self.folder)
            .stdin(Stdio::null());
        command
    }

    fn start_agent(&mut self) {
        let mut log = File::options();
        let log = log.create(true).append(true);
        let mut command = self.command();
        command
            .args(["agent", "--state-dir"])
            .arg(self.agent_dir())
            .stderr(log.open(self.folder.join("agent.log")).unwrap());
        self.agent = Some(command.spawn().unwrap());
    }

    fn wait_until_connected(&self) {
        wait_until("the agent is connected", || {
            self.status()
                .is_some_and(|status| status["feed_connected"] == true)
        });
    }

    /// Whether or not there is a control plane.
    fn wait_until_it_decides_for(&self, servers: &[Box<dyn Server>]) {
        wait_until("the agent's sockets are open", || {
            let sockets = self
                .status()
                .and_then(|mut status| status["sockets"].take().as_array().map(Vec::len));
            sockets == Some(servers.len())
        });
    }

    fn status(&self) -> Option<Value> {
        let told = self.at_the_agent(&["agent", "status", "--state-dir"]);
        (told.code == Some(0)).then(|| json(told))
    }

    fn kill_agent(&mut self) {
        let mut agent = self.agent.take().unwrap();
        send(agent.id(), Signal::KILL);
        wait_for("the agent's end", || agent.try_wait().unwrap());
    }

    /// Runs a subcommand whose last option is the agent's directory.
    fn at_the_agent(&self, args: &[&str]) -> CliOutput {
        run(self.command().args(args).arg(self.agent_dir()))
    }

    /// Runs a subcommand that calls the API.
    fn calling(&self, args: &[&str]) -> CliOutput {
        let mut command = self.command();
        command.args(args).args(["--api", &self.api]);
        run(command.args(["--api-ca", "ca.pem"]))
    }

    /// The same for one that is about the servers of this host.
    fn beside_the_agent(&self, args: &[&str]) -> CliOutput {
        let places = ["--agent-dir", "agent", "--sockets-dir", "sockets"];
        self.calling(&[args, &places].concat())
    }

    #[track_caller]
    fn attach(&self, server: &dyn Server) -> Value {
        let (url, ca) = (server.url(), server.ca());
        let endpoint = format!("127.0.0.1:{}", server.port());
        let args = ["attach", &url, "--name", server.name(), "--json"];
        let more = ["--ssl-ca", ca.to_str().unwrap(), "--endpoint", &endpoint];
        json(self.beside_the_agent(&[&args[..], &more, &["--tag", "team=shop"]].concat()))
    }

    /// Why attempts ended as they did, as this host's agent wrote it down.
    fn reasons(&self) -> Vec<String> {
        let told = self.at_the_agent(&["logins", "--json", "--last", "1000", "--agent-dir"]);
        let entries = told.ok();
        let entries = entries
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        let of_user = entries.filter(|entry: &Value| entry["db_user"] == USER);
        of_user
            .map(|entry| entry["reason"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Drop for OtherHost {
    fn drop(&mut self) {
        if self.agent.is_some() {
            self.kill_agent();
        }
    }
}

/// What the page says that it takes, and nothing more.
fn documented_policy() -> Value {
    let page = fs::read_to_string(product::workspace().join("docs/attach.md")).unwrap();
    let (_, policy) = page.split_once("```json\n").expect("a policy");
    let (policy, _) = policy.split_once("\n```").unwrap();
    serde_json::from_str(policy).unwrap()
}

fn log_in(server: &dyn Server, stand_in: &StandIn) -> CliOutput {
    let purpose = stand_in.purpose_at(server.port(), USER);
    server.log_in_with(USER, &purpose.token(&stand_in.root_key()))
}

#[track_caller]
fn assert_tokens_count(servers: &[Box<dyn Server>], stand_in: &StandIn) {
    for server in servers {
        let told = log_in(&**server, stand_in);
        assert!(told.ok().starts_with(USER), "{}", server.name());
    }
}

/// Amazon's log of refused logins tells of one that this host's agent refused, and of nobody's token: it
/// is the log of an instance, as at Amazon, and the control plane is on another host.
fn assert_refusals_are_in_the_log(server: &dyn Server, stand_in: &StandIn) {
    let name = server.name();
    let instance = format!("{name}-1");
    let engine = described(stand_in, name, "Engine").unwrap();
    let call = |action: &str, more: &[(&str, &str)]| {
        let named = [("DBInstanceIdentifier", &*instance)];
        stand_in
            .root()
            .ok("rds", action, &[&named[..], more].concat())
    };
    let member = [
        ("DBClusterIdentifier", name),
        ("DBInstanceClass", "db.t4g.micro"),
        ("Engine", &*engine),
    ];
    call("CreateDBInstance", &member);
    let log = [("LogFileName", "iam-db-auth-error/iam-db-auth-error.log")];
    let told = || {
        let portion = call(
            "DownloadDBLogFilePortion",
            &[&log[..], &[("Marker", "0")]].concat(),
        );
        element(&portion, "LogFileData")
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(told(), "", "{name}");

    let purpose = stand_in.purpose_at(server.port(), USER);
    let token = purpose.token(&Person::new(&stand_in.root(), name).key);
    let refused = server.log_in_with(USER, &token);
    assert_ne!(refused.code, Some(0), "{refused:?}");
    wait_until("the log tells of the refusal", || told().contains(USER));
    assert!(!told().contains("X-Amz-Signature"), "{}", told());
    let files = call("DescribeDBLogFiles", &[]);
    assert!(files.contains(log[0].1), "{files}");
    call("DeleteDBInstance", &[]);
}

/// Those who come with a token are refused, and nobody else.
#[track_caller]
fn assert_tokens_are_refused(servers: &[Box<dyn Server>], stand_in: &StandIn) {
    for server in servers {
        let told = log_in(&**server, stand_in);
        let refusal = server.refusal(USER);
        assert!(told.stderr.trim_end().ends_with(&refusal), "{told:?}");
        server.assert_local_user_logs_in();
    }
}

#[test]
fn servers_of_another_host_are_attached_used_and_left_as_they_were_found() {
    let mut stand_in = StandInOwn::folder_only();
    let agents_port = free_port();
    stand_in.up_for_agents(agents_port);
    let mut host = OtherHost::join(&stand_in);
    let mut servers = servers();
    let before: Vec<_> = servers.iter().map(|server| server.state()).collect();
    for server in &servers {
        let told = host.attach(&**server);
        assert_eq!(told["certificate_verified"], true, "{told}");
        let shown = |what| described(&stand_in, server.name(), what);
        assert_eq!(shown("Status").as_deref(), Some("available"));
        server.make_iam_user(USER);
    }
    assert_tokens_count(&servers, &stand_in);
    assert_eq!(host.reasons(), vec!["allowed"; servers.len()]);
    wait_until("the control plane's operator sees them too", || {
        let seen = stand_in.logins(USER);
        seen.iter().all(|login| login["agent"] == AGENT) && seen.len() == servers.len()
    });
    let names: Vec<_> = servers.iter().map(|server| server.name()).collect();
    let agents = json(host.calling(&["agents", "list", "--json"]));
    let mut agents = agents.as_array().unwrap().iter();
    let decided = agents.find(|agent| agent["name"] == AGENT).unwrap();
    assert_eq!(decided["databases"], serde_json::json!(names));

    for server in &servers {
        assert_refusals_are_in_the_log(&**server, &stand_in);
    }

    servers.iter_mut().for_each(|server| server.restart());
    assert_tokens_count(&servers, &stand_in);

    host.kill_agent();
    assert_tokens_are_refused(&servers, &stand_in);
    host.start_agent();
    host.wait_until_it_decides_for(&servers);
    assert_tokens_count(&servers, &stand_in);

    stand_in.end_up(Signal::KILL);
    assert_tokens_count(&servers, &stand_in);
    host.kill_agent();
    host.start_agent();
    host.wait_until_it_decides_for(&servers);
    assert_tokens_count(&servers, &stand_in);
    stand_in.up_for_agents(agents_port);
    host.wait_until_connected();

    for (server, before) in servers.iter().zip(&before) {
        let refused = host.beside_the_agent(&["detach", server.name()]);
        assert_eq!(refused.code, Some(1), "{}", said(&refused));
        server.drop_user(USER);
        host.beside_the_agent(&["detach", server.name()]).ok();
        assert!(server.state() == *before, "{} is changed", server.name());
        assert_eq!(described(&stand_in, server.name(), "Status"), None);
    }
    stand_in.sekisho(["agents", "remove", AGENT]).ok();
}

#[test]
fn an_api_that_does_not_prove_itself_is_not_called_and_what_to_do_is_said() {
    let stand_in = shared();
    let ask = |api: String, ca: &Path| {
        let mut command = stand_in.command(product::sekisho());
        command.args(["agents", "list", "--api", &api, "--api-ca"]);
        command.arg(ca).env("AWS_REGION", REGION);
        run(command.envs(stand_in.root_key().environment()))
    };
    let port = stand_in.api_port();
    let right = stand_in.data_dir().join("global-bundle.pem");
    let at = |host: &str| format!("https://{host}:{port}");
    assert!(ask(at("localhost"), &right).ok().contains("local"));

    let folder = tempfile::tempdir().unwrap();
    let other = Certificates::write_into(folder.path()).ca;
    let none = folder.path().join("none.pem");
    let plain = format!("http://192.0.2.1:{port}");
    for (api, ca, advice) in [
        (
            at("localhost"),
            &other,
            "`sekisho ca` on the control plane's host",
        ),
        (at("[::ffff:127.0.0.1]"), &right, "--endpoint-host ::ffff:"),
        (plain, &right, "write https://"),
        (at("localhost"), &none, "none.pem"),
    ] {
        let refused = ask(api, ca);
        assert!(matches!(refused.code, Some(2 | 3)), "{refused:?}");
        assert!(refused.stderr.contains(advice), "{}", refused.stderr);
    }
}
