//! Whose API a command calls, and by whom.

use std::path::PathBuf;

use clap::Args;

use super::Api;
use super::address::ApiAddress;
use super::connection::Dialler;
use crate::credentials::{of_file, resolve};
use crate::failure::Failure;
use crate::place::Place;

/// Options of commands that call the API.
#[derive(Debug, Clone, Default, Args)]
pub struct Calling {
    /// The API of a control plane on another host, such as https://control-plane.example.com:4588
    /// [default: the one on this host]
    #[arg(long, value_name = "URL", global = true)]
    api: Option<ApiAddress>,
    /// The certificates to verify that API with, as `sekisho ca` prints them on its host [default: the
    /// system's]
    #[arg(long, value_name = "FILE", requires = "api", global = true)]
    api_ca: Option<PathBuf>,
    /// Whose credentials to use: a profile of ~/.aws [default: the root's of the account on this host]
    #[arg(long, global = true)]
    profile: Option<String>,
}

impl Calling {
    /// Whether the API is that of a control plane elsewhere.
    pub fn is_elsewhere(&self) -> bool {
        self.api.is_some()
    }

    /// The API that was asked for, or that of this place.
    pub fn api(&self, place: &Place) -> Result<Api, Failure> {
        match &self.api {
            Some(address) => self.elsewhere(address),
            None => self.here(place),
        }
    }

    fn here(&self, place: &Place) -> Result<Api, Failure> {
        let (dir, settings) = place.with_settings()?;
        let caller = match self.profile.as_deref() {
            Some(name) => resolve(Some(name))?,
            None => of_file(&dir.aws_credentials())?,
        };
        Ok(Api {
            dialler: Dialler::plain(ApiAddress::of(settings.address, settings.port)),
            region: settings.region,
            caller,
        })
    }

    fn elsewhere(&self, address: &ApiAddress) -> Result<Api, Failure> {
        let caller = resolve(self.profile.as_deref())?;
        let region = caller.region.clone().ok_or_else(|| {
            Failure::usage(
                "no region: set AWS_REGION to the control plane's, or give the profile one",
            )
        })?;
        Ok(Api {
            dialler: Dialler::new(address.clone(), self.api_ca.as_deref())?,
            region,
            caller,
        })
    }
}
