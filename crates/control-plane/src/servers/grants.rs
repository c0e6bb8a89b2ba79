//! Looks for grants that open more than they seem to.
//!
//! ``GRANT ALL ON `%`.*``, as Amazon's tutorials have it, reaches the `mysql` schema. Amazon shields its
//! own clusters from that; a server of your own needs somebody to say so.

use std::collections::HashSet;
use std::time::Duration;

use engine::{Progress, Running};

/// Between two looks.
const EVERY: Duration = Duration::from_secs(10);

/// Which grants people were warned of.
#[derive(Debug, Default)]
pub(super) struct GrantWatch {
    warned: HashSet<String>,
}

impl GrantWatch {
    /// Looks at the accounts of a running server again and again, and warns once of each grant. Never
    /// returns.
    pub(super) async fn watch(&mut self, running: Option<&Running>, progress: &dyn Progress) {
        let Some(running) = running else {
            return std::future::pending().await;
        };
        loop {
            tokio::time::sleep(EVERY).await;
            // A server that does not answer now is the keeper's business.
            for warning in running
                .admin()
                .iam_grant_warnings()
                .await
                .unwrap_or_default()
            {
                let text = warning.to_string();
                if self.warned.insert(text.clone()) {
                    tracing::warn!("{text}");
                    progress.report(&format!("warning: {text}"));
                }
            }
        }
    }
}
