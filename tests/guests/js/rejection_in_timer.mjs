// node: same
await null;
process.on('uncaughtException', (error, origin) => console.log(error.message, origin));
setTimeout(async () => { throw new Error('from a timer'); }, 1);
queueMicrotask(() => { Promise.reject(new Error('from a microtask')); });
