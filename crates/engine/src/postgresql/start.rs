use std::ffi::{OsStr, OsString};
use std::net::SocketAddr;

use super::config;
use super::data;
use super::discover::{Installation, Programs};
use super::iam::IamSwitch;
use super::places;
use crate::config::write_certificate;
use crate::error::{AdoptError, ReconfigureError, RenewError, StartError};
use crate::layout::{Layout, LayoutError};
use crate::os_user::ServerUser;
use crate::process::{Process, ProcessError, Running};
use crate::product::Product;
use crate::spec::{Progress, Spec};
use crate::start::{self, Launch};

pub(crate) async fn start(
    installation: &Installation,
    spec: &Spec,
    progress: &dyn Progress,
) -> Result<Running, StartError> {
    let home = Layout::new(spec)?;
    let made = places::server_config(&home);
    let user = start::examine(spec, &home, &made, find(&home)?)?;
    let programs = programs(installation, &home)?;
    config::write(spec, &user, &home, &home)?;
    let launch = Launch {
        product: Product::PostgreSql,
        version: programs.version,
        program: &programs.server,
        arguments: &[&config_option(&home)],
        address: SocketAddr::new(spec.address, spec.port),
    };
    let admin = super::admin(spec, &home).map_err(LayoutError::from)?;
    launch.start(&user, &home, admin.into(), progress).await
}

pub(crate) async fn adopt(spec: &Spec) -> Result<Option<Running>, AdoptError> {
    let home = Layout::new(spec)?;
    let admin = super::admin(spec, &home).map_err(LayoutError::from)?;
    start::adopt(find(&home)?, admin.into()).await
}

pub(crate) async fn renew_certificate(spec: &Spec) -> Result<(), RenewError> {
    let home = Layout::new(spec)?;
    let user = ServerUser::resolve(spec.server_user.as_deref())?;
    write_certificate(spec, &user, &home)?;
    if find(&home)?.is_some() {
        let admin = super::admin(spec, &home).map_err(LayoutError::from)?;
        admin.reload_certificate().await?;
    }
    Ok(())
}

/// Has the running server read what `spec` says of its variables and of plain TCP.
pub(crate) async fn reconfigure(spec: &Spec) -> Result<(), ReconfigureError> {
    let home = Layout::new(spec)?;
    let user = ServerUser::resolve(spec.server_user.as_deref())?;
    config::write_settings(spec, &user, &home, &home)?;
    let admin = super::admin(spec, &home).map_err(LayoutError::from)?;
    Ok(admin.reload_settings().await?)
}

/// Removes what a cluster has outside its folder.
pub(crate) fn clean_up(spec: &Spec) -> Result<(), LayoutError> {
    let home = Layout::new(spec)?;
    Ok(IamSwitch::new(spec, &home)?.remove_service()?)
}

/// The server of this folder: it alone was started with this folder's configuration.
fn find(home: &Layout) -> Result<Option<Process>, ProcessError> {
    let argument = config_option(home);
    start::find(&[OsStr::new(&argument)], home.pid_file())
}

fn config_option(home: &Layout) -> OsString {
    let mut option = OsString::from("--config-file=");
    option.push(places::server_config(home));
    option
}

/// Data fits servers of its own major version only, newer ones no more than older ones.
fn programs<'i>(installation: &'i Installation, home: &Layout) -> Result<&'i Programs, StartError> {
    let major = data::major(home)?.unwrap_or_default();
    let server = installation.version();
    let directory = || home.root().display().to_string();
    installation
        .of_major(major)
        .ok_or_else(|| StartError::OtherMajor {
            directory: directory(),
            data: major,
            server,
        })
}
