//! The file tree that the Python guest starts with.

use std::io;
use std::sync::Arc;

use sandbox_guests::GuestFiles;
use sandbox_vfs::{Access, HostFile, Template, ZipLayer, ZipLimits};

/// Where the guest was built to look for its library.
const STDLIB: &str = "/usr/local/lib/python315.zip";

/// matplotlib looks for its data beside its code, which is inside the zip. A WASI preopen of that name, which points at a folder elsewhere
/// in the tree, gives it what a tree cannot have: a folder below a file.
const MATPLOTLIB_DATA: &str = "/usr/local/lib/python315.zip/matplotlib/mpl-data";
const MATPLOTLIB_DATA_PLACE: &str = "/usr/local/share/mpl-data";

/// The read-only layers, the workspace and the scratch folder.
pub(crate) fn template(guest: &GuestFiles) -> io::Result<Template> {
    let open = |name: &str| {
        guest
            .file(name)
            .map_err(io::Error::other)
            .and_then(|file| HostFile::new(file.file().try_clone()?))
    };
    let stdlib = open("python-stdlib.zip")?;
    let data = ZipLayer::open(Arc::new(open("mpl-data.zip")?), ZipLimits::default()).map_err(io::Error::other)?;
    Template::builder()
        .file(STDLIB, Arc::new(stdlib))
        .and_then(|tree| tree.zip(MATPLOTLIB_DATA_PLACE, data))
        .and_then(|tree| tree.dir("/app", Access::ReadWrite))
        .and_then(|tree| tree.dir("/tmp", Access::Scratch))
        .and_then(|tree| tree.preopen("/", "/"))
        .and_then(|tree| tree.preopen(MATPLOTLIB_DATA, MATPLOTLIB_DATA_PLACE))
        .map(sandbox_vfs::TemplateBuilder::build)
        .map_err(io::Error::other)
}
