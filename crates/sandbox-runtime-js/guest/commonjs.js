// CommonJS: the function around a file, `require`, the module cache.

const { uncurryThis, apply, globalEval, slice, repeat } = require('primordials');
const { coded, invalidArgType, invalidArgValue } = require('node_errors');
const state = require('state');
const builtins = require('builtins');
const sources = require('sources');
const typescript = require('typescript');
const stack = require('stack');
const files = require('files');

const PARAMETERS = '(exports, require, module, __filename, __dirname) {';
// A text that closes the function around it and goes on should be an error, so the function stands where little may
// follow it: between `?` and `:`; for the main program, which must be compiled fast, in the argument list of a function
// that gives its argument back. (The comma is an error in parentheses that are no argument list; those that begin an
// expression would be read twice by the engine.)
const HEAD = `1?function ${PARAMETERS}`;
const ASYNC_BODY = `1?async function ${PARAMETERS}`;
const TAIL = '\n}:0';
const MAIN_HEAD = `Object(function ${PARAMETERS}`;
const ASYNC_HEAD = `Object(async function ${PARAMETERS}`;
// For a text that mentions none of them: to declare them takes the engine as long as two statements each.
const SHORT_HEAD = 'Object(function () {';
const MAIN_TAIL = '\n},)';

const functionText = uncurryThis(Function.prototype.toString);
const none = [];
const cache = Object.create(null);

class Module {
  constructor(id, parent) {
    this.id = id;
    this.path = undefined;
    this.exports = {};
    this.filename = null;
    this.loaded = false;
    this.children = [];
    this.paths = [];
    Object.defineProperty(this, 'parent', { value: parent, writable: true, enumerable: false, configurable: true });
    if (parent) parent.children.push(this);
  }

  require(id) { return load(id, this); }
}

// The main program's module, made while the image is built: `run` only fills in its file.
const main = new Module('.', undefined);

function makeRequire(module) {
  function require(id) { return load(id, module); }
  require.resolve = function resolve(request, options) {
    if (typeof request !== 'string') throw invalidArgType('request', 'of type string', request);
    if (builtins.has(request)) return request;
    const from = options?.paths?.[0];
    return locate(request, from === undefined ? module : { path: files.resolve(from), filename: from });
  };
  require.resolve.paths = () => module.paths;
  require.main = main;
  require.extensions = Object.assign(Object.create(null), { '.js': loadScript, '.json': loadJson });
  require.cache = cache;
  return require;
}

const mainRequire = makeRequire(main);

function setFile(module, file) {
  module.filename = file;
  module.path = files.dirname(file);
  const paths = [];
  for (let directory = module.path; ; directory = files.dirname(directory)) {
    if (!directory.endsWith('/node_modules')) paths.push(`${directory === '/' ? '' : directory}/node_modules`);
    if (directory === '/') break;
  }
  module.paths = paths;
}

// Compiles the text of a file; a SyntaxError of it has the file's position.
function compile(name, source) {
  return wrapped(HEAD, name, source, TAIL);
}
exports.compile = compile;

// The same for the main program, about which the host has told whether it mentions a parameter.
exports.compileMain = function compileMain(name, source, async) {
  return wrapped(async ? ASYNC_HEAD : state.plain ? SHORT_HEAD : MAIN_HEAD, name, source, MAIN_TAIL);
};

function wrapped(head, name, source, tail) {
  // A first line for the shell becomes a comment of the same length.
  const text = source[0] === '#' && source[1] === '!' ? `//${slice(source, 2)}` : source;
  const band = sources.reserve(name, source, head.length);
  const before = band.first === 1 ? '' : repeat('\n', band.first - 1);
  const fn = globalEval(before + head + text + tail);
  if (source.length > SHORTEST && !isWhole(fn, head.length - (tail === TAIL ? 2 : 7), text)) {
    throw new SyntaxError(UNBALANCED);
  }
  stack.addWrapper(fn);
  return fn;
}

// What can still be compiled without being a program (`} || function () {`) gives no function of the whole text.
const UNBALANCED = "Unexpected token '}'";
const SHORTEST = 18; // it takes more than that
function isWhole(fn, begin, text) {
  return typeof fn === 'function' && functionText(fn).length === begin + text.length + 2;
}

// Compiles a text as the body of a function, and nothing of it runs.
exports.compileBody = function compileBody(text, async) {
  const head = async ? ASYNC_BODY : HEAD;
  const fn = globalEval(head + text + TAIL);
  if (!isWhole(fn, head.length - 2, text)) throw new SyntaxError(UNBALANCED);
  return fn;
};

// Gives a syntax error that `compile` threw its place in the file.
exports.place = function place(error, name, source, async) {
  const attempt = (text) => exports.compileBody(text, async);
  require('syntax').placeInScript(error, name, source, attempt);
};

function call(fn, module) {
  return apply(fn, module.exports, [
    module.exports, module === main ? mainRequire : makeRequire(module), module, module.filename, module.path,
  ]);
}

function notFound(request, module) {
  const chain = [];
  for (let each = module; each && each.filename; each = each.parent) chain.push(each.filename);
  let message = `Cannot find module '${request}'`;
  if (!/^(?:\.{0,2}\/|\.{1,2}$)/.test(request)) {
    message += `. Packages cannot be installed here. ${builtins.hint()}`;
  }
  if (chain.length > 0) message += `\nRequire stack:\n- ${chain.join('\n- ')}`;
  const error = new Error(message);
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = chain;
  return error;
}

function locate(request, module) {
  const relative = /^(?:\.{0,2}\/|\.{1,2}$)/.test(request);
  const from = module.path || '/';
  let found;
  if (relative) {
    const base = files.resolve(from, request);
    // A slash at the end asks for the directory.
    found = (request.endsWith('/') ? undefined : files.asFile(base)) || files.asDirectory(base);
  } else {
    found = files.inPackage(request, from, ['require', 'node', 'default']);
  }
  if (found === undefined) throw builtins.refuse(request) || notFound(request, module);
  return files.realpath(found);
}

function loadJson(module, file) {
  try {
    module.exports = JSON.parse(files.readText(file));
  } catch (error) {
    if (error instanceof SyntaxError) error.message = `${file}: ${error.message}`;
    throw error;
  }
}

function loadScript(module, file) {
  let source = files.readText(file);
  if (/\.[cm]?tsx?$/.test(file)) source = typescript.strip(file, source);
  if (files.isModule(file, source)) {
    const from = module.parent?.filename ?? '/';
    throw coded(Error, 'ERR_REQUIRE_ESM', `require() of ES Module ${file} from ${from} not supported.\n`
      + `Instead change the require of ${file} to a dynamic import() which is available in all CommonJS modules.`);
  }
  let fn;
  try {
    fn = compile(file, require('esm').prepareImports(file, source));
  } catch (error) {
    exports.place(error, file, source);
    throw error;
  }
  call(fn, module);
}

function load(request, parent) {
  if (typeof request !== 'string') throw invalidArgType('id', 'of type string', request);
  if (request === '') throw invalidArgValue('id', request, 'must be a non-empty string');
  if (builtins.has(request)) return builtins.get(request);
  return loadFile(locate(request, parent), parent);
}

// `parent` is undefined for a file that an ES module imports.
function loadFile(file, parent) {
  const cached = cache[file];
  if (cached !== undefined) {
    if (parent && cached !== parent && !parent.children.includes(cached)) parent.children.push(cached);
    return cached.exports;
  }
  const module = new Module(file, parent);
  setFile(module, file);
  cache[file] = module;
  let complete = false;
  try {
    if (file.endsWith('.json')) loadJson(module, file);
    else loadScript(module, file);
    complete = true;
  } finally {
    if (!complete) delete cache[file];
  }
  module.loaded = true;
  return module.exports;
}

// The main program: prepared for `file`, which is then compiled and called by program.js.
exports.prepareMain = function prepareMain(file, directory) {
  main.filename = file;
  main.path = directory;
  main.id = '.';
  cache[file] = main;
};
exports.callMain = (fn) => (state.plain ? apply(fn, main.exports, none) : call(fn, main));
// Forgets the programs that ran while the image was built.
exports.reset = function reset() {
  for (const file of Object.keys(cache)) delete cache[file];
  main.loaded = false;
  main.exports = {};
  main.children = [];
  stack.forgetWrappers();
};
exports.main = main;
exports.mainRequire = mainRequire;
exports.load = load;
exports.loadFile = loadFile;

Object.defineProperty(main, 'paths', {
  get() {
    setFile(main, main.filename);
    const { paths } = main;
    return paths;
  },
  set(value) {
    Object.defineProperty(main, 'paths', { value, writable: true, enumerable: true, configurable: true });
  },
  enumerable: true,
  configurable: true,
});

Module.Module = Module;
Module._cache = cache;
Object.defineProperty(Module, 'builtinModules', { get: () => builtins.names(), enumerable: true });
Module.isBuiltin = (name) => builtins.has(name);
Module.createRequire = function createRequire(filename) {
  let file = filename instanceof Object && typeof filename.href === 'string' ? filename.href : filename;
  if (typeof file === 'string' && file.startsWith('file://')) file = decodeURIComponent(file.slice(7));
  if (typeof file !== 'string' || file[0] !== '/') {
    throw invalidArgValue('filename', filename, 'must be a file URL object, file URL string, or absolute path string');
  }
  const module = new Module(file, undefined);
  setFile(module, file);
  return makeRequire(module);
};
exports.Module = Module;
