//! MariaDB and MySQL servers of somebody's own.

mod certificate;
mod facts;
pub(super) mod options;
mod probe;
mod session;

use std::path::{Path, PathBuf};

pub use options::OptionsError;

use self::facts::{Facts, PLUGIN, Product, Support};
use self::options::OptionPlace;
use self::probe::Authorities;
use self::session::Session;
use super::administrator::Administrator;
use super::block::{self, Position};
use super::error::AttachError;
use super::examination::{Examination, Request, Tls};
use super::host::{self, HostError, HostProcess};
use super::host_files;
use super::journal::{Change, Journal};
use super::login::{Proof, TrialLogin};
use super::module::{self, FittingModule, ModuleError};
use super::shown::OwnSocket;
use crate::layout::MODULE_FILE;
use crate::mysql_family::sql::identifier;
use crate::spec::Progress;

/// The value of `load_option` that keeps everybody from taking the module out: a server crashes when
/// it is put in again under logins.
const PERMANENT: &str = "FORCE_PLUS_PERMANENT";

/// The key of an authority that a MySQL made for itself, beside its certificate.
const AUTHORITY_KEY: &str = "ca-key.pem";

/// In place of a `load_option`, when there is none.
const NOT_ACTIVE: &str = "not active";

#[derive(Debug)]
pub(super) struct MySqlServer {
    administrator: Administrator,
}

/// What attaching needs to know.
struct Survey {
    facts: Facts,
    process: HostProcess,
    /// Where the module goes, as a path of the host's.
    module: PathBuf,
    options: Result<OptionPlace, OptionsError>,
    port: u16,
}

impl MySqlServer {
    pub(super) fn new(administrator: Administrator) -> Self {
        Self { administrator }
    }

    async fn session(&self) -> Result<Session, AttachError> {
        Session::open(&self.administrator).await
    }

    pub(super) async fn examine(&self, request: &Request) -> Result<Examination, AttachError> {
        let survey = self.survey().await?;
        Ok(examination(&survey, request))
    }

    pub(super) async fn accounts(&self) -> Result<Vec<String>, AttachError> {
        let mut session = self.session().await?;
        let facts = Facts::ask(&mut session).await?;
        session.close().await;
        Ok(facts.accounts)
    }

    async fn survey(&self) -> Result<Survey, AttachError> {
        let mut session = self.session().await?;
        let facts = Facts::ask(&mut session).await?;
        session.close().await;
        let process = self.process(&facts)?;
        let plugins = facts.plugin_directory().unwrap_or_default();
        Ok(Survey {
            module: process.on_host(&plugins).join(MODULE_FILE),
            options: options::place(&process),
            port: facts.port().unwrap_or_default(),
            process,
            facts,
        })
    }

    /// The process behind the socket; over TCP the one that the server's pid file names.
    fn process(&self, facts: &Facts) -> Result<HostProcess, HostError> {
        let by_pid_file = || {
            let text = std::fs::read_to_string(facts.pid_file()?).ok()?;
            text.trim().parse().ok()
        };
        let pid = match self.administrator.url.socket() {
            Some(socket) => host::peer_of(&socket),
            None => by_pid_file(),
        };
        let elsewhere = || HostError::Elsewhere {
            host: facts.host().to_owned(),
        };
        let process = HostProcess::look_at(pid.ok_or_else(elsewhere)?)?;
        let name = process.program.file_name().unwrap_or_default();
        let is_one = ["mariadbd", "mysqld"]
            .iter()
            .any(|known| name.to_string_lossy().starts_with(known));
        is_one.then_some(process).ok_or_else(elsewhere)
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
        let module = fitting(&survey, request)?;
        let place = survey.options?;
        journal.note_file(&survey.module, module.bytes())?;
        progress.report(&format!(
            "copying the login module to {}",
            survey.module.display()
        ));
        host_files::put_file(&survey.module, module.bytes())?;
        let agent_socket = server_side(&survey.process, agent_socket);
        let ours = our_options(survey.facts.product, &agent_socket);
        let lines = option_lines(&survey.facts, &survey.process, &ours);
        put_options(&place, request, &lines, journal, progress)?;
        check_options(&survey.process, &place, &ours)?;
        journal.note(Change::Module)?;
        progress.report("loading the login module into the running server");
        self.load(survey.facts.product, &agent_socket).await?;
        Ok(examination)
    }

    async fn load(&self, product: Product, agent_socket: &str) -> Result<(), AttachError> {
        let mut session = self.session().await?;
        session.keep_to_yourself().await?;
        let state = facts::module_state(&mut session).await?;
        let action = "load the login module";
        match (state.loaded.is_some(), state.in_table) {
            (true, true) => {}
            // Detached since the server's start: the code is there still, and taken up again.
            (true, false) => session.execute(action, &enter_into_table()).await?,
            (false, in_table) => {
                if in_table {
                    session.execute(action, &remove_from_table()).await?;
                }
                session.execute(action, &install()).await?;
            }
        }
        session
            .execute(
                "tell the module of its agent",
                &set_agent_socket(agent_socket),
            )
            .await?;
        let state = facts::module_state(&mut session).await?;
        session.close().await;
        let found = state.loaded.unwrap_or_else(|| NOT_ACTIVE.to_owned());
        let stays = match product {
            Product::MariaDb => found == PERMANENT,
            Product::MySql => found != NOT_ACTIVE,
        };
        match stays {
            true => Ok(()),
            false => Err(AttachError::ModuleState {
                what: "load option",
                found,
                wanted: PERMANENT.to_owned(),
            }),
        }
    }

    /// Whether what runs is the module's file as it is now.
    pub(super) async fn runs_current_module(&self) -> Result<bool, AttachError> {
        let survey = self.survey().await?;
        Ok(survey.process.has_mapped(&survey.module))
    }

    pub(super) async fn make_account(&self, user: &str) -> Result<(), AttachError> {
        let user = identifier(user);
        self.change_accounts(&[format!(
            "CREATE USER {user}@`%` IDENTIFIED WITH {PLUGIN} AS 'RDS'"
        )])
        .await
    }

    /// Undoes a change that is in the server or its own files.
    pub(super) async fn undo(&self, change: &Change, name: &str) -> Result<(), AttachError> {
        match change {
            Change::Module => self.change_accounts(&[remove_from_table()]).await,
            Change::Account(user) => {
                let user = identifier(user);
                self.change_accounts(&[format!("DROP USER IF EXISTS {user}@`%`")])
                    .await
            }
            Change::Lines(path) => Ok(host_files::remove_lines(path, name)?),
            Change::File(_) | Change::Role | Change::Switch => Ok(()),
        }
    }

    async fn change_accounts(&self, statements: &[String]) -> Result<(), AttachError> {
        let mut session = self.session().await?;
        session.keep_to_yourself().await?;
        for statement in statements {
            session
                .execute("change what is ours in its system tables", statement)
                .await?;
        }
        session.close().await;
        Ok(())
    }

    pub(super) async fn log_in(&self, login: &TrialLogin<'_>) -> Result<Proof, AttachError> {
        let mut session = self.session().await?;
        let facts = Facts::ask(&mut session).await?;
        session.close().await;
        let process = self.process(&facts)?;
        let on_host = |path: PathBuf| process.on_host(&path);
        let of_its_own = facts.authority_of_its_own().map(on_host);
        let authorities = Authorities {
            certificate: facts.certificate().map(on_host),
            named: facts.certificate_authority().map(on_host),
            of_its_own: of_its_own.filter(|path| path.with_file_name(AUTHORITY_KEY).exists()),
            shown_at: own_socket(&facts, &process),
        };
        let own = facts.own_address();
        let own = (own.as_str(), facts.port().unwrap_or_default());
        probe::log_in(login, own, authorities).await
    }
}

/// Where the server shows its certificate, unless that is in a file.
fn own_socket(facts: &Facts, process: &HostProcess) -> Option<OwnSocket> {
    let path = facts.socket().filter(|_| facts.makes_certificates())?;
    Some(OwnSocket {
        path: process.on_host(&path),
        uid: process.uid,
    })
}

fn install() -> String {
    format!("INSTALL PLUGIN {PLUGIN} SONAME '{MODULE_FILE}'")
}

fn enter_into_table() -> String {
    format!("INSERT INTO mysql.plugin (name, dl) VALUES ('{PLUGIN}', '{MODULE_FILE}')")
}

fn remove_from_table() -> String {
    format!("DELETE FROM mysql.plugin WHERE LOWER(name) = LOWER('{PLUGIN}')")
}

/// The path has no quote and no backslash: the option file could not hold one either.
fn set_agent_socket(path: &str) -> String {
    format!("SET GLOBAL awsauthenticationplugin_agent_socket = '{path}'")
}

/// A path of ours as the server sees it.
fn server_side(process: &HostProcess, agent_socket: &Path) -> String {
    let folder = agent_socket.parent().unwrap_or(Path::new("/"));
    let folder = process
        .in_sight(folder)
        .unwrap_or_else(|| folder.to_owned());
    let name = agent_socket.file_name().unwrap_or_default();
    folder.join(name).to_string_lossy().into_owned()
}

/// The options by which the module knows its agent at every start, and on MariaDB stays: MySQL's module
/// says itself that it does. `loose`, since an option of a module that is not there would keep the
/// server from starting.
fn our_options(product: Product, agent_socket: &str) -> Vec<(&'static str, String)> {
    let socket = (
        "loose_awsauthenticationplugin_agent_socket",
        agent_socket.to_owned(),
    );
    match product {
        Product::MariaDb => vec![
            ("loose_awsauthenticationplugin", PERMANENT.to_owned()),
            socket,
        ],
        Product::MySql => vec![socket],
    }
}

/// The lines of an option file.
fn option_lines(facts: &Facts, process: &HostProcess, ours: &[(&str, String)]) -> String {
    let group = facts.product.option_group();
    let suffix = options::group_suffix(process);
    let lines: Vec<_> = ours
        .iter()
        .map(|(name, value)| format!("{name} = \"{value}\"\n"))
        .collect();
    format!("[{group}{suffix}]\n{}", lines.concat())
}

fn put_options(
    place: &OptionPlace,
    request: &Request,
    options: &str,
    journal: &mut Journal,
    progress: &dyn Progress,
) -> Result<(), AttachError> {
    let path = place.path();
    let change = match place {
        OptionPlace::DropIn(_) => Change::File(path.to_owned()),
        OptionPlace::Lines(_) => Change::Lines(path.to_owned()),
    };
    journal.note(change)?;
    progress.report(&format!(
        "writing the server's options to {}",
        path.display()
    ));
    Ok(match place {
        OptionPlace::DropIn(_) => host_files::put_file(path, drop_in(request, options).as_bytes()),
        OptionPlace::Lines(_) => {
            host_files::put_lines(path, &request.name, options, Position::Last)
        }
    }?)
}

fn drop_in(request: &Request, options: &str) -> String {
    block::with_block("", &request.name, options, Position::First)
}

/// The server's own program says what it would start with: options that it does not read would let it
/// forget its agent, and everybody take the module out.
fn check_options(
    process: &HostProcess,
    place: &OptionPlace,
    ours: &[(&str, String)],
) -> Result<(), AttachError> {
    let told = options::effective(process)?;
    let last = |name: &str| {
        let mut values = told.iter().filter_map(|option| {
            let (found, value) = option.strip_prefix("--")?.split_once('=')?;
            (found.replace('-', "_") == name).then_some(value)
        });
        values.next_back()
    };
    let read = ours
        .iter()
        .all(|(name, value)| last(name) == Some(value.as_str()));
    match read {
        true => Ok(()),
        false => Err(AttachError::OptionsUnread(place.path().to_owned())),
    }
}

fn fitting(survey: &Survey, request: &Request) -> Result<FittingModule, ModuleError> {
    module::fit(
        &request.module,
        survey.facts.product.symbols(),
        &survey.process,
    )
}

fn examination(survey: &Survey, request: &Request) -> Examination {
    let Survey { facts, process, .. } = survey;
    let on_host = |path: PathBuf| process.on_host(&path);
    Examination {
        engine: facts.product.name().to_owned(),
        version: facts.version.clone(),
        port: survey.port,
        process: process.clone(),
        tls: Tls {
            on: facts.tls_is_on(),
            certificate: facts.certificate().map(on_host),
            certificate_authority: facts.certificate_authority().map(on_host),
        },
        iam_accounts: facts.accounts.clone(),
        changes: changes(survey, request),
        notes: notes(survey),
        obstacles: obstacles(survey, request),
    }
}

fn changes(survey: &Survey, request: &Request) -> Vec<String> {
    let module = survey.module.display();
    let mut changes = vec![match same_content(&survey.module, &request.module) {
        true => format!("the login module {module} is there already"),
        false if survey.module.exists() => {
            format!("replace the login module {module}; the new one is active after the next start")
        }
        false => format!("copy the login module to {module} (mode 0644)"),
    }];
    match &survey.options {
        Ok(OptionPlace::DropIn(path)) => {
            changes.push(format!("write the options {}", path.display()))
        }
        Ok(OptionPlace::Lines(path)) => {
            changes.push(format!(
                "add lines of options at the end of {}",
                path.display()
            ));
        }
        Err(_) => {}
    }
    let state = &survey.facts.module;
    changes.push(match (&state.loaded, state.in_table) {
        (Some(_), true) => format!("{PLUGIN} is loaded already"),
        (Some(_), false) => format!("enter {PLUGIN} into mysql.plugin again; it is loaded still"),
        (None, _) => format!("{} (no restart, no connection lost)", install()),
    });
    changes
}

fn same_content(one: &Path, other: &Path) -> bool {
    std::fs::read(one).is_ok_and(|one| std::fs::read(other).is_ok_and(|other| one == other))
}

fn notes(survey: &Survey) -> Vec<String> {
    let Survey { facts, process, .. } = survey;
    let mut notes = Vec::new();
    if facts.product.support(&facts.version) == Support::Untried {
        notes.push(format!(
            "nobody has tried the login module in {} {}: its interface is that of series in which it was \
             tried, but try it on a copy first",
            facts.product.name(),
            facts.version
        ));
    }
    if facts.makes_certificates() {
        notes.push(
            "the server has no certificate of its own (ssl_cert) and makes one at each start: clients on \
             this machine take it as it is, and no client elsewhere can verify it; before there are any, \
             give the server one, as docs/attach.md says"
                .to_owned(),
        );
    } else if facts.tls_is_on() && facts.certificate_authority().is_none() {
        notes.push(
            "the server names no certificate authority (ssl_ca): clients need to be told what to \
             verify its certificate with"
                .to_owned(),
        );
    }
    if facts.anonymous {
        notes.push(
            "there are accounts without a name (''@'localhost' and the like), which win over \
             'user'@'%' for clients on this host: drop them"
                .to_owned(),
        );
    }
    if let Some(label) = &process.confinement {
        notes.push(format!(
            "the server is confined by `{label}`: it must be let read {} and connect to the agent's \
             socket",
            survey.module.display()
        ));
    }
    notes
}

fn obstacles(survey: &Survey, request: &Request) -> Vec<String> {
    let Survey { facts, process, .. } = survey;
    let mut obstacles = Vec::new();
    if let Support::TooOld { first } = facts.product.support(&facts.version) {
        obstacles.push(format!(
            "the login module is for {} {}.{} and later: this server's plugins have another interface",
            facts.product.name(),
            first.0,
            first.1
        ));
    }
    if let Err(error) = fitting(survey, request) {
        obstacles.push(super::chain(&error));
    }
    if let Err(error) = &survey.options {
        obstacles.push(super::chain(error));
    }
    if !facts.tls_is_on() {
        obstacles.push(without_tls(survey));
    }
    if facts.port().is_none() {
        obstacles.push(
            "the server listens on no TCP port (skip_networking), and IAM users log in over TLS only"
                .to_owned(),
        );
    }
    if facts.unguarded {
        obstacles.push(
            "the server was started with --skip-grant-tables and lets everybody in: start it without"
                .to_owned(),
        );
    }
    if facts.is_read_only() {
        obstacles.push("super_read_only is on: switch it off while attaching".to_owned());
    }
    if survey.module.exists() && !module::is_one(&survey.module, facts.product.symbols()) {
        obstacles.push(format!(
            "{} is there and is no login module: move it away",
            survey.module.display()
        ));
    }
    if let Ok(OptionPlace::DropIn(path)) = &survey.options
        && belongs_to_another(path, &request.name)
    {
        obstacles.push(format!(
            "{} belongs to another attached server that reads the same option files: start each with \
             a --defaults-group-suffix of its own; or remove the file, if it came here with a copy of \
             another machine",
            path.display()
        ));
    }
    let modules = survey.module.parent().unwrap_or(Path::new("/"));
    obstacles.extend(super::hidden(process, modules));
    obstacles.extend(super::unwritable(modules));
    let options = survey
        .options
        .as_ref()
        .ok()
        .and_then(|at| at.path().parent());
    obstacles.extend(options.and_then(super::unwritable));
    obstacles.extend(super::sight(process, &request.sockets));
    obstacles
}

fn without_tls(survey: &Survey) -> String {
    let Survey { facts, process, .. } = survey;
    let what = format!(
        "TLS is off, and IAM logins need it: give the server a certificate (ssl_cert and ssl_key in its \
         option file) and restart it once, which {} asks for",
        facts.product.name()
    );
    match &survey.options {
        Ok(place) => {
            let commands = certificate::commands(facts, process, place).join("\n      ");
            format!("{what}. As root, with the names that clients use:\n      {commands}")
        }
        Err(_) => what,
    }
}

fn belongs_to_another(path: &Path, name: &str) -> bool {
    std::fs::read_to_string(path).is_ok_and(|text| !block::has_block(&text, name))
}
