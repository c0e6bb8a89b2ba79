use std::fs;
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use engine::{
    DiscoverError, Engine, InitialDatabase, MasterUser, Password, Product, Running, SearchPath,
    Spec, TlsIdentity,
};
use tempfile::TempDir;

pub(crate) const MASTER: &str = "admin";
pub(crate) const MASTER_PASSWORD: &str = "it's a \"secret\" \\ `of` some length";
pub(crate) const STOP_LIMIT: Duration = Duration::from_secs(30);

pub(crate) fn silent(_: &str) {}

/// A cluster in a folder of its own, killed and removed with it.
pub(crate) struct Cluster {
    pub(crate) engine: Engine,
    pub(crate) spec: Spec,
    pub(crate) folder: TempDir,
}

impl Cluster {
    /// A specification, and nothing at its place yet.
    pub(crate) async fn planned() -> Self {
        Self::planned_on(discover(&SearchPath::standard()).await.unwrap())
    }

    pub(crate) fn planned_on(engine: Engine) -> Self {
        let folder = folder();
        let (root, tls) = certificates();
        fs::write(folder.path().join("ca.pem"), root).unwrap();
        let spec = spec(&folder.path().join("cluster-EXAMPLE"), tls);
        Self {
            engine,
            spec,
            folder,
        }
    }

    pub(crate) async fn created() -> Self {
        let cluster = Self::planned().await;
        cluster.create().await.unwrap();
        cluster
    }

    pub(crate) async fn started() -> (Self, Running) {
        let cluster = Self::created().await;
        let running = cluster.start().await;
        (cluster, running)
    }

    pub(crate) async fn create(&self) -> Result<(), engine::CreateError> {
        self.create_with(&master()).await
    }

    pub(crate) async fn create_with(&self, master: &MasterUser) -> Result<(), engine::CreateError> {
        self.engine
            .create(&self.spec, master, &InitialDatabase::Sample, &silent)
            .await
    }

    pub(crate) async fn start(&self) -> Running {
        match self.engine.start(&self.spec, &silent).await {
            Ok(running) => running,
            Err(error) => panic!("{error}"),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.spec.directory.join(name)
    }

    /// What the stock client prints for a statement over verified TLS, or its error.
    pub(crate) fn sql(
        &self,
        user: &str,
        password: &str,
        statement: &str,
    ) -> Result<String, String> {
        let ca = format!("--ssl-ca={}", self.folder.path().join("ca.pem").display());
        self.client(
            user,
            password,
            &[&ca, "--ssl-verify-server-cert"],
            statement,
        )
    }

    pub(crate) fn sql_as_master(&self, statement: &str) -> Result<String, String> {
        self.sql(MASTER, MASTER_PASSWORD, statement)
    }

    /// The stock client over TCP, with these options.
    pub(crate) fn client(
        &self,
        user: &str,
        password: &str,
        options: &[&str],
        statement: &str,
    ) -> Result<String, String> {
        let mut command = Command::new("mariadb");
        command.args([
            "--no-defaults",
            "--protocol=tcp",
            "--host=127.0.0.1",
            "--batch",
        ]);
        command.args(["--skip-column-names", &format!("--user={user}")]);
        command
            .arg(format!("--port={}", self.spec.port))
            .args(options);
        command
            .args(["--execute", statement])
            .env("MYSQL_PWD", password);
        said(&command.output().expect("the stock `mariadb` client runs"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for pid in servers_of(&self.spec.directory) {
            let _ = Command::new("kill").args(["-9", &pid.to_string()]).status();
        }
    }
}

pub(crate) fn said(output: &Output) -> Result<String, String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(text(&output.stderr))
    }
}

/// The live processes that were started on this folder.
pub(crate) fn servers_of(directory: &Path) -> Vec<u32> {
    let config = format!("--defaults-file={}/my.cnf", directory.display());
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    pids.filter(|pid| {
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0)
            .any(|argument| argument == config.as_bytes())
    })
    .collect()
}

pub(crate) fn master() -> MasterUser {
    MasterUser::new(
        Product::MariaDb,
        MASTER,
        Password::new(MASTER_PASSWORD.to_owned()),
    )
    .unwrap()
}

pub(crate) async fn discover(search: &SearchPath) -> Result<Engine, DiscoverError> {
    Engine::discover(Product::MariaDb, search).await
}

/// A folder that the server's user can pass through, as the control plane makes its own.
pub(crate) fn folder() -> TempDir {
    let folder = tempfile::Builder::new()
        .prefix("engine-")
        .tempdir()
        .unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).unwrap();
    folder
}

pub(crate) fn spec(directory: &Path, tls: TlsIdentity) -> Spec {
    Spec {
        directory: directory.to_owned(),
        server_user: rustix::process::geteuid()
            .is_root()
            .then(|| "mysql".to_owned()),
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        port: free_port(),
        tls,
        require_secure_transport: true,
        module: module().to_owned(),
        agent_socket: directory.with_file_name("agent.sock"),
        server_id: 1,
        variables: Default::default(),
    }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// A root's certificate, and a server's chain of leaf and intermediate with its key, as the
/// control plane's CA makes them: ECDSA P-256, the address in the leaf.
pub(crate) fn certificates() -> (String, TlsIdentity) {
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
    let authority = |name: &str| {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.distinguished_name.push(DnType::CommonName, name);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        (parameters, KeyPair::generate().unwrap())
    };
    let (root_parameters, root_key) = authority("Sekisho test root");
    let root = root_parameters.self_signed(&root_key).unwrap().pem();
    let root_issuer = Issuer::new(root_parameters, root_key);
    let (middle_parameters, middle_key) = authority("Sekisho test intermediate");
    let middle = middle_parameters
        .signed_by(&middle_key, &root_issuer)
        .unwrap()
        .pem();
    let middle_issuer = Issuer::new(middle_parameters, middle_key);
    let leaf_key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let leaf = leaf.signed_by(&leaf_key, &middle_issuer).unwrap().pem();
    let certificate_chain_pem = leaf + &middle;
    (
        root.clone(),
        TlsIdentity {
            certificate_chain_pem,
            root_pem: root,
            private_key_pem: leaf_key.serialize_pem(),
        },
    )
}

/// The login module, built once.
pub(crate) fn module() -> &'static Path {
    static MODULE: OnceLock<PathBuf> = OnceLock::new();
    MODULE.get_or_init(|| {
        let mut command = Command::new(env!("CARGO"));
        command.args(["build", "--package=aws-auth", "--message-format=json"]);
        let output = command
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stderr(Stdio::inherit())
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "the login module does not build");
        let messages = String::from_utf8(output.stdout).unwrap();
        let paths = messages
            .split('"')
            .filter(|text| text.ends_with("libaws_auth.so"));
        paths
            .map(PathBuf::from)
            .next_back()
            .expect("cargo names the library that it built")
    })
}
