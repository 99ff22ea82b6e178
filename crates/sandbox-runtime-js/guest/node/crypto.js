// node:crypto: hashes, message authentication codes, keys derived from passwords, random values. The functions are the
// host's; what it does not have (ciphers, signatures, key pairs) is refused by name.

const hash = require('node/crypto_hash');
const keys = require('node/crypto_keys');
const derive = require('node/crypto_derive');
const random = require('node/crypto_random');
const { coded } = require('node/errors');
const { bytesOf, DIGESTS } = require('node/crypto_data');

// Two buffers as bytes, compared without regard to where they differ.
function timingSafeEqual(buf1, buf2) {
  const [a, b] = [buf1, buf2].map((each, index) => {
    const bytes = bytesOf(each);
    if (bytes !== undefined) return bytes;
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE',
      `The "buf${index + 1}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
  });
  if (a.length !== b.length) {
    throw coded(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
  }
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
  return difference === 0;
}

module.exports = {
  ...require('node/crypto_refused'),
  createHash: hash.createHash,
  hash: hash.hash,
  createHmac: hash.createHmac,
  createSecretKey: keys.createSecretKey,
  generateKey: keys.generateKey,
  generateKeySync: keys.generateKeySync,
  hkdf: derive.hkdf,
  hkdfSync: derive.hkdfSync,
  pbkdf2: derive.pbkdf2,
  pbkdf2Sync: derive.pbkdf2Sync,
  randomBytes: random.randomBytes,
  randomFill: random.randomFill,
  randomFillSync: random.randomFillSync,
  randomInt: random.randomInt,
  randomUUID: random.randomUUID,
  getRandomValues: random.getRandomValues,
  timingSafeEqual,
  getHashes: () => [...DIGESTS],
  getCiphers: () => [],
  getCurves: () => [],
  getCipherInfo: () => undefined,
  getFips: () => 0,
  secureHeapUsed: () => ({ total: 0, used: 0, utilization: 0, min: 0 }),
  Hash: hash.Hash,
  Hmac: hash.Hmac,
  KeyObject: keys.KeyObject,
  // The numbers are for what is not here.
  constants: {},
  get webcrypto() { return require('web/crypto').crypto; },
  get subtle() { return require('web/crypto').crypto.subtle; },
};
for (const name of ['prng', 'pseudoRandomBytes', 'rng']) {
  Object.defineProperty(module.exports, name, { value: random.randomBytes, writable: true, configurable: true });
}
