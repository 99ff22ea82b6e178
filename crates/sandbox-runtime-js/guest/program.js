// Starts the main program: decides between script and ES module, compiles it and runs it.

const { globalEval, then, indexOf, slice, Promise } = require('primordials');
const state = require('state');
const sources = require('sources');
const typescript = require('typescript');
const uncaught = require('uncaught');
const commonjs = require('commonjs');
const esm = require('esm');

function onError(error) {
  uncaught.raise(error, 'uncaughtException');
}

function isPromise(value) {
  try {
    return value instanceof Promise;
  } catch (error) {
    return false;
  }
}

function runCommonJs(name, fn) {
  state.format = 'commonjs';
  commonjs.prepareMain(name, state.directory);
  commonjs.callMain(fn);
  commonjs.main.loaded = true;
}

function runModule(name, source) {
  state.format = 'module';
  state.main = { name, source };
  esm.importMain(name, source, onError);
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
    return commonjs.compileMain(name, source, async);
  } catch (error) {
    return undefined;
  }
}

function runScript(name, source, mayBeModule) {
  let fn;
  try {
    fn = commonjs.compileMain(name, source, false);
  } catch (error) {
    if (mayBeModule && require('scanner').isModule(source)) {
      sources.reset();
      runModule(name, source);
      return;
    }
    let awaiting;
    if (mayBeModule && indexOf(source, 'await') >= 0) {
      sources.reset();
      try {
        awaiting = commonjs.compileMain(name, source, true);
      } catch (asyncError) {
        // Not about an `await` of the top level.
        commonjs.place(asyncError, name, source, true);
        throw asyncError;
      }
    }
    if (awaiting === undefined) {
      commonjs.place(error, name, source);
      throw error;
    }
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
  const text = source[0] === '#' && source[1] === '!' ? `//${slice(source, 2)}` : source;
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
    const rewritten = require('turn_text').awaiting(source);
    if (rewritten === undefined) throw error;
    require('rewriting').set(name, source, rewritten.steps);
    sources.reset();
    sources.reserve(name, rewritten.text, 0);
    main.loaded = true;
    exports.keepValue(globalEval(rewritten.text)(), (result) => (result === undefined ? undefined : result.value));
    return;
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
  if (source[0] === '\ufeff') source = slice(source, 1);
  if (request.typescript) source = typescript.strip(name, source);
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
