/*---
description: An error that is not thrown
negative:
  phase: runtime
  type: TypeError
---*/
1;
