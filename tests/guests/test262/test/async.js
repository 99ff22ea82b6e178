/*---
description: A program that is complete later
flags: [async]
---*/
Promise.resolve(1).then(function (one) {
  assert.sameValue(one, 1);
}).then($DONE, $DONE);
