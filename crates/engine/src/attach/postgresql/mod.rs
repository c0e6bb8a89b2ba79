//! PostgreSQL servers of somebody's own.
//!
//! The login module is a PAM module, which each login loads anew: nothing of ours stays in the server.
//! Lines of ours come first in `pg_hba.conf`; the server is asked what it thinks of them before it is
//! told to read them.

mod session;
mod switch;
mod trial;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use self::session::Session;
use self::switch::Switch;
pub use self::switch::Switches;
use super::administrator::Administrator;
use super::error::AttachError;
use super::examination::{Examination, Request, Tls};
use super::host::{self, HostError, HostProcess};
use super::host_files;
use super::journal::{Change, Journal};
use super::login::{Proof, TrialLogin, own_address};
use super::module::{self, ModuleError, PAM_SYMBOLS};
use super::url::Place;
use crate::postgresql::hba::{self, ServiceName};
use crate::postgresql::{pam_service, roles, sql};
use crate::spec::Progress;

/// Where systems keep PAM's modules; the first one that is there.
const MODULE_FOLDERS: [&str; 5] = [
    "/usr/lib/x86_64-linux-gnu/security",
    "/usr/lib/aarch64-linux-gnu/security",
    "/usr/lib64/security",
    "/usr/lib/security",
    "/lib/security",
];

/// How long the server may take to read its files again.
const RELOAD_LIMIT: Duration = Duration::from_secs(10);
const RELOAD_INTERVAL: Duration = Duration::from_millis(20);

/// How long the agent may take to hear of a server and switch it.
const SWITCH_LIMIT: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct PostgreSqlServer {
    administrator: Administrator,
}

/// What the server says of itself.
struct Survey {
    version: String,
    port: u16,
    /// Where it is reached on its own host, if over TCP at all.
    own_address: Option<String>,
    hba_file: PathBuf,
    /// As a path of the host's.
    certificate: Option<PathBuf>,
    tls: bool,
    superuser: bool,
    in_recovery: bool,
    /// Whether it was built with PAM; `None` when it does not say.
    pam: Option<bool>,
    has_role: bool,
    members: Vec<String>,
    /// What the server dislikes about its file before we touch it.
    hba_error: Option<String>,
    process: HostProcess,
}

impl PostgreSqlServer {
    pub(super) fn new(administrator: Administrator) -> Self {
        Self { administrator }
    }

    async fn session(&self) -> Result<Session, AttachError> {
        Session::open(&self.administrator).await
    }

    pub(super) async fn examine(&self, request: &Request) -> Result<Examination, AttachError> {
        Ok(examination(&self.survey().await?, request))
    }

    pub(super) async fn accounts(&self) -> Result<Vec<String>, AttachError> {
        members(&self.session().await?).await
    }

    async fn survey(&self) -> Result<Survey, AttachError> {
        let session = self.session().await?;
        let rows = session.query("tell its settings", FACTS, &[]).await?;
        let row = rows.first().ok_or(AttachError::TimedOut {
            action: "tell its settings",
            seconds: 0,
        })?;
        let data = PathBuf::from(row.get::<_, String>("data_directory"));
        let process = self.process(&data)?;
        let tls: bool = row.get("ssl");
        let certificate = tls.then(|| data.join(row.get::<_, String>("ssl_cert_file")));
        Ok(Survey {
            version: row.get("version"),
            port: u16::try_from(row.get::<_, i32>("port")).unwrap_or_default(),
            own_address: own_address(&row.get::<_, String>("listens_on")),
            hba_file: process.on_host(Path::new(&row.get::<_, String>("hba_file"))),
            certificate: certificate.map(|path| process.on_host(&path)),
            tls,
            superuser: row.get("superuser"),
            in_recovery: row.get("in_recovery"),
            pam: row.get("pam"),
            has_role: row.get("has_role"),
            members: members(&session).await?,
            hba_error: session
                .text("check who may log in how", HBA_ERROR, &[])
                .await?,
            process,
        })
    }

    /// The process behind the socket; over TCP the one that the data directory names.
    fn process(&self, data: &Path) -> Result<HostProcess, HostError> {
        let by_pid_file = || {
            let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
            text.lines().next()?.trim().parse().ok()
        };
        let pid = match self.administrator.url.socket() {
            Some(socket) => host::peer_of(&socket),
            None => by_pid_file(),
        };
        let host = match &self.administrator.url.place {
            Place::Tcp { host, .. } => host.clone(),
            Place::Socket { path, .. } => path.display().to_string(),
        };
        HostProcess::look_at(pid.ok_or(HostError::Elsewhere { host })?)
    }

    /// Does all that the examination says, each thing written down before it is done.
    pub(super) async fn attach(
        &self,
        request: &Request,
        agent_socket: &Path,
        journal: &mut Journal,
        progress: &dyn Progress,
    ) -> Result<Examination, AttachError> {
        let survey = self.survey().await?;
        let examination = examination(&survey, request);
        if !examination.obstacles.is_empty() {
            return Err(AttachError::Obstacles(examination.obstacles));
        }
        let modules = module_folder(&survey.process)
            .ok_or_else(|| AttachError::Obstacles(vec![NO_PAM_FOLDER.to_owned()]))?;
        let module = modules.join(module_file(&resource_id(agent_socket)));
        put_module(&survey, request, &module, journal, progress)?;
        let service = service_of(agent_socket)?;
        put_service(&survey, &service, &module, agent_socket, journal, progress)?;
        if !survey.has_role {
            journal.note(Change::Role)?;
            progress.report("making the role rds_iam");
            let session = self.session().await?;
            session
                .execute("make the role rds_iam", &roles::create_iam_role())
                .await?;
        }
        self.put_switch(request, agent_socket, journal, progress)
            .await?;
        journal.note(Change::Lines(survey.hba_file.clone()))?;
        progress.report(&format!(
            "writing lines at the beginning of {}",
            survey.hba_file.display()
        ));
        self.put_lines(&survey, &service).await?;
        Ok(examination)
    }

    /// Makes the roles that our lines name, and tells the agent how to switch them. With a password
    /// that is new each time: what is there already comes up to date.
    async fn put_switch(
        &self,
        request: &Request,
        agent_socket: &Path,
        journal: &mut Journal,
        progress: &dyn Progress,
    ) -> Result<(), AttachError> {
        let switch = Switch::new(&resource_id(agent_socket), &self.administrator.url)?;
        journal.note(Change::File(switch.path(&request.switches)))?;
        journal.note(Change::Switch)?;
        progress.report("making the roles that switch IAM authentication");
        let statements = roles::create_switch(&roles::verifier(switch.password()));
        self.session()
            .await?
            .execute("make the roles that switch it", &statements)
            .await?;
        switch.put(&request.switches)
    }

    /// Waits for the agent, the only one who switches.
    pub(super) async fn switched_on(&self) -> Result<(), AttachError> {
        let session = self.session().await?;
        let deadline = Instant::now() + SWITCH_LIMIT;
        while !switch::is_on(&session).await? {
            if Instant::now() >= deadline {
                return Err(AttachError::NotSwitched {
                    seconds: SWITCH_LIMIT.as_secs(),
                });
            }
            sleep(RELOAD_INTERVAL).await;
        }
        Ok(())
    }

    /// Writes our lines, has the server look at them, and takes them back if it does not like them;
    /// only then is it told to read them.
    async fn put_lines(&self, survey: &Survey, service: &ServiceName) -> Result<(), AttachError> {
        let path = &survey.hba_file;
        let wrong = |said: String| AttachError::Configuration {
            path: path.clone(),
            said,
        };
        let mut damaged = None;
        host_files::rewrite(path, |file| {
            hba::with_block(file, service).unwrap_or_else(|error| {
                damaged = Some(error.to_string());
                file.to_vec()
            })
        })?;
        if let Some(said) = damaged {
            return Err(wrong(said));
        }
        let session = self.session().await?;
        match session
            .text("check who may log in how", HBA_ERROR, &[])
            .await?
        {
            None => self.reload(&session).await,
            Some(said) => {
                host_files::rewrite(path, without_block)?;
                Err(wrong(said))
            }
        }
    }

    /// Returns when the server has read its files: every connection from then on is judged by them.
    async fn reload(&self, session: &Session) -> Result<(), AttachError> {
        const ACTION: &str = "read its configuration again";
        // Noted before: the server may have read them before the telling returns.
        let told = session.text(ACTION, NOW, &[]).await?.unwrap_or_default();
        session.execute(ACTION, "SELECT pg_reload_conf()").await?;
        let deadline = Instant::now() + RELOAD_LIMIT;
        // A backend learns the time when it reads the files itself, so a new one is asked.
        while self
            .session()
            .await?
            .text(ACTION, RELOADED_SINCE, &[&told])
            .await?
            .is_none()
        {
            if Instant::now() >= deadline {
                return Err(AttachError::TimedOut {
                    action: ACTION,
                    seconds: RELOAD_LIMIT.as_secs(),
                });
            }
            sleep(RELOAD_INTERVAL).await;
        }
        Ok(())
    }

    pub(super) async fn make_account(&self, user: &str) -> Result<(), AttachError> {
        let user = sql::identifier(user);
        let statement = format!("CREATE ROLE {user} LOGIN IN ROLE {}", roles::IAM_ROLE);
        self.session()
            .await?
            .execute("make the trial user", &statement)
            .await
    }

    /// Undoes a change that is in the server.
    pub(super) async fn undo(&self, change: &Change) -> Result<(), AttachError> {
        match change {
            Change::Role => {
                let statement = format!("DROP ROLE IF EXISTS {}", roles::IAM_ROLE);
                self.session()
                    .await?
                    .execute("remove the role rds_iam", &statement)
                    .await
            }
            Change::Switch => {
                self.session()
                    .await?
                    .execute("remove the roles that switch it", &roles::drop_switch())
                    .await
            }
            Change::Account(user) => {
                let statement = format!("DROP ROLE IF EXISTS {}", sql::identifier(user));
                self.session()
                    .await?
                    .execute("remove the trial user", &statement)
                    .await
            }
            Change::Lines(path) => {
                check_unedited(path)?;
                host_files::rewrite(path, without_block)?;
                self.reload(&self.session().await?).await
            }
            Change::File(_) | Change::Module => Ok(()),
        }
    }

    pub(super) async fn log_in(&self, login: &TrialLogin<'_>) -> Result<Proof, AttachError> {
        let survey = self.survey().await?;
        let own = survey.own_address.unwrap_or_default();
        trial::log_in(login, (&own, survey.port), survey.certificate).await
    }
}

/// A file that is gone has no lines.
fn check_unedited(path: &Path) -> Result<(), AttachError> {
    let file = fs::read(path).unwrap_or_default();
    let edited = |said: String| AttachError::Edited {
        path: path.to_owned(),
        said,
    };
    hba::without_block(&file)
        .map(drop)
        .map_err(|error| edited(error.to_string()))
}

/// A file whose lines of ours somebody changed is left as it is.
pub(super) fn without_block(file: &[u8]) -> Vec<u8> {
    hba::without_block(file).unwrap_or_else(|_| file.to_vec())
}

/// The PAM service is named after the cluster, which the agent's socket is too.
fn service_of(agent_socket: &Path) -> Result<ServiceName, AttachError> {
    ServiceName::of_cluster(&resource_id(agent_socket))
        .map_err(|error| AttachError::Obstacles(vec![error.to_string()]))
}

fn resource_id(agent_socket: &Path) -> String {
    let id = agent_socket.file_stem().unwrap_or_default();
    id.to_string_lossy().into_owned()
}

/// Each server has one of its own among PAM's modules: it comes, is replaced and goes with this server
/// alone, whoever else attached others on this host.
fn module_file(resource_id: &str) -> String {
    format!("pam_rds_iam-{resource_id}.so")
}

fn module_folder(process: &HostProcess) -> Option<PathBuf> {
    let folders = MODULE_FOLDERS.iter().map(Path::new);
    let mut there = folders.filter(|folder| process.on_host(folder).is_dir());
    there.next().map(Path::to_owned)
}

fn put_module(
    survey: &Survey,
    request: &Request,
    module: &Path,
    journal: &mut Journal,
    progress: &dyn Progress,
) -> Result<(), AttachError> {
    let fitting = fitting(survey, request)?;
    let on_host = survey.process.on_host(module);
    journal.note_file(&on_host, fitting.bytes())?;
    progress.report(&format!(
        "copying the login module to {}",
        on_host.display()
    ));
    Ok(host_files::put_file(&on_host, fitting.bytes())?)
}

fn put_service(
    survey: &Survey,
    service: &ServiceName,
    module: &Path,
    agent_socket: &Path,
    journal: &mut Journal,
    progress: &dyn Progress,
) -> Result<(), AttachError> {
    let text = pam_service::text(service, module, agent_socket)
        .map_err(|error| AttachError::Obstacles(vec![error.to_string()]))?;
    let path = survey.process.on_host(&pam_service::path(service));
    journal.note(Change::File(path.clone()))?;
    progress.report(&format!("writing the PAM service {}", path.display()));
    Ok(host_files::put_file(&path, text.as_bytes())?)
}

fn fitting(survey: &Survey, request: &Request) -> Result<module::FittingModule, ModuleError> {
    module::fit_for_pam(&request.module, &PAM_SYMBOLS, &survey.process)
}

async fn members(session: &Session) -> Result<Vec<String>, AttachError> {
    let rows = session
        .query("list the members of rds_iam", MEMBERS, &[])
        .await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

const NO_PAM_FOLDER: &str = "there is no folder for PAM's modules on this system";

fn examination(survey: &Survey, request: &Request) -> Examination {
    Examination {
        engine: "postgres".to_owned(),
        version: survey.version.clone(),
        port: survey.port,
        process: survey.process.clone(),
        tls: Tls {
            on: survey.tls,
            certificate: survey.certificate.clone(),
            certificate_authority: None,
        },
        iam_accounts: survey.members.clone(),
        changes: changes(survey),
        notes: notes(survey),
        obstacles: obstacles(survey, request),
    }
}

fn changes(survey: &Survey) -> Vec<String> {
    let mut changes = Vec::new();
    if let Some(modules) = module_folder(&survey.process) {
        changes.push(format!(
            "copy the PAM module to {} (mode 0644)",
            modules.join(module_file("…")).display()
        ));
    }
    changes.push(format!(
        "write a PAM service for this server in {}",
        pam_service::FOLDER
    ));
    changes.push(match survey.has_role {
        true => "the role rds_iam is there already".to_owned(),
        false => format!("CREATE ROLE {} NOLOGIN", roles::IAM_ROLE),
    });
    changes.push(
        "make the roles sekisho_iam and sekisho_agent, by which the agent switches IAM \
         authentication on and off"
            .to_owned(),
    );
    changes.push(format!(
        "put lines for members of rds_iam before all others in {}",
        survey.hba_file.display()
    ));
    changes.push("pg_reload_conf() (no restart, no connection lost)".to_owned());
    changes
}

fn notes(survey: &Survey) -> Vec<String> {
    let mut notes = Vec::new();
    if !survey.members.is_empty() {
        notes.push(format!(
            "members of rds_iam log in with a token and in no other way from then on: {}",
            survey.members.join(", ")
        ));
    }
    notes.push(
        "a superuser who is made a member of rds_iam cannot log in with a password either; keep one \
         who is not"
            .to_owned(),
    );
    if let Some(label) = &survey.process.confinement {
        notes.push(format!(
            "the server is confined by `{label}`: it must be let connect to the agent's socket"
        ));
    }
    notes
}

fn obstacles(survey: &Survey, request: &Request) -> Vec<String> {
    let mut obstacles = Vec::new();
    if let Err(error) = fitting(survey, request) {
        obstacles.push(super::chain(&error));
    }
    if !survey.tls {
        obstacles.push(
            "TLS is off, and IAM logins need it: set ssl_cert_file and ssl_key_file and ssl = on in \
             postgresql.conf and reload; no restart is needed"
                .to_owned(),
        );
    }
    if survey.own_address.is_none() {
        obstacles.push(
            "the server listens on no TCP port (listen_addresses), and IAM users log in over TLS only"
                .to_owned(),
        );
    }
    if !survey.superuser {
        obstacles
            .push("the administrator is no superuser: attach as one, such as postgres".to_owned());
    }
    if survey.in_recovery {
        obstacles.push("the server is a standby: attach its primary".to_owned());
    }
    if survey.pam == Some(false) {
        obstacles.push("the server was built without PAM (--with-pam)".to_owned());
    }
    if let Some(error) = &survey.hba_error {
        obstacles.push(format!(
            "{} is faulty already: {error}",
            survey.hba_file.display()
        ));
    }
    match fs::read(&survey.hba_file).map(|file| hba::service(&file)) {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => obstacles.push(format!("{}: {error}", survey.hba_file.display())),
        Err(error) => obstacles.push(format!(
            "{} does not read: {error}",
            survey.hba_file.display()
        )),
    }
    let process = &survey.process;
    match module_folder(process) {
        None => obstacles.push(NO_PAM_FOLDER.to_owned()),
        Some(modules) => {
            let modules = process.on_host(&modules);
            let services = process.on_host(Path::new(pam_service::FOLDER));
            for folder in [&modules, &services] {
                obstacles.extend(super::hidden(process, folder));
                obstacles.extend(super::unwritable(folder));
            }
        }
    }
    obstacles.extend(survey.hba_file.parent().and_then(super::unwritable));
    obstacles.extend(super::sight(process, &request.sockets));
    obstacles
}

const FACTS: &str = "SELECT \
     split_part(current_setting('server_version'), ' ', 1) AS version, \
     current_setting('port')::integer AS port, \
     current_setting('listen_addresses') AS listens_on, \
     current_setting('hba_file') AS hba_file, \
     current_setting('data_directory') AS data_directory, \
     current_setting('ssl')::boolean AS ssl, \
     current_setting('ssl_cert_file') AS ssl_cert_file, \
     (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser, \
     pg_is_in_recovery() AS in_recovery, \
     (SELECT setting LIKE '%with-pam%' FROM pg_config() WHERE name = 'CONFIGURE') AS pam, \
     EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_iam') AS has_role";

/// Whoever may log in and is a member, directly or through others.
const MEMBERS: &str = "WITH RECURSIVE held (member) AS (\
       SELECT m.member FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid \
         WHERE r.rolname = 'rds_iam' \
       UNION \
       SELECT m.member FROM held h JOIN pg_auth_members m ON m.roleid = h.member\
     ) SELECT rolname::text FROM pg_roles JOIN held ON held.member = oid \
     WHERE rolcanlogin ORDER BY 1";

/// Since version 16 files include others, and the fault may be in one of those.
const HBA_ERROR: &str = "SELECT format('%sline %s: %s', \
       coalesce(to_jsonb(rule) ->> 'file_name' || ' ', ''), line_number, error) \
     FROM pg_hba_file_rules rule WHERE error IS NOT NULL ORDER BY line_number LIMIT 1";

const NOW: &str = "SELECT clock_timestamp()::text";

const RELOADED_SINCE: &str =
    "SELECT 'yes'::text WHERE pg_conf_load_time() >= $1::text::timestamptz";
