// Which file a line of a stack trace belongs to, and the text of each loaded file.
//
// The engine names everything compiled with eval `<input>`. CommonJS files are told apart by their line numbers:
// each file is compiled behind as many newlines as lines have been handed out so far (the main program: none), so
// files occupy bands of lines. ES modules carry their own name.

const { Map, mapGet, mapSet, indexOf, slice, charCodeAt } = require('primordials');
const { originalOf } = require('typescript');

const bands = []; // {first, last, name, source, shift, starts}
const texts = new Map(); // name -> {source, starts} of an ES module
let lines = 0;
let newest; // the band looked up last: stack traces mostly stay in one file

function countLines(source) {
  let count = 1;
  for (let at = indexOf(source, '\n'); at >= 0; at = indexOf(source, '\n', at + 1)) count++;
  return count;
}

// A session has a band for every turn, without end. Of functions of the oldest ones the place in the file is not known any more.
const MAX_BANDS = 512;

function forgetOldest() {
  const kept = MAX_BANDS / 2;
  const first = bands.length - kept;
  for (let i = 0; i < kept; i++) bands[i] = bands[first + i];
  bands.length = kept;
}

// Reserves a band for a file. `shift` is the length of the text put before it on its first line.
exports.reserve = function reserve(name, source, shift) {
  if (bands.length >= MAX_BANDS) forgetOldest();
  if (bands.length > 0) {
    // Counted only now: a program of one file need not be counted at all.
    const before = bands[bands.length - 1];
    lines += countLines(before.source) + 1; // and the wrapper's last line
    before.last = lines;
  }
  newest = bands.length === 0 ? mainBand : { first: 0, last: Infinity, name, source, shift, starts: undefined };
  newest.first = lines + 1;
  newest.name = name;
  newest.source = source;
  newest.shift = shift;
  bands[bands.length] = newest;
  return newest;
};

// Made while the image is built: most programs need no other.
const mainBand = { first: 0, last: Infinity, name: '', source: '', shift: 0, starts: undefined };

// Forgets everything: the next turn of an interactive session starts at line 1 again.
exports.reset = function reset() {
  mainBand.last = Infinity;
  mainBand.starts = undefined;
  bands.length = 0;
  lines = 0;
  newest = undefined;
};

exports.setText = (name, source) => mapSet(texts, name, { source, starts: undefined });
exports.module = (name) => mapGet(texts, name);

// Some modules are loaded with a prefix on their first line (see esm.js).
const shifts = new Map();
exports.setShift = (name, length) => mapSet(shifts, name, length);
exports.shiftOf = (name) => mapGet(shifts, name) || 0;

exports.find = function find(line) {
  if (newest !== undefined && line >= newest.first && line <= newest.last) return newest;
  for (let i = bands.length - 1; i >= 0; i--) {
    if (line >= bands[i].first) {
      if (line > bands[i].last) return undefined;
      newest = bands[i];
      return newest;
    }
  }
  return undefined;
};

// The offset of a line (counted from 1) in a file.
function startOf(file, line) {
  const { source } = file;
  if (file.starts === undefined) {
    file.starts = [0];
    for (let at = indexOf(source, '\n'); at >= 0; at = indexOf(source, '\n', at + 1)) {
      file.starts[file.starts.length] = at + 1;
    }
  }
  return file.starts[line - 1];
}
exports.startOf = startOf;

// The line and column of an offset.
exports.placeOf = function placeOf(file, offset) {
  startOf(file, 1);
  const { starts } = file;
  let low = 1;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= offset) low = middle + 1;
    else high = middle;
  }
  return { line: low, column: offset - starts[low - 1] + 1 };
};

// `new X` is reported at X by the engine, at `new` by everybody else. Needs the text: the offsets of the lines are
// found once for a file, when its first error is made.
exports.atNew = function atNew(file, line, column) {
  if (file === undefined || column < 5) return column;
  const { source } = file;
  const start = startOf(file, line);
  return start !== undefined && slice(source, start + column - 5, start + column - 1) === 'new ' ? column - 4 : column;
};

// The text of one line (counted from 1) of a loaded file, or undefined.
exports.line = function lineOf(name, number) {
  const module = mapGet(texts, name);
  let source = originalOf(name);
  if (source === undefined && module !== undefined) source = module.source;
  for (let i = bands.length - 1; i >= 0 && source === undefined; i--) {
    if (bands[i].name === name) source = bands[i].source;
  }
  if (source === undefined || !(number > 0)) return undefined;
  let start = 0;
  for (let n = 1; n < number; n++) {
    const end = indexOf(source, '\n', start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  let end = indexOf(source, '\n', start);
  if (end < 0) end = source.length;
  if (end > start && charCodeAt(source, end - 1) === 13) end--;
  return slice(source, start, end);
};
