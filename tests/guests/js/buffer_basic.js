// node: same
// Buffer: making, comparing, joining, cutting, copying, filling, and the errors about arguments.
const buffer = require('node:buffer');
const { Buffer: B } = buffer;
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
};
const show = (fn) => console.log(attempt(fn));

console.log(B === Buffer, Buffer.poolSize, typeof Buffer, Buffer.name, Buffer.length, Object.getPrototypeOf(Buffer) === Uint8Array);

// From everything.
for (const value of ['', 'abc', 'äö€😀', [1, 2, 3], [256, -1, 1.9, '7', 'x', null], [], new Uint8Array([1, 2]), new Uint16Array([1, 256, 65535]),
  new Float64Array([1.5, 300]), new ArrayBuffer(3), Buffer.from('xy'), { length: 2, 0: 5, 1: 6 }, { type: 'Buffer', data: [7, 8] }, { length: 'x' },
  new String('boxed'), { valueOf: () => 'valued' }, { [Symbol.toPrimitive]: () => 'primitive' }, { length: -3 }, new Set([1, 2]),
  undefined, null, 5, true, Symbol('s'), 5n, () => {}, {}, { valueOf: () => null }, /x/]) show(() => Buffer.from(value));
const shared = new Uint8Array([1, 2, 3, 4, 5]);
const view = Buffer.from(shared.buffer, 1, 3);
shared[1] = 99;
console.log(view, view.buffer === shared.buffer, view.byteOffset, view.parent === shared.buffer, view.offset);
const copied = Buffer.from(shared);
shared[0] = 77;
console.log(copied);
for (const args of [[0, 9], [6], [-1], [2], [2, 0], [2, -5], ['1', '2'], [NaN, NaN], [5, 1], [1.9, 2.9], [undefined, 2], [0, undefined], [null, null]]) {
  show(() => Buffer.from(shared.buffer, ...args));
}
show(() => Buffer.from(new SharedArrayBuffer(2)));
show(() => Buffer.from('a', 'nope'));
show(() => Buffer.from('a', 5));
show(() => Buffer.from('a', null));
console.log(Buffer.of(1, 2, 300), Buffer.of(), new Buffer.from('x'), Buffer.from(Buffer.of(1)));
for (const args of [[3], [0], [3, 1], [3, 'ab'], [5, 'YWI=', 'base64'], [3, Buffer.from('xyz')], [2, 'é'], [3, ''], [3, true], [3, 257], [2, 'zz', 'hex'],
  [-1], ['3'], [1.5], [NaN], [2 ** 40], [], [3, Buffer.alloc(0)], [3, 'a', 'nope'], [3, 'a', 5], [4, '0a', 'hex'], [3, null]]) show(() => Buffer.alloc(...args));
show(() => Buffer.allocUnsafe(4).length);
show(() => Buffer.allocUnsafe(-4));
show(() => Buffer.allocUnsafe('4'));
show(() => Buffer.allocUnsafeSlow(4).length);
show(() => Buffer.allocUnsafeSlow(NaN));
show(() => new buffer.SlowBuffer(3).length);
console.log(buffer.kMaxLength === buffer.constants.MAX_LENGTH, buffer.INSPECT_MAX_BYTES);
for (const args of [[new Uint16Array([1, 2, 3])], [new Uint16Array([1, 2, 3]), 1], [new Uint16Array([1, 2, 3]), 1, 1], [[1]], [new Uint8Array(2), -1],
  [new Uint8Array(2), 5], [new Uint8Array(2), 0, 'x'], [new Uint8Array(3), 1.5], [new Uint8Array(3), 0, 9]]) show(() => Buffer.copyBytesFrom(...args));

// Questions.
console.log(Buffer.isBuffer(Buffer.alloc(1)), Buffer.isBuffer(new Uint8Array(1)), Buffer.isBuffer({}), Buffer.isBuffer());
console.log(['utf8', 'UTF-8', 'hex', 'HEX', 'ucs2', 'ucs-2', 'utf16le', 'UTF-16LE', 'latin1', 'binary', 'base64', 'base64url', 'ascii', 'nope', '', 'utf', 'utf-16',
  5, null, undefined, {}].map(Buffer.isEncoding));
for (const args of [['abc'], ['äö€😀'], ['abcd', 'hex'], ['abc', 'hex'], ['YWI=', 'base64'], ['YWI', 'base64'], ['YW==', 'base64'], ['', 'base64'], ['=', 'base64'],
  ['ab', 'utf16le'], ['äé', 'latin1'], ['x', 'nope'], [new Uint8Array(3)], [new ArrayBuffer(4)], [new DataView(new ArrayBuffer(5))], [5], [null], [[]],
  ['\ud800'], ['\udc00\ud800'], ['a', undefined], ['aGk', 'base64url']]) show(() => Buffer.byteLength(...args));
for (const [a, b] of [['a', 'b'], ['b', 'a'], ['a', 'a'], ['a', 'aa'], ['', ''], ['\xff', 'a']]) {
  console.log(Buffer.compare(Buffer.from(a), Buffer.from(b)), Buffer.from(a).compare(Buffer.from(b)), Buffer.from(a).equals(Buffer.from(b)));
}
show(() => Buffer.compare('a', Buffer.alloc(1)));
show(() => Buffer.compare(Buffer.alloc(1), 5));
show(() => Buffer.alloc(1).compare('a'));
show(() => Buffer.alloc(1).equals('a'));
const five = Buffer.from([1, 2, 3, 4, 5]);
for (const args of [[0, 2, 1, 3], [1, 3, 2, 4], [0, 9], [6], [-1], [0, 5, 6], [0, 5, 0, 6], ['1'], [5, 5], [3, 2], [undefined, undefined, 3], [1.5], [0, 5, -1],
  [0, 0, 0, 0], [2, 4, 2, 4], [0, null], [9, 9]]) show(() => five.compare(five, ...args));

// Joining, cutting, copying.
show(() => Buffer.concat([Buffer.from('a'), new Uint8Array([98]), Buffer.from('cd')]));
for (const args of [[[], 3], [[Buffer.from('abc')], 2], [[Buffer.from('abc')], 5], [[Buffer.from('ab'), Buffer.from('cd')], 3], [[]], ['x'], [[1]], [[Buffer.alloc(1), 'b']],
  [[Buffer.alloc(1)], -1], [[Buffer.alloc(1)], 'x'], [[Buffer.alloc(1)], 1.5], [[Buffer.alloc(2)], 0], [null], [[Buffer.alloc(1)], null]]) show(() => Buffer.concat(...args));
const text = Buffer.from('hello world');
for (const args of [[], [1], [1, 4], [-5], [-5, -2], [4, 2], [0, 99], [99], ['2', '4'], [NaN], [1.9, 3.9], [undefined, 3], [null, 2], [-99, 2], [Infinity], [-Infinity, 1]]) {
  console.log(text.slice(...args).toString(), text.subarray(...args).toString());
}
const cut = text.slice(6);
cut[0] = 87;
console.log(text.toString(), cut.buffer === text.buffer, Buffer.isBuffer(text.subarray(1)), text.subarray(2, 3) instanceof Buffer);
for (const args of [[], [2], [2, 1], [2, 1, 3], [9], [0, 9], [-1], [0, -1], [0, 0, -1], [0, 3, 2], ['1', '2'], [NaN], [3, 0, 99], [4], [1.7, 1.7], [0, 5], [0, 6]]) {
  const target = Buffer.alloc(4, '.');
  console.log(attempt(() => five.copy(target, ...args)), target.toString('latin1').replace(/[\x01-\x05]/g, (c) => c.charCodeAt()));
}
show(() => five.copy('x'));
show(() => five.copy());
show(() => five.copy(new Uint8Array(2)));
const overlap = Buffer.from('abcdef');
overlap.copy(overlap, 2, 0, 4);
console.log(overlap.toString());

// Filling.
for (const args of [['x'], ['ab'], ['abcdefgh'], [''], [0x41], [300], [-1], ['a', 2], ['a', 2, 4], ['a', 'latin1'], ['e9', 'hex'], ['e9e8', 1, 'hex'], ['é', 'latin1'],
  ['a', 9], ['a', -1], ['a', 0, 9], ['a', 0, -1], ['a', 4, 2], ['zz', 'hex'], [Buffer.from([1, 2])], [Buffer.alloc(0)], [1.9], [true], [null], [undefined], ['a', 'nope'],
  ['a', 1, 3, 'nope'], [new Uint16Array([1, 258])], [{}], ['a', 0, '3'], ['a', '1'], ['a', NaN], ['a', 1.5], ['ab', 0, 5, 'ucs2'], ['a', 0, 5, 5], [[5]]]) {
  show(() => Buffer.alloc(5, '.').fill(...args));
}

// As text, as JSON, shown.
console.log(JSON.stringify(Buffer.from('hi')), Buffer.from('hi').toJSON(), `${Buffer.from('hi')}`, Buffer.from('hi') + '', [Buffer.from('hi')]);
console.log(Buffer.alloc(0), Buffer.alloc(51), Buffer.alloc(52), { nested: Buffer.from('x') }, [Buffer.alloc(60, 1)]);
const named = Buffer.from('x');
named.prop = 5;
named.other = { a: [1] };
console.log(named);
class Own extends Uint8Array {}
console.log(new Own(2), Buffer.from(new Own([1])), text.toLocaleString('hex'), text.length, text.byteLength);
console.log([...Buffer.from('ab').entries()], [...Buffer.from('ab').keys()], [...Buffer.from('ab').values()], [...Buffer.from('ab')]);
const mapped = Buffer.from([1, 2]).map((x) => x * 2);
console.log(mapped, Buffer.isBuffer(mapped), Buffer.from([3, 1, 2]).sort(), Buffer.from([1, 2, 3]).filter((x) => x > 1), Buffer.from([1, 2, 3]).reverse());
console.log(Buffer.from([1, 2, 3]).at(-1), Buffer.from([1, 2, 3]).set([9], 1), Buffer.from([1, 2]).join('-'), Buffer.from([5, 6]).findLast((x) => x > 4));
show(() => Buffer.from([1, 2, 3, 4]).swap16());
show(() => Buffer.from([1, 2, 3, 4]).swap32());
show(() => Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]).swap64());
show(() => Buffer.from([1, 2, 3]).swap16());
show(() => Buffer.from([1, 2, 3]).swap32());
show(() => Buffer.from([1, 2, 3]).swap64());
console.log(buffer.isUtf8(Buffer.from('é')), buffer.isUtf8(Buffer.from([0xff])), buffer.isUtf8(new Uint8Array(0)), buffer.isAscii(Buffer.from('a')), buffer.isAscii(Buffer.from('é')));
console.log(buffer.isAscii(new ArrayBuffer(2)), buffer.isUtf8(new Uint16Array([0xd800])), attempt(() => buffer.isUtf8('x')), attempt(() => buffer.isAscii(5)));
for (const [bytes, from, to] of [[[0xe2, 0x82, 0xac], 'utf8', 'latin1'], [[0xe9], 'latin1', 'utf8'], [[0xe9], 'latin1', 'ascii'], [[65, 0], 'ucs2', 'utf8'], [[65], 'utf8', 'utf16le']]) {
  show(() => buffer.transcode(Buffer.from(bytes), from, to));
}
show(() => buffer.transcode('x', 'utf8', 'latin1'));
show(() => buffer.transcode(Buffer.from('x'), 'nope', 'latin1'));
show(() => buffer.transcode(Buffer.from('x'), 'hex', 'latin1'));
console.log(typeof buffer.Blob, typeof buffer.File, buffer.Blob === globalThis.Blob, typeof buffer.atob, buffer.atob('YQ=='), buffer.btoa('a'));
