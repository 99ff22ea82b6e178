// The built-in functions our core relies upon, taken while the image is built. A program may replace any method of
// any prototype afterwards (`Array.prototype.push = null`): the event loop, stack traces and the final report must
// still work, so the core uses these and plain operators only (no spread, destructuring of arrays or for-of, which
// go through Array.prototype[Symbol.iterator]).

const { bind, call } = Function.prototype;
const uncurryThis = bind.bind(call);

module.exports = {
  uncurryThis,
  apply: Reflect.apply,
  ownKeys: Reflect.ownKeys,
  getOwnPropertyDescriptor: Object.getOwnPropertyDescriptor,
  defineProperty: Object.defineProperty,
  getPrototypeOf: Object.getPrototypeOf,
  setPrototypeOf: Object.setPrototypeOf,
  create: Object.create,
  keys: Object.keys,
  isArray: Array.isArray,
  parseJson: JSON.parse,
  formatJson: JSON.stringify,
  toText: String,
  floor: Math.floor,
  trunc: Math.trunc,
  isInteger: Number.isInteger,
  isFinite: Number.isFinite,
  ErrorClass: Error,
  ErrorPrototype: Error.prototype,
  ObjectPrototype: Object.prototype,
  slice: uncurryThis(String.prototype.slice),
  indexOf: uncurryThis(String.prototype.indexOf),
  lastIndexOf: uncurryThis(String.prototype.lastIndexOf),
  startsWith: uncurryThis(String.prototype.startsWith),
  endsWith: uncurryThis(String.prototype.endsWith),
  charCodeAt: uncurryThis(String.prototype.charCodeAt),
  repeat: uncurryThis(String.prototype.repeat),
  wellFormed: uncurryThis(String.prototype.toWellFormed),
  exec: uncurryThis(RegExp.prototype.exec),
  mapGet: uncurryThis(Map.prototype.get),
  mapSet: uncurryThis(Map.prototype.set),
  mapDelete: uncurryThis(Map.prototype.delete),
  then: uncurryThis(Promise.prototype.then),
  Map,
  Promise,
  // Indirect eval: global scope, sloppy unless the text says otherwise.
  globalEval: eval,
};
