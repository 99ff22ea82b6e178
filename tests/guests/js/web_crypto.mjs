// node: same
// The web's crypto: random values, digests, HMAC keys.
import { webcrypto, createHash, createHmac } from 'node:crypto';

const attempt = async (fn) => {
  try {
    return await fn();
  } catch (error) {
    return `${error.constructor.name} ${error.name} ${error.code}: ${error.message}`;
  }
};
const hex = (data) => Buffer.from(data).toString('hex');
console.log(webcrypto === crypto, crypto.subtle === crypto.subtle, Object.prototype.toString.call(crypto), Object.prototype.toString.call(crypto.subtle), typeof Crypto, typeof CryptoKey, typeof SubtleCrypto);
for (const Type of [Uint8Array, Int8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array]) {
  const array = new Type(64);
  console.log(Type.name, crypto.getRandomValues(array) === array, array.some((each) => each !== array[0]));
}
for (const value of [new Float32Array(1), new Float64Array(1), new DataView(new ArrayBuffer(1)), new ArrayBuffer(1), [1], {}, new Uint8Array(65537), new Uint32Array(16385)]) console.log(await attempt(() => crypto.getRandomValues(value)));
console.log(crypto.getRandomValues(new Uint8Array(0)).length, crypto.getRandomValues(new Uint8Array(65536)).length, crypto.getRandomValues(Buffer.alloc(3)).length);
const part = new Uint8Array(8);
crypto.getRandomValues(part.subarray(6));
console.log(part.subarray(0, 6).join());
const ids = Array.from({ length: 100 }, () => crypto.randomUUID());
console.log(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)), new Set(ids).size);

const data = new TextEncoder().encode('hello');
for (const algorithm of ['SHA-1', 'SHA-256', 'sha-384', { name: 'SHA-512' }, { name: 'sha-256' }]) {
  const digest = await crypto.subtle.digest(algorithm, data);
  const name = (algorithm.name ?? algorithm).toLowerCase().replace('-', '');
  console.log(name, digest instanceof ArrayBuffer, digest.byteLength, hex(digest) === createHash(name).update('hello').digest('hex'));
}
for (const input of [data.buffer, new DataView(data.buffer, 1, 2), new Uint16Array(data.buffer.slice(0, 4)), Buffer.from('hello'), new Uint8Array(0)]) console.log(hex(await crypto.subtle.digest('SHA-256', input)).slice(0, 16));
for (const algorithm of ['MD5', 'sha256', '', {}]) console.log(await attempt(() => crypto.subtle.digest(algorithm, data)));
console.log(crypto.subtle.digest('MD5', data).catch(() => {}) instanceof Promise);

const secret = Buffer.from('key');
const algorithm = { name: 'HMAC', hash: 'SHA-256' };
const key = await crypto.subtle.importKey('raw', secret, algorithm, true, ['sign', 'verify']);
console.log(key.type, key.extractable, key.algorithm, key.usages, key instanceof CryptoKey, Object.prototype.toString.call(key));
const signature = await crypto.subtle.sign('HMAC', key, data);
console.log(hex(signature) === createHmac('sha256', 'key').update('hello').digest('hex'), signature instanceof ArrayBuffer);
console.log(await crypto.subtle.verify('HMAC', key, signature, data), await crypto.subtle.verify({ name: 'hmac' }, key, signature, Buffer.from('other')), await crypto.subtle.verify('HMAC', key, new Uint8Array(3), data));
console.log(hex(await crypto.subtle.exportKey('raw', key)), await crypto.subtle.exportKey('jwk', key));
const fromJwk = await crypto.subtle.importKey('jwk', { kty: 'oct', k: 'a2V5', alg: 'HS256' }, algorithm, false, ['sign']);
console.log(hex(await crypto.subtle.sign('HMAC', fromJwk, data)) === hex(signature), fromJwk.extractable);
for (const hash of ['SHA-1', 'SHA-384', { name: 'SHA-512' }]) {
  const made = await crypto.subtle.generateKey({ name: 'HMAC', hash }, true, ['sign']);
  console.log(made.algorithm, made.usages, (await crypto.subtle.exportKey('raw', made)).byteLength);
}
console.log((await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256', length: 128 }, false, ['sign', 'verify'])).algorithm.length);
const signs = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
console.log(await attempt(() => crypto.subtle.verify('HMAC', signs, signature, data)), await attempt(() => crypto.subtle.exportKey('raw', signs)));
console.log(await attempt(() => crypto.subtle.importKey('raw', secret, algorithm, false, [])), await attempt(() => crypto.subtle.importKey('raw', secret, algorithm, false, ['encrypt'])));
console.log(await attempt(() => crypto.subtle.importKey('raw', new Uint8Array(0), algorithm, false, ['sign'])));
console.log((await attempt(() => new CryptoKey())).split(':')[0], (await attempt(() => new Crypto())).split(':')[0], (await attempt(() => new SubtleCrypto())).split(':')[0]);
