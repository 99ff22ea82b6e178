// node: same
// What console.log, dir and table print of the objects that programs usually print.
console.log({ name: 'Ann', age: 30, tags: ['a', 'b'], address: { city: 'X', geo: { lat: 1.5, lng: -2 } } });
console.log([{ id: 1, name: 'one' }, { id: 2, name: 'two' }, { id: 3, name: 'three', extra: null }]);
const tree = { value: 1, children: [{ value: 2, children: [{ value: 3, children: [{ value: 4, children: [] }] }] }] };
console.log(tree);
const parent = { name: 'parent', children: [] };
parent.children.push({ name: 'child', parent });
console.log(parent);
const list = { value: 1, next: { value: 2, next: { value: 3, next: { value: 4, next: null } } } };
console.log(list, JSON.stringify(list));

console.log(new Map([['a', 1], ['b', { c: 2 }], [{ key: 'object' }, [1, 2]]]), new Map([[new Map(), new Set()]]));
console.log(new Set([1, 'two', { three: 3 }, [4]]), new Set('hello'), [...new Set([1, 1, 2])]);
console.log(new Map(Object.entries({ x: 1, y: 2 })).keys(), new Map([['k', 'v']]).entries(), new Set([1, 2]).values());
console.log(Object.entries({ a: 1, b: [2] }), Object.fromEntries([['a', 1]]), Object.groupBy ? 'grouped' : 'grouped');
console.log(new WeakMap([[{}, 1]]), new WeakSet([{}]), Symbol('desc'), [Symbol.for('x')], { [Symbol('key')]: Symbol('value') });

class Animal {
  #secret = 1;
  static count = 0;
  constructor(name) { this.name = name; }
  get loud() { return this.name.toUpperCase(); }
  speak() { return `${this.name} speaks`; }
}
class Dog extends Animal { tricks = ['sit']; bark = () => 'woof'; }
console.log(new Animal('cat'), new Dog('rex'), Animal, Dog, new Dog('x').bark, Animal.prototype.speak, [Dog]);
class Stack extends Array { peek() { return this[this.length - 1]; } }
class Cache extends Map { constructor() { super([['a', 1]]); this.max = 10; } }
console.log(Stack.of(1, 2), new Cache(), new (class extends Set {})([1]), new (class {})(), new (class { x = 1; })());
console.log(Object.create({ inherited: true }), Object.create(null), Object.create(Animal.prototype), Object.freeze({ frozen: 1 }));
function Old(x) { this.x = x; }
Old.prototype.method = function method() {};
console.log(new Old(1), Old, new (function () { this.a = 1; })());

console.log(function named() {}, () => {}, async () => {}, function* gen() {}, async function* agen() {}, class {}, Math.max, console.log);
console.log({ method() {}, arrow: () => {}, async am() {}, *gm() {}, get g() { return 1; }, set s(v) {}, get gs() { return 1; }, set gs(v) {} });
console.log((function* g() { yield 1; }()), (async function* g() {}()), [1, 2][Symbol.iterator](), 'x'.matchAll(/x/g));
console.log(new Date('2024-02-29T12:34:56.789Z'), [new Date(0)], { at: new Date(NaN) }, /a+b?/gim, [/x/], new RegExp('a/b'));
console.log(new Number(1), new String('s'), new Boolean(false), Object(2n), [new Number(NaN)], Object('abc').length);
console.log(new Uint8Array([1, 2, 255]), new Float32Array(2), new BigUint64Array([1n]), new ArrayBuffer(8), Buffer.from('hi'));
console.log(new Uint8Array(0), new Uint8Array(200), Buffer.alloc(60), new Uint8Array([1, 2]).subarray(1), new DataView(new ArrayBuffer(1)));
console.log(globalThis === global, typeof globalThis, Math, JSON, Reflect);

console.log([1.0, 2.5, -3, 0, -0, NaN, Infinity, 1e100, 0.1 + 0.2, 123n], [true, false, null, undefined]);
console.log(['', ' ', 'a\nb', "it's", '"q"', `both'"`, '\t', '\\', '\u0000', 'é', '日本', '😀']);
console.log([], [[]], [[[]]], [[[[]]]], [[[[1]]]], {}, { a: {} }, { a: { b: {} } }, { a: { b: { c: {} } } });
console.log([undefined], [null], [, 1], [1, , 2], [1, 2, 3, , ,], new Array(5), Object.assign([1, 2], { key: 'v' }));
console.log(Array.from({ length: 101 }, (_, i) => i));
console.log(Array.from({ length: 10 }, (_, i) => 'word'.repeat(i)), 'abcdefghij'.split(''), Array.from('abcdefg', (c) => ({ c })));
console.log([[1, 2, 3], [4, 5, 6], [7, 8, 9]], Array.from({ length: 4 }, () => Array(4).fill(0)));
console.log([['x', 'o', ' '], [' ', 'x', 'o'], ['o', ' ', 'x']], [[[1, [2]]], [[3, [4]]]]);
console.log([0.1, 0.25, 100, 1000.5, 3, 12345678, 1], ['a', 'bb', 'ccc', 'dddd', 'eeeee', 'ffffff', 'ggggggg']);
console.log({ short: 1, text: 'x'.repeat(60) }, { text: 'x'.repeat(80) }, { a: 'x'.repeat(30), b: 'y'.repeat(30), c: 1 });
console.log({ 'needs quotes': 1, valid_id: 2, 123: 3, 'with-dash': 4, ünï: 5, $dollar: 6, 'a.b': 7 });
console.log({ level1: { level2: { level3: { level4: 'deep' } }, array: [[['x']]] } }, [[[['deep']]]]);
console.log({ a: [{ b: { c: {} } }], m: new Map([['k', { v: { w: { x: 1 } } }]]) });
console.log({ multi: 'line one\nline two\nline three', long: `${'long '.repeat(20)}\nend` });
console.log(process.argv.length > 1, typeof process.env, Object.keys({ a: 1 }), [..."ab"].entries());
console.log('%s is %d years and %i, %f, %j %o %O %%', 'Bob', 42.5, 42.9, 1.5, { a: 1 }, [1], { b: { c: {} } }, 'extra', { x: 1 });
console.log('%c styled', 'color: red', '%s', 5);
console.log('text', 1, { a: 1 }, [2], null, undefined, true, Symbol('s'), 10n, () => {});
console.log(new Error('x').message, `${new TypeError('y')}`, [String(new RangeError('z'))]);
console.log(new Proxy({ target: 1 }, { get() { return 'trapped'; } }), new Proxy([1, 2, 3], {}), new Proxy(class A {}, {}));
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: null });
console.dir([1, [2, [3, [4, [5]]]]], { depth: 1 });
console.table([{ a: 1, b: { c: 2 } }, { a: [1, 2], b: null }]);
console.table(new Set(['x', { y: 1 }]));
console.info({ info: 1 });
console.debug([{ debug: true }]);
