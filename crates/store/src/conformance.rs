//! The suite that every implementation has to pass.
