//! How IAM's operations are written: a line for the permission, a line for what happens.

/// Implements [`crate::app::Handler`]: the operation, the permission it needs (its action is the
/// operation's own name), and what it comes to.
///
/// ```text
/// handlers! {
///     GetUserPolicy(User by user_name) |call, input| …;
///     GetAccountSummary(everything) |call, _| …;
/// }
/// ```
macro_rules! handlers {
    ($(
        $(#[$meta:meta])*
        $operation:ident($($needs:tt)*) |$call:pat_param, $input:pat_param| $outcome:expr;
    )*) => {$(
        impl $crate::app::Handler for $operation {
            fn permission(
                input: &Self::Input,
                asked: &$crate::app::Asked<'_>,
            ) -> Result<Option<$crate::authorize::Permission>, aws_query::ApiError> {
                let action = concat!("iam:", stringify!($operation));
                $crate::app::iam::handlers::needs!(asked, action, input; $($needs)*).map(Some)
            }

            $(#[$meta])*
            fn carry_out(
                $call: &$crate::app::Call<'_>,
                $input: Self::Input,
            ) -> Result<$crate::app::Outcome<Self::Output>, aws_query::ApiError> {
                $outcome
            }
        }
    )*};
}

/// The permission that an operation needs:
///
/// | form | on what |
/// |---|---|
/// | `User by user_name` | the user of this name; also with a condition key: `, "iam:PolicyARN" from policy_arn` |
/// | `bounded User by user_name` | the same, and policies may ask for the user's permissions boundary |
/// | `User or caller by user_name` | the user that is named, or the one who calls |
/// | `on_policy of policy_arn` | what the function `on_policy` says |
/// | `all "user"` | the users under `PathPrefix` |
/// | `everything` | `*` |
/// | a closure | what it says |
macro_rules! needs {
    ($asked:ident, $action:ident, $input:ident; everything) => {{
        let _ = ($asked, $input);
        Ok($crate::authorize::Permission::new($action, "*"))
    }};
    ($asked:ident, $action:ident, $input:ident; all $noun:literal) => {{
        let prefix = $input.path_prefix.as_deref().unwrap_or("/");
        let account = &$asked.realm.account;
        let arn = account.iam_entity_arn($noun, prefix, "");
        Ok($crate::authorize::Permission::new($action, arn))
    }};
    ($asked:ident, $action:ident, $input:ident; User or caller by $name:ident) => {
        $crate::app::iam::users::on_named_or_caller($asked, $action, $input.$name.as_deref())
    };
    ($asked:ident, $action:ident, $input:ident; bounded $record:ident by $name:ident) => {
        $crate::app::iam::names::on_bounded::<$record>($asked, $action, &$input.$name)
    };
    ($asked:ident, $action:ident, $input:ident; $on:ident of $name:ident) => {
        $on($asked, $action, &$input.$name)
    };
    ($asked:ident, $action:ident, $input:ident; $record:ident by $name:ident) => {
        $crate::app::iam::names::on::<$record>($asked, $action, &$input.$name)
    };
    ($asked:ident, $action:ident, $input:ident;
        $record:ident by $name:ident, $key:literal from $value:ident) => {
        $crate::app::iam::names::on::<$record>($asked, $action, &$input.$name)
            .map(|permission| permission.with($key, &*$input.$value))
    };
    ($asked:ident, $action:ident, $input:ident;
        bounded $record:ident by $name:ident, $key:literal from $value:ident) => {
        $crate::app::iam::names::on_bounded::<$record>($asked, $action, &$input.$name)
            .map(|permission| permission.with($key, &*$input.$value))
    };
    ($asked:ident, $action:ident, $input:ident;
        |$a:pat_param, $b:pat_param, $c:pat_param| $permission:expr) => {{
        let ($a, $b, $c) = ($asked, $action, $input);
        $permission
    }};
}

pub(super) use {handlers, needs};
