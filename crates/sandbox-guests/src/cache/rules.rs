//! The safety rules of the cache's folders.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::Path;

use rustix::fs::{Mode, OFlags};

use super::CacheError;
use crate::regular::{self, WRITABLE_BY_OTHERS};

/// Makes sure of the cache's top folder, creating what leads to it as the user's umask has it.
pub(super) fn ensure_private_root(path: &Path) -> Result<(), CacheError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|source| CacheError::Create {
            path: path.to_owned(),
            source,
        })?;
    }
    ensure_private_folder(path)
}

/// Makes sure that `path` is a folder that only this user can change, creating it with mode 0700 if nothing is there.
pub(super) fn ensure_private_folder(path: &Path) -> Result<(), CacheError> {
    let create_error = |source| CacheError::Create {
        path: path.to_owned(),
        source,
    };
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => {}
        // Somebody was first, or it cannot be created because it is there: what is there decides.
        Err(_) if fs::symlink_metadata(path).is_ok() => {}
        Err(error) => return Err(create_error(error)),
    }
    check_private_folder(path)
}

fn check_private_folder(path: &Path) -> Result<(), CacheError> {
    let create_error = |source| CacheError::Create {
        path: path.to_owned(),
        source,
    };
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let folder = match rustix::fs::open(path, flags, Mode::empty()) {
        Ok(folder) => File::from(folder),
        Err(rustix::io::Errno::NOTDIR | rustix::io::Errno::LOOP | rustix::io::Errno::MLINK) => {
            let metadata = fs::symlink_metadata(path).map_err(create_error)?;
            return Err(CacheError::NotAFolder {
                path: path.to_owned(),
                found: regular::kind(&metadata),
            });
        }
        Err(error) => return Err(create_error(io::Error::from(error))),
    };
    let metadata = folder.metadata().map_err(create_error)?;
    let user = rustix::process::geteuid().as_raw();
    if metadata.uid() != user {
        return Err(CacheError::Foreign {
            path: path.to_owned(),
            owner: metadata.uid(),
            user,
        });
    }
    if metadata.mode() & WRITABLE_BY_OTHERS != 0 {
        return Err(CacheError::Writable {
            path: path.to_owned(),
            mode: metadata.mode() & 0o7777,
        });
    }
    Ok(())
}
