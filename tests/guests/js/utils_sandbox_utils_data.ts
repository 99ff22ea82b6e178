// node: no - TypeScript
// sandbox-utils: lists and tables.
import fs from 'node:fs';
import { groupBy, filterBy, mapItems, sortBy, unique, chunk, csvToJson, jsonToCsv, readText, writeText } from 'sandbox-utils';

interface Person { name: string; city: string; age?: number | null }
const people: Person[] = [{ name: 'Ann', city: 'Rome', age: 30 }, { name: 'Bob', city: 'Oslo', age: 9 }, { name: 'Cid', city: 'Rome', age: null },
  { name: 'Dee', city: 'Oslo', age: 30 }];
const names = (list: Person[]): string => list.map(({ name }) => name).join();
const show = (label: string, action: () => unknown): void => {
  let line: string | undefined;
  try {
    line = `${JSON.stringify(action())}`;
  } catch (error) {
    line = `${(error as Error).name}: ${(error as Error).message}`;
  }
  console.log(`${label}: ${line}`);
};

console.log('# lists');
show('groupBy', () => Object.entries(groupBy(people, 'city')).map(([city, list]) => [city, names(list as Person[])]));
show('groupBy function', () => groupBy([1, 2, 3, 4, 5], (n: number) => (n % 2 ? 'odd' : 'even')));
show('groupBy odd keys', () => {
  const groups = groupBy([{ k: '__proto__' }, { k: 'constructor' }, {}], 'k');
  return [Object.keys(groups), Object.getPrototypeOf(groups) === Object.prototype];
});
show('filterBy', () => [names(filterBy(people, (p: Person) => (p.age ?? 0) > 9)), names(filterBy(people, { city: 'Oslo', age: 30 })), filterBy([1, 2], {})]);
show('mapItems', () => [mapItems(people, 'name'), mapItems(new Set([1, 2]), (n: number, index: number) => n * 10 + index)]);
show('sortBy', () => [names(sortBy(people, 'age')), names(sortBy(people, 'age', { reverse: true })), names(sortBy(people, 'name', true))]);
show('sortBy several', () => names(sortBy(people, ({ city, age }: Person) => [city, age])));
show('sortBy itself', () => [sortBy([10, 9, 1]), sortBy(['b', 'B', 'ä', 'a']), sortBy([2, undefined, NaN, 'x', 1, null])]);
show('sortBy leaves the original', () => names(people));
show('unique', () => [unique([1, '1', 1, NaN, NaN]), names(unique(people, 'city')), names(unique(people, (p: Person) => p.age))]);
show('chunk', () => [chunk([1, 2, 3, 4, 5], 2), chunk('abc', 2), chunk([], 3)]);
for (const size of [0, -1, 1.5, '2']) show(`chunk by ${size}`, () => chunk([1], size as number));
show('no key', () => groupBy([1], null as unknown as string));
show('no condition', () => filterBy([1], null as unknown as object));
show('no list', () => {
  try {
    return unique(null as unknown as number[]);
  } catch (error) {
    // What it says is the engine's affair.
    return (error as Error).name;
  }
});

console.log('# tables');
fs.rmSync('utils_data_dir', { recursive: true, force: true });
fs.mkdirSync('utils_data_dir');
process.chdir('utils_data_dir');
writeText('p.csv', 'name,age\r\n"Smith, J",30\r\nBob,0\r\n');
console.log(csvToJson('p.csv'));
show('into a file', () => [csvToJson('p.csv', 'p.json'), JSON.parse(readText('p.json')).length, csvToJson('p.csv', { output: 'q.json' }), fs.existsSync('q.json')]);
show('back', () => jsonToCsv('p.json'));
writeText('r.json', JSON.stringify([{ a: 0, b: false }, { c: null, a: 'x;y' }]));
show('keys and values', () => [jsonToCsv('r.json'), jsonToCsv('r.json', { delimiter: ';' }), jsonToCsv('r.json', { output: 'r.csv' }), readText('r.csv')]);
writeText('one.json', '{"a":1}');
writeText('none.json', '[]');
writeText('bad.json', '[');
show('one, none', () => [jsonToCsv('one.json'), jsonToCsv('none.json')]);
show('bad', () => jsonToCsv('bad.json'));
show('no file', () => csvToJson('nope.csv'));
show('outside', () => csvToJson('p.csv', { output: '../../x.json' }));
