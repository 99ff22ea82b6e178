// KeyObject: secret keys only, as keys of createHmac, hkdf and webcrypto. Pairs of keys are not available.

const { bytesOf, encode, asBuffer } = require('node/crypto_data');
const {
  invalidArgType, invalidArgValue, checkFunction, checkString, checkInteger, checkObject,
} = require('node/errors');
const { enqueueIO } = require('timers');

const MADE = Symbol('made here');
let bytesOfKey; // the bytes of a KeyObject, or undefined for anything else

class KeyObject {
  #bytes;

  constructor(type, handle) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') throw invalidArgValue('type', type);
    if (handle !== MADE) throw invalidArgType('handle', 'of type object', handle);
    this.#bytes = arguments[2];
  }

  static {
    bytesOfKey = (key) => (key !== null && typeof key === 'object' && #bytes in key ? key.#bytes : undefined);
  }

  get type() {
    void this.#bytes;
    return 'secret';
  }

  static from(key) {
    const { CryptoKey, secretOf } = require('web/crypto');
    if (!(key instanceof CryptoKey)) throw invalidArgType('key', 'an instance of CryptoKey', key);
    return new SecretKeyObject(secretOf(key));
  }

  equals(otherKeyObject) {
    const other = bytesOfKey(otherKeyObject);
    if (other === undefined) throw invalidArgType('otherKeyObject', 'an instance of KeyObject', otherKeyObject);
    const own = this.#bytes;
    return own.length === other.length && own.every((byte, index) => byte === other[index]);
  }
}
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { value: 'KeyObject', configurable: true });

class SecretKeyObject extends KeyObject {
  constructor(bytes) { super('secret', MADE, bytes); }

  get symmetricKeySize() { return bytesOfKey(this).length; }

  export(options) {
    if (options !== undefined) {
      checkObject(options, 'options');
      if (options.format === 'jwk') return { kty: 'oct', k: asBuffer(bytesOfKey(this)).toString('base64url') };
      if (options.format !== undefined && options.format !== 'buffer') {
        throw invalidArgValue('options.format', options.format, "must be one of: undefined, 'buffer', 'jwk'");
      }
    }
    return asBuffer(bytesOfKey(this).slice());
  }
}

function createSecretKey(key, encoding) {
  if (typeof key === 'string') return new SecretKeyObject(encode(key, encoding));
  const bytes = bytesOf(key);
  if (bytes === undefined) {
    throw invalidArgType('key', 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView', key);
  }
  return new SecretKeyObject(bytes.slice());
}

// The bytes of a secret: text, a buffer, a KeyObject or a CryptoKey. Buffers are copied.
function secretBytes(key, encoding) {
  if (typeof key === 'string') return encode(key, encoding);
  const bytes = bytesOf(key);
  if (bytes !== undefined) return bytes.slice();
  const own = bytesOfKey(key);
  if (own !== undefined) return own;
  const { CryptoKey, secretOf } = require('web/crypto');
  if (key instanceof CryptoKey) return secretOf(key);
  throw invalidArgType('key', 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, '
    + 'or CryptoKey', key);
}

function generateKeySync(type, options) {
  checkString(type, 'type');
  checkObject(options, 'options');
  const { length } = options;
  if (type === 'hmac') checkInteger(length, 'options.length', 8, 2 ** 31 - 1);
  else if (type !== 'aes') throw invalidArgValue('type', type, 'must be a supported key type');
  else if (![128, 192, 256].includes(length)) {
    throw invalidArgValue('options.length', length, 'must be one of: 128, 192, 256');
  }
  return new SecretKeyObject(require('node/crypto_random').randomOfLength(Math.floor(length / 8)));
}

function generateKey(type, options, callback) {
  if (typeof options === 'function') [options, callback] = [undefined, options];
  checkFunction(callback, 'callback');
  const key = generateKeySync(type, options);
  enqueueIO(callback, undefined, key);
}

module.exports = { KeyObject, createSecretKey, secretBytes, bytesOfKey, generateKey, generateKeySync };
