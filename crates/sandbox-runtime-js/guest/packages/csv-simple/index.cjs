'use strict';
// CSV as RFC 4180 has it, and what is found in the wild: any line ending, a byte order mark, ragged rows, a quote inside an unquoted field.

const EXTRA = '_extra';

/**
 * @typedef {Record<string, any>} Row A row by column name.
 *
 * @typedef {object} ParseOptions
 * @property {string} [delimiter] What stands between fields: `,` unless said; may be longer than one character.
 * @property {string} [quote] One character: `"` unless said.
 * @property {boolean | string[]} [headers] `true` (the default): the first row names the columns. `false`: rows are arrays.
 *   An array: these are the names, and every row is data.
 * @property {string} [extra] The key that holds the fields beyond the last column, as an array: `_extra` unless said.
 *
 * @typedef {object} StringifyOptions
 * @property {string} [delimiter] `,` unless said.
 * @property {string} [quote] `"` unless said.
 * @property {boolean | string[]} [headers] Whether there is a header row (`true` unless said), or what it says instead of the column names.
 * @property {string[]} [columns] The columns, in order. Unless said: every key of every row, in the order in which they first occur.
 * @property {string} [newline] What stands between rows: `\n` unless said. There is none after the last.
 * @property {string} [extra] See `ParseOptions`: an array under this key follows the row's last column.
 */

/**
 * Sets a property of a row's own, also where its name is `__proto__`.
 * @param {Row} row
 * @param {string} name
 * @param {any} value
 */
function put(row, name, value) {
  if (name === '__proto__') Object.defineProperty(row, name, { value, writable: true, enumerable: true, configurable: true });
  else row[name] = value;
}

/**
 * Checks what both directions are told about the form.
 * @param {{ delimiter?: string, quote?: string, extra?: string }} [options]
 * @returns {{ delimiter: string, quote: string, extra: string }}
 */
function form({ delimiter = ',', quote = '"', extra = EXTRA } = {}) {
  if (typeof quote !== 'string' || quote.length !== 1 || /[\r\n]/.test(quote)) throw new TypeError('quote must be one character, and no line break');
  if (typeof delimiter !== 'string' || delimiter === '' || /[\r\n]/.test(delimiter) || delimiter.includes(quote)) {
    throw new TypeError('delimiter must be a text without line breaks and quotes');
  }
  return { delimiter, quote, extra };
}

/**
 * Finds each next occurrence in a text without searching any part of it twice.
 * @param {string} text
 * @param {string} wanted
 * @returns {(from: number) => number} Where the next one at or after `from` is, or the text's length. `from` never decreases.
 */
function finder(text, wanted) {
  let at = -1;
  return (from) => {
    if (at < from) {
      at = text.indexOf(wanted, from);
      if (at < 0) at = text.length;
    }
    return at;
  };
}

/**
 * Splits a text into rows of fields. Empty lines are no rows; a line that is one quoted, empty field is.
 * @param {string} text
 * @param {string} delimiter
 * @param {string} quote
 * @returns {string[][]}
 */
function split(text, delimiter, quote) {
  const { length } = text;
  const nextDelimiter = finder(text, delimiter);
  const nextLineFeed = finder(text, '\n');
  const nextReturn = finder(text, '\r');
  const rows = [];
  let row = [];
  let lineEnd = -1;
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < length || row.length > 0;) {
    let field = '';
    const quoted = text[at] === quote;
    if (quoted) {
      const begin = at++;
      for (;;) {
        const end = text.indexOf(quote, at);
        if (end < 0) {
          const line = text.slice(0, begin).split(/\r\n|\r|\n/).length;
          throw new Error(`CSV: the quoted field that begins in line ${line} has no closing ${quote}`);
        }
        field += text.slice(at, end);
        at = end + 1;
        if (text[at] !== quote) break;
        field += quote;
        at++;
      }
    }
    // An unquoted field, where a quote is a character like others, or what follows a closing quote.
    if (lineEnd < at) lineEnd = Math.min(nextLineFeed(at), nextReturn(at));
    const end = Math.min(nextDelimiter(at), lineEnd);
    field = quoted ? field + text.slice(at, end) : text.slice(at, end);
    if (end < lineEnd) {
      row.push(field);
      at = end + delimiter.length;
      continue;
    }
    if (quoted || field !== '' || row.length > 0) {
      row.push(field);
      rows.push(row);
      row = [];
    }
    at = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
  }
  return rows;
}

/**
 * Names of columns, each once: what is there already gets `_2`, `_3`, ….
 * @param {string[]} names
 * @returns {string[]}
 */
function distinct(names) {
  const taken = new Set(names);
  const seen = new Set();
  return names.map((name) => {
    let unique = name;
    for (let number = 2; seen.has(unique) || (unique !== name && taken.has(unique)); number++) unique = `${name}_${number}`;
    seen.add(unique);
    return unique;
  });
}

/**
 * Reads CSV. Every value is a text. A row with too few fields has '' for the others; what it has too many is kept, as an array under `_extra`.
 * The array of rows has the names of the columns, in the order of the file, in a hidden property `columns`.
 * @param {string | Uint8Array} csv
 * @param {ParseOptions} [options]
 * @returns {Row[] | string[][]} Objects, or arrays with `headers: false`.
 * @example parse('name,age\nAlice,30') // [{ name: 'Alice', age: '30' }]
 */
function parse(csv, options = {}) {
  const { delimiter, quote, extra } = form(options);
  const { headers = true } = options;
  const text = csv instanceof Uint8Array ? new TextDecoder().decode(csv) : csv;
  if (typeof text !== 'string') throw new TypeError(`CSV must be a text or bytes, not ${text === null ? 'null' : typeof text}`);
  const rows = split(text, delimiter, quote);
  if (headers === false) return rows;
  const columns = distinct(Array.isArray(headers) ? headers.map(String) : rows.shift() ?? []);
  const result = rows.map((fields, index) => {
    const row = {};
    for (let column = 0; column < columns.length; column++) put(row, columns[column], fields[column] ?? '');
    if (fields.length > columns.length) {
      if (columns.includes(extra)) {
        throw new Error(`CSV: data row ${index + 1} has ${fields.length} fields for ${columns.length} columns, and "${extra}" is one of them: ` +
          'name another key for the rest with the option `extra`');
      }
      put(row, extra, fields.slice(columns.length));
    }
    return row;
  });
  return Object.defineProperty(result, 'columns', { value: columns, writable: true, configurable: true });
}

/**
 * What a value is in a cell: nothing for null and undefined, ISO 8601 for dates, JSON for other objects.
 * @param {any} value
 * @returns {string}
 */
function cell(value) {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) ?? '' : String(value);
}

/**
 * Every key of every row, in the order in which they first occur; first those that the rows were read with, if they still have them.
 * @param {any[]} rows
 * @param {string[]} known
 * @param {string} extra
 * @returns {string[]}
 */
function columnsOf(rows, known, extra) {
  if (rows.length === 0) return known;
  const keys = new Set();
  for (const row of rows) {
    if (Array.isArray(row)) continue;
    for (const key of Object.keys(row)) if (key !== extra || !Array.isArray(row[key])) keys.add(key);
  }
  const first = known.filter((key) => keys.has(key));
  return [...new Set([...first, ...keys])];
}

/**
 * Writes CSV, so that `parse` reads the same texts. Rows are objects, or arrays, which need no columns.
 * @param {Iterable<Row | any[]>} data
 * @param {StringifyOptions} [options]
 * @returns {string}
 * @example stringify([{ name: 'Alice', age: 30 }]) // 'name,age\nAlice,30'
 */
function stringify(data, options = {}) {
  const { delimiter, quote, extra } = form(options);
  const { headers = true, newline = '\n' } = options;
  if (data === null || typeof data !== 'object' || typeof data[Symbol.iterator] !== 'function') {
    throw new TypeError('stringify needs an array of rows, which are objects or arrays');
  }
  const rows = [...data];
  rows.forEach((row, index) => {
    const kind = row === null ? 'null' : typeof row;
    if (kind !== 'object') throw new TypeError(`row ${index + 1} is ${kind}, not an object or array`);
  });
  const columns = options.columns ? options.columns.map(String) : columnsOf(rows, Array.isArray(data.columns) ? data.columns : [], extra);
  // Already the delimiter's first character: with the real delimiter after it, it could make one that begins earlier.
  const special = new RegExp(`^\\ufeff|[\\r\\n${[delimiter[0], quote].map((character) => character.replace(/[\\\]^-]/, '\\$&')).join('')}]`);
  const written = (value) => {
    const text = cell(value);
    return special.test(text) ? `${quote}${text.replaceAll(quote, () => quote + quote)}${quote}` : text;
  };
  const line = (values) => {
    const text = values.map(written).join(delimiter);
    // Not an empty line, which would be no row.
    return text === '' && values.length > 0 ? quote + quote : text;
  };
  const lines = rows.map((row) => {
    if (Array.isArray(row)) return line(row);
    const values = columns.map((name) => (Object.hasOwn(row, name) ? row[name] : undefined));
    return line(Array.isArray(row[extra]) && !columns.includes(extra) ? [...values, ...row[extra]] : values);
  });
  const titled = Array.isArray(headers) ? headers : headers && columns.length > 0 ? columns : undefined;
  return (titled ? [line(titled), ...lines] : lines).join(newline);
}

module.exports = { parse, stringify };
