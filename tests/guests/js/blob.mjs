// node: same
// Blob and File: parts, sizes, types, slices, reading, errors.
import buffer, { Blob as FromBuffer } from 'node:buffer';

const attempt = async (fn) => {
  try {
    return await fn();
  } catch (error) {
    return `${error.constructor.name} ${error.name} ${error.code}: ${error.message}`;
  }
};
console.log(FromBuffer === Blob, typeof File, buffer.File === undefined ? typeof File : buffer.File.name);
for (const parts of [[], ['abc'], ['a', 'b'], ['äö€😀', '\ud800'], [new Uint8Array([104, 105])], [new Uint16Array([0x6968])], [new ArrayBuffer(2)], [Buffer.from('x')], [new DataView(new ArrayBuffer(3), 1)], [new Blob(['in', 'ner']), '!'],
  [5, null, undefined, true, {}], [[1, 2]], new Set(['set', 'ted']), 'text'.split(''), [new SharedArrayBuffer(1)], [new Uint8Array([255])]]) {
  const blob = await attempt(() => new Blob(parts));
  console.log(blob.size, JSON.stringify(await blob.text()), (await blob.arrayBuffer()).byteLength);
}
for (const type of ['text/plain', 'TEXT/Plain; Charset=UTF-8', '', 'ä', 'a\nb', ' x ', undefined, null, 5, {}]) console.log(JSON.stringify(new Blob([], { type }).type));
for (const endings of ['transparent', 'native', undefined]) console.log(endings, JSON.stringify(await new Blob(['a\r\nb\nc\rd'], { endings }).text()));
for (const args of [['text'], [5], [null], [{}], [undefined], [[], 5], [[], 'x'], [[], null], [[], { endings: 'nope' }], [[Symbol('s')]]]) {
  console.log((await attempt(() => new Blob(...args).size)).toString().replace(/cannot convert symbol to string/i, 'Cannot convert a Symbol value to a string'));
}
const blob = new Blob(['hello ', 'world'], { type: 'text/x' });
for (const args of [[], [0, 5], [6], [-5], [-5, -1], [3, 1], [0, 99], [99], [undefined, 4], [0, 3, 'a/b'], [0, 3, 'A/B'], [0, 3, 'é']]) {
  const part = blob.slice(...args);
  console.log(JSON.stringify(args), part.size, JSON.stringify(await part.text()), JSON.stringify(part.type), part instanceof Blob);
}
const nested = blob.slice(2, 9).slice(1, 4);
console.log(await nested.text(), await new Blob([nested, nested]).text());
const source = new Uint8Array([97, 98]);
const copied = new Blob([source]);
source[0] = 120;
console.log(await copied.text());
const bytes = await blob.arrayBuffer();
new Uint8Array(bytes)[0] = 120;
console.log(await blob.text(), bytes instanceof ArrayBuffer, blob.text() instanceof Promise);
console.log(blob, new Blob([]), { a: { b: { c: blob } } }, Object.prototype.toString.call(blob), Blob.length, Blob.name);
console.log(await structuredClone(new Blob(['cloned'])).text());

const file = new File(['data'], 'name.txt', { type: 'text/plain', lastModified: 1234 });
console.log(file.name, file.size, file.type, file.lastModified, await file.text(), file instanceof Blob, Object.prototype.toString.call(file), file);
console.log(new File([], 'a/b\ud800').name, typeof new File([], 'x').lastModified, new File([], 5).name, (await file.slice(1, 3).text()), file.slice(0) instanceof File);
for (const args of [[], [[]], ['x', 'n'], [[], 'n', 5]]) console.log(await attempt(() => new File(...args).size));
