// crypto.subtle: digests, and HMAC keys from bytes or a JSON Web Key. The functions are the host's.

const { coded, invalidArgValue } = require('node/errors');
const { DOMException } = require('web/dom_exception');
const brands = require('web/brands');
const { showAs, enumerable } = require('web/inspect');

const KEY = Symbol('made here');
const DIGESTS = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };
const BLOCKS = { 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 };
const FORMATS = ['raw', 'pkcs8', 'spki', 'jwk'];
const USAGES = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey'];
const THERE = 'There are: digest (SHA-1, SHA-256, SHA-384, SHA-512) and HMAC keys (importKey and exportKey in the '
  + 'formats raw and jwk, generateKey, sign, verify).';

// What is wrong with an argument, in the words of the interface definitions.
function wrong(Base, code, method, text) {
  return coded(Base, code, `Failed to execute '${method}' on 'SubtleCrypto': ${text}`);
}

const ordinal = (index) => ['1st', '2nd', '3rd', '4th', '5th'][index];

function checkCount(method, args, needed) {
  if (args.length >= needed) return;
  throw wrong(TypeError, 'ERR_MISSING_ARGS', method, `${needed} arguments required, but only ${args.length} present.`);
}

function bytesOf(data, method, index) {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (brands.isArrayBuffer(data) || brands.isSharedArrayBuffer(data)) return new Uint8Array(data);
  throw wrong(TypeError, 'ERR_INVALID_ARG_TYPE', method,
    `${ordinal(index)} argument is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
}

function checkFormat(format, method) {
  if (FORMATS.includes(`${format}`)) return `${format}`;
  throw wrong(TypeError, 'ERR_INVALID_ARG_VALUE', method,
    `1st argument value '${format}' is not a valid enum value of type KeyFormat.`);
}

function checkUsages(usages, method, index) {
  const list = [...usages].map(String);
  const at = list.findIndex((each) => !USAGES.includes(each));
  if (at >= 0) {
    throw wrong(TypeError, 'ERR_INVALID_ARG_VALUE', method,
      `${ordinal(index)} argument, index ${at} value '${list[at]}' is not a valid enum value of type KeyUsage.`);
  }
  return list;
}

function required(member, type) {
  return coded(TypeError, 'ERR_MISSING_OPTION', 'Failed to normalize algorithm: passed algorithm can not be converted '
    + `to '${type}' because '${member}' is required in '${type}'.`);
}

function nameOf(algorithm) {
  if (algorithm === null || typeof algorithm !== 'object') return `${algorithm}`.toUpperCase();
  if (algorithm.name === undefined) throw required('name', 'Algorithm');
  return `${algorithm.name}`.toUpperCase();
}

function digestName(algorithm) {
  const name = nameOf(algorithm);
  if (!Object.hasOwn(DIGESTS, name)) throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
  return name;
}

function unsupported(what) {
  return new DOMException(`${what} is not available in this sandbox. ${THERE}`, 'NotSupportedError');
}

// The digest of an HMAC algorithm, of which the other parameters are taken as they are.
function hmacHash(algorithm, type, what) {
  const name = nameOf(algorithm);
  if (name !== 'HMAC') throw unsupported(`${what} of ${name}`);
  if (algorithm.hash === undefined) throw required('hash', type);
  return digestName(algorithm.hash);
}

const invalidData = (message) => new DOMException(message, 'DataError');

let secretOf;
let isKey;

class CryptoKey {
  #fields;

  constructor(key, fields) {
    if (key !== KEY) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    this.#fields = fields;
  }

  static {
    secretOf = (key) => key.#fields.secret;
    isKey = (value) => value !== null && typeof value === 'object' && #fields in value;
  }

  get type() {
    void this.#fields;
    return 'secret';
  }

  get extractable() { return this.#fields.extractable; }

  get algorithm() { return this.#fields.algorithm; }

  get usages() { return this.#fields.usages; }
}
enumerable(CryptoKey);
showAs(CryptoKey, ({ type, extractable, algorithm, usages }) => ({ type, extractable, algorithm, usages }));

// `algorithm`: that of the key, whose parts Node has in different orders.
function hmacKey(secret, algorithm, extractable, usages) {
  return new CryptoKey(KEY, { secret, algorithm, extractable: !!extractable, usages });
}

function checkKey(key, method, index) {
  if (!isKey(key)) {
    throw wrong(TypeError, 'ERR_INVALID_ARG_TYPE', method, `${ordinal(index)} argument is not of type CryptoKey.`);
  }
}

function checkHmacUsages(usages) {
  if (usages.some((use) => use !== 'sign' && use !== 'verify')) {
    throw new DOMException('Unsupported key usage for an HMAC key', 'SyntaxError');
  }
}

// The secret of a JSON Web Key.
function readJwk(jwk, hash, extractable, usages) {
  if (jwk === null || typeof jwk !== 'object') {
    throw wrong(TypeError, 'ERR_INVALID_ARG_TYPE', 'importKey', '2nd argument can not be converted to a dictionary');
  }
  if (jwk.kty !== 'oct') throw invalidData('Invalid JWK "kty" Parameter');
  if (jwk.use !== undefined && jwk.use !== 'sig') throw invalidData('Invalid JWK "use" Parameter');
  if (jwk.key_ops !== undefined && usages.some((use) => !jwk.key_ops.includes(use))) {
    throw invalidData('Key operations and usage mismatch');
  }
  if (jwk.ext === false && extractable) throw invalidData('JWK "ext" Parameter and extractable mismatch');
  if (jwk.alg !== undefined && jwk.alg !== `HS${hash.slice(4)}`) {
    throw invalidData('JWK "alg" does not match the requested algorithm');
  }
  if (typeof jwk.k !== 'string') throw invalidData('Invalid keyData');
  return require('node/buffer_text').encode(jwk.k, 'base64url');
}

function checkUse(algorithm, key, use) {
  const name = nameOf(algorithm);
  if (name !== 'HMAC') throw unsupported(`${use} with ${name}`);
  if (!key.usages.includes(use)) throw new DOMException(`Unable to use this key to ${use}`, 'InvalidAccessError');
}

const hmac = (key, data) => host.hmac(DIGESTS[key.algorithm.hash.name], secretOf(key), data);
// A buffer of its own: what the host returns may be larger.
const exact = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

// In the order in which Node has them.
const methods = {
  async encrypt() { throw unsupported('subtle.encrypt'); },
  async decrypt() { throw unsupported('subtle.decrypt'); },
  async sign(algorithm, key, data) {
    checkCount('sign', arguments, 3);
    checkKey(key, 'sign', 1);
    const bytes = bytesOf(data, 'sign', 2);
    checkUse(algorithm, key, 'sign');
    return exact(hmac(key, bytes));
  },
  async verify(algorithm, key, signature, data) {
    checkCount('verify', arguments, 4);
    checkKey(key, 'verify', 1);
    const given = bytesOf(signature, 'verify', 2);
    const bytes = bytesOf(data, 'verify', 3);
    checkUse(algorithm, key, 'verify');
    const expected = hmac(key, bytes);
    let difference = given.length ^ expected.length;
    for (let i = 0; i < expected.length; i++) difference |= expected[i] ^ given[i];
    return difference === 0;
  },
  async digest(algorithm, data) {
    checkCount('digest', arguments, 2);
    const bytes = bytesOf(data, 'digest', 1);
    return exact(host.hash(DIGESTS[digestName(algorithm)], bytes));
  },
  async generateKey(algorithm, extractable, keyUsages) {
    checkCount('generateKey', arguments, 3);
    const usages = checkUsages(keyUsages, 'generateKey', 2);
    const hash = hmacHash(algorithm, 'HmacKeyGenParams', 'generateKey');
    const bits = algorithm.length ?? BLOCKS[hash];
    if (bits === 0) throw new DOMException('The operation failed for an operation-specific reason', 'OperationError');
    if (bits % 8 !== 0) throw invalidArgValue('algorithm.length', bits, 'must be a multiple of 8');
    checkHmacUsages(usages);
    if (usages.length === 0) throw new DOMException('Usages cannot be empty when creating a key.', 'SyntaxError');
    const secret = require('node/crypto_random').randomOfLength(bits / 8);
    return hmacKey(secret, { name: 'HMAC', length: bits, hash: { name: hash } }, extractable, usages);
  },
  async deriveKey() { throw unsupported('subtle.deriveKey'); },
  async deriveBits() { throw unsupported('subtle.deriveBits'); },
  async importKey(format, keyData, algorithm, extractable, keyUsages = []) {
    checkCount('importKey', arguments, 4);
    const kind = checkFormat(format, 'importKey');
    const usages = checkUsages(keyUsages, 'importKey', 4);
    const data = kind === 'jwk' ? keyData : bytesOf(keyData, 'importKey', 1).slice();
    const hash = hmacHash(algorithm, 'HmacImportParams', 'importKey');
    if (kind !== 'raw' && kind !== 'jwk') throw new DOMException(`Unable to import HMAC key with format ${kind}`);
    checkHmacUsages(usages);
    const secret = kind === 'jwk' ? readJwk(data, hash, extractable, usages) : data;
    if (secret.length === 0) throw invalidData('Zero-length key is not supported');
    const { length = secret.length * 8 } = algorithm;
    if (length !== secret.length * 8) throw invalidData('Invalid key length');
    if (usages.length === 0) {
      throw new DOMException('Usages cannot be empty when importing a secret key.', 'SyntaxError');
    }
    return hmacKey(secret, { name: 'HMAC', hash: { name: hash }, length }, extractable, usages);
  },
  async exportKey(format, key) {
    checkCount('exportKey', arguments, 2);
    const kind = checkFormat(format, 'exportKey');
    checkKey(key, 'exportKey', 1);
    if (!key.extractable) throw new DOMException('key is not extractable', 'InvalidAccessException');
    if (kind === 'raw') return exact(secretOf(key));
    if (kind !== 'jwk') throw unsupported(`exportKey in the format ${kind}`);
    return {
      key_ops: [...key.usages],
      ext: true,
      kty: 'oct',
      k: host['base64.encode'](secretOf(key), true),
      alg: `HS${key.algorithm.hash.name.slice(4)}`,
    };
  },
  async wrapKey() { throw unsupported('subtle.wrapKey'); },
  async unwrapKey() { throw unsupported('subtle.unwrapKey'); },
};

class SubtleCrypto {
  constructor(key) {
    if (key !== KEY) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
  }
}
for (const name of Object.keys(methods)) {
  Object.defineProperty(SubtleCrypto.prototype, name, {
    value: methods[name], writable: true, enumerable: true, configurable: true,
  });
}
enumerable(SubtleCrypto);

module.exports = { subtle: new SubtleCrypto(KEY), CryptoKey, SubtleCrypto, secretOf };
