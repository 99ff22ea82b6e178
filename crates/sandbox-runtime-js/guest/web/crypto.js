// The web's crypto: random values and UUIDs. Digests and keys are in subtle_crypto.js.

const { coded } = require('node_errors');
const { DOMException } = require('web/dom_exception');
const brands = require('web/brands');
const { enumerable } = require('web/inspect');
const { subtle, CryptoKey, SubtleCrypto, secretOf } = require('web/subtle_crypto');

const KEY = Symbol('made here');
const QUOTA = 65536;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const INTEGERS = /^(?:Uint8Clamped|Int8|Uint8|Int16|Uint16|Int32|Uint32|BigInt64|BigUint64)(?:Array)$/;

function uuid() {
  const bytes = host.random(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  let text = '';
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += HEX[bytes[i]];
  }
  return text;
}

class Crypto {
  constructor(key) {
    if (key !== KEY) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }

  get subtle() { return subtle; }

  getRandomValues(array) {
    if (arguments.length === 0) {
      throw coded(TypeError, 'ERR_MISSING_ARGS',
        "Failed to execute 'getRandomValues' on 'Crypto': 1 argument required, but only 0 present.");
    }
    if (!INTEGERS.test(brands.typedArrayName(array) ?? '')) {
      throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    if (array.byteLength > QUOTA) {
      throw new DOMException('The requested length exceeds 65,536 bytes', 'QuotaExceededError');
    }
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(host.random(array.byteLength));
    return array;
  }

  randomUUID() { return uuid(); }
}
enumerable(Crypto);
const crypto = new Crypto(KEY);

module.exports = { crypto, Crypto, CryptoKey, SubtleCrypto, uuid, secretOf };
