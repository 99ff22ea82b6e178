// Random values of the host: bytes, numbers, buffers filled.

const brands = require('web/brands');
const { asBuffer } = require('node/crypto_data');
const { enqueueIO } = require('timers');
const { nextTick } = require('ticks');
const {
  invalidArgType, outOfRange, checkFunction, checkNumber, checkObject, checkBoolean,
} = require('node/errors');

const MAX_LENGTH = 2 ** 31 - 1;
const PIECE = 65536; // bytes of one call of the host
const MAX_RANGE = 2 ** 48 - 1;

function fill(bytes) {
  for (let at = 0; at < bytes.length; at += PIECE) {
    bytes.set(host.random(Math.min(PIECE, bytes.length - at)), at);
  }
  return bytes;
}

const randomOfLength = (size) => (size <= PIECE ? host.random(size) : fill(new Uint8Array(size)));

function checkRange(value, name, max) {
  checkNumber(value, name);
  if (!(value >= 0 && value <= max)) throw outOfRange(name, `>= 0 && <= ${max}`, value);
}

function randomBytes(size, callback) {
  checkRange(size, 'size', MAX_LENGTH);
  if (callback !== undefined) checkFunction(callback, 'callback');
  const buffer = asBuffer(randomOfLength(Math.trunc(size)));
  if (callback === undefined) return buffer;
  enqueueIO(callback, null, buffer);
  return undefined;
}

// The bytes of a buffer that are to be filled. Offset and size count elements.
function target(buf, offset = 0, size = undefined) {
  const view = ArrayBuffer.isView(buf);
  if (!view && !brands.isArrayBuffer(buf) && !brands.isSharedArrayBuffer(buf)) {
    throw invalidArgType('buf', 'an instance of ArrayBuffer or ArrayBufferView', buf);
  }
  const width = view && buf.BYTES_PER_ELEMENT || 1;
  checkNumber(offset, 'offset');
  const first = Math.trunc(offset * width);
  if (!(first >= 0 && first <= buf.byteLength)) {
    throw outOfRange('offset', `>= 0 && <= ${buf.byteLength}`, offset * width);
  }
  let length = buf.byteLength - first;
  if (size !== undefined) {
    checkNumber(size, 'size');
    length = Math.trunc(size * width);
    if (!(length >= 0 && length <= MAX_LENGTH)) throw outOfRange('size', `>= 0 && <= ${MAX_LENGTH}`, size * width);
    if (first + length > buf.byteLength) throw outOfRange('size + offset', `<= ${buf.byteLength}`, first + length);
  }
  return view ? new Uint8Array(buf.buffer, buf.byteOffset + first, length) : new Uint8Array(buf, first, length);
}

function randomFillSync(buf, offset, size) {
  fill(target(buf, offset, size));
  return buf;
}

function randomFill(buf, offset, size, callback) {
  if (typeof offset === 'function') {
    callback = offset;
    offset = size = undefined;
  } else if (typeof size === 'function') {
    callback = size;
    size = undefined;
  }
  const bytes = target(buf, offset, size);
  checkFunction(callback, 'callback');
  enqueueIO(() => {
    fill(bytes);
    callback(null, buf);
  });
}

function randomInt(min, max, callback) {
  const one = max === undefined || typeof max === 'function';
  if (one) {
    callback = max;
    max = min;
    min = 0;
  }
  if (callback !== undefined) checkFunction(callback, 'callback');
  if (!Number.isSafeInteger(min)) throw invalidArgType('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw invalidArgType('max', 'a safe integer', max);
  if (max <= min) throw outOfRange('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (!(range <= MAX_RANGE)) throw outOfRange(one ? 'max' : 'max - min', `<= ${MAX_RANGE}`, range);
  // Numbers beyond the last multiple of the range would make small results more likely.
  const limit = 2 ** 48 - (2 ** 48 % range);
  let value;
  do {
    const bytes = host.random(6);
    value = 0;
    for (let i = 0; i < 6; i++) value = value * 256 + bytes[i];
  } while (value >= limit);
  const result = min + (value % range);
  if (callback === undefined) return result;
  nextTick(callback, undefined, result);
  return undefined;
}

function randomUUID(options) {
  if (options !== undefined) {
    checkObject(options, 'options');
    if (options.disableEntropyCache !== undefined) {
      checkBoolean(options.disableEntropyCache, 'options.disableEntropyCache');
    }
  }
  return require('web/crypto').uuid();
}

function getRandomValues(array) {
  return require('web/crypto').crypto.getRandomValues(array);
}

module.exports = {
  randomOfLength, randomBytes, randomFill, randomFillSync, randomInt, randomUUID, getRandomValues,
};
