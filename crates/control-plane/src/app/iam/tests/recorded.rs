//! Errors as AWS answered them (`vectors/recorded-errors.jsonl`, `vectors/policy-validation.jsonl`):
//! the same calls get the same code, status and text here.

use std::collections::BTreeMap;

use aws_query::{Service, operation};
use serde_json::Value;

use crate::app::fixture::{World, arn, statement};

const ERRORS: &str = include_str!("../../../../../../vectors/recorded-errors.jsonl");
const DOCUMENTS: &str = include_str!("../../../../../../vectors/policy-validation.jsonl");

/// The call behind each recorded error: its test and step, the operation, its parameters. `@` stands
/// for what [`value`] says, `x{65}` for so many `x`.
const CALLS: &str = "
test_user_attach_policy/existing_policy_name_provided AttachUserPolicy UserName=user-1 PolicyArn=@policy
test_create_role_with_malformed_assume_role_policy_document/invalid-json CreateRole RoleName=new AssumeRolePolicyDocument={
test_delete_non_existent_policy_returns_no_such_entity/delete-non-existent-policy-exc DeletePolicy PolicyArn=@iam/policy/non-existent-policy
test_list_service_specific_credential_different_service/list-service-specific-credentials-invalid-service ListServiceSpecificCredentials UserName=user-1 ServiceName=nonexistentservice.amazonaws.com
test_create_group/create-group-duplicate CreateGroup GroupName=group-1
test_delete_unknown_group/delete-unknown-group DeleteGroup GroupName=unknown-group
test_update_group_not_found/update-nonexistent-group UpdateGroup GroupName=nonexisting NewGroupName=new
test_add_unknown_user_to_group/add-unknown-user AddUserToGroup GroupName=group-1 UserName=non-existent-user
test_remove_user_from_unknown_group/remove-from-unknown-group RemoveUserFromGroup GroupName=unknown UserName=any-user
test_detach_unattached_group_policy/detach-unattached-error DetachGroupPolicy GroupName=group-1 PolicyArn=@iam/policy/unattached
test_instance_profile_lifecycle/get-deleted-error GetInstanceProfile InstanceProfileName=@deleted
test_instance_profile_errors/create-duplicate-error CreateInstanceProfile InstanceProfileName=machine-1
test_add_second_role_to_instance_profile_error/add-second-role-error AddRoleToInstanceProfile InstanceProfileName=machine-1 RoleName=role-2
test_delete_instance_profile_with_role_error/get-deleted-error GetInstanceProfile InstanceProfileName=@deleted
test_role_instance_profile_operations_errors/add-nonexistent-role-error AddRoleToInstanceProfile InstanceProfileName=machine-1 RoleName=nonexistent-role
test_role_instance_profile_operations_errors/remove-nonexistent-role-error RemoveRoleFromInstanceProfile InstanceProfileName=machine-1 RoleName=nonexistent-role
test_role_instance_profile_operations_errors/list-profiles-nonexistent-role-error ListInstanceProfilesForRole RoleName=nonexistent-role
test_instance_profile_tag_errors/untag-nonexistent-error UntagInstanceProfile InstanceProfileName=nonexistent-profile TagKeys.member.1=a
test_get_aws_managed_policy_version/get-version-error GetPolicyVersion PolicyArn=@admin VersionId=1
test_aws_managed_policy_errors/delete-managed-policy-version-error DeletePolicyVersion PolicyArn=@admin VersionId=v1
test_aws_managed_policy_errors/get-version-error GetPolicyVersion PolicyArn=@admin VersionId=1
test_create_open_id_connect_provider_too_many_thumbprints/too-many-thumbprints CreateOpenIDConnectProvider Url=https://a.example.com ThumbprintList.member.1=x{40} ThumbprintList.member.2=x{40} ThumbprintList.member.3=x{40} ThumbprintList.member.4=x{40} ThumbprintList.member.5=x{40} ThumbprintList.member.6=x{40}
test_create_open_id_connect_provider_validation_errors/multiple-validation-errors CreateOpenIDConnectProvider Url=x{256} ClientIDList.member.1=x{256} ThumbprintList.member.1=x{41}
test_delete_open_id_connect_provider/get-not-found-error GetOpenIDConnectProvider OpenIDConnectProviderArn=@iam/oidc-provider/idp.example.com
test_create_open_id_connect_provider_invalid_url/invalid-url CreateOpenIDConnectProvider Url=server.example.org
test_policy_errors/policy-already-exists CreatePolicy PolicyName=@policy PolicyDocument=@document
test_policy_version_errors/err-get-version-nonexistent-policy GetPolicyVersion PolicyArn=@iam/policy/TestNonExistingPolicy VersionId=v1
test_policy_version_errors/err-delete-default-version DeletePolicyVersion PolicyArn=@iam/policy/@policy VersionId=v1
test_policy_version_errors/err-set-default-nonexistent-policy SetDefaultPolicyVersion PolicyArn=@iam/policy/TestNonExistingPolicy VersionId=v1
test_policy_version_errors/err-set-default-nonexistent-version SetDefaultPolicyVersion PolicyArn=@iam/policy/@policy VersionId=v4
test_policy_tag_create_errors/err-duplicate-keys CreatePolicy PolicyName=new PolicyDocument=@document Tags.member.1.Key=a Tags.member.1.Value=1 Tags.member.2.Key=a Tags.member.2.Value=2
test_policy_tag_create_errors/err-large-value CreatePolicy PolicyName=new PolicyDocument=@document Tags.member.1.Key=a Tags.member.1.Value=x{257}
test_policy_tag_update_errors/err-tag-too-many TagPolicy PolicyArn=@iam/policy/@policy @51-tags
test_policy_tag_update_errors/err-tag-large-key TagPolicy PolicyArn=@iam/policy/@policy Tags.member.1.Key=x{129} Tags.member.1.Value=a
test_policy_tag_update_errors/err-tag-invalid-character TagPolicy PolicyArn=@iam/policy/@policy Tags.member.1.Key=a! Tags.member.1.Value=a
test_policy_tag_update_errors/err-untag-too-many-keys UntagPolicy PolicyArn=@iam/policy/@policy @51-keys
test_policy_tag_update_errors/err-untag-invalid-character UntagPolicy PolicyArn=@iam/policy/@policy TagKeys.member.1=a!
test_list_entities_for_policy_errors/err-nonexistent-policy ListEntitiesForPolicy PolicyArn=@iam/policy/NonExistentPolicy
test_role_errors/update-role-error UpdateRole RoleName=test-nonexistent-role
test_role_errors/create-role-already-exists-error CreateRole RoleName=role-1 AssumeRolePolicyDocument=@trust
test_delete_role_with_attached_policy/get-role-after-deletion-error GetRole RoleName=@deleted
test_delete_role_with_inline_policy/get-role-after-deletion-error GetRole RoleName=@deleted
test_update_assume_role_policy_errors/invalid-action-error UpdateAssumeRolePolicy RoleName=role-1 PolicyDocument=@trust-to-do-otherwise
test_role_inline_policy_lifecycle/get-deleted-policy-error GetRolePolicy RoleName=role-1 PolicyName=@policy
test_role_managed_policy_errors/detach-not-attached-policy-error DetachRolePolicy RoleName=role-1 PolicyArn=@iam/policy/@policy
test_role_managed_policy_errors/existing-policy-name-provided AttachRolePolicy RoleName=role-1 PolicyArn=@policy
test_role_managed_policy_errors/delete-attached-policy-error DeletePolicy PolicyArn=@iam/policy/attached
test_role_tag_errors/untag-nonexistent-role-error UntagRole RoleName=test-nonexistent-role TagKeys.member.1=a
test_role_tag_errors/create-role-too-many-tags CreateRole RoleName=new AssumeRolePolicyDocument=@trust @51-tags
test_role_tag_errors/create-role-duplicate-tags CreateRole RoleName=new AssumeRolePolicyDocument=@trust Tags.member.1.Key=a Tags.member.1.Value=1 Tags.member.2.Key=a Tags.member.2.Value=2
test_role_tag_errors/create-role-tag-key-too-long CreateRole RoleName=new AssumeRolePolicyDocument=@trust Tags.member.1.Key=x{129} Tags.member.1.Value=1
test_role_tag_errors/create-role-tag-invalid-char CreateRole RoleName=new AssumeRolePolicyDocument=@trust Tags.member.1.Key=a! Tags.member.1.Value=1
test_role_tag_errors/tag-role-duplicate-tags-different-case TagRole RoleName=role-1 Tags.member.1.Key=a Tags.member.1.Value=1 Tags.member.2.Key=A Tags.member.2.Value=2
test_role_tag_errors/tag-role-tag-value-too-long TagRole RoleName=role-1 Tags.member.1.Key=a Tags.member.1.Value=x{257}
test_role_tag_errors/untag-role-too-many-keys UntagRole RoleName=role-1 @51-keys
test_role_tag_errors/untag-role-invalid-char UntagRole RoleName=role-1 TagKeys.member.1=a!
test_role_permissions_boundary_errors/create-role-invalid-boundary-error CreateRole RoleName=new AssumeRolePolicyDocument=@trust PermissionsBoundary=@iam/not_a_policy/invalid
test_role_permissions_boundary_errors/create-role-nonexistent-policy-error CreateRole RoleName=new AssumeRolePolicyDocument=@trust PermissionsBoundary=@iam/policy/nonexistent-policy
test_role_inline_policy_errors/get-nonexistent-policy-error GetRolePolicy RoleName=role-1 PolicyName=non-existent-policy
test_role_inline_policy_errors/put-policy-nonexistent-role-error PutRolePolicy RoleName=nonexistent-role PolicyName=p PolicyDocument=@document
test_role_inline_policy_errors/delete-policy-nonexistent-role-error DeleteRolePolicy RoleName=nonexistent-role PolicyName=p
test_delete_role_with_instance_profile/get-role-after-deletion-error GetRole RoleName=@deleted
test_attach_detach_aws_managed_policy_role/detach-nonexistent-policy-error DetachRolePolicy RoleName=role-1 PolicyArn=arn:aws:iam::aws:policy/Nonexistent
test_get_account_password_policy_not_found/policy-not-found GetAccountPasswordPolicy
test_delete_account_password_policy_not_found/delete-not-found DeleteAccountPasswordPolicy
test_enable_mfa_device_errors/enable-mfa-nonexistent-user-error DeactivateMFADevice UserName=nonexistent-user SerialNumber=@iam/mfa/nonexistent-mfa
test_enable_mfa_device_errors/deactivate-nonexistent-mfa-error DeactivateMFADevice UserName=user-1 SerialNumber=@iam/mfa/nonexistent-mfa
test_delete_saml_provider_not_found/delete-not-found DeleteSAMLProvider SAMLProviderArn=@iam/saml-provider/NonExistentProvider
test_server_certificate_lifecycle[/]/get-deleted-certificate-error GetServerCertificate ServerCertificateName=@deleted
test_server_certificate_errors/get-nonexistent-certificate-error DeleteServerCertificate ServerCertificateName=nonexistent-certificate
test_update_ssh_public_key_not_found/update-not-found UpdateSSHPublicKey UserName=user-1 SSHPublicKeyId=APKAXXXXXXXXXXXXXXXXX Status=Inactive
test_user_match_id_mismatch[totally-wrong-credential-id-with-hyphens]/update-wrong-id UpdateServiceSpecificCredential UserName=user-1 ServiceSpecificCredentialId=totally-wrong-credential-id-with-hyphens Status=Inactive
test_user_match_id_mismatch[totally-wrong-credential-id-with-hyphens]/delete-wrong-id DeleteServiceSpecificCredential UserName=user-1 ServiceSpecificCredentialId=totally-wrong-credential-id-with-hyphens
test_user_match_id_mismatch[satisfiesregexbutstillinvalid]/reset-wrong-id ResetServiceSpecificCredential UserName=user-1 ServiceSpecificCredentialId=satisfiesregexbutstillinvalid
test_id_match_user_mismatch/update-wrong-user-name UpdateServiceSpecificCredential UserName=wrong-user-name ServiceSpecificCredentialId=ACCA1234567890EXAMPLE Status=Inactive
test_id_match_user_mismatch/delete-wrong-user-name DeleteServiceSpecificCredential UserName=wrong-user-name ServiceSpecificCredentialId=ACCA1234567890EXAMPLE
test_signing_certificate_errors/update-certificate-nonexistent-user-error UpdateSigningCertificate UserName=nonexistent-user CertificateId=NONEXISTENTCERTID12345678901 Status=Inactive
test_signing_certificate_errors/update-nonexistent-certificate-error UpdateSigningCertificate UserName=user-1 CertificateId=NONEXISTENTCERTID12345678901 Status=Inactive
test_signing_certificate_errors/list-certificates-nonexistent-user-error ListSigningCertificates UserName=nonexistent-user
test_user_lifecycle[None]/get-deleted-user-error GetUser UserName=@deleted
test_user_lifecycle[/test-lifecycle-path/]/get-deleted-user-error GetUser UserName=@deleted
test_user_errors/create-duplicate-user-error CreateUser UserName=user-1
test_user_errors/update-nonexistent-user-error UpdateUser UserName=nonexistent-user NewUserName=new
test_delete_user_with_attached_policy/delete-user-with-attached-policy-error DeleteUser UserName=attached-user
test_delete_user_with_inline_policy/delete-user-with-inline-policy-error DeleteUser UserName=inline-user
test_login_profile_lifecycle/get-deleted-login-profile-error GetLoginProfile UserName=user-1
test_login_profile_errors/delete-login-profile-unknown-user-error DeleteLoginProfile UserName=nonexistent-user
test_access_key_errors/create-access-key-unknown-user-error CreateAccessKey UserName=nonexistent-user
test_access_key_errors/get-last-used-nonexistent-key-error GetAccessKeyLastUsed AccessKeyId=AKIAIOSFODNN7EXAMPLE
test_user_managed_policy_errors/attach-nonexistent-policy-error AttachUserPolicy UserName=user-1 PolicyArn=@iam/policy/nonexistent
test_user_tag_errors/tag-nonexistent-user-error TagUser UserName=nonexistent-user Tags.member.1.Key=a Tags.member.1.Value=a
test_user_tag_errors/list-tags-nonexistent-user-error ListUserTags UserName=nonexistent-user
test_user_group_errors/add-user-to-nonexistent-group-error AddUserToGroup GroupName=nonexistent-group UserName=user-1
test_assume_role_tag_validation/invalid-transitive-tag-keys AssumeRole RoleArn=@iam/role/role-1 RoleSessionName=s1 TransitiveTagKeys.member.1=a
test_sts_invalid_parameters/malformed-arn AssumeRole RoleArn=nothing-valid-in-here RoleSessionName=s1
test_sts_invalid_parameters/no-service AssumeRole RoleArn=arn:a::::something/test-role RoleSessionName=s1
test_sts_invalid_parameters/no-resource AssumeRole RoleArn=arn:a:a::aaaaaaaaaa: RoleSessionName=s1
test_assume_role_session_name_too_long/session-name-too-long-error AssumeRole RoleArn=@iam/role/role-1 RoleSessionName=s{65}
";

/// Recorded, and answered otherwise here or tested elsewhere.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "test_service_role_already_exists/role-already-exists-error",
        "of a service that is not here: tested among the roles, of RDS",
    ),
    (
        "test_login_profile_errors/create-duplicate-login-profile-error",
        "there are no login profiles",
    ),
    (
        "test_iam_role_chaining_override_transitive_tags/override-transitive-tag-error",
        "takes a session: tested among the sessions",
    ),
];

/// What a word of [`CALLS`] stands for.
fn value(word: &str) -> String {
    let word = word
        .replace("@iam/", &arn(""))
        .replace("@policy", LONG_NAME)
        .replace("@admin", "arn:aws:iam::aws:policy/AdministratorAccess");
    if let Some((letter, count)) = word.strip_suffix('}').and_then(|word| word.split_once('{')) {
        return letter.repeat(count.parse().unwrap());
    }
    match word.as_str() {
        "@document" => statement("Allow", "iam:GetUser", "*"),
        "@trust" => trust("sts:AssumeRole"),
        "@trust-to-do-otherwise" => trust("iam:GetUser"),
        "@deleted" => "deleted".to_owned(),
        _ => word,
    }
}

/// The recorded name of a policy is long enough to be taken for an ARN.
const LONG_NAME: &str = "policy-of-a-name-as-long-as-an-arn";

fn trust(action: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":"ec2.amazonaws.com"}},"Action":"{action}"}}]}}"#
    )
}

fn parameters(words: &[&str]) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    for word in words {
        match *word {
            "@51-tags" => parameters.extend((1..=51).flat_map(|number| {
                [
                    (format!("Tags.member.{number}.Key"), format!("k{number}")),
                    (format!("Tags.member.{number}.Value"), "v".to_owned()),
                ]
            })),
            "@51-keys" => parameters.extend(
                (1..=51).map(|number| (format!("TagKeys.member.{number}"), format!("k{number}"))),
            ),
            word => {
                let (name, word) = word.split_once('=').unwrap();
                parameters.push((name.to_owned(), value(word)));
            }
        }
    }
    parameters
}

/// The world in which the calls are made.
fn furnished() -> World {
    let world = World::new();
    let calls = "
CreateGroup GroupName=group-1
CreateUser UserName=user-1
CreateUser UserName=attached-user
CreateUser UserName=inline-user
CreateRole RoleName=role-1 AssumeRolePolicyDocument=@trust
CreateRole RoleName=role-2 AssumeRolePolicyDocument=@trust
CreatePolicy PolicyName=@policy PolicyDocument=@document
CreatePolicy PolicyName=attached PolicyDocument=@document
CreatePolicy PolicyName=unattached PolicyDocument=@document
AttachUserPolicy UserName=attached-user PolicyArn=@iam/policy/attached
PutUserPolicy UserName=inline-user PolicyName=p PolicyDocument=@document
CreateInstanceProfile InstanceProfileName=machine-1
AddRoleToInstanceProfile InstanceProfileName=machine-1 RoleName=role-1
";
    for line in calls.lines().filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split(' ').collect();
        let given = parameters(&words[1..]);
        let given: Vec<(&str, &str)> = given.iter().map(|(k, v)| (&**k, &**v)).collect();
        world.root(words[0], &given);
    }
    world
}

/// The recorded text with what stands for names in it.
fn expected(recorded: &str, deleted: bool) -> String {
    let caller = arn("user/caller");
    let named = |name: &'static str| if deleted { "deleted" } else { name };
    [
        ("<partition>", "aws"),
        ("<policy-name:1>", LONG_NAME),
        ("<policy-name>", "unattached"),
        ("<group-name:1>", named("group-1")),
        ("<role-name:1>", named("role-1")),
        ("<user-name:1>", named("user-1")),
        ("<instance-profile-name:1>", named("machine-1")),
        ("<server-certificate-name:1>", named("certificate")),
        ("<domain>", "idp.example.com"),
        ("<caller>", &caller),
    ]
    .iter()
    .fold(recorded.to_owned(), |text, (name, value)| {
        text.replace(name, value)
    })
}

/// The call behind one of many alike: a role is to be linked to a service under a name with a suffix.
fn with_suffix(key: &str) -> Option<String> {
    let (_, service) = key.split_once("_custom_suffix_not_allowed[")?;
    let (service, _) = service.split_once(']')?;
    Some(format!(
        "{key} CreateServiceLinkedRole AWSServiceName={service} CustomSuffix=suffix"
    ))
}

/// The recorded errors of operations that are offered, by test and step.
fn recorded() -> BTreeMap<String, Value> {
    let offered = |name: &str| {
        [Service::Iam, Service::Sts].into_iter().any(|service| {
            operation::all(service)
                .iter()
                .any(|known| known.name == name)
        })
    };
    let mut errors = BTreeMap::new();
    for line in ERRORS.lines().filter(|line| !line.is_empty()) {
        let error: Value = serde_json::from_str(line).unwrap();
        let test = error["test"].as_str().unwrap().rsplit("::").next().unwrap();
        let key = format!("{test}/{}", error["step"].as_str().unwrap());
        let possible = error["ops_possible"].as_array().unwrap();
        let document = error["op"] == "CreatePolicy" && error["code"] == "MalformedPolicyDocument";
        if !document && possible.iter().any(|name| offered(name.as_str().unwrap())) {
            errors.insert(key, error);
        }
    }
    errors
}

#[test]
fn errors_are_those_that_aws_answers() {
    let world = furnished();
    let caller = world.user_who_may("caller", "*");
    let mut recorded = recorded();
    let mut differing = Vec::new();
    let with_suffix: Vec<String> = recorded.keys().filter_map(|key| with_suffix(key)).collect();
    let calls = CALLS.lines().filter(|line| !line.is_empty());
    for line in calls.chain(with_suffix.iter().map(String::as_str)) {
        let words: Vec<&str> = line.split(' ').collect();
        let error = recorded
            .remove(words[0])
            .unwrap_or_else(|| panic!("{}", words[0]));
        let given = parameters(&words[2..]);
        let given: Vec<(&str, &str)> = given.iter().map(|(k, v)| (&**k, &**v)).collect();
        let answer = world.call(&caller, words[1], &given);
        let answer = answer.map_err(|error| {
            (
                error.code().to_owned(),
                error.http_status(),
                error.message().to_owned(),
            )
        });
        let wanted = (
            error["code"].as_str().unwrap().to_owned(),
            u16::try_from(error["http"].as_u64().unwrap()).unwrap(),
            expected(
                error["message"].as_str().unwrap(),
                line.ends_with("@deleted"),
            ),
        );
        if answer.as_ref().err() != Some(&wanted) {
            differing.push(format!(
                "{}\n  AWS:  {wanted:?}\n  here: {answer:?}",
                words[0]
            ));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    for (key, reason) in ELSEWHERE {
        assert!(recorded.remove(*key).is_some(), "{key} ({reason})");
    }
    assert!(recorded.is_empty(), "not tested: {:#?}", recorded.keys());
}

#[test]
fn policy_documents_are_taken_and_refused_as_aws_does() {
    let world = World::new();
    for (number, line) in DOCUMENTS
        .lines()
        .filter(|line| !line.is_empty())
        .enumerate()
    {
        let case: Value = serde_json::from_str(line).unwrap();
        let name = format!("p{number}");
        let document = case["document"].as_str().unwrap();
        let given = [("PolicyName", &*name), ("PolicyDocument", document)];
        let answer = world.call(&world.root, "CreatePolicy", &given);
        let refused = answer
            .err()
            .map(|error| (error.code().to_owned(), error.message().to_owned()));
        let wanted = (case["accepted"] == false).then(|| {
            let text = |member: &str| case[member].as_str().unwrap().to_owned();
            let message = text("message").replace("<region>", "us-east-1");
            (text("code"), expected(&message, false))
        });
        assert_eq!(refused, wanted, "{document}");
    }
}
