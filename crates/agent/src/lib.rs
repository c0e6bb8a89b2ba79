//! Holds the snapshot, answers the native modules, audits.
