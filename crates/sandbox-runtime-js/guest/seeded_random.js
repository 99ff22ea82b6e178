// Math.random from the host's random source. The engine seeds its own generator while the image is built, so every
// clone of the image would produce the same numbers.

const { random } = host;

// The upper and the lower halves of the numbers to come.
let upper = new Float64Array(0);
let lower = new Uint32Array(0);
let at = 0;
let end = 0;
let size = 256; // bytes of the first block: most programs need few numbers

function refill() {
  // Copies of our own, whatever the host's array is a view of.
  const bytes = new Uint8Array(random(size));
  end = size / 8;
  upper = new Float64Array(new Uint32Array(bytes.buffer, 0, end));
  lower = new Uint32Array(bytes.buffer, end * 4, end);
  at = 0;
  size = 16384;
}

// 53 random bits, as a fraction.
const replacement = {
  random() {
    if (at === end) refill();
    return (upper[at] * 2097152 + (lower[at++] >>> 11)) / 9007199254740992;
  },
}.random;

// The state was copied: what is left of the block is another's, too.
exports.renew = function renew() {
  end = 0;
  at = 0;
};

exports.install = function install() {
  Object.defineProperty(Math, 'random', { value: replacement, writable: true, enumerable: false, configurable: true });
};
