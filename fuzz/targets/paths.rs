//! Guest paths, session ids and the paths of the host's file functions: whatever the text, nothing is outside of the workspace.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use sandbox_core::{GuestPath, SessionId};
use sandbox_vfs::{Access, Limits, SystemClock, Template};

fuzz_target!(|text: &str| {
    if let Ok(path) = GuestPath::new(text) {
        let shown = path.to_string();
        assert_eq!(GuestPath::new(&shown).as_ref(), Ok(&path));
        assert!(shown.starts_with('/') && !shown.split('/').any(|name| name == ".." || name == "."));
    }
    if let Ok(id) = SessionId::new(text) {
        assert_eq!(id.as_str(), text);
        assert!(!text.contains(['/', '\\', '\0']) && !text.starts_with(['.', '-']) && !text.contains(".."));
    }
    let template = Template::builder()
        .bytes("/secret", "outside")
        .and_then(|tree| tree.dir("/app", Access::ReadWrite))
        .and_then(|tree| tree.bytes("/app/file", "inside"))
        .expect("a template")
        .build();
    let mut tree = template.instantiate(Limits::default(), Arc::new(SystemClock));
    for path in [text.to_owned(), format!("/app/{text}"), format!("/{text}")] {
        let written = tree.write_file(&path, "written");
        if written.is_ok() {
            assert!(path.starts_with("/app/"), "{path:?}");
            assert_eq!(tree.read_file(&path, 100).expect("it was written"), b"written");
        }
        drop(tree.metadata(&path));
        drop(tree.list(&path));
        drop(tree.make_dir(&path));
        drop(tree.remove(&path, true));
    }
    assert_eq!(tree.read_file("/secret", 100).expect("it is read-only"), b"outside");
});
