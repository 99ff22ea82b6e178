// node:buffer. The base is the `buffer` package; what it does in another way than Node, or slowly, is replaced here:
// text (buffer_text.js), numbers (buffer_numbers.js), the checks of arguments and their errors.

const { Buffer: Base } = require('buffer');
const text = require('node/buffer_text');
const { find } = require('node/buffer_search');
const brands = require('web/brands');
const {
  coded, invalidArgType, invalidArgValue, outOfRange, checkString, checkNumber, checkInteger, refuse,
} = require('node/errors');

const { encodingOf, givenEncoding } = text;
const MAX_LENGTH = 2 ** 32; // Node's; more than the memory of a sandbox
const custom = Symbol.for('nodejs.util.inspect.custom');
const isView = (value) => value instanceof Uint8Array;
const isBytes = (value) => brands.isArrayBuffer(value) || brands.isSharedArrayBuffer(value);

// Called with and without `new`, as in Node.
function Buffer(value, encodingOrOffset, length) {
  if (typeof value === 'number') {
    if (typeof encodingOrOffset === 'string') throw invalidArgType('string', 'of type string', value);
    return Buffer.alloc(value);
  }
  return Buffer.from(value, encodingOrOffset, length);
}
// The package's prototype is the one of all buffers.
Buffer.prototype = Base.prototype;
Object.defineProperty(Buffer, 'prototype', { writable: false, enumerable: false, configurable: false });
Object.setPrototypeOf(Buffer, Uint8Array);
const { prototype } = Buffer;
Object.defineProperty(prototype, 'constructor', {
  value: Buffer, writable: true, enumerable: false, configurable: true,
});

const { setPrototypeOf } = Object;
// A Uint8Array as a Buffer: the same object.
const become = (bytes) => setPrototypeOf(bytes, prototype);
const whole = (bytes) => become(bytes.constructor === Uint8Array && bytes.byteLength === bytes.buffer.byteLength
  ? bytes : new Uint8Array(bytes));

function checkSize(size) {
  checkNumber(size, 'size');
  if (!(size >= 0 && size <= MAX_LENGTH)) throw outOfRange('size', `>= 0 && <= ${MAX_LENGTH}`, size);
}

function fromArrayBuffer(buffer, offset, length) {
  const from = offset === undefined ? 0 : +offset || 0;
  if (from < 0) throw new RangeError(`Start offset ${from} is outside the bounds of the buffer`);
  const room = buffer.byteLength - from;
  if (room < 0) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
  let size = room;
  if (length !== undefined) {
    size = +length > 0 ? +length : 0;
    if (size > room) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"length" is outside of buffer bounds');
  }
  return become(new Uint8Array(buffer, from, size));
}

function fromArrayLike(list) {
  const { length } = list;
  const bytes = new Uint8Array(length > 0 ? Math.trunc(length) : 0);
  for (let i = 0; i < bytes.length; i++) bytes[i] = list[i];
  return become(bytes);
}

function fromObject(value) {
  if (value.length !== undefined || isBytes(value.buffer)) {
    return typeof value.length === 'number' ? fromArrayLike(value) : become(new Uint8Array(0));
  }
  return value.type === 'Buffer' && Array.isArray(value.data) ? fromArrayLike(value.data) : undefined;
}

const statics = {
  // Programs write `new Buffer.from()` and the like: no methods, which have no `new`.
  from: function from(value, encodingOrOffset, length) {
    if (typeof value === 'string') {
      const named = typeof encodingOrOffset === 'string' && encodingOrOffset !== '';
      return whole(text.encode(value, named ? encodingOf(encodingOrOffset) : 'utf8'));
    }
    if (value !== null && typeof value === 'object') {
      if (isBytes(value)) return fromArrayBuffer(value, encodingOrOffset, length);
      const inner = value.valueOf?.();
      if (inner !== null && inner !== undefined && inner !== value
        && (typeof inner === 'string' || typeof inner === 'object')) {
        return Buffer.from(inner, encodingOrOffset, length);
      }
      const made = fromObject(value);
      if (made !== undefined) return made;
      if (typeof value[Symbol.toPrimitive] === 'function') {
        const primitive = value[Symbol.toPrimitive]('string');
        if (typeof primitive === 'string') return Buffer.from(primitive, encodingOrOffset);
      }
    }
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', invalidArgType('value', 'x', value).message.replace(
      'The "value" argument must be x.',
      'The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like '
        + 'Object.',
    ));
  },
  of(...items) { return fromArrayLike(items); },
  copyBytesFrom(view, offset = 0, length = undefined) {
    if (brands.typedArrayName(view) === undefined) throw invalidArgType('view', 'an instance of TypedArray', view);
    checkInteger(offset, 'offset', 0);
    if (length !== undefined) checkInteger(length, 'length', 0);
    const part = view.subarray(offset, length === undefined ? undefined : offset + length);
    return become(new Uint8Array(part.buffer.slice(part.byteOffset, part.byteOffset + part.byteLength)));
  },
  alloc: function alloc(size, fill, encoding) {
    checkSize(size);
    const buffer = become(new Uint8Array(size));
    if (fill === undefined || fill === 0 || size === 0) return buffer;
    return buffer.fill(fill, 0, size, encoding);
  },
  allocUnsafe: function allocUnsafe(size) {
    checkSize(size);
    return become(new Uint8Array(size));
  },
  allocUnsafeSlow(size) { return statics.allocUnsafe(size); },
  isBuffer: (value) => value instanceof Buffer,
  isEncoding: (encoding) => typeof encoding === 'string' && text.canonical(encoding) !== undefined,
  byteLength(value, encoding) {
    if (typeof value !== 'string') {
      if (ArrayBuffer.isView(value) || isBytes(value)) return value.byteLength;
      throw invalidArgType('string', 'of type string or an instance of Buffer or ArrayBuffer', value);
    }
    return text.byteLength(value, text.canonical(encoding) ?? 'utf8');
  },
  compare(a, b) {
    if (!isView(a)) throw invalidArgType('buf1', 'an instance of Buffer or Uint8Array', a);
    if (!isView(b)) throw invalidArgType('buf2', 'an instance of Buffer or Uint8Array', b);
    return order(a, b);
  },
  concat: function concat(list, length) {
    if (!Array.isArray(list)) throw invalidArgType('list', 'an instance of Array', list);
    if (list.length === 0) return become(new Uint8Array(0));
    if (length !== undefined) checkInteger(length, 'length', 0, MAX_LENGTH);
    let total = 0;
    list.forEach((each, index) => {
      if (!isView(each)) throw invalidArgType(`list[${index}]`, 'an instance of Buffer or Uint8Array', each);
      total += each.length;
    });
    const bytes = new Uint8Array(length ?? total);
    let at = 0;
    for (const each of list) {
      if (at >= bytes.length) break;
      const part = at + each.length > bytes.length ? each.subarray(0, bytes.length - at) : each;
      bytes.set(part, at);
      at += part.length;
    }
    return become(bytes);
  },
};
for (const name of Object.keys(statics)) {
  Object.defineProperty(Buffer, name, { value: statics[name], writable: true, enumerable: true, configurable: true });
}
Buffer.poolSize = 8192;
// What `map`, `filter` and the like of typed arrays make.
Object.defineProperty(Buffer, Symbol.species, { get() { return FastBuffer; }, configurable: true });
function FastBuffer(...args) { return become(new Uint8Array(...args)); }
FastBuffer.prototype = prototype;

// How many bytes at the beginning are certainly the same: compared four at a time, where both lie alike in memory.
function equalWords(a, b, length) {
  const skip = -a.byteOffset & 3;
  const words = (length - skip) >> 2;
  if (words < 16 || ((a.byteOffset ^ b.byteOffset) & 3) !== 0) return 0;
  const [first, second] = [a, b].map((each) => new Uint32Array(each.buffer, each.byteOffset + skip, words));
  for (let i = 0; i < skip; i++) if (a[i] !== b[i]) return 0;
  let i = 0;
  while (i < words && first[i] === second[i]) i++;
  return skip + 4 * i;
}

function order(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = equalWords(a, b, length); i < length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}

function index(value, length, otherwise) {
  if (value === undefined) return otherwise;
  const number = Math.trunc(+value) || 0;
  return number < 0 ? 0 : number > length ? length : number;
}

const methods = {
  toString(encoding, start, end) {
    if (arguments.length === 0) return text.decode(this, 'utf8');
    const { length } = this;
    const from = index(start, length, 0);
    const to = index(end, length, length);
    if (to <= from) return '';
    const name = givenEncoding(encoding);
    return text.decode(from === 0 && to === length ? this : this.subarray(from, to), name);
  },
  write(string, offset, length, encoding) {
    if (typeof string !== 'string') throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
    if (typeof offset === 'string') {
      encoding = offset;
      offset = length = undefined;
    } else if (typeof length === 'string') {
      encoding = length;
      length = undefined;
    }
    const from = offset === undefined ? 0 : offset;
    checkInteger(from, 'offset', 0, this.length);
    let room = this.length - from;
    if (length !== undefined) {
      checkInteger(length, 'length', 0, this.length);
      room = Math.min(room, length);
    }
    const name = encodingOf(encoding);
    let bytes = text.encode(string, name);
    if (bytes.length > room) {
      // No part of a character is written.
      if (name === 'utf8') while (room > 0 && (bytes[room] & 0xc0) === 0x80) room--;
      else if (name === 'utf16le') room -= room % 2;
      bytes = bytes.subarray(0, room);
    }
    this.set(bytes, from);
    return bytes.length;
  },
  fill(value, offset, end, encoding) {
    if (typeof offset === 'string') {
      encoding = offset;
      offset = end = undefined;
    } else if (typeof end === 'string') {
      encoding = end;
      end = undefined;
    }
    const from = offset ?? 0;
    const to = end ?? this.length;
    checkInteger(from, 'offset', 0, MAX_LENGTH);
    checkInteger(to, 'end', 0, this.length);
    if (from >= to) return this;
    let pattern = value;
    if (typeof value === 'string') {
      if (encoding !== undefined && encoding !== null) checkString(encoding, 'encoding');
      pattern = text.encode(value, encodingOf(encoding));
      if (value === '') pattern = 0;
      else if (pattern.length === 0) throw invalidArgValue('value', value);
    } else if (ArrayBuffer.isView(value) && !isView(value)) {
      pattern = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    } else if (!isView(value)) {
      pattern = typeof value === 'boolean' ? +value : value & 255;
    } else if (value.length === 0) {
      throw invalidArgValue('value', value);
    }
    if (typeof pattern === 'number' || pattern.length === 1) {
      Uint8Array.prototype.fill.call(this, typeof pattern === 'number' ? pattern : pattern[0], from, to);
      return this;
    }
    const room = to - from;
    this.set(pattern.subarray(0, room), from);
    // What is filled already is copied behind itself, twice as much each time.
    for (let done = pattern.length; done < room; done *= 2) {
      this.copyWithin(from + done, from, from + Math.min(done, room - done));
    }
    return this;
  },
  copy(target, targetStart, sourceStart, sourceEnd) {
    if (!isView(target)) throw invalidArgType('target', 'an instance of Buffer or Uint8Array', target);
    const to = targetStart === undefined ? 0 : Math.trunc(+targetStart) || 0;
    if (to < 0) throw outOfRange('targetStart', '>= 0', targetStart);
    const from = sourceStart === undefined ? 0 : Math.trunc(+sourceStart) || 0;
    if (from < 0 || from > this.length) throw outOfRange('sourceStart', `>= 0 && <= ${this.length}`, sourceStart);
    const end = sourceEnd === undefined ? this.length : Math.trunc(+sourceEnd) || 0;
    if (end < 0) throw outOfRange('sourceEnd', '>= 0', sourceEnd);
    if (to >= target.length || from >= end) return 0;
    const part = Uint8Array.prototype.subarray.call(this, from, Math.min(end, this.length, from + target.length - to));
    target.set(part, to);
    return part.length;
  },
  equals(other) {
    if (!isView(other)) throw invalidArgType('otherBuffer', 'an instance of Buffer or Uint8Array', other);
    return this === other || (this.length === other.length && order(this, other) === 0);
  },
  compare(target, targetStart = 0, targetEnd = undefined, sourceStart = 0, sourceEnd = undefined) {
    if (!isView(target)) throw invalidArgType('target', 'an instance of Buffer or Uint8Array', target);
    checkInteger(targetStart, 'targetStart', 0, MAX_LENGTH);
    checkInteger(sourceStart, 'sourceStart', 0, MAX_LENGTH);
    if (targetEnd !== undefined) checkInteger(targetEnd, 'targetEnd', 0, target.length);
    if (sourceEnd !== undefined) checkInteger(sourceEnd, 'sourceEnd', 0, this.length);
    return order(this.subarray(sourceStart, sourceEnd ?? this.length), target.subarray(targetStart, targetEnd));
  },
  indexOf(value, offset, encoding) { return find(this, value, offset, encoding, true); },
  lastIndexOf(value, offset, encoding) { return find(this, value, offset, encoding, false); },
  includes(value, offset, encoding) { return find(this, value, offset, encoding, true) >= 0; },
  subarray(start, end) { return become(Uint8Array.prototype.subarray.call(asPlain(this), start, end)); },
  slice(start, end) { return this.subarray(start, end); },
  toJSON() { return { type: 'Buffer', data: Array.from(this) }; },
  toLocaleString(...args) { return this.toString(...args); },
  inspect(depth, options) {
    const most = module.exports.INSPECT_MAX_BYTES;
    let shown = text.decode(this.subarray(0, most), 'hex').replace(/(..)(?!$)/g, '$1 ');
    const more = this.length - most;
    if (more > 0) shown += ` ... ${more} more byte${more > 1 ? 's' : ''}`;
    // Every byte has a key.
    const { withoutIndexes, MOST_INDEXES } = require('node/util_shapes');
    const extra = this.length > MOST_INDEXES ? [] : withoutIndexes(Object.keys(this));
    if (options && extra.length > 0) {
      const own = require('node/util').inspect(Object.fromEntries(extra.map((key) => [key, this[key]])), options);
      shown += `${this.length > 0 ? ', ' : ''}${own.slice(1, -1).trim()}`;
    }
    const name = this.constructor?.name ?? 'Buffer';
    return `<${name} ${shown}>`;
  },
};
for (const encoding of ['utf8', 'latin1', 'hex', 'base64', 'base64url', 'ascii', 'ucs2']) {
  methods[`${encoding}Slice`] = function slice(start = 0, end = this.length) {
    return this.toString(encoding, start, end);
  };
  methods[`${encoding}Write`] = function write(string, offset = 0, length = this.length - offset) {
    return this.write(string, offset, length, encoding);
  };
}
for (const name of Object.keys(methods)) {
  Object.defineProperty(prototype, name, {
    value: methods[name], writable: true, enumerable: true, configurable: true,
  });
}
prototype[custom] = methods.inspect;
require('node/buffer_numbers').install(prototype);
// Marks of the package that Node's buffers do not have; its own functions need the first one.
Object.defineProperty(prototype, '_isBuffer', { value: true, writable: true, enumerable: false, configurable: true });

function asPlain(buffer) {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

function swap(size) {
  return function swapBytes() {
    if (this.length % size !== 0) {
      throw coded(RangeError, 'ERR_INVALID_BUFFER_SIZE', `Buffer size must be a multiple of ${size * 8}-bits`);
    }
    for (let at = 0; at < this.length; at += size) {
      Uint8Array.prototype.reverse.call(Uint8Array.prototype.subarray.call(asPlain(this), at, at + size));
    }
    return this;
  };
}
for (const size of [2, 4, 8]) prototype[`swap${size * 8}`] = swap(size);

function SlowBuffer(length) {
  checkSize(+length);
  return Buffer.allocUnsafe(+length);
}

// The bytes of a typed array or an ArrayBuffer.
function inputOf(input) {
  if (brands.typedArrayName(input) !== undefined) {
    return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  }
  if (isBytes(input)) return new Uint8Array(input);
  throw invalidArgType('input', 'an instance of ArrayBuffer, Buffer, or TypedArray', input);
}

function isUtf8(input) {
  const bytes = inputOf(input);
  try {
    host['text.decode']('utf-8', bytes, true, true);
    return true;
  } catch (error) {
    return false;
  }
}

const isAscii = (input) => inputOf(input).every((byte) => byte < 128);

const LAST = { __proto__: null, ascii: 0x7f, latin1: 0xff, utf8: Infinity, utf16le: Infinity }; // characters

function transcode(source, fromEnc, toEnc) {
  if (!isView(source)) throw invalidArgType('source', 'an instance of Buffer or Uint8Array', source);
  const [from, to] = [text.canonical(fromEnc), text.canonical(toEnc)];
  const fail = (code) => coded(Error, code, `Unable to transcode Buffer [${code}]`);
  if (LAST[from] === undefined || LAST[to] === undefined) throw fail('U_ILLEGAL_ARGUMENT_ERROR');
  if (from === 'utf16le' && source.length % 2 !== 0) throw fail('U_INVALID_CHAR_FOUND');
  const string = text.decode(source, from);
  const last = LAST[to];
  return Buffer.from(last === Infinity ? string
    : Array.from(string, (each) => (each.codePointAt(0) > last ? '?' : each)).join(''), to);
}

const constants = { MAX_LENGTH, MAX_STRING_LENGTH: 2 ** 30 - 1 };

module.exports = {
  Buffer,
  SlowBuffer,
  transcode,
  isUtf8,
  isAscii,
  resolveObjectURL: refuse('buffer', 'resolveObjectURL', 'there are no object URLs'),
  kMaxLength: MAX_LENGTH,
  kStringMaxLength: constants.MAX_STRING_LENGTH,
  constants,
  INSPECT_MAX_BYTES: 50,
  get atob() { return require('web/base64').atob; },
  get btoa() { return require('web/base64').btoa; },
  get Blob() { return require('web/blob').Blob; },
  get File() { return require('web/blob').File; },
};
