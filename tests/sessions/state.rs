//! What survives: everything that lives in an interpreter's memory, through parking, another process, forks and going back.

use llm_wasm_sandbox::{ExecutionPolicy, Outcome, Runtime, SessionOptions};

use crate::world::{World, run};

/// Programs of two turns, with the session parked in between, and what the second one prints.
const PYTHON: &[(&str, &str, &str)] = &[
    ("def f(x):\n    return x + 1", "print(f(41))", "42"),
    (
        "class A:\n    n = 1\n    def m(self): return self.n\na = A(); a.n = 5",
        "print(a.m(), A.n, type(a) is A)",
        "5 1 True",
    ),
    ("import json as j, math", "print(j.dumps([math.pi > 3]))", "[true]"),
    (
        "def adder(n):\n    return lambda x: x + n\nadd = adder(40)",
        "print(add(2))",
        "42",
    ),
    (
        "def g():\n    for i in range(5):\n        yield i\nit = g(); next(it); next(it)",
        "print(list(it))",
        "[2, 3, 4]",
    ),
    (
        "import pandas as pd\ndf = pd.DataFrame({'a': [1, 2, 3], 'b': list('xyz')})",
        "print(df['a'].sum(), df.shape)",
        "6 (3, 2)",
    ),
    (
        "import numpy as np\na = np.arange(100000, dtype=np.int64).reshape(100, 1000)",
        "print(a.sum(), a.shape)",
        "4999950000 (100, 1000)",
    ),
    (
        "import sqlite3\ndb = sqlite3.connect(':memory:')\ndb.execute('create table t(x)')\ndb.execute('insert into t values (42)')",
        "print(db.execute('select x from t').fetchone()[0])",
        "42",
    ),
    (
        "import sqlite3\ndb = sqlite3.connect('a.db')\ndb.execute('create table t(x)')\ndb.execute('insert into t values (42)')\ndb.commit()",
        "print(db.execute('select x from t').fetchone()[0])",
        "42",
    ),
    (
        "import re\npattern = re.compile(r'(\\d+)')\nm = pattern.search('a 42')",
        "print(m.group(1), pattern.findall('1 2'))",
        "42 ['1', '2']",
    ),
    (
        "import collections, datetime\nd = collections.OrderedDict(a=1); t = datetime.date(2020, 1, 2)",
        "print(d, t)",
        "OrderedDict({'a': 1}) 2020-01-02",
    ),
    (
        "import weakref\nclass A: pass\na = A(); r = weakref.ref(a)",
        "print(r() is a)",
        "True",
    ),
    (
        "s = {1, 2}; t = (1, [2]); b = b'\\x00\\xff'; c = 1+2j; big = 10**100",
        "print(s, t, b, c, big == 10**100)",
        "{1, 2} (1, [2]) b'\\x00\\xff' (1+2j) True",
    ),
    (
        "f = open('log.txt', 'w'); f.write('one ')",
        "f.write('two'); f.close(); print(open('log.txt').read())",
        "one two",
    ),
    (
        "open('data.txt', 'w').write('a\\nb\\nc')\nf = open('data.txt'); f.readline()",
        "print(f.readline().strip())",
        "b",
    ),
    (
        "import os\nos.mkdir('sub'); os.chdir('sub')",
        "print(os.getcwd())",
        "/app/sub",
    ),
    (
        "import sys\nsys.setrecursionlimit(321)",
        "print(sys.getrecursionlimit())",
        "321",
    ),
    (
        "open('helper.py', 'w').write('value = 42')\nimport helper",
        "print(helper.value, 'helper' in __import__('sys').modules)",
        "42 True",
    ),
    (
        "import tempfile\nt = tempfile.NamedTemporaryFile('w+', delete=False); t.write('x'); t.flush()",
        "t.seek(0); print(t.read())",
        "x",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn python_states_survive_parking_and_another_process() {
    let world = World::disk();
    for (first, second, printed) in PYTHON {
        let session = world.python().await;
        run(&session, first).await;
        session.park().await.unwrap();
        let other = world.other();
        let there = other.session(session.id()).await.unwrap();
        assert_eq!(run(&there, second).await, *printed, "{first}");
        other.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_warm_and_what_was_parked_behave_the_same() {
    let world = World::memory();
    for (first, second, printed) in PYTHON {
        let session = world.python().await;
        run(&session, first).await;
        assert_eq!(run(&session, second).await, *printed, "{first}");
    }
}

const JAVASCRIPT: &[(&str, &str, &str)] = &[
    ("function f(x) { return x + 1 }", "console.log(f(41))", "42"),
    (
        "class A { #n = 5; m() { return this.#n } }\nconst a = new A()",
        "console.log(a.m(), a instanceof A)",
        "5 true",
    ),
    ("const add = (n => x => x + n)(40)", "console.log(add(2))", "42"),
    (
        "function* g() { for (let i = 0; i < 5; i++) yield i }\nconst it = g(); it.next(); it.next()",
        "console.log([...it].join())",
        "2,3,4",
    ),
    (
        "var state = { nested: { list: [1, null, true], empty: {} , none: [] } }",
        "console.log(JSON.stringify(state))",
        r#"{"nested":{"list":[1,null,true],"empty":{},"none":[]}}"#,
    ),
    (
        "const m = new Map([['a', 1]]), s = new Set([1, 2])",
        "console.log(m.get('a'), s.size)",
        "1 2",
    ),
    (
        "require('fs').writeFileSync('a.txt', 'hello')",
        "console.log(require('fs').readFileSync('a.txt', 'utf8'))",
        "hello",
    ),
    (
        "let done = 0; const p = Promise.resolve(41).then(x => { done = x + 1 })",
        "console.log(done)",
        "42",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn javascript_states_survive_parking_and_another_process() {
    let world = World::disk();
    for (first, second, printed) in JAVASCRIPT {
        let session = world.javascript().await;
        run(&session, first).await;
        session.park().await.unwrap();
        let other = world.other();
        let there = other.session(session.id()).await.unwrap();
        assert_eq!(run(&there, second).await, *printed, "{first}");
        other.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_067_068_069_handles_counters_and_functions() {
    let world = World::disk();
    let python = world.python().await;
    run(&python, "handle = open('x.txt', 'w'); counter = 1").await;
    python.park().await.unwrap();
    assert_eq!(
        run(
            &python,
            "handle.write('y'); handle.close(); print(counter, open('x.txt').read())"
        )
        .await,
        "1 y"
    );

    let javascript = world.javascript().await;
    for expected in ["1", "2", "3"] {
        let counted = run(
            &javascript,
            "globalThis._state ??= {}; _state.counter = (_state.counter || 0) + 1; console.log(_state.counter)",
        )
        .await;
        assert_eq!(counted, expected);
        javascript.park().await.unwrap();
    }
    // The original lost functions; here they live.
    run(&javascript, "_state.f = () => 42").await;
    javascript.park().await.unwrap();
    assert_eq!(run(&javascript, "console.log(_state.f())").await, "42");
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_070_sessions_do_not_see_each_other() {
    let world = World::disk();
    let (a, b) = (world.python().await, world.python().await);
    run(&a, "x = 'a'; open('f', 'w').write('a')").await;
    run(&b, "x = 'b'").await;
    assert_eq!(run(&a, "print(x)").await, "a");
    assert_eq!(run(&b, "import os; print(x, os.path.exists('f'))").await, "b False");
    let again = world.other().session(a.id()).await;
    assert!(again.is_ok());
}

#[test]
fn conformance_072_nothing_persists_without_a_session() {
    assert_eq!(crate::support::printed("x = 1"), "");
    assert_eq!(crate::support::printed("print('x' in globals())"), "False\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn forks_share_the_past_and_nothing_else() {
    let world = World::disk();
    let session = world.python().await;
    run(
        &session,
        "import random\nx = [1]; random.random(); open('f', 'w').write('past')",
    )
    .await;
    let (a, b) = (session.fork().await.unwrap(), session.fork().await.unwrap());
    assert_ne!(a.id(), b.id());
    assert_eq!(
        run(&a, "x.append('a'); open('f', 'w').write('a'); print(x)").await,
        "[1, 'a']"
    );
    assert_eq!(run(&b, "print(x, open('f').read())").await, "[1] past");
    assert_eq!(run(&session, "print(x, open('f').read())").await, "[1] past");
    let drawn = [&session, &a, &b].map(Clone::clone);
    let mut numbers = Vec::new();
    for session in drawn {
        numbers.push(run(&session, "print(random.random(), __import__('uuid').uuid4())").await);
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 3, "each draws numbers of its own: {numbers:?}");
    let history = a.history().await.unwrap();
    assert_eq!(history.last().unwrap().generation, 1);
    world.sessions.delete(session.id()).await.unwrap();
    a.park().await.unwrap();
    assert_eq!(
        run(&a, "print(x)").await,
        "[1, 'a']",
        "a fork outlives what it came from"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_restores_names_and_files_and_can_be_gone_back_on() {
    let world = World::disk();
    let session = world.python().await;
    for n in 1..=12 {
        run(
            &session,
            &format!("x = {n}; open('f', 'w').write('{n}'); open('f{n}', 'w').close()"),
        )
        .await;
    }
    assert_eq!(session.roll_back(3).await.unwrap(), 13);
    assert_eq!(
        run(&session, "import os; print(x, open('f').read(), len(os.listdir('.')))").await,
        "3 3 4"
    );
    assert_eq!(session.roll_back(12).await.unwrap(), 15);
    assert_eq!(run(&session, "print(x, open('f').read())").await, "12 12");
    session.roll_back(0).await.unwrap();
    assert_eq!(
        run(&session, "import os; print('x' in globals(), os.listdir('.'))").await,
        "False []"
    );
    let missing = session.roll_back(999).await.unwrap_err();
    assert!(missing.to_string().contains("generation 999"), "{missing}");
}

#[tokio::test(flavor = "multi_thread")]
async fn large_states_and_many_turns_come_back() {
    let world = World::disk();
    let session = world.python().await;
    run(
        &session,
        "import numpy as np\na = np.arange(3_000_000)\nopen('big', 'wb').write(bytes(range(256)) * 20000)",
    )
    .await;
    for n in 0..40 {
        run(
            &session,
            &format!("a[{n} * 70000] = -1; open('f{}', 'w').write('{n}')", n % 7),
        )
        .await;
        if n % 13 == 12 {
            session.park().await.unwrap();
        }
    }
    session.park().await.unwrap();
    let there = world.other().session(session.id()).await.unwrap();
    assert_eq!(
        run(&there, "import os, glob; print((a == -1).sum(), len(open('big', 'rb').read()), sorted(glob.glob('f*'))[-1], open('f4').read())").await,
        "40 5120000 f6 39"
    );
    let report = world.sessions.check(true).await.unwrap();
    assert!(report.is_sound() && report.problems.is_empty(), "{report:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn deterministic_sessions_are_the_same_warm_and_parked() {
    let world = World::memory();
    let policy = ExecutionPolicy::default().with_deterministic_seed(7);
    let mut printed = Vec::new();
    for park in [false, true] {
        let options = SessionOptions::new().policy(policy.clone());
        let session = world.sessions.create(Runtime::Python, options).await.unwrap();
        let mut all = Vec::new();
        for program in [
            "import random, time, uuid\nprint(random.random(), time.time_ns())",
            "print(random.random(), uuid.uuid4(), time.time_ns())",
            "import numpy as np\nprint(np.random.rand())",
        ] {
            let turn = session.execute(program).await.unwrap();
            assert_eq!(turn.outcome, Outcome::Finished, "{}", turn.stderr);
            all.push(turn.stdout.clone());
            if park {
                session.park().await.unwrap();
            }
        }
        printed.push(all);
    }
    assert_eq!(printed[0], printed[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wall_clock_is_todays_after_a_rest_and_the_monotonic_one_does_not_go_back() {
    let world = World::memory();
    let session = world.python().await;
    run(&session, "import time\nbefore, tick = time.time(), time.monotonic()").await;
    session.park().await.unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(
        run(
            &session,
            "print(time.time() - before >= 0.3, 0 < time.monotonic() - tick < 100)"
        )
        .await,
        "True True"
    );
}
