//! What is chosen anew at each start, and forgotten at its end.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::PathBuf;

/// The choices of a start.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Whether `sekisho:ResetAccount` is carried out.
    pub resets: Resets,
    /// OpenID Connect providers whose keys are in a file: by their issuer without `https://`.
    pub pinned_keys: BTreeMap<String, PathBuf>,
    /// Who may call the API without TLS.
    pub plain_http: PlainHttp,
    /// How many calls a second one caller may make; `None` for as many as they come.
    pub api_rate: Option<NonZeroU32>,
}

/// Who may call the API without TLS.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PlainHttp {
    /// Who is on the same machine.
    #[default]
    ThisMachine,
    /// Everybody, within reach of whoever listens on the way.
    Everybody,
}

/// Whether the account may be wiped: a test suite's wish is nobody else's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Resets {
    /// By who may.
    Allowed,
    /// By nobody.
    #[default]
    Refused,
}
