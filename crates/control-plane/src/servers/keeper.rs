//! Keeps one server as its record asks.

use std::sync::Arc;
use std::time::Duration;

use engine::{
    AdoptError, DatabaseName, Engine, InitialDatabase, MasterUser, Password, Running, Spec,
};
use tokio::sync::watch;

use super::certificates::CertificateWatch;
use super::grants::GrantWatch;
use super::{NotInstalled, RecordError, Site, Wanted};
use crate::ca::CaError;
use crate::events::{Happening, Happenings};
use crate::keyring::KeyringError;
use crate::parameters;
use crate::state::{PendingChanges, Server, ServerPlace, Status};

/// How long a server may take to shut down before it is killed.
const STOP_LIMIT: Duration = Duration::from_secs(30);
/// Before a server that ended is started again.
const RESTART_PAUSE: Duration = Duration::from_secs(1);
/// Before what failed is tried again.
const RETRY_PAUSE: Duration = Duration::from_secs(5);

/// Why a server is not as its record asks.
#[derive(Debug, thiserror::Error)]
pub(super) enum KeepError {
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error(transparent)]
    NotInstalled(#[from] NotInstalled),
    #[error(
        "none of the {tried} ports from {first} on is free on {address}: stop what listens there"
    )]
    NoPort {
        tried: u16,
        first: u16,
        address: std::net::IpAddr,
    },
    #[error("the master password could not be opened")]
    Password(#[from] KeyringError),
    #[error("the record holds no master password")]
    NoPassword,
    #[error(transparent)]
    Master(#[from] engine::MasterUserError),
    #[error(transparent)]
    DatabaseName(#[from] engine::DatabaseNameError),
    #[error(transparent)]
    Certificate(#[from] CaError),
    #[error(transparent)]
    Create(#[from] engine::CreateError),
    #[error(transparent)]
    Start(Box<engine::StartError>),
    #[error(transparent)]
    Adopt(#[from] engine::AdoptError),
    #[error(transparent)]
    Process(#[from] engine::ProcessError),
    #[error(transparent)]
    Admin(#[from] engine::AdminError),
    #[error(transparent)]
    Reconfigure(#[from] engine::ReconfigureError),
    #[error(transparent)]
    CleanUp(#[from] engine::LayoutError),
    #[error("the server's folder could not be removed")]
    Remove(#[source] std::io::Error),
}

/// Runs until the server is deleted or `shutdown` turns true.
pub(super) async fn keep(
    site: Arc<Site>,
    mut wanted: watch::Receiver<Wanted>,
    mut shutdown: watch::Receiver<bool>,
) {
    let place = wanted.borrow().place.clone();
    let mut keeper = Keeper {
        site,
        place,
        running: None,
    };
    let mut grants = GrantWatch::default();
    let mut certificates = CertificateWatch::default();
    loop {
        let asked = wanted.borrow_and_update().clone();
        keeper.place = asked.place.clone();
        let server = &asked.server;
        let retry = match keeper.act(server).await {
            Ok(Next::Gone) => return,
            Ok(Next::Wait) => {
                keeper.succeeded(server).await;
                None
            }
            Err(error) => {
                keeper.failed(server, &error).await;
                // What was just written down is no reason to act again.
                wanted.mark_unchanged();
                Some(RETRY_PAUSE)
            }
        };
        let running = keeper.running.as_ref();
        certificates.look(&keeper.site, &asked, running).await;
        tokio::select! {
            changed = wanted.changed() => if changed.is_err() { break },
            () = keeper.server_ended() => tokio::time::sleep(RESTART_PAUSE).await,
            () = pause(retry) => {}
            () = certificates.due(), if keeper.running.is_some() => {}
            () = grants.watch(keeper.running.as_ref(), &*keeper.site.progress) => {}
            _ = shutdown.changed() => break,
        }
    }
    keeper.stop_for_now().await;
}

/// Passes after a while, or never.
async fn pause(duration: Option<Duration>) {
    match duration {
        Some(duration) => tokio::time::sleep(duration).await,
        None => std::future::pending().await,
    }
}

impl From<engine::StartError> for KeepError {
    fn from(error: engine::StartError) -> Self {
        Self::Start(Box::new(error))
    }
}

impl KeepError {
    pub(super) fn is_port_taken(&self) -> bool {
        matches!(self, Self::Start(error) if matches!(**error, engine::StartError::PortTaken { .. }))
    }
}

enum Next {
    Wait,
    Gone,
}

/// How it comes that a server runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ran {
    /// It did.
    Already,
    /// It was started just now.
    Started,
}

pub(super) struct Keeper {
    pub(super) site: Arc<Site>,
    pub(super) place: ServerPlace,
    running: Option<Running>,
}

impl Keeper {
    async fn act(&mut self, server: &Server) -> Result<Next, KeepError> {
        if server.attached.is_some() {
            return self.act_for_attached(server).await;
        }
        match server.status {
            Status::Creating => self.create(server).await?,
            Status::Available
            | Status::ConfiguringIamDatabaseAuth
            | Status::ResettingMasterCredentials
            | Status::Modifying => {
                if let Some(port) = server.applying.port.filter(|to| Some(*to) != server.port) {
                    self.move_to(port, server).await?;
                    return Ok(Next::Wait);
                }
                if self.run(server).await? == Ran::Started {
                    self.tell(Happening::Restarted).await?;
                }
                self.apply(server).await?;
            }
            Status::Starting => {
                // At the start of a control plane the server may have run all the time.
                let started = match self.run(server).await? {
                    Ran::Started => Some(Happening::Started),
                    Ran::Already => None,
                };
                self.settle(Status::Available, started).await?;
            }
            Status::Rebooting => {
                self.stop(server).await?;
                self.run(server).await?;
                let restarted = Some(Happening::Restarted);
                self.settle(Status::Available, restarted).await?;
            }
            Status::FailingOver => {
                self.stop(server).await?;
                self.run(server).await?;
                let writer = self.site.writer(&self.place).await?;
                let completed = writer.map(|to| Happening::FailoverCompleted { to });
                self.settle(Status::Available, completed).await?;
            }
            Status::Stopping => {
                self.stop(server).await?;
                let stopped = Some(Happening::Stopped);
                self.settle(Status::Stopped, stopped).await?;
            }
            Status::Stopped | Status::Failed => self.stop(server).await?,
            Status::Deleting => {
                self.delete(server).await?;
                return Ok(Next::Gone);
            }
        }
        Ok(Next::Wait)
    }

    /// A server that is somebody's own: all that is ours is whether IAM logins are answered, and that
    /// is the agent's. `sekisho attach` and `detach` do the rest.
    async fn act_for_attached(&mut self, server: &Server) -> Result<Next, KeepError> {
        match server.status {
            Status::Creating => {}
            Status::Deleting => {
                self.site.remove(&self.place).await?;
                return Ok(Next::Gone);
            }
            _ => self.apply(server).await?,
        }
        Ok(Next::Wait)
    }

    async fn create(&mut self, server: &Server) -> Result<(), KeepError> {
        let port = self.port(server).await?;
        let spec = self.site.spec(server, port)?;
        let sealed = server.applying.sealed_master_password.as_deref();
        if !spec.directory.exists() {
            let master = self.master(server, sealed.ok_or(KeepError::NoPassword)?)?;
            let database = initial_database(server)?;
            let progress = &*self.site.progress;
            self.site
                .engine(server)?
                .create(&spec, &master, &database, progress)
                .await?;
        }
        self.run_at_a_free_port(server).await?;
        self.apply(server).await
    }

    /// Makes the changes that the record says are being made, then says that they are.
    async fn apply(&mut self, server: &Server) -> Result<(), KeepError> {
        let now = server.applying.clone();
        if let (Some(sealed), Some(running)) = (&now.sealed_master_password, &self.running)
            && server.status != Status::Creating
        {
            running
                .admin()
                .put_master(&self.master(server, sealed)?)
                .await?;
        }
        if let (Some(wanted), Some(port), Some(_)) = (&now.parameters, server.port, &self.running) {
            let parameters = wanted.clone();
            let server = Server {
                parameters,
                ..server.clone()
            };
            let spec = self.site.spec(&server, port)?;
            let engine = self.site.engine(&server)?;
            let dynamic = parameters::dynamic(&server);
            engine.reconfigure(&spec, &dynamic).await?;
        }
        let enable = now.iam_authentication.unwrap_or(server.iam_authentication);
        if let (true, Some(running)) = (enable, &self.running) {
            running.admin().install_module().await?;
        }
        if server.status == Status::Available && now.is_empty() {
            return Ok(());
        }
        let done = now;
        if let Some(enabled) = done.iam_authentication {
            self.switch_iam_authentication(enabled).await?;
        }
        if let (false, Some(running)) = (enable, &self.running) {
            running.admin().withdraw_module().await?;
        }
        self.site
            .update(&self.place, |server| applied(server, &done))
            .await?;
        Ok(())
    }

    /// Agents have it in force before the record says `available`, so that whoever waited for that
    /// word is not let in, or refused, by what was before.
    async fn switch_iam_authentication(&self, enabled: bool) -> Result<(), KeepError> {
        let switched = self.site.update(&self.place, |server| {
            let asked = server.applying.iam_authentication == Some(enabled);
            if asked {
                server.iam_authentication = enabled;
            }
            asked.then(|| Happening::of_switch(enabled))
        });
        if let Some(revision) = switched.await? {
            self.site.publisher.in_force(revision).await;
        }
        Ok(())
    }

    pub(super) async fn run(&mut self, server: &Server) -> Result<Ran, KeepError> {
        if let Some(running) = &self.running
            && running.ended()?.is_none()
        {
            return Ok(Ran::Already);
        }
        let port = self.port(server).await?;
        let spec = self.site.spec(server, port)?;
        let engine = self.site.engine(server)?;
        let (running, ran) = self.adopt_or_start(engine, &spec).await?;
        self.running = Some(running);
        let site = &self.site;
        site.note_certificate(&self.place, server, &spec).await?;
        Ok(ran)
    }

    async fn adopt_or_start(
        &self,
        engine: &Engine,
        spec: &Spec,
    ) -> Result<(Running, Ran), KeepError> {
        match engine.adopt(spec).await {
            Ok(Some(running)) => {
                tracing::info!(place = %self.place, pid = running.pid(), "took over the running server");
                return Ok((running, Ran::Already));
            }
            Ok(None) => {}
            Err(AdoptError::Unresponsive { server, .. }) => {
                tracing::warn!(place = %self.place, pid = server.pid(), "the server does not answer");
                server.stop(STOP_LIMIT, &*self.site.progress).await?;
            }
            Err(error) => return Err(error.into()),
        }
        let running = engine.start(spec, &*self.site.progress).await?;
        tracing::info!(place = %self.place, pid = running.pid(), "started the server");
        Ok((running, Ran::Started))
    }

    pub(super) async fn stop(&mut self, server: &Server) -> Result<(), KeepError> {
        if self.running.is_none()
            && let Some(port) = server.port
        {
            self.running = self
                .site
                .engine(server)?
                .adopt(&self.site.spec(server, port)?)
                .await?;
        }
        if let Some(running) = self.running.take() {
            running.stop(STOP_LIMIT, &*self.site.progress).await?;
        }
        Ok(())
    }

    async fn delete(&mut self, server: &Server) -> Result<(), KeepError> {
        self.stop(server).await?;
        if let Some(port) = server.port {
            let spec = self.site.spec(server, port)?;
            self.site.engine(server)?.clean_up(&spec)?;
        }
        let directory = self.site.data.clusters().join(&server.resource_id);
        match tokio::fs::remove_dir_all(&directory).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(KeepError::Remove(error));
            }
            _ => {}
        }
        Ok(self.site.remove(&self.place).await?)
    }

    fn master(&self, server: &Server, sealed: &str) -> Result<MasterUser, KeepError> {
        let password = self.site.keyring.open(&server.resource_id, sealed)?;
        let password = Password::new(password.to_string());
        let name = server.master_username.clone();
        Ok(MasterUser::new(server.product, name, password)?)
    }

    async fn settle(&self, status: Status, why: Option<Happening>) -> Result<(), KeepError> {
        let settled = |server: &mut Server| {
            server.status = status;
            why.clone()
        };
        self.site.update(&self.place, settled).await?;
        Ok(())
    }

    async fn tell(&self, happening: Happening) -> Result<(), KeepError> {
        let told = |_: &mut Server| happening.clone();
        self.site.update(&self.place, told).await?;
        Ok(())
    }

    async fn server_ended(&self) {
        match &self.running {
            Some(running) => match running.wait_exit().await {
                Ok(exit) => {
                    tracing::warn!(place = %self.place, %exit, "the server ended, starting it again");
                }
                Err(error) => {
                    tracing::error!(place = %self.place, %error, "lost sight of the server")
                }
            },
            None => std::future::pending().await,
        }
    }

    /// A failure of before is over.
    async fn succeeded(&self, server: &Server) {
        if server.failure.is_some() && server.status != Status::Failed {
            self.note(|server| server.failure = None).await;
        }
    }

    /// What failed is written down, once, for people to see. A server that was made stays as it was on
    /// record and is tried again; one that could not be made has failed.
    async fn failed(&self, server: &Server, error: &KeepError) {
        let text = chain(error);
        if server.failure.as_ref() == Some(&text) {
            return;
        }
        tracing::error!(place = %self.place, error = %text, "the server is not as its record asks");
        let gives_up = server.status == Status::Creating;
        self.note(|server| {
            server.failure = Some(text.clone());
            if gives_up {
                server.status = Status::Failed;
            }
            gives_up.then_some(Happening::NotCreated)
        })
        .await;
    }

    async fn note<H: Into<Happenings>>(&self, change: impl Fn(&mut Server) -> H) {
        if let Err(error) = self.site.update(&self.place, change).await {
            tracing::error!(place = %self.place, %error, "the server's record could not be written");
        }
    }

    async fn stop_for_now(&mut self) {
        let Some(running) = self.running.take() else {
            return;
        };
        if let Err(error) = running.stop(STOP_LIMIT, &*self.site.progress).await {
            tracing::error!(place = %self.place, %error, "the server could not be stopped");
        }
    }
}

/// Writes down that `done` is so, unless something else is asked for by now.
fn applied(server: &mut Server, done: &PendingChanges) -> Happenings {
    if server.applying != *done {
        return Happenings::default();
    }
    let was = std::mem::replace(&mut server.status, Status::Available);
    if let Some(parameters) = &done.parameters {
        server.parameters.clone_from(parameters);
    }
    server.applying = PendingChanges::default();
    if was == Status::Creating {
        return Happening::Created.into();
    }
    let password = done.sealed_master_password.as_ref();
    let password = password.map(|_| Happening::MasterPasswordReset);
    let parameters = done.parameters.as_ref();
    let parameters = parameters.map(|_| Happening::ParametersApplied);
    Happenings::from_iter(password.into_iter().chain(parameters))
}

fn initial_database(server: &Server) -> Result<InitialDatabase, engine::DatabaseNameError> {
    Ok(match &server.database_name {
        _ if server.sample => InitialDatabase::Sample,
        Some(name) => InitialDatabase::Named(DatabaseName::new(server.product, name)?),
        None => InitialDatabase::None,
    })
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
