// node: no - compares with helpers that are globals only in the sandbox
// policy: javascript_std = true
// sandbox-utils: whole files in one call, and the globals of the same names, which do the same.
const fs = require('fs');
const utils = require('sandbox-utils');

fs.rmSync('utils_files_dir', { recursive: true, force: true });
fs.mkdirSync('utils_files_dir');
process.chdir('utils_files_dir');

const NAMES = ['readJson', 'writeJson', 'readText', 'writeText', 'fileExists', 'readLines', 'writeLines', 'appendText', 'fileSize', 'listFiles',
  'copyFile', 'removeFile'];
console.log('all there:', NAMES.every((name) => typeof utils[name] === 'function'));

// What each step gives or throws.
function steps(helpers) {
  const lines = [];
  const test = (label, action) => {
    try {
      lines.push(`${label}: ${JSON.stringify(action())}`);
    } catch (error) {
      lines.push(`${label}: ${error.name}: ${error.message}${error.cause ? ` <- ${error.cause.code ?? error.cause.name}` : ''}`);
    }
  };
  const h = helpers;
  const bytes = () => [...fs.readFileSync('out')].join();
  test('write and read', () => [h.writeText('a.txt', 'Hello'), h.readText('a.txt')]);
  test('size', () => [h.fileSize('a.txt'), h.fileSize('nope'), h.fileSize('a.txt/x')]);
  test('exists', () => [h.fileExists('a.txt'), h.fileExists('nope'), h.fileExists('.')]);
  test('append', () => [h.appendText('a.txt', '!'), h.appendText('new.txt', 'x'), h.readText('a.txt'), h.readText('new.txt')]);
  test('json', () => [h.writeJson('j.json', { a: [1, 'é'], b: null }), h.readText('j.json'), h.readJson('j.json')]);
  test('json, indent', () => [h.writeJson('j.json', { a: 1 }, 0), h.readText('j.json')]);
  test('no file', () => h.readJson('nope.json'));
  test('no file', () => h.readText('nope.txt'));
  test('no file', () => h.readLines('a.txt/x'));
  test('no json', () => [h.writeText('bad.json', '{"a":'), h.readJson('bad.json')]);
  test('lines', () => [h.writeLines('l.txt', ['a', 'b', 'c']), h.readText('l.txt'), h.readLines('l.txt')]);
  test('lines of Windows', () => [h.writeLines('l.txt', ['a', 'b'], '\r\n'), h.readText('l.txt'), h.readLines('l.txt')]);
  test('mark', () => [fs.writeFileSync('m', '\ufeffx'), h.readText('m')]);
  test('not UTF-8', () => [fs.writeFileSync('m', Buffer.from([97, 255])), h.readText('m')]);
  test('list', () => h.listFiles());
  test('list', () => [fs.mkdirSync('d'), h.writeText('d/.hidden', ''), h.listFiles('d')]);
  test('list none', () => h.listFiles('nope'));
  test('copy bytes', () => [fs.writeFileSync('in', Buffer.from([0, 255, 254, 10, 13, 128])), h.copyFile('in', 'out'), bytes()]);
  test('copy none', () => h.copyFile('nope', 'x'));
  test('copy to nowhere', () => h.copyFile('in', 'nowhere/x'));
  test('remove', () => [h.removeFile('in'), h.fileExists('in'), h.removeFile('in')]);
  test('outside', () => h.writeText('/outside.txt', 'x'));
  test('outside', () => h.appendText('/etc/outside.txt', 'x'));
  test('not a text', () => [h.writeText('n', 5), h.readText('n')]);
  return lines;
}
fs.mkdirSync('one');
process.chdir('one');
const own = steps(utils);
process.chdir('..');
fs.mkdirSync('two');
process.chdir('two');
const globals = steps(Object.fromEntries(NAMES.map((name) => [name, globalThis[name]])));
own.forEach((line, index) => {
  console.log(line);
  if (line !== globals[index]) console.log(`  the global: ${globals[index]}`);
});
try {
  utils.writeJson('u.json', undefined);
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
