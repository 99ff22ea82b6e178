/*---
description: Strict code has no undeclared names
flags: [onlyStrict]
---*/
assert.throws(ReferenceError, function () { undeclared = 2; });
assert.sameValue((function () { return this; })(), undefined);
