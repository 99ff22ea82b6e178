// The callback and the promise form of a synchronous function.
//
// The work is done at once, so that it is in the order of the calls and errors have the trace of the call; what it
// gives arrives when it would in Node: each step that Node takes (open, fstat, read, close) is one round of the event
// loop, between its timers and its immediates.

const { enqueueIO } = require('timers');
const { invalidArgType, AbortError } = require('node/errors');

function later(rounds, callback, ...args) {
  if (rounds <= 1) enqueueIO(callback, ...args);
  else enqueueIO(later, rounds - 1, callback, ...args);
}

// Wrong arguments are the caller's error: thrown at once, in the callback form, too.
function isMisuse(error) {
  const code = error?.code;
  return typeof code === 'string' && code.startsWith('ERR_') && !code.startsWith('ERR_FS_')
    && code !== 'ERR_INVALID_RETURN_VALUE' && error.syscall === undefined;
}

// An error that is given to a callback has no trace in Node: it was made by the event loop.
function withoutTrace(error) {
  if (error instanceof Error && error.syscall !== undefined && typeof error.stack === 'string') {
    const end = error.stack.indexOf('\n    at ');
    if (end >= 0) error.stack = error.stack.slice(0, end);
  }
  return error;
}

// The callback, taken from the end of the arguments.
function takeCallback(args, required) {
  for (let i = args.length - 1; i >= required; i--) {
    if (typeof args[i] === 'function') {
      const callback = args[i];
      args.length = i;
      return callback;
    }
  }
  throw invalidArgType('cb', 'of type function', args.length > required ? args[args.length - 1] : undefined);
}

// An error comes as soon as the step that failed is done.
const roundsOf = (error, rounds) => (error?.syscall === 'open' || error?.name === 'AbortError' ? 1 : rounds);

// `signal` of the options, the last argument that can have one.
function signalOf(args) {
  const options = args[args.length - 1];
  return options !== null && typeof options === 'object' && !ArrayBuffer.isView(options) ? options.signal : undefined;
}

// Aborted while the result was on its way.
function abortedBy(signal) {
  return signal?.aborted === true ? new AbortError(undefined, { cause: signal.reason }) : undefined;
}

function named(name, length, fn) {
  Object.defineProperty(fn, 'name', { value: name, configurable: true });
  Object.defineProperty(fn, 'length', { value: length, configurable: true });
  return fn;
}

// `required`: the arguments before the options; `results`: what the callback gets after the error.
function callbackForm(name, sync, { required = 1, rounds = 1, length = sync.length + 1, results } = {}) {
  return named(name, length, (...args) => {
    const callback = takeCallback(args, required);
    const signal = signalOf(args);
    let result;
    try {
      result = sync(...args);
    } catch (error) {
      if (isMisuse(error)) throw error;
      const others = results === undefined ? [] : results(0, args);
      later(roundsOf(error, rounds), callback, withoutTrace(error), ...others);
      return;
    }
    later(rounds, () => {
      const aborted = abortedBy(signal);
      if (aborted !== undefined) callback(aborted);
      else if (results !== undefined) callback(null, ...results(result, args));
      else if (result === undefined) callback(null);
      else callback(null, result);
    });
  });
}

// A promise of what `sync` returns.
function promised(rounds, sync, args) {
  return new Promise((resolve, reject) => {
    const signal = signalOf(args);
    let result;
    try {
      result = sync(...args);
    } catch (error) {
      if (isMisuse(error)) reject(error);
      else later(roundsOf(error, rounds), reject, error);
      return;
    }
    later(rounds, () => {
      const aborted = abortedBy(signal);
      if (aborted !== undefined) reject(aborted);
      else resolve(result);
    });
  });
}

function promiseForm(name, sync, { rounds = 1, length = sync.length } = {}) {
  return named(name, length, async (...args) => promised(rounds, sync, args));
}

// An async iterator over what `pull` gives until it gives null. Not an async generator: the engine's `for await` does
// not wait for what a `break` makes the iterator do, so `close` has to act at once.
function iterate(pull, close) {
  let done = false;
  let last = Promise.resolve(); // calls of `next` follow one another
  const finish = (value) => {
    if (!done) {
      done = true;
      close();
    }
    return { value, done: true };
  };
  const step = async () => {
    if (done) return { value: undefined, done: true };
    let value;
    try {
      value = await pull();
    } catch (error) {
      finish();
      throw error;
    }
    return value === null ? finish() : { value, done: false };
  };
  return {
    next() {
      const result = last.then(step);
      last = result.catch(() => {});
      return result;
    },
    async return(value) { return finish(value); },
    async throw(error) {
      finish();
      throw error;
    },
    [Symbol.asyncIterator]() { return this; },
  };
}

module.exports = { iterate, later, withoutTrace, takeCallback, callbackForm, promiseForm, promised, named };
