//! What is not there and clients ask for: they are told so, in Amazon's words.

mod of_account;
mod of_users;

pub(super) use of_account::OPERATIONS as OF_ACCOUNT;
pub(super) use of_users::OPERATIONS as OF_USERS;
