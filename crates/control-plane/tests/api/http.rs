//! The port: signatures, errors in Amazon's form, limits, the certificates.

use crate::support::{Plane, get, post, signed_headers};

#[tokio::test(flavor = "multi_thread")]
async fn the_root_key_of_the_first_start_may_do_everything() {
    let plane = Plane::start().await;
    let user = plane.iam("CreateUser", "UserName=alice").await.expect(200);
    assert!(user.between("UserId").starts_with("AIDA"), "{}", user.body);
    assert_eq!(user.between("CreateDate"), "2025-01-15T12:00:00Z");
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unsigned_request_is_told_so_in_amazons_form() {
    let plane = Plane::start().await;
    let headers = [("host".to_owned(), plane.address.to_string())];
    let answer = post(
        plane.address,
        &headers,
        "Action=ListUsers&Version=2010-05-08",
    )
    .await
    .expect(403);
    assert_eq!(answer.code(), "MissingAuthenticationToken");
    assert!(
        answer.body.starts_with("<ErrorResponse xmlns="),
        "{}",
        answer.body
    );
    assert_eq!(answer.between("RequestId").len(), 36);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_accepts_json_is_answered_in_json() {
    let plane = Plane::start().await;
    let now = control_plane::clock::Clock::now(&*plane.clock);
    let ask = async |body: &str, status: u16| {
        let service = if body.contains("2011-06-15") {
            "sts"
        } else {
            "iam"
        };
        let mut headers = signed_headers(plane.address, body, &plane.root, service, now);
        headers.push(("accept".to_owned(), "application/json".to_owned()));
        let answer = post(plane.address, &headers, body).await.expect(status);
        serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()
    };
    let identity = ask("Action=GetCallerIdentity&Version=2011-06-15", 200).await;
    let response = &identity["GetCallerIdentityResponse"];
    let result = &response["GetCallerIdentityResult"];
    assert_eq!(result["Account"], "123456789012", "{identity}");
    assert!(response["ResponseMetadata"]["RequestId"].is_string());

    ask("Action=CreateUser&Version=2010-05-08&UserName=alice", 200).await;
    let listed = ask("Action=ListUsers&Version=2010-05-08", 200).await;
    let listed = &listed["ListUsersResponse"]["ListUsersResult"];
    assert_eq!(listed["Users"][0]["UserName"], "alice", "{listed}");
    assert_eq!(listed["Users"][0]["CreateDate"], now.as_unix());
    assert_eq!(listed["IsTruncated"], false);
    let summary = ask("Action=GetAccountSummary&Version=2010-05-08", 200).await;
    let summary = &summary["GetAccountSummaryResponse"]["GetAccountSummaryResult"];
    assert_eq!(summary["SummaryMap"]["Users"], 1, "{summary}");

    let error = ask("Action=GetUser&Version=2010-05-08&UserName=bob", 404).await;
    assert_eq!(error["Error"]["Code"], "NoSuchEntity", "{error}");
    assert!(error["RequestId"].is_string());
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_body_a_wrong_secret_and_an_unknown_key_are_refused() {
    let plane = Plane::start().await;
    let now = control_plane::clock::Clock::now(&*plane.clock);
    let body = "Action=CreateUser&Version=2010-05-08&UserName=alice";
    let headers = signed_headers(plane.address, body, &plane.root, "iam", now);
    let changed = body.replace("alice", "mallory");
    let answer = post(plane.address, &headers, &changed).await.expect(403);
    assert_eq!(answer.code(), "SignatureDoesNotMatch");

    let mut wrong = plane.root.clone();
    wrong.secret.replace_range(..1, "!");
    assert_eq!(
        plane
            .call_as(&wrong, "ListUsers", "")
            .await
            .expect(403)
            .code(),
        "SignatureDoesNotMatch"
    );
    wrong.id = "AKIAAAAAAAAAAAAAAAAA".into();
    assert_eq!(
        plane
            .call_as(&wrong, "ListUsers", "")
            .await
            .expect(403)
            .code(),
        "InvalidClientTokenId"
    );
    assert_eq!(
        plane
            .iam("ListUsers", "")
            .await
            .expect(200)
            .body
            .matches("<member>")
            .count(),
        0
    );
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_of_sixteen_minutes_ago_has_expired() {
    let plane = Plane::start().await;
    let then = control_plane::clock::Clock::now(&*plane.clock);
    let body = "Action=ListUsers&Version=2010-05-08";
    let headers = signed_headers(plane.address, body, &plane.root, "iam", then);
    plane.clock.pass(15 * 60);
    post(plane.address, &headers, body).await.expect(200);
    plane.clock.pass(1);
    let answer = post(plane.address, &headers, body).await.expect(403);
    assert!(
        answer.between("Message").starts_with("Signature expired"),
        "{}",
        answer.body
    );
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_may_do_what_policies_allow_and_is_told_what_is_missing() {
    let plane = Plane::start().await;
    let alice = plane.user("alice").await;
    let denied = plane.call_as(&alice, "ListUsers", "").await.expect(403);
    assert_eq!(denied.code(), "AccessDenied");
    assert_eq!(
        denied.between("Message"),
        "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: iam:ListUsers on \
         resource: arn:aws:iam::123456789012:user/ because no identity-based policy allows the \
         iam:ListUsers action"
    );
    let document = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22\
                    %2C%22Action%22%3A%22iam%3AList*%22%2C%22Resource%22%3A%22*%22%7D%7D";
    let put = format!("UserName=alice&PolicyName=p&PolicyDocument={document}");
    plane.iam("PutUserPolicy", &put).await.expect(200);
    plane.call_as(&alice, "ListUsers", "").await.expect(200);
    plane
        .call_as(&alice, "DeleteUser", "UserName=alice")
        .await
        .expect(403);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_made_inactive_signs_nothing() {
    let plane = Plane::start().await;
    let alice = plane.user("alice").await;
    plane.call_as(&alice, "GetUser", "").await.expect(403);
    let off = format!("UserName=alice&Status=Inactive&AccessKeyId={}", alice.id);
    plane.iam("UpdateAccessKey", &off).await.expect(200);
    let answer = plane.call_as(&alice, "GetUser", "").await.expect(403);
    assert_eq!(answer.code(), "InvalidClientTokenId");
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_an_operation_is_an_invalid_action() {
    let plane = Plane::start().await;
    assert_eq!(
        plane.iam("FlyToTheMoon", "").await.expect(400).code(),
        "InvalidAction"
    );
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_past_the_limit_is_refused() {
    let plane = Plane::start().await;
    let answer = plane
        .iam("CreateUser", &"x".repeat(1024 * 1024))
        .await
        .expect(413);
    assert_eq!(answer.code(), "RequestEntityTooLarge");
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificates_are_where_amazon_has_them() {
    let plane = Plane::start().await;
    let bundle = std::fs::read_to_string(plane.data.bundle()).unwrap();
    for path in [
        "/truststore/global/global-bundle.pem",
        "/truststore/us-west-2/us-west-2-bundle.pem",
    ] {
        assert_eq!(
            get(plane.address, path).await.expect(200).body,
            bundle,
            "{path}"
        );
    }
    get(plane.address, "/truststore/mars/mars-bundle.pem")
        .await
        .expect(404);
    get(plane.address, "/etc/passwd").await.expect(404);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_that_change_one_user_lose_nothing() {
    let plane = std::sync::Arc::new(Plane::start().await);
    plane.iam("CreateUser", "UserName=alice").await.expect(200);
    let calls: Vec<_> = (0..64)
        .map(|number| {
            let plane = plane.clone();
            tokio::spawn(async move {
                let tag = format!("Tags.member.1.Key=k{number}&Tags.member.1.Value=v");
                if number < 50 {
                    plane
                        .iam("TagUser", &format!("UserName=alice&{tag}"))
                        .await
                        .expect(200);
                } else {
                    plane.iam("GetUser", "UserName=alice").await.expect(200);
                }
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    let tags = plane
        .iam("ListUserTags", "UserName=alice&MaxItems=100")
        .await
        .expect(200);
    assert_eq!(tags.body.matches("<Key>").count(), 50, "{}", tags.body);
    // Each write came with its event, and nothing else did.
    let plane = std::sync::Arc::into_inner(plane).unwrap();
    let events = plane.stop_and_audit().await;
    let of = |action: &str| {
        let named = events.iter().filter(|event| event["action"] == action);
        let ids = named.map(|event| event["request_id"].as_str().unwrap());
        ids.collect::<std::collections::BTreeSet<_>>().len()
    };
    assert_eq!((of("iam:CreateUser"), of("iam:TagUser")), (1, 50));
    assert_eq!(events.len(), 51, "{events:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_use_of_a_key_is_written_down_every_quarter_of_an_hour() {
    let plane = Plane::start().await;
    let alice = plane.user("alice").await;
    let named = format!("AccessKeyId={}", alice.id);
    let last = async || plane.iam("GetAccessKeyLastUsed", &named).await.expect(200);
    assert!(!last().await.body.contains("LastUsedDate"));
    assert_eq!(last().await.between("ServiceName"), "N/A");
    for (passed, shown) in [
        (0, "2025-01-15T12:00:00Z"),
        (15 * 60 - 1, "2025-01-15T12:00:00Z"),
        (1, "2025-01-15T12:15:00Z"),
    ] {
        plane.clock.pass(passed);
        plane.call_as(&alice, "ListUsers", "").await.expect(403);
        let last = last().await;
        assert_eq!(last.between("LastUsedDate"), shown);
        assert_eq!(last.between("ServiceName"), "iam");
        assert_eq!(last.between("Region"), "us-west-2");
        assert_eq!(last.between("UserName"), "alice");
    }
    let gone = format!("UserName=alice&{named}");
    plane.iam("DeleteAccessKey", &gone).await.expect(200);
    plane.stop().await;
}
