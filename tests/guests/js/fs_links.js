// node: same
// node:fs: symbolic links, real paths, and what follows links.
const fs = require('fs');
const path = require('path');

fs.rmSync('fs_links_dir', { recursive: true, force: true });
fs.mkdirSync('fs_links_dir');
process.chdir('fs_links_dir');
const cwd = process.cwd();
function test(label, action) {
  try {
    const value = action();
    console.log(label, typeof value === 'string' ? value.replaceAll(cwd, '<cwd>') : value);
  } catch (error) {
    const { code, syscall, path: name, dest } = error;
    console.log(label, `${code} ${error.message} ${JSON.stringify({ syscall, name, dest })}`.replaceAll(cwd, '<cwd>'));
  }
}
fs.writeFileSync('file', 'content');
fs.mkdirSync('dir/sub', { recursive: true });
fs.writeFileSync('dir/inside', 'inside');

test('to a file', () => fs.symlinkSync('file', 'a'));
test('to a directory', () => fs.symlinkSync('dir', 'b', 'dir'));
test('to nothing', () => fs.symlinkSync('nothing', 'c'));
test('absolute', () => fs.symlinkSync(path.resolve('file'), 'd', 'file'));
test('up', () => fs.symlinkSync('../../file', 'dir/sub/up'));
test('chain', () => fs.symlinkSync('a', 'e'));
test('loop', () => fs.symlinkSync('loop', 'loop'));
test('buffer', () => fs.symlinkSync(Buffer.from('file'), Buffer.from('f')));
for (const name of ['a', 'b', 'c', 'd', 'dir/sub/up', 'e', 'f']) {
  test(`readlink ${name}`, () => fs.readlinkSync(name));
  test(`realpath ${name}`, () => fs.realpathSync(name));
  test(`native ${name}`, () => fs.realpathSync.native(name));
  test(`stat ${name}`, () => fs.statSync(name).isFile());
  test(`lstat ${name}`, () => fs.lstatSync(name).isSymbolicLink());
  test(`exists ${name}`, () => fs.existsSync(name));
  test(`read ${name}`, () => fs.readFileSync(name, 'utf8'));
}
test('size', () => fs.lstatSync('a').size);
test('readlink hex', () => fs.readlinkSync('a', 'hex'));
test('readlink buffer', () => fs.readlinkSync('a', { encoding: 'buffer' }));
test('realpath buffer', () => Buffer.isBuffer(fs.realpathSync('a', 'buffer')));
test('through', () => fs.readFileSync('b/inside', 'utf8'));
test('realpath through', () => fs.realpathSync('b/sub/../inside'));
test('dots', () => [fs.realpathSync('b/../a'), fs.realpathSync('./dir/./sub/..'), fs.realpathSync('')]
  .join().replaceAll(cwd, '<cwd>'));
test('native dots', () => fs.realpathSync.native('b/../a'));
test('root', () => fs.realpathSync('/'));
test('up through a link', () => fs.readFileSync('dir/sub/up/../x'));
test('write through', () => fs.writeFileSync('a', 'changed'));
test('target', () => fs.readFileSync('file', 'utf8'));
test('make target', () => { fs.writeFileSync('c', 'made'); return fs.readFileSync('nothing', 'utf8'); });
test('readdir', () => fs.readdirSync('.', { withFileTypes: true })
  .map((entry) => `${entry.name}:${entry.isSymbolicLink()}${entry.isFile()}${entry.isDirectory()}`).sort().join());
test('recursive', () => fs.readdirSync('.', { recursive: true, withFileTypes: true })
  .map((entry) => path.join(entry.parentPath, entry.name)).sort().join());
test('unlink', () => { fs.unlinkSync('b'); return fs.existsSync('dir/inside'); });
test('rename', () => { fs.renameSync('a', 'g'); return fs.readlinkSync('g'); });
test('rm', () => { fs.symlinkSync('dir', 'h'); fs.rmSync('h', { recursive: true }); return fs.existsSync('dir'); });
test('chmod', () => fs.chmodSync('g', 0o644));
test('access', () => fs.accessSync('g'));

console.log('# errors');
test('exists already', () => fs.symlinkSync('x', 'file'));
test('no directory', () => fs.symlinkSync('x', 'nope/y'));
test('type', () => fs.symlinkSync('x', 'y', 'zz'));
test('target', () => fs.symlinkSync(5, 'y'));
test('path', () => fs.symlinkSync('x', 5));
test('readlink', () => fs.readlinkSync('file'));
test('readlink', () => fs.readlinkSync('nope'));
test('realpath', () => fs.realpathSync('nope/x/y'));
test('realpath', () => fs.realpathSync('dir/nope/y'));
test('realpath', () => fs.realpathSync('file/x'));
test('native', () => fs.realpathSync.native('nope/x'));
test('loop', () => fs.readFileSync('loop'));
test('loop', () => fs.statSync('loop'));
test('loop', () => fs.realpathSync.native('loop'));
fs.unlinkSync('nothing');
test('broken', () => fs.realpathSync('c'));
test('broken', () => fs.realpathSync.native('c'));
test('broken', () => fs.statSync('c'));
test('broken', () => fs.mkdirSync('c'));
test('unlink through a slash', () => fs.unlinkSync('g/'));
test('rmdir of a link', () => fs.rmdirSync('g'));
test('link', () => fs.linkSync('nope', 'x'));
test('link', () => fs.linkSync('file', 'g'));
test('link', () => fs.linkSync('dir', 'x'));
test('link', () => fs.linkSync(5, 'x'));
process.chdir('..');
fs.rmSync('fs_links_dir', { recursive: true });
