//! What an account does not have: rules for passwords, SAML providers, certificates of servers. Tools
//! that clean an account up or look it over ask for them.

use aws_query::ApiError;
use aws_query::iam::error::NO_SUCH_ENTITY;
use aws_query::iam::{
    self, DeleteAccountPasswordPolicy, DeleteSAMLProvider, DeleteServerCertificate,
    GetAccountPasswordPolicy, GetSAMLProvider, GetServerCertificate, ListSAMLProviders,
    ListServerCertificates,
};

use crate::app::iam::handlers::handlers;
use crate::app::{Asked, Entry, Outcome, operations};
use crate::authorize::Permission;

pub(in crate::app::iam) const OPERATIONS: &[Entry] = operations![
    DeleteAccountPasswordPolicy,
    DeleteSAMLProvider,
    DeleteServerCertificate,
    GetAccountPasswordPolicy,
    GetSAMLProvider,
    GetServerCertificate,
    ListSAMLProviders,
    ListServerCertificates,
];

handlers! {
    GetAccountPasswordPolicy(everything) |call, ()| {
        let account = &call.realm.account.id;
        let text = format!("The Password Policy with domain name {account} cannot be found.");
        Err(NO_SUCH_ENTITY.because(text))
    };

    DeleteAccountPasswordPolicy(everything) |_, ()| {
        Err(NO_SUCH_ENTITY.because("The account policy with name PasswordPolicy cannot be found."))
    };

    ListSAMLProviders(everything) |_, _| {
        Ok(Outcome::read(iam::ListSAMLProvidersResponse {
            saml_provider_list: Some(Vec::new()),
        }))
    };

    GetSAMLProvider(|_, action, input| Ok(Permission::new(action, &*input.saml_provider_arn)))
    |_, input| Err(no_saml_provider(&input.saml_provider_arn));

    DeleteSAMLProvider(|_, action, input| Ok(Permission::new(action, &*input.saml_provider_arn)))
    |_, input| Err(no_saml_provider(&input.saml_provider_arn));

    ListServerCertificates(all "server-certificate") |_, _| {
        Ok(Outcome::read(iam::ListServerCertificatesResponse {
            server_certificate_metadata_list: Vec::new(),
            is_truncated: Some(false),
            marker: None,
        }))
    };

    GetServerCertificate(on_certificate of server_certificate_name)
    |_, input| Err(no_server_certificate(&input.server_certificate_name));

    DeleteServerCertificate(on_certificate of server_certificate_name)
    |_, input| Err(no_server_certificate(&input.server_certificate_name));
}

fn on_certificate(
    asked: &Asked<'_>,
    action: &'static str,
    name: &str,
) -> Result<Permission, ApiError> {
    let account = &asked.realm.account;
    let arn = account.iam_entity_arn("server-certificate", "/", name);
    Ok(Permission::new(action, arn))
}

fn no_saml_provider(arn: &str) -> ApiError {
    NO_SUCH_ENTITY.because(format!("Manifest not found for arn {arn}"))
}

fn no_server_certificate(name: &str) -> ApiError {
    let text = format!("The Server Certificate with name {name} cannot be found.");
    NO_SUCH_ENTITY.because(text)
}
