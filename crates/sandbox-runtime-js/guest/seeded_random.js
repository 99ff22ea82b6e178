// Math.random from the host's random source. The engine seeds its own generator while the image is built, so every
// clone of the image would produce the same numbers.

const { random } = host;

let pool = new Uint32Array(0);
let at = 0;
let size = 256; // bytes of the first block: most programs need few numbers

function refill() {
  const bytes = random(size);
  // A copy of our own, whatever the host's array is a view of.
  pool = new Uint32Array(size / 4);
  new Uint8Array(pool.buffer).set(bytes);
  at = 0;
  size = 16384;
}

// 53 random bits, as a fraction.
const replacement = {
  random() {
    if (at >= pool.length) refill();
    return ((pool[at++] >>> 5) * 67108864 + (pool[at++] >>> 6)) / 9007199254740992;
  },
}.random;

exports.install = function install() {
  Object.defineProperty(Math, 'random', { value: replacement, writable: true, enumerable: false, configurable: true });
};
