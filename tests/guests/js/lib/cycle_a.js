exports.done = false;
const b = require('./cycle_b.js');
exports.b = b.done;
exports.done = true;
