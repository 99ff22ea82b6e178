/*---
description: A module with an import of its own folder
flags: [module]
---*/
import value, { named } from './module_FIXTURE.js';
assert.sameValue(value, 'default');
assert.sameValue(named, 1);
assert.sameValue(this, undefined);
const later = await Promise.resolve(3);
assert.sameValue(later, 3);
