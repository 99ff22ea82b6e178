// Buffer's readInt32LE, writeDoubleBE and the like: one function for each, over a DataView.

const { outOfRange, coded, checkNumber } = require('node/errors');

const KINDS = [
  // name, bytes, method of DataView, lowest, highest value
  ['Int8', 1, 'Int8', -0x80, 0x7f],
  ['UInt8', 1, 'Uint8', 0, 0xff],
  ['Int16', 2, 'Int16', -0x8000, 0x7fff],
  ['UInt16', 2, 'Uint16', 0, 0xffff],
  ['Int32', 4, 'Int32', -0x80000000, 0x7fffffff],
  ['UInt32', 4, 'Uint32', 0, 0xffffffff],
  ['BigInt64', 8, 'BigInt64', -(2n ** 63n), 2n ** 63n - 1n],
  ['BigUInt64', 8, 'BigUint64', 0n, 2n ** 64n - 1n],
  ['Float', 4, 'Float32'],
  ['Double', 8, 'Float64'],
];

const viewOf = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);

function badOffset(buffer, offset, size) {
  checkNumber(offset, 'offset');
  if (Math.floor(offset) !== offset) return outOfRange('offset', 'an integer', offset);
  if (buffer.length < size) {
    return coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
  }
  return outOfRange('offset', `>= 0 and <= ${buffer.length - size}`, offset);
}

const isSize = (size) => Number.isInteger(size) && size >= 1 && size <= 6;

function badSize(size) {
  checkNumber(size, 'byteLength');
  return outOfRange('byteLength', Math.floor(size) === size ? '>= 1 and <= 6' : 'an integer', size);
}

const fits = (buffer, offset, size) => Number.isInteger(offset) && offset >= 0 && offset + size <= buffer.length;

function badValue(value, size, min, max) {
  const big = typeof min === 'bigint';
  const n = big ? 'n' : '';
  let range;
  if (size > 4 && min < 0) {
    range = `>= -(2${n} ** ${size * 8 - 1}${n}) and < 2${big ? '' : n} ** ${size * 8 - 1}${n}`;
    if (big) range = `>= -(2n ** 63n) and < 2n ** 63n`;
  } else if (size > 4) {
    range = `>= 0${n} and < 2${n} ** ${size * 8}${n}`;
  } else {
    range = `>= ${min} and <= ${max}`;
  }
  return outOfRange('value', range, value);
}

function define(prototype, name, fn) {
  const value = { [name]: fn }[name];
  Object.defineProperty(value, 'name', { value: name, configurable: true });
  prototype[name] = value;
  // Node has both spellings.
  if (name.includes('UInt')) prototype[name.replace('UInt', 'Uint')] = value;
}

function fixed(prototype, name, size, method, min, max, little) {
  const get = DataView.prototype[`get${method}`];
  const set = DataView.prototype[`set${method}`];
  const suffix = size === 1 ? '' : little ? 'LE' : 'BE';
  define(prototype, `read${name}${suffix}`, function read(offset = 0) {
    if (!fits(this, offset, size)) throw badOffset(this, offset, size);
    return get.call(viewOf(this), offset, little);
  });
  define(prototype, `write${name}${suffix}`, function write(value, offset = 0) {
    if (typeof min === 'bigint') {
      if (typeof value !== 'bigint') throw new TypeError(`Cannot mix BigInt and other types, use explicit conversions`);
    } else {
      value = +value;
    }
    if (min !== undefined && (value < min || value > max)) throw badValue(value, size, min, max);
    if (!fits(this, offset, size)) throw badOffset(this, offset, size);
    set.call(viewOf(this), offset, value, little);
    return offset + size;
  });
}

// readIntLE(offset, byteLength) and its like: one to six bytes.
function variable(prototype, signed, little) {
  const name = `${signed ? 'Int' : 'UInt'}${little ? 'LE' : 'BE'}`;
  define(prototype, `read${name}`, function read(offset, size) {
    if (offset === undefined) checkNumber(offset, 'offset');
    if (!isSize(size)) throw badSize(size);
    if (!fits(this, offset, size)) throw badOffset(this, offset, size);
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + this[little ? offset + size - 1 - i : offset + i];
    return signed && value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value;
  });
  define(prototype, `write${name}`, function write(value, offset, size) {
    if (!isSize(size)) throw badSize(size);
    value = +value;
    const min = signed ? -(2 ** (size * 8 - 1)) : 0;
    const max = signed ? 2 ** (size * 8 - 1) - 1 : 2 ** (size * 8) - 1;
    if (value < min || value > max) throw badValue(value, size, min, max);
    if (!fits(this, offset, size)) throw badOffset(this, offset, size);
    let rest = Math.trunc(value) || 0;
    if (rest < 0) rest += 2 ** (size * 8);
    for (let i = 0; i < size; i++) {
      this[little ? offset + i : offset + size - 1 - i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return offset + size;
  });
}

exports.install = function install(prototype) {
  for (const [name, size, method, min, max] of KINDS) {
    fixed(prototype, name, size, method, min, max, true);
    if (size > 1) fixed(prototype, name, size, method, min, max, false);
  }
  for (const signed of [true, false]) for (const little of [true, false]) variable(prototype, signed, little);
};
