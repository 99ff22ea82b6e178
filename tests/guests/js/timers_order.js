// node: same
// The order of nextTick, promises, timers and immediates.
const order = [];
const say = (x) => order.push(x);
setTimeout(() => say('timeout 60'), 60);
setTimeout(() => say('timeout 5'), 5);
setTimeout(() => {
  say('timeout 1 a');
  process.nextTick(() => say('tick in timeout'));
  Promise.resolve().then(() => say('promise in timeout'));
}, 1);
setTimeout(() => say('timeout 1 b'), 0);
process.nextTick(() => {
  say('tick 1');
  Promise.resolve().then(() => say('promise from tick'));
  process.nextTick(() => say('tick from tick'));
});
Promise.resolve().then(() => {
  say('promise 1');
  process.nextTick(() => say('tick from promise'));
}).then(() => say('promise 2'));
queueMicrotask(() => say('microtask'));
process.nextTick((a, b) => say(`tick args ${a} ${b}`), 1, 2);
(async () => {
  say('async start');
  await null;
  say('async after await');
  await new Promise((resolve) => setTimeout(resolve, 10));
  say('async after 10');
})();
say('main');
const cancelled = setTimeout(() => say('never'), 1);
clearTimeout(cancelled);
clearTimeout(undefined);
clearTimeout({});
let n = 0;
const interval = setInterval(() => {
  say(`interval ${++n}`);
  if (n === 3) clearInterval(interval);
}, 90);
setTimeout(() => {
  setImmediate(() => {
    say('immediate in timeout');
    setImmediate(() => say('immediate in immediate'));
    process.nextTick(() => say('tick in immediate'));
    Promise.resolve().then(() => say('promise in immediate'));
  });
  setImmediate(() => say('second immediate'));
  setTimeout(() => say('timeout in timeout'), 30);
}, 400);
const t = setTimeout((...args) => say(args), 500, 'x', 'y');
console.log(t.hasRef(), t.unref().hasRef(), t.ref() === t, typeof t[Symbol.toPrimitive]());
setTimeout(() => {}, 1e6).unref();
setInterval(() => {}, 1000).unref();
const byNumber = setTimeout(() => say('never either'), 3);
clearTimeout(+byNumber);
const imm = setImmediate(() => say('no'));
clearImmediate(imm);
for (const bad of [undefined, 'str', 5, null]) {
  try {
    setTimeout(bad, 1);
  } catch (e) {
    console.log(e.name, e.code, e.message);
  }
}
process.on('exit', () => order.forEach((x) => console.log(x)));
