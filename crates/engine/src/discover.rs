use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use crate::product::Product;

/// Why there is no server of this kind to use.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// No server program.
    #[error(
        "{product}'s server is not installed (looked in {searched}); run `apt install {}`",
        .product.package()
    )]
    ServerMissing {
        /// The server.
        product: Product,
        /// The folders that were looked at.
        searched: String,
    },
    /// The server without one of its helpers.
    #[error(
        "`{helper}`, which makes new data directories, is not installed (looked in {searched}); \
         run `apt install {}`",
        .product.package()
    )]
    HelperMissing {
        /// The server.
        product: Product,
        /// Its program that is missing.
        helper: &'static str,
        /// The folders that were looked at.
        searched: String,
    },
    /// The server program does not run.
    #[error("could not run `{}`; reinstall the package that it is from", .program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A program of that name that is something else.
    #[error(
        "`{}` is not {product}: it calls itself `{said}`; run `apt install {}`",
        .program.display(), .product.package()
    )]
    Other {
        /// The server that was looked for.
        product: Product,
        /// The program.
        program: PathBuf,
        /// What it printed for `--version`.
        said: String,
    },
    /// A server that does not say where its plugins are.
    #[error("`{}` does not say where its plugins are", .program.display())]
    NoPluginDirectory {
        /// The program.
        program: PathBuf,
    },
}

/// What a program prints.
pub(crate) async fn output(program: &Path, arguments: &[&str]) -> Result<String, DiscoverError> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .env("LC_ALL", "C")
        .stdin(Stdio::null());
    let output = command
        .output()
        .await
        .map_err(|source| DiscoverError::Run {
            program: program.to_owned(),
            source,
        })?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
