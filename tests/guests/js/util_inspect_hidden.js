// node: same
// util.inspect with showHidden, of the kinds that have the same hidden properties in every engine.
const util = require('util');

class Base { constructor() { this.a = 1; } get z() { return 1; } set q(v) {} method() {} }
class Derived extends Base { get w() { return 3; } }
const hidden = Object.defineProperty({ a: 1 }, 'b', { value: 2, enumerable: false });
Object.defineProperty(hidden, Symbol('s'), { value: 3, enumerable: false });
Object.defineProperty(hidden, 'odd key', { value: 4, enumerable: false });
const values = [
  hidden, [1, 2], new Map([[1, 2]]), new Set([1]), new Derived(), new Date(0), /x/g, new Uint8Array(2), new DataView(new ArrayBuffer(1)),
  new Number(1), new String('ab'), Object.create(null), { get a() { return 1; } }, (() => 1), { nested: { hidden } },
  new Map([[1, 2]]).keys(), new Set([5]).values(),
];
for (const value of values) {
  console.log(util.inspect(value, { showHidden: true }));
  console.log(util.inspect(value, { showHidden: true, depth: 0, getters: true }));
}
console.log(util.inspect(new Derived(), { showHidden: true, colors: true }));
console.log(util.inspect(hidden, true, 1, true));
console.log(util.format('%o', [hidden, [1]]));
