// node: no - packages of the sandbox
// sandbox-utils: ls, cat, touch, mkdir, rm, cp, mv, echo.
const fs = require('fs');
const { ls, cat, touch, mkdir, rm, cp, mv, echo, readText } = require('sandbox-utils');

fs.rmSync('utils_shell_dir', { recursive: true, force: true });
fs.mkdirSync('utils_shell_dir');
const root = process.cwd();
process.chdir('utils_shell_dir');
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

console.log('# echo and cat');
show('text', () => [echo('hello'), echo(5), fs.readdirSync('.')]);
show('file', () => [echo('one', 'a.txt'), readText('a.txt'), echo('two\n', 'a.txt'), readText('a.txt')]);
show('append', () => [echo('three', 'a.txt', { append: true }), echo('four', 'a.txt', true), readText('a.txt')]);
show('cat', () => [echo('x', 'b.txt'), cat('a.txt', 'b.txt'), cat(['b.txt', 'b.txt']), cat()]);
show('cat nothing', () => cat('b.txt', 'nope.txt'));

console.log('# touch and mkdir');
show('touch', () => [touch('t'), fs.statSync('t').size, fs.utimesSync('t', 1, 1), touch('t', 'b.txt'), fs.statSync('t').mtimeMs > 1e12, cat('b.txt')]);
show('mkdir', () => [mkdir('d/e/f'), mkdir('d'), fs.statSync('d/e/f').isDirectory(), mkdir('g', { parents: false })]);
show('mkdir again', () => mkdir('g', { parents: false }));
show('mkdir without parents', () => mkdir('h/i', { parents: false }));

console.log('# ls');
touch('.hidden', 'd/e/x');
show('names', () => [ls(), ls('.', { all: true }), ls('d'), ls('b.txt'), ls('d/e/f')]);
const long = ls('.', { long: true });
show('long', () => long.map(({ name, type, isDir, size }) => [name, type, isDir, type === 'dir' ? '-' : size]));
show('long, one', () => ls('b.txt', { long: true }).map(({ modified, ...rest }) => [rest, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(modified)]));
show('none', () => ls('nope'));

console.log('# cp and mv');
fs.writeFileSync('bytes', Buffer.from([0, 255, 128, 10]));
show('file', () => [cp('bytes', 'bytes2'), [...fs.readFileSync('bytes2')]]);
show('into a folder', () => [cp('bytes', 'g'), ls('g')]);
show('folder', () => [cp('d', 'copy', { recursive: true }), cp('d', 'g', { recursive: true }), ls('copy/e'), ls('g/d/e')]);
show('folder without saying so', () => cp('d', 'no'));
show('none', () => cp('nope', 'x'));
show('mv', () => [mv('bytes2', 'moved'), fs.existsSync('bytes2'), mv('moved', 'g'), ls('g'), mv('copy', 'renamed'), ls('renamed')]);
show('mv none', () => mv('nope', 'x'));
show('mv over', () => [echo('new', 'n'), mv('n', 'b.txt'), cat('b.txt')]);

console.log('# rm');
show('file', () => [rm('t'), fs.existsSync('t')]);
show('none', () => rm('t'));
show('none, forced', () => rm('t', { force: true }));
show('folder', () => rm('g'));
show('folder, forced', () => rm('g', { force: true }));
show('folder, recursive', () => [rm('g', { recursive: true }), fs.existsSync('g')]);
show('a link, not what it leads to', () => [fs.symlinkSync('d', 'l'), rm('l'), fs.existsSync('l'), ls('d')]);
show('the root', () => rm(root, { recursive: true }));
show('the root, from here', () => mv('..', 'x'));
