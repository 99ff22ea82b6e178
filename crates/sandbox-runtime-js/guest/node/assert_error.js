// AssertionError, with the messages of Node 20.

const { inspect } = require('node/util_inspect');
const { checkObject } = require('node/errors');
const { HEADS, show, shorten, isObject, difference } = require('node/assert_diff');

const NAME = 'AssertionError [ERR_ASSERTION]';

// Errors are compared by what they say, not by where they were made.
function withoutTrace(error) {
  const copy = Object.assign(Object.create(Object.getPrototypeOf(error)), error);
  Object.defineProperty(copy, 'message', { value: error.message, writable: true, configurable: true });
  if (Object.hasOwn(error, 'cause')) {
    Object.defineProperty(copy, 'cause', { value: error.cause, writable: true, configurable: true });
  }
  return copy;
}

const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 3)}...` : text);

// For operators that are passed only if the values differ.
function unequalMessage(actual, operator) {
  const lines = shorten(show(actual).split('\n'));
  const head = HEADS[operator === 'notStrictEqual' && isObject(actual) ? 'notStrictEqualObject' : operator];
  if (lines.length > 1) return `${head}\n\n${lines.join('\n')}\n`;
  return `${head}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`;
}

function looseMessage(actual, expected, operator) {
  const left = show(actual);
  const right = show(expected);
  if (operator === 'notDeepEqual' && left === right) return cut(`${HEADS.notDeepEqual}\n\n${left}`, 1024);
  const a = cut(left, 512);
  const b = cut(right, 512);
  if (operator === 'deepEqual') return `${HEADS.deepEqual}\n\n${a}\n\nshould loosely deep-equal\n\n${b}`;
  if (operator === 'notDeepEqual') return `${a}\n\nshould not loosely deep-equal\n\n${b}`;
  return `${a} ${operator} ${b}`;
}

function messageOf(actual, expected, operator, message) {
  const strict = operator === 'deepStrictEqual' || operator === 'strictEqual';
  if (message !== undefined && message !== null && !strict) return `${message}`;
  if (actual instanceof Error && expected instanceof Error && 'stack' in actual && 'stack' in expected) {
    actual = withoutTrace(actual);
    expected = withoutTrace(expected);
  }
  if (strict) return difference(actual, expected, operator, message && `${message}`);
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') return unequalMessage(actual, operator);
  return looseMessage(actual, expected, operator);
}

// Long texts are shown in part when the error itself is shown.
function abridge(value) {
  if (typeof value !== 'string') return value;
  const lines = value.split('\n');
  const text = lines.length > 10 ? `${lines.slice(0, 10).join('\n')}\n...` : value;
  return text.length > 512 ? `${text.slice(0, 512)}...` : text;
}

class AssertionError extends Error {
  constructor(options) {
    checkObject(options, 'options');
    const { message, operator, stackStartFn, actual, expected } = options;
    super(messageOf(actual, expected, operator, message));
    this.generatedMessage = !message;
    // The trace begins with the name that has the code; then the error gets its proper name.
    Object.defineProperty(this, 'name', { value: NAME, enumerable: false, writable: true, configurable: true });
    this.code = 'ERR_ASSERTION';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    // Our own functions are not part of traces.
    if (typeof stackStartFn === 'function') Error.captureStackTrace(this, stackStartFn);
    void this.stack;
    this.name = 'AssertionError';
  }

  toString() { return `${this.name} [${this.code}]: ${this.message}`; }

  [inspect.custom](recurseTimes, ctx) {
    const { actual, expected } = this;
    this.actual = abridge(actual);
    this.expected = abridge(expected);
    const text = inspect(this, { ...ctx, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return text;
  }
}

module.exports = { AssertionError };
