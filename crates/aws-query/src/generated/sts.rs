// Written by `cargo xtask generate` from models/sts.json.
//! Shapes and operations of STS 2011-06-15.

use crate::macros::{input, operations, output};
use crate::shape::{ANY, Shape};
use crate::{Secret, Service, Timestamp};

operations!(Service::Sts;
    AssumeRole(AssumeRoleRequest) -> AssumeRoleResponse as Some("AssumeRoleResult"),
        errors[EXPIRED_TOKEN_EXCEPTION, MALFORMED_POLICY_DOCUMENT, PACKED_POLICY_TOO_LARGE, REGION_DISABLED_EXCEPTION];
    AssumeRoleWithWebIdentity(AssumeRoleWithWebIdentityRequest) -> AssumeRoleWithWebIdentityResponse as Some("AssumeRoleWithWebIdentityResult"),
        [unsigned]
        errors[EXPIRED_TOKEN_EXCEPTION, IDP_COMMUNICATION_ERROR, IDP_REJECTED_CLAIM, INVALID_IDENTITY_TOKEN, MALFORMED_POLICY_DOCUMENT, PACKED_POLICY_TOO_LARGE, REGION_DISABLED_EXCEPTION];
    DecodeAuthorizationMessage(DecodeAuthorizationMessageRequest) -> DecodeAuthorizationMessageResponse as Some("DecodeAuthorizationMessageResult"),
        errors[INVALID_AUTHORIZATION_MESSAGE_EXCEPTION];
    GetAccessKeyInfo(GetAccessKeyInfoRequest) -> GetAccessKeyInfoResponse as Some("GetAccessKeyInfoResult"),
        errors[];
    GetCallerIdentity(GetCallerIdentityRequest) -> GetCallerIdentityResponse as Some("GetCallerIdentityResult"),
        errors[];
    GetFederationToken(GetFederationTokenRequest) -> GetFederationTokenResponse as Some("GetFederationTokenResult"),
        errors[MALFORMED_POLICY_DOCUMENT, PACKED_POLICY_TOO_LARGE, REGION_DISABLED_EXCEPTION];
    GetSessionToken(GetSessionTokenRequest) -> GetSessionTokenResponse as Some("GetSessionTokenResult"),
        errors[REGION_DISABLED_EXCEPTION];
);

input!(AssumeRoleRequest {
    "RoleArn" role_arn: String as ARN_TYPE,
    "RoleSessionName" role_session_name: String as ROLE_SESSION_NAME_TYPE,
    "PolicyArns" policy_arns: Option<Vec<PolicyDescriptorType>> as POLICY_DESCRIPTOR_LIST_TYPE,
    "Policy" policy: Option<String> as UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE,
    "DurationSeconds" duration_seconds: Option<i32> as ROLE_DURATION_SECONDS_TYPE,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
    "TransitiveTagKeys" transitive_tag_keys: Option<Vec<String>> as TAG_KEY_LIST_TYPE,
    "ExternalId" external_id: Option<String> as EXTERNAL_ID_TYPE,
    "SerialNumber" serial_number: Option<String> as SERIAL_NUMBER_TYPE,
    "TokenCode" token_code: Option<String> as TOKEN_CODE_TYPE,
    "SourceIdentity" source_identity: Option<String> as SOURCE_IDENTITY_TYPE,
    "ProvidedContexts" provided_contexts: Option<Vec<ProvidedContext>> as PROVIDED_CONTEXTS_LIST_TYPE,
    "MinimumSessionTokenSize" minimum_session_token_size: Option<i32> as MINIMUM_SESSION_TOKEN_SIZE_TYPE,
});

output!(#[derive(Default)] AssumeRoleResponse {
    "Credentials" credentials: Option<Credentials> as ANY,
    "AssumedRoleUser" assumed_role_user: Option<AssumedRoleUser> as ANY,
    "PackedPolicySize" packed_policy_size: Option<i32> as NON_NEGATIVE_INTEGER_TYPE,
    "SourceIdentity" source_identity: Option<String> as SOURCE_IDENTITY_TYPE,
    "SessionTokenUtilization" session_token_utilization: Option<i32> as SESSION_TOKEN_UTILIZATION_TYPE,
    "SessionTokenSize" session_token_size: Option<i32> as SESSION_TOKEN_SIZE_TYPE,
});

input!(AssumeRoleWithWebIdentityRequest {
    "RoleArn" role_arn: String as ARN_TYPE,
    "RoleSessionName" role_session_name: String as ROLE_SESSION_NAME_TYPE,
    "WebIdentityToken" web_identity_token: Secret as CLIENT_TOKEN_TYPE,
    "ProviderId" provider_id: Option<String> as URL_TYPE,
    "PolicyArns" policy_arns: Option<Vec<PolicyDescriptorType>> as POLICY_DESCRIPTOR_LIST_TYPE,
    "Policy" policy: Option<String> as SESSION_POLICY_DOCUMENT_TYPE,
    "DurationSeconds" duration_seconds: Option<i32> as ROLE_DURATION_SECONDS_TYPE,
    "MinimumSessionTokenSize" minimum_session_token_size: Option<i32> as MINIMUM_SESSION_TOKEN_SIZE_TYPE,
});

output!(#[derive(Default)] AssumeRoleWithWebIdentityResponse {
    "Credentials" credentials: Option<Credentials> as ANY,
    "SubjectFromWebIdentityToken" subject_from_web_identity_token: Option<String> as WEB_IDENTITY_SUBJECT_TYPE,
    "AssumedRoleUser" assumed_role_user: Option<AssumedRoleUser> as ANY,
    "PackedPolicySize" packed_policy_size: Option<i32> as NON_NEGATIVE_INTEGER_TYPE,
    "Provider" provider: Option<String> as ANY,
    "Audience" audience: Option<String> as ANY,
    "SourceIdentity" source_identity: Option<String> as SOURCE_IDENTITY_TYPE,
    "SessionTokenUtilization" session_token_utilization: Option<i32> as SESSION_TOKEN_UTILIZATION_TYPE,
    "SessionTokenSize" session_token_size: Option<i32> as SESSION_TOKEN_SIZE_TYPE,
});

output!(AssumedRoleUser {
    "AssumedRoleId" assumed_role_id: String as ASSUMED_ROLE_ID_TYPE,
    "Arn" arn: String as ARN_TYPE,
});

output!(Credentials {
    "AccessKeyId" access_key_id: String as ACCESS_KEY_ID_TYPE,
    "SecretAccessKey" secret_access_key: Secret as ANY,
    "SessionToken" session_token: String as ANY,
    "Expiration" expiration: Timestamp as ANY,
});

input!(DecodeAuthorizationMessageRequest {
    "EncodedMessage" encoded_message: String as ENCODED_MESSAGE_TYPE,
});

output!(#[derive(Default)] DecodeAuthorizationMessageResponse {
    "DecodedMessage" decoded_message: Option<String> as ANY,
});

output!(FederatedUser {
    "FederatedUserId" federated_user_id: String as FEDERATED_ID_TYPE,
    "Arn" arn: String as ARN_TYPE,
});

input!(GetAccessKeyInfoRequest {
    "AccessKeyId" access_key_id: String as ACCESS_KEY_ID_TYPE,
});

output!(#[derive(Default)] GetAccessKeyInfoResponse {
    "Account" account: Option<String> as ANY,
});

input!(#[derive(Default)] GetCallerIdentityRequest {
});

output!(#[derive(Default)] GetCallerIdentityResponse {
    "UserId" user_id: Option<String> as ANY,
    "Account" account: Option<String> as ANY,
    "Arn" arn: Option<String> as ARN_TYPE,
});

input!(GetFederationTokenRequest {
    "Name" name: String as USER_NAME_TYPE,
    "Policy" policy: Option<String> as SESSION_POLICY_DOCUMENT_TYPE,
    "PolicyArns" policy_arns: Option<Vec<PolicyDescriptorType>> as POLICY_DESCRIPTOR_LIST_TYPE,
    "DurationSeconds" duration_seconds: Option<i32> as DURATION_SECONDS_TYPE,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
    "MinimumSessionTokenSize" minimum_session_token_size: Option<i32> as MINIMUM_SESSION_TOKEN_SIZE_TYPE,
});

output!(#[derive(Default)] GetFederationTokenResponse {
    "Credentials" credentials: Option<Credentials> as ANY,
    "FederatedUser" federated_user: Option<FederatedUser> as ANY,
    "PackedPolicySize" packed_policy_size: Option<i32> as NON_NEGATIVE_INTEGER_TYPE,
    "SessionTokenUtilization" session_token_utilization: Option<i32> as SESSION_TOKEN_UTILIZATION_TYPE,
    "SessionTokenSize" session_token_size: Option<i32> as SESSION_TOKEN_SIZE_TYPE,
});

input!(#[derive(Default)] GetSessionTokenRequest {
    "DurationSeconds" duration_seconds: Option<i32> as DURATION_SECONDS_TYPE,
    "SerialNumber" serial_number: Option<String> as SERIAL_NUMBER_TYPE,
    "TokenCode" token_code: Option<String> as TOKEN_CODE_TYPE,
    "MinimumSessionTokenSize" minimum_session_token_size: Option<i32> as MINIMUM_SESSION_TOKEN_SIZE_TYPE,
});

output!(#[derive(Default)] GetSessionTokenResponse {
    "Credentials" credentials: Option<Credentials> as ANY,
    "SessionTokenUtilization" session_token_utilization: Option<i32> as SESSION_TOKEN_UTILIZATION_TYPE,
    "SessionTokenSize" session_token_size: Option<i32> as SESSION_TOKEN_SIZE_TYPE,
});

input!(#[derive(Default)] PolicyDescriptorType {
    "arn" arn: Option<String> as ARN_TYPE,
});

input!(#[derive(Default)] ProvidedContext {
    "ProviderArn" provider_arn: Option<String> as ARN_TYPE,
    "ContextAssertion" context_assertion: Option<String> as CONTEXT_ASSERTION_TYPE,
});

input!(Tag {
    "Key" key: String as TAG_KEY_TYPE,
    "Value" value: String as TAG_VALUE_TYPE,
});

static PROVIDED_CONTEXTS_LIST_TYPE: Shape = Shape::list("member", &ANY).min(1).max(5);
static ACCESS_KEY_ID_TYPE: Shape = Shape::any().min(16).max(128).pattern(r"[\w]*");
static ARN_TYPE: Shape = Shape::any().min(20).max(2048).pattern(r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+");
static ASSUMED_ROLE_ID_TYPE: Shape = Shape::any().min(2).max(193).pattern(r"[\w+=,.@:-]*");
static CLIENT_TOKEN_TYPE: Shape = Shape::any().min(4).max(20000);
static CONTEXT_ASSERTION_TYPE: Shape = Shape::any().min(4).max(2048);
static DURATION_SECONDS_TYPE: Shape = Shape::any().min(900).max(129600);
static ENCODED_MESSAGE_TYPE: Shape = Shape::any().min(1).max(10240);
static EXTERNAL_ID_TYPE: Shape = Shape::any().min(2).max(1224).pattern(r"[\w+=,.@:\/-]*");
static FEDERATED_ID_TYPE: Shape = Shape::any().min(2).max(193).pattern(r"[\w+=,.@\:-]*");
static MINIMUM_SESSION_TOKEN_SIZE_TYPE: Shape = Shape::any().min(0).max(4096);
static NON_NEGATIVE_INTEGER_TYPE: Shape = Shape::any().min(0);
static POLICY_DESCRIPTOR_LIST_TYPE: Shape = Shape::list("member", &ANY);
static ROLE_DURATION_SECONDS_TYPE: Shape = Shape::any().min(900).max(43200);
static ROLE_SESSION_NAME_TYPE: Shape = Shape::any().min(2).max(64).pattern(r"[\w+=,.@-]*");
static SERIAL_NUMBER_TYPE: Shape = Shape::any().min(9).max(256).pattern(r"[\w+=/:,.@-]*");
static SESSION_POLICY_DOCUMENT_TYPE: Shape = Shape::any().min(1).max(2048).pattern(r"[\u0009\u000A\u000D\u0020-\u00FF]+");
static SESSION_TOKEN_SIZE_TYPE: Shape = Shape::any().min(0);
static SESSION_TOKEN_UTILIZATION_TYPE: Shape = Shape::any().min(0);
static SOURCE_IDENTITY_TYPE: Shape = Shape::any().min(2).max(64).pattern(r"[\w+=,.@-]*");
static TAG_KEY_LIST_TYPE: Shape = Shape::list("member", &TAG_KEY_TYPE).max(50);
static TAG_KEY_TYPE: Shape = Shape::any().min(1).max(128).pattern(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+");
static TAG_LIST_TYPE: Shape = Shape::list("member", &ANY).max(50);
static TAG_VALUE_TYPE: Shape = Shape::any().min(0).max(256).pattern(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*");
static TOKEN_CODE_TYPE: Shape = Shape::any().min(6).max(6).pattern(r"[\d]*");
static UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE: Shape = Shape::any().min(1).pattern(r"[\u0009\u000A\u000D\u0020-\u00FF]+");
static URL_TYPE: Shape = Shape::any().min(4).max(2048);
static USER_NAME_TYPE: Shape = Shape::any().min(2).max(32).pattern(r"[\w+=,.@-]*");
static WEB_IDENTITY_SUBJECT_TYPE: Shape = Shape::any().min(6).max(255);

/// The error codes that the operations of STS 2011-06-15 declare.
pub mod error {
    use crate::error::ErrorCode;

    /// `ExpiredTokenException`, HTTP 400.
    pub const EXPIRED_TOKEN_EXCEPTION: ErrorCode = ErrorCode::sender("ExpiredTokenException", 400);

    /// `IDPCommunicationError`, HTTP 400.
    pub const IDP_COMMUNICATION_ERROR: ErrorCode = ErrorCode::sender("IDPCommunicationError", 400);

    /// `IDPRejectedClaim`, HTTP 403.
    pub const IDP_REJECTED_CLAIM: ErrorCode = ErrorCode::sender("IDPRejectedClaim", 403);

    /// `InvalidAuthorizationMessageException`, HTTP 400.
    pub const INVALID_AUTHORIZATION_MESSAGE_EXCEPTION: ErrorCode = ErrorCode::sender("InvalidAuthorizationMessageException", 400);

    /// `InvalidIdentityToken`, HTTP 400.
    pub const INVALID_IDENTITY_TOKEN: ErrorCode = ErrorCode::sender("InvalidIdentityToken", 400);

    /// `MalformedPolicyDocument`, HTTP 400.
    pub const MALFORMED_POLICY_DOCUMENT: ErrorCode = ErrorCode::sender("MalformedPolicyDocument", 400);

    /// `PackedPolicyTooLarge`, HTTP 400.
    pub const PACKED_POLICY_TOO_LARGE: ErrorCode = ErrorCode::sender("PackedPolicyTooLarge", 400);

    /// `RegionDisabledException`, HTTP 403.
    pub const REGION_DISABLED_EXCEPTION: ErrorCode = ErrorCode::sender("RegionDisabledException", 403);
}
