// node: same
const timer = setTimeout(() => console.log('timer'), 150);
timer._list = null;
console.log(timer.hasRef(), timer.unref().hasRef(), timer.ref() === timer, typeof +timer, timer.constructor.name);
const immediate = setImmediate((x) => console.log('immediate', x), 7);
console.log(immediate.hasRef(), immediate.unref().hasRef(), immediate.ref().hasRef(), immediate.constructor.name);
clearImmediate(setImmediate(() => console.log('never')));
clearTimeout({}); clearTimeout(null); clearInterval(undefined);
let count = 0;
const interval = setInterval(() => {
  console.log('interval', ++count);
  if (count === 2) clearInterval(interval);
}, 20);
const again = setTimeout(() => { if (count++ < 5) again.refresh(); else console.log('refreshed', count); }, 250);
