// What kind of built-in object a value is, for those who treat each kind in its own way (util.inspect, deep equality).
//
// web/brands can tell it of any object, but a test that fails costs an exception. Here the chain of prototypes says
// which tests are worth it: none for ordinary objects and instances of ordinary classes.

const brands = require('web/brands');
const { stateOf } = require('node/promises');

const { getPrototypeOf, getOwnPropertyDescriptor } = Object;
const { apply } = Reflect;
const { toString } = Object.prototype;
const iteratorOf = (iterable) => getPrototypeOf(iterable[Symbol.iterator]());

const always = () => true;
const byPrototype = new Map([
  [Map.prototype, ['Map', brands.isMap]],
  [Set.prototype, ['Set', brands.isSet]],
  [WeakMap.prototype, ['WeakMap', brands.isWeakMap]],
  [WeakSet.prototype, ['WeakSet', brands.isWeakSet]],
  [WeakRef.prototype, ['WeakRef', brands.isWeakRef]],
  [Promise.prototype, ['Promise', (value) => stateOf(value) !== undefined]],
  [Date.prototype, ['Date', brands.isDate]],
  [RegExp.prototype, ['RegExp', brands.isRegExp]],
  [Error.prototype, ['Error', always]],
  [ArrayBuffer.prototype, ['ArrayBuffer', brands.isArrayBuffer]],
  [SharedArrayBuffer.prototype, ['SharedArrayBuffer', brands.isSharedArrayBuffer]],
  [Number.prototype, ['Number', brands.isNumberObject]],
  [String.prototype, ['String', brands.isStringObject]],
  [Boolean.prototype, ['Boolean', brands.isBooleanObject]],
  [BigInt.prototype, ['BigInt', brands.isBigIntObject]],
  [Symbol.prototype, ['Symbol', brands.isSymbolObject]],
  [iteratorOf(new Map()), ['MapIterator', always]],
  [iteratorOf(new Set()), ['SetIterator', always]],
]);

const PLAIN = { __proto__: null, '[object Arguments]': 'Arguments' };
// Of objects without a prototype only those that the engine names by what they are.
const NAMED = {
  __proto__: null,
  '[object Arguments]': 'Arguments',
  '[object Boolean]': 'Boolean',
  '[object Date]': 'Date',
  '[object Error]': 'Error',
  '[object Number]': 'Number',
  '[object RegExp]': 'RegExp',
  '[object String]': 'String',
};

// The namespace object of an ES module.
function isNamespace(value) {
  if (getPrototypeOf(value) !== null) return false;
  const tag = getOwnPropertyDescriptor(value, Symbol.toStringTag);
  return tag !== undefined && tag.value === 'Module' && !tag.writable && !tag.configurable;
}

// 'Array', 'Map', 'TypedArray', 'Arguments', 'Module'...; 'Object' for everything without a kind of its own.
// A proxy is looked at through its handler: callers replace it by its target. `tag` is the value's own or inherited
// Symbol.toStringTag, for callers who have read it.
exports.kindOf = function kindOf(value, tag = value[Symbol.toStringTag]) {
  if (typeof value === 'function') return 'Function';
  if (Array.isArray(value)) return 'Array';
  if (ArrayBuffer.isView(value)) return brands.typedArrayName(value) === undefined ? 'DataView' : 'TypedArray';
  let prototype = getPrototypeOf(value);
  if (prototype === null) {
    if (isNamespace(value)) return 'Module';
    return tag === undefined ? NAMED[apply(toString, value, [])] ?? 'Object' : 'Object';
  }
  if (prototype === Object.prototype) {
    // Almost every object: neither a tag nor a second look at prototypes.
    return tag === undefined ? PLAIN[apply(toString, value, [])] ?? 'Object' : 'Object';
  }
  for (; prototype !== null; prototype = getPrototypeOf(prototype)) {
    const entry = byPrototype.get(prototype);
    if (entry !== undefined) return entry[1](value) ? entry[0] : 'Object';
  }
  return 'Object';
};

exports.isNamespace = (value) => typeof value === 'object' && value !== null && isNamespace(value);
exports.isBoxed = (kind) => kind === 'Number' || kind === 'String' || kind === 'Boolean' || kind === 'BigInt'
  || kind === 'Symbol';
