//! Many clients at once.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::thread;

use crate::api::{Api, CallError, elements};
use crate::people::Person;
use crate::stand_in::shared;

const CLIENTS: usize = 64;

/// Does `call` in as many threads as there are clients, all starting together.
fn all_at_once(call: impl Fn(usize) + Sync) {
    let start = Barrier::new(CLIENTS);
    let (start, call) = (&start, &call);
    thread::scope(|scope| {
        for number in 0..CLIENTS {
            scope.spawn(move || {
                start.wait();
                call(number);
            });
        }
    });
}

fn names(root: &Api, action: &str, user: &str, element: &str) -> BTreeSet<String> {
    let parameters = [("UserName", user), ("MaxItems", "1000")];
    let xml = root.iam(action, &parameters);
    elements(&xml, element)
        .into_iter()
        .map(str::to_owned)
        .collect()
}

#[test]
fn sixty_four_clients_change_one_user_and_no_change_is_lost() {
    let root = &shared().root();
    let person = Person::new(root, "hammered");
    let user = ("UserName", "hammered");
    for number in 0..8 {
        root.iam("CreateGroup", &[("GroupName", &format!("hammer-{number}"))]);
    }
    all_at_once(|number| {
        // Each client does one of three things; what comes again is done as one.
        let group = format!("hammer-{}", number % 8);
        root.iam("AddUserToGroup", &[user, ("GroupName", &group)]);
        if number < 40 {
            let (key, value) = (format!("key-{number}"), format!("value-{number}"));
            let tag = [
                ("Tags.member.1.Key", key.as_str()),
                ("Tags.member.1.Value", &value),
            ];
            root.iam("TagUser", &[&[user][..], &tag].concat());
        } else {
            let document = r#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
            let policy = [
                ("PolicyName", &*format!("p{number}")),
                ("PolicyDocument", document),
            ];
            root.iam("PutUserPolicy", &[&[user][..], &policy].concat());
        }
    });
    let numbered = |prefix: &str, numbers: std::ops::Range<usize>| {
        numbers
            .map(|number| format!("{prefix}{number}"))
            .collect::<BTreeSet<_>>()
    };
    let name = &person.name;
    assert_eq!(
        names(root, "ListGroupsForUser", name, "GroupName"),
        numbered("hammer-", 0..8)
    );
    assert_eq!(
        names(root, "ListUserTags", name, "Key"),
        numbered("key-", 0..40)
    );
    assert_eq!(
        names(root, "ListUserTags", name, "Value"),
        numbered("value-", 0..40)
    );
    assert_eq!(
        names(root, "ListUserPolicies", name, "member"),
        numbered("p", 40..64)
    );
}

#[test]
fn of_sixty_four_clients_that_create_one_name_one_succeeds() {
    let root = &shared().root();
    let created = std::sync::atomic::AtomicUsize::new(0);
    all_at_once(
        |_| match root.call("iam", "CreateUser", &[("UserName", "contested")]) {
            Ok(_) => {
                created.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
            Err(CallError::Refused { status, body }) => {
                assert_eq!(status, 409, "{body}");
                assert!(body.contains("<Code>EntityAlreadyExists</Code>"), "{body}");
            }
            Err(error) => panic!("{error:?}"),
        },
    );
    assert_eq!(created.into_inner(), 1);
}

#[test]
fn the_limit_of_two_access_keys_holds_under_sixty_four_clients() {
    let root = &shared().root();
    root.iam("CreateUser", &[("UserName", "key-collector")]);
    all_at_once(|_| {
        let call = root.call("iam", "CreateAccessKey", &[("UserName", "key-collector")]);
        if let Err(CallError::Refused { body, .. }) = call {
            assert!(body.contains("<Code>LimitExceeded</Code>"), "{body}");
        }
    });
    let keys = names(root, "ListAccessKeys", "key-collector", "AccessKeyId");
    assert_eq!(keys.len(), 2);
}
