//! Where sessions get their interpreters from.

use std::fmt;

use async_trait::async_trait;
use sandbox_core::{ExecutionPolicy, Runtime};
use sandbox_host::Image;
use sandbox_vfs::Template;

/// Why there is no image.
pub type ImagesError = Box<dyn std::error::Error + Send + Sync>;

/// Makes images ready. The facade crate implements it over the cache folder; a program that prepares its images itself implements it in a few lines.
#[async_trait]
pub trait Images: fmt::Debug + Send + Sync + 'static {
    /// The image of this name for a language; the default one where none is named. It is asked for whenever an interpreter is started, and should answer at once where it can.
    ///
    /// # Errors
    ///
    /// Any: a session whose image is missing can still be listed, and its files read.
    async fn image(&self, runtime: Runtime, name: Option<&str>) -> Result<Image, ImagesError>;

    /// The image, if it is ready in this process already: what looking at files asks for, which must not take the minutes that preparing an image can.
    fn mapped(&self, runtime: Runtime, name: Option<&str>) -> Option<Image> {
        let _ = (runtime, name);
        None
    }

    /// The files that a guest of the image starts with under a policy: the image's own, and the policy's folders of the host.
    ///
    /// # Errors
    ///
    /// Any, such as a folder that is not there.
    fn files(&self, image: &Image, policy: &ExecutionPolicy) -> Result<Template, ImagesError>;
}
