//! Runs and administers real database servers.
