//! Revisioned keys, compare-and-set transactions and watch.
