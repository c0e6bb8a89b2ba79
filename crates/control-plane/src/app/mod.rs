//! What the operations do: a folder per service, a file per noun.
//!
//! An operation is a pure function of the caller, the state and the input. It answers with an output
//! and with [`Changes`]; the dispatcher commits those together with their audit event, or runs the
//! function again when the state has moved on. No function here can touch the store.
//!
//! To add an operation: name it in `aws-query`'s `models/operations.txt`, implement [`Handler`] for the
//! generated type in the file of its noun, and list it in that service's `OPERATIONS`. What Amazon has no
//! word for goes into the service `sekisho`: write its shapes into `models/sekisho.json` first.

#[cfg(test)]
pub(crate) mod fixture;
mod iam;
mod page;
mod rds;
mod sekisho;
mod sts;
#[cfg(test)]
mod walk;

use aws_query::error::common::{ACCESS_DENIED, INTERNAL_FAILURE, UNSUPPORTED_OPERATION};
use aws_query::{ApiError, Form, Operation, Parameters, Service};
use sigv4::Timestamp;

use crate::authorize::{Permission, Unauthorized, authorize};
use crate::caller::{AuthenticatedCaller, AuthorizedCaller};
use crate::denial::Denial;
use crate::events::Teller;
use crate::logs::Logs;
use crate::realm::Realm;
use crate::state::{Changes, State, StateError};

/// What is asked before it is known whether the caller may.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Who calls.
    pub caller: &'a AuthenticatedCaller,
    /// Everything, at one revision.
    pub state: &'a State,
    /// What is the same for every call.
    pub realm: &'a Realm,
    /// The time of the call.
    pub now: Timestamp,
    /// The id of the request.
    pub request_id: &'a str,
}

impl Asked<'_> {
    /// Keeps what the caller is not told of a denial.
    fn remember(&self, denial: Denial) {
        self.realm.denials.keep(self.request_id, denial);
    }
}

/// A call that may be made.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// Who calls, and may.
    pub caller: &'a AuthorizedCaller,
    /// Everything, at one revision.
    pub state: &'a State,
    /// What is the same for every call.
    pub realm: &'a Realm,
    /// The time of the call.
    pub now: Timestamp,
    /// The id of the request.
    pub request_id: &'a str,
    /// The operation that is called.
    pub operation: &'static str,
}

impl Call<'_> {
    /// To ask for a further permission of the same caller.
    fn asked(&self) -> Asked<'_> {
        Asked {
            caller: self.caller,
            state: self.state,
            realm: self.realm,
            now: self.now,
            request_id: self.request_id,
        }
    }

    /// To tell of what the call makes happen.
    fn teller(&self) -> Teller<'_> {
        Teller::new(self.state, self.now)
    }

    /// Refuses a caller that lacks a further permission, such as `iam:PassRole`.
    fn also_needs(&self, permission: &Permission) -> Result<(), ApiError> {
        authorized(&self.asked(), Some(permission)).map(drop)
    }
}

/// What an operation comes to.
#[must_use]
pub struct Outcome<O> {
    output: Output<O>,
    changes: Changes,
    rest: Rest,
}

/// What is answered.
enum Output<O> {
    /// This.
    Known(O),
    /// What the servers' logs say.
    FromLogs(FromLogs<O>),
}

/// Makes an answer from logs; run by the dispatcher, where files may be read.
type FromLogs<O> = Box<dyn FnOnce(&dyn Logs) -> Result<O, ApiError> + Send>;

/// What is left to change, in steps, of what does not fit into one transaction: the next step as of a
/// state, or no changes when all is done. Each step holds by itself.
pub(crate) type Rest = fn(&State) -> Result<Changes, StateError>;

/// Nothing is left.
fn nothing(_: &State) -> Result<Changes, StateError> {
    Ok(Changes::new())
}

impl<O> Outcome<O> {
    /// An answer that changes nothing.
    pub fn read(output: O) -> Self {
        Self::write(output, Changes::new())
    }

    /// An answer that holds once `changes` are committed.
    pub fn write(output: O, changes: Changes) -> Self {
        Self {
            output: Output::Known(output),
            changes,
            rest: nothing,
        }
    }

    /// An answer that the servers' logs have, and that changes nothing.
    pub fn from_logs(read: impl FnOnce(&dyn Logs) -> Result<O, ApiError> + Send + 'static) -> Self {
        Self {
            output: Output::FromLogs(Box::new(read)),
            changes: Changes::new(),
            rest: nothing,
        }
    }

    /// The answer waits until this is done too, after the changes.
    pub fn then(self, rest: Rest) -> Self {
        Self { rest, ..self }
    }
}

impl Outcome<()> {
    /// Changes without an answer of their own.
    pub fn done(changes: Changes) -> Self {
        Self::write((), changes)
    }
}

/// An operation as it is carried out here: which permission it needs, and what it does.
pub trait Handler: Operation {
    /// The permission that the caller needs. `None` for what nobody can be denied.
    ///
    /// # Errors
    /// When the resource cannot even be named.
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError>;

    /// What the call comes to.
    ///
    /// # Errors
    /// Amazon's code and text.
    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError>;
}

/// A decided call: what to commit, and what to answer then.
pub(crate) struct Prepared {
    pub(crate) changes: Changes,
    pub(crate) rest: Rest,
    pub(crate) permission: Option<Permission>,
    pub(crate) answer: Answer,
}

/// The text of an answer, given its form and the request's id.
pub(crate) enum Answer {
    /// At once.
    Known(WriteAnswer),
    /// From logs, where files may be read.
    FromLogs(ReadAnswer),
}

type WriteAnswer = Box<dyn FnOnce(Form, &str) -> String + Send>;
type ReadAnswer = Box<dyn FnOnce(&dyn Logs, Form, &str) -> Result<String, ApiError> + Send>;

pub(crate) type Prepare = fn(&Asked<'_>, &Parameters) -> Result<Prepared, ApiError>;

/// The one way from a request to an outcome: decode, authorize, carry out.
fn prepare<H: Handler>(asked: &Asked<'_>, parameters: &Parameters) -> Result<Prepared, ApiError>
where
    H::Output: Send + 'static,
{
    let input = H::decode(parameters)?;
    let permission = H::permission(&input, asked)?;
    let caller = authorized(asked, permission.as_ref())?;
    let call = Call {
        caller: &caller,
        state: asked.state,
        realm: asked.realm,
        now: asked.now,
        request_id: asked.request_id,
        operation: H::NAME,
    };
    let Outcome {
        output,
        changes,
        rest,
    } = H::carry_out(&call, input)?;
    let answer = match output {
        Output::Known(output) => {
            Answer::Known(Box::new(move |form, id| H::answer_in(form, &output, id)))
        }
        Output::FromLogs(read) => Answer::FromLogs(Box::new(move |logs, form, id| {
            Ok(H::answer_in(form, &read(logs)?, id))
        })),
    };
    Ok(Prepared {
        changes,
        rest,
        permission,
        answer,
    })
}

fn authorized(
    asked: &Asked<'_>,
    permission: Option<&Permission>,
) -> Result<AuthorizedCaller, ApiError> {
    let account = &asked.realm.account;
    authorize(asked.caller, permission, asked.state, account, asked.now).map_err(|error| {
        let text = error.to_string();
        match error {
            Unauthorized::Denied { report, .. } | Unauthorized::Untrusted { report, .. } => {
                asked.remember(*report);
                ACCESS_DENIED.because(text)
            }
            Unauthorized::Unreadable(error) => internal(error),
        }
    })
}

/// One entry of a service's list of operations.
pub(crate) type Entry = (&'static str, Prepare);

/// Lists operations: `operations![CreateUser, GetUser]`.
macro_rules! operations {
    ($($operation:ty),* $(,)?) => {
        &[$((<$operation as aws_query::Operation>::NAME, crate::app::prepare::<$operation>)),*]
    };
}
pub(crate) use operations;

/// How the operation `name` of `service` is carried out.
///
/// # Errors
/// `UnsupportedOperation`, for what the contract knows and nobody carries out.
pub(crate) fn find(service: Service, name: &str) -> Result<Prepare, ApiError> {
    let lists: &[&[Entry]] = match service {
        Service::Iam => iam::OPERATIONS,
        Service::Sts => sts::OPERATIONS,
        Service::Rds => rds::OPERATIONS,
        Service::Sekisho => sekisho::OPERATIONS,
    };
    lists
        .iter()
        .copied()
        .flatten()
        .find(|(known, _)| *known == name)
        .map(|(_, prepare)| *prepare)
        .ok_or_else(|| {
            UNSUPPORTED_OPERATION.because(format!("The operation {name} is not offered here."))
        })
}

/// A failure that is ours: the log says which, the caller does not learn.
pub(crate) fn internal(error: impl std::error::Error + 'static) -> ApiError {
    tracing::error!(error = &error as &dyn std::error::Error, "a call failed");
    INTERNAL_FAILURE.because(
        "The request processing has failed because of an unknown error, exception or failure.",
    )
}

/// `?` on our own failures.
pub(crate) trait OrFail<T> {
    /// The value, or the answer for a failure of ours.
    fn or_fail(self) -> Result<T, ApiError>;
}

impl<T, E: std::error::Error + 'static> OrFail<T> for Result<T, E> {
    fn or_fail(self) -> Result<T, ApiError> {
        self.map_err(internal)
    }
}
