// node: no - vendored packages
// CSV: records with types, quotes, delimiters, and the line of a mistake. The main module needs node:stream, which is not here;
// the synchronous one does not, and the one for browsers brings its own.
import { parse as parseSync } from 'csv-parse/sync';
import { parse } from 'csv-parse/browser/esm';

const text = 'name,age,note\nAda,36,"says ""hi"", twice"\n\nAlan,41,"two\nlines"\n';
const rows = parseSync(text, { columns: true, skip_empty_lines: true, cast: (value, { column }) => (column === 'age' ? Number(value) : value) });
console.log(rows);
console.log(parseSync('a;b\n1;2', { delimiter: ';' }), parseSync('# no\n1,2', { comment: '#' }), parseSync(' x , y ', { trim: true }));
console.log(parseSync('\ufeffa,b\n1,2', { bom: true, columns: true }), parseSync('1,2\n3,4', { from_line: 2 }));
try {
  parseSync('a,b\n1,2\n1,2,3');
} catch (error) {
  console.log(error.name, error.code, error.lines);
}
await import('csv-parse').then(() => console.log('main module'), (error) => console.log('main module', error.code));
await new Promise((resolve) => parse('x,y\n1,2', { columns: true }, (error, records) => resolve(console.log('callback', error ?? null, records))));
const stream = parse({ columns: true });
const done = new Promise((resolve) => stream.on('end', resolve));
stream.on('data', (row) => console.log('stream', row));
stream.write('k,v\na,1\n');
stream.write('b,2\n');
stream.end();
await done;
console.log('end');
