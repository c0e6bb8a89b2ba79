//! What crosses from the control plane to an agent, signed and sealed: snapshots and session tokens.
