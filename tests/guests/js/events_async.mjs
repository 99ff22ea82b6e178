// node: same
// events.once, events.on, captured rejections, abort listeners, event targets.
import EventEmitter, { once, on, addAbortListener, captureRejectionSymbol, errorMonitor, getEventListeners, setMaxListeners } from 'node:events';

const t = async (f) => {
  try {
    console.log('ok', await f());
  } catch (e) {
    console.log(e.name, e.code, e.message, e.cause?.name);
  }
};
const later = (f) => setTimeout(f, 1);
console.log(typeof once, typeof on, typeof getEventListeners, typeof setMaxListeners, String(errorMonitor));

// once
await t(() => { const e = new EventEmitter(); later(() => e.emit('go', 1, 2)); return once(e, 'go'); });
await t(() => { const e = new EventEmitter(); later(() => e.emit('error', new Error('failed'))); return once(e, 'go'); });
await t(async () => { const e = new EventEmitter(); later(() => e.emit('error', new Error('wanted'))); return (await once(e, 'error'))[0].message; });
await t(async () => { const e = new EventTarget(); later(() => e.dispatchEvent(new Event('go'))); return (await once(e, 'go'))[0].type; });
await t(() => once({}, 'x'));
await t(() => once(new EventEmitter(), 'x', { signal: AbortSignal.abort() }));
await t(() => { const c = new AbortController(); later(() => c.abort(new Error('reason'))); return once(new EventEmitter(), 'x', { signal: c.signal }); });
await t(() => once(new EventEmitter(), 'x', { signal: 5 }));
{
  const e = new EventEmitter();
  const c = new AbortController();
  const done = once(e, 'x', { signal: c.signal });
  console.log(e.listenerCount('x'), e.listenerCount('error'));
  e.emit('x', 'value');
  console.log(await done, e.listenerCount('x'), e.listenerCount('error'), getEventListeners(c.signal, 'abort').length);
}
{
  const e = new EventEmitter();
  const both = Promise.all([once(e, 'a'), once(e, 'b')]);
  e.emit('b', 2);
  e.emit('a', 1);
  console.log(await both);
}

// on
{
  const e = new EventEmitter();
  later(() => { e.emit('v', 1); e.emit('v', 2, 3); e.emit('end'); });
  for await (const args of on(e, 'v', { close: ['end'] })) console.log('on', args);
  console.log('closed', e.eventNames());
}
{
  const e = new EventEmitter();
  later(() => { e.emit('v', 1); e.emit('error', new Error('bad')); });
  await t(async () => { for await (const args of on(e, 'v')) console.log('on', args); });
}
{
  const e = new EventEmitter();
  const c = new AbortController();
  later(() => { e.emit('v', 1); c.abort(); });
  await t(async () => { for await (const args of on(e, 'v', { signal: c.signal })) console.log('on', args); });
}
await t(() => on(new EventEmitter(), 'v', { signal: AbortSignal.abort() }));
await t(() => on({}, 'v'));
await t(() => on(new EventEmitter(), 'v', { highWaterMark: 0 }));
{
  const e = new EventEmitter();
  const iterator = on(e, 'v');
  e.emit('v', 'early');
  console.log(await iterator.next(), iterator[Symbol.asyncIterator]() === iterator);
  const waiting = iterator.next();
  e.emit('v', 'late');
  console.log(await waiting, await iterator.return(), await iterator.next(), e.listenerCount('v'), e.listenerCount('error'));
  await t(() => iterator.throw(5));
}
{
  const iterator = on(new EventEmitter(), 'v');
  const first = iterator.next();
  const second = iterator.next();
  iterator.throw(new Error('thrown'));
  await t(() => first);
  console.log(await second);
}
{
  const e = new EventEmitter();
  for (let i = 0; i < 3; i++) later(() => e.emit('v', i));
  for await (const [i] of on(e, 'v')) {
    console.log('loop', i);
    if (i === 1) break;
  }
  console.log('left', e.listenerCount('v'));
}
{
  const target = new EventTarget();
  const iterator = on(target, 'v');
  target.dispatchEvent(new Event('v'));
  console.log((await iterator.next()).value[0].type);
  await iterator.return();
  console.log(getEventListeners(target, 'v').length);
}

// rejections of async listeners
{
  const e = new EventEmitter({ captureRejections: true });
  e.on('x', async () => { throw new Error('rejected'); });
  e.on('error', (error) => console.log('captured', error.message));
  e.emit('x');
  await new Promise(later);
}
{
  const e = new EventEmitter({ captureRejections: true });
  e[captureRejectionSymbol] = (error, event, ...args) => console.log('own', error.message, event, args);
  e.on('x', async () => { throw new Error('rejected'); });
  e.emit('x', 1, 2);
  await new Promise(later);
}

// abort listeners
{
  const c = new AbortController();
  const disposable = addAbortListener(c.signal, (event) => console.log('aborted', event.type));
  console.log(typeof disposable);
  c.abort();
  await t(() => addAbortListener(undefined, () => {}));
  await t(() => addAbortListener(c.signal, 5));
}
