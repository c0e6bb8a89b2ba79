//! The agent's end of the feed: connect, say hello, take what comes, answer each.

use std::io;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use seal::feed::{
    Applied, Certificate, Document, FEED_PROTOCOL, Hello, Keys, Refused, Renew, ToAgent,
    ToControlPlane,
};
use seal::{FeedAddress, PrivateKeyDer, TlsFeed};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::UnixStream;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::clock::seconds;
use crate::decider::Decider;
use crate::documents::{DocumentError, Documents, InForce, chain};
use crate::membership::Membership;
use crate::reports::Reports;
use crate::stream::{receive, send};
use crate::tls;

/// The first pause after a lost connection; it doubles up to [`MAX_PAUSE`].
const MIN_PAUSE: Duration = Duration::from_millis(50);

/// Short, since a control plane that is back has changes that are not in force here yet.
const MAX_PAUSE: Duration = Duration::from_secs(2);

/// How many messages tell of logins before the control plane is heard again.
const MAX_REPORTS: usize = 16;

/// After a control plane has said that it does not know this agent.
const DISMISSED_PAUSE: Duration = Duration::from_secs(60);

/// A certificate is renewed when less than this part of its time is left.
const RENEWAL_PART: i64 = 3;

/// Follows the control plane for ever.
pub(crate) async fn follow(
    membership: Arc<Membership>,
    documents: Arc<Documents>,
    decider: Arc<Decider>,
    reports: Reports,
) {
    let follower = Follower {
        membership,
        documents: Arc::clone(&documents),
        decider,
        reports: Arc::new(Mutex::new(reports)),
    };
    tokio::join!(follower.stay_connected(), documents.reopen_sockets());
}

struct Follower {
    membership: Arc<Membership>,
    documents: Arc<Documents>,
    decider: Arc<Decider>,
    reports: Arc<Mutex<Reports>>,
}

/// Either transport.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// How a conversation ended.
enum Ended {
    Broken(io::Error),
    /// To begin again with the new certificate.
    Renewed,
    Dismissed(String),
}

/// A key whose certificate is awaited.
type Pending = Option<PrivateKeyDer>;

impl Follower {
    async fn stay_connected(&self) {
        let mut pause = MIN_PAUSE;
        let mut told = false;
        loop {
            match self.connect().await {
                Ok(stream) => {
                    (pause, told) = (MIN_PAUSE, true);
                    match self.converse(stream).await {
                        Ended::Renewed => continue,
                        Ended::Broken(why) => {
                            tracing::warn!(%why, "the control plane is gone; logins go on");
                        }
                        Ended::Dismissed(why) => {
                            tracing::error!(why, "dismissed; nobody is let in any more");
                            pause = DISMISSED_PAUSE;
                        }
                    }
                }
                // Once, not at every attempt of a long night.
                Err(error) if !told => {
                    let why = chain(&*error);
                    tracing::warn!(why, "cannot reach the control plane; logins go on");
                    told = true;
                }
                Err(_) => {}
            }
            self.documents.nothing_to_wait_for();
            sleep(pause).await;
            pause = (pause * 2).clamp(MIN_PAUSE, MAX_PAUSE.max(pause));
        }
    }

    async fn connect(&self) -> Result<Box<dyn Stream>, Box<dyn std::error::Error + Send + Sync>> {
        match self.membership.feed() {
            FeedAddress::Unix(path) => Ok(Box::new(UnixStream::connect(path).await?)),
            FeedAddress::Tls(feed) => {
                Ok(Box::new(tls::connect(&feed, self.decider.clock()).await?))
            }
            other => Err(format!("this agent cannot connect to {other:?}: upgrade it").into()),
        }
    }

    /// Until the connection ends; says why it did.
    async fn converse(&self, mut stream: Box<dyn Stream>) -> Ended {
        tracing::info!("connected to the control plane");
        let connected = &self.decider.metrics.feed_connected;
        connected.store(true, Ordering::Relaxed);
        let ended = self.answer_all(&mut stream).await;
        connected.store(false, Ordering::Relaxed);
        ended.unwrap_or_else(Ended::Broken)
    }

    async fn answer_all(&self, stream: &mut Box<dyn Stream>) -> io::Result<Ended> {
        send(stream, &self.hello().await).await?;
        let mut pending = None;
        loop {
            let answer = match receive(stream).await? {
                ToAgent::Snapshot(bytes) => reply(
                    Document::Snapshot,
                    self.documents.apply_snapshot(bytes).await,
                ),
                ToAgent::Serving(bytes) => reply(
                    Document::Serving,
                    self.documents.apply_serving(&bytes).await,
                ),
                ToAgent::Keys(keys) => self.take_keys(keys),
                ToAgent::Ping => {
                    send(stream, &ToControlPlane::Pong).await?;
                    self.report(stream).await?;
                    match self.renewal(&mut pending) {
                        Some(renewal) => renewal,
                        None => continue,
                    }
                }
                ToAgent::Certificate(certificate) => {
                    match self.take_certificate(certificate, pending.take()) {
                        Ok(()) => return Ok(Ended::Renewed),
                        Err(why) => tracing::error!(why, "the new certificate is not usable"),
                    }
                    continue;
                }
                ToAgent::Dismissed(dismissed) => {
                    self.documents.forget().await;
                    return Ok(Ended::Dismissed(dismissed.why));
                }
            };
            send(stream, &answer).await?;
        }
    }

    /// Tells of logins that were attempted since. The control plane reads this host's own log itself.
    async fn report(&self, stream: &mut Box<dyn Stream>) -> io::Result<()> {
        if !matches!(self.membership.feed(), FeedAddress::Tls(_)) {
            return Ok(());
        }
        for _ in 0..MAX_REPORTS {
            let attempts = match self.with_reports(Reports::next).await {
                Ok(Some(attempts)) => attempts,
                Ok(None) => break,
                Err(error) => {
                    tracing::error!(%error, "cannot read the audit log to tell of logins");
                    break;
                }
            };
            let message = ToControlPlane::Attempts(attempts);
            send(stream, &message).await?;
            if let ToControlPlane::Attempts(attempts) = message {
                self.with_reports(move |reports| {
                    reports.told(&attempts);
                    Ok(())
                })
                .await?;
            }
        }
        Ok(())
    }

    /// Reading a file is kept off the thread that answers logins.
    async fn with_reports<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Reports) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let reports = Arc::clone(&self.reports);
        let done = spawn_blocking(move || {
            // What is not told yet is whole whenever the lock is free.
            work(&mut reports.lock().unwrap_or_else(PoisonError::into_inner))
        });
        done.await.map_err(io::Error::other)?
    }

    async fn hello(&self) -> ToControlPlane {
        let (snapshot_revision, serving_revision) = self.documents.held().await;
        ToControlPlane::Hello(Hello {
            protocol: FEED_PROTOCOL,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            snapshot_revision,
            serving_revision,
        })
    }

    fn take_keys(&self, keys: Keys) -> ToControlPlane {
        let revision = keys.generation;
        let document = Document::Keys;
        match self.membership.keep_keys(keys) {
            Ok(opener) => {
                if let Some(opener) = opener {
                    self.decider.replace_opener(opener);
                    tracing::info!(generation = revision, "other keys for sessions");
                }
                ToControlPlane::Applied(Applied {
                    document,
                    revision,
                    problems: Vec::new(),
                })
            }
            Err(error) => refusal(document, &error),
        }
    }

    /// Asks for a certificate when the present one ends soon, once per connection.
    fn renewal(&self, pending: &mut Pending) -> Option<ToControlPlane> {
        let FeedAddress::Tls(feed) = self.membership.feed() else {
            return None;
        };
        if pending.is_some() || !ends_soon(&feed, self.decider.now_ms()) {
            return None;
        }
        match tls::new_key() {
            Ok((key, request)) => {
                *pending = Some(key);
                Some(ToControlPlane::Renew(Renew { request }))
            }
            Err(error) => {
                tracing::error!(%error, "cannot make a key for the next certificate");
                None
            }
        }
    }

    fn take_certificate(&self, issued: Certificate, pending: Pending) -> Result<(), String> {
        let FeedAddress::Tls(feed) = self.membership.feed() else {
            return Err("this agent has no use for one".to_owned());
        };
        let key = pending.ok_or("it was not asked for")?;
        let Certificate { certificate } = issued;
        tls::check(&feed, &certificate, key.expose(), self.decider.clock())
            .map_err(|error| chain(&error))?;
        self.membership
            .keep_certificate(certificate, key)
            .map_err(|error| chain(&error))?;
        tracing::info!("a new certificate is in place");
        Ok(())
    }
}

fn ends_soon(feed: &TlsFeed, now_ms: i64) -> bool {
    let Some((from, until)) = tls::validity(&feed.certificate) else {
        return true;
    };
    let left = until.seconds_since(seconds(now_ms));
    left < until.seconds_since(from) / RENEWAL_PART
}

fn reply(document: Document, applied: Result<InForce, DocumentError>) -> ToControlPlane {
    match applied {
        Ok(InForce { revision, problems }) => ToControlPlane::Applied(Applied {
            document,
            revision,
            problems,
        }),
        Err(error) => refusal(document, &error),
    }
}

fn refusal(document: Document, error: &dyn std::error::Error) -> ToControlPlane {
    let why = chain(error);
    tracing::error!(?document, why, "refused what the control plane sent");
    ToControlPlane::Refused(Refused { document, why })
}
