// Texts that are rewritten before the engine gets them (turns of a session, programs whose value is wanted): which
// place of what its author wrote a place of the rewritten text is.

const { Map, mapGet, mapSet } = require('primordials');

const files = new Map(); // name -> {original, steps, text}; the steps' maps from the last to the first

// Makes a text out of another one: what is copied keeps its place, what is inserted has the place where it is put in.
class Rewriting {
  constructor(source) {
    this.source = source;
    this.text = '';
    this.done = 0;
    this.pieces = []; // {start, length, original}
  }

  copyTo(end) {
    this.piece(end - this.done);
    this.text += this.source.slice(this.done, end);
    this.done = end;
    return this;
  }

  insert(text) {
    this.piece(0);
    this.text += text;
    return this;
  }

  skipTo(end) {
    this.done = end;
    return this;
  }

  finish() {
    return this.copyTo(this.source.length);
  }

  piece(length) {
    this.pieces.push({ start: this.text.length, length, original: this.done });
  }

  originalOf(offset) {
    const { pieces } = this;
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (pieces[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = pieces[low];
    const within = offset - piece.start;
    return piece.original + (within < piece.length ? within : piece.length);
  }
}
exports.Rewriting = Rewriting;

// `steps` are the rewritings from the original to the text that runs, in their order.
exports.set = (name, original, steps) => mapSet(files, name, { original, steps });
exports.originalOf = (name) => mapGet(files, name)?.original;

const startOf = (text, line) => {
  let start = 0;
  for (let n = 1; n < line; n++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  return start;
};

// The place in the original of a line and column (both from 1) of the text that ran.
exports.positionOf = function positionOf(name, line, column) {
  const file = mapGet(files, name);
  if (file === undefined || file.steps.length === 0) return undefined;
  const start = startOf(file.steps.at(-1).text, line);
  if (start === undefined) return undefined;
  let offset = start + column - 1;
  for (let i = file.steps.length - 1; i >= 0; i--) offset = file.steps[i].originalOf(offset);
  const before = file.original.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
};
