// node: no - older versions of Node do not look at the syntax of .js files
// A .js file with import declarations runs as an ES module.
import { join } from 'node:path';

console.log(join('detected', 'module'), typeof require, this);
