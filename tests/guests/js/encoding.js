// node: same
// TextEncoder and TextDecoder: labels, malformed text, byte order marks, streams, errors.
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
};
const encoder = new TextEncoder();
for (const text of ['', 'a', 'äö€😀', '\ud800', 'x\udc00y', '\ud83d\ude00', 'a\0b', undefined, null, 5, {}, '\ufeff']) console.log(JSON.stringify(text), encoder.encode(text).join());
console.log(encoder.encode().length, encoder.encoding, encoder.encode('a') instanceof Uint8Array, Buffer.isBuffer(encoder.encode('a')), encoder.encode('é').buffer.byteLength >= 2);
for (const [text, size] of [['abc', 5], ['abc', 2], ['äö', 3], ['€', 2], ['😀a', 4], ['a😀', 4], ['', 3], ['\ud800x', 3], ['\ud800x', 4], ['abc', 0]]) {
  const target = new Uint8Array(size);
  console.log(JSON.stringify(text), size, encoder.encodeInto(text, target), target.join());
}
console.log(attempt(() => encoder.encodeInto('a')), attempt(() => encoder.encodeInto(5, new Uint8Array(1))), attempt(() => encoder.encodeInto('a', new Uint16Array(1))), attempt(() => encoder.encodeInto('a', [])));
const offset = new Uint8Array(6);
encoder.encodeInto('xy', offset.subarray(2));
console.log(offset.join(), encoder.encodeInto('z', Buffer.alloc(2)));

for (const label of ['utf-8', 'UTF8', ' utf-8 ', 'unicode-1-1-utf-8', 'latin1', 'iso-8859-1', 'ascii', 'windows-1252', 'utf-16', 'utf-16le', 'utf-16be', 'ucs-2', 'unicode', 'iso-8859-2', 'koi8-r', 'windows-1251', 'shift_jis', 'euc-jp',
  'gbk', 'gb18030', 'big5', 'euc-kr', 'macintosh', 'nope', '', 'utf-7', 'replacement', undefined, null, 5]) console.log(label, attempt(() => new TextDecoder(label).encoding));
const cases = [['utf-8', [0x68, 0xc3, 0xa4]], ['utf-8', [0xff, 0x41]], ['utf-8', [0xc3]], ['utf-8', [0xe2, 0x82]], ['utf-8', [0xef, 0xbb, 0xbf, 0x41]], ['utf-8', [0xed, 0xa0, 0x80]], ['utf-8', [0xf0, 0x9f, 0x98, 0x80]], ['utf-8', []],
  ['utf-16le', [0x41, 0, 0x3d, 0xd8, 0, 0xde]], ['utf-16le', [0x41]], ['utf-16le', [0, 0xd8, 0x41, 0]], ['utf-16le', [0xff, 0xfe, 0x41, 0]], ['utf-16be', [0, 0x41, 0xd8]], ['windows-1252', [0xa4, 0xe4, 0x41]],
  ['iso-8859-2', [0xb1, 0xe6]], ['koi8-r', [0xc1, 0xc2]], ['windows-1251', [0xe0, 0xff]], ['shift_jis', [0x83, 0x65, 0x41]], ['euc-jp', [0xa4, 0xa2]], ['gbk', [0xc4, 0xe3]], ['gb18030', [0xc4, 0xe3, 0x81, 0x30, 0x81, 0x30]], ['big5', [0xa7, 0x41]], ['euc-kr', [0xb0, 0xa1]]];
for (const [label, bytes] of cases) {
  for (const options of [{}, { fatal: true }, { ignoreBOM: true }]) {
    console.log(label, bytes.join(), JSON.stringify(options), attempt(() => JSON.stringify(new TextDecoder(label, options).decode(new Uint8Array(bytes)))));
  }
}
const bytes = new Uint8Array([0x61, 0xc3, 0xa4, 0x62]);
for (const input of [bytes.buffer, new DataView(bytes.buffer, 1, 2), new Uint16Array(bytes.buffer), bytes.subarray(1, 3), Buffer.from('x'), new SharedArrayBuffer(1), undefined, null, 'abc', 5, [97], {}]) {
  console.log(attempt(() => JSON.stringify(new TextDecoder().decode(input))));
}
const stream = (label, chunks, options) => {
  const decoder = new TextDecoder(label, options);
  const out = chunks.map((chunk) => attempt(() => decoder.decode(new Uint8Array(chunk), { stream: true })));
  out.push(attempt(() => decoder.decode()));
  return JSON.stringify(out);
};
console.log(stream('utf-8', [[0xe2], [0x82], [0xac, 0x41]]), stream('utf-8', [[0xf0, 0x9f], [0x98, 0x80]]), stream('utf-8', [[0xf0, 0x9f], [0x41]]), stream('utf-8', [[0xc3]]), stream('utf-8', [[0xef], [0xbb], [0xbf, 0x41], [0xef, 0xbb, 0xbf]]));
console.log(stream('utf-8', [[0xef, 0xbb], [0xbf, 0x41]], { ignoreBOM: true }), stream('utf-8', [[0x41], [], [0x42]]), stream('utf-16le', [[0x41], [0, 0x3d], [0xd8, 0], [0xde]]), stream('utf-16be', [[0], [0x41]]), stream('windows-1252', [[0xe0], [0xe1]]));
console.log(stream('shift_jis', [[0x83, 0x65]]).includes('テ'), stream('utf-8', [[0xc3], [0x41]], { fatal: true }), stream('utf-8', [[0xc3]], { fatal: true }));
const again = new TextDecoder();
console.log(again.decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x41])), again.decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x42])), again.decode(new Uint8Array([0xc3]), { stream: true }), again.decode(new Uint8Array([0xa4])));
const fatal = new TextDecoder('utf-8', { fatal: true });
console.log(attempt(() => fatal.decode(new Uint8Array([0xff]))), fatal.decode(new Uint8Array([0x41])), fatal.fatal, fatal.ignoreBOM, fatal.encoding);
for (const options of [5, 'x', null, [], true]) console.log(attempt(() => new TextDecoder('utf-8', options).fatal), attempt(() => new TextDecoder().decode(bytes, options)));
console.log(new TextDecoder('utf-8', { fatal: 1, ignoreBOM: 'x' }).fatal, new TextDecoder('utf-8', { ignoreBOM: 'x' }).ignoreBOM);
console.log(attempt(() => { fatal.encoding = 'x'; return fatal.encoding; }), Object.prototype.toString.call(encoder), Object.prototype.toString.call(fatal), Object.keys(TextEncoder.prototype).sort(), Object.keys(TextDecoder.prototype).sort());
console.log(TextEncoder.length, TextDecoder.length, require('util').TextEncoder === TextEncoder);
const long = 'ä€😀x'.repeat(30000);
console.log(new TextDecoder().decode(encoder.encode(long)) === long, encoder.encode(long).length);
