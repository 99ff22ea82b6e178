// node: no - packages of the sandbox
// csv-simple: what is read from all kinds of CSV, and what is written.
const { parse, stringify } = require('csv-simple');

const show = (label, action) => {
  let line;
  try {
    line = `${JSON.stringify(action())}`;
  } catch (error) {
    line = `${error.name}: ${error.message}`;
  }
  console.log(`${label}: ${line}`);
};

console.log('# parse');
show('plain', () => parse('name,age\nAlice,30\nBob,25'));
show('quoted', () => parse('name,city\n"Smith, John","a ""b"" c"\n"two\nlines",x\n'));
show('line endings', () => parse('a,b\r\n1,2\r3,4\n5,6\r\n'));
show('byte order mark', () => parse('\ufeffa\n1'));
show('bytes', () => parse(new TextEncoder().encode('\ufeffä\né')));
show('quote in a field', () => parse('size,of\n5" disk,"x" y\na"b"c, "d"'));
show('quoted empty row', () => parse('a\n""\n\n1\n'));
show('empty fields', () => parse('a,b\n,\n"",""\n'));
show('too few and too many', () => parse('a,b\n1\n1,2,3,4\n'));
show('extra is a column', () => parse('_extra,b\n1,2,3'));
show('extra by another name', () => parse('_extra,b\n1,2,3', { extra: 'rest' }));
show('names twice', () => parse('a,a,a_2,a\n1,2,3,4'));
show('no headers', () => parse('a,b\n1,2', { headers: false }));
show('given headers', () => parse('1,2\n3,4', { headers: ['x', 'y'] }));
show('tabs', () => parse('a\tb\n1,5\t2', { delimiter: '\t' }));
show('two characters', () => parse('a||b\n1|2||"3||4"', { delimiter: '||' }));
show('other quote', () => parse("a;b\n'x;y';\"z\"", { delimiter: ';', quote: "'" }));
show('only headers', () => [parse('a,b\n'), parse('a,b\n').columns]);
show('nothing', () => [parse(''), parse('\n\n'), parse('', { headers: false })]);
show('open quote', () => parse('a\n1\n"2\n3'));
show('not a text', () => parse(null));
show('bad quote', () => parse('', { quote: '""' }));
show('bad delimiter', () => parse('', { delimiter: '' }));
const odd = parse('__proto__,constructor\nx,y')[0];
show('__proto__', () => [Object.keys(odd), Object.getPrototypeOf(odd) === Object.prototype, ({}).x]);
show('order of columns', () => [parse('b,2,1\nx,y,z').columns, stringify(parse('b,2,1\nx,y,z'))]);

console.log('# stringify');
show('plain', () => stringify([{ name: 'Alice', age: 30 }, { name: 'Bob', age: 25 }]));
show('0, false, null, undefined', () => stringify([{ a: 0, b: false, c: null, d: undefined, e: '', f: NaN, g: 1n }]));
show('all keys', () => stringify([{ a: 1 }, { b: 2, a: 3 }, { c: 4 }]));
show('special', () => stringify([{ 'a,b': 'x "y"', c: 'l\nm\ro' }]));
show('objects', () => stringify([{ d: new Date(0), o: { x: [1] }, l: [1, 'a'], bad: new Date(NaN) }]));
show('columns', () => stringify([{ a: 1, b: 2 }, { b: 3 }], { columns: ['b', 'z'] }));
show('titles', () => stringify([{ a: 1, b: 2 }], { headers: ['A', 'B'] }));
show('no header', () => stringify([{ a: 1, b: 2 }], { headers: false }));
show('arrays', () => stringify([['a', 'b'], [1, null]]));
show('semicolons', () => stringify([{ a: '1;2', b: '1,2' }], { delimiter: ';', newline: '\r\n' }));
show('one empty cell', () => stringify([{ a: '' }, { a: null }]));
show('extra', () => stringify(parse('a,b\n1,2,3,4\n5')));
show('none', () => [stringify([]), stringify([], { columns: ['a'] }), stringify(parse('a,b'))]);
show('changed after reading', () => {
  const rows = parse('a,b,c\n1,2,3');
  delete rows[0].b;
  rows[0].sum = 4;
  return stringify(rows);
});
show('not rows', () => stringify({ a: 1 }));
show('not a row', () => stringify([{ a: 1 }, 5]));
