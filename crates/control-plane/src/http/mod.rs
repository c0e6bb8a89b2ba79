//! The one HTTP port: the APIs, the certificates that clients trust, and a health check.

mod api;
mod server;
mod throttle;
mod tls;
mod web_identity;

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};

pub use api::Api;
pub use server::{HttpError, Listening, Serving, listen};
pub use throttle::Throttle;
pub use tls::Tls;

use crate::caller::CallSource;

/// The routes over `api`.
pub fn routes(api: Arc<Api>) -> Router {
    Router::new()
        .route("/", get(call).post(call))
        .route("/health", get(|| async { "ok\n" }))
        .route("/truststore/{scope}/{bundle}", get(bundle))
        .fallback(not_found)
        .with_state(api)
}

async fn call(
    State(api): State<Arc<Api>>,
    Extension(source): Extension<CallSource>,
    request: Request,
) -> Response {
    api.call(request, source).await
}

/// `truststore/global/global-bundle.pem` and `truststore/REGION/REGION-bundle.pem`, as at Amazon's
/// truststore.pki.rds host.
async fn bundle(
    State(api): State<Arc<Api>>,
    Path((scope, bundle)): Path<(String, String)>,
) -> Response {
    let known = scope == "global" || scope == api.realm().account.region;
    if !known || bundle != format!("{scope}-bundle.pem") {
        return not_found().await;
    }
    let pem = api.realm().offer.ca_certificate_pem.clone();
    ([(header::CONTENT_TYPE, "application/x-pem-file")], pem).into_response()
}

async fn not_found() -> Response {
    let text = "There is nothing at this address. The API answers at /, \
                the certificates are at /truststore/global/global-bundle.pem.\n";
    (StatusCode::NOT_FOUND, text).into_response()
}
