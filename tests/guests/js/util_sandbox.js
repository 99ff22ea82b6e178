// node: no - what this sandbox refuses or cannot know
// util, assert and events: what is not here says so.
const util = require('util');
const assert = require('assert');
const events = require('events');
const t = (f) => {
  try { console.log('ok', f()); } catch (error) { console.log(error.code, error.message); }
};
t(() => new util.MIMEType('text/html'));
t(() => new util.MIMEParams());
t(() => new assert.CallTracker());
t(() => new events.EventEmitterAsyncResource({ name: 'x' }));
console.log(util.inspect(new WeakSet([{}]), { showHidden: true }), util.inspect(new WeakMap([[{}, 1]]), { showHidden: true }));
// Nothing of the prelude is within reach.
const shown = util.inspect([util, assert, events], { showHidden: true, depth: 4, maxArrayLength: null });
console.log(/\bhost\b|prelude/i.test(shown), util.inspect(Proxy), Object.getOwnPropertyNames(Proxy));
// A long array is not looked at element by element for other keys.
console.log(util.inspect(new Uint8Array(2e6), { maxArrayLength: 1 }), util.inspect(new Array(5e6).fill(0), { maxArrayLength: 1 }));
// Nesting beyond the stack ends the text, not the program.
let deep = {};
for (let i = 0; i < 30000; i++) deep = { deep };
console.log(/Inspection interrupted prematurely. Maximum call stack size exceeded/.test(util.inspect(deep, { depth: Infinity })));
