// console: as Node's, with the formatting of util.inspect. log, info, debug, table, dir, group, count and time go to
// stdout; warn, error, trace and assert to stderr.

const { keys, wellFormed, repeat, indexOf } = require('primordials');
const stdio = require('stdio');

const { print } = host;
const { TEXT_PART } = stdio;
const util = () => require('node/util');

// Values whose text needs no inspection, joined as console.log joins them; undefined when one of them does need it.
function plain(args) {
  const { length } = args;
  let text = '';
  for (let i = 0; i < length; i++) {
    const value = args[i];
    if (i > 0) text += ' ';
    switch (typeof value) {
      case 'string':
        if (i === 0 && length > 1 && indexOf(value, '%') >= 0) return undefined;
        text += value;
        break;
      case 'number':
        text += value === 0 && 1 / value < 0 ? '-0' : value;
        break;
      case 'boolean':
      case 'undefined':
        text += value;
        break;
      case 'bigint':
        text += `${value}n`;
        break;
      default:
        if (value !== null) return undefined;
        text += 'null';
    }
  }
  return text;
}

function duration(ms) {
  if (ms >= 3600e3) {
    const minutes = Math.floor(ms / 60e3) % 60;
    const seconds = (ms % 60e3) / 1000;
    const two = (value) => String(Math.floor(value)).padStart(2, '0');
    return `${Math.floor(ms / 3600e3)}:${two(minutes)}:${two(seconds)} (h:mm:ss)`;
  }
  if (ms >= 60e3) {
    const [whole, part] = ((ms % 60e3) / 1000).toFixed(3).split('.');
    return `${Math.floor(ms / 60e3)}:${whole.padStart(2, '0')}.${part} (m:ss.mmm)`;
  }
  return ms >= 1000 ? `${(ms / 1000).toFixed(3)}s` : `${Number(ms.toFixed(3))}ms`;
}

// Everything a console can do, over two streams. `colors` and the like do not exist: output is never a terminal.
function fill(target, stdout, stderr, indentation = 2) {
  let indent = '';
  const counts = new Map();
  const timers = new Map();

  function emit(stream, text) {
    if (indent !== '') text = indent + (indexOf(text, '\n') < 0 ? text : text.replaceAll('\n', `\n${indent}`));
    text = `${text}\n`;
    // Straight to the host, unless the program has put its own `write` in place.
    if (stream.write !== stdio.write) {
      stream.write(text);
    } else if (stream !== stdio.stdout || text.length > TEXT_PART) {
      stdio.sendTo(stream, text);
    } else {
      try {
        print(text);
      } catch (error) {
        // It takes well-formed text only, as nearly all is.
        print(wellFormed(text));
      }
    }
  }

  function format(args) {
    const text = plain(args);
    return text === undefined ? util().format.apply(undefined, args) : text;
  }

  function toStdout(name) {
    return { [name](...args) { emit(stdout, format(args)); } }[name];
  }

  function toStderr(name) {
    return { [name](...args) { emit(stderr, format(args)); } }[name];
  }

  const log = toStdout('log');
  const warn = toStderr('warn');

  function elapsed(label, name, args) {
    const start = timers.get(label);
    if (start === undefined) {
      require('process').emitWarning(`No such label '${label}' for ${name}`);
      return false;
    }
    const text = `${label}: ${duration(host.mono() - start)}`;
    emit(stdout, args.length === 0 ? text : `${text} ${format(args)}`);
    return true;
  }

  const methods = {
    log,
    warn,
    dir(object, options) {
      emit(stdout, util().inspect(object, { customInspect: false, ...options }));
    },
    time(label = 'default') {
      label = `${label}`;
      if (timers.has(label)) {
        require('process').emitWarning(`Label '${label}' already exists for console.time()`);
        return;
      }
      timers.set(label, host.mono());
    },
    timeEnd(label = 'default') {
      label = `${label}`;
      if (elapsed(label, 'console.timeEnd()', [])) timers.delete(label);
    },
    timeLog(label = 'default', ...data) {
      elapsed(`${label}`, 'console.timeLog()', data);
    },
    trace(...args) {
      const trace = { name: 'Trace', message: format(args) };
      Error.captureStackTrace(trace, target.trace);
      emit(stderr, trace.stack);
    },
    assert(condition, ...args) {
      if (condition) return;
      args[0] = `Assertion failed${args.length === 0 ? '' : `: ${args[0]}`}`;
      target.warn(...args);
    },
    clear() {},
    count(label = 'default') {
      label = `${label}`;
      const count = (counts.get(label) || 0) + 1;
      counts.set(label, count);
      target.log(`${label}: ${count}`);
    },
    countReset(label = 'default') {
      label = `${label}`;
      if (!counts.delete(label)) require('process').emitWarning(`Count for '${label}' does not exist`);
    },
    group(...data) {
      if (data.length > 0) target.log(...data);
      indent += repeat(' ', indentation);
    },
    groupEnd() {
      indent = indent.slice(0, indent.length - indentation);
    },
    table(data, properties) {
      if (data === null || typeof data !== 'object') {
        target.log(data);
        return;
      }
      target.log(require('console_table').render(data, properties));
    },
    debug: toStdout('debug'),
    info: toStdout('info'),
    dirxml: toStdout('dirxml'),
    error: toStderr('error'),
    profile() {},
    profileEnd() {},
    timeStamp() {},
  };
  methods.groupCollapsed = { groupCollapsed(...data) { methods.group(...data); } }.groupCollapsed;

  for (const name of keys(methods)) {
    // Methods are own properties and need no receiver: `const { log } = console` and `list.forEach(console.log)` work.
    Object.defineProperty(target, name, {
      value: methods[name], writable: true, enumerable: true, configurable: true,
    });
  }
  return target;
}

function Console(options, stderr) {
  if (!new.target) return new Console(options, stderr);
  let stdout = options;
  let indentation = 2;
  if (options !== null && typeof options === 'object' && typeof options.write !== 'function') {
    ({ stdout, stderr } = options);
    indentation = options.groupIndentation ?? 2;
  }
  if (stdout === null || typeof stdout !== 'object' || typeof stdout.write !== 'function') {
    throw require('node_errors').coded(
      TypeError, 'ERR_CONSOLE_WRITABLE_STREAM', 'Console expects a writable stream instance for stdout',
    );
  }
  fill(this, stdout, stderr || stdout, indentation);
}

const console = fill(Object.create({}), stdio.stdout, stdio.stderr);
Object.defineProperty(console, Symbol.toStringTag, { value: 'console', configurable: true });
console.Console = Console;
Object.defineProperty(Console, Symbol.hasInstance, { value: (value) => value === console || (value !== null
  && typeof value === 'object' && Console.prototype.isPrototypeOf(value)) });

module.exports = console;
