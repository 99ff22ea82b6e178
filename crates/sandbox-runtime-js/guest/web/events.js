// Event, CustomEvent and EventTarget. There is no tree of targets: an event has its target and no other.

const { coded, invalidArgType } = require('node_errors');
const { nextTick } = require('ticks');
const { mono } = host;
const { showAs, enumerable } = require('web/inspect');

let trust; // marks an event as made by the prelude
let dispatch; // (event, target) => whether a listener may go on; set by Event, which alone sees its fields
let state;

class Event {
  #type;
  #cancelable;
  #bubbles;
  #composed;
  #prevented = false;
  #stopped = false; // stopPropagation
  #stoppedNow = false; // stopImmediatePropagation
  #passive = false;
  #dispatching = false;
  #target = null;
  #current = null;
  #trusted = false;
  #time = mono();

  constructor(type, options = undefined) {
    if (arguments.length === 0) {
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "type" argument must be specified');
    }
    if (options !== undefined && options !== null && typeof options !== 'object') {
      throw invalidArgType('options', 'of type object', options);
    }
    this.#type = `${type}`;
    this.#cancelable = !!options?.cancelable;
    this.#bubbles = !!options?.bubbles;
    this.#composed = !!options?.composed;
  }

  static {
    state = (event) => ({
      get dispatching() { return event.#dispatching; },
      get stopped() { return event.#stoppedNow; },
      begin(target) {
        event.#dispatching = true;
        event.#target = target;
        event.#current = target;
      },
      end() {
        event.#dispatching = false;
        event.#current = null;
        event.#stopped = false;
        event.#stoppedNow = false;
        event.#passive = false;
      },
      passive(value) { event.#passive = value; },
    });
    dispatch = (event) => #type in event;
    trust = (event) => {
      event.#trusted = true;
      return event;
    };
  }

  get type() { return this.#type; }

  get target() { return this.#target; }

  get srcElement() { return this.#target; }

  get currentTarget() { return this.#current; }

  get bubbles() { return this.#bubbles; }

  get cancelable() { return this.#cancelable; }

  get composed() { return this.#composed; }

  get defaultPrevented() { return this.#cancelable && this.#prevented; }

  get returnValue() { return !this.defaultPrevented; }

  set returnValue(value) { if (!value) this.preventDefault(); }

  get cancelBubble() { return this.#stopped; }

  set cancelBubble(value) { if (value) this.#stopped = true; }

  get eventPhase() { return this.#dispatching ? Event.AT_TARGET : Event.NONE; }

  get timeStamp() { return this.#time; }

  get isTrusted() { return this.#trusted; }

  composedPath() { return this.#dispatching ? [this.#current] : []; }

  preventDefault() { if (!this.#passive) this.#prevented = true; }

  stopPropagation() { this.#stopped = true; }

  stopImmediatePropagation() {
    this.#stopped = true;
    this.#stoppedNow = true;
  }

  initEvent(type, bubbles = false, cancelable = false) {
    if (this.#dispatching) return;
    this.#type = `${type}`;
    this.#bubbles = !!bubbles;
    this.#cancelable = !!cancelable;
    this.#prevented = false;
  }
}
for (const [index, name] of ['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE'].entries()) {
  Object.defineProperty(Event, name, { value: index, enumerable: true });
  Object.defineProperty(Event.prototype, name, { value: index, enumerable: true });
}
enumerable(Event);
showAs(Event, (event) => ({
  type: event.type, defaultPrevented: event.defaultPrevented, cancelable: event.cancelable, timeStamp: event.timeStamp,
}), (event) => event.constructor.name);

class CustomEvent extends Event {
  #detail;

  constructor(type, options = undefined) {
    if (arguments.length === 0) {
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "type" argument must be specified');
    }
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() { return this.#detail; }
}
enumerable(CustomEvent);

const isEvent = (value) => value !== null && typeof value === 'object' && dispatch(value);

// Calls one listener; what it throws is an uncaught error of the program and does not keep the others from running.
function notify(target, event, callback) {
  try {
    const result = typeof callback === 'function' ? callback.call(target, event) : callback.handleEvent?.(event);
    if (result !== null && typeof result === 'object' && typeof result.then === 'function') {
      result.then(undefined, (error) => { nextTick(() => { throw error; }); });
    }
  } catch (error) {
    nextTick(() => { throw error; });
  }
}

function checkListener(listener) {
  if (typeof listener !== 'function' && typeof listener !== 'object') {
    throw invalidArgType('listener', 'an instance of EventListener', listener);
  }
}

let listenersOf;

class EventTarget {
  #listeners = new Map(); // type -> [{callback, capture, once, passive, removed, signal}]

  static {
    listenersOf = (target, type) => (target.#listeners.get(type) ?? []).map((each) => each.callback);
  }

  addEventListener(type, callback, options = undefined) {
    if (arguments.length < 2) {
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "type" and "listener" arguments must be specified');
    }
    if (!['undefined', 'boolean', 'object'].includes(typeof options)) {
      throw invalidArgType('options', 'of type object', options);
    }
    const given = options !== null && typeof options === 'object' ? options : { capture: !!options };
    const { once, passive, signal } = given;
    const capture = !!given.capture;
    if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
      throw invalidArgType('options.signal', 'an instance of AbortSignal', signal);
    }
    if (callback === null || callback === undefined) {
      require('process').emitWarning(`addEventListener called with ${callback} which has no effect.`);
      return;
    }
    checkListener(callback);
    if (signal?.aborted) return;
    const key = `${type}`;
    let list = this.#listeners.get(key);
    if (list === undefined) this.#listeners.set(key, list = []);
    if (list.some((each) => each.callback === callback && each.capture === capture)) return;
    list.push({ callback, capture, once: !!once, passive: !!passive, removed: false });
    signal?.addEventListener('abort', () => this.removeEventListener(key, callback, { capture }), { once: true });
  }

  removeEventListener(type, callback, options = undefined) {
    if (arguments.length < 2) {
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "type" and "listener" arguments must be specified');
    }
    if (callback !== null && callback !== undefined) checkListener(callback);
    const capture = options !== null && typeof options === 'object' ? !!options.capture : !!options;
    const key = `${type}`;
    const list = this.#listeners.get(key);
    const index = list?.findIndex((each) => each.callback === callback && each.capture === capture) ?? -1;
    if (index < 0) return;
    list[index].removed = true;
    // Copied, as the old one may be in use by an event on its way.
    if (list.length === 1) this.#listeners.delete(key);
    else this.#listeners.set(key, list.toSpliced(index, 1));
  }

  dispatchEvent(event) {
    if (!isEvent(event)) throw invalidArgType('event', 'an instance of Event', event);
    const access = state(event);
    if (access.dispatching) {
      throw coded(Error, 'ERR_EVENT_RECURSION', `The event "${event.type}" is already being dispatched`);
    }
    access.begin(this);
    const list = this.#listeners.get(event.type);
    if (list !== undefined) {
      for (const each of [...list]) {
        if (each.removed) continue;
        if (each.once) this.removeEventListener(event.type, each.callback, { capture: each.capture });
        access.passive(each.passive);
        notify(this, event, each.callback);
        access.passive(false);
        if (access.stopped) break;
      }
    }
    access.end();
    return !event.defaultPrevented;
  }
}
enumerable(EventTarget);
showAs(EventTarget, () => ({}), (target) => target.constructor.name);

// An `onabort` and the like: a listener that is set as a property and keeps its place in the order.
function defineHandler(Class, type) {
  const handlers = new WeakMap();
  Object.defineProperty(Class.prototype, `on${type}`, {
    get() { return handlers.get(this)?.callback ?? null; },
    set(value) {
      const callback = typeof value === 'function' ? value : null;
      let handler = handlers.get(this);
      if (handler === undefined) {
        if (callback === null) return;
        handler = { callback, listener: (event) => handler.callback?.call(this, event) };
        handlers.set(this, handler);
        this.addEventListener(type, handler.listener);
      }
      handler.callback = callback;
    },
    enumerable: true,
    configurable: true,
  });
}

module.exports = { Event, CustomEvent, EventTarget, trust, defineHandler, listenersOf };
