//! Addresses and ranges: IPv4 and IPv6, CIDR notation, no prefix means one address.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};

/// The prefix length of `::ffff:0:0/96`, the range that holds IPv4 addresses (RFC 4291 section
/// 2.5.5.2).
const MAPPED_PREFIX: u8 = 96;

/// Reads a range. An IPv4 range written in its IPv6 form is the IPv4 range.
pub(crate) fn range(text: &str) -> Option<IpNet> {
    let net = match text.parse::<IpNet>() {
        Ok(net) => net,
        Err(_) => IpNet::from(text.parse::<IpAddr>().ok()?),
    };
    match (
        net.addr().to_canonical(),
        net.prefix_len().checked_sub(MAPPED_PREFIX),
    ) {
        // No prefix of IPv4 itself is that long.
        (IpAddr::V4(address), Some(prefix)) => Ipv4Net::new(address, prefix).ok().map(IpNet::V4),
        _ => Some(net),
    }
}

/// Reads an address. An IPv4 address in its IPv6 form, as sockets report it, is the IPv4 address.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>()
        .ok()
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(net: &str, ip: &str) -> bool {
        range(net).unwrap().contains(&address(ip).unwrap())
    }

    #[test]
    fn ranges_of_both_families_hold_their_own_addresses() {
        assert!(contains("10.0.0.0/8", "10.1.2.3"));
        assert!(!contains("10.0.0.0/8", "11.1.2.3"));
        assert!(contains("203.0.113.7", "203.0.113.7"));
        assert!(!contains("203.0.113.7", "203.0.113.8"));
        assert!(contains("2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1"));
        assert!(!contains("0.0.0.0/0", "2001:db8::1"));
        assert!(!contains("::/0", "10.0.0.1"));
    }

    #[test]
    fn the_bits_behind_the_prefix_do_not_count() {
        assert!(contains("10.1.2.3/8", "10.200.0.1"));
    }

    #[test]
    fn mapped_addresses_are_the_ipv4_addresses_they_carry() {
        assert!(contains("10.0.0.0/8", "::ffff:10.1.2.3"));
        assert!(contains("::ffff:10.0.0.0/104", "10.1.2.3"));
        assert!(contains("::ffff:10.0.0.1", "10.0.0.1"));
        assert!(!contains("::ffff:10.0.0.0/104", "11.1.2.3"));
    }

    #[test]
    fn what_is_no_range_is_not_read() {
        for text in [
            "",
            "10.0.0.0/33",
            "::1/129",
            "10.0.0",
            "10.0.0.0/8 ",
            "example.com",
            "1.2.3.4/",
        ] {
            assert_eq!(range(text), None, "{text}");
        }
    }
}
