//! Where an API is, as people write it down.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

/// The ports of URLs that name none (RFC 9110, section 4.2).
const HTTP_PORT: u16 = 80;
const HTTPS_PORT: u16 = 443;

/// Whether what is said can be read on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Plain HTTP, which stays on this machine.
    Http,
    /// HTTP over TLS, with the server's certificate verified.
    Https,
}

/// `https://HOST:PORT`, or `http://` and an address of this machine. Without a scheme it is plain for
/// this machine and TLS for every other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiAddress {
    pub scheme: Scheme,
    /// Without brackets.
    pub host: String,
    pub port: u16,
}

impl ApiAddress {
    /// Of a control plane on this machine that listens there.
    pub fn of(address: IpAddr, port: u16) -> Self {
        let reached = match address.is_unspecified() {
            true => Ipv4Addr::LOCALHOST.into(),
            false => address,
        };
        Self {
            scheme: Scheme::Http,
            host: reached.to_string(),
            port,
        }
    }

    /// What stands in the header `host`.
    pub fn authority(&self) -> String {
        match self.host.contains(':') {
            true => format!("[{}]:{}", self.host, self.port),
            false => format!("{}:{}", self.host, self.port),
        }
    }
}

impl FromStr for ApiAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no address of an API: write https://HOST:PORT");
        let (scheme, rest) = match text.split_once("://") {
            Some(("https", rest)) => (Some(Scheme::Https), rest),
            Some(("http", rest)) => (Some(Scheme::Http), rest),
            Some(_) => return Err(wrong()),
            None => (None, text),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = host_and_port(authority).ok_or_else(wrong)?;
        let on_this_machine = is_loopback(&host);
        let scheme = scheme.unwrap_or(match on_this_machine {
            true => Scheme::Http,
            false => Scheme::Https,
        });
        if scheme == Scheme::Http && !on_this_machine {
            return Err(format!(
                "`{text}` is another machine, and plain HTTP can be read on the way: write https://, and \
                 name the control plane's certificates with --api-ca"
            ));
        }
        let by_custom = match scheme {
            Scheme::Http => HTTP_PORT,
            Scheme::Https => HTTPS_PORT,
        };
        Ok(Self {
            scheme,
            host,
            port: port.unwrap_or(by_custom),
        })
    }
}

/// Without brackets, and the port if there is one.
fn host_and_port(authority: &str) -> Option<(String, Option<u16>)> {
    let bracketed = authority
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'));
    let (host, port) = match bracketed {
        Some((address, "")) => (address, None),
        Some((address, rest)) => (address, Some(rest.strip_prefix(':')?)),
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte);
    if host.is_empty() || !host.bytes().all(is_host) {
        return None;
    }
    let port = match port {
        Some(text) => Some(text.parse().ok().filter(|port| *port != 0)?),
        None => None,
    };
    Some((host.to_owned(), port))
}

fn is_loopback(host: &str) -> bool {
    let address: Result<IpAddr, _> = host.parse();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

impl fmt::Display for ApiAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.scheme {
            Scheme::Http => "http",
            Scheme::Https => "https",
        };
        write!(out, "{scheme}://{}", self.authority())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_plain_on_this_machine_and_tls_elsewhere() {
        for (text, shown) in [
            ("127.0.0.1:4588", "http://127.0.0.1:4588"),
            ("localhost:4588", "http://localhost:4588"),
            ("http://[::1]:4588/", "http://[::1]:4588"),
            ("https://127.0.0.1:4588", "https://127.0.0.1:4588"),
            ("cp.example.com:4588", "https://cp.example.com:4588"),
            ("https://cp.example.com", "https://cp.example.com:443"),
            ("[2001:db8::1]:4588", "https://[2001:db8::1]:4588"),
        ] {
            assert_eq!(text.parse::<ApiAddress>().unwrap().to_string(), shown);
        }
    }

    #[test]
    fn plain_http_to_another_machine_is_refused_with_what_to_say() {
        let refused = "http://10.0.0.1:4588".parse::<ApiAddress>().unwrap_err();
        assert!(refused.contains("--api-ca"), "{refused}");
    }

    #[test]
    fn what_names_more_than_a_server_is_refused() {
        for text in [
            "",
            "https://",
            "ftp://cp:1",
            "cp:0",
            "cp:65536",
            "https://cp/path",
            "https://user@cp:1",
            "::1",
        ] {
            assert!(text.parse::<ApiAddress>().is_err(), "{text}");
        }
    }
}
