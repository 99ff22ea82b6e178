// node: same
// The rejection of the main async function ends the program with exit code 1.
process.on('exit', (code) => console.log('exit', code));
async function main() {
  console.log('start');
  await new Promise((resolve) => setTimeout(resolve, 2));
  throw new TypeError('from main');
}
setTimeout(() => console.log('never'), 50);
main();
