// node: same
// The reason is no error: the program fails all the same.
process.on('exit', (code) => console.log('exit', code));
Promise.reject({ reason: 'an object' });
