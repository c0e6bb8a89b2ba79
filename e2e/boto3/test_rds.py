"""RDS, from creation to deletion, and every waiter that botocore has for what is offered."""

import unittest

import botocore

from checked import client, is_offered, model, refusal
from test_sts import ACCOUNT

RDS = client("rds")
REGION = RDS.meta.region_name
PASSWORD = "correct-horse-battery"

# Waiters look every second, not every half minute.
SOON = {"Delay": 1, "MaxAttempts": 120}


def wait(waiter, **parameters):
    RDS.get_waiter(waiter).wait(**parameters, WaiterConfig=SOON)
    WAITED.add(waiter)


WAITED = set()


class Databases(unittest.TestCase):
    def test_a_cluster_with_a_member_from_creation_to_deletion(self):
        name = {"DBClusterIdentifier": "lifetime"}
        made = RDS.create_db_cluster(
            **name,
            Engine="aurora-mysql",
            MasterUsername="admin",
            MasterUserPassword=PASSWORD,
            Tags=[{"Key": "stage", "Value": "test"}],
        )["DBCluster"]
        self.assertEqual(made["DBClusterArn"], f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:lifetime")
        self.assertEqual((made["Status"], made["Engine"]), ("creating", "aurora-mysql"))
        self.assertRegex(made["DbClusterResourceId"], "^cluster-[A-Z0-9]{26}$")
        with self.assertRaises(RDS.exceptions.DBClusterAlreadyExistsFault):
            RDS.create_db_cluster(**name, Engine="aurora-mysql", MasterUsername="a", MasterUserPassword=PASSWORD)
        wait("db_cluster_available", **name)

        member = {"DBInstanceIdentifier": "lifetime-1"}
        RDS.create_db_instance(**member, **name, Engine="aurora-mysql", DBInstanceClass="db.r6g.large")
        wait("db_instance_available", **member)
        cluster = self.cluster(name)
        self.assertEqual(
            [(one["DBInstanceIdentifier"], one["IsClusterWriter"]) for one in cluster["DBClusterMembers"]],
            [("lifetime-1", True)],
        )
        self.assertEqual(cluster["TagList"], [{"Key": "stage", "Value": "test"}])

        self.switch_iam_authentication(name)
        self.stop_and_start(name)
        self.tag(cluster["DBClusterArn"])
        with self.assertRaises(RDS.exceptions.InvalidDBClusterStateFault):
            RDS.delete_db_cluster(**name, SkipFinalSnapshot=True)
        RDS.delete_db_instance(**member, SkipFinalSnapshot=True)
        wait("db_instance_deleted", **member)
        RDS.delete_db_cluster(**name, SkipFinalSnapshot=True)
        wait("db_cluster_deleted", **name)
        with self.assertRaises(RDS.exceptions.DBClusterNotFoundFault):
            RDS.describe_db_clusters(**name)

    def cluster(self, name):
        return RDS.describe_db_clusters(**name)["DBClusters"][0]

    def switch_iam_authentication(self, name):
        """Without `ApplyImmediately` it waits; with it, the status says that it goes on."""
        RDS.modify_db_cluster(**name, EnableIAMDatabaseAuthentication=True)
        waiting = self.cluster(name)
        self.assertFalse(waiting["IAMDatabaseAuthenticationEnabled"])
        self.assertTrue(waiting["PendingModifiedValues"]["IAMDatabaseAuthenticationEnabled"])
        RDS.modify_db_cluster(**name, EnableIAMDatabaseAuthentication=True, ApplyImmediately=True)
        wait("db_cluster_available", **name)
        self.assertTrue(self.cluster(name)["IAMDatabaseAuthenticationEnabled"])

    def stop_and_start(self, name):
        self.assertEqual(RDS.stop_db_cluster(**name)["DBCluster"]["Status"], "stopping")
        while (status := self.cluster(name)["Status"]) != "stopped":
            self.assertEqual(status, "stopping")
        with self.assertRaises(RDS.exceptions.InvalidDBClusterStateFault):
            RDS.stop_db_cluster(**name)
        RDS.start_db_cluster(**name)
        wait("db_cluster_available", **name)

    def tag(self, arn):
        RDS.add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "owner", "Value": "me"}])
        RDS.remove_tags_from_resource(ResourceName=arn, TagKeys=["stage"])
        tags = RDS.list_tags_for_resource(ResourceName=arn)["TagList"]
        self.assertEqual(tags, [{"Key": "owner", "Value": "me"}])

    def test_an_instance_of_its_own_from_creation_to_deletion(self):
        name = {"DBInstanceIdentifier": "hermit"}
        made = RDS.create_db_instance(
            **name,
            Engine="mariadb",
            DBInstanceClass="db.t4g.micro",
            AllocatedStorage=20,
            MasterUsername="admin",
            MasterUserPassword=PASSWORD,
            EnableIAMDatabaseAuthentication=True,
        )["DBInstance"]
        self.assertEqual(made["DBInstanceArn"], f"arn:aws:rds:{REGION}:{ACCOUNT}:db:hermit")
        self.assertEqual(made["DBInstanceStatus"], "creating")
        with self.assertRaises(RDS.exceptions.DBInstanceAlreadyExistsFault):
            RDS.create_db_instance(**name, Engine="mariadb", DBInstanceClass="db.t4g.micro")
        wait("db_instance_available", **name)
        read = RDS.describe_db_instances(Filters=[{"Name": "db-instance-id", "Values": ["hermit"]}])
        (instance,) = read["DBInstances"]
        self.assertTrue(instance["IAMDatabaseAuthenticationEnabled"])
        self.assertEqual(set(instance["Endpoint"]) & {"Address", "Port"}, {"Address", "Port"})

        RDS.modify_db_instance(**name, DeletionProtection=True, ApplyImmediately=True)
        wait("db_instance_available", **name)
        self.assertEqual(
            refusal(RDS.delete_db_instance, **name, SkipFinalSnapshot=True).response["Error"]["Code"],
            "InvalidParameterCombination",
        )
        RDS.modify_db_instance(**name, DeletionProtection=False, ApplyImmediately=True)
        RDS.reboot_db_instance(**name)
        wait("db_instance_available", **name)
        RDS.delete_db_instance(**name, SkipFinalSnapshot=True)
        wait("db_instance_deleted", **name)
        with self.assertRaises(RDS.exceptions.DBInstanceNotFoundFault):
            RDS.describe_db_instances(**name)


class Refusals(unittest.TestCase):
    def test_what_is_not_there_is_refused_as_the_model_says(self):
        nowhere = {"DBClusterIdentifier": "nowhere"}
        for call, parameters in (
            (RDS.describe_db_clusters, nowhere),
            (RDS.modify_db_cluster, nowhere),
            (RDS.delete_db_cluster, {**nowhere, "SkipFinalSnapshot": True}),
            (RDS.start_db_cluster, nowhere),
            (RDS.stop_db_cluster, nowhere),
        ):
            with self.subTest(call.__name__), self.assertRaises(RDS.exceptions.DBClusterNotFoundFault) as refused:
                call(**parameters)
            self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 404)
        nowhere = {"DBInstanceIdentifier": "nowhere"}
        for call, parameters in (
            (RDS.describe_db_instances, nowhere),
            (RDS.modify_db_instance, nowhere),
            (RDS.delete_db_instance, {**nowhere, "SkipFinalSnapshot": True}),
            (RDS.reboot_db_instance, nowhere),
        ):
            with self.subTest(call.__name__), self.assertRaises(RDS.exceptions.DBInstanceNotFoundFault):
                call(**parameters)
        with self.assertRaises(RDS.exceptions.CertificateNotFoundFault):
            RDS.describe_certificates(CertificateIdentifier="nobody")


class Waiters(unittest.TestCase):
    """Those of IAM; those of RDS are where something is made that can be waited for."""

    def test_every_waiter_of_iam_sees_what_is_there(self):
        iam = client("iam")
        trust = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}'
        policy = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
        iam.create_role(RoleName="awaited", AssumeRolePolicyDocument=trust)
        iam.create_user(UserName="awaited")
        iam.create_instance_profile(InstanceProfileName="awaited")
        arn = iam.create_policy(PolicyName="awaited", PolicyDocument=policy)["Policy"]["Arn"]
        parameters = {
            "RoleExists": {"RoleName": "awaited"},
            "UserExists": {"UserName": "awaited"},
            "InstanceProfileExists": {"InstanceProfileName": "awaited"},
            "PolicyExists": {"PolicyArn": arn},
        }
        known = model("iam", "waiters-2")["waiters"]
        offered = [name for name, rule in known.items() if is_offered("iam", rule["operation"])]
        self.assertEqual(sorted(offered), sorted(parameters))
        for name in offered:
            waiter = iam.get_waiter(botocore.xform_name(name))
            waiter.wait(**parameters[name], WaiterConfig=SOON)
            absent = {key: value.replace("awaited", "in-vain") for key, value in parameters[name].items()}
            with self.subTest(name), self.assertRaises(botocore.exceptions.WaiterError):
                waiter.wait(**absent, WaiterConfig={"Delay": 1, "MaxAttempts": 1})


# What the stand-in answers without data that could be waited for.
WITHOUT_DATA = {
    "DBSnapshotAvailable",
    "DBSnapshotCompleted",
    "DBSnapshotDeleted",
    "DBClusterSnapshotAvailable",
    "DBClusterSnapshotDeleted",
}


def tearDownModule():
    known = model("rds", "waiters-2")["waiters"]
    offered = {name for name, rule in known.items() if is_offered("rds", rule["operation"])} - WITHOUT_DATA
    forgotten = {name for name in offered if botocore.xform_name(name) not in WAITED}
    assert not forgotten, f"nobody waits with {forgotten}"
