// ES modules: names, texts and the errors about them. The engine links and evaluates; it asks the host for the
// canonical name of a specifier and the text of a name, and the host asks `resolve` and `load` here.
//
// Built-in, JSON and CommonJS modules are ES modules made here. Their text gets hold of the values without any name
// that programs could reach: it lets the engine make an error, and the trace of an error that was made in such a
// module is, by the hook below, not a text but the function that gives the module's value.

const { startsWith, slice, getPrototypeOf, setPrototypeOf, defineProperty, then, wellFormed } = require('primordials');
const { coded } = require('node_errors');
const builtins = require('builtins');
const files = require('files');
const sources = require('sources');
const typescript = require('typescript');
const stack = require('stack');
const state = require('state');

const values = Object.create(null); // name of a made module -> function that gives its value
const VALUE = 'let m; try { null.m; } catch (e) { m = e.stack; } m = m();';

let failure; // the error of the last `resolve` or `load`, until the engine makes its own of it

const isName = (name) => /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(name);
const RESERVED = new Set(('break case catch class const continue debugger default delete do else enum export extends '
  + 'false finally for function if import in instanceof new null return super switch this throw true try typeof var '
  + 'void while with yield let static await implements interface package private protected public').split(' '));

// The text of a module made of a value: `names` become named exports, all of it the default one.
function made(name, value, names) {
  values[name] = value;
  let text = `${VALUE}\nexport default m;\n`;
  let count = 0;
  for (const each of names) {
    if (each === 'default') continue;
    const local = `m${++count}`;
    const exported = isName(each) ? each : JSON.stringify(each);
    text += `const ${local} = m === null || m === undefined ? undefined : m[${JSON.stringify(each)}];\n`
      + `export { ${local} as ${exported} };\n`;
  }
  return text;
}

function missing(specifier, path, from) {
  const relative = path !== undefined;
  const what = relative ? `module '${path}'` : `package '${specifier}'`;
  const where = from === '' ? '' : ` imported from ${from}`;
  const hint = relative ? '' : `. Packages cannot be installed here. ${builtins.hint()}`;
  return coded(Error, 'ERR_MODULE_NOT_FOUND', `Cannot find ${what}${where}${hint}`);
}

// Modules know themselves by their path; everything else (CommonJS files, the prelude) belongs to the main program.
function fileOf(base) {
  if (base[0] === '/') return base;
  const { file } = state.request;
  return file[0] === '/' ? file : `${state.directory}/${file}`;
}

function resolveFile(base, specifier) {
  const from = fileOf(base);
  if (startsWith(specifier, 'file:')) {
    specifier = decodeURIComponent(new URL(specifier).pathname);
  } else if (/^[a-z][a-z\d+.-]+:/i.test(specifier)) {
    throw builtins.refuse(specifier) || coded(Error, 'ERR_UNSUPPORTED_ESM_URL_SCHEME',
      `Only URLs with a scheme in: file and node are supported by the module loader. Received '${specifier}'`);
  }
  if (/^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier)) {
    const path = files.resolve(files.dirname(from), specifier.replace(/[?#].*$/, ''));
    if (state.main !== null && path === state.main.name) return path;
    if (files.isFile(path)) return files.realpath(path);
    if (files.isDirectory(path)) {
      throw coded(Error, 'ERR_UNSUPPORTED_DIR_IMPORT',
        `Directory import '${path}' is not supported resolving ES modules imported from ${from}`);
    }
    // TypeScript's way of naming the file that it will become.
    const original = /\.[cm]?js$/.test(path) ? path.replace(/js$/, 'ts') : undefined;
    if (original !== undefined && files.isFile(original)) return files.realpath(original);
    const other = files.asFile(path);
    const error = missing(specifier, path, from);
    if (other !== undefined) error.message += `\nDid you mean to import "${other}"?`;
    throw error;
  }
  const found = files.inPackage(specifier, files.dirname(from), ['import', 'node', 'default']);
  if (found !== undefined) return files.realpath(found);
  throw builtins.refuse(specifier) || missing(specifier, undefined, from);
}

exports.resolve = function resolve(base, specifier) {
  try {
    failure = undefined;
    if (builtins.has(specifier)) return `node:${builtins.bare(specifier)}`;
    return resolveFile(base, specifier);
  } catch (error) {
    failure = error;
    error.stack += position(fileOf(base), specifier);
    throw error;
  }
};

// Where a file names a specifier: the engine's error does not tell.
function position(from, specifier) {
  const isMain = state.main !== null && state.main.name === from;
  const source = sources.module(from)?.source ?? (isMain ? state.main.source : '');
  const at = Math.max(source.indexOf(`'${specifier}'`), source.indexOf(`"${specifier}"`));
  if (at < 0) return '';
  const before = source.slice(0, at);
  return `\n    at ${from}:${before.split('\n').length}:${at - before.lastIndexOf('\n')}`;
}

// import.meta is an empty object in the engine. Where a module uses it, its properties are set on the module's first
// line; columns of that line are corrected in traces.
function withMeta(name, source) {
  if (source.indexOf('import.meta') < 0) return source;
  const url = `file://${name.split('/').map(encodeURIComponent).join('/')}`;
  const text = `import.meta.dirname=${JSON.stringify(files.dirname(name))};`
    + `import.meta.filename=${JSON.stringify(name)};import.meta.url=${JSON.stringify(url)};`;
  sources.setShift(name, text.length);
  return text + source;
}

const namesOf = (value) => (value !== null && (typeof value === 'object' || typeof value === 'function') ? Object.keys(value) : []);

// The named exports of a CommonJS file, and of those it passes on.
function exportedNames(name, source, seen) {
  const found = require('scanner').exportedNames(source);
  const names = new Set(found.names);
  for (const specifier of found.passedOn) {
    try {
      if (builtins.has(specifier)) {
        Object.keys(builtins.get(specifier)).forEach((each) => names.add(each));
        continue;
      }
      const file = files.realpath(files.asFile(files.resolve(files.dirname(name), specifier)));
      if (seen.has(file)) continue;
      seen.add(file);
      exportedNames(file, files.readText(file), seen).forEach((each) => names.add(each));
    } catch (error) {
      // The file's own require will tell.
    }
  }
  return names;
}

function loadFile(name) {
  let source;
  if (state.main !== null && state.main.name === name) {
    source = state.main.source;
  } else {
    source = files.readText(name);
    if (name.endsWith('.json')) {
      return made(name, () => require('commonjs').loadFile(name), []);
    }
    if (/\.[cm]?tsx?$/.test(name)) {
      source = typescript.strip(name, source);
    } else if (!/\.[cm]?js$/.test(name) && /\.[^./]+$/.test(name)) {
      throw coded(TypeError, 'ERR_UNKNOWN_FILE_EXTENSION',
        `Unknown file extension "${/\.[^./]+$/.exec(name)[0]}" for ${name}`);
    }
    if (!files.isModule(name, source)) {
      const value = () => require('commonjs').loadFile(name);
      // To run a vendored file now instead of a moment later changes nothing, and tells its names exactly.
      const names = files.isVendored(name) ? namesOf(value()) : exportedNames(name, source, new Set([name]));
      return made(name, value, names);
    }
  }
  sources.setText(name, source);
  if (startsWith(source, '#!')) source = `//${slice(source, 2)}`;
  return wellFormed(withMeta(name, source));
}

exports.load = function load(name) {
  try {
    failure = undefined;
    state.modules++;
    if (startsWith(name, 'node:')) {
      const value = builtins.get(name);
      return made(name, () => value, Object.keys(value));
    }
    return loadFile(name);
  } catch (error) {
    failure = error;
    throw error;
  }
};

// What `Error.prepareStackTrace` asks first: completes the engine's errors about modules, and hands made modules their
// values.
stack.setAmend((error, sites) => {
  if (sites.length > 0) {
    const file = stack.fileOf(sites[0]);
    const value = typeof file === 'string' ? values[file] : undefined;
    if (value === undefined || typeof value !== 'function') return undefined;
    return { value };
  }
  const noExport = /^Could not find export '(.*)' in module '(.*)'$/.exec(`${error.message}`);
  if (noExport !== null) {
    error.message = `The requested module '${noExport[2]}' does not provide an export named '${noExport[1]}'`;
    return undefined;
  }
  if (failure === undefined) return undefined;
  if (!/^Error (?:loading module|resolving module) /.test(`${error.message}`)) return undefined;
  // The engine's error becomes ours: it is the same object that import() rejects with.
  const cause = failure;
  failure = undefined;
  setPrototypeOf(error, getPrototypeOf(cause));
  for (const key of Reflect.ownKeys(cause)) {
    if (key !== 'stack') defineProperty(error, key, Object.getOwnPropertyDescriptor(cause, key));
  }
  return { value: stack.setStack(error, cause.stack) };
});

// Every CommonJS file has the same name in the engine, so a relative import() in it is relative to the main program.
// In files of other directories literal specifiers are made absolute (others cannot be known).
exports.prepareImports = function prepareImports(file, source) {
  if (files.dirname(file) === state.directory || !/\bimport\s*\(/.test(source)) return source;
  const { tokens } = require('scanner').scan(source);
  let text = '';
  let done = 0;
  tokens.forEach((token, i) => {
    if (token.text !== 'import' || token.type !== 'name') return;
    if (tokens[i + 1]?.text !== '(' || tokens[i - 1]?.text === '.') return;
    const specifier = tokens[i + 2];
    if (specifier?.type !== 'string') return;
    const name = specifier.text.slice(1, -1);
    const path = /^\.{1,2}\//.test(name) ? files.resolve(files.dirname(file), name)
      : builtins.has(name) ? undefined : files.inPackage(name, files.dirname(file), ['import', 'node', 'default']);
    if (path === undefined) return;
    text += source.slice(done, specifier.start) + JSON.stringify(path);
    done = specifier.end;
  });
  return text + source.slice(done);
};

// import() of the main program; the promise settles when it has been evaluated.
exports.importMain = function importMain(name, source, onError) {
  state.pending = true;
  then(import(name), () => { state.pending = false; }, (error) => {
    state.pending = false;
    require('syntax').placeInModule(error, name, source);
    onError(error);
  });
};
