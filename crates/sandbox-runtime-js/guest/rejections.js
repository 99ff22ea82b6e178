// Promises rejected without a handler. A host that can follow promises calls `rejected` and `handled`; what is still
// unhandled when all promise jobs have run is reported, as in Node. Without such a host only the promises that the
// loader knows (the main module, the last statement of the program) are watched: see program.js.

const { Map, mapGet, mapSet, mapDelete } = require('primordials');
const uncaught = require('uncaught');

let pending = null; // a list in the order of rejection
let lastPending = null;
const entries = new Map(); // promise -> entry

exports.rejected = function rejected(reason, promise) {
  const entry = { reason, promise, handled: false, reported: false, next: null };
  mapSet(entries, promise, entry);
  if (lastPending === null) pending = entry;
  else lastPending.next = entry;
  lastPending = entry;
};

exports.handled = function handled(promise) {
  const entry = mapGet(entries, promise);
  if (entry === undefined) return;
  entry.handled = true;
  mapDelete(entries, promise);
  if (entry.reported) require('process').emit('rejectionHandled', promise);
};

// Reports what has been left unhandled; tells whether there was anything.
exports.run = function run() {
  if (pending === null) return false;
  let any = false;
  while (pending !== null) {
    const entry = pending;
    pending = entry.next;
    if (pending === null) lastPending = null;
    if (entry.handled) continue;
    any = true;
    entry.reported = true;
    uncaught.rejection(entry.reason, entry.promise);
  }
  return any;
};
