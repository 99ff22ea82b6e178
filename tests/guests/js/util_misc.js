// node: same
// The functions of util beside inspect and format.
const util = require('util');
const t = (make) => {
  try { console.log('ok', make()); } catch (error) { console.log(error.name, error.code, error.message); }
};
console.log(Object.keys(util).join());
console.log(require('node:util') === util, require('util/types') === util.types, util.TextEncoder === TextEncoder, util.TextDecoder === TextDecoder);

// promisify
console.log(util.promisify.custom);
const add = (a, callback) => callback(null, a + 1);
add.note = 5;
const promised = util.promisify(add);
console.log(promised.name, promised.length, promised.note, util.promisify(promised) === promised);
function special() {}
const version = () => Promise.resolve('special');
special[util.promisify.custom] = version;
console.log(util.promisify(special) === version, util.promisify(setTimeout) === require('timers/promises').setTimeout);
const object = { base: 10, add(value, callback) { callback(null, this.base + value); } };
object.addAsync = util.promisify(object.add);
for (const wrong of [undefined, 5, {}]) t(() => util.promisify(wrong));
special[util.promisify.custom] = 5;
t(() => util.promisify(special));

// callbackify
const cb = util.callbackify(async function named(a, b) { return a + b; });
console.log(cb.name, cb.length);
t(() => util.callbackify(5));
t(() => util.callbackify(async () => 1)());
t(() => util.callbackify(async () => 1)(5));

// deprecate, inherits
const old = util.deprecate(function old(a, b) { return [this, a, b]; }, 'old is old', 'DEP_TEST');
console.log(old.name, old.length, old.call('self', 1, 2)[1]);
class Former {}
const Deprecated = util.deprecate(Former, 'Former is old');
console.log(new Deprecated() instanceof Former, typeof util.deprecate(() => 1, 'x', 'DEP_TEST'));
t(() => util.deprecate(() => 1, 'm', 5));
function Child() { Parent.call(this); }
function Parent() { this.made = true; }
Parent.prototype.hello = function hello() { return 'hello'; };
util.inherits(Child, Parent);
console.log(new Child().hello(), new Child() instanceof Parent, Child.super_ === Parent, Object.keys(Child));
for (const pair of [[null, Parent], [Child, null], [Child, undefined], [Child, () => 1]]) t(() => util.inherits(...pair));

// text
console.log(util.stripVTControlCharacters('\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007 \u009b1mx'));
t(() => util.stripVTControlCharacters(5));
console.log(util.toUSVString('a\ud800b'), util.toUSVString(5));
console.log(JSON.stringify([util.styleText('red', 'x'), util.styleText(['bold', 'red'], 'x'), util.styleText('red', 'x', { validateStream: false })]));
t(() => util.styleText('nope', 'x').length);
t(() => util.styleText('red', 5));
console.log(util.parseEnv('# comment\nA=1\nexport B=two words \nC="quoted # not"\nD=\'single\\n\'\nE="a\\nb"\nF=x # comment\nG=\nH=a=b'));

// system errors
console.log(util.getSystemErrorName(-2), util.getSystemErrorName(-9999), util.getSystemErrorMap().get(-13), util.getSystemErrorMap().size);
for (const wrong of [2, 'x', -2.5]) t(() => util.getSystemErrorName(wrong));

// what is deprecated in Node and still there
console.log([util.isArray([]), util.isBoolean(true), util.isBoolean(1), util.isNull(null), util.isNullOrUndefined(undefined), util.isNumber(1)]);
console.log([util.isString(''), util.isSymbol(Symbol('x')), util.isUndefined(), util.isRegExp(/x/), util.isObject({}), util.isObject(() => 1)]);
console.log([util.isDate(new Date()), util.isError(new Error()), util.isError({}), util.isFunction(() => 1), util.isPrimitive(null), util.isBuffer(Buffer.alloc(1))]);
console.log(util._extend({ a: 1 }, { b: 2 }), util._extend({ a: 1 }, null));
const log = util.debuglog('section');
log('not shown');
console.log(log.enabled, util.debug === util.debuglog, util.isDeepStrictEqual({ a: [1] }, { a: [1] }), util.isDeepStrictEqual([1], ['1']));

process.on('warning', (warning) => console.log('warning', warning.name, warning.code, warning.message));
(async () => {
  console.log(await promised(1), await object.addAsync(5));
  await util.promisify((callback) => callback(new Error('refused')))().catch((error) => console.log(error.message));
  await new Promise((resolve) => cb(1, 2, (error, value) => { console.log(error, value); resolve(); }));
  await new Promise((resolve) => util.callbackify(() => Promise.reject(null))((error) => {
    console.log(error.code, error.message, error.reason);
    resolve();
  }));
  await new Promise((resolve) => util.callbackify(async () => { throw new TypeError('inside'); })((error) => { console.log(error.message); resolve(); }));
  const controller = new AbortController();
  const done = util.aborted(controller.signal, {}).then((value) => console.log('aborted', value.type));
  controller.abort();
  await done;
  await util.aborted(AbortSignal.abort(), {}).then(() => console.log('aborted already'));
  await util.aborted(5).catch((error) => console.log(error.code, error.message));
  await util.aborted(controller.signal, 5).catch((error) => console.log(error.code, error.message));
  console.log(await util.promisify(setTimeout)(1, 'slept'), await util.promisify(setImmediate)('now'));
})();
