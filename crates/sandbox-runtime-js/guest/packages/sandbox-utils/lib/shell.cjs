'use strict';
// What one does with files in a shell.

const fs = require('fs');
const path = require('path');
const { found, helpers } = require('./files.cjs');
const { inside, removable } = require('./paths.cjs');
const { textOf } = require('./text.cjs');

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {'file' | 'dir' | 'link' | 'other'} type
 * @property {boolean} isDir
 * @property {number} size In bytes.
 * @property {string} modified When it was last changed, as ISO 8601.
 * @property {string} permissions Such as `rw-r--r--`.
 */

/**
 * @param {number} mode
 * @returns {string}
 */
const permissions = (mode) => Array.from('rwxrwxrwx', (letter, index) => (mode & (0o400 >> index) ? letter : '-')).join('');

/**
 * @param {string} name
 * @param {string} absolute
 * @returns {Entry}
 */
function entryOf(name, absolute) {
  const stats = fs.lstatSync(absolute);
  const type = stats.isDirectory() ? 'dir' : stats.isFile() ? 'file' : stats.isSymbolicLink() ? 'link' : 'other';
  return { name, type, isDir: type === 'dir', size: stats.size, modified: stats.mtime.toISOString(), permissions: permissions(stats.mode) };
}

/**
 * What is in a folder, by name; for a file the file.
 * @param {string} [where]
 * @param {{ all?: boolean, long?: boolean }} [options] `all`: also names that begin with a dot. `long`: objects instead of names.
 * @returns {string[] | Entry[]}
 */
function ls(where = '.', { all = false, long = false } = {}) {
  const absolute = inside(where);
  const isFolder = found(where, () => fs.statSync(absolute)).isDirectory();
  const names = isFolder ? fs.readdirSync(absolute).filter((name) => all || !name.startsWith('.')).sort() : [path.basename(absolute)];
  const folder = isFolder ? absolute : path.dirname(absolute);
  return long ? names.map((name) => entryOf(name, path.join(folder, name))) : names;
}

/**
 * The texts of files, one after the other.
 * @param {...(string | string[])} files
 * @returns {string}
 */
function cat(...files) {
  return files.flat().map(textOf).join('');
}

/**
 * Makes empty files; those that are there get the present time.
 * @param {...(string | string[])} files
 */
function touch(...files) {
  for (const file of files.flat()) {
    const absolute = inside(file);
    if (!fs.existsSync(absolute)) helpers.appendText(absolute, '');
    const now = new Date();
    fs.utimesSync(absolute, now, now);
  }
}

/**
 * Makes a folder.
 * @param {string} where
 * @param {{ parents?: boolean }} [options] Whether folders above it are made too, and it may be there already: `true` unless said.
 */
function mkdir(where, { parents = true } = {}) {
  fs.mkdirSync(inside(where), { recursive: parents });
}

/**
 * Removes a file, or a folder.
 * @param {string} where
 * @param {{ recursive?: boolean, force?: boolean }} [options] `recursive`: a folder with all that is in it. `force`: it need not be there.
 */
function rm(where, { recursive = false, force = false } = {}) {
  const absolute = removable(where);
  const stats = fs.lstatSync(absolute, { throwIfNoEntry: false });
  if (!stats) {
    if (force) return;
    throw new Error(`File not found: ${where}`);
  }
  if (stats.isDirectory() && !recursive) throw new Error(`Is a directory: ${where} (remove it with { recursive: true })`);
  fs.rmSync(absolute, { recursive });
}

/**
 * Where a file goes: into the target where that is a folder.
 * @param {string} source
 * @param {string} to
 * @returns {string}
 */
function destination(source, to) {
  const target = inside(to);
  return fs.statSync(target, { throwIfNoEntry: false })?.isDirectory() ? inside(path.join(target, path.basename(source))) : target;
}

/**
 * Copies a file byte by byte, or a folder; into the target where that is a folder.
 * @param {string} from
 * @param {string} to
 * @param {{ recursive?: boolean }} [options] Needed for a folder.
 * @returns {string} The absolute path of the copy.
 */
function cp(from, to, { recursive = false } = {}) {
  const source = inside(from);
  const isFolder = found(from, () => fs.statSync(source)).isDirectory();
  if (isFolder && !recursive) throw new Error(`Is a directory: ${from} (copy it with { recursive: true })`);
  const target = destination(source, to);
  if (isFolder) fs.cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  else helpers.copyFile(source, target);
  return target;
}

/**
 * Moves or renames a file or folder; into the target where that is a folder.
 * @param {string} from
 * @param {string} to
 * @returns {string} Its new absolute path.
 */
function mv(from, to) {
  const source = removable(from);
  if (!fs.lstatSync(source, { throwIfNoEntry: false })) throw new Error(`File not found: ${from}`);
  const target = destination(source, to);
  fs.renameSync(source, target);
  return target;
}

/**
 * A text, which can go into a file, where it ends in a line break.
 * @param {any} text
 * @param {string | null} [file]
 * @param {{ append?: boolean } | boolean} [options]
 * @returns {string} The text.
 */
function echo(text, file, options = {}) {
  const whole = String(text);
  if (file === undefined || file === null) return whole;
  const append = typeof options === 'boolean' ? options : options.append === true;
  const line = whole.endsWith('\n') ? whole : `${whole}\n`;
  if (append) helpers.appendText(inside(file), line);
  else helpers.writeText(inside(file), line);
  return whole;
}

module.exports = { api: { ls, cat, touch, mkdir, rm, cp, mv, echo } };
