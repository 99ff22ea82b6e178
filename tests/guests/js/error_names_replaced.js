// node: same
// Nothing of the program's is needed, or called, to report its error.
console.log('before');
Array.prototype.toJSON = () => { console.log('never'); };
Object.prototype.toJSON = () => { console.log('never'); };
Object.defineProperty(Array.prototype, 0, { set() { throw new Error('never'); } });
globalThis.Error = null;
globalThis.TypeError = null;
null.x;
