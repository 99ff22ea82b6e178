// node: no - packages of the sandbox
// sandbox-utils: find, tree, walk, copyTree, removeTree.
import fs from 'node:fs';
import utils, { find, tree, walk, copyTree, removeTree, touch, fileExists } from 'sandbox-utils';
import { createRequire } from 'node:module';

console.log('one object:', createRequire(import.meta.url)('sandbox-utils') === utils);
const root = process.cwd();
fs.rmSync('utils_trees_dir', { recursive: true, force: true });
fs.mkdirSync('utils_trees_dir/src/deep/deeper', { recursive: true });
process.chdir('utils_trees_dir');
fs.mkdirSync('empty');
touch('b.txt', 'a.txt', 'src/x.js', 'src/y.test.js', 'src/deep/x.txt', 'src/deep/deeper/z.JS', 'src/[1].txt', 'src/.hidden');
fs.symlinkSync('src', 'link');
const here = `${process.cwd()}/`;
const show = (label, action) => {
  let line;
  try {
    line = `${JSON.stringify(action())}`;
  } catch (error) {
    line = `${error.name}: ${error.message}`;
  }
  console.log(`${label}: ${line.replaceAll(here, '').replaceAll(root, '<root>')}`);
};

console.log('# find');
show('by name', () => find('x.*'));
show('all of a kind', () => find('*.txt'));
show('not recursive', () => find('*', { recursive: false }));
show('in a folder', () => [find('*.js', { path: 'src' }), find('*.js', 'src/deep')]);
show('with folders', () => [find('src/*.js'), find('deep/*'), find('src/**/*.txt'), find('deep/**'), find('src/*', { recursive: false })]);
show('choices', () => [find('[ab].txt'), find('[!a].txt'), find('*.{js,JS}'), find('?.txt'), find('[[]1].txt'), find('src/{deep,x.js}')]);
show('expression', () => find(/\.js$/i));
show('absolute', () => [find(`${here}*.txt`), find(`${here}src/*.js`, { path: 'src' })]);
show('none', () => find('*.md'));
show('no folder', () => find('*', { path: 'nope' }));
show('a file', () => find('*', { path: 'a.txt' }));
show('no pattern', () => find(undefined));

console.log('# tree');
console.log(tree());
console.log(tree('.', { maxDepth: 1 }));
console.log(tree('src', 2));
console.log(tree('empty'));

console.log('# walk');
show('all', () => [...walk()]);
show('files', () => [...walk('src', { filter: (path, entry) => entry.isFile() })]);
show('a function', () => [...walk('.', (path) => path.endsWith('.txt'))]);
show('only as far as needed', () => walk('.').next().value);
show('removing on the way', () => {
  copyTree('src', 'gone');
  const seen = [];
  for (const path of walk('gone')) {
    seen.push(path);
    if (path.endsWith('deep')) fs.rmSync(path, { recursive: true });
  }
  fs.rmSync('gone', { recursive: true });
  return seen;
});

console.log('# copyTree');
show('new', () => [copyTree('src', 'made/copy'), find('*', { path: 'made/copy' })]);
show('over', () => [touch('made/copy/own'), copyTree('src', 'made/copy'), fileExists('made/copy/own')]);
show('links', () => [copyTree('.', '../utils_trees_copy') !== '', fs.readlinkSync('../utils_trees_copy/link'), removeTree('../utils_trees_copy')]);
show('no folder', () => copyTree('nope', 'x'));
show('a file', () => copyTree('a.txt', 'x'));

console.log('# removeTree');
show('pattern', () => [removeTree('made', { pattern: '*.txt' }), find('*', { path: 'made' })]);
show('pattern alone', () => [removeTree('made', '*.js'), find('*', { path: 'made' })]);
show('all', () => [removeTree('made'), fileExists('made')]);
show('again', () => removeTree('made'));
show('a file', () => removeTree('a.txt'));
show('a link', () => [fs.existsSync('src/x.js'), removeTree('link')]);
show('still there', () => fs.existsSync('src/x.js'));
show('the root', () => removeTree(root));
show('deep', () => {
  // As deep as the default policy's disk allows, nearly.
  for (let depth = 0; depth < 25; depth++) {
    fs.mkdirSync('d');
    process.chdir('d');
  }
  touch('last');
  process.chdir(here);
  return [find('last').length, [...walk('d')].length, tree('d').split('\n').length, removeTree('d')];
});
