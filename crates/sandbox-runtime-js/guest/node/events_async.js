// Events as promises: events.once, events.on, events.addAbortListener.

const { invalidArgType, AbortError, checkSignal, checkFunction, checkInteger } = require('node/errors');

const asyncIterator = Object.getPrototypeOf(Object.getPrototypeOf(async function* generator() {}).prototype);
const watermarks = Symbol('nodejs.watermarkData');

// The same for emitters and event targets.
function listen(emitter, name, listener, onlyOnce) {
  if (typeof emitter?.on === 'function') {
    if (onlyOnce) emitter.once(name, listener);
    else emitter.on(name, listener);
  } else if (typeof emitter?.addEventListener === 'function') {
    emitter.addEventListener(name, listener, { once: onlyOnce });
  } else {
    throw invalidArgType('emitter', 'an instance of EventEmitter', emitter);
  }
}

function unlisten(emitter, name, listener) {
  if (typeof emitter.removeListener === 'function') emitter.removeListener(name, listener);
  else emitter.removeEventListener(name, listener);
}

const isEmitter = (emitter) => typeof emitter.on === 'function';
const aborted = (signal) => new AbortError(undefined, { cause: signal.reason });

async function once(emitter, name, options = {}) {
  const { signal } = options;
  checkSignal(signal);
  if (signal?.aborted) throw aborted(signal);
  return new Promise((resolve, reject) => {
    const stop = () => {
      unlisten(emitter, name, done);
      if (isEmitter(emitter)) unlisten(emitter, 'error', fail);
      signal?.removeEventListener('abort', abort);
    };
    const fail = (error) => {
      stop();
      reject(error);
    };
    const done = (...args) => {
      stop();
      resolve(args);
    };
    const abort = () => fail(aborted(signal));
    listen(emitter, name, done, true);
    if (name !== 'error' && isEmitter(emitter)) emitter.once('error', fail);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

// The events of a name, one after the other, also those that come before they are asked for.
function on(emitter, event, options = {}) {
  const { signal, close, highWaterMark = Number.MAX_SAFE_INTEGER, lowWaterMark = 1 } = options;
  checkSignal(signal);
  if (signal?.aborted) throw aborted(signal);
  checkInteger(highWaterMark, 'options.highWaterMark', 1);
  checkInteger(lowWaterMark, 'options.lowWaterMark', 1);
  const events = [];
  const waiting = []; // {resolve, reject} of those who asked first
  const listeners = [];
  let failure;
  let finished = false;
  let paused = false;

  const add = (name, listener) => {
    listen(emitter, name, listener, false);
    listeners.push([name, listener]);
  };
  const take = (...args) => {
    if (waiting.length > 0) {
      waiting.shift().resolve({ value: args, done: false });
      return;
    }
    events.push(args);
    if (events.length > highWaterMark && !paused) {
      paused = true;
      emitter.pause();
    }
  };
  const fail = (error) => {
    if (waiting.length > 0) waiting.shift().reject(error);
    else failure = { error };
    finish();
  };
  const abort = () => fail(aborted(signal));
  const finish = () => {
    for (const [name, listener] of listeners.splice(0)) unlisten(emitter, name, listener);
    signal?.removeEventListener('abort', abort);
    finished = true;
    for (const { resolve } of waiting.splice(0)) resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  };

  const iterator = Object.setPrototypeOf({
    next() {
      if (events.length > 0) {
        const value = events.shift();
        if (paused && events.length < lowWaterMark) {
          paused = false;
          emitter.resume();
        }
        return Promise.resolve({ value, done: false });
      }
      if (failure !== undefined) {
        const { error } = failure;
        failure = undefined;
        return Promise.reject(error);
      }
      if (finished) return finish();
      return new Promise((resolve, reject) => { waiting.push({ resolve, reject }); });
    },
    return: () => finish(),
    throw(error) {
      if (!(error instanceof Error)) throw invalidArgType('EventEmitter.AsyncIterator', 'an instance of Error', error);
      fail(error);
    },
    [Symbol.asyncIterator]() { return this; },
    [watermarks]: {
      get size() { return events.length; },
      get low() { return lowWaterMark; },
      get high() { return highWaterMark; },
      get isPaused() { return paused; },
    },
  }, asyncIterator);
  add(event, take);
  if (event !== 'error' && isEmitter(emitter)) add('error', fail);
  for (const name of close ?? []) add(name, finish);
  signal?.addEventListener('abort', abort, { once: true });
  return iterator;
}

// Calls the listener when the signal is aborted, at once if it is already; what it returns takes that back.
function addAbortListener(signal, listener) {
  if (signal === undefined) throw invalidArgType('signal', 'an instance of AbortSignal', signal);
  checkSignal(signal, 'signal');
  checkFunction(listener, 'listener');
  let stop = () => {};
  if (signal.aborted) {
    queueMicrotask(() => listener());
  } else {
    signal.addEventListener('abort', listener, { once: true });
    stop = () => signal.removeEventListener('abort', listener);
  }
  return { [Symbol.dispose]() { stop(); } };
}

module.exports = { once, on, addAbortListener };
