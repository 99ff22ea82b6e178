/*---
description: What is the same in both modes
includes: [twice.js]
---*/
assert.sameValue(twice(21), 42);
assert.compareArray([3, 1, 2].sort(), [1, 2, 3]);
assert.sameValue(Math.max(), -Infinity);
assert.notSameValue(0, -0);
assert(Object.is(NaN, NaN));
