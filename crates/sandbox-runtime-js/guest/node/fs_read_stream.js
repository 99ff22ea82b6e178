// fs.ReadStream: flowing with 'data', pulled with 'readable' and read(), or iterated.

const { nextTick } = require('ticks');
const { FileStream } = require('node/fs_stream');
const { readOptions, toBuffer } = require('node/fs_options');
const { readFrom } = require('node/fs_descriptors');
const { later, withoutTrace, iterate } = require('node/fs_forms');
const { coded, outOfRange, checkInteger } = require('node/errors');

const CHUNK = 65536;

class ReadStream extends FileStream {
  #highWaterMark;
  #decoder = null;
  #flowing = null; // null: nobody has asked yet
  #chunks = []; // read and not yet taken
  #length = 0; // of them
  #open = false;
  #reading = false;
  #ended = false; // the file has no more
  #endEmitted = false;
  #announced = false; // a 'readable' is on its way
  #resuming = false;
  #pipes = [];
  #wakeUp = null; // of the iterator that waits

  constructor(path, options) {
    const all = readOptions(options, { flags: 'r' });
    super(path, all);
    const {
      start, end = Infinity, highWaterMark = CHUNK, encoding,
    } = all;
    checkInteger(highWaterMark, 'options.highWaterMark', 1);
    this.start = start;
    this.end = end;
    if (end !== Infinity) {
      checkInteger(end, 'end', 0);
      if (start !== undefined && start > end) throw outOfRange('start', `<= "end" (here: ${end})`, start);
    }
    this.pos = start ?? (end === Infinity ? undefined : 0);
    this.bytesRead = 0;
    this.readable = true;
    this.#highWaterMark = highWaterMark;
    if (encoding) this.setEncoding(encoding);
    this._open(() => {
      this.#open = true;
      this.#more();
    });
  }

  get readableFlowing() { return this.#flowing; }
  get readableEnded() { return this.#endEmitted; }
  get readableLength() { return this.#length; }
  get readableHighWaterMark() { return this.#highWaterMark; }
  get readableEncoding() { return this.#decoder === null ? null : this.#decoder.encoding; }
  get readableObjectMode() { return false; }
  get readableAborted() { return this.destroyed && !this.#endEmitted; }

  setEncoding(encoding) {
    const { StringDecoder } = require('node/string_decoder');
    this.#decoder = new StringDecoder(encoding);
    this.#chunks = this.#chunks.map((chunk) => this.#decoder.write(chunk));
    return this;
  }

  // --- reading ------------------------------------------------------------------------------------------------------

  #wanted() {
    if (this.#length >= this.#highWaterMark) return false;
    return this.#flowing === true || this.#wakeUp !== null || this.listenerCount('readable') > 0;
  }

  #more() {
    if (!this.#open || this.#reading || this.#ended || this.destroyed || !this.#wanted()) return;
    this.#reading = true;
    later(1, () => {
      this.#reading = false;
      if (this.destroyed) return;
      this.#take();
    });
  }

  // One chunk from the file.
  #take() {
    let size = this.#highWaterMark;
    if (this.end !== Infinity) size = Math.min(size, this.end - this.pos + 1);
    let bytes;
    try {
      bytes = size <= 0 ? new Uint8Array(0) : readFrom(this.fd, size, this.pos ?? -1);
    } catch (error) {
      if (this.autoClose) this.destroy(withoutTrace(error));
      else this.emit('error', withoutTrace(error));
      return;
    }
    if (bytes.length === 0) {
      this.#ended = true;
      const rest = this.#decoder === null ? '' : this.#decoder.end();
      if (rest !== '') this.#give(rest);
      this.#finishSoon();
      return;
    }
    this.bytesRead += bytes.length;
    if (this.pos !== undefined) this.pos += bytes.length;
    const chunk = toBuffer(bytes);
    const value = this.#decoder === null ? chunk : this.#decoder.write(chunk);
    if (value.length > 0) this.#give(value);
    this.#more();
  }

  #give(chunk) {
    if (this.#flowing === true && this.#chunks.length === 0 && this.listenerCount('readable') === 0) {
      this.emit('data', chunk);
      return;
    }
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    this.#announce();
  }

  #announce() {
    this.#wake();
    if (this.#announced || this.listenerCount('readable') === 0) return;
    this.#announced = true;
    nextTick(() => {
      this.#announced = false;
      if (!this.destroyed && (this.#chunks.length > 0 || this.#ended)) this.emit('readable');
    });
  }

  // When everything has been taken, 'end' comes, then the file is closed.
  #finishSoon() {
    if (!this.#ended || this.#endEmitted || this.destroyed) return;
    if (this.#chunks.length > 0 || (this.#flowing !== true && this.listenerCount('readable') > 0 && !this.#asked)) {
      this.#announce();
      return;
    }
    this.#wake();
    nextTick(() => {
      if (this.#endEmitted || this.destroyed || this.#chunks.length > 0) return;
      this.#endEmitted = true;
      this.readable = false;
      this.emit('end');
      if (this.autoClose) this.destroy();
    });
  }
  #asked = false; // read() was called after the last chunk

  read(size) {
    if (size !== undefined && !Number.isNaN(size)) checkInteger(size, 'size', 0);
    if (this.#chunks.length === 0) {
      this.#asked = this.#ended;
      this.#finishSoon();
      this.#more();
      return null;
    }
    const count = this.#count(size);
    if (count === 0) {
      this.#more();
      return null;
    }
    const all = this.#chunks.length === 1 ? this.#chunks[0] : this.#join();
    const whole = count >= all.length;
    const value = whole ? all : all.slice(0, count);
    this.#chunks = whole ? [] : [all.slice(count)];
    this.#length -= value.length;
    this.emit('data', value);
    this.#more();
    this.#asked = this.#ended && whole;
    this.#finishSoon();
    return value;
  }

  // How much of what is there `read(size)` gives; nothing when it has to wait for more.
  #count(size) {
    if (size === undefined || Number.isNaN(size)) return this.#length;
    if (size <= this.#length) return size;
    return this.#ended ? this.#length : 0;
  }

  #join() {
    return this.#decoder === null ? require('node/buffer').Buffer.concat(this.#chunks) : this.#chunks.join('');
  }

  // --- flowing ------------------------------------------------------------------------------------------------------

  on(event, listener) {
    super.on(event, listener);
    if (event === 'data' && this.#flowing !== false && this.listenerCount('readable') === 0) this.resume();
    else if (event === 'readable') {
      this.#flowing = false;
      if (this.#chunks.length > 0 || this.#ended) this.#announce();
      else nextTick(() => this.#more());
    }
    return this;
  }

  addListener(event, listener) { return this.on(event, listener); }

  removeListener(event, listener) {
    super.removeListener(event, listener);
    if (event === 'readable' && this.listenerCount('readable') === 0 && this.listenerCount('data') > 0) this.resume();
    return this;
  }

  off(event, listener) { return this.removeListener(event, listener); }

  resume() {
    if (this.#flowing === true) return this;
    this.#flowing = true;
    if (this.#resuming) return this;
    this.#resuming = true;
    nextTick(() => {
      this.#resuming = false;
      while (this.#flowing && this.#chunks.length > 0 && !this.destroyed) {
        const chunk = this.#chunks.shift();
        this.#length -= chunk.length;
        this.emit('data', chunk);
      }
      if (this.#flowing && !this.#ended) this.#more();
      else if (this.#flowing) this.#finishSoon();
    });
    this.emit('resume');
    return this;
  }

  pause() {
    if (this.#flowing !== false) {
      this.#flowing = false;
      this.emit('pause');
    }
    return this;
  }

  isPaused() { return this.#flowing === false; }

  pipe(target, options) {
    const onData = (chunk) => {
      if (target.write(chunk) === false && typeof target.once === 'function') {
        this.pause();
        target.once('drain', () => this.resume());
      }
    };
    const ends = options?.end !== false && target.fd !== 1 && target.fd !== 2;
    const onEnd = () => { if (ends) target.end(); };
    this.#pipes.push({ target, onData, onEnd });
    this.once('end', onEnd);
    this.on('data', onData);
    target.emit?.('pipe', this);
    return target;
  }

  unpipe(target) {
    const gone = this.#pipes.filter((pipe) => target === undefined || pipe.target === target);
    this.#pipes = this.#pipes.filter((pipe) => !gone.includes(pipe));
    for (const pipe of gone) {
      this.removeListener('data', pipe.onData);
      this.removeListener('end', pipe.onEnd);
      pipe.target.emit?.('unpipe', this);
    }
    if (gone.length > 0 && this.#pipes.length === 0) this.pause();
    return this;
  }

  // --- iterating ----------------------------------------------------------------------------------------------------

  #wake() {
    const wakeUp = this.#wakeUp;
    this.#wakeUp = null;
    if (wakeUp !== null) wakeUp();
  }

  _dropped() {
    this.readable = false;
    this.#wake();
  }

  // The next chunk for an iterator; null at the end.
  async #pull() {
    for (;;) {
      if (this.errored !== null) throw this.errored;
      const chunk = this.destroyed ? null : this.read();
      if (chunk !== null || this.#ended || this.#endEmitted) return chunk;
      if (this.destroyed) throw coded(Error, 'ERR_STREAM_PREMATURE_CLOSE', 'Premature close');
      // Errors are thrown here; they are not uncaught.
      const quiet = () => {};
      this.once('error', quiet);
      await new Promise((resolve) => {
        this.#wakeUp = resolve;
        this.#more();
      });
      if (this.errored === null) this.removeListener('error', quiet);
    }
  }

  [Symbol.asyncIterator]() { return iterate(() => this.#pull(), () => { if (!this.destroyed) this.destroy(); }); }

  async toArray() {
    const all = [];
    for await (const chunk of this) all.push(chunk);
    return all;
  }
}

module.exports = { ReadStream };
