// process.stdout, process.stderr and process.stdin: small streams over the host's text and byte operations.

const EventEmitter = require('events');
const { wellFormed, slice, charCodeAt } = require('primordials');
const { invalidArgType } = require('node_errors');
const { nextTick } = require('ticks');
const { enqueueIO } = require('timers');

const { out, outBytes } = host;

// The host takes no more than so much at once; characters have three bytes at most.
const PART = 1 << 20;
const TEXT_PART = 300000;

// Writes a text to 1 or 2.
function send(fd, text) {
  const { length } = text;
  if (length <= TEXT_PART) {
    out(fd, wellFormed(text));
    return;
  }
  for (let start = 0; start < length;) {
    let end = start + TEXT_PART;
    if (end < length) {
      const code = charCodeAt(text, end - 1);
      if (code >= 0xd800 && code < 0xdc00) end--;
    }
    out(fd, wellFormed(slice(text, start, end)));
    start = end;
  }
}

function sendBytes(fd, { buffer, byteOffset, byteLength }) {
  let start = 0;
  do {
    const size = byteLength - start > PART ? PART : byteLength - start;
    outBytes(fd, new Uint8Array(buffer, byteOffset + start, size));
    start += PART;
  } while (start < byteLength);
}

let sendTo; // the same for a stream of ours, whatever its properties say

class WriteStream extends EventEmitter {
  #fd;
  static {
    sendTo = (stream, text) => { send(stream.#fd, text); };
  }

  constructor(fd) {
    super();
    this.#fd = fd;
    this.fd = fd;
    this.writable = true;
    this.isTTY = false;
    this.writableLength = 0;
    this.writableHighWaterMark = 16384;
    this.writableEnded = false;
    this.destroyed = false;
  }

  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') {
      callback = encoding;
      encoding = undefined;
    }
    if (typeof chunk === 'string') {
      if (encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8') {
        send(this.#fd, chunk);
      } else {
        sendBytes(this.#fd, globalBuffer().from(chunk, encoding));
      }
    } else if (ArrayBuffer.isView(chunk)) {
      sendBytes(this.#fd, chunk);
    } else {
      throw invalidArgType('chunk', 'of type string or an instance of Buffer, TypedArray, or DataView', chunk);
    }
    if (typeof callback === 'function') nextTick(callback, null);
    return true;
  }

  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') callback = chunk;
    else if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
    if (typeof encoding === 'function') callback = encoding;
    this.writableEnded = true;
    nextTick(() => {
      this.emit('finish');
      if (typeof callback === 'function') callback();
    });
    return this;
  }

  cork() {}
  uncork() {}
  setDefaultEncoding() { return this; }
  destroy() { return this; }
  getColorDepth() { return 1; }
  hasColors() { return false; }
  getWindowSize() { return [80, 24]; }
}
// Known, so that console.log can tell whether the program has put its own `write` in its place.
const { write } = WriteStream.prototype;

function globalBuffer() {
  return require('node/buffer').Buffer;
}

// Reads what the host has when somebody listens; a program that does not read stdin ends without waiting for it.
class ReadStream extends EventEmitter {
  #decoder = null;
  #flowing = null;
  #scheduled = false;
  #ended = false;
  #chunks = []; // read by read() or waiting for a listener

  constructor() {
    super();
    this.fd = 0;
    this.isTTY = false;
    this.readable = true;
    this.destroyed = false;
    this.readableEnded = false;
  }

  on(event, listener) {
    super.on(event, listener);
    if (event === 'data' && this.#flowing !== false) this.resume();
    if (event === 'readable') this.#schedule();
    return this;
  }

  addListener(event, listener) { return this.on(event, listener); }

  setEncoding(encoding) {
    const { StringDecoder } = require('node/string_decoder');
    this.#decoder = new StringDecoder(encoding || 'utf8');
    return this;
  }

  resume() {
    this.#flowing = true;
    this.#schedule();
    return this;
  }

  pause() {
    this.#flowing = false;
    return this;
  }

  isPaused() { return this.#flowing === false; }
  ref() { return this; }
  unref() { return this; }
  setRawMode() { return this; }

  destroy() {
    this.#ended = true;
    this.destroyed = true;
    return this;
  }

  #take() {
    if (this.#ended) return null;
    const bytes = host.in(65536);
    if (bytes.length === 0) {
      this.#ended = true;
      this.readable = false;
      const rest = this.#decoder === null ? '' : this.#decoder.end();
      return rest === '' ? null : rest;
    }
    const chunk = globalBuffer().from(bytes.buffer, bytes.byteOffset, bytes.length);
    return this.#decoder === null ? chunk : this.#decoder.write(chunk);
  }

  read() {
    if (this.#chunks.length > 0) return this.#chunks.shift();
    return this.#take();
  }

  #schedule() {
    if (this.#scheduled || this.readableEnded) return;
    this.#scheduled = true;
    enqueueIO(() => {
      this.#scheduled = false;
      if (this.listenerCount('readable') > 0) {
        const chunk = this.#take();
        if (chunk !== null) this.#chunks.push(chunk);
        this.emit('readable');
      } else if (this.#flowing) {
        const chunk = this.read();
        if (chunk !== null && chunk.length > 0) this.emit('data', chunk);
      } else {
        return;
      }
      if (this.#ended && this.#chunks.length === 0) {
        this.readableEnded = true;
        this.emit('end');
        this.emit('close');
      } else {
        this.#schedule();
      }
    });
  }

  async* [Symbol.asyncIterator]() {
    for (;;) {
      const chunk = this.read();
      if (chunk === null) break;
      if (chunk.length > 0) yield chunk;
    }
    this.readableEnded = true;
  }

  pipe(target) {
    this.on('data', (chunk) => target.write(chunk));
    this.on('end', () => { if (target.fd !== 1 && target.fd !== 2) target.end(); });
    return target;
  }
}

const stdout = new WriteStream(1);
const stderr = new WriteStream(2);
stdout._type = stderr._type = 'pipe';

module.exports = { stdout, stderr, stdin: new ReadStream(), write, send, sendBytes, sendTo, TEXT_PART };
