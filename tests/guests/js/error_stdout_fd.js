// node: same
// Where a standard stream writes to is not up to its properties.
process.stdout.fd = 5;
process.stdout.write('a\n');
console.log('b');
process.stdout.fd = undefined;
console.log('c');
try {
  process.stdout.write.call({ fd: 9 }, 'x');
} catch (error) {
  console.log(error instanceof TypeError);
}
