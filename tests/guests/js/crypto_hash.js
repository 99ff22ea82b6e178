// node: same
// node:crypto: createHash and createHmac, with every digest, encoding and kind of data; copies, streams, errors.
const crypto = require('node:crypto');
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
};
const DIGESTS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
for (const name of DIGESTS) {
  console.log(name, crypto.createHash(name).digest('hex'), crypto.createHash(name).update('hello').digest('hex'));
  console.log(name, crypto.createHmac(name, 'key').update('hello').digest('base64'), crypto.createHmac(name, '').digest('hex'), crypto.getHashes().includes(name));
}
for (const name of ['SHA256', 'Sha-256', 'sha2-256', 'RSA-SHA256', 'ssl3-md5', 'MD5', 'RSA-MD5', 'SHA-1', 'SHA512']) console.log(name, crypto.createHash(name).update('x').digest('hex').slice(0, 16));

// Data.
for (const data of ['', 'a', 'ä€😀', '\ud800', Buffer.from('bytes'), new Uint8Array([1, 2]), new Uint16Array([1, 2]), new DataView(new ArrayBuffer(2)), new Float64Array(1)]) {
  console.log(crypto.createHash('sha1').update(data).digest('hex'), crypto.createHmac('sha1', 'k').update(data).digest('hex'));
}
for (const [data, encoding] of [['616263', 'hex'], ['YWJj', 'base64'], ['YWJj', 'base64url'], ['é', 'latin1'], ['é', 'binary'], ['é', 'ascii'], ['é', 'utf16le'], ['é', 'nope'], ['é', 5], ['é', null], ['zz', 'hex'], ['abc', 'hex'], ['abc', 'HEX']]) {
  console.log(String(encoding), attempt(() => crypto.createHash('md5').update(data, encoding).digest('hex')));
}
const parts = crypto.createHash('sha256');
for (let i = 0; i < 1000; i++) parts.update(`${i},`);
console.log(parts.digest('hex') === crypto.createHash('sha256').update(Array.from({ length: 1000 }, (_, i) => `${i},`).join('')).digest('hex'));
const reused = new Uint8Array(3);
const fromReused = crypto.createHash('md5');
for (const value of [1, 2, 3]) fromReused.update(reused.fill(value));
console.log(fromReused.digest('hex') === crypto.createHash('md5').update(Buffer.from([1, 1, 1, 2, 2, 2, 3, 3, 3])).digest('hex'));
for (const value of [undefined, null, 5, {}, [], true, new ArrayBuffer(1), () => {}]) console.log(attempt(() => crypto.createHash('md5').update(value)));

// Results.
for (const encoding of ['hex', 'base64', 'base64url', 'latin1', 'binary', 'ascii', 'utf8', 'ucs2', 'HEX', 'buffer', 'nope', undefined, null, 5]) {
  console.log(String(encoding), crypto.createHash('md5').update('x').digest(encoding), crypto.createHmac('md5', 'k').update('x').digest(encoding));
}
console.log(Buffer.isBuffer(crypto.createHash('md5').digest()), crypto.createHash('md5').update('a') instanceof crypto.Hash, crypto.createHmac('md5', 'k') instanceof crypto.Hmac);
const done = crypto.createHash('md5');
done.digest();
console.log(attempt(() => done.digest()), attempt(() => done.update('x')), attempt(() => done.copy()));
const mac = crypto.createHmac('md5', 'k').update('x');
console.log(mac.digest('hex'), JSON.stringify(mac.digest('hex')), mac.digest(), attempt(() => mac.update('x')));
const first = crypto.createHash('sha1').update('ab');
const second = first.copy();
console.log(first.update('c').digest('hex'), second.digest('hex'), second instanceof crypto.Hash);
console.log(crypto.Hash('md5').digest('hex') === crypto.createHash('md5').digest('hex'), new crypto.Hmac('md5', 'k').digest('hex') === crypto.Hmac('md5', 'k').digest('hex'));
console.log(crypto.createHash('sha1', { outputLength: 20 }).digest('hex').length);
for (const options of [{ outputLength: 10 }, { outputLength: -1 }, { outputLength: 'x' }]) console.log(attempt(() => crypto.createHash('sha1', options).digest('hex')));

// Names and keys.
for (const value of [undefined, null, 5, {}]) console.log(attempt(() => crypto.createHash(value)), attempt(() => crypto.createHmac(value, 'k')), attempt(() => crypto.createHmac('md5', value)));
console.log(attempt(() => crypto.createHash('nope')).slice(0, 44), attempt(() => crypto.createHmac('nope', 'k')).slice(0, 57));
for (const key of ['text', Buffer.from('text'), new Uint16Array([1, 2]), new ArrayBuffer(4), new DataView(new ArrayBuffer(4)), crypto.createSecretKey(Buffer.from('text')), crypto.createSecretKey('74657874', 'hex'), 'x'.repeat(200)]) {
  console.log(crypto.createHmac('sha256', key).update('data').digest('hex'));
}
console.log(crypto.createHmac('sha1', '6b', { encoding: 'hex' }).digest('hex') === crypto.createHmac('sha1', 'k').digest('hex'));
const key = crypto.createSecretKey(Buffer.from('key'));
console.log(key.type, key.symmetricKeySize, key.export(), key.export({ format: 'jwk' }), key.export({ format: 'buffer' }), key.equals(crypto.createSecretKey('key', 'utf8')), key.equals(crypto.createSecretKey(Buffer.from('kex'))));
console.log(key instanceof crypto.KeyObject, key.constructor.name, Object.prototype.toString.call(key), key.asymmetricKeyType);
for (const fn of [() => crypto.createSecretKey(), () => crypto.createSecretKey(5), () => key.export({ format: 'x' }), () => key.export(5), () => key.equals(5), () => new crypto.KeyObject('x'), () => crypto.KeyObject.from(5)]) console.log(attempt(fn));
console.log(crypto.generateKeySync('hmac', { length: 64 }).symmetricKeySize, crypto.generateKeySync('aes', { length: 128 }).symmetricKeySize);

// Comparing.
const [a, b] = [Buffer.from('secret'), Buffer.from('secret')];
console.log(crypto.timingSafeEqual(a, b), crypto.timingSafeEqual(a, Buffer.from('secreT')), crypto.timingSafeEqual(new ArrayBuffer(2), new Uint16Array(1)));
for (const args of [[a, Buffer.from('x')], ['a', 'a'], [a, 5], []]) console.log(attempt(() => crypto.timingSafeEqual(...args)));

// As streams.
const written = crypto.createHash('sha256');
written.on('readable', () => {
  const data = written.read();
  if (data) console.log('readable', data.toString('hex'));
});
console.log(written.write('some '), written.write(Buffer.from('data')));
written.end(' to hash');
const flowing = crypto.createHmac('sha1', 'k');
flowing.setEncoding('hex');
flowing.on('data', (chunk) => console.log('data', chunk)).on('end', () => console.log('end')).on('finish', () => console.log('finish'));
flowing.end('x');
const plain = crypto.createHash('md5');
plain.end('sync');
console.log(plain.read(), plain.read(), attempt(() => plain.digest()));
(async () => {
  const iterated = crypto.createHash('md5');
  setTimeout(() => iterated.end('later'), 5);
  for await (const chunk of iterated) console.log('iterated', chunk.toString('hex'));
})();
