"""RDS, from creation to deletion, and every waiter that botocore has for what is offered."""

import socket
import ssl
import struct
import time
import unittest
import urllib.request

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

# Capabilities of a MySQL client: protocol 4.1, TLS, authentication without a schema.
CLIENT_SSL = 0x00000200 | 0x00000800 | 0x00008000


def end_of_certificate(host, port):
    """When the certificate ends that a MySQL server shows to a client that asks for TLS."""
    with urllib.request.urlopen(f"{RDS.meta.endpoint_url}/truststore/global/global-bundle.pem") as bundle:
        context = ssl.create_default_context(cadata=bundle.read().decode())
    context.check_hostname = False
    with socket.create_connection((host, port)) as plain:
        greeting = plain.recv(4)
        plain.recv(int.from_bytes(greeting[:3], "little"))
        request = struct.pack("<IIB23x", CLIENT_SSL, 1 << 24, 45)
        plain.sendall(len(request).to_bytes(3, "little") + b"\x01" + request)
        with context.wrap_socket(plain) as encrypted:
            return encrypted.getpeercert()["notAfter"]


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
        self.assertNotIn("CertificateDetails", cluster)
        self.certificate(member)
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

    def certificate(self, name):
        """What is shown of the certificate is what the server shows, and its authority is described."""
        (instance,) = RDS.describe_db_instances(**name)["DBInstances"]
        details = instance["CertificateDetails"]
        (authority,) = RDS.describe_certificates(CertificateIdentifier=details["CAIdentifier"])["Certificates"]
        self.assertEqual(instance["CACertificateIdentifier"], authority["CertificateIdentifier"])
        self.assertLessEqual(details["ValidTill"], authority["ValidTill"])
        endpoint = instance["Endpoint"]
        shown = ssl.cert_time_to_seconds(end_of_certificate(endpoint["Address"], endpoint["Port"]))
        self.assertEqual(details["ValidTill"].timestamp(), shown)

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
        wait("tenant_database_deleted", **name, TenantDBName="none")
        RDS.delete_db_instance(**name, SkipFinalSnapshot=True)
        wait("db_instance_deleted", **name)
        with self.assertRaises(RDS.exceptions.DBInstanceNotFoundFault):
            RDS.describe_db_instances(**name)


class Surroundings(unittest.TestCase):
    """What a cluster is made along with, and what it tells: groups, endpoints, events, logs."""

    NAME = {"DBClusterIdentifier": "furnished"}
    MEMBER = {"DBInstanceIdentifier": "furnished-1"}
    GROUP = {"DBClusterParameterGroupName": "furniture"}
    NETS = {"DBSubnetGroupName": "nets"}

    @classmethod
    def setUpClass(cls):
        (version,) = RDS.describe_db_engine_versions(Engine="aurora-mysql")["DBEngineVersions"]
        family = version["DBParameterGroupFamily"]
        RDS.create_db_cluster_parameter_group(**cls.GROUP, DBParameterGroupFamily=family, Description="ours")
        RDS.create_db_subnet_group(**cls.NETS, DBSubnetGroupDescription="two", SubnetIds=["subnet-1", "subnet-2"])
        RDS.create_db_cluster(
            **cls.NAME,
            **cls.GROUP,
            **cls.NETS,
            Engine="aurora-mysql",
            DatabaseName="shop",
            MasterUsername="admin",
            MasterUserPassword=PASSWORD,
        )
        wait("db_cluster_available", **cls.NAME)
        member = {"Engine": "aurora-mysql", "DBInstanceClass": "db.r6g.large", "PromotionTier": 0}
        RDS.create_db_instance(**cls.MEMBER, **cls.NAME, **member)

    @classmethod
    def tearDownClass(cls):
        with unittest.TestCase().assertRaises(RDS.exceptions.InvalidDBParameterGroupStateFault):
            RDS.delete_db_cluster_parameter_group(**cls.GROUP)
        with unittest.TestCase().assertRaises(RDS.exceptions.InvalidDBSubnetGroupStateFault):
            RDS.delete_db_subnet_group(**cls.NETS)
        RDS.delete_db_instance(**cls.MEMBER)
        RDS.delete_db_cluster(**cls.NAME, SkipFinalSnapshot=True)
        wait("db_cluster_deleted", **cls.NAME)
        RDS.delete_db_cluster_parameter_group(**cls.GROUP)
        RDS.delete_db_subnet_group(**cls.NETS)

    def cluster(self):
        return RDS.describe_db_clusters(**self.NAME)["DBClusters"][0]

    def test_the_database_the_groups_and_the_tier_are_shown(self):
        cluster = self.cluster()
        self.assertEqual((cluster["DatabaseName"], cluster["DBSubnetGroup"]), ("shop", "nets"))
        self.assertEqual(cluster["DBClusterParameterGroup"], "furniture")
        self.assertEqual(cluster["DBClusterMembers"][0]["PromotionTier"], 0)
        RDS.modify_db_instance(**self.MEMBER, PromotionTier=15)
        self.assertEqual(self.cluster()["DBClusterMembers"][0]["PromotionTier"], 15)
        (nets,) = RDS.describe_db_subnet_groups(**self.NETS)["DBSubnetGroups"]
        self.assertEqual([one["SubnetIdentifier"] for one in nets["Subnets"]], ["subnet-1", "subnet-2"])
        RDS.modify_db_subnet_group(**self.NETS, SubnetIds=["subnet-3"])
        with self.assertRaises(RDS.exceptions.DBSubnetGroupNotFoundFault):
            RDS.describe_db_subnet_groups(DBSubnetGroupName="nowhere")

    def test_parameters_take_effect_at_once_or_at_the_next_reboot(self):
        self.set("wait_timeout", "77", "immediate")
        self.wait_until_the_group_is("in-sync")
        self.assertEqual(self.own_parameters(), {"wait_timeout": "77"})
        refused = refusal(self.set, name="performance_schema", value="1", method="immediate")
        self.assertEqual(refused.response["Error"]["Code"], "InvalidParameterCombination")
        self.set("performance_schema", "1", "pending-reboot")
        self.wait_until_the_group_is("pending-reboot")
        RDS.reboot_db_instance(**self.MEMBER)
        wait("db_instance_available", **self.MEMBER)
        self.wait_until_the_group_is("in-sync")
        RDS.reset_db_cluster_parameter_group(**self.GROUP, ResetAllParameters=True)
        self.assertEqual(self.own_parameters(), {})
        for unknown in ("innodb_page_size", "rds.force_ssl"):
            refused = refusal(self.set, name=unknown, value="1", method="pending-reboot")
            self.assertEqual(refused.response["Error"]["Code"], "InvalidParameterValue")

    def set(self, name, value, method):
        parameter = {"ParameterName": name, "ParameterValue": value, "ApplyMethod": method}
        RDS.modify_db_cluster_parameter_group(**self.GROUP, Parameters=[parameter])

    def own_parameters(self):
        pages = RDS.get_paginator("describe_db_cluster_parameters").paginate(**self.GROUP, Source="user")
        return {one["ParameterName"]: one["ParameterValue"] for page in pages for one in page["Parameters"]}

    def wait_until_the_group_is(self, wanted):
        for _ in range(200):
            now = self.cluster()["DBClusterMembers"][0]["DBClusterParameterGroupStatus"]
            if now == wanted:
                return
            time.sleep(0.1)
        raise AssertionError(f"still {now}")

    def test_custom_endpoints_are_made_found_changed_and_go(self):
        reports = {"DBClusterEndpointIdentifier": "reports"}
        made = RDS.create_db_cluster_endpoint(
            **self.NAME, **reports, EndpointType="READER", StaticMembers=["furnished-1"]
        )
        self.assertEqual((made["EndpointType"], made["StaticMembers"]), ("CUSTOM", ["furnished-1"]))
        self.assertEqual(self.cluster()["CustomEndpoints"], [made["Endpoint"]])
        custom = [{"Name": "db-cluster-endpoint-type", "Values": ["custom"]}]
        found = RDS.describe_db_cluster_endpoints(**self.NAME, Filters=custom)["DBClusterEndpoints"]
        self.assertEqual([one["DBClusterEndpointArn"] for one in found], [made["DBClusterEndpointArn"]])
        changed = RDS.modify_db_cluster_endpoint(**reports, EndpointType="ANY", ExcludedMembers=["furnished-1"])
        self.assertEqual((changed["CustomEndpointType"], changed["StaticMembers"]), ("ANY", []))
        with self.assertRaises(RDS.exceptions.DBClusterEndpointAlreadyExistsFault):
            RDS.create_db_cluster_endpoint(**self.NAME, **reports, EndpointType="ANY")
        RDS.delete_db_cluster_endpoint(**reports)
        with self.assertRaises(RDS.exceptions.DBClusterEndpointNotFoundFault):
            RDS.delete_db_cluster_endpoint(**reports)

    def test_events_and_logs_tell_what_happened(self):
        told = RDS.describe_events(SourceType="db-cluster", SourceIdentifier="furnished", Duration=60)["Events"]
        self.assertIn("DB cluster created.", [event["Message"] for event in told])
        categories = RDS.describe_event_categories(SourceType="db-cluster")["EventCategoriesMapList"]
        self.assertIn("creation", categories[0]["EventCategories"])
        files = RDS.describe_db_log_files(**self.MEMBER)["DescribeDBLogFiles"]
        own, refusals = "error/mysql-error.log", "iam-db-auth-error/iam-db-auth-error.log"
        self.assertEqual([one["LogFileName"] for one in files], [own, refusals])
        portion = RDS.download_db_log_file_portion(**self.MEMBER, LogFileName=own, Marker="0")
        self.assertIn("ready for connections", portion["LogFileData"])
        self.assertEqual(portion["Marker"], str(files[0]["Size"]))
        with self.assertRaises(RDS.exceptions.DBLogFileNotFoundFault):
            RDS.download_db_log_file_portion(**self.MEMBER, LogFileName="error/other.log")

    def test_what_the_cluster_has_is_refused_on_a_member_in_amazons_words(self):
        create = {"Engine": "aurora-mysql", "DBInstanceClass": "db.r6g.large", "DBInstanceIdentifier": "furnished-2"}
        refused = refusal(RDS.create_db_instance, **self.NAME, **create, MasterUserPassword=PASSWORD)
        self.assertEqual(
            refused.response["Error"]["Message"],
            "The requested DB Instance will be a member of a DB Cluster. "
            "Set master user password for the DB Cluster.",
        )
        refused = refusal(RDS.modify_db_instance, **self.MEMBER, DBPortNumber=3400)
        self.assertIn("Modify database endpoint port number for the DB Cluster", str(refused))

    def test_another_instance_becomes_the_writer(self):
        with self.assertRaises(RDS.exceptions.InvalidDBClusterStateFault):
            RDS.failover_db_cluster(**self.NAME)
        reader = {"DBInstanceIdentifier": "a-reader"}
        RDS.create_db_instance(**reader, **self.NAME, Engine="aurora-mysql", DBInstanceClass="db.r6g.large")
        self.assertEqual(self.writers(), ["furnished-1"])
        RDS.failover_db_cluster(**self.NAME, TargetDBInstanceIdentifier="a-reader")
        wait("db_cluster_available", **self.NAME)
        self.assertEqual(self.writers(), ["a-reader"])
        told = RDS.describe_events(SourceType="db-cluster", SourceIdentifier="furnished", EventCategories=["failover"])
        self.assertEqual(
            [event["Message"] for event in told["Events"]],
            ["Started cross AZ failover to DB instance: a-reader", "Completed failover to DB instance: a-reader"],
        )
        RDS.delete_db_instance(**reader)
        self.assertEqual(self.writers(), ["furnished-1"])

    def writers(self):
        return [one["DBInstanceIdentifier"] for one in self.cluster()["DBClusterMembers"] if one["IsClusterWriter"]]

    def test_there_is_no_replica(self):
        with self.assertRaises(RDS.exceptions.InvalidDBInstanceStateFault):
            RDS.promote_read_replica(**self.MEMBER)


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
    "TenantDatabaseAvailable",
}


def tearDownModule():
    known = model("rds", "waiters-2")["waiters"]
    offered = {name for name, rule in known.items() if is_offered("rds", rule["operation"])} - WITHOUT_DATA
    forgotten = {name for name in offered if botocore.xform_name(name) not in WAITED}
    assert not forgotten, f"nobody waits with {forgotten}"
