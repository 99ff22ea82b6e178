// What the host calls: run, step and finish for a program, resolve and load for ES modules. What the engine calls:
// track. Required last while the image is built: it requires everything else, so that a clone of the image has nothing
// left to load.

const { parseJson, formatJson, slice, lastIndexOf, wellFormed } = require('primordials');
const state = require('state');
const sources = require('sources');
const stack = require('stack');
const uncaught = require('uncaught');
const ticks = require('ticks');
const timers = require('timers');
const rejections = require('rejections');
const process = require('process');
const { runExitHandlers, currentCode, endMatters, newTurn, listenerCount, emit } = require('process_internals');
const program = require('program');
const interactive = require('interactive');
const { check } = require('check');
const esm = require('esm');
const globals = require('globals');

globals.install();

// Begins a program; without a request it is the usual one, which the image holds. Returns -1 when it has ended already
// by an uncaught error (promise jobs that are still waiting are not run then), -2 when it has done all there is to do and
// has nothing to report (if no promise job is waiting either, the host need not ask again), else 0.
function run(requestText, source, plain) {
  try {
    state.plain = plain;
    if (requestText !== undefined) {
      state.request = parseJson(requestText);
      const { file } = state.request;
      const slash = lastIndexOf(file, '/');
      state.directory = slash > 0 ? slice(file, 0, slash) : '/';
    }
    const { request } = state;
    if (request.std) require('std_compat').install();
    if (request.mode === 'check') {
      state.silent = true;
      check(request, source);
    } else if (request.mode === 'interactive') {
      newTurn();
      interactive.start(request, source);
    } else {
      program.start(request, source);
    }
  } catch (error) {
    uncaught.raise(error, 'uncaughtException');
  }
  if (state.ended) return -1;
  if (ticks.run() && state.ended) return -1;
  return timers.idle() && rejections.none() && !matters() && !endMatters() ? -2 : 0;
}

// Whether there is something to report, or may be.
function matters() {
  return state.request.mode !== 'script' || state.hasValue || state.pending;
}

// One turn of the event loop: see timers.js.
function step() {
  try {
    if (state.ended) return -1;
    if (ticks.run() || rejections.run()) return state.ended ? -1 : 0;
    if (timers.turn()) {
      if (!state.ended) ticks.run();
      return state.ended ? -1 : 0;
    }
    let wait = timers.wait();
    if (wait < 0 && state.request.mode !== 'interactive' && listenerCount('beforeExit') > 0) {
      // A listener may start something new.
      uncaught.guard(emit, undefined, ['beforeExit', code()]);
      if (state.ended) return -1;
      if (ticks.run()) return 0;
      wait = timers.wait();
    }
    return wait;
  } catch (error) {
    uncaught.raise(error, 'uncaughtException');
    return state.ended ? -1 : 0;
  }
}

function code() {
  const own = currentCode();
  if (own !== undefined && own !== 0) return own & 255;
  if (state.failure !== null) return 1;
  return own === undefined ? 0 : own & 255;
}

function finish() {
  const report = { __proto__: null };
  let unsettled = false;
  try {
    if (state.pending && !state.ended && state.failure === null) {
      unsettled = true;
      host.out(2, `Warning: Detected unsettled top-level await at ${state.request.file}\n`);
    }
    if (state.request.mode !== 'interactive') runExitHandlers(code());
    if (unsettled && currentCode() === undefined) process.exitCode = 13;
  } catch (error) {
    uncaught.fatal(error, 'uncaughtException');
  }
  const own = currentCode();
  // A program that has nothing to say but its output.
  if (own === undefined && state.failure === null && !state.hasValue && !state.incomplete && !unsettled) return;
  try {
    if (own !== undefined) report.exit = code();
    if (state.failure !== null) {
      report.exception = state.failure.record;
      if (uncaught.isOutOfMemory(state.failure.error)) report.outOfMemory = true;
      if (state.failure.record.code === 'ENOSPC') report.outOfDisk = true;
    } else if (state.hasValue) {
      const interactive = state.request.mode === 'interactive';
      report.value = require('value').describe(state.value, interactive);
      // As every prompt does.
      if (interactive) host.out(1, `${report.value.text}\n`);
    }
    if (state.incomplete) report.incomplete = true;
    if (unsettled) report.unsettled = true;
  } catch (error) {
    report.exit = 1;
  }
  let text;
  try {
    text = wellFormed(formatJson(report));
  } catch (error) {
    text = '{"exit":1}';
  }
  host.report(text);
}

// Forgets the programs that ran while the image was built: what they left compiled and allocated stays.
const initial = { ...state };
function reset() {
  Object.assign(state, initial);
  sources.reset();
  require('commonjs').reset();
  ticks.clear();
  timers.clear();
  rejections.clear();
  newTurn();
}

module.exports = {
  reset, run, step, finish, resolve: esm.resolve, load: esm.load, track: rejections.track,
};

// Everything that `run` or a program may need later is loaded now; from here on errors have the program's traces.
globals.preload();
stack.install();
