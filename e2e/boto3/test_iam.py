"""IAM, noun by noun: made, read, changed, listed, deleted; refused as botocore's modelled exceptions."""

import json
import unittest

from checked import client, refusal, session_of

IAM = client("iam")
ACCOUNT = client("sts").get_caller_identity()["Account"]

ALLOW = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:GetUser", "Resource": "*"}]}
DENY = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}


def trust(principal):
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class Users(unittest.TestCase):
    def test_a_user_from_creation_to_deletion(self):
        tags = [{"Key": "Team", "Value": "Rot + Weiß"}, {"Key": "empty", "Value": ""}]
        made = IAM.create_user(UserName="life", Path="/a/b/", Tags=tags)["User"]
        self.assertEqual(made["Arn"], f"arn:aws:iam::{ACCOUNT}:user/a/b/life")
        self.assertRegex(made["UserId"], "^AIDA[A-Z0-9]{17}$")
        read = IAM.get_user(UserName="life")["User"]
        self.assertEqual(read, made)
        with self.assertRaises(IAM.exceptions.EntityAlreadyExistsException):
            IAM.create_user(UserName="LIFE")

        IAM.update_user(UserName="life", NewUserName="afterlife", NewPath="/")
        with self.assertRaises(IAM.exceptions.NoSuchEntityException):
            IAM.get_user(UserName="life")
        moved = IAM.get_user(UserName="afterlife")["User"]
        self.assertEqual((moved["UserId"], moved["Path"], moved["Tags"]), (made["UserId"], "/", tags))
        self.assertIn("afterlife", [user["UserName"] for user in IAM.list_users(PathPrefix="/")["Users"]])

        IAM.tag_user(UserName="afterlife", Tags=[{"Key": "empty", "Value": "no more"}])
        IAM.untag_user(UserName="afterlife", TagKeys=["Team"])
        left = IAM.list_user_tags(UserName="afterlife")
        self.assertEqual((left["Tags"], left["IsTruncated"]), ([{"Key": "empty", "Value": "no more"}], False))
        IAM.delete_user(UserName="afterlife")
        with self.assertRaises(IAM.exceptions.NoSuchEntityException):
            IAM.delete_user(UserName="afterlife")

    def test_what_a_user_has_keeps_it_from_being_deleted(self):
        IAM.create_user(UserName="laden")
        IAM.create_group(GroupName="ladens")
        burdens = [
            (IAM.create_access_key, {}, None),
            (IAM.put_user_policy, {"PolicyName": "p", "PolicyDocument": json.dumps(ALLOW)}, IAM.delete_user_policy),
            (IAM.add_user_to_group, {"GroupName": "ladens"}, IAM.remove_user_from_group),
            (
                IAM.attach_user_policy,
                {"PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
                IAM.detach_user_policy,
            ),
        ]
        for lay_on, parameters, take_off in burdens:
            given = lay_on(UserName="laden", **parameters)
            with self.assertRaises(IAM.exceptions.DeleteConflictException):
                IAM.delete_user(UserName="laden")
            if take_off:
                parameters.pop("PolicyDocument", None)
                take_off(UserName="laden", **parameters)
            else:
                IAM.delete_access_key(UserName="laden", AccessKeyId=given["AccessKey"]["AccessKeyId"])
        IAM.delete_user(UserName="laden")
        IAM.delete_group(GroupName="ladens")

    def test_access_keys(self):
        IAM.create_user(UserName="keys")
        first, second = (IAM.create_access_key(UserName="keys")["AccessKey"] for _ in range(2))
        self.assertRegex(first["AccessKeyId"], "^AKIA[A-Z2-7]{16}$")
        self.assertEqual(len(first["SecretAccessKey"]), 40)
        with self.assertRaises(IAM.exceptions.LimitExceededException):
            IAM.create_access_key(UserName="keys")
        caller = client("sts", session_of(first))
        self.assertEqual(caller.get_caller_identity()["Arn"], f"arn:aws:iam::{ACCOUNT}:user/keys")

        IAM.update_access_key(UserName="keys", AccessKeyId=first["AccessKeyId"], Status="Inactive")
        self.assertEqual(refusal(caller.get_caller_identity).response["Error"]["Code"], "InvalidClientTokenId")
        listed = IAM.list_access_keys(UserName="keys")["AccessKeyMetadata"]
        self.assertEqual({key["Status"] for key in listed}, {"Active", "Inactive"})
        used = IAM.get_access_key_last_used(AccessKeyId=first["AccessKeyId"])
        self.assertEqual(used["UserName"], "keys")
        for key in first, second:
            IAM.delete_access_key(UserName="keys", AccessKeyId=key["AccessKeyId"])
        IAM.delete_user(UserName="keys")

    def test_a_user_without_an_own_name_in_the_request_is_the_caller(self):
        IAM.create_user(UserName="self")
        IAM.put_user_policy(UserName="self", PolicyName="p", PolicyDocument=json.dumps(ALLOW))
        key = IAM.create_access_key(UserName="self")["AccessKey"]
        own = client("iam", session_of(key))
        self.assertEqual(own.get_user()["User"]["UserName"], "self")
        denied = refusal(own.list_users).response
        self.assertEqual(denied["Error"]["Code"], "AccessDenied")
        self.assertEqual(denied["ResponseMetadata"]["HTTPStatusCode"], 403)
        self.assertIn("is not authorized to perform: iam:ListUsers on resource", denied["Error"]["Message"])


class Groups(unittest.TestCase):
    def test_a_group_from_creation_to_deletion(self):
        made = IAM.create_group(GroupName="choir", Path="/music/")["Group"]
        self.assertEqual(made["Arn"], f"arn:aws:iam::{ACCOUNT}:group/music/choir")
        IAM.create_user(UserName="alto")
        IAM.add_user_to_group(GroupName="choir", UserName="alto")
        IAM.add_user_to_group(GroupName="choir", UserName="alto")
        read = IAM.get_group(GroupName="choir")
        self.assertEqual(([user["UserName"] for user in read["Users"]], read["Group"]), (["alto"], made))
        groups = IAM.list_groups_for_user(UserName="alto")["Groups"]
        self.assertEqual([group["GroupName"] for group in groups], ["choir"])

        IAM.put_group_policy(GroupName="choir", PolicyName="sing", PolicyDocument=json.dumps(ALLOW))
        policy = IAM.get_group_policy(GroupName="choir", PolicyName="sing")
        self.assertEqual(policy["PolicyDocument"], ALLOW)
        self.assertEqual(IAM.list_group_policies(GroupName="choir")["PolicyNames"], ["sing"])
        IAM.delete_group_policy(GroupName="choir", PolicyName="sing")

        IAM.update_group(GroupName="choir", NewGroupName="band")
        groups = IAM.list_groups_for_user(UserName="alto")["Groups"]
        self.assertEqual([group["GroupName"] for group in groups], ["band"])
        with self.assertRaises(IAM.exceptions.DeleteConflictException):
            IAM.delete_group(GroupName="band")
        IAM.remove_user_from_group(GroupName="band", UserName="alto")
        IAM.delete_group(GroupName="band")
        IAM.delete_user(UserName="alto")


class Roles(unittest.TestCase):
    def test_a_role_from_creation_to_deletion(self):
        made = IAM.create_role(
            RoleName="actor",
            Path="/stage/",
            Description="plays",
            MaxSessionDuration=7200,
            AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"}),
            Tags=[{"Key": "act", "Value": "1"}],
        )["Role"]
        self.assertEqual(made["Arn"], f"arn:aws:iam::{ACCOUNT}:role/stage/actor")
        read = IAM.get_role(RoleName="actor")["Role"]
        self.assertEqual(read["AssumeRolePolicyDocument"]["Statement"][0]["Principal"], {"Service": "ec2.amazonaws.com"})
        self.assertEqual((read["Description"], read["MaxSessionDuration"]), ("plays", 7200))

        IAM.update_role(RoleName="actor", Description="sings", MaxSessionDuration=3600)
        described = IAM.update_role_description(RoleName="actor", Description="dances")["Role"]
        self.assertEqual((described["Description"], described["MaxSessionDuration"]), ("dances", 3600))
        IAM.update_assume_role_policy(RoleName="actor", PolicyDocument=trust({"AWS": ACCOUNT}))
        read = IAM.get_role(RoleName="actor")["Role"]["AssumeRolePolicyDocument"]
        self.assertEqual(read["Statement"][0]["Principal"], {"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
        with self.assertRaises(IAM.exceptions.MalformedPolicyDocumentException):
            IAM.update_assume_role_policy(RoleName="actor", PolicyDocument=trust({"AWS": "nobody"}))

        IAM.put_role_policy(RoleName="actor", PolicyName="play", PolicyDocument=json.dumps(ALLOW))
        self.assertEqual(IAM.list_role_policies(RoleName="actor")["PolicyNames"], ["play"])
        self.assertEqual(IAM.get_role_policy(RoleName="actor", PolicyName="play")["PolicyDocument"], ALLOW)
        with self.assertRaises(IAM.exceptions.DeleteConflictException):
            IAM.delete_role(RoleName="actor")
        IAM.delete_role_policy(RoleName="actor", PolicyName="play")
        IAM.tag_role(RoleName="actor", Tags=[{"Key": "scene", "Value": "2"}])
        IAM.untag_role(RoleName="actor", TagKeys=["act"])
        self.assertEqual(IAM.list_role_tags(RoleName="actor")["Tags"], [{"Key": "scene", "Value": "2"}])
        self.assertIn("actor", [role["RoleName"] for role in IAM.list_roles(PathPrefix="/stage/")["Roles"]])
        IAM.delete_role(RoleName="actor")
        with self.assertRaises(IAM.exceptions.NoSuchEntityException):
            IAM.get_role(RoleName="actor")

    def test_a_role_that_rds_is_linked_to(self):
        made = IAM.create_service_linked_role(AWSServiceName="rds.amazonaws.com")["Role"]
        self.assertEqual((made["RoleName"], made["Path"]), ("AWSServiceRoleForRDS", "/aws-service-role/rds.amazonaws.com/"))
        with self.assertRaises(IAM.exceptions.UnmodifiableEntityException):
            IAM.delete_role(RoleName=made["RoleName"])
        task = IAM.delete_service_linked_role(RoleName=made["RoleName"])["DeletionTaskId"]
        self.assertEqual(IAM.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"], "SUCCEEDED")
        with self.assertRaises(IAM.exceptions.NoSuchEntityException):
            IAM.get_role(RoleName=made["RoleName"])

    def test_an_instance_profile_holds_one_role(self):
        IAM.create_role(RoleName="driver", AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"}))
        made = IAM.create_instance_profile(InstanceProfileName="car", Tags=[{"Key": "k", "Value": "v"}])
        self.assertEqual(made["InstanceProfile"]["Roles"], [])
        IAM.add_role_to_instance_profile(InstanceProfileName="car", RoleName="driver")
        read = IAM.get_instance_profile(InstanceProfileName="car")["InstanceProfile"]
        self.assertEqual([role["RoleName"] for role in read["Roles"]], ["driver"])
        profiles = IAM.list_instance_profiles_for_role(RoleName="driver")["InstanceProfiles"]
        self.assertEqual([profile["InstanceProfileName"] for profile in profiles], ["car"])
        for call in IAM.delete_instance_profile, IAM.delete_role:
            name = "InstanceProfileName" if call == IAM.delete_instance_profile else "RoleName"
            with self.assertRaises(IAM.exceptions.DeleteConflictException):
                call(**{name: "car" if name == "InstanceProfileName" else "driver"})
        IAM.remove_role_from_instance_profile(InstanceProfileName="car", RoleName="driver")
        IAM.delete_instance_profile(InstanceProfileName="car")
        IAM.delete_role(RoleName="driver")


class Policies(unittest.TestCase):
    def test_a_policy_has_versions_of_which_one_is_the_default(self):
        made = IAM.create_policy(
            PolicyName="book",
            Path="/library/",
            Description="for reading",
            PolicyDocument=json.dumps(ALLOW),
            Tags=[{"Key": "k", "Value": "v"}],
        )["Policy"]
        arn = made["Arn"]
        self.assertEqual(arn, f"arn:aws:iam::{ACCOUNT}:policy/library/book")
        second = IAM.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(DENY), SetAsDefault=True)
        self.assertEqual((second["PolicyVersion"]["VersionId"], second["PolicyVersion"]["IsDefaultVersion"]), ("v2", True))
        read = IAM.get_policy(PolicyArn=arn)["Policy"]
        self.assertEqual((read["DefaultVersionId"], read["Description"]), ("v2", "for reading"))
        for version, document in ("v1", ALLOW), ("v2", DENY):
            read = IAM.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]
            self.assertEqual(read["Document"], document)
        IAM.set_default_policy_version(PolicyArn=arn, VersionId="v1")
        with self.assertRaises(IAM.exceptions.DeleteConflictException):
            IAM.delete_policy_version(PolicyArn=arn, VersionId="v1")
        for _ in range(3):
            IAM.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(DENY))
        with self.assertRaises(IAM.exceptions.LimitExceededException):
            IAM.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(DENY))
        for version in IAM.list_policy_versions(PolicyArn=arn)["Versions"]:
            if not version["IsDefaultVersion"]:
                IAM.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
        IAM.tag_policy(PolicyArn=arn, Tags=[{"Key": "l", "Value": "w"}])
        IAM.untag_policy(PolicyArn=arn, TagKeys=["k"])
        self.assertEqual(IAM.list_policy_tags(PolicyArn=arn)["Tags"], [{"Key": "l", "Value": "w"}])
        IAM.delete_policy(PolicyArn=arn)
        with self.assertRaises(IAM.exceptions.NoSuchEntityException):
            IAM.get_policy(PolicyArn=arn)

    def test_a_policy_knows_whom_it_is_attached_to(self):
        arn = IAM.create_policy(PolicyName="held", PolicyDocument=json.dumps(ALLOW))["Policy"]["Arn"]
        IAM.create_user(UserName="holder", PermissionsBoundary=arn)
        IAM.create_group(GroupName="holders")
        IAM.create_role(RoleName="Holder", AssumeRolePolicyDocument=trust({"AWS": ACCOUNT}))
        IAM.attach_user_policy(UserName="holder", PolicyArn=arn)
        IAM.attach_group_policy(GroupName="holders", PolicyArn=arn)
        IAM.attach_role_policy(RoleName="Holder", PolicyArn=arn)
        entities = IAM.list_entities_for_policy(PolicyArn=arn)
        self.assertEqual([user["UserName"] for user in entities["PolicyUsers"]], ["holder"])
        self.assertEqual([group["GroupName"] for group in entities["PolicyGroups"]], ["holders"])
        self.assertEqual([role["RoleName"] for role in entities["PolicyRoles"]], ["Holder"])
        policy = IAM.get_policy(PolicyArn=arn)["Policy"]
        self.assertEqual((policy["AttachmentCount"], policy["PermissionsBoundaryUsageCount"]), (3, 1))
        self.assertEqual(
            IAM.get_user(UserName="holder")["User"]["PermissionsBoundary"],
            {"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": arn},
        )
        with self.assertRaises(IAM.exceptions.DeleteConflictException):
            IAM.delete_policy(PolicyArn=arn)
        IAM.delete_user_permissions_boundary(UserName="holder")
        for listing, detach, name in (
            (IAM.list_attached_user_policies, IAM.detach_user_policy, {"UserName": "holder"}),
            (IAM.list_attached_group_policies, IAM.detach_group_policy, {"GroupName": "holders"}),
            (IAM.list_attached_role_policies, IAM.detach_role_policy, {"RoleName": "Holder"}),
        ):
            self.assertEqual(listing(**name)["AttachedPolicies"], [{"PolicyName": "held", "PolicyArn": arn}])
            detach(**name, PolicyArn=arn)
            with self.assertRaises(IAM.exceptions.NoSuchEntityException):
                detach(**name, PolicyArn=arn)
        IAM.delete_user(UserName="holder")
        IAM.delete_group(GroupName="holders")
        IAM.delete_role(RoleName="Holder")
        IAM.delete_policy(PolicyArn=arn)

    def test_malformed_documents_are_refused_as_such(self):
        for document in "{}", "no JSON", json.dumps({"Statement": [{"Effect": "Perhaps"}]}):
            with self.assertRaises(IAM.exceptions.MalformedPolicyDocumentException):
                IAM.create_policy(PolicyName="broken", PolicyDocument=document)

    def test_simulation_says_what_would_be_decided(self):
        simulated = IAM.simulate_custom_policy(
            PolicyInputList=[json.dumps(ALLOW)], ActionNames=["iam:GetUser", "iam:DeleteUser"]
        )["EvaluationResults"]
        decided = {result["EvalActionName"]: result["EvalDecision"] for result in simulated}
        self.assertEqual(decided, {"iam:GetUser": "allowed", "iam:DeleteUser": "implicitDeny"})

    def test_a_simulation_says_of_each_resource_what_it_comes_to(self):
        alice, bob = (f"arn:aws:iam::{ACCOUNT}:user/{name}" for name in ("alice", "bob"))
        policy = json.dumps(ALLOW).replace('"*"', json.dumps(alice))
        asked = {"PolicyInputList": [policy], "ActionNames": ["iam:GetUser"]}
        [result] = IAM.simulate_custom_policy(**asked, ResourceArns=[alice, bob])["EvaluationResults"]
        self.assertEqual(result["EvalDecision"], "implicitDeny")
        each = {one["EvalResourceName"]: one["EvalResourceDecision"] for one in result["ResourceSpecificResults"]}
        self.assertEqual(each, {alice: "allowed", bob: "implicitDeny"})
        [result] = IAM.simulate_custom_policy(**asked, ResourceArns=[alice])["EvaluationResults"]
        [statement] = result["MatchedStatements"]
        self.assertEqual((statement["SourcePolicyId"], statement["SourcePolicyType"]), ("PolicyInputList.1", "IAM Policy"))
        self.assertEqual((result["EvalResourceName"], result["EvalDecisionDetails"]), (alice, {}))


class Providers(unittest.TestCase):
    def test_an_open_id_connect_provider(self):
        arn = IAM.create_open_id_connect_provider(
            Url="https://idp.example.com/life", ClientIDList=["app"], ThumbprintList=["a" * 40]
        )["OpenIDConnectProviderArn"]
        self.assertEqual(arn, f"arn:aws:iam::{ACCOUNT}:oidc-provider/idp.example.com/life")
        IAM.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="other")
        IAM.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="app")
        IAM.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["b" * 40])
        read = IAM.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        self.assertEqual((read["ClientIDList"], read["ThumbprintList"]), (["other"], ["b" * 40]))
        self.assertIn({"Arn": arn}, IAM.list_open_id_connect_providers()["OpenIDConnectProviderList"])
        IAM.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        with self.assertRaises(IAM.exceptions.NoSuchEntityException):
            IAM.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)


class Account(unittest.TestCase):
    def test_the_summary_the_details_and_the_report_tell_of_everybody(self):
        IAM.create_user(UserName="everybody")
        self.assertGreater(IAM.get_account_summary()["SummaryMap"]["Users"], 0)
        details = IAM.get_account_authorization_details(Filter=["User"], MaxItems=1000)
        self.assertIn("everybody", [user["UserName"] for user in details["UserDetailList"]])
        while IAM.generate_credential_report()["State"] != "COMPLETE":
            pass
        report = IAM.get_credential_report()
        self.assertEqual(report["ReportFormat"], "text/csv")
        self.assertIn(b"everybody,", report["Content"])
        IAM.delete_user(UserName="everybody")
