// node: same
// Event, CustomEvent and EventTarget: order, options, errors in listeners, what events tell.
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.constructor.name} ${error.name} ${error.code}: ${error.message}`;
  }
};
const event = new Event('kind', { cancelable: true, bubbles: true, composed: true });
console.log(event.type, event.cancelable, event.bubbles, event.composed, event.defaultPrevented, event.returnValue, event.cancelBubble, event.eventPhase, event.isTrusted, event.target, event.currentTarget, event.srcElement, event.composedPath());
console.log(typeof event.timeStamp, Event.NONE, Event.CAPTURING_PHASE, Event.AT_TARGET, Event.BUBBLING_PHASE, Object.prototype.toString.call(event), Object.keys(Event.prototype).filter((name) => !/^[A-Z]/.test(name)).sort().join());
for (const args of [[], [undefined], [null], [5], [{}], ['x', 5], ['x', null], ['x', 'y'], ['x', {}], [Symbol('s')]]) console.log(attempt(() => new Event(...args).type).replace(/cannot convert symbol to string/i, 'Cannot convert a Symbol value to a string'));
event.preventDefault();
console.log(event.defaultPrevented, event.returnValue, new Event('x').preventDefault());
const plain = new Event('plain');
plain.preventDefault();
plain.returnValue = false;
console.log(plain.defaultPrevented, plain.returnValue);
plain.cancelBubble = true;
console.log(plain.cancelBubble);
const custom = new CustomEvent('c', { detail: { a: 1 } });
console.log(custom.detail, custom instanceof Event, new CustomEvent('c').detail, attempt(() => new CustomEvent()), Object.prototype.toString.call(custom), attempt(() => { custom.detail = 5; return custom.detail; }));

const target = new EventTarget();
const log = [];
const heard = (name) => function listener(e) { log.push(`${name}:${e.type}:${this === target}:${e.target === target}`); };
const one = heard('one');
target.addEventListener('a', one);
target.addEventListener('a', one);
target.addEventListener('a', one, true);
target.addEventListener('a', one, { capture: true });
target.addEventListener('a', heard('once'), { once: true });
target.addEventListener('a', { handleEvent(e) { log.push(`object:${e.type}:${this.tag}`); }, tag: 'tag' });
console.log(target.dispatchEvent(new Event('a')), target.dispatchEvent(new Event('a')), target.dispatchEvent(new Event('other')));
console.log(log.splice(0));
target.removeEventListener('a', one);
target.dispatchEvent(new Event('a'));
console.log(log.splice(0));
target.removeEventListener('a', one, { capture: true });
target.removeEventListener('a', one, { capture: true });
target.removeEventListener('a', null);
target.removeEventListener('nothing', () => {});
target.dispatchEvent(new Event('a'));
console.log(log.splice(0));

const order = new EventTarget();
order.addEventListener('x', (e) => { log.push(1); order.removeEventListener('x', third); });
order.addEventListener('x', () => log.push(2));
function third() { log.push(3); }
order.addEventListener('x', third);
order.dispatchEvent(new Event('x'));
console.log(log.splice(0));
const stopped = new EventTarget();
stopped.addEventListener('x', (e) => { log.push('first'); e.stopPropagation(); });
stopped.addEventListener('x', (e) => { log.push('second'); e.stopImmediatePropagation(); });
stopped.addEventListener('x', () => log.push('not third'));
stopped.dispatchEvent(new Event('x'));
console.log(log.splice(0));
const cancels = new EventTarget();
cancels.addEventListener('x', (e) => e.preventDefault());
console.log(cancels.dispatchEvent(new Event('x')), cancels.dispatchEvent(new Event('x', { cancelable: true })));

const again = new Event('x', { cancelable: true });
const reuse = new EventTarget();
reuse.addEventListener('x', (e) => {
  log.push(e.composedPath().length, attempt(() => reuse.dispatchEvent(e)));
});
reuse.dispatchEvent(again);
console.log(log.splice(0), again.target === reuse, again.currentTarget, again.eventPhase, again.composedPath());
reuse.dispatchEvent(again);
console.log(log.splice(0));

for (const args of [[], ['x'], ['x', 5], ['x', 'y'], ['x', true], ['x', Symbol('s')], ['x', () => {}, 5], ['x', () => {}, null], ['x', () => {}, { signal: 5 }], ['x', () => {}, { signal: null }], [5, () => {}]]) {
  console.log(attempt(() => target.addEventListener(...args))?.replace(/cannot convert symbol to string/i, 'Cannot convert a Symbol value to a string'));
}
for (const args of [[], ['x'], ['x', 5], ['x', () => {}, null]]) console.log(attempt(() => target.removeEventListener(...args)));
for (const value of [undefined, null, 5, {}, { type: 'x' }, 'x']) console.log(attempt(() => target.dispatchEvent(value)));
console.log(attempt(() => EventTarget.prototype.addEventListener.call({}, 'x', () => {})).split(' ')[0], Object.keys(EventTarget.prototype).sort().join(), EventTarget.length, Event.length, CustomEvent.length);
class Mine extends EventTarget { constructor() { super(); this.own = 1; } fire(name) { return this.dispatchEvent(new CustomEvent(name, { detail: this.own })); } }
const mine = new Mine();
mine.addEventListener('go', (e) => console.log(e.detail, e.target === mine));
console.log(mine.fire('go'), mine instanceof EventTarget);
event.initEvent('renamed', true, false);
console.log(event.type, event.cancelable, event.bubbles);
const shown = new Event('shown');
console.log(require('util').inspect(shown).replace(/timeStamp: [\d.]+/, 'timeStamp: T'), new EventTarget(), { t: { a: { b: { c: new EventTarget(), d: shown } } } });

process.on('uncaughtException', (error, origin) => console.log('uncaught', error.message ?? error, origin));
const broken = new EventTarget();
broken.addEventListener('x', () => { throw new Error('in listener'); });
broken.addEventListener('x', async () => { throw new Error('in async listener'); });
broken.addEventListener('x', () => log.push('still called'));
console.log(broken.dispatchEvent(new Event('x')), log.splice(0));
