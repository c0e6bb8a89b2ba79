use crate::app::fixture::{Person, World, arn, refusal};

#[test]
fn a_user_assumes_a_role_that_trusts_it_and_is_the_role_then() {
    let world = World::new();
    let alice = world.user("alice");
    let trust = trusting(&arn("user/alice"));
    world.root(
        "CreateRole",
        &[("RoleName", "Reader"), ("AssumeRolePolicyDocument", &trust)],
    );
    let asked = [("RoleArn", &*arn("role/Reader")), ("RoleSessionName", "s1")];
    let answer = world.call(&alice, "AssumeRole", &asked).unwrap();
    let session = Person::of(&answer);
    let identity = world.call(&session, "GetCallerIdentity", &[]).unwrap();
    assert_eq!(
        identity.text("Arn"),
        "arn:aws:sts::111111111111:assumed-role/Reader/s1"
    );
    let bob = world.user("bob");
    let missing = refusal(world.call(&bob, "AssumeRole", &asked));
    assert_eq!(missing.0, "AccessDenied");
}

fn trusting(principal: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}]}}"#
    )
}
