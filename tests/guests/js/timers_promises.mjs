// node: same
// node:timers/promises: values, signals, references, intervals, the scheduler, errors.
import timers from 'node:timers';
import util from 'node:util';
import promises, { setTimeout as sleep, setImmediate as immediate, setInterval as interval, scheduler } from 'node:timers/promises';

const attempt = async (fn) => {
  try {
    return await fn();
  } catch (error) {
    const cause = error.cause instanceof DOMException ? error.cause.name : error.cause;
    return `${error.name} ${error.code}: ${error.message} | ${cause}`;
  }
};
console.log(timers.promises === promises, Object.keys(promises).sort(), util.promisify(setTimeout) === sleep, util.promisify(setImmediate) === immediate, scheduler === promises.scheduler);
console.log(await sleep(1, 'value'), await sleep(), await immediate('now'), await immediate(), await sleep(1, undefined, {}), sleep(1) instanceof Promise);
const start = performance.now();
await sleep(20);
console.log(performance.now() - start >= 19);
for (const args of [['x'], [null], [1, 0, 5], [1, 0, null], [1, 0, 'x'], [1, 0, { ref: 5 }], [1, 0, { signal: 5 }], [1, 0, { signal: {} }]]) console.log(await attempt(() => sleep(...args)), '-', await attempt(() => interval(...args).next()));
for (const args of [[1, 5], [1, null], [1, { signal: 5 }], [1, { ref: 5 }]]) console.log(await attempt(() => immediate(...args)));

const aborted = AbortSignal.abort('before');
console.log(await attempt(() => sleep(1, 0, { signal: aborted })), await attempt(() => immediate(1, { signal: aborted })), await attempt(() => interval(1, 0, { signal: aborted }).next()), await attempt(() => scheduler.wait(1, { signal: aborted })));
const soon = new AbortController();
setTimeout(() => soon.abort(), 2);
console.log(await attempt(() => sleep(1e6, 0, { signal: soon.signal })));
const at = new AbortController();
const pending = immediate(0, { signal: at.signal });
at.abort('at once');
console.log(await attempt(() => pending));
const late = new AbortController();
console.log(await sleep(1, 'done', { signal: late.signal }), late.abort());

let count = 0;
for await (const value of interval(2, 'tick')) {
  console.log(value);
  if (++count === 3) break;
}
const stop = new AbortController();
console.log(await attempt(async () => {
  let turns = 0;
  for await (const value of interval(2, 'turn', { signal: stop.signal })) {
    console.log(value);
    if (++turns === 2) stop.abort('enough');
  }
}));
const iterator = interval(1, 'item');
console.log(await iterator.next(), await iterator.return('end'), await iterator.next(), iterator[Symbol.asyncIterator]() === iterator);
const slow = interval(5, 'missed');
await slow.next();
for (const begin = performance.now(); performance.now() - begin < 18;);
const before = performance.now();
await Promise.all([slow.next(), slow.next()]);
console.log(performance.now() - before < 1000, (await slow.return()).done);

console.log(await scheduler.wait(1), await scheduler.yield(), await attempt(() => scheduler.wait('x')), await attempt(() => scheduler.wait(1, 5)), await attempt(() => new scheduler.constructor()));
const order = [];
await Promise.all([immediate('immediate').then((x) => order.push(x)), Promise.resolve('microtask').then((x) => order.push(x)), scheduler.yield().then(() => order.push('yield'))]);
console.log(order);
sleep(200, 0, { ref: false }).then(() => console.log('never'));
process.on('exit', (code) => console.log('exit', code));
for await (const value of interval(50, 1, { ref: false })) console.log('never', value);
