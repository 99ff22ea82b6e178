// fs.opendir and fs.Dir. The entries are those at the time of opening.

const { toPath } = require('node/fs_host');
const { readOptions } = require('node/fs_options');
const { direntsOf } = require('node/fs_listing');
const { later, iterate } = require('node/fs_forms');
const { coded, checkFunction, checkInteger, checkBoolean } = require('node/errors');

const closedError = () => coded(Error, 'ERR_DIR_CLOSED', 'Directory handle was closed');
const KEY = Symbol('opendir');

class Dir {
  #path;
  #entries;
  #next = 0;
  #closed = false;

  constructor(key, path, entries) {
    if (key !== KEY) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "handle" argument must be specified');
    this.#path = path;
    this.#entries = entries;
  }

  get path() { return this.#path; }

  readSync() {
    if (this.#closed) throw closedError();
    return this.#next < this.#entries.length ? this.#entries[this.#next++] : null;
  }

  closeSync() {
    if (this.#closed) throw closedError();
    this.#closed = true;
    this.#entries = [];
  }

  read(callback) { return this.#answer(callback, () => this.readSync()); }

  close(callback) { return this.#answer(callback, () => this.closeSync()); }

  // With a callback, or as a promise.
  #answer(callback, action) {
    if (callback !== undefined) {
      checkFunction(callback, 'callback');
      let value;
      try {
        value = action();
      } catch (error) {
        later(1, callback, error);
        return undefined;
      }
      if (value === undefined) later(1, callback, null);
      else later(1, callback, null, value);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      try {
        later(1, resolve, action());
      } catch (error) {
        reject(error);
      }
    });
  }

  entries() { return iterate(() => this.read(), () => { if (!this.#closed) this.closeSync(); }); }
}
Object.defineProperty(Dir.prototype, Symbol.asyncIterator, {
  value: Dir.prototype.entries, writable: true, enumerable: false, configurable: true,
});

function opendirSync(path, options) {
  const target = toPath(path);
  const { encoding, bufferSize, recursive } = readOptions(options, { encoding: 'utf8' });
  checkInteger(bufferSize ?? 32, 'options.bufferSize', 1, 2 ** 32 - 1);
  checkBoolean(recursive ?? false, 'options.recursive');
  return new Dir(KEY, target, direntsOf(target, { encoding, recursive: recursive === true }));
}

module.exports = { Dir, opendirSync };
