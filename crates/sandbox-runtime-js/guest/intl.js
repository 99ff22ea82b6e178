// Intl is not part of this engine: every use of it says so and what is there instead. It is an object all the same,
// because programs ask `typeof Intl`.

const HINT = 'This engine has no Intl (no locale data). There are: toLocaleString of numbers and of dates '
  + '(English, US), localeCompare and normalize of strings, toFixed, toISOString, padStart.';

const Intl = Object.create(Object.prototype, { [Symbol.toStringTag]: { value: 'Intl', configurable: true } });

for (const name of ['Collator', 'DateTimeFormat', 'DisplayNames', 'ListFormat', 'Locale', 'NumberFormat', 'PluralRules',
  'RelativeTimeFormat', 'Segmenter']) {
  const maker = {
    [name]: function unavailable() {
      throw new Error(`Intl.${name} is not available. ${HINT}`);
    },
  }[name];
  Object.defineProperty(maker, 'name', { value: name, configurable: true });
  maker.supportedLocalesOf = () => [];
  Object.defineProperty(Intl, name, { value: maker, writable: true, enumerable: false, configurable: true });
}
for (const name of ['getCanonicalLocales', 'supportedValuesOf']) {
  Object.defineProperty(Intl, name, {
    value() { throw new Error(`Intl.${name} is not available. ${HINT}`); },
    writable: true,
    enumerable: false,
    configurable: true,
  });
}

module.exports = Intl;
