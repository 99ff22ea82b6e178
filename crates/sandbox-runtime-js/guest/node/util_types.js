// util.types: what a value really is, whatever its prototype says. Proxies are proxies and nothing else.

const brands = require('web/brands');
const kinds = require('node/kinds');
const { functionKind } = require('node/util_names');
const { detailsOf } = require('node/proxies');
const { stateOf } = require('node/promises');

const isObject = (value) => value !== null && typeof value === 'object';
const isProxy = (value) => (isObject(value) || typeof value === 'function') && detailsOf(value) !== undefined;
const named = (name) => (value) => brands.typedArrayName(value) === name;
const functionOf = (pattern) => (value) => typeof value === 'function' && !isProxy(value)
  && pattern.test(functionKind(value));
// By the engine's name of an object without a tag, or by its kind.
const ofKind = (kind) => (value) => isObject(value) && !isProxy(value) && kinds.kindOf(value) === kind;

const isAnyArrayBuffer = (value) => brands.isArrayBuffer(value) || brands.isSharedArrayBuffer(value);
const boxes = [brands.isNumberObject, brands.isStringObject, brands.isBooleanObject, brands.isBigIntObject,
  brands.isSymbolObject];

const GENERATORS = [
  Object.getPrototypeOf(function* generator() {}).prototype,
  Object.getPrototypeOf(async function* generator() {}).prototype,
];

const types = {
  isExternal: () => false,
  isDate: brands.isDate,
  isArgumentsObject: ofKind('Arguments'),
  isBigIntObject: brands.isBigIntObject,
  isBooleanObject: brands.isBooleanObject,
  isNumberObject: brands.isNumberObject,
  isStringObject: brands.isStringObject,
  isSymbolObject: brands.isSymbolObject,
  isNativeError: (value) => isObject(value) && brands.isNativeError(value),
  isRegExp: brands.isRegExp,
  isAsyncFunction: functionOf(/^Async/),
  isGeneratorFunction: functionOf(/Generator/),
  isGeneratorObject: (value) => isObject(value) && !isProxy(value)
    && GENERATORS.some((prototype) => Object.prototype.isPrototypeOf.call(prototype, value)),
  isPromise: (value) => isObject(value) && stateOf(value) !== undefined && !isProxy(value),
  isMap: brands.isMap,
  isSet: brands.isSet,
  isMapIterator: ofKind('MapIterator'),
  isSetIterator: ofKind('SetIterator'),
  isWeakMap: brands.isWeakMap,
  isWeakSet: brands.isWeakSet,
  isArrayBuffer: brands.isArrayBuffer,
  isDataView: (value) => isObject(value) && brands.isDataView(value),
  isSharedArrayBuffer: brands.isSharedArrayBuffer,
  isProxy,
  isModuleNamespaceObject: (value) => !isProxy(value) && kinds.isNamespace(value),
  isAnyArrayBuffer,
  isBoxedPrimitive: (value) => isObject(value) && boxes.some((is) => is(value)),
  isArrayBufferView: (value) => ArrayBuffer.isView(value),
  isTypedArray: (value) => brands.typedArrayName(value) !== undefined,
};
for (const name of ['Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array',
  'Int32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']) {
  types[`is${name}`] = named(name);
}
types.isKeyObject = (value) => {
  const { KeyObject } = require.has('node/crypto') ? require('node/crypto') : {};
  return typeof KeyObject === 'function' && value instanceof KeyObject;
};
types.isCryptoKey = (value) => {
  const { CryptoKey } = require.has('web/crypto') ? require('web/crypto') : {};
  return typeof CryptoKey === 'function' && value instanceof CryptoKey;
};

// Functions with the names they are called by.
for (const name of Object.keys(types)) Object.defineProperty(types[name], 'name', { value: name, configurable: true });

module.exports = types;
