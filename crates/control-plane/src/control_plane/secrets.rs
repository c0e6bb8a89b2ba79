//! The keys and roots that a data directory keeps: made at its first start, read at every other.

use std::path::PathBuf;
use std::sync::Arc;

use seal::{AGENT_FILE_FORMAT, AgentFile, AgentName, FeedAddress, Signer};
use sigv4::{SecretAccessKey, Timestamp};
use store::{Embedded, Store as _};
use zeroize::Zeroizing;

use super::OpenError;
use crate::account::Account;
use crate::ca::{CaError, CertificateAuthority, NewRoot};
use crate::clock::Clock;
use crate::data_dir::{DataDir, DataDirError, write_file};
use crate::entropy::{Entropy, random};
use crate::feed::{Admission, AgentsAuthority};
use crate::ids;
use crate::keyring::{Keyring, MASTER_KEY_BYTES};
use crate::realm::Realm;
use crate::session_tokens::SessionTokens;
use crate::state::{AccessKey, Changes, KeyOwner, Record as _, State};

/// The keys that everything else is kept and proved by.
pub(super) struct Secrets {
    pub(super) keyring: Arc<Keyring>,
    pub(super) signer: Signer,
    pub(super) session_tokens: Arc<SessionTokens>,
}

impl Secrets {
    pub(super) fn load(data: &DataDir, entropy: &dyn Entropy) -> Result<Self, OpenError> {
        let keyring = Arc::new(Keyring::new(&*master_key(data, entropy)?));
        Ok(Self {
            signer: Signer::from_seed(keyring.signing_seed())?,
            session_tokens: Arc::new(SessionTokens::new(keyring.clone())?),
            keyring,
        })
    }

    pub(super) fn admission(
        &self,
        authority: AgentsAuthority,
        store: &Arc<Embedded>,
        clock: &Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Admission {
        Admission {
            store: store.clone(),
            authority,
            session_tokens: self.session_tokens.clone(),
            clock: clock.clone(),
            entropy,
        }
    }
}

fn master_key(
    data: &DataDir,
    entropy: &dyn Entropy,
) -> Result<Zeroizing<[u8; MASTER_KEY_BYTES]>, OpenError> {
    let path = data.control_plane().join("master.key");
    match std::fs::read(&path).map(Zeroizing::new) {
        Ok(bytes) => {
            let key = <[u8; MASTER_KEY_BYTES]>::try_from(bytes.as_slice());
            key.map(Zeroizing::new)
                .map_err(|_| OpenError::MasterKey(path))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let key = Zeroizing::new(random::<MASTER_KEY_BYTES>(entropy)?);
            write_file(&path, &*key, 0o600)?;
            Ok(key)
        }
        Err(source) => Err(DataDirError::Io {
            action: "read",
            path,
            source,
        }
        .into()),
    }
}

pub(super) fn certificate_authority(
    data: &DataDir,
    account: &Account,
    clock: &dyn Clock,
) -> Result<CertificateAuthority, OpenError> {
    let root = kept_root(data, "ca", || {
        CertificateAuthority::make(account.id.as_str(), &account.region, clock.now())
    })?;
    let ca = CertificateAuthority::load(&root.certificate_pem, &root.key_pem)?;
    write_file(&data.bundle(), root.certificate_pem.as_bytes(), 0o644)?;
    Ok(ca)
}

pub(super) fn agents_authority(
    data: &DataDir,
    account: &Account,
    clock: &dyn Clock,
) -> Result<AgentsAuthority, OpenError> {
    let root = kept_root(data, "agents-ca", || {
        AgentsAuthority::make(&account.id, clock.now())
    })?;
    Ok(AgentsAuthority::load(
        &account.id,
        &root.certificate_pem,
        &root.key_pem,
    )?)
}

/// A root as it was made at the first start. Its key is written before its certificate: what is there
/// whole is taken, and a first start that was cut off between the two makes both anew.
fn kept_root(
    data: &DataDir,
    name: &str,
    make: impl FnOnce() -> Result<NewRoot, CaError>,
) -> Result<NewRoot, OpenError> {
    let file = |extension: &str| data.control_plane().join(format!("{name}.{extension}"));
    let (key, certificate) = (file("key"), file("pem"));
    if !certificate.exists() {
        let root = make()?;
        write_file(&key, root.key_pem.as_bytes(), 0o600)?;
        write_file(&certificate, root.certificate_pem.as_bytes(), 0o600)?;
    }
    let read = |path: PathBuf| {
        std::fs::read_to_string(&path).map_err(|source| DataDirError::Io {
            action: "read",
            path,
            source,
        })
    };
    Ok(NewRoot {
        certificate_pem: read(certificate)?,
        key_pem: Zeroizing::new(read(key)?),
    })
}

/// Gives this host's agent its keys.
pub(super) fn join_local_agent(
    data: &DataDir,
    session_tokens: &SessionTokens,
    state: &State,
    now: Timestamp,
) -> Result<(), OpenError> {
    let file = AgentFile {
        format: AGENT_FILE_FORMAT,
        name: AgentName::local(),
        feed: FeedAddress::Unix(data.control_plane().join("feed.sock")),
        sockets_dir: data.sockets(),
        control_plane_keys: vec![session_tokens.public_key().clone()],
        agents_keys: session_tokens.keys(state, now)?.agents_keys,
    };
    Ok(write_file(
        &data.agent().join("agent.json"),
        &file.to_json()?,
        0o600,
    )?)
}

/// The root access key: made at the first start, and written to its file whenever that is missing.
pub(super) async fn root_credentials(
    data: &DataDir,
    store: &Embedded,
    realm: &Realm,
    clock: &dyn Clock,
) -> Result<(), OpenError> {
    if data.aws_credentials().exists() {
        return Ok(());
    }
    let state = State::new(store.read().await?);
    for key in state.all::<AccessKey>() {
        let key = key?;
        if key.owner == KeyOwner::Root && key.active {
            let opened = realm.keyring.open(&key.key(), &key.sealed_secret)?;
            return write_credentials(data, &key.id, &SecretAccessKey::new(opened.to_string()));
        }
    }
    let secret = ids::secret_access_key(&*realm.entropy)?;
    let mut key = AccessKey {
        id: ids::access_key_id(&realm.account.id, &*realm.entropy)?,
        owner: KeyOwner::Root,
        active: true,
        created_at: clock.now().as_unix(),
        sealed_secret: String::new(),
    };
    key.sealed_secret = realm
        .keyring
        .seal(&key.key(), secret.expose(), &*realm.entropy)?;
    store.commit(Changes::new().create(&key).into_txn()).await?;
    write_credentials(data, &key.id, &secret)
}

fn write_credentials(data: &DataDir, id: &str, secret: &SecretAccessKey) -> Result<(), OpenError> {
    let text = Zeroizing::new(format!(
        "[default]\naws_access_key_id = {id}\naws_secret_access_key = {}\n",
        secret.expose()
    ));
    Ok(write_file(&data.aws_credentials(), text.as_bytes(), 0o600)?)
}
