// assert.throws, rejects, doesNotThrow, doesNotReject: what is thrown, and whether it is what was expected.

const { inspect } = require('node/util_inspect');
const { isDeepStrictEqual } = require('node/deep_equal');
const { AssertionError } = require('node/assert_error');
const { coded, invalidArgType, checkFunction } = require('node/errors');
const { isRegExp } = require('web/brands');

const NOTHING = Symbol('nothing was thrown');
const isError = (value) => value instanceof Error;
const isErrorClass = (value) => Object.prototype.isPrototypeOf.call(Error, value);

function fail(options) {
  if (isError(options.message)) throw options.message;
  throw new AssertionError(options);
}

function outcome(fn) {
  checkFunction(fn, 'fn');
  try {
    fn();
  } catch (error) {
    return error;
  }
  return NOTHING;
}

const isThenable = (value) => value !== null && typeof value === 'object' && typeof value.then === 'function'
  && typeof value.catch === 'function';

function describe(value) {
  if (value === null || value === undefined) return `${value}`;
  const name = typeof value === 'object' ? value.constructor?.name : undefined;
  return name ? `an instance of ${name}` : `type ${typeof value} (${inspect(value)})`;
}

async function promisedOutcome(promiseFn) {
  let promise = promiseFn;
  if (typeof promiseFn === 'function') {
    promise = promiseFn();
    if (!(promise instanceof Promise) && !isThenable(promise)) {
      throw coded(TypeError, 'ERR_INVALID_RETURN_VALUE', 'Expected instance of Promise to be returned from the '
        + `"promiseFn" function but got ${describe(promise)}.`);
    }
  } else if (!(promise instanceof Promise) && !isThenable(promise)) {
    throw invalidArgType('promiseFn', 'of type function or an instance of Promise', promiseFn);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return NOTHING;
}

// The properties that an object asks for, of it and of what was thrown. The name is shown in messages.
class Comparison {
  constructor(object, keys, actual) {
    for (const key of keys) {
      if (!(key in object)) continue;
      const matches = actual !== undefined && typeof actual[key] === 'string' && isRegExp(object[key])
        && object[key].exec(actual[key]) !== null;
      this[key] = matches ? actual[key] : object[key];
    }
  }
}

function checkProperties(actual, expected, message, operator) {
  const keys = Object.keys(expected);
  if (isError(expected)) {
    keys.push('name', 'message');
  } else if (keys.length === 0) {
    throw coded(TypeError, 'ERR_INVALID_ARG_VALUE',
      `The argument 'error' may not be an empty object. Received ${inspect(expected)}`);
  }
  for (const key of keys) {
    const pattern = isRegExp(expected[key]) ? expected[key] : undefined;
    if (pattern !== undefined && typeof actual[key] === 'string' && pattern.exec(actual[key]) !== null) continue;
    if (key in actual && isDeepStrictEqual(actual[key], expected[key])) continue;
    if (message) fail({ actual, expected, message, operator });
    const error = new AssertionError({
      actual: new Comparison(actual, keys),
      expected: new Comparison(expected, keys, actual),
      operator: 'deepStrictEqual',
    });
    throw Object.assign(error, { actual, expected, operator });
  }
}

// Why a function says that the error is not the expected one, or undefined.
function refusal(actual, expected) {
  if (expected.prototype !== undefined && actual instanceof expected) return undefined;
  if (isErrorClass(expected)) {
    const received = isError(actual) ? actual.name : inspect(actual, { depth: -1 });
    const text = `The error is expected to be an instance of "${expected.name}". Received "${received}"`;
    return isError(actual) ? `${text}\n\nError message:\n\n${actual.message}` : text;
  }
  const answer = Reflect.apply(expected, {}, [actual]);
  if (answer === true) return undefined;
  const name = expected.name ? `"${expected.name}" ` : '';
  const text = `The ${name}validation function is expected to return "true". Received ${inspect(answer)}`;
  return isError(actual) ? `${text}\n\nCaught error:\n\n${actual}` : text;
}

function checkExpected(actual, expected, message, operator) {
  let text;
  if (typeof expected === 'function') {
    text = refusal(actual, expected);
  } else if (isRegExp(expected)) {
    const input = String(actual);
    if (expected.exec(input) === null) {
      text = `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(input)}\n`;
    }
  } else if (typeof actual !== 'object' || actual === null) {
    const error = new AssertionError({ actual, expected, message, operator: 'deepStrictEqual' });
    throw Object.assign(error, { operator });
  } else {
    checkProperties(actual, expected, message, operator);
  }
  if (text === undefined) return;
  if (isError(message)) throw message;
  const error = new AssertionError({ actual, expected, message: message || text, operator });
  throw Object.assign(error, { generatedMessage: !message });
}

const ambiguous = (text) => coded(TypeError, 'ERR_AMBIGUOUS_ARGUMENT',
  `The "error/message" argument is ambiguous. ${text}`);
const FORMS = 'of type function or an instance of Error, RegExp, or Object';

function expectThrown(operator, kind, actual, args) {
  let [error, message] = args;
  if (typeof error === 'string') {
    if (args.length > 1) throw invalidArgType('error', FORMS, error);
    if (actual !== null && typeof actual === 'object') {
      if (actual.message === error) {
        throw ambiguous(`The error message "${actual.message}" is identical to the message.`);
      }
    } else if (actual === error) {
      throw ambiguous(`The error "${actual}" is identical to the message.`);
    }
    message = error;
    error = undefined;
  } else if (error !== null && error !== undefined && typeof error !== 'object' && typeof error !== 'function') {
    throw invalidArgType('error', FORMS, error);
  }
  if (actual === NOTHING) {
    const name = error && error.name ? ` (${error.name})` : '';
    fail({
      actual: undefined,
      expected: error,
      operator,
      message: `Missing expected ${kind}${name}${message ? `: ${message}` : '.'}`,
    });
  }
  if (error) checkExpected(actual, error, message, operator);
}

function isUnwanted(actual, expected) {
  if (typeof expected !== 'function') {
    if (isRegExp(expected)) return expected.exec(String(actual)) !== null;
    throw invalidArgType('expected', 'of type function or an instance of RegExp', expected);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  return !isErrorClass(expected) && Reflect.apply(expected, {}, [actual]) === true;
}

function expectNothing(operator, kind, actual, [error, message]) {
  if (actual === NOTHING) return;
  if (typeof error === 'string') {
    message = error;
    error = undefined;
  }
  if (error && !isUnwanted(actual, error)) throw actual;
  fail({
    actual,
    expected: error,
    operator,
    message: `Got unwanted ${kind}${message ? `: ${message}` : '.'}\nActual message: "${actual && actual.message}"`,
  });
}

module.exports = {
  fail,
  throws(fn, ...args) { expectThrown('throws', 'exception', outcome(fn), args); },
  async rejects(promiseFn, ...args) { expectThrown('rejects', 'rejection', await promisedOutcome(promiseFn), args); },
  doesNotThrow(fn, ...args) { expectNothing('doesNotThrow', 'exception', outcome(fn), args); },
  async doesNotReject(fn, ...args) {
    expectNothing('doesNotReject', 'rejection', await promisedOutcome(fn), args);
  },
};
