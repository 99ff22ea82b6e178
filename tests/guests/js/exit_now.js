// node: same
// process.exit: handlers run, nothing after it does, timers and promises are dropped.
process.on('exit', (code) => { console.log('exit handler', code); process.exitCode = 9; });
setTimeout(() => console.log('never'), 0);
Promise.resolve().then(() => {
  console.log('in a promise');
  try {
    process.exit(7);
  } finally {
    console.log('never either');
  }
});
