use std::ffi::{OsStr, OsString};
use std::net::SocketAddr;

use super::Programs;
use super::config;
use super::dialect::Dialect;
use crate::config::write_certificate;
use crate::error::{AdoptError, RenewError, StartError};
use crate::layout::Layout;
use crate::os_user::ServerUser;
use crate::process::{Process, ProcessError, Running};
use crate::spec::{Progress, Spec};
use crate::start::{self, DataAge, Launch};

pub(crate) async fn start(
    dialect: &'static dyn Dialect,
    programs: &Programs,
    spec: &Spec,
    progress: &dyn Progress,
) -> Result<Running, StartError> {
    let home = Layout::new(spec)?;
    let user = start::examine(spec, &home, &home.config(), find(&home)?)?;
    check_data(dialect, programs, &home, progress)?;
    config::write(dialect, programs, spec, &user, &home, &home)?;
    let launch = Launch {
        product: dialect.product(),
        version: programs.version,
        program: &programs.server,
        arguments: &[&defaults_file(&home)],
        address: SocketAddr::new(spec.address, spec.port),
    };
    let admin = super::admin(dialect, &home);
    launch.start(&user, &home, admin.into(), progress).await
}

pub(crate) async fn adopt(
    dialect: &'static dyn Dialect,
    spec: &Spec,
) -> Result<Option<Running>, AdoptError> {
    let home = Layout::new(spec)?;
    let admin = super::admin(dialect, &home);
    start::adopt(find(&home)?, admin.into()).await
}

pub(crate) async fn renew_certificate(
    dialect: &'static dyn Dialect,
    spec: &Spec,
) -> Result<(), RenewError> {
    let home = Layout::new(spec)?;
    let user = ServerUser::resolve(spec.server_user.as_deref())?;
    write_certificate(spec, &user, &home)?;
    if find(&home)?.is_some() {
        super::admin(dialect, &home).reload_certificate().await?;
    }
    Ok(())
}

/// The server of this folder: it alone was started with this folder's configuration.
fn find(home: &Layout) -> Result<Option<Process>, ProcessError> {
    let argument = defaults_file(home);
    start::find(&[OsStr::new(&argument)], home.pid_file())
}

pub(crate) fn defaults_file(home: &Layout) -> OsString {
    let mut option = OsString::from("--defaults-file=");
    option.push(home.config());
    option
}

/// That this server knows the format of the data.
fn check_data(
    dialect: &dyn Dialect,
    programs: &Programs,
    home: &Layout,
    progress: &dyn Progress,
) -> Result<(), StartError> {
    let Some(data) = dialect.data_version(&home.data()) else {
        return Ok(());
    };
    if start::check_data(data, programs.version, home)? == DataAge::Older {
        progress.report(&dialect.upgrade_notice(data, programs.version));
    }
    Ok(())
}
