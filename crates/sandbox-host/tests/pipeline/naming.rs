//! Equal inputs are one image under one name, and different ones are not.

use std::ffi::OsString;
use std::path::PathBuf;

use sandbox_guests::Silent;
use sandbox_host::{Rebuild, StoredKind, stored};

use crate::fixture::{Fixture, START, assert_runs};

#[tokio::test]
async fn two_builds_give_the_image_that_is_run() {
    let fixture = Fixture::new();
    let twice = |tiny| {
        fixture
            .with(&Silent, |preparation| {
                Rebuild {
                    cache: preparation.cache,
                    source: preparation.source.clone(),
                    progress: preparation.progress,
                }
                .twice(tiny)
            })
            .unwrap()
    };
    assert_eq!(twice(&fixture.tiny), fixture.image().id());
    assert_ne!(twice(&fixture.tiny), twice(&fixture.other()));
}

#[tokio::test]
async fn equal_inputs_are_prepared_once() {
    let fixture = Fixture::new();
    let (first, steps) = fixture.prepare(&fixture.tiny);
    assert_eq!((steps.count("building"), steps.count("compiling")), (1, 1));
    let (second, steps) = fixture.prepare(&fixture.tiny.clone());
    assert_eq!(steps.lines(), [""; 0]);
    assert_eq!(first.id(), second.id());
    assert_runs(&second, START).await;
    assert_eq!(stored(&fixture.cache()).unwrap().len(), 2);
}

#[tokio::test]
async fn equal_inputs_have_equal_names_in_every_cache() {
    let (here, there) = (Fixture::new(), Fixture::new());
    assert_eq!(here.image().id(), there.image().id());
    let names = |fixture: &Fixture| -> Vec<OsString> {
        let name = |path: PathBuf| path.file_name().unwrap().to_owned();
        [StoredKind::Image, StoredKind::Artifact]
            .map(|kind| name(fixture.path(kind, &fixture.tiny)))
            .into()
    };
    assert_eq!(names(&here), names(&there));
}

#[tokio::test]
async fn another_recipe_is_another_image_beside_the_first() {
    let fixture = Fixture::new();
    let other = fixture.other();
    let (image, (another, steps)) = (fixture.image(), fixture.prepare(&other));
    assert_eq!((steps.count("building"), steps.count("compiling")), (1, 1));
    assert_ne!(image.id(), another.id());
    assert_runs(&image, START).await;
    assert_runs(&another, other.start).await;
    for kind in [StoredKind::Image, StoredKind::Artifact] {
        assert_ne!(fixture.path(kind, &fixture.tiny), fixture.path(kind, &other));
    }
    let cache = fixture.cache();
    let all = stored(&cache).unwrap();
    assert_eq!(all.len(), 4);
    for file in &all {
        file.check(&cache, true).unwrap();
    }
}

#[tokio::test]
async fn what_was_removed_is_made_again() {
    let fixture = Fixture::new();
    let (cache, image) = (fixture.cache(), fixture.image());
    for file in stored(&cache).unwrap() {
        assert!(file.remove(&cache).unwrap());
    }
    assert!(stored(&cache).unwrap().is_empty());
    // What was mapped stays mapped.
    assert_runs(&image, START).await;
    let (again, steps) = fixture.prepare(&fixture.tiny);
    assert_eq!((steps.count("building"), steps.count("compiling")), (1, 1));
    assert_eq!(again.id(), image.id());
}
