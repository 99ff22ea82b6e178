// node: no - vendored packages
// lodash as a whole, by the function, and its functional form.
import _, { groupBy } from 'lodash';
import chunk from 'lodash/chunk.js';
import { createRequire } from 'node:module';
import fp from 'lodash/fp.js';

const require = createRequire(import.meta.url);
const people = [{ name: 'Ada', age: 36 }, { name: 'Alan', age: 41 }, { name: 'Grace', age: 36 }];
console.log(groupBy(people, 'age')['36'].map((person) => person.name), chunk([1, 2, 3], 2), require('lodash/chunk') === chunk);
console.log(_.orderBy(people, ['age', 'name'], ['desc', 'asc']).map((person) => person.name), _.keyBy(people, 'name').Ada.age, _.sumBy(people, 'age'));
console.log(_.get({ a: [{ b: 1 }] }, 'a[0].b'), _.get({}, 'x.y', 'none'), _.merge({ a: { b: 1 } }, { a: { c: 2 } }), _.isEqual({ a: [1] }, { a: [1] }));
console.log(_(people).filter((person) => person.age < 40).map('name').value(), _.camelCase('hello big-world'), _.kebabCase('HelloWorld'), _.template('Hi <%- name %>')({ name: '<Ada>' }));
console.log(fp.flow(fp.filter((n) => n % 2), fp.map((n) => n * n), fp.sum)([1, 2, 3]), fp.set('a.b', 2, { a: { b: 1 } }));
const copy = _.cloneDeep({ when: new Date(0), map: new Map([[1, { x: 1 }]]), re: /a/g });
console.log(copy.when.getTime(), copy.map.get(1), copy.re, _.range(0, 10, 3), _.zipObject(['a', 'b'], [1, 2]));
let calls = 0;
const once = _.memoize((n) => { calls += 1; return n * 2; });
once(2); once(2);
const later = _.debounce(() => console.log('debounced', calls), 5);
later(); later();
_.merge({}, JSON.parse('{"__proto__": {"polluted": 1}}'));
console.log({}.polluted, _.VERSION === require('lodash/package.json').version);
