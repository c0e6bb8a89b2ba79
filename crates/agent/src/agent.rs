//! Puts the parts together, and takes them apart at the end.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::UnixListener;
use tokio::task::JoinSet;

use crate::admin::Admin;
use crate::audit::AuditLog;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::decider::Decider;
use crate::documents::Documents;
use crate::error::AgentError;
use crate::feed;
use crate::membership::Membership;
use crate::reports::Reports;
use crate::sessions::CachedSessions;
use crate::sockets::Sockets;
use crate::state::{StateDir, make_sockets_dir};
use crate::switches::{Servers, Switches};

/// An agent that is ready to run.
pub struct Agent {
    decider: Arc<Decider>,
    documents: Arc<Documents>,
    membership: Arc<Membership>,
    switches: Arc<Switches>,
    reports: Reports,
    admin: UnixListener,
    admin_path: PathBuf,
}

/// Runs an agent until `shutdown` completes. What `sekisho agent` does.
///
/// # Errors
/// [`AgentError`] when it cannot start.
pub async fn run(
    config: Config,
    servers: Arc<dyn Servers>,
    shutdown: impl Future<Output = ()>,
) -> Result<(), AgentError> {
    Agent::start(&config, Arc::new(SystemClock), servers)
        .await?
        .run(shutdown)
        .await
}

impl Agent {
    /// Takes the state directory and puts the snapshot in it in force. Call it within a tokio
    /// runtime.
    ///
    /// # Errors
    /// [`AgentError`]. A snapshot that cannot be used is no error: logins are refused until the feed
    /// brings one.
    pub async fn start(
        config: &Config,
        clock: Arc<dyn Clock>,
        servers: Arc<dyn Servers>,
    ) -> Result<Self, AgentError> {
        let state = StateDir::open(&config.state_dir)?;
        let membership = Arc::new(Membership::load(config)?);
        let sockets_dir = membership.sockets_dir();
        make_sockets_dir(&sockets_dir)?;
        let sessions = membership.opener()?;
        let unreadable = |source| AgentError::Audit {
            dir: config.state_dir.clone(),
            source,
        };
        let audit = AuditLog::open(
            &config.state_dir,
            config.audit_max_bytes,
            config.audit_keep_files,
        )
        .map_err(unreadable)?;
        let reports = Reports::from_now(&config.state_dir).map_err(unreadable)?;
        let decider = Arc::new(Decider::new(CachedSessions::new(sessions), audit, clock));
        let sockets = Sockets::new(config, sockets_dir, Arc::clone(&decider));
        let switches = Arc::new(Switches::new(servers, Arc::clone(&decider)));
        let documents = Arc::new(Documents::new(
            Arc::clone(&membership),
            state,
            Arc::clone(&decider),
            sockets,
            Arc::clone(&switches),
        ));
        let admin_path = config.admin_socket();
        let admin = Admin::bind(&admin_path).map_err(|source| AgentError::AdminSocket {
            path: admin_path.clone(),
            source,
        })?;
        documents.load_snapshot().await;
        Ok(Self {
            decider,
            documents,
            membership,
            switches,
            reports,
            admin,
            admin_path,
        })
    }

    /// Answers until `shutdown` completes, then closes and removes the sockets.
    ///
    /// # Errors
    /// [`AgentError::Panicked`].
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> Result<(), AgentError> {
        let mut parts = JoinSet::new();
        let admin = Admin::new(Arc::clone(&self.decider), Arc::clone(&self.documents));
        parts.spawn(admin.serve(self.admin));
        parts.spawn(self.switches.keep());
        parts.spawn(feed::follow(
            self.membership,
            Arc::clone(&self.documents),
            self.decider,
            self.reports,
        ));
        let ended = tokio::select! {
            () = shutdown => Ok(()),
            // No part ever returns.
            Some(_) = parts.join_next() => Err(AgentError::Panicked),
        };
        parts.shutdown().await;
        self.documents.close().await;
        let _ = std::fs::remove_file(&self.admin_path);
        ended
    }
}

impl std::fmt::Debug for Agent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Agent")
            .field("membership", &self.membership)
            .finish_non_exhaustive()
    }
}
