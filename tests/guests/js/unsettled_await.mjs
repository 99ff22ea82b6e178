// node: same
// A module that waits for ever with nothing left to do: exit code 13.
process.on('exit', (code) => console.log('exit', code));
console.log('waiting');
await new Promise(() => {});
console.log('never');
