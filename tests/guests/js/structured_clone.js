// node: same
// structuredClone: every kind of value, shared and circular ones, transfers, what cannot be cloned.
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.constructor.name} ${error.name} ${error.code}: ${error.message}`;
  }
};
const clone = (value, options) => attempt(() => structuredClone(value, options));
for (const value of [undefined, null, true, 0, -0, NaN, Infinity, 1.5, 'text', '\ud800', 10n, {}, [], { a: 1, b: { c: [1, 2, { d: 3 }] } }, [1, , 3], new Array(3), Object.assign([1], { extra: 2 }),
  new Date(5), new Date(NaN), /a(b)/giu, new Map([[1, { x: 2 }], [{ k: 1 }, 'v']]), new Set([1, 'a', { b: 2 }]), new Boolean(false), new Number(-0), new String('boxed'), Object(5n),
  new Uint8Array([1, 2]), new Float64Array([1.5]), new BigInt64Array([5n]), new DataView(new ArrayBuffer(3), 1), new ArrayBuffer(2), Buffer.from('ab'), Object.create(null), { __proto__: null, p: 1 }, { ['__proto__']: 5 }]) {
  const copy = clone(value);
  console.log(copy, Object.is(copy, value), copy !== null && typeof copy === 'object' ? Object.prototype.toString.call(copy) : typeof copy);
}
class Point {
  #secret = 1;
  constructor() { this.x = 1; }
  get getter() { return 'got'; }
  method() {}
}
const point = clone(new Point());
console.log(point, point instanceof Point, point.constructor === Object, clone({ get value() { return 'computed'; } }), clone(Object.defineProperty({ shown: 1 }, 'hidden', { value: 2 })), clone({ [Symbol('s')]: 1, s: 2 }));
console.log(clone(Object.freeze({ a: 1 })), Object.isFrozen(clone(Object.freeze({ a: 1 }))), clone(new (class A extends Array {})(2)).constructor.name, clone(new (class M extends Map {})([[1, 2]])).constructor.name);
const regexp = /x/g;
regexp.lastIndex = 7;
console.log(clone(regexp).lastIndex, clone(new Date(5)).getTime(), clone(Buffer.from('ab')).constructor.name);

const shared = { s: 1 };
const circular = { shared, list: [shared], map: new Map() };
circular.self = circular;
circular.map.set('c', circular).set(circular, shared);
const copy = structuredClone(circular);
console.log(copy.self === copy, copy.shared === copy.list[0], copy.map.get('c') === copy, copy.map.get(copy) === copy.shared, copy.shared !== shared);
const buffer = new ArrayBuffer(8);
const views = structuredClone({ a: new Uint8Array(buffer, 1, 2), b: new Uint16Array(buffer), buffer });
console.log(views.a.buffer === views.buffer, views.b.buffer === views.buffer, views.a.byteOffset, views.a.length, views.buffer !== buffer);

for (const error of [new Error('plain'), new TypeError('typed'), new RangeError(''), new (class Own extends Error {})('own'), Object.assign(new Error('named'), { name: 'Custom' }), Object.assign(new Error('extra'), { extra: 1, code: 'E' }),
  new Error('with', { cause: { why: [1] } }), new AggregateError([1], 'many'), Object.assign(new Error('n'), { name: 'SyntaxError' })]) {
  const made = structuredClone(error);
  console.log(made.constructor.name, made.name, made.message, made.code, made.extra, made.cause, made instanceof Error, Object.keys(made), made.stack === error.stack, made.errors);
}

for (const value of [() => {}, function named() {}, class C {}, Symbol('s'), Symbol.iterator, { f() {} }, [Symbol('in')], new WeakMap(), new WeakSet(), new WeakRef({}), Promise.resolve(), Object(Symbol('boxed')), new Proxy({}, {}), new Proxy([], {}), 
  { deep: [new Map([[1, () => 2]])] }, (function* generator() {})(), { get bad() { throw new RangeError('mine'); } }]) console.log(clone(value));
console.log(clone(globalThis.process === undefined ? {} : new URL('http://a/')) instanceof Object, attempt(() => structuredClone()));

const moved = new ArrayBuffer(4);
new Uint8Array(moved)[0] = 9;
const view = new Uint8Array(moved, 0, 2);
const result = structuredClone({ view, moved }, { transfer: [moved] });
console.log(result, moved.byteLength, view.length, result.view.buffer === result.moved);
console.log(attempt(() => structuredClone(1, { transfer: [{}] })).split(':')[0], structuredClone(5, { transfer: [] }), clone({ a: 1 }, {}), clone(1, null), clone(1, undefined), clone(1, 5), clone(1, { transfer: 5 }));
const twice = new ArrayBuffer(1);
console.log(attempt(() => structuredClone(1, { transfer: [twice, twice] })).split(':')[0], twice.byteLength);
let deep = {};
for (let i = 0, at = deep; i < 500; i++) at = at.next = {};
let depth = 0;
for (let at = structuredClone(deep); at.next; at = at.next) depth++;
console.log(depth, structuredClone.length, structuredClone.name);
