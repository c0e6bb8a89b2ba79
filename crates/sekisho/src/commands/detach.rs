//! `sekisho detach`

use std::process::ExitCode;

use engine::attach::{Change, Journal, Server};

use crate::api::Api;
use crate::attachment::{Registration, Site, as_administrator, clear_away, clear_away_iam_user};
use crate::cli::Detach;
use crate::failure::{Failure, Outcome, code};
use crate::place::Place;
use crate::ui::{Progress, good, note, say};

pub fn run(place: &Place, args: &Detach) -> Outcome {
    let site = Site::find(place, &args.other_host, &args.calling)?;
    let name = args.name.clone();
    let journal = Journal::find(&site.journals, &name)?.ok_or_else(|| {
        Failure::usage(format!(
            "no server is attached here as `{name}`; `sekisho status` shows which"
        ))
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let progress = Progress::begin();
    let ended = runtime.block_on(detach(args, &site.api, &name, journal, &progress));
    progress.end();
    ended
}

async fn detach(
    args: &Detach,
    api: &Api,
    name: &str,
    mut journal: Journal,
    progress: &Progress,
) -> Outcome {
    let url = journal.record().url.clone();
    let trials: Vec<String> = journal
        .record()
        .changes
        .iter()
        .filter_map(trial_user)
        .collect();
    let asked = as_administrator(&args.administrator, &url, async |server| {
        server.iam_accounts().await
    });
    let (server, accounts) = match asked.await {
        Ok(asked) => asked,
        Err(failure) if args.force => {
            failure.tell();
            return forget(api, name, journal, progress).await;
        }
        Err(failure) => return Err(failure),
    };
    let accounts: Vec<_> = accounts
        .into_iter()
        .filter(|account| !trials.iter().any(|trial| account.contains(trial.as_str())))
        .collect();
    if !accounts.is_empty() && !args.force {
        progress.end();
        note(format!(
            "These database users log in by IAM and could not any more: {}. Give them another way to \
             log in, drop them, or say --force. Nothing was changed.",
            accounts.join(", ")
        ));
        return Ok(ExitCode::from(code::NO));
    }
    let module = journal.record().changes.contains(&Change::Module);
    clear_away(api, &server, &mut journal, progress).await?;
    server.undo(&mut journal, progress).await?;
    let registration = Registration {
        api,
        name,
        agent: None,
    };
    registration.leave().await?;
    journal.remove()?;
    progress.end();
    say(format!(
        "{} `{name}` is as it was before.",
        good("Detached.")
    ));
    if module {
        say(
            "Its login module stays in the running server's memory, where it lets nobody in, until the \
             server's next start: to take it out now could crash the server.",
        );
    }
    if !accounts.is_empty() {
        say(format!("Cannot log in any more: {}", accounts.join(", ")));
    }
    Ok(ExitCode::SUCCESS)
}

/// Detaches a server that does not answer, as far as that goes.
async fn forget(api: &Api, name: &str, mut journal: Journal, progress: &Progress) -> Outcome {
    clear_away_iam_user(api, &mut journal).await?;
    Server::undo_without_server(&mut journal, progress)?;
    let registration = Registration {
        api,
        name,
        agent: None,
    };
    registration.leave().await?;
    journal.remove()?;
    progress.end();
    say(format!(
        "{} `{name}` does not answer; what is in its own tables stays there (docs/attach.md says what).",
        good("Detached.")
    ));
    Ok(ExitCode::SUCCESS)
}

fn trial_user(change: &Change) -> Option<String> {
    match change {
        Change::Account(user) => Some(user.clone()),
        _ => None,
    }
}
