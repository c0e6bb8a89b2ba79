# After the AWS Database Blog, "Use IAM authentication to connect with SQL Workbench/J to Amazon Aurora MySQL
# or Amazon RDS for MySQL"
# (https://aws.amazon.com/blogs/database/use-iam-authentication-to-connect-with-sql-workbenchj-to-amazon-aurora-mysql-or-amazon-rds-for-mysql),
# and the Aurora user guide, "Enabling and disabling IAM database authentication", "Creating and using an IAM
# policy", "Connecting from the command line"
# (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html).
# An IAM user logs in to an Aurora MySQL cluster, for which IAM authentication is switched on.

aws rds create-db-cluster --db-cluster-identifier blogcluster --engine aurora-mysql \
  --master-username masteruser --master-user-password correct-horse-battery
aws rds create-db-instance --db-instance-identifier blogcluster-1 --db-cluster-identifier blogcluster \
  --engine aurora-mysql --db-instance-class db.r5.large
aws rds wait db-instance-available --db-instance-identifier blogcluster-1

aws rds describe-db-clusters --query "DBClusters[*].[DBClusterIdentifier]" --output text | grep -x blogcluster
aws rds modify-db-cluster --db-cluster-identifier blogcluster --apply-immediately \
  --enable-iam-database-authentication
aws rds wait db-cluster-available --db-cluster-identifier blogcluster

read -r RDSHOST PORT RESOURCE < <(aws rds describe-db-clusters --db-cluster-identifier blogcluster \
  --query "DBClusters[0].[Endpoint,Port,DbClusterResourceId]" --output text)
ACCOUNT=$(aws sts get-caller-identity --query Account --output text)
cat > database-login-mydbuser.json <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["rds-db:connect"],
      "Resource": ["arn:aws:rds-db:$AWS_REGION:$ACCOUNT:dbuser:$RESOURCE/mydbuser"]
    }
  ]
}
POLICY
aws iam create-policy --policy-name database-login-mydbuser --policy-document file://database-login-mydbuser.json
aws iam create-user --user-name mydbuser
aws iam attach-user-policy --user-name mydbuser \
  --policy-arn "arn:aws:iam::$ACCOUNT:policy/database-login-mydbuser"
read -r ID SECRET < <(aws iam create-access-key --user-name mydbuser \
  --query "AccessKey.[AccessKeyId,SecretAccessKey]" --output text)
aws configure set aws_access_key_id "$ID" --profile mydbuser
aws configure set aws_secret_access_key "$SECRET" --profile mydbuser

curl -sSf -o global-bundle.pem "$AWS_ENDPOINT_URL/truststore/global/global-bundle.pem"
mysql --host="$RDSHOST" --port="$PORT" --ssl-ca=global-bundle.pem --user=masteruser --password=correct-horse-battery \
  -e "CREATE USER mydbuser IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'; GRANT SELECT ON *.* TO 'mydbuser'@'%'"

TOKEN=$(aws rds generate-db-auth-token --hostname "$RDSHOST" --port "$PORT" --username mydbuser --profile mydbuser)
mysql --host="$RDSHOST" --port="$PORT" --ssl-ca=global-bundle.pem --ssl-verify-server-cert \
  --enable-cleartext-plugin --user=mydbuser --password="$TOKEN" -N -e "SELECT CURRENT_USER()" | grep -x 'mydbuser@%'
