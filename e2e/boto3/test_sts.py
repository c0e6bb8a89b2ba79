"""STS: who is calling, and credentials for a while."""

import datetime
import json
import unittest
import urllib.error
import urllib.request
import xml.etree.ElementTree as xml

from checked import client, refusal, session_of

IAM = client("iam")
STS = client("sts")
ACCOUNT = STS.get_caller_identity()["Account"]
ALLOW = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:GetUser", "Resource": "*"}]}


def person(name, *actions):
    """A user who may do these, and the key."""
    IAM.create_user(UserName=name)
    statement = {"Effect": "Allow", "Action": list(actions) or "iam:None", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    IAM.put_user_policy(UserName=name, PolicyName="may", PolicyDocument=policy)
    return IAM.create_access_key(UserName=name)["AccessKey"]


def role(name, principal, **condition):
    statement = {"Effect": "Allow", "Principal": principal, "Action": ["sts:AssumeRole", "sts:TagSession"], **condition}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made = IAM.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]
    IAM.put_role_policy(RoleName=name, PolicyName="may", PolicyDocument=json.dumps(ALLOW))
    return made


class Identity(unittest.TestCase):
    def test_everybody_is_told_who_they_are(self):
        root = STS.get_caller_identity()
        self.assertEqual((root["Arn"], root["UserId"]), (f"arn:aws:iam::{ACCOUNT}:root", ACCOUNT))
        user = client("sts", session_of(person("whoami"))).get_caller_identity()
        self.assertEqual(user["Arn"], f"arn:aws:iam::{ACCOUNT}:user/whoami")
        self.assertEqual(user["UserId"], IAM.get_user(UserName="whoami")["User"]["UserId"])

    def test_a_presigned_call_proves_an_identity_to_whoever_sends_it(self):
        caller = client("sts", session_of(person("presigner")))
        url = caller.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
        answer = xml.fromstring(urllib.request.urlopen(url).read())
        arn = answer.find(".//{https://sts.amazonaws.com/doc/2011-06-15/}Arn")
        self.assertEqual(arn.text, f"arn:aws:iam::{ACCOUNT}:user/presigner")
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(url.replace("X-Amz-Expires=60", "X-Amz-Expires=61"))
        self.assertEqual(refused.exception.code, 403)

    def test_a_proof_is_verified_as_for_kubernetes(self):
        """As aws-iam-authenticator: a header of the cluster is signed along, and the answer is asked for in JSON."""
        caller = client("sts", session_of(person("kubernetes-user")))

        def with_cluster(request, **_):
            request.headers["x-k8s-aws-id"] = "my-cluster"

        caller.meta.events.register("before-sign.sts.GetCallerIdentity", with_cluster)
        url = caller.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
        self.assertIn("X-Amz-SignedHeaders=host%3Bx-k8s-aws-id", url)
        headers = {"x-k8s-aws-id": "my-cluster", "accept": "application/json"}
        answer = urllib.request.urlopen(urllib.request.Request(url, headers=headers))
        self.assertEqual(answer.headers["content-type"], "application/json")
        result = json.load(answer)["GetCallerIdentityResponse"]["GetCallerIdentityResult"]
        self.assertEqual(result["Arn"], f"arn:aws:iam::{ACCOUNT}:user/kubernetes-user")
        headers["x-k8s-aws-id"] = "another-cluster"
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(url, headers=headers))
        self.assertEqual(json.load(refused.exception)["Error"]["Code"], "SignatureDoesNotMatch")

    def test_a_key_tells_its_account(self):
        key = person("accountant")
        self.assertEqual(STS.get_access_key_info(AccessKeyId=key["AccessKeyId"])["Account"], ACCOUNT)


class Sessions(unittest.TestCase):
    def test_an_assumed_role_is_another_principal(self):
        made = role("mask", {"AWS": ACCOUNT})
        caller = client("sts", session_of(person("wearer", "sts:AssumeRole", "sts:TagSession")))
        assumed = caller.assume_role(
            RoleArn=made["Arn"],
            RoleSessionName="ball",
            DurationSeconds=900,
            Tags=[{"Key": "Team", "Value": "red"}],
            TransitiveTagKeys=["Team"],
            Policy=json.dumps(ALLOW),
        )
        arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/mask/ball"
        self.assertEqual(assumed["AssumedRoleUser"], {"Arn": arn, "AssumedRoleId": f"{made['RoleId']}:ball"})
        left = assumed["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
        self.assertAlmostEqual(left.total_seconds(), 900, delta=30)
        masked = session_of(assumed["Credentials"])
        self.assertEqual(client("sts", masked).get_caller_identity()["Arn"], arn)
        self.assertEqual(client("iam", masked).get_user(UserName="wearer")["User"]["UserName"], "wearer")
        self.assertEqual(refusal(client("iam", masked).list_users).response["Error"]["Code"], "AccessDenied")

    def test_an_external_id_is_asked_for(self):
        condition = {"Condition": {"StringEquals": {"sts:ExternalId": "of-the-contract"}}}
        made = role("contractor", {"AWS": ACCOUNT}, **condition)
        caller = client("sts", session_of(person("outsider", "sts:AssumeRole")))
        asked = {"RoleArn": made["Arn"], "RoleSessionName": "session"}
        for external_id in {}, {"ExternalId": "another"}:
            denied = refusal(caller.assume_role, **asked, **external_id)
            self.assertEqual(denied.response["Error"]["Code"], "AccessDenied")
        caller.assume_role(**asked, ExternalId="of-the-contract")

    def test_a_chained_session_lasts_an_hour_at_most(self):
        first = role("first-link", {"AWS": ACCOUNT})
        role("second-link", {"AWS": first["Arn"]})
        IAM.put_role_policy(
            RoleName="first-link",
            PolicyName="chain",
            PolicyDocument=json.dumps(ALLOW).replace("iam:GetUser", "sts:AssumeRole"),
        )
        caller = client("sts", session_of(person("chained", "sts:AssumeRole")))
        session = caller.assume_role(RoleArn=first["Arn"], RoleSessionName="one")
        chained = client("sts", session_of(session["Credentials"]))
        asked = {"RoleArn": first["Arn"].replace("first", "second"), "RoleSessionName": "two"}
        self.assertEqual(
            refusal(chained.assume_role, DurationSeconds=3601, **asked).response["Error"]["Code"], "ValidationError"
        )
        again = chained.assume_role(DurationSeconds=3600, **asked)
        arn = client("sts", session_of(again["Credentials"])).get_caller_identity()["Arn"]
        self.assertEqual(arn, f"arn:aws:sts::{ACCOUNT}:assumed-role/second-link/two")

    def test_a_users_own_session(self):
        caller = client("sts", session_of(person("night-owl", "iam:GetUser")))
        credentials = caller.get_session_token(DurationSeconds=900)["Credentials"]
        self.assertRegex(credentials["AccessKeyId"], "^ASIA")
        own = client("sts", session_of(credentials))
        self.assertEqual(own.get_caller_identity()["Arn"], f"arn:aws:iam::{ACCOUNT}:user/night-owl")

    def test_a_federated_user(self):
        caller = client("sts", session_of(person("broker", "sts:GetFederationToken", "sts:TagSession")))
        made = caller.get_federation_token(
            Name="guest", Policy=json.dumps(ALLOW), Tags=[{"Key": "k", "Value": "v"}], DurationSeconds=900
        )
        arn = f"arn:aws:sts::{ACCOUNT}:federated-user/guest"
        self.assertEqual(made["FederatedUser"], {"Arn": arn, "FederatedUserId": f"{ACCOUNT}:guest"})
        guest = client("sts", session_of(made["Credentials"]))
        self.assertEqual(guest.get_caller_identity()["Arn"], arn)

    def test_what_is_wrong_is_refused_as_the_model_says(self):
        made = role("strict", {"AWS": ACCOUNT})
        caller = client("sts", session_of(person("careless", "sts:AssumeRole")))
        asked = {"RoleArn": made["Arn"], "RoleSessionName": "session"}
        with self.assertRaises(caller.exceptions.MalformedPolicyDocumentException):
            caller.assume_role(**asked, Policy="{}")
        self.assertEqual(
            refusal(caller.assume_role, **asked, DurationSeconds=43200).response["Error"]["Code"], "ValidationError"
        )
        self.assertEqual(
            refusal(caller.assume_role, **{**asked, "RoleArn": made["Arn"] + "s"}).response["Error"]["Code"],
            "AccessDenied",
        )


