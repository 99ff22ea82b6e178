// The functions of util that make functions: promisify, callbackify, deprecate, debuglog, inherits.

const { coded, invalidArgType, checkFunction, checkString, checkObject } = require('node/errors');
const { nextTick } = require('ticks');

const custom = Symbol.for('nodejs.util.promisify.custom');
const { setPrototypeOf, getPrototypeOf, getOwnPropertyDescriptors, defineProperties, defineProperty } = Object;

function markPromisified(fn) {
  return defineProperty(fn, custom, { value: fn, writable: false, enumerable: false, configurable: true });
}

function promisify(original) {
  checkFunction(original, 'original');
  if (original[custom]) {
    checkFunction(original[custom], 'util.promisify.custom');
    return markPromisified(original[custom]);
  }

  function promisified(...args) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [...args, (error, value) => {
        if (error) reject(error);
        else resolve(value);
      }]);
    });
  }
  setPrototypeOf(promisified, getPrototypeOf(original));
  markPromisified(promisified);
  return defineProperties(promisified, getOwnPropertyDescriptors(original));
}
promisify.custom = custom;

// A callback knows an error by its being truthy.
function falsy(reason) {
  const error = coded(Error, 'ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value');
  error.reason = reason;
  return error;
}

function callbackify(original) {
  checkFunction(original, 'original');

  function callbackified(...args) {
    const callback = args.pop();
    if (typeof callback !== 'function') {
      // The argument has no name but its place.
      const { message } = invalidArgType('x', 'of type function', callback);
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', message.replace('The "x" argument', 'The last argument'));
    }
    Reflect.apply(original, this, args).then(
      (value) => nextTick(() => Reflect.apply(callback, this, [null, value])),
      (reason) => nextTick(() => Reflect.apply(callback, this, [reason || falsy(reason)])),
    );
  }
  const descriptors = getOwnPropertyDescriptors(original);
  if (typeof descriptors.length?.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name?.value === 'string') descriptors.name.value += 'Callbackified';
  return defineProperties(callbackified, descriptors);
}

const deprecations = new Set(); // codes that were warned about

function deprecate(fn, message, code) {
  if (require('process').noDeprecation === true) return fn;
  if (code !== undefined) checkString(code, 'code');
  let warned = false;

  function deprecated(...args) {
    if (!warned) {
      warned = true;
      if (code === undefined) {
        require('process').emitWarning(message, 'DeprecationWarning', deprecated);
      } else if (!deprecations.has(code)) {
        deprecations.add(code);
        require('process').emitWarning(message, 'DeprecationWarning', code, deprecated);
      }
    }
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
  }
  setPrototypeOf(deprecated, fn);
  // Instances of a class are instances of both.
  if (fn.prototype) deprecated.prototype = fn.prototype;
  return deprecated;
}

function inherits(ctor, superCtor) {
  if (ctor === undefined || ctor === null) throw invalidArgType('ctor', 'of type function', ctor);
  if (superCtor === undefined || superCtor === null) throw invalidArgType('superCtor', 'of type function', superCtor);
  if (superCtor.prototype === undefined) {
    throw invalidArgType('superCtor.prototype', 'of type object', superCtor.prototype);
  }
  defineProperty(ctor, 'super_', { value: superCtor, writable: true, enumerable: false, configurable: true });
  setPrototypeOf(ctor.prototype, superCtor.prototype);
}

// Whether NODE_DEBUG names the section; a star stands for anything.
function isDebugged(section) {
  const list = require('process').env.NODE_DEBUG;
  if (!list) return false;
  return `${list}`.split(',').some((each) => {
    const pattern = each.trim().replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replace(/\*/g, '.*');
    return new RegExp(`^${pattern}$`, 'i').test(section);
  });
}

// A function that writes to stderr if the section is debugged, which it finds out at its first use.
function debuglog(section, callback) {
  let enabled;
  const upper = `${section}`.toUpperCase();
  const get = () => (enabled ??= isDebugged(upper));
  let write = (...args) => {
    if (!get()) {
      write = () => {};
      return;
    }
    write = (...all) => {
      const { formatWithOptions } = require('node/util_format');
      const process = require('process');
      process.stderr.write(`${upper} ${process.pid}: ${formatWithOptions({}, ...all)}\n`);
    };
    if (typeof callback === 'function') callback(write);
    write(...args);
  };
  const logger = (...args) => write(...args);
  return defineProperty(logger, 'enabled', { get, enumerable: true, configurable: true });
}

// A promise that is fulfilled when the signal is aborted.
async function aborted(signal, resource) {
  if (signal === null || typeof signal !== 'object' || !('aborted' in signal)) {
    throw invalidArgType('signal', 'an instance of AbortSignal', signal);
  }
  checkObject(resource, 'resource');
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => { signal.addEventListener('abort', resolve, { once: true }); });
}

module.exports = { promisify, callbackify, deprecate, inherits, debuglog, aborted };
