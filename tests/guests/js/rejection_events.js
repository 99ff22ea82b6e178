// node: same
process.on('unhandledRejection', (reason, promise) => {
  console.log('unhandled', reason instanceof Error ? reason.message : reason, promise instanceof Promise);
});
process.on('rejectionHandled', (promise) => console.log('handled later', promise === late));
const late = Promise.reject(new Error('late'));
Promise.reject('plain');
Promise.reject(undefined);
setTimeout(() => late.catch((e) => console.log('caught', e.message)), 10);
process.on('exit', (code) => console.log('exit', code));
