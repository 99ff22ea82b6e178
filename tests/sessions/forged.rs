//! Stored data that somebody has forged, correctly sealed: generations and bundles (B-192).

use std::time::Duration;

use llm_wasm_sandbox::storage::{Hash, pack, unpack};
use llm_wasm_sandbox::{ImportOptions, PruneRules, SessionError, Sessions};
use serde_json::{Value, json};

use crate::hostile::SECRET;
use crate::stored::WHOLE;
use crate::stored::everything;
use crate::stored::id;
use crate::stored::restore;
use crate::stored::seen;
use crate::stored::two_sessions;
use crate::world::{World, run};

/// A record of the store's, taken apart: whoever can write to the store can make hashes, too.
#[derive(Clone)]
struct Forged {
    kind: Vec<u8>,
    header: Value,
    body: Vec<u8>,
}

/// Kind, lengths and the body's hash; the hash of that and the header follows.
const SUMMED: usize = 4 + 4 + 4 + 64;

impl Forged {
    fn of(record: &[u8]) -> Self {
        let len = u32::from_le_bytes(record[4..8].try_into().unwrap()) as usize;
        let rest = &record[SUMMED + 64..];
        Self {
            kind: record[..4].to_vec(),
            header: serde_json::from_slice(&rest[..len]).unwrap(),
            body: rest[len..].to_vec(),
        }
    }

    fn seal(&self) -> Vec<u8> {
        let header = serde_json::to_vec(&self.header).unwrap();
        let mut record = self.kind.clone();
        record.extend_from_slice(&u32::try_from(header.len()).unwrap().to_le_bytes());
        record.extend_from_slice(&u32::try_from(self.body.len()).unwrap().to_le_bytes());
        record.extend_from_slice(Hash::of(&self.body).to_string().as_bytes());
        let sum = Hash::of(&[&record[..], &header].concat()).to_string();
        record.extend_from_slice(sum.as_bytes());
        record.extend_from_slice(&header);
        record.extend_from_slice(&self.body);
        record
    }

    fn with(&self, pointer: &str, value: Value) -> Self {
        let mut forged = self.clone();
        *forged
            .header
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{pointer}")) = value;
        forged
    }

    /// Index and contents of the topmost layer.
    fn layer(&self) -> (Value, Vec<u8>) {
        let layer = unpack(&self.body.clone().into(), 64 << 20).unwrap();
        let len = u32::from_le_bytes(layer[..4].try_into().unwrap()) as usize;
        (
            serde_json::from_slice(&layer[4..4 + len]).unwrap(),
            layer[4 + len..].to_vec(),
        )
    }

    fn with_layer(&self, index: &Value, contents: &[u8]) -> Self {
        let index = serde_json::to_vec(index).unwrap();
        let layer = [&u32::try_from(index.len()).unwrap().to_le_bytes(), &index[..], contents].concat();
        let mut forged = self.with("/body_bytes", json!(layer.len()));
        forged.body = pack(&layer).to_vec();
        forged
    }
}

/// What somebody with the store in his hands could write of a generation.
fn forgeries(whole: &Forged) -> Vec<(String, Forged)> {
    let mut all = Vec::new();
    for (pointer, values) in [
        ("/turns", vec![json!(u64::MAX - 100)]),
        ("/generation", vec![json!(7), json!(u64::MAX)]),
        ("/body_bytes", vec![json!(0), json!(u32::MAX)]),
        (
            "/at",
            vec![json!("9999-12-31T23:59:59.999Z"), json!("1970-01-01T00:00:00Z")],
        ),
        ("/sizes/file_bytes", vec![json!(u64::MAX)]),
        ("/sizes/state_bytes", vec![json!(u64::MAX)]),
        ("/state", vec![Value::Null]),
        (
            "/state/memory_bytes",
            vec![json!(0), json!(1), json!(65_536), json!(u64::MAX)],
        ),
        ("/state/elapsed_ns", vec![json!(u64::MAX)]),
        (
            "/state/open_files",
            vec![
                json!([]),
                json!(vec!["free"; 10_000]),
                json!([{"stream": 0}, {"stream": 1}, {"stream": 2}, {"stream": 255}, {"preopen": u32::MAX}]),
                json!([{"file": {"path": "../../../etc/passwd", "position": 0, "read": true, "write": true, "append": false}}]),
                json!([{"file": {"path": "/etc/passwd", "position": u64::MAX, "read": true, "write": true, "append": true}}]),
                json!([{"directory": {"path": "/app/../.."}}, "lost"]),
            ],
        ),
        ("/layers", vec![json!([])]),
        (
            "/layers/0/root",
            vec![json!("00".repeat(32)), json!(format!("{}.000000ff", "ab".repeat(32)))],
        ),
        ("/layers/0/root_bytes", vec![json!(0), json!(u32::MAX)]),
        ("/layers/0/bytes", vec![json!(u64::MAX)]),
        ("/names", vec![json!(vec!["00".repeat(32); 1000])]),
    ] {
        for value in values {
            let text = value.to_string();
            all.push((
                format!("{pointer} {}", &text[..text.len().min(80)]),
                whole.with(pointer, value),
            ));
        }
    }
    let layers = whole.header["layers"].as_array().unwrap();
    let many = vec![layers[0].clone(); 500];
    all.push(("500 layers".into(), whole.with("/layers", json!(many))));
    all.extend(forged_layers(whole));
    all
}

/// The same of its topmost layer.
fn forged_layers(whole: &Forged) -> Vec<(String, Forged)> {
    let mut all = Vec::new();
    let layers = whole.header["layers"].as_array().unwrap();
    let (index, contents) = whole.layer();
    let mut with_index = |pointer: &str, value: Value| {
        let mut index = index.clone();
        let text = value.to_string();
        *index.pointer_mut(pointer).unwrap() = value;
        let what = format!("index {pointer} {}", &text[..text.len().min(80)]);
        all.push((what, whole.with_layer(&index, &contents)));
    };
    let entry = |path: &str, kind: Value| json!([{"path": path, "mtime": u64::MAX, "order": u64::MAX, "kind": kind}]);
    for path in [
        "/etc/passwd",
        "/app/../x",
        "../x",
        "app/x",
        "/app//x",
        "/app/",
        "/app",
        "/",
        "",
        "/app/missing/x",
        "/app/f/x",
        "/app/nul\0",
        "/lib",
        "/tmp/x",
        &("/app/".to_owned() + &"n".repeat(300)),
        &("/app/".to_owned() + &"n/".repeat(3000) + "x"),
    ] {
        for kind in [
            json!({"here": 0}),
            json!("directory"),
            json!({"link": "../../../etc/passwd"}),
            json!({"chunks": []}),
        ] {
            with_index("/entries", entry(path, kind));
        }
    }
    for target in ["", "/", "\0", &"x".repeat(100_000)] {
        with_index("/entries", entry("/app/l", json!({"link": target})));
    }
    with_index("/entries", entry("/app/big", json!({"here": u32::MAX})));
    with_index(
        "/entries",
        entry("/app/big", json!({"chunks": [["00".repeat(32), u32::MAX]]})),
    );
    let root = layers[0]["root"].clone();
    let lots = vec![json!([root, u32::MAX]); 1000];
    with_index("/entries", entry("/app/big", json!({"chunks": lots})));
    with_index("/entries", entry("/app/big", json!({"chunks": [[root, 1]]})));
    for removed in [
        json!(["/"]),
        json!(["/app"]),
        json!(["/lib", "/usr"]),
        json!(["../x", "", "/app/../x"]),
    ] {
        with_index("/removed", removed);
    }
    for pages in [
        json!([[0, u32::MAX]]),
        json!([[u32::MAX, 1]]),
        json!([[u32::MAX, u32::MAX]]),
        json!([[5, 1], [5, 1]]),
        json!([[9, 1], [3, 1]]),
        json!([[0, 0]]),
        json!([]),
    ] {
        with_index("/pages", pages.clone());
        with_index("/cleared", pages);
    }
    for segments in [
        json!([[root, 0]]),
        json!([[root, u32::MAX]]),
        json!([["00".repeat(32), 3]]),
    ] {
        with_index("/segments", segments);
    }
    // Memory that is not what any program left there.
    let mut noise = contents.clone();
    noise
        .iter_mut()
        .enumerate()
        .for_each(|(n, byte)| *byte = byte.wrapping_add(u8::try_from(n % 251).unwrap()));
    all.push(("noise for pages".into(), whole.with_layer(&index, &noise)));
    all.push((
        "too little".into(),
        whole.with_layer(&index, &contents[..contents.len() / 2]),
    ));
    all.push((
        "too much".into(),
        whole.with_layer(&index, &[&contents[..], b"more"].concat()),
    ));
    let mut no_layer = whole.clone();
    no_layer.body = pack(&[0xff; 10]).to_vec();
    all.push(("no layer".into(), no_layer));
    let mut bomb = whole.with("/body_bytes", json!(u32::MAX));
    bomb.body = pack(&vec![0; 60 << 20]).to_vec();
    all.push(("a bomb".into(), bomb));
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_number_of_turns_panics_nowhere() {
    let world = World::memory();
    two_sessions(&world).await;
    let all = everything(&world.store).await;
    let key = all
        .keys()
        .rfind(|key| key.as_str().starts_with("sessions/a/") && key.as_str().contains("/gen/"));
    let key = key.unwrap();
    let forged = Forged::of(&all[key]).with("/turns", json!(u64::MAX));
    world.store.put(key, forged.seal()).await.unwrap();
    assert_eq!(seen(&world, "a").await.unwrap(), WHOLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_generations_harm_nobody_else() {
    let world = World::memory();
    two_sessions(&world).await;
    let all = everything(&world.store).await;
    let key = all
        .keys()
        .rfind(|key| key.as_str().starts_with("sessions/a/") && key.as_str().contains("/gen/"));
    let key = key.unwrap();
    let whole = Forged::of(&all[key]);
    assert!(whole.seal() == Forged::of(&whole.seal()).seal());
    world.store.put(key, whole.seal()).await.unwrap();
    assert_eq!(
        seen(&world, "a").await.unwrap(),
        WHOLE,
        "what is forged well enough is taken"
    );
    let (index, contents) = whole.layer();
    restore(&world.store, &all).await;
    world
        .store
        .put(key, whole.with_layer(&index, &contents).seal())
        .await
        .unwrap();
    assert_eq!(seen(&world, "a").await.unwrap(), WHOLE);
    let mut refused = 0;
    for (what, forged) in forgeries(&whole) {
        restore(&world.store, &all).await;
        world.store.put(key, forged.seal()).await.unwrap();
        // It is A's own store: A may be anything now. Nothing else may.
        match seen(&world, "a").await {
            Ok(printed) => assert!(!printed.contains(SECRET), "{what}: {printed}"),
            Err(_) => refused += 1,
        }
        let sessions = world.other();
        let checked = tokio::spawn(async move {
            assert_eq!(sessions.list().await.unwrap().len(), 2);
            sessions.stats().await.unwrap();
            sessions.check(true).await.unwrap();
            sessions.gc(Duration::ZERO, true).await.ok();
            let mut rules = PruneRules::new();
            (rules.older_than, rules.larger_than, rules.dry_run) = (Some(Duration::MAX), Some(u64::MAX), true);
            sessions.prune(&rules).await.unwrap();
            let session = sessions.session(&id("a")).await?;
            session.history().await?;
            session.info().await?;
            session.fork_as(Some(id("c"))).await?;
            session.roll_back(1).await
        });
        if let Err(error) = checked.await {
            panic!("{what}: {error}");
        }
    }
    assert!(refused > 20, "{refused}");
    restore(&world.store, &all).await;
    assert!(seen(&world, "b").await.unwrap().starts_with(SECRET));
    assert_eq!(seen(&world, "a").await.unwrap(), WHOLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn b_192_forged_bundles_bring_nothing_but_contents() {
    let (here, there) = (World::memory(), World::memory());
    let (a, _) = two_sessions(&here).await;
    let mut bundle = Vec::new();
    a.export_bundle(&mut bundle).await.unwrap();
    let len = usize::try_from(u64::from_le_bytes(bundle[..8].try_into().unwrap())).unwrap();
    let (head, blobs) = bundle[8..].split_at(len);
    let whole = Forged::of(head);
    let sealed = |forged: &Forged| {
        let head = forged.seal();
        [&(head.len() as u64).to_le_bytes(), &head[..], blobs].concat()
    };
    let import = async |forged: &Forged| {
        let bundle = sealed(forged);
        there
            .sessions
            .import_bundle(&bundle[..], ImportOptions::default())
            .await
    };
    // Who it says that it is, and how large, is not believed.
    let victim = there.python().await;
    let boast = whole
        .with("/generation/session", json!(victim.id().as_str()))
        .with("/generation/generation", json!(99))
        .with("/generation/turns", json!(u64::MAX))
        .with("/generation/sizes/file_bytes", json!(u64::MAX))
        .with("/generation/sizes/state_bytes", json!(u64::MAX))
        .with("/generation/at", json!("9999-12-31T23:59:59.999Z"));
    let session = import(&boast).await.unwrap();
    assert_ne!(session.id(), victim.id());
    let info = session.info().await.unwrap();
    assert_eq!((info.generation, info.sizes.file_bytes), (1, 50_003), "{info:?}");
    assert!(
        info.updated <= there.clock.now().into() && info.sizes.state_bytes < 1 << 30,
        "{info:?}"
    );
    assert_eq!(run(&session, "print(x, open('f').read())").await, "2 two");
    assert!(there.sessions.stats().await.unwrap().logical_bytes < 1 << 30);
    there.sessions.delete(session.id()).await.unwrap();

    for (pointer, value) in [
        ("/image", json!("../../../../etc/passwd")),
        ("/image", json!("/etc/passwd")),
        ("/image", json!("no such image")),
        ("/runtime", json!("javascript")),
    ] {
        // The files can be read; whether anything runs is up to what images there are.
        if let Ok(session) = import(&whole.with(pointer, value.clone())).await {
            assert_eq!(session.read_file("f", 10).await.unwrap(), b"two", "{value}");
            match session.execute("print(1)").await {
                Ok(turn) => assert!(pointer == "/runtime" && !turn.stdout.contains(SECRET)),
                Err(error) => assert!(matches!(error, SessionError::Image { .. }), "{value}: {error:?}"),
            }
            there.sessions.delete(session.id()).await.unwrap();
        }
    }
    for (pointer, value) in [
        ("/runtime", json!("perl")),
        ("/labels", json!({"a\nb": "c"})),
        ("/labels", json!({"a": "\u{1b}[2J"})),
        ("/blobs", json!(u64::MAX)),
        ("/blobs", json!(0)),
    ] {
        let error = import(&whole.with(pointer, value.clone())).await.map(drop).unwrap_err();
        assert!(
            matches!(error, SessionError::Bundle { .. }),
            "{pointer} {value}: {error:?}"
        );
    }
    let mut more = whole.clone();
    more.header["policy"] = json!({"fuel_budget": u64::MAX});
    let error = import(&more).await.map(drop).unwrap_err();
    assert!(
        matches!(error, SessionError::Bundle { .. }),
        "a bundle has no policy: {error:?}"
    );
    assert_eq!(there.sessions.list().await.unwrap().len(), 1);

    let mut generation = whole.clone();
    generation.header = whole.header["generation"].clone();
    for (what, forged) in forgeries(&generation) {
        let mut bundle = whole.with("/generation", forged.header);
        bundle.body = forged.body;
        let bundle = sealed(&bundle);
        let sessions: Sessions = there.sessions.clone();
        let imported = tokio::spawn(async move {
            let session = sessions.import_bundle(&bundle[..], ImportOptions::default()).await?;
            let turn = session.execute("print(1)").await.map(drop);
            session.list_all().await?;
            sessions.stats().await?;
            sessions.delete(session.id()).await?;
            turn
        });
        if let Err(error) = imported.await {
            panic!("{what}: {error}");
        }
    }
    let left = there.sessions.list().await.unwrap();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(run(&victim, "print(1)").await, "1");
}
