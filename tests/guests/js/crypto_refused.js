// node: no - ciphers, signatures and pairs of keys are not available
// node:crypto: everything that is refused says so, and what is there instead.
const crypto = require('node:crypto');
for (const name of Object.keys(crypto)) {
  if (typeof crypto[name] !== 'function') {
    console.log(name, typeof crypto[name]);
    continue;
  }
  let refusal;
  try {
    if (/^[A-Z]/.test(name)) new crypto[name]();
    else crypto[name]();
  } catch (error) {
    if (error.code === 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM') refusal = error.message;
  }
  console.log(name, refusal === undefined ? 'is there' : `- ${refusal}`);
}
console.log(crypto.getHashes(), crypto.getCiphers(), crypto.getCurves(), crypto.getCipherInfo('aes-128-cbc'), crypto.getFips());
for (const fn of [() => crypto.createHash('sha3-256'), () => crypto.createHmac('sha3-256', 'k'), () => crypto.pbkdf2Sync('p', 's', 1, 1, 'sha3-256')]) {
  try {
    fn();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
(async () => {
  for (const [name, ...args] of [['encrypt'], ['deriveBits'], ['wrapKey'], ['generateKey', { name: 'AES-GCM', length: 128 }, true, ['encrypt']], ['importKey', 'raw', Buffer.alloc(16), 'AES-CBC', true, ['encrypt']]]) {
    await globalThis.crypto.subtle[name](...args).catch((error) => console.log(name, error.name, error.message));
  }
})();
