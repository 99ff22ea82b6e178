/*---
description: An error that is thrown
negative:
  phase: runtime
  type: RangeError
---*/
new Array(-1);
