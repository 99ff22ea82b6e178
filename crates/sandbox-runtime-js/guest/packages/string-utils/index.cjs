'use strict';
// Texts of any script. Where a length is asked for it is the text's `length`, and no character that is seen as one is ever cut in two.

// Marks, joiners, variation selectors, skin tones and tags, which belong to what stands before them.
const EXTEND = '[\\p{M}\\u200c\\u200d\\u{1f3fb}-\\u{1f3ff}\\u{e0020}-\\u{e007f}]';
const VOWELS = '[\\u1160-\\u11a7\\ud7b0-\\ud7c6]';
const FINALS = '[\\u11a8-\\u11ff\\ud7cb-\\ud7fb]';
// One character as it is seen: a line break of two, a control character, a flag, a Korean syllable, an emoji of several, or anything with its marks.
const GRAPHEME = new RegExp([
  '\\r\\n',
  '[\\p{Cc}\\u2028\\u2029]',
  `\\p{Regional_Indicator}{2}${EXTEND}*`,
  `[\\u1100-\\u115f\\ua960-\\ua97c]*(?:[\\uac00-\\ud7a3]${VOWELS}*|${VOWELS}+)${FINALS}*${EXTEND}*`,
  `[\\u1100-\\u115f\\ua960-\\ua97c]+${EXTEND}*`,
  `${FINALS}+${EXTEND}*`,
  `\\p{Extended_Pictographic}(?:${EXTEND}*\\u200d\\p{Extended_Pictographic})*${EXTEND}*`,
  `[^]${EXTEND}*`,
].join('|'), 'gu');

// A word: letters and digits with their marks, and between them single apostrophes, hyphens, points and the like, or commas in numbers.
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:(?:['’._-]|(?<=\p{N}),(?=\p{N}))[\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu;
// Letters that are no letter with a mark, by what is written where they cannot be.
const LATIN = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i', ŋ: 'ng', ŧ: 't',
};

// What only changes how the character before it looks: variation selectors, the frame of a keycap.
const LOOKS = /[\p{Me}\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

/**
 * Any value as a text: '' for null and undefined.
 * @param {any} value
 * @returns {string}
 */
const toText = (value) => (value === null || value === undefined ? '' : String(value));

/**
 * The characters of a text as they are seen: an emoji, a letter with its marks or a flag is one.
 * @param {string} text
 * @returns {string[]}
 */
const characters = (text) => text.match(GRAPHEME) ?? [];

/**
 * A length as an argument.
 * @param {any} length
 * @returns {number}
 */
function toLength(length) {
  const number = Number(length);
  if (Number.isNaN(number)) throw new TypeError(`the length must be a number, not ${typeof length === 'number' ? 'NaN' : typeof length}`);
  return Math.max(0, Math.floor(number));
}

/**
 * As many whole characters of a text's beginning as fit.
 * @param {string} text
 * @param {number} length
 * @returns {string}
 */
function fitting(text, length) {
  if (text.length <= length) return text;
  let end = 0;
  for (const [character] of text.matchAll(GRAPHEME)) {
    if (end + character.length > length) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/**
 * A text for an address or a file name: lower case, letters and digits of any script, Latin, Greek and Hebrew ones without their marks.
 * @param {string} text
 * @param {string} [separator] What stands between words.
 * @returns {string}
 * @example slugify('Crème Brûlée!') // 'creme-brulee'
 */
function slugify(text, separator = '-') {
  // The marks of other scripts are letters in all but name: vowels in Hindi, the voice of a Japanese syllable.
  const plain = toText(text).replace(LOOKS, '').toLowerCase().replace(/(?<=\p{L})['’](?=\p{L})/gu, '').normalize('NFKD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Hebrew}])\p{M}+/gu, '$1')
    .replace(/[ßæœøđðþłħıŋŧ]/g, (letter) => LATIN[letter])
    .normalize('NFC');
  return (plain.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? []).join(separator);
}

/**
 * A text of at most so many units of `length`, the suffix included. Where even the suffix does not fit, there is none.
 * @param {string} text
 * @param {number} length
 * @param {string} [suffix]
 * @returns {string}
 * @example truncate('This is a long text', 10) // 'This is...'
 */
function truncate(text, length, suffix = '...') {
  const whole = toText(text);
  const most = toLength(length);
  if (whole.length <= most) return whole;
  const end = toText(suffix);
  return end.length > most ? fitting(whole, most) : fitting(whole, most - end.length) + end;
}

/**
 * The text with its first character in upper case; the rest stays as it is.
 * @param {string} text
 * @returns {string}
 */
function capitalize(text) {
  const whole = toText(text);
  const [first = ''] = whole;
  return first.toUpperCase() + whole.slice(first.length);
}

/**
 * The parts of a name: at anything but letters and digits, before a capital after a small letter or digit, and before the last capital of several.
 * @param {string} text
 * @returns {string[]} In lower case.
 */
function nameParts(text) {
  const split = toText(text).replace(LOOKS, '').normalize('NFC').replace(/(?<=\p{L})['’](?=\p{L})/gu, '')
    .replace(/([\p{Ll}\p{N}]\p{M}*)(?=\p{Lu})/gu, '$1 ')
    .replace(/(\p{Lu}\p{M}*)(?=\p{Lu}\p{M}*\p{Ll})/gu, '$1 ');
  return (split.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? []).map((part) => part.toLowerCase());
}

/**
 * @param {string} text
 * @returns {string}
 * @example camelCase('hello-world') // 'helloWorld', as camelCase('HelloWorld') is
 */
function camelCase(text) {
  return nameParts(text).map((part, index) => (index === 0 ? part : capitalize(part))).join('');
}

/**
 * @param {string} text
 * @returns {string}
 * @example snakeCase('HelloWorld') // 'hello_world'
 */
function snakeCase(text) {
  return nameParts(text).join('_');
}

/**
 * @param {string} text
 * @returns {string}
 * @example kebabCase('helloWorld') // 'hello-world'
 */
function kebabCase(text) {
  return nameParts(text).join('-');
}

/**
 * A text filled up to a length. No fill character is cut, so that one of several units may leave the text shorter.
 * @param {any} text
 * @param {number} length
 * @param {string} [fill]
 * @param {'left' | 'right' | 'both' | 'start' | 'end' | 'center'} [direction] Where the filling goes: after the text unless said.
 * @returns {string}
 * @example pad('7', 3, '0', 'left') // '007'
 */
function pad(text, length, fill = ' ', direction = 'right') {
  const whole = toText(text);
  const filler = toText(fill);
  const room = toLength(length) - whole.length;
  if (!['left', 'start', 'right', 'end', 'both', 'center'].includes(direction)) {
    throw new TypeError(`the direction must be left, right or both, not ${String(direction)}`);
  }
  if (room <= 0 || filler === '') return whole;
  if (room > 2 ** 28) throw new RangeError(`a text of ${length} is too long`);
  const filling = (size) => fitting(filler.repeat(Math.ceil(size / filler.length)), size);
  if (direction === 'left' || direction === 'start') return filling(room) + whole;
  if (direction === 'right' || direction === 'end') return whole + filling(room);
  return filling(Math.floor(room / 2)) + whole + filling(Math.ceil(room / 2));
}

/**
 * The text with single spaces for any white space, none at its ends, and without control characters and invisible spaces.
 * @param {string} text
 * @returns {string}
 */
function clean(text) {
  return toText(text).replace(/[\u200b\u2060\ufeff]|(?!\s)\p{Cc}/gu, '').replace(/\s+/g, ' ').trim();
}

/**
 * How often one text is in another; occurrences do not overlap.
 * @param {string} text
 * @param {string} wanted
 * @returns {number} 0 for an empty text.
 */
function count(text, wanted) {
  const sought = toText(wanted);
  return sought === '' ? 0 : toText(text).split(sought).length - 1;
}

/**
 * The characters, as they are seen, in the other order.
 * @param {string} text
 * @returns {string}
 */
function reverse(text) {
  return characters(toText(text)).reverse().join('');
}

/**
 * Whether the letters and digits are the same from both ends, whatever their case.
 * @param {string} text
 * @returns {boolean}
 */
function isPalindrome(text) {
  const kept = toText(text).toLowerCase().normalize('NFC').replace(/[^\p{L}\p{N}\p{M}]/gu, '');
  return kept === reverse(kept);
}

/**
 * The words: runs of letters and digits, with what joins them (`don't`, `well-known`, `3.14`).
 * @param {string} text
 * @returns {string[]}
 */
function words(text) {
  return toText(text).match(WORD) ?? [];
}

/**
 * @param {string} text
 * @returns {number}
 */
function wordCount(text) {
  return words(text).length;
}

/**
 * The text without white space, or without any of the given characters, at both ends.
 * @param {string} text
 * @param {string} [unwanted]
 * @returns {string}
 */
function trim(text, unwanted) {
  const whole = toText(text);
  if (unwanted === undefined || unwanted === null) return whole.trim();
  const set = new Set(characters(toText(unwanted)));
  const all = characters(whole);
  let from = 0;
  let to = all.length;
  while (from < to && set.has(all[from])) from++;
  while (to > from && set.has(all[to - 1])) to--;
  return all.slice(from, to).join('');
}

/**
 * The parts of a text: between white space unless a separator is given; for an empty separator its characters as they are seen.
 * @param {string} text
 * @param {string | RegExp} [separator]
 * @param {number} [limit] How many parts at most.
 * @returns {string[]}
 */
function split(text, separator, limit) {
  const whole = toText(text);
  if (separator === undefined || separator === null) return (whole.match(/\S+/g) ?? []).slice(0, limit);
  return separator === '' ? characters(whole).slice(0, limit) : whole.split(separator, limit);
}

/**
 * The items as texts with a separator between them: one space unless said.
 * @param {Iterable<any>} items
 * @param {string} [separator]
 * @returns {string}
 */
function join(items, separator = ' ') {
  return Array.from(items, toText).join(separator);
}

module.exports = {
  slugify, truncate, capitalize, camelCase, snakeCase, kebabCase, pad, clean, count, reverse, isPalindrome, words, wordCount, trim, split, join,
};
