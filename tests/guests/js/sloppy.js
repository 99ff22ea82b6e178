// node: same
// A script is sloppy code: `this`, undeclared variables, with, octal literals, hoisting, arguments.
console.log(this === module.exports, (function () { return this === globalThis; })(), typeof undeclared);
implied = 5;
console.log(globalThis.implied, delete globalThis.implied, typeof implied);
with ({ inner: 'with works' }) console.log(inner);
console.log(010, '\101', (function (a) { a = 2; return arguments[0]; })(1));
console.log(typeof hoisted, hoisted2());
var hoisted = 1;
function hoisted2() { return 'hoisted'; }
{ function inBlock() { return 'block'; } }
console.log(inBlock());
var let_ = 1; var yield_ = 2; var static = 3; var await = 4;
console.log(static + await);
console.log(typeof exports, typeof require, typeof module, typeof __filename, typeof __dirname, __filename.endsWith('sloppy.js'));
console.log(Object.keys(globalThis).includes('hoisted'), typeof globalThis.hoisted, typeof globalThis.require);
var top = 'top'; console.log(globalThis.top === undefined, eval('var fromEval = 1; fromEval + 1'), fromEval);
console.log((0, eval)('typeof module'), new Function('return typeof require')());
Object.freeze([1])[0] = 5;
console.log(delete [].length, (function f() { f = 1; return typeof f; })());
function dup(a, a) { return a; }
console.log(dup(1, 2));
<!-- an old comment
if (true) return console.log('top-level return');
console.log('not reached');
