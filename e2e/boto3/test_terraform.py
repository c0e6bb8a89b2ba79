"""What Terraform's AWS provider calls, in its order, for what one sets IAM authentication up with.

After hashicorp/terraform-provider-aws, `internal/service/iam/{user,role,policy,user_policy_attachment,access_key}.go`
and `internal/service/rds/{cluster,cluster_instance,instance,parameter_group,subnet_group}.go`: what is called on create, read, update
and delete; which fields a read needs; which errors mean that something is gone; which states may be passed through.
"""

import json
import socket
import time
import unittest

from checked import client, is_offered, refusal

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
FIRST_LOOK_SECONDS = 1


def pages(operation, key, **parameters):
    service = RDS if "db" in operation or "global" in operation else IAM
    for page in service.get_paginator(operation).paginate(**parameters):
        yield from page[key]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


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


def family_of(engine):
    (version,) = RDS.describe_db_engine_versions(Engine=engine)["DBEngineVersions"]
    return version["DBParameterGroupFamily"]


class Clusters(unittest.TestCase):
    """`aws_rds_cluster`, `aws_rds_cluster_instance`, `aws_rds_cluster_parameter_group`, `aws_db_subnet_group`."""

    NAME = {"DBClusterIdentifier": "tf-cluster"}
    MEMBER = {"DBInstanceIdentifier": "tf-cluster-0"}
    READER = {"DBInstanceIdentifier": "a-reader"}
    GROUP = {"DBClusterParameterGroupName": "tf-cluster"}
    NETS = {"DBSubnetGroupName": "tf-nets"}

    # What a configuration says, and a read must show the same: else every plan has a difference.
    CLUSTER = {
        "BackupRetentionPeriod": 7,
        "CopyTagsToSnapshot": True,
        "DatabaseName": "shop",
        "DeletionProtection": True,
        "Engine": "aurora-mysql",
        "EngineMode": "provisioned",
        "MasterUsername": "admin",
        "NetworkType": "IPV4",
        "PreferredBackupWindow": "02:00-03:00",
        "PreferredMaintenanceWindow": "sun:05:00-sun:06:00",
        "StorageEncrypted": False,
    }
    INSTANCE = {
        "AutoMinorVersionUpgrade": True,
        "CopyTagsToSnapshot": True,
        "DBInstanceClass": "db.r6g.large",
        "Engine": "aurora-mysql",
        "PreferredMaintenanceWindow": "mon:05:00-mon:06:00",
        "PromotionTier": 2,
        "PubliclyAccessible": False,
    }

    def test_apply_change_and_destroy(self):
        # As configurations for Aurora MySQL 3 say, whatever stands for it.
        RDS.create_db_cluster_parameter_group(
            **self.GROUP, DBParameterGroupFamily="aurora-mysql8.0", Description="Managed by Terraform", Tags=TAGS
        )
        parameter = {"ParameterName": "wait_timeout", "ParameterValue": "99", "ApplyMethod": "immediate"}
        RDS.modify_db_cluster_parameter_group(**self.GROUP, Parameters=[parameter])
        RDS.create_db_subnet_group(
            **self.NETS, DBSubnetGroupDescription="Managed by Terraform", SubnetIds=["subnet-1"], Tags=TAGS
        )
        RDS.create_db_cluster(
            **self.NAME,
            **self.GROUP,
            **self.NETS,
            **self.CLUSTER,
            EnableCloudwatchLogsExports=["error", "iam-db-auth-error"],
            EnablePerformanceInsights=False,
            MasterUserPassword="correct-horse-battery",
            ServerlessV2ScalingConfiguration={"MinCapacity": 0.5, "MaxCapacity": 4.0},
            Tags=TAGS,
            VpcSecurityGroupIds=["sg-1", "sg-2"],
        )
        wait(self.cluster_status, CLUSTER_PENDING["create"], "available")
        cluster = self.read_cluster()
        self.assertEqual(cluster["DBClusterParameterGroup"], "tf-cluster")
        self.assertEqual(cluster["DBSubnetGroup"], "tf-nets")
        self.assertEqual(cluster["EnabledCloudwatchLogsExports"], ["error", "iam-db-auth-error"])
        groups = [one["VpcSecurityGroupId"] for one in cluster["VpcSecurityGroups"]]
        self.assertEqual(groups, ["sg-1", "sg-2"])
        self.assertEqual(cluster["ServerlessV2ScalingConfiguration"], {"MinCapacity": 0.5, "MaxCapacity": 4.0})
        RDS.create_db_instance(
            **self.NAME,
            **self.MEMBER,
            **self.NETS,
            **self.INSTANCE,
            EngineVersion=cluster["EngineVersion"],
            MonitoringInterval=0,
            Tags=TAGS,
        )
        wait(self.instance_status, INSTANCE_PENDING["create"], "available")
        self.read_member()
        RDS.create_db_instance(**self.NAME, **self.READER, **self.INSTANCE, Tags=TAGS)
        members = {one["DBInstanceIdentifier"]: one["IsClusterWriter"] for one in self.read_cluster()["DBClusterMembers"]}
        self.assertEqual(members, {"tf-cluster-0": True, "a-reader": False})
        RDS.delete_db_instance(**self.READER)

        RDS.modify_db_cluster(
            **self.NAME, ApplyImmediately=True, EnableIAMDatabaseAuthentication=True, DeletionProtection=False
        )
        wait(self.cluster_status, CLUSTER_PENDING["update"], "available")
        cluster = self.read_cluster(DeletionProtection=False)
        self.assertTrue(cluster["IAMDatabaseAuthenticationEnabled"])
        # Values that still wait would be waited for.
        self.assertFalse(cluster.get("PendingModifiedValues"))
        RDS.modify_db_cluster(**self.NAME, ApplyImmediately=True, BackupRetentionPeriod=9, AllowMajorVersionUpgrade=True)
        wait(self.cluster_status, CLUSTER_PENDING["update"], "available")
        self.read_cluster(DeletionProtection=False, BackupRetentionPeriod=9)

        RDS.delete_db_instance(**self.MEMBER)
        wait(self.instance_status, INSTANCE_PENDING["delete"], None)
        RDS.delete_db_cluster(**self.NAME, DeleteAutomatedBackups=True, SkipFinalSnapshot=True)
        wait(self.cluster_status, CLUSTER_PENDING["delete"], None)
        RDS.delete_db_cluster_parameter_group(**self.GROUP)
        RDS.delete_db_subnet_group(**self.NETS)
        with self.assertRaises(RDS.exceptions.DBSubnetGroupNotFoundFault):
            RDS.describe_db_subnet_groups(**self.NETS)

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

    def read_cluster(self, **changed):
        (cluster,) = RDS.describe_db_clusters(**self.NAME)["DBClusters"]
        configured = {**self.NAME, **self.CLUSTER, **changed, "TagList": TAGS}
        self.assertEqual({name: cluster.get(name) for name in configured}, configured)
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
        self.assertEqual(member["PromotionTier"], 2)
        configured = {**self.INSTANCE, "TagList": TAGS, "PreferredBackupWindow": "02:00-03:00"}
        self.assertEqual({name: instance.get(name) for name in configured}, configured)
        needed = {"DBInstanceArn", "DbiResourceId", "Engine", "EngineVersion", "AutoMinorVersionUpgrade", "Endpoint"}
        needed |= {"CACertificateIdentifier", "PubliclyAccessible", "StorageEncrypted"}
        self.assertLessEqual(needed, set(instance))


class Instances(unittest.TestCase):
    """`aws_db_instance` with `aws_db_parameter_group` and `aws_db_subnet_group`."""

    NAME = {"DBInstanceIdentifier": "tf-instance"}
    GROUP = {"DBParameterGroupName": "tf-instance"}
    NETS = {"DBSubnetGroupName": "tf-instance"}

    INSTANCE = {
        "AllocatedStorage": 20,
        "AutoMinorVersionUpgrade": True,
        "BackupRetentionPeriod": 0,
        "CopyTagsToSnapshot": False,
        "DBInstanceClass": "db.t4g.micro",
        "DBName": "shop",
        "DeletionProtection": False,
        "Engine": "mariadb",
        "MasterUsername": "admin",
        "MaxAllocatedStorage": 100,
        "MultiAZ": False,
        "PreferredBackupWindow": "02:00-03:00",
        "PreferredMaintenanceWindow": "sun:05:00-sun:06:00",
        "PubliclyAccessible": True,
        "StorageEncrypted": False,
        "StorageType": "gp3",
    }

    def test_apply_change_and_destroy(self):
        family = family_of("mariadb")
        RDS.create_db_parameter_group(**self.GROUP, DBParameterGroupFamily=family, Description="ours", Tags=TAGS)
        RDS.create_db_subnet_group(**self.NETS, DBSubnetGroupDescription="ours", SubnetIds=["subnet-1"], Tags=TAGS)
        RDS.create_db_instance(
            **self.NAME,
            **self.GROUP,
            **self.NETS,
            **self.INSTANCE,
            EnableCloudwatchLogsExports=["error"],
            EnableIAMDatabaseAuthentication=True,
            EngineVersion=family.removeprefix("mariadb"),
            MasterUserPassword="correct-horse-battery",
            MonitoringInterval=0,
            Tags=TAGS,
            VpcSecurityGroupIds=["sg-1"],
        )
        wait(self.status, INSTANCE_PENDING["create"], "available")
        instance = self.read()
        self.assertTrue(instance["IAMDatabaseAuthenticationEnabled"])
        self.assertEqual(instance["DBSubnetGroup"]["DBSubnetGroupName"], "tf-instance")
        self.assertEqual(instance["DBParameterGroups"][0]["DBParameterGroupName"], "tf-instance")
        self.assertEqual(instance["VpcSecurityGroups"][0]["VpcSecurityGroupId"], "sg-1")

        port = instance["Endpoint"]["Port"]
        to = free_port()
        RDS.modify_db_instance(**self.NAME, ApplyImmediately=True, AllocatedStorage=30, DBPortNumber=to)
        wait(self.status, CLUSTER_PENDING["update"], "available")
        instance = self.read(AllocatedStorage=30)
        self.assertNotEqual(port, to)
        self.assertEqual(instance["Endpoint"]["Port"], to)
        self.assertFalse(instance.get("PendingModifiedValues"))

        RDS.delete_db_instance(**self.NAME, DeleteAutomatedBackups=True, SkipFinalSnapshot=True)
        wait(self.status, INSTANCE_PENDING["delete"], None)
        RDS.delete_db_parameter_group(**self.GROUP)
        RDS.delete_db_subnet_group(**self.NETS)

    def status(self):
        try:
            return RDS.describe_db_instances(**self.NAME)["DBInstances"][0]["DBInstanceStatus"]
        except RDS.exceptions.DBInstanceNotFoundFault:
            return None

    def read(self, **changed):
        (instance,) = RDS.describe_db_instances(**self.NAME)["DBInstances"]
        configured = {**self.INSTANCE, **changed, "TagList": TAGS}
        self.assertEqual({name: instance.get(name) for name in configured}, configured)
        tags = RDS.list_tags_for_resource(ResourceName=instance["DBInstanceArn"])["TagList"]
        self.assertEqual(tags, TAGS)
        return instance

    def test_what_would_deceive_is_refused_before_anything_is_made(self):
        create = {**self.NAME, "Engine": "mariadb", "DBInstanceClass": "db.t4g.micro", "MasterUsername": "admin"}
        for asked in (
            {"StorageEncrypted": True},
            {"KmsKeyId": "alias/aws/rds"},
            {"ManageMasterUserPassword": True},
            {"MonitoringInterval": 60},
            {"EnablePerformanceInsights": True},
            {"MultiAZ": True},
        ):
            with self.subTest(asked):
                refused = refusal(RDS.create_db_instance, **create, **asked)
                self.assertEqual(refused.response["Error"]["Code"], "InvalidParameterCombination")
        with self.assertRaises(RDS.exceptions.CertificateNotFoundFault):
            RDS.create_db_instance(**create, CACertificateIdentifier="rds-ca-rsa2048-g1")
        self.assertIsNone(self.status())


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
