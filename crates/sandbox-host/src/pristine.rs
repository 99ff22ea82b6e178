//! An image's memory as a fresh clone has it: what a live guest's memory is compared with.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use sandbox_core::ExecutionPolicy;
use wasmtime::{Memory, Store};

use crate::dirty::{self, PAGE};
use crate::error::HostError;
use crate::image::Image;
use crate::instance::Identity;
use crate::saved::Page;
use crate::state::GuestState;
use crate::wake::CancelHandle;

/// A clone of an image that never runs. Its memory is the image's own pages: it takes address space, and what a derived image adds.
pub(crate) struct Pristine(Mutex<Clone>);

struct Clone {
    store: Store<GuestState>,
    memory: Memory,
}

/// What a page holds that the image does not have.
const ZEROS: [u8; PAGE] = [0; PAGE];

impl Pristine {
    /// Makes one.
    ///
    /// # Errors
    ///
    /// When there is no place left, or the operating system refuses address space.
    pub(crate) async fn of(image: &Image) -> Result<Self, HostError> {
        let policy = ExecutionPolicy::default();
        let identity = Identity { args: &[], env: &[] };
        let state = GuestState::build(image.template(), &policy, identity, 0, CancelHandle::new());
        let mut store = Store::new(image.engine().wasmtime(), state);
        store.limiter(|state| &mut state.limiter);
        store.data_mut().limiter.max_bytes = usize::MAX;
        store.set_epoch_deadline(u64::MAX / 2);
        let instance = image
            .instances()
            .instantiate_async(&mut store)
            .await
            .map_err(HostError::instantiate)?;
        let memory = instance
            .get_memory(&mut store, "memory")
            .ok_or_else(|| HostError::instantiate(wasmtime::Error::msg("the guest exports no memory")))?;
        if let Some(delta) = image.delta() {
            delta.lay_over(memory, (&mut store).into()).await?;
        }
        Ok(Self(Mutex::new(Clone { store, memory })))
    }

    /// The numbers of the pages of `memory` that differ, ascending. What lies behind the image's end is compared with zeros.
    pub(crate) fn differing(&self, memory: &[u8]) -> Vec<u32> {
        self.compare(memory, dirty::own_pages(memory))
    }

    /// As [`differing`](Self::differing), by looking at `candidates` only, or at every page.
    fn compare(&self, memory: &[u8], candidates: Option<Vec<u32>>) -> Vec<u32> {
        // Nothing that holds the lock can panic halfway through a change: nothing is changed.
        let clone = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let image = clone.memory.data(&clone.store);
        let pages = u32::try_from(memory.len() / PAGE).unwrap_or(u32::MAX);
        let differs = |page: &u32| {
            let at = *page as usize * PAGE;
            memory.get(at..at + PAGE) != Some(image.get(at..at + PAGE).unwrap_or(&ZEROS))
        };
        match candidates {
            Some(candidates) => candidates.into_iter().filter(differs).collect(),
            None => (0..pages).filter(differs).collect(),
        }
    }

    /// As [`differing`](Self::differing), without asking the kernel: the oracle of it.
    pub(crate) fn differing_by_comparing(&self, memory: &[u8]) -> Vec<u32> {
        self.compare(memory, None)
    }

    /// Replaces pages by how they differ from the image's, bit by bit; done twice, they are what they were. Pages behind the image's end stay as they are.
    pub(crate) fn exchange(&self, pages: &mut BTreeMap<u32, Page>) {
        let clone = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let image = clone.memory.data(&clone.store);
        for (number, page) in pages {
            let at = *number as usize * PAGE;
            let Some(original) = image.get(at..at + PAGE) else {
                continue;
            };
            let mut exchanged = **page;
            for (byte, original) in exchanged.iter_mut().zip(original) {
                *byte ^= original;
            }
            *page = Arc::new(exchanged);
        }
    }
}
