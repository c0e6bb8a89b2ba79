//! `sekisho reset`

use std::io::{BufRead as _, IsTerminal as _};
use std::process::ExitCode;
use std::time::Duration;

use aws_query::Service;

use crate::api::{Api, CallError};
use crate::cli::Reset;
use crate::failure::{Failure, Outcome, code};
use crate::place::Place;
use crate::ui::{Progress, good, note, say};

const POLL: Duration = Duration::from_millis(100);
/// How long the databases may take to be gone.
const GONE_LIMIT: Duration = Duration::from_secs(120);

pub fn run(place: &Place, args: &Reset) -> Outcome {
    let api = args.calling.api(place)?;
    if !args.yes && !confirmed(place)? {
        note("Nothing was changed.");
        return Ok(ExitCode::from(code::NO));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let progress = Progress::begin();
    let wiped = runtime.block_on(wipe(&api, &progress));
    progress.end();
    wiped?;
    say(good("The account is empty."));
    Ok(ExitCode::SUCCESS)
}

/// Asks at a terminal; whoever is at none says `--yes`.
fn confirmed(place: &Place) -> Result<bool, Failure> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(Failure::usage(
            "a reset deletes every user, role, policy and database: confirm with --yes",
        ));
    }
    note(format!(
        "This deletes every user, role, policy and database of {}, with all data. Type yes to go on:",
        place.path()?.display()
    ));
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer)?;
    Ok(answer.trim() == "yes")
}

async fn wipe(api: &Api, progress: &Progress) -> Result<(), Failure> {
    progress.step("wiping the account");
    let answer = api.call(Service::Sekisho, "ResetAccount", &[]).await?;
    let clusters = answer.all("DBClusterIdentifiers.member");
    let instances = answer.all("DBInstanceIdentifiers.member");
    let all_gone = async {
        for name in clusters {
            let named = [("DBClusterIdentifier", name)];
            gone(api, progress, "DescribeDBClusters", named).await?;
        }
        for name in instances {
            let named = [("DBInstanceIdentifier", name)];
            gone(api, progress, "DescribeDBInstances", named).await?;
        }
        Ok(())
    };
    tokio::time::timeout(GONE_LIMIT, all_gone)
        .await
        .map_err(|_| Failure::failed("the databases take too long to stop; see up.log"))?
}

async fn gone(
    api: &Api,
    progress: &Progress,
    describe: &str,
    named: [(&str, &str); 1],
) -> Result<(), Failure> {
    progress.step(&format!("deleting {}", named[0].1));
    loop {
        match api.call(Service::Rds, describe, &named).await {
            Ok(_) => tokio::time::sleep(POLL).await,
            Err(CallError::Refused { code, .. }) if code.contains("NotFound") => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
}
