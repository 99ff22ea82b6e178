// atob and btoa: base64 of strings whose characters are bytes.

const { coded } = require('node_errors');
const { DOMException } = require('web/dom_exception');
const hostError = require('host_error');

// Strings of bytes are put together in pieces: a call has room for so many arguments only.
const PIECE = 8192;

const invalidCharacter = () => new DOMException('Invalid character', 'InvalidCharacterError');

function fromBytes(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += PIECE) {
    text += String.fromCharCode.apply(null, bytes.subarray(i, i + PIECE));
  }
  return text;
}

function btoa(input) {
  if (arguments.length === 0) {
    throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "input" argument must be specified');
  }
  const text = `${input}`;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) throw invalidCharacter();
    bytes[i] = code;
  }
  return host['base64.encode'](bytes, false);
}

function atob(input) {
  if (arguments.length === 0) {
    throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "input" argument must be specified');
  }
  const text = `${input}`;
  if (/[^\t\n\f\r +/0-9A-Za-z=]/.test(text)) throw invalidCharacter();
  try {
    return fromBytes(hostError.call('base64.decode', text));
  } catch (error) {
    // Padding in the wrong place is a wrong character to Node.
    throw text.includes('=') ? invalidCharacter() : error;
  }
}

module.exports = { atob, btoa, fromBytes };
