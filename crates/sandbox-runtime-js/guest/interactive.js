// Interactive turns: state is kept between them, declarations may be repeated, top-level await and imports work.
//
// A turn is evaluated with indirect eval, where `var` and functions become globals. `let`, `const` and `class` of the
// top level would vanish with the turn, so they are turned into `var`s first (turn_text.js).

const { globalEval, repeat } = require('primordials');
const { scan } = require('scanner');
const state = require('state');
const sources = require('sources');
const rewriting = require('rewriting');
const turnText = require('turn_text');
const typescript = require('typescript');
const program = require('program');
const commonjs = require('commonjs');
const timers = require('timers');
const ticks = require('ticks');
const rejections = require('rejections');

// Whether more lines could make the text complete.
function isUnfinished(source, error) {
  const { open, unfinished, broken } = scan(source);
  if (broken) return false;
  if (unfinished || open > 0) return true;
  // The engine complains about what comes behind the text: an operator without its right side and the like.
  return /: '\}?'$/.test(`${error.message}`);
}

function syntaxErrorOf(text) {
  try {
    commonjs.compileBody(text);
    return undefined;
  } catch (error) {
    return error;
  }
}

// `await (x)` and `await [x]` are a call and a property of something named `await`, for a text that is not async. In a
// static block that name is an error, but not in the functions there.
function awaitsValue(source) {
  return /\bawait\b/.test(source) && syntaxErrorOf(`(class { static {${source}\n} })`) !== undefined;
}

function reset() {
  // Nothing of a turn that has failed goes on.
  if (state.failure !== null || state.ended) {
    ticks.clear();
    timers.clear();
    rejections.clear();
  }
  state.ended = false;
  state.exiting = false;
  state.failure = null;
  state.pending = false;
  state.hasValue = false;
  state.value = undefined;
  state.incomplete = false;
  state.format = 'eval';
}

// Evaluates what the steps have made of the turn's text. Functions of a turn outlive it, so every turn has lines of its
// own.
function evaluate(name, source, text, steps) {
  rewriting.set(name, source, steps);
  const band = sources.reserve(name, text, 0);
  return globalEval(repeat('\n', band.first - 1) + text);
}

const valueOf = (result) => (result === undefined ? undefined : result.value);

exports.start = function start(request, source) {
  reset();
  const { file } = request;
  if (request.typescript) source = typescript.strip(file, source);
  // A turn without a file of its own is in the current directory.
  if (file[0] !== '/') {
    state.directory = '/app';
    state.directory = require('process').cwd();
  }
  commonjs.prepareMain(file, state.directory);
  program.defineModuleGlobals();

  // An object literal is what somebody means who types one.
  const trimmed = source.trim();
  if (/^\{[^]*\}$/.test(trimmed) && !/;\s*\}$/.test(trimmed)) {
    const literal = new rewriting.Rewriting(source).insert('(').finish().insert('\n)');
    if (syntaxErrorOf(literal.text) === undefined) {
      program.keepValue(evaluate(file, source, literal.text, [literal]));
      return;
    }
  }

  // Compiled first without being run: a SyntaxError that the running text throws is no reason to try another way.
  const error = syntaxErrorOf(source);
  if (error === undefined && !awaitsValue(source)) {
    const step = turnText.withVars(source);
    program.keepValue(evaluate(file, source, step.text, [step]));
    return;
  }
  if (error !== undefined && !request.whole && isUnfinished(source, error)) {
    state.incomplete = true;
    return;
  }
  const imports = turnText.withoutImports(source);
  if (imports !== undefined || /\bawait\b/.test(source)) {
    const made = turnText.awaiting(imports === undefined ? source : imports.text);
    if (made !== undefined) {
      const steps = imports === undefined ? made.steps : [imports, ...made.steps];
      program.keepValue(evaluate(file, source, made.text, steps)(), valueOf);
      return;
    }
  }
  if (error === undefined) {
    const step = turnText.withVars(source);
    program.keepValue(evaluate(file, source, step.text, [step]));
    return;
  }
  rewriting.set(file, source, []);
  sources.reserve(file, source, 0);
  commonjs.place(error, file, source);
  throw error;
};
