// node: same
// Buffer: reading and writing numbers of every kind, at every border.
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
};
const bytes = Buffer.from([0x80, 0x01, 0xff, 0x7f, 0xfe, 0x00, 0x12, 0x34, 0x56]);
const KINDS = ['Int8', 'UInt8', 'Int16LE', 'Int16BE', 'UInt16LE', 'UInt16BE', 'Int32LE', 'Int32BE', 'UInt32LE', 'UInt32BE', 'BigInt64LE', 'BigInt64BE', 'BigUInt64LE',
  'BigUInt64BE', 'FloatLE', 'FloatBE', 'DoubleLE', 'DoubleBE'];
for (const kind of KINDS) {
  for (const offset of [undefined, 0, 1, 4, 8, 9, -1, 1.5, NaN, '1', null, Infinity, 2 ** 33, {}, true, 1n]) {
    console.log(`read${kind}`, String(offset), attempt(() => bytes[`read${kind}`](offset)));
  }
  console.log(attempt(() => Buffer.alloc(0)[`read${kind}`]()), attempt(() => Buffer.alloc(0)[`read${kind}`](1)));
}
const VALUES = [0, -0, 1, -1, 127, 128, -128, -129, 255, 256, 32767, 32768, -32769, 65535, 65536, 2147483647, 2147483648, -2147483649, 4294967295, 4294967296, 1.5, -1.5,
  NaN, Infinity, '12', 'x', null, undefined, true, {}, 0.1];
for (const kind of KINDS.filter((each) => !each.startsWith('Big'))) {
  for (const value of VALUES) {
    const target = Buffer.alloc(8);
    console.log(`write${kind}`, String(value), attempt(() => target[`write${kind}`](value)), target.toString('hex'));
  }
}
for (const kind of ['BigInt64LE', 'BigInt64BE', 'BigUInt64LE', 'BigUInt64BE']) {
  for (const value of [0n, 1n, -1n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n, 2n ** 64n - 1n, 2n ** 64n]) {
    const target = Buffer.alloc(9);
    console.log(`write${kind}`, value, attempt(() => target[`write${kind}`](value, 1)), target.toString('hex'));
  }
  console.log(attempt(() => Buffer.alloc(8)[`write${kind}`](5)), attempt(() => Buffer.alloc(7)[`write${kind}`](5n)));
}
for (const kind of KINDS) {
  const value = kind.startsWith('Big') ? 1n : 1;
  for (const offset of [0, 1, 8, 9, -1, 1.5, NaN, '1', null, 2 ** 33]) {
    console.log(`write${kind}`, String(offset), attempt(() => Buffer.alloc(9)[`write${kind}`](value, offset)));
  }
}
for (const name of ['IntLE', 'IntBE', 'UIntLE', 'UIntBE']) {
  for (const size of [1, 2, 3, 4, 5, 6]) {
    console.log(`read${name}`, size, bytes[`read${name}`](0, size), bytes[`read${name}`](2, size));
    for (const value of [0, 1, -1, 2 ** (8 * size - 1) - 1, 2 ** (8 * size - 1), -(2 ** (8 * size - 1)), -(2 ** (8 * size - 1)) - 1, 2 ** (8 * size) - 1, 2 ** (8 * size), 1.7, -1.7, '3', NaN]) {
      const target = Buffer.alloc(7);
      console.log(`write${name}`, size, value, attempt(() => target[`write${name}`](value, 1, size)), target.toString('hex'));
    }
  }
  for (const args of [[], [0], [0, 0], [0, 7], [0, '1'], [0, 1.5], [9, 1], [8, 2], [-1, 1], ['0', 1], [1.5, 2], [undefined, 1], [0, NaN], [null, 1], [0, 6, 1]]) {
    console.log(`read${name}`, JSON.stringify(args), attempt(() => bytes[`read${name}`](...args)));
    console.log(`write${name}`, JSON.stringify(args), attempt(() => Buffer.alloc(9)[`write${name}`](1, ...args)));
  }
}
console.log(bytes.readUint8 === bytes.readUInt8, bytes.readUint16LE === bytes.readUInt16LE, bytes.writeBigUint64BE === bytes.writeBigUInt64BE, bytes.readUintLE === bytes.readUIntLE);
console.log(bytes.subarray(3).readInt16BE(1), Buffer.from(bytes.buffer, bytes.byteOffset + 1, 3).readUInt16LE(1));
