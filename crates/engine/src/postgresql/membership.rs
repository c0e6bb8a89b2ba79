//! Whether membership in `rds_iam` counts.

/// Whether members of `rds_iam` are sent to the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Iam {
    /// They log in with tokens.
    On,
    /// Membership is without effect.
    Off,
}
