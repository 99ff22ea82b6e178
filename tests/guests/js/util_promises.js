// node: same
// Promises as console.log shows them: their state and what they have become.
const util = require('util');
const rejected = Promise.reject(new Error('refused'));
rejected.catch(() => {});
const later = new Promise((resolve) => { setTimeout(resolve, 5, { done: true }); });
async function work() { return [1, 2]; }
class Task extends Promise {}
console.log(Promise.resolve(4), Promise.resolve(), Promise.resolve('text'), Promise.resolve({ a: { b: { c: {} } } }));
console.log(new Promise(() => {}), later, work(), [work()], { work: work() }, Task.resolve(1), new Task(() => {}));
console.log(Object.assign(Promise.resolve(1), { extra: true }), util.inspect(Promise.resolve({ a: 1 }), { depth: 0, colors: true }));
console.log(util.inspect(rejected).split('\n')[0], Promise.reject(5).catch(() => {}) instanceof Promise);
const five = Promise.reject(5);
five.catch(() => {});
console.log(five, (async () => { await null; })(), Promise.all([]), Promise.race([]), Promise.allSettled([work()]));
console.log(util.types.isPromise(later), util.types.isPromise({ then() {} }), util.types.isPromise(Object.create(Promise.prototype)));
later.then(() => console.log(later));
process.on('exit', () => console.log(later, work()));
