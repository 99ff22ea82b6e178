// node: same
// assert: every function, what passes and what does not; the error's properties; the text of a failed expression.
const assert = require('assert');
const strict = require('assert/strict');
const { AssertionError, ok } = assert;
const util = require('util');
const t = (f) => {
  try {
    console.log('passed', f());
  } catch (e) {
    console.log(`${e.name} ${e.code} ${e.generatedMessage} ${e.operator} ${Object.keys(e)}`);
    console.log(e.message);
  }
};
console.log(Object.keys(assert).join(), assert.ok === assert, strict === assert.strict, strict.strict === strict, strict === assert);
console.log(strict.equal === assert.strictEqual, strict.deepEqual === assert.deepStrictEqual, strict.notEqual === assert.notStrictEqual);
console.log(strict.notDeepEqual === assert.notDeepStrictEqual, assert.equal === strict.equal, assert.equal.name, assert.equal.length);

// what passes
assert(true);
assert.ok('text', 'message');
assert.equal(1, '1');
assert.equal(NaN, NaN);
assert.equal(null, undefined);
assert.notEqual(1, 2);
assert.strictEqual(NaN, NaN);
assert.notStrictEqual(0, -0);
assert.notStrictEqual(1, '1');
assert.deepEqual({ a: 1 }, { a: '1' });
assert.notDeepEqual({ a: 1 }, { a: 2 });
assert.deepStrictEqual({ a: [1, new Map([['k', new Set([1])]])] }, { a: [1, new Map([['k', new Set([1])]])] });
assert.notDeepStrictEqual({ a: 1 }, { a: '1' });
assert.match('abc', /b/);
assert.doesNotMatch('abc', /x/);
assert.ifError(null);
assert.ifError(undefined);
strict.deepEqual([1], [1]);
console.log('all passed');

// the message of a failed expression is its text
t(() => assert(false));
t(() => assert.ok(1 === 2));
t(() => ok([1, 2].includes(3)));
t(() => strict(Math.max(1, 2) > 2));
t(() => {
  assert.ok(
    1 === 2,
  );
});
t(() => {
    assert(
      [1, 2].every((x) => {
        return x > 1;
      }),
    );
});
t(() => assert.ok('a)b' === `x${1})` || /\)/.test('x')));
t(() => { const x = 1, r = assert(x > 5 && x < 10); });
t(() => assert(0 /* a comment ) */));
t(() => { let n = 0; assert(n++, undefined); });
const wrapped = (value) => assert(value);
t(() => wrapped(0));
t(() => { [0].forEach((x) => assert.ok(x)); });
t(() => assert(!(function () { return true; }())));
t(() => assert());
t(() => assert.ok());
t(() => assert(0, 'message'));
t(() => assert(0, ''));
t(() => assert(0, 5));
t(() => assert(0, null));
t(() => assert(0, new TypeError('own')));

// arguments
for (const name of ['equal', 'notEqual', 'deepEqual', 'notDeepEqual', 'strictEqual', 'notStrictEqual', 'deepStrictEqual', 'notDeepStrictEqual']) {
  t(() => assert[name]());
  t(() => assert[name](1));
}
t(() => assert.equal(1, 2, 'message'));
t(() => assert.strictEqual(1, 2, 'message'));
t(() => assert.deepEqual(1, 2, new RangeError('own')));
t(() => strict.equal(1, '1'));
t(() => strict.notEqual(1, 1));

// fail, ifError, match
t(() => assert.fail());
t(() => assert.fail('boom'));
t(() => assert.fail(new TypeError('own')));
t(() => assert.fail(undefined));
t(() => assert.fail(1, 2));
t(() => assert.fail(1, 2, 'message'));
t(() => assert.fail(1, 2, undefined, '>'));
for (const value of [0, 'error', new Error('e'), { a: 1 }, { message: 'm' }, { message: '' }, false]) t(() => assert.ifError(value));
t(() => assert.match('abc', /x/));
t(() => assert.match(123, /x/));
t(() => assert.match({ a: 1 }, /x/));
t(() => assert.match('abc', 'a'));
t(() => assert.match('abc', /x/, 'message'));
t(() => assert.match('abc', /x/, new TypeError('own')));
t(() => assert.doesNotMatch('abc', /a/));
t(() => assert.doesNotMatch(123, /a/));

// AssertionError
const clean = (text) => text.split('\n').filter((line) => !/^ +at /.test(line)).join('\n');
const error = new AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' });
console.log(error.name, error.code, error.generatedMessage, Object.keys(error), error instanceof Error, error instanceof AssertionError);
console.log(error.message, String(error), clean(error.stack));
console.log(clean(util.inspect(error)));
console.log(clean(util.inspect(new AssertionError({ message: 'm', actual: { a: { b: 1 } }, expected: 'x\n'.repeat(20) }))));
t(() => new AssertionError());
t(() => new AssertionError(5));
t(() => new AssertionError({}).message);
t(() => new AssertionError({ message: 5 }).message);
t(() => new AssertionError({ operator: 'fail' }).message);
t(() => new AssertionError({ actual: 1, expected: 2, operator: 'foo' }).message);
class Own extends AssertionError { constructor() { super({ message: 'own class' }); } }
console.log(new Own() instanceof AssertionError, new Own().message);
try { assert.strictEqual({ a: 1 }, { a: 1 }); } catch (e) { console.log(e.actual, e.expected, /assert_basic\.js:\d+:\d+/.test(e.stack)); }
function below() { assert.fail({ message: 'x' }.message); }
try { below(); } catch (e) { console.log(/^\s+at below/.test(e.stack.split('\n')[1])); }
