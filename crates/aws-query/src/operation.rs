//! What the server offers: one type per operation, and one table of them all.
//!
//! A generated marker type such as [`crate::iam::CreateUser`] ties together everything that the
//! contract knows of an operation. The control plane adds, for the same type, what it decides: the
//! permission that it needs, the resource that it touches, and the handler.

use crate::error::common::{INVALID_ACTION, MISSING_ACTION};
use crate::shape::ANY;
use crate::xml::Writer;
use crate::{ApiError, Decode, Encode, ErrorCode, Parameters, Service, decode, iam, rds, sts};

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

    /// Writes the body of the answer.
    fn answer(output: &Self::Output, request_id: &str) -> String {
        let mut xml = Writer::new();
        xml.root(
            &format!("{}Response", Self::NAME),
            Self::SERVICE.namespace(),
            |xml| {
                if let Some(result) = Self::RESULT {
                    output.encode(result, &ANY, xml);
                }
                xml.element("ResponseMetadata", |xml| {
                    xml.text_element("RequestId", request_id)
                });
            },
        );
        xml.finish()
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
    }
}

/// Finds the operation that a request asks for: among those of the service that its credential scope
/// names, or, for an unsigned request (`None`), by its version alone, which differs between services.
///
/// # Errors
/// `MissingAction`, and `InvalidAction` for what is not offered.
pub fn find(
    service: Option<Service>,
    parameters: &Parameters,
) -> Result<&'static Descriptor, ApiError> {
    let action = parameters
        .action()
        .ok_or_else(|| MISSING_ACTION.because("The request must contain the parameter Action."))?;
    let version = parameters.version();
    Service::ALL
        .into_iter()
        .filter(|&candidate| service.is_none_or(|service| service == candidate))
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
