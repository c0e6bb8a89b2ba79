//! AWSAuthenticationPlugin
