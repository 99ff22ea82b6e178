// node: no - the limit is the sandbox's
// policy: memory_bytes = 20_000_000
const attempt = (name, run) => {
  try { run(); console.log(name, 'fits'); } catch (e) { console.log(name, e instanceof Error, e.name, e.message); }
};
attempt('string', () => { let s = 'x'; for (;;) s += s; });
attempt('array', () => { const all = []; for (;;) all.push(new Array(1e4).fill(0)); });
attempt('buffer', () => Buffer.alloc(1e9));
attempt('typed array', () => new Float64Array(1e8));
attempt('repeat', () => 'ab'.repeat(1e8));
attempt('small', () => new Array(1e4).fill(0));
console.log('alive');
