//! What this machine is called on its networks: what a server that listens on every address is reached by.

use std::collections::BTreeSet;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The most addresses that are looked at. A host of containers may have hundreds, and each stands in every
/// certificate.
const MAX_ADDRESSES: usize = 64;

/// The machine as the kernel describes it. What cannot be read is left out: who needs a name all the same
/// gives it with `--endpoint-host`.
#[derive(Debug, Clone, Default)]
pub struct OwnNames {
    /// The host name.
    pub host: Option<String>,
    /// The addresses of its interfaces, but for loopback and link-local ones.
    pub addresses: Vec<IpAddr>,
}

impl OwnNames {
    /// Those of now.
    pub fn find() -> Self {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let (trie, lines) = (read("/proc/net/fib_trie"), read("/proc/net/if_inet6"));
        let four = local_ipv4(&trie).map(IpAddr::V4);
        let six = local_ipv6(&lines).map(IpAddr::V6);
        let addresses: BTreeSet<IpAddr> = four.chain(six).collect();
        Self {
            host: host_name(&read("/proc/sys/kernel/hostname")),
            addresses: addresses.into_iter().take(MAX_ADDRESSES).collect(),
        }
    }
}

/// A name that can stand in a certificate (RFC 1123, section 2.1).
fn host_name(text: &str) -> Option<String> {
    let name = text.trim().to_ascii_lowercase();
    let label = |label: &str| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty()
            && label.bytes().all(known)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let usable = name.len() <= 253 && name.split('.').all(label) && name != "localhost";
    usable.then_some(name)
}

/// The leaves of the routing trie that say `/32 host LOCAL`: an address, then what it is.
fn local_ipv4(trie: &str) -> impl Iterator<Item = Ipv4Addr> + '_ {
    let leaves = trie.lines().zip(trie.lines().skip(1));
    leaves.filter_map(|(leaf, what)| {
        let address: Ipv4Addr = leaf.trim().strip_prefix("|-- ")?.parse().ok()?;
        let is_local = what.trim() == "/32 host LOCAL";
        (is_local && !address.is_loopback() && !address.is_link_local()).then_some(address)
    })
}

/// Lines of 32 hexadecimal digits and what goes with them.
fn local_ipv6(lines: &str) -> impl Iterator<Item = Ipv6Addr> {
    lines.lines().filter_map(|line| {
        let digits = line.split_whitespace().next().filter(|it| it.len() == 32)?;
        let address = Ipv6Addr::from(u128::from_str_radix(digits, 16).ok()?);
        (!address.is_loopback() && !address.is_unicast_link_local()).then_some(address)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIE: &str = "\
Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 10.0.0.0/24 2 0 2
        |-- 10.0.0.0
           /24 link UNICAST
        |-- 10.0.0.5
           /32 host LOCAL
        |-- 10.0.0.255
           /32 link BROADCAST
     |-- 127.0.0.1
        /32 host LOCAL
     |-- 169.254.3.4
        /32 host LOCAL
Local:
     |-- 10.0.0.5
        /32 host LOCAL
";
    const INET6: &str = "\
00000000000000000000000000000001 01 80 10 80       lo
fe80000000000000020000fffe000001 02 40 20 80     eth0
20010db8000000000000000000000007 02 40 00 80     eth0
short 02
";

    #[test]
    fn addresses_that_others_reach_are_found_in_what_the_kernel_says() {
        let four: Vec<_> = local_ipv4(TRIE).collect();
        assert_eq!(four, [Ipv4Addr::new(10, 0, 0, 5); 2]);
        let six: Vec<_> = local_ipv6(INET6).map(|it| it.to_string()).collect();
        assert_eq!(six, ["2001:db8::7"]);
        assert_eq!(local_ipv4("").count() + local_ipv6("").count(), 0);
    }

    #[test]
    fn a_host_name_is_one_that_a_certificate_can_hold() {
        assert_eq!(host_name("DB1\n").as_deref(), Some("db1"));
        assert_eq!(
            host_name("db1.example.com").as_deref(),
            Some("db1.example.com")
        );
        for unusable in ["", "localhost", "my_host", "-x", "a..b", "(none)"] {
            assert_eq!(host_name(unusable), None, "{unusable}");
        }
    }
}
