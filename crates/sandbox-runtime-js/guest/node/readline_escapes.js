// The escape sequences of terminals that readline writes: functions over a stream, and a list of them that is written
// at once (readline.promises.Readline).

const { nextTick } = require('ticks');
const { invalidArgType, invalidArgValue, checkFunction, checkInteger } = require('node/errors');

const CSI = '\x1b[';

const text = {
  cursorTo: (x, y) => (typeof y === 'number' ? `${CSI}${y + 1};${x + 1}H` : `${CSI}${x + 1}G`),
  moveCursor(dx, dy) {
    const across = dx < 0 ? `${CSI}${-dx}D` : dx > 0 ? `${CSI}${dx}C` : '';
    return across + (dy < 0 ? `${CSI}${-dy}A` : dy > 0 ? `${CSI}${dy}B` : '');
  },
  clearLine: (dir) => (dir < 0 ? `${CSI}1K` : dir > 0 ? `${CSI}0K` : `${CSI}2K`),
  clearScreenDown: () => `${CSI}0J`,
};

function write(stream, sequence, callback) {
  if (callback !== undefined) checkFunction(callback, 'callback');
  if (stream === null || stream === undefined || sequence === '') {
    if (typeof callback === 'function') nextTick(callback, null);
    return true;
  }
  return callback === undefined ? stream.write(sequence) : stream.write(sequence, callback);
}

const functions = {
  clearLine(stream, dir, callback) { return write(stream, text.clearLine(dir), callback); },
  clearScreenDown(stream, callback) { return write(stream, text.clearScreenDown(), callback); },
  cursorTo(stream, x, y, callback) {
    if (typeof y === 'function') {
      callback = y;
      y = undefined;
    }
    if (callback !== undefined) checkFunction(callback, 'callback');
    if (Number.isNaN(x)) throw invalidArgValue('x', x);
    if (Number.isNaN(y)) throw invalidArgValue('y', y);
    return write(stream, typeof x === 'number' ? text.cursorTo(x, y) : '', callback);
  },
  moveCursor(stream, dx, dy, callback) { return write(stream, text.moveCursor(dx, dy), callback); },
};

class Readline {
  #stream;
  #autoCommit;
  #queued = [];

  constructor(stream, options = undefined) {
    if (stream === null || typeof stream !== 'object' || typeof stream.write !== 'function') {
      throw invalidArgType('stream', 'an instance of Writable', stream);
    }
    this.#stream = stream;
    this.#autoCommit = !!options?.autoCommit;
  }

  #add(sequence) {
    if (this.#autoCommit) nextTick(() => this.#stream.write(sequence));
    else this.#queued.push(sequence);
    return this;
  }

  cursorTo(x, y = undefined) {
    checkInteger(x, 'x');
    if (y !== undefined) checkInteger(y, 'y');
    return this.#add(text.cursorTo(x, y));
  }

  moveCursor(dx, dy) {
    if (dx) checkInteger(dx, 'dx');
    if (dy) checkInteger(dy, 'dy');
    return this.#add(text.moveCursor(dx, dy));
  }

  clearLine(dir) {
    checkInteger(dir, 'dir', -1, 1);
    return this.#add(text.clearLine(dir));
  }

  clearScreenDown() { return this.#add(text.clearScreenDown()); }

  commit() {
    return new Promise((resolve) => { this.#stream.write(this.#queued.splice(0).join(''), resolve); });
  }

  rollback() {
    this.#queued = [];
    return this;
  }
}

module.exports = { functions, Readline };
