//! The AWS SDKs for Rust as their makers publish them: clients, paginators, waiters, modelled errors,
//! and the token generator, whose tokens log in.

#[allow(dead_code, reason = "the end-to-end tests use the rest")]
#[path = "../../tests/e2e"]
mod tests {
    pub mod api;
    pub mod aws_cli;
    pub mod clock;
    pub mod people;
    pub mod processes;
    pub mod product;
    pub mod python;
    pub mod stand_in;
}
use tests::{api, aws_cli, clock, people, processes, product, python, stand_in};

use std::time::Duration;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_sdk_rds::auth_token::{AuthTokenGenerator, Config};
use people::{Key, policy};
use serde_json::json;
use stand_in::{ACCOUNT, CLUSTER, Own, REGION, StandIn};

/// What a program configures that changes the endpoint only.
async fn config(stand_in: &StandIn, key: &Key) -> SdkConfig {
    let token = key.session_token.clone();
    let credentials = Credentials::new(&key.id, &key.secret, token, None, "test");
    aws_config::defaults(BehaviorVersion::latest())
        .endpoint_url(format!("http://127.0.0.1:{}", stand_in.api_port()))
        .region(Region::new(REGION))
        .credentials_provider(credentials)
        .load()
        .await
}

#[tokio::test]
async fn a_role_set_up_by_the_sdks_logs_in_with_their_token() {
    let stand_in = Own::start();
    let root = config(&stand_in, &stand_in.root_key()).await;
    let (iam, rds) = (
        aws_sdk_iam::Client::new(&root),
        aws_sdk_rds::Client::new(&root),
    );

    rds.modify_db_cluster()
        .db_cluster_identifier(CLUSTER)
        .enable_iam_database_authentication(true)
        .apply_immediately(true)
        .send()
        .await
        .expect("the switch");
    aws_sdk_rds::client::Waiters::wait_until_db_cluster_available(&rds)
        .db_cluster_identifier(CLUSTER)
        .wait(Duration::from_secs(120))
        .await
        .expect("the waiter");
    let described = rds.describe_db_clusters().send().await.expect("clusters");
    let cluster = described.db_clusters().first().expect("a cluster");
    assert_eq!(cluster.iam_database_authentication_enabled(), Some(true));

    let session = assumed_role(&stand_in, &iam, cluster.db_cluster_resource_id().unwrap()).await;
    let config = config(&stand_in, &session).await;
    let token = token(
        &config,
        cluster.endpoint().unwrap(),
        cluster.port().unwrap(),
    )
    .await;
    stand_in.create_db_user("sdk");
    let output = stand_in.login("sdk", &token, "SELECT CURRENT_USER()");
    assert_eq!(output.ok(), "sdk@%\n");
}

/// A role that may log in as `sdk`, assumed by a user who may assume it.
async fn assumed_role(stand_in: &StandIn, iam: &aws_sdk_iam::Client, resource: &str) -> Key {
    let made = iam
        .create_user()
        .user_name("sdk")
        .send()
        .await
        .expect("a user");
    let user = made.user().unwrap().arn();
    let trust = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": { "AWS": user }, "Action": "sts:AssumeRole" }
    ]});
    let role = iam
        .create_role()
        .role_name("sdk")
        .assume_role_policy_document(trust.to_string())
        .send()
        .await
        .expect("a role");
    let resource = format!("arn:aws:rds-db:{REGION}:{ACCOUNT}:dbuser:{resource}/sdk");
    iam.put_role_policy()
        .role_name("sdk")
        .policy_name("connect")
        .policy_document(policy("Allow", "rds-db:connect", &resource).to_string())
        .send()
        .await
        .expect("a policy");
    let key = iam
        .create_access_key()
        .user_name("sdk")
        .send()
        .await
        .expect("a key");
    let key = key.access_key().unwrap();
    let key = Key {
        id: key.access_key_id().to_owned(),
        secret: key.secret_access_key().to_owned(),
        session_token: None,
    };
    let sts = aws_sdk_sts::Client::new(&config(stand_in, &key).await);
    let assumed = sts
        .assume_role()
        .role_arn(role.role().unwrap().arn())
        .role_session_name("by-the-sdk")
        .send()
        .await
        .expect("a session");
    let credentials = assumed.credentials().unwrap();
    Key {
        id: credentials.access_key_id().to_owned(),
        secret: credentials.secret_access_key().to_owned(),
        session_token: Some(credentials.session_token().to_owned()),
    }
}

async fn token(config: &SdkConfig, host: &str, port: i32) -> String {
    let who = Config::builder()
        .hostname(host)
        .port(u64::try_from(port).unwrap())
        .username("sdk")
        .build()
        .expect("a configuration");
    let token = AuthTokenGenerator::new(who).auth_token(config).await;
    token.expect("a token").as_str().to_owned()
}

#[tokio::test]
async fn pages_and_errors_are_those_of_the_models() {
    let stand_in = Own::start();
    let root = config(&stand_in, &stand_in.root_key()).await;
    let (iam, rds, sts) = (
        aws_sdk_iam::Client::new(&root),
        aws_sdk_rds::Client::new(&root),
        aws_sdk_sts::Client::new(&root),
    );
    let identity = sts.get_caller_identity().send().await.expect("an identity");
    assert_eq!(
        identity.arn(),
        Some(&*format!("arn:aws:iam::{ACCOUNT}:root"))
    );

    for number in 0..5 {
        let name = format!("page-{number}");
        iam.create_user()
            .user_name(name)
            .send()
            .await
            .expect("a user");
    }
    let pages = iam
        .list_users()
        .into_paginator()
        .page_size(2)
        .items()
        .send();
    let users = pages.collect::<Result<Vec<_>, _>>().await.expect("pages");
    let names: Vec<_> = users.iter().map(|user| user.user_name()).collect();
    assert_eq!(names, ["page-0", "page-1", "page-2", "page-3", "page-4"]);

    let absent = iam.get_user().user_name("nobody").send().await.unwrap_err();
    assert!(absent.into_service_error().is_no_such_entity_exception());
    let twice = iam
        .create_user()
        .user_name("page-0")
        .send()
        .await
        .unwrap_err();
    assert!(
        twice
            .into_service_error()
            .is_entity_already_exists_exception()
    );
    let absent = rds
        .describe_db_clusters()
        .db_cluster_identifier("none")
        .send()
        .await
        .unwrap_err();
    assert!(absent.into_service_error().is_db_cluster_not_found_fault());
}
