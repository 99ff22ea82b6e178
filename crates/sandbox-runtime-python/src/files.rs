//! The file tree that the Python guest starts with.

use std::sync::Arc;

use sandbox_host::{FilesError, Resources};
use sandbox_vfs::{Access, HostFile, Template, ZipLayer, ZipLimits};

use crate::packages::Packages;
use crate::recipe::Recipe;

/// Where the guest was built to look for its library.
const STDLIB: &str = "/usr/local/lib/python315.zip";

/// matplotlib looks for its data beside its code, which is inside the zip. A WASI preopen of that name, which points at a folder elsewhere
/// in the tree, gives it what a tree cannot have: a folder below a file.
const MATPLOTLIB_DATA: &str = "/usr/local/lib/python315.zip/matplotlib/mpl-data";
const MATPLOTLIB_DATA_PLACE: &str = "/usr/local/share/mpl-data";

/// The read-only layers, the workspace and the scratch folder.
pub(crate) fn template(
    recipe: &Recipe,
    packages: &Packages,
    resources: &Resources<'_>,
) -> Result<Template, FilesError> {
    let open = |name: &str| -> Result<HostFile, FilesError> {
        let file = resources.guest.file(name)?;
        Ok(HostFile::new(file.file().try_clone()?)?)
    };
    let stdlib = open("python-stdlib.zip")?;
    let data = ZipLayer::open(Arc::new(open("mpl-data.zip")?), ZipLimits::default())?;
    let mut files = Template::builder()
        .file(STDLIB, Arc::new(stdlib))?
        .zip(MATPLOTLIB_DATA_PLACE, data)?
        .dir("/app", Access::ReadWrite)?
        .dir("/tmp", Access::Scratch)?
        .preopen("/", "/")?
        .preopen(MATPLOTLIB_DATA, MATPLOTLIB_DATA_PLACE)?;
    // An image that names no packages is the same whatever is vendored.
    if !resources.building || recipe.includes_packages() {
        files = packages.add_to(files, resources)?;
    }
    for (path, content) in recipe.files() {
        files = files.bytes(path.as_str(), content.clone())?;
    }
    Ok(files.build())
}
