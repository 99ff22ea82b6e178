'use strict';
// Paths into JSON-like values, copies and merges. Nothing here follows or writes inherited properties, so no prototype can be changed.

const { validate } = require('./validate.cjs');

const REFUSED = new Set(['__proto__', 'constructor', 'prototype']);
// How far beyond its end an array is set.
const MAX_GAP = 10_000;

/**
 * @typedef {string | number | (string | number)[]} Path `'user.tags.0'`, `'user.tags[0]'`, `'a["key.with.dots"]'`, or an array of keys.
 */

/**
 * Sets an own property, also where its name is `__proto__`.
 * @param {object} target
 * @param {PropertyKey} key
 * @param {any} value
 */
function put(target, key, value) {
  if (key === '__proto__') Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}

/**
 * Splits a path.
 * @param {Path} path
 * @returns {{ key: string, index: boolean }[]} `index`: it is certainly a place in an array, as it is a number or stands in brackets.
 */
function parts(path) {
  if (Array.isArray(path)) return path.map((key) => ({ key: String(key), index: typeof key === 'number' }));
  if (typeof path === 'number') return [{ key: String(path), index: true }];
  if (typeof path !== 'string') throw new TypeError(`a path is a text or an array of keys, not ${path === null ? 'null' : typeof path}`);
  if (path === '') return [];
  const found = [];
  const part = /\.?([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['((?:[^'\\]|\\.)*)'\]/y;
  while (part.lastIndex < path.length) {
    const from = part.lastIndex;
    const match = part.exec(path);
    const [all, plain, index, double, single] = match ?? [];
    // Plain keys have a dot before them, except the first.
    const valid = match && (plain === undefined || all.startsWith('.') === from > 0);
    if (!valid) throw new Error(`Invalid path: ${path} (at character ${from + 1})`);
    const key = plain ?? index ?? (double ?? single).replace(/\\(.)/g, '$1');
    found.push({ key, index: index !== undefined });
  }
  return found;
}

/**
 * The value at a path, or the default where there is none or it is undefined. Only own properties are looked at.
 * @template T
 * @param {any} value
 * @param {Path} path
 * @param {T} [fallback]
 * @returns {any | T}
 * @example get({ users: [{ age: 30 }] }, 'users.0.age') // 30
 */
function get(value, path, fallback) {
  let current = value;
  for (const { key } of parts(path)) {
    if (current === null || current === undefined || !Object.hasOwn(Object(current), key)) return fallback;
    current = current[key];
  }
  return current === undefined ? fallback : current;
}

const isIndex = (key) => /^(?:0|[1-9]\d{0,9})$/.test(key);

/**
 * Checks that a part of a path can be written into a value.
 * @param {any} holder
 * @param {string} key
 * @param {string} path The path, for the error.
 */
function checkHolder(holder, key, path) {
  if (holder === null || (typeof holder !== 'object' && typeof holder !== 'function')) {
    throw new TypeError(`Cannot set ${path}: what should hold "${key}" is ${holder === null ? 'null' : `a ${typeof holder}`}`);
  }
  if (!Array.isArray(holder)) return;
  if (!isIndex(key)) throw new TypeError(`Cannot set ${path}: "${key}" is not an index of an array`);
  const { length } = holder;
  if (Number(key) > length + MAX_GAP) throw new RangeError(`Cannot set ${path}: index ${key} is far beyond the array's end (${length})`);
}

/**
 * Sets the value at a path, in place. What is missing on the way is made: an array where the next part is a number in brackets or `0`, else an
 * object.
 * @template T
 * @param {T} target
 * @param {Path} path
 * @param {any} value
 * @returns {T} The target.
 * @throws {Error} for the path parts `__proto__`, `constructor` and `prototype`, and where a text, number or boolean is in the way.
 */
function set(target, path, value) {
  const all = parts(path);
  const shown = Array.isArray(path) ? path.join('.') : String(path);
  if (all.length === 0) throw new Error('Cannot set an empty path');
  for (const { key } of all) if (REFUSED.has(key)) throw new Error(`Refused path part "${key}" in: ${shown}`);
  let holder = target;
  all.forEach(({ key }, place) => {
    checkHolder(holder, key, shown);
    const next = all[place + 1];
    if (next === undefined) {
      holder[key] = value;
      return;
    }
    let child = Object.hasOwn(holder, key) ? holder[key] : undefined;
    if (child === undefined || child === null) {
      child = next.index || next.key === '0' ? [] : {};
      checkHolder(child, next.key, shown);
      holder[key] = child;
    }
    holder = child;
  });
  return target;
}

/**
 * Whether a value is an object as JSON has them, not an array, a date or of another class.
 * @param {any} value
 * @returns {boolean}
 */
function isPlain(value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  // An object literal of another realm (`vm`).
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}

/**
 * @param {any} value
 * @param {Map<object, object>} copies What was copied already, by its original: cycles stay cycles.
 * @returns {any}
 */
function copy(value, copies) {
  if (value === null || typeof value !== 'object') return value;
  if (copies.has(value)) return copies.get(value);
  const made = (result) => {
    copies.set(value, result);
    return result;
  };
  if (value instanceof Date) return made(new Date(value.getTime()));
  if (value instanceof RegExp) return made(new RegExp(value.source, value.flags));
  if (typeof Buffer === 'function' && Buffer.isBuffer(value)) return made(Buffer.from(value));
  if (value instanceof DataView) return made(new DataView(value.buffer.slice(0), value.byteOffset, value.byteLength));
  if (ArrayBuffer.isView(value)) return made(value.slice());
  if (value instanceof ArrayBuffer) return made(value.slice(0));
  if (value instanceof Map) {
    const result = made(new Map());
    for (const [key, item] of value) result.set(copy(key, copies), copy(item, copies));
    return result;
  }
  if (value instanceof Set) {
    const result = made(new Set());
    for (const item of value) result.add(copy(item, copies));
    return result;
  }
  // Nothing can be read from them but by their own methods, which want the original.
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) return value;
  const result = made(Array.isArray(value) ? new Array(value.length) : Object.create(Object.getPrototypeOf(value)));
  for (const key of Object.keys(value)) put(result, key, copy(value[key], copies));
  return result;
}

/**
 * A deep copy: objects with their prototypes, arrays, dates, maps, sets, bytes and cycles. Functions are the same ones.
 * @template T
 * @param {T} value
 * @returns {T}
 */
function clone(value) {
  return copy(value, new Map());
}

/**
 * Merges objects deeply into a new one: later values win, objects are merged, arrays and everything else replaced.
 * null and undefined among the arguments are passed over, and so is an undefined value of a key that has one. `__proto__` keys are dropped.
 * @param {...any} values
 * @returns {any} `{}` when there is nothing to merge.
 * @example merge({ a: { b: 1 } }, undefined, { a: { c: 2 } }) // { a: { b: 1, c: 2 } }
 */
function merge(...values) {
  // The objects on the way down to here: in a cycle they would never end.
  const open = new Set();
  const combine = (earlier, later) => {
    if (!isPlain(later)) return clone(later);
    if (open.has(later)) throw new TypeError('merge: an object contains itself');
    open.add(later);
    const result = isPlain(earlier) ? earlier : {};
    for (const key of Object.keys(later)) {
      if (key === '__proto__') continue;
      const known = Object.hasOwn(result, key);
      if (later[key] === undefined && known) continue;
      result[key] = combine(known ? result[key] : undefined, later[key]);
    }
    open.delete(later);
    return result;
  };
  return values.filter((value) => value !== null && value !== undefined).reduce((earlier, later) => combine(earlier, later), {});
}

module.exports = { get, set, validate, clone, merge };
