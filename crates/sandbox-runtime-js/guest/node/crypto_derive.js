// pbkdf2 (RFC 8018) and hkdf (RFC 5869) over the host's HMAC. There is no limit to the work but that of the execution.

const { digestName, HINT, dataOf, asBuffer } = require('node/crypto_data');
const { bytesOfKey } = require('node/crypto_keys');
const { enqueueIO } = require('timers');
const { coded, outOfRange, checkFunction, checkInteger, checkString } = require('node/errors');

const MAX_INT = 2 ** 31 - 1;
const BLOCK = { md5: 64, sha1: 64, sha224: 64, sha256: 64, sha384: 128, sha512: 128 };
const BUFFERS = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView';

function knownDigest(digest) {
  checkString(digest, 'digest');
  const name = digestName(digest);
  if (name === undefined) {
    throw coded(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${digest} (${HINT})`);
  }
  return name;
}

function join(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

// Four bytes at a time: all digests have a multiple of them.
function words(bytes) {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}

function stretch(digest, password, salt, iterations, length) {
  const { hmac } = host;
  // A long password would be hashed again in every round.
  const key = password.length > BLOCK[digest] ? host.hash(digest, password) : password;
  const result = new Uint8Array(length);
  for (let block = 1, at = 0; at < length; block++) {
    let round = hmac(digest, key, join(salt, new Uint8Array([block >>> 24, block >>> 16, block >>> 8, block])));
    const sum = words(round.slice());
    for (let i = 1; i < iterations; i++) {
      round = hmac(digest, key, round);
      const each = words(round);
      for (let k = 0; k < sum.length; k++) sum[k] ^= each[k];
    }
    const bytes = new Uint8Array(sum.buffer, sum.byteOffset, Math.min(sum.byteLength, length - at));
    result.set(bytes, at);
    at += bytes.length;
  }
  return asBuffer(result);
}

function checkPbkdf2(password, salt, iterations, keylen, digest) {
  checkString(digest, 'digest');
  const secret = dataOf(password, 'password', BUFFERS).slice();
  const grains = dataOf(salt, 'salt', BUFFERS).slice();
  checkInteger(iterations, 'iterations', 1, MAX_INT);
  checkInteger(keylen, 'keylen', 0, MAX_INT);
  return [knownDigest(digest), secret, grains, iterations, keylen];
}

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return stretch(...checkPbkdf2(password, salt, iterations, keylen, digest));
}

function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') [digest, callback] = [undefined, digest];
  const checked = checkPbkdf2(password, salt, iterations, keylen, digest);
  checkFunction(callback, 'callback');
  enqueueIO(() => callback(null, stretch(...checked)));
}

function expand(digest, key, salt, info, length) {
  const extracted = host.hmac(digest, salt, key);
  const result = new Uint8Array(length);
  let last = new Uint8Array(0);
  for (let block = 1, at = 0; at < length; block++) {
    last = host.hmac(digest, extracted, join(last, info, new Uint8Array([block])));
    const part = last.subarray(0, length - at);
    result.set(part, at);
    at += part.length;
  }
  return result.buffer;
}

const SIZES = { md5: 16, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 };

function checkHkdf(digest, ikm, salt, info, length) {
  checkString(digest, 'digest');
  const key = bytesOfKey(ikm) ?? dataOf(ikm, 'ikm',
    'of type string or an instance of SecretKeyObject, ArrayBuffer, TypedArray, DataView, or Buffer').slice();
  const expected = 'of type string or an instance of ArrayBuffer, TypedArray, DataView, or Buffer';
  const grains = dataOf(salt, 'salt', expected).slice();
  const context = dataOf(info, 'info', expected).slice();
  checkInteger(length, 'length', 0, 2 ** 32);
  if (context.length > 1024) {
    throw outOfRange('info', 'must not contain more than 1024 bytes', context.length);
  }
  const name = knownDigest(digest);
  if (length > 255 * SIZES[name]) throw coded(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
  return [name, key, grains, context, length];
}

function hkdfSync(digest, ikm, salt, info, length) {
  return expand(...checkHkdf(digest, ikm, salt, info, length));
}

function hkdf(digest, ikm, salt, info, length, callback) {
  const checked = checkHkdf(digest, ikm, salt, info, length);
  checkFunction(callback, 'callback');
  enqueueIO(() => callback(null, expand(...checked)));
}

module.exports = { pbkdf2, pbkdf2Sync, hkdf, hkdfSync };
