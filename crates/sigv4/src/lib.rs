//! AWS Signature Version 4: derive, sign, verify; the database token on top. Pure.
