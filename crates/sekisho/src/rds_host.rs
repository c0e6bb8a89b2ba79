//! What an Amazon host name says about itself.

/// The region in an RDS or Aurora host name:
/// `NAME.HASH.REGION.rds.amazonaws.com`, in China `NAME.HASH.rds.REGION.amazonaws.com.cn`.
pub fn region(host: &str) -> Option<String> {
    let host = host.to_ascii_lowercase();
    if let Some(front) = host.strip_suffix(".rds.amazonaws.com") {
        return front
            .rsplit('.')
            .next()
            .filter(|label| is_region(label))
            .map(str::to_owned);
    }
    let front = host.strip_suffix(".amazonaws.com.cn")?;
    let (front, region) = front.rsplit_once('.')?;
    (front.ends_with(".rds") && is_region(region)).then(|| region.to_owned())
}

/// Whether the host is Amazon's, and its certificate by Amazon's authority.
pub fn is_amazons(host: &str) -> bool {
    region(host).is_some()
}

fn is_region(label: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    label.split('-').count() >= 3
        && label.bytes().all(known)
        && label.ends_with(|last: char| last.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_is_read_from_amazons_host_names() {
        for (host, expected) in [
            ("mydb.abc123.us-east-1.rds.amazonaws.com", Some("us-east-1")),
            (
                "c.cluster-ro-abc.ap-southeast-2.rds.amazonaws.com",
                Some("ap-southeast-2"),
            ),
            (
                "MyDB.abc.US-GOV-WEST-1.rds.amazonaws.com",
                Some("us-gov-west-1"),
            ),
            (
                "mydb.abc.rds.cn-north-1.amazonaws.com.cn",
                Some("cn-north-1"),
            ),
            ("127.0.0.1", None),
            ("db.example.com", None),
            ("evil.rds.amazonaws.com.example.com", None),
            ("rds.amazonaws.com", None),
        ] {
            assert_eq!(region(host).as_deref(), expected, "{host}");
        }
    }
}
