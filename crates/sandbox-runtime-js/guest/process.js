// The `process` object. What depends on the execution (argv, env, the working directory) is made when it is first used:
// a program that prints one line pays nothing for it.

const EventEmitter = require('events');
const { apply, defineProperty, floor, isInteger, wellFormed } = require('primordials');
const { coded, invalidArgType } = require('node_errors');
const hostError = require('host_error');
const state = require('state');
const ticks = require('ticks');
const timers = require('timers');
const uncaught = require('uncaught');
const stdio = require('stdio');
const internals = require('process_internals');

// The version of Node whose interfaces are followed; `versions` says what runs really.
const VERSION = '20.0.0';
const EXECUTABLE = '/usr/local/bin/node';

// As in Node: an object of class "process" that inherits from EventEmitter.
const prototype = Object.create(EventEmitter.prototype, {
  constructor: { value: function process() {}, writable: true, configurable: true },
  [Symbol.toStringTag]: { value: 'process', configurable: true },
});
const process = Object.create(prototype);
EventEmitter.call(process);
for (const name of Reflect.ownKeys(process)) {
  defineProperty(process, name, { __proto__: null, enumerable: false });
}
module.exports = process;

// A property that is computed at its first use.
function lazy(name, make) {
  defineProperty(process, name, {
    __proto__: null,
    get() {
      const value = make();
      defineProperty(process, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
      return value;
    },
    set(value) {
      defineProperty(process, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    },
    enumerable: true,
    configurable: true,
  });
}

let cwd;
let exitCode;

function workingDirectory() {
  if (cwd === undefined) cwd = '/app';
  return cwd;
}

function absolute(path) {
  const { resolve } = require('path-browserify');
  return path[0] === '/' ? resolve(path) : resolve(workingDirectory(), path);
}

// Environment variables are strings, as in Node.
function environment() {
  const variables = { ...state.request.env };
  return new Proxy(variables, {
    set(target, name, value) {
      if (typeof name === 'symbol' || typeof value === 'symbol') {
        throw new TypeError('Cannot convert a Symbol value to a string');
      }
      target[name] = `${value}`;
      return true;
    },
    defineProperty(target, name, descriptor) {
      if ('value' in descriptor) descriptor = { ...descriptor, value: `${descriptor.value}` };
      return Reflect.defineProperty(target, name, descriptor);
    },
  });
}

function toExitCode(code) {
  if (code === undefined || code === null) return undefined;
  if (isInteger(code)) return code;
  if (typeof code === 'string' && code !== '' && isInteger(+code)) return +code;
  throw invalidArgType('code', 'of type number', code);
}

// Runs the 'exit' handlers once. The code is what the program will end with, whatever happens in them.
function runExitHandlers(code) {
  if (state.exiting) return;
  state.exiting = true;
  process._exiting = true;
  if (internals.listenerCount('exit') > 0) internals.emit('exit', code);
}

function currentCode() {
  return exitCode === undefined ? 0 : exitCode;
}

// A getter or an inspection of the program's that runs while its uncaught error is looked at.
function checkMayEnd() {
  if (!uncaught.isDescribing()) return;
  throw coded(Error, 'ERR_INVALID_STATE', 'The process cannot be ended while an uncaught error is being shown');
}

function exit(code) {
  checkMayEnd();
  if (code !== undefined) process.exitCode = code;
  try {
    runExitHandlers(currentCode());
  } catch (error) {
    uncaught.fatal(error, 'uncaughtException');
  }
  state.ended = true;
  let own = currentCode() & 255;
  if (state.failure !== null) {
    // The host takes it along.
    internals.report(false);
    if (own === 0) own = state.failure.code;
  }
  host.exit(own);
}

function hrtime(previous) {
  const time = host.mono();
  let seconds = floor(time / 1000);
  let nanoseconds = floor((time - seconds * 1000) * 1e6);
  if (previous !== undefined) {
    if (!Array.isArray(previous)) throw invalidArgType('time', 'an instance of Array', previous);
    seconds -= previous[0];
    nanoseconds -= previous[1];
    if (nanoseconds < 0) {
      seconds--;
      nanoseconds += 1e9;
    }
  }
  return [seconds, nanoseconds];
}
hrtime.bigint = function bigint() {
  return BigInt(floor(host.mono() * 1e6));
};

function emitWarning(warning, type, code) {
  let detail;
  if (type !== null && typeof type === 'object') {
    ({ code, detail } = type);
    type = type.type;
  }
  if (typeof type === 'function') type = undefined;
  if (typeof warning === 'string') {
    const error = new Error(warning);
    error.name = type || 'Warning';
    if (code !== undefined && typeof code !== 'function') error.code = code;
    if (detail !== undefined) error.detail = detail;
    warning = error;
  } else if (!(warning instanceof Error)) {
    throw invalidArgType('warning', 'of type string or an instance of Error', warning);
  }
  if (warning.name === 'DeprecationWarning' && process.noDeprecation) return;
  ticks.nextTick(() => {
    if (!process.noWarnings) {
      const label = warning.code === undefined ? '' : `[${warning.code}] `;
      stdio.send(2, `(node:${process.pid}) ${label}${warning.name}: ${warning.message}\n`);
      if (warning.detail !== undefined) stdio.send(2, `${warning.detail}\n`);
    }
    internals.emit('warning', warning);
  });
}

function unsupported(name) {
  return function refuse() {
    throw coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `process.${name} is not available in this sandbox`);
  };
}

function memory() {
  // The engine does not tell; a host that can adds the operation.
  const total = host.memory === undefined ? 0 : host.memory();
  return { rss: total, heapTotal: total, heapUsed: total, external: 0, arrayBuffers: 0 };
}

Object.assign(process, {
  version: `v${VERSION}`,
  versions: { node: VERSION, 'quickjs-ng': '0', modules: '115' },
  arch: 'wasm32',
  // Programs ask for it to choose between Windows and the rest; the file tree is a POSIX one.
  platform: 'linux',
  release: { name: 'node' },
  title: 'node',
  pid: 1,
  ppid: 0,
  execPath: EXECUTABLE,
  execArgv: [],
  argv0: 'node',
  debugPort: 0,
  config: { target_defaults: {}, variables: {} },
  features: { inspector: false, debug: false, uv: false, ipv6: false, tls: false },
  exit,
  reallyExit: exit,
  abort() {
    checkMayEnd();
    host.exit(134);
  },
  nextTick: ticks.nextTick,
  hrtime,
  emitWarning,
  cwd() { return workingDirectory(); },
  chdir(directory) {
    if (typeof directory !== 'string') throw invalidArgType('directory', 'of type string', directory);
    const target = absolute(directory);
    let failure;
    try {
      const found = JSON.parse(hostError.call('fs.stat', wellFormed(target), true));
      if (found.type !== 'directory') {
        failure = { code: 'ENOTDIR', errno: -20, message: 'not a directory' };
      }
    } catch (error) {
      const { code, errno } = error;
      failure = { code, errno, message: code === 'ENOENT' ? 'no such file or directory' : `${code}` };
    }
    if (failure !== undefined) {
      const error = new Error(`${failure.code}: ${failure.message}, chdir '${workingDirectory()}' -> '${directory}'`);
      const { errno, code } = failure;
      throw Object.assign(error, { errno, code, syscall: 'chdir', path: workingDirectory(), dest: directory });
    }
    cwd = target;
  },
  umask() { return 0o22; },
  uptime() { return host.mono() / 1000; },
  memoryUsage: Object.assign(memory, { rss: () => memory().rss }),
  constrainedMemory() { return 0; },
  availableMemory() { return 0; },
  cpuUsage(previous) {
    const user = floor(host.mono() * 1000);
    return previous === undefined ? { user, system: 0 } : { user: user - previous.user, system: 0 - previous.system };
  },
  resourceUsage() { return { userCPUTime: floor(host.mono() * 1000), systemCPUTime: 0, maxRSS: 0 }; },
  getuid: () => 0,
  geteuid: () => 0,
  getgid: () => 0,
  getegid: () => 0,
  getgroups: () => [],
  kill: unsupported('kill'),
  dlopen: unsupported('dlopen'),
  binding: unsupported('binding'),
  setUncaughtExceptionCaptureCallback(callback) {
    process.removeListener('uncaughtException', captured);
    captured = callback || undefined;
    if (captured !== undefined) process.prependListener('uncaughtException', captured);
  },
  hasUncaughtExceptionCaptureCallback: () => captured !== undefined,
  getBuiltinModule(name) { return require('builtins').get(name); },
  stdout: stdio.stdout,
  stderr: stdio.stderr,
  stdin: stdio.stdin,
});
let captured;

lazy('argv', () => [EXECUTABLE, state.request.file, ...state.request.argv]);
lazy('env', environment);
defineProperty(process, 'exitCode', {
  __proto__: null,
  get: () => exitCode,
  set(value) { exitCode = toExitCode(value); },
  enumerable: true,
  configurable: true,
});
defineProperty(process, '_exiting', {
  __proto__: null, value: false, writable: true, enumerable: false, configurable: true,
});
defineProperty(process, 'mainModule', {
  __proto__: null,
  get: () => (state.format === 'module' ? undefined : require('commonjs').main),
  enumerable: false,
  configurable: true,
});

// For the rest of the engine room; not on the object that programs see.
internals.runExitHandlers = runExitHandlers;
internals.currentCode = () => exitCode;
// Whether the end of the program can be of any interest: somebody listens, or there is a code.
internals.endMatters = () => exitCode !== undefined || process._eventsCount !== 0;
internals.absolute = absolute;
internals.workingDirectory = workingDirectory;
// The turns of an interactive session share the object; the exit code is that of the turn.
internals.newTurn = () => { exitCode = undefined; };

// Taken now: a program may put anything in the place of these methods.
const { listenerCount, emit } = EventEmitter.prototype;
internals.listenerCount = (event) => apply(listenerCount, process, [event]);
internals.emit = (...args) => apply(emit, process, args);
uncaught.setProcess({ listenerCount: internals.listenerCount, emit: internals.emit, emitWarning });
