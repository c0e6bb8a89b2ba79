//! Which region a token is signed for.

use crate::credentials::Resolved;
use crate::failure::Failure;
use crate::rds_host;

/// The region: as told, else as configured, else as the host name says. Amazon's own CLI takes the
/// configured one even when the host name says another; so do we, and say so.
pub fn choose(told: Option<&str>, resolved: &Resolved, host: &str) -> Result<String, Failure> {
    let of_host = rds_host::region(host);
    let chosen = told.map(str::to_owned).or_else(|| resolved.region.clone());
    let Some(chosen) = chosen.or_else(|| of_host.clone()) else {
        return Err(Failure::usage(
            "no region: name one with --region, or set AWS_REGION, or give the profile one",
        ));
    };
    if let Some(of_host) = of_host.filter(|of_host| *of_host != chosen) {
        crate::ui::note(format!(
            "note: the host is in {of_host}, the token is signed for {chosen}; it will be refused"
        ));
    }
    Ok(chosen)
}
