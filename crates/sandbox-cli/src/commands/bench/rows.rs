//! The programs that are measured.

pub(super) const HELLO: &str = "print('hello')";

/// Name and program of every row that is measured in this process.
pub(super) const IN_PROCESS: &[(&str, &str)] = &[
    ("fresh print('hello')", HELLO),
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
];
