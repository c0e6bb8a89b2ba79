//! The database that a new cluster is made with, and what it may be called.

use std::fmt;

use crate::product::Product;
use crate::{
    mysql_family::reserved::RESERVED as MYSQL_FAMILYS_WORDS,
    postgresql::reserved::RESERVED as POSTGRESQLS_WORDS,
};

/// The database that a new cluster is made with, besides those that every server has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InitialDatabase {
    /// None.
    None,
    /// An empty one, for the master user.
    Named(DatabaseName),
    /// `sugi01` with the table `sample`, which the walk of the README reads.
    Sample,
}

/// A name that RDS gives a new database: letters, digits and underscores, and no word of the engine's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseName(String);

/// Why a database cannot be called so.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DatabaseNameError {
    /// It has other characters, or begins with one that it must not begin with.
    #[error("a database's name begins with a letter and has letters, digits and underscores only")]
    Character,
    /// The server has no room for it.
    #[error("a database's name has {limit} characters at most")]
    TooLong {
        /// The longest that the server takes.
        limit: usize,
    },
    /// The name means something else to the server.
    #[error("`{name}` is reserved; choose another database name")]
    Reserved {
        /// The name as given.
        name: String,
    },
}

impl DatabaseName {
    /// Checks a name as RDS does (API reference, *CreateDBInstance*, `DBName`). PostgreSQL's may begin
    /// with an underscore.
    pub fn new(product: Product, name: impl Into<String>) -> Result<Self, DatabaseNameError> {
        let name = name.into();
        let rules = Rules::of(product);
        let begins = |first: char| first.is_ascii_alphabetic() || rules.beginning.contains(first);
        let goes_on = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        if !name.starts_with(begins) || !name.chars().all(goes_on) {
            return Err(DatabaseNameError::Character);
        }
        let limit = rules.characters_max;
        if name.len() > limit {
            return Err(DatabaseNameError::TooLong { limit });
        }
        if rules
            .reserved
            .iter()
            .any(|word| word.eq_ignore_ascii_case(&name))
        {
            return Err(DatabaseNameError::Reserved { name });
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DatabaseName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What a server's names may be.
struct Rules {
    /// Beside letters, what a name may begin with.
    beginning: &'static str,
    characters_max: usize,
    reserved: &'static [&'static str],
}

impl Rules {
    fn of(product: Product) -> Self {
        match product {
            Product::MariaDb | Product::MySql => Self {
                beginning: "",
                characters_max: 64,
                reserved: MYSQL_FAMILYS_WORDS,
            },
            Product::PostgreSql => Self {
                beginning: "_",
                characters_max: 63,
                reserved: POSTGRESQLS_WORDS,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(product: Product, name: &str) -> Option<DatabaseNameError> {
        DatabaseName::new(product, name).err()
    }

    #[test]
    fn a_name_is_letters_digits_and_underscores_of_which_it_does_not_begin_with_every_one() {
        for product in Product::ALL {
            for name in ["shop", "Shop_2", "s"] {
                assert_eq!(refusal(product, name), None, "{name}");
            }
            for name in [
                "", "2nd", "my-shop", "a b", "a`b", "a\"b", "läden", "a;b", "a\n",
            ] {
                let wrong = Some(DatabaseNameError::Character);
                assert_eq!(refusal(product, name), wrong, "{name:?}");
            }
        }
        assert!(refusal(Product::MySql, "_shop").is_some());
        assert_eq!(refusal(Product::PostgreSql, "_shop"), None);
    }

    #[test]
    fn a_name_as_long_as_the_server_takes_is_taken_and_one_longer_is_not() {
        for (product, limit) in [
            (Product::MariaDb, 64),
            (Product::MySql, 64),
            (Product::PostgreSql, 63),
        ] {
            assert_eq!(refusal(product, &"x".repeat(limit)), None);
            let too_long = Some(DatabaseNameError::TooLong { limit });
            assert_eq!(refusal(product, &"x".repeat(limit + 1)), too_long);
        }
    }

    #[test]
    fn a_word_of_the_engine_or_a_database_that_it_has_is_not_a_name() {
        for (product, name) in [
            (Product::MariaDb, "mysql"),
            (Product::MySql, "Select"),
            (Product::MySql, "sys"),
            (Product::PostgreSql, "user"),
            (Product::PostgreSql, "template1"),
            (Product::PostgreSql, "rdsadmin"),
        ] {
            let name = name.to_owned();
            let reserved = DatabaseNameError::Reserved { name: name.clone() };
            assert_eq!(refusal(product, &name), Some(reserved));
        }
        assert_eq!(refusal(Product::PostgreSql, "postgres"), None);
    }
}
