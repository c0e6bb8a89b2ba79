// The walk by the AWS SDK for JavaScript: clients, waiters, paginators, modelled errors, credential
// providers, and the signer, whose tokens log in by mysql2 and pg.
const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { mock, test } = require("node:test");

const iam = require("@aws-sdk/client-iam");
const rds = require("@aws-sdk/client-rds");
const sts = require("@aws-sdk/client-sts");
const { fromTemporaryCredentials, fromWebToken } = require("@aws-sdk/credential-providers");
const { Signer } = require("@aws-sdk/rds-signer");

const { FAMILIES } = require("./databases");
const provider = require("./identity_provider");

const ACCOUNT = "123456789012";
const MASTER = { user: "captain", password: "correct-horse-battery" };
const USER = "walker";
const ca = readFileSync(process.env.CA, "utf8");

// Endpoint, region and the root's key are those of the environment, as in any program.
const IAM = new iam.IAMClient();
const RDS = new rds.RDSClient();

test("everybody is told who they are", async () => {
  assert.equal(await arn(), `arn:aws:iam::${ACCOUNT}:root`);
});

test("lists come in pages", async () => {
  const names = ["page-0", "page-1", "page-2"];
  for (const UserName of names) await IAM.send(new iam.CreateUserCommand({ UserName }));
  const pages = iam.paginateListUsers({ client: IAM, pageSize: 2 }, {});
  assert.deepEqual((await all(pages, "Users")).map((user) => user.UserName), names);
  for (const UserName of names) await IAM.send(new iam.DeleteUserCommand({ UserName }));
});

test("errors are those of the models", async () => {
  const nobody = IAM.send(new iam.GetUserCommand({ UserName: "nobody" }));
  await assert.rejects(nobody, iam.NoSuchEntityException);
  await IAM.send(new iam.CreateUserCommand({ UserName: "once" }));
  const twice = IAM.send(new iam.CreateUserCommand({ UserName: "ONCE" }));
  await assert.rejects(twice, iam.EntityAlreadyExistsException);
  const policy = { UserName: "once", PolicyName: "none", PolicyDocument: "{}" };
  const malformed = IAM.send(new iam.PutUserPolicyCommand(policy));
  await assert.rejects(malformed, iam.MalformedPolicyDocumentException);
  await IAM.send(new iam.CreateAccessKeyCommand({ UserName: "once" }));
  const inUse = IAM.send(new iam.DeleteUserCommand({ UserName: "once" }));
  await assert.rejects(inUse, iam.DeleteConflictException);
  const none = RDS.send(new rds.DescribeDBClustersCommand({ DBClusterIdentifier: "none" }));
  await assert.rejects(none, rds.DBClusterNotFoundFault);
});

for (const family of FAMILIES) {
  test(`a role logs in to ${family.engine}`, async () => {
    const cluster = await created(family.engine);
    const server = { host: cluster.Endpoint, port: cluster.Port, ca };
    await family.ask({ ...server, ...MASTER }, ...family.createUser(USER));
    const name = `role-of-${family.engine}`;
    const { role, key } = await roleAndUser(name, cluster.DbClusterResourceId);

    const session = masked(role, key, [{ Key: "team", Value: "red" }]);
    assert.equal(await arn(session), `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/walk`);
    const admitted = await loggedIn(family, server, await token(server, session));
    assert.deepEqual(admitted, [[family.currentUser(USER)]]);

    const refused = async (token) => assert.rejects(loggedIn(family, server, token), family.refusal);
    await refused(await expired(server, session));
    await refused(await token(server, masked(role, key, [{ Key: "team", Value: "blue" }])));
    await refused(await token(server, key));
    await refused(await token({ ...server, port: server.port + 1 }, session));

    await forgotten(name, key, cluster.DBClusterIdentifier);
  });
}

test("a token of an identity provider is worth a session", async () => {
  provider.publish();
  const { OpenIDConnectProviderArn: Federated } = await IAM.send(
    new iam.CreateOpenIDConnectProviderCommand({ Url: provider.ISSUER, ClientIDList: [provider.AUDIENCE] }),
  );
  const statement = { Principal: { Federated }, Action: "sts:AssumeRoleWithWebIdentity" };
  const condition = { StringEquals: { "idp.example.com:sub": "pod" } };
  const roleArn = await roleThat("workload", { ...statement, Condition: condition });
  const of = (subject) => fromWebToken({ roleArn, roleSessionName: "pod", webIdentityToken: provider.token(subject) });
  assert.equal(await arn(of("pod")), `arn:aws:sts::${ACCOUNT}:assumed-role/workload/pod`);
  await assert.rejects(arn(of("somebody-else")), { name: "AccessDenied" });

  const forged = `${provider.token("pod").slice(0, -4)}AAAA`;
  const asked = { RoleArn: roleArn, RoleSessionName: "pod", WebIdentityToken: forged };
  const answer = new sts.STSClient().send(new sts.AssumeRoleWithWebIdentityCommand(asked));
  await assert.rejects(answer, sts.InvalidIdentityTokenException);
});

// A cluster with IAM authentication, switched on when it was there.
async function created(Engine) {
  const named = { DBClusterIdentifier: `of-${Engine}` };
  const MasterUserPassword = MASTER.password;
  const asked = { ...named, Engine, MasterUsername: MASTER.user, MasterUserPassword };
  await RDS.send(new rds.CreateDBClusterCommand(asked));
  await assert.rejects(RDS.send(new rds.CreateDBClusterCommand(asked)), rds.DBClusterAlreadyExistsFault);
  await rds.waitUntilDBClusterAvailable(waiting(), named);
  const on = { EnableIAMDatabaseAuthentication: true, ApplyImmediately: true };
  await RDS.send(new rds.ModifyDBClusterCommand({ ...named, ...on }));
  await rds.waitUntilDBClusterAvailable(waiting(), named);
  const clusters = await all(rds.paginateDescribeDBClusters({ client: RDS }, {}), "DBClusters");
  const cluster = clusters.find((one) => one.DBClusterIdentifier === named.DBClusterIdentifier);
  assert.equal(cluster.IAMDatabaseAuthenticationEnabled, true);
  return cluster;
}

// The SDK's own waiters, which else look every 30 seconds.
function waiting() {
  return { client: RDS, maxWaitTime: 120, minDelay: 1, maxDelay: 1 };
}

// A role whose sessions of the red team may log in, and the key of a user who may assume it.
async function roleAndUser(name, resource) {
  const { User } = await IAM.send(new iam.CreateUserCommand({ UserName: name }));
  const { AccessKey } = await IAM.send(new iam.CreateAccessKeyCommand({ UserName: name }));
  const trusted = { Principal: { AWS: User.Arn }, Action: ["sts:AssumeRole", "sts:TagSession"] };
  const role = await roleThat(name, trusted);
  const connect = {
    Action: "rds-db:connect",
    Resource: `arn:aws:rds-db:${process.env.AWS_REGION}:${ACCOUNT}:dbuser:${resource}/${USER}`,
    Condition: { StringEquals: { "aws:PrincipalTag/team": "red" } },
  };
  const policy = { PolicyName: name, PolicyDocument: policyOf(connect) };
  const { Policy } = await IAM.send(new iam.CreatePolicyCommand(policy));
  await IAM.send(new iam.AttachRolePolicyCommand({ RoleName: name, PolicyArn: Policy.Arn }));
  return { role, key: { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey } };
}

async function roleThat(RoleName, trusts) {
  const asked = { RoleName, AssumeRolePolicyDocument: policyOf(trusts) };
  const { Role } = await IAM.send(new iam.CreateRoleCommand(asked));
  return Role.Arn;
}

function policyOf(statement) {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

function masked(RoleArn, masterCredentials, Tags) {
  return fromTemporaryCredentials({ masterCredentials, params: { RoleArn, RoleSessionName: "walk", Tags } });
}

async function arn(credentials) {
  const identity = await new sts.STSClient({ credentials }).send(new sts.GetCallerIdentityCommand({}));
  return identity.Arn;
}

function token({ host, port }, credentials) {
  return new Signer({ hostname: host, port, username: USER, credentials }).getAuthToken();
}

// What the signer would have minted sixteen minutes ago.
async function expired(server, provider) {
  const credentials = await provider();
  mock.timers.enable({ apis: ["Date"], now: Date.now() - 16 * 60 * 1000 });
  try {
    return await token(server, credentials);
  } finally {
    mock.timers.reset();
  }
}

function loggedIn(family, server, password) {
  return family.ask({ ...server, user: USER, password }, "SELECT CURRENT_USER");
}

// In the order that the contract asks for.
async function forgotten(name, key, DBClusterIdentifier) {
  const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/${name}`;
  await assert.rejects(IAM.send(new iam.DeletePolicyCommand({ PolicyArn })), iam.DeleteConflictException);
  await IAM.send(new iam.DetachRolePolicyCommand({ RoleName: name, PolicyArn }));
  await IAM.send(new iam.DeletePolicyCommand({ PolicyArn }));
  await IAM.send(new iam.DeleteRoleCommand({ RoleName: name }));
  await IAM.send(new iam.DeleteAccessKeyCommand({ UserName: name, AccessKeyId: key.accessKeyId }));
  await IAM.send(new iam.DeleteUserCommand({ UserName: name }));
  await RDS.send(new rds.DeleteDBClusterCommand({ DBClusterIdentifier, SkipFinalSnapshot: true }));
  await rds.waitUntilDBClusterDeleted(waiting(), { DBClusterIdentifier });
}

async function all(pages, member) {
  const found = [];
  for await (const page of pages) found.push(...page[member]);
  return found;
}
