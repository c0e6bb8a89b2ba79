//! From bytes to claims: the form of a token, before anything in it is believed.

use std::borrow::Cow;
use std::fmt;

use super::{Excerpt, MAX_TOKEN_BYTES, is_access_key_id, is_host, is_region};
use crate::encode::{decode_exact, decode_unencoded, is_unreserved};
use crate::{CredentialScope, EncodingError, ScopeDate, Signature, TERMINATOR, Timestamp};

/// What a token claims. Well-formed; nothing in it has been checked against anything.
#[derive(Clone)]
pub struct Token {
    pub(super) host: String,
    pub(super) port: Option<u16>,
    pub(super) action: String,
    pub(super) db_user: String,
    pub(super) algorithm: String,
    pub(super) access_key_id: String,
    pub(super) scope: CredentialScope,
    pub(super) signed_at: Timestamp,
    pub(super) expires_seconds: u32,
    pub(super) signed_headers: String,
    pub(super) session_token: Option<String>,
    pub(super) signature: Signature,
}

/// A parameter of a token. There are no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the parameter that it prints as")]
pub enum Parameter {
    Action,
    DbUser,
    Algorithm,
    Credential,
    Date,
    Expires,
    SignedHeaders,
    SecurityToken,
    Signature,
}

/// Why a text is no token. For the operator; the caller is told nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenSyntaxError {
    /// No password was sent.
    #[error("the password is empty, not a token")]
    Empty,
    /// More than [`MAX_TOKEN_BYTES`].
    #[error("the token is {bytes} bytes long; at most {MAX_TOKEN_BYTES} are accepted")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not UTF-8 at all.
    #[error("the token is not UTF-8")]
    NotUtf8,
    /// A NUL, a control character, a space, or a character outside ASCII.
    #[error("byte 0x{byte:02X} at offset {offset} has no place in a token")]
    ForbiddenByte {
        /// Where, from 0.
        offset: usize,
        /// Which.
        byte: u8,
    },
    /// Nothing but a password of some other kind, most likely.
    #[error("there is no `?`: this is a password, not a token")]
    NotAToken,
    /// `https://` in front.
    #[error("the token starts with a scheme; it must start with the host name")]
    Scheme,
    /// Something between the port and the `?` other than one `/`.
    #[error("the path `{found}` is not `/`")]
    Path {
        /// The path.
        found: Excerpt,
    },
    /// Not a host name, IPv4 address or bracketed IPv6 address.
    #[error("`{found}` is not a host")]
    Host {
        /// What stands there.
        found: Excerpt,
    },
    /// Not a number from 1 to 65535 without leading zeros.
    #[error("`{found}` is not a port")]
    Port {
        /// What stands there.
        found: Excerpt,
    },
    /// `&&`, or a `&` at either end.
    #[error("there is an empty parameter (`&&`, or `&` at an end)")]
    EmptyParameter,
    /// A parameter that no token has.
    #[error("unknown parameter `{name}`")]
    UnknownParameter {
        /// Its name.
        name: Excerpt,
    },
    /// A parameter without `=`.
    #[error("parameter {0} has no value")]
    NoValue(Parameter),
    /// A parameter that is there twice.
    #[error("parameter {0} is there twice")]
    Repeated(Parameter),
    /// A parameter that is not there.
    #[error("parameter {0} is missing")]
    Missing(Parameter),
    /// A value in a spelling that no signer prints.
    #[error("the value of {parameter} is badly encoded")]
    Encoding {
        /// Whose value.
        parameter: Parameter,
        /// What is wrong with it.
        source: EncodingError,
    },
    /// `DBUser=`.
    #[error("the database user name is empty")]
    EmptyUser,
    /// A NUL in the user's name.
    #[error("the database user name contains a NUL")]
    NulInUser,
    /// Not `keyid/date/region/service/aws4_request`.
    #[error("the credential `{found}` is not of the form keyid/date/region/service/{TERMINATOR}")]
    Credential {
        /// What stands there.
        found: Excerpt,
    },
    /// Not `yyyymmddThhmmssZ`.
    #[error("X-Amz-Date `{found}` is not of the form yyyymmddThhmmssZ")]
    Date {
        /// What stands there.
        found: Excerpt,
    },
    /// Not a plain decimal number.
    #[error("X-Amz-Expires `{found}` is not a number of seconds")]
    Expires {
        /// What stands there.
        found: Excerpt,
    },
    /// `X-Amz-Security-Token=`.
    #[error("the session token is empty")]
    EmptySessionToken,
    /// Not 64 lower-case hex digits.
    #[error("the signature is not 64 lower-case hex digits")]
    Signature,
}

impl Token {
    /// Reads a token in the form of any AWS SDK (see the [module](super) for what that means).
    ///
    /// # Errors
    /// [`TokenSyntaxError`], naming the first thing that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, TokenSyntaxError> {
        let text = printable(bytes)?;
        let (authority, query) = text.split_once('?').ok_or(TokenSyntaxError::NotAToken)?;
        let (host, port) = parse_authority(authority)?;
        let values = Values::split(query)?;
        let (access_key_id, scope) = parse_credential(values.take(Parameter::Credential)?)?;
        Ok(Self {
            host: host.to_owned(),
            port,
            action: values.exact(Parameter::Action)?.into_owned(),
            db_user: parse_user(values.take(Parameter::DbUser)?)?,
            algorithm: values.exact(Parameter::Algorithm)?.into_owned(),
            access_key_id,
            scope,
            signed_at: parse_date(values.take(Parameter::Date)?)?,
            expires_seconds: parse_expires(values.take(Parameter::Expires)?)?,
            signed_headers: values.exact(Parameter::SignedHeaders)?.into_owned(),
            session_token: parse_session_token(&values)?,
            signature: Signature::parse(values.take(Parameter::Signature)?)
                .map_err(|_| TokenSyntaxError::Signature)?,
        })
    }

    /// The host as printed, in the case it was typed in; IPv6 in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port as printed. `None` means that a default port (443 or 80) was left out.
    #[must_use]
    pub const fn port(&self) -> Option<u16> {
        self.port
    }

    /// The database user, decoded.
    #[must_use]
    pub fn db_user(&self) -> &str {
        &self.db_user
    }

    /// Whose key the token claims to be signed with.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// For which day, region and service the token claims to be signed.
    #[must_use]
    pub const fn scope(&self) -> &CredentialScope {
        &self.scope
    }

    /// When it was signed, by the signer's clock.
    #[must_use]
    pub const fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    /// How many seconds it asks to live.
    #[must_use]
    pub const fn expires_seconds(&self) -> u32 {
        self.expires_seconds
    }

    /// The last second at which it is valid.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.signed_at.plus_seconds(i64::from(self.expires_seconds))
    }

    /// The session token, decoded.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_deref()
    }
}

/// Shows the claims; never the signature or the session token.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("db_user", &self.db_user)
            .field("access_key_id", &self.access_key_id)
            .field("scope", &format_args!("{}", self.scope))
            .field("signed_at", &format_args!("{}", self.signed_at))
            .field("expires_seconds", &self.expires_seconds)
            .field("has_session_token", &self.session_token.is_some())
            .finish_non_exhaustive()
    }
}

impl Parameter {
    /// The name as it is printed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Action => "Action",
            Self::DbUser => "DBUser",
            Self::Algorithm => "X-Amz-Algorithm",
            Self::Credential => "X-Amz-Credential",
            Self::Date => "X-Amz-Date",
            Self::Expires => "X-Amz-Expires",
            Self::SignedHeaders => "X-Amz-SignedHeaders",
            Self::SecurityToken => "X-Amz-Security-Token",
            Self::Signature => "X-Amz-Signature",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "Action" => Self::Action,
            "DBUser" => Self::DbUser,
            "X-Amz-Algorithm" => Self::Algorithm,
            "X-Amz-Credential" => Self::Credential,
            "X-Amz-Date" => Self::Date,
            "X-Amz-Expires" => Self::Expires,
            "X-Amz-SignedHeaders" => Self::SignedHeaders,
            "X-Amz-Security-Token" => Self::SecurityToken,
            "X-Amz-Signature" => Self::Signature,
            _ => return None,
        })
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The raw values of a query's parameters, each at most once.
#[derive(Default)]
struct Values<'a>([Option<&'a str>; 9]);

impl<'a> Values<'a> {
    fn split(query: &'a str) -> Result<Self, TokenSyntaxError> {
        let mut values = Self::default();
        for pair in query.split('&') {
            let (name, value) = match pair.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None if pair.is_empty() => return Err(TokenSyntaxError::EmptyParameter),
                None => (pair, None),
            };
            let unknown = || TokenSyntaxError::UnknownParameter { name: name.into() };
            let parameter = Parameter::named(name).ok_or_else(unknown)?;
            let value = value.ok_or(TokenSyntaxError::NoValue(parameter))?;
            if let Some(slot) = values.0.get_mut(parameter as usize)
                && slot.replace(value).is_some()
            {
                return Err(TokenSyntaxError::Repeated(parameter));
            }
        }
        Ok(values)
    }

    fn find(&self, parameter: Parameter) -> Option<&'a str> {
        self.0.get(parameter as usize).copied().flatten()
    }

    fn take(&self, parameter: Parameter) -> Result<&'a str, TokenSyntaxError> {
        self.find(parameter)
            .ok_or(TokenSyntaxError::Missing(parameter))
    }

    fn exact(&self, parameter: Parameter) -> Result<Cow<'a, str>, TokenSyntaxError> {
        decode_exact(self.take(parameter)?).map_err(encoding(parameter))
    }
}

fn encoding(parameter: Parameter) -> impl Fn(EncodingError) -> TokenSyntaxError {
    move |source| TokenSyntaxError::Encoding { parameter, source }
}

fn printable(bytes: &[u8]) -> Result<&str, TokenSyntaxError> {
    if bytes.is_empty() {
        return Err(TokenSyntaxError::Empty);
    }
    if bytes.len() > MAX_TOKEN_BYTES {
        return Err(TokenSyntaxError::TooLong { bytes: bytes.len() });
    }
    let text = str::from_utf8(bytes).map_err(|_| TokenSyntaxError::NotUtf8)?;
    match text
        .bytes()
        .enumerate()
        .find(|(_, byte)| !byte.is_ascii_graphic())
    {
        Some((offset, byte)) => Err(TokenSyntaxError::ForbiddenByte { offset, byte }),
        None => Ok(text),
    }
}

fn parse_authority(authority: &str) -> Result<(&str, Option<u16>), TokenSyntaxError> {
    if authority.contains("://") {
        return Err(TokenSyntaxError::Scheme);
    }
    let authority = authority.strip_suffix('/').unwrap_or(authority);
    if let Some(start) = authority.find('/') {
        let found = authority.split_at(start).1.into();
        return Err(TokenSyntaxError::Path { found });
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !authority.ends_with(']') => (host, Some(parse_port(port)?)),
        _ => (authority, None),
    };
    if !is_host(host) {
        return Err(TokenSyntaxError::Host { found: host.into() });
    }
    Ok((host, port))
}

fn parse_port(text: &str) -> Result<u16, TokenSyntaxError> {
    plain_number(text)
        .and_then(|number| u16::try_from(number).ok())
        .filter(|port| *port != 0)
        .ok_or_else(|| TokenSyntaxError::Port { found: text.into() })
}

/// Decimal digits without sign or leading zeros: one spelling per number.
fn plain_number(text: &str) -> Option<u32> {
    let plain =
        text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

/// `DBUser` alone may be printed without encoding, by the Rust SDK.
fn parse_user(value: &str) -> Result<String, TokenSyntaxError> {
    let user = decode_unencoded(value).map_err(encoding(Parameter::DbUser))?;
    if user.is_empty() {
        return Err(TokenSyntaxError::EmptyUser);
    }
    if user.contains('\0') {
        return Err(TokenSyntaxError::NulInUser);
    }
    Ok(user.into_owned())
}

fn parse_credential(value: &str) -> Result<(String, CredentialScope), TokenSyntaxError> {
    let malformed = || TokenSyntaxError::Credential {
        found: value.into(),
    };
    let credential = if value
        .bytes()
        .all(|byte| is_unreserved(byte) || byte == b'/')
    {
        Cow::Borrowed(value)
    } else {
        decode_exact(value).map_err(encoding(Parameter::Credential))?
    };
    let mut parts = credential.split('/');
    let mut part = || parts.next().ok_or_else(malformed);
    let (id, date, region, service, terminator) = (part()?, part()?, part()?, part()?, part()?);
    let date = ScopeDate::parse(date).map_err(|_| malformed())?;
    let complete = parts.next().is_none() && terminator == TERMINATOR && !service.is_empty();
    if !complete || !is_access_key_id(id) || !is_region(region) {
        return Err(malformed());
    }
    let scope = CredentialScope {
        date,
        region: region.to_owned(),
        service: service.to_owned(),
    };
    Ok((id.to_owned(), scope))
}

fn parse_date(value: &str) -> Result<Timestamp, TokenSyntaxError> {
    Timestamp::parse_amz(value).map_err(|_| TokenSyntaxError::Date {
        found: value.into(),
    })
}

/// Whether the number is within bounds is a question for [`Token::check`].
fn parse_expires(value: &str) -> Result<u32, TokenSyntaxError> {
    plain_number(value).ok_or_else(|| TokenSyntaxError::Expires {
        found: value.into(),
    })
}

fn parse_session_token(values: &Values<'_>) -> Result<Option<String>, TokenSyntaxError> {
    let Some(value) = values.find(Parameter::SecurityToken) else {
        return Ok(None);
    };
    let token = decode_exact(value).map_err(encoding(Parameter::SecurityToken))?;
    if token.is_empty() {
        return Err(TokenSyntaxError::EmptySessionToken);
    }
    Ok(Some(token.into_owned()))
}
