// node: same
// node:crypto: keys derived with pbkdf2 and hkdf.
const crypto = require('node:crypto');
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message.replace(/ \(there are .*/, '')}`;
  }
};
const hex = (data) => Buffer.from(data).toString('hex');
// Vectors of RFC 6070 and RFC 5869 among them.
for (const args of [['password', 'salt', 1, 20, 'sha1'], ['password', 'salt', 2, 20, 'sha1'], ['passwordPASSWORDpassword', 'saltSALTsaltSALTsaltSALTsaltSALTsalt', 16, 25, 'sha1'], ['pass\0word', 'sa\0lt', 16, 16, 'sha1'],
  ['p', 's', 3, 100, 'sha256'], ['p', 's', 3, 100, 'SHA512'], ['p', 's', 3, 5, 'md5'], ['p', 's', 3, 60, 'sha224'], ['p', 's', 3, 50, 'sha384'], ['x'.repeat(200), 's', 3, 20, 'sha256'], ['', '', 1, 8, 'sha256'], ['p', 's', 1, 0, 'sha1'],
  [Buffer.from([1, 2]), new Uint16Array([3]), 2, 8, 'sha256'], [new ArrayBuffer(2), new DataView(new ArrayBuffer(1)), 2, 8, 'sha256']]) {
  console.log(hex(crypto.pbkdf2Sync(...args)));
}
console.log(Buffer.isBuffer(crypto.pbkdf2Sync('p', 's', 1, 4, 'sha1')));
for (const args of [['p', 's', 1, 20], ['p', 's', 0, 20, 'sha1'], ['p', 's', 1, -1, 'sha1'], ['p', 's', 1, 20, 'nope'], [5, 's', 1, 1, 'sha1'], ['p', 5, 1, 1, 'sha1'], ['p', 's', '1', 1, 'sha1'], ['p', 's', 1.5, 1, 'sha1'],
  ['p', 's', 2 ** 31, 1, 'sha1'], ['p', 's', 1, 2.5, 'sha1'], ['p', 's', undefined, 1, 'sha1'], ['p', 's', 1, '1', 'sha1'], ['p', 's', 1, 1, 5]]) console.log(attempt(() => crypto.pbkdf2Sync(...args)));
for (const args of [['p', 's', 1, 20, 'sha1'], ['p', 's', 1, 20, () => {}], ['p', 's', 1, 20, 'nope', () => {}]]) console.log(attempt(() => crypto.pbkdf2(...args)));

const ikm = Buffer.alloc(22, 0x0b);
const salt = Buffer.from('000102030405060708090a0b0c', 'hex');
const info = Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex');
for (const args of [['sha256', ikm, salt, info, 42], ['sha256', ikm, '', '', 42], ['sha1', ikm, '', '', 42], ['sha512', 'key', 'salt', 'info', 200], ['md5', 'key', 'salt', 'info', 7], ['sha384', 'k', 's', 'i', 0], ['sha256', crypto.createSecretKey(ikm), salt, info, 42]]) {
  const derived = crypto.hkdfSync(...args);
  console.log(derived instanceof ArrayBuffer, derived.byteLength, hex(derived));
}
for (const args of [['nope', 'k', 's', 'i', 4], ['sha256', 'k', 's', 'i', 8161], ['sha256', 'k', 's', 'i', -1], ['sha256', 5, 's', 'i', 1], ['sha256', 'k', 5, 'i', 1], ['sha256', 'k', 's', 5, 1], ['sha256', 'k', 's', 'x'.repeat(1025), 4], [5, 'k', 's', 'i', 4], ['sha256', 'k', 's', 'i']]) {
  console.log(attempt(() => crypto.hkdfSync(...args)));
}
console.log(attempt(() => crypto.hkdf('sha256', 'k', 's', 'i', 4)));
crypto.pbkdf2('p', 's', 1, 20, 'sha1', (error, key) => {
  console.log(error, hex(key), Buffer.isBuffer(key));
  crypto.hkdf('sha256', 'k', 's', 'i', 4, (failure, derived) => console.log(failure, derived instanceof ArrayBuffer, hex(derived)));
});
