// Promises rejected without a handler: the engine calls `track`. What is still unhandled when all promise jobs have run
// is reported, as in Node.

const { uncurryThis, Map, mapGet, mapSet, mapDelete } = require('primordials');
const state = require('state');
const stack = require('stack');
const uncaught = require('uncaught');

let first = null; // a list in the order of rejection
let last = null;
const unhandled = new Map(); // promise -> entry of the list
const reported = new WeakSet();
let late = []; // reported before they were handled
const addReported = uncurryThis(WeakSet.prototype.add);
const wasReported = uncurryThis(WeakSet.prototype.delete);

// A module whose evaluation fails rejects a promise of the engine's own before the one that import() has returned.
// Nobody can handle the former: it is the one before, with the same error, and no function of the program made either.
function isOfModule(entry, reason) {
  return entry !== null && !entry.handled && entry.reason === reason && typeof reason === 'object' && state.modules > 0
    && stack.caller() === undefined;
}

function rejected(promise, reason) {
  if (isOfModule(last, reason)) handled(last.promise);
  const entry = { reason, promise, handled: false, next: null };
  mapSet(unhandled, promise, entry);
  if (last === null) first = entry;
  else last.next = entry;
  last = entry;
}

function handled(promise) {
  const entry = mapGet(unhandled, promise);
  if (entry !== undefined) {
    entry.handled = true;
    mapDelete(unhandled, promise);
  } else if (wasReported(reported, promise)) {
    late[late.length] = promise;
  }
}

// Called from the middle of the engine, which ignores what is thrown here.
exports.track = function track(promise, reason, isHandled) {
  if (isHandled) handled(promise);
  else rejected(promise, reason);
};

// Reports what has been left unhandled, and what has been handled after all; tells whether there was anything.
exports.run = function run() {
  if (first === null && late.length === 0) return false;
  const handledLate = late;
  late = [];
  for (let i = 0; i < handledLate.length; i++) {
    uncaught.guard(() => require('process').emit('rejectionHandled', handledLate[i]), undefined, []);
  }
  let any = handledLate.length > 0;
  while (first !== null) {
    const entry = first;
    first = entry.next;
    if (first === null) last = null;
    if (entry.handled) continue;
    any = true;
    mapDelete(unhandled, entry.promise);
    addReported(reported, entry.promise);
    uncaught.rejection(entry.reason, entry.promise);
  }
  return any;
};

exports.none = () => first === null && late.length === 0;

exports.clear = function clear() {
  for (; first !== null; first = first.next) mapDelete(unhandled, first.promise);
  last = null;
  late = [];
};
