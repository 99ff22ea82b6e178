// node: same
// A rejection in an exit handler counts, one that is handled there does not.
process.on('exit', (code) => {
  console.log('exit', code);
  Promise.reject(new Error('handled')).catch(() => {});
  Promise.reject(new Error('unhandled'));
});
