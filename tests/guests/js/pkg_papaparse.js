// node: no - vendored packages
// CSV with Papa Parse: types, headers, a guessed delimiter, step by step, mistakes, and back to text.
const Papa = require('papaparse');

const { data, meta, errors } = Papa.parse('name;age;ok\nAda;36;true\nAlan;41;false\n', { header: true, dynamicTyping: true, skipEmptyLines: true });
console.log(data, meta.delimiter, meta.fields, errors);
console.log([Papa.unparse([{ a: 1, b: 'x,y' }, { a: 2, b: 'say "hi"' }])]);
console.log(Papa.unparse({ fields: ['k', 'v'], data: [['=SUM(A1)', null]] }, { delimiter: '\t', newline: '\n', escapeFormulae: true }));
const seen = [];
Papa.parse('1,2\n3,4\n5,6', { step: ({ data: row }, parser) => { seen.push(row.join('+')); if (seen.length === 2) parser.abort(); } });
console.log(seen);
console.log(Papa.parse('a,b\n1,2,3', { header: true }).errors.map(({ code, row }) => [code, row]), Papa.parse('a,"b', {}).errors[0].code);
console.log(Papa.parse('x|y\n1|2', { delimiter: '|', transformHeader: (name) => name.toUpperCase(), header: true }).data);
