// node: same
// Deep equality, strict (util.isDeepStrictEqual, assert.deepStrictEqual) and loose (assert.deepEqual), of pairs of values.
const assert = require('assert');
const util = require('util');

function loose(a, b) {
  try { assert.deepEqual(a, b); return true; } catch (e) { if (e.code !== 'ERR_ASSERTION') throw e; return false; }
}
function strictly(a, b) {
  try { assert.deepStrictEqual(a, b); return true; } catch (e) { if (e.code !== 'ERR_ASSERTION') throw e; return false; }
}
function check(name, a, b) {
  const results = [loose(a, b), loose(b, a), util.isDeepStrictEqual(a, b), util.isDeepStrictEqual(b, a), strictly(a, b)];
  console.log(name, results.map((r) => (r ? 'T' : 'F')).join(''));
}

// primitives
check('numbers', 1, 1);
check('number string', 1, '1');
check('zeros', 0, -0);
check('NaN', NaN, NaN);
check('null undefined', null, undefined);
check('true 1', true, 1);
check('bigint', 1n, 1n);
check('bigint number', 1n, 1);
check('symbols', Symbol('a'), Symbol('a'));
check('same symbol', Symbol.iterator, Symbol.iterator);
check('empty string zero', '', 0);
check('null object', null, {});
check('function', () => 1, () => 1);
check('same function', check, check);
check('object number', {}, 1);
check('object function', {}, () => 1);

// objects
check('empty', {}, {});
check('object', { a: 1, b: 2 }, { b: 2, a: 1 });
check('object loose', { a: 1 }, { a: '1' });
check('object more', { a: 1 }, { a: 1, b: 2 });
check('object undefined', { a: undefined }, {});
check('object undefined other', { a: undefined }, { b: undefined });
check('nested', { a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 2 }] } });
check('nested differs', { a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 3 }] } });
check('null prototype', Object.create(null), {});
class A { constructor() { this.x = 1; } }
class B { constructor() { this.x = 1; } }
check('classes', new A(), new B());
check('class plain', new A(), { x: 1 });
check('same class', new A(), new A());
check('array object', [], {});
check('array like', [1], { 0: 1, length: 1 });
check('symbol keys', { [Symbol.iterator]: 1 }, { [Symbol.iterator]: 1 });
check('symbol keys differ', { [Symbol.iterator]: 1 }, { [Symbol.iterator]: 2 });
check('symbol keys missing', { [Symbol.iterator]: 1 }, {});
const hidden = Object.defineProperty({}, Symbol.iterator, { value: 1, enumerable: false });
check('hidden symbol', hidden, {});
const hiddenName = Object.defineProperty({ a: 1 }, 'b', { value: 1, enumerable: false });
check('hidden property', hiddenName, { a: 1 });
check('hidden against shown', hiddenName, { a: 1, b: 1 });
check('getters', { get a() { return 1; } }, { a: 1 });
check('tag', { [Symbol.toStringTag]: 'X' }, { [Symbol.toStringTag]: 'Y' });
check('tag missing', { [Symbol.toStringTag]: 'X' }, {});

// arrays
check('arrays', [1, 2, [3]], [1, 2, [3]]);
check('arrays loose', [1, '2'], ['1', 2]);
check('arrays length', [1, 2], [1, 2, 3]);
check('arrays order', [1, 2], [2, 1]);
check('holes', [1, , 3], [1, undefined, 3]);
check('same holes', [1, , 3], [1, , 3]);
check('sparse', Object.assign([], { 100: 1 }), Object.assign([], { 100: 1 }));
check('sparse differs', Object.assign([], { 100: 1, 5: 2 }), Object.assign([], { 100: 1, 6: 2 }));
check('extra property', Object.assign([1], { x: 1 }), [1]);
check('same extra', Object.assign([1], { x: 1 }), Object.assign([1], { x: 1 }));
check('array NaN', [NaN], [NaN]);
check('array zeros', [0], [-0]);
class List extends Array {}
check('array subclass', List.from([1]), [1]);
check('arguments', (function f() { return arguments; }(1, 2)), (function f() { return arguments; }(1, 2)));
check('arguments array', (function f() { return arguments; }(1, 2)), [1, 2]);

// dates, regular expressions, errors, boxes
check('dates', new Date(0), new Date(0));
check('dates differ', new Date(0), new Date(1));
check('date number', new Date(0), 0);
check('invalid dates', new Date(NaN), new Date(NaN));
check('date property', Object.assign(new Date(0), { a: 1 }), new Date(0));
check('regexp', /a/g, /a/g);
check('regexp flags', /a/g, /a/i);
check('regexp source', /a/, /b/);
check('regexp lastIndex', Object.assign(/a/g, { lastIndex: 1 }), /a/g);
check('errors', new Error('a'), new Error('a'));
check('errors message', new Error('a'), new Error('b'));
check('errors class', new Error('a'), new TypeError('a'));
check('errors name', Object.assign(new Error('a'), { name: 'X' }), new Error('a'));
check('errors property', Object.assign(new Error('a'), { code: 1 }), new Error('a'));
check('errors cause', new Error('a', { cause: 1 }), new Error('a', { cause: 1 }));
check('errors cause differs', new Error('a', { cause: 1 }), new Error('a', { cause: 2 }));
check('errors cause missing', new Error('a', { cause: 1 }), new Error('a'));
check('aggregate', new AggregateError([1], 'a'), new AggregateError([1], 'a'));
check('aggregate differs', new AggregateError([1], 'a'), new AggregateError([2], 'a'));
check('error object', new Error('a'), { message: 'a' });
check('boxed number', new Number(1), new Number(1));
check('boxed number differs', new Number(1), new Number(2));
check('boxed zeros', new Number(0), new Number(-0));
check('boxed NaN', new Number(NaN), new Number(NaN));
check('boxed and plain', new Number(1), 1);
check('boxed string', new String('a'), new String('a'));
check('boxed string differs', new String('a'), new String('b'));
check('boxed boolean', new Boolean(true), new Boolean(false));
check('boxed other', new Number(1), new String('1'));
check('boxed symbol', Object(Symbol.iterator), Object(Symbol.iterator));
check('boxed symbol differs', Object(Symbol('a')), Object(Symbol('a')));
check('boxed bigint', Object(1n), Object(1n));
check('boxed property', Object.assign(new Number(1), { a: 1 }), new Number(1));

// sets
check('sets', new Set([1, 2]), new Set([2, 1]));
check('sets loose', new Set([1, '2']), new Set(['1', 2]));
check('sets differ', new Set([1, 2]), new Set([1, 3]));
check('sets size', new Set([1]), new Set([1, 2]));
check('sets objects', new Set([{ a: 1 }, { b: 2 }]), new Set([{ b: 2 }, { a: 1 }]));
check('sets objects differ', new Set([{ a: 1 }, { b: 2 }]), new Set([{ b: 2 }, { a: 2 }]));
check('sets twice', new Set([{ a: 1 }, { a: 1 }]), new Set([{ a: 1 }, { a: 2 }]));
check('sets nested', new Set([new Set([1])]), new Set([new Set([1])]));
check('sets null undefined', new Set([null]), new Set([undefined]));
check('sets empty string', new Set(['']), new Set([0]));
check('sets NaN', new Set([NaN]), new Set([NaN]));
check('sets 1 and string', new Set([1, '1']), new Set(['1', true]));
check('sets object primitive', new Set([{}]), new Set([1]));
check('set array', new Set([1]), [1]);
check('set property', Object.assign(new Set([1]), { a: 1 }), new Set([1]));
class Group extends Set {}
check('set subclass', new Group([1]), new Set([1]));

// maps
check('maps', new Map([[1, 2], ['a', {}]]), new Map([['a', {}], [1, 2]]));
check('maps values', new Map([[1, 2]]), new Map([[1, 3]]));
check('maps loose', new Map([[1, '2']]), new Map([['1', 2]]));
check('maps loose values', new Map([[1, '2']]), new Map([[1, 2]]));
check('maps keys', new Map([[{ a: 1 }, 1]]), new Map([[{ a: 1 }, 1]]));
check('maps keys values', new Map([[{ a: 1 }, 1]]), new Map([[{ a: 1 }, 2]]));
check('maps same keys', new Map([[{}, 1], [{}, 2]]), new Map([[{}, 2], [{}, 1]]));
check('maps undefined', new Map([[1, undefined]]), new Map([[2, undefined]]));
check('maps null key', new Map([[null, 1]]), new Map([[undefined, 1]]));
check('maps NaN', new Map([[NaN, NaN]]), new Map([[NaN, NaN]]));
check('map object', new Map([['a', 1]]), { a: 1 });
check('map set', new Map(), new Set());
check('weak maps', new WeakMap(), new WeakMap());
check('weak sets', new WeakSet(), new WeakSet());
check('weak map object', new WeakMap(), {});
check('promises', Promise.resolve(1), Promise.resolve(1));
check('promises differ', Promise.resolve(1), Promise.resolve(2));

// bytes
check('typed arrays', new Uint8Array([1, 2]), new Uint8Array([1, 2]));
check('typed arrays differ', new Uint8Array([1, 2]), new Uint8Array([1, 3]));
check('typed arrays kind', new Uint8Array([1, 2]), new Int8Array([1, 2]));
check('typed arrays length', new Uint8Array(2), new Uint8Array(3));
check('float zeros', new Float32Array([0]), new Float32Array([-0]));
check('float NaN', new Float64Array([NaN]), new Float64Array([NaN]));
check('bigint array', new BigInt64Array([1n]), new BigInt64Array([1n]));
check('typed array array', new Uint8Array([1]), [1]);
check('typed array property', Object.assign(new Uint8Array(1), { a: 1 }), new Uint8Array(1));
check('buffers', Buffer.from('abc'), Buffer.from('abc'));
check('buffer bytes', Buffer.from('abc'), new Uint8Array([97, 98, 99]));
check('array buffers', new ArrayBuffer(2), new ArrayBuffer(2));
check('array buffers differ', new Uint8Array([1]).buffer, new Uint8Array([2]).buffer);
check('array buffers length', new ArrayBuffer(2), new ArrayBuffer(3));
check('data views', new DataView(new ArrayBuffer(2)), new DataView(new ArrayBuffer(2)));
check('data view bytes', new DataView(new ArrayBuffer(2)), new Uint8Array(2));
check('part of a buffer', new Uint8Array(new Uint8Array([9, 1]).buffer, 1), new Uint8Array([1]));

// cycles
const one = { name: 'x' };
one.self = one;
const two = { name: 'x' };
two.self = two;
check('cycles', one, two);
const three = { name: 'x', self: { name: 'x' } };
three.self.self = three;
check('cycles of other length', one, three);
const list = [1];
list.push(list);
const list2 = [1];
list2.push(list2);
check('cyclic arrays', list, list2);
const map = new Map();
map.set('m', map);
const map2 = new Map();
map2.set('m', map2);
check('cyclic maps', map, map2);
const set = new Set();
set.add(set);
const set2 = new Set();
set2.add(set2);
check('cyclic sets', set, set2);
const left = {};
const right = { other: left };
left.other = right;
check('mutual', left, right);

// others
check('proxy', new Proxy({ a: 1 }, {}), { a: 1 });
check('proxy array', new Proxy([1], {}), [1]);
check('urls', new URL('http://a.b/'), new URL('http://a.b/'));
check('generators', (function* g() {}()), (function* g() {}()));
check('Math JSON', Math, JSON);
check('prototype objects', Object.create({ a: 1 }), Object.create({ a: 1 }));
check('prototype values', Object.create({ a: 1 }), Object.create({ a: 2 }));
