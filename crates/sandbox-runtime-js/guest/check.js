// Whether a text is a program: it is compiled, and nothing of it runs.
//
// Scripts are compiled by the engine. It cannot compile an ES module without loading what that imports, so modules are
// read by the parser that also reads TypeScript, which lets many errors pass, and compiled as a function then.

const { indexOf, slice, charCodeAt } = require('primordials');
const commonjs = require('commonjs');
const sources = require('sources');
const syntax = require('syntax');
const typescript = require('typescript');

// A name that says "JavaScript": TypeScript's types are gone when this is read.
const moduleName = (file) => (/\.[cm]?js$/.test(file) ? file : `${file}.mjs`);

function readModule(file, source) {
  syntax.read(moduleName(file), source);
  const { asFunction } = require('module_text');
  const compile = (text) => {
    const made = asFunction(text);
    if (made !== undefined) commonjs.compileBody(made);
  };
  try {
    compile(source);
  } catch (error) {
    syntax.placeInScript(error, file, source, compile);
    throw error;
  }
}

exports.check = function check(request, source) {
  const { file, kind } = request;
  sources.reset();
  if (charCodeAt(source, 0) === 0xfeff) source = slice(source, 1);
  if (request.typescript) source = typescript.strip(file, source);
  if (kind === 'module') {
    readModule(file, source);
    return;
  }
  try {
    commonjs.compileMain(file, source, false);
  } catch (error) {
    const awaits = indexOf(source, 'await') >= 0;
    if (kind !== 'auto' || !(awaits || require('scanner').isModule(source))) {
      commonjs.place(error, file, source);
      throw error;
    }
    try {
      readModule(file, source);
    } catch (parseError) {
      // The engine's error has a position; of a module it may be about the first `import` only.
      throw require('scanner').isModule(source) ? parseError : error;
    }
  }
};
