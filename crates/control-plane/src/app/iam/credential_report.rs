//! The credential report: every user and the state of its credentials, as a table.

use aws_query::iam::error::{REPORT_EXPIRED, REPORT_NOT_PRESENT};
use aws_query::iam::{
    self, GenerateCredentialReport, GetCredentialReport, ReportFormatType, ReportStateType,
};
use aws_query::{ApiError, Blob, Timestamp};

use super::handlers::handlers;
use super::names::entity_arn;
use crate::app::{Call, Entry, OrFail as _, Outcome, operations};
use crate::last_use;
use crate::state::{AccessKey, Changes, CredentialReport, KeyOwner, State, Stored, User};

pub(super) const OPERATIONS: &[Entry] = operations![GenerateCredentialReport, GetCredentialReport];

/// A report is made anew when the last one is this old (IAM guide, *Getting credential reports*).
const FRESH_SECONDS: i64 = 4 * 60 * 60;

const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,\
    password_last_changed,password_next_rotation,mfa_active,access_key_1_active,\
    access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,\
    access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
    access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,\
    cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated,\
    additional_credentials_info";

/// The columns of a key that is not there.
const NO_KEY: &str = "false,N/A,N/A,N/A,N/A";

handlers! {
    GenerateCredentialReport(everything) |call, ()| {
        let fresh = CredentialReport { generated_at: call.now.as_unix() };
        let (state, description, changes) = match last(call.state)? {
            None => (
                ReportStateType::Started,
                Some("No report exists. Starting a new report generation task".to_owned()),
                Changes::new().create(&fresh),
            ),
            Some(mut stale) if is_stale(&stale, call) => {
                stale.record = fresh;
                (ReportStateType::Started, None, Changes::new().update(&stale))
            }
            Some(_) => (ReportStateType::Complete, None, Changes::new()),
        };
        let answer = iam::GenerateCredentialReportResponse { state: Some(state), description };
        Ok(Outcome::write(answer, changes))
    };

    GetCredentialReport(everything) |call, ()| {
        let report = last(call.state)?
            .ok_or_else(|| REPORT_NOT_PRESENT.because("No report is present."))?;
        if is_stale(&report, call) {
            return Err(REPORT_EXPIRED.because("The report has expired. Generate a new one."));
        }
        Ok(Outcome::read(iam::GetCredentialReportResponse {
            content: Some(Blob(content(call)?.into_bytes())),
            report_format: Some(ReportFormatType::TextCsv),
            generated_time: Some(Timestamp::from_unix(report.generated_at)),
        }))
    };
}

fn last(state: &State) -> Result<Option<Stored<CredentialReport>>, ApiError> {
    state.all::<CredentialReport>().next().transpose().or_fail()
}

fn is_stale(report: &CredentialReport, call: &Call<'_>) -> bool {
    call.now.as_unix() - report.generated_at >= FRESH_SECONDS
}

fn content(call: &Call<'_>) -> Result<String, ApiError> {
    let mut root_keys = Vec::new();
    for key in call.state.all::<AccessKey>() {
        let key = key.or_fail()?;
        if key.owner == KeyOwner::Root {
            root_keys.push(key);
        }
    }
    let root = format!(
        "<root_account>,{},N/A,not_supported,no_information,not_supported,not_supported,false",
        call.realm.account.root_arn()
    );
    let mut lines = vec![HEADER.to_owned(), line(&root, &root_keys, call.state)?];
    for user in call.state.all::<User>() {
        lines.push(user_line(&user.or_fail()?.record, call)?);
    }
    Ok(lines.join("\n"))
}

fn user_line(user: &User, call: &Call<'_>) -> Result<String, ApiError> {
    let mut keys = Vec::new();
    for id in &user.access_keys {
        keys.extend(call.state.access_key(id).or_fail()?);
    }
    let start = format!(
        "{},{},{},false,N/A,N/A,N/A,false",
        user.entity.name,
        entity_arn(call.realm, user),
        date(user.entity.created_at),
    );
    line(&start, &keys, call.state)
}

fn line(start: &str, keys: &[Stored<AccessKey>], state: &State) -> Result<String, ApiError> {
    let key = |number: usize| match keys.get(number) {
        Some(key) => key_columns(key, state),
        None => Ok(NO_KEY.to_owned()),
    };
    let no_certificates = "false,N/A,false,N/A";
    let nothing_more = "N/A";
    Ok([start, &key(0)?, &key(1)?, no_certificates, nothing_more].join(","))
}

fn key_columns(key: &Stored<AccessKey>, state: &State) -> Result<String, ApiError> {
    let created = date(key.created_at);
    let used = match last_use::of(&key.id, state).or_fail()? {
        Some(used) => format!("{},{},{}", date(used.at), used.region, used.service),
        None => "N/A,N/A,N/A".to_owned(),
    };
    Ok(format!("{},{created},{used}", key.active))
}

/// As the report has dates, and tools read them: with an offset in place of the `Z` of answers.
fn date(unix: i64) -> String {
    Timestamp::from_unix(unix)
        .to_string()
        .replace('Z', "+00:00")
}
