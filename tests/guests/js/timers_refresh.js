// node: same
// refresh, close, timers cleared inside of timers, `this` of callbacks.
let runs = 0;
const t = setTimeout(() => {
  console.log('run', ++runs);
  if (runs < 3) t.refresh();
}, 5);
const a = setTimeout(() => { console.log('a'); clearTimeout(b); }, 10);
const b = setTimeout(() => console.log('b is never shown'), 10);
setTimeout(function check() { console.log(this instanceof t.constructor, this.constructor.name); }, 12);
const late = setTimeout(() => console.log('late'), 40);
setTimeout(() => late.refresh(), 20);
setTimeout(() => console.log('before late'), 50);
let k = 0;
const i = setInterval(() => {
  k++;
  if (k === 2) i.close();
}, 3);
setTimeout(() => console.log('k', k), 60);
setTimeout(() => { setTimeout(() => console.log('nested 1'), 1); setTimeout(() => console.log('nested 0'), 0); }, 70);
const interval = setInterval((x) => { console.log('iv', x); clearInterval(interval); }, 1, 'arg');
console.log(a.hasRef(), isNaN(a), typeof setTimeout(() => {}, NaN)._idleTimeout);
