// setTimeout, setInterval, setImmediate: lists and order as in Node's event loop.
//
// Timers of the same duration form a list in the order in which they were started; the lists are ordered by the expiry
// of their first timer (a binary heap). One call of `step` runs one callback and everything queued with nextTick by
// it, then returns to the host, which runs the promise jobs. A round of the loop has three phases: due timers, pending
// input and output (`enqueueIO`), immediates.

const { apply, trunc, floor, create } = require('primordials');
const { checkFunction } = require('node_errors');
const uncaught = require('uncaught');
const { showAs } = require('web/inspect');

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

// What a timer is about is in a record; the Timeout that programs get has only a private reference to it, so that they
// can do nothing to the lists. A record of a timer has: timer, callback, args, duration, start, repeat (or null),
// destroyed, ref, id (of those that were made a number), and its place in a list: list, next, previous.

let ids = 0;
let referenced = 0; // timers that keep the program alive
const known = create(null); // id -> record, for clearTimeout(+timer)

function unlink(record) {
  const { list } = record;
  if (list === null) return;
  record.list = null;
  if (record.previous === null) list.first = record.next;
  else record.previous.next = record.next;
  if (record.next === null) list.last = record.previous;
  else record.next.previous = record.previous;
  record.next = record.previous = null;
  if (list.first === null && !list.running) dropList(list);
}

function link(record, start) {
  const { duration } = record;
  let list = lists[duration];
  record.start = start;
  if (list === undefined) {
    list = {
      duration, expiry: start + duration, id: listIds++, first: null, last: null, running: false, index: heap.length,
    };
    lists[duration] = list;
    heap[heap.length] = list;
    up(heap.length - 1);
  }
  record.list = list;
  record.previous = list.last;
  record.next = null;
  if (list.last === null) list.first = record;
  else list.last.next = record;
  list.last = record;
}

let fresh; // the record that the next Timeout or Immediate is made for: programs can reach their constructors
let recordOf;
let immediateOf;

class Timeout {
  #record;

  constructor() {
    if (fresh === undefined) throw new TypeError('Illegal constructor');
    this.#record = fresh;
    fresh = undefined;
  }

  static {
    recordOf = (value) => (typeof value === 'object' && value !== null && #record in value ? value.#record : undefined);
  }

  hasRef() { return this.#record.ref; }

  ref() {
    const record = this.#record;
    if (!record.ref) {
      record.ref = true;
      if (!record.destroyed) referenced++;
    }
    return this;
  }

  unref() {
    const record = this.#record;
    if (record.ref) {
      record.ref = false;
      if (!record.destroyed) referenced--;
    }
    return this;
  }

  refresh() {
    const record = this.#record;
    if (record.list !== null) {
      unlink(record);
      link(record, now());
    } else if (record.callback !== null) {
      // A timer that has run starts again.
      if (record.destroyed) {
        record.destroyed = false;
        if (record.ref) referenced++;
      }
      link(record, now());
    }
    return this;
  }

  close() {
    clearRecord(this.#record);
    return this;
  }

  // Timers can be used as keys and kept as numbers.
  [Symbol.toPrimitive]() {
    const record = this.#record;
    if (record.id === 0) {
      record.id = ++ids;
      known[record.id] = record;
    }
    return record.id;
  }

  [Symbol.dispose]() { clearRecord(this.#record); }

  // What Node has there, for programs that look at it. To set these has no effect.
  get _idleTimeout() { return this.#record.duration; }
  set _idleTimeout(value) {}
  get _idleStart() { return this.#record.start; }
  set _idleStart(value) {}
  get _onTimeout() { return this.#record.callback; }
  set _onTimeout(value) {}
  get _repeat() { return this.#record.repeat; }
  set _repeat(value) {}
  get _destroyed() { return this.#record.destroyed; }
  set _destroyed(value) {}
}
showAs(Timeout, ({ _idleTimeout, _idleStart, _onTimeout, _repeat, _destroyed }) => (
  { _idleTimeout, _idleStart, _onTimeout, _repeat, _destroyed }));

function start(callback, delay, args, repeat) {
  delay = +delay;
  // As in Node: anything that is not a sensible duration is 1 ms.
  if (!(delay >= 1 && delay <= LONGEST)) {
    if (delay > LONGEST) {
      const text = `${delay} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`;
      uncaught.warn(text, 'TimeoutOverflowWarning');
    }
    delay = 1;
  }
  const duration = trunc(delay);
  const record = {
    timer: null, callback, args, duration, start: 0, repeat: repeat ? duration : null, destroyed: false,
    ref: true, id: 0, list: null, next: null, previous: null,
  };
  fresh = record;
  const timer = new Timeout();
  record.timer = timer;
  referenced++;
  link(record, now());
  return timer;
}

function finishTimer(record) {
  if (record.destroyed) return;
  record.destroyed = true;
  if (record.ref) referenced--;
  if (record.id !== 0) delete known[record.id];
}

function setTimeout(callback, delay, ...args) {
  checkFunction(callback, 'callback');
  return start(callback, delay, args, false);
}

function setInterval(callback, delay, ...args) {
  checkFunction(callback, 'callback');
  return start(callback, delay, args, true);
}

function clearRecord(record) {
  record.repeat = null;
  unlink(record);
  finishTimer(record);
  record.callback = null;
}

function clearTimeout(timer) {
  const record = typeof timer === 'number' || typeof timer === 'string' ? known[timer] : recordOf(timer);
  if (record !== undefined) clearRecord(record);
}

function clearInterval(timer) {
  clearTimeout(timer);
}

// --- immediates and pending input and output ---------------------------------------------------------------------

// The same for immediates: {immediate, callback, args, ref, done, after}.
class Immediate {
  #record;

  constructor() {
    if (fresh === undefined) throw new TypeError('Illegal constructor');
    this.#record = fresh;
    fresh = undefined;
  }

  static {
    immediateOf = (value) => (
      typeof value === 'object' && value !== null && #record in value ? value.#record : undefined);
  }

  hasRef() { return this.#record.ref; }

  ref() {
    const record = this.#record;
    if (!record.ref) {
      record.ref = true;
      if (!record.done) immediatesReferenced++;
    }
    return this;
  }

  unref() {
    const record = this.#record;
    if (record.ref) {
      record.ref = false;
      if (!record.done) immediatesReferenced--;
    }
    return this;
  }

  [Symbol.dispose]() { finishImmediate(this.#record); }

  get _onImmediate() { return this.#record.callback; }
  set _onImmediate(value) {}
}
showAs(Immediate, ({ _onImmediate }) => ({ _onImmediate }));

let firstImmediate = null;
let lastImmediate = null;
let immediatesReferenced = 0;
let currentImmediate = null; // the rest of the batch that this round runs

function setImmediate(callback, ...args) {
  checkFunction(callback, 'callback');
  const record = { immediate: null, callback, args, ref: true, done: false, after: null };
  fresh = record;
  const immediate = new Immediate();
  record.immediate = immediate;
  immediatesReferenced++;
  if (lastImmediate === null) firstImmediate = record;
  else lastImmediate.after = record;
  lastImmediate = record;
  return immediate;
}

function finishImmediate(record) {
  if (record.done) return;
  record.done = true;
  record.callback = null;
  if (record.ref) immediatesReferenced--;
}

function clearImmediate(immediate) {
  const record = immediateOf(immediate);
  if (record !== undefined) finishImmediate(record);
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

function runTimer(list, record, time) {
  list.running = true;
  unlink(record);
  const again = record.repeat !== null;
  const begin = again ? now() : 0;
  if (!again) finishTimer(record);
  const { callback } = record;
  try {
    if (typeof callback === 'function') apply(callback, record.timer, record.args);
  } catch (error) {
    uncaught.raise(error, 'uncaughtException');
  }
  if (again && record.repeat !== null && record.list === null) link(record, begin);
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
  if (time - first.start >= list.duration) return; // more of it is due: goes on with this list
  const expiry = first.start + list.duration;
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
        if (roundNow - first.start >= list.duration) runTimer(list, first, roundNow);
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
        currentImmediate = immediate.after;
        if (immediate.done) continue;
        const { callback } = immediate;
        finishImmediate(immediate);
        try {
          apply(callback, immediate.immediate, immediate.args);
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
