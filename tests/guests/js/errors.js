// node: same
// Errors: names, causes, subclasses, the first line of the trace, lines of the frames.
const lines = (e) => e.stack.split('\n').slice(1).map((l) => /(\w*\.js):(\d+):\d+\)?$/.exec(l)).filter(Boolean).map((m) => `${m[1]}:${m[2]}`);
function thrower() {
  throw new RangeError('out');
}
try { thrower(); } catch (e) {
  console.log(e.name, e.message, e instanceof RangeError, e.stack.split('\n')[0]);
  console.log(lines(e).slice(0, 2), e.stack.includes('thrower'), /\n {4}at thrower \(.*errors\.js:5:\d+\)/.test(e.stack));
}
class MyError extends Error {
  constructor(message, options) { super(message, options); this.name = 'MyError'; this.extra = 1; }
}
const mine = new MyError('msg', { cause: new Error('why') });
console.log(mine.stack.split('\n')[0], mine.cause.message, Object.keys(mine), String(mine), lines(mine)[0]);
class Plain extends TypeError {}
console.log(new Plain('p').stack.split('\n')[0], new Plain('p').name, new Plain('p').constructor.name);
class Field extends Error { name = 'Field'; }
console.log(new Field('f').stack.split('\n')[0]);
const changed = new Error('one');
changed.message = 'two';
console.log(changed.stack.split('\n')[0], String(changed));
const set = new Error('x');
set.stack = 'my stack';
console.log(set.stack, Object.keys(set));
const target = {};
Error.captureStackTrace(target);
console.log(typeof target.stack, lines(target).length > 0, Object.keys(target));
function hidden() { const e = new Error('h'); Error.captureStackTrace(e, hidden); return e; }
console.log(hidden().stack.includes('at hidden'), new Error('').stack.split('\n')[0], new Error('multi\nline').stack.split('\n').slice(0, 2));
const agg = new AggregateError([new Error('a'), new TypeError('b')], 'many');
console.log(agg.errors.map((e) => e.message), agg.message, agg.name);
for (const bad of ['let a = ;', 'foo(', '"unterminated', 'var 1a', 'return', '({a:1', 'if (', 'function', 'let x; let x']) {
  try { new Function(bad === 'return' ? '}' : bad); console.log('compiled', bad); } catch (e) { console.log(e.name, bad); }
}
for (const f of [() => null.x, () => undefinedName, () => (void 0)(), () => ({}).a.b, () => new Array(-1), () => 'x'.repeat(-1),
  () => JSON.parse('{'), () => decodeURIComponent('%'), () => [].reduce((a) => a), () => Symbol() + '', () => BigInt(1.5), () => 1n + 1,
  () => new (class { #p; static t(o) { return o.#p; } }).constructor.t({}), () => { const c = 1; c = 2; }, () => structuredClone === 1 || null.f(),
  () => Object.defineProperty(Object.freeze({}), 'a', { value: 1 }), () => { 'use strict'; Object.freeze([1]).push(2); },
  () => (1).toFixed(101), () => new Proxy({}, null), () => Reflect.construct(1), () => new RegExp('('), () => x, () => { class A { constructor() { this.a; } } A(); }]) {
  try { f(); console.log('no error', String(f)); } catch (e) { console.log(e.constructor.name, e instanceof Error, typeof e.message, e.stack.startsWith(e.name)); }
}
let x;
const limit = Error.stackTraceLimit;
Error.stackTraceLimit = 1;
console.log(limit, (function deep(n) { return n ? deep(n - 1) : new Error('d'); })(5).stack.split('\n').length);
Error.stackTraceLimit = limit;
Error.prepareStackTrace = (e, sites) => `${e.message}|${sites[0].getLineNumber()}|${typeof sites[0].getFileName()}`;
console.log(new Error('prepared').stack);
Error.prepareStackTrace = undefined;
try { throw 1; } catch (e) { console.log(e); }
try { try { throw new Error('first'); } finally { console.log('finally'); } } catch (e) { console.log(e.message); }
console.log([new Error('shown')].toString(), `${new TypeError('t')}`, Error('no new').message, Error.prototype.toString.call({ name: 'N', message: 'm' }));
function rethrow() {
  try { thrower(); } catch (e) { throw e; }
}
try { rethrow(); } catch (e) { console.log(lines(e).slice(0, 3)); }
class Captured extends Error { constructor(m) { super(m); this.name = 'Captured'; Error.captureStackTrace(this, Captured); } }
console.log(new Captured('c').stack.split('\n')[0], lines(new Captured('c'))[0]);
const kept = new Error('kept');
kept.stack = 'kept stack';
try { throw kept; } catch (e) { console.log(e.stack); }
