// The module table of the prelude: `define` registers a file, `require` runs it once.
//
// The host joins all files into one text of this form and evaluates it once, while the image is built:
//   (function (host) {
//   'use strict';
//   <this file>
//   define('console', function (exports, require, module, host) { <console.js> });
//   ...
//   return require('main');
//   })
// The function around everything keeps `define`, `require` and `host` out of reach of user code: nothing here is
// a global. Modules run in the order in which they are required, so the order of the `define`s does not matter.

const defined = Object.create(null);

// Vendored packages require each other by package name; everything of ours goes by the exact name of a file.
const packages = Object.assign(Object.create(null), {
  'base64-js': 'vendor/base64-js/index',
  ieee754: 'vendor/ieee754/index',
  buffer: 'vendor/buffer/index',
  events: 'vendor/events/events',
  'path-browserify': 'vendor/path-browserify/index',
});

function define(name, factory) {
  defined[name] = { factory, module: null };
}

function require(name) {
  const entry = defined[name] || defined[packages[name]];
  if (entry === undefined) throw new Error(`prelude: no module ${name}`);
  if (entry.module === null) {
    // Registered before it runs, so that files may require each other in a circle as in CommonJS.
    entry.module = { exports: {} };
    entry.factory.call(entry.module.exports, entry.module.exports, require, entry.module, host);
    entry.factory = null;
  }
  return entry.module.exports;
}

// Whether a file of that name is part of this build: parts may be left out of a smaller prelude.
require.has = (name) => defined[name] !== undefined;
