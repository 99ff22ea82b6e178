// node: same
// An uncaught error: exit code 1, promises and timers do not run any more, exit handlers do.
process.on('exit', (code) => console.log('exit', code));
Promise.resolve().then(() => console.log('never'));
setTimeout(() => console.log('never'), 0);
process.nextTick(() => console.log('never'));
console.log('before');
null.property;
