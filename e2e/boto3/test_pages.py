"""Every paginator that botocore has for what is offered: one at a time, and all at once, is the same."""

import json
import unittest

import botocore

from checked import client, is_offered, model
from test_sts import ACCOUNT, person, role

IAM = client("iam")
CLIENTS = {"iam": IAM, "rds": client("rds")}

# The fewest that a page of RDS may be asked to hold (API reference, `MaxRecords`).
LEAST_RECORDS = 20
DOCUMENT = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}]})
TAGS = [{"Key": f"key-{number}", "Value": "v"} for number in range(3)]
NAMES = [f"page-{number}" for number in range(3)]


def furnish():
    """Three of everything that is listed."""
    arns = [IAM.create_policy(PolicyName=name, PolicyDocument=DOCUMENT, Tags=TAGS)["Policy"]["Arn"] for name in NAMES]
    for name in NAMES:
        role(name, {"AWS": ACCOUNT})
        IAM.create_group(GroupName=name)
        person(name)
        IAM.create_instance_profile(InstanceProfileName=name, Tags=TAGS)
        IAM.add_role_to_instance_profile(InstanceProfileName=name, RoleName="page-0")
        IAM.put_user_policy(UserName="page-0", PolicyName=name, PolicyDocument=DOCUMENT)
        IAM.put_group_policy(GroupName="page-0", PolicyName=name, PolicyDocument=DOCUMENT)
        IAM.put_role_policy(RoleName="page-0", PolicyName=name, PolicyDocument=DOCUMENT)
        IAM.attach_user_policy(UserName=name, PolicyArn=arns[0])
        IAM.attach_group_policy(GroupName=name, PolicyArn=arns[0])
        IAM.attach_role_policy(RoleName=name, PolicyArn=arns[0])
        IAM.add_user_to_group(GroupName="page-0", UserName=name)
    for name, arn in zip(NAMES[1:], arns[1:]):
        IAM.add_user_to_group(GroupName=name, UserName="page-0")
        IAM.attach_user_policy(UserName="page-0", PolicyArn=arn)
        IAM.attach_group_policy(GroupName="page-0", PolicyArn=arn)
        IAM.attach_role_policy(RoleName="page-0", PolicyArn=arn)
        IAM.create_policy_version(PolicyArn=arns[0], PolicyDocument=DOCUMENT)
    IAM.create_access_key(UserName="page-0")
    IAM.tag_user(UserName="page-0", Tags=TAGS)
    IAM.tag_role(RoleName="page-0", Tags=TAGS)
    provider = IAM.create_open_id_connect_provider(Url="https://page.example.com", Tags=TAGS)
    return arns[0], provider["OpenIDConnectProviderArn"]


def inputs(policy, provider):
    """What each paginator needs besides a page size; the names of parameters say most of it."""
    return {
        "UserName": "page-0",
        "GroupName": "page-0",
        "RoleName": "page-0",
        "InstanceProfileName": "page-0",
        "PolicyArn": policy,
        "OpenIDConnectProviderArn": provider,
        "PolicyInputList": [DOCUMENT],
        "ActionNames": ["iam:GetUser", "iam:ListUsers", "iam:GetRole"],
        "PolicySourceArn": f"arn:aws:iam::{ACCOUNT}:user/page-0",
        "Engine": "mariadb",
        "DBParameterGroupFamily": "mariadb10.11",
        "DBParameterGroupName": "default.mariadb10.11",
        "DBClusterParameterGroupName": "default.mariadb10.11",
        "DBInstanceIdentifier": "mycluster-instance-1",
        "DBClusterIdentifier": "mycluster",
        "EngineName": "mariadb",
        "LogFileName": log_file(),
    }


def log_file():
    files = CLIENTS["rds"].describe_db_log_files(DBInstanceIdentifier="mycluster-instance-1")
    return files["DescribeDBLogFiles"][0]["LogFileName"]


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.known = inputs(*furnish())

    def test_iam_in_pages_of_one(self):
        self.assertGreater(self.walk("iam", 1, 1000), 25)

    def test_rds_in_the_smallest_pages(self):
        self.assertGreater(self.walk("rds", LEAST_RECORDS, 100), 4)

    def walk(self, service, least, most):
        """How many paginators there are, each asked for the least and for the most."""
        walked = 0
        for operation, rule in model(service, "paginators-1")["pagination"].items():
            if operation not in TEXTS | OF_PROXIES and is_offered(service, operation):
                walked += 1
                with self.subTest(operation):
                    self.compare(service, operation, rule, least, most)
        return walked

    def parameters(self, service, operation):
        shape = CLIENTS[service].meta.service_model.operation_model(operation).input_shape
        # A user who is not named is the caller, and the root has none of what is listed.
        wanted = {*shape.required_members, *({"UserName"} & set(shape.members))}
        return {name: self.known[name] for name in wanted}

    def compare(self, service, operation, rule, least, most):
        parameters = self.parameters(service, operation)
        paginator = CLIENTS[service].get_paginator(botocore.xform_name(operation))
        keys = rule["result_key"] if isinstance(rule["result_key"], list) else [rule["result_key"]]
        small = list(paginator.paginate(**parameters, PaginationConfig={"PageSize": least}))
        large = paginator.paginate(**parameters, PaginationConfig={"PageSize": most}).build_full_result()
        for key in keys:
            together = [item for page in small for item in found(page, key) or []]
            self.assertEqual(together, found(large, key) or [], key)
        sizes = [sum(len(found(page, key) or []) for key in keys) for page in small]
        self.assertLessEqual(max(sizes), least, sizes)
        if service == "iam":
            self.assertGreaterEqual(len(small), 3 if operation not in FEW else FEW[operation], sizes)


def found(page, key):
    for part in key.split("."):
        page = (page or {}).get(part)
    return page


# What comes in portions of a text, not in items, and what is of proxies, of which there are none.
TEXTS = {"DownloadDBLogFilePortion"}
OF_PROXIES = {"DescribeDBProxyTargetGroups", "DescribeDBProxyTargets"}

# Paginators that have less than three to show.
FEW = {
    "ListAccountAliases": 1,
    "ListAccessKeys": 2,
    "ListMFADevices": 1,
    "ListVirtualMFADevices": 1,
    "ListSSHPublicKeys": 1,
    "ListSigningCertificates": 1,
    "ListServiceSpecificCredentials": 1,
    "ListServerCertificates": 1,
}
