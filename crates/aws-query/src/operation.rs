//! What the server offers: one type per operation, and one table of them all.
//!
//! A generated marker type such as [`crate::iam::CreateUser`] ties together everything that the
//! contract knows of an operation. The control plane adds, for the same type, what it decides: the
//! permission that it needs, the resource that it touches, and the handler:
//!
//! ```
//! use aws_query::{ApiError, Operation, Parameters, iam, operation};
//!
//! /// What the control plane adds to an operation.
//! trait Handle: Operation {
//!     fn resource(input: &Self::Input) -> String;
//!     fn handle(input: Self::Input) -> Result<Self::Output, ApiError>;
//! }
//!
//! impl Handle for iam::GetUser {
//!     fn resource(input: &Self::Input) -> String {
//!         format!("user/{}", input.user_name.as_deref().unwrap_or_default())
//!     }
//!
//!     fn handle(input: Self::Input) -> Result<Self::Output, ApiError> {
//!         let name = input.user_name.unwrap_or_default();
//!         Err(iam::error::NO_SUCH_ENTITY
//!             .because(format!("The user with name {name} cannot be found.")))
//!     }
//! }
//!
//! /// One of these per operation, in a table by name.
//! fn run<O: Handle>(parameters: &Parameters, request_id: &str) -> Result<String, ApiError> {
//!     let input = O::decode(parameters)?;
//!     // … authorize `<service>:<name>` on `O::resource(&input)` here …
//!     O::handle(input).map(|output| O::answer(&output, request_id))
//! }
//!
//! let parameters = Parameters::parse(b"Action=GetUser&Version=2010-05-08&UserName=jane")?;
//! let descriptor = operation::find(&parameters)?;
//! let error = run::<iam::GetUser>(&parameters, "request-1").unwrap_err();
//! assert_eq!((descriptor.name, error.http_status()), ("GetUser", 404));
//! assert!(error.to_xml(descriptor.service, "request-1").contains("<Code>NoSuchEntity</Code>"));
//! # Ok::<(), ApiError>(())
//! ```

use crate::error::common::{INVALID_ACTION, MISSING_ACTION};
use crate::shape::ANY;
use crate::{
    ApiError, Decode, Encode, ErrorCode, Form, Parameters, Service, Writer, decode, iam, rds,
    sekisho, sts,
};

/// One operation of the Query API.
pub trait Operation {
    /// The service that it belongs to.
    const SERVICE: Service;
    /// Its `Action`.
    const NAME: &'static str;
    /// The element around its result, when it has one.
    const RESULT: Option<&'static str>;
    /// The errors that the model declares for it, beyond the common ones.
    const ERRORS: &'static [ErrorCode];
    /// Whether a request must be signed.
    const SIGNED: bool = true;
    /// How it is paged, when it is.
    const PAGES: Option<Pages> = None;
    /// What a request brings.
    type Input: Decode;
    /// What an answer holds.
    type Output: Encode;

    /// Reads and validates the input.
    ///
    /// # Errors
    /// Every broken rule of the input, told as the service tells it.
    fn decode(parameters: &Parameters) -> Result<Self::Input, ApiError> {
        decode::decode(Self::SERVICE, parameters)
    }

    /// Writes the body of the answer, in XML.
    fn answer(output: &Self::Output, request_id: &str) -> String {
        Self::answer_in(Form::Xml, output, request_id)
    }

    /// Writes the body of the answer in a form.
    fn answer_in(form: Form, output: &Self::Output, request_id: &str) -> String {
        let mut out = Writer::new(form);
        let name = format!("{}Response", Self::NAME);
        out.root(&name, Self::SERVICE.namespace(), |out| {
            if let Some(result) = Self::RESULT {
                output.encode(result, &ANY, out);
            }
            out.structure("ResponseMetadata", |out| out.text("RequestId", request_id));
        });
        out.finish()
    }
}

/// The members by which an operation is paged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// The input member that bounds a page: `MaxItems`, `MaxRecords`.
    pub limit: &'static str,
    /// The input member that says where to go on: `Marker`.
    pub marker: &'static str,
    /// The output member, perhaps within another, that says where the next page begins.
    pub next: &'static str,
    /// The output member that says whether there is a next page: `IsTruncated`. RDS has none.
    pub more: Option<&'static str>,
}

/// An [`Operation`] as a value, to route by and to walk over.
#[derive(Debug, Clone, Copy)]
pub struct Descriptor {
    /// The service that it belongs to.
    pub service: Service,
    /// Its `Action`.
    pub name: &'static str,
    /// The errors that the model declares for it.
    pub errors: &'static [ErrorCode],
    /// Whether a request must be signed.
    pub signed: bool,
    /// How it is paged, when it is.
    pub pages: Option<Pages>,
    /// The parameters that it knows, besides `Action` and `Version`.
    pub parameters: &'static [&'static str],
    validate: fn(&Parameters) -> Result<(), ApiError>,
}

impl Descriptor {
    /// The description of `O`.
    #[must_use]
    pub const fn of<O: Operation>() -> Self {
        Self {
            service: O::SERVICE,
            name: O::NAME,
            errors: O::ERRORS,
            signed: O::SIGNED,
            pages: O::PAGES,
            parameters: O::Input::MEMBERS,
            validate: |parameters| O::decode(parameters).map(drop),
        }
    }

    /// Whether the parameters make a valid input.
    ///
    /// # Errors
    /// As [`Operation::decode`].
    pub fn validate(&self, parameters: &Parameters) -> Result<(), ApiError> {
        (self.validate)(parameters)
    }
}

/// The offered operations of a service.
#[must_use]
pub fn all(service: Service) -> &'static [Descriptor] {
    match service {
        Service::Iam => iam::OPERATIONS,
        Service::Sts => sts::OPERATIONS,
        Service::Rds => rds::OPERATIONS,
        Service::Sekisho => sekisho::OPERATIONS,
    }
}

/// Finds the operation that a request asks for, among those of the service that has its version:
/// versions differ between services. Whose request it is, or for which service it is signed, is not
/// asked yet.
///
/// # Errors
/// `MissingAction`, and `InvalidAction` for what is not offered.
pub fn find(parameters: &Parameters) -> Result<&'static Descriptor, ApiError> {
    let action = parameters
        .action()
        .filter(|action| !action.is_empty())
        .ok_or_else(|| MISSING_ACTION.because("The request must contain the parameter Action."))?;
    let version = parameters.version();
    Service::ALL
        .into_iter()
        .filter(|candidate| version == Some(candidate.version()))
        .flat_map(all)
        .find(|descriptor| descriptor.name == action)
        .ok_or_else(|| {
            let version = version.unwrap_or("NO_VERSION_SPECIFIED");
            INVALID_ACTION.because(format!(
                "Could not find operation {action} for version {version}"
            ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Result<&'static str, String> {
        find(&Parameters::parse(body.as_bytes()).unwrap())
            .map(|descriptor| descriptor.name)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn an_operation_is_found_by_its_action_and_version() {
        let body = "Action=GetUser&Version=2010-05-08";
        assert_eq!(found(body), Ok("GetUser"));
    }

    #[test]
    fn an_operation_that_is_not_offered_is_told_as_amazon_tells_it() {
        for (body, message) in [
            (
                "Action=GetUser&Version=2011-06-15",
                "GetUser for version 2011-06-15",
            ),
            ("Action=GetUser", "GetUser for version NO_VERSION_SPECIFIED"),
            (
                "Action=getuser&Version=2010-05-08",
                "getuser for version 2010-05-08",
            ),
        ] {
            let expected = format!("InvalidAction: Could not find operation {message}");
            assert_eq!(found(body), Err(expected));
        }
        for nameless in ["Version=2010-05-08", "Action=&Version=2010-05-08"] {
            let missing = found(nameless).unwrap_err();
            assert!(missing.starts_with("MissingAction"), "{missing}");
        }
    }

    #[test]
    fn what_is_offered_is_told_apart_by_name_within_a_service() {
        let mut names: Vec<_> = Service::ALL
            .into_iter()
            .flat_map(|service| {
                all(service)
                    .iter()
                    .map(move |operation| (service, operation.name))
            })
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(count > 150, "{count}");
    }

    #[test]
    fn only_web_identities_come_unsigned() {
        let unsigned: Vec<_> = Service::ALL
            .into_iter()
            .flat_map(all)
            .filter(|operation| !operation.signed)
            .map(|operation| operation.name)
            .collect();
        assert_eq!(unsigned, ["AssumeRoleWithWebIdentity"]);
    }

    #[test]
    fn a_list_is_paged_by_the_members_that_clients_look_for() {
        let pages = crate::iam::ListUsers::PAGES.unwrap();
        assert_eq!(
            (pages.limit, pages.marker, pages.more),
            ("MaxItems", "Marker", Some("IsTruncated"))
        );
        assert_eq!(
            crate::rds::DescribeDBClusters::PAGES.unwrap().limit,
            "MaxRecords"
        );
        assert_eq!(crate::iam::CreateUser::PAGES, None);
    }
}
