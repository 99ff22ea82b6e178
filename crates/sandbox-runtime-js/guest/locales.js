// Which locales there are. Everything else is refused, naming what there is: an English text in place of a German one
// would be a wrong answer that nobody notices.

// The first locale of a program's list that `supported` knows; undefined for none given.
exports.listOf = function listOf(locales, supported, hint) {
  if (locales === undefined) return undefined;
  const list = typeof locales === 'string' ? [locales] : Array.from(Object(locales));
  for (const each of list) {
    if (typeof each !== 'string' || !/^[a-z]{2,8}(?:-[a-z\d]{1,8})*$/i.test(each)) {
      throw new RangeError(`Incorrect locale information provided`);
    }
  }
  if (list.length === 0) return undefined;
  const found = list.find((each) => supported(each));
  if (found === undefined) throw new RangeError(`Locale '${list[0]}' is not available (no locale data): ${hint}`);
  return found;
};

exports.refuseOption = function refuseOption(name, value, there) {
  throw new RangeError(`Option ${name}: '${String(value)}' is not available (no locale data): there are ${there}`);
};
