//! PostgreSQL servers of ours. There are none yet: both types have no value, so nothing here is ever called.
//!
//! What `Engine` and `Admin` ask of an engine is exactly the functions below. Of use for them:
//! `create::Workshop` (build beside the place, rename), `start::{examine, find, Launch, adopt}`,
//! `config::{write_certificate, write_module}`, `start::check_data`, `discover::output`.

use crate::access::Access;
use crate::admin::{AdminError, GrantWarning, ModuleInstallation, Session, UserAccount};
use crate::discover::DiscoverError;
use crate::engine::{AdoptError, CreateError, RenewError, StartError};
use crate::layout::Layout;
use crate::process::Running;
use crate::product::Product;
use crate::search::SearchPath;
use crate::spec::{MasterUser, Progress, Sample, Spec};
use crate::version::Version;

/// PostgreSQL's programs on this machine.
#[derive(Debug, Clone)]
pub enum Installation {}

impl Installation {
    pub(crate) fn version(&self) -> Version {
        match *self {}
    }
}

pub(crate) async fn discover(search: &SearchPath) -> Result<Installation, DiscoverError> {
    Err(DiscoverError::ServerMissing {
        product: Product::PostgreSql,
        searched: search.describe(),
    })
}

pub(crate) async fn create(
    installation: &Installation,
    _: &Spec,
    _: &MasterUser,
    _: Sample,
    _: &dyn Progress,
) -> Result<(), CreateError> {
    match *installation {}
}

pub(crate) async fn start(
    installation: &Installation,
    _: &Spec,
    _: &dyn Progress,
) -> Result<Running, StartError> {
    match *installation {}
}

pub(crate) async fn adopt(
    installation: &Installation,
    _: &Spec,
) -> Result<Option<Running>, AdoptError> {
    match *installation {}
}

pub(crate) async fn renew_certificate(
    installation: &Installation,
    _: &Spec,
) -> Result<(), RenewError> {
    match *installation {}
}

pub(crate) fn admin(installation: &Installation, _: &Layout) -> crate::Admin {
    match *installation {}
}

/// The administrator's access to a PostgreSQL server.
#[derive(Debug, Clone)]
pub struct Admin {
    access: Access,
}

impl Admin {
    pub(crate) fn new(access: Access) -> Self {
        Self { access }
    }

    fn unknown<T>(&self) -> Result<T, AdminError> {
        Err(AdminError::Connect {
            user: self.access.user.clone(),
            place: self.access.place.clone(),
            by: crate::admin::Obstacle::Absence,
            source: "this build cannot speak to PostgreSQL".into(),
        })
    }

    pub(crate) async fn ping(&self) -> Result<(), AdminError> {
        self.unknown()
    }

    pub(crate) async fn version(&self) -> Result<String, AdminError> {
        self.unknown()
    }

    pub(crate) async fn module_installed(&self) -> Result<bool, AdminError> {
        self.unknown()
    }

    pub(crate) async fn install_module(&self) -> Result<ModuleInstallation, AdminError> {
        self.unknown()
    }

    pub(crate) async fn put_master(&self, _: &MasterUser) -> Result<(), AdminError> {
        self.unknown()
    }

    pub(crate) async fn users(&self) -> Result<Vec<UserAccount>, AdminError> {
        self.unknown()
    }

    pub(crate) async fn iam_grant_warnings(&self) -> Result<Vec<GrantWarning>, AdminError> {
        self.unknown()
    }

    pub(crate) async fn sessions(&self, _: Option<&str>) -> Result<Vec<Session>, AdminError> {
        self.unknown()
    }

    pub(crate) async fn kill_sessions(&self, _: &str) -> Result<usize, AdminError> {
        self.unknown()
    }

    pub(crate) async fn reload_certificate(&self) -> Result<(), AdminError> {
        self.unknown()
    }
}
