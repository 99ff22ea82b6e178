// Buffer and text: every encoding as a pair of functions over Uint8Arrays. Long texts are converted by the host.

const { coded } = require('node_errors');

const utf8Parts = require('utf8');

const encodeUtf8 = utf8Parts.encode;
const encodeBase64 = host['base64.encode'];
const decodeBase64 = host['base64.decode'];
const AT_ONCE = 3 * 2 ** 18; // bytes or digits of base64 in one call of the host: whole groups of three and four
const PIECE = 8192; // arguments of one call of String.fromCharCode

// Encodings by every name that Node accepts, in lower case.
const NAMES = {
  __proto__: null,
  utf8: 'utf8',
  'utf-8': 'utf8',
  hex: 'hex',
  base64: 'base64',
  base64url: 'base64url',
  ascii: 'ascii',
  latin1: 'latin1',
  binary: 'latin1',
  ucs2: 'utf16le',
  'ucs-2': 'utf16le',
  utf16le: 'utf16le',
  'utf-16le': 'utf16le',
};

// The usual name of an encoding, or undefined.
function canonical(name) {
  return NAMES[name] ?? NAMES[`${name}`.toLowerCase()];
}

// As Node: nothing given means UTF-8, an unknown name is an error.
function encodingOf(name) {
  if (name === undefined || name === null || name === 'utf8' || name === '') return 'utf8';
  return givenEncoding(name);
}

// The same where only `undefined` is nothing.
function givenEncoding(name) {
  if (name === undefined) return 'utf8';
  const known = typeof name === 'string' ? canonical(name) : undefined;
  if (known !== undefined) return known;
  const shown = typeof name === 'object' ? require('node/util').inspect(name) : String(name);
  throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${shown}`);
}

// Characters up to `mask` from bytes.
function characters(bytes, mask) {
  const { length } = bytes;
  let text = '';
  for (let i = 0; i < length; i += PIECE) {
    let part = bytes.subarray(i, i + PIECE);
    if (mask !== 0xff) part = Uint8Array.prototype.map.call(part, (byte) => byte & mask);
    text += String.fromCharCode.apply(null, part);
  }
  return text;
}

function utf16(bytes) {
  const count = bytes.length >>> 1;
  let text = '';
  for (let i = 0; i < count; i += PIECE) {
    const units = [];
    for (let k = i; k < count && k < i + PIECE; k++) units.push(bytes[2 * k] | (bytes[2 * k + 1] << 8));
    text += String.fromCharCode.apply(null, units);
  }
  return text;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const DIGITS = new Int8Array(128).fill(-1);
for (let i = 0; i < 16; i++) {
  const digit = i.toString(16);
  DIGITS[digit.charCodeAt(0)] = i;
  DIGITS[digit.toUpperCase().charCodeAt(0)] = i;
}

function hex(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += HEX[bytes[i]];
  return text;
}

function plain(bytes) {
  // A host function wants a Uint8Array as such.
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

// A call of the host costs as much as so many characters here.
const SHORT = 32;

function utf8(bytes) {
  const { length } = bytes;
  if (length <= SHORT) {
    let i = 0;
    while (i < length && bytes[i] < 0x80) i++;
    if (i === length) return String.fromCharCode.apply(null, bytes);
  }
  return utf8Parts.decode(plain(bytes), false, true);
}

function base64(bytes, url) {
  if (bytes.length <= AT_ONCE) return encodeBase64(bytes, url);
  let text = '';
  for (let i = 0; i < bytes.length; i += AT_ONCE) text += encodeBase64(bytes.subarray(i, i + AT_ONCE), url);
  return text;
}

const decoders = {
  __proto__: null,
  utf8,
  utf16le: utf16,
  latin1: (bytes) => characters(bytes, 0xff),
  ascii: (bytes) => characters(bytes, 0x7f),
  hex,
  base64: (bytes) => base64(plain(bytes), false),
  base64url: (bytes) => base64(plain(bytes), true),
};

function codes(text) {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function fromHex(text) {
  const count = text.length >>> 1;
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const high = DIGITS[text.charCodeAt(2 * i)];
    const low = DIGITS[text.charCodeAt(2 * i + 1)];
    // The text ends at the first thing that is no byte, as in Node.
    if (!(high >= 0 && low >= 0)) return bytes.subarray(0, i);
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}

// Node takes both alphabets, skips what is in neither, and stops at the first equals sign.
function fromBase64(text) {
  const end = text.indexOf('=');
  let data = end < 0 ? text : text.slice(0, end);
  if (/[^A-Za-z0-9+/]/.test(data)) {
    data = data.replaceAll('-', '+').replaceAll('_', '/').replace(/[^A-Za-z0-9+/]/g, '');
  }
  if (data.length % 4 === 1) data = data.slice(0, -1);
  if (data === '') return new Uint8Array(0);
  if (data.length <= AT_ONCE) return decodeBase64(data);
  const bytes = new Uint8Array(Math.floor(data.length * 3 / 4));
  let done = 0;
  for (let i = 0; i < data.length; i += AT_ONCE) {
    const part = decodeBase64(data.slice(i, i + AT_ONCE));
    bytes.set(part, done);
    done += part.length;
  }
  return bytes;
}

function fromUtf16(text) {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes[2 * i] = code;
    bytes[2 * i + 1] = code >>> 8;
  }
  return bytes;
}

function fromUtf8(text) {
  const { length } = text;
  if (length <= SHORT) {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return encodeUtf8(text);
      bytes[i] = code;
    }
    return bytes;
  }
  return encodeUtf8(text);
}

const encoders = {
  __proto__: null,
  utf8: fromUtf8,
  utf16le: fromUtf16,
  latin1: codes,
  ascii: codes,
  hex: fromHex,
  base64: fromBase64,
  base64url: fromBase64,
};

function utf8Length(text) {
  let length = text.length;
  // Short texts are counted here, long ones by encoding them.
  if (length > 64) return utf8Parts.byteLength(text);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) length += 1;
    else if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      length += 2; // four bytes of two units
      i++;
    } else length += 2;
  }
  return length;
}

function byteLength(text, encoding) {
  switch (encoding) {
    case 'utf8': return utf8Length(text);
    case 'utf16le': return text.length * 2;
    case 'hex': return text.length >>> 1;
    case 'base64':
    case 'base64url': {
      let { length } = text;
      while (length > 0 && text.length - length < 2 && text[length - 1] === '=') length--;
      return (length * 3) >>> 2;
    }
    default: return text.length;
  }
}

module.exports = {
  canonical,
  encodingOf,
  givenEncoding,
  byteLength,
  plain,
  encode: (text, encoding) => encoders[encoding](text),
  decode: (bytes, encoding) => (bytes.length === 0 ? '' : decoders[encoding](bytes)),
};
