// What fs.ReadStream and fs.WriteStream share: opening, closing and failing. There is no `stream` module here; these
// are event emitters that behave as Node's streams do for the usual programs.

const EventEmitter = require('events');
const { nextTick } = require('ticks');
const { toPath } = require('node/fs_host');
const { checkDescriptor, toFlags, toMode } = require('node/fs_options');
const { openPath, closeSync } = require('node/fs_descriptors');
const { later, withoutTrace } = require('node/fs_forms');
const {
  coded, AbortError, checkInteger, checkBoolean, checkFunction,
} = require('node/errors');

const destroyedError = (what) => coded(Error, 'ERR_STREAM_DESTROYED',
  `Cannot call ${what} after a stream was destroyed`);

class FileStream extends EventEmitter {
  #emitClose;
  #handle = null; // the FileHandle that the descriptor belongs to
  #stopListening = () => {};
  #opening = false;

  // `options` are an object, and checked as far as all of `fs` checks them.
  constructor(path, options) {
    super();
    this.fd = null;
    this.path = undefined;
    this.flags = options.flags;
    this.mode = options.mode ?? 0o666;
    this.autoClose = options.autoClose ?? true;
    this.destroyed = false;
    this.closed = false;
    this.errored = null;
    Object.defineProperty(this, '_closing', { value: false, writable: true });
    this.#emitClose = options.emitClose ?? true;
    checkBoolean(this.autoClose, 'options.autoClose');
    if (options.start !== undefined) checkInteger(options.start, 'start', 0);
    if (options.fd !== undefined && options.fd !== null) this.#adopt(options.fd);
    else this.path = toPath(path);
    this.#listen(options.signal);
  }

  #adopt(fd) {
    if (typeof fd === 'object') {
      this.#handle = fd;
      fd = fd.fd;
    }
    this.fd = checkDescriptor(fd);
  }

  #listen(signal) {
    if (signal === undefined) return;
    const abort = () => this.destroy(new AbortError(undefined, { cause: signal.reason }));
    if (signal.aborted) {
      nextTick(abort);
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    this.#stopListening = () => signal.removeEventListener('abort', abort);
  }

  get pending() { return this.fd === null; }

  // Opens the file in the next round of the event loop, then calls `begin`.
  _open(begin) {
    if (this.fd !== null) {
      nextTick(() => { if (!this.destroyed) begin(); });
      return;
    }
    const flags = toFlags(this.flags);
    const mode = toMode(this.mode, 'mode');
    this.#opening = true;
    later(1, () => {
      this.#opening = false;
      let failure;
      try {
        this.fd = openPath(this.path, flags, mode);
        this.emit('open', this.fd);
        this.emit('ready');
      } catch (error) {
        if (this.fd !== null) throw error; // of a listener
        failure = withoutTrace(error);
      }
      if (this.destroyed) {
        this.errored ??= failure ?? null;
        this.#close();
      } else if (failure !== undefined) {
        this.destroy(failure);
      } else {
        begin();
      }
    });
  }

  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this._dropped();
    this.#stopListening();
    if (error) this.errored = error;
    // What is being opened is closed when it is open.
    if (!this.#opening) this.#close();
    return this;
  }

  // The descriptor is closed, then the events come.
  #close() {
    const { fd } = this;
    const handle = this.#handle;
    const finish = (failure) => {
      const error = this.errored ?? failure;
      this.closed = true;
      nextTick(() => {
        if (error) this.emit('error', error);
        if (this.#emitClose) this.emit('close');
      });
    };
    if (fd === null) {
      finish();
      return;
    }
    if (!this.autoClose && this.errored === null && !this._closing) {
      finish();
      return;
    }
    this.fd = null;
    if (handle !== null) {
      handle.close().then(() => finish(), finish);
      return;
    }
    let failure;
    try {
      // The streams of the process stay open.
      if (fd > 2) closeSync(fd);
    } catch (error) {
      failure = withoutTrace(error);
    }
    later(1, finish, failure);
  }

  // Closes the file although `autoClose` may be off.
  close(callback) {
    if (callback !== undefined) {
      checkFunction(callback, 'callback');
      if (this.closed) {
        nextTick(callback);
        return;
      }
      this.once('close', callback);
    }
    this._closing = true;
    this.destroy();
  }

  [Symbol.asyncDispose]() {
    return new Promise((resolve) => {
      if (this.closed) {
        resolve();
        return;
      }
      this.once('close', resolve);
      this.destroy();
    });
  }
}

module.exports = { FileStream, destroyedError };
