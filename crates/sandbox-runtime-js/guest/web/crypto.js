// The web's crypto: random values, digests, and HMAC keys. The functions are the host's.

const { coded, invalidArgType } = require('node_errors');
const { DOMException } = require('web/dom_exception');
const brands = require('web/brands');
const { showAs, enumerable } = require('web/inspect');

const KEY = Symbol('made here');
const QUOTA = 65536;
const DIGESTS = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };
const BLOCKS = { 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 };

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

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

function bytesOf(data, name) {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (brands.isArrayBuffer(data) || brands.isSharedArrayBuffer(data)) return new Uint8Array(data);
  throw invalidArgType(name, 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView', data);
}

// A buffer of its own: what the host returns may be larger.
const exact = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

function digestName(algorithm) {
  const given = algorithm !== null && typeof algorithm === 'object' ? algorithm.name : algorithm;
  const name = `${given}`.toUpperCase();
  if (!Object.hasOwn(DIGESTS, name)) throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
  return name;
}

let secretOf;

class CryptoKey {
  #fields;

  constructor(key, fields) {
    if (key !== KEY) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    this.#fields = fields;
  }

  static {
    secretOf = (key) => key.#fields.secret;
  }

  get type() { return 'secret'; }

  get extractable() { return this.#fields.extractable; }

  get algorithm() { return this.#fields.algorithm; }

  get usages() { return this.#fields.usages; }
}
enumerable(CryptoKey);
showAs(CryptoKey, ({ type, extractable, algorithm, usages }) => ({ type, extractable, algorithm, usages }));

function hmacKey(secret, algorithm, extractable, usages) {
  const hash = digestName(algorithm.hash);
  const list = [...usages];
  if (list.length === 0 || list.some((use) => use !== 'sign' && use !== 'verify')) {
    throw new DOMException('Unsupported key usage for an HMAC key', 'SyntaxError');
  }
  const details = { name: 'HMAC', hash: { name: hash }, length: secret.length * 8 };
  return new CryptoKey(KEY, { secret, algorithm: details, extractable: !!extractable, usages: list });
}

function checkHmac(algorithm, key, use) {
  const name = `${typeof algorithm === 'object' && algorithm !== null ? algorithm.name : algorithm}`.toUpperCase();
  if (name !== 'HMAC') throw unsupported(name);
  if (!(key instanceof CryptoKey)) throw invalidArgType('key', 'an instance of CryptoKey', key);
  if (!key.usages.includes(use)) {
    throw new DOMException(`Unable to use this key to ${use}`, 'InvalidAccessError');
  }
}

function unsupported(name) {
  return new DOMException(`${name} is not available in this sandbox. There are: digest (SHA-1, SHA-256, SHA-384, `
    + 'SHA-512) and HMAC keys (importKey raw, generateKey, exportKey raw, sign, verify).', 'NotSupportedError');
}

const isHmac = (algorithm) => `${algorithm?.name ?? algorithm}`.toUpperCase() === 'HMAC';

class SubtleCrypto {
  constructor(key) {
    if (key !== KEY) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }

  async digest(algorithm, data) {
    const name = digestName(algorithm);
    return exact(host.hash(DIGESTS[name], bytesOf(data, 'data')));
  }

  async importKey(format, data, algorithm, extractable, usages) {
    if (!isHmac(algorithm)) throw unsupported(`importKey of ${algorithm?.name ?? algorithm}`);
    if (format !== 'raw') throw unsupported(`importKey in the format ${format}`);
    return hmacKey(bytesOf(data, 'keyData').slice(), algorithm, extractable, usages);
  }

  async generateKey(algorithm, extractable, usages) {
    if (!isHmac(algorithm)) throw unsupported(`generateKey of ${algorithm?.name ?? algorithm}`);
    const bits = algorithm.length ?? BLOCKS[digestName(algorithm.hash)];
    return hmacKey(host.random(Math.ceil(bits / 8)), algorithm, extractable, usages);
  }

  async exportKey(format, key) {
    if (!(key instanceof CryptoKey)) throw invalidArgType('key', 'an instance of CryptoKey', key);
    if (!key.extractable) throw new DOMException('key is not extractable', 'InvalidAccessError');
    if (format !== 'raw') throw unsupported(`exportKey in the format ${format}`);
    return exact(secretOf(key));
  }

  async sign(algorithm, key, data) {
    checkHmac(algorithm, key, 'sign');
    return exact(host.hmac(DIGESTS[key.algorithm.hash.name], secretOf(key), bytesOf(data, 'data')));
  }

  async verify(algorithm, key, signature, data) {
    checkHmac(algorithm, key, 'verify');
    const expected = host.hmac(DIGESTS[key.algorithm.hash.name], secretOf(key), bytesOf(data, 'data'));
    const given = bytesOf(signature, 'signature');
    let difference = given.length ^ expected.length;
    for (let i = 0; i < expected.length; i++) difference |= expected[i] ^ given[i];
    return difference === 0;
  }
}
for (const name of ['encrypt', 'decrypt', 'deriveBits', 'deriveKey', 'wrapKey', 'unwrapKey']) {
  SubtleCrypto.prototype[name] = { async [name]() { throw unsupported(`subtle.${name}`); } }[name];
}
enumerable(SubtleCrypto);

const INTEGERS = /^(?:Uint8Clamped|Int8|Uint8|Int16|Uint16|Int32|Uint32|BigInt64|BigUint64)(?:Array)$/;

class Crypto {
  constructor(key) {
    if (key !== KEY) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }

  get subtle() { return subtle; }

  getRandomValues(array) {
    if (!INTEGERS.test(brands.typedArrayName(array) ?? '')) {
      throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    if (array.byteLength > QUOTA) {
      throw new DOMException(
        `The requested length exceeds ${QUOTA.toLocaleString('en-US').replace(/\D/g, ',')} bytes`, 'QuotaExceededError',
      );
    }
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(host.random(array.byteLength));
    return array;
  }

  randomUUID() { return uuid(); }
}
enumerable(Crypto);
const subtle = new SubtleCrypto(KEY);
const crypto = new Crypto(KEY);

module.exports = { crypto, Crypto, CryptoKey, SubtleCrypto, uuid };
