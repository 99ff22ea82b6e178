// Whether a text is a program: it is compiled, and nothing of it runs.
//
// Scripts are compiled by the engine, whose errors have positions. It cannot compile an ES module without loading what that imports, so modules
// are read by the parser that also reads TypeScript.

const { indexOf, slice, charCodeAt } = require('primordials');
const hostError = require('host_error');
const commonjs = require('commonjs');
const sources = require('sources');

function parse(name, source) {
  hostError.call('transform', name, source);
}

exports.check = function check(request, source) {
  const { file, kind } = request;
  sources.reset();
  if (charCodeAt(source, 0) === 0xfeff) source = slice(source, 1);
  if (request.typescript) source = hostError.call('transform', file, source);
  if (kind === 'module') {
    parse(`${file}.mjs`, source);
    return;
  }
  try {
    commonjs.compile(file, source, false);
  } catch (error) {
    const awaits = indexOf(source, 'await') >= 0;
    if (kind !== 'auto' || !(awaits || require('scanner').isModule(source))) throw error;
    try {
      parse(`${file}.mjs`, source);
    } catch (parseError) {
      // The engine's error has a position; of a module it may be about the first `import` only.
      throw require('scanner').isModule(source) ? parseError : error;
    }
  }
};
