//! Logins as a whole; what a part does by itself is tested beside it.

mod attempt;
mod documents;
mod facts;
mod order;
mod reach;
mod reasons;
