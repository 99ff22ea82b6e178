// Errors with codes that the library modules share, worded as Node words them.

const { coded, invalidArgType, checkFunction } = require('node_errors');

const inspect = (value) => require('node/util').inspect(value);

// 4294967296 -> 4_294_967_296, as in Node's messages about ranges.
function separated(text) {
  const sign = text[0] === '-' ? '-' : '';
  return sign + text.slice(sign.length).replace(/(\d)(?=(?:\d{3})+$)/g, '$1_');
}

function outOfRange(name, range, value) {
  let received;
  if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) received = separated(String(value));
  else if (typeof value === 'bigint') {
    received = value > 2n ** 32n || value < -(2n ** 32n) ? `${separated(String(value))}n` : `${value}n`;
  } else received = inspect(value);
  return coded(RangeError, 'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${range}. Received ${received}`);
}

function invalidArgValue(name, value, reason = 'is invalid') {
  let shown = inspect(value);
  if (shown.length > 128) shown = `${shown.slice(0, 128)}...`;
  const what = name.includes('.') ? 'property' : 'argument';
  return coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The ${what} '${name}' ${reason}. Received ${shown}`);
}

function missingArgs(...names) {
  const quoted = names.map((name) => `"${name}"`);
  const last = quoted.pop();
  const list = quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
  return coded(TypeError, 'ERR_MISSING_ARGS', `The ${list} argument${names.length > 1 ? 's' : ''} must be specified`);
}

function checkString(value, name) {
  if (typeof value !== 'string') throw invalidArgType(name, 'of type string', value);
}

function checkNumber(value, name) {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
}

function checkInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  checkNumber(value, name);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < min || value > max) throw outOfRange(name, `>= ${min} && <= ${max}`, value);
}

function checkObject(value, name) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw invalidArgType(name, 'of type object', value);
  }
}

function checkBoolean(value, name) {
  if (typeof value !== 'boolean') throw invalidArgType(name, 'of type boolean', value);
}

function checkOneOf(value, name, allowed) {
  if (allowed.includes(value)) return;
  const list = allowed.map((each) => (typeof each === 'string' ? `'${each}'` : String(each))).join(', ');
  throw invalidArgValue(name, value, `must be one of: ${list}`);
}

// What Node's own functions reject with when their signal is aborted (the web's throw a DOMException).
class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

function checkSignal(signal, name = 'options.signal') {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw invalidArgType(name, 'an instance of AbortSignal', signal);
  }
}

// For what is not here: says so, and what is there instead.
function unavailable(what, instead) {
  return coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    `${what} is not available in this sandbox${instead ? `; ${instead}` : ''}`);
}

// A function of that name that only throws.
function refuse(module, name, instead) {
  return { [name]() { throw unavailable(`${module}.${name}`, instead); } }[name];
}

// A class of that name that cannot be made.
function refuseClass(module, name, instead) {
  const made = { [name]: function unavailableClass() { throw unavailable(`${module}.${name}`, instead); } }[name];
  Object.defineProperty(made, 'name', { value: name, configurable: true });
  return made;
}

module.exports = {
  coded, invalidArgType, invalidArgValue, outOfRange, missingArgs, checkFunction, checkString, checkNumber,
  checkInteger, checkObject, checkBoolean, checkOneOf, checkSignal, AbortError, unavailable, refuse, refuseClass,
};
