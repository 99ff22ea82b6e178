/*---
description: A program that is never complete
flags: [async]
---*/
1;
