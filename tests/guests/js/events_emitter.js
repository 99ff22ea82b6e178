// node: same
// events: EventEmitter, its limits, its errors, listeners of every kind.
const EventEmitter = require('events');
const { once, EventEmitter: Same } = require('node:events');
const util = require('util');
const t = (f) => {
  try {
    console.log('ok', f());
  } catch (e) {
    console.log(e.name, e.code, e.message, Object.keys(e));
  }
};
console.log(Same === EventEmitter, once === EventEmitter.once, EventEmitter.name, EventEmitter.length, Object.keys(EventEmitter).join());
console.log(Object.keys(EventEmitter.prototype).join());

// order, arguments, receiver
const e = new EventEmitter();
e.on('x', function first(...args) { console.log('first', this === e, args); });
e.prependListener('x', () => console.log('before'));
e.once('x', (a) => console.log('once', a));
e.prependOnceListener('x', () => console.log('once before'));
console.log(e.emit('x', 1, 2), e.emit('x'), e.emit('nobody'), e.eventNames());
const symbol = Symbol('event');
e.on(symbol, () => console.log('symbol'));
e.on(5, () => console.log('number'));
console.log(e.emit(symbol), e.emit('5'), e.eventNames(), e.on('y', () => {}) === e);

// removal
const fn = () => console.log('fn');
const e2 = new EventEmitter();
e2.on('newListener', (name, listener) => console.log('new', name, listener === fn));
e2.on('removeListener', (name, listener) => console.log('removed', name, listener === fn));
e2.on('a', fn).on('a', fn).once('a', fn);
console.log(e2.listenerCount('a'), e2.listenerCount('a', fn), e2.listenerCount('a', () => {}), e2.listenerCount('none'));
console.log(e2.rawListeners('a').map((l) => [l.name, typeof l.listener]), e2.listeners('a').map((l) => l === fn));
e2.off('a', fn).removeListener('a', () => {}).off('none', fn);
e2.emit('a');
e2.removeAllListeners('a');
e2.on('b', fn);
e2.removeAllListeners();
console.log(e2.eventNames(), e2.removeAllListeners('b') === e2);
const e3 = new EventEmitter();
e3.on('a', () => { console.log('one'); e3.off('a', second); e3.on('a', third); });
function second() { console.log('two'); }
function third() { console.log('three'); }
e3.on('a', second);
e3.emit('a');
e3.emit('a');
const e4 = new EventEmitter();
e4.once('re', () => { console.log('re-entered'); e4.emit('re'); });
e4.emit('re');
e4.on(symbol, fn);
e4.on('removeListener', (name) => console.log('gone', String(name)));
e4.removeAllListeners();

// wrong arguments
for (const wrong of [5, undefined, null, 'text', {}]) t(() => e.on('x', wrong));
t(() => e.once('x', 5));
t(() => e.addListener('x'));
t(() => e.prependListener('x', {}));
t(() => e.prependOnceListener('x', {}));
t(() => e.removeListener('x', 5));
t(() => e.off('x'));
for (const wrong of [-1, 'x', NaN, undefined]) t(() => e.setMaxListeners(wrong));
for (const wrong of [-1, 'x']) t(() => { EventEmitter.defaultMaxListeners = wrong; });
t(() => new EventEmitter({ captureRejections: 5 }));
t(() => { EventEmitter.captureRejections = 5; });

// errors
for (const args of [[], [new TypeError('own')], ['text'], [{ a: 1 }], [null], [undefined], [5, 6], [{ message: 'm' }]]) t(() => new EventEmitter().emit('error', ...args));
try { new EventEmitter().emit('error', { a: 1 }); } catch (error) { console.log(error.context, error.stack.split('\n')[0]); }
const e5 = new EventEmitter();
e5.on(EventEmitter.errorMonitor, (error) => console.log('monitor', error.message));
t(() => e5.emit('error', new Error('seen')));
e5.on('error', (error) => console.log('handled', error.message));
t(() => e5.emit('error', new Error('both')));
const e6 = new EventEmitter();
e6.on('x', () => { throw new Error('of a listener'); });
t(() => e6.emit('x'));

// statics
console.log(EventEmitter.listenerCount(e5, 'error'), EventEmitter.getEventListeners(e5, 'error').length, EventEmitter.usingDomains);
console.log(EventEmitter.captureRejections, EventEmitter.captureRejectionSymbol, EventEmitter.errorMonitor, EventEmitter.defaultMaxListeners);
const target = new EventTarget();
target.addEventListener('a', fn);
console.log(EventEmitter.getEventListeners(target, 'a').length, EventEmitter.getEventListeners(target, 'b'));
t(() => EventEmitter.getEventListeners(5, 'z'));
t(() => EventEmitter.setMaxListeners(5, e, target));
console.log(e.getMaxListeners(), EventEmitter.getMaxListeners(e), EventEmitter.getMaxListeners(target), new EventEmitter().getMaxListeners());
t(() => EventEmitter.setMaxListeners(-1));
t(() => EventEmitter.setMaxListeners(5, {}));
t(() => EventEmitter.getMaxListeners({}));

// what it looks like
console.log(new EventEmitter(), new EventEmitter({ captureRejections: true }));
class Chat extends EventEmitter { constructor() { super(); this.users = []; } }
const chat = new Chat();
chat.on('message', () => {}).on('message', function named() {}).once('end', () => {});
console.log(chat, chat instanceof EventEmitter, Object.keys(chat));
function Old() { EventEmitter.call(this); }
util.inherits(Old, EventEmitter);
const old = new Old();
old.on('x', (v) => console.log('old', v));
console.log(old.emit('x', 1), Object.getPrototypeOf(Old.prototype) === EventEmitter.prototype);
const mixed = Object.assign({}, EventEmitter.prototype);
mixed.on('m', () => console.log('mixed'));
mixed.emit('m');

// too many listeners
process.on('warning', (w) => console.log(w.name, w.message, String(w.type), w.count, w.emitter === crowd || w.emitter === chat));
const crowd = new EventEmitter();
for (let i = 0; i < 12; i++) crowd.on('foo', () => {});
chat.setMaxListeners(1).on('q', () => {}).on('q', () => {}).on('q', () => {});
const quiet = new EventEmitter().setMaxListeners(0);
for (let i = 0; i < 20; i++) quiet.on('foo', () => {});
console.log(process instanceof EventEmitter, process.stdout instanceof EventEmitter);
