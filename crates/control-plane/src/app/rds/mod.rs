pub(super) const OPERATIONS: &[&[crate::app::Entry]] = &[];
