//! What a simulation calls a policy.

/// The words of ``inline policy `p` of user `u` ``, under which a principal's own policies go.
fn inline(name: &str) -> Option<(&str, &str, &str)> {
    let mut words = name.strip_prefix("inline policy `")?.split('`');
    let (policy, of, bearer) = (words.next()?, words.next()?, words.next()?);
    Some((of.trim().strip_prefix("of ")?, bearer, policy))
}

/// As Amazon calls a policy in a simulation: `user_alice_inlinepolicy`, or the name of a managed one.
pub(super) fn source_id(name: &str) -> String {
    match inline(name) {
        Some((noun, bearer, policy)) => format!("{noun}_{bearer}_{policy}"),
        None => name.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}
