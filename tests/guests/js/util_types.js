// node: same
// util.types, of values whose prototypes and tags say something else, too.
const { types } = require('util');
const values = {
  undefined: undefined, null: null, number: 1, string: 's', object: {}, array: [], function: () => 1, class: class {},
  async: async () => 1, generator: function* g() {}, asyncGenerator: async function* g() {}, method: { m() {} }.m, asyncMethod: { async m() {} }.m,
  generatorMethod: { *m() {} }.m, generatorObject: (function* g() {}()), asyncGeneratorObject: (async function* g() {}()),
  date: new Date(0), regexp: /x/, error: new Error('x'), typeError: new TypeError('x'), errorSubclass: new (class extends Error {})('x'),
  fakeError: Object.create(Error.prototype), map: new Map(), set: new Set(), weakMap: new WeakMap(), weakSet: new WeakSet(), weakRef: new WeakRef({}),
  mapIterator: new Map().keys(), setIterator: new Set().values(), arrayIterator: [].values(), promise: Promise.resolve(), thenable: { then() {} },
  promiseSubclass: new (class extends Promise {})(() => {}), arrayBuffer: new ArrayBuffer(1), shared: new SharedArrayBuffer(1),
  dataView: new DataView(new ArrayBuffer(1)), uint8: new Uint8Array(1), clamped: new Uint8ClampedArray(1), float64: new Float64Array(1),
  bigint64: new BigInt64Array(1), buffer: Buffer.from('x'), boxedNumber: new Number(1), boxedString: new String('s'), boxedBoolean: new Boolean(true),
  boxedBigInt: Object(1n), boxedSymbol: Object(Symbol('s')), arguments: (function f() { return arguments; }()),
  proxy: new Proxy({}, {}), proxyOfMap: new Proxy(new Map(), {}), proxyOfFunction: new Proxy(async () => 1, {}), proxyOfArray: new Proxy([], {}),
  tagged: { [Symbol.toStringTag]: 'Map' }, mapWithoutPrototype: Object.setPrototypeOf(new Map(), null), likeMap: Object.create(Map.prototype),
  dateAsObject: Object.setPrototypeOf(new Date(0), Object.prototype), mapPrototype: Map.prototype, math: Math,
};
const names = Object.keys(types).filter((name) => !/Key/.test(name));
console.log(Object.keys(types).join());
for (const name of Object.keys(values)) console.log(`${name}:`, names.filter((test) => types[test](values[name])).join() || '-');
import('node:fs').then((namespace) => console.log(types.isModuleNamespaceObject(namespace), types.isModuleNamespaceObject({})));
console.log(types.isKeyObject({}), types.isCryptoKey({}), names.map((name) => types[name]() === false).join());
