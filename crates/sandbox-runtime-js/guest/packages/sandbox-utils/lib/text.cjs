'use strict';
// Searching and looking at text files.

const fs = require('fs');
const path = require('path');
const { found, helpers } = require('./files.cjs');
const { inside } = require('./paths.cjs');
const { below } = require('./trees.cjs');

/**
 * The text of a file of the workspace.
 * @param {string} file
 * @returns {string}
 */
function textOf(file) {
  return helpers.readText(inside(file));
}

/**
 * The lines of a text. A last line break ends the last line, and begins no other.
 * @param {string} text
 * @returns {string[]}
 */
function linesOf(text) {
  const lines = text.split(/\r\n|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/**
 * @param {string | RegExp} pattern
 * @param {string} flags
 * @returns {RegExp}
 */
function expression(pattern, flags) {
  if (pattern instanceof RegExp) return new RegExp(pattern.source, [...new Set(pattern.flags.replace(/[gy]/g, '') + flags)].join(''));
  if (typeof pattern !== 'string') throw new TypeError('a pattern must be a text or a regular expression');
  return new RegExp(pattern, flags);
}

/**
 * The lines that match a pattern.
 * @param {string | RegExp} pattern
 * @param {string | Iterable<string>} files Files, or folders, in which every file is searched.
 * @param {{ regex?: boolean, ignoreCase?: boolean }} [options] `regex: false`: the pattern is a text to be found as it is.
 * @returns {{ file: string, line: number, text: string }[]} `line` counts from 1; `file` is as it was given, or below a folder as it was given.
 */
function grep(pattern, files, { regex = true, ignoreCase = false } = {}) {
  const literal = !regex && typeof pattern === 'string';
  const wanted = literal ? pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&') : pattern;
  const search = expression(wanted, ignoreCase ? 'i' : '');
  // By absolute path: no file twice, where a folder and a file in it were given.
  const all = new Map();
  for (const given of typeof files === 'string' ? [files] : files) {
    const absolute = inside(given);
    if (!found(given, () => fs.statSync(absolute)).isDirectory()) all.set(absolute, given);
    else {
      for (const { absolute: file, entry } of below(absolute, given)) {
        if (entry.isFile() && !all.has(file)) all.set(file, path.join(given, path.relative(absolute, file)));
      }
    }
  }
  const result = [];
  for (const [absolute, file] of all) {
    linesOf(helpers.readText(absolute)).forEach((text, index) => {
      if (search.test(text)) result.push({ file, line: index + 1, text });
    });
  }
  return result;
}

/**
 * A text with every match of a pattern replaced; the case counts.
 * @param {string | RegExp} pattern A regular expression, or its text.
 * @param {string | ((...match: any[]) => string)} replacement With `$1`, `$<name>`, `$&` as in `String.prototype.replace`.
 * @param {string} text
 * @returns {string}
 */
function sed(pattern, replacement, text) {
  return String(text).replace(expression(pattern, 'g'), replacement);
}

/**
 * @param {any} lines
 * @returns {number}
 */
function toCount(lines) {
  if (!Number.isInteger(lines) || lines < 0) throw new RangeError(`the number of lines must be 0 or more, not ${String(lines)}`);
  return lines;
}

/**
 * The first lines of a file, without a line break after the last.
 * @param {string} file
 * @param {number} [lines]
 * @returns {string}
 */
function head(file, lines = 10) {
  return linesOf(textOf(file)).slice(0, toCount(lines)).join('\n');
}

/**
 * The last lines of a file, without a line break after the last.
 * @param {string} file
 * @param {number} [lines]
 * @returns {string}
 */
function tail(file, lines = 10) {
  const all = linesOf(textOf(file));
  return all.slice(Math.max(0, all.length - toCount(lines))).join('\n');
}

/**
 * How many lines, words and characters a file has. A last line without a line break counts; characters are code points.
 * @param {string} file
 * @returns {{ lines: number, words: number, chars: number }}
 */
function wc(file) {
  const text = textOf(file);
  let chars = text.length;
  for (const pair of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) chars -= pair[0].length - 1;
  return { lines: linesOf(text).length, words: text.match(/\S+/g)?.length ?? 0, chars };
}

module.exports = { textOf, api: { grep, sed, head, tail, wc } };
