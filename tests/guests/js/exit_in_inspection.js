// node: no - Node ends with code 0
// A program cannot make its uncaught error look like success.
const { inspect } = require('util');
console.log('before');
throw { [inspect.custom]() { process.exit(0); }, get stack() { process.exit(0); } };
