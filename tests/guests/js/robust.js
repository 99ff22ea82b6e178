// node: no - Node itself does not survive this
// A program may damage the built-ins; the event loop, errors and the end of the program still work.
const { log } = console;
Array.prototype.push = null;
Array.prototype.forEach = () => { throw new Error('forEach'); };
Array.prototype[Symbol.iterator] = null;
Function.prototype.call = null;
Function.prototype.apply = null;
Map.prototype.get = null;
Promise.prototype.then = Promise.prototype.then;
String.prototype.indexOf = () => { throw new Error('indexOf'); };
String.prototype.slice = null;
RegExp.prototype.exec = () => { throw new Error('exec'); };
Object.defineProperty = null;
Object.keys = null;
JSON.parse = JSON.stringify = null;
delete globalThis.Error;
delete globalThis.setTimeout.prototype;
process.stdout.write('started\n');
const { setTimeout } = globalThis;
delete globalThis.setTimeout;
delete globalThis.Promise;
setTimeout(() => {
  process.stdout.write('timer\n');
  try { null.x; } catch (e) { process.stdout.write(`${e.name}\n`); }
}, 1);
process.nextTick(() => process.stdout.write('tick\n'));
(async () => { await null; process.stdout.write('async\n'); })();
Object.freeze(globalThis);
Object.freeze(Array.prototype);
