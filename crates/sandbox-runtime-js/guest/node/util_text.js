// How util.inspect writes primitive values.

// Code units that are written as an escape in a text between quotes: controls, the backslash, halves of a pair.
const LONELY = '[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]';
const escaped = (mark) => new RegExp(`[\\x00-\\x1f${mark}\\\\\\x7f-\\x9f]|${LONELY}`);
const ESCAPED = escaped('');
const ESCAPED_SINGLE = escaped("'");
const ALL_ESCAPED = new RegExp(ESCAPED.source, 'g');
const ALL_ESCAPED_SINGLE = new RegExp(ESCAPED_SINGLE.source, 'g');

const SHORT = {
  __proto__: null, '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\', "'": "\\'",
};

function escape(unit) {
  const short = SHORT[unit];
  if (short !== undefined) return short;
  const code = unit.charCodeAt(0);
  const digits = code.toString(16);
  return code < 256 ? `\\x${digits.toUpperCase().padStart(2, '0')}` : `\\u${digits}`;
}

// Most texts have none of these and need no closer look.
const SUSPECT = /[\x00-\x1f'"`\\\x7f-\x9f\ud800-\udfff]/;
const escapeText = (text) => (ESCAPED_SINGLE.test(text) ? text.replace(ALL_ESCAPED_SINGLE, escape) : text);

// Single quotes, unless other quotes save escapes.
function quote(text) {
  if (!SUSPECT.test(text)) return `'${text}'`;
  if (!text.includes("'")) return `'${escapeText(text)}'`;
  let mark = "'";
  if (!text.includes('"')) mark = '"';
  else if (!text.includes('`') && !text.includes('${')) mark = '`';
  else return `'${escapeText(text)}'`;
  return `${mark}${ESCAPED.test(text) ? text.replace(ALL_ESCAPED, escape) : text}${mark}`;
}

// 1234567 -> 1_234_567, and behind the point from the left.
const groupDigits = (digits) => digits.replace(/(\d)(?=(?:\d{3})+(?!\d))/g, '$1_');
const groupDecimals = (digits) => digits.replace(/(\d{3})(?=\d)/g, '$1_');

function numberText(number, separator) {
  if (!separator) return number === 0 && 1 / number < 0 ? '-0' : `${number}`;
  const text = `${number}`;
  if (text.includes('e') || !Number.isFinite(number)) return text;
  const [whole, decimals] = text.split('.');
  return decimals === undefined ? groupDigits(whole) : `${groupDigits(whole)}.${groupDecimals(decimals)}`;
}

const formatNumber = (stylize, number, separator) => stylize(numberText(number, separator), 'number');

function formatBigInt(stylize, bigint, separator) {
  const text = `${bigint}`;
  return stylize(`${separator ? groupDigits(text) : text}n`, 'bigint');
}

const symbolText = (symbol) => Symbol.prototype.toString.call(symbol);

const moreCharacters = (count) => `... ${count} more character${count > 1 ? 's' : ''}`;

// Texts of up to so many characters are never split into lines.
const SHORTEST_LINE = 16;

function formatString(ctx, stylize, value) {
  let rest = '';
  if (value.length > ctx.maxStringLength) {
    rest = moreCharacters(value.length - ctx.maxStringLength);
    value = value.slice(0, ctx.maxStringLength);
  }
  const room = ctx.breakLength - ctx.indentationLvl - 4;
  if (ctx.compact !== true && value.length > SHORTEST_LINE && value.length > room && value.includes('\n')) {
    // Each line of a long text has a line of its own.
    const lines = value.split(/(?<=\n)/).map((line) => stylize(quote(line), 'string'));
    return lines.join(` +\n${' '.repeat(ctx.indentationLvl + 2)}`) + rest;
  }
  return stylize(quote(value), 'string') + rest;
}

function formatPrimitive(stylize, value, ctx) {
  switch (typeof value) {
    case 'string': return formatString(ctx, stylize, value);
    case 'number': return formatNumber(stylize, value, ctx.numericSeparator);
    case 'bigint': return formatBigInt(stylize, value, ctx.numericSeparator);
    case 'symbol': return stylize(symbolText(value), 'symbol');
    case 'undefined': return stylize('undefined', 'undefined');
    default: return stylize(`${value}`, typeof value);
  }
}

module.exports = { quote, escapeText, symbolText, formatNumber, formatBigInt, formatPrimitive };
