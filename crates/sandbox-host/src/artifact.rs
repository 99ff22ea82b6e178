//! Mapping compiled code: the one place of the whole system that loads native code.
#![expect(
    unsafe_code,
    reason = "loading compiled artifacts is unsafe by nature; what makes it sound is checked here"
)]

use sandbox_guests::Verified;

use crate::engine::Engine;

/// Why an artifact could not be mapped.
#[derive(Debug)]
pub(crate) enum MapError {
    /// The operating system refused memory, a descriptor or the like; the artifact may be in order.
    System(wasmtime::Error),
    /// The artifact was made by another version, for another machine or for another kind of engine.
    Unfit(wasmtime::Error),
}

impl From<wasmtime::Error> for MapError {
    fn from(error: wasmtime::Error) -> Self {
        // An invalid argument is the artifact's fault: an empty file cannot be mapped.
        let of_system = |cause: &(dyn std::error::Error + 'static)| {
            let code = cause.downcast_ref::<rustix::io::Errno>();
            let error = cause.downcast_ref::<std::io::Error>();
            code.is_some_and(|code| *code != rustix::io::Errno::INVAL)
                || error.is_some_and(|error| error.kind() != std::io::ErrorKind::InvalidInput)
        };
        if error.chain().any(of_system) {
            Self::System(error)
        } else {
            Self::Unfit(error)
        }
    }
}

/// Maps a verified artifact. wasmtime checks its own header (version, target, settings) and refuses another engine's.
///
/// # Errors
///
/// [`MapError`] says whether it helps to compile it again.
#[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
pub(crate) fn map(engine: &Engine, artifact: Verified) -> Result<wasmtime::Module, MapError> {
    // SAFETY: the bytes must be what `precompile_module` wrote, and must not change while they are mapped.
    // `Verified` is only made by `sandbox-guests` for an open regular file of ours (no link, our owner, mode 0600, in a
    // 0700 folder of ours) whose SHA-256 is the one recorded when this program compiled it, and it is that very descriptor that is
    // mapped, so nothing can be swapped in between. Artifacts are never written in place: they are made under another name and
    // renamed, and removed by unlinking, which leaves a mapped file as it is. Another process of the same user could still write to the
    // file; that user could as well replace this program.
    let mapped = unsafe { wasmtime::Module::deserialize_open_file(engine.wasmtime(), artifact.file) };
    mapped.map_err(MapError::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refuses_is_told_from_what_does_not_fit() {
        let system = wasmtime::Error::from(rustix::io::Errno::NOMEM).context("mmap failed");
        assert!(matches!(MapError::from(system), MapError::System(_)));
        let system = wasmtime::Error::from(std::io::Error::other("no descriptors")).context("cloning");
        assert!(matches!(MapError::from(system), MapError::System(_)));
        let unfit = wasmtime::Error::msg("Module was compiled with incompatible version");
        assert!(matches!(MapError::from(unfit), MapError::Unfit(_)));
    }
}
