# What AWS CLI 2 has and version 1 has not, or writes otherwise. It runs in a folder of its own, whose parent
# is the home; PROVIDER is the folder with `identity_provider.py`.

aws --version | grep '^aws-cli/2\.'
ACCOUNT=$(aws sts get-caller-identity --query Account --output text)

# Input and output as YAML.
aws iam create-user --generate-cli-skeleton yaml-input | grep '^UserName:'
printf 'UserName: developer\nTags:\n- {Key: team, Value: red}\n' > developer.yaml
aws iam create-user --cli-input-yaml file://developer.yaml --output yaml | grep -x "  Arn: arn:aws:iam::$ACCOUNT:user/developer"
aws iam list-user-tags --user-name developer --output yaml-stream | grep -x '  - Key: team'

# Pages of the CLI's own, whose token it makes of the API's marker.
aws iam create-user --user-name operator
NEXT=$(aws iam list-users --max-items 1 --query NextToken | tr -d '"')
aws iam list-users --starting-token "$NEXT" --query 'Users[].UserName' --output text | grep -x operator

# An error of the service ends with 254.
aws iam get-user --user-name nobody 2> refusal || [ $? = 254 ]
grep '(NoSuchEntity)' refusal

# Credentials that a profile comes to, handed on.
aws iam create-role --role-name desk --assume-role-policy-document '{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::'"$ACCOUNT"':user/developer" }, "Action": "sts:AssumeRole"
  }]
}'
read -r ID SECRET < <(aws iam create-access-key --user-name developer \
  --query 'AccessKey.[AccessKeyId,SecretAccessKey]' --output text)
aws configure set aws_access_key_id "$ID" --profile developer
aws configure set aws_secret_access_key "$SECRET" --profile developer
aws configure set source_profile developer --profile desk
aws configure set role_arn "arn:aws:iam::$ACCOUNT:role/desk" --profile desk
aws configure set role_session_name at-desk --profile desk
(
  eval "$(aws configure export-credentials --profile desk --format env)"
  aws sts get-caller-identity --query Arn --output text | grep -x "arn:aws:sts::$ACCOUNT:assumed-role/desk/at-desk"
)
aws configure export-credentials --profile desk | grep '"Expiration"'

# A token of an identity provider, by hand and from a file.
PYTHONPATH=$PROVIDER PYTHONDONTWRITEBYTECODE=1 python3 - <<'PROGRAM'
from identity_provider import IdentityProvider
provider = IdentityProvider()
open("../jwks.json", "w").write(provider.key_set())
open("token", "w").write(provider.token("pod", "app"))
PROGRAM
FEDERATED=$(aws iam create-open-id-connect-provider --url https://idp.example.com --client-id-list app \
  --query OpenIDConnectProviderArn --output text)
aws iam create-role --role-name pod --assume-role-policy-document '{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow", "Principal": { "Federated": "'"$FEDERATED"'" }, "Action": "sts:AssumeRoleWithWebIdentity"
  }]
}'
aws sts assume-role-with-web-identity --role-arn "arn:aws:iam::$ACCOUNT:role/pod" --role-session-name by-hand \
  --web-identity-token "$(cat token)" --query AssumedRoleUser.Arn --output text | grep -x "arn:aws:sts::$ACCOUNT:assumed-role/pod/by-hand"
env -u AWS_SHARED_CREDENTIALS_FILE AWS_WEB_IDENTITY_TOKEN_FILE=token AWS_ROLE_ARN="arn:aws:iam::$ACCOUNT:role/pod" \
  AWS_ROLE_SESSION_NAME=by-file aws sts get-caller-identity --query Arn --output text |
  grep -x "arn:aws:sts::$ACCOUNT:assumed-role/pod/by-file"

# An endpoint for one service only, by variable and by file.
RDS=(aws rds describe-db-clusters --query 'DBClusters[].Status' --output text)
env -u AWS_ENDPOINT_URL AWS_ENDPOINT_URL_RDS="$AWS_ENDPOINT_URL" "${RDS[@]}" | grep -x available
printf '[default]\nservices = here\n[services here]\nrds =\n  endpoint_url = %s\n' "$AWS_ENDPOINT_URL" > here
env -u AWS_ENDPOINT_URL AWS_CONFIG_FILE=here "${RDS[@]}" | grep -x available

aws rds wait db-cluster-available --db-cluster-identifier mycluster
