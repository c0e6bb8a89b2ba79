//! What users do not have here: passwords for a console, MFA devices, SSH keys, certificates, service
//! credentials. Clients ask for them before they delete a user, and are told that there is none.

use aws_query::ApiError;
use aws_query::iam::error::NO_SUCH_ENTITY;
use aws_query::iam::{
    self, DeleteLoginProfile, GetLoginProfile, ListMFADevices, ListSSHPublicKeys,
    ListServiceSpecificCredentials, ListSigningCertificates, ListVirtualMFADevices,
    UpdateLoginProfile,
};

use super::handlers::handlers;
use super::names::named;
use super::users::named_or_caller;
use crate::app::{Call, Entry, Outcome, operations};
use crate::state::User;

pub(super) const OPERATIONS: &[Entry] = operations![
    DeleteLoginProfile,
    GetLoginProfile,
    ListMFADevices,
    ListSSHPublicKeys,
    ListServiceSpecificCredentials,
    ListSigningCertificates,
    ListVirtualMFADevices,
    UpdateLoginProfile,
];

/// The services that have such credentials on Amazon's side.
const SERVICES: [&str; 3] = [
    "bedrock.amazonaws.com",
    "cassandra.amazonaws.com",
    "codecommit.amazonaws.com",
];

handlers! {
    GetLoginProfile(User or caller by user_name)
    |call, input| Err(no_login_profile(call, input.user_name.as_deref()));

    UpdateLoginProfile(User by user_name)
    |call, input| Err(no_login_profile(call, Some(&input.user_name)));

    DeleteLoginProfile(User or caller by user_name)
    |call, input| Err(no_login_profile(call, input.user_name.as_deref()));

    ListMFADevices(User or caller by user_name) |call, input| {
        existing(call, input.user_name.as_deref())?;
        Ok(Outcome::read(iam::ListMFADevicesResponse {
            mfa_devices: Vec::new(),
            is_truncated: Some(false),
            marker: None,
        }))
    };

    ListSSHPublicKeys(User or caller by user_name) |call, input| {
        existing(call, input.user_name.as_deref())?;
        Ok(Outcome::read(iam::ListSSHPublicKeysResponse {
            ssh_public_keys: Some(Vec::new()),
            is_truncated: Some(false),
            marker: None,
        }))
    };

    ListServiceSpecificCredentials(User or caller by user_name) |call, input| {
        existing(call, input.user_name.as_deref())?;
        if let Some(service) = input.service_name.filter(|name| !SERVICES.contains(&name.as_str())) {
            return Err(NO_SUCH_ENTITY.because(format!(
                "No such service {service} is supported for Service Specific Credentials"
            )));
        }
        Ok(Outcome::read(iam::ListServiceSpecificCredentialsResponse {
            service_specific_credentials: Some(Vec::new()),
            is_truncated: Some(false),
            marker: None,
        }))
    };

    ListSigningCertificates(User or caller by user_name) |call, input| {
        existing(call, input.user_name.as_deref())?;
        Ok(Outcome::read(iam::ListSigningCertificatesResponse {
            certificates: Vec::new(),
            is_truncated: Some(false),
            marker: None,
        }))
    };

    ListVirtualMFADevices(everything) |_, _| {
        Ok(Outcome::read(iam::ListVirtualMFADevicesResponse {
            virtual_mfa_devices: Vec::new(),
            is_truncated: Some(false),
            marker: None,
        }))
    };
}

/// Refuses a user that is not there. Who names none asks about itself.
fn existing(call: &Call<'_>, name: Option<&str>) -> Result<(), ApiError> {
    match name {
        Some(name) => named::<User>(call.state, name).map(drop),
        None => Ok(()),
    }
}

fn no_login_profile(call: &Call<'_>, name: Option<&str>) -> ApiError {
    if let Err(error) = existing(call, name) {
        return error;
    }
    let name = named_or_caller(name, call.caller).unwrap_or_default();
    NO_SUCH_ENTITY.because(format!("Login Profile for User {name} cannot be found."))
}
