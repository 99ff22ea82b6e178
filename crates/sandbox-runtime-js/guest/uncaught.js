// Errors nobody caught: the program's own handlers, or its end with the text that Node prints and the exception record
// for the host's report.

const {
  apply, toText, ErrorClass, slice, repeat, wellFormed, getOwnPropertyDescriptor, keys,
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
    return isObject(value) && (value instanceof ErrorClass || typeof value.stack === 'string');
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
    const message = get(error, 'message');
    let type = typeof name === 'string' && name !== '' ? name : 'Error';
    const constructor = get(error, 'constructor');
    // A subclass without a name of its own is known by its class.
    if (type === 'Error' && typeof constructor === 'function') {
      const own = get(constructor, 'name');
      if (typeof own === 'string' && own !== '') type = own;
    }
    entry.type = wellFormed(type);
    entry.message = typeof message === 'string' ? wellFormed(message) : inspect(message);
    const code = get(error, 'code');
    if (typeof code === 'string') entry.code = wellFormed(code);
    entry.stack = stack.parse(get(error, 'stack'));
    const cause = get(error, 'cause');
    if (cause !== undefined && depth < 8) entry.cause = record(cause, depth + 1);
  } else {
    entry.type = error === null ? 'null' : typeof error;
    entry.message = typeof error === 'string' ? wellFormed(error) : wellFormed(inspect(error));
    entry.stack = [];
  }
  return entry;
}

// {record, text} of an error for the report; never throws.
exports.describe = function describe(error) {
  let entry;
  let text;
  try {
    entry = record(error, 0);
    text = wellFormed(textOf(error, entry.stack));
  } catch (thrown) {
    entry = { __proto__: null, type: 'Error', message: 'an error that cannot be shown', stack: [] };
    text = 'Uncaught error that cannot be shown\n';
  }
  entry.text = text;
  return entry;
};

function fatal(error, origin) {
  state.ended = true;
  if (state.failure !== null) return;
  const entry = exports.describe(error);
  state.failure = { error, origin, record: entry };
  if (!state.silent) host.out(2, entry.text);
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
    fatal(thrown, 'uncaughtException');
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

exports.isOutOfMemory = function isOutOfMemory(error) {
  return isError(error) && get(error, 'name') === 'InternalError' && get(error, 'message') === 'out of memory';
};
