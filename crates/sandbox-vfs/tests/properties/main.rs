//! Random sequences of operations, against models that cannot be wrong in the same way.

mod accounting;
mod changes;
mod cookies;
mod kept;
mod operations;
#[cfg(target_os = "linux")]
mod oracle;

use std::collections::BTreeMap;
use std::sync::Arc;

use sandbox_vfs::{Access, Fd, FileType, Limits, SystemClock, Template, Tree};

/// The workspace, preopened; the only preopened directory.
const APP: Fd = Fd(3);

fn template() -> Template {
    Template::builder()
        .dir("/app", Access::ReadWrite)
        .and_then(|builder| builder.bytes("/app/a/b", "from the template"))
        .and_then(|builder| builder.bytes("/app/c", vec![5; 70_000]))
        .and_then(|builder| builder.preopen("/app", "/app"))
        .unwrap()
        .build()
}

fn instantiate(template: &Template, limits: Limits) -> Tree {
    template.instantiate(limits, Arc::new(SystemClock))
}

/// Everything in the workspace: file content, link targets, and nothing for directories.
fn contents(tree: &mut Tree) -> BTreeMap<String, Option<Vec<u8>>> {
    let entries = tree.list("/app").unwrap();
    let content = |tree: &mut Tree, path: &str, file_type| match file_type {
        FileType::Symlink => {
            let mut target = vec![0; 4096];
            let count = tree
                .read_link(APP, path.trim_start_matches("/app/").as_bytes(), &mut target)
                .unwrap();
            target.truncate(count);
            Some(target)
        }
        FileType::Regular => Some(tree.read_file(path, u64::MAX).unwrap()),
        _ => None,
    };
    entries
        .into_iter()
        .map(|entry| {
            let content = content(tree, &entry.path, entry.file_type);
            (entry.path.trim_start_matches("/app/").to_owned(), content)
        })
        .collect()
}
