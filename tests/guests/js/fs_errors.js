// node: same
// The errors of node:fs: code, number, system call, paths as they were given; and those about wrong arguments.
const fs = require('fs');

fs.rmSync('fs_errors_dir', { recursive: true, force: true });
fs.mkdirSync('fs_errors_dir');
process.chdir('fs_errors_dir');
fs.writeFileSync('f', 'hello');
fs.mkdirSync('d');
fs.mkdirSync('full/inner', { recursive: true });
fs.symlinkSync('f', 'l');
fs.symlinkSync('nope', 'broken');
fs.symlinkSync('loop', 'loop');
const cwd = process.cwd();

function test(label, action) {
  let line;
  try {
    line = `=> ${action()}`;
  } catch (error) {
    const { code, errno, syscall, path, dest, message } = error;
    line = `${error.name} ${code} | ${message} | ${JSON.stringify({ errno, syscall, path, dest })}`;
  }
  console.log(label, line.replaceAll(cwd, '<cwd>'));
}

console.log('# system errors');
for (const name of ['nope', './nope/x', 'f/x', 'd', '', `${cwd}/nope`, 'loop', 'f/', 'x'.repeat(300), 'broken']) {
  const label = name.replace(cwd, '<cwd>').slice(0, 20);
  test(`read ${label}`, () => fs.readFileSync(name).length);
  test(`text ${label}`, () => fs.readFileSync(name, 'utf8').length);
  test(`stat ${label}`, () => fs.statSync(name).isFile());
  test(`readdir ${label}`, () => fs.readdirSync(name).length);
}
for (const name of ['d', 'nope/x', 'f/x', '', 'd/', 'new/']) {
  test(`write ${name}`, () => fs.writeFileSync(name, 'x'));
  test(`append ${name}`, () => fs.appendFileSync(name, 'x'));
}
test('wx', () => fs.writeFileSync('f', 'x', { flag: 'wx' }));
test('write r', () => fs.writeFileSync('f', 'x', { flag: 'r' }));
test('open', () => fs.openSync('nope'));
test('open w', () => fs.openSync('d', 'w'));
test('open wx link', () => fs.openSync('broken', 'wx'));
test('open directory', () => fs.openSync('f', fs.constants.O_DIRECTORY));
test('open nofollow', () => fs.openSync('l', fs.constants.O_NOFOLLOW));
test('lstat', () => fs.lstatSync('nope'));
test('no throw', () => fs.statSync('f/x', { throwIfNoEntry: false }));
test('access', () => fs.accessSync('nope'));
test('access x', () => fs.accessSync('f', fs.constants.X_OK));
test('mkdir', () => fs.mkdirSync('d'));
test('mkdir file', () => fs.mkdirSync('f'));
test('mkdir deep', () => fs.mkdirSync('nope/x'));
test('mkdir below file', () => fs.mkdirSync('f/x'));
test('mkdir empty', () => fs.mkdirSync(''));
test('mkdir -p file', () => fs.mkdirSync('f', { recursive: true }));
test('mkdir -p below file', () => fs.mkdirSync('f/x/y', { recursive: true }));
test('mkdir -p broken', () => fs.mkdirSync('', { recursive: true }));
test('mkdtemp', () => fs.mkdtempSync('nope/x-'));
test('rmdir', () => fs.rmdirSync('nope'));
test('rmdir file', () => fs.rmdirSync('f'));
test('rmdir full', () => fs.rmdirSync('full'));
test('unlink', () => fs.unlinkSync('nope'));
test('unlink directory', () => fs.unlinkSync('d'));
test('unlink slash', () => fs.unlinkSync('f/'));
test('rm', () => fs.rmSync('nope'));
test('rm directory', () => fs.rmSync('d'));
test('rm below file', () => fs.rmSync('f/x', { force: true }));
test('rename', () => fs.renameSync('nope', 'x'));
test('rename to directory', () => fs.renameSync('f', 'd'));
test('rename to file', () => fs.renameSync('d', 'f'));
test('rename to full', () => fs.renameSync('d', 'full'));
test('rename into itself', () => fs.renameSync('full', 'full/inner/x'));
test('copy', () => fs.copyFileSync('nope', 'x'));
test('copy directory', () => fs.copyFileSync('d', 'x'));
test('copy to directory', () => fs.copyFileSync('f', 'd'));
test('copy nowhere', () => fs.copyFileSync('f', 'nope/x'));
test('copy exclusive', () => fs.copyFileSync('f', 'l', fs.constants.COPYFILE_EXCL));
test('truncate', () => fs.truncateSync('nope'));
test('truncate directory', () => fs.truncateSync('d'));
test('utimes', () => fs.utimesSync('nope', 1, 1));
test('lutimes', () => fs.lutimesSync('nope', 1, 1));
test('chmod', () => fs.chmodSync('nope', 1));
test('chown', () => fs.chownSync('nope', 1, 1));
test('lchown', () => fs.lchownSync('nope', 1, 1));
test('url', () => fs.statSync(new URL('file:///nope%20x')));
for (const name of ['closeSync', 'fstatSync', 'fsyncSync', 'fdatasyncSync', 'ftruncateSync']) test(name, () => fs[name](999));
test('futimes', () => fs.futimesSync(999, 1, 1));
test('fchmod', () => fs.fchmodSync(999, 1));
test('fchown', () => fs.fchownSync(999, 1, 1));
test('read', () => fs.readSync(999, Buffer.alloc(1)));
test('readv', () => fs.readvSync(999, [Buffer.alloc(1)]));
test('write', () => fs.writeSync(999, 'x'));
test('readFile', () => fs.readFileSync(999));
test('readFile text', () => fs.readFileSync(999, 'utf8'));
test('writeFile', () => fs.writeFileSync(999, 'x'));
const closed = fs.openSync('f');
fs.closeSync(closed);
test('closed', () => fs.readSync(closed, Buffer.alloc(1)));
test('closed twice', () => fs.closeSync(closed));
const directory = fs.openSync('d');
test('read directory', () => fs.readSync(directory, Buffer.alloc(1)));
test('write directory', () => fs.writeSync(directory, 'x'));
const reader = fs.openSync('f');
test('write to reader', () => fs.writeSync(reader, 'x'));
test('truncate reader', () => fs.ftruncateSync(reader, 1));
const writer = fs.openSync('f', 'a');
test('read from writer', () => fs.readSync(writer, Buffer.alloc(1)));

console.log('# arguments');
for (const value of [undefined, null, 5, true, {}, [], () => {}, 'a\0b', Buffer.from('a\0'), new URL('http://x/y'),
  new URL('file://host/y'), new URL('file:///a%2fb'), new URL('file:///a%00b')]) {
  test('path', () => fs.statSync(value));
}
for (const value of [undefined, null, '1', 1.5, -1, 2 ** 31, NaN, {}]) test('fd', () => fs.fstatSync(value));
for (const value of ['zz', '', 1.5, {}, true]) test('flags', () => fs.openSync('nope', value));
for (const value of ['x', '9', -1, 1.5, {}, 2 ** 32]) test('mode', () => fs.openSync('nope', 'r', value));
for (const value of ['zz', 5, true, { encoding: 'zz' }, { encoding: 5 }, { flag: 'zz' }, { encoding: 'buffer' }, 'buffer']) {
  test('readFile', () => fs.readFileSync('f', value));
}
for (const value of [undefined, null, 5, {}, [1], true, Symbol('s')]) test('data', () => fs.writeFileSync('w', value));
for (const options of ['zz', 5, { encoding: 'zz' }, { mode: 'x' }, { flag: 'q' }, { flush: 1 }]) {
  test('writeFile', () => fs.writeFileSync('w', 'x', options));
}
for (const value of ['x', 1.5, {}]) test('truncate', () => fs.truncateSync('f', value));
for (const value of ['x', 8, -1]) test('access', () => fs.accessSync('f', value));
for (const value of ['x', 8]) test('copy', () => fs.copyFileSync('f', 'g', value));
for (const value of [5, true, 'zz', { recursive: 1 }, { encoding: 'zz' }]) test('readdir', () => fs.readdirSync('d', value));
for (const value of ['x', -1, { recursive: 1 }, { mode: 'x' }]) test('mkdir', () => fs.mkdirSync('q', value));
for (const value of [5, 'x', { recursive: 1 }, { force: 1 }, { maxRetries: -1 }, { retryDelay: 'x' }]) {
  test('rm', () => fs.rmSync('nope', value));
}
for (const [a, b] of [['x', 1], [1, 'x'], [undefined, 1], [{}, 1], [1, Infinity], [new Date(NaN), 1]]) {
  test('utimes', () => fs.utimesSync('f', a, b));
}
for (const value of [undefined, 'x', -1, 1.5, {}]) test('chmod', () => fs.chmodSync('f', value));
test('chown', () => fs.chownSync('f', 'x', 1));
test('chown', () => fs.chownSync('f', 1));
test('rename', () => fs.renameSync('f'));
test('rename', () => fs.renameSync(5, 'f'));
test('copy', () => fs.copyFileSync('f'));
test('mkdtemp', () => fs.mkdtempSync(5));
const room = Buffer.alloc(10);
for (const args of [[5], ['x'], [new ArrayBuffer(4)], [room, 0, 11, 0], [room, 11, 1, 0], [room, -1, 1, 0], [room, 0, -1, 0],
  [room, 'x', 1, 0], [room, 0, 1, 'x'], [room, 0, 1, 1.5], [room, 0, 1, -2], [room, 0, 1, 2n ** 63n], [room, 5],
  [Buffer.alloc(0), 0, 1, 0]]) {
  test('read', () => fs.readSync(reader, ...args));
}
for (const args of [[5], [{}], [null], [room, 11], [room, 0, 11], [room, 0, -1], [room, -1], [room, 'x'], [room, { offset: 11 }],
  ['616', 0, 'hex']]) {
  test('write', () => fs.writeSync(writer, ...args));
}
for (const value of [5, 'x', ['x'], [5]]) {
  test('readv', () => fs.readvSync(reader, value));
  test('writev', () => fs.writevSync(writer, value));
}

console.log('# traces');
try {
  fs.readFileSync('nope');
} catch (error) {
  console.log(error instanceof Error, error.constructor === Error, error.stack.split('\n')[0], String(error));
  console.log(Object.keys(error).join());
}
fs.readFile('nope', (error) => { console.log(error, error.stack); });
for (const fd of [directory, reader, writer]) fs.closeSync(fd);
process.on('exit', () => {
  process.chdir('..');
  fs.rmSync('fs_errors_dir', { recursive: true });
});
