// atob and btoa: base64 of strings whose characters are bytes.

const { coded } = require('node_errors');
const { DOMException } = require('web/dom_exception');
const hostError = require('host_error');

// Strings of bytes are put together in pieces: a call has room for so many arguments only.
const PIECE = 8192;

function fromBytes(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += PIECE) {
    text += String.fromCharCode.apply(null, bytes.subarray(i, i + PIECE));
  }
  return text;
}

function btoa(data) {
  if (arguments.length === 0) {
    throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "data" argument must be specified');
  }
  const text = `${data}`;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) throw new DOMException('Invalid character', 'InvalidCharacterError');
    bytes[i] = code;
  }
  return host['base64.encode'](bytes, false);
}

function atob(data) {
  if (arguments.length === 0) {
    throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "data" argument must be specified');
  }
  const text = `${data}`;
  if (/[^\t\n\f\r +/0-9A-Za-z=]/.test(text)) {
    throw new DOMException('Invalid character', 'InvalidCharacterError');
  }
  return fromBytes(hostError.call('base64.decode', text));
}

module.exports = { atob, btoa, fromBytes };
