//! The caller's credentials, from where every AWS client looks.
//!
//! Keys in the environment or in the shared credentials file are read here, which takes microseconds.
//! Everything else (roles, SSO, web identity, container and instance metadata, `credential_process`)
//! is the AWS SDK's own chain, which is loaded only when it is needed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use aws_credential_types::provider::ProvideCredentials as _;
use sigv4::SecretAccessKey;
use zeroize::Zeroizing;

use crate::failure::Failure;

/// Credentials, and the region that was configured along with them.
pub struct Resolved {
    /// `AKIA…` or `ASIA…`.
    pub access_key_id: String,
    /// The secret.
    pub secret: SecretAccessKey,
    /// The session token of temporary credentials.
    pub session_token: Option<Zeroizing<String>>,
    /// The configured region.
    pub region: Option<String>,
}

impl std::fmt::Debug for Resolved {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Resolved")
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}

/// Finds the credentials of `profile`, or those that are configured.
pub fn resolve(profile: Option<&str>) -> Result<Resolved, Failure> {
    let environment = Environment::read();
    if let Some(found) = profile.is_none().then(|| environment.keys()).flatten() {
        return Ok(found);
    }
    let name = profile
        .map(str::to_owned)
        .or_else(|| environment.profile.clone());
    if let Some(found) = Files::of(&environment).keys(name.as_deref().unwrap_or("default")) {
        let region = environment.region.clone().or(found.region);
        return Ok(Resolved { region, ..found });
    }
    from_sdk(name, environment.region)
}

/// The keys that `default` has in this one file.
pub fn of_file(path: &Path) -> Result<Resolved, Failure> {
    let files = Files {
        credentials: sections(&Zeroizing::new(std::fs::read_to_string(path)?)),
        config: Sections::new(),
    };
    files
        .keys("default")
        .ok_or_else(|| Failure::failed(format!("there is no access key in {}", path.display())))
}

/// What the environment says.
#[derive(Default)]
struct Environment {
    access_key_id: Option<String>,
    secret: Option<String>,
    session_token: Option<String>,
    region: Option<String>,
    profile: Option<String>,
    credentials_file: Option<PathBuf>,
    config_file: Option<PathBuf>,
}

impl Environment {
    #[expect(
        clippy::disallowed_methods,
        reason = "the binary reads the environment"
    )]
    fn read() -> Self {
        let var = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let home = std::env::var_os("HOME").map(PathBuf::from);
        let file = |name: &str, default: &str| {
            let chosen = std::env::var_os(name).map(PathBuf::from);
            chosen.or_else(|| Some(home.as_ref()?.join(default)))
        };
        Self {
            access_key_id: var("AWS_ACCESS_KEY_ID"),
            secret: var("AWS_SECRET_ACCESS_KEY"),
            session_token: var("AWS_SESSION_TOKEN"),
            region: var("AWS_REGION").or_else(|| var("AWS_DEFAULT_REGION")),
            profile: var("AWS_PROFILE"),
            credentials_file: file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials"),
            config_file: file("AWS_CONFIG_FILE", ".aws/config"),
        }
    }

    fn keys(&self) -> Option<Resolved> {
        Some(Resolved {
            access_key_id: self.access_key_id.clone()?,
            secret: SecretAccessKey::new(self.secret.clone()?),
            session_token: self.session_token.clone().map(Zeroizing::new),
            region: self.region.clone(),
        })
    }
}

/// The sections of the two shared files that matter here.
struct Files {
    credentials: Sections,
    config: Sections,
}

type Sections = HashMap<String, HashMap<String, String>>;

/// Settings that say that a profile's credentials come from elsewhere.
const INDIRECT: [&str; 6] = [
    "role_arn",
    "source_profile",
    "credential_process",
    "sso_session",
    "sso_start_url",
    "web_identity_token_file",
];

impl Files {
    fn of(environment: &Environment) -> Self {
        let read = |path: &Option<PathBuf>| {
            let text = path
                .as_ref()
                .and_then(|path| std::fs::read_to_string(path).ok());
            sections(&Zeroizing::new(text.unwrap_or_default()))
        };
        Self {
            credentials: read(&environment.credentials_file),
            config: read(&environment.config_file),
        }
    }

    /// The keys of a profile that has some of its own and gets none from elsewhere.
    fn keys(&self, profile: &str) -> Option<Resolved> {
        let configured = self
            .config
            .get(&format!("profile {profile}"))
            .or_else(|| self.config.get(profile));
        let own = self.credentials.get(profile).or(configured)?;
        let indirect = |section: &HashMap<String, String>| {
            INDIRECT.iter().any(|name| section.contains_key(*name))
        };
        if indirect(own) || configured.is_some_and(indirect) {
            return None;
        }
        let region = configured.and_then(|section| section.get("region"));
        Some(Resolved {
            access_key_id: own.get("aws_access_key_id")?.clone(),
            secret: SecretAccessKey::new(own.get("aws_secret_access_key")?.clone()),
            session_token: own.get("aws_session_token").cloned().map(Zeroizing::new),
            region: region.or_else(|| own.get("region")).cloned(),
        })
    }
}

fn sections(text: &str) -> Sections {
    let mut sections = Sections::new();
    let mut current = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            current = name.split_whitespace().collect::<Vec<_>>().join(" ");
        } else if let Some((name, value)) = line.split_once('=')
            && !line.starts_with(['#', ';'])
        {
            let section = sections.entry(current.clone()).or_default();
            section.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    sections
}

fn from_sdk(profile: Option<String>, region: Option<String>) -> Result<Resolved, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut loader = aws_config::defaults(aws_config::BehaviorVersion::latest());
        if let Some(profile) = profile {
            loader = loader.profile_name(profile);
        }
        let config = loader.load().await;
        let provider = config.credentials_provider().ok_or_else(no_credentials)?;
        let found = provider.provide_credentials().await.map_err(|error| {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            Failure::failed(format!(
                "no credentials: {}. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a \
                 profile with --profile, or, for a stand-in on this machine, run \
                 `eval \"$(sekisho env)\"` first",
                cause.unwrap_or_else(|| error.to_string())
            ))
        })?;
        Ok(Resolved {
            access_key_id: found.access_key_id().to_owned(),
            secret: SecretAccessKey::new(found.secret_access_key().to_owned()),
            session_token: found
                .session_token()
                .map(|token| Zeroizing::new(token.to_owned())),
            region: region.or_else(|| config.region().map(ToString::to_string)),
        })
    })
}

fn no_credentials() -> Failure {
    Failure::failed("no credentials provider is configured")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(credentials: &str, config: &str) -> Files {
        Files {
            credentials: sections(credentials),
            config: sections(config),
        }
    }

    #[test]
    fn keys_of_a_profile_come_from_the_shared_files() {
        let files = files(
            "[default]\naws_access_key_id = AKIA1\naws_secret_access_key=s/1=\n# x = y\n\
             [other]\naws_access_key_id = ASIA2\naws_secret_access_key = s2\naws_session_token = t",
            "[default]\nregion = eu-west-1\n[profile other]\nregion = us-west-2\n",
        );
        let default = files.keys("default").unwrap();
        assert_eq!(default.access_key_id, "AKIA1");
        assert_eq!(default.secret.expose(), "s/1=");
        assert_eq!(default.region.as_deref(), Some("eu-west-1"));
        let other = files.keys("other").unwrap();
        assert_eq!(
            other.session_token.as_deref().map(String::as_str),
            Some("t")
        );
        assert_eq!(other.region.as_deref(), Some("us-west-2"));
        assert!(files.keys("none").is_none());
    }

    #[test]
    fn a_profile_that_assumes_a_role_is_left_to_the_sdk() {
        let files = files(
            "[a]\naws_access_key_id = A\naws_secret_access_key = s",
            "[profile a]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = b",
        );
        assert!(files.keys("a").is_none());
    }

    #[test]
    fn nothing_secret_is_printed() {
        let found = files(
            "[d]\naws_access_key_id = A\naws_secret_access_key = hush",
            "",
        );
        assert!(!format!("{:?}", found.keys("d").unwrap()).contains("hush"));
    }
}
