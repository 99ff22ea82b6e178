// node: no - packages of the sandbox
// json-utils: clone and merge.
import json, { clone, merge } from 'json-utils';
import { createRequire } from 'node:module';

console.log('one object:', createRequire(import.meta.url)('json-utils') === json, Object.keys(json).join());
const show = (label, value) => console.log(`${label}:`, value);

console.log('# clone');
const original = { a: [1, { b: 2 }], d: new Date(0), m: new Map([['k', { v: 1 }]]), s: new Set([1]), r: /x/gi, u: undefined, f: Math.max, n: null };
original.self = original;
const copy = clone(original);
copy.a[1].b = 3;
copy.m.get('k').v = 2;
show('apart', [original.a[1].b, original.m.get('k').v, copy.d !== original.d, copy.d.getTime(), copy.s, copy.r, copy.f === Math.max, 'u' in copy]);
show('cycle', copy.self === copy);
show('bytes', [clone(Buffer.from([1, 255])), clone(new Uint8Array([1, 2])), Buffer.isBuffer(clone(Buffer.from('a')))]);
class Point {
  constructor(x) { this.x = x; }

  twice() { return this.x * 2; }
}
show('class', [clone(new Point(4)).twice(), clone(new Point(4)) instanceof Point]);
show('primitives', [clone(undefined), clone(null), clone('x'), clone(5)]);
show('__proto__ as data', JSON.stringify(clone(JSON.parse('{"__proto__":{"polluted":1}}'))));

console.log('# merge');
show('deep', merge({ a: { b: 1, c: [1, 2] }, x: 1 }, { a: { c: [3], d: 4 } }, { x: null }));
show('undefined', [merge(undefined), merge(null, undefined), merge(), merge({ a: 1 }, undefined, { b: 2 }), merge(undefined, { a: 1 })]);
show('undefined value', merge({ a: 1, b: 2 }, { a: undefined, c: undefined }));
show('not objects', [merge({ a: 1 }, { a: { b: 2 } }), merge({ a: { b: 2 } }, { a: 1 }), merge({ d: { x: 1 } }, { d: new Date(0) })]);
const [one, two] = [{ a: { list: [1] } }, { a: { deep: { x: 1 } } }];
const merged = merge(one, two);
merged.a.list.push(2);
merged.a.deep.x = 9;
show('arguments unchanged', [one, two]);
const evil = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"a":{"__proto__":{"polluted":true}}}');
const result = merge({ a: {} }, evil);
show('nothing polluted', [({}).polluted, Object.prototype.polluted, result.polluted, result.a.polluted, Object.keys(result)]);
const cyclic = {};
cyclic.self = cyclic;
try {
  merge({}, cyclic);
} catch (error) {
  show('cycle', `${error.name}: ${error.message}`);
}
