//! What every server's folder holds besides what its engine wants there: the certificate and the login
//! module, brought up to date before each start.

use std::fs;
use std::path::Path;

use crate::error::{CreateError, ReconfigureError, StartError};
use crate::files::{self, AtPath, FileError};
use crate::layout::{self, Layout};
use crate::os_user::{OsUserError, ServerUser};
use crate::spec::{Spec, SpecError};

/// Why the files of a cluster could not be brought up to date.
#[derive(Debug)]
pub(crate) enum ConfigError {
    Spec(SpecError),
    File(FileError),
    Module(FileError),
    OsUser(OsUserError),
}

impl From<FileError> for ConfigError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<OsUserError> for ConfigError {
    fn from(error: OsUserError) -> Self {
        Self::OsUser(error)
    }
}

impl From<ConfigError> for CreateError {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Spec(error) => Self::Layout(error.into()),
            ConfigError::File(error) => Self::File(error),
            ConfigError::Module(error) => Self::Module(error),
            ConfigError::OsUser(error) => Self::OsUser(error),
        }
    }
}

impl From<ConfigError> for StartError {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Spec(error) => Self::Layout(error.into()),
            ConfigError::File(error) => Self::File(error),
            ConfigError::Module(error) => Self::Module(error),
            ConfigError::OsUser(error) => Self::OsUser(error),
        }
    }
}

impl From<ConfigError> for ReconfigureError {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Spec(error) => Self::Layout(error.into()),
            ConfigError::File(error) | ConfigError::Module(error) => Self::File(error),
            ConfigError::OsUser(error) => Self::OsUser(error),
        }
    }
}

pub(crate) fn write_certificate(
    spec: &Spec,
    user: &ServerUser,
    place: &Layout,
) -> Result<(), FileError> {
    let private = layout::servers(user, 0o600);
    files::write(
        &place.certificate(),
        spec.tls.certificate_chain_pem.as_bytes(),
        private,
    )?;
    let trust = format!("{}{}", spec.tls.certificate_chain_pem, spec.tls.root_pem);
    files::write(&place.trust(), trust.as_bytes(), private)?;
    files::write(
        &place.private_key(),
        spec.tls.private_key_pem.as_bytes(),
        private,
    )
}

pub(crate) fn write_module(spec: &Spec, user: &ServerUser, to: &Path) -> Result<(), ConfigError> {
    let module = fs::read(&spec.module)
        .at("read", &spec.module)
        .map_err(ConfigError::Module)?;
    // Never written over: a server that has the old file mapped would crash.
    Ok(files::write(to, &module, layout::ours(user, 0o640))?)
}
