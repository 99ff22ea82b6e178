// The assertions that programs of the suite use.
function assert(mustBeTrue, message) {
  if (mustBeTrue !== true) throw new Test262Error(message || 'Expected true but got ' + String(mustBeTrue));
}
assert._isSameValue = function (a, b) {
  return a === b ? a !== 0 || 1 / a === 1 / b : a !== a && b !== b;
};
assert.sameValue = function (actual, expected, message) {
  if (!assert._isSameValue(actual, expected)) {
    throw new Test262Error((message || '') + ' Expected SameValue(' + String(actual) + ', ' + String(expected) + ')');
  }
};
assert.notSameValue = function (actual, unexpected, message) {
  if (assert._isSameValue(actual, unexpected)) throw new Test262Error((message || '') + ' Got ' + String(actual));
};
assert.throws = function (expected, run, message) {
  try {
    run();
  } catch (thrown) {
    if (thrown !== null && typeof thrown === 'object' && thrown.constructor === expected) return;
    throw new Test262Error((message || '') + ' Expected ' + expected.name + ' but got ' + String(thrown));
  }
  throw new Test262Error((message || '') + ' Expected ' + expected.name + ' but nothing was thrown');
};
assert.compareArray = function (actual, expected, message) {
  var same = actual.length === expected.length;
  for (var i = 0; same && i < expected.length; i++) same = assert._isSameValue(actual[i], expected[i]);
  if (!same) throw new Test262Error((message || '') + ' Expected [' + expected + '] but got [' + actual + ']');
};
