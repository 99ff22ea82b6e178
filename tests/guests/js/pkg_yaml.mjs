// node: no - vendored packages
// YAML with yaml: a document is changed and keeps its comments; versions, several documents, mistakes with their place.
import YAML, { parse, stringify, parseDocument, parseAllDocuments, YAMLParseError } from 'yaml';

console.log(parse('a: [1, yes, 0o17]\nb: {c: ~}\n'), parse('yes', { version: '1.1' }), YAML.parse('[1]'));
const document = parseDocument('# The settings\nsize: 1 # small\nlist:\n  - a\n');
document.set('size', 2);
document.addIn(['list'], 'b');
document.setIn(['new', 'key'], true);
console.log(document.toString().trimEnd());
console.log(stringify({ text: 'one\ntwo\n', empty: [], n: null, date: 'true' }).trimEnd());
console.log(parseAllDocuments('a: 1\n---\nb: 2\n').map((one) => one.toJS()), document.getIn(['list', 1]));
try {
  parse('a: [1,\nb: 2');
} catch (error) {
  console.log(error instanceof YAMLParseError, error.code, error.linePos[0]);
}
try {
  parse(`a0: &a0 [x]\n${Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join()}]`).join('\n')}`);
} catch (error) {
  console.log(error.name, error.message);
}
