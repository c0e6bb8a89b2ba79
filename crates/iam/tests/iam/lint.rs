//! Each mistake is found, at its place, and a sound policy is left alone.

use iam::lint::{CODES, Severity, lint};
use iam::policy::PolicyKind;

const R: &str = "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABC/jane";

/// The codes found, with the line of each.
fn found(text: &str, kind: PolicyKind) -> Vec<(&'static str, u32)> {
    lint(text, kind)
        .into_iter()
        .map(|finding| (finding.code, finding.position.line))
        .collect()
}

fn codes(text: &str) -> Vec<&'static str> {
    found(text, PolicyKind::RoleInline)
        .into_iter()
        .map(|(code, _)| code)
        .collect()
}

/// A document of one statement, its members given.
fn one(members: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":{{{members}}}}}"#)
}

fn allow(action: &str, resource: &str) -> String {
    one(&format!(
        r#""Effect":"Allow","Action":"{action}","Resource":"{resource}""#
    ))
}

fn allow_if(condition: &str) -> String {
    one(&format!(
        r#""Effect":"Allow","Action":"rds-db:connect","Resource":"{R}","Condition":{{{condition}}}"#
    ))
}

#[test]
fn a_sound_policy_is_left_alone() {
    for text in [
        allow("rds-db:connect", R),
        allow(
            "rds-db:*",
            &R.replace("cluster-ABC", "db-ABC")
                .replace("db-ABC", "prx-1"),
        ),
        allow("rds-db:connect", &R.replace("jane", "${aws:username}")),
        allow("rds-db:connect", &R.replace("cluster-ABC", "*")),
        allow("rds-db:connect", &R.replace("cluster-ABC", "cl*")),
        allow(
            "rds-db:connect",
            &R.replace("cluster-ABC", "${aws:PrincipalTag/cluster}"),
        ),
        allow(
            "rds-db:connect",
            &R.replace("us-east-1:123456789012", "*:*"),
        ),
        allow("rds:CreateDBCluster", "*"),
        one(r#""Effect":"Deny","Action":"*","Resource":"*""#),
        one(r#""Effect":"Deny","NotAction":"s3:*","NotResource":"arn:aws:s3:::b""#),
        allow_if(r#""Bool":{"aws:MultiFactorAuthPresent":"true"}"#),
        allow_if(r#""StringLike":{"aws:PrincipalTag/team":"red-*"}"#),
        allow_if(r#""StringEquals":{"aws:PrincipalTag/team":"${*}"}"#),
        allow_if(r#""DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"}"#),
        allow_if(r#""NumericLessThan":{"aws:EpochTime":"1999999999"}"#),
        allow_if(r#""ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/x"}"#),
        allow_if(
            r#""StringNotEquals":{"aws:PrincipalTag/t":"a"},"Null":{"aws:PrincipalTag/t":"false"}"#,
        ),
        allow_if(r#""StringNotEqualsIfExists":{"aws:PrincipalTag/t":"a"}"#),
        allow_if(r#""ArnLike":{"aws:PrincipalTag/t":"arn:aws:iam::*:role/x"}"#),
        allow_if(r#""StringEquals":{"aws:SecureTransport":"true"}"#),
        allow_if(r#""NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}"#),
        allow_if(r#""Null":{"aws:username":"false"}"#),
        allow(
            "rds-db:connect",
            &R.replace("cluster-ABC/jane", "cluster-*jane"),
        ),
        one(
            r#""Effect":"Allow","Action":"s3:Get","Resource":"*","Condition":{"Null":{"aws:TagKeys":"false"}}"#,
        ),
        one(r#""Effect":"Deny","Action":"s3:Get","NotResource":"arn:aws:rds-db:::x""#),
        one(&format!(
            r#""Effect":"Deny","Action":"rds-db:connect","NotResource":"{R}""#
        )),
    ] {
        assert_eq!(codes(&text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn mistakes_with_actions_and_resources_are_found() {
    for (text, expected) in [
        (allow("rds:connect", R), vec!["rds-connect"]),
        (allow("RDS:Connect", R), vec!["rds-connect"]),
        (allow("rds-db:Connect2", R), vec!["unknown-rds-db-action"]),
        (allow("*", R), vec!["every-action"]),
        (allow("*:*", R), vec!["every-action"]),
        (
            one(&format!(
                r#""Effect":"Allow","NotAction":"s3:*","Resource":"{R}""#
            )),
            vec!["not-action-allow"],
        ),
        (
            one(r#""Effect":"Allow","Action":"s3:Get","NotResource":"arn:aws:s3:::b""#),
            vec!["not-resource-allow"],
        ),
        (allow("rds-db:connect", "*"), vec!["every-resource"]),
        (
            allow("rds-db:connect", &R.replace("jane", "*")),
            vec!["every-database-user"],
        ),
        (
            allow("rds-db:connect", "arn:aws:rds-db:us-east-1:123456789012:*"),
            vec!["every-database-user"],
        ),
        (
            allow(
                "rds-db:connect",
                "arn:aws:rds-db:us-east-1:123456789012:dbuser:*",
            ),
            vec!["every-database-user"],
        ),
        (
            allow("rds-db:connect", "arn:aws:rds-db"),
            vec!["every-database-user"],
        ),
        (
            allow(
                "rds-db:connect",
                "arn:aws:rds:us-east-1:123456789012:db:orders/jane",
            ),
            vec!["rds-arn"],
        ),
        (
            allow("rds-db:connect", &R.replace("cluster-ABC", "orders")),
            vec!["not-a-resource-id"],
        ),
        (
            allow("rds-db:connect", &R.replace("cluster-ABC", "orders*")),
            vec!["not-a-resource-id"],
        ),
        (
            allow("rds-db:connect", &R.replace("cluster-ABC", "db-ABC")),
            vec!["instance-id"],
        ),
        (
            allow(
                "rds-db:connect",
                "arn:aws:rds-db:us-east-1:123456789012:dbuser:jane",
            ),
            vec!["not-dbuser"],
        ),
        (
            allow(
                "rds-db:connect",
                "arn:aws:rds-db:us-east-1:123456789012:user:cluster-A/jane",
            ),
            vec!["not-dbuser"],
        ),
        (
            allow("rds-db:connect", "arn:aws:rds-db:::dbuser:cluster-A/jane"),
            vec!["no-region-or-account"],
        ),
        (
            allow(
                "rds-db:connect",
                "arn:aws:rds-db::123456789012:dbuser:cluster-A/jane",
            ),
            vec!["no-region-or-account"],
        ),
        (
            allow("rds-db:connect", &R.replace("/jane", "*")),
            vec!["every-database-user"],
        ),
        (
            allow(
                "rds-db:connect",
                &R.replace("dbuser:cluster-ABC/jane", "db*"),
            ),
            vec!["every-database-user"],
        ),
        (
            allow("rds-db:connect", &R.replace("jane", "**")),
            vec!["every-database-user"],
        ),
        (
            allow(
                "rds-db:connect",
                &R.replace("cluster-ABC/jane", "${aws:PrincipalTag/cluster}/*"),
            ),
            vec!["every-database-user"],
        ),
        (
            allow(
                "rds-db:connect",
                &R.replace("dbuser:cluster-ABC/jane", "user*"),
            ),
            vec!["not-dbuser"],
        ),
        (
            one(&format!(
                r#""Effect":"Allow","Action":"rds-db:connect","NotResource":"{}""#,
                R.replace("cluster-ABC/jane", "cluster-ABC/*")
            )),
            vec!["not-resource-allow"],
        ),
        (
            one(&format!(
                r#""Effect":"Deny","Action":"rds-db:connect","NotResource":"{}""#,
                R.replace("cluster-ABC", "orders")
            )),
            vec!["not-a-resource-id"],
        ),
        (
            allow(
                "rds-db:connect",
                "arn:aws:rds-db:us-east-1::dbuser:cluster-A/jane",
            ),
            vec!["no-region-or-account"],
        ),
        (
            allow(
                "rds-db:connect",
                "arn:aws:rds-db:${aws:RequestedRegion}:1:dbuser:cluster-A/jane",
            ),
            vec!["variable-misplaced", "not-dbuser"],
        ),
        (
            one(r#""Effect":"Deny","Action":"rds-db:connect","Resource":"*""#),
            vec![],
        ),
    ] {
        assert_eq!(codes(&text), expected, "{text}");
    }
}

#[test]
fn mistakes_with_conditions_are_found() {
    for (condition, expected) in [
        (r#""StringEquals":{"aws:UserName":"jane"}"#, vec![]),
        (
            r#""StringEquals":{"aws:usernam":"jane"}"#,
            vec!["unknown-key"],
        ),
        (
            r#""StringEquals":{"sekisho:Cluster":"x"}"#,
            vec!["unknown-key"],
        ),
        (r#""StringEquals":{"team":"x"}"#, vec!["unknown-key"]),
        (
            r#""StringEquals":{"aws:PrincipalTag/":"x"}"#,
            vec!["unknown-key"],
        ),
        (r#""StringEquals":{"s3:prefix":"x"}"#, vec!["unknown-key"]),
        (
            r#""StringEquals":{"aws:PrincipalOrgID":"o-1"}"#,
            vec!["never-at-login"],
        ),
        (
            r#""IpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#,
            vec!["beyond-amazon"],
        ),
        (r#""Foo":{}"#, vec!["unknown-operator"]),
        (
            r#""IpAddress":{"aws:SourceIp":"10.0.0.0/33"}"#,
            vec!["beyond-amazon", "unreadable-value"],
        ),
        (
            r#""Bool":{"aws:SecureTransport":"yes"}"#,
            vec!["unreadable-value"],
        ),
        (
            r#""NumericLessThan":{"aws:MultiFactorAuthAge":"few"}"#,
            vec!["unreadable-value"],
        ),
        (
            r#""ArnLike":{"aws:PrincipalArn":"*"}"#,
            vec!["unreadable-value"],
        ),
        (
            r#""BinaryEquals":{"aws:PrincipalTag/t":"QQ"}"#,
            vec!["unsuited-operator", "unreadable-value"],
        ),
        (
            r#""Null":{"aws:PrincipalTag/t":"maybe"}"#,
            vec!["unreadable-value"],
        ),
        (
            r#""StringEquals":{"aws:CurrentTime":"2020"}"#,
            vec!["unsuited-operator"],
        ),
        (
            r#""NumericEquals":{"aws:PrincipalTag/t":"1"}"#,
            vec!["unsuited-operator"],
        ),
        (
            r#""IpAddress":{"aws:PrincipalTag/t":"10.0.0.1"}"#,
            vec!["unsuited-operator"],
        ),
        (
            r#""Bool":{"aws:username":"true"}"#,
            vec!["unsuited-operator"],
        ),
        (
            r#""ArnLike":{"aws:username":"arn:aws:iam::*:user/*"}"#,
            vec!["unsuited-operator"],
        ),
        (
            r#""StringEquals":{"aws:PrincipalTag/team":"red-*"}"#,
            vec!["literal-wildcard"],
        ),
        (
            r#""ForAllValues:StringEquals":{"aws:TagKeys":["a"]}"#,
            vec!["for-all-values-unguarded", "never-at-login"],
        ),
        (
            r#""ForAllValues:StringEquals":{"aws:TagKeys":["a"]},"Null":{"aws:TagKeys":"false"}"#,
            vec!["never-at-login", "never-at-login"],
        ),
        (
            r#""StringEquals":{"aws:TagKeys":["a"]}"#,
            vec!["set-operator-missing", "never-at-login"],
        ),
        (
            r#""ForAnyValue:StringEquals":{"aws:PrincipalTag/t":["a"]}"#,
            vec!["set-operator-needless"],
        ),
        (
            r#""StringNotEquals":{"aws:PrincipalTag/t":"a"}"#,
            vec!["negated-without-key"],
        ),
        (
            r#""NumericLessThan":{"aws:MultiFactorAuthAge":"${aws:PrincipalTag/n}"}"#,
            vec!["unreadable-value", "variable-misplaced"],
        ),
    ] {
        assert_eq!(codes(&allow_if(condition)), expected, "{condition}");
    }
}

#[test]
fn what_an_unreadable_value_does_is_told_by_the_effect() {
    let allow = allow_if(r#""Bool":{"aws:SecureTransport":"yes"}"#);
    for (text, outcome) in [
        (allow.clone(), "so it never allows"),
        (
            allow.replace("Allow", "Deny"),
            "so it denies whatever the request holds",
        ),
    ] {
        let finding = &lint(&text, PolicyKind::RoleInline)[0];
        assert!(finding.message.ends_with(outcome), "{}", finding.message);
    }
}

#[test]
fn a_guard_is_only_one_that_needs_the_key() {
    let unguarded = |guard: &str| {
        let text = format!(r#""ForAllValues:StringLike":{{"aws:PrincipalTag/t":"a*"}},{guard}"#);
        codes(&allow_if(&text)).contains(&"for-all-values-unguarded")
    };
    assert!(!unguarded(r#""Null":{"aws:PRINCIPALTAG/t":"false"}"#));
    assert!(!unguarded(r#""StringLike":{"aws:PrincipalTag/t":"*"}"#));
    assert!(unguarded(r#""Null":{"aws:PrincipalTag/t":"true"}"#));
    assert!(unguarded(r#""Null":{"aws:PrincipalTag/u":"false"}"#));
    assert!(unguarded(r#""StringLike":{"aws:PrincipalTag/u":"x"}"#));
    assert!(unguarded(r#""StringNotEquals":{"aws:PrincipalTag/t":"x"}"#));
    assert!(unguarded(
        r#""StringLikeIfExists":{"aws:PrincipalTag/t":"x"}"#
    ));
    assert!(unguarded(
        r#""ForAllValues:StringEquals":{"aws:PrincipalTag/t":"x"}"#
    ));
}

#[test]
fn keys_of_other_services_are_only_known_to_those() {
    let text = one(
        r#""Effect":"Allow","Action":"s3:ListBucket","Resource":"*","Condition":{"StringLike":{"s3:prefix":"a*"},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#,
    );
    assert_eq!(codes(&text), Vec::<&str>::new());
}

#[test]
fn a_document_of_2008_has_no_variables() {
    let statement = |version: &str| {
        format!(
            r#"{{{version}"Statement":{{"Effect":"Allow","Action":"rds-db:connect","Resource":"{}","Condition":{{"StringEquals":{{"aws:PrincipalTag/t":"${{aws:username}}"}}}}}}}}"#,
            R.replace("jane", "${aws:username}")
        )
    };
    let old = ["old-version", "variable-in-2008", "variable-in-2008"];
    assert_eq!(codes(&statement("")), old);
    assert_eq!(codes(&statement(r#""Version":"2008-10-17","#)), old);
    assert_eq!(
        codes(&statement(r#""Version":"2012-10-17","#)),
        Vec::<&str>::new()
    );
}

#[test]
fn statements_that_change_nothing_are_found() {
    let two = |first: &str, second: &str| {
        format!("{{\"Version\":\"2012-10-17\",\"Statement\":[\n{first},\n{second}]}}")
    };
    let statement = |effect: &str, action: &str, more: &str| {
        format!(r#"{{"Effect":"{effect}","Action":{action},"Resource":"arn:aws:s3:::b/*"{more}}}"#)
    };
    let wide = statement("Allow", r#""s3:*""#, "");
    let narrow = statement("Allow", r#"["S3:Get*","s3:Put?"]"#, "");
    let condition = r#","Condition":{"Bool":{"aws:SecureTransport":"true"}}"#;
    let unreachable = |first: &str, second: &str| {
        let text = two(first, second);
        let found = found(&text, PolicyKind::RoleInline);
        found
            .iter()
            .filter(|(code, _)| *code == "unreachable")
            .map(|(_, line)| *line)
            .collect::<Vec<_>>()
    };
    assert_eq!(unreachable(&wide, &narrow), [3]);
    assert_eq!(unreachable(&narrow, &wide), [2]);
    assert_eq!(
        unreachable(&wide, &wide),
        [3],
        "of two equal ones the later"
    );
    assert_eq!(
        unreachable(&wide, &statement("Allow", r#""s3:Get""#, condition)),
        [3]
    );
    assert_eq!(
        unreachable(&statement("Allow", r#""s3:*""#, condition), &narrow),
        Vec::<u32>::new()
    );
    assert_eq!(
        unreachable(&statement("Deny", r#""s3:*""#, ""), &narrow),
        [3]
    );
    assert_eq!(
        unreachable(&narrow, &statement("Deny", r#""s3:*""#, "")),
        [2]
    );
    assert_eq!(
        unreachable(&wide, &statement("Deny", r#""s3:Get""#, "")),
        Vec::<u32>::new()
    );
    assert_eq!(
        unreachable(
            &statement("Allow", r#""s3:???""#, ""),
            &statement("Allow", r#""s3:*""#, "")
        ),
        [2],
        "three characters are not any"
    );
    assert_eq!(
        unreachable(&wide, &wide.replace("arn:aws:s3:::b/*", "*")),
        [2],
        "a star covers all"
    );
}

#[test]
fn statements_on_other_principals_are_not_compared() {
    let statement = |who: &str| {
        format!(
            r#"{{"Effect":"Allow","Principal":{{"AWS":"{who}"}},"Action":"s3:*","Resource":"*"}}"#
        )
    };
    let statements = [statement("123456789012"), statement("210987654321")].join(",");
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    let codes = found(&text, PolicyKind::Resource);
    assert!(
        codes.iter().all(|(code, _)| *code != "unreachable"),
        "{codes:?}"
    );
}

#[test]
fn what_is_wrong_is_said_with_the_names_of_the_document() {
    let told = |text: &str| {
        lint(text, PolicyKind::RoleInline)
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    };
    for (condition, wanted) in [
        (
            r#""Bool":{"aws:username":"true"}"#,
            "`aws:username` holds text: Bool does not read that",
        ),
        (
            r#""Bool":{"aws:PrincipalArn":"true"}"#,
            "holds an ARN: Bool",
        ),
        (
            r#""NumericEquals":{"aws:SecureTransport":"1"}"#,
            "holds true or false: NumericEquals",
        ),
        (
            r#""StringEquals":{"aws:MultiFactorAuthAge":"1"}"#,
            "holds a number: StringEquals",
        ),
        (
            r#""StringEquals":{"aws:CurrentTime":"1"}"#,
            "holds a date: StringEquals",
        ),
        (
            r#""StringEquals":{"aws:SourceIp":"1"}"#,
            "holds an address: StringEquals",
        ),
        (
            r#""ArnLike":{"aws:username":"arn:aws:iam::*:user/x"}"#,
            "holds text: ArnLike",
        ),
        (
            r#""StringEquals":{"aws:TagKeys":"a"}"#,
            "use ForAnyValue:StringEquals",
        ),
        (
            r#""StringEquals":{"aws:usrnme":"j"}"#,
            "nothing sets the key `aws:usrnme`, did you mean `aws:username`? [unknown-key]",
        ),
        (
            r#""StringEquals":{"aws:usrnm":"j"}"#,
            "nothing sets the key `aws:usrnm` [unknown-key]",
        ),
        (
            r#""StringEqualsIgnoreCase":{"aws:username":"j*"}"#,
            "StringEqualsIgnoreCase takes the `*` literally",
        ),
        (
            r#""StringNotEquals":{"aws:PrincipalTag/t":"x"}"#,
            "note: StringNotEquals holds when `aws:PrincipalTag/t` is missing",
        ),
    ] {
        let told = told(&allow_if(condition));
        assert!(told.contains(wanted), "{told}");
    }
    let old = r#""Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    assert_eq!(
        told(&format!("{{{old}")),
        "line 1, column 1: note: the document names no version, so it is of 2008, where variables \
         are plain text: write \"Version\": \"2012-10-17\" [old-version]"
    );
    let written = told(&format!(r#"{{"Version":"2008-10-17",{old}"#));
    assert!(written.contains("the document is of 2008"), "{written}");
}

#[test]
fn anyone_trusted_is_found_in_trust_policies() {
    let trust = |principal: &str, more: &str| {
        let text = one(&format!(
            r#""Effect":"Allow","Action":"sts:AssumeRole","Principal":{principal}{more}"#
        ));
        found(&text, PolicyKind::Trust)
            .into_iter()
            .map(|(code, _)| code)
            .collect::<Vec<_>>()
    };
    assert_eq!(trust(r#""*""#, ""), ["anyone-trusted"]);
    assert_eq!(
        trust(r#"{"AWS":["123456789012","*"]}"#, ""),
        ["anyone-trusted"]
    );
    assert_eq!(trust(r#"{"AWS":"123456789012"}"#, ""), Vec::<&str>::new());
    let condition = r#","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#;
    assert_eq!(trust(r#""*""#, condition), Vec::<&str>::new());
    let of_2008 = r#"{"Statement":{"Effect":"Deny","Action":"sts:AssumeRole","Principal":"*"}}"#;
    assert_eq!(found(of_2008, PolicyKind::Trust), []);
}

#[test]
fn a_refused_document_is_one_error_with_its_place_and_amazons_words() {
    let findings = lint(
        "{\n  \"Version\": \"2012-10-17\",\n  \"Statment\": []\n}",
        PolicyKind::Managed,
    );
    let [finding] = findings.as_slice() else {
        panic!("{findings:?}")
    };
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(
        finding.to_string(),
        "line 3, column 3: error: unknown element `Statment`, expected one of Version, Id, Statement \
         (Amazon: Syntax errors in policy.) [malformed]"
    );
}

#[test]
fn findings_come_in_the_order_of_the_document_and_say_what_to_change() {
    let text = "{\"Version\":\"2012-10-17\",\"Statement\":[\n{\"Effect\":\"Allow\",\n\"Action\":\"rds:connect\",\n\"Resource\":\"*\"},\n{\"Effect\":\"Allow\",\"Action\":\"rds-db:connect\",\n\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:usernme\":\"j\"}}}]}";
    let findings = lint(text, PolicyKind::Managed);
    let lines: Vec<u32> = findings
        .iter()
        .map(|finding| finding.position.line)
        .collect();
    assert_eq!(lines, [3, 6, 6]);
    assert!(
        findings[2]
            .message
            .ends_with("did you mean `aws:username`?"),
        "{}",
        findings[2]
    );
    assert_eq!(findings[0].severity, Severity::Warning);
}

#[test]
fn every_code_is_listed_once() {
    let mut codes: Vec<&str> = CODES.iter().map(|(code, _)| *code).collect();
    codes.sort_unstable();
    let listed = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), listed);
}

#[test]
fn an_unknown_operator_is_found_in_any_statement_of_a_list() {
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[
            {{"Effect":"Allow","Action":"rds-db:connect","Resource":"{R}"}},
            {{"Effect":"Deny","Action":"rds-db:connect","Resource":"*","Condition":{{"Foo":{{}}}}}}]}}"#
    );
    assert!(found(&text, PolicyKind::RoleInline).contains(&("unknown-operator", 3)));
}

#[test]
fn a_statement_that_changes_nothing_is_told_which_one_covers_it() {
    let allow = |resource: &str| {
        format!(r#"{{"Effect":"Allow","Action":"rds-db:connect","Resource":"{resource}"}}"#)
    };
    let told = |wide: &str, narrow: &str| {
        let (other, wide, narrow) = (allow(R), allow(wide), allow(narrow));
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{other},{wide},{narrow}]}}"#);
        lint(&text, PolicyKind::RoleInline)
            .into_iter()
            .filter(|finding| finding.code == "unreachable")
            .map(|finding| finding.to_string())
            .collect::<Vec<_>>()
    };
    let own = "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-DEF/${aws:username}";
    let twice = told(own, own);
    assert_eq!(twice.len(), 1, "{twice:?}");
    assert!(
        twice[0].contains("statement 2 allows all of it"),
        "{twice:?}"
    );

    let another = "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-DEF/${aws:userid}";
    assert!(told(own, another).is_empty(), "two variables, two users");
}
