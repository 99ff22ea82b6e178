// fs.WriteStream: what is written waits for the next round of the event loop and is written together.

const { nextTick } = require('ticks');
const { FileStream, destroyedError } = require('node/fs_stream');
const { readOptions, bytesOf, toBytes } = require('node/fs_options');
const { writeBytes } = require('node/fs_descriptors');
const { later, withoutTrace } = require('node/fs_forms');
const { coded, invalidArgType, checkInteger } = require('node/errors');
const text = require('node/buffer_text');

const HIGH_WATER_MARK = 16384;

class WriteStream extends FileStream {
  #highWaterMark;
  #encoding;
  #queue = []; // {chunk, callback}
  #open = false;
  #writing = false;
  #ending = false;
  #finished = false;
  #needDrain = false;
  #corked = 0;
  #length = 0;
  #whenDone = []; // callbacks of end()

  constructor(path, options) {
    const all = readOptions(options, { flags: 'w' });
    super(path, all);
    const { start, encoding, highWaterMark = HIGH_WATER_MARK } = all;
    checkInteger(highWaterMark, 'options.highWaterMark', 1);
    this.start = start;
    this.pos = start;
    this.bytesWritten = 0;
    this.writable = true;
    this.#highWaterMark = highWaterMark;
    this.#encoding = encoding || 'utf8';
    this._open(() => {
      this.#open = true;
      this.#flush();
    });
  }

  get writableEnded() { return this.#ending; }
  get writableFinished() { return this.#finished; }
  get writableLength() { return this.#length; }
  get writableHighWaterMark() { return this.#highWaterMark; }
  get writableNeedDrain() { return this.#needDrain && !this.destroyed && !this.#ending; }
  get writableCorked() { return this.#corked; }
  get writableObjectMode() { return false; }

  setDefaultEncoding(encoding) {
    this.#encoding = text.encodingOf(encoding);
    return this;
  }

  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') {
      callback = encoding;
      encoding = undefined;
    }
    if (chunk === null) throw coded(TypeError, 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
    let data = chunk;
    if (typeof chunk === 'string') {
      const name = text.encodingOf(encoding || this.#encoding);
      // UTF-8 stays text until it is written.
      if (name !== 'utf8') data = text.encode(chunk, name);
    } else if (ArrayBuffer.isView(chunk)) {
      data = bytesOf(chunk);
    } else {
      throw invalidArgType('chunk', 'of type string or an instance of Buffer, TypedArray, or DataView', chunk);
    }
    if (this.#ending || this.destroyed) return this.#tooLate(callback);
    this.#length += data.length;
    this.#queue.push({ chunk: data, callback });
    const room = this.#length < this.#highWaterMark;
    if (!room) this.#needDrain = true;
    this.#flush();
    return room;
  }

  #tooLate(callback) {
    const error = this.#ending ? coded(Error, 'ERR_STREAM_WRITE_AFTER_END', 'write after end')
      : destroyedError('write');
    nextTick(() => {
      if (typeof callback === 'function') callback(error);
      this.destroy(error);
    });
    return false;
  }

  cork() { this.#corked++; }

  uncork() {
    if (this.#corked > 0 && --this.#corked === 0) this.#flush();
  }

  #flush() {
    if (!this.#open || this.#writing || this.#corked > 0 || this.destroyed) return;
    if (this.#queue.length === 0) {
      this.#finish();
      return;
    }
    this.#writing = true;
    later(1, () => {
      if (this.destroyed) return;
      const done = this.#queue;
      this.#queue = [];
      try {
        for (const bytes of joined(done)) this.#put(bytes);
      } catch (error) {
        this.#writing = false;
        withoutTrace(error);
        nextTick(() => {
          for (const { callback } of done) if (typeof callback === 'function') callback(error);
        });
        this.destroy(error);
        return;
      }
      for (const { chunk } of done) this.#length -= chunk.length;
      this.#writing = false;
      nextTick(() => this.#written(done));
    });
  }

  #put(bytes) {
    const count = writeBytes(this.fd, bytes, this.pos ?? -1);
    this.bytesWritten += count;
    if (this.pos !== undefined) this.pos += count;
  }

  #written(done) {
    const drained = this.#needDrain && this.#length === 0 && !this.#ending && !this.destroyed;
    if (drained) {
      this.#needDrain = false;
      this.emit('drain');
    }
    for (const { callback } of done) if (typeof callback === 'function') callback(null);
    this.#flush();
  }

  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') {
      callback = chunk;
      chunk = undefined;
    } else if (typeof encoding === 'function') {
      callback = encoding;
      encoding = undefined;
    }
    if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
    this.#corked = 0;
    if (typeof callback === 'function') {
      if (this.#ending || this.destroyed) {
        const error = this.destroyed ? destroyedError('end')
          : coded(Error, 'ERR_STREAM_ALREADY_FINISHED', 'Cannot call end after a stream was finished');
        nextTick(callback, this.#finished || this.destroyed ? error : undefined);
      } else {
        this.#whenDone.push(callback);
      }
    }
    if (!this.#ending && !this.destroyed) {
      this.#ending = true;
      this.writable = false;
      this.#flush();
    }
    return this;
  }

  #finish() {
    if (!this.#ending || this.#finished || this.#writing) return;
    this.#finished = true;
    nextTick(() => {
      for (const callback of this.#whenDone) callback();
      this.#whenDone = [];
      this.emit('finish');
      if (this.autoClose) this.destroy();
    });
  }

  // Closing a stream that is being written finishes it first.
  close(callback) {
    if (this.destroyed || this.#finished) {
      super.close(callback);
      return;
    }
    if (typeof callback === 'function') this.once('close', callback);
    if (!this.autoClose) this.on('finish', () => super.close());
    this.end();
  }

  destroySoon() { this.end(); }

  _dropped() {
    this.writable = false;
    const waiting = this.#queue;
    this.#queue = [];
    if (waiting.length === 0 && this.#whenDone.length === 0) return;
    nextTick(() => {
      const error = this.errored ?? destroyedError('write');
      for (const { callback } of waiting) if (typeof callback === 'function') callback(error);
      for (const callback of this.#whenDone) callback(error);
      this.#whenDone = [];
    });
  }
}

// The chunks as few runs of bytes: texts beside each other become one.
function* joined(entries) {
  let texts = [];
  for (const { chunk } of entries) {
    if (typeof chunk === 'string') {
      texts.push(chunk);
      continue;
    }
    if (texts.length > 0) yield toBytes(texts.join(''), 'utf8');
    texts = [];
    yield chunk;
  }
  if (texts.length > 0) yield toBytes(texts.join(''), 'utf8');
}

module.exports = { WriteStream };
