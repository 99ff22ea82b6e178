// node:readline: lines of an input that emits 'data' and 'end', or that can be iterated. There is no terminal here:
// nothing is edited, echoed or completed, whatever `terminal` says.

const EventEmitter = require('events');
const escapes = require('node/readline_escapes');
const { TextDecoder } = require('web/encoding');
const { nextTick } = require('ticks');
const {
  coded, AbortError, invalidArgType, invalidArgValue, outOfRange, checkSignal, checkInteger,
} = require('node/errors');

const ENDING = /\r?\n|\r(?!\n)/;
const SHORTEST_DELAY = 100; // ms between \r and \n that still are one end of a line
const MOST_WAITING = 1024; // lines before an iteration asks the input to wait
const promisify = Symbol.for('nodejs.util.promisify.custom');

// The older form of the arguments, as options.
function optionsOf(input, output, completer, terminal) {
  const positional = input === null || input === undefined || typeof input.on === 'function'
    || typeof input.read === 'function';
  return positional ? { input, output, completer, terminal } : input;
}

function check(options) {
  const { completer, history, historySize, tabSize, escapeCodeTimeout } = options;
  checkSignal(options.signal);
  if (completer !== undefined && completer !== null && typeof completer !== 'function') {
    throw invalidArgValue('completer', completer);
  }
  if (tabSize !== undefined) checkInteger(tabSize, 'tabSize', 1, 2 ** 32 - 1);
  if (escapeCodeTimeout !== undefined && !Number.isFinite(escapeCodeTimeout)) {
    throw invalidArgValue('input.escapeCodeTimeout', escapeCodeTimeout);
  }
  if (history !== undefined && !Array.isArray(history)) {
    throw invalidArgType('history', 'an instance of Array', history);
  }
  if (historySize !== undefined && !(typeof historySize === 'number' && historySize >= 0)) {
    throw outOfRange('historySize', '>= 0', historySize);
  }
}

class InterfaceBase extends EventEmitter {
  #decoder = undefined;
  #rest = ''; // of a line whose end has not come
  #returnAt = 0; // when the last text ended with \r
  #prompt = '> ';
  #question = undefined; // {answer, prompt: the one before}
  #source = undefined; // an input that is iterated

  constructor(...args) {
    super();
    const options = optionsOf(...args);
    const { input, output, signal } = options ?? {};
    check(options ?? {});
    const listens = typeof input?.on === 'function';
    if (!listens && typeof input?.[Symbol.asyncIterator] !== 'function'
      && typeof input?.[Symbol.iterator] !== 'function') {
      throw invalidArgType('input', "a stream that emits 'data' and 'end', or something iterable", input);
    }
    this.line = '';
    this.input = input;
    this.output = output;
    this.terminal = !!(options.terminal ?? output?.isTTY);
    this.history = options.history ?? [];
    this.historySize = options.historySize ?? 30;
    this.removeHistoryDuplicates = !!options.removeHistoryDuplicates;
    this.crlfDelay = options.crlfDelay ? Math.max(SHORTEST_DELAY, options.crlfDelay) : SHORTEST_DELAY;
    this.completer = options.completer;
    if (options.prompt !== undefined && options.prompt !== null) this.#prompt = `${options.prompt}`;
    if (listens) this.#listen(input);
    else this.#source = input;
    if (signal !== undefined) {
      const abort = () => this.close();
      if (signal.aborted) {
        nextTick(abort);
      } else {
        signal.addEventListener('abort', abort, { once: true });
        this.once('close', () => signal.removeEventListener('abort', abort));
      }
    }
    this.resume();
  }

  #listen(input) {
    const listeners = {
      error: (error) => this.emit('error', error),
      data: (chunk) => this.#feed(chunk),
      end: () => this.#finish(),
    };
    for (const name of Object.keys(listeners)) input.on(name, listeners[name]);
    this.once('close', () => {
      for (const name of Object.keys(listeners)) input.removeListener(name, listeners[name]);
    });
  }

  async #pump(source) {
    try {
      for await (const chunk of source) {
        await this.#whilePaused();
        if (this.closed) return;
        this.#feed(chunk);
      }
      if (!this.closed) this.#finish();
    } catch (error) {
      // Out of this promise, so that an error nobody listens for ends the program.
      nextTick(() => this.emit('error', error));
    }
  }

  #whilePaused() {
    if (!this.paused || this.closed) return undefined;
    return new Promise((resolve) => {
      const go = () => {
        this.removeListener('resume', go).removeListener('close', go);
        resolve();
      };
      this.on('resume', go).on('close', go);
    });
  }

  #feed(chunk) {
    let text = chunk;
    if (typeof chunk !== 'string') {
      this.#decoder ??= new TextDecoder('utf-8', { ignoreBOM: true });
      text = this.#decoder.decode(chunk, { stream: true });
    }
    if (text === '') return;
    // The second half of an end of line whose first half ended the text before.
    if (this.#returnAt > 0 && text[0] === '\n' && host.mono() - this.#returnAt <= this.crlfDelay) text = text.slice(1);
    this.#returnAt = text.endsWith('\r') ? host.mono() : 0;
    const lines = text.split(ENDING);
    lines[0] = this.#rest + lines[0];
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line);
  }

  #finish() {
    // A line without an end is no answer to a question, as in Node.
    const rest = this.#rest + (this.#decoder?.decode() ?? '');
    if (rest !== '') this.emit('line', rest);
    this.close();
  }

  #line(line) {
    const question = this.#question;
    if (question === undefined) {
      this.emit('line', line);
    } else {
      this.#question = undefined;
      this.setPrompt(question.prompt);
      question.answer(line);
    }
  }

  #write(text) {
    this.output?.write?.(text);
  }

  getPrompt() { return this.#prompt; }

  setPrompt(prompt) { this.#prompt = prompt; }

  prompt() {
    if (this.paused) this.resume();
    this.#write(this.#prompt);
  }

  // Called by the two kinds of `question`; returns how to give it up.
  ask(query, answer) {
    if (this.closed) throw coded(Error, 'ERR_USE_AFTER_CLOSE', 'readline was closed');
    if (this.#question !== undefined) {
      this.prompt();
      return () => {};
    }
    const question = { answer, prompt: this.#prompt };
    this.#question = question;
    this.setPrompt(query);
    this.prompt();
    return () => {
      if (this.#question !== question) return;
      this.#question = undefined;
      this.setPrompt(question.prompt);
      this.#write('\r\n');
    };
  }

  write(data) {
    if (this.paused) this.resume();
    if (data !== undefined && data !== null) this.#feed(`${data}`);
  }

  pause() {
    if (this.paused) return undefined;
    this.input.pause?.();
    this.paused = true;
    this.emit('pause');
    return this;
  }

  resume() {
    const source = this.#source;
    if (source !== undefined) {
      this.#source = undefined;
      this.#pump(source);
    }
    if (this.paused || source === undefined) this.input.resume?.();
    if (this.paused) {
      this.paused = false;
      this.emit('resume');
    }
    return this;
  }

  close() {
    if (this.closed) return;
    this.pause();
    this.closed = true;
    this.emit('close');
  }

  getCursorPos() {
    const lines = this.#prompt.split('\n');
    return { cols: lines[lines.length - 1].length, rows: lines.length - 1 };
  }

  get columns() { return this.output?.columns; }

  // From now on: what came before the iteration began is gone. An error of the input ends it.
  [Symbol.asyncIterator]() { return lines(this); }
}
// Not for programs: `ask` is of this file.
const { ask } = InterfaceBase.prototype;
delete InterfaceBase.prototype.ask;

function lines(readline) {
  const ready = [];
  const waiting = []; // {resolve, reject} of next()
  let over = readline.closed === true;
  let failure;
  let paused = false; // by us
  const detach = () => {
    over = true;
    readline.removeListener('line', onLine).removeListener('close', onClose).removeListener('error', onError);
    for (const each of waiting.splice(0)) each.resolve({ value: undefined, done: true });
  };
  function onLine(line) {
    if (waiting.length > 0) {
      waiting.shift().resolve({ value: line, done: false });
      return;
    }
    ready.push(line);
    if (ready.length >= MOST_WAITING && !readline.paused && !readline.closed) {
      paused = true;
      readline.pause();
    }
  }
  function onClose() {
    detach();
  }
  function onError(error) {
    if (waiting.length > 0) waiting.shift().reject(error);
    else failure = { error };
    detach();
  }
  let first = 0; // of `ready`: shifting a long array takes time
  const next = () => {
    if (first < ready.length) {
      const line = ready[first];
      ready[first++] = undefined;
      if (first === ready.length) {
        ready.length = first = 0;
        if (paused && !over) readline.resume();
        paused = false;
      }
      return Promise.resolve({ value: line, done: false });
    }
    if (failure !== undefined) {
      const { error } = failure;
      failure = undefined;
      return Promise.reject(error);
    }
    if (over) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => { waiting.push({ resolve, reject }); });
  };
  if (!over) readline.on('line', onLine).on('close', onClose).on('error', onError);
  return {
    next,
    return() {
      detach();
      return Promise.resolve({ value: undefined, done: true });
    },
    throw(error) {
      onError(error);
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]() { return this; },
  };
}

// What both kinds of question do with a signal: `aborted` is called when it is given up.
function askUntil(readline, query, signal, answer, aborted) {
  checkSignal(signal);
  if (signal?.aborted) {
    aborted();
    return;
  }
  let listener;
  const cancel = ask.call(readline, query, (line) => {
    if (listener !== undefined) signal.removeEventListener('abort', listener);
    answer(line);
  });
  if (signal === undefined) return;
  listener = () => {
    cancel();
    aborted();
  };
  signal.addEventListener('abort', listener, { once: true });
}

function questionPromise(query, options = undefined) {
  return new Promise((resolve, reject) => {
    const signal = options?.signal;
    askUntil(this, query, signal, resolve, () => reject(new AbortError(undefined, { cause: signal.reason })));
  });
}

class Interface extends InterfaceBase {
  question(query, options, callback = undefined) {
    const answer = typeof options === 'function' ? options : callback;
    const signal = options !== null && typeof options === 'object' ? options.signal : undefined;
    if (typeof answer === 'function') askUntil(this, query, signal, answer, () => {});
  }
}
Interface.prototype.question[promisify] = questionPromise;

class PromisesInterface extends InterfaceBase {}
Object.defineProperty(PromisesInterface, 'name', { value: 'Interface', configurable: true });
Object.defineProperty(PromisesInterface.prototype, 'question', {
  value: { question(query, options = undefined) { return questionPromise.call(this, query, options); } }.question,
  writable: true,
  configurable: true,
});

// Without `new`, too, as programs for old versions of Node call it.
const callable = (Class) => new Proxy(Class, { apply: (target, self, args) => new Class(...args) });
const Callable = callable(Interface);
Object.defineProperty(Interface.prototype, 'constructor', { value: Callable, writable: true, configurable: true });

module.exports = {
  Interface: Callable,
  ...escapes.functions,
  createInterface(input, output, completer, terminal) { return new Interface(input, output, completer, terminal); },
  emitKeypressEvents() {}, // there are no keys
  promises: {
    Interface: PromisesInterface,
    Readline: escapes.Readline,
    createInterface(input, output, completer, terminal) {
      return new PromisesInterface(input, output, completer, terminal);
    },
  },
};
