// node:string_decoder: bytes that come in pieces, as text; no character is cut where a piece ends.

const text = require('node/buffer_text');
const { invalidArgType } = require('node/errors');

const kBytes = Symbol('bytes of an unfinished character');
const NONE = new Uint8Array(0);

// How many bytes the character has that begins with this one; 0: none begins with it.
function utf8Size(byte) {
  if ((byte & 0xe0) === 0xc0) return 2;
  if ((byte & 0xf0) === 0xe0) return 3;
  return (byte & 0xf8) === 0xf0 ? 4 : 0;
}

// For each encoding with characters of several bytes: how many bytes at the end are to wait for others; how many a
// character has that begins with these; and what becomes of those that wait when nothing follows.
const encodings = {
  __proto__: null,
  utf8: {
    unfinished(bytes) {
      for (let back = 1; back <= 3 && back <= bytes.length; back++) {
        const byte = bytes[bytes.length - back];
        if ((byte & 0xc0) !== 0x80) return utf8Size(byte) > back ? back : 0;
      }
      return 0;
    },
    size: (bytes) => utf8Size(bytes[0]),
    flush: () => '\ufffd',
  },
  utf16le: {
    unfinished(bytes) {
      const odd = bytes.length % 2;
      const high = bytes[bytes.length - odd - 1];
      // The first half of a pair.
      return bytes.length >= 2 && (high & 0xfc) === 0xd8 ? odd + 2 : odd;
    },
    size: (bytes) => (bytes.length === 1 ? 2 : 4),
    flush: (bytes) => text.decode(bytes.subarray(0, bytes.length - (bytes.length % 2)), 'utf16le'),
  },
  base64: {
    unfinished: (bytes) => bytes.length % 3,
    size: () => 3,
    flush: (bytes) => text.decode(bytes, 'base64'),
  },
  base64url: {
    unfinished: (bytes) => bytes.length % 3,
    size: () => 3,
    flush: (bytes) => text.decode(bytes, 'base64url'),
  },
};

function StringDecoder(encoding) {
  this.encoding = text.encodingOf(encoding);
  Object.defineProperty(this, kBytes, { value: NONE, writable: true });
}

StringDecoder.prototype.write = function write(buf) {
  if (typeof buf === 'string') return buf;
  if (!ArrayBuffer.isView(buf)) {
    throw invalidArgType('buf', 'an instance of Buffer, TypedArray, or DataView', buf);
  }
  let bytes = new Uint8Array(buf.buffer, buf.byteOffset, buf.byteLength);
  const rules = encodings[this.encoding];
  if (rules === undefined) return text.decode(bytes, this.encoding);
  const before = this[kBytes];
  if (before.length > 0) {
    const joined = new Uint8Array(before.length + bytes.length);
    joined.set(before);
    joined.set(bytes, before.length);
    bytes = joined;
  }
  const rest = rules.unfinished(bytes);
  this[kBytes] = rest === 0 ? NONE : bytes.slice(bytes.length - rest);
  return text.decode(bytes.subarray(0, bytes.length - rest), this.encoding);
};

StringDecoder.prototype.end = function end(buf) {
  const result = buf === undefined ? '' : this.write(buf);
  const rest = this[kBytes];
  this[kBytes] = NONE;
  return rest.length === 0 ? result : result + encodings[this.encoding].flush(rest);
};

// What was before is forgotten.
StringDecoder.prototype.text = function decodeFrom(buf, offset) {
  this[kBytes] = NONE;
  return this.write(buf.slice(offset));
};

const accessors = {
  lastChar() {
    const { Buffer } = require('node/buffer');
    const bytes = Buffer.alloc(4);
    bytes.set(this[kBytes]);
    return bytes;
  },
  lastNeed() {
    const { length } = this[kBytes];
    return length === 0 ? 0 : encodings[this.encoding].size(this[kBytes]) - length;
  },
  lastTotal() { return this[kBytes].length === 0 ? 0 : encodings[this.encoding].size(this[kBytes]); },
};
for (const name of Object.keys(accessors)) {
  Object.defineProperty(StringDecoder.prototype, name, { get: accessors[name], enumerable: true, configurable: true });
}

module.exports = { StringDecoder };
