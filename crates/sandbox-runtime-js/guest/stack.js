// Stack traces in V8's form, with the user's files, lines and columns.
//
// `Error.prepareStackTrace` of the engine is called for every Error made; whatever it returns becomes `error.stack`.
// It is set once, here; programs see an accessor of the same name and may put a function of their own there, which
// then gets call sites that are already translated. Frames of the prelude and of the engine's own glue are left out.

const {
  uncurryThis, apply, getOwnPropertyDescriptor, defineProperty, toText, slice, startsWith, indexOf, exec,
  mapGet, mapSet, Map, getPrototypeOf, newList,
} = require('primordials');
const sources = require('sources');
const typescript = require('typescript');
const state = require('state');
const positions = require('positions');
const { CallSite, frameText } = require('call_site');

const PRELUDE = 'eval_script'; // the engine's name for the script that holds all files of the prelude
const COMPILED = '<input>'; // and for anything compiled with eval or Function

const isPrototypeOf = uncurryThis(Object.prototype.isPrototypeOf);

const site = (() => {
  let first;
  Error.prepareStackTrace = (error, sites) => { first = sites[0]; return ''; };
  // The trace is made when the Error is.
  void new Error().stack;
  Error.prepareStackTrace = undefined;
  const prototype = getPrototypeOf(first);
  return {
    getFunction: uncurryThis(prototype.getFunction),
    getFunctionName: uncurryThis(prototype.getFunctionName),
    getFileName: uncurryThis(prototype.getFileName),
    getLineNumber: uncurryThis(prototype.getLineNumber),
    getColumnNumber: uncurryThis(prototype.getColumnNumber),
    isNative: uncurryThis(prototype.isNative),
  };
})();

// V8 shows a built-in function with the type it belongs to ("Array.map"); the engine knows only the function.
const builtins = new Map();
const invisible = new Map(); // built-ins that V8 leaves out
for (const name of ['Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Date', 'RegExp',
  'Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'Iterator', 'ArrayBuffer', 'DataView', 'Reflect', 'JSON', 'Math',
  'Uint8Array', 'Error']) {
  const owner = globalThis[name];
  if (typeof owner === 'function') mapSet(builtins, owner, `new ${name}`);
  const holders = typeof owner === 'function' ? [owner.prototype, owner] : [owner];
  if (name === 'Uint8Array') {
    // The methods of all typed arrays are on their common ancestor.
    holders.push(getPrototypeOf(owner.prototype), getPrototypeOf(owner));
  }
  for (const holder of holders) {
    for (const key of Reflect.ownKeys(holder)) {
      const value = getOwnPropertyDescriptor(holder, key).value;
      if (typeof value !== 'function' || key === 'constructor') continue;
      const label = typeof key === 'symbol' ? `[${key.description}]` : key;
      if (mapGet(builtins, value) === undefined) mapSet(builtins, value, `${name}.${label}`);
    }
  }
}
for (const fn of [eval, Reflect.apply, Reflect.construct, Function.prototype.call, Function.prototype.apply]) {
  mapSet(invisible, fn, true);
}
const parseJson = JSON.parse;

// The functions that hold CommonJS files; V8 calls their frames "Object.<anonymous>".
let firstWrapper; // of the main program, which is often the only one
const wrappers = new Map();
exports.addWrapper = (fn) => {
  if (firstWrapper === undefined) firstWrapper = fn;
  else mapSet(wrappers, fn, true);
};
exports.forgetWrappers = () => { firstWrapper = undefined; };

let limit = 10;
// Frames of ours are dropped afterwards, so the engine has to collect some more than asked for.
const SPARE = 22;
let userPrepare; // Error.prepareStackTrace of the program

// Errors that the engine makes about modules lack what our resolver knows: esm.js completes them.
let amend;
exports.setAmend = (fn) => { amend = fn; };

function isClass(fn) {
  if (typeof fn !== 'function') return false;
  const prototype = getOwnPropertyDescriptor(fn, 'prototype');
  return prototype !== undefined && prototype.writable === false;
}

// Columns of the first line of a text are one less than they should be, in this engine (but never 0).
function firstLine(line, column) {
  return line === 1 && column > 1 ? column + 1 : column;
}

// One call site as {name, file, line, column}; undefined for one that is not the program's. With the error the place is
// found that the engine has not noted (see positions.js), and its message may be completed.
function translate(sites, index, error) {
  const current = sites[index];
  const file = site.getFileName(current);
  if (file === PRELUDE) return undefined;
  const fn = site.getFunction(current);
  const next = index + 1 < sites.length ? sites[index + 1] : undefined;
  const nextFile = next === undefined ? undefined : site.getFileName(next);
  if (site.isNative(current)) {
    // A built-in that the prelude called to reach the program, or the engine's own glue at the bottom of the stack.
    if (next === undefined || nextFile === PRELUDE || mapGet(invisible, fn) !== undefined) return undefined;
    const name = mapGet(builtins, fn) || site.getFunctionName(current);
    return name ? { name, file: undefined, line: 0, column: 0, fn } : undefined;
  }
  const line = site.getLineNumber(current);
  const column = site.getColumnNumber(current);
  let name = site.getFunctionName(current) || '';
  if (file === COMPILED) {
    const after = index + 2 < sites.length ? site.getFileName(sites[index + 2]) : undefined;
    // The position of a syntax error comes as a call site without a function.
    const position = fn === null || fn === undefined;
    const ours = next !== undefined && site.isNative(next) && after === PRELUDE;
    if (position && next !== undefined && site.isNative(next) && site.getFunction(next) === parseJson) return undefined;
    const top = name === '<eval>' && next === undefined && state.format === 'eval';
    if ((position || name === '<eval>') && !ours && !top) {
      return { name: position ? '' : 'eval', file: '<anonymous>', line, column, fn };
    }
    if (name === '<eval>') name = '';
    if (name === 'anonymous') return { name, file: '<anonymous>', line, column, fn };
    if (line === 0) return fieldOf(sites, index, error);
    const band = sources.find(line);
    if (band === undefined) return { name, file: '<anonymous>', line, column, fn };
    if (fn === firstWrapper || mapGet(wrappers, fn) !== undefined) name = 'Object.<anonymous>';
    const inFile = line - band.first + 1;
    let fixed = firstLine(line, column);
    if (inFile === 1) fixed -= band.shift;
    fixed = sources.atNew(band, inFile, fixed < 1 ? 1 : fixed);
    return finished({ name, file: band.name, line: inFile, column: fixed, fn }, band, error);
  }
  // Modules made by us (built-ins, JSON, CommonJS seen from an import) are prelude, too.
  if (typeof file !== 'string' || startsWith(file, 'node:') || file === '') return undefined;
  if (name === '<eval>') name = 'eval';
  if (line === 0) return fieldOf(sites, index, error);
  let fixed = firstLine(line, column);
  if (line === 1) fixed -= sources.shiftOf(file);
  const module = sources.module(file);
  fixed = sources.atNew(module, line, fixed < 1 ? 1 : fixed);
  return finished({ name, file, line, column: fixed, fn }, module, error);
}

function finished(frame, text, error) {
  if (isClass(frame.fn)) frame.name = `new ${frame.name}`;
  if (error !== undefined && text !== undefined) refine(frame, text, error);
  return asWritten(frame);
}

function refine(frame, text, error) {
  const start = sources.startOf(text, frame.line);
  if (start === undefined) return;
  const found = positions.refine(error, frame.fn, text, start + frame.column - 1, start);
  if (found === undefined) return;
  const place = sources.placeOf(text, found.offset);
  frame.line = place.line;
  frame.column = place.column;
  if (found.message !== undefined) {
    defineProperty(error, 'message', { __proto__: null, value: found.message });
  }
}

// The function that sets the fields of a class has no place: the class is the next on the stack.
function fieldOf(sites, index, error) {
  const frame = index + 1 < sites.length ? translate(sites, index + 1, error) : undefined;
  if (frame !== undefined) frame.name = '<instance_members_initializer>';
  return frame;
}

// The same frame at its place in the program's own text, where that is not what the engine ran.
function asWritten(frame) {
  const place = typescript.positionOf(frame.file, frame.line, frame.column);
  if (place !== undefined) {
    frame.line = place.line;
    frame.column = place.column;
  }
  return frame;
}

// `Name: message` as V8 puts it before the frames.
function header(error) {
  let name = error.name;
  let message = error.message;
  name = name === undefined ? 'Error' : toText(name);
  message = message === undefined ? '' : toText(message);
  if (name === '') return message;
  return message === '' ? name : `${name}: ${message}`;
}
exports.header = header;
exports.fileOf = (callSite) => site.getFileName(callSite);

// V8 puts a trace together when `stack` is read for the first time, and so do we: most errors are caught and never
// looked at, and the usual `constructor(...) { super(...); this.name = 'MyError'; }` is shown with its name. The engine
// stores what `prepare` returns as a plain property; an accessor is therefore defined before, which the engine's own
// definition cannot replace (it is not configurable; the engine ignores that).
const traces = new WeakMap(); // error -> {sites and limit until it is read or set, value}
const traceOf = uncurryThis(WeakMap.prototype.get);
const setTrace = uncurryThis(WeakMap.prototype.set);
const ErrorClass = Error;

const accessor = {
  __proto__: null,
  get: function stack() {
    const trace = traceOf(traces, this);
    if (trace === undefined) return undefined;
    if (trace.sites !== none) {
      // The frames first: they may complete the message.
      const frames = safeFrames(this, trace);
      trace.value = safeHeader(this) + frames;
      trace.sites = none;
    }
    return trace.value;
  },
  set: function stack(value) {
    const trace = traceOf(traces, this);
    if (trace === undefined) return;
    trace.value = value;
    trace.sites = none;
  },
  enumerable: false,
  configurable: false,
};
const none = [];

function safeHeader(error) {
  try {
    return header(error);
  } catch (thrown) {
    return 'Error';
  }
}

function safeFrames(error, trace) {
  try {
    return framesText(error, trace.sites, trace.limit);
  } catch (thrown) {
    return '';
  }
}

// Gives an error its trace: the call sites it is to be made of, or its whole text.
function setTraceOf(error, sites, value) {
  const trace = traceOf(traces, error);
  if (trace !== undefined) {
    trace.sites = sites;
    trace.limit = limit;
    trace.value = value;
  } else if (error instanceof ErrorClass) {
    setTrace(traces, error, { sites, limit, value });
    defineProperty(error, 'stack', accessor);
  } else {
    // Error.captureStackTrace on any other object: a plain property.
    return value === undefined ? safeHeader(error) + framesText(error, sites, limit) : value;
  }
  return '';
}
exports.setStack = (error, text) => setTraceOf(error, none, text);

function framesText(error, sites, most) {
  let text = '';
  let count = 0;
  for (let i = 0; i < sites.length && count < most; i++) {
    const frame = translate(sites, i, i === 0 ? error : undefined);
    if (frame === undefined) continue;
    // The constructors of the error itself are no part of its trace.
    if (count === 0 && isClass(frame.fn) && isPrototypeOf(frame.fn.prototype, error)) continue;
    text += `\n    at ${frameText(frame)}`;
    count++;
  }
  return text;
}

let capturing = false; // Error.captureStackTrace is running
let quiet = false; // errors of the moment are looked at by nobody

// Runs a built-in function that may throw, and whose error is only a "no".
exports.quietly = function quietly(fn, self, args) {
  quiet = true;
  try {
    return apply(fn, self, args);
  } finally {
    quiet = false;
  }
};

function prepare(error, sites) {
  // The engine asks at every `throw`, also of what is no object.
  if (quiet || error === null || typeof error !== 'object') return '';
  try {
    // It asks again at every later `throw`, and uses the answer only for errors that have no stack yet.
    if (!capturing && traceOf(traces, error) !== undefined) return '';
    if (amend !== undefined) {
      const replacement = amend(error, sites);
      if (replacement !== undefined) return replacement.value;
    }
    if (typeof userPrepare === 'function') {
      return setTraceOf(error, none, apply(userPrepare, ErrorClass, [error, userSites(sites)]));
    }
    return setTraceOf(error, sites, undefined);
  } catch (thrown) {
    // Getters and functions of the program ran above; a trace is not worth an error of its own.
    return '';
  }
}

function userSites(sites) {
  const list = [];
  for (let i = 0; i < sites.length && list.length < limit; i++) {
    const frame = translate(sites, i);
    if (frame !== undefined) list[list.length] = new CallSite(frame);
  }
  return list;
}

// The file and line that call us: for warnings, `require` in modules and the like.
exports.caller = function caller() {
  let found;
  const before = userPrepare;
  const beforeAmend = amend;
  amend = (error, sites) => {
    for (let i = 0; i < sites.length && found === undefined; i++) found = translate(sites, i);
    return { value: '' };
  };
  userPrepare = undefined;
  try { void new Error().stack; } finally { amend = beforeAmend; userPrepare = before; }
  return found;
};

// Frames out of the text of a stack: also of one that the program has changed.
exports.parse = function parse(text) {
  const frames = newList();
  if (typeof text !== 'string') return frames;
  const pattern = /^ {4}at (?:(.*) \()?(.*?)(?::(\d+):(\d+))?\)?$/;
  let start = 0;
  while (start < text.length && frames.length < 100) {
    let end = indexOf(text, '\n', start);
    if (end < 0) end = text.length;
    const line = slice(text, start, end);
    start = end + 1;
    if (!startsWith(line, '    at ')) continue;
    const match = exec(pattern, line);
    if (match === null || match[3] === undefined) continue;
    const frame = {
      __proto__: null, file: slice(match[2], 0, 1000), line: +match[3], column: +match[4],
      function: slice(match[1] || '', 0, 200),
    };
    const source = sources.line(frame.file, frame.line);
    if (source !== undefined) frame.source = source.length > 400 ? slice(source, 0, 400) : source;
    frames[frames.length] = frame;
  }
  return frames;
};

// Called last while the image is built: errors of the prelude itself keep the engine's traces until then.
exports.install = function install() {
  const native = {
    prepare: getOwnPropertyDescriptor(Error, 'prepareStackTrace').set,
    limit: getOwnPropertyDescriptor(Error, 'stackTraceLimit').set,
  };
  apply(native.prepare, Error, [prepare]);
  const nativeCapture = Error.captureStackTrace;
  defineProperty(Error, 'captureStackTrace', {
    __proto__: null,
    value: {
      captureStackTrace(target, above) {
        capturing = true;
        try {
          apply(nativeCapture, ErrorClass, above === undefined ? [target] : [target, above]);
        } finally {
          capturing = false;
        }
      },
    }.captureStackTrace,
    writable: true,
    enumerable: false,
    configurable: true,
  });
  apply(native.limit, Error, [limit + SPARE]);
  defineProperty(Error, 'prepareStackTrace', {
    __proto__: null,
    get() { return userPrepare; },
    set(value) { userPrepare = value; },
    enumerable: false,
    configurable: true,
  });
  defineProperty(Error, 'stackTraceLimit', {
    __proto__: null,
    get() { return limit; },
    set(value) {
      limit = typeof value === 'number' && value > 0 ? value : 0;
      apply(native.limit, Error, [limit > 1000 ? 1000 : limit === 0 ? 0 : limit + SPARE]);
    },
    enumerable: false,
    configurable: true,
  });
};
