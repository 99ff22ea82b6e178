// What an object really is: the engine's own methods accept only objects that it made as such, whatever their
// prototype or Symbol.toStringTag says.

const { quietly } = require('stack');

const { apply } = Reflect;

const getter = (object, name) => Object.getOwnPropertyDescriptor(object, name).get;

// Whether `fn` runs on the value without a complaint.
function accepts(fn, ...args) {
  return (value) => {
    if (value === null || typeof value !== 'object') return false;
    try {
      quietly(fn, value, args);
      return true;
    } catch (error) {
      return false;
    }
  };
}

const typedName = getter(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
const key = {};
const { toString } = Object.prototype;
const tag = (value) => apply(toString, value, []).slice(8, -1);
const isDate = accepts(Date.prototype.getTime);
const sourceOf = getter(RegExp.prototype, 'source');

// To be refused costs as much as any error. An object whose prototypes are all the program's own, down to
// Object.prototype, is taken for what it looks like.
const special = new Set();
for (const name of ['Date', 'RegExp', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'ArrayBuffer', 'SharedArrayBuffer',
  'DataView', 'Error', 'Promise', 'Number', 'String', 'Boolean', 'BigInt', 'Symbol', 'Function']) {
  special.add(globalThis[name].prototype);
}
special.add(Object.getPrototypeOf(Uint8Array.prototype));
special.add(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()))); // iterators and generators
const isSpecial = Set.prototype.has.bind(special);

// Whether the object is a plain one, an array, or an instance of a class that extends nothing built in.
function isOrdinary(value) {
  for (let each = Object.getPrototypeOf(value); each !== null; each = Object.getPrototypeOf(each)) {
    if (isSpecial(each)) return false;
  }
  const kind = tag(value);
  return kind === 'Object' || kind === 'Array';
}

module.exports = {
  tag,
  isOrdinary,
  isDate,
  isMap: accepts(getter(Map.prototype, 'size')),
  isSet: accepts(getter(Set.prototype, 'size')),
  isWeakMap: accepts(WeakMap.prototype.has, key),
  isWeakSet: accepts(WeakSet.prototype.has, key),
  isWeakRef: accepts(WeakRef.prototype.deref),
  isArrayBuffer: accepts(getter(ArrayBuffer.prototype, 'byteLength')),
  isSharedArrayBuffer: accepts(getter(SharedArrayBuffer.prototype, 'byteLength')),
  isDataView: (value) => ArrayBuffer.isView(value) && apply(typedName, value, []) === undefined,
  // 'Uint8Array' and the like; undefined for anything else.
  typedArrayName: (value) => (value !== null && typeof value === 'object' ? apply(typedName, value, []) : undefined),
  isRegExp: (value) => value !== RegExp.prototype && accepts(sourceOf)(value),
  isNativeError: Error.isError ?? ((value) => value instanceof Error),
  isNumberObject: accepts(Number.prototype.valueOf),
  isStringObject: accepts(String.prototype.valueOf),
  isBooleanObject: accepts(Boolean.prototype.valueOf),
  isBigIntObject: accepts(BigInt.prototype.valueOf),
  isSymbolObject: accepts(Symbol.prototype.valueOf),
};
