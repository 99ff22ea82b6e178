/*---
description: Declarations of a script are properties of the global object; undeclared names too, where that is allowed
flags: [noStrict]
---*/
var declared = 1;
undeclared = 2;
assert.sameValue(globalThis.declared, 1);
assert.sameValue(globalThis.undeclared, 2);
assert.sameValue(this, globalThis);
