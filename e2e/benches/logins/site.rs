//! A cluster of one engine with users on it.

use std::fs;
use std::path::{Path, PathBuf};

use testkit::{Certificates, KeyKind, Resumption};

use crate::clusters::Cluster;
use crate::engines::Engine;
use crate::families::{Door, IAM_USER};
use crate::processes::wait_until;
use crate::stand_in::StandIn;
use crate::tokens::Tokens;

const CLUSTER: &str = "bench";

/// A cluster that is ready to be logged in to.
pub struct Site<'s> {
    pub engine: &'s Engine,
    pub cluster: Cluster<'s>,
    pub tokens: Tokens,
}

impl<'s> Site<'s> {
    pub fn prepared(stand_in: &'s StandIn, engine: &'s Engine) -> Self {
        let cluster = Cluster::make(stand_in, CLUSTER, engine.family.api_name());
        let site = Self {
            tokens: Tokens::minted(&cluster, IAM_USER),
            engine,
            cluster,
        };
        let ca = site.ca();
        engine.family.create_users(&site.door(&ca, Resumption::Off));
        site
    }

    /// Who issued the certificate that the server has from us.
    pub fn ca(&self) -> PathBuf {
        self.cluster.stand_in.data_dir().join("global-bundle.pem")
    }

    /// Gives the server an RSA certificate, as servers have it that Debian or MySQL made one for, and
    /// most of Amazon's; the files of the engine's own are what it reads until it is started again.
    pub fn show_rsa(&self) -> PathBuf {
        let folder = self.cluster.stand_in.folder().join("rsa");
        fs::create_dir(&folder).unwrap();
        let files = Certificates::of_kind(KeyKind::Rsa2048, &folder);
        let clusters = self.cluster.stand_in.data_dir().join("clusters");
        let shown = clusters.join(&self.cluster.resource_id).join("tls");
        // Written over, they keep their owner and mode.
        for (from, to) in [
            (&files.certificate, "server.pem"),
            (&files.ca, "trust.pem"),
            (&files.key, "server.key"),
        ] {
            fs::write(shown.join(to), fs::read(from).unwrap()).unwrap();
        }
        let (ca, server) = (self.ca(), self.cluster.server());
        let door = self.door(&ca, Resumption::Off);
        self.engine.family.reload_certificate(&door, &server);
        self.wait_until_shown(&files.ca);
        files.ca
    }

    fn wait_until_shown(&self, ca: &Path) {
        let door = self.door(ca, Resumption::Off);
        let contenders = self.engine.family.contenders(&door, &self.tokens);
        wait_until("the server shows another certificate", || {
            contenders
                .iter()
                .all(|contender| (contender.visit)().is_ok())
        });
    }

    pub fn door<'d>(&self, ca: &'d Path, resumption: Resumption) -> Door<'d> {
        Door {
            port: self.cluster.port,
            ca,
            resumption,
        }
    }
}
