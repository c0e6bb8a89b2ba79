//! What `up` says when everything runs.

use control_plane::ServerStatus;
use control_plane::settings::Settings;

use super::master_login::MasterLogin;
use super::{FIRST_CLUSTER, Parts};
use crate::failure::Failure;
use crate::ui::{bad, dim, good, say, strong};

pub(super) fn greet(
    parts: &Parts,
    servers: &[ServerStatus],
    master: Option<&MasterLogin>,
) -> Result<(), Failure> {
    let Settings {
        account_id,
        region,
        address,
        port,
        ..
    } = &parts.settings;
    let failed = servers.iter().any(|server| server.failure.is_some());
    let state = match failed {
        true => bad("Sekisho is up, but not all of it."),
        false => good("Sekisho is up."),
    };
    say(format!("{state}  {}", dim("Ctrl-C stops it.")));
    say("");
    say(format!(
        "  API        http://{address}:{port}   account {account_id}, region {region}"
    ));
    for server in servers {
        let iam = if server.iam_authentication {
            "on"
        } else {
            "off"
        };
        let at = server
            .port
            .map(|port| format!("127.0.0.1:{port}"))
            .unwrap_or_default();
        say(format!(
            "  {:<10} {at}   {}, IAM authentication {iam}",
            server.identifier, server.status
        ));
        if let Some(failure) = &server.failure {
            say(format!("             {}", bad(failure)));
        }
    }
    say(format!("  data       {}", parts.dir.root().display()));
    say("");
    say("Next, in another terminal:");
    say("");
    let own = std::env::current_exe()?;
    let data_dir = parts.dir.root().display();
    let mut next = vec![format!(
        "eval \"$({} env --data-dir {data_dir})\"",
        own.display()
    )];
    if let Some(master) = master {
        next.extend([
            format!("aws rds describe-db-clusters --db-cluster-identifier {FIRST_CLUSTER}"),
            master.command(),
            format!(
                "aws rds modify-db-cluster --db-cluster-identifier {FIRST_CLUSTER} \
                 --enable-iam-database-authentication --apply-immediately"
            ),
        ]);
    }
    for line in next {
        say(format!("  {}", strong(&line)));
    }
    say("");
    say(
        "The README walks on from there; `sekisho logins --follow` shows every login and its reason.",
    );
    Ok(())
}
