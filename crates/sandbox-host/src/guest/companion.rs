//! A second module that works for the guest, in the guest's own store: same fuel, same deadline, same memory limit.

use wasmtime::{AsContextMut, Instance, Memory};

use super::{Guest, Halt};
use crate::image::Image;

/// The companion of a live guest: its image, and its instance once it was needed.
#[derive(Default)]
pub(crate) struct Companion {
    pub(crate) image: Option<Image>,
    pub(crate) live: Option<(Instance, Memory)>,
}

impl Guest<'_> {
    /// The guest that [`GuestRuntime::companion`](crate::GuestRuntime::companion) names: started when it is first asked for, kept for as long as this one
    /// lives.
    ///
    /// # Errors
    ///
    /// When there is none, when it cannot be started, or when its memory does not fit the policy's limit.
    pub async fn companion(&mut self) -> Result<Guest<'_>, Halt> {
        let companion = &self.context.data().companion;
        let (instance, memory) = match (companion.live, companion.image.clone()) {
            (Some(live), _) => live,
            (None, None) => return Err(Halt::protocol("the runtime has no companion")),
            (None, Some(image)) => {
                // What its image needs is not the program's to pay, as for the guest's own image.
                let own = usize::try_from(image.memory_bytes()).unwrap_or(usize::MAX);
                let limiter = &mut self.context.data_mut().limiter;
                limiter.max_bytes = limiter.max_bytes.saturating_add(own);
                let together = limiter.used_bytes.saturating_add(own);
                let instance = image
                    .instances()
                    .instantiate_async(self.context.as_context_mut())
                    .await
                    .map_err(Halt)?;
                let memory = instance
                    .get_memory(self.context.as_context_mut(), "memory")
                    .ok_or_else(|| Halt::protocol("the guest exports no memory"))?;
                let state = self.context.data_mut();
                state.companion.live = Some((instance, memory));
                state.limiter.used_bytes = together;
                (instance, memory)
            }
        };
        Ok(Guest::new(self.context.as_context_mut(), instance, memory))
    }
}
