// UTF-8 by the host, in parts: one call with a text of many megabytes would need a multiple of that at once.

const { wellFormed, slice, charCodeAt } = require('primordials');

const encodeText = host['text.encode'];
const decodeBytes = host['text.decode'];
const PART = 2 ** 20;

exports.encode = function encode(text) {
  const { length } = text;
  if (length <= PART) return encodeText(wellFormed(text));
  let bytes = new Uint8Array(length);
  let done = 0;
  for (let from = 0; from < length;) {
    let to = from + PART < length ? from + PART : length;
    // No character is cut in two.
    if (to < length && (charCodeAt(text, to - 1) & 0xfc00) === 0xd800) to--;
    const part = encodeText(wellFormed(slice(text, from, to)));
    from = to;
    if (done + part.length > bytes.length) {
      const left = length - from;
      const larger = new Uint8Array(done + part.length + left + (left >> 1));
      larger.set(bytes.subarray(0, done));
      bytes = larger;
    }
    bytes.set(part, done);
    done += part.length;
  }
  return done === bytes.length ? bytes : bytes.slice(0, done);
};

// How many bytes the text takes.
exports.byteLength = function byteLength(text) {
  const { length } = text;
  let total = 0;
  for (let from = 0; from < length;) {
    let to = from + PART < length ? from + PART : length;
    if (to < length && (charCodeAt(text, to - 1) & 0xfc00) === 0xd800) to--;
    total += encodeText(wellFormed(slice(text, from, to))).length;
    from = to;
  }
  return total;
};

exports.decode = function decode(bytes, fatal, keepMark, call = decodeBytes) {
  const { length } = bytes;
  if (length <= PART) return call('utf-8', bytes, fatal, keepMark);
  let text = '';
  for (let from = 0; from < length;) {
    let to = from + PART < length ? from + PART : length;
    // Ends where a character begins.
    for (let back = 0; back < 4 && to < length && (bytes[to] & 0xc0) === 0x80; back++) to--;
    text += call('utf-8', bytes.subarray(from, to), fatal, from > 0 || keepMark);
    from = to;
  }
  return text;
};
