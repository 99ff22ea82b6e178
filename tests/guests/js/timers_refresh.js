// node: same
// refresh, close, timers cleared inside of timers, `this` of callbacks. The times are far apart: a busy machine is late.
let runs = 0;
const t = setTimeout(() => {
  console.log('run', ++runs);
  if (runs < 3) t.refresh();
}, 140);
const a = setTimeout(() => { console.log('a'); clearTimeout(b); }, 60);
const b = setTimeout(() => console.log('b is never shown'), 60);
setTimeout(function check() { console.log(this instanceof t.constructor, this.constructor.name); }, 100);
const late = setTimeout(() => console.log('late'), 600);
setTimeout(() => late.refresh(), 350);
setTimeout(() => console.log('before late'), 750);
let k = 0;
const i = setInterval(() => {
  k++;
  if (k === 2) i.close();
}, 10);
setTimeout(() => console.log('k', k), 1150);
setTimeout(() => { setTimeout(() => console.log('nested 1'), 1); setTimeout(() => console.log('nested 0'), 0); }, 1250);
const interval = setInterval((x) => { console.log('iv', x); clearInterval(interval); }, 1, 'arg');
console.log(a.hasRef(), isNaN(a), typeof setTimeout(() => {}, NaN)._idleTimeout);
