// node: no - vendored packages
// A package in the workspace's node_modules wins over the vendored one of the same name; the others are still found.
const fs = require('node:fs');

fs.mkdirSync('node_modules/uuid', { recursive: true });
fs.writeFileSync('node_modules/uuid/package.json', '{"name": "uuid", "version": "0.0.1", "main": "own.js"}');
fs.writeFileSync('node_modules/uuid/own.js', 'exports.v4 = () => "own";');
console.log(require('uuid').v4(), require('uuid/package.json').version, require.resolve('uuid'));
console.log(require('semver').major('7.1.0'), require.resolve('semver').startsWith('/packages/'));
import('uuid').then(({ v4 }) => console.log(v4()));
