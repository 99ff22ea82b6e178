// A frame of a stack trace: its text, and the object that a program's own Error.prepareStackTrace is given for it.

const { startsWith } = require('primordials');

function where(frame) {
  return frame.file === undefined ? '<anonymous>' : `${frame.file}:${frame.line}:${frame.column}`;
}

function frameText(frame) {
  return frame.name ? `${frame.name} (${where(frame)})` : where(frame);
}

// What a program's own prepareStackTrace works with (packages such as depd or callsites rely on it).
class CallSite {
  #frame;
  constructor(frame) { this.#frame = frame; }
  getThis() { return undefined; }
  getTypeName() { return null; }
  getFunction() { return undefined; }
  getFunctionName() { return this.#frame.name || null; }
  getMethodName() { return null; }
  getFileName() { return this.#frame.file === undefined ? null : this.#frame.file; }
  getLineNumber() { return this.#frame.file === undefined ? null : this.#frame.line; }
  getColumnNumber() { return this.#frame.file === undefined ? null : this.#frame.column; }
  getEvalOrigin() { return undefined; }
  getScriptNameOrSourceURL() { return this.getFileName(); }
  getScriptHash() { return ''; }
  getEnclosingLineNumber() { return this.getLineNumber(); }
  getEnclosingColumnNumber() { return this.getColumnNumber(); }
  getPosition() { return 0; }
  getPromiseIndex() { return null; }
  isToplevel() { return true; }
  isNative() { return this.#frame.file === undefined; }
  isEval() { return this.#frame.file === '<anonymous>'; }
  isConstructor() { return startsWith(this.#frame.name, 'new '); }
  isAsync() { return false; }
  isPromiseAll() { return false; }
  toString() { return frameText(this.#frame); }
}

module.exports = { CallSite, frameText };
