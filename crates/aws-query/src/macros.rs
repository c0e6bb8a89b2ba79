//! What a line of `src/generated/` means.
//!
//! A structure is a list of members, each with its name on the wire, its field, its type and its
//! rules: `"UserName" user_name: String as USER_NAME_TYPE`. A member without `Option` is required.

/// A structure that requests bring. In this crate's own tests every structure travels both ways, so
/// that what botocore writes can be read and written back.
macro_rules! input {
    ($($structure:tt)*) => {
        $crate::macros::structure!($($structure)*);
        $crate::macros::decode!($($structure)*);
        #[cfg(test)]
        $crate::macros::encode!($($structure)*);
    };
}

/// A structure that answers hold.
macro_rules! output {
    ($($structure:tt)*) => {
        $crate::macros::structure!($($structure)*);
        $crate::macros::encode!($($structure)*);
        #[cfg(test)]
        $crate::macros::decode!($($structure)*);
    };
}

/// A structure that travels both ways.
macro_rules! both {
    ($($structure:tt)*) => {
        $crate::macros::structure!($($structure)*);
        $crate::macros::decode!($($structure)*);
        $crate::macros::encode!($($structure)*);
    };
}

macro_rules! structure {
    ($(#[$meta:meta])* $name:ident {
        $($wire:literal $field:ident: $type:ty as $shape:ident,)*
    }) => {
        #[doc = concat!("Amazon's `", stringify!($name), "`.")]
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $(
                #[doc = concat!("`", $wire, "`")]
                pub $field: $type,
            )*
        }
    };
}

macro_rules! decode {
    ($(#[$meta:meta])* $name:ident {
        $($wire:literal $field:ident: $type:ty as $shape:ident,)*
    }) => {
        impl $crate::Decode for $name {
            const IS_STRUCTURE: bool = true;
            const MEMBERS: &'static [&'static str] = &[$($wire),*];

            fn decode(
                _node: &$crate::query::Node,
                _: &'static $crate::Shape,
                _reader: &mut $crate::Reader,
            ) -> Option<Self> {
                _reader.enter(_node)?;
                // All members are read before any is missed, so that every broken rule is told.
                $(let $field = _reader.member(_node, $wire, &$shape);)*
                Some(Self { $($field: $field?,)* })
            }
        }
    };
}

macro_rules! encode {
    ($(#[$meta:meta])* $name:ident {
        $($wire:literal $field:ident: $type:ty as $shape:ident,)*
    }) => {
        impl $crate::Encode for $name {
            fn encode(&self, name: &str, _: &$crate::Shape, out: &mut $crate::Writer) {
                out.structure(name, |_out| {
                    $($crate::Encode::encode(&self.$field, $wire, &$shape, _out);)*
                });
            }
        }
    };
}

/// A text with a fixed set of values. One that is not among them breaks a rule.
macro_rules! enumeration {
    ($name:ident { $($variant:ident = $wire:literal,)* }) => {
        #[doc = concat!("Amazon's `", stringify!($name), "`.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(
                #[doc = concat!("`", $wire, "`")]
                $variant,
            )*
        }

        impl $name {
            /// Every value as it is spelled on the wire.
            pub const VALUES: &'static [&'static str] = &[$($wire),*];

            /// The value as it is spelled on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $wire,)*
                }
            }

            /// The value of that spelling.
            #[must_use]
            pub fn from_wire(text: &str) -> Option<Self> {
                match text {
                    $($wire => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl $crate::Decode for $name {
            fn decode(
                node: &$crate::query::Node,
                _: &'static $crate::Shape,
                reader: &mut $crate::Reader,
            ) -> Option<Self> {
                let text = reader.text(node)?;
                Self::from_wire(text).or_else(|| reader.not_among(text, Self::VALUES))
            }

            fn constraints(_: &$crate::Shape) -> Vec<$crate::validation::Constraint> {
                vec![$crate::validation::Constraint::Values(Self::VALUES)]
            }
        }

        impl $crate::Encode for $name {
            fn encode(&self, name: &str, _: &$crate::Shape, out: &mut $crate::Writer) {
                out.text(name, self.as_str());
            }
        }
    };
}

/// The operations of a service: `Name(Input) -> Output as wrapper, errors[…];`, with `[unsigned]` for
/// one that is called without a signature and `pages(limit, marker, next, more)` for one in pages.
macro_rules! operations {
    ($service:expr; $(
        $name:ident($input:ty) -> $output:ty as $wrapper:expr,
        $([$unsigned:ident])?
        $(pages($limit:literal, $marker:literal, $next:literal, $more:expr))?
        errors[$($error:ident),*];
    )*) => {
        $(
            #[doc = concat!("The operation `", stringify!($name), "`.")]
            #[derive(Debug, Clone, Copy)]
            pub struct $name;

            impl $crate::Operation for $name {
                const SERVICE: Service = $service;
                const NAME: &'static str = stringify!($name);
                const RESULT: Option<&'static str> = $wrapper;
                const ERRORS: &'static [$crate::ErrorCode] = &[$(error::$error),*];
                $(const SIGNED: bool = $crate::macros::signed!($unsigned);)?
                $(const PAGES: Option<$crate::Pages> = Some($crate::Pages {
                    limit: $limit,
                    marker: $marker,
                    next: $next,
                    more: $more,
                });)?
                type Input = $input;
                type Output = $output;
            }
        )*

        /// Every offered operation of the service.
        pub static OPERATIONS: &[$crate::Descriptor] = &[
            $($crate::Descriptor::of::<$name>(),)*
        ];

        /// What reads and writes back the input and the output of each operation.
        #[cfg(test)]
        pub(crate) static ROUND_TRIPS: &[$crate::round_trip::RoundTrip] = &[
            $((
                stringify!($name),
                $crate::round_trip::there_and_back::<$input>,
                $crate::round_trip::there_and_back::<$output>,
            ),)*
        ];
    };
}

macro_rules! signed {
    (unsigned) => {
        false
    };
}

pub(crate) use {both, decode, encode, enumeration, input, operations, output, signed, structure};
