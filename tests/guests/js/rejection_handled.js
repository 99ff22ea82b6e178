// node: same
// What is handled before the jobs have run out is no error, however late it is handled.
const made = Promise.reject(new Error('1'));
Promise.resolve().then(() => Promise.resolve()).then(() => made.catch((e) => console.log('caught', e.message)));
const all = Promise.allSettled([Promise.reject(2), Promise.resolve(3)]);
all.then((list) => console.log(list.map((each) => each.status).join()));
(async () => {
  try { await Promise.any([Promise.reject(4), Promise.reject(5)]); } catch (e) { console.log(e.constructor.name, e.errors.join()); }
  await Promise.race([Promise.reject(6), new Promise(() => {})]).catch((e) => console.log('race', e));
  for (const bad of [Promise.reject(7)]) await bad.then(null, (e) => console.log('then', e));
  class Failing { then(resolve, reject) { reject(8); } }
  await Promise.resolve(new Failing()).catch((e) => console.log('thenable', e));
  await new Promise((resolve, reject) => { resolve(9); reject(10); throw 11; });
  console.log('done');
})().finally(() => console.log('finally'));
