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
let lost = false; // a rejection could not be noted
const addReported = uncurryThis(WeakSet.prototype.add);
const wasReported = uncurryThis(WeakSet.prototype.delete);

// A module whose evaluation fails rejects two promises of the engine's own, one directly after the other and with the
// same error, before the one that import() has returned. The engine handles the second of them at once; the first is
// handled by nobody. No function of the program runs at any of these moments.
let recent = null; // the entry of the last call of `track`, if that was a rejection
let ofModule = null; // the first of two such entries

function rejected(promise, reason) {
  const entry = { reason, promise, previous: last, next: null };
  mapSet(unhandled, promise, entry);
  if (last === null) first = entry;
  else last.next = entry;
  last = entry;
  ofModule = state.modules > 0 && recent !== null && recent.reason === reason && stack.caller() === undefined
    ? recent : null;
  recent = entry;
}

function unlink(entry) {
  mapDelete(unhandled, entry.promise);
  if (entry.previous === null) first = entry.next;
  else entry.previous.next = entry.next;
  if (entry.next === null) last = entry.previous;
  else entry.next.previous = entry.previous;
}

function handled(promise) {
  const entry = mapGet(unhandled, promise);
  if (entry !== undefined) {
    unlink(entry);
    if (ofModule !== null && entry === recent && stack.caller() === undefined) unlink(ofModule);
  } else if (wasReported(reported, promise)) {
    late[late.length] = promise;
  }
  recent = null;
  ofModule = null;
}

// Called from the middle of the engine, which ignores what is thrown here.
exports.track = function track(promise, reason, isHandled) {
  try {
    if (isHandled) handled(promise);
    else rejected(promise, reason);
  } catch (thrown) {
    lost = true;
  }
};

// Reports what has been left unhandled, and what has been handled after all; tells whether there was anything.
exports.run = function run() {
  if (lost) {
    lost = false;
    uncaught.raiseLost();
    return true;
  }
  recent = null;
  ofModule = null;
  if (first === null && late.length === 0) return false;
  const handledLate = late;
  late = [];
  for (let i = 0; i < handledLate.length; i++) {
    uncaught.guard(() => require('process').emit('rejectionHandled', handledLate[i]), undefined, []);
  }
  let any = handledLate.length > 0;
  while (first !== null) {
    const entry = first;
    unlink(entry);
    any = true;
    addReported(reported, entry.promise);
    uncaught.rejection(entry.reason, entry.promise);
  }
  return any;
};

exports.none = () => first === null && late.length === 0 && !lost;

exports.clear = function clear() {
  while (first !== null) unlink(first);
  recent = null;
  ofModule = null;
  late = [];
  lost = false;
};
