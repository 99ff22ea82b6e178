//! What operations of a guest cost the host, where the call itself does not show it.

/// Steps that the tree took for a guest beyond what its calls say: [`Tree::take_work`](crate::Tree::take_work) hands them over, to be paid for.
///
/// They depend on the calls and on what is in the tree and in mounted folders, never on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Names that were looked up because a symbolic link led through them.
    pub link_names: u64,
    /// Entries that were walked because a directory was moved.
    pub walked: u64,
    /// Names that were looked up in folders of the host, and entries of theirs that were listed.
    pub host_steps: u64,
}
