// Blob and File: immutable bytes with a type. The bytes are put together when the object is made.

const { wellFormed } = require('primordials');
const { coded, invalidArgType, invalidArgValue } = require('node/errors');
const brands = require('web/brands');
const { showAs, enumerable } = require('web/inspect');

const encode = (text) => require('utf8').encode(text);
let bytesOf;
let fromBytes;

function join(parts) {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function typeOf(type) {
  const text = type === undefined ? '' : `${type}`;
  return /[^\x20-\x7e]/.test(text) ? '' : text.toLowerCase();
}

class Blob {
  #bytes;
  #type;

  constructor(sources = [], options = undefined) {
    if (sources === null || typeof sources !== 'object' || typeof sources[Symbol.iterator] !== 'function') {
      throw invalidArgType('sources', 'a sequence', sources);
    }
    if (options !== undefined && options !== null && typeof options !== 'object') {
      throw invalidArgType('options', 'a dictionary', options);
    }
    const endings = options?.endings ?? 'transparent';
    if (endings !== 'transparent' && endings !== 'native') throw invalidArgValue('options.endings', endings);
    const native = endings === 'native';
    const parts = [];
    for (const source of sources) {
      if (ArrayBuffer.isView(source)) {
        parts.push(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
      } else if (brands.isArrayBuffer(source) || brands.isSharedArrayBuffer(source)) {
        parts.push(new Uint8Array(source));
      } else if (source !== null && typeof source === 'object' && #bytes in source) {
        parts.push(source.#bytes);
      } else {
        parts.push(encode(native ? `${source}`.replaceAll('\r\n', '\n') : `${source}`));
      }
    }
    this.#bytes = join(parts);
    this.#type = typeOf(options?.type);
  }

  static {
    bytesOf = (blob) => blob.#bytes;
    fromBytes = (bytes, type) => {
      const blob = new Blob();
      blob.#bytes = bytes;
      blob.#type = typeOf(type);
      return blob;
    };
  }

  get size() { return this.#bytes.length; }

  get type() { return this.#type; }

  slice(start = 0, end = this.#bytes.length, type = '') {
    // The bytes are never written to: a view of them is enough.
    const size = this.#bytes.length;
    const clamp = (value) => (value < 0 ? Math.max(size + value, 0) : Math.min(value, size));
    const from = clamp(Math.trunc(start) || 0);
    const to = clamp(Math.trunc(end) || 0);
    return fromBytes(this.#bytes.subarray(from, Math.max(from, to)), type);
  }

  async arrayBuffer() { return this.#bytes.slice().buffer; }

  async bytes() { return this.#bytes.slice(); }

  async text() { return host['text.decode']('utf-8', this.#bytes, false, false); }

  stream() {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
      'Blob.stream is not available in this sandbox; there are text(), arrayBuffer(), bytes() and slice()');
  }
}
enumerable(Blob);
showAs(Blob, (blob) => ({ size: blob.size, type: blob.type }), (blob) => `[${blob.constructor.name}]`);

class File extends Blob {
  #name;
  #lastModified;

  constructor(sources, name, options = undefined) {
    if (arguments.length < 2) {
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "fileBits" and "fileName" arguments must be specified');
    }
    super(sources, options);
    this.#name = wellFormed(`${name}`);
    const time = options?.lastModified;
    this.#lastModified = Math.trunc(time === undefined ? host.now() : time);
  }

  get name() { return this.#name; }

  get lastModified() { return this.#lastModified; }

  get webkitRelativePath() { return ''; }
}
enumerable(File);
showAs(File, (file) => ({
  size: file.size, type: file.type, name: file.name, lastModified: file.lastModified,
}), (file) => `[${file.constructor.name}]`);

module.exports = { Blob, File, bytesOf };
