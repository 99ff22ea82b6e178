// node: no - packages of the sandbox
// sandbox-utils: grep, sed, head, tail, wc.
const fs = require('fs');
const { grep, sed, head, tail, wc, find } = require('sandbox-utils');

fs.rmSync('utils_text_dir', { recursive: true, force: true });
fs.mkdirSync('utils_text_dir/logs/old', { recursive: true });
process.chdir('utils_text_dir');
fs.writeFileSync('a.log', 'Error: one\nok\nerror (two)\r\n');
fs.writeFileSync('logs/b.log', 'nothing\nError: three');
fs.writeFileSync('logs/old/c.log', 'a.b\na+b\naxb\n');
fs.writeFileSync('long.txt', Array.from({ length: 25 }, (_, index) => `line ${index + 1}\n`).join(''));
fs.writeFileSync('empty.txt', '');
const here = `${process.cwd()}/`;
const show = (label, action) => {
  let line;
  try {
    line = `${JSON.stringify(action())}`;
  } catch (error) {
    line = `${error.name}: ${error.message}`;
  }
  console.log(`${label}: ${line.replaceAll(here, '')}`);
};

console.log('# grep');
show('one file', () => grep('Error', 'a.log'));
show('several', () => grep('Error', ['a.log', 'logs/b.log']));
show('folder', () => grep('Error', '.'));
show('folder and file', () => grep('three', ['logs', 'logs/b.log', './logs/b.log']).length);
show('found files', () => grep('Error', find('*.log')).map(({ file, line }) => [file, line]));
show('expression', () => grep('^e\\w+ \\(', 'a.log'));
show('literal', () => [grep('a.b', 'logs', { regex: false }), grep('a+b', 'logs', { regex: false }), grep('(two)', 'a.log', { regex: false }).length]);
show('as an expression', () => grep('a.b', 'logs').map(({ text }) => text));
show('case', () => [grep('ERROR', 'a.log'), grep('ERROR', 'a.log', { ignoreCase: true }).length, grep(/ERROR/gi, 'a.log').length]);
show('bad expression', () => {
  try {
    return grep('(', 'a.log');
  } catch (error) {
    return error.name;
  }
});
show('no file', () => grep('x', 'nope.log'));

console.log('# sed');
show('all, case counts', () => sed('cat', 'dog', 'cat Cat cat'));
show('groups', () => [sed('(\\w+)@(\\w+)', '$2 at $1', 'me@home'), sed(/a/i, '<$&>', 'aAb'), sed('\\d', (digit) => digit * 2, '1a2')]);
show('lines', () => sed(/^/m, '> ', 'a\nb'));

console.log('# head and tail');
show('head', () => [head('long.txt').split('\n').length, head('long.txt', 2), head('a.log', 5), head('long.txt', 0), head('empty.txt')]);
show('tail', () => [tail('long.txt').split('\n').length, tail('long.txt', 2), tail('a.log', 1), tail('long.txt', 0), tail('long.txt', 99).length]);
show('bad number', () => head('a.log', -1));
show('no file', () => tail('nope'));

console.log('# wc');
fs.writeFileSync('w.txt', 'zwei Wörter 😀\n\n end');
show('counts', () => [wc('w.txt'), wc('empty.txt'), wc('a.log'), wc('long.txt')]);
