// node: no - packages of the sandbox
// json-utils: get and set by path, and what set refuses.
const { get, set } = require('json-utils');

const show = (label, action) => {
  let line;
  try {
    line = `${JSON.stringify(action())}`;
  } catch (error) {
    line = `${error.name}: ${error.message}`;
  }
  console.log(`${label}: ${line}`);
};
const data = { user: { address: { city: 'Rome' }, none: null, zero: 0, 'a.b': 1, 'say "x"': 2 }, users: [{ age: 30 }, { age: 25 }] };

console.log('# get');
show('deep', () => get(data, 'user.address.city'));
show('array', () => [get(data, 'users.0.age'), get(data, 'users[1].age'), get(data, ['users', 1, 'age']), get([[7]], '[0][0]')]);
show('default', () => [get(data, 'user.phone', 'none'), get(data, 'users.9.age', -1), get(null, 'a', 1), get(undefined, 'a.b', 2)]);
show('null and 0 are values', () => [get(data, 'user.none', 1), get(data, 'user.zero', 1)]);
show('below null', () => get(data, 'user.none.x', 'default'));
show('quoted', () => [get(data, 'user["a.b"]'), get(data, "user['a.b']"), get(data, 'user["say \\"x\\""]'), get(data, ['user', 'a.b'])]);
show('all of it', () => get(data, '') === data);
show('length', () => [get(data, 'users.length'), get('text', 'length')]);
show('nothing inherited', () => [get({}, 'constructor', 'no'), get({}, '__proto__', 'no'), get([], 'map', 'no')]);
show('invalid paths', () => ['a..b', '.a', 'a.', 'a[', 'a[b]', '[0]a', 'a]'].map((path) => {
  try {
    return get({}, path);
  } catch (error) {
    return error.message;
  }
}));
show('not a path', () => get({}, null));

console.log('# set');
show('new', () => set({}, 'a.b.c', 1));
show('over', () => set({ a: { b: 1, c: 2 } }, 'a.b', { d: 3 }));
show('arrays', () => [set({}, 'list.0.name', 'x'), set({}, 'list[1]', 'y'), set({}, ['l', 0], 'z'), set({}, 'years.2024', 1)]);
show('in an array', () => set({ list: [1, 2] }, 'list.1', 'b'));
show('null is replaced', () => set({ a: null }, 'a.b', 1));
show('same object', () => {
  const object = {};
  return set(object, 'a', 1) === object;
});
for (const path of ['__proto__.polluted', 'a.__proto__.polluted', 'constructor.prototype.polluted', 'a["__proto__"].polluted', 'a.prototype']) {
  show(path, () => set({ a: {} }, path, true));
}
show('as an array', () => set({}, ['__proto__', 'polluted'], true));
show('as an array in an array', () => set({}, [['__proto__'], 'polluted'], true));
show('nothing polluted', () => [({}).polluted, Object.keys(Object.prototype)]);
show('not through inherited', () => [Object.keys(set({}, 'toString.x', 1)), Object.prototype.toString.x === undefined]);
show('a number in the way', () => set({ a: 5 }, 'a.b', 1));
show('no index', () => set({ a: [] }, 'a.length', 0));
show('far beyond', () => set({ a: [] }, 'a.4000000000', 0));
show('far beyond, new', () => set({}, 'a[4000000000]', 0));
show('no target', () => set(null, 'a', 1));
show('empty path', () => set({}, '', 1));
