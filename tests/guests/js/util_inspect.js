// node: same
// util.inspect: every kind of value under every option.
const util = require('util');

const cycle = { name: 'c' };
cycle.self = cycle;
cycle.list = [cycle, { cycle }];
const cyclicMap = new Map();
cyclicMap.set('m', cyclicMap);
class Foo { constructor() { this.x = 1; } }
class Bar extends Foo { get sum() { return 2; } }
class Tagged { get [Symbol.toStringTag]() { return 'T'; } }
class List extends Array {}
class Dictionary extends Map {}

const values = {
  numbers: [1, -0, 1.5, NaN, -Infinity, 1e21, 123456.789, 10n, -5n],
  string: 'it\'s',
  both: 'a\'b"c',
  all: 'a\'b"c`d',
  controls: '\n\t\b\f\r\x00\x1b\x7f\x9f\\ \ud800 \u{1F600}',
  symbols: [Symbol('a b'), Symbol.iterator, Symbol(), Symbol('new\nline')],
  keys: { a: 1, 'b-c': 2, '': 3, 4: 5, [Symbol('s')]: 6, "it's": 7, _x$: 8, __proto__x: 9 },
  nothing: [null, undefined, true, false],
  deep: { a: { b: { c: { d: 1 } } }, e: [[[[1]]]] },
  holes: [1, , 3, , , 4],
  only: new Array(3),
  extra: Object.assign([1, 2], { x: 1, '-1': 2 }),
  map: new Map([[1, { a: 2 }], ['x', new Map([[{}, 1]])]]),
  set: new Set([1, [2], 'x']),
  empty: [[], {}, new Map(), new Set(), '', [[]], [{}]],
  weak: [new WeakMap(), new WeakSet()],
  dates: [new Date(0), new Date(NaN), Object.assign(new Date(1e12), { a: 1 })],
  regexps: [/x/gi, /[/]\n/, Object.assign(/y/, { a: 1 })],
  functions: [function foo() {}, () => {}, async () => {}, function* g() {}, async function* ag() {}, Object.assign(() => {}, { a: 1 })],
  classes: [class A {}, class extends Foo {}, Foo, class B extends Foo { static x = 1; }, class N extends null {}],
  instances: [new Foo(), new Bar(), new Tagged(), new List(1, 2, 3), new Dictionary([[1, 2]])],
  bare: [Object.create(null), Object.assign(Object.create(null), { x: 1 }), Object.create(Object.create(null))],
  inherited: [Object.create({ a: 1 }), Object.create(Foo.prototype), Object.create(Array.prototype), Foo.prototype],
  boxes: [new Number(3), new String('abc'), new Boolean(true), Object(1n), Object(Symbol('q')), new Number(-0)],
  boxed: [Object.assign(new String('abc'), { x: 1 }), Object.assign(new Number(1), { y: 2 })],
  accessors: { get a() { return 1; }, set a(v) {}, get b() { return { c: 1 }; }, set d(v) {}, get e() { throw new Error('no'); } },
  bytes: [new Uint8Array(3), new Float64Array([1.5, -0]), new BigInt64Array(2), new Uint8ClampedArray([300])],
  buffers: [new ArrayBuffer(4), new DataView(new ArrayBuffer(2)), Buffer.from('abc')],
  iterators: [[1].values(), 'ab'[Symbol.iterator](), (function* g() {}()), new Map([[1, 2]]).entries(), new Set([5]).values()],
  tags: [{ [Symbol.toStringTag]: 'T', a: 1 }, { get [Symbol.toStringTag]() { return 'Q'; } }],
  proxies: [new Proxy({ a: 1 }, {}), new Proxy([1, 2], {}), new Proxy(function f() {}, {}), new Proxy(new Proxy(new Foo(), {}), {})],
  cycle,
  cyclicMap,
  long: 'x'.repeat(120),
  lines: ['line1\nline2\nline3 is a little longer', 'a\nb', 'first line of two which is long\nsecond line of two which is long too, too long'],
  many: Array.from({ length: 150 }, (_, i) => i),
  names: Array.from({ length: 30 }, (_, i) => `item${i}`),
  mixed: [1, 'a', true, null, undefined, 1n, {}],
  sparse: Object.assign([], { 200: 1 }),
  words: 'the quick brown fox jumps over the lazy dog again and again until done'.split(' '),
  thousands: Array.from({ length: 27 }, (_, i) => i * 1000),
  rows: Array.from({ length: 8 }, (_, i) => ({ id: i, name: `name ${i}` })),
  pairs: Array.from({ length: 8 }, (_, i) => [i, `${i}`]),
  wide: { aaaaaaaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbbbbbbb: 2, cccccccccccccccccccccc: 3, ddddddddddddddddd: 4 },
  nested: [[1, 2, [3, 4, [5, [6]]]], { a: [{ b: [{ c: 1 }] }] }],
  large: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, i])),
  cjk: ['你好', '世界', '你好', '世界', '你好', '世界', '你好', '世界'],
  json: JSON.parse('{"__proto__":1,"constructor":2}'),
  arguments: (function f() { return arguments; }(1, 2)),
};

const options = [
  undefined, { depth: 0 }, { depth: 1, breakLength: 120 }, { depth: null, breakLength: 40 }, { colors: true }, { compact: false },
  { compact: 1 }, { compact: true }, { compact: true, breakLength: 30 }, { sorted: true }, { sorted: (a, b) => (a < b ? 1 : -1) },
  { getters: true }, { getters: 'get' }, { getters: 'set' }, { maxArrayLength: 2, maxStringLength: 5 },
  { maxArrayLength: 0, maxStringLength: 0 }, { maxArrayLength: null, maxStringLength: null }, { numericSeparator: true },
  { breakLength: Infinity }, { showProxy: true },
];
for (const each of options) {
  console.log('====', each);
  for (const name of Object.keys(values)) console.log(`${name}:`, util.inspect(values[name], each));
}
