// node: no - Node refuses top-level await beside require; here such a script runs
const path = require('path');
const value = await Promise.resolve(path.join('a', 'b'));
console.log(value, typeof module, await (async () => 'done')());
