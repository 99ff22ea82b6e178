// Hash and Hmac as streams: written to with `write` and `end` (so that `input.pipe(hash)` works), read with `read`,
// 'readable', 'data' or an asynchronous iteration. The result is one chunk.

const EventEmitter = require('events');
const text = require('node/buffer_text');
const { nextTick } = require('ticks');
const { output } = require('node/crypto_data');
const { coded } = require('node/errors');

const STREAM = Symbol('stream');
// What Hash and Hmac have beside their methods: the bytes of the result, as often as they are wanted.
const RESULT = Symbol('result');
exports.RESULT = RESULT;

function stateOf(hash) {
  if (hash[STREAM] === undefined) {
    Object.defineProperty(hash, STREAM, {
      value: { encoding: undefined, ended: false, result: null, taken: false, closed: false },
    });
  }
  return hash[STREAM];
}

function close(hash, state) {
  if (state.closed) return;
  state.closed = true;
  nextTick(() => {
    hash.emit('end');
    nextTick(() => hash.emit('close'));
  });
}

// Hands the result to whoever listens.
function flow(hash) {
  const state = stateOf(hash);
  if (!state.ended || state.taken) return;
  if (hash.listenerCount('data') > 0) {
    hash.emit('data', hash.read());
  } else if (hash.listenerCount('readable') > 0) {
    hash.emit('readable');
  }
}

const methods = {
  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
    const state = stateOf(this);
    if (state.ended) throw coded(Error, 'ERR_STREAM_WRITE_AFTER_END', 'write after end');
    this.update(chunk, encoding);
    if (typeof callback === 'function') nextTick(callback, null);
    return true;
  },
  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') [chunk, callback] = [undefined, chunk];
    else if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
    const state = stateOf(this);
    if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
    if (state.ended) return this;
    state.result = output(this[RESULT](), state.encoding);
    state.ended = true;
    flow(this);
    nextTick(() => {
      this.emit('finish');
      if (typeof callback === 'function') callback();
    });
    return this;
  },
  read() {
    const state = stateOf(this);
    if (!state.ended || state.taken) return null;
    state.taken = true;
    close(this, state);
    return state.result;
  },
  setEncoding(encoding) {
    const state = stateOf(this);
    state.encoding = text.encodingOf(encoding);
    if (state.ended && !state.taken && typeof state.result !== 'string') {
      state.result = text.decode(state.result, state.encoding);
    }
    return this;
  },
  on(event, listener) {
    EventEmitter.prototype.on.call(this, event, listener);
    if ((event === 'data' || event === 'readable') && stateOf(this).ended) nextTick(flow, this);
    return this;
  },
  addListener(event, listener) { return this.on(event, listener); },
  pipe(target) {
    this.on('data', (chunk) => target.write(chunk));
    this.on('end', () => { if (target.fd !== 1 && target.fd !== 2) target.end(); });
    return target;
  },
  async* [Symbol.asyncIterator]() {
    if (!stateOf(this).ended) await new Promise((resolve) => { this.once('finish', resolve); });
    const chunk = this.read();
    if (chunk !== null) yield chunk;
  },
};

exports.install = function install(prototype) {
  for (const name of Reflect.ownKeys(methods)) {
    Object.defineProperty(prototype, name, {
      value: methods[name], writable: true, enumerable: false, configurable: true,
    });
  }
  for (const name of ['writable', 'readable']) {
    Object.defineProperty(prototype, name, { value: true, writable: true, enumerable: false, configurable: true });
  }
};
