// Buffer's indexOf, lastIndexOf and includes.

const text = require('node/buffer_text');
const { invalidArgType } = require('node/errors');

// Where the bytes of `needle` are in `bytes`: the first place from `start` on, or the last one up to it.
function search(bytes, needle, start, forward, step) {
  const { length } = needle;
  // Units of two bytes: what is left over at the ends is not looked at.
  const last = bytes.length - (bytes.length % step) - length;
  start -= start % step;
  const first = needle[0];
  for (let at = start; forward ? at <= last : at >= 0; at += forward ? 1 : -1) {
    if (forward && step === 1) {
      // The engine finds single bytes faster than a loop does.
      at = Uint8Array.prototype.indexOf.call(bytes, first, at);
      if (at < 0 || at > last) return -1;
    }
    if (at > last || at % step !== 0) continue;
    let k = 0;
    while (k < length && bytes[at + k] === needle[k]) k++;
    if (k === length) return at;
  }
  return -1;
}

function find(buffer, value, offset, encoding, forward) {
  if (typeof offset === 'string') {
    encoding = offset;
    offset = undefined;
  }
  let start = +offset;
  if (offset === undefined || Number.isNaN(start)) start = forward ? 0 : buffer.length;
  start = Math.trunc(start);
  if (start < 0) start += buffer.length;
  const before = start < 0;
  if (before) start = 0;
  if (typeof value === 'number') {
    if (before && !forward) return -1;
    return Uint8Array.prototype[forward ? 'indexOf' : 'lastIndexOf'].call(buffer, value & 255, start);
  }
  let needle = value;
  let step = 1;
  if (typeof value === 'string') {
    const name = text.givenEncoding(encoding);
    needle = text.encode(value, name);
    if (name === 'utf16le') step = 2;
  } else if (!(value instanceof Uint8Array)) {
    throw invalidArgType('value', 'one of type number or string or an instance of Buffer or Uint8Array', value);
  }
  if (needle.length === 0) return Math.min(start, buffer.length);
  if ((before && !forward) || needle.length > buffer.length) return -1;
  return search(buffer, needle, forward ? start : Math.min(start, buffer.length - needle.length), forward, step);
}

module.exports = { find };
