// node: no - the workspace is /app
// sandbox-utils: no path outside of the workspace, also by links and by what is not there yet.
const fs = require('fs');
const utils = require('sandbox-utils');

const { find, tree, walk, copyTree, removeTree, grep, head, tail, wc, diff, csvToJson, jsonToCsv, ls, cat, touch, mkdir, rm, cp, mv, echo } = utils;
fs.rmSync('/tmp/out', { recursive: true, force: true });
fs.mkdirSync('/tmp/out/sub', { recursive: true });
fs.writeFileSync('/tmp/out/secret.txt', 'secret');
fs.mkdirSync('utils_outside_dir');
process.chdir('utils_outside_dir');
fs.writeFileSync('in.txt', 'in');
fs.mkdirSync('dir');
fs.symlinkSync('/tmp/out', 'link');
fs.symlinkSync('/tmp/out/secret.txt', 'file');
fs.symlinkSync('/tmp/out/not-yet', 'dangling');
fs.symlinkSync('dangling', 'chain');
fs.symlinkSync('loop', 'loop');
fs.symlinkSync('../utils_outside_dir/in.txt', 'fine');
fs.symlinkSync('dir/new.txt', 'new');

const show = (label, action) => {
  let line;
  try {
    line = `${JSON.stringify(action())}`;
  } catch (error) {
    line = `${error.name}: ${error.message}`;
  }
  console.log(`${label}: ${line}`);
};

console.log('# every function');
const OUT = '/etc/passwd';
const calls = {
  find: () => find('*', { path: '/etc' }),
  'find (pattern)': () => find('/etc/*'),
  'find (up)': () => find('../../*'),
  tree: () => tree('/etc'),
  walk: () => [...walk('/etc')],
  copyTree: () => copyTree('/etc', 'x'),
  'copyTree to': () => copyTree('dir', '/tmp/x'),
  removeTree: () => removeTree('/tmp/out'),
  'removeTree (pattern)': () => removeTree('/tmp/out', { pattern: '*' }),
  grep: () => grep('root', OUT),
  'grep (list)': () => grep('in', ['in.txt', OUT]),
  head: () => head(OUT),
  tail: () => tail(OUT),
  wc: () => wc(OUT),
  diff: () => diff('in.txt', OUT),
  csvToJson: () => csvToJson(OUT),
  'csvToJson to': () => csvToJson('in.txt', { output: '/tmp/x' }),
  jsonToCsv: () => jsonToCsv(OUT),
  ls: () => ls('/app/../../etc'),
  cat: () => cat('in.txt', OUT),
  touch: () => touch('/tmp/x'),
  mkdir: () => mkdir('/tmp/x'),
  rm: () => rm('/tmp/out/secret.txt', { force: true }),
  cp: () => cp(OUT, 'x'),
  'cp to': () => cp('in.txt', '/tmp/x'),
  mv: () => mv('/tmp/out/secret.txt', 'x'),
  'mv to': () => mv('in.txt', '/tmp/x'),
  echo: () => echo('x', '/tmp/x'),
  'echo (append)': () => echo('x', OUT, { append: true }),
};
for (const [name, action] of Object.entries(calls)) show(name, action);

console.log('# forms of paths');
for (const path of ['/app/../tmp/out', '../../tmp/out', '/', '/apple', '/app2/x', '//tmp/out', '/app/./../tmp/out/secret.txt']) show(path, () => cat(path));
show('not a text', () => cat(null));

console.log('# links');
show('folder', () => ls('link'));
show('in it', () => cat('link/secret.txt'));
show('new in it', () => echo('x', 'link/new.txt'));
show('deeper', () => mkdir('link/a/b/c'));
show('file', () => cat('file'));
show('over a file', () => echo('x', 'file'));
show('to what is not there', () => echo('x', 'dangling'));
show('by two links', () => touch('chain'));
show('round', () => cat('loop'));
show('copy', () => cp('file', 'x'));
show('copy into', () => cp('in.txt', 'link'));
show('tree', () => copyTree('link', 'x'));
show('lexical ..', () => cat('link/../in.txt'));
show('within', () => [cat('fine'), echo('made', 'new'), cat('dir/new.txt')]);
show('walk stays', () => [...walk()].length);
show('grep stays', () => grep('secret', '.'));
show('remove the link', () => [rm('link'), fs.existsSync('/tmp/out/secret.txt')]);
show('all as before', () => [fs.readdirSync('/tmp/out'), fs.readFileSync('/tmp/out/secret.txt', 'utf8'), fs.readdirSync('/tmp'), fs.readdirSync('.')]);

console.log('# relative paths');
process.chdir('dir');
show('from the working directory', () => [ls(), cat('../in.txt')]);
process.chdir('/tmp/out');
show('from the workspace, while working elsewhere', () => [ls('utils_outside_dir/dir'), cat('/app/utils_outside_dir/in.txt')]);
show('not from there', () => cat('secret.txt'));
