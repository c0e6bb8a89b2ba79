//! How IAM's operations are written: a line for the permission, a line for what happens.

/// Implements [`crate::app::Handler`]: the operation, the permission it needs (its action is the
/// operation's own name), and what it comes to.
///
/// ```text
/// handlers! {
///     GetUserPolicy(User by user_name) |call, input| read::<User>(…);
///     AttachUserPolicy(User by user_name, "iam:PolicyARN" from policy_arn) |call, input| …;
///     ListGroups(|asked, action, input| Ok(Permission::new(action, …))) |call, input| …;
/// }
/// ```
macro_rules! handlers {
    ($($(#[$meta:meta])* $operation:ident($($needs:tt)*) |$call:pat_param, $input:pat_param| $outcome:expr;)*) => {$(
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

macro_rules! needs {
    ($asked:ident, $action:ident, $input:ident; $record:ident by $name:ident) => {
        $crate::app::iam::names::on::<$record>($asked, $action, &$input.$name)
    };
    ($asked:ident, $action:ident, $input:ident;
        $record:ident by $name:ident, $key:literal from $value:ident) => {
        $crate::app::iam::names::on::<$record>($asked, $action, &$input.$name)
            .map(|permission| permission.with($key, &*$input.$value))
    };
    ($asked:ident, $action:ident, $input:ident; |$a:pat_param, $b:pat_param, $c:pat_param| $permission:expr) => {{
        let ($a, $b, $c) = ($asked, $action, $input);
        $permission
    }};
}

pub(super) use {handlers, needs};
