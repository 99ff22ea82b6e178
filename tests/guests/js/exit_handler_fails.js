// node: same
process.on('exit', (code) => {
  console.log('exit', code);
  throw new Error('in the handler');
});
process.exit(1);
