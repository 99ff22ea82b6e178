// node: same
// 'unhandledRejection' takes the rejection of the main promise; the program goes on.
process.on('unhandledRejection', (reason, promise) => console.log('unhandled', reason.message, promise instanceof Promise));
process.on('exit', (code) => console.log('exit', code));
setTimeout(() => console.log('still running'), 5);
(async () => { throw new Error('nobody catches'); })();
