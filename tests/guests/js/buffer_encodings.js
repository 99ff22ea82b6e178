// node: same
// Buffer: text in every encoding, from and to bytes, and write().
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
};
const ENCODINGS = ['utf8', 'utf-8', 'UTF8', 'hex', 'HEX', 'base64', 'base64url', 'ascii', 'latin1', 'binary', 'ucs2', 'ucs-2', 'utf16le', 'UTF-16LE', undefined, null, ''];
const TEXTS = ['', 'a', 'hello', 'äöü', '€', '😀', 'a\0b', '\ud800', 'x\udc00y', '\ud83d', 'ff', 'FfEe', 'f', 'fg', '0x12', 'ff 00', 'YQ==', 'YQ', 'YWI=', 'YWJj', 'Y W\nJj',
  '-_-_', '+/+/', 'YQ==YQ==', 'YWJjZ', '====', 'é=', '\u00ff\u0100\u017f', '\ufeffx', 'zz', 'A', 'AB', 'ABC', 'ABCD', 'ABCDE'];
for (const encoding of ENCODINGS) {
  console.log(`-- ${encoding}`);
  for (const text of TEXTS) console.log(JSON.stringify(text), Buffer.from(text, encoding).toJSON().data.join(), Buffer.byteLength(text, encoding ?? 'utf8'));
}
const BYTES = [[], [0], [65], [0x7f, 0x80, 0xff], [0xc3, 0xa4], [0xc3], [0xe2, 0x82, 0xac], [0xe2, 0x82], [0xf0, 0x9f, 0x98, 0x80], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80],
  [0xef, 0xbb, 0xbf, 65], [0xc0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [65, 0, 66], [0, 0xd8], [0x3d, 0xd8, 0, 0xde], [250, 251, 252], [1, 2, 3, 4, 5], [0xf4, 0x90, 0x80, 0x80]];
for (const encoding of ENCODINGS) {
  console.log(`-- ${encoding}`);
  for (const bytes of BYTES) console.log(bytes.join(), JSON.stringify(attempt(() => Buffer.from(bytes).toString(encoding))));
}
const buffer = Buffer.from('hällo wörld');
for (const args of [[], ['utf8'], ['utf8', 1], ['utf8', 1, 3], ['utf8', 2, 3], ['utf8', -3], ['utf8', 0, -3], ['utf8', 5, 2], ['utf8', 99], ['utf8', 0, 99], ['hex', '1', '3'], ['utf8', 1.9, 3.9],
  ['utf8', NaN, 3], ['nope'], [5], [{}], [undefined, 2, 5], ['utf8', undefined, 4], ['base64', 1, 4], ['latin1', 1, 4], ['utf8', null, null], ['utf8', 3, undefined], [null, 1], [false], ['utf8', true]]) {
  console.log(JSON.stringify(attempt(() => buffer.toString(...args))));
}
for (const args of [['abc'], ['abc', 2], ['abc', 2, 1], ['abcdefgh'], ['äöü', 1], ['€', 4], ['😀', 3], ['ab', 'latin1'], ['ab', 1, 'latin1'], ['ab', 1, 1, 'latin1'], ['6162', 'hex'], ['6162', 1, 'hex'],
  ['6162', 1, 1, 'hex'], ['zz', 'hex'], ['YWI=', 'base64'], ['ab', 'utf16le'], ['ab', 3, 'utf16le'], ['ab', 4, 'utf16le'], ['a', 9], ['a', -1], ['a', 0, 9], ['a', 0, -1], ['a', 'nope'], ['a', 0, 1, 'nope'],
  [5], [], [null], ['a', '1'], ['a', 1.5], ['a', NaN], ['a', undefined, 1], ['a', 0, undefined, 'hex'], ['', 2], ['a', 6], ['ab', 5], ['a', null], ['a', 1, null, 'utf8']]) {
  const target = Buffer.alloc(6, '.');
  console.log(JSON.stringify(args), attempt(() => target.write(...args)), target.toString('hex'));
}
for (const name of ['utf8', 'latin1', 'hex', 'base64', 'base64url', 'ascii', 'ucs2']) {
  const target = Buffer.alloc(6, '.');
  console.log(name, target[`${name}Write`]('6162', 1), target.toString('hex'), target[`${name}Slice`](1, 4));
}
// Long texts: what is done in pieces has the same result.
const long = 'aä€😀'.repeat(20000);
for (const encoding of ['utf8', 'utf16le', 'latin1', 'base64', 'hex']) {
  const bytes = Buffer.from(long, encoding === 'hex' || encoding === 'base64' ? 'utf8' : encoding);
  const back = bytes.toString(encoding);
  console.log(encoding, bytes.length, back.length, back === long, Buffer.from(back, encoding).equals(bytes));
}
