//! What every program here is told: `HOST PORT USER CA`, and the token on standard input, where no
//! process list shows it.

use std::env;
use std::error::Error;
use std::io;
use std::path::PathBuf;

/// Any error of a program here is printed, and ends it.
pub type Outcome = Result<(), Box<dyn Error>>;

/// Where to log in, and as whom.
pub struct Login {
    pub host: String,
    pub port: u16,
    pub user: String,
    pub ca: PathBuf,
    pub token: String,
}

impl Login {
    /// # Errors
    /// When an argument is missing, or is no port.
    pub fn told() -> Result<Self, Box<dyn Error>> {
        let mut arguments = env::args().skip(1);
        let mut next = || arguments.next().ok_or("HOST PORT USER CA");
        Ok(Self {
            host: next()?,
            port: next()?.parse()?,
            user: next()?,
            ca: next()?.into(),
            token: io::read_to_string(io::stdin())?,
        })
    }
}
