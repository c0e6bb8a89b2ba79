"""Credential providers of the SDK: each finds, by itself, the way to credentials that the stand-in takes."""

import json
import os
import pathlib
import tempfile
import unittest

import boto3
import botocore.credentials
import botocore.session

from checked import client
from identity_provider import ISSUER, IdentityProvider
from test_sts import ACCOUNT, IAM, person, role


def profiles(text):
    """A session's worth of configuration file, for the life of the process."""
    path = pathlib.Path(tempfile.mkdtemp(dir=os.environ["HOME"])) / "config"
    path.write_text(text)
    return path


def session(path, profile):
    """What a program gets that is started with this file and `AWS_PROFILE`."""
    core = botocore.session.Session(profile=profile)
    core.set_config_variable("config_file", str(path))
    # The root's own file must not be what answers.
    core.set_config_variable("credentials_file", os.devnull)
    return boto3.Session(botocore_session=core)


def arn(session):
    return client("sts", session).get_caller_identity()["Arn"]


class Profiles(unittest.TestCase):
    def test_a_profile_assumes_its_role_with_the_credentials_of_another(self):
        condition = {"Condition": {"StringEquals": {"sts:ExternalId": "of-the-profile"}}}
        made = role("profiled", {"AWS": ACCOUNT}, **condition)
        onward = role("onward", {"AWS": made["Arn"]})
        IAM.put_role_policy(
            RoleName="profiled",
            PolicyName="onward",
            PolicyDocument='{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}}',
        )
        key = person("profiler", "sts:AssumeRole")
        path = profiles(
            f"""
[profile base]
aws_access_key_id = {key["AccessKeyId"]}
aws_secret_access_key = {key["SecretAccessKey"]}

[profile work]
role_arn = {made["Arn"]}
source_profile = base
external_id = of-the-profile
role_session_name = by-profile
duration_seconds = 900

[profile onward]
role_arn = {onward["Arn"]}
source_profile = work
role_session_name = twice

[profile without-id]
role_arn = {made["Arn"]}
source_profile = base
"""
        )
        self.assertEqual(arn(session(path, "base")), f"arn:aws:iam::{ACCOUNT}:user/profiler")
        self.assertEqual(arn(session(path, "work")), f"arn:aws:sts::{ACCOUNT}:assumed-role/profiled/by-profile")
        self.assertEqual(arn(session(path, "onward")), f"arn:aws:sts::{ACCOUNT}:assumed-role/onward/twice")
        with self.assertRaisesRegex(botocore.exceptions.ClientError, "AccessDenied"):
            arn(session(path, "without-id"))

    def test_a_process_hands_credentials_over(self):
        key = person("processed")
        hand_over = (
            f'{{"Version": 1, "AccessKeyId": "{key["AccessKeyId"]}", "SecretAccessKey": "{key["SecretAccessKey"]}"}}'
        )
        path = profiles(f"[profile process]\ncredential_process = echo '{hand_over}'\n")
        self.assertEqual(arn(session(path, "process")), f"arn:aws:iam::{ACCOUNT}:user/processed")


class WebIdentity(unittest.TestCase):
    def test_a_token_in_a_file_assumes_a_role(self):
        provider = IdentityProvider()
        home = pathlib.Path(os.environ["HOME"])
        # Where the stand-in was told that it has the provider's keys.
        (home / "jwks.json").write_text(provider.key_set())
        registered = IAM.create_open_id_connect_provider(Url=ISSUER, ClientIDList=["app"])
        made = IAM.create_role(
            RoleName="workload",
            AssumeRolePolicyDocument=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Federated": registered["OpenIDConnectProviderArn"]},
                            "Action": "sts:AssumeRoleWithWebIdentity",
                            "Condition": {"StringEquals": {"idp.example.com:sub": "pod"}},
                        }
                    ],
                }
            ),
        )["Role"]
        token = home / "token"
        token.write_text(provider.token("pod", "app"))
        path = profiles(
            f"""
[profile workload]
role_arn = {made["Arn"]}
web_identity_token_file = {token}
role_session_name = by-token
"""
        )
        self.assertEqual(arn(session(path, "workload")), f"arn:aws:sts::{ACCOUNT}:assumed-role/workload/by-token")
        token.write_text(provider.token("somebody-else", "app"))
        with self.assertRaisesRegex(botocore.exceptions.ClientError, "AccessDenied"):
            arn(session(path, "workload"))
        forged = provider.token("pod", "app")[:-4] + "AAAA"
        sts = client("sts")
        with self.assertRaises(sts.exceptions.InvalidIdentityTokenException):
            sts.assume_role_with_web_identity(RoleArn=made["Arn"], RoleSessionName="s1", WebIdentityToken=forged)


class Refreshed(unittest.TestCase):
    def test_credentials_that_run_out_are_fetched_anew(self):
        made = role("refreshed", {"AWS": ACCOUNT})
        key = person("refresher", "sts:AssumeRole")
        sts = client(
            "sts",
            boto3.Session(aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"]),
        )
        fetched = []

        def fetch():
            asked = {"RoleArn": made["Arn"], "RoleSessionName": f"fetch-{len(fetched)}", "DurationSeconds": 900}
            credentials = sts.assume_role(**asked)["Credentials"]
            fetched.append(credentials)
            return {
                "access_key": credentials["AccessKeyId"],
                "secret_key": credentials["SecretAccessKey"],
                "token": credentials["SessionToken"],
                "expiry_time": credentials["Expiration"].isoformat(),
            }

        # 900 seconds are within botocore's own limit for refreshing early, so each use fetches.
        core = botocore.session.Session()
        core._credentials = botocore.credentials.RefreshableCredentials.create_from_metadata(
            metadata=fetch(), refresh_using=fetch, method="assume-role"
        )
        caller = client("sts", boto3.Session(botocore_session=core))
        names = [caller.get_caller_identity()["Arn"].rpartition("/")[2] for _ in range(2)]
        self.assertEqual(names, ["fetch-1", "fetch-2"])


