//! What the host could not do.

use std::path::PathBuf;

use sandbox_core::{PolicyError, Runtime};
use sandbox_guests::CacheError;
use sandbox_host::HostError;

/// Why no program ran, or why its files could not be moved. What a program does is never an error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The host could not prepare or start a guest.
    #[error(transparent)]
    Host(#[from] HostError),
    /// A vendored package cannot be had.
    #[error(transparent)]
    Package(Box<sandbox_packages::PackageError>),
    /// The policy does not hold.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The cache folder cannot be used.
    #[error(transparent)]
    Cache(#[from] CacheError),
    /// This build has no such runtime.
    #[error("this build has no {runtime} runtime")]
    RuntimeMissing {
        /// What was asked for.
        runtime: Runtime,
    },
    /// There is no image of this name.
    #[error("there is no image `{name}` for {runtime}; there are {known}")]
    UnknownImage {
        /// The language.
        runtime: Runtime,
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// A recipe file cannot be read, or holds no recipe.
    #[error("cannot use the recipe {}", path.display())]
    Recipe {
        /// The file.
        path: PathBuf,
        /// Why not: an [`std::io::Error`] or a `RecipeError`.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A recipe has the name of an image that comes with this program.
    #[error("`{name}` is the name of an image that comes with this program")]
    RecipeName {
        /// The name.
        name: String,
    },
    /// A store has no image of this name.
    #[error("the store has no image `{name}`")]
    NoSuchImage {
        /// What was asked for.
        name: String,
    },
    /// A store has several images of this name.
    #[error("the store has several images `{name}`: {}", ids.join(", "))]
    SeveralImages {
        /// What was asked for.
        name: String,
        /// Their ids.
        ids: Vec<String>,
    },
    /// An image that was built from a recipe of a store's is another one than the store says.
    #[error("image `{name}` is {built} here, and {expected} in the store")]
    OtherImage {
        /// Its name.
        name: String,
        /// What was built.
        built: sandbox_host::ImageId,
        /// What should have been.
        expected: sandbox_host::ImageId,
    },
    /// A store has another recipe for an image that is to be sent to it.
    #[error("the store has another recipe for image `{name}` of the id {id}")]
    OtherRecipe {
        /// Its name.
        name: String,
        /// Its id.
        id: sandbox_host::ImageId,
    },
    /// A store did not do what it was asked for.
    #[cfg(feature = "sessions")]
    #[error(transparent)]
    Store(#[from] sandbox_storage::StoreError),
    /// A URL names no store.
    #[cfg(feature = "sessions")]
    #[error(transparent)]
    Location(#[from] sandbox_storage::LocationError),
    /// A recipe was given for a language whose images have none.
    #[error("there are no recipes for {runtime}: they describe Python images")]
    NoRecipes {
        /// The language.
        runtime: Runtime,
    },
    /// A folder of the host's that the policy mounts, or that files come from or go to, cannot be opened.
    #[error("cannot open the folder {}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A host folder cannot be mounted there.
    #[error("cannot mount {} at {guest}", path.display())]
    Mount {
        /// The host's folder.
        path: PathBuf,
        /// The guest path.
        guest: String,
        /// Why not.
        source: sandbox_vfs::Error,
    },
    /// A file of the workspace could not be read, written or removed.
    #[error("workspace file `{path}`: {source}")]
    File {
        /// The file, relative to the workspace.
        path: String,
        /// Why not.
        source: sandbox_vfs::Error,
    },
    /// A folder could not be imported or exported.
    #[error("cannot move files between the workspace and {}", path.display())]
    Transfer {
        /// The host's folder.
        path: PathBuf,
        /// Why not.
        source: sandbox_vfs::TransferError,
    },
    /// The blocking twin was called in the middle of an async task, which it would hold up.
    #[error("a blocking call inside an async runtime")]
    InsideAsyncRuntime,
    /// A thread, a timer or a background task could not be started.
    #[error("the operating system refused a thread or a timer")]
    Thread(#[source] std::io::Error),
}

impl From<sandbox_packages::PackageError> for Error {
    fn from(error: sandbox_packages::PackageError) -> Self {
        Self::Package(error.into())
    }
}

impl Error {
    /// What the person at the keyboard can do about it, in a sentence.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Host(error) => error.hint(),
            Self::Cache(error) => Some(error.hint()),
            Self::Policy(_) => Some("`sandbox policy show` prints every key with its default".into()),
            Self::RuntimeMissing { .. } => Some("build with the runtime's cargo feature".into()),
            Self::UnknownImage { .. } => Some(
                "`sandbox image list` shows the images; an image of your own is built by `sandbox image build`, or named by its recipe's file"
                    .into(),
            ),
            Self::Recipe { .. } => Some(
                "a recipe is a TOML file with `name`, and whichever of `description`, `parent`, `packages`, `modules`, `statements`, `practice`, `[env]` and `[files]` it needs".into(),
            ),
            #[cfg(feature = "sessions")]
            Self::Store(error) => Some(error.hint().into()),
            #[cfg(feature = "sessions")]
            Self::Location(_) => Some("a store is `file:///path`, `s3://bucket/prefix` or `memory:`".into()),
            Self::Package(error) => Some(error.hint()),
            Self::RecipeName { .. } => Some("choose another name in the recipe".into()),
            Self::NoSuchImage { .. } => Some("`sandbox image push NAME` sends one there".into()),
            Self::SeveralImages { .. } => Some("name one of them: NAME@ID".into()),
            Self::OtherImage { .. } => Some(
                "it was built by another version of the program or with other packages: use the same one, or build the recipe with `sandbox image build`"
                    .into(),
            ),
            Self::OtherRecipe { .. } => Some(
                "the images are equal, so the recipes differ in their description or in comments: what the store has builds the same image; choose another name to send this one"
                    .into(),
            ),
            Self::NoRecipes { .. } => Some("name an image, or run Python".into()),
            Self::Folder { .. } | Self::Mount { .. } => Some("give an existing folder that you may read".into()),
            Self::File { .. } => Some(
                "paths are relative to the workspace and stay inside it; quotas are in the policy's [disk] table"
                    .into(),
            ),
            Self::Transfer { .. } => Some("check the folder's permissions and the policy's [disk] limits".into()),
            Self::InsideAsyncRuntime => {
                Some("use the async `Sandbox`, or call the blocking one from `spawn_blocking`".into())
            }
            Self::Thread(_) => None,
        }
    }
}
