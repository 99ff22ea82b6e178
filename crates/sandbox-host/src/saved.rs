//! What a live guest is beyond its image and its files: what a session keeps, and a guest is resumed from.

use std::collections::BTreeMap;
use std::sync::Arc;

use sandbox_vfs::OpenFile;
use wasmtime::{AsContextMut as _, Memory, StoreContextMut};

use crate::dirty::PAGE;
use crate::error::HostError;
use crate::instance::Instance;
use crate::state::GuestState;

/// The engine allows no other page size of WebAssembly's.
const WASM_PAGE: u64 = 64 << 10;

/// The largest 32-bit memory, in bytes.
const MAX_MEMORY: u64 = 4 << 30;

/// The size of a [`Page`], in bytes.
pub const PAGE_BYTES: usize = PAGE;

/// One page of a guest's memory. Cloning copies nothing.
pub type Page = Arc<[u8; PAGE_BYTES]>;

/// The state of a guest between two turns, as what differs from its image.
///
/// Between turns nothing of a guest is anywhere but in its linear memory (`guests.md`: one global, which is at rest then), so these pages, laid over a fresh
/// clone of the same image, are the guest. They can come from anywhere: whatever they hold becomes a guest's memory and nothing else.
#[derive(Debug, Clone, Default)]
pub struct SavedState {
    /// The size of the linear memory, in bytes: a multiple of WebAssembly's page size, at least the image's.
    pub memory_bytes: u64,
    /// The pages that differ from the image, by number.
    pub pages: BTreeMap<u32, Page>,
    /// Nanoseconds that have passed for the guest: where its monotonic clock goes on.
    pub elapsed_ns: u64,
}

impl SavedState {
    /// Whether it can be a state of an image with `image` bytes of memory, under a policy that allows `allowed` on top.
    pub(crate) fn check(&self, image: u64, allowed: u64) -> Result<(), SavedStateError> {
        let bytes = self.memory_bytes;
        if bytes < image || !bytes.is_multiple_of(WASM_PAGE) || bytes > MAX_MEMORY {
            return Err(SavedStateError::Size { bytes, image });
        }
        let more = bytes - image;
        if more > allowed {
            return Err(SavedStateError::OverLimit { bytes: more, allowed });
        }
        match self.pages.last_key_value() {
            Some((page, _)) if (u64::from(*page) + 1) * PAGE as u64 > bytes => {
                Err(SavedStateError::Page { page: *page })
            }
            _ => Ok(()),
        }
    }
}

impl SavedState {
    /// Writes the pages into a clone's memory, which is made large enough.
    pub(crate) async fn lay_over(
        &self,
        memory: Memory,
        mut store: StoreContextMut<'_, GuestState>,
    ) -> Result<(), HostError> {
        let now = memory.data_size(&store) as u64;
        let more = self.memory_bytes.saturating_sub(now) / WASM_PAGE;
        if more > 0 {
            // What was allowed once is not held back now.
            store.data_mut().limiter.reserve_bytes = 0;
            memory
                .grow_async(store.as_context_mut(), more)
                .await
                .map_err(HostError::instantiate)?;
        }
        let bytes = memory.data_mut(&mut store);
        for (page, content) in &self.pages {
            let at = *page as usize * PAGE;
            let place = bytes
                .get_mut(at..at + PAGE)
                .ok_or(SavedStateError::Page { page: *page })?;
            place.copy_from_slice(&content[..]);
        }
        Ok(())
    }
}

impl Instance {
    /// The guest's state between two turns; pages that are as in `before` are shared with it. Costs what differs from the image.
    ///
    /// # Errors
    ///
    /// [`HostError::Ended`] when a limit or a trap ended the last turn: what is in its memory then is in the middle of something.
    pub async fn save(&mut self, before: &SavedState) -> Result<SavedState, HostError> {
        if let Some(outcome) = self.ended() {
            return Err(HostError::Ended { outcome });
        }
        let image = self.image().clone();
        let pristine = image.pristine().await?;
        let memory = self.memory();
        Ok(SavedState {
            memory_bytes: memory.len() as u64,
            pages: pages(memory, pristine.differing(memory), before),
            elapsed_ns: self.elapsed_ns(),
        })
    }

    /// As [`save`](Self::save), by comparing every page with the image instead of asking the kernel which ones were written: slow, and right on any system.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn save_by_comparing(&mut self, before: &SavedState) -> Result<SavedState, HostError> {
        if let Some(outcome) = self.ended() {
            return Err(HostError::Ended { outcome });
        }
        let image = self.image().clone();
        let pristine = image.pristine().await?;
        let memory = self.memory();
        Ok(SavedState {
            memory_bytes: memory.len() as u64,
            pages: pages(memory, pristine.differing_by_comparing(memory), before),
            elapsed_ns: self.elapsed_ns(),
        })
    }

    /// Makes a fresh clone what `state` was saved from.
    pub(crate) async fn restore(&mut self, state: &SavedState, open_files: &[OpenFile]) -> Result<(), HostError> {
        let deterministic = self.policy().determinism.enabled;
        let (memory, mut store) = self.memory_and_store();
        state.lay_over(memory, store.as_context_mut()).await?;
        let guest = store.data_mut();
        guest.limiter.peak_bytes = guest.limiter.used_bytes;
        guest.clock.go_on_from(state.elapsed_ns);
        // Where the policy asks for determinism, a resumed guest draws what it would have drawn.
        guest.renew = !deterministic;
        guest.tree.reopen(open_files).map_err(HostError::open_files)?;
        self.hold_back_reserve();
        Ok(())
    }
}

fn pages(memory: &[u8], numbers: Vec<u32>, before: &SavedState) -> BTreeMap<u32, Page> {
    let page = |number: u32| {
        let at = number as usize * PAGE;
        let content: &[u8; PAGE] = memory.get(at..at + PAGE)?.try_into().ok()?;
        let known = before.pages.get(&number).filter(|page| ***page == *content);
        Some((number, known.map_or_else(|| Arc::new(*content), Arc::clone)))
    };
    numbers.into_iter().filter_map(page).collect()
}

/// Why a state cannot be resumed from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SavedStateError {
    /// The memory has a size that no guest of the image can have.
    #[error(
        "the saved memory is {bytes} bytes large, which is no size that a guest of this image can have (it starts with {image} bytes)"
    )]
    Size {
        /// The saved size.
        bytes: u64,
        /// The image's.
        image: u64,
    },
    /// The memory is larger than the policy allows.
    #[error("the saved memory is {bytes} bytes larger than the image's, but the policy's `memory_bytes` is {allowed}")]
    OverLimit {
        /// What it has on top of the image.
        bytes: u64,
        /// The policy's limit.
        allowed: u64,
    },
    /// A page is outside the memory.
    #[error("the saved state has a page {page} behind the end of its memory")]
    Page {
        /// The page's number.
        page: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(memory_bytes: u64, page: Option<u32>) -> Option<SavedStateError> {
        let state = SavedState {
            memory_bytes,
            pages: page.into_iter().map(|page| (page, Arc::new([0; PAGE]))).collect(),
            elapsed_ns: 0,
        };
        state.check(2 * WASM_PAGE, 3 * WASM_PAGE).err()
    }

    #[test]
    fn only_what_a_guest_of_the_image_can_have_is_a_state() {
        for fine in [2, 3, 5] {
            assert_eq!(refused(fine * WASM_PAGE, Some(31)), None);
        }
        for size in [0, WASM_PAGE, 2 * WASM_PAGE + 1, MAX_MEMORY + WASM_PAGE, u64::MAX] {
            assert!(
                matches!(refused(size, None), Some(SavedStateError::Size { .. })),
                "{size}"
            );
        }
        assert!(matches!(
            refused(6 * WASM_PAGE, None),
            Some(SavedStateError::OverLimit { .. })
        ));
        for page in [32, u32::MAX] {
            assert!(matches!(
                refused(2 * WASM_PAGE, Some(page)),
                Some(SavedStateError::Page { .. })
            ));
        }
    }
}
