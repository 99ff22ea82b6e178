// What Node's crypto has and the sandbox does not: every name throws and says what there is.

const { refuse, refuseClass } = require('node/errors');

const INSTEAD = 'there are createHash, createHmac, pbkdf2, hkdf, createSecretKey, randomBytes, randomInt, randomUUID, '
  + 'timingSafeEqual and webcrypto';

for (const name of ['checkPrime', 'checkPrimeSync', 'createCipheriv', 'createDecipheriv', 'createDiffieHellman',
  'createDiffieHellmanGroup', 'createECDH', 'createPrivateKey', 'createPublicKey', 'createSign', 'createVerify',
  'diffieHellman', 'generatePrime', 'generatePrimeSync', 'getDiffieHellman', 'generateKeyPair', 'generateKeyPairSync',
  'privateDecrypt', 'privateEncrypt', 'publicDecrypt', 'publicEncrypt', 'sign', 'setEngine', 'setFips', 'verify']) {
  exports[name] = refuse('crypto', name, INSTEAD);
}
for (const name of ['scrypt', 'scryptSync']) {
  exports[name] = refuse('crypto', name, 'keys can be derived from passwords with pbkdf2 and pbkdf2Sync');
}
for (const name of ['Certificate', 'Cipher', 'Cipheriv', 'Decipher', 'Decipheriv', 'DiffieHellman',
  'DiffieHellmanGroup', 'ECDH', 'Sign', 'Verify', 'X509Certificate']) {
  exports[name] = refuseClass('crypto', name, INSTEAD);
}
