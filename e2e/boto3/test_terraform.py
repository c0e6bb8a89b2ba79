"""What Terraform's AWS provider calls, in its order, for what one sets IAM authentication up with.

After hashicorp/terraform-provider-aws, `internal/service/iam/{user,role,policy,user_policy_attachment,access_key}.go`
and `internal/service/rds/{cluster,cluster_instance,parameter_group}.go`: what is called on create, read, update
and delete; which fields a read needs; which errors mean that something is gone; which states may be passed through.
"""

import json
import time
import unittest

from checked import client, is_offered

IAM = client("iam")
RDS = client("rds")
ACCOUNT = client("sts").get_caller_identity()["Account"]
TAGS = [{"Key": "ManagedBy", "Value": "terraform"}]

CONNECT = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Action": "rds-db:connect", "Effect": "Allow", "Resource": "*"}]}
)
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}],
    }
)

# `waitDBClusterCreated`, `…Updated`, `…Deleted`, `waitDBClusterInstance…`: any other state is an error.
CLUSTER_PENDING = {
    "create": {"backing-up", "creating", "migrating", "modifying", "preparing-data-migration", "rebooting"},
    "update": {"backing-up", "configuring-iam-database-auth", "modifying", "renaming", "scaling-compute", "upgrading"},
    "delete": {"available", "backing-up", "deleting", "modifying", "promoting", "scaling-compute"},
}
INSTANCE_PENDING = {
    "create": {"backing-up", "configuring-iam-database-auth", "creating", "modifying", "rebooting", "starting"},
    "delete": {"delete-precheck", "deleting", "modifying"},
}

# The provider waits half a minute before it looks for the first time.
FIRST_LOOK_SECONDS = 3


def pages(operation, key, **parameters):
    service = RDS if "db" in operation or "global" in operation else IAM
    for page in service.get_paginator(operation).paginate(**parameters):
        yield from page[key]


def wait(status, pending, target):
    time.sleep(FIRST_LOOK_SECONDS)
    for _ in range(120):
        now = status()
        if now == target:
            return
        assert now in pending, f"unexpected state '{now}', wanted target '{target}'"
        time.sleep(0.5)
    raise AssertionError(f"still {now}")


class Users(unittest.TestCase):
    """`aws_iam_user`, `aws_iam_access_key`, `aws_iam_policy`, `aws_iam_user_policy_attachment`."""

    def test_apply_change_and_destroy(self):
        user = IAM.create_user(UserName="tf-user", Path="/", Tags=TAGS)["User"]["UserName"]
        self.assertEqual(IAM.get_user(UserName=user)["User"]["Tags"], TAGS)
        arn = IAM.create_policy(PolicyName="tf-connect", Path="/", PolicyDocument=CONNECT, Tags=TAGS)["Policy"]["Arn"]
        self.assertEqual(self.read_policy(arn), json.loads(CONNECT))
        IAM.attach_user_policy(UserName=user, PolicyArn=arn)
        self.assertTrue(self.is_attached(user, arn))
        key = IAM.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"]
        listed = list(pages("list_access_keys", "AccessKeyMetadata", UserName=user))
        self.assertEqual([one["AccessKeyId"] for one in listed], [key])

        self.change_policy(arn, CONNECT.replace('"*"', '"arn:aws:rds-db:*:*:dbuser:*/app"'))
        IAM.update_user(UserName=user, NewUserName="tf-renamed", NewPath="/app/")
        user = IAM.get_user(UserName="tf-renamed")["User"]["UserName"]
        self.assertTrue(self.is_attached(user, arn))

        IAM.detach_user_policy(UserName=user, PolicyArn=arn)
        self.destroy_policy(arn)
        self.destroy_user(user)

    def read_policy(self, arn):
        version = IAM.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        return IAM.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]

    def is_attached(self, user, arn):
        attached = pages("list_attached_user_policies", "AttachedPolicies", UserName=user)
        return arn in [policy["PolicyArn"] for policy in attached]

    def change_policy(self, arn, document):
        """The oldest of five versions makes room first."""
        versions = list(pages("list_policy_versions", "Versions", PolicyArn=arn))
        self.assertLess(len(versions), 5)
        IAM.create_policy_version(PolicyArn=arn, PolicyDocument=document, SetAsDefault=True)
        self.assertEqual(self.read_policy(arn), json.loads(document))

    def destroy_policy(self, arn):
        for version in pages("list_policy_versions", "Versions", PolicyArn=arn):
            if not version["IsDefaultVersion"]:
                IAM.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
        IAM.delete_policy(PolicyArn=arn)
        with self.assertRaises(IAM.exceptions.NoSuchEntityException):
            IAM.get_policy(PolicyArn=arn)

    def destroy_user(self, user):
        """With `force_destroy`: everything is looked for that could keep the user."""
        self.assertEqual(list(pages("list_groups_for_user", "Groups", UserName=user)), [])
        for key in pages("list_access_keys", "AccessKeyMetadata", UserName=user):
            IAM.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
        self.assertEqual(list(pages("list_ssh_public_keys", "SSHPublicKeys", UserName=user)), [])
        devices = pages("list_virtual_mfa_devices", "VirtualMFADevices", AssignmentStatus="Assigned")
        self.assertEqual(list(devices), [])
        self.assertEqual(list(pages("list_mfa_devices", "MFADevices", UserName=user)), [])
        with self.assertRaises(IAM.exceptions.NoSuchEntityException):
            IAM.delete_login_profile(UserName=user)
        self.assertEqual(list(pages("list_signing_certificates", "Certificates", UserName=user)), [])
        specific = IAM.list_service_specific_credentials(UserName=user)["ServiceSpecificCredentials"]
        self.assertEqual(specific, [])
        IAM.delete_user(UserName=user)
        with self.assertRaises(IAM.exceptions.NoSuchEntityException):
            IAM.get_user(UserName=user)


class Roles(unittest.TestCase):
    """`aws_iam_role` with an inline policy, `aws_iam_role_policy_attachment`."""

    def test_apply_change_and_destroy(self):
        name = {"RoleName": "tf-role"}
        IAM.create_role(**name, AssumeRolePolicyDocument=TRUST, Path="/", MaxSessionDuration=3600, Tags=TAGS)
        IAM.put_role_policy(**name, PolicyName="inline", PolicyDocument=CONNECT)
        IAM.attach_role_policy(**name, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
        read = IAM.get_role(**name)["Role"]
        self.assertEqual((read["AssumeRolePolicyDocument"], read["MaxSessionDuration"]), (json.loads(TRUST), 3600))
        self.assertEqual(read["Tags"], TAGS)
        for policy in pages("list_role_policies", "PolicyNames", **name):
            document = IAM.get_role_policy(**name, PolicyName=policy)["PolicyDocument"]
            self.assertEqual(document, json.loads(CONNECT))
        attached = list(pages("list_attached_role_policies", "AttachedPolicies", **name))
        self.assertEqual([policy["PolicyName"] for policy in attached], ["ReadOnlyAccess"])

        IAM.update_role(**name, MaxSessionDuration=7200)
        self.assertEqual(IAM.get_role(**name)["Role"]["MaxSessionDuration"], 7200)
        self.assertEqual(list(pages("list_instance_profiles_for_role", "InstanceProfiles", **name)), [])
        with self.assertRaises(IAM.exceptions.DeleteConflictException):
            IAM.delete_role(**name)
        for policy in attached:
            IAM.detach_role_policy(**name, PolicyArn=policy["PolicyArn"])
        IAM.delete_role_policy(**name, PolicyName="inline")
        IAM.delete_role(**name)
        with self.assertRaises(IAM.exceptions.NoSuchEntityException):
            IAM.get_role(**name)


class Clusters(unittest.TestCase):
    """`aws_rds_cluster`, `aws_rds_cluster_instance`."""

    NAME = {"DBClusterIdentifier": "tf-cluster"}
    MEMBER = {"DBInstanceIdentifier": "tf-cluster-0"}

    def test_apply_change_and_destroy(self):
        RDS.create_db_cluster(
            **self.NAME,
            CopyTagsToSnapshot=False,
            DeletionProtection=False,
            Engine="aurora-mysql",
            EngineMode="provisioned",
            MasterUsername="admin",
            MasterUserPassword="correct-horse-battery",
            BackupRetentionPeriod=1,
            StorageEncrypted=False,
            Tags=TAGS,
        )
        wait(self.cluster_status, CLUSTER_PENDING["create"], "available")
        self.read_cluster()
        RDS.create_db_instance(
            **self.NAME,
            **self.MEMBER,
            AutoMinorVersionUpgrade=True,
            CopyTagsToSnapshot=False,
            DBInstanceClass="db.r6g.large",
            Engine="aurora-mysql",
            PromotionTier=0,
            PubliclyAccessible=False,
            Tags=TAGS,
        )
        wait(self.instance_status, INSTANCE_PENDING["create"], "available")
        self.read_member()

        RDS.modify_db_cluster(**self.NAME, ApplyImmediately=True, EnableIAMDatabaseAuthentication=True)
        wait(self.cluster_status, CLUSTER_PENDING["update"], "available")
        cluster = self.read_cluster()
        self.assertTrue(cluster["IAMDatabaseAuthenticationEnabled"])
        # Values that still wait would be waited for.
        self.assertFalse(cluster.get("PendingModifiedValues"))

        RDS.delete_db_instance(**self.MEMBER)
        wait(self.instance_status, INSTANCE_PENDING["delete"], None)
        RDS.delete_db_cluster(**self.NAME, DeleteAutomatedBackups=True, SkipFinalSnapshot=True)
        wait(self.cluster_status, CLUSTER_PENDING["delete"], None)

    def cluster_status(self):
        try:
            return RDS.describe_db_clusters(**self.NAME)["DBClusters"][0]["Status"]
        except RDS.exceptions.DBClusterNotFoundFault:
            return None

    def instance_status(self):
        try:
            return RDS.describe_db_instances(**self.MEMBER)["DBInstances"][0]["DBInstanceStatus"]
        except RDS.exceptions.DBInstanceNotFoundFault:
            return None

    def read_cluster(self):
        (cluster,) = RDS.describe_db_clusters(**self.NAME)["DBClusters"]
        self.assertEqual(cluster["DBClusterIdentifier"], "tf-cluster")
        self.assertEqual((cluster["Engine"], cluster["EngineMode"]), ("aurora-mysql", "provisioned"))
        self.assertEqual((cluster["MasterUsername"], cluster["TagList"]), ("admin", TAGS))
        needed = {"DBClusterArn", "DbClusterResourceId", "Endpoint", "ReaderEndpoint", "Port", "EngineVersion"}
        needed |= {"BackupRetentionPeriod", "DeletionProtection", "StorageEncrypted"}
        self.assertLessEqual(needed, set(cluster))
        # A global cluster that it might be in.
        by_arn = [{"Name": "db-cluster-id", "Values": [cluster["DBClusterArn"]]}]
        self.assertEqual(list(pages("describe_global_clusters", "GlobalClusters", Filters=by_arn)), [])
        return cluster

    def read_member(self):
        (instance,) = RDS.describe_db_instances(**self.MEMBER)["DBInstances"]
        (cluster,) = RDS.describe_db_clusters(DBClusterIdentifier=instance["DBClusterIdentifier"])["DBClusters"]
        (member,) = cluster["DBClusterMembers"]
        self.assertEqual((member["DBInstanceIdentifier"], member["IsClusterWriter"]), ("tf-cluster-0", True))
        self.assertEqual((instance["TagList"], instance["DBInstanceClass"]), (TAGS, "db.r6g.large"))
        needed = {"DBInstanceArn", "DbiResourceId", "Engine", "EngineVersion", "AutoMinorVersionUpgrade", "Endpoint"}
        needed |= {"CACertificateIdentifier", "PubliclyAccessible", "StorageEncrypted"}
        self.assertLessEqual(needed, set(instance))


@unittest.skipUnless(is_offered("rds", "CreateDBParameterGroup"), "there are no parameter groups")
class ParameterGroups(unittest.TestCase):
    """`aws_db_parameter_group`."""

    def test_apply_change_and_destroy(self):
        name = {"DBParameterGroupName": "tf-group"}
        parameter = {"ParameterName": "max_connections", "ParameterValue": "99", "ApplyMethod": "pending-reboot"}
        made = RDS.create_db_parameter_group(
            **name, DBParameterGroupFamily="mariadb10.11", Description="Managed by Terraform", Tags=TAGS
        )["DBParameterGroup"]
        RDS.modify_db_parameter_group(**name, Parameters=[parameter])
        (group,) = RDS.describe_db_parameter_groups(**name)["DBParameterGroups"]
        self.assertEqual(group["DBParameterGroupArn"], made["DBParameterGroupArn"])
        own = {one["ParameterName"]: one for one in pages("describe_db_parameters", "Parameters", **name, Source="user")}
        self.assertEqual(own["max_connections"]["ParameterValue"], "99")
        self.assertEqual(RDS.list_tags_for_resource(ResourceName=made["DBParameterGroupArn"])["TagList"], TAGS)
        RDS.reset_db_parameter_group(**name, ResetAllParameters=False, Parameters=[parameter])
        RDS.delete_db_parameter_group(**name)
        with self.assertRaises(RDS.exceptions.DBParameterGroupNotFoundFault):
            RDS.describe_db_parameter_groups(**name)
