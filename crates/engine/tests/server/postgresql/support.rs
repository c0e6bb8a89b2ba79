use std::fs;
use std::net::{IpAddr, Ipv4Addr};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use engine::{
    Admin, Engine, InitialDatabase, MasterUser, Password, Product, Running, SearchPath, Spec,
    TlsIdentity,
};
use tempfile::TempDir;
use testkit::engines::postgresql;
use testkit::module::pam_rds_iam;
use testkit::{Script, ScriptedAgent};

use crate::support::{
    MASTER, MASTER_PASSWORD, STOP_LIMIT, certificates, folder, free_port, said, silent,
};

/// A cluster in a folder of its own, stopped and removed with it, and the agent that it asks.
pub(super) struct Cluster {
    pub(super) engine: Engine,
    pub(super) spec: Spec,
    pub(super) agent: ScriptedAgent,
    pub(super) folder: TempDir,
    /// A runtime of its own, since dropping may happen in another.
    running: Option<Running>,
}

impl Cluster {
    /// A specification, and nothing at its place yet.
    pub(super) async fn planned() -> Self {
        Self::planned_on(postgresql()).await
    }

    /// Of the newest server in these folders.
    pub(super) async fn planned_on(programs: &[PathBuf]) -> Self {
        let folder = folder();
        let (root, tls) = certificates();
        fs::write(folder.path().join("ca.pem"), root).unwrap();
        let agent = ScriptedAgent::start(Script::AllowToken(b"token".to_vec()));
        let search = SearchPath::new(programs.iter().cloned());
        let engine = Engine::discover(Product::PostgreSql, &search)
            .await
            .unwrap();
        // Its name is outside of its folder too, in /etc/pam.d.
        let name = format!("cluster-{}", unique(&folder));
        let spec = spec(folder.path().join(name), tls, agent.path());
        Self {
            engine,
            spec,
            agent,
            folder,
            running: None,
        }
    }

    pub(super) async fn created() -> Self {
        let cluster = Self::planned().await;
        cluster.create_with(&InitialDatabase::Sample).await;
        cluster
    }

    pub(super) async fn create_with(&self, database: &InitialDatabase) {
        let created = self
            .engine
            .create(&self.spec, &master(), database, &silent)
            .await;
        if let Err(error) = created {
            panic!("{error}");
        }
    }

    pub(super) async fn started() -> Self {
        let mut cluster = Self::created().await;
        cluster.start().await;
        cluster
    }

    /// Started, and members of `rds_iam` log in with a token.
    pub(super) async fn switched_on() -> Self {
        let cluster = Self::started().await;
        cluster.admin().install_module().await.unwrap();
        cluster
    }

    pub(super) async fn start(&mut self) {
        match self.engine.start(&self.spec, &silent).await {
            Ok(running) => self.running = Some(running),
            Err(error) => panic!("{error}"),
        }
    }

    pub(super) async fn stop(&mut self) {
        let running = self.running.take().unwrap();
        running.stop(STOP_LIMIT, &silent).await.unwrap();
    }

    pub(super) fn running(&self) -> &Running {
        self.running.as_ref().unwrap()
    }

    pub(super) fn admin(&self) -> Admin {
        self.engine.admin(&self.spec).unwrap()
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.spec.directory.join(name)
    }

    pub(super) fn log(&self) -> String {
        fs::read_to_string(self.path("log/error.log")).unwrap()
    }

    pub(super) fn pam_service(&self) -> PathBuf {
        let name = self.spec.directory.file_name().unwrap().to_str().unwrap();
        PathBuf::from(format!("/etc/pam.d/sekisho-{}", name.to_lowercase()))
    }

    /// What the stock client prints for a statement over verified TLS, or its error.
    pub(super) fn sql(
        &self,
        user: &str,
        password: &str,
        statement: &str,
    ) -> Result<String, String> {
        self.sql_with(&self.verified(user), password, statement)
    }

    pub(super) fn sql_as_master(&self, statement: &str) -> Result<String, String> {
        self.sql(MASTER, MASTER_PASSWORD, statement)
    }

    pub(super) fn verified(&self, user: &str) -> String {
        let ca = self.folder.path().join("ca.pem");
        let port = self.spec.port;
        format!(
            "host=127.0.0.1 port={port} dbname=postgres user={user} sslmode=verify-full \
             sslrootcert={}",
            ca.display()
        )
    }

    pub(super) fn plain(&self, user: &str) -> String {
        let port = self.spec.port;
        format!("host=127.0.0.1 port={port} dbname=postgres user={user} sslmode=disable")
    }

    pub(super) fn over_unix_socket(&self, user: &str) -> String {
        let (folder, port) = (self.path("run"), self.spec.port);
        format!(
            "host={} port={port} dbname=postgres user={user}",
            folder.display()
        )
    }

    pub(super) fn sql_with(
        &self,
        conninfo: &str,
        password: &str,
        statement: &str,
    ) -> Result<String, String> {
        let mut command = psql(conninfo, password);
        said(&command.args(["-c", statement]).output().unwrap())
    }

    /// A client that stays, and what it is told to do goes through its standard input.
    pub(super) fn session(&self, user: &str, password: &str) -> Child {
        psql(&self.verified(user), password)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }
}

fn psql(conninfo: &str, password: &str) -> Command {
    let mut command = Command::new("psql");
    command
        .args([
            "-X",
            "-q",
            "-At",
            "-v",
            "ON_ERROR_STOP=1",
            "-v",
            "VERBOSITY=verbose",
        ])
        .arg(conninfo)
        .env("PGPASSWORD", password)
        .env_remove("PGSERVICEFILE")
        .process_group(0);
    command
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let pid = fs::read_to_string(self.path("run/pid")).unwrap_or_default();
        if let Some(pid) = pid.lines().next().filter(|pid| !pid.is_empty()) {
            let _ = Command::new("kill")
                .args(["-INT", pid])
                .stderr(Stdio::null())
                .status();
        }
        let _ = self.engine.clean_up(&self.spec);
    }
}

/// Letters and digits that no other test has.
fn unique(folder: &TempDir) -> String {
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    name.replace(|c: char| !c.is_ascii_alphanumeric(), "")
        .to_uppercase()
        + &std::process::id().to_string()
}

pub(super) fn master() -> MasterUser {
    let password = Password::new(MASTER_PASSWORD.to_owned());
    MasterUser::new(Product::PostgreSql, MASTER, password).unwrap()
}

fn spec(directory: PathBuf, tls: TlsIdentity, agent_socket: PathBuf) -> Spec {
    let as_root = rustix::process::geteuid().is_root();
    Spec {
        directory,
        server_user: as_root.then(|| "postgres".to_owned()),
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        port: free_port(),
        tls,
        require_secure_transport: true,
        module: pam_rds_iam().to_owned(),
        agent_socket,
        server_id: 1,
        variables: Default::default(),
    }
}
