// node:timers/promises: the timers as promises and as an asynchronous iteration, with signals.

const timers = require('timers');
const { AbortError, coded, checkBoolean, checkNumber, checkObject, checkSignal } = require('node/errors');

const promisify = Symbol.for('nodejs.util.promisify.custom');

// {signal, ref} of the options, or an error about one of the arguments.
function check(delay, options) {
  if (delay !== undefined) checkNumber(delay, 'delay');
  checkObject(options, 'options');
  const { signal, ref = true } = options;
  checkSignal(signal);
  checkBoolean(ref, 'options.ref');
  return { signal, ref };
}

const aborted = (signal) => new AbortError(undefined, { cause: signal.reason });

// A promise that `start` fulfils later and the signal rejects; `stop` undoes what was started.
function until(signal, start, stop) {
  if (signal?.aborted) return Promise.reject(aborted(signal));
  return new Promise((resolve, reject) => {
    let cancel;
    const timer = start((value) => {
      signal?.removeEventListener('abort', cancel);
      resolve(value);
    });
    if (signal === undefined) return;
    cancel = () => {
      stop(timer);
      reject(aborted(signal));
    };
    signal.addEventListener('abort', cancel, { once: true });
  });
}

function setTimeout(delay, value, options = {}) {
  let checked;
  try {
    checked = check(delay, options);
  } catch (error) {
    return Promise.reject(error);
  }
  const start = (done) => {
    const timer = timers.setTimeout(done, delay, value);
    return checked.ref ? timer : timer.unref();
  };
  return until(checked.signal, start, timers.clearTimeout);
}

function setImmediate(value, options = {}) {
  let checked;
  try {
    checked = check(undefined, options);
  } catch (error) {
    return Promise.reject(error);
  }
  const start = (done) => {
    const immediate = timers.setImmediate(done, value);
    return checked.ref ? immediate : immediate.unref();
  };
  return until(checked.signal, start, timers.clearImmediate);
}

async function* setInterval(delay, value, options = {}) {
  const { signal, ref } = check(delay, options);
  if (signal?.aborted) throw aborted(signal);
  let due = 0; // turns that have not been handed out
  let wake = () => {};
  const timer = timers.setInterval(() => {
    due++;
    wake();
  }, delay);
  if (!ref) timer.unref();
  const cancel = () => {
    timers.clearInterval(timer);
    wake();
  };
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      if (due === 0 && !signal?.aborted) await new Promise((resolve) => { wake = resolve; });
      for (; due > 0; due--) yield value;
      if (signal?.aborted) throw aborted(signal);
    }
  } finally {
    timers.clearInterval(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

const KEY = Symbol('made here');

class Scheduler {
  constructor(key) {
    if (key !== KEY) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }

  wait(delay, options = {}) { return setTimeout(delay, undefined, options); }

  yield() { return setImmediate(); }
}

module.exports = { setTimeout, setImmediate, setInterval, scheduler: new Scheduler(KEY) };

// What util.promisify makes of the global functions.
for (const name of ['setTimeout', 'setImmediate']) {
  Object.defineProperty(timers[name], promisify, {
    get: () => module.exports[name], enumerable: true, configurable: true,
  });
}
