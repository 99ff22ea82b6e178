// setTimeout, setInterval, setImmediate: lists and order as in Node's event loop.
//
// Timers of the same duration form a list in the order in which they were started; the lists are ordered by the expiry
// of their first timer (a binary heap). One call of `step` runs one callback and everything queued with nextTick by
// it, then returns to the host, which runs the promise jobs. A round of the loop has three phases: due timers, pending
// input and output (`enqueueIO`), immediates.

const { apply, trunc, floor, create, defineProperty } = require('primordials');
const { checkFunction } = require('node_errors');
const uncaught = require('uncaught');
const ticks = require('ticks');

const LONGEST = 2 ** 31 - 1;
const mono = host.mono;
const now = () => floor(mono());

// --- the heap of lists ---------------------------------------------------------------------------------------------

let lists = create(null); // duration -> list
let heap = []; // of lists, from index 0
let listIds = 0;

function before(a, b) {
  return a.expiry === b.expiry ? a.id < b.id : a.expiry < b.expiry;
}

function up(index) {
  const list = heap[index];
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (before(heap[parent], list)) break;
    heap[index] = heap[parent];
    heap[index].index = index;
    index = parent;
  }
  heap[index] = list;
  list.index = index;
}

function down(index) {
  const list = heap[index];
  const length = heap.length;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= length) break;
    if (child + 1 < length && before(heap[child + 1], heap[child])) child++;
    if (before(list, heap[child])) break;
    heap[index] = heap[child];
    heap[index].index = index;
    index = child;
  }
  heap[index] = list;
  list.index = index;
}

function dropList(list) {
  delete lists[list.duration];
  const index = list.index;
  const last = heap[heap.length - 1];
  heap.length--;
  if (last !== list) {
    heap[index] = last;
    last.index = index;
    up(index);
    down(last.index);
  }
}

// --- timers ----------------------------------------------------------------------------------------------------

let ids = 0;
let referenced = 0; // timers that keep the program alive
const known = create(null); // id -> Timeout, for clearTimeout(+timer)

function unlink(timer) {
  const list = timer._list;
  if (list === null) return;
  timer._list = null;
  if (timer._previous === null) list.first = timer._next;
  else timer._previous._next = timer._next;
  if (timer._next === null) list.last = timer._previous;
  else timer._next._previous = timer._previous;
  timer._next = timer._previous = null;
  if (list.first === null && !list.running) dropList(list);
}

function link(timer, start) {
  const duration = timer._idleTimeout;
  let list = lists[duration];
  timer._idleStart = start;
  if (list === undefined) {
    list = {
      duration, expiry: start + duration, id: listIds++, first: null, last: null, running: false, index: heap.length,
    };
    lists[duration] = list;
    heap[heap.length] = list;
    up(heap.length - 1);
  }
  timer._list = list;
  timer._previous = list.last;
  timer._next = null;
  if (list.last === null) list.first = timer;
  else list.last._next = timer;
  list.last = timer;
}

function hide(object, names) {
  for (let i = 0; i < names.length; i++) {
    defineProperty(object, names[i], {
      __proto__: null, value: null, writable: true, enumerable: false, configurable: true,
    });
  }
}

class Timeout {
  constructor(callback, delay, args, repeat) {
    delay = +delay;
    // As in Node: anything that is not a sensible duration is 1 ms.
    if (!(delay >= 1 && delay <= LONGEST)) {
      if (delay > LONGEST) {
        const text = `${delay} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`;
        uncaught.warn(text, 'TimeoutOverflowWarning');
      }
      delay = 1;
    }
    delay = trunc(delay);
    this._idleTimeout = delay;
    this._idleStart = 0;
    this._onTimeout = callback;
    this._repeat = repeat ? delay : null;
    this._destroyed = false;
    hide(this, hidden);
    this._args = args;
    this._ref = true;
    this._id = 0;
    referenced++;
    link(this, now());
  }

  hasRef() { return this._ref; }

  ref() {
    if (!this._ref) {
      this._ref = true;
      if (!this._destroyed) referenced++;
    }
    return this;
  }

  unref() {
    if (this._ref) {
      this._ref = false;
      if (!this._destroyed) referenced--;
    }
    return this;
  }

  refresh() {
    if (this._list !== null) {
      unlink(this);
      link(this, now());
    } else if (!this._destroyed || this._onTimeout !== null) {
      // A timer that has run starts again.
      if (this._destroyed) {
        this._destroyed = false;
        if (this._ref) referenced++;
      }
      link(this, now());
    }
    return this;
  }

  close() {
    clearTimeout(this);
    return this;
  }

  // Timers can be used as keys and kept as numbers.
  [Symbol.toPrimitive]() {
    if (this._id === 0) {
      this._id = ++ids;
      known[this._id] = this;
    }
    return this._id;
  }

  [Symbol.dispose]() { clearTimeout(this); }
}
const hidden = ['_args', '_ref', '_id', '_list', '_next', '_previous'];

function finishTimer(timer) {
  if (timer._destroyed) return;
  timer._destroyed = true;
  if (timer._ref) referenced--;
  if (timer._id !== 0) delete known[timer._id];
}

function setTimeout(callback, delay, ...args) {
  checkFunction(callback, 'callback');
  return new Timeout(callback, delay, args, false);
}

function setInterval(callback, delay, ...args) {
  checkFunction(callback, 'callback');
  return new Timeout(callback, delay, args, true);
}

function clearTimeout(timer) {
  if (typeof timer === 'number' || typeof timer === 'string') timer = known[timer];
  if (!(timer instanceof Timeout)) return;
  timer._repeat = null;
  unlink(timer);
  finishTimer(timer);
  timer._onTimeout = null;
}

function clearInterval(timer) {
  clearTimeout(timer);
}

// --- immediates and pending input and output ---------------------------------------------------------------------

class Immediate {
  constructor(callback, args) {
    this._onImmediate = callback;
    hide(this, ['_args', '_ref', '_done', '_after']);
    this._args = args;
    this._ref = true;
    this._done = false;
    immediatesReferenced++;
    if (lastImmediate === null) firstImmediate = this;
    else lastImmediate._after = this;
    lastImmediate = this;
  }

  hasRef() { return this._ref; }

  ref() {
    if (!this._ref) {
      this._ref = true;
      if (!this._done) immediatesReferenced++;
    }
    return this;
  }

  unref() {
    if (this._ref) {
      this._ref = false;
      if (!this._done) immediatesReferenced--;
    }
    return this;
  }

  [Symbol.dispose]() { clearImmediate(this); }
}

let firstImmediate = null;
let lastImmediate = null;
let immediatesReferenced = 0;
let currentImmediate = null; // the rest of the batch that this round runs

function setImmediate(callback, ...args) {
  checkFunction(callback, 'callback');
  return new Immediate(callback, args);
}

function finishImmediate(immediate) {
  if (immediate._done) return;
  immediate._done = true;
  immediate._onImmediate = null;
  if (immediate._ref) immediatesReferenced--;
}

function clearImmediate(immediate) {
  if (immediate instanceof Immediate) finishImmediate(immediate);
}

let firstIO = null;
let lastIO = null;

// For callbacks of file operations and streams: they keep the program alive and run between timers and immediates.
function enqueueIO(callback, ...args) {
  const entry = { callback, args, next: null };
  if (lastIO === null) firstIO = entry;
  else lastIO.next = entry;
  lastIO = entry;
}

// --- the loop ----------------------------------------------------------------------------------------------------

let phase = 0; // 0 timers, 1 input and output, 2 immediates
let started = false; // whether this round knows its time
let roundNow = 0;
let roundIO = 0; // how many entries this round may still run

function runTimer(list, timer, time) {
  list.running = true;
  unlink(timer);
  const again = timer._repeat !== null;
  const start = again ? now() : 0;
  if (!again) finishTimer(timer);
  const callback = timer._onTimeout;
  try {
    if (typeof callback === 'function') apply(callback, timer, timer._args);
  } catch (error) {
    uncaught.raise(error, 'uncaughtException');
  }
  if (again && timer._repeat !== null && timer._list === null) {
    timer._idleTimeout = timer._repeat;
    link(timer, start);
  }
  list.running = false;
  if (list.first === null) {
    if (lists[list.duration] === list) dropList(list);
  } else {
    settle(list, time);
  }
}

// Puts a list to its place again after its first timer has changed.
function settle(list, time) {
  const first = list.first;
  if (time - first._idleStart >= list.duration) return; // more of it is due: goes on with this list
  const expiry = first._idleStart + list.duration;
  list.expiry = expiry > time + 1 ? expiry : time + 1;
  list.id = listIds++;
  down(list.index);
}

// Runs one callback: true; or finds none to run: false.
function turn() {
  for (let passed = 0; passed < 4;) {
    if (phase === 0) {
      const list = heap.length > 0 ? heap[0] : undefined;
      if (!started && list !== undefined) {
        started = true;
        roundNow = now();
      }
      if (list !== undefined && list.expiry <= roundNow) {
        const first = list.first;
        if (roundNow - first._idleStart >= list.duration) runTimer(list, first, roundNow);
        else {
          settle(list, roundNow);
          continue;
        }
        return true;
      }
      phase = 1;
      passed++;
      roundIO = 0;
      for (let entry = firstIO; entry !== null; entry = entry.next) roundIO++;
    } else if (phase === 1) {
      if (roundIO > 0) {
        roundIO--;
        const entry = firstIO;
        firstIO = entry.next;
        if (firstIO === null) lastIO = null;
        try {
          apply(entry.callback, undefined, entry.args);
        } catch (error) {
          uncaught.raise(error, 'uncaughtException');
        }
        return true;
      }
      phase = 2;
      passed++;
      currentImmediate = firstImmediate;
      firstImmediate = lastImmediate = null;
    } else {
      const immediate = currentImmediate;
      if (immediate !== null) {
        currentImmediate = immediate._after;
        if (immediate._done) continue;
        const callback = immediate._onImmediate;
        finishImmediate(immediate);
        try {
          apply(callback, immediate, immediate._args);
        } catch (error) {
          uncaught.raise(error, 'uncaughtException');
        }
        return true;
      }
      phase = 0;
      passed++;
      started = false;
    }
  }
  return false;
}
exports.turn = turn;

// How long until there is something to do: 0 at once, n ms, -1 nothing keeps the program alive.
exports.wait = function wait() {
  if (firstIO !== null || immediatesReferenced > 0) return 0;
  if (referenced === 0) return -1;
  const left = heap[0].expiry - mono();
  return left > 0 ? left : 0;
};

// Whether nothing is waiting, referenced or not.
exports.idle = () => heap.length === 0 && firstIO === null && firstImmediate === null;

// For an interactive session's next turn after an error: nothing of the turn before goes on.
exports.clear = function clear() {
  lists = create(null);
  heap = [];
  referenced = 0;
  firstImmediate = lastImmediate = currentImmediate = firstIO = lastIO = null;
  immediatesReferenced = 0;
  phase = 0;
  started = false;
  roundIO = 0;
};

Object.assign(exports, {
  setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, enqueueIO, Timeout, Immediate,
});
