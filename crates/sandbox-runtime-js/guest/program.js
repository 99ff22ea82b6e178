// Starts the main program: decides between script and ES module, compiles it and runs it.

const {
  globalEval, then, indexOf, lastIndexOf, slice, startsWith, exec, Promise, charCodeAt,
} = require('primordials');
const hostError = require('host_error');
const state = require('state');
const sources = require('sources');
const uncaught = require('uncaught');
const commonjs = require('commonjs');
const esm = require('esm');

function onError(error) {
  uncaught.raise(error, 'uncaughtException');
}

// A promise that nobody else may be looking at: its rejection is an unhandled one.
function watch(promise) {
  if (!(promise instanceof Promise)) return;
  then(promise, undefined, (reason) => uncaught.rejection(reason, promise));
}
exports.watch = watch;

function isPromise(value) {
  try {
    return value instanceof Promise;
  } catch (error) {
    return false;
  }
}

const STATEMENT = new RegExp('^(?:if|for|while|switch|with|do|try|return|throw|const|let|var|function|class|async|'
  + 'import|export|else)\\b');

// Without the host's help a rejected promise goes unnoticed, and most programs end in the call of an async function.
// So the promise of the last statement is looked at: `return ` is put before it where it is a call that begins a line.
// Nothing is changed for hosts that follow promises (request.tracker), and positions in that line are corrected.
function returnLast(source) {
  let end = source.length;
  while (end > 0 && charCodeAt(source, end - 1) <= 32) end--;
  if (source[end - 1] === ';') end--;
  if (source[end - 1] !== ')') return -1;
  // Back to the last line that begins at the margin with something else than a closing bracket or a `.then(`.
  let at = end;
  for (let lines = 0; lines < 500; lines++) {
    at = lastIndexOf(source, '\n', at - 1) + 1;
    if (at === 0 || indexOf(' \t\r\n})].', source[at]) < 0) break;
    at--;
  }
  const line = slice(source, at, at + 60);
  if (exec(/^(?:[A-Za-z_$][\w$.]*|\(\s*(?:async\b|\())/, line) === null) return -1;
  if (exec(STATEMENT, line) !== null) return -1;
  if (source[at] === '(') {
    // A parenthesis would continue the expression before it unless that has ended.
    let before = at;
    while (before > 0 && charCodeAt(source, before - 1) <= 32) before--;
    if (before > 0 && source[before - 1] !== ';') return -1;
  }
  return at;
}

// Compiles the main program as CommonJS, or throws its SyntaxError.
function compileMain(name, source) {
  if (state.request.tracker !== true && (indexOf(source, 'async') >= 0 || indexOf(source, 'Promise') >= 0)) {
    const at = returnLast(source);
    if (at >= 0) {
      try {
        const fn = commonjs.compile(name, `${slice(source, 0, at)}return ${slice(source, at)}`, false);
        const before = slice(source, 0, at);
        sources.inserted(source, before.split('\n').length, at - before.lastIndexOf('\n') - 1, 7);
        return fn;
      } catch (error) {
        // The guess was wrong; the text as it is decides.
      }
      sources.reset();
    }
  }
  return commonjs.compile(name, source, false);
}

function runCommonJs(name, fn) {
  state.format = 'commonjs';
  commonjs.prepareMain(name, state.directory);
  const result = commonjs.callMain(fn);
  commonjs.main.loaded = true;
  if (result !== undefined && isPromise(result)) watch(result);
}

function runModule(name, source) {
  state.format = 'module';
  state.main = { name, source };
  esm.importMain(name, onError);
}

// With top-level await but no import or export: a function as for CommonJS, but async, when the text uses what only
// CommonJS has (Node would refuse it); else an ES module as in Node.
function runAwaiting(name, source, fn) {
  if (!/\b(?:require|module|exports|__dirname|__filename)\b/.test(source)) {
    sources.reset();
    runModule(name, source);
    return;
  }
  state.format = 'commonjs';
  commonjs.prepareMain(name, state.directory);
  state.pending = true;
  then(commonjs.callMain(fn), () => { state.pending = false; }, (error) => {
    state.pending = false;
    onError(error);
  });
}

function tryCompile(name, source, async) {
  sources.reset();
  try {
    return commonjs.compile(name, source, async);
  } catch (error) {
    return undefined;
  }
}

function runScript(name, source, mayBeModule) {
  let fn;
  try {
    fn = compileMain(name, source);
  } catch (error) {
    if (!mayBeModule) throw error;
    if (require('scanner').isModule(source)) {
      sources.reset();
      runModule(name, source);
      return;
    }
    if (indexOf(source, 'await') < 0) throw error;
    const awaiting = tryCompile(name, source, true);
    if (awaiting === undefined) throw error;
    runAwaiting(name, source, awaiting);
    return;
  }
  runCommonJs(name, fn);
}

// The value of the last expression is wanted: the text is evaluated as it is, with what CommonJS gives as globals.
function runForValue(name, source, mayBeModule) {
  const { main } = commonjs;
  commonjs.prepareMain(name, state.directory);
  exports.defineModuleGlobals();
  state.format = 'eval';
  const text = startsWith(source, '#!') ? `//${slice(source, 2)}` : source;
  sources.reserve(name, source, 0);
  let value;
  try {
    value = globalEval(text);
  } catch (error) {
    // Only the compiler's errors may be answered by another way to run the text.
    if (!mayBeModule || !(error instanceof SyntaxError) || tryCompile(name, source, false) !== undefined) throw error;
    if (require('scanner').isModule(source)) {
      sources.reset();
      runModule(name, source);
      return;
    }
    if (indexOf(source, 'await') < 0) throw error;
    const rewritten = require('interactive').awaiting(source);
    if (rewritten === undefined) throw error;
    sources.reset();
    sources.reserve(name, source, rewritten.shift);
    value = globalEval(rewritten.text)();
  }
  main.loaded = true;
  exports.keepValue(value);
}

// Keeps the value for the report; of a promise, what it becomes.
exports.keepValue = function keepValue(value, unwrap) {
  if (!isPromise(value)) {
    state.hasValue = value !== undefined;
    state.value = value;
    return;
  }
  state.pending = true;
  then(value, (result) => {
    state.pending = false;
    const settled = unwrap === undefined ? result : unwrap(result);
    state.hasValue = settled !== undefined;
    state.value = settled;
  }, (reason) => {
    state.pending = false;
    onError(reason);
  });
};

let haveGlobals = false;
exports.defineModuleGlobals = function defineModuleGlobals() {
  if (haveGlobals) return;
  haveGlobals = true;
  const { main, mainRequire } = commonjs;
  const values = {
    exports: main.exports, require: mainRequire, module: main, __filename: main.filename, __dirname: main.path,
  };
  for (const name of Object.keys(values)) {
    Object.defineProperty(globalThis, name, {
      value: values[name], writable: true, enumerable: false, configurable: true,
    });
  }
};

exports.start = function start(request, source) {
  const name = request.file;
  const { kind } = request;
  if (charCodeAt(source, 0) === 0xfeff) source = slice(source, 1);
  if (request.typescript) source = hostError.call('transform', name, source);
  // The extension decides, where there is one that does: .mjs, .mts, .cjs, .cts.
  const dot = name.length - 4;
  const mark = name[dot] === '.' ? name[dot + 1] : '';
  if (kind === 'module' || (kind === 'auto' && mark === 'm')) {
    runModule(name, source);
    return;
  }
  const mayBeModule = kind === 'auto' && mark !== 'c';
  if (request.value) runForValue(name, source, mayBeModule);
  else runScript(name, source, mayBeModule);
};
