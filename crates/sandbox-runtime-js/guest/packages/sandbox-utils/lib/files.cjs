'use strict';
// Whole files in one call. They reach whatever `fs` reaches: the sandbox's own rules are the limit.

const fs = require('fs');

/** @param {any} error */
const isMissing = (error) => error.code === 'ENOENT' || error.code === 'ENOTDIR';

/**
 * Runs an action, with a missing file as an error that names it.
 * @template T
 * @param {string} path
 * @param {() => T} action
 * @returns {T}
 */
function found(path, action) {
  try {
    return action();
  } catch (error) {
    if (isMissing(error)) throw new Error(`File not found: ${path}`, { cause: error });
    throw error;
  }
}

/**
 * Writes a file, with any failure as an error that names it.
 * @param {string} path
 * @param {string | Uint8Array} data
 * @param {'w' | 'a'} flag
 */
function write(path, data, flag) {
  try {
    fs.writeFileSync(path, data, { flag });
  } catch (error) {
    throw new Error(`Cannot write file: ${path} (${error.code ?? error.message})`, { cause: error });
  }
}

/**
 * The bytes of a file.
 * @param {string} path
 * @returns {Buffer}
 */
function readBytes(path) {
  return found(path, () => fs.readFileSync(path));
}

/**
 * The text of a UTF-8 file, without a byte order mark.
 * @param {string} path
 * @returns {string}
 */
function readText(path) {
  return new TextDecoder().decode(readBytes(path));
}

/**
 * The value of a JSON file.
 * @param {string} path
 * @returns {any}
 * @throws {Error} `File not found: …`, `Invalid JSON in …`
 */
function readJson(path) {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Invalid JSON in ${path}: ${error.message}`, { cause: error });
  }
}

/**
 * Writes a value as JSON.
 * @param {string} path
 * @param {any} value
 * @param {number | string} [indent]
 */
function writeJson(path, value, indent = 2) {
  const text = JSON.stringify(value, null, indent);
  if (text === undefined) throw new TypeError(`Cannot write file: ${path} (${typeof value} is not a JSON value)`);
  write(path, text, 'w');
}

/**
 * Writes a text, over what is there.
 * @param {string} path
 * @param {any} text
 */
function writeText(path, text) {
  write(path, String(text), 'w');
}

/**
 * Adds a text at the end of a file, which is made if it is not there.
 * @param {string} path
 * @param {any} text
 */
function appendText(path, text) {
  write(path, String(text), 'a');
}

/**
 * Whether there is a file or folder.
 * @param {string} path
 * @returns {boolean}
 */
function fileExists(path) {
  return fs.existsSync(path);
}

/**
 * The lines of a file, by `\n` or `\r\n`. After a last line break there is one more, empty line.
 * @param {string} path
 * @returns {string[]}
 */
function readLines(path) {
  return readText(path).split(/\r?\n/);
}

/**
 * Writes lines with a line ending between them; there is none after the last.
 * @param {string} path
 * @param {any[]} lines
 * @param {string} [ending]
 */
function writeLines(path, lines, ending = '\n') {
  write(path, lines.join(ending), 'w');
}

/**
 * The size of a file in bytes.
 * @param {string} path
 * @returns {number | null} `null` where there is none.
 */
function fileSize(path) {
  try {
    return fs.statSync(path).size;
  } catch {
    return null;
  }
}

/**
 * The names in a folder, sorted.
 * @param {string} [directory]
 * @returns {string[]}
 */
function listFiles(directory = '.') {
  try {
    return fs.readdirSync(directory).sort();
  } catch (error) {
    throw new Error(`Cannot read directory: ${directory} (${error.code ?? error.message})`, { cause: error });
  }
}

/**
 * Copies a file, byte by byte the same.
 * @param {string} from
 * @param {string} to
 */
function copyFile(from, to) {
  write(to, readBytes(from), 'w');
}

/**
 * Deletes a file.
 * @param {string} path
 * @returns {boolean} `false` where there is none.
 */
function removeFile(path) {
  try {
    fs.unlinkSync(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

module.exports = {
  found, readBytes, write,
  helpers: {
    readJson, writeJson, readText, writeText, fileExists, readLines, writeLines, appendText, fileSize, listFiles, copyFile, removeFile,
  },
};
