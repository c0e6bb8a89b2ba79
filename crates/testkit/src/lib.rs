//! Real servers, load clients and scripted peers for the tests.
