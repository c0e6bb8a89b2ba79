//! What lies in a cluster's folder besides the data: configuration, certificate, login module.
//! All of it follows from the specification, so it is brought up to date before each start.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::dialect::{Dialect, Tracing};
use super::{Programs, procedures};
use crate::config::{self, ConfigError};
use crate::files::{self, AtPath, FileError};
use crate::layout::{self, Layout, MODULE_FILE};
use crate::os_user::ServerUser;
use crate::spec::{MAX_CONNECTIONS, Password, Spec, SpecError};

/// Brings folders and files of the cluster that lives at `home` up to date, in `place`, which is
/// another folder only while the cluster is being made.
pub(crate) fn write(
    dialect: &dyn Dialect,
    programs: &Programs,
    spec: &Spec,
    user: &ServerUser,
    home: &Layout,
    place: &Layout,
) -> Result<(), ConfigError> {
    place.folders(user)?;
    config::write_certificate(spec, user, place)?;
    config::write_module(spec, user, &place.module())?;
    link_stock_plugins(&programs.plugin_directory, &place.plugins())?;
    let readable = layout::ours(user, 0o640);
    let options = option_file(dialect, programs, spec, home).map_err(ConfigError::Spec)?;
    files::write(&place.config(), options.as_bytes(), readable)?;
    let init = init_file(dialect, place)?;
    files::write(&place.init_file(), init.as_bytes(), readable)?;
    Ok(())
}

/// A server has one plugin folder, and ours is this cluster's own; what the package brings is
/// linked into it, so that `INSTALL SONAME` knows everything that it does elsewhere.
fn link_stock_plugins(stock: &Path, plugins: &Path) -> Result<(), FileError> {
    for entry in fs::read_dir(plugins).at("read", plugins)? {
        let path = entry.at("read", plugins)?.path();
        if path.is_symlink() && !path.exists() {
            fs::remove_file(&path).at("remove", &path)?;
        }
    }
    for entry in fs::read_dir(stock).at("read", stock)? {
        let target = entry.at("read", stock)?.path();
        let Some(name) = target.file_name() else {
            continue;
        };
        let link = plugins.join(name);
        let is_plugin = target.extension().is_some_and(|ending| ending == "so");
        if is_plugin && name != MODULE_FILE && !link.is_symlink() {
            symlink(&target, &link).at("make the link", &link)?;
        }
    }
    Ok(())
}

/// The section is one that both servers read. A setting of a plugin that is not loaded stops a server,
/// hence `loose`.
fn option_file(
    dialect: &dyn Dialect,
    programs: &Programs,
    spec: &Spec,
    home: &Layout,
) -> Result<String, SpecError> {
    let path = |path: PathBuf| option_path(&path);
    let transport = if spec.require_secure_transport {
        "ON"
    } else {
        "OFF"
    };
    let base = match &programs.base_directory {
        Some(base) => format!("basedir = {}\n", option_path(base)?),
        None => String::new(),
    };
    let trust = match dialect.tracing() {
        Tracing::Yes => format!("ssl_ca = {}\n", path(home.trust())?),
        Tracing::No => String::new(),
    };
    Ok(format!(
        "\
# Written anew at each start; changes made here are lost.
[mysqld]
{base}datadir = {data}
tmpdir = {temporary}
socket = {socket}
pid_file = {pid}
log_error = {log}
init_file = {init}
plugin_dir = {plugins}
server_id = {server_id}

bind_address = {address}
port = {port}
skip_name_resolve = ON
max_connections = {connections}

ssl_cert = {certificate}
ssl_key = {key}
{trust}tls_version = TLSv1.2,TLSv1.3
require_secure_transport = {transport}
loose_awsauthenticationplugin_agent_socket = {agent}

character_set_server = utf8mb4
default_time_zone = '+00:00'
innodb_buffer_pool_size = 128M

{own}{further}",
        data = path(home.data())?,
        temporary = path(home.temporary())?,
        socket = path(home.run(dialect.socket()))?,
        pid = path(home.pid_file())?,
        log = path(home.error_log())?,
        init = path(home.init_file())?,
        plugins = path(home.plugins())?,
        server_id = spec.server_id,
        address = spec.address,
        port = spec.port,
        connections = MAX_CONNECTIONS,
        certificate = path(home.certificate())?,
        key = path(home.private_key())?,
        agent = option_path(&spec.agent_socket)?,
        own = dialect.options(),
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

fn init_file(dialect: &dyn Dialect, place: &Layout) -> Result<String, FileError> {
    let login = dialect.login(&administrator_password(place)?);
    let login = login.at("digest the password in", &place.administrator())?;
    let accounts = dialect.administrator(&login).into_iter();
    let accounts: String = accounts
        .map(|statement| format!("{statement};\n"))
        .collect();
    // In these a semicolon ends a statement of the body; MySQL knows no other delimiter than this.
    let procedures: String = procedures::procedures()
        .into_iter()
        .map(|statement| format!("{statement}$$\n"))
        .collect();
    Ok(format!("{accounts}DELIMITER $$\n{procedures}"))
}

/// Made once and kept: a server that runs was told this one.
fn administrator_password(place: &Layout) -> Result<Password, FileError> {
    let path = place.administrator();
    if let Some(password) = files::read_if_there(&path)? {
        return Ok(Password::new(password));
    }
    let password = Password::random().at("make a password for", &path)?;
    files::write(&path, password.expose().as_bytes(), layout::OURS_ALONE)?;
    Ok(password)
}

/// A path as the value of an option. Quotes keep spaces and `#`; a backslash starts an escape
/// (`my_default.c`, `search_default_file_with_ext`), and a quote inside cannot be written.
fn option_path(path: &Path) -> Result<String, SpecError> {
    let unwritable = || SpecError::UnwritablePath {
        path: path.to_owned(),
    };
    let text = path.to_str().ok_or_else(unwritable)?;
    if text
        .chars()
        .any(|c| c.is_control() || c == '"' || c == '\'')
    {
        return Err(unwritable());
    }
    Ok(format!("\"{}\"", text.replace('\\', "\\\\")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_an_option_file_cannot_hold_is_refused() {
        assert_eq!(option_path(Path::new("/a b/#c")).unwrap(), "\"/a b/#c\"");
        assert_eq!(option_path(Path::new(r"/a\b")).unwrap(), r#""/a\\b""#);
        for path in ["/a\nskip_grant_tables", "/a\"", "/it's"] {
            assert!(option_path(Path::new(path)).is_err(), "{path:?}");
        }
    }

    #[test]
    fn stock_plugins_are_linked_and_links_to_removed_ones_go() {
        let folder = tempfile::tempdir().unwrap();
        let (stock, plugins) = (folder.path().join("stock"), folder.path().join("plugins"));
        fs::create_dir(&stock).unwrap();
        fs::create_dir(&plugins).unwrap();
        for name in ["auth_ed25519.so", MODULE_FILE, "daemon_example.ini"] {
            fs::write(stock.join(name), "").unwrap();
        }
        symlink(stock.join("gone.so"), plugins.join("gone.so")).unwrap();
        link_stock_plugins(&stock, &plugins).unwrap();
        link_stock_plugins(&stock, &plugins).unwrap();
        let names: Vec<_> = fs::read_dir(&plugins)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names, ["auth_ed25519.so"]);
    }
}
