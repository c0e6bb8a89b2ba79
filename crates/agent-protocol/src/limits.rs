//! How long what a question says may be.

/// The longest user name. MariaDB allows 128 characters and reserves 512 octets
/// (`MYSQL_USERNAME_LENGTH`), MySQL 96, PostgreSQL 63.
pub const MAX_USER_BYTES: usize = 1024;

/// The longest account name; the same buffers hold it.
pub const MAX_ACCOUNT_BYTES: usize = 1024;

/// The longest token that a module hands on. A token of long-lived credentials has about 400
/// octets, one with a session token 1,000 to 3,000; the agent's own limit is 8 KiB.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;

pub(crate) const ADDRESS_V4_BYTES: usize = 4;
pub(crate) const ADDRESS_V6_BYTES: usize = 16;
pub(crate) const CHANNEL_BYTES: usize = 1;
pub(crate) const PRESENTED_BYTES: usize = 4;
