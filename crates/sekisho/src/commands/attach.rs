//! `sekisho attach`

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use engine::attach::{
    DatabaseUrl, Examination, Family, Journal, OwnSocket, Proof, Request, Server,
};
use serde_json::json;

use crate::api::Api;
use crate::attachment::{Endpoint, Registration, Site, Trial, Trust, as_administrator, clear_away};
use crate::cli::Attach;
use crate::failure::{Failure, Outcome, code};
use crate::place::{Place, native_module, pam_module};
use crate::ui::{Progress, dim, good, note, say, strong};

/// How long the agent may take to open the server's socket.
const SOCKET_LIMIT: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(50);

pub fn run(place: &Place, args: &Attach) -> Outcome {
    let url = DatabaseUrl::parse(&args.url).map_err(|error| Failure::usage(error.to_string()))?;
    let site = Site::find(place, &args.other_host, &args.calling)?;
    let request = Request {
        name: args.name.clone(),
        module: match url.family {
            Family::MySql => native_module(args.module.as_deref())?,
            Family::PostgreSql => pam_module(args.module.as_deref())?,
        },
        sockets: site.sockets.clone(),
        switches: site.switches.clone(),
    };
    let attaching = Attaching {
        url,
        site,
        request,
        args,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let progress = Progress::begin();
    let ended = runtime.block_on(attaching.run(&progress));
    progress.end();
    ended
}

struct Attaching<'a> {
    url: DatabaseUrl,
    site: Site,
    request: Request,
    args: &'a Attach,
}

/// What there is to tell in the end.
struct Attached {
    examination: Examination,
    resource_id: String,
    endpoints: Vec<Endpoint>,
    /// `None` when IAM logins are switched off, so that none could be tried.
    proof: Option<Proof>,
    /// What clients verify the server with, if that is known.
    trust: Option<Trust>,
    runs_current_module: bool,
    /// Whether it was before, so that everything was brought up to date.
    already: bool,
}

impl Attaching<'_> {
    async fn run(&self, progress: &Progress) -> Outcome {
        progress.step("looking at the server");
        let (server, mut found) =
            as_administrator(&self.args.administrator, &self.url, async |server| {
                server.examine(&self.request).await
            })
            .await?;
        progress.end();
        let other_name = found.other_name(&self.site.journals, &self.request.name)?;
        if let Some(other) = other_name {
            found.obstacles = vec![format!(
                "this server is attached already, as `{other}`: say --name {other}, or detach it first"
            )];
        }
        if self.args.dry_run || !found.obstacles.is_empty() {
            return self.tell_examination(&found);
        }
        let api = &self.site.api;
        let mut journal = Journal::open(&self.site.journals, &self.request.name, &self.url)?;
        self.check_same_server(&journal)?;
        let progress = &Progress::begin();
        let registration = Registration {
            api,
            name: &self.request.name,
            agent: self.site.agent.as_deref(),
        };
        self.clean_up_before(api, &server, &mut journal, progress)
            .await?;
        let again = journal.record().complete;
        let attached = self
            .attach(&registration, &server, &found, &mut journal, progress)
            .await;
        progress.end();
        match attached {
            Ok(attached) => self.tell(&attached),
            Err(failure) if again => Err(failure),
            Err(failure) => {
                note(dim("it did not work; everything is being undone …"));
                match undo(&registration, &server, journal, progress).await {
                    Ok(()) => Err(failure),
                    Err(left) => {
                        failure.tell();
                        note(format!(
                            "Not everything is undone: see to what follows, and then `sekisho detach {}`",
                            self.request.name
                        ));
                        Err(left)
                    }
                }
            }
        }
    }

    /// What an attempt left that was cut off goes first.
    async fn clean_up_before(
        &self,
        api: &Api,
        server: &Server,
        journal: &mut Journal,
        progress: &Progress,
    ) -> Result<(), Failure> {
        clear_away(api, server, journal, progress).await?;
        if !journal.record().complete {
            server.undo(journal, progress).await?;
        }
        Ok(())
    }

    fn check_same_server(&self, journal: &Journal) -> Result<(), Failure> {
        let known = &journal.record().url;
        match *known == self.url {
            true => Ok(()),
            false => Err(Failure::usage(format!(
                "`{}` is the server at {known}; attach this one under another name, or detach that \
                 one first",
                self.request.name
            ))),
        }
    }

    async fn attach(
        &self,
        registration: &Registration<'_>,
        server: &Server,
        found: &Examination,
        journal: &mut Journal,
        progress: &Progress,
    ) -> Result<Attached, Failure> {
        let endpoints = self.endpoints(found.port);
        journal.write(|_| {})?;
        progress.step("putting the server on record");
        let resource_id = registration.enter(&self.url, found, &endpoints).await?;
        let rds = registration.arn("rds", self.site.api.region()).await?;
        let arn = format!("{rds}:cluster:{}", self.request.name);
        registration.tag(&arn, &self.args.tags).await?;
        let socket = self.site.sockets.join(format!("{resource_id}.sock"));
        progress.step("waiting for the agent");
        wait_for(&socket, registration.agent).await?;
        let examination = server
            .attach(&self.request, &socket, journal, progress)
            .await?;
        let logins = registration.arn("rds-db", self.site.api.region()).await?;
        let resource = format!("{logins}:dbuser:{resource_id}");
        let proof = self
            .proof(
                registration,
                server,
                &endpoints,
                &resource,
                journal,
                progress,
            )
            .await?;
        let trust = proof.as_ref().map(Trust::shown_by).transpose()?.flatten();
        registration.confirm(trust.as_ref()).await?;
        let runs_current_module = server.runs_current_module().await?;
        let already = journal.record().complete;
        journal.write(|record| {
            record.complete = true;
            record.own_socket = proof.as_ref().and_then(own_socket);
        })?;
        Ok(Attached {
            examination,
            resource_id,
            endpoints,
            proof,
            trust,
            runs_current_module,
            already,
        })
    }

    async fn proof(
        &self,
        registration: &Registration<'_>,
        server: &Server,
        endpoints: &[Endpoint],
        resource: &str,
        journal: &mut Journal,
        progress: &Progress,
    ) -> Result<Option<Proof>, Failure> {
        let Some(endpoint) = endpoints.first() else {
            return Ok(None);
        };
        if !registration.is_switched_on().await? {
            return Ok(None);
        }
        progress.step("waiting for the agent to switch IAM authentication on");
        server.switched_on().await?;
        let trial = Trial {
            api: registration.api,
            server,
            endpoint,
            resource,
            region: self.site.api.region(),
            authority: self.args.administrator.ssl_ca.as_deref(),
        };
        trial.run(journal, progress).await.map(Some)
    }

    /// Those that were asked for, or this host's names with the server's port.
    fn endpoints(&self, port: u16) -> Vec<Endpoint> {
        if !self.args.endpoints.is_empty() {
            return self.args.endpoints.clone();
        }
        let hosts = self.site.hosts.iter().cloned();
        hosts.map(|host| Endpoint { host, port }).collect()
    }

    fn tell_examination(&self, found: &Examination) -> Outcome {
        match self.args.json {
            true => say(serde_json::to_string_pretty(found)?),
            false => say(found.to_string().trim_end()),
        }
        match found.obstacles.is_empty() {
            true => Ok(ExitCode::SUCCESS),
            false => Ok(ExitCode::from(code::NO)),
        }
    }

    fn tell(&self, attached: &Attached) -> Outcome {
        if self.args.json {
            say(serde_json::to_string_pretty(&self.as_json(attached))?);
            return Ok(ExitCode::SUCCESS);
        }
        let Attached {
            examination,
            resource_id,
            endpoints,
            ..
        } = attached;
        let name = &self.request.name;
        let shown: Vec<_> = endpoints.iter().map(Endpoint::to_string).collect();
        let state = match attached.already {
            true => "Already attached, and up to date.",
            false => "Attached.",
        };
        say(format!(
            "{} {} {} is the cluster `{name}` ({resource_id}), reached at {}",
            good(state),
            examination.engine,
            examination.version,
            shown.join(", ")
        ));
        for line in tried(attached) {
            say(line);
        }
        for line in &examination.notes {
            say(format!("note: {line}"));
        }
        for line in next(attached, name, self.site.agent.is_some()) {
            say(line);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn as_json(&self, attached: &Attached) -> serde_json::Value {
        let endpoints: Vec<_> = attached.endpoints.iter().map(Endpoint::to_string).collect();
        json!({
            "cluster": self.request.name,
            "resource_id": attached.resource_id,
            "already_attached": attached.already,
            "endpoints": endpoints,
            "tried": attached.proof.is_some(),
            "certificate_verified": matches!(attached.proof, Some(Proof::Verified { .. })),
            "module_is_current": attached.runs_current_module,
            "examination": attached.examination,
        })
    }
}

fn own_socket(proof: &Proof) -> Option<OwnSocket> {
    match proof {
        Proof::Shown { at } => Some(at.clone()),
        Proof::Verified { .. } | Proof::Unverified { .. } => None,
    }
}

fn tried(attached: &Attached) -> Vec<String> {
    let over_tls = "A trial user logged in with a token over TLS";
    let mut lines = match &attached.proof {
        Some(Proof::Verified { .. }) => {
            vec![format!("{over_tls}, the server's certificate verified.")]
        }
        Some(Proof::Shown { .. }) => vec![format!(
            "{over_tls}, verified by what the server shows at its own socket."
        )],
        Some(Proof::Unverified { why, own_authority }) => vec![
            match own_authority {
                Some(_) => format!("{over_tls}, verified by what certifies this server alone."),
                None => format!("{over_tls}."),
            },
            format!(
                "warning: clients that want the name of the first endpoint in its certificate refuse it \
                 ({why}); name its authority with --ssl-ca, or give the server a certificate for that name"
            ),
        ],
        None => vec!["IAM authentication is switched off, so no login was tried.".to_owned()],
    };
    if !attached.runs_current_module {
        lines.push(
            "The login module that runs is an earlier one; this one is active after the server's next \
             start, whenever that suits you."
                .to_owned(),
        );
    }
    lines
}

/// What people do next: make a database user, and log in.
fn next(attached: &Attached, name: &str, on_another_host: bool) -> Vec<String> {
    let Attached {
        examination,
        endpoints,
        proof,
        trust,
        ..
    } = attached;
    let create = strong(match examination.engine.as_str() {
        "postgres" => "CREATE USER iamuser01; GRANT rds_iam TO iamuser01",
        _ => "CREATE USER iamuser01 IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'",
    });
    let (host, port) = endpoints
        .first()
        .map_or(("localhost", examination.port), |first| {
            (&first.host, first.port)
        });
    let mut connect = match on_another_host {
        true => format!("sekisho connect {host} --port {port} --user iamuser01"),
        false => format!("sekisho connect {name} --user iamuser01"),
    };
    let shown = matches!(proof, Some(Proof::Shown { .. }));
    if on_another_host || (trust.is_none() && !shown) {
        connect.push_str(" --ssl-ca FILE");
    }
    let policy = strong("rds-db:connect");
    vec![format!(
        "Next: {create}, allow {policy} in a policy, and `{connect}`"
    )]
}

/// The agent opens the socket as soon as it has heard of the server.
async fn wait_for(socket: &Path, agent: Option<&str>) -> Result<(), Failure> {
    let open = async {
        while !socket.exists() {
            tokio::time::sleep(POLL).await;
        }
    };
    tokio::time::timeout(SOCKET_LIMIT, open)
        .await
        .map_err(|_| {
            Failure::failed(match agent {
                None => "the agent does not open the server's socket; is `sekisho up` running?".to_owned(),
                Some(name) => format!(
                    "the agent `{name}` of this host does not open the server's socket: its log says why, and \
                     `sekisho agents list` whether it is connected to this control plane"
                ),
            })
        })
}

/// Takes back all that was done, in the server, on its host, and on record.
async fn undo(
    registration: &Registration<'_>,
    server: &Server,
    mut journal: Journal,
    progress: &Progress,
) -> Result<(), Failure> {
    clear_away(registration.api, server, &mut journal, progress).await?;
    server.undo(&mut journal, progress).await?;
    registration.leave().await?;
    Ok(journal.remove()?)
}
