//! Asks a C compiler whether the server's own headers agree with the `layout!`s.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{mariadb, mysql, variables};

/// The sizes and offsets that were asserted of one struct.
pub(super) struct Layout {
    pub(super) name: &'static str,
    pub(super) size: usize,
    pub(super) fields: &'static [(&'static str, usize)],
}

impl Layout {
    fn assertions(&self, whole: bool) -> String {
        let mut program = String::new();
        if whole {
            let (name, size) = (self.name, self.size);
            writeln!(
                program,
                "_Static_assert(sizeof({name}) == {size}, \"size of {name}\");"
            )
            .unwrap();
        }
        for (field, offset) in self.fields {
            let (name, field) = (self.name, field.trim_start_matches("r#"));
            let text = format!("{name}.{field}");
            writeln!(
                program,
                "_Static_assert(offsetof({name}, {field}) == {offset}, \"{text}\");"
            )
            .unwrap();
        }
        program
    }
}

const MARIADB_HEADERS: [&str; 2] = ["/usr/include/mariadb/server", "/usr/include/mysql/server"];
const MYSQL_HEADERS: [&str; 1] = ["/usr/include/mysql"];

/// Where the headers are: `variable` says so, or it is one of the packages' folders.
#[expect(clippy::disallowed_methods, reason = "a test's own setting")]
fn headers(variable: &str, folders: &[&str]) -> Option<PathBuf> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .into_iter()
        .chain(folders.iter().map(PathBuf::from))
        .find(|folder| folder.join("mysql/plugin_auth.h").exists())
}

fn compile(headers: &Path, assertions: &str) -> Result<(), String> {
    let program = format!(
        "#include <stddef.h>\n#include <mysql/plugin.h>\n#include <mysql/plugin_auth.h>\n\
         static DECLARE_MYSQL_SYSVAR_SIMPLE(probe, char *);\n{assertions}"
    );
    let mut compiler = Command::new("cc")
        .args(["-std=gnu11", "-fsyntax-only", "-x", "c", "-", "-I"])
        .arg(headers)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    compiler
        .stdin
        .take()
        .unwrap()
        .write_all(program.as_bytes())
        .unwrap();
    let output = compiler.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() {
        Ok(())
    } else {
        Err(told)
    }
}

#[test]
fn mariadbs_own_headers_agree() {
    let Some(headers) = headers("MARIADB_SERVER_HEADERS", &MARIADB_HEADERS) else {
        eprintln!("\n!!! SKIPPED: no headers of a MariaDB server; apt install libmariadbd-dev\n");
        return;
    };
    let whole = [
        &mariadb::PLUGIN,
        &mariadb::AUTH,
        &mariadb::SERVER_AUTH_INFO,
        &super::VIO,
    ];
    // MariaDB's show variable has no scope.
    let parts = [&variables::STATUS_VARIABLE, &variables::SYSTEM_VARIABLE];
    let program: String = whole
        .map(|layout| layout.assertions(true))
        .into_iter()
        .chain(parts.map(|layout| layout.assertions(false)))
        .collect();
    compile(&headers, &program).unwrap();
    compile(
        &headers,
        "_Static_assert(offsetof(struct st_plugin_vio_info, socket) == 4, \"fd\");",
    )
    .unwrap();
    assert!(compile(&headers, "_Static_assert(sizeof(int) == 5, \"\");").is_err());
}

#[test]
fn mysqls_own_headers_agree() {
    let Some(headers) = headers("MYSQL_SERVER_HEADERS", &MYSQL_HEADERS) else {
        eprintln!("\n!!! SKIPPED: no headers of a MySQL server on this machine\n");
        return;
    };
    let program: String = [&mysql::PLUGIN, &mysql::AUTH]
        .map(|layout| layout.assertions(true))
        .into_iter()
        .chain([
            mysql::SERVER_AUTH_INFO.assertions(false),
            super::VIO_INFO.assertions(false),
        ])
        .collect();
    compile(&headers, &program).unwrap();
}
