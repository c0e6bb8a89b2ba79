//! `models/operations.txt`: the one list of what the server offers.

use crate::Failure;

/// One service and its offered operations, in the order of the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Offered {
    pub(crate) service: String,
    pub(crate) version: String,
    pub(crate) origin: Origin,
    pub(crate) operations: Vec<String>,
}

/// Where the model of a service comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// botocore's data files.
    Botocore,
    /// Ours: `models/<service>.json` is written by hand.
    Ours,
}

/// Reads `[service version]` headers, with `ours` behind the version of a service that is,, each followed by one operation per line.
pub(crate) fn parse(text: &str) -> Result<Vec<Offered>, Failure> {
    let mut services: Vec<Offered> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        match (line.strip_prefix('['), services.last_mut()) {
            (Some(header), _) => services.push(header_of(header, number)?),
            (None, Some(service)) => service.operations.push(line.to_owned()),
            (None, None) => {
                return Err(Failure::new(format!(
                    "line {}: `{line}` is under no service",
                    number + 1
                )));
            }
        }
    }
    Ok(services)
}

fn header_of(header: &str, number: usize) -> Result<Offered, Failure> {
    let inside = header.strip_suffix(']').unwrap_or_default();
    let (service, version, origin) = match inside.split(' ').collect::<Vec<_>>()[..] {
        [service, version] => (service, version, Origin::Botocore),
        [service, version, "ours"] => (service, version, Origin::Ours),
        _ => {
            let line = number + 1;
            return Err(Failure::new(format!(
                "line {line}: expected `[service version]`"
            )));
        }
    };
    Ok(Offered {
        service: service.to_owned(),
        version: version.to_owned(),
        origin,
        operations: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_belong_to_the_header_above_them() {
        let offered = parse("# note\n[iam 1]\nA # why\n\nB\n[sts 2]\nC\n").unwrap();
        assert_eq!(offered.len(), 2);
        assert_eq!(offered[0].operations, ["A", "B"]);
        assert_eq!(
            (offered[1].service.as_str(), offered[1].version.as_str()),
            ("sts", "2")
        );
    }

    #[test]
    fn an_operation_under_no_service_is_refused() {
        assert!(parse("A\n").is_err());
        assert!(parse("[iam\nA\n").is_err());
        assert!(parse("[iam 1 theirs]\nA\n").is_err());
    }

    #[test]
    fn a_service_of_ours_says_so() {
        let offered = parse("[iam 1]\nA\n[sekisho 2 ours]\nB\n").unwrap();
        assert_eq!(offered[0].origin, Origin::Botocore);
        assert_eq!(
            (offered[1].version.as_str(), offered[1].origin),
            ("2", Origin::Ours)
        );
    }
}
