// Installs what programs find in globalThis. Names that Node lists (Object.keys(globalThis)) are enumerable here, too,
// and in the same order; all others are not.

const { defineProperty } = require('primordials');
const timers = require('timers');
const { checkFunction } = require('node_errors');
const uncaught = require('uncaught');

function put(name, value, enumerable) {
  // Deleted first: the order of properties is that of their making.
  if (enumerable) delete globalThis[name];
  defineProperty(globalThis, name, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

// Optional parts of the prelude: a smaller build leaves their names undefined.
function optional(file) {
  return require.has(file) ? require(file) : {};
}

const engineMicrotask = globalThis.queueMicrotask;

// The engine's own, but what the callback throws is an uncaught error of the program.
function queueMicrotask(callback) {
  checkFunction(callback, 'callback');
  engineMicrotask(() => { uncaught.guard(callback, undefined, []); });
}

function install() {
  const url = optional('web/url');
  const encoding = optional('web/encoding');
  const base64 = optional('web/base64');
  const clone = optional('web/structured_clone');
  const crypto = optional('web/crypto');
  const abort = optional('web/abort');
  const events = optional('web/events');
  const blob = optional('web/blob');
  const dom = optional('web/dom_exception');
  const performance = require('performance');

  const enumerable = {
    global: globalThis,
    clearImmediate: timers.clearImmediate,
    setImmediate: timers.setImmediate,
    clearInterval: timers.clearInterval,
    clearTimeout: timers.clearTimeout,
    setInterval: timers.setInterval,
    setTimeout: timers.setTimeout,
    queueMicrotask,
    structuredClone: clone.structuredClone,
    atob: base64.atob,
    btoa: base64.btoa,
    performance: performance.performance,
    crypto: crypto.crypto,
  };
  const hidden = {
    process: require('process'),
    console: require('console'),
    Buffer: optional('node/buffer').Buffer,
    URL: url.URL,
    URLSearchParams: url.URLSearchParams,
    TextEncoder: encoding.TextEncoder,
    TextDecoder: encoding.TextDecoder,
    AbortController: abort.AbortController,
    AbortSignal: abort.AbortSignal,
    Event: events.Event,
    EventTarget: events.EventTarget,
    CustomEvent: events.CustomEvent,
    Blob: blob.Blob,
    File: blob.File,
    DOMException: dom.DOMException,
    Crypto: crypto.Crypto,
    CryptoKey: crypto.CryptoKey,
    SubtleCrypto: crypto.SubtleCrypto,
    Performance: performance.Performance,
    PerformanceEntry: performance.PerformanceEntry,
    PerformanceMark: performance.PerformanceMark,
    PerformanceMeasure: performance.PerformanceMeasure,
    Intl: require('intl'),
  };
  for (const name of Object.keys(enumerable)) if (enumerable[name] !== undefined) put(name, enumerable[name], true);
  for (const name of Object.keys(hidden)) if (hidden[name] !== undefined) put(name, hidden[name], false);
  require('seeded_random').install();
  require('engine_gaps').install();
  require('intl_methods').install();
}

// Loads every file that is only required when it is used, so that clones of the image need not.
function preload() {
  const builtins = require('builtins');
  for (const name of builtins.names()) builtins.get(name);
  for (const file of ['std_compat', 'scanner', 'syntax', 'value', 'console_table', 'interactive', 'node_module',
    'node_timers']) {
    require(file);
  }
}

module.exports = { install, preload };
