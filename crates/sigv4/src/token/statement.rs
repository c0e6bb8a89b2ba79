//! What a token states, in the canonical form that is signed.

use sha2::{Digest, Sha256};

use super::{ACTION, SIGNED_HEADERS};
use crate::canonical::{self, EMPTY_SHA256};
use crate::{ALGORITHM, CredentialScope, Signature, SigningKey, Timestamp, encode::encode_into};

/// Everything a signature covers but the host.
pub(super) struct Statement<'a> {
    pub(super) db_user: &'a str,
    pub(super) access_key_id: &'a str,
    pub(super) scope: &'a CredentialScope,
    pub(super) signed_at: Timestamp,
    pub(super) expires_seconds: u32,
    pub(super) session_token: Option<&'a str>,
}

impl Statement<'_> {
    /// The parameters up to `X-Amz-Expires`, in the order that is both botocore's printed one and
    /// the sorted one.
    pub(super) fn push_leading_parameters(&self, out: &mut String) {
        out.push_str("Action=");
        out.push_str(ACTION);
        out.push_str("&DBUser=");
        encode_into(out, self.db_user.as_bytes());
        out.push_str("&X-Amz-Algorithm=");
        out.push_str(ALGORITHM);
        out.push_str("&X-Amz-Credential=");
        encode_into(
            out,
            format!("{}/{}", self.access_key_id, self.scope).as_bytes(),
        );
        out.push_str("&X-Amz-Date=");
        out.push_str(&self.signed_at.to_amz());
        out.push_str("&X-Amz-Expires=");
        out.push_str(&self.expires_seconds.to_string());
    }

    pub(super) fn push_session_token(&self, out: &mut String) {
        if let Some(token) = self.session_token {
            out.push_str("&X-Amz-Security-Token=");
            encode_into(out, token.as_bytes());
        }
    }

    /// The canonical request, as far as it does not depend on the host.
    pub(super) fn hash_request_line(&self) -> Sha256 {
        let session_token_bytes = self.session_token.map_or(0, str::len);
        let mut text = String::with_capacity(512 + 2 * session_token_bytes);
        text.push_str("GET\n/\n");
        self.push_leading_parameters(&mut text);
        self.push_session_token(&mut text);
        text.push_str("&X-Amz-SignedHeaders=");
        text.push_str(SIGNED_HEADERS);
        text.push_str("\nhost:");
        Sha256::new_with_prefix(text)
    }

    /// The signature of the request whose `host` header is `host`. Takes the hash of
    /// [`Self::hash_request_line`], so that several hosts can be tried for the price of one.
    pub(super) fn sign(&self, request_line: Sha256, host: &str, key: &SigningKey) -> Signature {
        let hashed = request_line
            .chain_update(host)
            .chain_update("\n\n")
            .chain_update(SIGNED_HEADERS)
            .chain_update("\n")
            .chain_update(EMPTY_SHA256);
        canonical::sign(key, self.signed_at, self.scope, hashed)
    }
}
