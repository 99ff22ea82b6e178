// node: no - vendored packages
// A package that is not there ends the program with code 1, and handlers of exit still run.
process.on('exit', (code) => console.log('exit', code));
try {
  require('express');
} catch (error) {
  console.log(error.code, error.message.split('.')[0]);
}
console.log('before');
require('axios');
console.log('never');
