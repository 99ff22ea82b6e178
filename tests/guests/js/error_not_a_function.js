// node: same
// What is no function is named in the message, as far as that can be told for sure.

const o = { ok() { return o; }, cb: null, x: {} };
const un = undefined;
const x = 1;
function known(value) { return value; }
function show(fn) {
  try {
    fn();
    console.log('no error');
  } catch (error) {
    const first = error.stack.split('\n')[0];
    console.log(first, first === `${error.name}: ${error.message}`, /\.js:(\d+)/.exec(error.stack)[1]);
  }
}
show(() => { o.cb(x); });
show(() => { o.cb(); });
show(() => { const r = o.cb(1, x); });
show(() => { o.x.nofn(x); });
show(() => { un(); });
show(() => { un('a', () => x); });
show(() => { known(un(x), 2); });
show(() => { known(un(1)); });
show(() => { console.log(o.nofn(x)); });
show(() => { o.ok(1).nofn(2); });
show(() => {
  o.ok(x)
    .ok()
    .nofn(x);
});
show(() => { new un(x); });
show(() => { new o.un(); });
show(() => { o['cb'](x); });
show(() => { o.ok()(x); });
show(() => { (class A { static m() { return super.nofn(); } }).m(); });
show(() => { throw new TypeError('not a function'); });
