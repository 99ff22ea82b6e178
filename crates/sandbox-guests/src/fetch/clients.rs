//! The package clients of a machine.

use super::PackageClient;
use crate::pins::PackageKind;

/// One package client for each kind of package. Which of them a guest needs depends on what it is made of.
#[derive(Debug, Clone)]
pub struct PackageClients {
    pip: PackageClient,
    npm: PackageClient,
}

impl PackageClients {
    /// The clients of this machine (see [`PackageClient::detect`]). Starts none of them.
    pub fn detect() -> Self {
        Self::new(
            PackageClient::detect(PackageKind::Wheel),
            PackageClient::detect(PackageKind::Npm),
        )
    }

    /// Exactly these clients: one that takes pip's arguments, and one that takes npm's.
    pub fn new(pip: PackageClient, npm: PackageClient) -> Self {
        Self { pip, npm }
    }

    /// The client for packages of this kind.
    pub fn of(&self, kind: PackageKind) -> &PackageClient {
        match kind {
            PackageKind::Wheel => &self.pip,
            PackageKind::Npm => &self.npm,
        }
    }
}
