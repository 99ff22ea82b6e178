// node: same
// Promise jobs among themselves: chains, adoption, async functions, all/race/any/allSettled.
const log = [];
const p = Promise.resolve(1);
p.then(() => log.push('a1')).then(() => log.push('a2')).then(() => log.push('a3'));
p.then(() => Promise.resolve()).then(() => log.push('adopted'));
(async () => { log.push('s'); await p; log.push('b1'); await p; log.push('b2'); })();
(async () => { try { await Promise.reject(new Error('x')); } catch (e) { log.push(`caught ${e.message}`); } finally { log.push('finally'); } })();
new Promise((r) => { log.push('executor'); r(); log.push('after resolve'); }).then(() => log.push('c1'));
queueMicrotask(() => { log.push('q1'); queueMicrotask(() => log.push('q2')); });
const thenable = { then(resolve) { log.push('thenable'); resolve('t'); } };
Promise.resolve(thenable).then((v) => log.push(v));
(async () => log.push(await thenable))();
async function* gen() { yield 1; yield Promise.resolve(2); }
(async () => { for await (const x of gen()) log.push(`gen ${x}`); })();
(async () => { for await (const x of [p, 5]) log.push(`of ${x}`); })();
Promise.all([1, p, Promise.resolve(2)]).then((v) => log.push(v.join()));
Promise.race([new Promise(() => {}), Promise.resolve('won')]).then((v) => log.push(v));
Promise.any([Promise.reject(1), Promise.resolve('any')]).then((v) => log.push(v));
Promise.any([Promise.reject(1)]).catch((e) => log.push(e.constructor.name, e.errors.length));
Promise.allSettled([Promise.reject(1), 2]).then((r) => log.push(r.map((x) => x.status).join()));
Promise.reject(new Error('late')).finally(() => log.push('fin')).catch((e) => log.push(e.message));
const { promise, resolve } = Promise.withResolvers ? Promise.withResolvers() : (() => { const o = {}; o.promise = new Promise((r) => { o.resolve = r; }); return o; })();
promise.then((v) => log.push(v));
resolve('with');
setTimeout(() => console.log(log.join('\n')), 5);
