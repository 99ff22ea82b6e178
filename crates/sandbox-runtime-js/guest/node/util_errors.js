// How util.inspect writes errors: the trace with a first line that says what the error is, and what hangs on it.

const { prefix } = require('node/util_names');
const { spaces } = require('node/util_layout');

const FRAME = '\n    at';
// A trace that agrees with its cause's in at least so many lines is shortened.
const SHORTEST_REPEAT = 4;

const isError = (value) => value instanceof Error || (Error.isError?.(value) ?? false);
const traceOf = (error) => (error.stack ? `${error.stack}` : Error.prototype.toString.call(error));

// The properties that the trace shows already, and those that are shown although they are not enumerable.
function adjustKeys(ctx, error, keys, trace) {
  if (!ctx.showHidden) {
    for (const name of ['name', 'message', 'stack']) {
      const index = keys.indexOf(name);
      if (index >= 0 && (typeof error[name] !== 'string' || trace.includes(error[name]))) keys.splice(index, 1);
    }
  }
  if ('cause' in error && !keys.includes('cause')) keys.push('cause');
  if (Array.isArray(error.errors) && !keys.includes('errors')) keys.push('errors');
}

// The name that a trace begins with, if it looks like one.
function nameIn(trace) {
  const match = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(trace) ?? /^([a-z_A-Z0-9-]*Error)$/.exec(trace);
  return match === null ? '' : match[1];
}

// "Error: message" of a class MyError becomes "MyError: message", and of one with another name "MyError [Name]: ...".
function nameClass(trace, constructor, name, tag) {
  const begins = name.endsWith('Error') && trace.startsWith(name)
    && (trace.length === name.length || trace[name.length] === ':' || trace[name.length] === '\n');
  if (constructor !== null && !begins) return trace;
  let { length } = name;
  let fallback = 'Error';
  if (constructor === null) {
    fallback = nameIn(trace);
    ({ length } = fallback);
    if (fallback === '') fallback = 'Error';
  }
  const full = prefix(constructor, tag, fallback).slice(0, -1);
  if (full === name) return trace;
  if (!full.includes(name)) return `${full} [${name}]${trace.slice(length)}`;
  return length === 0 ? `${full}: ${trace}` : `${full}${trace.slice(length)}`;
}

// Where `lines` repeats a part of `others`: {start, length}, or undefined.
function repeated(lines, others) {
  for (let start = 0; start < lines.length - SHORTEST_REPEAT + 1; start++) {
    const at = others.indexOf(lines[start]);
    if (at < 0) continue;
    const most = Math.min(lines.length - start, others.length - at);
    let length = 1;
    while (length < most && lines[start + length] === others[at + length]) length++;
    if (length >= SHORTEST_REPEAT) return { start, length };
  }
  return undefined;
}

function frameLines(ctx, error, text) {
  const lines = text.split('\n');
  const { cause } = error;
  if (cause === null || cause === undefined || !isError(cause)) return lines;
  const trace = traceOf(cause);
  const start = trace.indexOf(FRAME);
  if (start < 0) return lines;
  const same = repeated(lines, trace.slice(start + 1).split('\n'));
  if (same !== undefined) {
    // The first and the last of them stay.
    const left = same.length - 2;
    lines.splice(same.start + 1, left,
      ctx.stylize(`    ... ${left} lines matching cause stack trace ...`, 'undefined'));
  }
  return lines;
}

// With colours, the folder of the program is grey and names of packages are underlined.
function highlight(ctx, line) {
  const folder = `${require('process').cwd()}/`;
  const at = line.indexOf(folder);
  const marked = line.replace(/(\/node_modules\/)((?:@[^/]+\/)?[^/]+)(?=\/)/g,
    (_, before, name) => `${before}${ctx.stylize(name, 'module')}`);
  return at < 0 ? marked : marked.replace(folder, () => ctx.stylize(folder, 'undefined'));
}

// `keys` are those of the properties that follow; they are changed.
function formatError(ctx, error, constructor, tag, keys) {
  const name = error.name !== null && error.name !== undefined ? `${error.name}` : 'Error';
  let trace = traceOf(error);
  adjustKeys(ctx, error, keys, trace);
  trace = nameClass(trace, constructor, name, tag);
  // A message may look like frames itself.
  const { message } = error;
  let position = message ? trace.indexOf(message) : -1;
  if (position >= 0) position += message.length;
  const start = trace.indexOf(FRAME, position);
  if (start < 0) {
    trace = `[${trace}]`;
  } else {
    const lines = frameLines(ctx, error, trace.slice(start + 1));
    const shown = ctx.colors ? lines.map((line) => highlight(ctx, line)) : lines;
    trace = `${trace.slice(0, start)}\n${shown.join('\n')}`;
  }
  return ctx.indentationLvl === 0 ? trace : trace.replaceAll('\n', `\n${spaces(ctx.indentationLvl)}`);
}

module.exports = { isError, formatError };
