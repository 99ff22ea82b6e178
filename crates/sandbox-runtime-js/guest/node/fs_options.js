// Checks of the arguments that many functions of `fs` share, with Node's messages.

const {
  coded, invalidArgType, invalidArgValue, outOfRange, checkInteger, checkSignal,
} = require('node/errors');
const text = require('node/buffer_text');
const constants = require('node/fs_constants');

const MAX_UINT32 = 2 ** 32 - 1;
const MAX_INT32 = 2 ** 31 - 1;

function checkEncoding(encoding) {
  if (!encoding || encoding === 'buffer') return;
  if (typeof encoding !== 'string' || text.canonical(encoding) === undefined) {
    throw invalidArgValue('encoding', encoding, 'is invalid encoding');
  }
}

// Options that are an encoding or an object.
function readOptions(options, defaults) {
  if (options === undefined || options === null || typeof options === 'function') return defaults;
  let merged;
  if (typeof options === 'string') merged = { ...defaults, encoding: options };
  else if (typeof options === 'object') merged = { ...defaults, ...options };
  else throw invalidArgType('options', 'one of type string or object', options);
  checkEncoding(merged.encoding);
  if (merged.signal !== undefined) checkSignal(merged.signal, 'options.signal');
  return merged;
}

function checkDescriptor(fd, name = 'fd') {
  checkInteger(fd, name, 0, MAX_INT32);
  return fd;
}

// Permissions: a number, or text in base eight.
function toMode(value, name = 'mode', otherwise = undefined) {
  if (otherwise !== undefined && (value === undefined || value === null)) return otherwise;
  if (typeof value === 'string') {
    if (!/^[0-7]+$/.test(value)) {
      throw invalidArgValue(name, value, 'must be a 32-bit unsigned integer or an octal string');
    }
    return Number.parseInt(value, 8);
  }
  checkInteger(value, name, 0, MAX_UINT32);
  return value;
}

// The small numbers of access and copyFile, which Node checks elsewhere.
function toSmallMode(value, most) {
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'number') throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'mode must be int32 or null/undefined');
  const mode = Math.trunc(value);
  if (!(mode >= 0 && mode <= most)) {
    throw coded(RangeError, 'ERR_OUT_OF_RANGE', `mode is out of range: >= 0 && <= ${most}`);
  }
  return mode;
}

// Where to read or write: undefined, null and -1 mean the descriptor's own position.
function toPosition(value, length) {
  if (value === undefined || value === null) return -1;
  if (typeof value === 'number') {
    checkInteger(value, 'position', -1);
    return value;
  }
  if (typeof value === 'bigint') {
    const most = 2n ** 63n - 1n;
    if (!(value >= -1n && value <= most - BigInt(length))) {
      throw outOfRange('position', `>= ${-most - 1n} && <= ${most}`, value);
    }
    return Number(value);
  }
  throw invalidArgType('position', 'of type bigint or integer', value);
}

function toTime(value, name = 'time') {
  if (typeof value === 'string' && value !== '' && +value === +value) return +value;
  if (Number.isFinite(value)) return value < 0 ? Date.now() / 1000 : value;
  if (value instanceof Date) return value.getTime() / 1000;
  throw invalidArgType(name, 'an instance of Date or an Time in seconds', value);
}

function checkId(value, name) {
  checkInteger(value, name, -1, MAX_UINT32);
}

// --- data ------------------------------------------------------------------------------------------------------------

// The bytes behind any view. (The host takes a Uint8Array as such only.)
const bytesOf = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

function checkView(value, name = 'buffer') {
  if (!ArrayBuffer.isView(value)) throw invalidArgType(name, 'an instance of Buffer, TypedArray, or DataView', value);
}

function checkViews(value) {
  if (!Array.isArray(value) || !value.every(ArrayBuffer.isView)) {
    throw invalidArgType('buffers', 'an ArrayBufferView[]', value);
  }
}

function checkData(value, name) {
  if (typeof value !== 'string' && !ArrayBuffer.isView(value)) {
    throw invalidArgType(name, 'of type string or an instance of Buffer, TypedArray, or DataView', value);
  }
}

function toBytes(data, encoding) {
  return typeof data === 'string' ? text.encode(data, text.encodingOf(encoding)) : bytesOf(data);
}

// Bytes of the host as a Buffer over the same memory.
function toBuffer(bytes) {
  const { Buffer } = require('node/buffer');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

// What a function returns that has an `encoding`: names, targets of links, contents.
function fromText(value, encoding) {
  if (!encoding || encoding === 'utf8' || encoding === 'utf-8') return value;
  const bytes = toBuffer(text.encode(value, 'utf8'));
  return encoding === 'buffer' ? bytes : bytes.toString(encoding);
}

// --- flags -----------------------------------------------------------------------------------------------------------

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_SYNC } = constants;
const WRITE = O_TRUNC | O_CREAT;
const APPEND = O_APPEND | O_CREAT;
const FLAGS = {
  __proto__: null,
  r: O_RDONLY,
  rs: O_RDONLY | O_SYNC,
  sr: O_RDONLY | O_SYNC,
  'r+': O_RDWR,
  'rs+': O_RDWR | O_SYNC,
  'sr+': O_RDWR | O_SYNC,
  w: WRITE | O_WRONLY,
  wx: WRITE | O_WRONLY | O_EXCL,
  xw: WRITE | O_WRONLY | O_EXCL,
  'w+': WRITE | O_RDWR,
  'wx+': WRITE | O_RDWR | O_EXCL,
  'xw+': WRITE | O_RDWR | O_EXCL,
  a: APPEND | O_WRONLY,
  ax: APPEND | O_WRONLY | O_EXCL,
  xa: APPEND | O_WRONLY | O_EXCL,
  as: APPEND | O_WRONLY | O_SYNC,
  sa: APPEND | O_WRONLY | O_SYNC,
  'a+': APPEND | O_RDWR,
  'ax+': APPEND | O_RDWR | O_EXCL,
  'xa+': APPEND | O_RDWR | O_EXCL,
  'as+': APPEND | O_RDWR | O_SYNC,
  'sa+': APPEND | O_RDWR | O_SYNC,
};

function toFlags(value, name = 'flags') {
  if (typeof value === 'number') {
    checkInteger(value, name, -(2 ** 31), MAX_INT32);
    return value;
  }
  if (value === undefined || value === null) return O_RDONLY;
  const flags = typeof value === 'string' ? FLAGS[value] : undefined;
  if (flags === undefined) throw invalidArgValue('flags', value);
  return flags;
}

// The host's word for flags, or undefined where it has none (see fs_open.js).
function wordFor(flags) {
  const exclusive = flags & O_EXCL ? 'x' : '';
  const plus = (flags & 3) === O_RDWR ? '+' : '';
  switch (flags & (O_CREAT | O_TRUNC | O_APPEND)) {
    case 0: return (flags & 3) === O_RDONLY ? 'r' : 'r+';
    case WRITE: return (flags & 3) === O_RDONLY ? undefined : `w${exclusive}${plus}`;
    case APPEND: return (flags & 3) === O_RDONLY ? undefined : `a${exclusive}${plus}`;
    default: return undefined;
  }
}

module.exports = {
  checkEncoding, readOptions, checkDescriptor, toMode, toSmallMode, toPosition, toTime, checkId, bytesOf, checkView,
  checkViews, checkData, toBytes, toBuffer, fromText, toFlags, wordFor,
};
