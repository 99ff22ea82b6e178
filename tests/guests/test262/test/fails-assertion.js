/*---
description: An assertion that does not hold
---*/
assert.sameValue(1, 2);
