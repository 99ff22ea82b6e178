// node: same
// Order around top-level await; promise jobs come before nextTick in a module.
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('promise'));
setTimeout(() => console.log('timeout'), 5);
console.log('start');
await null;
console.log('after await');
await new Promise((resolve) => setTimeout(resolve, 10));
console.log('after timer');
