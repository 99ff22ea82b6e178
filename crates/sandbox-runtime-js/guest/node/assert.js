// node:assert. Messages and differences are made in assert_error.js and assert_diff.js.

const { inspect } = require('node/util_inspect');
const { isDeepEqual, isDeepStrictEqual } = require('node/deep_equal');
const { AssertionError } = require('node/assert_error');
const { fail: raise, throws, rejects, doesNotThrow, doesNotReject } = require('node/assert_throws');
const { describe } = require('node/assert_source');
const { invalidArgType, missingArgs, refuseClass } = require('node/errors');
const { isRegExp } = require('web/brands');

function demand(args) {
  const [value, given] = args;
  if (value) return;
  let message = given;
  let generatedMessage = false;
  if (args.length === 0) {
    generatedMessage = true;
    message = 'No value argument passed to `assert.ok()`';
  } else if (given === undefined || given === null) {
    generatedMessage = true;
    message = describe();
  } else if (given instanceof Error) {
    throw given;
  }
  const error = new AssertionError({ actual: value, expected: true, message, operator: '==' });
  throw Object.assign(error, { generatedMessage });
}

function ok(...args) { demand(args); }
function strict(...args) { demand(args); }

// The comparisons: name -> [operator of the error, whether two values pass].
const isLooselyEqual = (a, b) => a == b || (a !== a && b !== b);
const comparisons = {
  equal: ['==', isLooselyEqual],
  notEqual: ['!=', (a, b) => !isLooselyEqual(a, b)],
  deepEqual: ['deepEqual', isDeepEqual],
  notDeepEqual: ['notDeepEqual', (a, b) => !isDeepEqual(a, b)],
  deepStrictEqual: ['deepStrictEqual', isDeepStrictEqual],
  notDeepStrictEqual: ['notDeepStrictEqual', (a, b) => !isDeepStrictEqual(a, b)],
  strictEqual: ['strictEqual', Object.is],
  notStrictEqual: ['notStrictEqual', (a, b) => !Object.is(a, b)],
};

function comparison(name) {
  const [operator, passes] = comparisons[name];
  return {
    [name](actual, expected, message) {
      if (arguments.length < 2) throw missingArgs('actual', 'expected');
      if (!passes(actual, expected)) raise({ actual, expected, message, operator });
    },
  }[name];
}

let warned = false;

function fail(actual, expected, message, operator, stackStartFn) {
  const count = arguments.length;
  let generated = false;
  let text = message;
  if (count <= 1) {
    generated = actual === undefined || actual === null;
    text = generated ? 'Failed' : actual;
    actual = undefined;
  } else if (!warned) {
    warned = true;
    require('process').emitWarning('assert.fail() with more than one argument is deprecated. '
      + 'Please use assert.strictEqual() instead or only pass a message.', 'DeprecationWarning', 'DEP0094');
  }
  if (text instanceof Error) throw text;
  const error = new AssertionError({
    actual, expected, message: text, operator: operator ?? (count === 2 ? '!=' : 'fail'), stackStartFn,
  });
  if (generated) error.generatedMessage = true;
  throw error;
}

const FRAME = '\n    at ';

function ifError(err) {
  if (err === null || err === undefined) return;
  let text = inspect(err);
  if (typeof err === 'object' && typeof err.message === 'string') {
    text = err.message === '' && err.constructor ? err.constructor.name : err.message;
  }
  const message = `ifError got unwanted exception: ${text}`;
  const error = new AssertionError({ actual: err, expected: null, operator: 'ifError', message });
  const trace = err.stack;
  if (typeof trace === 'string' && trace.includes(FRAME)) {
    // Where the error came from, and then from where it was passed to here, without what both have.
    const frames = trace.slice(trace.indexOf(FRAME)).split(FRAME);
    const own = error.stack.slice(error.stack.indexOf(FRAME)).split(FRAME).filter((each) => !frames.includes(each));
    const head = error.stack.slice(0, error.stack.indexOf(FRAME));
    error.stack = [head, ...own, ...frames.slice(1)].join(FRAME);
  }
  throw error;
}

function checkMatch(name, wanted) {
  return {
    [name](string, regexp, message) {
      if (!isRegExp(regexp)) throw invalidArgType('regexp', 'an instance of RegExp', regexp);
      if (typeof string === 'string' && (regexp.exec(string) !== null) === wanted) return;
      if (message instanceof Error) throw message;
      let text = `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`;
      if (typeof string === 'string') {
        text = `The input ${wanted ? 'did not' : 'was expected to not'} match the regular expression `
          + `${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
      }
      const error = new AssertionError({ actual: string, expected: regexp, message: message || text, operator: name });
      throw Object.assign(error, { generatedMessage: !message });
    },
  }[name];
}

const assert = Object.assign(ok, {
  fail,
  AssertionError,
  ok,
  equal: comparison('equal'),
  notEqual: comparison('notEqual'),
  deepEqual: comparison('deepEqual'),
  notDeepEqual: comparison('notDeepEqual'),
  deepStrictEqual: comparison('deepStrictEqual'),
  notDeepStrictEqual: comparison('notDeepStrictEqual'),
  strictEqual: comparison('strictEqual'),
  notStrictEqual: comparison('notStrictEqual'),
  throws,
  rejects,
  doesNotThrow,
  doesNotReject,
  ifError,
  match: checkMatch('match', true),
  doesNotMatch: checkMatch('doesNotMatch', false),
  CallTracker: refuseClass('assert', 'CallTracker', 'count the calls in a variable'),
});
assert.strict = Object.assign(strict, assert, {
  equal: assert.strictEqual,
  notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;

module.exports = assert;
