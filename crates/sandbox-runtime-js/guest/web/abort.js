// AbortController and AbortSignal.

const { coded, invalidArgType } = require('node_errors');
const { DOMException } = require('web/dom_exception');
const { Event, EventTarget, defineHandler } = require('web/events');
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
      if (signal.#aborted) return;
      // All get their state before the first listener runs.
      const affected = [signal];
      for (const each of affected) {
        each.#aborted = true;
        each.#reason = reason;
        for (const dependent of each.#dependents) if (!dependent.#aborted) affected.push(dependent);
        each.#dependents.clear();
      }
      for (const each of new Set(affected)) each.dispatchEvent(new Event('abort'));
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
    if (typeof delay !== 'number') throw invalidArgType('delay', 'of type number', delay);
    if (!(delay >= 0 && delay <= Number.MAX_SAFE_INTEGER)) {
      throw coded(RangeError, 'ERR_OUT_OF_RANGE',
        `The value of "delay" is out of range. It must be >= 0 && <= ${Number.MAX_SAFE_INTEGER}. Received ${delay}`);
    }
    const signal = new AbortSignal(KEY);
    const timer = timers.setTimeout(() => {
      abort(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delay);
    // The program does not stay alive for it alone.
    timer.unref?.();
    return signal;
  }

  static any(signals) {
    if (signals === null || typeof signals !== 'object' || typeof signals[Symbol.iterator] !== 'function') {
      throw invalidArgType('signals', 'an instance of Iterable', signals);
    }
    const result = new AbortSignal(KEY);
    const sources = [...signals];
    for (const source of sources) {
      if (source === null || typeof source !== 'object' || !(#aborted in source)) {
        throw invalidArgType('signals', 'an array of AbortSignal', source);
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
