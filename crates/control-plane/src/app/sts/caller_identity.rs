//! Whose credentials these are.

use aws_query::ApiError;
use aws_query::error::common::VALIDATION_ERROR;
use aws_query::sts::{self, GetAccessKeyInfo, GetCallerIdentity};

use crate::app::{Asked, Call, Entry, Handler, Outcome, operations};
use crate::authorize::Permission;
use crate::ids::account_of_key_id;

pub(super) const OPERATIONS: &[Entry] = operations![GetAccessKeyInfo, GetCallerIdentity];

impl Handler for GetCallerIdentity {
    /// No policy can deny it (STS API reference, *GetCallerIdentity*).
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(None)
    }

    fn carry_out(call: &Call<'_>, _: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        Ok(Outcome::read(sts::GetCallerIdentityResponse {
            user_id: Some(call.caller.user_id().to_owned()),
            account: Some(call.realm.account.id.to_string()),
            arn: Some(call.caller.principal().arn.clone()),
        }))
    }
}

impl Handler for GetAccessKeyInfo {
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new("sts:GetAccessKeyInfo", "*")))
    }

    /// The id alone tells the account, whether the key exists or not.
    fn carry_out(_: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let account = account_of_key_id(&input.access_key_id)
            .ok_or_else(|| VALIDATION_ERROR.because("Invalid Access Key ID format"))?;
        Ok(Outcome::read(sts::GetAccessKeyInfoResponse {
            account: Some(format!("{account:012}")),
        }))
    }
}
