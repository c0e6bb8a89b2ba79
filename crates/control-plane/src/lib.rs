//! The IAM, STS and RDS APIs over the store, and the snapshot feed.
