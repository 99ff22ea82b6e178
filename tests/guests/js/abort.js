// node: same
// AbortController and AbortSignal: reasons, listeners, timeout, any, errors.
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error?.constructor?.name} ${error?.name} ${error?.code}: ${error?.message}`;
  }
};
const controller = new AbortController();
const { signal } = controller;
console.log(signal.aborted, signal.reason, controller.signal === signal, signal instanceof EventTarget, signal.onabort, Object.prototype.toString.call(signal), Object.prototype.toString.call(controller));
console.log(controller, signal, { deep: [signal] }, { a: { b: { c: { d: signal } } } });
const log = [];
signal.addEventListener('abort', function listener(event) { log.push(['listener', event.type, event.target === signal, this === signal, event.isTrusted, signal.aborted]); });
signal.onabort = (event) => log.push(['onabort', event.type]);
signal.addEventListener('abort', () => log.push('once'), { once: true });
console.log(controller.abort(), controller.abort('again'));
console.log(log, signal.aborted, signal.reason.name, signal.reason.message, signal.reason.code, signal.reason instanceof DOMException);
console.log(attempt(() => signal.throwIfAborted()), new AbortController().signal.throwIfAborted());
signal.addEventListener('abort', () => log.push('too late'));
console.log(log.length);
for (const reason of ['text', 0, null, undefined, new Error('own'), { a: 1 }]) {
  const each = new AbortController();
  each.abort(reason);
  console.log(each.signal.reason instanceof DOMException ? each.signal.reason.name : each.signal.reason === reason, AbortSignal.abort(reason).reason instanceof DOMException);
}
const thrown = AbortSignal.abort('thrown');
try { thrown.throwIfAborted(); } catch (error) { console.log(error); }
console.log(AbortSignal.abort().aborted, AbortSignal.abort().reason.message, attempt(() => new AbortSignal()));

for (const delay of [undefined, 'x', -1, NaN, Infinity, 2 ** 60, null]) console.log(String(delay), attempt(() => AbortSignal.timeout(delay).aborted));
console.log(AbortSignal.any([]).aborted, AbortSignal.any([new AbortController().signal, AbortSignal.abort('second')]).reason);
for (const signals of [undefined, 5, [5], [{}], new Set([new AbortController().signal])]) console.log(attempt(() => AbortSignal.any(signals).aborted));
const first = new AbortController();
const second = new AbortController();
const both = AbortSignal.any([first.signal, second.signal]);
const all = AbortSignal.any([both, new AbortController().signal]);
both.addEventListener('abort', () => console.log('both', both.reason, all.aborted));
all.addEventListener('abort', () => console.log('all', all.reason));
second.signal.addEventListener('abort', () => console.log('second', both.aborted));
second.abort('because');
first.abort('later');
console.log(both.reason, all.reason);

const target = new EventTarget();
const stop = new AbortController();
target.addEventListener('x', () => console.log('heard'), { signal: stop.signal });
target.dispatchEvent(new Event('x'));
stop.abort();
target.dispatchEvent(new Event('x'));
console.log(Object.keys(AbortController.prototype).sort(), AbortController.length);

const timeout = AbortSignal.timeout(10);
timeout.addEventListener('abort', (event) => {
  console.log(event.type, timeout.reason.name, timeout.reason.message, timeout.reason.code, timeout.aborted);
});
setTimeout(() => {
  console.log('end', timeout.aborted);
  AbortSignal.timeout(1e6).onabort = () => console.log('never');
}, 60);
