//! Inputs that break a rule get the text that AWS gave when somebody recorded it.

use aws_query::{ApiError, Operation, Parameters, iam, rds, sts};
use serde_json::Value;

fn refused<O: Operation>(parameters: &str) -> ApiError {
    let parameters = Parameters::parse(parameters.as_bytes()).unwrap();
    O::decode(&parameters)
        .err()
        .expect("an input that breaks a rule")
}

fn accepted<O: Operation>(parameters: &str) -> O::Input {
    O::decode(&Parameters::parse(parameters.as_bytes()).unwrap()).unwrap()
}

/// The error is one that AWS was recorded to give for the operation.
#[track_caller]
fn check_recorded<O: Operation>(parameters: &str) {
    let error = refused::<O>(parameters);
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../vectors/recorded-errors.jsonl"
    );
    let file = std::fs::read_to_string(path).unwrap();
    let recorded = file
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .any(|record| {
            record["code"] == error.code()
                && record["http"] == error.http_status()
                && record["type"] == error.fault().as_str()
                && record["message"] == error.message()
                && record["ops_possible"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|name| name == O::NAME)
        });
    assert!(recorded, "{} never gave {error:?}", O::NAME);
}

fn tags(count: usize) -> String {
    (1..=count)
        .map(|n| format!("&Tags.member.{n}.Key=k{n}&Tags.member.{n}.Value="))
        .collect()
}

#[test]
fn recorded_errors_of_tags_are_given() {
    check_recorded::<iam::TagPolicy>(&format!("PolicyArn={ARN}{}", tags(51)));
    let role = "RoleName=r&AssumeRolePolicyDocument=%7B%7D";
    check_recorded::<iam::CreateRole>(&format!("{role}{}", tags(51)));

    let long_key = "k".repeat(129);
    check_recorded::<iam::TagPolicy>(&format!(
        "PolicyArn={ARN}&Tags.member.1.Key={long_key}&Tags.member.1.Value=v"
    ));
    check_recorded::<iam::TagPolicy>(&format!(
        "PolicyArn={ARN}&Tags.member.1.Key=a%23b&Tags.member.1.Value=v"
    ));
    let long_value = "v".repeat(257);
    check_recorded::<iam::CreatePolicy>(&format!(
        "PolicyName=p&PolicyDocument=%7B%7D&Tags.member.1.Key=k&Tags.member.1.Value={long_value}"
    ));
}

#[test]
fn recorded_errors_of_lists_of_texts_are_given() {
    let keys = (1..=51)
        .map(|n| format!("&TagKeys.member.{n}=k"))
        .collect::<String>();
    check_recorded::<iam::UntagPolicy>(&format!("PolicyArn={ARN}{keys}"));
    check_recorded::<iam::UntagPolicy>(&format!("PolicyArn={ARN}&TagKeys.member.1=%23"));
    check_recorded::<iam::UntagRole>("RoleName=r&TagKeys.member.1=ok&TagKeys.member.2=%23");
}

#[test]
fn recorded_errors_of_several_members_are_given_in_their_order() {
    let long = |count: usize| "x".repeat(count);
    check_recorded::<iam::CreateOpenIDConnectProvider>(&format!(
        "Url={}&ClientIDList.member.1={}&ThumbprintList.member.1={}",
        long(256),
        long(256),
        long(41)
    ));
}

#[test]
fn recorded_errors_of_patterns_and_lengths_are_given() {
    check_recorded::<iam::GetPolicyVersion>(&format!("PolicyArn={ARN}&VersionId=one"));
    check_recorded::<sts::AssumeRole>(&format!("RoleArn={ARN}&RoleSessionName={}", "s".repeat(65)));
}

const ARN: &str = "arn:aws:iam::123456789012:policy/p";

#[test]
fn a_missing_member_is_told_in_each_service_s_words() {
    let text = |error: ApiError| format!("{} {}", error.code(), error.message());
    assert_eq!(
        text(refused::<iam::CreateUser>("")),
        "ValidationError 1 validation error detected: Value at 'userName' failed to satisfy \
         constraint: Member must not be null"
    );
    assert_eq!(
        text(refused::<sts::AssumeRole>(&format!("RoleArn={ARN}"))),
        "ValidationError 1 validation error detected: Value null at 'roleSessionName' failed to \
         satisfy constraint: Member must not be null"
    );
    for body in ["", "DBClusterIdentifier="] {
        assert_eq!(
            text(refused::<rds::DeleteDBCluster>(body)),
            "InvalidParameterValue The parameter DBClusterIdentifier must be provided and must \
             not be blank."
        );
    }
}

#[test]
fn sts_tells_characters_before_length_and_shows_the_value() {
    let error = refused::<sts::AssumeRole>(&format!("RoleArn={ARN}&RoleSessionName=%F0%9F%98%80"));
    assert_eq!(
        error.message(),
        "2 validation errors detected: Value '😀' at 'roleSessionName' failed to satisfy \
         constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*; Value '😀' at \
         'roleSessionName' failed to satisfy constraint: Member must have length greater than or \
         equal to 2"
    );
}

#[test]
fn iam_tells_the_characters_of_names_and_paths_in_its_own_words() {
    let names = "The specified value for userName is invalid. It must contain only alphanumeric \
                 characters and/or the following: +=,.@_-";
    assert_eq!(
        refused::<iam::CreateUser>("UserName=bad/name").message(),
        names
    );
    assert_eq!(refused::<iam::CreateUser>("UserName=").message(), names);
    assert_eq!(
        refused::<iam::CreateUser>("UserName=u&Path=bad").message(),
        "The specified value for path is invalid. It must begin and end with / and contain only \
         alphanumeric characters and/or / characters."
    );
    assert_eq!(
        refused::<iam::ListUsers>("PathPrefix=bad").message(),
        "The specified value for pathPrefix is invalid. It must begin with the / character and \
         contain only alphanumeric characters and/or / characters."
    );
    assert_eq!(
        refused::<iam::DeleteAccessKey>("AccessKeyId=AKIA-IOSFODNN7EXAMPLE").message(),
        "The specified value for accessKeyId is invalid. It must contain only alphanumeric \
         characters."
    );
}

#[test]
fn a_length_is_told_before_the_characters_of_a_name() {
    let name = format!("UserName={}", "/".repeat(65));
    assert_eq!(
        refused::<iam::CreateUser>(&name).message(),
        "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member \
         must have length less than or equal to 64"
    );
}

#[test]
fn bounds_hold_at_their_number_and_one_past_it() {
    accepted::<iam::CreateUser>(&format!("UserName={}", "u".repeat(64)));
    refused::<iam::CreateUser>(&format!("UserName={}", "u".repeat(65)));
    for (seconds, is_fine) in [(899, false), (900, true), (43_200, true), (43_201, false)] {
        let body = format!("RoleArn={ARN}&RoleSessionName=s1&DurationSeconds={seconds}");
        let decoded = sts::AssumeRole::decode(&Parameters::parse(body.as_bytes()).unwrap());
        assert_eq!(decoded.is_ok(), is_fine, "{seconds}");
    }
    accepted::<iam::ListUsers>("MaxItems=1000");
    assert_eq!(
        refused::<iam::ListUsers>("MaxItems=1001").message(),
        "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member \
         must have value less than or equal to 1000"
    );
}

#[test]
fn a_word_that_is_not_among_the_values_is_refused() {
    let error = refused::<iam::UpdateAccessKey>("AccessKeyId=AKIAIOSFODNN7EXAMPLE&Status=Sleepy");
    assert_eq!(
        error.message(),
        "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must \
         satisfy enum value set: [Active, Inactive, Expired]"
    );
}

#[test]
fn a_value_of_the_wrong_kind_is_malformed() {
    for (body, message) in [
        (
            "ApplyImmediately=yes",
            "boolean must follow xsd1.1 definition",
        ),
        (
            "ApplyImmediately=TRUE",
            "boolean must follow xsd1.1 definition",
        ),
        ("ApplyImmediately=", "missing value for boolean type"),
        ("BackupRetentionPeriod=1e3", "`1e3` is not an integer."),
        (
            "BackupRetentionPeriod=2147483648",
            "`2147483648` is not an integer.",
        ),
        (
            "EngineVersion.x=1",
            "Start of structure or map found where not expected.",
        ),
        (
            "VpcSecurityGroupIds=sg",
            "Unexpected list element termination",
        ),
        (
            "VpcSecurityGroupIds.x=sg",
            "Start of structure or map found where not expected.",
        ),
        (
            "VpcSecurityGroupIds.VpcSecurityGroupId.0=sg",
            "0 is not a valid index",
        ),
    ] {
        let error = refused::<rds::ModifyDBCluster>(&format!("DBClusterIdentifier=c&{body}"));
        assert_eq!(
            (error.code(), error.http_status()),
            ("MalformedInput", 400),
            "{body}"
        );
        assert_eq!(error.message(), message, "{body}");
    }
    let error = refused::<rds::DescribeEvents>("StartTime=yesterday");
    assert_eq!(error.message(), "timestamp must follow ISO8601");
}

#[test]
fn booleans_are_words_or_digits() {
    for (text, value) in [("true", true), ("1", true), ("false", false), ("0", false)] {
        let body = format!("DBClusterIdentifier=c&ApplyImmediately={text}");
        assert_eq!(
            accepted::<rds::ModifyDBCluster>(&body).apply_immediately,
            Some(value)
        );
    }
}

#[test]
fn a_list_may_be_empty_absent_or_spelled_with_member() {
    let groups = |body: &str| {
        accepted::<rds::ModifyDBCluster>(&format!("DBClusterIdentifier=c{body}"))
            .vpc_security_group_ids
    };
    assert_eq!(groups(""), None);
    assert_eq!(groups("&VpcSecurityGroupIds="), Some(vec![]));
    let two = Some(vec!["a".to_owned(), "b".to_owned()]);
    let named = "&VpcSecurityGroupIds.VpcSecurityGroupId";
    assert_eq!(groups(&format!("{named}.2=b{named}.1=a")), two);
    assert_eq!(
        groups("&VpcSecurityGroupIds.member.1=a&VpcSecurityGroupIds.member.2=b"),
        two
    );
}

#[test]
fn an_item_that_is_left_out_is_null() {
    let error = refused::<iam::TagUser>("UserName=u&Tags.member.2.Key=k&Tags.member.2.Value=v");
    assert_eq!(
        error.message(),
        "1 validation error detected: Value at 'tags.1.member' failed to satisfy constraint: \
         Member must not be null"
    );
}

#[test]
fn a_secret_is_not_shown_in_the_error_about_it() {
    let error = refused::<iam::CreateLoginProfile>(&format!(
        "UserName=u&Password={}",
        "hunter2".repeat(20)
    ));
    assert!(!error.message().contains("hunter2"), "{}", error.message());
}

#[test]
fn an_error_lists_no_more_rules_than_its_limit() {
    let keys = (1..=50)
        .map(|n| format!("&Tags.member.{n}.Key=%23&Tags.member.{n}.Value=%23"))
        .collect::<String>();
    let error = refused::<iam::TagUser>(&format!("UserName=u{keys}"));
    assert!(
        error
            .message()
            .starts_with("64 validation errors detected: "),
        "{}",
        error.message()
    );
}
