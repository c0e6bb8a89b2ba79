//! The module in each server of MySQL's family that there is here, put into a cluster as the product
//! does it. What every server does alike is tested in detail on the installed MariaDB.

mod accounts;
mod copies;
mod hostile;

use std::fs;
use std::net::Ipv4Addr;
use std::os::unix::fs::PermissionsExt as _;
use std::thread;
use std::time::{Duration, Instant};

use agent_protocol::{Channel, MAX_TOKEN_BYTES};
use engine::{
    Engine, InitialDatabase, MasterUser, Product, Running, SearchPath, Spec, TlsIdentity,
};
use rustix::process::{Pid, Signal};
use tempfile::TempDir;
use testkit::engines::{self, mysql_family};
use testkit::{
    Certificates, CliOutput, LoginClient, Password, Resumption, Script, ScriptedAgent, module,
    mysql_cli,
};

pub(crate) use copies::come_to_another;
pub(crate) use hostile::outlasts_a_hostile_agent;

use crate::{ACCESS_DENIED, CREATE_USER, NOT_LOADED, USER, token};

const MASTER_PASSWORD: &str = "master-secret";

const ACCESS_DENIED_BY_NAME: &str = "ERROR 1045 (28000): Access denied for user \
                                     'iamuser01'@'localhost' (using password: YES)\n";

const MAX_CONNECT_ERRORS: usize = 2;

/// How long anything may take to be so, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(30);

const SWITCHES: u32 = 500;

#[test]
fn the_module_does_its_work_in_each_server_of_the_family() {
    on_each(|stage| {
        refuses_in_rdss_words(stage);
        passes_tokens_whole_up_to_the_limit(stage);
        wants_tls(stage);
        accounts::are_made_changed_and_shown_as_on_rds(stage);
        changes_user(stage);
        if stage.product == Product::MariaDb {
            blocks_no_host(stage);
        }
        stays(stage);
        switches(stage);
        outlasts_a_hostile_agent(stage, hostile::SOME);
        writes_no_token_to_its_log(stage);
    });
}

pub(crate) fn on_each(body: impl Fn(&Stage)) {
    for found in mysql_family() {
        body(&Stage::start(found, &Scenery::default()));
    }
}

/// What is not the same on every stage.
pub(crate) struct Scenery {
    server_id: u32,
    variables: &'static [(&'static str, &'static str)],
    has_module: bool,
}

impl Default for Scenery {
    fn default() -> Self {
        Self {
            server_id: 1,
            variables: &[("skip_name_resolve", "OFF"), ("max_connect_errors", "2")],
            has_module: true,
        }
    }
}

/// A cluster with the module in it and the user of RDS's documentation.
pub(crate) struct Stage {
    found: &'static engines::Engine,
    runtime: tokio::runtime::Runtime,
    product: Product,
    port: u16,
    folder: TempDir,
    certificates: Certificates,
    agent: ScriptedAgent,
    running: Running,
}

impl Stage {
    fn start(found: &'static engines::Engine, scenery: &Scenery) -> Self {
        let product = match found.name {
            "mysql" => Product::MySql,
            _ => Product::MariaDb,
        };
        let folder = tempfile::Builder::new().prefix("aws-auth-").tempdir();
        let folder = folder.unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).unwrap();
        let certificates = Certificates::write_into(folder.path());
        let agent = ScriptedAgent::start(Script::Allow);
        let spec = spec(&folder, &certificates, &agent, scenery);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (version, running) = runtime.block_on(run(found, product, &spec));
        println!("{product} {version}");
        let stage = Self {
            found,
            runtime,
            product,
            port: spec.port,
            folder,
            certificates,
            agent,
            running,
        };
        if scenery.has_module {
            stage.install_module();
            stage.as_master(CREATE_USER).ok();
        }
        stage
    }

    fn install_module(&self) {
        let admin = self.running.admin();
        self.runtime.block_on(admin.install_module()).unwrap();
    }

    fn cli(&self, user: &str, password: &str, options: &[&str], statement: &str) -> CliOutput {
        let fixed = [
            "--host=127.0.0.1".to_owned(),
            format!("--port={}", self.port),
            format!("--user={user}"),
            format!("--password={password}"),
            "--batch".to_owned(),
            "--skip-column-names".to_owned(),
        ];
        let fixed = fixed.iter().map(String::as_str);
        mysql_cli(
            fixed
                .chain(options.iter().copied())
                .chain(["-e", statement]),
        )
    }

    fn over_tls(&self, user: &str, password: &str, statement: &str) -> CliOutput {
        let ca = format!("--ssl-ca={}", self.certificates.ca.display());
        let options = [ca.as_str(), "--ssl-verify-server-cert"];
        self.cli(user, password, &options, statement)
    }

    fn as_master(&self, statement: &str) -> CliOutput {
        self.over_tls("admin", MASTER_PASSWORD, statement)
    }

    fn socket(&self) -> String {
        let name = match self.product {
            Product::MySql => "mysql.sock",
            _ => "mariadb.sock",
        };
        let run = self.folder.path().join("cluster/run");
        format!("--socket={}", run.join(name).display())
    }

    /// Options of a client that is our own account, which may do everything.
    fn administrator(&self) -> [String; 3] {
        let password = fs::read_to_string(self.folder.path().join("cluster/administrator"));
        let password = format!("--password={}", password.unwrap());
        [self.socket(), "--user=rdsadmin".to_owned(), password]
    }

    fn as_administrator(&self, statement: &str) -> CliOutput {
        let [socket, user, password] = self.administrator();
        let format = ["--batch", "--skip-column-names", "-e", statement];
        mysql_cli(
            [socket.as_str(), &user, &password]
                .into_iter()
                .chain(format),
        )
    }

    /// What the client reads when the agent does this.
    fn told(&self, script: Script) -> String {
        self.agent.set(script);
        let told = self.over_tls(USER, "token", "SELECT 1").stderr;
        self.agent.set(Script::Allow);
        told
    }

    /// MariaDB resolves names here. A MySQL that a cluster's options tell not to cannot be told otherwise.
    fn access_denied(&self) -> &'static str {
        match self.product {
            Product::MySql => ACCESS_DENIED,
            _ => ACCESS_DENIED_BY_NAME,
        }
    }

    /// MySQL offers a module no way to choose the error.
    fn feature_off(&self) -> (&'static str, u16) {
        match self.product {
            Product::MySql => (ACCESS_DENIED, 1045),
            _ => (NOT_LOADED, 1524),
        }
    }

    fn client(&self) -> LoginClient {
        LoginClient::over_tls(self.port, &self.certificates.ca, Resumption::On)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let pid = Pid::from_raw(self.running.pid().cast_signed()).unwrap();
        let _ = rustix::process::kill_process(pid, Signal::KILL);
    }
}

async fn run(found: &engines::Engine, product: Product, spec: &Spec) -> (String, Running) {
    let search = SearchPath::new(found.folders.clone());
    let engine = Engine::discover(product, &search).await.unwrap();
    let password = engine::Password::new(MASTER_PASSWORD.to_owned());
    let master = MasterUser::new(product, "admin", password).unwrap();
    let silent = |_: &str| {};
    engine
        .create(spec, &master, &InitialDatabase::None, &silent)
        .await
        .unwrap();
    let running = engine.start(spec, &silent).await.unwrap();
    (engine.version().to_string(), running)
}

fn spec(
    folder: &TempDir,
    certificates: &Certificates,
    agent: &ScriptedAgent,
    scenery: &Scenery,
) -> Spec {
    let read = |path| fs::read_to_string(path).unwrap();
    Spec {
        directory: folder.path().join("cluster"),
        server_user: rustix::process::geteuid()
            .is_root()
            .then(|| "mysql".to_owned()),
        address: [127, 0, 0, 1].into(),
        port: testkit::free_port(),
        tls: TlsIdentity {
            certificate_chain_pem: read(&certificates.certificate),
            root_pem: read(&certificates.ca),
            private_key_pem: read(&certificates.key),
        },
        // Else the server itself would refuse what the module is to refuse.
        require_secure_transport: false,
        module: module::aws_auth().to_owned(),
        agent_socket: agent.path(),
        server_id: scenery.server_id,
        variables: scenery
            .variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    }
}

fn refuses_in_rdss_words(stage: &Stage) {
    let who = stage.over_tls(USER, "token", "SELECT CURRENT_USER()");
    assert_eq!(who.ok(), "iamuser01@%\n");
    assert_eq!(stage.told(Script::Deny), stage.access_denied());
    assert_eq!(stage.told(Script::Disabled), stage.feature_off().0);
    assert_eq!(stage.told(Script::Hang), stage.access_denied());
    assert_eq!(
        stage.told(Script::Garbage(vec![0xff; 64])),
        stage.access_denied()
    );
    assert_eq!(stage.told(Script::Close), stage.access_denied());
}

fn passes_tokens_whole_up_to_the_limit(stage: &Stage) {
    drop(stage.agent.take_questions());
    for length in [2_500, MAX_TOKEN_BYTES, MAX_TOKEN_BYTES + 1] {
        let token = token(length);
        let output = stage.over_tls(USER, &token, "SELECT 1");
        let [asked] = &stage.agent.take_questions()[..] else {
            panic!("one question")
        };
        assert_eq!(asked.channel, Channel::Tls);
        assert_eq!(asked.presented_bytes as usize, length);
        if length <= MAX_TOKEN_BYTES {
            assert_eq!(output.ok(), "1\n");
            assert_eq!(asked.token, token.as_bytes());
        } else {
            assert_eq!(output.stderr, stage.access_denied());
            assert!(asked.token.is_empty());
        }
    }
}

fn wants_tls(stage: &Stage) {
    let plain = stage.cli(USER, "token", &["--skip-ssl"], "SELECT 1");
    assert_eq!(plain.stderr, stage.access_denied());
    let (socket, user) = (stage.socket(), format!("--user={USER}"));
    let local = mysql_cli([&socket, &user, "--password=token", "-e", "SELECT 1"]);
    assert!(local.stderr.contains("ERROR 1045 (28000)"), "{local:?}");
    let asked = stage.agent.take_questions();
    let channels: Vec<_> = asked.iter().map(|asked| asked.channel).collect();
    assert_eq!(channels, [Channel::Plain, Channel::UnixSocket]);
    assert!(asked.iter().all(|asked| asked.token.is_empty()));
}

fn changes_user(stage: &Stage) {
    let token = Password::Clear(token(2_500).into_bytes());
    let mut session = stage.client().log_in("low", &token).unwrap();
    session.change_user(USER, &token).unwrap();
    let who = session.value("SELECT CURRENT_USER()").unwrap();
    assert_eq!(who, "iamuser01@%");
    stage.agent.set(Script::Deny);
    let refused = session.change_user(USER, &token).unwrap_err();
    assert_eq!(refused.code(), Some(1045));
    stage.agent.set(Script::Allow);
}

/// A wrong password does not count among the errors for which a server bars a host, and so a wrong token
/// does not, nor does whatever the agent does. Handshakes that break off do.
fn blocks_no_host(stage: &Stage) {
    let client = stage.client().from_address(Ipv4Addr::new(127, 0, 0, 2));
    let token = Password::Clear(b"token".to_vec());
    for script in [Script::Deny, Script::Disabled, Script::Close] {
        stage.agent.set(script);
        for _ in 0..MAX_CONNECT_ERRORS + 2 {
            let code = client.log_in(USER, &token).unwrap_err().code();
            assert!(matches!(code, Some(1045 | 1524)), "{code:?}");
        }
    }
    stage.agent.set(Script::Allow);
    client.log_in(USER, &token).unwrap().quit().unwrap();
    let is_barred = || {
        let refused = client.log_in(USER, &token).err();
        refused.and_then(|error| error.code()) == Some(1129)
    };
    let begin = Instant::now();
    // Whoever logs in before the server has counted to the end starts it anew.
    while !is_barred() {
        assert!(begin.elapsed() < PATIENCE, "the host is not barred");
        for _ in 0..MAX_CONNECT_ERRORS {
            drop(client.begin(USER, &token, 0).unwrap());
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// Whoever was refused above, and why ever.
fn writes_no_token_to_its_log(stage: &Stage) {
    let log = fs::read(stage.folder.path().join("cluster/log/error.log")).unwrap();
    let log = String::from_utf8_lossy(&log);
    let told = format!("`{USER}` is refused without an answer from the agent");
    assert!(log.contains(&told), "{log}");
    assert!(!log.contains("X-Amz-Signature"), "{log}");
}

fn stays(stage: &Stage) {
    let out = stage.as_master("UNINSTALL PLUGIN AWSAuthenticationPlugin");
    let code = match stage.product {
        Product::MySql => "ERROR 1720",
        _ => "ERROR 1702",
    };
    assert!(out.stderr.contains(code), "{out:?}");
}

/// On and off under logins, with a transaction open.
fn switches(stage: &Stage) {
    let token = Password::Clear(b"token".to_vec());
    let mut held = stage.client().log_in(USER, &token).unwrap();
    held.query("SET @held = 42").unwrap();
    let client = stage.client();
    thread::scope(|scope| {
        let logins = scope.spawn(|| {
            let mut off = 0;
            for _ in 0..SWITCHES {
                match client.log_in(USER, &token) {
                    Ok(session) => session.quit().unwrap(),
                    Err(error) => {
                        assert_eq!(error.code(), Some(stage.feature_off().1), "{error}");
                        off += 1;
                    }
                }
            }
            off
        });
        let mut switch = 0;
        while !logins.is_finished() || switch < SWITCHES {
            stage.agent.set(if switch % 2 == 0 {
                Script::Disabled
            } else {
                Script::Allow
            });
            switch += 1;
            thread::yield_now();
        }
        let off = logins.join().unwrap();
        assert!((1..SWITCHES).contains(&off), "{off} of {SWITCHES} refused");
    });
    assert_eq!(held.value("SELECT @held").unwrap(), "42");
}
