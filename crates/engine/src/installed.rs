use crate::discover::DiscoverError;
use crate::engine::Engine;
use crate::product::Product;
use crate::search::SearchPath;

/// The database servers of this machine: at most one of each kind, the first that is found.
#[derive(Debug, Clone, Default)]
pub struct Installed(Vec<Engine>);

impl Installed {
    /// Looks for all of them. What is missing is told along with what is there: whether that is a
    /// failure depends on what is wanted.
    pub async fn discover(search: &SearchPath) -> (Self, Vec<DiscoverError>) {
        let mut found = Vec::new();
        let mut missing = Vec::new();
        for product in Product::ALL {
            match Engine::discover(product, search).await {
                Ok(engine) => found.push(engine),
                Err(error) => missing.push(error),
            }
        }
        (Self(found), missing)
    }

    /// Exactly these.
    pub fn new(engines: impl IntoIterator<Item = Engine>) -> Self {
        Self(engines.into_iter().collect())
    }

    /// The server of this kind.
    pub fn of(&self, product: Product) -> Option<&Engine> {
        self.0.iter().find(|engine| engine.product() == product)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Engine> {
        self.0.iter()
    }
}
