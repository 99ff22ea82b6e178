// The text of a failed `assert(...)`, out of the program's source: its message says what was false.

const sources = require('sources');
const stack = require('stack');
const { scan } = require('scanner');

const MOST_LINES = 200;
const MOST_LINES_BEFORE = 30;
const MOST_CALLS = 20; // that are looked at

// Lines of a file from one on, joined.
function linesFrom(file, first, count) {
  const lines = [];
  for (let i = 0; i < count; i++) {
    const line = sources.line(file, first + i);
    if (line === undefined) break;
    lines.push(line);
  }
  return lines.join('\n');
}

// The end of the call that begins a text: of the parenthesis that closes its arguments. -1: it is no call, 0: the text
// ends before it does.
function endOfCall(text) {
  const { tokens } = scan(text);
  // Brackets have the depth of what is around them.
  const outer = tokens.filter((token) => token.depth === 0);
  // The function: names with dots, or with brackets around anything.
  let i = 0;
  while (i < outer.length && (outer[i].type === 'name' || ['.', '?.', '[', ']'].includes(outer[i].text))) i++;
  if (i === 0) return -1;
  if (i === outer.length) return 0;
  if (outer[i].text !== '(') return -1;
  return i + 1 < outer.length ? outer[i + 1].end : 0;
}

// The call that begins in a line at a column (from 0) and goes on at least to another line, as text, or undefined.
function callAt(file, line, column, to) {
  for (let count = to - line + 1; count <= MOST_LINES; count *= 4) {
    const text = linesFrom(file, line, count).slice(column);
    const end = endOfCall(text);
    if (end < 0) return undefined;
    if (end > 0) return text.slice(0, end);
  }
  return undefined;
}

const CALL = /[\w$][\w$.?]*(?:\[['"]\w+['"]\])?(?=\s*\()/g;
const isAssertion = (name) => /(?:^|\.)(?:ok|strict)$|assert/i.test(name);

// The engine tells a place that is the function's name or anything among the arguments. The call is the one around it
// that looks like an assertion, or else the innermost one.
function find(file, line, column) {
  let other;
  let tries = MOST_CALLS;
  for (let at = line; at > 0 && at > line - MOST_LINES_BEFORE; at--) {
    const text = sources.line(file, at);
    if (text === undefined) return undefined;
    for (const match of [...text.matchAll(CALL)].reverse()) {
      if (at === line && match.index > column) continue;
      if (tries-- === 0) return other;
      const call = callAt(file, at, match.index, line);
      if (call === undefined) continue;
      const lines = call.split('\n');
      const endLine = at + lines.length - 1;
      const endColumn = lines[lines.length - 1].length + (lines.length === 1 ? match.index : 0);
      if (line > endLine || (line === endLine && column >= endColumn)) continue;
      if (isAssertion(match[0])) return { call, start: match.index };
      other ??= { call, start: match.index };
    }
  }
  return other;
}

const known = new Map(); // place and text of a line -> what was found there

// The message of an assertion without one of its own; undefined where the source is not known.
exports.describe = function describe() {
  const frame = stack.caller();
  if (frame === undefined || frame.file === undefined) return undefined;
  const key = `${frame.file}:${frame.line}:${frame.column}:${sources.line(frame.file, frame.line)}`;
  if (!known.has(key)) known.set(key, find(frame.file, frame.line, frame.column - 1));
  const found = known.get(key);
  if (found === undefined) return undefined;
  // What follows the first line keeps its indentation relative to it.
  const [first, ...others] = found.call.split('\n');
  const lines = others.map((line) => {
    let indent = 0;
    while (indent < found.start && (line[indent] === ' ' || line[indent] === '\t')) indent++;
    return line.slice(indent);
  });
  return `The expression evaluated to a falsy value:\n\n  ${[first, ...lines].join('\n  ')}\n`;
};
