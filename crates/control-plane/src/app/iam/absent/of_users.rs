//! What users do not have: passwords for a console, MFA devices, SSH keys, certificates, service
//! credentials. Clients ask for them before they delete a user.

use aws_query::ApiError;
use aws_query::iam::error::NO_SUCH_ENTITY;
use aws_query::iam::{
    self, DeactivateMFADevice, DeleteLoginProfile, DeleteSSHPublicKey,
    DeleteServiceSpecificCredential, DeleteSigningCertificate, DeleteVirtualMFADevice,
    GetLoginProfile, GetMFADevice, GetSSHPublicKey, ListMFADevices, ListSSHPublicKeys,
    ListServiceSpecificCredentials, ListSigningCertificates, ListVirtualMFADevices,
    ResetServiceSpecificCredential, UpdateLoginProfile, UpdateSSHPublicKey,
    UpdateServiceSpecificCredential, UpdateSigningCertificate,
};

use crate::app::iam::handlers::handlers;
use crate::app::iam::names::named;
use crate::app::iam::users::named_or_caller;
use crate::app::{Call, Entry, Outcome, operations};
use crate::authorize::Permission;
use crate::state::User;

pub(in crate::app::iam) const OPERATIONS: &[Entry] = operations![
    DeactivateMFADevice,
    DeleteLoginProfile,
    DeleteSSHPublicKey,
    DeleteServiceSpecificCredential,
    DeleteSigningCertificate,
    DeleteVirtualMFADevice,
    GetLoginProfile,
    GetMFADevice,
    GetSSHPublicKey,
    ListMFADevices,
    ListSSHPublicKeys,
    ListServiceSpecificCredentials,
    ListSigningCertificates,
    ListVirtualMFADevices,
    ResetServiceSpecificCredential,
    UpdateLoginProfile,
    UpdateSSHPublicKey,
    UpdateServiceSpecificCredential,
    UpdateSigningCertificate,
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

    GetMFADevice(User or caller by user_name)
    |call, input| Err(no_mfa_device(call, input.user_name.as_deref(), &input.serial_number));

    DeactivateMFADevice(User or caller by user_name)
    |call, input| Err(no_mfa_device(call, input.user_name.as_deref(), &input.serial_number));

    DeleteVirtualMFADevice(|_, action, input| Ok(Permission::new(action, &*input.serial_number)))
    |_, input| {
        let serial = input.serial_number;
        let text = format!("VirtualMFADevice with serial number {serial} doesn't exist.");
        Err(NO_SUCH_ENTITY.because(text))
    };

    GetSSHPublicKey(User by user_name)
    |call, input| Err(no_ssh_public_key(call, &input.user_name, &input.ssh_public_key_id));

    UpdateSSHPublicKey(User by user_name)
    |call, input| Err(no_ssh_public_key(call, &input.user_name, &input.ssh_public_key_id));

    DeleteSSHPublicKey(User by user_name)
    |call, input| Err(no_ssh_public_key(call, &input.user_name, &input.ssh_public_key_id));

    UpdateServiceSpecificCredential(User or caller by user_name) |call, input| {
        let id = input.service_specific_credential_id;
        Err(no_service_credential(call, input.user_name.as_deref(), &id))
    };

    ResetServiceSpecificCredential(User or caller by user_name) |call, input| {
        let id = input.service_specific_credential_id;
        Err(no_service_credential(call, input.user_name.as_deref(), &id))
    };

    DeleteServiceSpecificCredential(User or caller by user_name) |call, input| {
        let id = input.service_specific_credential_id;
        Err(no_service_credential(call, input.user_name.as_deref(), &id))
    };

    UpdateSigningCertificate(User or caller by user_name)
    |call, input| Err(no_certificate(call, input.user_name.as_deref(), &input.certificate_id));

    DeleteSigningCertificate(User or caller by user_name)
    |call, input| Err(no_certificate(call, input.user_name.as_deref(), &input.certificate_id));
}

/// Refuses a user that is not there. Who names none asks about itself.
fn existing(call: &Call<'_>, name: Option<&str>) -> Result<(), ApiError> {
    match name {
        Some(name) => named::<User>(call.state, name).map(drop),
        None => Ok(()),
    }
}

fn no_login_profile(call: &Call<'_>, name: Option<&str>) -> ApiError {
    let called = named_or_caller(name, call.caller).unwrap_or_default();
    none_of(
        call,
        name,
        format!("Login Profile for User {called} cannot be found."),
    )
}

fn no_mfa_device(call: &Call<'_>, name: Option<&str>, serial: &str) -> ApiError {
    let text = format!("MFA Device with serial number {serial} does not exist.");
    none_of(call, name, text)
}

fn no_ssh_public_key(call: &Call<'_>, name: &str, id: &str) -> ApiError {
    let text = format!("The Public Key with id {id} cannot be found.");
    none_of(call, Some(name), text)
}

fn no_service_credential(call: &Call<'_>, name: Option<&str>, id: &str) -> ApiError {
    none_of(call, name, format!("No such credential {id} exists"))
}

fn no_certificate(call: &Call<'_>, name: Option<&str>, id: &str) -> ApiError {
    let text = format!("The Certificate with id {id} cannot be found.");
    none_of(call, name, text)
}

/// Says that a user has no such thing, if the user is there.
fn none_of(call: &Call<'_>, name: Option<&str>, text: String) -> ApiError {
    match existing(call, name) {
        Ok(()) => NO_SUCH_ENTITY.because(text),
        Err(error) => error,
    }
}
