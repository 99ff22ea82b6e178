// Where a syntax error is. The engine knows the line, but mostly another column; the parser that reads TypeScript and
// modules says only what is wrong. Both say the same of a text that ends right behind the first wrong token as of the
// whole text, and something else, or nothing, of a shorter one: so that token is looked for.

const { slice, wellFormed } = require('primordials');
const hostError = require('host_error');
const stack = require('stack');
const scanner = require('scanner');
const typescript = require('typescript');

// Looking for it means to read the text some dozens of times.
const LONGEST = 1 << 18;
const MOST_TOKENS = 100;

const messageOf = (attempt, text) => {
  try {
    attempt(text);
    return undefined;
  } catch (error) {
    return error instanceof SyntaxError ? error.message : undefined;
  }
};

// What may follow a text that only ends too early.
const ENDINGS = ['', ' x', ' 0'];

// The start of the first token that makes the text wrong; undefined if none of these does.
function firstWrong(source, tokens, attempt, wanted) {
  const wrongUpTo = (index) => {
    const text = slice(source, 0, tokens[index].end);
    return ENDINGS.every((ending) => messageOf(attempt, text + ending) === wanted);
  };
  if (tokens.length <= MOST_TOKENS) {
    const index = tokens.findIndex((token, at) => wrongUpTo(at));
    return index < 0 ? undefined : tokens[index].start;
  }
  let low = 0;
  let high = tokens.length - 1;
  if (!wrongUpTo(high)) return undefined;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (wrongUpTo(middle)) high = middle;
    else low = middle + 1;
  }
  return tokens[low].start;
}

const lineOf = (source, offset) => source.slice(0, offset).split('\n').length;

// The line that the trace of the engine's error names.
function namedLine(error) {
  const frames = stack.parse(error.stack);
  return frames.length === 0 ? undefined : frames[0].line;
}

// Gives a syntax error of a file its place. `attempt` reads a text as the one that failed was read; `line` is known
// from the engine or undefined.
function place(error, file, source, attempt, line) {
  if (source.length > LONGEST) return;
  const { tokens, broken, unfinished, at, extra } = scanner.scan(source);
  // Up to a bracket that closes nothing there is no error: it is the error.
  if (extra !== undefined && messageOf(attempt, slice(source, 0, extra)) === undefined) {
    error.message = `Unexpected token '${source[extra]}'`;
    setPlace(error, file, source, extra);
    return;
  }
  const lines = source.trimEnd().split('\n').length;
  if (line > lines) {
    // The engine complains about what we put behind the text.
    if (!/end of|redefinition/.test(error.message)) error.message = 'unexpected end of input';
    line = undefined;
    tokens.splice(0, unfinished ? tokens.length : tokens.length - 1);
  }
  const candidates = line === undefined ? tokens : tokens.filter((token) => lineOf(source, token.start) === line);
  const wanted = messageOf(attempt, source);
  let offset = wanted === undefined ? undefined : firstWrong(source, candidates, attempt, wanted);
  // What is not closed is no token; where the text just ends too early, its last token is looked at.
  if (offset === undefined && (broken || unfinished)) offset = at;
  if (offset === undefined) offset = candidates.at(-1)?.start;
  if (offset === undefined) return;
  offset = explain(error, source, tokens, offset);
  setPlace(error, file, source, offset, line);
}

// Says what is meant where the engine and the parser say only which token they did not expect; gives its place.
function explain(error, source, tokens, offset) {
  const line = lineOf(source, offset);
  const inLine = tokens.filter((token) => lineOf(source, token.start) === line);
  // Nothing else has this sign.
  const decorator = inLine.find((token) => token.text === '@');
  if (decorator !== undefined) {
    error.message = 'decorators are not supported';
    return decorator.start;
  }
  const index = inLine.findIndex((token) => token.start >= offset);
  const around = [inLine[index], inLine[(index < 0 ? inLine.length : index) - 1]];
  const awaits = / 'await'/.test(error.message) ? inLine.find((token) => token.text === 'await')
    : /^expecting|unexpected/i.test(error.message) ? around.find((token) => token?.text === 'await') : undefined;
  if (awaits === undefined) return offset;
  error.message = 'await is only valid in async functions and the top level bodies of modules';
  return awaits.start;
}

function setPlace(error, file, source, offset, line = lineOf(source, offset)) {
  const column = offset - source.lastIndexOf('\n', offset - 1);
  const place = typescript.positionOf(file, line, column) ?? { line, column };
  stack.setStack(error, `${stack.header(error)}\n    at ${file}:${place.line}:${place.column}`);
}

// For a text that the engine compiled as a script: `compile` compiles another one.
exports.placeInScript = function placeInScript(error, file, source, compile) {
  // The line that is named is one of what the author wrote; TypeScript has been written anew.
  const line = typescript.originalOf(file) === undefined ? namedLine(error) : undefined;
  if (error instanceof SyntaxError) place(error, file, source, compile, line);
};

// The same for an ES module, which the engine compiles only when it loads it: the parser looks for the column.
exports.placeInModule = function placeInModule(error, file, source) {
  if (!(error instanceof SyntaxError)) return;
  const frames = stack.parse(error.stack);
  if (frames.length === 0 || frames[0].file !== file) return;
  place(error, file, source, (text) => read(file, text), frames[0].line);
};

function read(file, text) {
  const name = /\.[cm]?[jt]sx?$/.test(file) ? wellFormed(file) : `${wellFormed(file)}.mjs`;
  return hostError.call('transform', name, wellFormed(text));
}

// Reads a text with the parser, whose errors get their place.
exports.read = function readWithPlace(file, source) {
  try {
    return read(file, source);
  } catch (error) {
    if (error instanceof SyntaxError) {
      place(error, file, source, (text) => read(file, text), undefined);
      const frames = stack.parse(error.stack);
      error.message = error.message.replace(/^[^\n]*? error in [^\n]*?: /, '');
      if (frames.length > 0) {
        stack.setStack(error, `${stack.header(error)}\n    at ${frames[0].file}:${frames[0].line}:${frames[0].column}`);
      }
    }
    throw error;
  }
};
