//! Shapes, decoding, XML and error codes of the IAM, STS and RDS Query APIs.
