// node:events. The base is the `events` package, whose prototype is that of all emitters, also of those that the core
// has made; what it does in another way than Node is replaced here.

const Base = require('events');
const {
  coded, invalidArgType, outOfRange, checkFunction, checkNumber, checkBoolean, refuseClass,
} = require('node/errors');
const forms = require('node/events_async');
const { EventTarget, listenersOf } = require('web/events');

const kCapture = Symbol('kCapture');
const kShapeMode = Symbol('shapeMode');
const rejection = Symbol.for('nodejs.rejection');
const errorMonitor = Symbol('events.errorMonitor');
const { apply } = Reflect;

function EventEmitter(opts) { EventEmitter.init.call(this, opts); }
EventEmitter.prototype = Base.prototype;
Object.defineProperty(EventEmitter, 'prototype', { writable: false, enumerable: false, configurable: false });
const { prototype } = EventEmitter;
Object.defineProperty(prototype, 'constructor', {
  value: EventEmitter, writable: true, enumerable: false, configurable: true,
});
Object.defineProperty(prototype, kCapture, { value: false, writable: true, enumerable: false, configurable: true });

function init(opts) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
  }
  this._maxListeners ||= undefined;
  this[kShapeMode] = false;
  if (opts?.captureRejections) {
    checkBoolean(opts.captureRejections, 'options.captureRejections');
    this[kCapture] = true;
  } else {
    this[kCapture] = prototype[kCapture];
  }
}

// For classes of the core, which extend the base.
Base.init = init;

function checkCount(count, name) {
  checkNumber(count, name);
  if (!(count >= 0)) throw outOfRange(name, '>= 0', count);
}

function unhandled(error) {
  if (error instanceof Error) return error;
  const { inspect } = require('node/util_inspect');
  let shown;
  try {
    shown = inspect(error);
  } catch (failure) {
    shown = error;
  }
  return Object.assign(coded(Error, 'ERR_UNHANDLED_ERROR', `Unhandled error. (${shown})`), { context: error });
}

// A listener that is an async function and fails: for emitters that were made with captureRejections.
function capture(emitter, result, type, args) {
  const { then } = result;
  if (typeof then !== 'function') return;
  then.call(result, undefined, (error) => {
    require('ticks').nextTick(() => {
      const take = emitter[rejection];
      if (typeof take === 'function') {
        take.call(emitter, error, type, ...args);
        return;
      }
      // What the listener for errors does is not captured again.
      const before = emitter[kCapture];
      try {
        emitter[kCapture] = false;
        emitter.emit('error', error);
      } finally {
        emitter[kCapture] = before;
      }
    });
  });
}

function call(emitter, listener, type, args) {
  const result = apply(listener, emitter, args);
  if (result !== undefined && result !== null && emitter[kCapture]) capture(emitter, result, type, args);
}

function maxListenersOf(emitter) {
  return emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners;
}

function warnOfLeak(emitter, list, type) {
  list.warned = true;
  const { inspect } = require('node/util_inspect');
  const most = maxListenersOf(emitter);
  const warning = new Error(`Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners `
    + `added to ${inspect(emitter, { depth: -1 })}. MaxListeners is ${most}. `
    + 'Use emitter.setMaxListeners() to increase limit');
  warning.name = 'MaxListenersExceededWarning';
  Object.assign(warning, { emitter, type, count: list.length });
  require('process').emitWarning(warning);
}

function add(emitter, type, listener, first) {
  checkFunction(listener, 'listener');
  let events = emitter._events;
  if (events === undefined) {
    events = { __proto__: null };
    emitter._events = events;
    emitter._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    // Told before it is there. The listeners may have changed the list.
    emitter.emit('newListener', type, listener.listener ?? listener);
    events = emitter._events;
  }
  const existing = events[type];
  if (existing === undefined) {
    events[type] = listener;
    ++emitter._eventsCount;
    return emitter;
  }
  let list = existing;
  if (typeof existing === 'function') list = events[type] = first ? [listener, existing] : [existing, listener];
  else if (first) list.unshift(listener);
  else list.push(listener);
  const most = maxListenersOf(emitter);
  if (most > 0 && list.length > most && !list.warned) warnOfLeak(emitter, list, type);
  return emitter;
}

function onceWrapper(...args) {
  if (this.fired) return undefined;
  this.target.removeListener(this.type, this.wrapped);
  this.fired = true;
  return apply(this.listener, this.target, args);
}

function wrapOnce(target, type, listener) {
  checkFunction(listener, 'listener');
  const state = { fired: false, wrapped: undefined, target, type, listener };
  state.wrapped = onceWrapper.bind(state);
  state.wrapped.listener = listener;
  return state.wrapped;
}

const baseRemove = prototype.removeListener;

const methods = {
  setMaxListeners(n) {
    checkCount(n, 'setMaxListeners');
    this._maxListeners = n;
    return this;
  },
  getMaxListeners() { return maxListenersOf(this); },
  emit(type, ...args) {
    const events = this._events;
    if (type === 'error') {
      if (events?.[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
      if (events?.error === undefined) throw unhandled(args[0]);
    }
    const handler = events?.[type];
    if (handler === undefined) return false;
    if (typeof handler === 'function') {
      call(this, handler, type, args);
    } else {
      // Copied: a listener may add and remove others.
      const listeners = handler.slice();
      for (let i = 0; i < listeners.length; i++) call(this, listeners[i], type, args);
    }
    return true;
  },
  addListener(type, listener) { return add(this, type, listener, false); },
  prependListener(type, listener) { return add(this, type, listener, true); },
  once(type, listener) { return this.on(type, wrapOnce(this, type, listener)); },
  prependOnceListener(type, listener) { return this.prependListener(type, wrapOnce(this, type, listener)); },
  removeListener(type, listener) {
    checkFunction(listener, 'listener');
    return baseRemove.call(this, type, listener);
  },
  removeAllListeners(type) {
    const events = this._events;
    if (events === undefined) return this;
    const all = arguments.length === 0;
    if (events.removeListener === undefined || (all && this._eventsCount === 0)) {
      if (all || (events[type] !== undefined && this._eventsCount === 1)) {
        this._events = { __proto__: null };
        this._eventsCount = 0;
      } else if (events[type] !== undefined) {
        delete events[type];
        this._eventsCount--;
      }
      return this;
    }
    if (all) {
      // Those who want to know of it go last.
      for (const each of Reflect.ownKeys(events)) if (each !== 'removeListener') this.removeAllListeners(each);
      this.removeAllListeners('removeListener');
      this._events = { __proto__: null };
      this._eventsCount = 0;
      return this;
    }
    const list = events[type];
    if (typeof list === 'function') this.removeListener(type, list);
    else if (list !== undefined) for (let i = list.length - 1; i >= 0; i--) this.removeListener(type, list[i]);
    return this;
  },
  listenerCount(type, listener) {
    const list = this._events?.[type];
    if (list === undefined) return 0;
    const listeners = typeof list === 'function' ? [list] : list;
    if (listener === undefined || listener === null) return listeners.length;
    return listeners.filter((each) => each === listener || each.listener === listener).length;
  },
};
for (const name of Object.keys(methods)) prototype[name] = methods[name];
prototype.on = prototype.addListener;
prototype.off = prototype.removeListener;

let defaultMaxListeners = 10;
const limits = new WeakMap(); // of event targets
const isTarget = (value) => value instanceof EventTarget;
const isEmitter = (value) => typeof value?.getMaxListeners === 'function';

function wrongEmitter(name, value) {
  return invalidArgType(name, 'an instance of EventEmitter or EventTarget', value);
}

function getEventListeners(emitterOrTarget, type) {
  if (typeof emitterOrTarget?.listeners === 'function') return emitterOrTarget.listeners(type);
  if (isTarget(emitterOrTarget)) return listenersOf(emitterOrTarget, `${type}`);
  throw wrongEmitter('emitter', emitterOrTarget);
}

function getMaxListeners(emitterOrTarget) {
  if (isEmitter(emitterOrTarget)) return maxListenersOf(emitterOrTarget);
  if (isTarget(emitterOrTarget)) return limits.get(emitterOrTarget) ?? defaultMaxListeners;
  throw wrongEmitter('emitter', emitterOrTarget);
}

function setMaxListeners(n = defaultMaxListeners, ...eventTargets) {
  checkCount(n, 'setMaxListeners');
  if (eventTargets.length === 0) defaultMaxListeners = n;
  for (const target of eventTargets) {
    if (isTarget(target)) limits.set(target, n);
    else if (typeof target?.setMaxListeners === 'function') target.setMaxListeners(n);
    else throw wrongEmitter('eventTargets', target);
  }
}

Object.assign(EventEmitter, {
  addAbortListener: forms.addAbortListener,
  once: forms.once,
  on: forms.on,
  getEventListeners,
  getMaxListeners,
  EventEmitter,
  usingDomains: false,
  captureRejectionSymbol: rejection,
});
Object.defineProperty(EventEmitter, 'captureRejections', {
  get: () => prototype[kCapture],
  set(value) {
    checkBoolean(value, 'EventEmitter.captureRejections');
    prototype[kCapture] = value;
  },
  enumerable: true,
  configurable: true,
});
EventEmitter.EventEmitterAsyncResource = refuseClass('events', 'EventEmitterAsyncResource', 'use EventEmitter');
EventEmitter.errorMonitor = errorMonitor;
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
  get: () => defaultMaxListeners,
  set(value) {
    checkCount(value, 'defaultMaxListeners');
    defaultMaxListeners = value;
  },
  enumerable: true,
});
Object.assign(EventEmitter, {
  setMaxListeners,
  init,
  listenerCount(emitter, type) {
    return typeof emitter.listenerCount === 'function'
      ? emitter.listenerCount(type) : methods.listenerCount.call(emitter, type);
  },
});

module.exports = EventEmitter;
