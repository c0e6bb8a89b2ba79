//! `sekisho env`

use std::process::ExitCode;

use crate::api::ApiAddress;
use crate::cli::Env;
use crate::failure::Outcome;
use crate::place::Place;
use crate::ui::{note, say};

/// Variables that would take precedence over the stand-in's credentials file.
const IN_THE_WAY: [&str; 4] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
];

/// The region whose RDS endpoint version 1 of the AWS CLI has built in.
const CLI_V1_TRAP: &str = "us-east-1";

pub fn run(place: &Place, args: &Env) -> Outcome {
    let (dir, settings) = place.with_settings()?;
    let scheme = if args.tls { "https" } else { "http" };
    let endpoint = format!(
        "{scheme}://{}",
        ApiAddress::of(settings.address, settings.port).authority()
    );
    let mut set = vec![
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_REGION", settings.region.clone()),
        ("AWS_DEFAULT_REGION", settings.region.clone()),
        // The secret stays in the file: it is in no environment, on no screen and in no history.
        (
            "AWS_SHARED_CREDENTIALS_FILE",
            dir.aws_credentials().display().to_string(),
        ),
        ("SEKISHO_DATA_DIR", dir.root().display().to_string()),
    ];
    if args.tls {
        set.push(("AWS_CA_BUNDLE", dir.bundle().display().to_string()));
    }
    if args.json {
        let object: serde_json::Map<_, _> = set
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
        say(serde_json::Value::Object(object).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    if settings.region == CLI_V1_TRAP {
        note(format!(
            "note: version 1 of the AWS CLI ignores AWS_ENDPOINT_URL for `aws rds` in {CLI_V1_TRAP}: \
             add --endpoint-url \"$AWS_ENDPOINT_URL\", or make the data directory with another region"
        ));
    }
    say(format!("unset {}", IN_THE_WAY.join(" ")));
    for (name, value) in set {
        say(format!("export {name}={}", quoted(&value)));
    }
    if let Some(folder) = folder_off_the_path() {
        say(format!("export PATH={}:\"$PATH\"", quoted(&folder)));
    }
    Ok(ExitCode::SUCCESS)
}

/// The folder of this program, when the shell would not find it by name.
#[expect(
    clippy::disallowed_methods,
    reason = "the binary reads the environment"
)]
fn folder_off_the_path() -> Option<String> {
    let folder = std::env::current_exe().ok()?.parent()?.to_owned();
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).any(|known| known == folder);
    (!found).then(|| folder.display().to_string())
}

/// For a POSIX shell.
fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reaches_the_shell_as_it_is() {
        assert_eq!(quoted("/a b/$c"), "'/a b/$c'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
