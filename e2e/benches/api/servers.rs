//! Who answers: the stand-in, and the peer from PyPI.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicUsize;

use crate::api::Api;
use crate::people::Key;
use crate::processes::wait_until;
use crate::python;
use crate::stand_in::{Own, REGION};

/// The peer's release that the figures are of.
const PEER: &str = "moto[server]==5.2.5";

#[derive(Debug)]
pub struct Server {
    pub name: &'static str,
    /// How many users were created.
    pub users: AtomicUsize,
    /// Of the last one asked for.
    pub asked: AtomicUsize,
    api: Api,
    process: u32,
}

impl Server {
    pub fn ours(stand_in: &Own) -> Self {
        let up = stand_in.processes().into_iter();
        let mut up = up.filter(|process| process.command_line.contains(" up "));
        let process = up.next().expect("sekisho up").pid;
        Self::new("sekisho", stand_in.root(), process)
    }

    fn new(name: &'static str, api: Api, process: u32) -> Self {
        Self {
            name,
            users: AtomicUsize::new(0),
            asked: AtomicUsize::new(0),
            api,
            process,
        }
    }

    pub fn call(&self, action: &str, user: &str) {
        self.api.iam(action, &[("UserName", user)]);
    }

    /// What the process has resident.
    pub fn resident_mib(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process)).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib: f64 = line
            .and_then(|line| line.split_whitespace().next()?.parse().ok())
            .expect("the resident memory");
        kib / 1024.0
    }
}

/// A running `moto_server`.
#[derive(Debug)]
pub struct Moto {
    child: Child,
    port: u16,
}

impl Moto {
    pub fn start(folder: &Path) -> Self {
        let name = PEER.replace("[server]==", "-");
        let program = python::environment(&name, &[PEER.as_ref()]).join("moto_server");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
        let port = port.unwrap().port();
        let log = File::create(folder.join("moto.log")).unwrap();
        let child = Command::new(program)
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("moto_server runs");
        wait_until("moto_server", || {
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        Self { child, port }
    }

    pub fn server(&self) -> Server {
        let api = Api {
            port: self.port,
            region: REGION.to_owned(),
            // It believes everybody.
            key: Key {
                id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
                secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
                session_token: None,
            },
        };
        Server::new("moto", api, self.child.id())
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
