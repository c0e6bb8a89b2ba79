//! How the stock clients log in to the first cluster as its master user, so that nobody has to type
//! its password: an option file for `mysql`, a service file for `psql`.

use std::path::{Path, PathBuf};

use control_plane::ServerStatus;
use control_plane::data_dir::{DataDir, write_file};
use engine::Product;
use zeroize::Zeroizing;

use super::{FIRST_CLUSTER, MASTER_USERNAME};
use crate::failure::Failure;

/// The file that was written, and for whose client.
pub(super) struct MasterLogin {
    product: Product,
    file: PathBuf,
}

impl MasterLogin {
    /// Writes the file of the first cluster, mode 0600; `None` when there is no such cluster.
    pub(super) fn write(dir: &DataDir, servers: &[ServerStatus]) -> Result<Option<Self>, Failure> {
        let first = servers
            .iter()
            .find(|server| server.identifier == FIRST_CLUSTER);
        let Some((product, port)) = first.and_then(|first| Some((first.product, first.port?)))
        else {
            return Ok(None);
        };
        let password = Zeroizing::new(std::fs::read_to_string(dir.root().join("admin-password"))?);
        let text = text(product, port, password.trim(), &dir.bundle());
        let file = dir.root().join(match product {
            Product::MariaDb | Product::MySql => "admin.cnf",
            Product::PostgreSql => "admin.pgservice",
        });
        write_file(&file, text.as_bytes(), 0o600)?;
        Ok(Some(Self { product, file }))
    }

    /// The command that logs in.
    pub(super) fn command(&self) -> String {
        let file = self.file.display();
        match self.product {
            Product::MariaDb | Product::MySql => format!("mysql --defaults-extra-file={file}"),
            Product::PostgreSql => format!("PGSERVICEFILE={file} psql service=admin"),
        }
    }
}

/// The first two verify the server's certificate where the client is MariaDB's or MySQL's; the last
/// is libpq's (PostgreSQL manual, *The Connection Service File*).
fn text(product: Product, port: u16, password: &str, bundle: &Path) -> Zeroizing<String> {
    let bundle = bundle.display();
    Zeroizing::new(match product {
        Product::MariaDb | Product::MySql => format!(
            "[client]\nhost=127.0.0.1\nport={port}\nuser={MASTER_USERNAME}\npassword={password}\n\
             ssl-ca={bundle}\n[client-mariadb]\nssl-verify-server-cert\n"
        ),
        Product::PostgreSql => format!(
            "[admin]\nhost=127.0.0.1\nport={port}\nuser={MASTER_USERNAME}\npassword={password}\n\
             dbname=postgres\nsslmode=verify-full\nsslrootcert={bundle}\n"
        ),
    })
}
