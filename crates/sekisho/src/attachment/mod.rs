//! What `attach` and `detach` have in common: getting in as the server's administrator, the record at
//! the control plane, the trial login.

mod administrator;
mod registration;
mod site;
mod trial;
mod trust;

pub use administrator::{Administrator, as_administrator};
pub use registration::{Endpoint, Registration};
pub use site::{OtherHost, Site};
pub use trial::{Trial, clear_away, clear_away_iam_user};
pub use trust::{Trust, VerifiedBy};
