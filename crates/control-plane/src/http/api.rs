//! From a request to an answer: authenticate, find, decide, commit, put in force.

use std::sync::Arc;

use aws_query::error::common::{INTERNAL_FAILURE, SERVICE_UNAVAILABLE};
use aws_query::operation::{self, Descriptor};
use aws_query::{ApiError, ErrorCode, Form, Parameters, Service};
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use sigv4::Timestamp;
use sigv4::request::HttpRequest;
use store::{CommitError, Embedded, Store as _};

use super::throttle::Throttle;
use crate::app::{Answer, Asked, OrFail as _, Prepared, Rest, find};
use crate::authenticate::{Authenticated, authenticate};
use crate::authorize::Permission;
use crate::caller::{AuthenticatedCaller, CallSource};
use crate::clock::Clock;
use crate::feed::Publisher;
use crate::identity_providers::IdentityProviders;
use crate::ids;
use crate::last_use;
use crate::logs::Logs;
use crate::realm::Realm;
use crate::state::{AuditEvent, Changes, State};

/// The longest body of a request.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;

/// How often a call is decided anew because others changed what it was decided on. Each time one of
/// them got through, so this many at once on one record can all succeed.
const MAX_ATTEMPTS: usize = 256;

const BODY_TOO_LARGE: ErrorCode = ErrorCode::sender("RequestEntityTooLarge", 413);

/// Answers API calls.
pub struct Api {
    store: Arc<Embedded>,
    pub(super) realm: Arc<Realm>,
    publisher: Arc<Publisher>,
    logs: Arc<dyn Logs>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) providers: IdentityProviders,
    throttle: Throttle,
}

impl std::fmt::Debug for Api {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Api")
            .field("realm", &self.realm)
            .finish_non_exhaustive()
    }
}

/// A request taken apart, and for whose service it was found to be.
struct Incoming {
    parts: Parts,
    body: Vec<u8>,
    parameters: Result<Parameters, ApiError>,
    form: Form,
    source: CallSource,
    request_id: String,
}

impl Api {
    /// Answers from `store`.
    pub fn new(
        store: Arc<Embedded>,
        realm: Arc<Realm>,
        clock: Arc<dyn Clock>,
        publisher: Arc<Publisher>,
        logs: Arc<dyn Logs>,
        providers: IdentityProviders,
        throttle: Throttle,
    ) -> Self {
        Self {
            store,
            realm,
            publisher,
            logs,
            clock,
            providers,
            throttle,
        }
    }

    /// What is the same for every call.
    pub fn realm(&self) -> &Realm {
        &self.realm
    }

    /// Answers one request.
    pub async fn call(&self, request: Request, source: CallSource) -> Response {
        let Ok(request_id) = ids::request_id(&*self.realm.entropy) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let (parts, body) = request.into_parts();
        let form = form(&parts);
        let Ok(body) = to_bytes(body, MAX_BODY_BYTES).await else {
            let error = BODY_TOO_LARGE.because(format!(
                "The request body is longer than {MAX_BODY_BYTES} bytes."
            ));
            return refusal(&error, Service::Iam, form, &request_id);
        };
        let incoming = Incoming {
            parameters: parameters(&parts, &body),
            parts,
            body: body.into(),
            form,
            source,
            request_id,
        };
        let request_id = &incoming.request_id;
        match self.answer(&incoming).await {
            Ok(body) => respond(200, form, body, request_id),
            Err(error) => refusal(&error, addressed(&incoming), form, request_id),
        }
    }

    /// In Amazon's order: what is asked for, who asks, whether it is offered and may be done.
    async fn answer(&self, incoming: &Incoming) -> Result<String, ApiError> {
        let parameters = incoming.parameters.as_ref().map_err(Clone::clone)?;
        let operation = operation::find(parameters)?;
        let caller = self.caller(incoming, operation, parameters).await?;
        self.throttle.admit(caller.user_id())?;
        let prepare = find(operation.service, operation.name)?;
        let now = self.clock.now();
        let mut state = self.state().await?;
        for _ in 0..MAX_ATTEMPTS {
            let asked = Asked {
                caller: &caller,
                state: &state,
                realm: &self.realm,
                now,
                request_id: &incoming.request_id,
            };
            let Prepared {
                changes,
                rest,
                permission,
                answer,
            } = prepare(&asked, parameters)?;
            let event = audit_event(incoming, &caller, permission.as_ref(), now);
            if changes.is_empty() {
                return self.give(answer, incoming).await;
            }
            if self.commit(changes.create(&event)).await? {
                self.finish(rest).await?;
                return self.give(answer, incoming).await;
            }
            state = self.state().await?;
        }
        Err(SERVICE_UNAVAILABLE.because("Too many calls change the same resource. Try again."))
    }

    /// The text of an answer. Logs are read where that keeps nobody else waiting.
    async fn give(&self, answer: Answer, incoming: &Incoming) -> Result<String, ApiError> {
        let form = incoming.form;
        let read = match answer {
            Answer::Known(text) => return Ok(text(form, &incoming.request_id)),
            Answer::FromLogs(read) => read,
        };
        let (logs, request_id) = (self.logs.clone(), incoming.request_id.clone());
        let read = tokio::task::spawn_blocking(move || read(&*logs, form, &request_id));
        read.await.or_fail()?
    }

    /// Takes the steps that are left, each as of the state that it meets.
    async fn finish(&self, rest: Rest) -> Result<(), ApiError> {
        loop {
            let step = rest(&self.state().await?).or_fail()?;
            if step.is_empty() {
                return Ok(());
            }
            self.commit(step).await?;
        }
    }

    /// Who calls: who signed, but for operations that take a token in place of a signature. One that is
    /// there all the same says nothing.
    async fn caller(
        &self,
        incoming: &Incoming,
        operation: &Descriptor,
        parameters: &Parameters,
    ) -> Result<AuthenticatedCaller, ApiError> {
        if !operation.signed {
            return self.bearer(parameters, incoming.source).await;
        }
        let (state, now) = (self.state().await?, self.clock.now());
        let Authenticated { caller, scope } =
            self.signer(incoming, operation.service, &state, now)?;
        last_use::note(&caller, &scope, &state, now, &self.store).await;
        Ok(caller)
    }

    fn signer(
        &self,
        incoming: &Incoming,
        service: Service,
        state: &State,
        now: Timestamp,
    ) -> Result<Authenticated, ApiError> {
        let parts = &incoming.parts;
        let headers: Vec<(&str, &[u8])> = parts
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
            .collect();
        let request = HttpRequest {
            method: parts.method.as_str(),
            path: parts.uri.path(),
            query: parts.uri.query().unwrap_or_default(),
            headers: &headers,
            body: &incoming.body,
        };
        let (source, realm) = (incoming.source, &self.realm);
        authenticate(&request, service, source, state, realm, now)
    }

    /// Whether the changes are in force; `false` when what they were decided on has changed.
    async fn commit(&self, changes: Changes) -> Result<bool, ApiError> {
        match self.store.commit(changes.into_txn()).await {
            Ok(revision) => {
                self.publisher.in_force(revision).await;
                Ok(true)
            }
            Err(CommitError::Conflict { .. }) => Ok(false),
            Err(error) => {
                tracing::error!(%error, "a change could not be stored");
                Err(INTERNAL_FAILURE
                    .because("The change could not be stored; nothing was changed."))
            }
        }
    }

    pub(super) async fn state(&self) -> Result<State, ApiError> {
        Ok(State::new(self.store.read().await.or_fail()?))
    }
}

fn audit_event(
    incoming: &Incoming,
    caller: &AuthenticatedCaller,
    permission: Option<&Permission>,
    now: Timestamp,
) -> AuditEvent {
    AuditEvent {
        time: now.as_unix(),
        request_id: incoming.request_id.clone(),
        action: permission
            .map(|needed| needed.action.to_owned())
            .unwrap_or_default(),
        resource: permission
            .map(|needed| needed.resource.clone())
            .unwrap_or_default(),
        principal: caller.principal().arn.clone(),
        access_key_id: caller.access_key_id().to_owned(),
    }
}

/// The service that a request is for: each has its own version.
fn addressed(incoming: &Incoming) -> Service {
    let parameters = incoming.parameters.as_ref().ok();
    let version = parameters.and_then(Parameters::version);
    let of_version = |service: &Service| version == Some(service.version());
    Service::ALL
        .into_iter()
        .find(of_version)
        .unwrap_or(Service::Iam)
}

/// The parameters of a request, in its body, in its query, or some here and some there. A signature
/// covers both.
fn parameters(parts: &Parts, body: &[u8]) -> Result<Parameters, ApiError> {
    match parts.uri.query().map(str::as_bytes) {
        None | Some([]) => Parameters::parse(body),
        Some(query) => Parameters::parse(&[query, body].join(&b'&')),
    }
}

/// The form that a request asks for.
fn form(parts: &Parts) -> Form {
    let accept = parts.headers.get(header::ACCEPT);
    Form::accepted(accept.and_then(|accept| accept.to_str().ok()))
}

fn refusal(error: &ApiError, service: Service, form: Form, request_id: &str) -> Response {
    let body = match form {
        Form::Xml => error.to_xml(service, request_id),
        Form::Json => error.to_json(request_id),
    };
    respond(error.http_status(), form, body, request_id)
}

fn respond(status: u16, form: Form, body: String, request_id: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [
        (header::CONTENT_TYPE.as_str(), form.content_type()),
        ("x-amzn-requestid", request_id),
    ];
    (status, headers, body).into_response()
}
