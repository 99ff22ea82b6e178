// structuredClone. The walk uses a list of work instead of recursion: no depth of nesting ends the program.

const { coded } = require('node_errors');
const { DOMException } = require('web/dom_exception');
const brands = require('web/brands');

const { apply } = Reflect;
const ERRORS = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
const BOXES = [
  [brands.isBooleanObject, Boolean.prototype.valueOf],
  [brands.isNumberObject, Number.prototype.valueOf],
  [brands.isStringObject, String.prototype.valueOf],
  [brands.isBigIntObject, BigInt.prototype.valueOf],
];
const FORBIDDEN = { WeakMap: brands.isWeakMap, WeakSet: brands.isWeakSet, WeakRef: brands.isWeakRef };
const views = {};
for (const name of ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array',
  'Uint32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']) {
  views[name] = globalThis[name];
}

const refusal = (text) => new DOMException(`${text} could not be cloned.`, 'DataCloneError');

// Known where the prelude keeps account of proxies.
const proxies = require.has('node/proxies') ? require('node/proxies') : undefined;
const isProxy = (value) => proxies?.detailsOf(value) !== undefined;

function constant(object, name, value) {
  Object.defineProperty(object, name, { value, writable: true, enumerable: false, configurable: true });
}

function cloneError(value) {
  const name = `${value.name}`;
  const Class = Object.hasOwn(ERRORS, name) ? ERRORS[name] : Error;
  const message = Object.getOwnPropertyDescriptor(value, 'message');
  const copy = message !== undefined && 'value' in message ? new Class(`${message.value}`) : new Class();
  copy.stack = `${value.stack}`;
  return copy;
}

function cloneBlob(value) {
  const { Blob, File } = require('web/blob');
  if (value instanceof File) return new File([value], value.name, value);
  return value instanceof Blob ? value.slice(0, value.size, value.type) : undefined;
}

// `memory` holds what is made already, by its original: cycles, and what occurs twice, stay what they are.
function walk(root, memory) {
  const work = [];

  function convert(value) {
    if (typeof value === 'symbol') throw refusal(value.toString());
    if (typeof value === 'function') throw refusal(Function.prototype.toString.call(value));
    if (value === null || typeof value !== 'object') return value;
    let copy = memory.get(value);
    if (copy === undefined) memory.set(value, copy = make(value));
    return copy;
  }

  // The copy of an object; what it holds is converted later.
  function make(value) {
    if (isProxy(value)) throw refusal(Array.isArray(value) ? '[object Array]' : '#<Object>');
    if (!brands.isOrdinary(value)) {
      const copy = special(value);
      if (copy !== undefined) return copy;
    }
    const copy = Array.isArray(value) ? new Array(value.length) : {};
    work.push(() => {
      for (const key of Object.keys(value)) {
        // Defined, as `__proto__` may be a name of the program's data.
        if (Object.hasOwn(value, key)) {
          const each = convert(value[key]);
          if (key === '__proto__') {
            Object.defineProperty(copy, key, { value: each, writable: true, enumerable: true, configurable: true });
          } else {
            copy[key] = each;
          }
        }
      }
    });
    return copy;
  }

  // The copy of an object that is more than its properties; undefined for any other.
  function special(value) {
    for (const [is, valueOf] of BOXES) if (is(value)) return Object(apply(valueOf, value, []));
    if (brands.isSymbolObject(value)) throw refusal('[object Symbol]');
    if (brands.isDate(value)) return new Date(apply(Date.prototype.getTime, value, []));
    if (brands.isRegExp(value)) return new RegExp(value.source, value.flags);
    if (brands.isSharedArrayBuffer(value)) return value;
    if (brands.isArrayBuffer(value)) {
      if (value.detached) throw refusal('An ArrayBuffer is detached and');
      return apply(ArrayBuffer.prototype.slice, value, [0]);
    }
    if (ArrayBuffer.isView(value)) {
      const name = brands.typedArrayName(value);
      const buffer = convert(value.buffer);
      return name === undefined ? new DataView(buffer, value.byteOffset, value.byteLength)
        : new views[name](buffer, value.byteOffset, value.length);
    }
    if (brands.isMap(value)) {
      const copy = new Map();
      work.push(() => {
        for (const [key, each] of [...apply(Map.prototype.entries, value, [])]) copy.set(convert(key), convert(each));
      });
      return copy;
    }
    if (brands.isSet(value)) {
      const copy = new Set();
      work.push(() => { for (const each of [...apply(Set.prototype.values, value, [])]) copy.add(convert(each)); });
      return copy;
    }
    if (value instanceof DOMException) return new DOMException(value.message, value.name);
    if (brands.isNativeError(value)) {
      const copy = cloneError(value);
      if (Object.hasOwn(value, 'cause')) work.push(() => constant(copy, 'cause', convert(value.cause)));
      return copy;
    }
    if (value instanceof Promise) throw refusal('#<Promise>');
    for (const name of Object.keys(FORBIDDEN)) if (FORBIDDEN[name](value)) throw refusal(`#<${name}>`);
    const kind = brands.tag(value);
    if (/^(?:Async)?Generator$/.test(kind)) throw refusal('[object Generator]');
    return cloneBlob(value);
  }

  const result = convert(root);
  while (work.length > 0) work.pop()();
  return result;
}

function structuredClone(value = undefined, options = undefined) {
  if (arguments.length === 0) {
    throw coded(TypeError, 'ERR_MISSING_ARGS', 'The value argument must be specified');
  }
  if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The options argument must be either an object or undefined');
  }
  const list = options?.transfer;
  if (list !== undefined && typeof list?.[Symbol.iterator] !== 'function') {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Optional transferList argument must be an iterable');
  }
  const transfer = list === undefined ? [] : [...list];
  for (const [index, each] of transfer.entries()) {
    if (!brands.isArrayBuffer(each)) {
      throw coded(TypeError, 'ERR_INVALID_TRANSFER_OBJECT', 'Found invalid object in transferList');
    }
    if (transfer.indexOf(each) !== index) {
      throw new DOMException('Transfer list contains duplicate ArrayBuffer', 'DataCloneError');
    }
    if (each.detached) throw refusal('An ArrayBuffer is detached and');
  }
  const result = walk(value, new Map());
  // Only now, so that nothing is lost when something else cannot be cloned.
  for (const each of transfer) each.transfer();
  return result;
}

module.exports = { structuredClone };
