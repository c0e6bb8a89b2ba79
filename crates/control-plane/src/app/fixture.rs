//! A small world for tests of operations: an account over a store of its own, people with keys, a
//! clock and random bytes that the test decides on. A call goes the way that a request goes, from its
//! signature to its answer; only the network is missing.

use std::cell::Cell;
use std::fs::Permissions;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::{Arc, Mutex};

use aws_query::operation::{self, Descriptor};
use aws_query::{ApiError, Form, Parameters, Service};
use iam::login::{Session, Sessions as _};
use seal::join::Fingerprint;
use sigv4::request::{HttpRequest, PathForm, sign};
use sigv4::{SecretAccessKey, Timestamp};
use store::{CommitError, Embedded, Store as _};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use super::{Asked, Prepared, find};
use crate::account::{Account, AccountId};
use crate::authenticate::{Authenticated, authenticate};
use crate::caller::{AuthenticatedCaller, CallSource};
use crate::choices::Resets;
use crate::denial::Denials;
use crate::engines::{EngineName, OfferedEngine};
use crate::entropy::{Entropy, EntropyError};
use crate::ids;
use crate::keyring::Keyring;
use crate::logs::{From, LogFile, LoggedServer, Logs, Portion};
use crate::realm::{AgentsOffer, Offer, Realm};
use crate::session_tokens::SessionTokens;
use crate::state::{AccessKey, Changes, KeyOwner, Record as _, State};

pub(crate) const ACCOUNT: &str = "111111111111";

/// 2025-01-15T12:00:00Z
const NOON: i64 = 1_736_942_400;

/// The id of every request.
pub(crate) const REQUEST_ID: &str = "00000000-0000-4000-8000-000000000000";

/// Where a call is made from.
const SOURCE: CallSource = CallSource {
    address: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7)),
    tls: true,
};

/// An account and everything in it.
pub(crate) struct World {
    pub(crate) realm: Realm,
    pub(crate) root: Person,
    store: Embedded,
    now: Cell<i64>,
    runtime: Runtime,
    _folder: TempDir,
}

/// Somebody with credentials.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) key_id: String,
    secret: String,
    token: Option<String>,
}

impl Person {
    /// Who holds the credentials in an answer.
    pub(crate) fn of(answer: &Answer) -> Self {
        Self {
            key_id: answer.text("AccessKeyId"),
            secret: answer.text("SecretAccessKey"),
            token: answer.find("SessionToken"),
        }
    }

    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    pub(crate) fn token(&self) -> &str {
        self.token.as_deref().unwrap()
    }

    /// This key, with the session token of another.
    pub(crate) fn with_token_of(&self, other: &Self) -> Self {
        Self {
            token: other.token.clone(),
            ..self.clone()
        }
    }
}

/// The XML of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer(pub(crate) String);

impl Answer {
    /// The text of every element of this name.
    pub(crate) fn all(&self, element: &str) -> Vec<String> {
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        self.0
            .split(&open)
            .skip(1)
            .map(|rest| rest.split(&close).next().unwrap().to_owned())
            .collect()
    }

    /// The text of the first element of this name.
    pub(crate) fn find(&self, element: &str) -> Option<String> {
        self.all(element).into_iter().next()
    }

    /// The text of the element of this name, which must be there.
    pub(crate) fn text(&self, element: &str) -> String {
        self.find(element)
            .unwrap_or_else(|| panic!("no <{element}> in {}", self.0))
    }
}

impl World {
    /// The session in a token, as an agent opens it that has today's keys.
    pub(crate) fn opened(&self, token: &str) -> Arc<Session> {
        let tokens = &self.realm.session_tokens;
        let opener = tokens.opener(&self.state(), self.now()).unwrap();
        opener.open(token, self.now()).unwrap()
    }

    pub(crate) fn new() -> Self {
        let private = Permissions::from_mode(0o700);
        let folder = tempfile::Builder::new()
            .permissions(private)
            .tempdir()
            .unwrap();
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let store = Embedded::open(&folder.path().join("store.sqlite")).unwrap();
        let realm = realm();
        let (key, secret) = root_key(&realm);
        let txn = Changes::new().create(&key).into_txn();
        runtime.block_on(store.commit(txn)).unwrap();
        Self {
            root: Person {
                key_id: key.id,
                secret,
                token: None,
            },
            realm,
            store,
            now: Cell::new(NOON),
            runtime,
            _folder: folder,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_unix(self.now.get())
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.now.set(self.now.get() + seconds);
    }

    pub(crate) fn store(&self) -> &Embedded {
        &self.store
    }

    /// Waits for what the store does by and by.
    pub(crate) fn wait<T>(&self, until: impl Future<Output = T>) -> T {
        self.runtime.block_on(until)
    }

    pub(crate) fn state(&self) -> State {
        State::new(self.runtime.block_on(self.store.read()).unwrap())
    }

    /// Makes a call and commits what it changes.
    pub(crate) fn call(
        &self,
        person: &Person,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Answer, ApiError> {
        let Prepared {
            changes,
            rest,
            answer,
            ..
        } = self.decide(person, action, parameters, &self.state())?;
        assert!(self.commit(changes), "nobody else writes");
        loop {
            let step = rest(&self.state()).unwrap();
            if step.is_empty() {
                break;
            }
            assert!(self.commit(step), "nobody else writes");
        }
        Ok(Answer(match answer {
            super::Answer::Known(text) => text(Form::Xml, REQUEST_ID),
            super::Answer::FromLogs(read) => read(&WrittenLogs, Form::Xml, REQUEST_ID)?,
        }))
    }

    /// What a call comes to as of `state`.
    pub(crate) fn decide(
        &self,
        person: &Person,
        action: &str,
        parameters: &[(&str, &str)],
        state: &State,
    ) -> Result<Prepared, ApiError> {
        let body = body(service_of(action), action, parameters);
        let parameters = Parameters::parse(body.as_bytes())?;
        let Descriptor { service, name, .. } = *operation::find(&parameters)?;
        let Authenticated { caller, .. } = self.authenticated(person, service, &body, state)?;
        let prepare = find(service, name)?;
        let asked = Asked {
            caller: &caller,
            state,
            realm: &self.realm,
            now: self.now(),
            request_id: REQUEST_ID,
        };
        prepare(&asked, &parameters)
    }

    /// Whose key somebody has.
    pub(crate) fn caller(&self, person: &Person) -> AuthenticatedCaller {
        let body = body(Service::Sts, "GetCallerIdentity", &[]);
        let signed = self.authenticated(person, Service::Sts, &body, &self.state());
        signed.unwrap().caller
    }

    /// Whether the changes were made; not when what they were decided on has changed.
    pub(crate) fn commit(&self, changes: Changes) -> bool {
        if changes.is_empty() {
            return true;
        }
        match self.runtime.block_on(self.store.commit(changes.into_txn())) {
            Ok(_) => true,
            Err(CommitError::Conflict { .. }) => false,
            Err(error) => panic!("{error}"),
        }
    }

    fn authenticated(
        &self,
        person: &Person,
        service: Service,
        body: &str,
        state: &State,
    ) -> Result<Authenticated, ApiError> {
        let now = self.now();
        let unsigned = HttpRequest {
            method: "POST",
            path: "/",
            query: "",
            headers: &[("host", b"localhost")],
            body: body.as_bytes(),
        };
        let signer = sigv4::request::Signer {
            access_key_id: &person.key_id,
            secret: &SecretAccessKey::new(person.secret.clone()),
            session_token: person.token.as_deref(),
            region: "us-east-1",
            service: service.name(),
            path_form: PathForm::Normalized,
        };
        let signed = sign(&unsigned, &signer, now).unwrap();
        let mut headers = unsigned.headers.to_vec();
        headers.push(("x-amz-date", signed.amz_date.as_bytes()));
        headers.push(("authorization", signed.authorization.as_bytes()));
        if let Some(token) = &signed.security_token {
            headers.push(("x-amz-security-token", token.as_bytes()));
        }
        let request = HttpRequest {
            headers: &headers,
            ..unsigned
        };
        authenticate(&request, service, SOURCE, state, &self.realm, now)
    }

    /// A call of the root's, which must succeed.
    pub(crate) fn root(&self, action: &str, parameters: &[(&str, &str)]) -> Answer {
        self.call(&self.root, action, parameters)
            .unwrap_or_else(|error| panic!("{action} {parameters:?}: {error}"))
    }

    /// The error of a call of the root's, which must fail: its code and its text.
    pub(crate) fn refused(&self, action: &str, parameters: &[(&str, &str)]) -> (String, String) {
        refusal(self.call(&self.root, action, parameters))
    }

    /// A new user with an access key.
    pub(crate) fn user(&self, name: &str) -> Person {
        self.root("CreateUser", &[("UserName", name)]);
        Person::of(&self.root("CreateAccessKey", &[("UserName", name)]))
    }

    /// Somebody whose key nobody made.
    pub(crate) fn somebody_unknown(&self) -> Person {
        Person {
            key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
            token: None,
        }
    }

    /// A new user who may do this on everything.
    pub(crate) fn user_who_may(&self, name: &str, action: &str) -> Person {
        let person = self.user(name);
        self.allow(name, "may", action, "*");
        person
    }

    /// Lets a user do this.
    pub(crate) fn allow(&self, user: &str, policy: &str, action: &str, resource: &str) {
        self.root(
            "PutUserPolicy",
            &[
                ("UserName", user),
                ("PolicyName", policy),
                ("PolicyDocument", &statement("Allow", action, resource)),
            ],
        );
    }
}

/// The code and the text of an error.
pub(crate) fn refusal(result: Result<Answer, ApiError>) -> (String, String) {
    match result {
        Ok(answer) => panic!("not refused: {}", answer.0),
        Err(error) => (error.code().to_owned(), error.message().to_owned()),
    }
}

/// A policy of one statement.
pub(crate) fn statement(effect: &str, action: &str, resource: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"{effect}","Action":"{action}","Resource":"{resource}"}}]}}"#
    )
}

/// The ARN of something in the account.
pub(crate) fn arn(resource: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:{resource}")
}

fn realm() -> Realm {
    let keyring = Arc::new(Keyring::new(&[7; 32]));
    Realm {
        account: Account {
            id: AccountId::parse(ACCOUNT).unwrap(),
            partition: "aws".to_owned(),
            region: "us-east-1".to_owned(),
        },
        session_tokens: Arc::new(SessionTokens::new(keyring.clone()).unwrap()),
        keyring,
        agents: AgentsOffer {
            address: None,
            authority: Fingerprint([5; 32]),
            presence: Arc::default(),
        },
        entropy: Arc::new(Counted(Mutex::new(0))),
        offer: Offer {
            engines: vec![
                offered(EngineName::MariaDb, "10.11.6"),
                offered(EngineName::AuroraMySql, "10.11.6"),
                OfferedEngine {
                    product: engine::Product::PostgreSql,
                    ..offered(EngineName::AuroraPostgreSql, "15.18")
                },
            ],
            endpoint_host: "localhost".to_owned(),
            ca_certificate_pem: String::new(),
        },
        resets: Resets::Refused,
        denials: Denials::default(),
    }
}

fn offered(name: EngineName, version: &str) -> OfferedEngine {
    OfferedEngine {
        name,
        product: engine::Product::MariaDb,
        version: version.to_owned(),
    }
}

fn root_key(realm: &Realm) -> (AccessKey, String) {
    let secret = ids::secret_access_key(&*realm.entropy).unwrap();
    let mut key = AccessKey {
        id: ids::access_key_id(&realm.account.id, &*realm.entropy).unwrap(),
        owner: KeyOwner::Root,
        active: true,
        created_at: NOON,
        sealed_secret: String::new(),
    };
    let sealed = realm
        .keyring
        .seal(&key.key(), secret.expose(), &*realm.entropy);
    key.sealed_secret = sealed.unwrap();
    (key, secret.expose().to_owned())
}

/// Bytes that differ each time and are the same in every run (SplitMix64).
struct Counted(Mutex<u64>);

impl Entropy for Counted {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        let mut state = self.0.lock().unwrap();
        for chunk in bytes.chunks_mut(8) {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut word = *state;
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            for (to, from) in chunk.iter_mut().zip((word ^ (word >> 31)).to_le_bytes()) {
                *to = from;
            }
        }
        Ok(())
    }
}

/// Every server has written the same.
struct WrittenLogs;

impl Logs for WrittenLogs {
    fn list(&self, _: &LoggedServer) -> io::Result<Vec<LogFile>> {
        let file = |name: &str, bytes| LogFile {
            name: name.to_owned(),
            written_at_ms: NOON * 1000,
            bytes,
        };
        Ok(vec![
            file("error/mysql-error.log", LOG.len() as u64),
            file("iam.log", 0),
        ])
    }

    fn read(&self, _: &LoggedServer, name: &str, _: From, _: usize) -> io::Result<Option<Portion>> {
        let there = name == "error/mysql-error.log";
        Ok(there.then(|| Portion {
            data: LOG.as_bytes().to_vec(),
            start: 0,
            length: LOG.len() as u64,
        }))
    }
}

const LOG: &str = "one\ntwo\nthree\n";

fn service_of(action: &str) -> Service {
    let offers = |service: &Service| {
        operation::all(*service)
            .iter()
            .any(|descriptor| descriptor.name == action)
    };
    let found = Service::ALL.into_iter().find(offers);
    found.unwrap_or_else(|| panic!("{action} is not offered"))
}

fn body(service: Service, action: &str, parameters: &[(&str, &str)]) -> String {
    let mut body = format!("Action={action}&Version={}", service.version());
    for (name, value) in parameters {
        body.push('&');
        body.push_str(name);
        body.push('=');
        for byte in value.bytes() {
            body.push_str(&format!("%{byte:02X}"));
        }
    }
    body
}
