'use strict';
// Files of tables from one form to another.

const { parse, stringify } = require('csv-simple');
const { helpers } = require('./files.cjs');
const { inside } = require('./paths.cjs');
const { textOf } = require('./text.cjs');

/**
 * @typedef {object} Conversion
 * @property {string | null} [output] The file to write.
 * @property {string} [delimiter] What stands between the CSV's fields: `,` unless said.
 */

/**
 * Writes a result into a file, or gives it back.
 * @param {string} text
 * @param {string | null | undefined} output
 * @returns {string | null}
 */
function deliver(text, output) {
  if (output === undefined || output === null) return text;
  helpers.writeText(inside(output), text);
  return null;
}

/** @param {Conversion | string | null} options */
const toOptions = (options) => (typeof options === 'string' ? { output: options } : options ?? {});

/**
 * A CSV file as a JSON array of objects. Values stay texts.
 * @param {string} file
 * @param {Conversion | string | null} [options] The file to write may stand here alone.
 * @returns {string | null} The JSON, or `null` when it was written into a file.
 */
function csvToJson(file, options) {
  const { output, delimiter } = toOptions(options);
  return deliver(JSON.stringify(parse(textOf(file), { delimiter }), null, 2), output);
}

/**
 * A JSON file, an array of objects or of arrays, as CSV. An object alone is one row.
 * @param {string} file
 * @param {Conversion | string | null} [options] The file to write may stand here alone.
 * @returns {string | null} The CSV, or `null` when it was written into a file.
 */
function jsonToCsv(file, options) {
  const { output, delimiter } = toOptions(options);
  const value = helpers.readJson(inside(file));
  const csv = stringify(Array.isArray(value) ? value : [value], { delimiter });
  return deliver(csv === '' ? '' : `${csv}\n`, output);
}

module.exports = { api: { csvToJson, jsonToCsv } };
