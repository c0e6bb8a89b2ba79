//! The suite, for the embedded store.

use store::Embedded;
use store::conformance::Fixture;

use crate::support::{Home, fill};

/// Few enough to be outrun quickly, and more than any check that wants to see all of them writes.
const KEPT: usize = 256;

impl Fixture for Home {
    type Store = Embedded;

    async fn open(&self) -> Embedded {
        self.open_keeping(KEPT)
    }

    async fn forget(&self, store: &Embedded) {
        fill(store, KEPT + 1).await;
    }
}

store::conformance_suite!(Home::new());
