globalThis.Atomics = {};
module.exports = require('node-inspect-extracted');
delete globalThis.Atomics;
