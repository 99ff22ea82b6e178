// node: no - vendored packages
// YAML with js-yaml: types, anchors, several documents, a schema of one's own, mistakes with their place, no code.
const yaml = require('js-yaml');

const text = 'base: &b {x: 1}\nmerged:\n  <<: *b\n  y: [true, null, 0x1f, 1e3, 2026-01-02]\ntext: |\n  two\n  lines\nfolded: >-\n  one\n  line\n';
const data = yaml.load(text);
console.log(data);
console.log(yaml.dump({ a: [1, 'true', 'x: y'], b: { c: null }, long: 'multi\nline' }, { sortKeys: true }).trimEnd());
console.log(yaml.loadAll('a: 1\n---\nb: 2').length, yaml.load('2026-01-02', { schema: yaml.JSON_SCHEMA }));
const point = new yaml.Type('!point', { kind: 'sequence', construct: ([x, y]) => ({ x, y }) });
console.log(yaml.load('!point [1, 2]', { schema: yaml.DEFAULT_SCHEMA.extend([point]) }));
for (const wrong of ['a: [1, 2', 'a: 1\na: 2', '!!js/function "function () { return 1 }"']) {
  try {
    console.log(yaml.load(wrong));
  } catch (error) {
    console.log(error.name, error.reason, error.mark.line);
  }
}
