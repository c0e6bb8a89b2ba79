//! A list that is mostly of one.

use std::ops::Deref;

/// A list that keeps a single element in place: most statements have one resource, and following a
/// pointer for it would cost more than comparing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Few<T> {
    One(T),
    Other(Box<[T]>),
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Few<T> {
        let mut elements = elements.into_iter();
        match (elements.next(), elements.next()) {
            (Some(one), None) => Few::One(one),
            (first, second) => {
                Few::Other(first.into_iter().chain(second).chain(elements).collect())
            }
        }
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Few::One(one) => std::slice::from_ref(one),
            Few::Other(all) => all,
        }
    }
}

impl<T> Few<T> {
    /// The bytes of the elements that are not kept in place.
    pub(crate) fn heap_bytes(&self) -> usize {
        match self {
            Few::One(_) => 0,
            Few::Other(all) => size_of_val::<[T]>(all),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_what_it_was_made_of() {
        for n in 0..4 {
            let few: Few<usize> = (0..n).collect();
            assert_eq!(few.to_vec(), (0..n).collect::<Vec<_>>());
            assert_eq!(matches!(few, Few::One(_)), n == 1);
            assert_eq!(
                few.heap_bytes(),
                if n == 1 { 0 } else { n * size_of::<usize>() }
            );
        }
    }
}
