//! Changes that the workspace's folder still lacks, because an earlier attempt to write them failed.

use std::collections::BTreeSet;

use llm_wasm_sandbox::Execution;

#[derive(Debug, Default)]
pub(super) struct Owed {
    written: BTreeSet<String>,
    deleted: BTreeSet<String>,
}

impl Owed {
    /// Takes an input's changes over what is owed from before.
    pub(super) fn add(&mut self, execution: &Execution) {
        for path in execution.files_created.iter().chain(&execution.files_modified) {
            self.deleted.remove(path);
            self.written.insert(path.clone());
        }
        for path in &execution.files_deleted {
            self.written.remove(path);
            self.deleted.insert(path.clone());
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.written.is_empty() && self.deleted.is_empty()
    }

    /// An execution that made all of these changes.
    pub(super) fn as_execution(&self, latest: &Execution) -> Execution {
        let mut all = latest.clone();
        all.files_created.clear();
        all.files_modified = self.written.iter().cloned().collect();
        all.files_deleted = self.deleted.iter().cloned().collect();
        all
    }
}

#[cfg(test)]
mod tests {
    use llm_wasm_sandbox::Runtime;

    use super::*;

    #[test]
    fn the_latest_change_of_a_file_is_the_one_that_is_owed() {
        let mut owed = Owed::default();
        let mut execution = Execution::new(Runtime::Python);
        execution.files_created = vec!["a".into(), "b".into()];
        execution.files_deleted = vec!["c".into()];
        owed.add(&execution);
        execution.files_created = vec!["c".into()];
        execution.files_deleted = vec!["a".into()];
        owed.add(&execution);
        let all = owed.as_execution(&execution);
        assert_eq!(all.files_created, [""; 0]);
        assert_eq!(all.files_modified, ["b", "c"]);
        assert_eq!(all.files_deleted, ["a"]);
    }
}
