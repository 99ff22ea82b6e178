//! Mapping compiled code: the one place of the whole system that loads native code.
#![expect(
    unsafe_code,
    reason = "loading compiled artifacts is unsafe by nature; what makes it sound is checked here"
)]

use sandbox_guests::Verified;

use crate::engine::Engine;

/// Maps a verified artifact. wasmtime checks its own header (version, target, settings) and refuses another engine's.
///
/// # Errors
///
/// When the artifact was made by another version or for another machine.
#[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
pub(crate) fn map(engine: &Engine, artifact: Verified) -> wasmtime::Result<wasmtime::Module> {
    // SAFETY: the bytes must be what `precompile_module` wrote, and must not change while they are mapped.
    // `Verified` is only made by `sandbox-guests` for an open regular file of ours (no link, our owner, mode 0600, in a
    // 0700 folder of ours) whose SHA-256 is the one recorded when this program compiled it, and it is that very descriptor that is
    // mapped, so nothing can be swapped in between. Artifacts are never written in place: they are made under another name and
    // renamed, and removed by unlinking, which leaves a mapped file as it is. Another process of the same user could still write to the
    // file; that user could as well replace this program.
    unsafe { wasmtime::Module::deserialize_open_file(engine.wasmtime(), artifact.file) }
}
