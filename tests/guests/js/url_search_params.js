// node: same
// URLSearchParams: making, reading, changing, iterating, showing, errors.
const attempt = (fn) => {
  try {
    return fn();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
};
const P = URLSearchParams;
for (const init of ['', '?', 'a=1', '?a=1&b=2', '??a', 'a', 'a&b', '=', '=x', 'a=', 'a=b=c', '&&a=1&&', 'a+b=c+d', 'a%20b=%C3%A4', '%zz=%', 'ä=ö€😀', 'a=%FF', '#a=b', 'a=1#b', 'a;b=c', '\ud800=\udc00', ' a = b ',
  { a: 1, b: null, c: undefined }, { a: [1, 2] }, {}, [['a', 'b'], ['c', 5]], [], new Map([['m', 'n'], ['o', 'p']]), new P('x=1&x=2'), [new Set(['k', 'v'])], new URL('http://h/?z=9').searchParams, undefined, null, 5, true, 'a\0b=\n',
  Object.assign(() => {}, { fn: 1 }), Object.create({ inherited: 1 })]) {
  const params = attempt(() => new P(init));
  console.log(params, `${params}`, params.size);
}
for (const init of [[5], [[1]], [[1, 2, 3]], ['ab', 'cd'], [null], [{}], { [Symbol.iterator]: 5 }, Symbol('s'), { a: Symbol('v') }, [[Symbol('k'), 1]], [['a', 'b'], 5], { [Symbol('sym')]: 1, a: 2 }]) {
  console.log(attempt(() => `${new P(init)}`).replace(/cannot convert symbol to string|is not a function.*|Result of the.*|not a function|Cannot convert a Symbol value to a string/i, '...'));
}
const params = new P('a=1&b=2&a=3&c=4');
console.log(params.get('a'), params.get('x'), params.getAll('a'), params.getAll('x'), params.has('a'), params.has('x'), params.has('a', '3'), params.has('a', '9'), params.has('a', undefined), params.size);
params.append('d', 'e f');
params.append('n', null);
params.append('u', undefined);
params.set('a', 'new');
params.set('fresh', 1);
console.log(`${params}`);
params.delete('b');
params.delete('nothing');
params.append('c', '5');
params.delete('c', '4');
params.delete('c', 'none');
console.log(params.toString(), params.size);
const sorted = new P('z=1&a=2&z=0&é=1&a=1&😀=1&￿=2');
sorted.sort();
console.log(`${sorted}`, decodeURIComponent(sorted));
console.log([...params], [...params.keys()], [...params.values()], [...params.entries()], Object.fromEntries(params), new Map(params).get('a'));
params.forEach(function each(value, key, all) { console.log(key, value, all === params, this.tag); }, { tag: 'this' });
const iterator = params.entries();
console.log(iterator[Symbol.toStringTag], iterator[Symbol.iterator]() === iterator, iterator.next(), Object.prototype.toString.call(iterator), P.prototype[Symbol.iterator] === P.prototype.entries);
console.log(iterator, params.keys(), params.values(), new P('').keys());
const seen = [];
const changing = new P('a=1&b=2&c=3');
for (const [key] of changing) {
  seen.push(key);
  if (key === 'a') changing.delete('a');
  if (seen.length < 4) changing.append(`x${seen.length}`, '');
}
console.log(seen, `${changing}`);
for (const name of ['append', 'delete', 'get', 'getAll', 'has', 'set', 'forEach']) console.log(name, P.prototype[name].length, attempt(() => params[name]()), attempt(() => params[name](undefined)) ?? '');
console.log(attempt(() => params.append('x')), attempt(() => params.set('x')), attempt(() => params.forEach(5)));
console.log(new P('a=1'), new P(''), [new P('a=1&b=2')], { p: new P('q=r') }, new P({ long: 'x'.repeat(50), longer: 'y'.repeat(40) }));
console.log({ a: { b: { c: new P('x=1') } } }, { a: { b: { c: { d: new P('x=1') } } } });
console.log(Object.keys(P.prototype).sort().join(), P.length, P.name, Object.prototype.toString.call(params), JSON.stringify(params), Object.keys(params));
console.log(`${new P('safe=-_.*~!\'()&space= +&amp=%26&unicode=ü')}`, `${new P([['a b', 'c&d=e']])}`);
console.log(new P(`${new P([['k\n', 'v\r\n']])}`).get('k\n') === 'v\r\n');
class Mine extends P { total() { return this.size; } }
console.log(new Mine('a=1&b').total(), new Mine('a=1') instanceof P, new Mine('a=1'));
