// node: same
// util.format and util.formatWithOptions.
const util = require('util');
const { format: f } = util;
const clean = (text) => text.split('\n').filter((line) => !/^ +at /.test(line)).join('\n');
const circle = {};
circle.circle = circle;
class Text { toString() { return 'T!'; } }
class Inherits extends Text {}
class None {}
class Later extends Date {}
class Custom { [util.inspect.custom]() { return 'custom'; } }

console.log([f(), f(''), f('', 1), f('%s'), f('a', 'b'), f(1, 2, '3'), f({ a: 1 }, '%s', 'x'), f(null, undefined), f(Symbol('a'), 1n)]);
console.log([f('%s', null), f('%s', undefined), f('%s', -0), f('%s', 5n), f('%s', Symbol('a')), f('%s', true), f('%s', 1e21), f('%s', 'x')]);
console.log([f('%s', { a: { b: 1 } }), f('%s', [1, [2, [3]]]), f('%s', () => 1), f('%s', class A {}), f('%s', new Date(0)), f('%s', /x/)]);
console.log([f('%s', new Text()), f('%s', new Inherits()), f('%s', new None()), f('%s', Object.create(null)), f('%s', new Custom())]);
console.log([f('%s', { toString() { return 'own'; } }), f('%s', { toString: 5 }), f('%s', Object.create({ toString() { return 'proto'; } }))]);
console.log([f('%s', new Later(0)), f('%s', new Map([[1, 2]])), f('%s', new Proxy({ a: 1 }, {})), f('%s', new Proxy(new Text(), {}))]);
console.log(clean(f('%s', new Error('q'))), clean(f('%s', new (class W extends Error {})('q'))));
console.log([f('%d', '42'), f('%d', {}), f('%d', 5n), f('%d', Symbol('x')), f('%d', '0x10'), f('%d', -0), f('%d', ''), f('%d', null), f('%d', [])]);
console.log([f('%i', '42.9'), f('%i', 5n), f('%i', {}), f('%i', ''), f('%i', -0.5), f('%i', Symbol('x')), f('%i', 1e21), f('%i', '12abc')]);
console.log([f('%f', '1.5x'), f('%f', 5n), f('%f', Symbol('x')), f('%f', ''), f('%f', -0), f('%f', 'abc')]);
console.log([f('%j', { a: 1 }), f('%j', circle), f('%j', undefined), f('%j', () => 1), f('%j', 's'), f('%j', [new Date(0)]), f('%j', { toJSON: () => 1 })]);
console.log([f('%O', { a: { b: { c: { d: {} } } } }), f('%O', 'text'), f('%O', [[[[1]]]]), f('%o', { a: [1] }), f('%o', 'text'), f('%o', 5)]);
console.log([f('%c', 'css'), f('a%cb', 'css', 'd'), f('%c'), f('%s%c%s', 1, 2, 3)]);
console.log([f('%'), f('%', 1), f('%%', 1), f('%%%s%%', 'a'), f('%%%%', 1), f('%x', 'a'), f('a%'), f('%s%', 'x'), f('100%'), f('100%', 1)]);
console.log([f('%%s %s', 1), f('%s%%', 1), f('100%d', 'x'), f('%d%%', 50), f('%5d', 3), f('% s', 3), f('%%%', 3), f('%s %s', 'x'), f('%S', 1)]);
console.log([f('%s', 'a', 'b', { c: 1 }), f('a', 'b%s', 'c'), f('%s|%s', 'a', 'b', 'c', 'd'), f('x', {}, 'y'), f('a\nb', { c: 'd\ne' })]);
console.log([f('%s', 'x', new Error('e').message), f('%s:%s', 'only'), f('%j %j', { a: 1 }), f('%d %s', 1)]);
try { f('%j', { toJSON() { throw new Error('of toJSON'); } }); } catch (error) { console.log(error.message); }
try { f('%j', 1n); } catch (error) { console.log(error.name); }
try { f('%s', { toString() { throw new Error('of toString'); } }); } catch (error) { console.log(error.message); }

const w = util.formatWithOptions;
console.log(w({ compact: false }, '%s %O', { a: 1 }, { a: 1 }));
console.log(w({ colors: true }, '%s %O %d %j', 1, 1, 1, 1, 1, 'x'), w({ colors: true }, { a: 1 }, [2]), w({ depth: 0 }, { a: { b: 1 } }));
console.log(w({ numericSeparator: true }, '%s', 1234567, 1234567), w([], 'x'));
for (const wrong of [undefined, null, 'x', 5]) try { w(wrong, 'x'); } catch (error) { console.log(error.code, error.message); }
