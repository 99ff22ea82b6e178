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
const internals = require('process_internals');
const program = require('program');
const interactive = require('interactive');
const { check } = require('check');
const esm = require('esm');
const stdio = require('stdio');
const globals = require('globals');
const seededRandom = require('seeded_random');

const { runExitHandlers, currentCode, endMatters, newTurn, listenerCount, emit } = internals;

globals.install();

// Begins a program; without a request it is the usual one, which the image holds. Returns -1 when it has ended already
// by an uncaught error (promise jobs that are still waiting are not run then), -2 when it has done all there is to do
// and has nothing to report (if no promise job is waiting either, the host need not ask again), else 0.
function run(requestText, source, plain) {
  try {
    state.plain = plain;
    if (requestText !== undefined) {
      state.request = parseJson(requestText);
      const { file } = state.request;
      const slash = lastIndexOf(file, '/');
      // What is no path is a name of an input: it stands in the workspace.
      if (slash >= 0) state.directory = slash > 0 ? slice(file, 0, slash) : '/';
    }
    const { request } = state;
    if (request.std) require('std_compat').install();
    if (request.renew) seededRandom.renew();
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
  if (state.failure !== null) return state.failure.code;
  return own === undefined ? 0 : own & 255;
}

// Kinds of refusal that mean the file tree is full, or may not get what the program wants.
const QUOTA = {
  __proto__: null, ENOSPC: true, EDQUOT: true, EMFILE: true, EFBIG: true, ENAMETOOLONG: true,
};

// Longer ones are not read by the host (which counts bytes, of which a character has three at most).
const LONGEST_REPORT = 1300000;

function finish() {
  let unsettled = false;
  try {
    if (state.pending && !state.ended && state.failure === null) {
      unsettled = true;
      host.out(2, wellFormed(`Warning: Detected unsettled top-level await at ${state.request.file}\n`));
    }
    if (state.request.mode !== 'interactive') {
      runExitHandlers(code());
      // Of promises that were rejected in the handlers.
      if (state.failure === null) rejections.run();
    }
    if (unsettled && currentCode() === undefined && state.failure === null) process.exitCode = 13;
  } catch (error) {
    uncaught.fatal(error, 'uncaughtException');
  }
  // A program that has nothing to say but its output.
  const { failure, hasValue, incomplete } = state;
  if (currentCode() === undefined && failure === null && !hasValue && !incomplete && !unsettled) return;
  report(unsettled);
}

function report(unsettled) {
  const answer = { __proto__: null };
  try {
    if (currentCode() !== undefined || (state.failure !== null && state.failure.code !== 1)) answer.exit = code();
    if (state.failure !== null) {
      answer.exception = state.failure.record;
      if (state.failure.outOfMemory) answer.outOfMemory = true;
      if (QUOTA[state.failure.record.code]) answer.outOfDisk = true;
    } else if (state.hasValue) {
      const { mode, whole, value } = state.request;
      const prompted = mode === 'interactive' && !whole;
      if (!whole || value) answer.value = require('value').describe(state.value, prompted);
      // As every prompt does.
      if (prompted) stdio.send(1, `${answer.value.text}\n`);
    }
    if (state.incomplete) answer.incomplete = true;
    if (unsettled) answer.unsettled = true;
  } catch (error) {
    uncaught.fatal(error, 'uncaughtException');
    answer.exception = state.failure.record;
  }
  let text;
  try {
    text = wellFormed(formatJson(answer));
    if (text.length > LONGEST_REPORT) text = wellFormed(formatJson(shortened(answer)));
  } catch (error) {
    text = bare(answer);
  }
  host.report(text);
}
// For process.exit, which does not come back.
internals.report = report;

// The report without JSON.stringify of objects, which a program can break (a setter of Array.prototype[0]).
function bare({ exit, exception, outOfMemory, outOfDisk }) {
  if (exception === undefined) return `{"exit":${exit === undefined ? 1 : exit}}`;
  const { type, message, text, stack: frames } = exception;
  let list = '';
  for (let i = 0; i < frames.length && i < 10; i++) {
    const { file, line } = frames[i];
    list += `${i > 0 ? ',' : ''}{"file":${formatJson(file)},"line":${line}}`;
  }
  const code = exit === undefined ? '' : `"exit":${exit},`;
  return `{"exception":{"type":${formatJson(type)},"message":${formatJson(message)},"text":${formatJson(text)},`
    + `"stack":[${list}]},${code}"outOfMemory":${outOfMemory === true},"outOfDisk":${outOfDisk === true}}`;
}

function shortened(answer) {
  if (answer.value !== undefined) answer.value = require('value').describe(state.value, true);
  if (answer.exception !== undefined) {
    delete answer.exception.cause;
    if (answer.exception.stack.length > 10) answer.exception.stack.length = 10;
  }
  return answer;
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
