// node: no - packages of the sandbox
// csv-simple: what was written is read again the same, for random tables of awkward texts.
import csv, { parse, stringify } from 'csv-simple';
import { createRequire } from 'node:module';

console.log('one object:', createRequire(import.meta.url)('csv-simple') === csv, csv.parse === parse, csv.stringify === stringify);

let seed = 20240607;
function below(limit) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
}
const PIECES = ['a', 'Z', '0', ' ', ',', ';', '|', '\t', '"', "'", '""', '\n', '\r', '\r\n', '\ufeff', 'é', '日', '😀', '\\', '=1+1', '__proto__', ''];
const word = (most) => Array.from({ length: below(most + 1) }, () => PIECES[below(PIECES.length)]).join('');
const FORMS = [{}, { delimiter: ';' }, { delimiter: '\t' }, { delimiter: '||' }, { quote: "'" }, { delimiter: '|', quote: "'" }];
const ENDINGS = ['\n', '\r\n', '\r'];

function same(a, b) {
  return JSON.stringify(a.map((row) => Object.entries(row))) === JSON.stringify(b.map((row) => Object.entries(row)));
}

let tables = 0;
let cells = 0;
let failures = 0;
function check(given, read, text, form) {
  tables++;
  if (same(given, read)) return;
  if (failures++ < 3) console.log('DIFFERENT', JSON.stringify({ given, read, text, form }));
}
for (let round = 0; round < 400; round++) {
  const form = { ...FORMS[below(FORMS.length)], newline: ENDINGS[below(ENDINGS.length)] };
  const width = 1 + below(4);
  const height = below(6);
  const arrays = Array.from({ length: height }, () => Array.from({ length: width }, () => word(4)));
  cells += width * height;
  const text = stringify(arrays, form);
  check(arrays, parse(text, { ...form, headers: false }), text, form);

  const names = [...new Set(Array.from({ length: width }, () => word(3)))];
  const objects = arrays.map((row) => Object.fromEntries(names.map((name, column) => [name, row[column]])));
  const written = stringify(objects, form);
  check(objects, parse(written, form), written, form);
  // Reading and writing again changes nothing more, ragged rows included.
  const ragged = arrays.map((row) => row.slice(0, 1 + below(width)));
  const first = parse(stringify(ragged, form), { ...form, extra: 'rest of it' });
  const again = parse(stringify(first, { ...form, extra: 'rest of it' }), { ...form, extra: 'rest of it' });
  check(first, again, '', form);
}
console.log('tables:', tables, 'cells:', cells, 'failures:', failures);
