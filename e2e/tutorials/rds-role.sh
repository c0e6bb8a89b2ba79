# After AWS re:Post, "How do I allow users to authenticate to an Amazon RDS for MySQL DB instance using their
# IAM credentials?" (https://repost.aws/knowledge-center/users-connect-rds-iam), and the RDS user guide,
# "IAM database authentication for MariaDB, MySQL, and PostgreSQL"
# (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html).
# A role logs in to a DB instance that is created with IAM authentication; here it is assumed by a profile,
# where the page has a machine's own role.

aws rds create-db-instance --db-instance-identifier testinstance --engine mariadb --db-instance-class db.t3.micro \
  --allocated-storage 20 --master-username admin --master-user-password correct-horse-battery \
  --enable-iam-database-authentication
aws rds wait db-instance-available --db-instance-identifier testinstance
read -r RDSHOST PORT RESOURCE < <(aws rds describe-db-instances --db-instance-identifier testinstance \
  --query "DBInstances[0].[Endpoint.Address,Endpoint.Port,DbiResourceId]" --output text)

curl -sSf -o global-bundle.pem "$AWS_ENDPOINT_URL/truststore/global/global-bundle.pem"
mysql --host="$RDSHOST" --port="$PORT" --ssl-ca=global-bundle.pem --user=admin --password=correct-horse-battery -e "
  CREATE USER jane_doe IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';
  ALTER USER 'jane_doe'@'%' REQUIRE SSL;
  GRANT SELECT, INSERT, UPDATE, DELETE ON *.* TO 'jane_doe'@'%'"

ACCOUNT=$(aws sts get-caller-identity --query Account --output text)
cat > trust.json <<TRUST
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::$ACCOUNT:root" }, "Action": "sts:AssumeRole" }
  ]
}
TRUST
cat > connect.json <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "rds-db:connect",
      "Resource": "arn:aws:rds-db:$AWS_REGION:$ACCOUNT:dbuser:$RESOURCE/jane_doe"
    }
  ]
}
POLICY
aws iam create-role --role-name rds-login --assume-role-policy-document file://trust.json
POLICY_ARN=$(aws iam create-policy --policy-name rds-login --policy-document file://connect.json \
  --query Policy.Arn --output text)
aws iam attach-role-policy --role-name rds-login --policy-arn "$POLICY_ARN"

aws iam create-user --user-name jane
aws iam put-user-policy --user-name jane --policy-name assume --policy-document '{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::'"$ACCOUNT"':role/rds-login" }]
}'
read -r ID SECRET < <(aws iam create-access-key --user-name jane \
  --query "AccessKey.[AccessKeyId,SecretAccessKey]" --output text)
aws configure set aws_access_key_id "$ID" --profile jane
aws configure set aws_secret_access_key "$SECRET" --profile jane
aws configure set role_arn "arn:aws:iam::$ACCOUNT:role/rds-login" --profile rds-login
aws configure set source_profile jane --profile rds-login

TOKEN="$(aws rds generate-db-auth-token --hostname "$RDSHOST" --port "$PORT" --region "$AWS_REGION" \
  --username jane_doe --profile rds-login)"
mysql --host="$RDSHOST" --port="$PORT" --ssl-ca=global-bundle.pem --enable-cleartext-plugin --user=jane_doe \
  --password="$TOKEN" -N -e "SELECT CURRENT_USER()" | grep -x 'jane_doe@%'
