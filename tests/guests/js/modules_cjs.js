// node: same
// require: cache, cycles, JSON, directories, packages, errors.
const a = require('./lib/counter');
const b = require('./lib/counter.js');
console.log(a === b, a.next(), b.next(), a.file, a.parent);
console.log(require('./lib/cycle_a').b, require('./lib/cycle_b').seen);
console.log(require('./lib/data.json').list, require('./lib/data.json') === require('./lib/data'));
console.log(require('./lib/pkg')(), require('./lib/pkg').dir, require('./lib/pkg/').dir);
console.log(require('./lib/uses_dep').dep, require('./lib/uses_dep').sub);
try { require('./lib/thrower').fail(); } catch (e) {
  console.log(e.message, /at (?:\w+\.)?fail \(.*thrower\.js:4:\d+\)/.test(e.stack), /modules_cjs\.js:10:/.test(e.stack));
}
for (const name of ['./nope', '../nope', '/nope/x', './lib/bad.json', './lib/syntax', './lib/breaks', './lib/breaks', '']) {
  try { require(name); } catch (e) { console.log(name, '|', e.name, e.code, e.message.split('\n')[0].replace(/^.*bad\.json.*$/, 'json').replace(/^(?:unexpected|Unexpected) token.*/, 'token')); }
}
try { require('surely-not-installed'); } catch (e) { console.log(e.code, e.message.startsWith("Cannot find module 'surely-not-installed'"), e.requireStack.length); }
console.log(require.resolve('./lib/counter').split('/').pop(), require.resolve('fs'), require.main === module, module.id, module.loaded);
console.log(Object.keys(require.cache).length > 3, module.children.length > 3, module.filename === __filename, module.paths.length > 0);
delete require.cache[require.resolve('./lib/counter')];
console.log(require('./lib/counter').next());
console.log(require('path') === require('node:path'), typeof require('fs').readFileSync, typeof require('util').inspect);
const { createRequire, builtinModules, isBuiltin } = require('module');
console.log(createRequire(__filename)('./lib/data.json').name, builtinModules.includes('fs'), isBuiltin('node:fs'), isBuiltin('nope'));
module.exports.self = 1;
console.log(exports.self, module.exports === exports);
(async () => {
  console.log((await import('./lib/esm_named.mjs')).named, (await import('./lib/data.json', { with: { type: 'json' } })).default.name);
  console.log((await require('./lib/pkg').lazy()).default, (await require('./lib/uses_dep').esm()).default);
  try { await import('./lib/nope.mjs'); } catch (e) { console.log(e.name, e.code, e.message.startsWith('Cannot find module')); }
  try { await import('surely-not-installed'); } catch (e) { console.log(e.name, e.code, e.message.startsWith("Cannot find package 'surely-not-installed'")); }
  try { await import('./lib/esm_syntax.mjs'); } catch (e) { console.log(e.name); }
  try { await import('./lib/esm_throws.mjs'); } catch (e) { console.log(e.message, /esm_throws\.mjs:3:/.test(e.stack)); }
  try { await import('./lib/esm_missing.mjs'); } catch (e) { console.log(e.name, /does not provide an export named 'absent'/.test(e.message)); }
  console.log((await import('./lib/counter.js')).default === require('./lib/counter'), (await import('fs')).default === require('fs'));
})();
