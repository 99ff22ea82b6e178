// Deep equality, strict and loose: for assert and util.isDeepStrictEqual.
//
// Strict: same prototypes, no conversion of values (Object.is), symbols count as keys. Loose: primitive values are
// compared with ==, prototypes and symbols do not matter.

const { kindOf } = require('node/kinds');
const { tag } = require('web/brands');
const { detailsOf } = require('node/proxies');
const { URL } = require('web/url');

const { getPrototypeOf, getOwnPropertySymbols, hasOwn, is, keys } = Object;
const { propertyIsEnumerable } = Object.prototype;

const isObject = (value) => value !== null && typeof value === 'object';
const isIndex = (key) => /^(?:0|[1-9][0-9]{0,9})$/.test(key) && +key < 2 ** 32 - 1;
const symbolsOf = (value) => getOwnPropertySymbols(value).filter((key) => propertyIsEnumerable.call(value, key));

const valueOf = {
  Number: Number.prototype.valueOf,
  String: String.prototype.valueOf,
  Boolean: Boolean.prototype.valueOf,
  BigInt: BigInt.prototype.valueOf,
  Symbol: Symbol.prototype.valueOf,
};

const bytesOf = (value) => (ArrayBuffer.isView(value)
  ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value));

function sameBytes(a, b) {
  if (a.byteLength !== b.byteLength) return false;
  const left = bytesOf(a);
  const right = bytesOf(b);
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

function sameNumbers(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

class Comparison {
  #strict;
  #underway = new Map(); // object -> the objects that it is being compared with

  constructor(strict) { this.#strict = strict; }

  equal(a, b) {
    if (a === b) return a !== 0 || !this.#strict || is(a, b);
    if (!isObject(a) || !isObject(b)) return this.#equalPrimitives(a, b);
    if (this.#strict && getPrototypeOf(a) !== getPrototypeOf(b)) return false;
    if (tag(a) !== tag(b)) return false;
    return this.#equalObjects(a, b);
  }

  #equalPrimitives(a, b) {
    if (typeof a === 'number' && typeof b === 'number') return a !== a && b !== b;
    return !this.#strict && !isObject(a) && !isObject(b) && a == b;
  }

  #equalObjects(a, b) {
    const kind = kindOf(detailsOf(a)?.target ?? a);
    if (kind !== kindOf(detailsOf(b)?.target ?? b)) return false;
    switch (kind) {
      case 'Array':
        return a.length === b.length && this.#equalProperties(a, b, kind);
      case 'Date':
        return a.getTime() === b.getTime() && this.#equalProperties(a, b, kind);
      case 'RegExp':
        return a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex
          && this.#equalProperties(a, b, kind);
      case 'Error':
        return a.message === b.message && a.name === b.name && this.#equalHidden(a, b, 'cause')
          && this.#equalHidden(a, b, 'errors') && this.#equalProperties(a, b, kind);
      case 'TypedArray': {
        // Bytes tell 0 from -0; and a NaN is a NaN.
        const same = !this.#strict && tag(a).startsWith('Float') ? sameNumbers : sameBytes;
        return same(a, b) && this.#equalProperties(a, b, kind);
      }
      case 'ArrayBuffer':
      case 'SharedArrayBuffer':
      case 'DataView':
        return sameBytes(a, b) && this.#equalProperties(a, b, kind);
      case 'Set':
      case 'Map':
        return a.size === b.size && this.#equalProperties(a, b, kind);
      case 'Number':
      case 'String':
      case 'Boolean':
      case 'BigInt':
      case 'Symbol':
        return is(valueOf[kind].call(a), valueOf[kind].call(b)) && this.#equalProperties(a, b, kind);
      default:
        if (this.#strict && a instanceof URL && b instanceof URL && a.href !== b.href) return false;
        return this.#equalProperties(a, b, kind);
    }
  }

  // A property of errors that is not enumerable.
  #equalHidden(a, b, name) {
    return hasOwn(a, name) === hasOwn(b, name) && (!hasOwn(a, name) || this.equal(a[name], b[name]));
  }

  #equalProperties(a, b, kind) {
    let names = keys(a);
    let others = keys(b);
    if (kind === 'Array' || kind === 'TypedArray') {
      names = names.filter((name) => !isIndex(name));
      others = others.filter((name) => !isIndex(name));
    }
    if (names.length !== others.length) return false;
    for (const name of names) if (!propertyIsEnumerable.call(b, name)) return false;
    if (this.#strict) {
      const symbols = symbolsOf(a);
      if (symbols.length !== symbolsOf(b).length) return false;
      for (const symbol of symbols) if (!propertyIsEnumerable.call(b, symbol)) return false;
      names.push(...symbols);
    }
    // Inside of themselves they are equal if everything else is.
    let partners = this.#underway.get(a);
    if (partners === undefined) this.#underway.set(a, partners = new Set());
    if (partners.has(b)) return true;
    partners.add(b);
    const equal = this.#equalContents(a, b, kind) && names.every((name) => this.equal(a[name], b[name]));
    partners.delete(b);
    if (partners.size === 0) this.#underway.delete(a);
    return equal;
  }

  #equalContents(a, b, kind) {
    if (kind === 'Array') return this.#equalElements(a, b);
    if (kind === 'Set') return this.#equalSets(a, b);
    return kind !== 'Map' || this.#equalMaps(a, b);
  }

  #equalElements(a, b) {
    for (let i = 0; i < a.length; i++) {
      if (!hasOwn(a, i)) return this.#equalSparse(a, b);
      if (!hasOwn(b, i) || !this.equal(a[i], b[i])) return false;
    }
    return true;
  }

  // Only what exists is visited.
  #equalSparse(a, b) {
    const indexes = keys(a).filter(isIndex);
    if (indexes.length !== keys(b).filter(isIndex).length) return false;
    return indexes.every((index) => hasOwn(b, index) && this.equal(a[index], b[index]));
  }

  // What is in both as it is needs no comparison; each of the others needs its own counterpart.
  #equalSets(a, b) {
    const rest = [];
    for (const value of a) {
      if (b.has(value)) continue;
      if (this.#strict && !isObject(value)) return false;
      rest.push(value);
    }
    for (const value of b) {
      if (a.has(value)) continue;
      const index = rest.findIndex((each) => this.equal(each, value));
      if (index < 0) return false;
      rest.splice(index, 1);
    }
    return rest.length === 0;
  }

  #equalMaps(a, b) {
    const rest = [];
    const matched = new Set();
    for (const [key, value] of a) {
      if (b.has(key) && this.equal(value, b.get(key))) {
        matched.add(key);
        continue;
      }
      if (this.#strict && !isObject(key)) return false;
      rest.push([key, value]);
    }
    for (const [key, value] of b) {
      if (matched.has(key)) continue;
      const index = rest.findIndex((each) => this.equal(each[0], key) && this.equal(each[1], value));
      if (index < 0) return false;
      rest.splice(index, 1);
    }
    return rest.length === 0;
  }
}

module.exports = {
  isDeepEqual: (a, b) => new Comparison(false).equal(a, b),
  isDeepStrictEqual(val1, val2) { return new Comparison(true).equal(val1, val2); },
};
