//! The programs that are measured.

use llm_wasm_sandbox::Runtime;

/// What is measured of a language.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) runtime: Runtime,
    /// The program of the throughput and of the whole process.
    pub(super) hello: &'static str,
    /// Name and program of every row that is measured in this process.
    pub(super) in_process: &'static [(&'static str, &'static str)],
}

/// Every language that this program may have.
pub(super) const ALL: [Rows; 2] = [
    Rows {
        runtime: Runtime::Python,
        hello: "print('hello')",
        in_process: &[
            ("fresh print('hello')", "print('hello')"),
            ("numpy used", "import numpy as np\nprint(np.arange(10).sum())"),
            (
                "three-row DataFrame sum",
                "import pandas as pd\nprint(pd.DataFrame({'a': [1, 2, 3]})['a'].sum())",
            ),
            (
                "ten common stdlib imports",
                "import collections, datetime, functools, itertools, json, math, os, random, re, sys\nprint(json.dumps(math.floor(1.5)))",
            ),
            ("asyncio.run(sleep(0))", "import asyncio\nasyncio.run(asyncio.sleep(0))"),
        ],
    },
    Rows {
        runtime: Runtime::JavaScript,
        hello: "console.log('hi')",
        in_process: &[
            ("fresh console.log('hi')", "console.log('hi')"),
            ("an object shown", "console.log({ a: 1, list: [1, 2, 3] })"),
            (
                "JSON, sort and map",
                "const data = JSON.parse('[3, 1, 2]');\nconsole.log(JSON.stringify(data.sort().map((n) => ({ n }))))",
            ),
            (
                "a file written and read",
                "const fs = require('fs');\nfs.writeFileSync('a.txt', 'text');\nconsole.log(fs.readFileSync('a.txt', 'utf8'))",
            ),
            (
                "a promise and a timer",
                "(async () => { await null; setTimeout(() => console.log('hi')) })()",
            ),
        ],
    },
];
