// A comment, so that the error is on line 4.

exports.fail = function fail() {
  throw new Error('from lib');
};
