//! The one question that somebody without a certificate may ask.

use seal::join::{JoinAnswer, JoinRefused, JoinRequest};
use tokio::io::{AsyncRead, AsyncWrite};

use super::admission::{Admission, AdmissionError};
use super::stream::{StreamError, receive, send};

/// Said whatever was wrong with a code: who guesses learns nothing.
const REFUSED: &str =
    "the code is wrong, used up or over; `sekisho agents invite` gives another one";
const OTHER_VERSION: &str = "it and this agent are of different versions";
const FAILED: &str = "it could not do it; its log says why";

/// Reads a request to join and answers it.
pub(super) async fn answer(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    admission: &Admission,
    from: &str,
) -> Result<(), StreamError> {
    let request: JoinRequest = receive(&mut stream).await?;
    let agent = &request.name;
    let answer = match admission.join(&request).await {
        Ok(joined) => {
            tracing::info!(%agent, from, "an agent joined");
            JoinAnswer::Joined(joined)
        }
        Err(error) => {
            tracing::warn!(%agent, from, error = &error as &dyn std::error::Error, "an agent was not let join");
            let why = told(&error).to_owned();
            JoinAnswer::Refused(JoinRefused { why })
        }
    };
    send(&mut stream, &answer).await
}

fn told(error: &AdmissionError) -> &'static str {
    match error {
        AdmissionError::Protocol(_) => OTHER_VERSION,
        AdmissionError::NotInvited
        | AdmissionError::TooLate
        | AdmissionError::WrongSecret
        | AdmissionError::Unknown
        | AdmissionError::Issue(_) => REFUSED,
        AdmissionError::Read(_) | AdmissionError::State(_) | AdmissionError::Commit(_) => FAILED,
    }
}
