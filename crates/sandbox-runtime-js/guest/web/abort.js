// AbortController and AbortSignal.

const { coded, invalidArgType, checkInteger } = require('node/errors');
const { DOMException } = require('web/dom_exception');
const { Event, EventTarget, trust, defineHandler } = require('web/events');
const { showAs, enumerable } = require('web/inspect');
const timers = require('timers');

const KEY = Symbol('made here'); // signals are made by this file only
let abort;

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;
  #dependents = new Set(); // signals of AbortSignal.any that follow this one

  constructor(key) {
    if (key !== KEY) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    super();
  }

  static {
    abort = (signal, reason) => {
      // Those that follow learn of it after the listeners have run, each in its turn, as in Node 20.
      const affected = [signal];
      for (const each of affected) {
        if (each.#aborted) continue;
        each.#aborted = true;
        each.#reason = reason;
        each.dispatchEvent(trust(new Event('abort')));
        affected.push(...each.#dependents);
        each.#dependents.clear();
      }
    };
  }

  get aborted() { return this.#aborted; }

  get reason() { return this.#reason; }

  throwIfAborted() { if (this.#aborted) throw this.#reason; }

  static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    const signal = new AbortSignal(KEY);
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }

  static timeout(delay) {
    checkInteger(delay, 'delay', 0, 2 ** 32 - 1);
    const signal = new AbortSignal(KEY);
    const timer = timers.setTimeout(() => {
      abort(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delay);
    // The program does not stay alive for it alone.
    timer.unref?.();
    return signal;
  }

  static any(signals) {
    if (!Array.isArray(signals)) throw invalidArgType('signals', 'an instance of Array', signals);
    const result = new AbortSignal(KEY);
    const sources = [...signals];
    for (const [index, source] of sources.entries()) {
      if (source === null || typeof source !== 'object' || !(#aborted in source)) {
        throw invalidArgType(`signals[${index}]`, 'an instance of AbortSignal', source);
      }
    }
    const done = sources.find((source) => source.#aborted);
    if (done !== undefined) {
      result.#aborted = true;
      result.#reason = done.#reason;
    } else {
      for (const source of sources) source.#dependents.add(result);
    }
    return result;
  }
}
enumerable(AbortSignal);
defineHandler(AbortSignal, 'abort');
showAs(AbortSignal, (signal) => ({ aborted: signal.aborted }));

class AbortController {
  #signal = new AbortSignal(KEY);

  get signal() { return this.#signal; }

  abort(reason = new DOMException('This operation was aborted', 'AbortError')) { abort(this.#signal, reason); }
}
enumerable(AbortController);
showAs(AbortController, (controller) => ({ signal: controller.signal }));

module.exports = { AbortController, AbortSignal };
