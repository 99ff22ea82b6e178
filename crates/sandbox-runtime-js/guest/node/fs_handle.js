// FileHandle: what fs.promises.open gives.

const EventEmitter = require('events');
const { coded, unavailable } = require('node/errors');
const { readOptions, checkData, toBytes } = require('node/fs_options');
const descriptors = require('node/fs_descriptors');
const files = require('node/fs_files');
const { promised } = require('node/fs_forms');

const CHUNK = 16384;
const KEY = Symbol('open');

function closedError(syscall) {
  const error = coded(Error, 'EBADF', 'file closed');
  error.stack = error.stack.replace('[EBADF]: ', ': ');
  return Object.assign(error, { syscall });
}

class FileHandle extends EventEmitter {
  #fd;
  #closing = null;

  constructor(key, fd) {
    if (key !== KEY) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    super();
    this.#fd = fd;
    for (const name of Reflect.ownKeys(this)) Object.defineProperty(this, name, { enumerable: false });
  }

  get fd() { return this.#fd; }

  getAsyncId() { return this.#fd; }

  // A promise of what `action` returns for the descriptor.
  #run(syscall, rounds, action, ...args) {
    if (this.#fd === -1) return Promise.reject(closedError(syscall));
    return promised(rounds, action, [this.#fd, ...args]);
  }

  async read(buffer, offset, length, position) {
    if (buffer !== null && !ArrayBuffer.isView(buffer)) {
      const options = buffer === undefined ? {} : buffer;
      if (typeof options !== 'object') return this.#run('read', 1, descriptors.readSync, Buffer().alloc(1), buffer);
      ({
        buffer = Buffer().alloc(CHUNK), offset = 0, length = buffer?.byteLength - offset, position = null,
      } = options);
    }
    if (offset !== null && typeof offset === 'object') {
      ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
    }
    offset ??= 0;
    length ??= buffer?.byteLength - offset;
    if (buffer?.byteLength === 0) return { __proto__: null, bytesRead: 0, buffer };
    const bytesRead = await this.#run('read', 1, descriptors.readSync, buffer, offset, length, position ?? null);
    return { __proto__: null, bytesRead, buffer };
  }

  async readv(buffers, position) {
    const bytesRead = await this.#run('readv', 1, descriptors.readvSync, buffers, position);
    return { __proto__: null, bytesRead, buffers };
  }

  async write(buffer, offset, length, position) {
    checkData(buffer, 'buffer');
    if (buffer.length === 0) return { __proto__: null, bytesWritten: 0, buffer };
    const bytesWritten = await this.#run('write', 1, descriptors.writeSync, buffer, offset, length, position);
    return { __proto__: null, bytesWritten, buffer };
  }

  async writev(buffers, position) {
    const bytesWritten = await this.#run('writev', 1, descriptors.writevSync, buffers, position);
    return { __proto__: null, bytesWritten, buffers };
  }

  readFile(options) { return this.#run('readFile', 2, files.readFileSync, options); }

  writeFile(data, options) {
    return isSequence(data) ? this.#writeEach(data, options)
      : this.#run('writeFile', 1, files.writeFileSync, data, options);
  }

  async #writeEach(data, options) {
    const { encoding } = readOptions(options, { encoding: 'utf8' });
    for await (const part of data) {
      const bytes = ArrayBuffer.isView(part) || typeof part === 'string' ? part : Buffer().from(part);
      await this.#run('writeFile', 1, descriptors.writeSync, toBytes(bytes, encoding));
    }
  }

  appendFile(data, options) { return this.writeFile(data, options); }

  stat(options) { return this.#run('fstat', 1, descriptors.fstatSync, options); }

  truncate(length) { return this.#run('ftruncate', 1, descriptors.ftruncateSync, length); }

  sync() { return this.#run('fsync', 1, descriptors.fsyncSync); }

  datasync() { return this.#run('fdatasync', 1, descriptors.fdatasyncSync); }

  utimes(atime, mtime) { return this.#run('futimes', 1, descriptors.futimesSync, atime, mtime); }

  chmod(mode) { return this.#run('fchmod', 1, descriptors.fchmodSync, mode); }

  chown(uid, gid) { return this.#run('fchown', 1, descriptors.fchownSync, uid, gid); }

  close() {
    if (this.#closing !== null) return this.#closing;
    if (this.#fd === -1) return Promise.resolve();
    const fd = this.#fd;
    this.#fd = -1;
    this.#closing = promised(1, descriptors.closeSync, [fd]).finally(() => {
      this.#closing = null;
      this.emit('close');
    });
    return this.#closing;
  }

  createReadStream(options) {
    const { ReadStream } = require('node/fs_read_stream');
    return new ReadStream(undefined, { ...readOptions(options, {}), fd: this });
  }

  createWriteStream(options) {
    const { WriteStream } = require('node/fs_write_stream');
    return new WriteStream(undefined, { ...readOptions(options, {}), fd: this });
  }

  readLines(options) {
    const input = this.createReadStream(options);
    return require('node/readline').createInterface({ input, crlfDelay: Infinity });
  }

  readableWebStream() {
    throw unavailable('FileHandle.readableWebStream', 'use createReadStream or readLines');
  }

  [Symbol.asyncDispose]() { return this.close(); }
}

function Buffer() {
  return require('node/buffer').Buffer;
}

// Data that comes in parts: anything to iterate that is not itself text or bytes.
function isSequence(data) {
  return data !== null && typeof data === 'object' && !ArrayBuffer.isView(data)
    && (typeof data[Symbol.asyncIterator] === 'function' || typeof data[Symbol.iterator] === 'function');
}

function openHandle(path, flags, mode) {
  return new FileHandle(KEY, descriptors.openSync(path, flags, mode));
}

module.exports = { FileHandle, openHandle, isSequence };
