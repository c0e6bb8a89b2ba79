// Package walk is the walk by the AWS SDK for Go: clients, waiters, paginators, modelled errors,
// credential providers, and the token's generator, whose tokens log in by go-sql-driver/mysql and pgx.
package walk

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/feature/rds/auth"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	rdstypes "github.com/aws/aws-sdk-go-v2/service/rds/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	ststypes "github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/aws/smithy-go"
)

const (
	account  = "123456789012"
	user     = "walker"
	password = "correct-horse-battery"
	patience = 2 * time.Minute
)

var master = login{"captain", password}

// With the root's key, as the environment has endpoint, region and key for any program.
type walker struct {
	*testing.T
	config aws.Config
	iam    *iam.Client
	rds    *rds.Client
}

func begin(t *testing.T) walker {
	config, err := config.LoadDefaultConfig(t.Context())
	must(t, err)
	return walker{t, config, iam.NewFromConfig(config), rds.NewFromConfig(config)}
}

func TestEverybodyIsToldWhoTheyAre(t *testing.T) {
	w := begin(t)
	w.assertARN(w.config.Credentials, "arn:aws:iam::"+account+":root")
}

func TestListsComeInPages(t *testing.T) {
	w := begin(t)
	names := []string{"page-0", "page-1", "page-2"}
	for _, name := range names {
		done(w.iam.CreateUser(w.Context(), &iam.CreateUserInput{UserName: &name}))(t)
	}
	pages := iam.NewListUsersPaginator(w.iam, &iam.ListUsersInput{MaxItems: aws.Int32(2)})
	var found []string
	for pages.HasMorePages() {
		for _, user := range done(pages.NextPage(w.Context()))(t).Users {
			found = append(found, *user.UserName)
		}
	}
	if !slices.Equal(found, names) {
		t.Error(found)
	}
	for _, name := range names {
		done(w.iam.DeleteUser(w.Context(), &iam.DeleteUserInput{UserName: &name}))(t)
	}
}

func TestErrorsAreThoseOfTheModels(t *testing.T) {
	w := begin(t)
	_, err := w.iam.GetUser(w.Context(), &iam.GetUserInput{UserName: aws.String("nobody")})
	assertIs[*iamtypes.NoSuchEntityException](t, err)
	done(w.iam.CreateUser(w.Context(), &iam.CreateUserInput{UserName: aws.String("once")}))(t)
	_, err = w.iam.CreateUser(w.Context(), &iam.CreateUserInput{UserName: aws.String("ONCE")})
	assertIs[*iamtypes.EntityAlreadyExistsException](t, err)
	_, err = w.iam.PutUserPolicy(w.Context(), &iam.PutUserPolicyInput{
		UserName: aws.String("once"), PolicyName: aws.String("none"), PolicyDocument: aws.String("{}"),
	})
	assertIs[*iamtypes.MalformedPolicyDocumentException](t, err)
	done(w.iam.CreateAccessKey(w.Context(), &iam.CreateAccessKeyInput{UserName: aws.String("once")}))(t)
	_, err = w.iam.DeleteUser(w.Context(), &iam.DeleteUserInput{UserName: aws.String("once")})
	assertIs[*iamtypes.DeleteConflictException](t, err)
	_, err = w.rds.DescribeDBClusters(w.Context(), &rds.DescribeDBClustersInput{DBClusterIdentifier: aws.String("none")})
	assertIs[*rdstypes.DBClusterNotFoundFault](t, err)
}

func TestARoleLogsIn(t *testing.T) {
	for _, family := range families {
		t.Run(family.engine, func(t *testing.T) {
			w := begin(t)
			cluster := w.created(family.engine)
			server := server{*cluster.Endpoint, *cluster.Port}
			_, err := family.ask(w.Context(), server, master, family.createUser...)
			must(t, err)
			name := "role-of-" + family.engine
			role, key := w.roleAndUser(name, *cluster.DbClusterResourceId)

			session := w.masked(role, key, "red")
			w.assertARN(session, "arn:aws:sts::"+account+":assumed-role/"+name+"/walk")
			admitted, err := loggedIn(w, family, server, w.token(server, session))
			must(t, err)
			if admitted != family.currentUser {
				t.Error(admitted)
			}
			for what, token := range map[string]string{
				"expired":          w.expired(server, session),
				"of another team":  w.token(server, w.masked(role, key, "blue")),
				"of the user":      w.token(server, key),
				"for another port": w.token(server.at(server.port+1), session),
			} {
				if _, err := loggedIn(w, family, server, token); !family.isRefusal(err) {
					t.Errorf("%s: %v", what, err)
				}
			}
			w.forgotten(name, key, *cluster.DBClusterIdentifier)
		})
	}
}

func TestATokenOfAnIdentityProviderIsWorthASession(t *testing.T) {
	w := begin(t)
	provider := newIdentityProvider(t)
	registered := done(w.iam.CreateOpenIDConnectProvider(w.Context(), &iam.CreateOpenIDConnectProviderInput{
		Url: aws.String(issuer), ClientIDList: []string{audience},
	}))(t)
	role := w.roleThat("workload", map[string]any{
		"Principal": map[string]any{"Federated": registered.OpenIDConnectProviderArn},
		"Action":    "sts:AssumeRoleWithWebIdentity",
		"Condition": map[string]any{"StringEquals": map[string]any{"idp.example.com:sub": "pod"}},
	})
	client := sts.NewFromConfig(w.config)
	of := func(token token) aws.CredentialsProvider {
		return stscreds.NewWebIdentityRoleProvider(client, role, token,
			func(options *stscreds.WebIdentityRoleOptions) { options.RoleSessionName = "pod" })
	}
	w.assertARN(of(provider.token("pod")), "arn:aws:sts::"+account+":assumed-role/workload/pod")
	_, err := of(provider.token("somebody-else")).Retrieve(w.Context())
	var denied smithy.APIError
	if !errors.As(err, &denied) || denied.ErrorCode() != "AccessDenied" {
		t.Error(err)
	}
	forged := provider.token("pod")
	_, err = of(forged[:len(forged)-4] + "AAAA").Retrieve(w.Context())
	assertIs[*ststypes.InvalidIdentityTokenException](t, err)
}

// A cluster with IAM authentication, switched on when it was there.
func (w walker) created(engine string) rdstypes.DBCluster {
	name := "of-" + engine
	asked := rds.CreateDBClusterInput{
		DBClusterIdentifier: &name, Engine: &engine,
		MasterUsername: &master.user, MasterUserPassword: &master.password,
	}
	done(w.rds.CreateDBCluster(w.Context(), &asked))(w.T)
	_, err := w.rds.CreateDBCluster(w.Context(), &asked)
	assertIs[*rdstypes.DBClusterAlreadyExistsFault](w.T, err)
	w.waitUntilAvailable(name)
	done(w.rds.ModifyDBCluster(w.Context(), &rds.ModifyDBClusterInput{
		DBClusterIdentifier: &name, EnableIAMDatabaseAuthentication: aws.Bool(true), ApplyImmediately: aws.Bool(true),
	}))(w.T)
	w.waitUntilAvailable(name)
	pages := rds.NewDescribeDBClustersPaginator(w.rds, &rds.DescribeDBClustersInput{})
	for pages.HasMorePages() {
		for _, cluster := range done(pages.NextPage(w.Context()))(w.T).DBClusters {
			if *cluster.DBClusterIdentifier == name && *cluster.IAMDatabaseAuthenticationEnabled {
				return cluster
			}
		}
	}
	w.Fatal("no such cluster has IAM authentication")
	panic("unreachable")
}

// By the SDK's own waiter, which else looks every 30 seconds.
func (w walker) waitUntilAvailable(name string) {
	waiter := rds.NewDBClusterAvailableWaiter(w.rds, func(options *rds.DBClusterAvailableWaiterOptions) {
		options.MinDelay, options.MaxDelay = time.Second, time.Second
	})
	must(w.T, waiter.Wait(w.Context(), &rds.DescribeDBClustersInput{DBClusterIdentifier: &name}, patience))
}

// A role whose sessions of the red team may log in, and the key of a user who may assume it.
func (w walker) roleAndUser(name, resource string) (string, aws.CredentialsProvider) {
	made := done(w.iam.CreateUser(w.Context(), &iam.CreateUserInput{UserName: &name}))(w.T)
	key := done(w.iam.CreateAccessKey(w.Context(), &iam.CreateAccessKeyInput{UserName: &name}))(w.T).AccessKey
	role := w.roleThat(name, map[string]any{
		"Principal": map[string]any{"AWS": made.User.Arn},
		"Action":    []string{"sts:AssumeRole", "sts:TagSession"},
	})
	document := policyOf(map[string]any{
		"Action":    "rds-db:connect",
		"Resource":  fmt.Sprintf("arn:aws:rds-db:%s:%s:dbuser:%s/%s", w.config.Region, account, resource, user),
		"Condition": map[string]any{"StringEquals": map[string]any{"aws:PrincipalTag/team": "red"}},
	})
	policy := done(w.iam.CreatePolicy(w.Context(), &iam.CreatePolicyInput{PolicyName: &name, PolicyDocument: &document}))(w.T)
	done(w.iam.AttachRolePolicy(w.Context(), &iam.AttachRolePolicyInput{RoleName: &name, PolicyArn: policy.Policy.Arn}))(w.T)
	return role, credentials.NewStaticCredentialsProvider(*key.AccessKeyId, *key.SecretAccessKey, "")
}

func (w walker) roleThat(name string, trusts map[string]any) string {
	document := policyOf(trusts)
	role := done(w.iam.CreateRole(w.Context(), &iam.CreateRoleInput{RoleName: &name, AssumeRolePolicyDocument: &document}))(w.T)
	return *role.Role.Arn
}

func policyOf(statement map[string]any) string {
	statement["Effect"] = "Allow"
	document, _ := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{statement}})
	return string(document)
}

func (w walker) masked(role string, key aws.CredentialsProvider, team string) aws.CredentialsProvider {
	provider := stscreds.NewAssumeRoleProvider(w.stsAs(key), role, func(options *stscreds.AssumeRoleOptions) {
		options.RoleSessionName = "walk"
		options.Tags = []ststypes.Tag{{Key: aws.String("team"), Value: &team}}
	})
	return aws.NewCredentialsCache(provider)
}

func (w walker) stsAs(key aws.CredentialsProvider) *sts.Client {
	return sts.NewFromConfig(w.config, func(options *sts.Options) { options.Credentials = key })
}

func (w walker) assertARN(key aws.CredentialsProvider, arn string) {
	identity := done(w.stsAs(key).GetCallerIdentity(w.Context(), &sts.GetCallerIdentityInput{}))(w.T)
	if *identity.Arn != arn {
		w.Error(*identity.Arn)
	}
}

func (w walker) token(server server, key aws.CredentialsProvider) string {
	return done(auth.BuildAuthToken(w.Context(), server.String(), w.config.Region, user, key))(w.T)
}

// What the generator would have minted sixteen minutes ago, by the SDK's own signer.
func (w walker) expired(server server, provider aws.CredentialsProvider) string {
	const emptyPayload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	url := fmt.Sprintf("https://%s/?Action=connect&DBUser=%s&X-Amz-Expires=900", server, user)
	request := done(http.NewRequest(http.MethodGet, url, nil))(w.T)
	key := done(provider.Retrieve(w.Context()))(w.T)
	at := time.Now().Add(-16 * time.Minute)
	token, _, err := v4.NewSigner().PresignHTTP(w.Context(), key, request, emptyPayload, "rds-db", w.config.Region, at)
	must(w.T, err)
	return strings.TrimPrefix(token, "https://")
}

func loggedIn(w walker, family family, server server, token string) (string, error) {
	return family.ask(w.Context(), server, login{user, token}, "SELECT CURRENT_USER")
}

// In the order that the contract asks for.
func (w walker) forgotten(name string, provider aws.CredentialsProvider, cluster string) {
	policy := "arn:aws:iam::" + account + ":policy/" + name
	_, err := w.iam.DeletePolicy(w.Context(), &iam.DeletePolicyInput{PolicyArn: &policy})
	assertIs[*iamtypes.DeleteConflictException](w.T, err)
	done(w.iam.DetachRolePolicy(w.Context(), &iam.DetachRolePolicyInput{RoleName: &name, PolicyArn: &policy}))(w.T)
	done(w.iam.DeletePolicy(w.Context(), &iam.DeletePolicyInput{PolicyArn: &policy}))(w.T)
	done(w.iam.DeleteRole(w.Context(), &iam.DeleteRoleInput{RoleName: &name}))(w.T)
	key := done(provider.Retrieve(w.Context()))(w.T)
	done(w.iam.DeleteAccessKey(w.Context(), &iam.DeleteAccessKeyInput{UserName: &name, AccessKeyId: &key.AccessKeyID}))(w.T)
	done(w.iam.DeleteUser(w.Context(), &iam.DeleteUserInput{UserName: &name}))(w.T)
	done(w.rds.DeleteDBCluster(w.Context(), &rds.DeleteDBClusterInput{DBClusterIdentifier: &cluster, SkipFinalSnapshot: aws.Bool(true)}))(w.T)
	waiter := rds.NewDBClusterDeletedWaiter(w.rds, func(options *rds.DBClusterDeletedWaiterOptions) {
		options.MinDelay, options.MaxDelay = time.Second, time.Second
	})
	must(w.T, waiter.Wait(w.Context(), &rds.DescribeDBClustersInput{DBClusterIdentifier: &cluster}, patience))
}

func (s server) at(port int32) server {
	return server{s.host, port}
}

func (s server) String() string {
	return fmt.Sprintf("%s:%d", s.host, s.port)
}

// done(call())(t) is what the call answers, which must not fail.
func done[Answer any](answer Answer, err error) func(*testing.T) Answer {
	return func(t *testing.T) Answer {
		t.Helper()
		must(t, err)
		return answer
	}
}

func assertIs[Expected error](t *testing.T, err error) {
	t.Helper()
	var expected Expected
	if !errors.As(err, &expected) {
		t.Errorf("%T expected: %v", expected, err)
	}
}
