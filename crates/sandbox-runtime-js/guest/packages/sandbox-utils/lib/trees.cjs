'use strict';
// Folders with what is in them. Links are listed, never followed: a walk always ends, and stays where it began.

const fs = require('fs');
const path = require('path');
const { found } = require('./files.cjs');
const { matcher } = require('./glob.cjs');
const { inside, removable } = require('./paths.cjs');

/** @typedef {import('fs').Dirent} Dirent */

/**
 * The entries of a folder, by name.
 * @param {string} folder
 * @param {string} shown The folder as it was given, for the error.
 * @returns {Dirent[]}
 */
function entries(folder, shown) {
  const isFile = fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false;
  if (isFile) throw new Error(`Not a directory: ${shown}`);
  const list = found(shown, () => fs.readdirSync(folder, { withFileTypes: true }));
  return list.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Everything below a folder.
 * @param {string} folder
 * @param {string} shown
 * @param {boolean} [deep]
 * @returns {Generator<{ absolute: string, entry: Dirent }>} A folder comes before what is in it.
 */
function* below(folder, shown, deep = true) {
  // Not by recursion: folders may be nested deeper than calls.
  const left = entries(folder, shown).reverse().map((entry) => ({ absolute: path.join(folder, entry.name), entry }));
  while (left.length > 0) {
    const next = left.pop();
    yield next;
    // It may be gone by now, as the caller may have removed it.
    if (!deep || !next.entry.isDirectory() || !fs.existsSync(next.absolute)) continue;
    for (const entry of entries(next.absolute, next.absolute).reverse()) left.push({ absolute: path.join(next.absolute, entry.name), entry });
  }
}

/**
 * Files and folders whose name matches a pattern. A pattern with `/` is compared with the end of the path.
 * @param {string | RegExp} pattern `*.txt`, `src/*.js`, `data/**`, `*.{csv,json}`, or a regular expression for the name.
 * @param {{ path?: string, recursive?: boolean } | string} [options] Where to look (the working directory), and whether in folders there (`true`).
 * @returns {string[]} Absolute paths, sorted.
 */
function find(pattern, options = {}) {
  const { path: where = '.', recursive = true } = typeof options === 'string' ? { path: options } : options;
  const folder = inside(where);
  const isText = typeof pattern === 'string';
  if (isText) inside(path.resolve(folder, pattern), { shown: pattern });
  const absolute = isText && path.isAbsolute(pattern);
  const deep = recursive || (isText && pattern.includes('/'));
  const matches = matcher(absolute ? path.relative(folder, pattern) : pattern, recursive && !absolute);
  const result = [];
  for (const each of below(folder, where, deep)) if (matches(path.relative(folder, each.absolute))) result.push(each.absolute);
  return result.sort();
}

/**
 * A drawing of a folder. Names of folders end in `/`, links show where they lead.
 * @param {string} [where]
 * @param {{ maxDepth?: number | null } | number} [options] How many levels below the folder are shown: all unless said.
 * @returns {string}
 */
function tree(where = '.', options = {}) {
  const maxDepth = (typeof options === 'number' ? options : options.maxDepth) ?? Infinity;
  const top = inside(where);
  const lines = [`${path.basename(top)}/`];
  const left = [];
  const push = (folder, shown, indent, depth) => {
    if (depth > maxDepth) return;
    const list = entries(folder, shown);
    list.reverse().forEach((entry, index) => left.push({ absolute: path.join(folder, entry.name), entry, indent, depth, last: index === 0 }));
  };
  push(top, where, '', 1);
  while (left.length > 0) {
    const { absolute, entry, indent, depth, last } = left.pop();
    const tail = entry.isDirectory() ? '/' : entry.isSymbolicLink() ? ` -> ${fs.readlinkSync(absolute)}` : '';
    lines.push(`${indent}${last ? '└── ' : '├── '}${entry.name}${tail}`);
    if (entry.isDirectory()) push(absolute, absolute, `${indent}${last ? '    ' : '│   '}`, depth + 1);
  }
  return lines.join('\n');
}

/**
 * Everything below a folder, one path after the other; a folder comes before what is in it.
 * @param {string} [where]
 * @param {{ filter?: (path: string, entry: Dirent) => any } | ((path: string, entry: Dirent) => any)} [options] Which paths are given. Folders
 *   that are not given are looked into all the same.
 * @returns {Generator<string>} Absolute paths.
 * @example for (const file of walk('src', { filter: (path, entry) => entry.isFile() })) …
 */
function* walk(where = '.', options = {}) {
  const filter = typeof options === 'function' ? options : options.filter;
  for (const { absolute, entry } of below(inside(where), where)) if (!filter || filter(absolute, entry)) yield absolute;
}

/**
 * Copies a folder with all that is in it, into a new folder or over one that is there. Links are copied as links.
 * @param {string} from
 * @param {string} to
 * @returns {string} The absolute path of the copy.
 */
function copyTree(from, to) {
  const [source, target] = [inside(from), inside(to)];
  if (!found(from, () => fs.statSync(source)).isDirectory()) throw new Error(`Not a directory: ${from}`);
  fs.cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  return target;
}

/**
 * Removes a folder with all that is in it; with a pattern only the files in it that match, and no folder.
 * @param {string} where
 * @param {{ pattern?: string | RegExp | null } | string | RegExp} [options]
 * @returns {number} How many files were removed. Links count as files.
 */
function removeTree(where, options = {}) {
  const pattern = typeof options === 'string' || options instanceof RegExp ? options : options.pattern;
  const whole = pattern === undefined || pattern === null;
  const folder = whole ? removable(where) : inside(where);
  if (!found(where, () => (whole ? fs.lstatSync(folder) : fs.statSync(folder))).isDirectory()) throw new Error(`Not a directory: ${where}`);
  const matches = whole ? () => true : matcher(pattern, true);
  const files = [];
  for (const { absolute, entry } of below(folder, where)) {
    if (!entry.isDirectory() && matches(path.relative(folder, absolute))) files.push(absolute);
  }
  if (whole) fs.rmSync(folder, { recursive: true });
  else for (const file of files) fs.unlinkSync(file);
  return files.length;
}

module.exports = { below, api: { find, tree, walk, copyTree, removeTree } };
