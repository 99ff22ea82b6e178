// node: same
// Two promises that reject with the same error, of which one is handled: the other is still reported.
const error = new Error('own');
const promise = Promise.reject(error);
promise.catch(() => {});
const first = promise.then((x) => x);
const second = promise.then((x) => x);
await null;
second.catch(() => console.log('handled'));
