# After the IAM user guide, "Switch to an IAM role (AWS CLI)"
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-cli.html), the README of
# https://github.com/noelarz/auth_RDSMySQL_iam, and the Aurora user guide, "Connecting to your DB cluster using
# IAM authentication from the command line: AWS CLI and mysql client"
# (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.Connecting.AWSCLI.html).
# Temporary credentials are put into the environment by hand, as many a script does.

aws rds create-db-cluster --db-cluster-identifier dash --engine aurora-mysql --master-username dbadmin \
  --master-user-password correct-horse-battery --enable-iam-database-authentication --tags Key=env,Value=dev
aws rds wait db-cluster-available --db-cluster-identifier dash
DESCRIBED=$(aws rds describe-db-clusters --filters Name=db-cluster-id,Values=dash)
pick() { python3 -c "import json, sys; print(json.load(sys.stdin)$1)"; }
RDSHOST=$(pick "['DBClusters'][0]['Endpoint']" <<< "$DESCRIBED")
PORT=$(pick "['DBClusters'][0]['Port']" <<< "$DESCRIBED")
RESOURCE=$(pick "['DBClusters'][0]['DbClusterResourceId']" <<< "$DESCRIBED")

curl -sSf -o global-bundle.pem "$AWS_ENDPOINT_URL/truststore/global/global-bundle.pem"
mysql -h "$RDSHOST" -P "$PORT" --ssl-ca=global-bundle.pem -u dbadmin -pcorrect-horse-battery -e "
  CREATE USER mydbaccount IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';
  CREATE DATABASE db100;
  CREATE TABLE db100.foo (name VARCHAR(20), age INT);
  INSERT INTO db100.foo VALUES ('jim', 31);
  GRANT SELECT ON db100.* TO 'mydbaccount';
  FLUSH PRIVILEGES"

ACCOUNT=$(aws sts get-caller-identity --query Account --output text)
aws iam create-user --user-name developer
USER_ARN=$(aws iam get-user --user-name developer --query User.Arn --output text)
aws iam create-role --role-name dbreader --max-session-duration 7200 --assume-role-policy-document '{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "'"$USER_ARN"'" }, "Action": "sts:AssumeRole" }]
}'
aws iam put-role-policy --role-name dbreader --policy-name connect --policy-document '{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": "rds-db:connect",
    "Resource": "arn:aws:rds-db:'"$AWS_REGION:$ACCOUNT:dbuser:$RESOURCE"'/mydbaccount"
  }]
}'
read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY < <(aws iam create-access-key --user-name developer \
  --query "AccessKey.[AccessKeyId,SecretAccessKey]" --output text)
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
CREDENTIALS=$(aws sts assume-role --role-arn "arn:aws:iam::$ACCOUNT:role/dbreader" \
  --role-session-name developer-at-work --duration-seconds 3600)
AWS_ACCESS_KEY_ID=$(pick "['Credentials']['AccessKeyId']" <<< "$CREDENTIALS")
AWS_SECRET_ACCESS_KEY=$(pick "['Credentials']['SecretAccessKey']" <<< "$CREDENTIALS")
AWS_SESSION_TOKEN=$(pick "['Credentials']['SessionToken']" <<< "$CREDENTIALS")
export AWS_SESSION_TOKEN
aws sts get-caller-identity --query Arn --output text | grep -x "arn:aws:sts::$ACCOUNT:assumed-role/dbreader/developer-at-work"

TOKEN=$(aws rds generate-db-auth-token --hostname "$RDSHOST" --port "$PORT" --username mydbaccount)
mysql --host="$RDSHOST" --port="$PORT" --ssl-ca=global-bundle.pem --enable-cleartext-plugin --user=mydbaccount \
  --password="$TOKEN" -N -e "SELECT * FROM db100.foo" | grep -P '^jim\t31$'
