// node: same
// node:crypto: random bytes, numbers and UUIDs; their ranges and the errors about arguments.
const crypto = require('node:crypto');
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
};
console.log([0, 1, 16, 1000, 65536, 65537, 200000].map((size) => crypto.randomBytes(size).length), Buffer.isBuffer(crypto.randomBytes(1)));
console.log(new Set(Array.from({ length: 200 }, () => crypto.randomBytes(8).toString('hex'))).size, new Set(crypto.randomBytes(5000)).size);
for (const args of [[], [-1], ['5'], [NaN], [2 ** 31], [null], [5, 6], [-1, () => {}], [Infinity]]) console.log(attempt(() => crypto.randomBytes(...args)));
console.log(crypto.prng === crypto.randomBytes, crypto.pseudoRandomBytes === crypto.randomBytes, crypto.rng === crypto.randomBytes);

const throws = Array.from({ length: 3000 }, () => crypto.randomInt(6));
console.log([...new Set(throws)].sort().join(), throws.every(Number.isInteger), [0, 1, 2, 3, 4, 5].every((side) => throws.filter((each) => each === side).length > 350));
const between = Array.from({ length: 500 }, () => crypto.randomInt(-3, 3));
console.log(Math.min(...between), Math.max(...between), crypto.randomInt(1), crypto.randomInt(7, 8), crypto.randomInt(2 ** 48 - 1) < 2 ** 48, crypto.randomInt(2 ** 52, 2 ** 52 + 10) >= 2 ** 52);
for (const args of [[], [0], [-1], [1.5], ['3'], [NaN], [5, 5], [5, 4], [0, 2 ** 48], [2 ** 48], [Number.MAX_SAFE_INTEGER + 1], [1, 2, 3], [3, 'x'], [null], [5, NaN], [-(2 ** 48), 2 ** 48]]) console.log(attempt(() => crypto.randomInt(...args)));

const ids = Array.from({ length: 100 }, () => crypto.randomUUID());
console.log(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)), new Set(ids).size, crypto.randomUUID({ disableEntropyCache: true }).length);
for (const options of [5, null, 'x', { disableEntropyCache: 5 }]) console.log(attempt(() => crypto.randomUUID(options)));

const filled = Buffer.alloc(8);
console.log(crypto.randomFillSync(filled) === filled, filled.some((byte) => byte !== 0), crypto.randomFillSync(new ArrayBuffer(4)).byteLength, crypto.randomFillSync(new Float64Array(2)).length, crypto.randomFillSync(new DataView(new ArrayBuffer(2))).byteLength);
const partly = Buffer.alloc(100);
crypto.randomFillSync(partly, 40);
console.log(partly.subarray(0, 40).every((byte) => byte === 0), partly.subarray(40).some((byte) => byte !== 0));
const middle = new Uint32Array(40);
crypto.randomFillSync(middle, 10, 20);
console.log(middle.subarray(0, 10).every((each) => each === 0), middle.subarray(10, 30).some((each) => each !== 0), middle.subarray(30).every((each) => each === 0));
for (const args of [[], [[]], ['x'], [Buffer.alloc(4), 5], [Buffer.alloc(4), -1], [Buffer.alloc(4), 'x'], [Buffer.alloc(4), 2, 3], [Buffer.alloc(4), 1, -1], [new Uint32Array(4), 5], [Buffer.alloc(4), 0, 'x']]) console.log(attempt(() => crypto.randomFillSync(...args)?.length));
for (const args of [[], [Buffer.alloc(4)], [Buffer.alloc(4), 1], [Buffer.alloc(4), 1, 2], [Buffer.alloc(4), 9, () => {}]]) console.log(attempt(() => crypto.randomFill(...args)));
console.log(crypto.getRandomValues(new Uint8Array(4)).length, attempt(() => crypto.getRandomValues([])), crypto.webcrypto === globalThis.crypto, crypto.subtle === globalThis.crypto.subtle);

(async () => {
  const call = (fn, ...args) => new Promise((resolve) => { fn(...args, (error, value) => resolve([error, value])); });
  console.log((await call(crypto.randomBytes, 5))[1].length, (await call(crypto.randomBytes, 5))[0]);
  console.log(await call(crypto.randomInt, 1), await call(crypto.randomInt, 3, 4));
  const buffer = Buffer.alloc(64);
  console.log((await call(crypto.randomFill, buffer))[1] === buffer, (await call(crypto.randomFill, buffer, 8))[1] === buffer, (await call(crypto.randomFill, buffer, 8, 8))[0]);
  console.log((await call(crypto.generateKey, 'hmac', { length: 64 }))[1].symmetricKeySize);
})();
