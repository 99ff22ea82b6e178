// TextEncoder and TextDecoder over the host's tables of encodings.

const { coded, invalidArgType } = require('node_errors');
const hostError = require('host_error');
const { showAs, enumerable } = require('web/inspect');

const { wellFormed } = require('primordials');
const utf8 = require('utf8');

function bytesOf(input) {
  if (input === undefined) return new Uint8Array(0);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (input instanceof ArrayBuffer || input instanceof SharedArrayBuffer) return new Uint8Array(input);
  throw coded(TypeError, 'ERR_INVALID_ARG_TYPE',
    'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.');
}

class TextEncoder {
  get encoding() { return 'utf-8'; }

  encode(input = '') { return utf8.encode(`${input}`); }

  encodeInto(source, destination) {
    if (typeof source !== 'string') throw invalidArgType('src', 'of type string', source);
    if (!(destination instanceof Uint8Array)) throw invalidArgType('dest', 'an instance of Uint8Array', destination);
    let read = 0;
    let written = 0;
    const text = wellFormed(source);
    const room = destination.length;
    while (read < text.length) {
      const point = text.codePointAt(read);
      const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (written + size > room) break;
      written += size;
      read += size === 4 ? 2 : 1;
    }
    // One call for all that fits.
    if (written > 0) destination.set(utf8.encode(text.slice(0, read)));
    return { read, written };
  }
}
enumerable(TextEncoder);
showAs(TextEncoder, (encoder) => ({ encoding: encoder.encoding }));

// Encodings with one byte for each character: any piece can be decoded alone.
const SINGLE = /^(?:ibm866|iso-8859-.*|koi8-.*|macintosh|windows-(?!949).*|x-mac-cyrillic|x-user-defined)$/;

// How many bytes at the end of UTF-8 text are the beginning of a character that is not complete.
function unfinishedUtf8(bytes) {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back];
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue; // inside a character
    const size = byte >= 0xf8 || byte < 0xc2 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    if (size <= back) return 0;
    // What follows may show already that it is malformed; then there is nothing to wait for.
    if (back > 1) {
      const next = bytes[length - back + 1];
      const low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
      const high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
      if (next < low || next > high) return 0;
    }
    return byte > 0xf4 ? 0 : back;
  }
  return 0;
}

function unfinishedUtf16(bytes, bigEndian) {
  const odd = bytes.length % 2;
  const last = bytes.length - odd - 2;
  if (last >= 0) {
    const high = bytes[last + (bigEndian ? 0 : 1)];
    if (high >= 0xd8 && high <= 0xdb) return odd + 2;
  }
  return odd;
}

const decodePart = (...args) => hostError.call('text.decode', ...args);

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #pending = null; // bytes kept for the next call with `stream`
  #began = false; // a part of the stream has been decoded: a byte order mark is a character now

  constructor(label = 'utf-8', options = undefined) {
    if (options !== undefined && options !== null && typeof options !== 'object') {
      throw invalidArgType('options', 'of type object', options);
    }
    const name = `${label}`;
    const usual = name === 'utf-8' || name === 'utf8';
    this.#encoding = usual ? 'utf-8' : hostError.call('text.label', wellFormed(name).trim());
    this.#fatal = !!options?.fatal;
    this.#ignoreBOM = !!options?.ignoreBOM;
  }

  get encoding() { return this.#encoding; }

  get fatal() { return this.#fatal; }

  get ignoreBOM() { return this.#ignoreBOM; }

  decode(input = undefined, options = undefined) {
    let bytes = bytesOf(input);
    const stream = !!options?.stream;
    if (this.#pending !== null) {
      const joined = new Uint8Array(this.#pending.length + bytes.length);
      joined.set(this.#pending);
      joined.set(bytes, this.#pending.length);
      bytes = joined;
      this.#pending = null;
    }
    const keepMark = this.#ignoreBOM || this.#began;
    if (stream) {
      const rest = this.#unfinished(bytes);
      if (rest > 0) {
        this.#pending = bytes.slice(bytes.length - rest);
        bytes = bytes.subarray(0, bytes.length - rest);
      }
      if (bytes.length > 0) this.#began = true;
    } else {
      this.#began = false;
    }
    if (bytes.length === 0) return '';
    try {
      if (this.#encoding === 'utf-8') return utf8.decode(bytes, this.#fatal, keepMark, decodePart);
      return decodePart(this.#encoding, bytes, this.#fatal, keepMark);
    } catch (error) {
      this.#pending = null;
      this.#began = false;
      if (error.code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
      throw coded(TypeError, error.code, `The encoded data was not valid for encoding ${this.#encoding}`);
    }
  }

  #unfinished(bytes) {
    if (this.#encoding === 'utf-8') {
      // A byte order mark that came in part is kept as well: three bytes decide.
      return unfinishedUtf8(bytes);
    }
    if (this.#encoding === 'utf-16le') return unfinishedUtf16(bytes, false);
    if (this.#encoding === 'utf-16be') return unfinishedUtf16(bytes, true);
    // Of the other encodings with several bytes, everything is kept until the last call.
    return SINGLE.test(this.#encoding) ? 0 : bytes.length;
  }
}
enumerable(TextDecoder);
showAs(TextDecoder, (decoder) => ({
  encoding: decoder.encoding, fatal: decoder.fatal, ignoreBOM: decoder.ignoreBOM,
}));

module.exports = { TextEncoder, TextDecoder };
