//! Answers as clients read them: the envelopes to the letter, and the answers of
//! `vectors/query-wire.json`, which botocore parsed.

use aws_query::error::common;
use aws_query::{Operation, Secret, Service, Timestamp, iam, rds, sts};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use serde_json::Value;

use crate::wire::vectors;

#[test]
fn an_answer_is_a_result_in_the_service_s_name_space() {
    let identity = sts::GetCallerIdentityResponse {
        user_id: Some("AIDAEXAMPLE".to_owned()),
        account: Some("123456789012".to_owned()),
        arn: Some("arn:aws:iam::123456789012:user/<jane>".to_owned()),
    };
    assert_eq!(
        sts::GetCallerIdentity::answer(&identity, "r-1"),
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <GetCallerIdentityResult><UserId>AIDAEXAMPLE</UserId><Account>123456789012</Account>\
         <Arn>arn:aws:iam::123456789012:user/&lt;jane&gt;</Arn></GetCallerIdentityResult>\
         <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>\
         </GetCallerIdentityResponse>"
    );
}

#[test]
fn an_operation_without_a_result_answers_with_its_request_id() {
    assert_eq!(
        iam::DeleteUser::answer(&(), "r-2"),
        "<DeleteUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\
         <ResponseMetadata><RequestId>r-2</RequestId></ResponseMetadata></DeleteUserResponse>"
    );
}

#[test]
fn a_list_without_items_is_an_empty_element_and_an_absent_one_is_none() {
    let users = iam::ListUsersResponse {
        users: vec![],
        is_truncated: Some(false),
        marker: None,
    };
    let xml = iam::ListUsers::answer(&users, "r");
    assert!(
        xml.contains("<Users></Users><IsTruncated>false</IsTruncated></ListUsersResult>"),
        "{xml}"
    );
}

#[test]
fn an_error_names_whose_fault_it_is() {
    let error = iam::error::NO_SUCH_ENTITY.because("The user with name a&b cannot be found.");
    assert_eq!(error.http_status(), 404);
    assert_eq!(
        error.to_xml(Service::Iam, "r-3"),
        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error>\
         <Type>Sender</Type><Code>NoSuchEntity</Code>\
         <Message>The user with name a&amp;b cannot be found.</Message></Error>\
         <RequestId>r-3</RequestId></ErrorResponse>"
    );
    let error = common::INTERNAL_FAILURE.because("");
    assert!(
        error
            .to_xml(Service::Rds, "r")
            .contains("<Type>Receiver</Type>")
    );
}

#[test]
fn an_unknown_action_is_an_error_of_the_front_end() {
    let error = common::INVALID_ACTION.because("Could not find operation X for version Y");
    let xml = error.to_xml(Service::Iam, "r");
    assert!(
        xml.contains("xmlns=\"http://webservices.amazon.com/AWSFault/2005-15-09\""),
        "{xml}"
    );
}

#[test]
fn every_error_answer_of_the_vectors_is_one_that_we_write() {
    let mut checked = 0;
    for vector in vectors() {
        let Some(expected) = vector["error"]["response"].as_array() else {
            continue;
        };
        let codes = [
            common::SIGNATURE_DOES_NOT_MATCH,
            rds::error::DB_CLUSTER_NOT_FOUND_FAULT,
        ];
        let code = codes
            .into_iter()
            .find(|code| expected[0]["Code"] == code.code())
            .unwrap();
        let error = code.because(expected[0]["Message"].as_str().unwrap());
        let root = Element::parse(&error.to_xml(Service::Rds, "r"));
        root.child("Error").check(&expected[0], "Error");
        assert_eq!(expected[1], error.http_status());
        checked += 1;
    }
    assert_eq!(checked, 2);
}

#[test]
fn every_answer_of_the_vectors_is_one_that_we_write() {
    let answers = [
        rds::ModifyDBCluster::answer(
            &rds::ModifyDBClusterResult {
                db_cluster: Some(cluster()),
            },
            "r",
        ),
        rds::DescribeDBClusters::answer(
            &rds::DBClusterMessage {
                marker: Some("m".to_owned()),
                db_clusters: Some(vec![cluster()]),
            },
            "r",
        ),
        rds::ModifyDBInstance::answer(
            &rds::ModifyDBInstanceResult {
                db_instance: Some(instance()),
            },
            "r",
        ),
        rds::DescribeCertificates::answer(&certificates(), "r"),
        sts::GetCallerIdentity::answer(&jane(), "r"),
        sts::AssumeRole::answer(
            &sts::AssumeRoleResponse {
                credentials: Some(credentials()),
                assumed_role_user: Some(assumed()),
                packed_policy_size: Some(6),
                ..sts::AssumeRoleResponse::default()
            },
            "r",
        ),
        sts::AssumeRoleWithWebIdentity::answer(&web_identity(), "r"),
        iam::CreatePolicy::answer(
            &iam::CreatePolicyResponse {
                policy: Some(policy()),
            },
            "r",
        ),
        iam::SimulateCustomPolicy::answer(&simulation(), "r"),
        iam::GetRolePolicy::answer(
            &iam::GetRolePolicyResponse {
                role_name: text("r"),
                policy_name: text("p"),
                policy_document: text(r#"{"Version":"2012-10-17","Statement":[]}"#),
            },
            "r",
        ),
    ];
    let vectors = vectors();
    let parsed: Vec<&Value> = vectors
        .iter()
        .map(|vector| &vector["parsed"])
        .filter(|parsed| !parsed.is_null())
        .collect();
    assert_eq!(answers.len(), parsed.len());
    for (answer, expected) in answers.iter().zip(parsed) {
        let root = Element::parse(answer);
        root.children[0].check(expected, &root.name);
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn moment(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn cluster() -> rds::DBCluster {
    rds::DBCluster {
        db_cluster_identifier: some("mycluster"),
        status: some("available"),
        endpoint: some("mycluster.cluster-abc.us-east-1.rds.amazonaws.com"),
        reader_endpoint: some("mycluster.cluster-ro-abc.us-east-1.rds.amazonaws.com"),
        engine: some("aurora-mysql"),
        engine_version: some("8.0.mysql_aurora.3.10.0"),
        port: Some(3306),
        master_username: some("admin"),
        db_cluster_members: Some(vec![rds::DBClusterMember {
            db_instance_identifier: some("i1"),
            is_cluster_writer: Some(true),
            ..rds::DBClusterMember::default()
        }]),
        db_cluster_resource_id: some("cluster-ABCDEFGHIJKL01234"),
        db_cluster_arn: some("arn:aws:rds:us-east-1:123456789012:cluster:mycluster"),
        iam_database_authentication_enabled: Some(false),
        enabled_cloudwatch_logs_exports: Some(vec![text("iam-db-auth-error")]),
        pending_modified_values: Some(rds::ClusterPendingModifiedValues {
            iam_database_authentication_enabled: Some(true),
            ..rds::ClusterPendingModifiedValues::default()
        }),
        ..rds::DBCluster::default()
    }
}

fn instance() -> rds::DBInstance {
    rds::DBInstance {
        db_instance_identifier: some("db1"),
        db_instance_status: some("configuring-iam-database-auth"),
        endpoint: Some(rds::Endpoint {
            address: some("db1.abc.us-east-1.rds.amazonaws.com"),
            port: Some(5432),
            hosted_zone_id: some("Z1"),
        }),
        pending_modified_values: Some(rds::PendingModifiedValues {
            iam_database_authentication_enabled: Some(true),
            ..rds::PendingModifiedValues::default()
        }),
        dbi_resource_id: some("db-ABCDEFGHIJKL01234"),
        ..rds::DBInstance::default()
    }
}

fn certificates() -> rds::CertificateMessage {
    rds::CertificateMessage {
        default_certificate_for_new_launches: some("rds-ca-rsa2048-g1"),
        certificates: Some(vec![rds::Certificate {
            certificate_identifier: some("rds-ca-rsa2048-g1"),
            certificate_type: some("CA"),
            thumbprint: some("abc"),
            valid_from: Some(moment("2021-05-21T22:00:00Z")),
            valid_till: Some(moment("2061-05-21T23:00:00Z")),
            certificate_arn: some("arn:aws:rds:us-east-1::cert:rds-ca-rsa2048-g1"),
            customer_override: Some(false),
            ..rds::Certificate::default()
        }]),
        ..rds::CertificateMessage::default()
    }
}

fn jane() -> sts::GetCallerIdentityResponse {
    sts::GetCallerIdentityResponse {
        user_id: some("AIDAEXAMPLE"),
        account: some("123456789012"),
        arn: some("arn:aws:iam::123456789012:user/jane"),
    }
}

fn credentials() -> sts::Credentials {
    sts::Credentials {
        access_key_id: text("ASIAEXAMPLE"),
        secret_access_key: Secret::new(text("s")),
        session_token: text("t"),
        expiration: moment("2025-01-15T13:00:00Z"),
    }
}

fn assumed() -> sts::AssumedRoleUser {
    sts::AssumedRoleUser {
        assumed_role_id: text("AROAEXAMPLE:s1"),
        arn: text("arn:aws:sts::123456789012:assumed-role/app/s1"),
    }
}

fn web_identity() -> sts::AssumeRoleWithWebIdentityResponse {
    sts::AssumeRoleWithWebIdentityResponse {
        credentials: Some(credentials()),
        subject_from_web_identity_token: some("sub"),
        assumed_role_user: Some(assumed()),
        packed_policy_size: Some(6),
        provider: some("https://issuer"),
        audience: some("sts.amazonaws.com"),
        ..sts::AssumeRoleWithWebIdentityResponse::default()
    }
}

fn policy() -> iam::Policy {
    iam::Policy {
        policy_name: some("p"),
        policy_id: some("ANPAEXAMPLE"),
        arn: some("arn:aws:iam::123456789012:policy/p"),
        path: some("/"),
        default_version_id: some("v1"),
        attachment_count: Some(0),
        is_attachable: Some(true),
        create_date: Some(moment("2025-01-15T12:00:00Z")),
        update_date: Some(moment("2025-01-15T12:00:00Z")),
        ..iam::Policy::default()
    }
}

fn simulation() -> iam::SimulatePolicyResponse {
    iam::SimulatePolicyResponse {
        evaluation_results: Some(vec![iam::EvaluationResult {
            eval_action_name: text("rds-db:connect"),
            eval_resource_name: some("arn:aws:rds-db:us-east-1:123456789012:dbuser:db-X/u"),
            eval_decision: iam::PolicyEvaluationDecisionType::Allowed,
            matched_statements: None,
            missing_context_values: None,
            organizations_decision_detail: None,
            permissions_boundary_decision_detail: None,
            eval_decision_details: None,
            resource_specific_results: None,
        }]),
        is_truncated: Some(false),
        marker: None,
    }
}

/// An element as a client sees it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    text: String,
    children: Vec<Element>,
}

impl Element {
    fn parse(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            let inner = open.last_mut().unwrap();
            match reader.read_event().unwrap() {
                Event::Start(start) => {
                    let name = start.name().as_ref().to_owned();
                    open.push(Self {
                        name,
                        ..Self::default()
                    });
                }
                Event::Text(part) => inner.text.push_str(&part),
                Event::GeneralRef(name) => {
                    inner
                        .text
                        .push_str(&unescape(&format!("&{};", &*name)).unwrap());
                }
                Event::End(_) => {
                    let closed = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(closed);
                }
                Event::Eof => return open.pop().unwrap().children.pop().unwrap(),
                other => panic!("{other:?}"),
            }
        }
    }

    fn child(&self, name: &str) -> &Self {
        self.children
            .iter()
            .find(|child| child.name == name)
            .unwrap_or_else(|| {
                panic!("no {name} in {self:?}");
            })
    }

    /// Fails unless the element says exactly what botocore parsed.
    fn check(&self, expected: &Value, path: &str) {
        match expected {
            // botocore hands out policy documents parsed.
            Value::Object(_) if path.ends_with("PolicyDocument") => {
                let body = format!("d={}", self.text);
                let decoded = aws_query::Parameters::parse(body.as_bytes()).unwrap();
                let document: Value = serde_json::from_str(decoded.text("d").unwrap()).unwrap();
                assert_eq!(&document, expected);
            }
            Value::Object(members) => {
                assert_eq!(self.children.len(), members.len(), "{path}: {self:?}");
                for (name, value) in members {
                    self.child(name).check(value, &format!("{path}.{name}"));
                }
            }
            Value::Array(items) => {
                assert_eq!(self.children.len(), items.len(), "{path}");
                for (child, item) in self.children.iter().zip(items) {
                    child.check(item, path);
                }
            }
            Value::String(text) => assert!(
                self.text == *text || self.text == text.replace(' ', "T").replace("+00:00", "Z"),
                "{path}: {text} {}",
                self.text
            ),
            scalar => assert_eq!(self.text, scalar.to_string(), "{path}"),
        }
    }
}
