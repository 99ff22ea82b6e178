// node: same
// Buffer: indexOf, lastIndexOf, includes.
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
};
const text = Buffer.from('abcabcdabcäöabc');
const NEEDLES = ['a', 'abc', 'bcd', 'ä', 'x', '', 'abcabcdabcäöabcd', 'c', 'aa', 97, 0, 353, -159, 97.9, Buffer.from('ca'), new Uint8Array([98, 99]), Buffer.alloc(0)];
const OFFSETS = [undefined, 0, 1, 3, 7, 14, 16, 17, 99, -1, -3, -7, -17, -99, 1.5, -1.5, NaN, null, '3', {}, [], Infinity, -Infinity, true];
for (const needle of NEEDLES) {
  for (const offset of OFFSETS) {
    console.log(JSON.stringify(needle), String(offset), ...['indexOf', 'lastIndexOf', 'includes'].map((name) => attempt(() => text[name](needle, offset))));
  }
  console.log(text.indexOf(needle), text.lastIndexOf(needle), text.includes(needle));
}
for (const needle of [undefined, null, {}, [], true, Symbol('s'), 5n, () => {}, new Uint16Array([1])]) {
  for (const name of ['indexOf', 'lastIndexOf', 'includes']) console.log(name, attempt(() => text[name](needle)));
}
for (const encoding of ['utf8', 'latin1', 'hex', 'base64', 'utf16le', 'ascii', 'nope', 5, null, undefined]) {
  console.log(encoding, attempt(() => text.indexOf('6263', encoding)), attempt(() => text.indexOf('6263', 2, encoding)), attempt(() => text.lastIndexOf('YmM=', undefined, encoding)));
}
const wide = Buffer.from('abcabc', 'utf16le');
for (const offset of [0, 1, 2, 3, 6, 7, -1, -2, -6, 12]) {
  console.log(offset, wide.indexOf('a', offset, 'utf16le'), wide.indexOf('bc', offset, 'utf16le'), wide.lastIndexOf('a', offset, 'utf16le'), wide.lastIndexOf('bc', offset, 'ucs2'));
}
const odd = Buffer.from([0, 97, 0, 98, 0]);
console.log(odd.indexOf('a', 0, 'utf16le'), odd.indexOf('a', 1, 'utf16le'), odd.indexOf(Buffer.from('a', 'utf16le')), odd.lastIndexOf('b', undefined, 'utf16le'));
const repeated = Buffer.from(`${'ab'.repeat(5000)}abb${'ab'.repeat(5000)}`);
console.log(repeated.indexOf('abb'), repeated.lastIndexOf('abb'), repeated.indexOf('bba', 10), repeated.lastIndexOf('ba'), repeated.includes('aa'), repeated.indexOf('b', 9999));
console.log(Buffer.alloc(0).indexOf('a'), Buffer.alloc(0).indexOf(''), Buffer.alloc(0).lastIndexOf(''), Buffer.alloc(0).includes(''), Buffer.alloc(0).lastIndexOf('a', -1));
