// Calls a host operation and turns its failure into the Error that Node would throw.
// The engine knows only that a host function failed; `host.error()` has the details as JSON.

const { apply, parseJson } = require('primordials');

const types = { __proto__: null, TypeError, RangeError, SyntaxError };

// Details of the last failed operation, or undefined when `thrown` was not a failure of the host.
function details(thrown) {
  if (thrown === null || typeof thrown !== 'object' || thrown.name !== 'HostError') return undefined;
  const text = host.error();
  return typeof text === 'string' ? parseJson(text) : undefined;
}

function make(failure) {
  let message = `${failure.message}`;
  if (failure.syscall !== undefined) {
    // As Node words it: "ENOENT: no such file or directory, rename '/a' -> '/b'".
    message = `${failure.code}: ${message}, ${failure.syscall}`;
    if (failure.path !== undefined) message += ` '${failure.path}'`;
    if (failure.dest !== undefined) message += ` -> '${failure.dest}'`;
  }
  if (failure.name === 'InvalidCharacterError' && require.has('web/dom_exception')) {
    const { DOMException } = require('web/dom_exception');
    if (DOMException !== undefined) return new DOMException(message, failure.name);
  }
  const error = new (types[failure.name] || Error)(message);
  if (failure.errno !== undefined) error.errno = failure.errno;
  if (failure.code) error.code = failure.code;
  if (failure.syscall !== undefined) error.syscall = failure.syscall;
  if (failure.path !== undefined) error.path = failure.path;
  if (failure.dest !== undefined) error.dest = failure.dest;
  return error;
}

function rethrow(thrown) {
  const failure = details(thrown);
  throw failure === undefined || failure === null ? thrown : make(failure);
}

exports.call = function callHost(name, ...args) {
  try {
    return apply(host[name], undefined, args);
  } catch (thrown) {
    return rethrow(thrown);
  }
};

// For tests of a single condition ("is there a file?"): the value, or `otherwise` when the host refuses.
exports.attempt = function attempt(otherwise, name, ...args) {
  try {
    return apply(host[name], undefined, args);
  } catch (thrown) {
    return otherwise;
  }
};

exports.make = make;
