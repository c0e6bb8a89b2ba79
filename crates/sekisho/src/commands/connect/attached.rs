//! Servers that were attached: the control plane knows where they are and what they are verified with.

use aws_query::Service;

use super::{Family, InMemory, Target, in_memory};
use crate::api::{Answer, Calling};
use crate::attachment::{Trust, VerifiedBy};
use crate::cli::Connect;
use crate::failure::Failure;
use crate::place::Place;

/// An attached server, on whichever host; `None` for any other, and where the control plane does not say.
pub(super) fn find(place: &Place, args: &Connect) -> Result<Option<Target>, Failure> {
    let api = Calling::default().api(place)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let named = [("DBClusterIdentifier", args.target.as_str())];
    let told = runtime.block_on(api.call(Service::Sekisho, "DescribeDBServer", &named));
    match told {
        Ok(server) => target(&server, args, api.region()),
        Err(_) => Ok(None),
    }
}

fn target(server: &Answer, args: &Connect, region: &str) -> Result<Option<Target>, Failure> {
    let text = |element| server.text(element);
    let port = text("Endpoints.member.Port").and_then(|port| port.parse().ok());
    let (Some(host), Some(port), Some(engine)) =
        (text("Endpoints.member.Host"), port, text("Engine"))
    else {
        return Ok(None);
    };
    let (ssl_ca, kept, by_name) = match (&args.ssl_ca, Trust::on_record(server)) {
        (Some(chosen), _) => (chosen.clone(), None, true),
        (None, Some(trust)) => {
            let file: InMemory = in_memory(trust.certificates.as_bytes())?;
            let by_name = trust.verified_by == VerifiedBy::HostName;
            (file.path().into(), Some(file), by_name)
        }
        (None, None) => {
            return Err(Failure::usage(format!(
                "nothing is known to verify `{}` with: name its certificates with --ssl-ca, or attach it \
                 again with them",
                args.target
            )));
        }
    };
    Ok(Some(Target {
        family: Family::of_engine(engine),
        host: host.to_owned(),
        port,
        region: Some(args.region.clone().unwrap_or_else(|| region.to_owned())),
        ssl_ca,
        by_name,
        _kept: kept,
    }))
}
