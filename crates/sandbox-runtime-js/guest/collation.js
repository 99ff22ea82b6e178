// localeCompare as Node does it in English (which is the order of Unicode's root collation): base letters first, then
// accents, then case. Exact for Latin letters, digits and usual signs; other scripts come in the order of their
// characters' numbers.

const { listOf, refuseOption } = require('locales');

const SIGNS = '\t\n\v\f\r\u0085\u2028\u2029 \u00a0_-\u2010\u2011\u2013\u2014,;:!¡?¿.\u2026·\''
  + '\u2018\u2019"\u201c\u201d«»()[]{}§¶@*/\\&#%`´^¯¨¸°©®+±÷×<=>¬|¦~';
const CURRENCIES = '¤¢$£¥€';
// Accents in their order; U+0338 stands for the stroke of ø.
const MARKS = '\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304';
// Letters that are not made of others for Unicode, but for the order.
const LETTERS = {
  __proto__: null,
  ø: 'o\u0338', đ: 'd\u0338', ð: 'd\u0338\u0338', ł: 'l\u0338', ħ: 'h\u0338', ŧ: 't\u0338',
  ß: 's\u0338s', æ: 'a\u0338e', œ: 'o\u0338e', ĳ: 'i\u0338j', þ: '\uffff',
};

const OTHER_SIGN = 0x1000;
const CURRENCY = 0x200000;
const DIGIT = CURRENCY + 0x100;
const LETTER = DIGIT + 0x100;
const OTHER = 0x400000;

const weights = new Map(); // of the characters seen so far

function weightOf(char) {
  let weight = weights.get(char);
  if (weight === undefined) {
    weight = newWeight(char);
    if (weights.size < 4096) weights.set(char, weight);
  }
  return weight;
}

function newWeight(char) {
  const sign = SIGNS.indexOf(char);
  if (sign >= 0) return sign + 1;
  const currency = CURRENCIES.indexOf(char);
  if (currency >= 0) return CURRENCY + currency;
  const code = char.codePointAt(0);
  if (code >= 0x30 && code <= 0x39) return DIGIT + code - 0x30;
  if (code >= 0x61 && code <= 0x7a) return LETTER + code - 0x61;
  if (char === '\uffff') return LETTER + 26; // þ
  if (code < 0x20 || /\p{C}/u.test(char)) return 0; // counts for nothing
  return (/[\p{P}\p{S}\p{Z}]/u.test(char) ? OTHER_SIGN : OTHER) + code;
}

// Most texts are of these characters, whose numbers have the same order: no keys need be made.
const PLAIN = /^[ \-.\da-z]*$/i;

function comparePlain(a, b, cases) {
  const one = a.toLowerCase();
  const other = b.toLowerCase();
  if (one !== other) return one < other ? -1 : 1;
  if (a === b || cases === 0) return 0;
  let i = 0;
  while (a[i] === b[i]) i++;
  return a[i] > b[i] ? -cases : cases;
}

// {primary, secondary, tertiary}: a list of numbers for each level.
function keyOf(text, numeric, ignorePunctuation) {
  const key = { primary: [], secondary: [], tertiary: [] };
  const add = (weight, upper) => {
    key.primary.push(weight);
    key.secondary.push(0);
    key.tertiary.push(upper ? 1 : 0);
  };
  let digits = '';
  const endNumber = () => {
    if (digits === '') return;
    const value = digits.replace(/^0+(?=.)/, '');
    digits = '';
    // More digits make a greater number.
    add(DIGIT, false);
    add(value.length, false);
    for (const digit of value) add(+digit, false);
  };
  for (const char of text.normalize('NFD')) {
    if (numeric && char >= '0' && char <= '9') {
      digits += char;
      continue;
    }
    endNumber();
    const lower = char.toLowerCase();
    const upper = lower !== char;
    for (const each of LETTERS[lower] ?? lower) {
      const mark = MARKS.indexOf(each);
      if (mark >= 0 || /\p{M}/u.test(each)) {
        const last = key.secondary.length - 1;
        if (last >= 0) key.secondary[last] = key.secondary[last] * 0x400 + (mark >= 0 ? mark + 1 : 0x100);
        continue;
      }
      const weight = weightOf(each);
      if (weight === 0 || (ignorePunctuation && weight < CURRENCY)) continue;
      add(weight, upper);
    }
  }
  endNumber();
  return key;
}

// Sorting asks for the key of a text again and again.
const keys = new Map();
const MOST_KEYS = 2000;
const LONGEST = 200;

function knownKey(text, numeric, ignorePunctuation) {
  if (text.length > LONGEST) return keyOf(text, numeric, ignorePunctuation);
  const name = (numeric ? 'n' : ' ') + (ignorePunctuation ? 'i' : ' ') + text;
  let key = keys.get(name);
  if (key === undefined) {
    key = keyOf(text, numeric, ignorePunctuation);
    if (keys.size >= MOST_KEYS) keys.clear();
    keys.set(name, key);
  }
  return key;
}

function compareLists(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}

// Languages whose order is the root's.
const LANGUAGES = /^(?:en|de|fr|it|nl|pt|ga|id|ms|und)(?:-(?:[A-Z]{2}|\d{3}))?$/i;

const HINT = 'localeCompare orders as in English, German, French, Italian, Dutch and Portuguese';

function compare(a, b, locales, options) {
  let sensitivity = 'variant';
  let numeric = false;
  let ignorePunctuation = false;
  let upperFirst = false;
  if (locales !== undefined) {
    listOf(locales, (tag) => LANGUAGES.test(tag), HINT);
  }
  if (options !== undefined) {
    if (options.sensitivity !== undefined) sensitivity = `${options.sensitivity}`;
    if (!/^(?:base|accent|case|variant)$/.test(sensitivity)) {
      throw new RangeError(`Value ${sensitivity} out of range for Intl.Collator options property sensitivity`);
    }
    numeric = Boolean(options.numeric);
    ignorePunctuation = Boolean(options.ignorePunctuation);
    upperFirst = options.caseFirst === 'upper';
    if (options.collation !== undefined) {
      refuseOption('collation', options.collation, 'sensitivity, numeric, caseFirst, ignorePunctuation');
    }
  }
  const cases = sensitivity === 'base' || sensitivity === 'accent' ? 0 : upperFirst ? -1 : 1;
  if (!numeric && !ignorePunctuation && PLAIN.test(a + b)) return comparePlain(a, b, cases);
  const one = knownKey(a, numeric, ignorePunctuation);
  const other = knownKey(b, numeric, ignorePunctuation);
  let order = compareLists(one.primary, other.primary);
  if (order === 0 && (sensitivity === 'accent' || sensitivity === 'variant')) {
    order = compareLists(one.secondary, other.secondary);
  }
  if (order === 0 && cases !== 0) order = compareLists(one.tertiary, other.tertiary) * cases;
  return order === 0 ? 0 : order;
}
exports.compare = compare;
