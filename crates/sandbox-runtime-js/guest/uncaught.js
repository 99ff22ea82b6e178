// Errors nobody caught: the program's own handlers, or its end with the text that Node prints and the exception record
// for the host's report.

const {
  apply, toText, slice, charCodeAt, repeat, wellFormed, getOwnPropertyDescriptor, keys, newList, Error,
} = require('primordials');
const state = require('state');
const stack = require('stack');
const sources = require('sources');

// process.js registers itself; it needs this file, too.
let process;
exports.setProcess = (value) => { process = value; };

const isObject = (value) => value !== null && (typeof value === 'object' || typeof value === 'function');

function isError(value) {
  // Objects that were thrown and have a trace are shown as errors, whatever made them.
  try {
    return isObject(value) && (value instanceof Error || typeof value.stack === 'string');
  } catch (thrown) {
    return false;
  }
}

function get(object, name) {
  try {
    return object[name];
  } catch (thrown) {
    return undefined;
  }
}

function inspect(value, options) {
  try {
    return require('node/util').inspect(value, options);
  } catch (thrown) {
    try {
      return toText(value);
    } catch (again) {
      return '[object]';
    }
  }
}

// Reports are read by the host up to a length only; these are the lengths of their parts.
const LONGEST_NAME = 200;
const LONGEST_MESSAGE = 1 << 16;
const LONGEST_CAUSE = 1 << 12; // the message of a cause
const LONGEST_TEXT = 1 << 18;
const DEEPEST = 8; // causes of causes

// The beginning of a text, which ends with a whole character, and how much is missing.
function cut(text, most) {
  if (text.length <= most) return wellFormed(text);
  const code = charCodeAt(text, most - 1);
  const end = code >= 0xd800 && code < 0xdc00 ? most - 1 : most;
  return `${wellFormed(slice(text, 0, end))}... ${text.length - end} more characters`;
}
exports.cut = cut;

// Node prints the line of the source where the error was made, with a mark under the column.
function excerpt(frames) {
  for (let i = 0; i < frames.length; i++) {
    const frame = frames[i];
    const source = sources.line(frame.file, frame.line);
    if (source === undefined) continue;
    const line = source.length > 400 ? slice(source, 0, 400) : source;
    const column = frame.column > line.length ? line.length + 1 : frame.column;
    return `${frame.file}:${frame.line}\n${line}\n${repeat(' ', column > 0 ? column - 1 : 0)}^\n`;
  }
  return '';
}

function textOf(error, frames) {
  if (!isError(error)) return `${excerpt(frames)}Uncaught ${inspect(error)}\n`;
  const own = get(error, 'stack');
  let body = typeof own === 'string' && own !== '' ? own : undefined;
  let extras = false;
  try {
    const names = keys(error);
    extras = names.length > 0 || getOwnPropertyDescriptor(error, 'cause') !== undefined
      || getOwnPropertyDescriptor(error, 'errors') !== undefined;
  } catch (thrown) {
    extras = false;
  }
  // Extra properties, the cause and the errors of an AggregateError are shown as console.log shows them.
  if (body === undefined || extras) body = inspect(error, { customInspect: false });
  const head = excerpt(frames);
  return `${head}${head === '' ? '' : '\n'}${body}\n`;
}

function record(error, depth) {
  const entry = { __proto__: null };
  if (isError(error)) {
    const name = get(error, 'name');
    // Before the message: that is completed when the trace is made.
    entry.stack = depth === 0 ? stack.parse(get(error, 'stack')) : newList();
    const message = get(error, 'message');
    let type = typeof name === 'string' && name !== '' ? name : 'Error';
    const constructor = get(error, 'constructor');
    // A subclass without a name of its own is known by its class.
    if (type === 'Error' && typeof constructor === 'function') {
      const own = get(constructor, 'name');
      if (typeof own === 'string' && own !== '') type = own;
    }
    entry.type = cut(type, LONGEST_NAME);
    entry.message = cut(typeof message === 'string' ? message : inspect(message),
      depth === 0 ? LONGEST_MESSAGE : LONGEST_CAUSE);
    const code = get(error, 'code');
    if (typeof code === 'string') entry.code = cut(code, LONGEST_NAME);
    const cause = get(error, 'cause');
    if (cause !== undefined && depth < DEEPEST) entry.cause = record(cause, depth + 1);
  } else {
    entry.type = error === null ? 'null' : typeof error;
    entry.message = cut(typeof error === 'string' ? error : inspect(error),
      depth === 0 ? LONGEST_MESSAGE : LONGEST_CAUSE);
    entry.stack = newList();
  }
  return entry;
}

// The record of an error for the report; never throws.
function describe(error) {
  let entry;
  let text;
  try {
    entry = record(error, 0);
    text = cut(textOf(error, entry.stack), LONGEST_TEXT);
  } catch (thrown) {
    entry = { __proto__: null, type: 'Error', message: 'an error that cannot be shown', stack: newList() };
    text = 'Uncaught error that cannot be shown\n';
  }
  entry.text = text;
  return entry;
}

// Made while the image is built: there may be no memory left to make another.
const WITHOUT_MEMORY = {
  error: null, origin: 'uncaughtException', code: 1, outOfMemory: true, record: {
    __proto__: null, type: 'InternalError', message: 'out of memory', text: 'Uncaught InternalError: out of memory\n',
    stack: newList(),
  },
};

let describing = false; // functions of the program may run, and must not end it as if all were well
exports.isDescribing = () => describing;

function fatal(error, origin, code = 1) {
  state.ended = true;
  if (state.failure !== null || describing) return;
  describing = true;
  try {
    const entry = describe(error);
    state.failure = { error, origin, record: entry, code, outOfMemory: isOutOfMemory(error) };
  } catch (thrown) {
    state.failure = WITHOUT_MEMORY;
  } finally {
    describing = false;
  }
  if (!state.silent) host.out(2, state.failure.record.text);
}
exports.fatal = fatal;

function has(event) {
  try {
    return process !== undefined && process.listenerCount(event) > 0;
  } catch (thrown) {
    return false;
  }
}

// An error thrown by the program where nothing catches it. True: a handler took it, the program goes on.
exports.raise = function raise(error, origin) {
  if (state.ended && state.failure !== null) return false;
  try {
    if (has('uncaughtExceptionMonitor')) process.emit('uncaughtExceptionMonitor', error, origin);
    if (has('uncaughtException')) {
      process.emit('uncaughtException', error, origin);
      return true;
    }
  } catch (thrown) {
    // Node's code for a handler of uncaught errors that fails itself.
    fatal(thrown, 'uncaughtException', 7);
    return false;
  }
  fatal(error, origin);
  return false;
};

// A promise that was rejected and never handled.
exports.rejection = function rejection(reason, promise) {
  if (state.ended && state.failure !== null) return;
  try {
    if (has('unhandledRejection')) {
      process.emit('unhandledRejection', reason, promise);
      return;
    }
  } catch (thrown) {
    exports.raise(thrown, 'uncaughtException');
    return;
  }
  let error = reason;
  if (!isError(reason)) {
    const maker = isObject(reason) ? get(reason, 'constructor') : undefined;
    const shown = isObject(reason) ? `#<${(isObject(maker) && get(maker, 'name')) || 'Object'}>` : inspectShort(reason);
    error = new Error('This error originated either by throwing inside of an async function without a catch block, or '
      + 'by rejecting a promise which was not handled with .catch(). The promise rejected with the reason '
      + `"${shown}".`);
    error.name = 'UnhandledPromiseRejection';
    error.code = 'ERR_UNHANDLED_REJECTION';
    error.stack = `UnhandledPromiseRejection: ${error.message}`;
  }
  exports.raise(error, 'unhandledRejection');
};

function inspectShort(value) {
  return typeof value === 'string' ? value : inspect(value);
}

// Calls `callback` and takes care of what it throws.
exports.guard = function guard(callback, self, args) {
  try {
    apply(callback, self, args);
    return true;
  } catch (error) {
    return exports.raise(error, 'uncaughtException');
  }
};

exports.warn = function warn(message, name) {
  if (process !== undefined) process.emitWarning(message, name);
};

// The rejection of a promise that could not be noted. Made while the image is built: later there is no memory for it.
const lost = new Error('a promise rejection could not be recorded: out of memory');
Object.defineProperty(lost, 'name', { value: 'InternalError' });
lost.stack = `InternalError: ${lost.message}`;
exports.raiseLost = () => fatal(lost, 'unhandledRejection');

// Where not even an error can be made, the engine throws null. (The host knows whether memory was refused at all.)
function isOutOfMemory(error) {
  if (error === null || error === undefined || error === lost) return true;
  return isError(error) && get(error, 'name') === 'InternalError' && get(error, 'message') === 'out of memory';
}
