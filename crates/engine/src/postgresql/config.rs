//! What lies in a cluster's folder besides the data. All of it follows from the specification, so it
//! is brought up to date before each start; only whether IAM authentication is on is kept as it is.

use std::path::Path;

use super::hba;
use super::iam::{IamSwitch, PlainTcp};
use super::membership::Iam;
use super::places::{hba_config, ident_config, module, server_config};
use super::roles::{ADMINISTRATOR, IDENT_MAP};
use crate::config::{ConfigError, write_certificate, write_module};
use crate::files;
use crate::layout::{self, Layout};
use crate::os_user::{self, ServerUser};
use crate::spec::{MAX_CONNECTIONS, Spec, SpecError};

/// Brings folders and files of the cluster that lives at `home` up to date, in `place`, which is
/// another folder only while the cluster is being made.
pub(super) fn write(
    spec: &Spec,
    user: &ServerUser,
    home: &Layout,
    place: &Layout,
) -> Result<(), ConfigError> {
    place.folders(user)?;
    write_certificate(spec, user, place)?;
    write_module(spec, user, &module(place))?;
    let readable = layout::ours(user, 0o640);
    files::write(&ident_config(place), ident_file()?.as_bytes(), readable)?;
    write_settings(spec, user, home, place)
}

/// The same of what a running server can be told to read again: its variables, and who may log in how.
pub(super) fn write_settings(
    spec: &Spec,
    user: &ServerUser,
    home: &Layout,
    place: &Layout,
) -> Result<(), ConfigError> {
    let readable = layout::ours(user, 0o640);
    let write = |path: &Path, text: &str| files::write(path, text.as_bytes(), readable);
    let config = server_file(spec, home).map_err(ConfigError::Spec)?;
    write(&server_config(place), &config)?;
    let switch = IamSwitch::new(spec, place).map_err(ConfigError::Spec)?;
    let iam = Iam::in_file(&hba_config(place))?;
    let hba = switch.hba_text(iam, PlainTcp::of(spec))?;
    write(&hba_config(place), &hba)?;
    Ok(())
}

fn server_file(spec: &Spec, home: &Layout) -> Result<String, SpecError> {
    let force_tls = u8::from(spec.require_secure_transport);
    Ok(format!(
        "\
# Written anew at each start; changes made here are lost.
data_directory = {data}
hba_file = {hba}
ident_file = {ident}
external_pid_file = {pid}
unix_socket_directories = {sockets}
unix_socket_permissions = 0700

listen_addresses = '{address}'
port = {port}
max_connections = {connections}

ssl = on
ssl_cert_file = {certificate}
ssl_key_file = {key}
ssl_min_protocol_version = 'TLSv1.2'
password_encryption = 'scram-sha-256'
rds.force_ssl = '{force_tls}'

log_destination = 'stderr'
log_line_prefix = '%t:%r:%u@%d:[%p]:'
log_timezone = 'UTC'
timezone = 'UTC'

shared_buffers = '128MB'
max_wal_size = '256MB'
dynamic_shared_memory_type = 'posix'
{further}",
        data = value(&home.data())?,
        hba = value(&hba_config(home))?,
        ident = value(&ident_config(home))?,
        pid = value(&home.pid_file())?,
        sockets = value(&home.run(""))?,
        address = spec.address,
        port = spec.port,
        certificate = value(&home.certificate())?,
        key = value(&home.private_key())?,
        connections = MAX_CONNECTIONS,
        further = further_variables(spec),
    ))
}

/// Those of the specification, which were checked with it. Of two values the server takes the latter.
fn further_variables(spec: &Spec) -> String {
    let variables = spec.variables.iter();
    variables
        .map(|(name, value)| format!("{name} = {value}\n"))
        .collect()
}

/// Whoever may administer a server of ours is who runs us, and nobody else.
fn ident_file() -> Result<String, ConfigError> {
    let own_name = os_user::own_name()?;
    Ok(format!(
        "{IDENT_MAP}  {}  {ADMINISTRATOR}\n",
        hba::quoted(&own_name)
    ))
}

/// A path as the value of a setting. A backslash starts an escape (`guc-file.l`).
fn value(path: &Path) -> Result<String, SpecError> {
    let unwritable = || SpecError::UnwritablePath {
        path: path.to_owned(),
    };
    let text = path.to_str().ok_or_else(unwritable)?;
    if text
        .chars()
        .any(|c| c.is_control() || c == '\'' || c == '"')
    {
        return Err(unwritable());
    }
    Ok(format!("'{}'", text.replace('\\', "\\\\")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_the_configuration_cannot_hold_is_refused() {
        assert_eq!(value(Path::new("/a b/#c")).unwrap(), "'/a b/#c'");
        assert_eq!(value(Path::new(r"/a\b")).unwrap(), r"'/a\\b'");
        for path in ["/a\nssl = off", "/it's", "/a\""] {
            assert!(value(Path::new(path)).is_err(), "{path:?}");
        }
    }
}
