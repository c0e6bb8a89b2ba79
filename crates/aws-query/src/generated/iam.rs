// Written by `cargo xtask generate` from models/iam.json.
//! Shapes and operations of IAM 2010-05-08.

use std::collections::BTreeMap;

use crate::macros::{both, enumeration, input, operations, output};
use crate::shape::{ANY, Shape};
use crate::{Blob, Secret, Service, Timestamp};

operations!(Service::Iam;
    AddClientIDToOpenIDConnectProvider(AddClientIDToOpenIDConnectProviderRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    AddRoleToInstanceProfile(AddRoleToInstanceProfileRequest) -> () as None,
        errors[ENTITY_ALREADY_EXISTS, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE, UNMODIFIABLE_ENTITY];
    AddUserToGroup(AddUserToGroupRequest) -> () as None,
        errors[LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    AttachGroupPolicy(AttachGroupPolicyRequest) -> () as None,
        errors[INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, POLICY_NOT_ATTACHABLE, SERVICE_FAILURE];
    AttachRolePolicy(AttachRolePolicyRequest) -> () as None,
        errors[INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, POLICY_NOT_ATTACHABLE, SERVICE_FAILURE, UNMODIFIABLE_ENTITY];
    AttachUserPolicy(AttachUserPolicyRequest) -> () as None,
        errors[INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, POLICY_NOT_ATTACHABLE, SERVICE_FAILURE];
    ChangePassword(ChangePasswordRequest) -> () as None,
        errors[ENTITY_TEMPORARILY_UNMODIFIABLE, INVALID_USER_TYPE, LIMIT_EXCEEDED, NO_SUCH_ENTITY, PASSWORD_POLICY_VIOLATION, SERVICE_FAILURE];
    CreateAccessKey(CreateAccessKeyRequest) -> CreateAccessKeyResponse as Some("CreateAccessKeyResult"),
        errors[LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    CreateAccountAlias(CreateAccountAliasRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, ENTITY_ALREADY_EXISTS, LIMIT_EXCEEDED, SERVICE_FAILURE];
    CreateGroup(CreateGroupRequest) -> CreateGroupResponse as Some("CreateGroupResult"),
        errors[ENTITY_ALREADY_EXISTS, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    CreateInstanceProfile(CreateInstanceProfileRequest) -> CreateInstanceProfileResponse as Some("CreateInstanceProfileResult"),
        errors[CONCURRENT_MODIFICATION, ENTITY_ALREADY_EXISTS, INVALID_INPUT, LIMIT_EXCEEDED, SERVICE_FAILURE];
    CreateLoginProfile(CreateLoginProfileRequest) -> CreateLoginProfileResponse as Some("CreateLoginProfileResult"),
        errors[ENTITY_ALREADY_EXISTS, LIMIT_EXCEEDED, NO_SUCH_ENTITY, PASSWORD_POLICY_VIOLATION, SERVICE_FAILURE];
    CreateOpenIDConnectProvider(CreateOpenIDConnectProviderRequest) -> CreateOpenIDConnectProviderResponse as Some("CreateOpenIDConnectProviderResult"),
        errors[CONCURRENT_MODIFICATION, ENTITY_ALREADY_EXISTS, INVALID_INPUT, LIMIT_EXCEEDED, OPEN_ID_IDP_COMMUNICATION_ERROR, SERVICE_FAILURE];
    CreatePolicy(CreatePolicyRequest) -> CreatePolicyResponse as Some("CreatePolicyResult"),
        errors[CONCURRENT_MODIFICATION, ENTITY_ALREADY_EXISTS, INVALID_INPUT, LIMIT_EXCEEDED, MALFORMED_POLICY_DOCUMENT, SERVICE_FAILURE];
    CreatePolicyVersion(CreatePolicyVersionRequest) -> CreatePolicyVersionResponse as Some("CreatePolicyVersionResult"),
        errors[INVALID_INPUT, LIMIT_EXCEEDED, MALFORMED_POLICY_DOCUMENT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    CreateRole(CreateRoleRequest) -> CreateRoleResponse as Some("CreateRoleResult"),
        errors[CONCURRENT_MODIFICATION, ENTITY_ALREADY_EXISTS, INVALID_INPUT, LIMIT_EXCEEDED, MALFORMED_POLICY_DOCUMENT, SERVICE_FAILURE];
    CreateServiceLinkedRole(CreateServiceLinkedRoleRequest) -> CreateServiceLinkedRoleResponse as Some("CreateServiceLinkedRoleResult"),
        errors[INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    CreateUser(CreateUserRequest) -> CreateUserResponse as Some("CreateUserResult"),
        errors[CONCURRENT_MODIFICATION, ENTITY_ALREADY_EXISTS, INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeactivateMFADevice(DeactivateMFADeviceRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, ENTITY_TEMPORARILY_UNMODIFIABLE, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteAccessKey(DeleteAccessKeyRequest) -> () as None,
        errors[LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteAccountAlias(DeleteAccountAliasRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteAccountPasswordPolicy(()) -> () as None,
        errors[LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteGroup(DeleteGroupRequest) -> () as None,
        errors[DELETE_CONFLICT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteGroupPolicy(DeleteGroupPolicyRequest) -> () as None,
        errors[LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteInstanceProfile(DeleteInstanceProfileRequest) -> () as None,
        errors[DELETE_CONFLICT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteLoginProfile(DeleteLoginProfileRequest) -> () as None,
        errors[ENTITY_TEMPORARILY_UNMODIFIABLE, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteOpenIDConnectProvider(DeleteOpenIDConnectProviderRequest) -> () as None,
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeletePolicy(DeletePolicyRequest) -> () as None,
        errors[DELETE_CONFLICT, INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeletePolicyVersion(DeletePolicyVersionRequest) -> () as None,
        errors[DELETE_CONFLICT, INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteRole(DeleteRoleRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, DELETE_CONFLICT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE, UNMODIFIABLE_ENTITY];
    DeleteRolePermissionsBoundary(DeleteRolePermissionsBoundaryRequest) -> () as None,
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE, UNMODIFIABLE_ENTITY];
    DeleteRolePolicy(DeleteRolePolicyRequest) -> () as None,
        errors[LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE, UNMODIFIABLE_ENTITY];
    DeleteSAMLProvider(DeleteSAMLProviderRequest) -> () as None,
        errors[INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteSSHPublicKey(DeleteSSHPublicKeyRequest) -> () as None,
        errors[NO_SUCH_ENTITY];
    DeleteServerCertificate(DeleteServerCertificateRequest) -> () as None,
        errors[DELETE_CONFLICT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteServiceLinkedRole(DeleteServiceLinkedRoleRequest) -> DeleteServiceLinkedRoleResponse as Some("DeleteServiceLinkedRoleResult"),
        errors[LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteServiceSpecificCredential(DeleteServiceSpecificCredentialRequest) -> () as None,
        errors[NO_SUCH_ENTITY];
    DeleteSigningCertificate(DeleteSigningCertificateRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteUser(DeleteUserRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, DELETE_CONFLICT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteUserPermissionsBoundary(DeleteUserPermissionsBoundaryRequest) -> () as None,
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteUserPolicy(DeleteUserPolicyRequest) -> () as None,
        errors[LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DeleteVirtualMFADevice(DeleteVirtualMFADeviceRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, DELETE_CONFLICT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DetachGroupPolicy(DetachGroupPolicyRequest) -> () as None,
        errors[INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    DetachRolePolicy(DetachRolePolicyRequest) -> () as None,
        errors[INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE, UNMODIFIABLE_ENTITY];
    DetachUserPolicy(DetachUserPolicyRequest) -> () as None,
        errors[INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    GenerateCredentialReport(()) -> GenerateCredentialReportResponse as Some("GenerateCredentialReportResult"),
        errors[LIMIT_EXCEEDED, SERVICE_FAILURE];
    GetAccessKeyLastUsed(GetAccessKeyLastUsedRequest) -> GetAccessKeyLastUsedResponse as Some("GetAccessKeyLastUsedResult"),
        errors[];
    GetAccountAuthorizationDetails(GetAccountAuthorizationDetailsRequest) -> GetAccountAuthorizationDetailsResponse as Some("GetAccountAuthorizationDetailsResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[SERVICE_FAILURE];
    GetAccountPasswordPolicy(()) -> GetAccountPasswordPolicyResponse as Some("GetAccountPasswordPolicyResult"),
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetAccountSummary(()) -> GetAccountSummaryResponse as Some("GetAccountSummaryResult"),
        errors[SERVICE_FAILURE];
    GetContextKeysForCustomPolicy(GetContextKeysForCustomPolicyRequest) -> GetContextKeysForPolicyResponse as Some("GetContextKeysForCustomPolicyResult"),
        errors[INVALID_INPUT];
    GetContextKeysForPrincipalPolicy(GetContextKeysForPrincipalPolicyRequest) -> GetContextKeysForPolicyResponse as Some("GetContextKeysForPrincipalPolicyResult"),
        errors[INVALID_INPUT, NO_SUCH_ENTITY];
    GetCredentialReport(()) -> GetCredentialReportResponse as Some("GetCredentialReportResult"),
        errors[REPORT_EXPIRED, REPORT_IN_PROGRESS, REPORT_NOT_PRESENT, SERVICE_FAILURE];
    GetGroup(GetGroupRequest) -> GetGroupResponse as Some("GetGroupResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetGroupPolicy(GetGroupPolicyRequest) -> GetGroupPolicyResponse as Some("GetGroupPolicyResult"),
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetInstanceProfile(GetInstanceProfileRequest) -> GetInstanceProfileResponse as Some("GetInstanceProfileResult"),
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetLoginProfile(GetLoginProfileRequest) -> GetLoginProfileResponse as Some("GetLoginProfileResult"),
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetMFADevice(GetMFADeviceRequest) -> GetMFADeviceResponse as Some("GetMFADeviceResult"),
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetOpenIDConnectProvider(GetOpenIDConnectProviderRequest) -> GetOpenIDConnectProviderResponse as Some("GetOpenIDConnectProviderResult"),
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetPolicy(GetPolicyRequest) -> GetPolicyResponse as Some("GetPolicyResult"),
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetPolicyVersion(GetPolicyVersionRequest) -> GetPolicyVersionResponse as Some("GetPolicyVersionResult"),
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetRole(GetRoleRequest) -> GetRoleResponse as Some("GetRoleResult"),
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetRolePolicy(GetRolePolicyRequest) -> GetRolePolicyResponse as Some("GetRolePolicyResult"),
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetSAMLProvider(GetSAMLProviderRequest) -> GetSAMLProviderResponse as Some("GetSAMLProviderResult"),
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetSSHPublicKey(GetSSHPublicKeyRequest) -> GetSSHPublicKeyResponse as Some("GetSSHPublicKeyResult"),
        errors[NO_SUCH_ENTITY, UNRECOGNIZED_PUBLIC_KEY_ENCODING];
    GetServerCertificate(GetServerCertificateRequest) -> GetServerCertificateResponse as Some("GetServerCertificateResult"),
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetServiceLinkedRoleDeletionStatus(GetServiceLinkedRoleDeletionStatusRequest) -> GetServiceLinkedRoleDeletionStatusResponse as Some("GetServiceLinkedRoleDeletionStatusResult"),
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetUser(GetUserRequest) -> GetUserResponse as Some("GetUserResult"),
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    GetUserPolicy(GetUserPolicyRequest) -> GetUserPolicyResponse as Some("GetUserPolicyResult"),
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListAccessKeys(ListAccessKeysRequest) -> ListAccessKeysResponse as Some("ListAccessKeysResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListAccountAliases(ListAccountAliasesRequest) -> ListAccountAliasesResponse as Some("ListAccountAliasesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[SERVICE_FAILURE];
    ListAttachedGroupPolicies(ListAttachedGroupPoliciesRequest) -> ListAttachedGroupPoliciesResponse as Some("ListAttachedGroupPoliciesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListAttachedRolePolicies(ListAttachedRolePoliciesRequest) -> ListAttachedRolePoliciesResponse as Some("ListAttachedRolePoliciesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListAttachedUserPolicies(ListAttachedUserPoliciesRequest) -> ListAttachedUserPoliciesResponse as Some("ListAttachedUserPoliciesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListEntitiesForPolicy(ListEntitiesForPolicyRequest) -> ListEntitiesForPolicyResponse as Some("ListEntitiesForPolicyResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListGroupPolicies(ListGroupPoliciesRequest) -> ListGroupPoliciesResponse as Some("ListGroupPoliciesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListGroups(ListGroupsRequest) -> ListGroupsResponse as Some("ListGroupsResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[SERVICE_FAILURE];
    ListGroupsForUser(ListGroupsForUserRequest) -> ListGroupsForUserResponse as Some("ListGroupsForUserResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListInstanceProfileTags(ListInstanceProfileTagsRequest) -> ListInstanceProfileTagsResponse as Some("ListInstanceProfileTagsResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListInstanceProfiles(ListInstanceProfilesRequest) -> ListInstanceProfilesResponse as Some("ListInstanceProfilesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[SERVICE_FAILURE];
    ListInstanceProfilesForRole(ListInstanceProfilesForRoleRequest) -> ListInstanceProfilesForRoleResponse as Some("ListInstanceProfilesForRoleResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListMFADevices(ListMFADevicesRequest) -> ListMFADevicesResponse as Some("ListMFADevicesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListOpenIDConnectProviderTags(ListOpenIDConnectProviderTagsRequest) -> ListOpenIDConnectProviderTagsResponse as Some("ListOpenIDConnectProviderTagsResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListOpenIDConnectProviders(ListOpenIDConnectProvidersRequest) -> ListOpenIDConnectProvidersResponse as Some("ListOpenIDConnectProvidersResult"),
        errors[SERVICE_FAILURE];
    ListPolicies(ListPoliciesRequest) -> ListPoliciesResponse as Some("ListPoliciesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[SERVICE_FAILURE];
    ListPolicyTags(ListPolicyTagsRequest) -> ListPolicyTagsResponse as Some("ListPolicyTagsResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListPolicyVersions(ListPolicyVersionsRequest) -> ListPolicyVersionsResponse as Some("ListPolicyVersionsResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListRolePolicies(ListRolePoliciesRequest) -> ListRolePoliciesResponse as Some("ListRolePoliciesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListRoleTags(ListRoleTagsRequest) -> ListRoleTagsResponse as Some("ListRoleTagsResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListRoles(ListRolesRequest) -> ListRolesResponse as Some("ListRolesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[SERVICE_FAILURE];
    ListSAMLProviders(ListSAMLProvidersRequest) -> ListSAMLProvidersResponse as Some("ListSAMLProvidersResult"),
        errors[SERVICE_FAILURE];
    ListSSHPublicKeys(ListSSHPublicKeysRequest) -> ListSSHPublicKeysResponse as Some("ListSSHPublicKeysResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY];
    ListServerCertificates(ListServerCertificatesRequest) -> ListServerCertificatesResponse as Some("ListServerCertificatesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[SERVICE_FAILURE];
    ListServiceSpecificCredentials(ListServiceSpecificCredentialsRequest) -> ListServiceSpecificCredentialsResponse as Some("ListServiceSpecificCredentialsResult"),
        errors[NOT_SUPPORTED_SERVICE, NO_SUCH_ENTITY];
    ListSigningCertificates(ListSigningCertificatesRequest) -> ListSigningCertificatesResponse as Some("ListSigningCertificatesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListUserPolicies(ListUserPoliciesRequest) -> ListUserPoliciesResponse as Some("ListUserPoliciesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListUserTags(ListUserTagsRequest) -> ListUserTagsResponse as Some("ListUserTagsResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE];
    ListUsers(ListUsersRequest) -> ListUsersResponse as Some("ListUsersResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[SERVICE_FAILURE];
    ListVirtualMFADevices(ListVirtualMFADevicesRequest) -> ListVirtualMFADevicesResponse as Some("ListVirtualMFADevicesResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[];
    PutGroupPolicy(PutGroupPolicyRequest) -> () as None,
        errors[LIMIT_EXCEEDED, MALFORMED_POLICY_DOCUMENT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    PutRolePermissionsBoundary(PutRolePermissionsBoundaryRequest) -> () as None,
        errors[INVALID_INPUT, NO_SUCH_ENTITY, POLICY_NOT_ATTACHABLE, SERVICE_FAILURE, UNMODIFIABLE_ENTITY];
    PutRolePolicy(PutRolePolicyRequest) -> () as None,
        errors[LIMIT_EXCEEDED, MALFORMED_POLICY_DOCUMENT, NO_SUCH_ENTITY, SERVICE_FAILURE, UNMODIFIABLE_ENTITY];
    PutUserPermissionsBoundary(PutUserPermissionsBoundaryRequest) -> () as None,
        errors[INVALID_INPUT, NO_SUCH_ENTITY, POLICY_NOT_ATTACHABLE, SERVICE_FAILURE];
    PutUserPolicy(PutUserPolicyRequest) -> () as None,
        errors[LIMIT_EXCEEDED, MALFORMED_POLICY_DOCUMENT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    RemoveClientIDFromOpenIDConnectProvider(RemoveClientIDFromOpenIDConnectProviderRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    RemoveRoleFromInstanceProfile(RemoveRoleFromInstanceProfileRequest) -> () as None,
        errors[LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE, UNMODIFIABLE_ENTITY];
    RemoveUserFromGroup(RemoveUserFromGroupRequest) -> () as None,
        errors[LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    ResetServiceSpecificCredential(ResetServiceSpecificCredentialRequest) -> ResetServiceSpecificCredentialResponse as Some("ResetServiceSpecificCredentialResult"),
        errors[NO_SUCH_ENTITY];
    SetDefaultPolicyVersion(SetDefaultPolicyVersionRequest) -> () as None,
        errors[INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    SimulateCustomPolicy(SimulateCustomPolicyRequest) -> SimulatePolicyResponse as Some("SimulateCustomPolicyResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[INVALID_INPUT, POLICY_EVALUATION];
    SimulatePrincipalPolicy(SimulatePrincipalPolicyRequest) -> SimulatePolicyResponse as Some("SimulatePrincipalPolicyResult"),
        pages("MaxItems", "Marker", "Marker", Some("IsTruncated"))
        errors[INVALID_INPUT, NO_SUCH_ENTITY, POLICY_EVALUATION];
    TagInstanceProfile(TagInstanceProfileRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    TagOpenIDConnectProvider(TagOpenIDConnectProviderRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    TagPolicy(TagPolicyRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    TagRole(TagRoleRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    TagUser(TagUserRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    UntagInstanceProfile(UntagInstanceProfileRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    UntagOpenIDConnectProvider(UntagOpenIDConnectProviderRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    UntagPolicy(UntagPolicyRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    UntagRole(UntagRoleRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, NO_SUCH_ENTITY, SERVICE_FAILURE];
    UntagUser(UntagUserRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, NO_SUCH_ENTITY, SERVICE_FAILURE];
    UpdateAccessKey(UpdateAccessKeyRequest) -> () as None,
        errors[INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    UpdateAssumeRolePolicy(UpdateAssumeRolePolicyRequest) -> () as None,
        errors[LIMIT_EXCEEDED, MALFORMED_POLICY_DOCUMENT, NO_SUCH_ENTITY, SERVICE_FAILURE, UNMODIFIABLE_ENTITY];
    UpdateGroup(UpdateGroupRequest) -> () as None,
        errors[ENTITY_ALREADY_EXISTS, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    UpdateLoginProfile(UpdateLoginProfileRequest) -> () as None,
        errors[ENTITY_TEMPORARILY_UNMODIFIABLE, LIMIT_EXCEEDED, NO_SUCH_ENTITY, PASSWORD_POLICY_VIOLATION, SERVICE_FAILURE];
    UpdateOpenIDConnectProviderThumbprint(UpdateOpenIDConnectProviderThumbprintRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, INVALID_INPUT, NO_SUCH_ENTITY, SERVICE_FAILURE];
    UpdateRole(UpdateRoleRequest) -> UpdateRoleResponse as Some("UpdateRoleResult"),
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE, UNMODIFIABLE_ENTITY];
    UpdateRoleDescription(UpdateRoleDescriptionRequest) -> UpdateRoleDescriptionResponse as Some("UpdateRoleDescriptionResult"),
        errors[NO_SUCH_ENTITY, SERVICE_FAILURE, UNMODIFIABLE_ENTITY];
    UpdateSSHPublicKey(UpdateSSHPublicKeyRequest) -> () as None,
        errors[INVALID_INPUT, NO_SUCH_ENTITY];
    UpdateServiceSpecificCredential(UpdateServiceSpecificCredentialRequest) -> () as None,
        errors[NO_SUCH_ENTITY];
    UpdateSigningCertificate(UpdateSigningCertificateRequest) -> () as None,
        errors[INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
    UpdateUser(UpdateUserRequest) -> () as None,
        errors[CONCURRENT_MODIFICATION, ENTITY_ALREADY_EXISTS, ENTITY_TEMPORARILY_UNMODIFIABLE, LIMIT_EXCEEDED, NO_SUCH_ENTITY, SERVICE_FAILURE];
);

output!(AccessKey {
    "UserName" user_name: String as USER_NAME_TYPE,
    "AccessKeyId" access_key_id: String as ACCESS_KEY_ID_TYPE,
    "Status" status: StatusType as ANY,
    "SecretAccessKey" secret_access_key: Secret as ANY,
    "CreateDate" create_date: Option<Timestamp> as ANY,
});

output!(AccessKeyLastUsed {
    "LastUsedDate" last_used_date: Option<Timestamp> as ANY,
    "ServiceName" service_name: String as ANY,
    "Region" region: String as ANY,
});

output!(#[derive(Default)] AccessKeyMetadata {
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
    "AccessKeyId" access_key_id: Option<String> as ACCESS_KEY_ID_TYPE,
    "Status" status: Option<StatusType> as ANY,
    "CreateDate" create_date: Option<Timestamp> as ANY,
});

input!(AddClientIDToOpenIDConnectProviderRequest {
    "OpenIDConnectProviderArn" open_id_connect_provider_arn: String as ARN_TYPE,
    "ClientID" client_id: String as CLIENT_ID_TYPE,
});

input!(AddRoleToInstanceProfileRequest {
    "InstanceProfileName" instance_profile_name: String as INSTANCE_PROFILE_NAME_TYPE,
    "RoleName" role_name: String as ROLE_NAME_TYPE,
});

input!(AddUserToGroupRequest {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
});

input!(AttachGroupPolicyRequest {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "PolicyArn" policy_arn: String as ARN_TYPE,
});

input!(AttachRolePolicyRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "PolicyArn" policy_arn: String as ARN_TYPE,
});

input!(AttachUserPolicyRequest {
    "UserName" user_name: String as USER_NAME_TYPE,
    "PolicyArn" policy_arn: String as ARN_TYPE,
});

output!(#[derive(Default)] AttachedPermissionsBoundary {
    "PermissionsBoundaryType" permissions_boundary_type: Option<PermissionsBoundaryAttachmentType> as ANY,
    "PermissionsBoundaryArn" permissions_boundary_arn: Option<String> as ARN_TYPE,
});

output!(#[derive(Default)] AttachedPolicy {
    "PolicyName" policy_name: Option<String> as POLICY_NAME_TYPE,
    "PolicyArn" policy_arn: Option<String> as ARN_TYPE,
});

input!(ChangePasswordRequest {
    "OldPassword" old_password: Secret as PASSWORD_TYPE,
    "NewPassword" new_password: Secret as PASSWORD_TYPE,
});

input!(#[derive(Default)] ContextEntry {
    "ContextKeyName" context_key_name: Option<String> as CONTEXT_KEY_NAME_TYPE,
    "ContextKeyValues" context_key_values: Option<Vec<String>> as CONTEXT_KEY_VALUE_LIST_TYPE,
    "ContextKeyType" context_key_type: Option<ContextKeyTypeEnum> as ANY,
});

input!(#[derive(Default)] CreateAccessKeyRequest {
    "UserName" user_name: Option<String> as EXISTING_USER_NAME_TYPE,
});

output!(CreateAccessKeyResponse {
    "AccessKey" access_key: AccessKey as ANY,
});

input!(CreateAccountAliasRequest {
    "AccountAlias" account_alias: String as ACCOUNT_ALIAS_TYPE,
});

input!(CreateGroupRequest {
    "Path" path: Option<String> as PATH_TYPE,
    "GroupName" group_name: String as GROUP_NAME_TYPE,
});

output!(CreateGroupResponse {
    "Group" group: Group as ANY,
});

input!(CreateInstanceProfileRequest {
    "InstanceProfileName" instance_profile_name: String as INSTANCE_PROFILE_NAME_TYPE,
    "Path" path: Option<String> as PATH_TYPE,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

output!(CreateInstanceProfileResponse {
    "InstanceProfile" instance_profile: InstanceProfile as ANY,
});

input!(#[derive(Default)] CreateLoginProfileRequest {
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
    "Password" password: Option<Secret> as PASSWORD_TYPE,
    "PasswordResetRequired" password_reset_required: Option<bool> as ANY,
});

output!(CreateLoginProfileResponse {
    "LoginProfile" login_profile: LoginProfile as ANY,
});

input!(CreateOpenIDConnectProviderRequest {
    "Url" url: String as OPEN_ID_CONNECT_PROVIDER_URL_TYPE,
    "ClientIDList" client_id_list: Option<Vec<String>> as CLIENT_ID_LIST_TYPE,
    "ThumbprintList" thumbprint_list: Option<Vec<String>> as THUMBPRINT_LIST_TYPE,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

output!(#[derive(Default)] CreateOpenIDConnectProviderResponse {
    "OpenIDConnectProviderArn" open_id_connect_provider_arn: Option<String> as ARN_TYPE,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

input!(CreatePolicyRequest {
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
    "Path" path: Option<String> as POLICY_PATH_TYPE,
    "PolicyDocument" policy_document: String as POLICY_DOCUMENT_TYPE,
    "Description" description: Option<String> as POLICY_DESCRIPTION_TYPE,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

output!(#[derive(Default)] CreatePolicyResponse {
    "Policy" policy: Option<Policy> as ANY,
});

input!(CreatePolicyVersionRequest {
    "PolicyArn" policy_arn: String as ARN_TYPE,
    "PolicyDocument" policy_document: String as POLICY_DOCUMENT_TYPE,
    "SetAsDefault" set_as_default: Option<bool> as ANY,
});

output!(#[derive(Default)] CreatePolicyVersionResponse {
    "PolicyVersion" policy_version: Option<PolicyVersion> as ANY,
});

input!(CreateRoleRequest {
    "Path" path: Option<String> as PATH_TYPE,
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "AssumeRolePolicyDocument" assume_role_policy_document: String as POLICY_DOCUMENT_TYPE,
    "Description" description: Option<String> as ROLE_DESCRIPTION_TYPE,
    "MaxSessionDuration" max_session_duration: Option<i32> as ROLE_MAX_SESSION_DURATION_TYPE,
    "PermissionsBoundary" permissions_boundary: Option<String> as ARN_TYPE,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

output!(CreateRoleResponse {
    "Role" role: Role as ANY,
});

input!(CreateServiceLinkedRoleRequest {
    "AWSServiceName" aws_service_name: String as GROUP_NAME_TYPE,
    "Description" description: Option<String> as ROLE_DESCRIPTION_TYPE,
    "CustomSuffix" custom_suffix: Option<String> as CUSTOM_SUFFIX_TYPE,
});

output!(#[derive(Default)] CreateServiceLinkedRoleResponse {
    "Role" role: Option<Role> as ANY,
});

input!(CreateUserRequest {
    "Path" path: Option<String> as PATH_TYPE,
    "UserName" user_name: String as USER_NAME_TYPE,
    "PermissionsBoundary" permissions_boundary: Option<String> as ARN_TYPE,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

output!(#[derive(Default)] CreateUserResponse {
    "User" user: Option<User> as ANY,
});

input!(DeactivateMFADeviceRequest {
    "UserName" user_name: Option<String> as EXISTING_USER_NAME_TYPE,
    "SerialNumber" serial_number: String as SERIAL_NUMBER_TYPE,
});

input!(DeleteAccessKeyRequest {
    "UserName" user_name: Option<String> as EXISTING_USER_NAME_TYPE,
    "AccessKeyId" access_key_id: String as ACCESS_KEY_ID_TYPE,
});

input!(DeleteAccountAliasRequest {
    "AccountAlias" account_alias: String as ACCOUNT_ALIAS_TYPE,
});

input!(DeleteGroupPolicyRequest {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
});

input!(DeleteGroupRequest {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
});

input!(DeleteInstanceProfileRequest {
    "InstanceProfileName" instance_profile_name: String as INSTANCE_PROFILE_NAME_TYPE,
});

input!(#[derive(Default)] DeleteLoginProfileRequest {
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
});

input!(DeleteOpenIDConnectProviderRequest {
    "OpenIDConnectProviderArn" open_id_connect_provider_arn: String as ARN_TYPE,
});

input!(DeletePolicyRequest {
    "PolicyArn" policy_arn: String as ARN_TYPE,
});

input!(DeletePolicyVersionRequest {
    "PolicyArn" policy_arn: String as ARN_TYPE,
    "VersionId" version_id: String as POLICY_VERSION_ID_TYPE,
});

input!(DeleteRolePermissionsBoundaryRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
});

input!(DeleteRolePolicyRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
});

input!(DeleteRoleRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
});

input!(DeleteSAMLProviderRequest {
    "SAMLProviderArn" saml_provider_arn: String as ARN_TYPE,
});

input!(DeleteSSHPublicKeyRequest {
    "UserName" user_name: String as USER_NAME_TYPE,
    "SSHPublicKeyId" ssh_public_key_id: String as PUBLIC_KEY_ID_TYPE,
});

input!(DeleteServerCertificateRequest {
    "ServerCertificateName" server_certificate_name: String as SERVER_CERTIFICATE_NAME_TYPE,
});

input!(DeleteServiceLinkedRoleRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
});

output!(DeleteServiceLinkedRoleResponse {
    "DeletionTaskId" deletion_task_id: String as DELETION_TASK_ID_TYPE,
});

input!(DeleteServiceSpecificCredentialRequest {
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
    "ServiceSpecificCredentialId" service_specific_credential_id: String as SERVICE_SPECIFIC_CREDENTIAL_ID,
});

input!(DeleteSigningCertificateRequest {
    "UserName" user_name: Option<String> as EXISTING_USER_NAME_TYPE,
    "CertificateId" certificate_id: String as CERTIFICATE_ID_TYPE,
});

input!(DeleteUserPermissionsBoundaryRequest {
    "UserName" user_name: String as USER_NAME_TYPE,
});

input!(DeleteUserPolicyRequest {
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
});

input!(DeleteUserRequest {
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
});

input!(DeleteVirtualMFADeviceRequest {
    "SerialNumber" serial_number: String as SERIAL_NUMBER_TYPE,
});

output!(#[derive(Default)] DeletionTaskFailureReasonType {
    "Reason" reason: Option<String> as REASON_TYPE,
    "RoleUsageList" role_usage_list: Option<Vec<RoleUsageType>> as ROLE_USAGE_LIST_TYPE,
});

input!(DetachGroupPolicyRequest {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "PolicyArn" policy_arn: String as ARN_TYPE,
});

input!(DetachRolePolicyRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "PolicyArn" policy_arn: String as ARN_TYPE,
});

input!(DetachUserPolicyRequest {
    "UserName" user_name: String as USER_NAME_TYPE,
    "PolicyArn" policy_arn: String as ARN_TYPE,
});

output!(EvaluationResult {
    "EvalActionName" eval_action_name: String as ACTION_NAME_TYPE,
    "EvalResourceName" eval_resource_name: Option<String> as RESOURCE_NAME_TYPE,
    "EvalDecision" eval_decision: PolicyEvaluationDecisionType as ANY,
    "MatchedStatements" matched_statements: Option<Vec<Statement>> as STATEMENT_LIST_TYPE,
    "MissingContextValues" missing_context_values: Option<Vec<String>> as CONTEXT_KEY_NAMES_RESULT_LIST_TYPE,
    "OrganizationsDecisionDetail" organizations_decision_detail: Option<OrganizationsDecisionDetail> as ANY,
    "PermissionsBoundaryDecisionDetail" permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail> as ANY,
    "EvalDecisionDetails" eval_decision_details: Option<BTreeMap<String, PolicyEvaluationDecisionType>> as EVAL_DECISION_DETAILS_TYPE,
    "ResourceSpecificResults" resource_specific_results: Option<Vec<ResourceSpecificResult>> as RESOURCE_SPECIFIC_RESULT_LIST_TYPE,
});

output!(#[derive(Default)] GenerateCredentialReportResponse {
    "State" state: Option<ReportStateType> as ANY,
    "Description" description: Option<String> as ANY,
});

input!(GetAccessKeyLastUsedRequest {
    "AccessKeyId" access_key_id: String as ACCESS_KEY_ID_TYPE,
});

output!(#[derive(Default)] GetAccessKeyLastUsedResponse {
    "UserName" user_name: Option<String> as EXISTING_USER_NAME_TYPE,
    "AccessKeyLastUsed" access_key_last_used: Option<AccessKeyLastUsed> as ANY,
});

input!(#[derive(Default)] GetAccountAuthorizationDetailsRequest {
    "Filter" filter: Option<Vec<EntityType>> as ENTITY_LIST_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
});

output!(#[derive(Default)] GetAccountAuthorizationDetailsResponse {
    "UserDetailList" user_detail_list: Option<Vec<UserDetail>> as USER_DETAIL_LIST_TYPE,
    "GroupDetailList" group_detail_list: Option<Vec<GroupDetail>> as GROUP_DETAIL_LIST_TYPE,
    "RoleDetailList" role_detail_list: Option<Vec<RoleDetail>> as ROLE_DETAIL_LIST_TYPE,
    "Policies" policies: Option<Vec<ManagedPolicyDetail>> as MANAGED_POLICY_DETAIL_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

output!(GetAccountPasswordPolicyResponse {
    "PasswordPolicy" password_policy: PasswordPolicy as ANY,
});

output!(#[derive(Default)] GetAccountSummaryResponse {
    "SummaryMap" summary_map: Option<BTreeMap<SummaryKeyType, i32>> as SUMMARY_MAP_TYPE,
});

input!(GetContextKeysForCustomPolicyRequest {
    "PolicyInputList" policy_input_list: Vec<String> as SIMULATION_POLICY_LIST_TYPE,
});

output!(#[derive(Default)] GetContextKeysForPolicyResponse {
    "ContextKeyNames" context_key_names: Option<Vec<String>> as CONTEXT_KEY_NAMES_RESULT_LIST_TYPE,
});

input!(GetContextKeysForPrincipalPolicyRequest {
    "PolicySourceArn" policy_source_arn: String as ARN_TYPE,
    "PolicyInputList" policy_input_list: Option<Vec<String>> as SIMULATION_POLICY_LIST_TYPE,
});

output!(#[derive(Default)] GetCredentialReportResponse {
    "Content" content: Option<Blob> as ANY,
    "ReportFormat" report_format: Option<ReportFormatType> as ANY,
    "GeneratedTime" generated_time: Option<Timestamp> as ANY,
});

input!(GetGroupPolicyRequest {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
});

output!(GetGroupPolicyResponse {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
    "PolicyDocument" policy_document: String as POLICY_DOCUMENT_TYPE,
});

input!(GetGroupRequest {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(GetGroupResponse {
    "Group" group: Group as ANY,
    "Users" users: Vec<User> as USER_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(GetInstanceProfileRequest {
    "InstanceProfileName" instance_profile_name: String as INSTANCE_PROFILE_NAME_TYPE,
});

output!(GetInstanceProfileResponse {
    "InstanceProfile" instance_profile: InstanceProfile as ANY,
});

input!(#[derive(Default)] GetLoginProfileRequest {
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
});

output!(GetLoginProfileResponse {
    "LoginProfile" login_profile: LoginProfile as ANY,
});

input!(GetMFADeviceRequest {
    "SerialNumber" serial_number: String as SERIAL_NUMBER_TYPE,
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
});

output!(GetMFADeviceResponse {
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
    "SerialNumber" serial_number: String as SERIAL_NUMBER_TYPE,
    "EnableDate" enable_date: Option<Timestamp> as ANY,
    "Certifications" certifications: Option<BTreeMap<String, String>> as CERTIFICATION_MAP_TYPE,
});

input!(GetOpenIDConnectProviderRequest {
    "OpenIDConnectProviderArn" open_id_connect_provider_arn: String as ARN_TYPE,
});

output!(#[derive(Default)] GetOpenIDConnectProviderResponse {
    "Url" url: Option<String> as OPEN_ID_CONNECT_PROVIDER_URL_TYPE,
    "ClientIDList" client_id_list: Option<Vec<String>> as CLIENT_ID_LIST_TYPE,
    "ThumbprintList" thumbprint_list: Option<Vec<String>> as THUMBPRINT_LIST_TYPE,
    "CreateDate" create_date: Option<Timestamp> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

input!(GetPolicyRequest {
    "PolicyArn" policy_arn: String as ARN_TYPE,
});

output!(#[derive(Default)] GetPolicyResponse {
    "Policy" policy: Option<Policy> as ANY,
});

input!(GetPolicyVersionRequest {
    "PolicyArn" policy_arn: String as ARN_TYPE,
    "VersionId" version_id: String as POLICY_VERSION_ID_TYPE,
});

output!(#[derive(Default)] GetPolicyVersionResponse {
    "PolicyVersion" policy_version: Option<PolicyVersion> as ANY,
});

input!(GetRolePolicyRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
});

output!(GetRolePolicyResponse {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
    "PolicyDocument" policy_document: String as POLICY_DOCUMENT_TYPE,
});

input!(GetRoleRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
});

output!(GetRoleResponse {
    "Role" role: Role as ANY,
});

input!(GetSAMLProviderRequest {
    "SAMLProviderArn" saml_provider_arn: String as ARN_TYPE,
});

output!(#[derive(Default)] GetSAMLProviderResponse {
    "SAMLProviderUUID" saml_provider_uuid: Option<String> as PRIVATE_KEY_ID_TYPE,
    "SAMLMetadataDocument" saml_metadata_document: Option<String> as SAML_METADATA_DOCUMENT_TYPE,
    "CreateDate" create_date: Option<Timestamp> as ANY,
    "ValidUntil" valid_until: Option<Timestamp> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
    "AssertionEncryptionMode" assertion_encryption_mode: Option<AssertionEncryptionModeType> as ANY,
    "PrivateKeyList" private_key_list: Option<Vec<SAMLPrivateKey>> as PRIVATE_KEY_LIST,
});

input!(GetSSHPublicKeyRequest {
    "UserName" user_name: String as USER_NAME_TYPE,
    "SSHPublicKeyId" ssh_public_key_id: String as PUBLIC_KEY_ID_TYPE,
    "Encoding" encoding: EncodingType as ANY,
});

output!(#[derive(Default)] GetSSHPublicKeyResponse {
    "SSHPublicKey" ssh_public_key: Option<SSHPublicKey> as ANY,
});

input!(GetServerCertificateRequest {
    "ServerCertificateName" server_certificate_name: String as SERVER_CERTIFICATE_NAME_TYPE,
});

output!(GetServerCertificateResponse {
    "ServerCertificate" server_certificate: ServerCertificate as ANY,
});

input!(GetServiceLinkedRoleDeletionStatusRequest {
    "DeletionTaskId" deletion_task_id: String as DELETION_TASK_ID_TYPE,
});

output!(GetServiceLinkedRoleDeletionStatusResponse {
    "Status" status: DeletionTaskStatusType as ANY,
    "Reason" reason: Option<DeletionTaskFailureReasonType> as ANY,
});

input!(GetUserPolicyRequest {
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
});

output!(GetUserPolicyResponse {
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
    "PolicyDocument" policy_document: String as POLICY_DOCUMENT_TYPE,
});

input!(#[derive(Default)] GetUserRequest {
    "UserName" user_name: Option<String> as EXISTING_USER_NAME_TYPE,
});

output!(GetUserResponse {
    "User" user: User as ANY,
});

output!(Group {
    "Path" path: String as PATH_TYPE,
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "GroupId" group_id: String as ID_TYPE,
    "Arn" arn: String as ARN_TYPE,
    "CreateDate" create_date: Timestamp as ANY,
});

output!(#[derive(Default)] GroupDetail {
    "Path" path: Option<String> as PATH_TYPE,
    "GroupName" group_name: Option<String> as GROUP_NAME_TYPE,
    "GroupId" group_id: Option<String> as ID_TYPE,
    "Arn" arn: Option<String> as ARN_TYPE,
    "CreateDate" create_date: Option<Timestamp> as ANY,
    "GroupPolicyList" group_policy_list: Option<Vec<PolicyDetail>> as POLICY_DETAIL_LIST_TYPE,
    "AttachedManagedPolicies" attached_managed_policies: Option<Vec<AttachedPolicy>> as ATTACHED_POLICIES_LIST_TYPE,
});

input!(InlinePolicyIdentifierType {
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
    "AttachmentType" attachment_type: AttachmentType as ANY,
    "AttachmentName" attachment_name: String as ATTACHMENT_NAME,
});

output!(InstanceProfile {
    "Path" path: String as PATH_TYPE,
    "InstanceProfileName" instance_profile_name: String as INSTANCE_PROFILE_NAME_TYPE,
    "InstanceProfileId" instance_profile_id: String as ID_TYPE,
    "Arn" arn: String as ARN_TYPE,
    "CreateDate" create_date: Timestamp as ANY,
    "Roles" roles: Vec<Role> as ROLE_LIST_TYPE,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

input!(#[derive(Default)] ListAccessKeysRequest {
    "UserName" user_name: Option<String> as EXISTING_USER_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListAccessKeysResponse {
    "AccessKeyMetadata" access_key_metadata: Vec<AccessKeyMetadata> as ACCESS_KEY_METADATA_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] ListAccountAliasesRequest {
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListAccountAliasesResponse {
    "AccountAliases" account_aliases: Vec<String> as ACCOUNT_ALIAS_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListAttachedGroupPoliciesRequest {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "PathPrefix" path_prefix: Option<String> as POLICY_PATH_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(#[derive(Default)] ListAttachedGroupPoliciesResponse {
    "AttachedPolicies" attached_policies: Option<Vec<AttachedPolicy>> as ATTACHED_POLICIES_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListAttachedRolePoliciesRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "PathPrefix" path_prefix: Option<String> as POLICY_PATH_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(#[derive(Default)] ListAttachedRolePoliciesResponse {
    "AttachedPolicies" attached_policies: Option<Vec<AttachedPolicy>> as ATTACHED_POLICIES_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListAttachedUserPoliciesRequest {
    "UserName" user_name: String as USER_NAME_TYPE,
    "PathPrefix" path_prefix: Option<String> as POLICY_PATH_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(#[derive(Default)] ListAttachedUserPoliciesResponse {
    "AttachedPolicies" attached_policies: Option<Vec<AttachedPolicy>> as ATTACHED_POLICIES_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListEntitiesForPolicyRequest {
    "PolicyArn" policy_arn: String as ARN_TYPE,
    "EntityFilter" entity_filter: Option<EntityType> as ANY,
    "PathPrefix" path_prefix: Option<String> as PATH_TYPE,
    "PolicyUsageFilter" policy_usage_filter: Option<PolicyUsageType> as ANY,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(#[derive(Default)] ListEntitiesForPolicyResponse {
    "PolicyGroups" policy_groups: Option<Vec<PolicyGroup>> as POLICY_GROUP_LIST_TYPE,
    "PolicyUsers" policy_users: Option<Vec<PolicyUser>> as POLICY_USER_LIST_TYPE,
    "PolicyRoles" policy_roles: Option<Vec<PolicyRole>> as POLICY_ROLE_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListGroupPoliciesRequest {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListGroupPoliciesResponse {
    "PolicyNames" policy_names: Vec<String> as POLICY_NAME_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListGroupsForUserRequest {
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListGroupsForUserResponse {
    "Groups" groups: Vec<Group> as GROUP_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] ListGroupsRequest {
    "PathPrefix" path_prefix: Option<String> as PATH_PREFIX_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListGroupsResponse {
    "Groups" groups: Vec<Group> as GROUP_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListInstanceProfileTagsRequest {
    "InstanceProfileName" instance_profile_name: String as INSTANCE_PROFILE_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListInstanceProfileTagsResponse {
    "Tags" tags: Vec<Tag> as TAG_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListInstanceProfilesForRoleRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListInstanceProfilesForRoleResponse {
    "InstanceProfiles" instance_profiles: Vec<InstanceProfile> as INSTANCE_PROFILE_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] ListInstanceProfilesRequest {
    "PathPrefix" path_prefix: Option<String> as PATH_PREFIX_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListInstanceProfilesResponse {
    "InstanceProfiles" instance_profiles: Vec<InstanceProfile> as INSTANCE_PROFILE_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] ListMFADevicesRequest {
    "UserName" user_name: Option<String> as EXISTING_USER_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListMFADevicesResponse {
    "MFADevices" mfa_devices: Vec<MFADevice> as MFA_DEVICE_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListOpenIDConnectProviderTagsRequest {
    "OpenIDConnectProviderArn" open_id_connect_provider_arn: String as ARN_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListOpenIDConnectProviderTagsResponse {
    "Tags" tags: Vec<Tag> as TAG_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] ListOpenIDConnectProvidersRequest {
});

output!(#[derive(Default)] ListOpenIDConnectProvidersResponse {
    "OpenIDConnectProviderList" open_id_connect_provider_list: Option<Vec<OpenIDConnectProviderListEntry>> as OPEN_ID_CONNECT_PROVIDER_LIST_TYPE,
});

input!(#[derive(Default)] ListPoliciesRequest {
    "Scope" scope: Option<PolicyScopeType> as ANY,
    "OnlyAttached" only_attached: Option<bool> as ANY,
    "PathPrefix" path_prefix: Option<String> as POLICY_PATH_TYPE,
    "PolicyUsageFilter" policy_usage_filter: Option<PolicyUsageType> as ANY,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(#[derive(Default)] ListPoliciesResponse {
    "Policies" policies: Option<Vec<Policy>> as POLICY_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListPolicyTagsRequest {
    "PolicyArn" policy_arn: String as ARN_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListPolicyTagsResponse {
    "Tags" tags: Vec<Tag> as TAG_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListPolicyVersionsRequest {
    "PolicyArn" policy_arn: String as ARN_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(#[derive(Default)] ListPolicyVersionsResponse {
    "Versions" versions: Option<Vec<PolicyVersion>> as POLICY_DOCUMENT_VERSION_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListRolePoliciesRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListRolePoliciesResponse {
    "PolicyNames" policy_names: Vec<String> as POLICY_NAME_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListRoleTagsRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListRoleTagsResponse {
    "Tags" tags: Vec<Tag> as TAG_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] ListRolesRequest {
    "PathPrefix" path_prefix: Option<String> as PATH_PREFIX_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListRolesResponse {
    "Roles" roles: Vec<Role> as ROLE_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] ListSAMLProvidersRequest {
});

output!(#[derive(Default)] ListSAMLProvidersResponse {
    "SAMLProviderList" saml_provider_list: Option<Vec<SAMLProviderListEntry>> as SAML_PROVIDER_LIST_TYPE,
});

input!(#[derive(Default)] ListSSHPublicKeysRequest {
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(#[derive(Default)] ListSSHPublicKeysResponse {
    "SSHPublicKeys" ssh_public_keys: Option<Vec<SSHPublicKeyMetadata>> as SSH_PUBLIC_KEY_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] ListServerCertificatesRequest {
    "PathPrefix" path_prefix: Option<String> as PATH_PREFIX_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListServerCertificatesResponse {
    "ServerCertificateMetadataList" server_certificate_metadata_list: Vec<ServerCertificateMetadata> as SERVER_CERTIFICATE_METADATA_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] ListServiceSpecificCredentialsRequest {
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
    "ServiceName" service_name: Option<String> as ANY,
    "AllUsers" all_users: Option<bool> as ANY,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(#[derive(Default)] ListServiceSpecificCredentialsResponse {
    "ServiceSpecificCredentials" service_specific_credentials: Option<Vec<ServiceSpecificCredentialMetadata>> as SERVICE_SPECIFIC_CREDENTIALS_LIST_TYPE,
    "Marker" marker: Option<String> as ANY,
    "IsTruncated" is_truncated: Option<bool> as ANY,
});

input!(#[derive(Default)] ListSigningCertificatesRequest {
    "UserName" user_name: Option<String> as EXISTING_USER_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListSigningCertificatesResponse {
    "Certificates" certificates: Vec<SigningCertificate> as CERTIFICATE_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListUserPoliciesRequest {
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListUserPoliciesResponse {
    "PolicyNames" policy_names: Vec<String> as POLICY_NAME_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(ListUserTagsRequest {
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListUserTagsResponse {
    "Tags" tags: Vec<Tag> as TAG_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] ListUsersRequest {
    "PathPrefix" path_prefix: Option<String> as PATH_PREFIX_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListUsersResponse {
    "Users" users: Vec<User> as USER_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] ListVirtualMFADevicesRequest {
    "AssignmentStatus" assignment_status: Option<AssignmentStatusType> as ANY,
    "Marker" marker: Option<String> as MARKER_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
});

output!(ListVirtualMFADevicesResponse {
    "VirtualMFADevices" virtual_mfa_devices: Vec<VirtualMFADevice> as VIRTUAL_MFA_DEVICE_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

output!(LoginProfile {
    "UserName" user_name: String as USER_NAME_TYPE,
    "CreateDate" create_date: Timestamp as ANY,
    "PasswordResetRequired" password_reset_required: Option<bool> as ANY,
});

output!(MFADevice {
    "UserName" user_name: String as USER_NAME_TYPE,
    "SerialNumber" serial_number: String as SERIAL_NUMBER_TYPE,
    "EnableDate" enable_date: Timestamp as ANY,
});

output!(#[derive(Default)] ManagedPolicyDetail {
    "PolicyName" policy_name: Option<String> as POLICY_NAME_TYPE,
    "PolicyId" policy_id: Option<String> as ID_TYPE,
    "Arn" arn: Option<String> as ARN_TYPE,
    "Path" path: Option<String> as POLICY_PATH_TYPE,
    "DefaultVersionId" default_version_id: Option<String> as POLICY_VERSION_ID_TYPE,
    "AttachmentCount" attachment_count: Option<i32> as ANY,
    "PermissionsBoundaryUsageCount" permissions_boundary_usage_count: Option<i32> as ANY,
    "IsAttachable" is_attachable: Option<bool> as ANY,
    "Description" description: Option<String> as POLICY_DESCRIPTION_TYPE,
    "CreateDate" create_date: Option<Timestamp> as ANY,
    "UpdateDate" update_date: Option<Timestamp> as ANY,
    "PolicyVersionList" policy_version_list: Option<Vec<PolicyVersion>> as POLICY_DOCUMENT_VERSION_LIST_TYPE,
});

output!(#[derive(Default)] OpenIDConnectProviderListEntry {
    "Arn" arn: Option<String> as ARN_TYPE,
});

input!(#[derive(Default)] OrderedOrganizationPolicyType {
    "ServiceControlPolicyInputList" service_control_policy_input_list: Option<Vec<String>> as SIMULATION_POLICY_LIST_TYPE,
});

output!(#[derive(Default)] OrganizationsDecisionDetail {
    "AllowedByOrganizations" allowed_by_organizations: Option<bool> as ANY,
});

output!(#[derive(Default)] PasswordPolicy {
    "MinimumPasswordLength" minimum_password_length: Option<i32> as MINIMUM_PASSWORD_LENGTH_TYPE,
    "RequireSymbols" require_symbols: Option<bool> as ANY,
    "RequireNumbers" require_numbers: Option<bool> as ANY,
    "RequireUppercaseCharacters" require_uppercase_characters: Option<bool> as ANY,
    "RequireLowercaseCharacters" require_lowercase_characters: Option<bool> as ANY,
    "AllowUsersToChangePassword" allow_users_to_change_password: Option<bool> as ANY,
    "ExpirePasswords" expire_passwords: Option<bool> as ANY,
    "MaxPasswordAge" max_password_age: Option<i32> as MAX_PASSWORD_AGE_TYPE,
    "PasswordReusePrevention" password_reuse_prevention: Option<i32> as PASSWORD_REUSE_PREVENTION_TYPE,
    "HardExpiry" hard_expiry: Option<bool> as ANY,
});

output!(#[derive(Default)] PermissionsBoundaryDecisionDetail {
    "AllowedByPermissionsBoundary" allowed_by_permissions_boundary: Option<bool> as ANY,
});

output!(#[derive(Default)] Policy {
    "PolicyName" policy_name: Option<String> as POLICY_NAME_TYPE,
    "PolicyId" policy_id: Option<String> as ID_TYPE,
    "Arn" arn: Option<String> as ARN_TYPE,
    "Path" path: Option<String> as POLICY_PATH_TYPE,
    "DefaultVersionId" default_version_id: Option<String> as POLICY_VERSION_ID_TYPE,
    "AttachmentCount" attachment_count: Option<i32> as ANY,
    "PermissionsBoundaryUsageCount" permissions_boundary_usage_count: Option<i32> as ANY,
    "IsAttachable" is_attachable: Option<bool> as ANY,
    "Description" description: Option<String> as POLICY_DESCRIPTION_TYPE,
    "CreateDate" create_date: Option<Timestamp> as ANY,
    "UpdateDate" update_date: Option<Timestamp> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

output!(#[derive(Default)] PolicyDetail {
    "PolicyName" policy_name: Option<String> as POLICY_NAME_TYPE,
    "PolicyDocument" policy_document: Option<String> as POLICY_DOCUMENT_TYPE,
});

output!(#[derive(Default)] PolicyGroup {
    "GroupName" group_name: Option<String> as GROUP_NAME_TYPE,
    "GroupId" group_id: Option<String> as ID_TYPE,
});

input!(#[derive(Default)] PolicyIdentifier {
    "PolicyType" policy_type: Option<PolicyIdentifierPolicyType> as ANY,
    "PolicyArn" policy_arn: Option<String> as ARN_TYPE,
    "InlinePolicyIdentifier" inline_policy_identifier: Option<InlinePolicyIdentifierType> as ANY,
});

output!(#[derive(Default)] PolicyRole {
    "RoleName" role_name: Option<String> as ROLE_NAME_TYPE,
    "RoleId" role_id: Option<String> as ID_TYPE,
});

output!(#[derive(Default)] PolicyUser {
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
    "UserId" user_id: Option<String> as ID_TYPE,
});

output!(#[derive(Default)] PolicyVersion {
    "Document" document: Option<String> as POLICY_DOCUMENT_TYPE,
    "VersionId" version_id: Option<String> as POLICY_VERSION_ID_TYPE,
    "IsDefaultVersion" is_default_version: Option<bool> as ANY,
    "CreateDate" create_date: Option<Timestamp> as ANY,
});

output!(#[derive(Default)] Position {
    "Line" line: Option<i32> as ANY,
    "Column" column: Option<i32> as ANY,
});

input!(PutGroupPolicyRequest {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
    "PolicyDocument" policy_document: String as POLICY_DOCUMENT_TYPE,
});

input!(PutRolePermissionsBoundaryRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "PermissionsBoundary" permissions_boundary: String as ARN_TYPE,
});

input!(PutRolePolicyRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
    "PolicyDocument" policy_document: String as POLICY_DOCUMENT_TYPE,
});

input!(PutUserPermissionsBoundaryRequest {
    "UserName" user_name: String as USER_NAME_TYPE,
    "PermissionsBoundary" permissions_boundary: String as ARN_TYPE,
});

input!(PutUserPolicyRequest {
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
    "PolicyName" policy_name: String as POLICY_NAME_TYPE,
    "PolicyDocument" policy_document: String as POLICY_DOCUMENT_TYPE,
});

input!(RemoveClientIDFromOpenIDConnectProviderRequest {
    "OpenIDConnectProviderArn" open_id_connect_provider_arn: String as ARN_TYPE,
    "ClientID" client_id: String as CLIENT_ID_TYPE,
});

input!(RemoveRoleFromInstanceProfileRequest {
    "InstanceProfileName" instance_profile_name: String as INSTANCE_PROFILE_NAME_TYPE,
    "RoleName" role_name: String as ROLE_NAME_TYPE,
});

input!(RemoveUserFromGroupRequest {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
});

input!(ResetServiceSpecificCredentialRequest {
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
    "ServiceSpecificCredentialId" service_specific_credential_id: String as SERVICE_SPECIFIC_CREDENTIAL_ID,
});

output!(#[derive(Default)] ResetServiceSpecificCredentialResponse {
    "ServiceSpecificCredential" service_specific_credential: Option<ServiceSpecificCredential> as ANY,
});

output!(ResourceSpecificResult {
    "EvalResourceName" eval_resource_name: String as RESOURCE_NAME_TYPE,
    "EvalResourceDecision" eval_resource_decision: PolicyEvaluationDecisionType as ANY,
    "MatchedStatements" matched_statements: Option<Vec<Statement>> as STATEMENT_LIST_TYPE,
    "MissingContextValues" missing_context_values: Option<Vec<String>> as CONTEXT_KEY_NAMES_RESULT_LIST_TYPE,
    "EvalDecisionDetails" eval_decision_details: Option<BTreeMap<String, PolicyEvaluationDecisionType>> as EVAL_DECISION_DETAILS_TYPE,
    "PermissionsBoundaryDecisionDetail" permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail> as ANY,
});

output!(Role {
    "Path" path: String as PATH_TYPE,
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "RoleId" role_id: String as ID_TYPE,
    "Arn" arn: String as ARN_TYPE,
    "CreateDate" create_date: Timestamp as ANY,
    "AssumeRolePolicyDocument" assume_role_policy_document: Option<String> as POLICY_DOCUMENT_TYPE,
    "Description" description: Option<String> as ROLE_DESCRIPTION_TYPE,
    "MaxSessionDuration" max_session_duration: Option<i32> as ROLE_MAX_SESSION_DURATION_TYPE,
    "PermissionsBoundary" permissions_boundary: Option<AttachedPermissionsBoundary> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
    "RoleLastUsed" role_last_used: Option<RoleLastUsed> as ANY,
    "SourceRoleTemplate" source_role_template: Option<SourceRoleTemplate> as ANY,
});

output!(#[derive(Default)] RoleDetail {
    "Path" path: Option<String> as PATH_TYPE,
    "RoleName" role_name: Option<String> as ROLE_NAME_TYPE,
    "RoleId" role_id: Option<String> as ID_TYPE,
    "Arn" arn: Option<String> as ARN_TYPE,
    "CreateDate" create_date: Option<Timestamp> as ANY,
    "AssumeRolePolicyDocument" assume_role_policy_document: Option<String> as POLICY_DOCUMENT_TYPE,
    "InstanceProfileList" instance_profile_list: Option<Vec<InstanceProfile>> as INSTANCE_PROFILE_LIST_TYPE,
    "RolePolicyList" role_policy_list: Option<Vec<PolicyDetail>> as POLICY_DETAIL_LIST_TYPE,
    "AttachedManagedPolicies" attached_managed_policies: Option<Vec<AttachedPolicy>> as ATTACHED_POLICIES_LIST_TYPE,
    "PermissionsBoundary" permissions_boundary: Option<AttachedPermissionsBoundary> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
    "RoleLastUsed" role_last_used: Option<RoleLastUsed> as ANY,
});

output!(#[derive(Default)] RoleLastUsed {
    "LastUsedDate" last_used_date: Option<Timestamp> as ANY,
    "Region" region: Option<String> as ANY,
});

output!(#[derive(Default)] RoleUsageType {
    "Region" region: Option<String> as REGION_NAME_TYPE,
    "Resources" resources: Option<Vec<String>> as ARN_LIST_TYPE,
});

output!(#[derive(Default)] SAMLPrivateKey {
    "KeyId" key_id: Option<String> as PRIVATE_KEY_ID_TYPE,
    "Timestamp" timestamp: Option<Timestamp> as ANY,
});

output!(#[derive(Default)] SAMLProviderListEntry {
    "Arn" arn: Option<String> as ARN_TYPE,
    "ValidUntil" valid_until: Option<Timestamp> as ANY,
    "CreateDate" create_date: Option<Timestamp> as ANY,
});

output!(SSHPublicKey {
    "UserName" user_name: String as USER_NAME_TYPE,
    "SSHPublicKeyId" ssh_public_key_id: String as PUBLIC_KEY_ID_TYPE,
    "Fingerprint" fingerprint: String as PUBLIC_KEY_FINGERPRINT_TYPE,
    "SSHPublicKeyBody" ssh_public_key_body: String as PUBLIC_KEY_MATERIAL_TYPE,
    "Status" status: StatusType as ANY,
    "UploadDate" upload_date: Option<Timestamp> as ANY,
});

output!(SSHPublicKeyMetadata {
    "UserName" user_name: String as USER_NAME_TYPE,
    "SSHPublicKeyId" ssh_public_key_id: String as PUBLIC_KEY_ID_TYPE,
    "Status" status: StatusType as ANY,
    "UploadDate" upload_date: Timestamp as ANY,
});

output!(ServerCertificate {
    "ServerCertificateMetadata" server_certificate_metadata: ServerCertificateMetadata as ANY,
    "CertificateBody" certificate_body: String as CERTIFICATE_BODY_TYPE,
    "CertificateChain" certificate_chain: Option<String> as CERTIFICATE_CHAIN_TYPE,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

output!(ServerCertificateMetadata {
    "Path" path: String as PATH_TYPE,
    "ServerCertificateName" server_certificate_name: String as SERVER_CERTIFICATE_NAME_TYPE,
    "ServerCertificateId" server_certificate_id: String as ID_TYPE,
    "Arn" arn: String as ARN_TYPE,
    "UploadDate" upload_date: Option<Timestamp> as ANY,
    "Expiration" expiration: Option<Timestamp> as ANY,
});

output!(ServiceSpecificCredential {
    "CreateDate" create_date: Timestamp as ANY,
    "ExpirationDate" expiration_date: Option<Timestamp> as ANY,
    "ServiceName" service_name: String as ANY,
    "ServiceUserName" service_user_name: Option<String> as SERVICE_USER_NAME,
    "ServicePassword" service_password: Option<Secret> as ANY,
    "ServiceCredentialAlias" service_credential_alias: Option<String> as SERVICE_CREDENTIAL_ALIAS,
    "ServiceCredentialSecret" service_credential_secret: Option<Secret> as ANY,
    "ServiceSpecificCredentialId" service_specific_credential_id: String as SERVICE_SPECIFIC_CREDENTIAL_ID,
    "UserName" user_name: String as USER_NAME_TYPE,
    "Status" status: StatusType as ANY,
});

output!(ServiceSpecificCredentialMetadata {
    "UserName" user_name: String as USER_NAME_TYPE,
    "Status" status: StatusType as ANY,
    "ServiceUserName" service_user_name: Option<String> as SERVICE_USER_NAME,
    "ServiceCredentialAlias" service_credential_alias: Option<String> as SERVICE_CREDENTIAL_ALIAS,
    "CreateDate" create_date: Timestamp as ANY,
    "ExpirationDate" expiration_date: Option<Timestamp> as ANY,
    "ServiceSpecificCredentialId" service_specific_credential_id: String as SERVICE_SPECIFIC_CREDENTIAL_ID,
    "ServiceName" service_name: String as ANY,
});

input!(SetDefaultPolicyVersionRequest {
    "PolicyArn" policy_arn: String as ARN_TYPE,
    "VersionId" version_id: String as POLICY_VERSION_ID_TYPE,
});

output!(SigningCertificate {
    "UserName" user_name: String as USER_NAME_TYPE,
    "CertificateId" certificate_id: String as CERTIFICATE_ID_TYPE,
    "CertificateBody" certificate_body: String as CERTIFICATE_BODY_TYPE,
    "Status" status: StatusType as ANY,
    "UploadDate" upload_date: Option<Timestamp> as ANY,
});

input!(SimulateCustomPolicyRequest {
    "PolicyInputList" policy_input_list: Vec<String> as SIMULATION_POLICY_LIST_TYPE,
    "PermissionsBoundaryPolicyInputList" permissions_boundary_policy_input_list: Option<Vec<String>> as SIMULATION_POLICY_LIST_TYPE,
    "OrderedOrganizationPolicyInputList" ordered_organization_policy_input_list: Option<Vec<OrderedOrganizationPolicyType>> as ORGANIZATION_POLICY_LIST_TYPE,
    "ActionNames" action_names: Vec<String> as ACTION_NAME_LIST_TYPE,
    "ResourceArns" resource_arns: Option<Vec<String>> as RESOURCE_NAME_LIST_TYPE,
    "ResourcePolicy" resource_policy: Option<String> as POLICY_DOCUMENT_TYPE,
    "ResourceOwner" resource_owner: Option<String> as RESOURCE_NAME_TYPE,
    "CallerArn" caller_arn: Option<String> as RESOURCE_NAME_TYPE,
    "ContextEntries" context_entries: Option<Vec<ContextEntry>> as CONTEXT_ENTRY_LIST_TYPE,
    "ResourceHandlingOption" resource_handling_option: Option<String> as RESOURCE_HANDLING_OPTION_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
});

output!(#[derive(Default)] SimulatePolicyResponse {
    "EvaluationResults" evaluation_results: Option<Vec<EvaluationResult>> as EVALUATION_RESULTS_LIST_TYPE,
    "IsTruncated" is_truncated: Option<bool> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(SimulatePrincipalPolicyRequest {
    "PolicySourceArn" policy_source_arn: String as ARN_TYPE,
    "PolicyInputList" policy_input_list: Option<Vec<String>> as SIMULATION_POLICY_LIST_TYPE,
    "PermissionsBoundaryPolicyInputList" permissions_boundary_policy_input_list: Option<Vec<String>> as SIMULATION_POLICY_LIST_TYPE,
    "PolicyExclusionList" policy_exclusion_list: Option<Vec<PolicyIdentifier>> as POLICY_EXCLUSIONS_LIST_TYPE,
    "ActionNames" action_names: Vec<String> as ACTION_NAME_LIST_TYPE,
    "ResourceArns" resource_arns: Option<Vec<String>> as RESOURCE_NAME_LIST_TYPE,
    "ResourcePolicy" resource_policy: Option<String> as POLICY_DOCUMENT_TYPE,
    "ResourceOwner" resource_owner: Option<String> as RESOURCE_NAME_TYPE,
    "CallerArn" caller_arn: Option<String> as RESOURCE_NAME_TYPE,
    "ContextEntries" context_entries: Option<Vec<ContextEntry>> as CONTEXT_ENTRY_LIST_TYPE,
    "ResourceHandlingOption" resource_handling_option: Option<String> as RESOURCE_HANDLING_OPTION_TYPE,
    "MaxItems" max_items: Option<i32> as MAX_ITEMS_TYPE,
    "Marker" marker: Option<String> as MARKER_TYPE,
});

output!(SourceRoleTemplate {
    "TemplateArn" template_arn: String as ARN_TYPE,
    "TemplateMinorVersion" template_minor_version: i32 as ANY,
});

output!(#[derive(Default)] Statement {
    "SourcePolicyId" source_policy_id: Option<String> as ANY,
    "SourcePolicyType" source_policy_type: Option<String> as ANY,
    "StartPosition" start_position: Option<Position> as ANY,
    "EndPosition" end_position: Option<Position> as ANY,
});

both!(Tag {
    "Key" key: String as TAG_KEY_TYPE,
    "Value" value: String as TAG_VALUE_TYPE,
});

input!(TagInstanceProfileRequest {
    "InstanceProfileName" instance_profile_name: String as INSTANCE_PROFILE_NAME_TYPE,
    "Tags" tags: Vec<Tag> as TAG_LIST_TYPE,
});

input!(TagOpenIDConnectProviderRequest {
    "OpenIDConnectProviderArn" open_id_connect_provider_arn: String as ARN_TYPE,
    "Tags" tags: Vec<Tag> as TAG_LIST_TYPE,
});

input!(TagPolicyRequest {
    "PolicyArn" policy_arn: String as ARN_TYPE,
    "Tags" tags: Vec<Tag> as TAG_LIST_TYPE,
});

input!(TagRoleRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "Tags" tags: Vec<Tag> as TAG_LIST_TYPE,
});

input!(TagUserRequest {
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
    "Tags" tags: Vec<Tag> as TAG_LIST_TYPE,
});

input!(UntagInstanceProfileRequest {
    "InstanceProfileName" instance_profile_name: String as INSTANCE_PROFILE_NAME_TYPE,
    "TagKeys" tag_keys: Vec<String> as TAG_KEY_LIST_TYPE,
});

input!(UntagOpenIDConnectProviderRequest {
    "OpenIDConnectProviderArn" open_id_connect_provider_arn: String as ARN_TYPE,
    "TagKeys" tag_keys: Vec<String> as TAG_KEY_LIST_TYPE,
});

input!(UntagPolicyRequest {
    "PolicyArn" policy_arn: String as ARN_TYPE,
    "TagKeys" tag_keys: Vec<String> as TAG_KEY_LIST_TYPE,
});

input!(UntagRoleRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "TagKeys" tag_keys: Vec<String> as TAG_KEY_LIST_TYPE,
});

input!(UntagUserRequest {
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
    "TagKeys" tag_keys: Vec<String> as TAG_KEY_LIST_TYPE,
});

input!(UpdateAccessKeyRequest {
    "UserName" user_name: Option<String> as EXISTING_USER_NAME_TYPE,
    "AccessKeyId" access_key_id: String as ACCESS_KEY_ID_TYPE,
    "Status" status: StatusType as ANY,
});

input!(UpdateAssumeRolePolicyRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "PolicyDocument" policy_document: String as POLICY_DOCUMENT_TYPE,
});

input!(UpdateGroupRequest {
    "GroupName" group_name: String as GROUP_NAME_TYPE,
    "NewPath" new_path: Option<String> as PATH_TYPE,
    "NewGroupName" new_group_name: Option<String> as GROUP_NAME_TYPE,
});

input!(UpdateLoginProfileRequest {
    "UserName" user_name: String as USER_NAME_TYPE,
    "Password" password: Option<Secret> as PASSWORD_TYPE,
    "PasswordResetRequired" password_reset_required: Option<bool> as ANY,
});

input!(UpdateOpenIDConnectProviderThumbprintRequest {
    "OpenIDConnectProviderArn" open_id_connect_provider_arn: String as ARN_TYPE,
    "ThumbprintList" thumbprint_list: Vec<String> as THUMBPRINT_LIST_TYPE,
});

input!(UpdateRoleDescriptionRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "Description" description: String as ROLE_DESCRIPTION_TYPE,
});

output!(#[derive(Default)] UpdateRoleDescriptionResponse {
    "Role" role: Option<Role> as ANY,
});

input!(UpdateRoleRequest {
    "RoleName" role_name: String as ROLE_NAME_TYPE,
    "Description" description: Option<String> as ROLE_DESCRIPTION_TYPE,
    "MaxSessionDuration" max_session_duration: Option<i32> as ROLE_MAX_SESSION_DURATION_TYPE,
});

output!(#[derive(Default)] UpdateRoleResponse {
});

input!(UpdateSSHPublicKeyRequest {
    "UserName" user_name: String as USER_NAME_TYPE,
    "SSHPublicKeyId" ssh_public_key_id: String as PUBLIC_KEY_ID_TYPE,
    "Status" status: StatusType as ANY,
});

input!(UpdateServiceSpecificCredentialRequest {
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
    "ServiceSpecificCredentialId" service_specific_credential_id: String as SERVICE_SPECIFIC_CREDENTIAL_ID,
    "Status" status: StatusType as ANY,
});

input!(UpdateSigningCertificateRequest {
    "UserName" user_name: Option<String> as EXISTING_USER_NAME_TYPE,
    "CertificateId" certificate_id: String as CERTIFICATE_ID_TYPE,
    "Status" status: StatusType as ANY,
});

input!(UpdateUserRequest {
    "UserName" user_name: String as EXISTING_USER_NAME_TYPE,
    "NewPath" new_path: Option<String> as PATH_TYPE,
    "NewUserName" new_user_name: Option<String> as USER_NAME_TYPE,
});

output!(User {
    "Path" path: String as PATH_TYPE,
    "UserName" user_name: String as USER_NAME_TYPE,
    "UserId" user_id: String as ID_TYPE,
    "Arn" arn: String as ARN_TYPE,
    "CreateDate" create_date: Timestamp as ANY,
    "PasswordLastUsed" password_last_used: Option<Timestamp> as ANY,
    "PermissionsBoundary" permissions_boundary: Option<AttachedPermissionsBoundary> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

output!(#[derive(Default)] UserDetail {
    "Path" path: Option<String> as PATH_TYPE,
    "UserName" user_name: Option<String> as USER_NAME_TYPE,
    "UserId" user_id: Option<String> as ID_TYPE,
    "Arn" arn: Option<String> as ARN_TYPE,
    "CreateDate" create_date: Option<Timestamp> as ANY,
    "UserPolicyList" user_policy_list: Option<Vec<PolicyDetail>> as POLICY_DETAIL_LIST_TYPE,
    "GroupList" group_list: Option<Vec<String>> as GROUP_NAME_LIST_TYPE,
    "AttachedManagedPolicies" attached_managed_policies: Option<Vec<AttachedPolicy>> as ATTACHED_POLICIES_LIST_TYPE,
    "PermissionsBoundary" permissions_boundary: Option<AttachedPermissionsBoundary> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

output!(VirtualMFADevice {
    "SerialNumber" serial_number: String as SERIAL_NUMBER_TYPE,
    "Base32StringSeed" base32_string_seed: Option<Blob> as ANY,
    "QRCodePNG" qr_code_png: Option<Blob> as ANY,
    "User" user: Option<User> as ANY,
    "EnableDate" enable_date: Option<Timestamp> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST_TYPE,
});

enumeration!(AttachmentType {
    User = "user",
    Group = "group",
    Role = "role",
});

enumeration!(ContextKeyTypeEnum {
    String = "string",
    StringList = "stringList",
    Numeric = "numeric",
    NumericList = "numericList",
    Boolean = "boolean",
    BooleanList = "booleanList",
    Ip = "ip",
    IpList = "ipList",
    Binary = "binary",
    BinaryList = "binaryList",
    Date = "date",
    DateList = "dateList",
});

enumeration!(DeletionTaskStatusType {
    Succeeded = "SUCCEEDED",
    InProgress = "IN_PROGRESS",
    Failed = "FAILED",
    NotStarted = "NOT_STARTED",
});

enumeration!(EntityType {
    User = "User",
    Role = "Role",
    Group = "Group",
    LocalManagedPolicy = "LocalManagedPolicy",
    AwsManagedPolicy = "AWSManagedPolicy",
});

enumeration!(PermissionsBoundaryAttachmentType {
    PermissionsBoundaryPolicy = "PermissionsBoundaryPolicy",
});

enumeration!(PolicyEvaluationDecisionType {
    Allowed = "allowed",
    ExplicitDeny = "explicitDeny",
    ImplicitDeny = "implicitDeny",
});

enumeration!(PolicyIdentifierPolicyType {
    Inline = "inline",
    AwsManaged = "aws-managed",
    UserManaged = "user-managed",
    PermissionBoundary = "permission-boundary",
    Scp = "scp",
    Rcp = "rcp",
});

enumeration!(PolicyUsageType {
    PermissionsPolicy = "PermissionsPolicy",
    PermissionsBoundary = "PermissionsBoundary",
});

enumeration!(ReportFormatType {
    TextCsv = "text/csv",
});

enumeration!(ReportStateType {
    Started = "STARTED",
    Inprogress = "INPROGRESS",
    Complete = "COMPLETE",
});

enumeration!(AssertionEncryptionModeType {
    Required = "Required",
    Allowed = "Allowed",
});

enumeration!(AssignmentStatusType {
    Assigned = "Assigned",
    Unassigned = "Unassigned",
    Any = "Any",
});

enumeration!(EncodingType {
    Ssh = "SSH",
    Pem = "PEM",
});

enumeration!(PolicyScopeType {
    All = "All",
    Aws = "AWS",
    Local = "Local",
});

enumeration!(StatusType {
    Active = "Active",
    Inactive = "Inactive",
    Expired = "Expired",
});

enumeration!(SummaryKeyType {
    Users = "Users",
    UsersQuota = "UsersQuota",
    Groups = "Groups",
    GroupsQuota = "GroupsQuota",
    ServerCertificates = "ServerCertificates",
    ServerCertificatesQuota = "ServerCertificatesQuota",
    UserPolicySizeQuota = "UserPolicySizeQuota",
    GroupPolicySizeQuota = "GroupPolicySizeQuota",
    GroupsPerUserQuota = "GroupsPerUserQuota",
    SigningCertificatesPerUserQuota = "SigningCertificatesPerUserQuota",
    AccessKeysPerUserQuota = "AccessKeysPerUserQuota",
    MfaDevices = "MFADevices",
    MfaDevicesInUse = "MFADevicesInUse",
    AccountMfaEnabled = "AccountMFAEnabled",
    AccountAccessKeysPresent = "AccountAccessKeysPresent",
    AccountPasswordPresent = "AccountPasswordPresent",
    AccountSigningCertificatesPresent = "AccountSigningCertificatesPresent",
    AttachedPoliciesPerGroupQuota = "AttachedPoliciesPerGroupQuota",
    AttachedPoliciesPerRoleQuota = "AttachedPoliciesPerRoleQuota",
    AttachedPoliciesPerUserQuota = "AttachedPoliciesPerUserQuota",
    Policies = "Policies",
    PoliciesQuota = "PoliciesQuota",
    PolicySizeQuota = "PolicySizeQuota",
    PolicyVersionsInUse = "PolicyVersionsInUse",
    PolicyVersionsInUseQuota = "PolicyVersionsInUseQuota",
    VersionsPerPolicyQuota = "VersionsPerPolicyQuota",
    GlobalEndpointTokenVersion = "GlobalEndpointTokenVersion",
    AssumeRolePolicySizeQuota = "AssumeRolePolicySizeQuota",
    InstanceProfiles = "InstanceProfiles",
    InstanceProfilesQuota = "InstanceProfilesQuota",
    Providers = "Providers",
    RolePolicySizeQuota = "RolePolicySizeQuota",
    Roles = "Roles",
    RolesQuota = "RolesQuota",
});

static ACTION_NAME_LIST_TYPE: Shape = Shape::list("member", &ACTION_NAME_TYPE);
static ACTION_NAME_TYPE: Shape = Shape::any().min(3).max(128);
static ARN_LIST_TYPE: Shape = Shape::list("member", &ARN_TYPE);
static ATTACHMENT_NAME: Shape = Shape::any().min(1).max(128).pattern(r"[\w+=,.@-]+");
static CERTIFICATION_MAP_TYPE: Shape = Shape::map("key", "value", &CERTIFICATION_VALUE_TYPE);
static CERTIFICATION_VALUE_TYPE: Shape = Shape::any().min(1).max(32).pattern(r"[\u0020-\u00FF]+");
static CONTEXT_ENTRY_LIST_TYPE: Shape = Shape::list("member", &ANY);
static CONTEXT_KEY_NAME_TYPE: Shape = Shape::any().min(5).max(256);
static CONTEXT_KEY_NAMES_RESULT_LIST_TYPE: Shape = Shape::list("member", &CONTEXT_KEY_NAME_TYPE);
static CONTEXT_KEY_VALUE_LIST_TYPE: Shape = Shape::list("member", &ANY);
static DELETION_TASK_ID_TYPE: Shape = Shape::any().min(1).max(1000);
static EVAL_DECISION_DETAILS_TYPE: Shape = Shape::map("key", "value", &ANY);
static EVALUATION_RESULTS_LIST_TYPE: Shape = Shape::list("member", &ANY);
static MANAGED_POLICY_DETAIL_LIST_TYPE: Shape = Shape::list("member", &ANY);
static OPEN_ID_CONNECT_PROVIDER_LIST_TYPE: Shape = Shape::list("member", &ANY);
static OPEN_ID_CONNECT_PROVIDER_URL_TYPE: Shape = Shape::any().min(1).max(255);
static ORGANIZATION_POLICY_LIST_TYPE: Shape = Shape::list("member", &ANY).max(7);
static POLICY_EXCLUSIONS_LIST_TYPE: Shape = Shape::list("member", &ANY).max(256);
static POLICY_GROUP_LIST_TYPE: Shape = Shape::list("member", &ANY);
static POLICY_ROLE_LIST_TYPE: Shape = Shape::list("member", &ANY);
static POLICY_USER_LIST_TYPE: Shape = Shape::list("member", &ANY);
static REASON_TYPE: Shape = Shape::any().max(1000);
static REGION_NAME_TYPE: Shape = Shape::any().min(1).max(100);
static RESOURCE_HANDLING_OPTION_TYPE: Shape = Shape::any().min(1).max(64);
static RESOURCE_NAME_LIST_TYPE: Shape = Shape::list("member", &RESOURCE_NAME_TYPE);
static RESOURCE_NAME_TYPE: Shape = Shape::any().min(1).max(2048);
static RESOURCE_SPECIFIC_RESULT_LIST_TYPE: Shape = Shape::list("member", &ANY);
static ROLE_USAGE_LIST_TYPE: Shape = Shape::list("member", &ANY);
static SAML_METADATA_DOCUMENT_TYPE: Shape = Shape::any().min(1000).max(10000000);
static SAML_PROVIDER_LIST_TYPE: Shape = Shape::list("member", &ANY);
static SSH_PUBLIC_KEY_LIST_TYPE: Shape = Shape::list("member", &ANY);
static SERVICE_SPECIFIC_CREDENTIALS_LIST_TYPE: Shape = Shape::list("member", &ANY);
static SIMULATION_POLICY_LIST_TYPE: Shape = Shape::list("member", &POLICY_DOCUMENT_TYPE);
static STATEMENT_LIST_TYPE: Shape = Shape::list("member", &ANY);
static ACCESS_KEY_ID_TYPE: Shape = Shape::any().min(16).max(128).pattern(r"[\w]+");
static ACCESS_KEY_METADATA_LIST_TYPE: Shape = Shape::list("member", &ANY);
static ACCOUNT_ALIAS_LIST_TYPE: Shape = Shape::list("member", &ACCOUNT_ALIAS_TYPE);
static ACCOUNT_ALIAS_TYPE: Shape = Shape::any().min(3).max(63).pattern(r"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$");
static ARN_TYPE: Shape = Shape::any().min(20).max(2048);
static ATTACHED_POLICIES_LIST_TYPE: Shape = Shape::list("member", &ANY);
static CERTIFICATE_BODY_TYPE: Shape = Shape::any().min(1).max(16384).pattern(r"[\u0009\u000A\u000D\u0020-\u00FF]+");
static CERTIFICATE_CHAIN_TYPE: Shape = Shape::any().min(1).max(2097152).pattern(r"[\u0009\u000A\u000D\u0020-\u00FF]+");
static CERTIFICATE_ID_TYPE: Shape = Shape::any().min(24).max(128).pattern(r"[\w]+");
static CERTIFICATE_LIST_TYPE: Shape = Shape::list("member", &ANY);
static CLIENT_ID_LIST_TYPE: Shape = Shape::list("member", &CLIENT_ID_TYPE);
static CLIENT_ID_TYPE: Shape = Shape::any().min(1).max(255);
static CUSTOM_SUFFIX_TYPE: Shape = Shape::any().min(1).max(64).pattern(r"[\w+=,.@-]+");
static ENTITY_LIST_TYPE: Shape = Shape::list("member", &ANY);
static EXISTING_USER_NAME_TYPE: Shape = Shape::any().min(1).max(128).pattern(r"[\w+=,.@-]+");
static GROUP_DETAIL_LIST_TYPE: Shape = Shape::list("member", &ANY);
static GROUP_LIST_TYPE: Shape = Shape::list("member", &ANY);
static GROUP_NAME_LIST_TYPE: Shape = Shape::list("member", &GROUP_NAME_TYPE);
static GROUP_NAME_TYPE: Shape = Shape::any().min(1).max(128).pattern(r"[\w+=,.@-]+");
static ID_TYPE: Shape = Shape::any().min(16).max(128).pattern(r"[\w]+");
static INSTANCE_PROFILE_LIST_TYPE: Shape = Shape::list("member", &ANY);
static INSTANCE_PROFILE_NAME_TYPE: Shape = Shape::any().min(1).max(128).pattern(r"[\w+=,.@-]+");
static MARKER_TYPE: Shape = Shape::any().min(1).max(320).pattern(r"[\u0020-\u00FF]+");
static MAX_ITEMS_TYPE: Shape = Shape::any().min(1).max(1000);
static MAX_PASSWORD_AGE_TYPE: Shape = Shape::any().min(1).max(1095);
static MFA_DEVICE_LIST_TYPE: Shape = Shape::list("member", &ANY);
static MINIMUM_PASSWORD_LENGTH_TYPE: Shape = Shape::any().min(6).max(128);
static PASSWORD_REUSE_PREVENTION_TYPE: Shape = Shape::any().min(1).max(24);
static PASSWORD_TYPE: Shape = Shape::any().min(1).max(128).pattern(r"[\u0009\u000A\u000D\u0020-\u00FF]+");
static PATH_PREFIX_TYPE: Shape = Shape::any().min(1).max(512).pattern(r"\u002F[\u0021-\u007F]*");
static PATH_TYPE: Shape = Shape::any().min(1).max(512).pattern(r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)");
static POLICY_DESCRIPTION_TYPE: Shape = Shape::any().max(1000);
static POLICY_DETAIL_LIST_TYPE: Shape = Shape::list("member", &ANY);
static POLICY_DOCUMENT_TYPE: Shape = Shape::any().min(1).max(131072).pattern(r"[\u0009\u000A\u000D\u0020-\u00FF]+").percent_encoded_in_answers();
static POLICY_DOCUMENT_VERSION_LIST_TYPE: Shape = Shape::list("member", &ANY);
static POLICY_LIST_TYPE: Shape = Shape::list("member", &ANY);
static POLICY_NAME_LIST_TYPE: Shape = Shape::list("member", &POLICY_NAME_TYPE);
static POLICY_NAME_TYPE: Shape = Shape::any().min(1).max(128).pattern(r"[\w+=,.@-]+");
static POLICY_PATH_TYPE: Shape = Shape::any().min(1).max(512).pattern(r"((/[A-Za-z0-9\.,\+@=_-]+)*)/");
static POLICY_VERSION_ID_TYPE: Shape = Shape::any().pattern(r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?");
static PRIVATE_KEY_ID_TYPE: Shape = Shape::any().min(22).max(64).pattern(r"[A-Z0-9]+");
static PRIVATE_KEY_LIST: Shape = Shape::list("member", &ANY).max(2);
static PUBLIC_KEY_FINGERPRINT_TYPE: Shape = Shape::any().min(48).max(48).pattern(r"[:\w]+");
static PUBLIC_KEY_ID_TYPE: Shape = Shape::any().min(20).max(128).pattern(r"[\w]+");
static PUBLIC_KEY_MATERIAL_TYPE: Shape = Shape::any().min(1).max(16384).pattern(r"[\u0009\u000A\u000D\u0020-\u00FF]+");
static ROLE_DESCRIPTION_TYPE: Shape = Shape::any().max(1000).pattern(r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*");
static ROLE_DETAIL_LIST_TYPE: Shape = Shape::list("member", &ANY);
static ROLE_LIST_TYPE: Shape = Shape::list("member", &ANY);
static ROLE_MAX_SESSION_DURATION_TYPE: Shape = Shape::any().min(3600).max(43200);
static ROLE_NAME_TYPE: Shape = Shape::any().min(1).max(64).pattern(r"[\w+=,.@-]+");
static SERIAL_NUMBER_TYPE: Shape = Shape::any().min(9).max(256).pattern(r"[\w+=/:,.@-]+");
static SERVER_CERTIFICATE_METADATA_LIST_TYPE: Shape = Shape::list("member", &ANY);
static SERVER_CERTIFICATE_NAME_TYPE: Shape = Shape::any().min(1).max(128).pattern(r"[\w+=,.@-]+");
static SERVICE_CREDENTIAL_ALIAS: Shape = Shape::any().min(0).max(200).pattern(r"[\w+=,.@-]+");
static SERVICE_SPECIFIC_CREDENTIAL_ID: Shape = Shape::any().min(20).max(128).pattern(r"[\w]+");
static SERVICE_USER_NAME: Shape = Shape::any().min(0).max(200).pattern(r"[\w+=,.@-]*");
static SUMMARY_MAP_TYPE: Shape = Shape::map("key", "value", &ANY);
static TAG_KEY_LIST_TYPE: Shape = Shape::list("member", &TAG_KEY_TYPE).max(50);
static TAG_KEY_TYPE: Shape = Shape::any().min(1).max(128).pattern(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+");
static TAG_LIST_TYPE: Shape = Shape::list("member", &ANY).max(50);
static TAG_VALUE_TYPE: Shape = Shape::any().min(0).max(256).pattern(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*");
static THUMBPRINT_LIST_TYPE: Shape = Shape::list("member", &THUMBPRINT_TYPE);
static THUMBPRINT_TYPE: Shape = Shape::any().min(40).max(40);
static USER_DETAIL_LIST_TYPE: Shape = Shape::list("member", &ANY);
static USER_LIST_TYPE: Shape = Shape::list("member", &ANY);
static USER_NAME_TYPE: Shape = Shape::any().min(1).max(64).pattern(r"[\w+=,.@-]+");
static VIRTUAL_MFA_DEVICE_LIST_TYPE: Shape = Shape::list("member", &ANY);

/// The error codes that the operations of IAM 2010-05-08 declare.
pub mod error {
    use crate::error::ErrorCode;

    /// `ConcurrentModification`, HTTP 409.
    pub const CONCURRENT_MODIFICATION: ErrorCode = ErrorCode::sender("ConcurrentModification", 409);

    /// `DeleteConflict`, HTTP 409.
    pub const DELETE_CONFLICT: ErrorCode = ErrorCode::sender("DeleteConflict", 409);

    /// `EntityAlreadyExists`, HTTP 409.
    pub const ENTITY_ALREADY_EXISTS: ErrorCode = ErrorCode::sender("EntityAlreadyExists", 409);

    /// `EntityTemporarilyUnmodifiable`, HTTP 409.
    pub const ENTITY_TEMPORARILY_UNMODIFIABLE: ErrorCode = ErrorCode::sender("EntityTemporarilyUnmodifiable", 409);

    /// `InvalidInput`, HTTP 400.
    pub const INVALID_INPUT: ErrorCode = ErrorCode::sender("InvalidInput", 400);

    /// `InvalidUserType`, HTTP 400.
    pub const INVALID_USER_TYPE: ErrorCode = ErrorCode::sender("InvalidUserType", 400);

    /// `LimitExceeded`, HTTP 409.
    pub const LIMIT_EXCEEDED: ErrorCode = ErrorCode::sender("LimitExceeded", 409);

    /// `MalformedPolicyDocument`, HTTP 400.
    pub const MALFORMED_POLICY_DOCUMENT: ErrorCode = ErrorCode::sender("MalformedPolicyDocument", 400);

    /// `NoSuchEntity`, HTTP 404.
    pub const NO_SUCH_ENTITY: ErrorCode = ErrorCode::sender("NoSuchEntity", 404);

    /// `NotSupportedService`, HTTP 404.
    pub const NOT_SUPPORTED_SERVICE: ErrorCode = ErrorCode::sender("NotSupportedService", 404);

    /// `OpenIdIdpCommunicationError`, HTTP 400.
    pub const OPEN_ID_IDP_COMMUNICATION_ERROR: ErrorCode = ErrorCode::sender("OpenIdIdpCommunicationError", 400);

    /// `PasswordPolicyViolation`, HTTP 400.
    pub const PASSWORD_POLICY_VIOLATION: ErrorCode = ErrorCode::sender("PasswordPolicyViolation", 400);

    /// `PolicyEvaluation`, HTTP 500.
    pub const POLICY_EVALUATION: ErrorCode = ErrorCode::receiver("PolicyEvaluation", 500);

    /// `PolicyNotAttachable`, HTTP 400.
    pub const POLICY_NOT_ATTACHABLE: ErrorCode = ErrorCode::sender("PolicyNotAttachable", 400);

    /// `ReportExpired`, HTTP 410.
    pub const REPORT_EXPIRED: ErrorCode = ErrorCode::sender("ReportExpired", 410);

    /// `ReportInProgress`, HTTP 404.
    pub const REPORT_IN_PROGRESS: ErrorCode = ErrorCode::sender("ReportInProgress", 404);

    /// `ReportNotPresent`, HTTP 410.
    pub const REPORT_NOT_PRESENT: ErrorCode = ErrorCode::sender("ReportNotPresent", 410);

    /// `ServiceFailure`, HTTP 500.
    pub const SERVICE_FAILURE: ErrorCode = ErrorCode::receiver("ServiceFailure", 500);

    /// `UnmodifiableEntity`, HTTP 400.
    pub const UNMODIFIABLE_ENTITY: ErrorCode = ErrorCode::sender("UnmodifiableEntity", 400);

    /// `UnrecognizedPublicKeyEncoding`, HTTP 400.
    pub const UNRECOGNIZED_PUBLIC_KEY_ENCODING: ErrorCode = ErrorCode::sender("UnrecognizedPublicKeyEncoding", 400);
}
