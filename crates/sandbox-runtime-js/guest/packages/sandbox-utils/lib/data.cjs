'use strict';
// Lists of things: grouped, filtered, sorted.

/**
 * @template T
 * @typedef {string | number | ((item: T, index: number) => any)} Key What of an item counts: the name of a property, or a function.
 */

/**
 * @template T
 * @param {Key<T>} key
 * @returns {(item: T, index: number) => any}
 */
function getter(key) {
  if (typeof key === 'function') return key;
  if (typeof key !== 'string' && typeof key !== 'number') throw new TypeError('a key must be the name of a property or a function');
  return (item) => item?.[key];
}

/**
 * Items by their key.
 * @template T
 * @param {Iterable<T>} items
 * @param {Key<T>} key
 * @returns {Record<string, T[]>} The keys as texts, in the order in which they first occur (JavaScript puts whole numbers first).
 */
function groupBy(items, key) {
  const keyOf = getter(key);
  const groups = new Map();
  Array.from(items).forEach((item, index) => {
    const name = String(keyOf(item, index));
    if (groups.has(name)) groups.get(name).push(item);
    else groups.set(name, [item]);
  });
  // Sets own properties, also one called `__proto__`.
  return Object.fromEntries(groups);
}

/**
 * The items that a function accepts, or whose properties are those of an object.
 * @template T
 * @param {Iterable<T>} items
 * @param {((item: T, index: number) => any) | Record<string, any>} condition
 * @returns {T[]}
 * @example filterBy(people, { city: 'Rome' })
 */
function filterBy(items, condition) {
  if (typeof condition === 'function') return Array.from(items).filter((item, index) => condition(item, index));
  if (condition === null || typeof condition !== 'object') throw new TypeError('a condition must be a function or an object');
  const wanted = Object.entries(condition);
  return Array.from(items).filter((item) => wanted.every(([name, value]) => Object.is(item?.[name], value)));
}

/**
 * What a function makes of each item, or one property of each.
 * @template T
 * @param {Iterable<T>} items
 * @param {Key<T>} change
 * @returns {any[]}
 */
function mapItems(items, change) {
  return Array.from(items, getter(change));
}

/**
 * Orders two values: numbers, texts (by character code), dates and lists of them; null, undefined and NaN come last.
 * @param {any} a
 * @param {any} b
 * @returns {number}
 */
function compare(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) {
    const shorter = Math.min(a.length, b.length);
    for (let index = 0; index < shorter; index++) {
      const order = compare(a[index], b[index]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  const [left, right] = [a, b].map((value) => (value instanceof Date ? value.getTime() : value));
  const rank = (value) => (value === null || value === undefined || Number.isNaN(value) ? 2 : typeof value === 'string' ? 1 : 0);
  if (rank(left) !== rank(right) || rank(left) === 2) return rank(left) - rank(right);
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The items in the order of their keys; those with equal keys stay as they are. Values of no order (null, undefined, NaN) come last.
 * @template T
 * @param {Iterable<T>} items
 * @param {Key<T>} [key] The item itself unless given. A function may give a list: its first value counts first.
 * @param {{ reverse?: boolean } | boolean} [options]
 * @returns {T[]} A new array.
 */
function sortBy(items, key, options = {}) {
  const keyOf = key === undefined || key === null ? (item) => item : getter(key);
  const reverse = typeof options === 'boolean' ? options : options.reverse === true;
  const keyed = Array.from(items, (item, index) => ({ item, key: keyOf(item, index) }));
  const none = (value) => value === null || value === undefined || Number.isNaN(value);
  keyed.sort((a, b) => {
    const order = compare(a.key, b.key);
    return reverse && !none(a.key) && !none(b.key) ? -order : order;
  });
  return keyed.map(({ item }) => item);
}

/**
 * The items without those whose key was there before.
 * @template T
 * @param {Iterable<T>} items
 * @param {Key<T>} [key] The item itself unless given: then two objects are the same only if they are one.
 * @returns {T[]}
 */
function unique(items, key) {
  const keyOf = key === undefined || key === null ? (item) => item : getter(key);
  const seen = new Set();
  return Array.from(items).filter((item, index) => {
    const value = keyOf(item, index);
    if (seen.has(value)) return false;
    seen.add(value);
    return true;
  });
}

/**
 * The items in arrays of a size; the last may be shorter.
 * @template T
 * @param {Iterable<T>} items
 * @param {number} size
 * @returns {T[][]}
 */
function chunk(items, size) {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`the size must be 1 or more, not ${String(size)}`);
  const all = Array.from(items);
  const chunks = [];
  for (let at = 0; at < all.length; at += size) chunks.push(all.slice(at, at + size));
  return chunks;
}

module.exports = { api: { groupBy, filterBy, mapItems, sortBy, unique, chunk } };
