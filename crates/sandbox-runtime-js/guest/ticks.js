// process.nextTick: a queue of its own, which runs empty before the program's promises get their turn.
//
// The host runs all pending promise jobs between two calls of `step`. So `run` (for the main program), each timer and
// each `step` run the whole queue first and then return to the host: the same order as in Node.

const { apply } = require('primordials');
const { checkFunction } = require('node_errors');
const uncaught = require('uncaught');

let first = null;
let last = null;

exports.nextTick = function nextTick(callback, ...args) {
  checkFunction(callback, 'callback');
  const entry = { callback, args, next: null };
  if (last === null) first = entry;
  else last.next = entry;
  last = entry;
};

// Runs everything queued, also what is queued meanwhile. Tells whether there was anything.
exports.run = function run() {
  if (first === null) return false;
  while (first !== null) {
    const entry = first;
    first = entry.next;
    if (first === null) last = null;
    try {
      apply(entry.callback, undefined, entry.args);
    } catch (error) {
      if (!uncaught.raise(error, 'uncaughtException')) return true;
    }
  }
  return true;
};

exports.clear = () => { first = last = null; };
