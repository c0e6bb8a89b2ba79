"""botocore's own examples: each request is sent as documented, and its answer has the documented form.

The form is keys, types, and values, where these are not an id, a secret, a moment or whatever else differs
from call to call. What an example takes for granted is in `BEFORE`; what is excepted, in `EXCEPTIONS`, each with
its reason: an exception that is none any more fails.
"""

import json
import os
import unittest

import botocore

from checked import client, is_offered, model, session_of

ACCOUNT = "123456789012"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": ["sts:AssumeRole", "sts:TagSession"]}],
    }
)
ALLOW = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
POLICY = {"PolicyName": "ExamplePolicy", "PolicyDocument": ALLOW}

CLIENTS = {service: client(service) for service in ("iam", "sts", "rds")}
IAM, STS, RDS = CLIENTS.values()


def user(name, **more):
    return lambda: IAM.create_user(UserName=name, **more)


def group(name, **more):
    return lambda: IAM.create_group(GroupName=name, **more)


def role(name, **more):
    return lambda: IAM.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, **more)


def profile(name):
    return lambda: IAM.create_instance_profile(InstanceProfileName=name)


def option_group(name):
    described = {"EngineName": "mariadb", "MajorEngineVersion": "10.11", "OptionGroupDescription": "none"}
    return lambda: RDS.create_option_group(OptionGroupName=name, **described)


def provider():
    IAM.create_open_id_connect_provider(Url="https://server.example.com")


def in_profile():
    IAM.add_role_to_instance_profile(InstanceProfileName="ExampleInstanceProfile", RoleName="Test-Role")


def tagged(call, name):
    """With the tags that the examples show, two in all."""
    tags = [{"Key": "Dept", "Value": "12345"}, {"Key": "Team", "Value": "Accounting"}]
    return lambda: call(**name, Tags=tags)


def family(engine):
    """Of the version that is installed."""
    return RDS.describe_db_engine_versions(Engine=engine)["DBEngineVersions"][0]["DBParameterGroupFamily"]


def cluster_group():
    RDS.create_db_cluster_parameter_group(
        DBClusterParameterGroupName="mydbclusterparametergroup",
        DBParameterGroupFamily=family("aurora-mysql"),
        Description="My DB cluster parameter group",
    )


def instance_group(name):
    return lambda: RDS.create_db_parameter_group(
        DBParameterGroupName=name, DBParameterGroupFamily=family("mariadb"), Description="My MySQL parameter group"
    )


def database(kind, name):
    """A cluster or an instance that answers: made unless the example before left it."""
    parameter = {f"DB{kind.capitalize()}Identifier": name}
    new = {"MasterUsername": "MyUser", "MasterUserPassword": "MyPassword"}
    new |= {"Engine": "aurora-mysql"} if kind == "cluster" else {"Engine": "mariadb", "DBInstanceClass": "db.t2.micro"}

    def make():
        try:
            getattr(RDS, f"describe_db_{kind}s")(**parameter)
        except botocore.exceptions.ClientError:
            getattr(RDS, f"create_db_{kind}")(**parameter, **new)
        waiter = RDS.get_waiter(f"db_{kind}_available")
        waiter.wait(**parameter, WaiterConfig={"Delay": 1, "MaxAttempts": 120})

    return make


def no_cluster(name):
    def delete():
        try:
            RDS.delete_db_cluster(DBClusterIdentifier=name, SkipFinalSnapshot=True)
        except RDS.exceptions.DBClusterNotFoundFault:
            return
        waiter = RDS.get_waiter("db_cluster_deleted")
        waiter.wait(DBClusterIdentifier=name, WaiterConfig={"Delay": 1, "MaxAttempts": 120})

    return delete


ENGINEERING = "/division_abc/subdivision_xyz/engineering/"
PRODUCT = "/division_abc/subdivision_xyz/product_1234/"

# What is there before an example is sent.
BEFORE = {
    "DeleteOptionGroup": [option_group("mydboptiongroup")],
    "GetUser": [user("Bob")],
    "UpdateUser": [user("Bob")],
    "DeleteUser": [user("Bob")],
    "ListUsers": [user("Juan", Path=ENGINEERING), user("Anika", Path=ENGINEERING)],
    "TagUser": [user("anika")],
    "UntagUser": [user("anika")],
    "ListUserTags": [tagged(IAM.create_user, {"UserName": "anika"})],
    "GetLoginProfile": [user("Anika")],
    "UpdateLoginProfile": [user("Bob")],
    "DeleteLoginProfile": [user("Bob")],
    "ListSigningCertificates": [user("Bob")],
    "CreateAccessKey": [user("Bob")],
    "DeleteAccessKey": [user("Bob")],
    "UpdateAccessKey": [user("Bob")],
    "ListAccessKeys": [user("Alice"), lambda: [IAM.create_access_key(UserName="Alice") for _ in range(2)]],
    "PutUserPolicy": [user("Bob")],
    "DeleteUserPolicy": [user("Juan"), lambda: IAM.put_user_policy(UserName="Juan", **POLICY)],
    "AttachUserPolicy": [user("Alice")],
    "UpdateGroup": [group("Test")],
    "ListGroups": [
        group("Admins", Path="/division_abc/subdivision_xyz/"),
        group("Managers", Path=PRODUCT),
        group("Test", Path=PRODUCT + "engineering/"),
    ],
    "AddUserToGroup": [user("Bob"), group("Admins")],
    "RemoveUserFromGroup": [
        user("Bob"),
        group("Admins"),
        lambda: IAM.add_user_to_group(GroupName="Admins", UserName="Bob"),
    ],
    "ListGroupsForUser": [
        user("Bob"),
        group("Test", Path=PRODUCT + "engineering/"),
        group("Managers", Path=PRODUCT),
        lambda: [IAM.add_user_to_group(GroupName=name, UserName="Bob") for name in ("Test", "Managers")],
    ],
    "PutGroupPolicy": [group("Admins")],
    "DeleteGroupPolicy": [group("Admins"), lambda: IAM.put_group_policy(GroupName="Admins", **POLICY)],
    "ListGroupPolicies": [
        group("Admins"),
        lambda: [
            IAM.put_group_policy(GroupName="Admins", PolicyName=name, PolicyDocument=ALLOW)
            for name in ("AdminRoot", "KeyPolicy")
        ],
    ],
    "AttachGroupPolicy": [group("Finance")],
    "GetRole": [role("Test-Role")],
    "UpdateAssumeRolePolicy": [role("S3AccessForEC2Instances")],
    "DeleteRole": [role("Test-Role")],
    "TagRole": [role("taggedrole")],
    "UntagRole": [role("taggedrole")],
    "ListRoleTags": [role("taggedrole1"), tagged(IAM.tag_role, {"RoleName": "taggedrole1"})],
    "PutRolePolicy": [role("S3Access")],
    "DeleteRolePolicy": [role("Test-Role"), lambda: IAM.put_role_policy(RoleName="Test-Role", **POLICY)],
    "AttachRolePolicy": [role("ReadOnlyRole")],
    "GetInstanceProfile": [profile("ExampleInstanceProfile"), role("Test-Role"), in_profile],
    "DeleteInstanceProfile": [profile("ExampleInstanceProfile")],
    "AddRoleToInstanceProfile": [profile("Webserver"), role("S3Access")],
    "RemoveRoleFromInstanceProfile": [profile("ExampleInstanceProfile"), role("Test-Role"), in_profile],
    "AddClientIDToOpenIDConnectProvider": [provider],
    "DeleteAccountAlias": [lambda: IAM.create_account_alias(AccountAlias="mycompany")],
    "ListAccountAliases": [lambda: IAM.create_account_alias(AccountAlias="exmaple-corporation")],
    "AssumeRole": [role("demo"), lambda: IAM.put_role_policy(RoleName="demo", **POLICY)],
    "DeleteDBCluster": [database("cluster", "mydbcluster")],
    "DescribeDBClusters": [database("cluster", "mynewdbcluster")],
    "ModifyDBCluster": [database("cluster", "mydbcluster"), no_cluster("mynewdbcluster")],
    "DeleteDBInstance": [database("instance", "mymysqlinstance")],
    "DescribeDBInstances": [database("instance", "mymysqlinstance")],
    "DescribeDBLogFiles": [database("instance", "mymysqlinstance")],
    "DownloadDBLogFilePortion": [database("instance", "mymysqlinstance")],
    "ModifyDBInstance": [database("instance", "mymysqlinstance")],
    "RebootDBInstance": [database("instance", "mymysqlinstance")],
    "CopyDBClusterParameterGroup": [cluster_group],
    "CopyDBParameterGroup": [instance_group("mymysqlparametergroup")],
    "DescribeDBClusterParameterGroups": [cluster_group],
    "DescribeDBClusterParameters": [cluster_group],
    "ModifyDBClusterParameterGroup": [cluster_group],
    "ResetDBClusterParameterGroup": [cluster_group],
    "DeleteDBClusterParameterGroup": [cluster_group],
    "DescribeDBParameterGroups": [instance_group("mymysqlparametergroup")],
    "DescribeDBParameters": [instance_group("mymysqlparametergroup")],
    "ModifyDBParameterGroup": [instance_group("mymysqlparametergroup")],
    "ResetDBParameterGroup": [instance_group("mydbparametergroup")],
    "DeleteDBParameterGroup": [instance_group("mydbparamgroup3")],
}

EXCEPTIONS = json.load(open(os.path.join(os.path.dirname(__file__), "examples-exceptions.json")))

# Members whose value differs from call to call.
DIFFERS = {"UserId", "RoleId", "GroupId", "InstanceProfileId", "AccessKeyId", "SecretAccessKey", "SessionToken"}
DIFFERS |= {"AssumedRoleId", "PackedPolicySize"}
# Members that Amazon has more to say of than there is here: the console's, and usage.
ABSENT = {"PasswordLastUsed", "LastUsedDate", "Region"}


def examples():
    for service, made in CLIENTS.items():
        for operation, documented in model(service, "examples-1")["examples"].items():
            for number, example in enumerate(documented, 1):
                name = operation if len(documented) == 1 else f"{operation} {number}"
                yield service, operation, name, example


class Examples(unittest.TestCase):
    maxDiff = None

    def tearDown(self):
        wipe()

    def test_every_example_of_what_is_offered(self):
        offered = [example for example in examples() if is_offered(*example[:2])]
        self.assertGreater(len(offered), 60)
        for service, operation, name, example in offered:
            wipe()
            wrong = None
            try:
                for step in BEFORE.get(operation, []):
                    step()
                sender = sender_of(service, name)
                answer = getattr(sender, botocore.xform_name(operation))(**example.get("input") or {})
                compare(example.get("output") or {}, answer, operation)
            except (botocore.exceptions.ClientError, botocore.exceptions.ParamValidationError, AssertionError) as error:
                wrong = str(error)
            with self.subTest(name):
                excepted = EXCEPTIONS.get(name)
                self.assertEqual(wrong is None, excepted is None, wrong or f"it is no exception any more: {excepted}")

    def test_every_exception_is_of_an_example(self):
        self.assertLessEqual(set(EXCEPTIONS), {name for _, _, name, _ in examples()})


def sender_of(service, name):
    """Whom the example shows as the caller, or a user for what the root may not; the root otherwise."""
    if name not in SENDERS:
        return CLIENTS[service]
    IAM.create_user(UserName="Alice")
    IAM.put_user_policy(UserName="Alice", **POLICY)
    alice = session_of(IAM.create_access_key(UserName="Alice")["AccessKey"])
    return client(service, SENDERS[name](alice))


def as_a_role(alice):
    role("my-role-name")()
    asked = {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/my-role-name", "RoleSessionName": "my-role-session-name"}
    return session_of(client("sts", alice).assume_role(**asked)["Credentials"])


def as_a_guest(alice):
    return session_of(client("sts", alice).get_federation_token(Name="my-federated-user-name")["Credentials"])


SENDERS = {
    "AssumeRole": lambda alice: alice,
    "GetCallerIdentity 1": lambda alice: alice,
    "GetCallerIdentity 2": as_a_role,
    "GetCallerIdentity 3": as_a_guest,
    "GetFederationToken": lambda alice: alice,
    "GetSessionToken": lambda alice: alice,
}


def compare(documented, answered, path):
    if isinstance(documented, dict):
        assert isinstance(answered, dict), f"{path} is {answered!r}"
        for key, value in documented.items():
            if key in ABSENT:
                continue
            assert key in answered, f"{path} has no {key}: {answered}"
            if key == "SummaryMap":
                assert set(value) <= set(answered[key]), f"{path} lacks {set(value) - set(answered[key])}"
            elif key in DIFFERS:
                assert isinstance(answered[key], type(value)), f"{path}.{key} is {answered[key]!r}"
            else:
                compare(value, answered[key], f"{path}.{key}")
    elif isinstance(documented, list):
        assert isinstance(answered, list) and len(answered) == len(documented), f"{path} is {answered}"
        for one, other in zip(in_order(documented), in_order(answered)):
            compare(one, other, f"{path}[]")
    elif hasattr(answered, "isoformat") or documented == "<URL-encoded-JSON>":
        pass
    else:
        assert documented == answered, f"{path} is {answered!r}, documented is {documented!r}"


def in_order(items):
    """By name: Amazon promises no order."""
    return sorted(items, key=lambda item: str(item.get("UserName") or item.get("GroupName")) if isinstance(item, dict) else item)


def wipe():
    """Everything that an example or what it takes has made."""
    for user in IAM.list_users()["Users"]:
        name = {"UserName": user["UserName"]}
        for key in IAM.list_access_keys(**name)["AccessKeyMetadata"]:
            IAM.delete_access_key(**name, AccessKeyId=key["AccessKeyId"])
        for joined in IAM.list_groups_for_user(**name)["Groups"]:
            IAM.remove_user_from_group(**name, GroupName=joined["GroupName"])
        wipe_policies("user", name)
    for group in IAM.list_groups()["Groups"]:
        wipe_policies("group", {"GroupName": group["GroupName"]})
    for profile in IAM.list_instance_profiles()["InstanceProfiles"]:
        name = {"InstanceProfileName": profile["InstanceProfileName"]}
        for role in profile["Roles"]:
            IAM.remove_role_from_instance_profile(**name, RoleName=role["RoleName"])
        IAM.delete_instance_profile(**name)
    for role in IAM.list_roles()["Roles"]:
        wipe_policies("role", {"RoleName": role["RoleName"]})
    for provider in IAM.list_open_id_connect_providers()["OpenIDConnectProviderList"]:
        IAM.delete_open_id_connect_provider(OpenIDConnectProviderArn=provider["Arn"])
    for alias in IAM.list_account_aliases()["AccountAliases"]:
        IAM.delete_account_alias(AccountAlias=alias)
    wipe_parameter_groups()


def wipe_policies(kind, name):
    """An entity, and what keeps it from being deleted."""
    for policy in getattr(IAM, f"list_{kind}_policies")(**name)["PolicyNames"]:
        getattr(IAM, f"delete_{kind}_policy")(**name, PolicyName=policy)
    for policy in getattr(IAM, f"list_attached_{kind}_policies")(**name)["AttachedPolicies"]:
        getattr(IAM, f"detach_{kind}_policy")(**name, PolicyArn=policy["PolicyArn"])
    getattr(IAM, f"delete_{kind}")(**name)


def wipe_parameter_groups():
    for kind, prefix in ("db_cluster_parameter_group", "DBClusterParameterGroup"), ("db_parameter_group", "DBParameterGroup"):
        if not is_offered("rds", f"Describe{prefix}s"):
            continue
        for group in getattr(RDS, f"describe_{kind}s")()[f"{prefix}s"]:
            name = group[f"{prefix}Name"]
            if not name.startswith("default"):
                getattr(RDS, f"delete_{kind}")(**{f"{prefix}Name": name})
