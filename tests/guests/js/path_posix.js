// node: same
// node:path: every function with usual and odd paths, and the errors about arguments.
const path = require('node:path');

const attempt = (fn, ...args) => {
  try {
    return fn(...args);
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
};
const show = (name, ...args) => console.log(`${name}(${args.map((each) => JSON.stringify(each)).join(', ')})`,
  JSON.stringify(attempt(path[name], ...args)));

console.log(path.sep, path.delimiter, path.posix === path, require('path/posix') === path, path === require('path'));
console.log(typeof path.win32, path.win32.sep, path.win32.delimiter, path.win32.posix === path, path.win32.win32 === path.win32);

const odd = ['', '.', '..', '/', '//', '///a', 'a', 'a/', 'a//', '/a', '/a/', 'a/b', 'a/b/', 'a//b', './a', '../a', 'a/..', 'a/../..',
  '/..', '/../a', '/a/../..', './', '../', '../../a', 'a/./b', 'a/.b', 'a/..b', '...', 'a/...', '.a', '.a.b', 'a.', 'a..', 'a.b.c',
  '/a.b/c', 'a/b.c/', '\\a\\b', 'a\\b.c', ' ', 'ä/ö.ü', '/a/b/../../../c', 'a/b/../../..', '.../a', './../.././a'];
for (const each of odd) {
  for (const name of ['normalize', 'dirname', 'basename', 'extname', 'isAbsolute', 'parse', 'toNamespacedPath']) show(name, each);
}

for (const parts of [[], [''], ['', ''], ['.'], ['a', 'b'], ['a', '', 'b'], ['/a', '../b'], ['a', '..'], ['a', '..', '..', 'c'], ['/', '..', 'a'],
  ['a/', '/b'], ['a', './b', '../c'], ['', '/a'], ['/', '/'], ['a', 'b', '..', '/c/'], ['..', 'a'], ['a//', '//b']]) {
  show('join', ...parts);
}

for (const parts of [['/a', 'b'], ['/a', '/b'], ['/a', '../b'], ['/'], ['/a/b', '..', '..', '..'], ['/a/', 'b/'], ['/a', ''], ['/a', '.'],
  ['/a//b'], ['/a', 'b', '/c', 'd'], ['/a', './/b']]) {
  show('resolve', ...parts);
}
console.log(path.resolve() === process.cwd(), path.resolve('') === process.cwd(), path.resolve('x') === `${process.cwd()}/x`,
  path.resolve('..') === path.dirname(process.cwd()));

for (const [from, to] of [['/a/b', '/a/c'], ['/a/b', '/a/b'], ['/a', '/a/b/c'], ['/a/b/c', '/a'], ['/', '/a'], ['/a', '/'], ['/a/b', '/c/d'],
  ['/ab', '/a'], ['/a', '/ab'], ['/foo/bar/baz-quux', '/foo/bar/baz'], ['/foo/bar/baz', '/foo/bar/baz-quux'], ['/a/', '/a/b/'], ['', ''],
  ['x', 'x/y'], ['x/y', 'x'], ['x', 'y'], ['/a/../b', '/b/c']]) {
  show('relative', from, to);
}

for (const args of [['a.js', '.js'], ['a.js', 'js'], ['a.js', 'a.js'], ['.js', '.js'], ['a/b.js', '.js'], ['a/b.js/', '.js'], ['a.js', '.JS'],
  ['abc', 'abcd'], ['abc', 'bc'], ['aaa', 'a'], ['a/aa', 'aa'], ['a', ''], ['/', '/'], ['dd', 'd'], ['d/dd', 'd']]) {
  show('basename', ...args);
}

for (const object of [{}, { dir: '/a', base: 'b.c' }, { root: '/', base: 'b' }, { root: '/', dir: '/', base: 'b' }, { name: 'n', ext: '.e' },
  { name: 'n', ext: 'e' }, { dir: 'd' }, { root: '/', name: 'x' }, { dir: '/a/', base: 'b' }, { base: 'b', name: 'n', ext: '.e' }, { ext: '.e' }]) {
  show('format', object);
}
for (const each of ['/home/user/dir/file.txt', './a.b', 'x', '/', '/x', '/x/']) console.log(path.format(path.parse(each)));

for (const value of [undefined, null, 5, {}, [], true, Symbol('s'), () => {}]) {
  for (const name of ['normalize', 'isAbsolute', 'dirname', 'extname', 'basename', 'parse', 'join', 'resolve']) {
    console.log(name, attempt(path[name], value));
  }
  console.log(attempt(path.relative, value, 'a'), attempt(path.relative, 'a', value), attempt(path.format, value));
  console.log(attempt(path.join, 'a', value), attempt(path.resolve, '/a', value, 'b'), attempt(path.basename, 'a', value));
  console.log(path.toNamespacedPath(value) === value);
}
